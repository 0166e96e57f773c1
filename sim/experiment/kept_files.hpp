#pragma once

#include <filesystem>
#include <vector>

#include "arch/spec/accelerator.hpp"
#include "workloads/train/workload.hpp"

/// Copies of what a configuration names, so that resolved.yaml in a result means them wherever the
/// result lies, and says nothing of where it was made.
namespace metronome::experiment {

/// A folder of a result, with the energy tables of its machines.
inline constexpr const char* kKeptTables = "energy";

/// The machines as resolved.yaml in `folder` names them: their energy tables are copied to
/// `folder`/energy/MACHINE.yaml, tables of memories that these name beside them.
[[nodiscard]] std::vector<arch::AcceleratorSpec> with_kept_tables(
    std::vector<arch::AcceleratorSpec> machines, const std::filesystem::path& folder);

/// A workload likewise: a network file is copied to `folder`/model.yaml (with its own extension).
[[nodiscard]] train::WorkloadSpec with_kept_model(train::WorkloadSpec spec,
                                                  const std::filesystem::path& folder);

}  // namespace metronome::experiment
