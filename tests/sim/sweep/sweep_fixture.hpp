#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "sim/base/files.hpp"
#include "sim/sweep/run_sweep.hpp"
#include "sim/sweep/sweep_files.hpp"
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

  /// With the results in `points`, below the test's folder, if it is to be continued.
  [[nodiscard]] FinishedSweep run(const SweepSpec& spec, unsigned jobs = 1,
                                  const std::vector<config::Override>& overrides = {}) const {
    fs::remove_all(folder_ / "points");
    return go_on(spec, {.jobs = jobs, .progress = {}}, overrides);
  }
  [[nodiscard]] FinishedSweep go_on(const SweepSpec& spec, const SweepOptions& options,
                                    const std::vector<config::Override>& overrides = {}) const {
    const Grid grid(spec, overrides);
    PointsFolder points(folder_ / "points", grid.count());
    run_missing(grid, points, options);
    return finished_sweep(grid, points, false);
  }
  /// The lines of all points, sorted.
  [[nodiscard]] std::vector<std::string> lines() const {
    std::vector<std::string> all;
    for (const auto& file : fs::directory_iterator(folder_ / "points")) {
      std::istringstream text(read_file(file.path()));
      for (std::string line; std::getline(text, line);) {
        all.push_back(line);
      }
    }
    std::sort(all.begin(), all.end());
    return all;
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
