#pragma once

#include <gtest/gtest.h>

#include <filesystem>

#include "sim/base/files.hpp"
#include "sim/sweep/run_sweep.hpp"
#include "sim/sweep/sweep_tables.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::sweep {

namespace fs = std::filesystem;

/// Sweeps over a small training in closed form, in a folder of the test's own.
class SweepFixture : public ::testing::Test {
 protected:
  SweepFixture()
      : folder_(fs::path(::testing::TempDir()) /
                (std::string("sweep_") +
                 ::testing::UnitTest::GetInstance()->current_test_info()->name())) {
    fs::remove_all(folder_);
  }
  ~SweepFixture() override { fs::remove_all(folder_); }

  [[nodiscard]] SweepSpec load(const std::string& axes, const std::string& base = "") const {
    const std::string configs = metronome::source_dir() + "/configs/";
    write_file_atomically(
        folder_ / "sweep.yaml",
        "name: small\n"
        "base:\n"
        "  accelerator: " +
            configs + "arch/plain_dual_serial_512.yaml\n" + base +
            "  mode: analytic\n"
            "  trace: {model: resnet-8, dataset: cifar-10, batch: 8, iterations: 64,\n"
            "          schedule: 'cpt:3-8,periods=2,backward=8'}\n"
            "axes:\n" +
            axes);
    return config::load<SweepSpec>(folder_ / "sweep.yaml");
  }

  [[nodiscard]] FinishedSweep run(const SweepSpec& spec, unsigned jobs = 1) const {
    FinishedSweep sweep{spec.name,         {}, spec.objectives, spec.target_accuracy,
                        grid_of(spec, {}), {}};
    for (const Axis& axis : spec.axes) {
      sweep.axes.push_back(axis.name);
    }
    sweep.identity = identity_of(sweep.points, false);
    sweep.reference = reference_of(spec.axes);
    fs::remove_all(folder_ / "points");
    sweep.results = run_points(sweep.points, folder_ / "points", {jobs, {}});
    return sweep;
  }

  fs::path folder_;
};

constexpr const char* kTwoAxes =
    "  - {key: accelerator.vector.lanes, values: [32, 64]}\n"
    "  - name: memory\n"
    "    points:\n"
    "      - {label: slow, set: {accelerator.memory.channels: 1}}\n"
    "      - {label: fast, set: {accelerator.memory.channels: 8}}\n";

}  // namespace metronome::sweep
