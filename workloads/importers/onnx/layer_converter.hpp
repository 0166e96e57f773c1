#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "workloads/importers/onnx/layer_names.hpp"
#include "workloads/importers/onnx/node_scope.hpp"
#include "workloads/model/network_file.hpp"

namespace metronome::importers {

/// What an axis of a tensor is to the layers of ours, which have {channels, height, width} of one
/// sample. A sequence has its positions along the height.
enum class Role { batch, channels, height, width, one };

constexpr auto enum_rows(Role) {
  return enum_list<Role>({{Role::batch, "batch"},
                          {Role::channels, "channels"},
                          {Role::height, "height"},
                          {Role::width, "width"},
                          {Role::one, "one"}});
}

using Roles = std::vector<Role>;

/// A tensor that depends on what the network is given, as the output of a layer.
struct Held {
  std::string layer;     ///< or of an input
  Roles roles;           ///< of its axes
  model::Padding pad{};  ///< zeros of a Pad, which the convolution behind it takes
};

/// Turns the nodes of a graph, whose shapes are known, into layers. Shape arithmetic and what is
/// computed from weights alone makes no layer. UserError with the node's name where no kind of
/// layer does what a node does.
class LayerConverter {
 public:
  explicit LayerConverter(ImportedGraph graph);

  [[nodiscard]] model::NetworkFile run();

  // What the converters of the operators use.

  /// Whether an input depends on what the network is given.
  [[nodiscard]] bool is_data(const NodeScope& node, std::size_t input) const;
  /// Such an input, without zeros of a Pad around it.
  [[nodiscard]] const Held& data(const NodeScope& node, std::size_t input) const;
  /// The same, which may have such zeros.
  [[nodiscard]] const Held& padded_data(const NodeScope& node, std::size_t input) const;
  /// An input that must not depend on it; `what` names it.
  void require_weight(const NodeScope& node, std::size_t input, const char* what) const;
  /// Of one sample of an input.
  [[nodiscard]] model::Shape shape(const NodeScope& node, std::size_t input) const;
  /// Nodes that read an output; one more where it is an output of the network.
  [[nodiscard]] std::size_t readers(const NodeScope& node, std::size_t output) const;
  /// The one node that reads output 0; null where there are others.
  [[nodiscard]] ImportedNode* only_reader(const NodeScope& node);

  /// An output of the node is that of a new layer; `suffix` tells layers of one node apart.
  void give(const NodeScope& node, std::size_t output, model::Layer layer,
            std::vector<std::string> from, Roles roles, const std::string& suffix = {});
  /// An output of the node is a tensor that is there already, perhaps by other roles.
  void hold(const NodeScope& node, std::size_t output, Held held);
  /// As give, for output 0 of a node behind, which makes no layer of its own then.
  void give_behind(const NodeScope& node, ImportedNode& behind, model::Layer layer,
                   std::vector<std::string> from, Roles roles);
  [[nodiscard]] NodeScope scope(ImportedNode& node) { return {graph_, node}; }

 private:
  void add_inputs();
  [[nodiscard]] Roles input_roles(TensorIndex input) const;
  void fuse_gelus();
  bool fuse_gelu(std::size_t erf);
  [[nodiscard]] const ImportedNode* reader_with(TensorIndex tensor, const char* op,
                                                double constant) const;
  [[nodiscard]] bool reads_constant(const ImportedNode& node, double constant) const;
  void convert(std::size_t index);
  [[nodiscard]] std::size_t index_of(const ImportedNode& node) const;
  /// The file, whose layers must have the shapes of the nodes; without what goes without saying.
  [[nodiscard]] model::NetworkFile checked_file() const;

  ImportedGraph graph_;
  model::NetworkFile file_;
  std::map<TensorIndex, Held> held_;
  std::vector<std::vector<std::size_t>> readers_;  ///< by tensor
  std::vector<std::size_t> producers_;             ///< by tensor; kAbsent: none
  std::set<std::size_t> done_;                     ///< nodes that a layer of another does
  std::map<std::size_t, TensorIndex> gelus_;       ///< by last node: what it reads
  LayerNames names_;
  std::map<std::string, std::pair<std::size_t, model::Shape>> expected_;  ///< by layer
};

struct LayerRule {
  std::string_view op;
  void (*convert)(LayerConverter& net, NodeScope& node);
};

[[nodiscard]] std::span<const LayerRule> product_layer_rules();
[[nodiscard]] std::span<const LayerRule> pointwise_layer_rules();
[[nodiscard]] std::span<const LayerRule> shape_layer_rules();

/// {channels, height, width} of one sample of a tensor with those roles.
[[nodiscard]] model::Shape sample_shape(const Extents& extents, const Roles& roles);
/// An extent that is not negative.
[[nodiscard]] inline std::uint64_t to_size(std::int64_t extent) {
  return static_cast<std::uint64_t>(extent);
}
/// The axis of layers of ours that a role is; nothing of batch and one.
[[nodiscard]] std::optional<model::Axis> axis_of(Role role);

}  // namespace metronome::importers
