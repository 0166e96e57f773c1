#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "sim/base/journal.hpp"
#include "sim/sweep/grid.hpp"
#include "sim/sweep/point_result.hpp"

namespace metronome {
class FileCache;
}

namespace metronome::sweep {

struct SweepProgress {
  std::size_t done = 0;
  std::size_t total = 0;
  std::size_t reused = 0;  ///< of `done`: found finished
};

struct SweepOptions {
  unsigned jobs = 1;  ///< points at a time, each in a process of its own; changes no result
  std::function<void(const SweepProgress&)> progress;
  FileCache* cache = nullptr;  ///< sim::SimulateOptions::cache
};

/// Simulates and prices one point. What makes that impossible becomes the result's message.
/// `journal`: operations that points before it have simulated, and those of this one; neither it
/// nor the cache changes the result.
[[nodiscard]] PointResult run_point(const PointSpec& spec, FileCache* cache = nullptr,
                                    Journal* journal = nullptr);

/// Runs every point of a grid that no constraint refuses; points of one key once. Each result is
/// written to `folder`/KEY.json as soon as it is there, as a whole: a sweep that is killed loses
/// the points that were under way; results that stand in the folder are taken.
[[nodiscard]] std::vector<PointResult> run_points(const std::vector<Point>& points,
                                                  const std::filesystem::path& folder,
                                                  const SweepOptions& options);

}  // namespace metronome::sweep
