#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/base/enumeration.hpp"
#include "sim/report/comparison.hpp"
#include "sim/report/progress.hpp"
#include "sim/report/waterfall.hpp"
#include "sim/sweep/layer_rows.hpp"
#include "sim/sweep/sweep_spec.hpp"

namespace metronome::sweep {

/// One level of one of the two trainings: what a roofline needs. Per run, not per iteration.
struct LevelRow {
  std::string training;  ///< "static" or "cpt"
  trace::Precision precision;
  double iterations = 0;
  double time_s = 0;
  double energy_j = 0;
  double bit_operations_paper = 0;
  double macs = 0;                  ///< useful ones, in FP32 too
  double dram_bytes = 0;            ///< read and written
  double array_time_at_peak_s = 0;  ///< those of the array at its peak rate for their operands
};

/// What one price alone does to the saving in energy, at the ends of its interval.
struct PriceRow {
  std::string component;
  std::string action;  ///< with the widths of its operands, where the price has some
  std::string provenance;
  double low_saving = 0;
  double high_saving = 0;
};

/// A waterfall of the point, by "cycles" or "energy".
struct NamedWaterfall {
  std::string saving;
  report::Waterfall waterfall;
};

/// What became of a point:
///   done        it has numbers;
///   infeasible  its work does not fit its machine, or a constraint does not hold;
///   unpriced    its energy table lacks a price that its machine needs;
///   failed      it cannot be read, or we have a bug.
enum class PointStatus { done, infeasible, unpriced, failed };
constexpr auto enum_rows(PointStatus) {
  using enum PointStatus;
  return enum_list<PointStatus>(
      {{done, "done"}, {infeasible, "infeasible"}, {unpriced, "unpriced"}, {failed, "failed"}});
}

/// What is kept of one point. A point whose work does not fit its machine, or that the energy table
/// does not price, has a message instead of numbers: a sweep over buffer sizes meets such points,
/// and the others are still wanted.
struct PointResult {
  PointStatus status = PointStatus::done;
  std::string message;           ///< why there are no numbers; empty where there are
  std::string arithmetic;        ///< "integers" or "block floating point"
  std::string value_statistics;  ///< whose; empty where the machine's time depends on no values
  std::string fp32_products;     ///< "vector unit", "array, 12 bits"; empty without layers in FP32
  std::vector<std::pair<std::string, double>> numbers;  ///< names and order of number_names()
  std::vector<LevelRow> levels;
  std::vector<LayerRow> layers;
  std::vector<NamedWaterfall> waterfalls;
  std::vector<PriceRow> prices;  ///< those that move the saving in energy most, the widest first
  std::vector<report::ProgressPoint> progress;  ///< of the run; empty where nothing was trained

  /// A number by its name; it must be there.
  [[nodiscard]] double number(std::string_view name) const;
};

/// The numeric columns of sweep.csv, units in the names.
[[nodiscard]] std::vector<std::string> number_names();

/// The columns of sweep.csv behind the point's key and the axes, number_names() among them.
[[nodiscard]] std::vector<std::string> column_names();

/// `trace`: of the run; `training` and the whole area (0: unknown): of its machine.
[[nodiscard]] PointResult result_of(const report::ComparedRun& compared, const trace::Trace& trace,
                                    const arch::TrainingSpec& training, double machine_area_mm2);

}  // namespace metronome::sweep
