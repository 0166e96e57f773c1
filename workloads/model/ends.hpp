#pragma once

#include <vector>

#include "sim/base/enumeration.hpp"
#include "workloads/model/graph.hpp"

namespace metronome::model {

/// What the first and the last layers of a network compute with: what the network says, FP32, or
/// codes of 8 bits whatever the schedule says.
enum class Ends { network, fp32, bits_8 };
constexpr auto enum_rows(Ends) {
  using enum Ends;
  return enum_list<Ends>({{network, "network"}, {fp32, "fp32"}, {bits_8, "8"}});
}

/// Convolutions and linear layers that read an input with no layer of products before them, or
/// whose result reaches an output with none behind; in order of execution. A table of embeddings
/// counts as a layer of products: what reads it is no first layer.
[[nodiscard]] std::vector<NodeIndex> end_layers(const Graph& graph);

/// Those of them whose result reaches an output.
[[nodiscard]] std::vector<NodeIndex> last_layers(const Graph& graph);

/// The network with its ends so. UserError where neither a first nor a last layer is a convolution
/// or linear.
[[nodiscard]] Graph with_ends(Graph graph, Ends ends);

/// The bits that a layer keeps whatever the schedule says, of 0 where it follows it.
[[nodiscard]] FixedBits fixed_bits(const Layer& layer);

/// Whether a layer has weights that a form (workloads/methods/weights) can take: its products are
/// of codes at the schedule's bits. Those that keep bits of their own keep plain codes.
[[nodiscard]] bool takes_form(const Layer& layer);

}  // namespace metronome::model
