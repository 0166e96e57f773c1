#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "workloads/model/network_file.hpp"
#include "workloads/onnx/axis_view.hpp"
#include "workloads/onnx/fused_nodes.hpp"
#include "workloads/onnx/imported_weights.hpp"
#include "workloads/onnx/layer_names.hpp"
#include "workloads/onnx/node_scope.hpp"

namespace metronome::importers {

/// A tensor that depends on what the network is given, as the output of a layer.
struct Held {
  std::string layer;     ///< or of an input
  model::Shape shape;    ///< of a sample of that
  AxisView view;         ///< how the tensor's axes lie in it
  model::Padding pad{};  ///< zeros of a Pad, which the convolution behind it takes
  std::string maker;     ///< names the layers that lay it out anew: the last node that did
};

/// The same where each axis is one of the layer's, perhaps times the batch.
struct Operand {
  std::string layer;
  model::Shape shape;
  Roles roles;
  model::Padding pad{};

  /// Whether an axis is this one of the layer, or could be: both have one element.
  [[nodiscard]] bool is(std::size_t axis, Role role) const;
};

/// Which axes of a tensor a layer wants as its channels, height and width.
using WantedAxes = std::array<std::optional<std::size_t>, 3>;

/// Turns the nodes of a graph, whose shapes are known, into layers. Shape arithmetic and what is
/// computed from weights alone makes no layer; where nodes lay out elements anew, layers do so
/// once what reads them needs it. UserError with the node's name where no kind of layer does what a
/// node does.
class LayerConverter {
 public:
  explicit LayerConverter(ImportedGraph graph);

  [[nodiscard]] model::NetworkFile run();
  /// Where the parameters of the layers stand, once run.
  [[nodiscard]] const std::vector<WeightSource>& weights() const { return weights_; }

  // What the converters of the operators use.

  /// Whether an input depends on what the network is given.
  [[nodiscard]] bool is_data(const NodeScope& node, std::size_t input) const;
  /// Such an input as it lies.
  [[nodiscard]] const Held& held(const NodeScope& node, std::size_t input) const;
  /// The same without zeros of a Pad around it.
  [[nodiscard]] const Held& unpadded(const NodeScope& node, std::size_t input) const;
  /// The same with axes of the layer's own, in their order of storage.
  [[nodiscard]] Operand data(const NodeScope& node, std::size_t input);
  /// The same with these axes; an absent one has one element. Without `may_pad` no zeros.
  [[nodiscard]] Operand arranged(const NodeScope& node, std::size_t input, const WantedAxes& axes,
                                 bool may_pad = false);
  /// The same with this axis as channels and the others in their order of storage.
  [[nodiscard]] Operand with_channels(const NodeScope& node, std::size_t input, std::size_t axis);
  /// An input laid out by groups of its pieces, and its shape then.
  [[nodiscard]] std::pair<std::string, model::Shape> grouped(const NodeScope& node,
                                                             std::size_t input,
                                                             const Groups& groups);

  /// An input that must not depend on it; `what` names it.
  void require_weight(const NodeScope& node, std::size_t input, const char* what) const;
  /// The one value of an input that is a constant.
  [[nodiscard]] std::optional<double> constant(const NodeScope& node, std::size_t input) const;
  /// A weight as a learned tensor, its axes as those of `like` from the last one on.
  [[nodiscard]] Operand learned(const NodeScope& node, std::size_t input, const Operand& like,
                                std::size_t rank);
  /// Nodes that read an output; one more where it is an output of the network.
  [[nodiscard]] std::size_t readers(const NodeScope& node, std::size_t output) const;
  /// The one node that reads output 0; null where there are others.
  [[nodiscard]] ImportedNode* only_reader(const NodeScope& node);

  /// A parameter of the layer added last is an input of a node: "weight", "bias".
  void take_weight(const NodeScope& node, std::size_t input, const std::string& parameter,
                   std::function<std::vector<float>(std::vector<float>)> arrange = as_they_are);

  /// An output of the node is that of a new layer; `suffix` tells layers of one node apart.
  void give(const NodeScope& node, std::size_t output, model::Layer layer,
            std::vector<std::string> from, const Roles& roles, const std::string& suffix = {});
  /// The same by any view of the layer's output.
  void give_view(const NodeScope& node, std::size_t output, model::Layer layer,
                 std::vector<std::string> from, AxisView view);
  /// An output of the node is a tensor that is there already, perhaps by other axes.
  void hold(const NodeScope& node, std::size_t output, Held held);
  /// As give, for output 0 of a node behind, which makes no layer of its own then.
  void give_behind(const NodeScope& node, ImportedNode& behind, model::Layer layer,
                   std::vector<std::string> from, const Roles& roles);
  [[nodiscard]] NodeScope scope(ImportedNode& node) { return {graph_, node}; }
  [[nodiscard]] std::uint64_t batch() const { return graph_.batch; }

 private:
  void add_inputs();
  [[nodiscard]] Roles input_roles(TensorIndex input) const;
  void convert(std::size_t index);
  [[nodiscard]] std::size_t index_of(const ImportedNode& node) const;
  [[nodiscard]] bool comes_from_weight(TensorIndex tensor) const;
  /// Adds a layer; the name is made unique.
  const model::NetworkLayer& add(const NodeScope& node, const std::string& name, model::Layer layer,
                                 std::vector<std::string> from);
  /// Layers that give a tensor these groups.
  void arrange(const NodeScope& node, Held& held, const Groups& groups, Roles roles);
  void arrange_by_storage(const NodeScope& node, Held& held, std::optional<std::size_t> channels);
  /// The file, without what goes without saying.
  [[nodiscard]] model::NetworkFile checked_file() const;
  /// UserError naming a node that is missing unless layers multiply as much as the nodes.
  void check_products(const model::Graph& graph) const;

  ImportedGraph graph_;
  model::NetworkFile file_;
  std::map<TensorIndex, Held> held_;
  std::map<TensorIndex, std::string> learned_;  ///< layers of weights
  std::map<std::string, model::Shape> shapes_;  ///< of layers and inputs
  TensorUses uses_;
  FusedNodes fused_;
  std::vector<WeightSource> weights_;
  LayerNames names_;
  std::set<std::string> of_weights_;  ///< nodes that do not depend on what the network is given
};

struct LayerRule {
  std::string_view op;
  void (*convert)(LayerConverter& net, NodeScope& node);
};

[[nodiscard]] std::span<const LayerRule> product_layer_rules();
[[nodiscard]] std::span<const LayerRule> pointwise_layer_rules();
[[nodiscard]] std::span<const LayerRule> pooling_layer_rules();
[[nodiscard]] std::span<const LayerRule> shape_layer_rules();

/// An extent that is not negative.
[[nodiscard]] inline std::uint64_t to_size(std::int64_t extent) {
  return static_cast<std::uint64_t>(extent);
}
/// The axis of layers of ours that a role is; nothing of batch.
[[nodiscard]] std::optional<model::Axis> axis_of(Role role);
/// The role of an axis without the batch; nothing where its extent is 1.
[[nodiscard]] std::optional<Role> role_of(const AxisRoles& axis);
/// Of the images that convolutions and pools read: [batch, channels, (height,) width].
[[nodiscard]] Operand image(LayerConverter& net, const NodeScope& node, bool may_pad = false);

}  // namespace metronome::importers
