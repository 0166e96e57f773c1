#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "arch/links/system_spec.hpp"
#include "arch/spec/accelerator.hpp"
#include "sim/cli/options.hpp"
#include "sim/energy/energy_table.hpp"

/// What commands that run traces on several chips read.
namespace metronome::cli {

/// The system that --system names, with what --set says of its keys (those that begin with
/// "system."); nothing without the option.
[[nodiscard]] std::optional<links::SystemSpec> system_of(const Options& options);

/// The accelerator's file: that of --arch, else what the system names, of a pipeline a file for
/// each stage perhaps. UserError where --arch and --set both give it.
[[nodiscard]] std::vector<std::filesystem::path> machine_files(
    const Options& options, const std::optional<links::SystemSpec>& system);

/// The accelerators, with all of --set, or where they are part of a system what is not the
/// system's.
[[nodiscard]] std::vector<arch::AcceleratorSpec> machines_of(
    const Options& options, const std::vector<std::filesystem::path>& files, bool on_system);

/// What of a system decides a result besides its machines: their contents count, not their places.
[[nodiscard]] std::string system_inputs(const links::SystemSpec& system);

/// Their complete tables.
[[nodiscard]] std::vector<EnergyTable> prices_of(
    const std::vector<arch::AcceleratorSpec>& machines);

}  // namespace metronome::cli
