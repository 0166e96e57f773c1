#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sim/experiment/equal.hpp"
#include "sim/sweep/sweep_spec.hpp"
#include "sim/sweep/trained_accuracy.hpp"

namespace metronome::sweep {

/// One point of the grid with everything resolved.
struct Point {
  std::vector<std::string> labels;  ///< by axis
  PointSpec spec;
  trace::Facts equality{};                    ///< RunResult::equality
  std::optional<TrainedAccuracy> accuracy{};  ///< of a table, where the sweep names one
  std::string refused;       ///< the constraint that does not hold; empty: it is simulated
  std::string key;           ///< 16 hexadecimal digits: what the result depends on
  std::string training_key;  ///< likewise, of the training alone: points that may be compared
};

/// What points share: read once.
struct FilesRead {
  std::map<std::filesystem::path, std::string> prices;  ///< digests of energy tables
  std::set<std::pair<std::string, std::string>>
      networks;  ///< with their data sets: they can be read
  std::map<std::string, experiment::EqualMachine> equal;  ///< sizes that were chosen
};

/// The points of a sweep, each of which is made when it is asked for: a million of them take no
/// more room than the places along the axes of those that are drawn. The last axis varies fastest.
class Grid {
 public:
  /// `overrides` win over base and axes. UserError where one of them is what an axis sets. The
  /// sweep must outlive the grid.
  Grid(const SweepSpec& sweep, std::vector<config::Override> overrides);

  [[nodiscard]] const SweepSpec& sweep() const { return sweep_; }
  [[nodiscard]] std::size_t count() const { return count_; }
  /// Of a point, by axis.
  [[nodiscard]] std::vector<std::string> labels(std::size_t index) const;
  /// UserError with all that is wrong with it, each with its place in the sweep's file.
  [[nodiscard]] Point point(std::size_t index) const;

  /// Points that have every value of every axis among them: all of a grid of at most kMostRead,
  /// else as many as the axes have values, each beside the first values of the other axes (of
  /// points that are drawn: the first with each value).
  [[nodiscard]] std::vector<std::size_t> representatives() const;
  /// Passes each representative to `visit`. UserError with the complaints of all of them.
  void read_representatives(const std::function<void(Point&&)>& visit) const;

  /// So many points are all read before anything runs; of more, those that cannot be read fail one
  /// by one.
  static constexpr std::size_t kMostRead = 5000;

 private:
  [[nodiscard]] std::size_t place(std::size_t index, std::size_t axis) const;
  /// Of one value of each axis.
  [[nodiscard]] Point read(const std::vector<std::size_t>& places) const;
  void make_equal(Point& point, const std::vector<std::size_t>& places) const;

  const SweepSpec& sweep_;
  std::vector<config::Override> overrides_;
  std::vector<std::size_t> strides_;  ///< of a whole grid, by axis
  std::vector<std::uint32_t> drawn_;  ///< places by point and axis; empty of a whole grid
  std::size_t count_ = 1;
  mutable FilesRead files_;
};

/// What stands for a point that cannot be read: its labels, and a key of its own.
[[nodiscard]] Point unreadable_point(const Grid& grid, std::size_t index);

/// Every point of a sweep. UserError with the complaints of all points.
[[nodiscard]] std::vector<Point> grid_of(const SweepSpec& sweep,
                                         const std::vector<config::Override>& overrides);

}  // namespace metronome::sweep
