#include "workloads/train/trainable.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/error.hpp"
#include "workloads/quant/affine.hpp"

namespace metronome::train {

void check_trainable(const model::Graph& graph) {
  const auto inputs = std::count_if(
      graph.nodes.begin(), graph.nodes.end(),
      [](const model::Node& node) { return std::holds_alternative<model::Input>(node.layer); });
  const auto refuse = [&](const std::string& what, const std::string& hint) {
    throw UserError(graph.name + ": " + what, hint);
  };
  if (inputs != 1) {
    refuse(fmt::format("{} inputs, a data set has one", inputs), "trace it without training");
  }
  if (const auto outputs = graph.outputs(); outputs.size() != 1) {
    refuse(fmt::format("{} outputs: nothing reads {}", outputs.size(),
                       graph.nodes[outputs.front()].name),
           "one output, whose loss is made smaller");
  }
  const model::Shape& out = graph.nodes.back().output;
  if (out.width != 1 || (out.height != 1 && !graph.reads_tokens())) {
    refuse("its output has shape " + text_of(out) + ", a label is of the whole sample",
           "a last layer of shape CLASSESx1x1, behind a global pool or a reshape");
  }
  if (graph.loss == model::Loss::none) {
    refuse("a network without a loss does not learn", "loss: cross_entropy or mse");
  }
}

void check_trainable(const schedule::Schedule& schedule) {
  const int most = schedule.largest_bits();
  if (most <= quant::kMaxBits) {
    return;
  }
  throw UserError(
      Diagnostic{{},
                 0,
                 0,
                 "schedule " + schedule.name(),
                 fmt::format("has {} bits", most),
                 fmt::format("the trainer quantizes to 1 to {} bits; fp32 is no quantization",
                             quant::kMaxBits)});
}

}  // namespace metronome::train
