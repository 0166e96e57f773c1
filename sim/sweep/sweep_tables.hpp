#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/report/stamp.hpp"
#include "sim/sweep/grid.hpp"
#include "sim/sweep/point_identity.hpp"
#include "sim/sweep/point_result.hpp"

namespace metronome::sweep {

/// The axis that the choices of a sweep lie along.
struct ReferenceAxis {
  std::size_t index = 0;
  std::string label;                          ///< of the reference
  std::map<std::string, std::string> groups;  ///< of the other labels
  bool columns = false;                       ///< Axis::columns
};
/// Nothing where no axis has a reference.
[[nodiscard]] std::optional<ReferenceAxis> reference_of(const std::vector<Axis>& axes);

/// A finished sweep: `results[i]` belongs to `points[i]`.
struct FinishedSweep {
  std::string name;
  std::vector<std::string> axes;  ///< names, in order
  std::vector<std::string> objectives;
  std::optional<double> target_accuracy;
  std::vector<Point> points;
  std::vector<PointResult> results;
  SweepIdentity identity{};
  report::Recipe recipe{};
  std::optional<ReferenceAxis> reference{};
  std::size_t total = 0;  ///< points of the whole sweep, where some have no result yet; else 0

  /// "412 of 1000 points"; empty where none is missing.
  [[nodiscard]] std::string partial_text() const;
  /// What the files of the whole sweep carry.
  [[nodiscard]] report::Stamp stamp() const;
  /// Which points no other point of the same training dominates in the objectives.
  [[nodiscard]] std::vector<bool> front() const;
};

/// A label without "seed N" at its end: what repetitions of a training share.
[[nodiscard]] std::string without_seed(const std::string& label);

/// In tables: "ok" where a point has numbers, else why not.
[[nodiscard]] std::string_view status_text(PointStatus status);

/// "14 % (11–18)": the saving in energy with its interval.
[[nodiscard]] std::string energy_saving(const PointResult& result);
/// What was trained ends at: of its last test, or of the table that the sweep names, with seeds.
[[nodiscard]] std::optional<TrainedAccuracy> accuracy_of(const Point& point,
                                                         const PointResult& result);

/// Whether the point's time comes from another training's value statistics.
[[nodiscard]] bool borrows(const PointResult& result);
/// Whether the machine computes in another arithmetic than the one that was trained.
[[nodiscard]] bool block_floating_point(const PointResult& result);

/// sweep.csv: a row a point: key, the axes, status ("ok" or "infeasible"), the message, whether it
/// is on the Pareto front and the others of column_names(). Infeasible points have empty numbers.
[[nodiscard]] std::string sweep_csv(const FinishedSweep& sweep);
/// levels.csv: a row for each level of both trainings of each point.
[[nodiscard]] std::string levels_csv(const FinishedSweep& sweep);
/// layers.csv: a row for each shape of layer of each point: what it takes in both trainings.
[[nodiscard]] std::string layers_csv(const FinishedSweep& sweep);
/// waterfall.csv: a row for each step from the ideal to the achieved saving, in cycles and energy.
[[nodiscard]] std::string waterfall_csv(const FinishedSweep& sweep);
/// tornado.csv: a row for each of the prices that move a point's saving in energy most, alone at
/// the ends of their intervals, the widest first.
[[nodiscard]] std::string tornado_csv(const FinishedSweep& sweep);
/// accuracy.csv: a row for each test of a trained run: what the training had cost by then. The
/// first row that reaches the target accuracy has `target` true.
[[nodiscard]] std::string accuracy_csv(const FinishedSweep& sweep);
/// The headline columns as a LaTeX table (package booktabs).
[[nodiscard]] std::string latex_table(const FinishedSweep& sweep);

}  // namespace metronome::sweep
