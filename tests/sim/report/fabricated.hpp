#pragma once

#include <string>
#include <vector>

#include "sim/report/run_directory.hpp"

/// Runs that no simulator made, with plausible proportions: a small convolutional network of batch
/// 128 on 512 8-bit multiply-accumulate units, so that reports can be looked at and tested alone.
namespace metronome::report::testing {

/// A static 8/8 training of `iterations`.
[[nodiscard]] RunResult static_run(const std::string& kind, std::uint64_t iterations = 384);
/// CPT 3-8/8 with `periods` cosine periods.
[[nodiscard]] RunResult cpt_run(const std::string& kind, std::uint64_t iterations = 384,
                                std::uint64_t periods = 8);
/// configs/energy/28nm.yaml with the command energies of a memory device.
[[nodiscard]] EnergyTable priced_table();
/// Loss and accuracy that improve.
[[nodiscard]] Metrics training_metrics(const RunResult& run, double final_accuracy);
[[nodiscard]] Manifest some_manifest();

}  // namespace metronome::report::testing
