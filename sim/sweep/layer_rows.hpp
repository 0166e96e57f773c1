#pragma once

#include <string>
#include <vector>

#include "sim/report/comparison.hpp"
#include "workloads/trace/trace.hpp"

namespace metronome::sweep {

/// All layers with products of one shape: "16x32x32 -> 16, 3x3", input channels x height x width to
/// output channels. Per run. `whole` is all that belongs to such a layer: the products of all three
/// classes, and the vector, quantization and update work behind it up to the next product.
struct LayerRow {
  std::string shape;
  double in_channels = 0;
  double layers = 0;
  double static_product_time_s = 0;
  double cpt_product_time_s = 0;
  double static_whole_time_s = 0;
  double cpt_whole_time_s = 0;
  double static_whole_energy_j = 0;
  double cpt_whole_energy_j = 0;
  /// Of the static training's product time, what the array would need at its peak; 0: not on it.
  double static_utilization = 0;
};

/// A row for each shape of product of the step, in the order in which they first come.
[[nodiscard]] std::vector<LayerRow> layer_rows(const report::ComparedRun& compared,
                                               const trace::Step& step);

}  // namespace metronome::sweep
