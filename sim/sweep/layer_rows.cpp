#include "sim/sweep/layer_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>

namespace metronome::sweep {
namespace {

bool is_product(trace::OperationClass cls) {
  return cls == trace::OperationClass::forward || cls == trace::OperationClass::input_gradient ||
         cls == trace::OperationClass::weight_gradient;
}

/// By layer, the shape of its product; layers without one belong to the product before them, those
/// before the first to the first.
std::map<std::string, trace::Convolution> shapes_of(const trace::Step& step) {
  std::map<std::string, trace::Convolution> shapes;
  const trace::Convolution* product = nullptr;
  for (const trace::Operation& operation : step.operations) {
    if (const auto* matrix = std::get_if<trace::MatrixWork>(&operation.work)) {
      shapes.emplace(operation.layer, matrix->convolution);
      product = product == nullptr ? &matrix->convolution : product;
    }
  }
  for (const trace::Operation& operation : step.operations) {
    if (operation.cls == trace::OperationClass::forward) {
      product = &shapes.at(operation.layer);
    } else if (product != nullptr) {
      shapes.emplace(operation.layer, *product);  // the forward pass comes first
    }
  }
  return shapes;
}

std::string shape_text(const trace::Convolution& c) {
  return fmt::format("{}x{}x{} -> {}, {}x{}{}{}{}{}", c.in_channels, c.in_height, c.in_width,
                     c.out_channels, c.kernel.height, c.kernel.width,
                     c.stride.product() > 1 ? ", stride " + text_of(c.stride) : "",
                     c.dilation.product() > 1 ? ", dilation " + text_of(c.dilation) : "",
                     c.groups > 1 ? fmt::format(", {} groups", c.groups) : "",
                     c.transposed ? ", transposed" : "");
}

/// Which members of a row a training goes into.
struct LayerColumns {
  double LayerRow::*product_time;
  double LayerRow::*whole_time;
  double LayerRow::*whole_energy;
};
constexpr LayerColumns kStatic{&LayerRow::static_product_time_s, &LayerRow::static_whole_time_s,
                               &LayerRow::static_whole_energy_j};
constexpr LayerColumns kCpt{&LayerRow::cpt_product_time_s, &LayerRow::cpt_whole_time_s,
                            &LayerRow::cpt_whole_energy_j};

/// Rows in the order in which shapes first come.
class Layers {
 public:
  explicit Layers(const trace::Step& step) : shapes_(shapes_of(step)) {
    for (const trace::Operation& operation : step.operations) {
      if (operation.cls == trace::OperationClass::forward) {
        ++rows_[row_of(shapes_.at(operation.layer))].layers;
      }
    }
  }

  void add(const RunResult& run, const report::RunCosts& costs, const LayerColumns& columns) {
    std::vector<Share> shares;
    for (std::size_t i = 0; i < run.operations.size(); ++i) {
      shares.push_back(share_of(run, i, costs));
    }
    for (const LevelResult& level : run.levels) {
      const auto iterations = static_cast<double>(level.iterations);
      run.for_operations(level, [&](std::uint32_t one) {
        if (shares[one].row != kNoRow) {
          add(rows_[shares[one].row], shares[one], iterations, columns);
        }
      });
    }
  }

  [[nodiscard]] std::vector<LayerRow> rows() && {
    for (LayerRow& row : rows_) {
      row.static_utilization /= row.static_product_time_s > 0 ? row.static_product_time_s : 1;
    }
    return std::move(rows_);
  }

 private:
  static constexpr std::size_t kNoRow = std::numeric_limits<std::size_t>::max();

  /// What one execution of an operation adds to a row.
  struct Share {
    std::size_t row = kNoRow;
    bool product = false;
    double time_s = 0;
    double energy_j = 0;
    double macs = 0;  ///< of a product on the array
    double peak_macs_per_cycle = 1;
    double clock_hz = 1;
  };

  Share share_of(const RunResult& run, std::size_t index, const report::RunCosts& costs) {
    const OperationResult& operation = run.operations[index];
    const auto at = shapes_.find(operation.layer);
    if (at == shapes_.end()) {
      return {};
    }
    Share share{.row = row_of(at->second),
                .product = is_product(operation.cls),
                .time_s = run.seconds(operation.measure.cycles.total()).count(),
                .energy_j = costs.operations[index].energy.total().count()};
    if (share.product && operation.peak_macs_per_cycle > 0) {
      share.macs = static_cast<double>(operation.measure.macs.count());
      share.peak_macs_per_cycle = operation.peak_macs_per_cycle;
      share.clock_hz = run.clock.count();
    }
    return share;
  }

  static void add(LayerRow& out, const Share& share, double iterations,
                  const LayerColumns& columns) {
    const double time = iterations * share.time_s;
    out.*columns.whole_time += time;
    out.*columns.whole_energy += iterations * share.energy_j;
    if (!share.product) {
      return;
    }
    out.*columns.product_time += time;
    if (columns.product_time == kStatic.product_time && share.macs > 0) {
      out.static_utilization +=
          iterations * share.macs / share.peak_macs_per_cycle / share.clock_hz;
    }
  }

  std::size_t row_of(const trace::Convolution& convolution) {
    const std::string text = shape_text(convolution);
    const auto at = std::find_if(rows_.begin(), rows_.end(),
                                 [&](const LayerRow& one) { return one.shape == text; });
    if (at != rows_.end()) {
      return static_cast<std::size_t>(at - rows_.begin());
    }
    LayerRow fresh;
    fresh.shape = text;
    fresh.in_channels = static_cast<double>(convolution.in_channels);
    rows_.push_back(fresh);
    return rows_.size() - 1;
  }

  std::map<std::string, trace::Convolution> shapes_;
  std::vector<LayerRow> rows_;
};

}  // namespace

std::vector<LayerRow> layer_rows(const report::ComparedRun& compared, const trace::Step& step) {
  Layers layers(step);
  layers.add(compared.baseline, compared.baseline_costs, kStatic);
  layers.add(compared.run, compared.costs, kCpt);
  return std::move(layers).rows();
}

}  // namespace metronome::sweep
