#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "arch/links/system_spec.hpp"
#include "arch/spec/accelerator.hpp"
#include "sim/cli/options.hpp"

/// What commands that run traces on several chips read.
namespace metronome::cli {

/// The system that --system names, with what --set says of its keys (those that begin with
/// "system."); nothing without the option.
[[nodiscard]] std::optional<links::SystemSpec> system_of(const Options& options);

/// The accelerator's file: that of --arch, else the one that the system names.
[[nodiscard]] std::filesystem::path machine_file(const Options& options,
                                                 const std::optional<links::SystemSpec>& system);

/// The accelerator, with all of --set, or where it is part of a system what is not the system's.
[[nodiscard]] arch::AcceleratorSpec machine_of(const Options& options,
                                               const std::filesystem::path& file, bool on_system);

}  // namespace metronome::cli
