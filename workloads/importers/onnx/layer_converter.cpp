#include "workloads/importers/onnx/layer_converter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace metronome::importers {
namespace {

const LayerRule* layer_rule(const std::string& op) {
  for (const auto rules : {product_layer_rules(), pointwise_layer_rules(), shape_layer_rules()}) {
    const auto found = std::find_if(rules.begin(), rules.end(),
                                    [&](const LayerRule& rule) { return rule.op == op; });
    if (found != rules.end()) {
      return &*found;
    }
  }
  return nullptr;
}

}  // namespace

model::Shape sample_shape(const Extents& extents, const Roles& roles) {
  model::Shape shape{1, 1, 1};
  for (std::size_t i = 0; i < roles.size(); ++i) {
    const auto extent = static_cast<std::size_t>(extents[i]);
    switch (roles[i]) {
      case Role::channels:
        shape.channels = extent;
        break;
      case Role::height:
        shape.height = extent;
        break;
      case Role::width:
        shape.width = extent;
        break;
      case Role::batch:
      case Role::one:
        break;
    }
  }
  return shape;
}

std::optional<model::Axis> axis_of(Role role) {
  switch (role) {
    case Role::channels:
      return model::Axis::channels;
    case Role::height:
      return model::Axis::height;
    case Role::width:
      return model::Axis::width;
    case Role::batch:
    case Role::one:
      return std::nullopt;
  }
  fail_no_enumerator(role);
}

LayerConverter::LayerConverter(ImportedGraph graph)
    : graph_(std::move(graph)),
      readers_(graph_.tensors.size()),
      producers_(graph_.tensors.size(), kAbsent) {
  for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
    for (const TensorIndex input : graph_.nodes[i].inputs) {
      if (input != kAbsent) {
        readers_[input].push_back(i);
      }
    }
    for (const TensorIndex output : graph_.nodes[i].outputs) {
      if (output != kAbsent) {
        producers_[output] = i;
      }
    }
  }
}

model::NetworkFile LayerConverter::run() {
  file_.name = network_name(graph_.file);
  add_inputs();
  fuse_gelus();
  for (const std::size_t index : graph_.order) {
    convert(index);
  }
  if (file_.layers.empty()) {
    throw UserError(Diagnostic{.file = graph_.file, .key = {}, .what = "has no layer"});
  }
  return checked_file();
}

void LayerConverter::add_inputs() {
  for (const TensorIndex input : graph_.inputs) {
    const ImportedTensor& tensor = graph_.tensors[input];
    const Roles roles = input_roles(input);
    const model::Shape shape = sample_shape(*tensor.extents, roles);
    const std::string name = names_.unique(tensor.name);
    file_.inputs.push_back({name, shape.channels, shape.height, shape.width, false});
    held_[input] = {name, roles, {}};
  }
  if (graph_.inputs.empty()) {
    throw UserError(Diagnostic{.file = graph_.file, .key = {}, .what = "has no input"});
  }
}

Roles LayerConverter::input_roles(TensorIndex input) const {
  const ImportedTensor& tensor = graph_.tensors[input];
  const bool batch_first = graph_.batch_axis == 0;
  const bool image = std::any_of(readers_[input].begin(), readers_[input].end(),
                                 [&](std::size_t node) { return graph_.nodes[node].op == "Conv"; });
  switch (tensor.extents->size()) {
    case 2:
      if (tensor.type == ElementType::integer) {
        return batch_first ? Roles{Role::batch, Role::height} : Roles{Role::height, Role::batch};
      }
      return {Role::batch, Role::channels};
    case 3:
      if (image) {
        return {Role::batch, Role::channels, Role::width};
      }
      return batch_first ? Roles{Role::batch, Role::height, Role::channels}
                         : Roles{Role::height, Role::batch, Role::channels};
    case 4:
      return {Role::batch, Role::channels, Role::height, Role::width};
    default:
      throw UserError(Diagnostic{.file = graph_.file,
                                 .key = "input `" + tensor.name + "`",
                                 .what = "has shape " + extents_text(*tensor.extents),
                                 .hint = "network files take vectors, sequences and images"});
  }
}

bool LayerConverter::reads_constant(const ImportedNode& node, double constant) const {
  return std::any_of(node.inputs.begin(), node.inputs.end(), [&](TensorIndex input) {
    if (input == kAbsent || !graph_.tensors[input].values) {
      return false;
    }
    const auto* reals = std::get_if<std::vector<double>>(&*graph_.tensors[input].values);
    return reals != nullptr && reals->size() == 1 && std::abs((*reals)[0] - constant) < 1e-4;
  });
}

const ImportedNode* LayerConverter::reader_with(TensorIndex tensor, const char* op,
                                                double constant) const {
  if (readers_[tensor].size() != 1) {
    return nullptr;
  }
  const ImportedNode& node = graph_.nodes[readers_[tensor][0]];
  return node.op == op && (std::isnan(constant) || reads_constant(node, constant)) ? &node
                                                                                   : nullptr;
}

void LayerConverter::fuse_gelus() {
  for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
    if (graph_.nodes[i].op == "Erf") {
      (void)fuse_gelu(i);
    }
  }
}

/// x / sqrt(2), Erf, + 1, * x, * 0.5: as PyTorch writes a GELU.
bool LayerConverter::fuse_gelu(std::size_t erf) {
  const TensorIndex scaled = graph_.nodes[erf].inputs[0];
  if (producers_[scaled] == kAbsent || readers_[scaled].size() != 1) {
    return false;
  }
  const ImportedNode& before = graph_.nodes[producers_[scaled]];
  const bool divides = before.op == "Div" && reads_constant(before, std::sqrt(2.0));
  const bool multiplies = before.op == "Mul" && reads_constant(before, std::sqrt(0.5));
  const ImportedNode* plus = reader_with(graph_.nodes[erf].outputs[0], "Add", 1);
  const ImportedNode* times =
      plus == nullptr ? nullptr : reader_with(plus->outputs[0], "Mul", std::nan(""));
  const ImportedNode* half =
      times == nullptr ? nullptr : reader_with(times->outputs[0], "Mul", 0.5);
  if ((!divides && !multiplies) || half == nullptr) {
    return false;
  }
  const TensorIndex x = before.inputs[0];
  if (std::find(times->inputs.begin(), times->inputs.end(), x) == times->inputs.end()) {
    return false;
  }
  done_.insert({index_of(before), erf, index_of(*plus), index_of(*times)});
  gelus_[index_of(*half)] = x;
  return true;
}

void LayerConverter::convert(std::size_t index) {
  ImportedNode& node = graph_.nodes[index];
  NodeScope scope(graph_, node);
  const bool reads_data =
      std::any_of(node.inputs.begin(), node.inputs.end(),
                  [&](TensorIndex input) { return input != kAbsent && held_.contains(input); });
  if (const auto gelu = gelus_.find(index); gelu != gelus_.end() && held_.contains(gelu->second)) {
    const Held& x = held_.at(gelu->second);
    give(scope, 0, model::Gelu{}, {x.layer}, x.roles);
    return;
  }
  if (node.constant || done_.contains(index) || !reads_data) {
    return;
  }
  const LayerRule* rule = layer_rule(node.op);
  if (rule == nullptr) {
    scope.fail("no kind of layer does what `" + node.op + "` does",
               "`metronome list layers`; its products are printed without --out");
  }
  rule->convert(*this, scope);
}

bool LayerConverter::is_data(const NodeScope& node, std::size_t input) const {
  return node.has(input) && held_.contains(node.node().inputs[input]);
}

const Held& LayerConverter::padded_data(const NodeScope& node, std::size_t input) const {
  if (!is_data(node, input)) {
    node.fail(fmt::format("input {} is a weight or a constant, which no kind of layer takes there",
                          input),
              "`metronome list layers`");
  }
  return held_.at(node.node().inputs[input]);
}

const Held& LayerConverter::data(const NodeScope& node, std::size_t input) const {
  const Held& held = padded_data(node, input);
  if (held.pad != model::Padding{}) {
    node.fail("reads an image that a Pad has put zeros around",
              "only convolutions take them: give the pads to this node itself");
  }
  return held;
}

void LayerConverter::require_weight(const NodeScope& node, std::size_t input,
                                    const char* what) const {
  if (is_data(node, input)) {
    node.fail(fmt::format("its {} depends on what the network is given", what),
              "layers have weights of their own");
  }
}

model::Shape LayerConverter::shape(const NodeScope& node, std::size_t input) const {
  return sample_shape(node.extents(input), padded_data(node, input).roles);
}

std::size_t LayerConverter::readers(const NodeScope& node, std::size_t output) const {
  if (output >= node.outputs() || node.node().outputs[output] == kAbsent) {
    return 0;
  }
  const TensorIndex tensor = node.node().outputs[output];
  const bool given =
      std::find(graph_.outputs.begin(), graph_.outputs.end(), tensor) != graph_.outputs.end();
  return readers_[tensor].size() + (given ? 1 : 0);
}

ImportedNode* LayerConverter::only_reader(const NodeScope& node) {
  if (readers(node, 0) != 1 || readers_[node.node().outputs[0]].empty()) {
    return nullptr;
  }
  return &graph_.nodes[readers_[node.node().outputs[0]][0]];
}

void LayerConverter::give(const NodeScope& node, std::size_t output, model::Layer layer,
                          std::vector<std::string> from, Roles roles, const std::string& suffix) {
  const TensorIndex tensor = node.node().outputs[output];
  model::NetworkLayer made;
  made.name = names_.unique(node.node().name + suffix);
  made.from = std::move(from);
  made.layer = std::move(layer);
  made.mark.file = graph_.file;
  expected_[made.name] = {index_of(node.node()),
                          sample_shape(*graph_.tensors[tensor].extents, roles)};
  held_[tensor] = {made.name, std::move(roles), {}};
  file_.layers.push_back(std::move(made));
}

void LayerConverter::give_behind(const NodeScope& node, ImportedNode& behind, model::Layer layer,
                                 std::vector<std::string> from, Roles roles) {
  done_.insert(index_of(behind));
  const std::string behind_name = behind.name;
  behind.name = node.node().name;  // the layer is named by the product, not by its bias
  give(NodeScope(graph_, behind), 0, std::move(layer), std::move(from), std::move(roles));
  behind.name = behind_name;
}

void LayerConverter::hold(const NodeScope& node, std::size_t output, Held held) {
  held_[node.node().outputs[output]] = std::move(held);
}

std::size_t LayerConverter::index_of(const ImportedNode& node) const {
  return static_cast<std::size_t>(&node - graph_.nodes.data());
}

model::NetworkFile LayerConverter::checked_file() const {
  const model::Graph made = model::graph_of(file_, std::nullopt);
  for (const model::Node& layer : made.nodes) {
    const auto found = expected_.find(layer.name);
    if (found == expected_.end() || found->second.second == layer.output) {
      continue;
    }
    fail_at_node(graph_, graph_.nodes[found->second.first],
                 fmt::format("gives {} for a sample, and the layer that stands for it {}",
                             model::text_of(found->second.second), model::text_of(layer.output)),
                 "its products are printed without --out");
  }
  return model::file_of(made);
}

}  // namespace metronome::importers
