// What layers have of a file's weights and constants.
#include <fmt/format.h>

#include <set>

#include "workloads/onnx/layer_converter.hpp"

namespace metronome::importers {

void LayerConverter::require_weight(const NodeScope& node, std::size_t input,
                                    const char* what) const {
  if (is_data(node, input)) {
    node.fail(fmt::format("its {} depends on what the network is given", what),
              "layers have weights of their own");
  }
}

std::optional<double> LayerConverter::constant(const NodeScope& node, std::size_t input) const {
  if (is_data(node, input) || !node.has(input) || node.values(input) == nullptr) {
    return std::nullopt;
  }
  const auto one = [](const auto& values) {
    return values.size() == 1 ? std::optional(static_cast<double>(values.front())) : std::nullopt;
  };
  return std::visit(one, *node.values(input));
}

bool LayerConverter::comes_from_weight(TensorIndex tensor) const {
  std::vector<TensorIndex> open{tensor};
  std::set<TensorIndex> seen;
  while (!open.empty()) {
    const TensorIndex next = open.back();
    open.pop_back();
    if (next == kAbsent || !seen.insert(next).second) {
      continue;
    }
    if (graph_.tensors[next].origin == Origin::weight) {
      return true;
    }
    if (const std::size_t producer = uses_.producers[next]; producer != kAbsent) {
      const auto& inputs = graph_.nodes[producer].inputs;
      open.insert(open.end(), inputs.begin(), inputs.end());
    }
  }
  return false;
}

Operand LayerConverter::learned(const NodeScope& node, std::size_t input, const Operand& like,
                                std::size_t rank) {
  const TensorIndex tensor = node.node().inputs[input];
  const Extents& extents = node.extents(input);
  const auto refuse = [&] {
    node.fail(fmt::format("its input {} is a weight or a constant of {}, which fits no layer",
                          input, extents_text(extents)),
              "a weight of the shape of a sample, or a constant of one element");
  };
  if (extents.size() > rank || !comes_from_weight(tensor)) {
    refuse();
  }
  Operand made{{}, {1, 1, 1}, Roles(rank), {}};
  for (std::size_t i = 0; i < extents.size(); ++i) {
    const std::size_t axis = rank - extents.size() + i;
    const bool of_samples = like.roles[axis] == AxisRoles{Role::batch};
    if (extents[i] == 1 || (of_samples && to_size(extents[i]) == graph_.batch)) {
      continue;
    }
    const auto role = role_of(like.roles[axis]);
    if (!role || like.roles[axis].size() > 1) {
      refuse();
    }
    made.roles[axis] = {*role};
    std::size_t* const all[] = {&made.shape.channels, &made.shape.height, &made.shape.width};
    *all[enum_index(*role) - 1] = to_size(extents[i]);
  }
  std::string& name = learned_[tensor];
  if (name.empty() || shapes_.at(name) != made.shape) {
    model::Learned layer;
    layer.channels = made.shape.channels;
    layer.height = made.shape.height;
    layer.width = made.shape.width;
    name = add(node, graph_.tensors[tensor].name, layer, {}).name;
    std::vector<std::size_t> sizes, order;
    for (const std::int64_t extent : extents) {
      sizes.push_back(to_size(extent));
    }
    for (const Role role : {Role::channels, Role::height, Role::width}) {
      for (std::size_t i = 0; i < extents.size(); ++i) {
        if (made.roles[rank - extents.size() + i] == AxisRoles{role}) {
          order.push_back(i);
        } else if (made.roles[rank - extents.size() + i].empty()) {
          sizes[i] = 1;  // samples, of a tensor that was spread over them
        }
      }
    }
    take_weight(node, input, "weight", permuted(sizes, order));
  }
  made.layer = name;
  return made;
}

void LayerConverter::take_weight(const NodeScope& node, std::size_t input,
                                 const std::string& parameter,
                                 std::function<std::vector<float>(std::vector<float>)> arrange) {
  if (!node.has(input)) {
    node.fail(fmt::format("has no input {}, the {} of its layer", input, parameter));
  }
  weights_.push_back(
      {file_.layers.back().name + "." + parameter, node.node().inputs[input], std::move(arrange)});
}

}  // namespace metronome::importers
