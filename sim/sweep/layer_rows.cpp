#include "sim/sweep/layer_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
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
        ++row(shapes_.at(operation.layer)).layers;
      }
    }
  }

  void add(const RunResult& run, const report::RunCosts& costs, const LayerColumns& columns) {
    for (std::size_t l = 0; l < run.levels.size(); ++l) {
      const auto iterations = static_cast<double>(run.levels[l].iterations);
      for (std::size_t i = 0; i < run.levels[l].operations.size(); ++i) {
        const OperationResult& operation = run.levels[l].operations[i];
        const auto at = shapes_.find(operation.layer);
        if (at == shapes_.end()) {
          continue;
        }
        LayerRow& out = row(at->second);
        const double time = iterations * run.seconds(operation.measure.cycles.total()).count();
        out.*columns.whole_time += time;
        out.*columns.whole_energy +=
            iterations * costs.levels[l].operations[i].energy.total().count();
        if (!is_product(operation.cls)) {
          continue;
        }
        out.*columns.product_time += time;
        if (columns.product_time == kStatic.product_time && operation.peak_macs_per_cycle > 0) {
          out.static_utilization += iterations *
                                    static_cast<double>(operation.measure.macs.count()) /
                                    operation.peak_macs_per_cycle / run.clock.count();
        }
      }
    }
  }

  [[nodiscard]] std::vector<LayerRow> rows() && {
    for (LayerRow& row : rows_) {
      row.static_utilization /= row.static_product_time_s > 0 ? row.static_product_time_s : 1;
    }
    return std::move(rows_);
  }

 private:
  LayerRow& row(const trace::Convolution& convolution) {
    const std::string text = shape_text(convolution);
    const auto at = std::find_if(rows_.begin(), rows_.end(),
                                 [&](const LayerRow& one) { return one.shape == text; });
    if (at != rows_.end()) {
      return *at;
    }
    LayerRow fresh;
    fresh.shape = text;
    fresh.in_channels = static_cast<double>(convolution.in_channels);
    rows_.push_back(fresh);
    return rows_.back();
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
