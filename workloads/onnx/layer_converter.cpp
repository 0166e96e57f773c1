#include "workloads/onnx/layer_converter.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/checked.hpp"
#include "workloads/onnx/product_list.hpp"

namespace metronome::importers {
namespace {

const LayerRule* layer_rule(const std::string& op) {
  for (const auto rules : {product_layer_rules(), pointwise_layer_rules(), pooling_layer_rules(),
                           shape_layer_rules()}) {
    const auto found = std::find_if(rules.begin(), rules.end(),
                                    [&](const LayerRule& rule) { return rule.op == op; });
    if (found != rules.end()) {
      return &*found;
    }
  }
  return nullptr;
}

}  // namespace

namespace {

std::size_t extent_of(const model::Shape& shape, Role role) {
  const auto axis = axis_of(role);
  return axis ? model::extent(shape, *axis) : 1;
}

/// An axis with this role beside what it has of the batch.
AxisRoles with_role(const AxisRoles& axis, Role role) {
  AxisRoles own = axis;
  if (!role_of(axis)) {
    own.push_back(role);
  }
  return own;
}

constexpr Role kAxes[] = {Role::channels, Role::height, Role::width};

}  // namespace

std::optional<model::Axis> axis_of(Role role) {
  switch (role) {
    case Role::channels:
      return model::Axis::channels;
    case Role::height:
      return model::Axis::height;
    case Role::width:
      return model::Axis::width;
    case Role::batch:
      return std::nullopt;
  }
  fail_no_enumerator(role);
}

std::optional<Role> role_of(const AxisRoles& axis) {
  const auto found =
      std::find_if(axis.begin(), axis.end(), [](Role role) { return role != Role::batch; });
  return found == axis.end() ? std::nullopt : std::optional(*found);
}

bool Operand::is(std::size_t axis, Role role) const {
  return roles[axis] == AxisRoles{role} || (roles[axis].empty() && extent_of(shape, role) == 1);
}

LayerConverter::LayerConverter(ImportedGraph graph)
    : graph_(std::move(graph)), uses_(uses_of(graph_)), fused_(fused_nodes(graph_, uses_)) {}

model::NetworkFile LayerConverter::run() {
  file_.name = network_name(graph_.file);
  add_inputs();
  for (const std::size_t index : graph_.order) {
    convert(index);
  }
  for (const TensorIndex output : graph_.outputs) {
    const std::size_t producer = uses_.producers[output];
    if (const auto found = held_.find(output);
        found != held_.end() && producer != kAbsent && !found->second.view.roles()) {
      arrange_by_storage(scope(graph_.nodes[producer]), found->second, std::nullopt);
    }
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
    model::Shape shape{1, 1, 1};
    for (std::size_t i = 0; i < roles.size(); ++i) {
      const std::size_t extent = to_size((*tensor.extents)[i]);
      switch (roles[i].front()) {
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
          break;
      }
    }
    const std::string name = names_.unique(tensor.name);
    file_.inputs.push_back({name, shape.channels, shape.height, shape.width, false});
    shapes_[name] = shape;
    held_[input] = {name, shape, AxisView(shape, roles, graph_.batch), {}, name};
  }
  if (graph_.inputs.empty()) {
    throw UserError(Diagnostic{.file = graph_.file, .key = {}, .what = "has no input"});
  }
}

Roles LayerConverter::input_roles(TensorIndex input) const {
  const ImportedTensor& tensor = graph_.tensors[input];
  const bool batch_first = graph_.batch_axis == 0;
  const auto& readers = uses_.readers[input];
  const bool image = std::any_of(readers.begin(), readers.end(),
                                 [&](std::size_t node) { return graph_.nodes[node].op == "Conv"; });
  switch (tensor.extents->size()) {
    case 2:
      if (tensor.type == ElementType::integer) {
        return batch_first ? single_roles({Role::batch, Role::height})
                           : single_roles({Role::height, Role::batch});
      }
      return single_roles({Role::batch, Role::channels});
    case 3:
      if (image) {
        return single_roles({Role::batch, Role::channels, Role::width});
      }
      return batch_first ? single_roles({Role::batch, Role::height, Role::channels})
                         : single_roles({Role::height, Role::batch, Role::channels});
    case 4:
      return single_roles({Role::batch, Role::channels, Role::height, Role::width});
    default:
      throw UserError(Diagnostic{.file = graph_.file,
                                 .key = "input `" + tensor.name + "`",
                                 .what = "has shape " + extents_text(*tensor.extents),
                                 .hint = "network files take vectors, sequences and images"});
  }
}

void LayerConverter::convert(std::size_t index) {
  ImportedNode& node = graph_.nodes[index];
  NodeScope scope(graph_, node);
  const bool reads_data =
      std::any_of(node.inputs.begin(), node.inputs.end(),
                  [&](TensorIndex input) { return input != kAbsent && held_.contains(input); });
  if (const auto fused = fused_.by_last.find(index);
      fused != fused_.by_last.end() && held_.contains(fused->second.reads)) {
    Held& x = held_.at(fused->second.reads);
    if (std::holds_alternative<model::LayerNorm>(fused->second.layer)) {
      const auto roles = x.view.roles();
      const std::size_t last = x.view.axes().size() - 1;
      if (!roles || !Operand{x.layer, x.shape, *roles}.is(last, Role::channels)) {
        arrange_by_storage(scope, x, last);
      }
    }
    const model::Layer layer =
        std::visit([](const auto& kind) { return model::Layer(kind); }, fused->second.layer);
    give_view(scope, 0, layer, {x.layer}, x.view);
    if (fused->second.scale != kAbsent) {
      weights_.push_back({file_.layers.back().name + ".weight", fused->second.scale, as_they_are});
      weights_.push_back({file_.layers.back().name + ".bias", fused->second.shift, as_they_are});
    }
    return;
  }
  if (node.constant || fused_.others.contains(index) || !reads_data) {
    if (!reads_data) {
      of_weights_.insert(node.name);
    }
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

const Held& LayerConverter::held(const NodeScope& node, std::size_t input) const {
  if (!is_data(node, input)) {
    node.fail(fmt::format("input {} is a weight or a constant, which no kind of layer takes there",
                          input),
              "`metronome list layers`");
  }
  return held_.at(node.node().inputs[input]);
}

const Held& LayerConverter::unpadded(const NodeScope& node, std::size_t input) const {
  const Held& x = held(node, input);
  if (x.pad != model::Padding{}) {
    node.fail("reads an image that a Pad has put zeros around",
              "only convolutions take them: give the pads to this node itself");
  }
  return x;
}

Operand LayerConverter::data(const NodeScope& node, std::size_t input) {
  (void)unpadded(node, input);
  Held& x = held_.at(node.node().inputs[input]);
  if (!x.view.roles()) {
    arrange_by_storage(node, x, std::nullopt);
  }
  return {x.layer, x.shape, *x.view.roles()};
}

Operand LayerConverter::with_channels(const NodeScope& node, std::size_t input, std::size_t axis) {
  (void)unpadded(node, input);
  Held& x = held_.at(node.node().inputs[input]);
  const auto roles = x.view.roles();
  if (!roles || !Operand{x.layer, x.shape, *roles}.is(axis, Role::channels)) {
    arrange_by_storage(node, x, axis);
  }
  Operand operand{x.layer, x.shape, *x.view.roles()};
  operand.roles[axis] = with_role(operand.roles[axis], Role::channels);
  return operand;
}

Operand LayerConverter::arranged(const NodeScope& node, std::size_t input, const WantedAxes& axes,
                                 bool may_pad) {
  (void)(may_pad ? held(node, input) : unpadded(node, input));
  Held& x = held_.at(node.node().inputs[input]);
  const auto roles = x.view.roles();
  bool fits = roles.has_value();
  Groups groups;
  Roles wanted(x.view.axes().size());
  for (std::size_t axis = 0; axis < wanted.size(); ++axis) {
    const auto place = std::find(axes.begin(), axes.end(), std::optional(axis));
    if (x.view.has_batch(axis)) {
      wanted[axis].push_back(Role::batch);
    }
    if (place == axes.end()) {
      if (!x.view.without_batch(axis).empty()) {
        node.fail(fmt::format("axis {} of {} has no place among channels, height and width", axis,
                              extents_text(node.extents(input))));
      }
      continue;
    }
    const auto k = static_cast<std::size_t>(place - axes.begin());
    groups[k] = x.view.without_batch(axis);
    wanted[axis].push_back(kAxes[k]);
    fits = fits && (role_of((*roles)[axis]) == kAxes[k] ||
                    (!role_of((*roles)[axis]) && extent_of(x.shape, kAxes[k]) == 1));
  }
  if (!fits) {
    if (x.pad != model::Padding{}) {
      node.fail("reads an image that a Pad has put zeros around, with other axes");
    }
    arrange(node, x, groups, wanted);
  }
  return {x.layer, x.shape, wanted, x.pad};
}

std::pair<std::string, model::Shape> LayerConverter::grouped(const NodeScope& node,
                                                             std::size_t input,
                                                             const Groups& groups) {
  Held x = unpadded(node, input);
  arrange(node, x, groups, {});
  return {x.layer, x.shape};
}

void LayerConverter::arrange(const NodeScope& node, Held& held, const Groups& groups, Roles roles) {
  const auto made = arrangement(held.view, held.shape, groups);
  if (!made) {
    node.fail("the elements before it are laid out anew in more than three parts",
              "layers exchange three axes at once; its products are printed without --out");
  }
  for (const model::Layer& layer : made->layers) {
    held.layer = add(node, held.maker, layer, {held.layer}).name;
  }
  held.shape = made->shape;
  held.view = AxisView(held.shape, roles, graph_.batch);
}

void LayerConverter::arrange_by_storage(const NodeScope& node, Held& held,
                                        std::optional<std::size_t> channels) {
  std::vector<std::size_t> axes;
  for (std::size_t axis = 0; axis < held.view.axes().size(); ++axis) {
    if (!held.view.without_batch(axis).empty() && axis != channels) {
      axes.push_back(axis);
    }
  }
  std::sort(axes.begin(), axes.end(), [&](std::size_t a, std::size_t b) {
    return held.view.place(held.view.without_batch(a).front()) <
           held.view.place(held.view.without_batch(b).front());
  });
  if (channels) {
    axes.insert(axes.begin(), *channels);
  }
  if (axes.size() > std::size(kAxes)) {
    node.fail(fmt::format("reads a tensor of {} axes beside the samples", axes.size()),
              "layers have channels, height and width of each sample");
  }
  Groups groups;
  Roles roles(held.view.axes().size());
  for (std::size_t axis = 0; axis < roles.size(); ++axis) {
    if (held.view.has_batch(axis)) {
      roles[axis].push_back(Role::batch);
    }
  }
  for (std::size_t i = 0; i < axes.size(); ++i) {
    groups[i] = held.view.without_batch(axes[i]);
    roles[axes[i]].push_back(kAxes[i]);
  }
  arrange(node, held, groups, roles);
}

std::size_t LayerConverter::readers(const NodeScope& node, std::size_t output) const {
  if (output >= node.outputs() || node.node().outputs[output] == kAbsent) {
    return 0;
  }
  const TensorIndex tensor = node.node().outputs[output];
  const bool given =
      std::find(graph_.outputs.begin(), graph_.outputs.end(), tensor) != graph_.outputs.end();
  return uses_.readers[tensor].size() + (given ? 1 : 0);
}

ImportedNode* LayerConverter::only_reader(const NodeScope& node) {
  const auto& all = uses_.readers[node.node().outputs[0]];
  return readers(node, 0) == 1 && !all.empty() ? &graph_.nodes[all[0]] : nullptr;
}

const model::NetworkLayer& LayerConverter::add(const NodeScope& node, const std::string& name,
                                               model::Layer layer, std::vector<std::string> from) {
  model::NetworkLayer made;
  made.name = names_.unique(name);
  made.mark.file = graph_.file;
  model::LayerInputs inputs{{}, made.name};
  for (const std::string& source : from) {
    inputs.shapes.push_back(shapes_.at(source));
  }
  try {
    shapes_[made.name] = model::output_of(layer, inputs);
  } catch (const UserError& error) {
    node.fail(error.diagnostics().front().what, error.diagnostics().front().hint);
  }
  made.from = std::move(from);
  made.layer = std::move(layer);
  return file_.layers.emplace_back(std::move(made));
}

void LayerConverter::give(const NodeScope& node, std::size_t output, model::Layer layer,
                          std::vector<std::string> from, const Roles& roles,
                          const std::string& suffix) {
  const std::string name =
      add(node, node.node().name + suffix, std::move(layer), std::move(from)).name;
  const model::Shape& shape = shapes_.at(name);
  hold(node, output, {name, shape, AxisView(shape, roles, graph_.batch), {}, node.node().name});
}

void LayerConverter::give_view(const NodeScope& node, std::size_t output, model::Layer layer,
                               std::vector<std::string> from, AxisView view) {
  const std::string name = add(node, node.node().name, std::move(layer), std::move(from)).name;
  hold(node, output, {name, shapes_.at(name), std::move(view), {}, node.node().name});
}

void LayerConverter::give_behind(const NodeScope& node, ImportedNode& behind, model::Layer layer,
                                 std::vector<std::string> from, const Roles& roles) {
  fused_.others.insert(index_of(behind));
  const std::string behind_name = behind.name;
  behind.name = node.node().name;  // the layer is named by the product, not by its bias
  give(NodeScope(graph_, behind), 0, std::move(layer), std::move(from), roles);
  behind.name = behind_name;
}

void LayerConverter::hold(const NodeScope& node, std::size_t output, Held held) {
  const TensorIndex tensor = node.node().outputs[output];
  const Extents& extents = *graph_.tensors[tensor].extents;
  Extents ours;
  for (std::size_t axis = 0; axis < held.view.axes().size(); ++axis) {
    ours.push_back(static_cast<std::int64_t>(held.view.extent_of(axis)));
  }
  if (held.pad == model::Padding{} && ours != extents) {
    node.fail(fmt::format("gives {}, and the layer that stands for it {}", extents_text(extents),
                          extents_text(ours)),
              "its products are printed without --out");
  }
  held_[tensor] = std::move(held);
}

std::size_t LayerConverter::index_of(const ImportedNode& node) const {
  return static_cast<std::size_t>(&node - graph_.nodes.data());
}

model::NetworkFile LayerConverter::checked_file() const {
  const model::Graph graph = model::graph_of(file_, std::nullopt);
  check_products(graph);
  return model::file_of(graph);
}

void LayerConverter::check_products(const model::Graph& graph) const {
  const std::vector<Product> products = products_of(graph_);
  const std::uint64_t wanted = total_macs(products, graph_.file);
  const auto made = checked_product({model::forward_macs(graph), batch()});
  if (made == wanted) {
    return;
  }
  Diagnostic said{.file = graph_.file,
                  .key = {},
                  .what = fmt::format("its nodes have {} multiply-accumulates, its layers {}",
                                      wanted, made ? std::to_string(*made) : "more than 2^64 - 1"),
                  .hint = "its products are printed without --out"};
  const auto missing = std::find_if(products.begin(), products.end(), [&](const Product& product) {
    return of_weights_.contains(product.node);
  });
  if (missing != products.end()) {
    said.what += fmt::format(": `{}` ({}) reads weights alone, so that no layer stands for it",
                             missing->node, missing->op);
  }
  throw UserError(std::move(said));
}

}  // namespace metronome::importers
