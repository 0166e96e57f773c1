// Recurrent layers.
#include <fmt/format.h>

#include "workloads/onnx/operator_rules.hpp"

namespace metronome::importers {
namespace {

/// X {T, B, I} ({B, T, I} with layout 1), W {D, gates * H, I}, R {D, gates * H, H}.
void infer_recurrent(NodeScope& node, std::int64_t gates, std::size_t outputs) {
  const Extents x = node.extents(0, 3);
  const Extents w = node.extents(1, 3);
  const Extents r = node.extents(2, 3);
  const std::int64_t hidden = r[2];
  const std::int64_t directions = node.text("direction", "forward") == "bidirectional" ? 2 : 1;
  const std::int64_t rows = node.product(gates, hidden);
  if (w != Extents{directions, rows, x[2]} || r != Extents{directions, rows, hidden}) {
    node.fail(fmt::format("weights of shapes {} and {} for an input of shape {} in {} direction{}",
                          extents_text(w), extents_text(r), extents_text(x), directions,
                          directions == 1 ? "" : "s"));
  }
  if (const std::int64_t stated = node.integer("hidden_size", hidden); stated != hidden) {
    node.fail(fmt::format("hidden_size {} beside weights of shape {}", stated, extents_text(r)));
  }
  const bool batch_first = node.integer("layout", 0) != 0;
  const std::int64_t steps = x[batch_first ? 1 : 0];
  const std::int64_t batch = x[batch_first ? 0 : 1];
  node.give(0,
            batch_first ? Extents{batch, steps, directions, hidden}
                        : Extents{steps, directions, batch, hidden},
            node.type(0));
  for (std::size_t output = 1; output < outputs; ++output) {
    node.give(output,
              batch_first ? Extents{batch, directions, hidden} : Extents{directions, batch, hidden},
              node.type(0));
  }
}

void infer_rnn(NodeScope& node) { infer_recurrent(node, 1, 2); }
void infer_gru(NodeScope& node) { infer_recurrent(node, 3, 2); }
void infer_lstm(NodeScope& node) { infer_recurrent(node, 4, 3); }

}  // namespace

std::span<const OperatorRule> recurrent_rules() {
  static constexpr OperatorRule kRules[] = {
      {"RNN", infer_rnn}, {"GRU", infer_gru}, {"LSTM", infer_lstm}};
  return kRules;
}

}  // namespace metronome::importers
