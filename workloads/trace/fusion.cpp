#include "workloads/trace/fusion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/overload.hpp"
#include "workloads/trace/format_storage.hpp"
#include "workloads/trace/layer_pass.hpp"

namespace metronome::trace {

using model::NodeIndex;

namespace {

template <class L>
bool holds(const model::Node& node) {
  return std::holds_alternative<L>(node.layer);
}

/// Whether a node has something that its error changes.
bool is_trained(const model::Node& node) {
  return std::visit(
      Overload{
          [](const model::Input& kind) { return kind.gradient; },
          [](const model::Convolution&) { return true; }, [](const model::Linear&) { return true; },
          [](const model::TiedLinear&) { return true; },
          [](const model::BatchNorm&) { return true; },
          [](const model::Embedding&) { return true; }, [](const model::Learned&) { return true; },
          [](const model::Lstm&) { return true; }, [](const model::SwiGlu&) { return false; },
          [](const model::GlobalAveragePool&) { return false; },
          [](const model::GlobalMaxPool&) { return false; },
          [](const model::Slice&) { return false; }, [](const model::Concat&) { return false; },
          [](const model::Multiply&) { return false; },
          [](const model::Attention&) { return false; },
          [](const model::MatrixProduct&) { return false; },
          [](const model::Add&) { return false; },
          []<StandsAlone Kind>(const Kind& kind) { return layer_pass(kind).has_scale_shift; }},
      node.layer);
}

}  // namespace

FusionPlan::FusionPlan(const model::Graph& graph, std::uint64_t batch, CodePlan codes)
    : graph_(graph),
      batch_(batch),
      codes_(std::move(codes)),
      consumers_(graph.nodes.size()),
      absorbed_(graph.nodes.size(), false),
      has_error_(graph.nodes.size(), false) {
  if (batch == 0) {
    throw UserError("a step needs at least one sample", "a batch of at least 1");
  }
  for (NodeIndex i = 0; i < graph_.nodes.size(); ++i) {
    for (const NodeIndex input : node(i).inputs) {
      consumers_[input].push_back(i);
    }
    const auto& inputs = node(i).inputs;
    has_error_[i] =
        is_trained(node(i)) || std::any_of(inputs.begin(), inputs.end(),
                                           [&](NodeIndex input) { return has_error(input); });
  }
  for (NodeIndex i = 0; i < graph_.nodes.size(); ++i) {
    if (holds<model::BatchNorm>(node(i))) {
      build_chain(i);
    }
  }
  check();
}

std::vector<std::uint64_t> FusionPlan::shape(NodeIndex index) const {
  const model::Shape& s = node(index).output;
  return {batch_, s.height, s.width, s.channels};
}

std::uint64_t FusionPlan::elements(NodeIndex index) const {
  return batch_ * node(index).output.elements();
}

std::optional<MatrixLayer> FusionPlan::matrix_layer(NodeIndex index) const {
  const model::Node& n = node(index);
  MatrixLayer layer;
  layer.node = index;
  layer.weights = model::tied_table(graph_, index).value_or(index);
  if (n.inputs.empty()) {
    return std::nullopt;
  }
  layer.input = n.inputs.front();
  layer.reads_images = !has_error(layer.input);
  const model::Shape& in = node(layer.input).output;
  Convolution& c = layer.convolution;
  c = {.batch = batch_, .in_channels = in.channels, .in_height = in.height, .in_width = in.width};
  if (const auto* convolution = std::get_if<model::Convolution>(&n.layer)) {
    c.out_channels = convolution->out_channels;
    c.kernel = convolution->kernel;
    c.stride = convolution->stride;
    c.pad = convolution->pad;
    c.groups = convolution->groups;
    c.dilation = convolution->dilation;
    c.transposed = convolution->transposed;
    c.output_pad = convolution->output_pad;
    layer.quantized = convolution->quantized;
    layer.has_bias = convolution->bias;
    return layer;
  }
  if (const auto* linear = std::get_if<model::Linear>(&n.layer)) {
    c.out_channels = linear->out_features;
    layer.quantized = linear->quantized;
    layer.has_bias = true;
    return layer;
  }
  if (const auto* tied = std::get_if<model::TiedLinear>(&n.layer)) {
    c.out_channels = tied->out_features;
    layer.has_bias = tied->bias;
    return layer;
  }
  return std::nullopt;
}

Convolution FusionPlan::product_of(NodeIndex index, const model::MatrixProduct& layer) const {
  const model::Node& product = node(index);
  const std::uint64_t groups = batch_ * product.output.channels;
  return {.batch = 1,
          .in_channels = groups * layer.depth(node(product.inputs.front()).output),
          .in_height = product.output.height,
          .out_channels = groups * product.output.width,
          .groups = groups};
}

const Chain* FusionPlan::chain_ending_at(NodeIndex index) const {
  const auto at = std::find_if(chains_.begin(), chains_.end(),
                               [&](const Chain& chain) { return chain.end == index; });
  return at == chains_.end() ? nullptr : &*at;
}

bool FusionPlan::is_input(NodeIndex index) const { return holds<model::Input>(node(index)); }

bool FusionPlan::is_bare_product(NodeIndex index) const {
  const auto layer = matrix_layer(index);
  return model::multiplies_activations(node(index).layer) || (layer && !layer->has_bias);
}

bool FusionPlan::is_read_as_learned(NodeIndex index) const {
  return holds<model::Learned>(node(index)) &&
         std::all_of(consumers_[index].begin(), consumers_[index].end(), [&](NodeIndex reader) {
           return holds<model::Add>(node(reader)) || holds<model::Multiply>(node(reader)) ||
                  holds<model::Concat>(node(reader));
         });
}

bool FusionPlan::is_quantized(NodeIndex index) const {
  return model::multiplies_codes(node(index).layer);
}

template <class Is>
const std::string& FusionPlan::first_reader(NodeIndex index, const Is& is) const {
  for (const NodeIndex reader : consumers_[index]) {
    if (is_quantized(reader) && is(reader)) {
      return graph_.nodes[reader].name;
    }
  }
  throw InternalError("codes are asked for of what no layer quantizes");
}

bool FusionPlan::lie_alike(NodeIndex reader, const std::string& layer,
                           formats::ProductOperand operand) const {
  if (!codes_.has_blocks_of_activations(layer) || graph_.nodes[reader].name == layer) {
    return true;
  }
  const auto& readers = consumers_[graph_.nodes[reader].inputs.front()];
  const auto other = std::find_if(readers.begin(), readers.end(),
                                  [&](NodeIndex one) { return graph_.nodes[one].name == layer; });
  const auto one = matrix_layer(reader);
  const auto two = other == readers.end() ? std::nullopt : matrix_layer(*other);
  return !one || !two ||
         layout_of(one->convolution, operand) == layout_of(two->convolution, operand);
}

const std::string& FusionPlan::owner_of_codes(NodeIndex index, const std::string& layer) const {
  return first_reader(index, [&](NodeIndex reader) {
    return codes_.share_codes(graph_.nodes[reader].name, layer) &&
           lie_alike(reader, layer, formats::ProductOperand::forward_x);
  });
}

const std::string& FusionPlan::owner_of_stash(NodeIndex index, const std::string& layer) const {
  return first_reader(index, [&](NodeIndex reader) {
    const std::string& name = graph_.nodes[reader].name;
    return !model::multiplies_activations(graph_.nodes[reader].layer) && codes_.has_stash(name) &&
           codes_.share_stash(name, layer) &&
           lie_alike(reader, layer, formats::ProductOperand::weight_gradient_x);
  });
}

const std::string& FusionPlan::first_quantized_reader(NodeIndex index) const {
  return first_reader(index, [](NodeIndex) { return true; });
}

bool FusionPlan::is_quantized_by_a_consumer(NodeIndex index) const {
  return std::any_of(consumers_[index].begin(), consumers_[index].end(),
                     [&](NodeIndex consumer) { return is_quantized(consumer); });
}

std::optional<NodeIndex> FusionPlan::only_consumer(NodeIndex index) const {
  return consumers_[index].size() == 1 ? std::optional(consumers_[index].front()) : std::nullopt;
}

std::optional<NodeIndex> FusionPlan::absorbed_add(NodeIndex norm) const {
  const auto add = only_consumer(norm);
  if (!add || !holds<model::Add>(node(*add))) {
    return std::nullopt;
  }
  const auto& inputs = node(*add).inputs;
  const auto first = std::find_if(inputs.begin(), inputs.end(), [&](NodeIndex input) {
    return holds<model::BatchNorm>(node(input)) && only_consumer(input) == add;
  });
  return *first == norm ? add : std::nullopt;
}

void FusionPlan::build_chain(NodeIndex norm) {
  Chain chain;
  chain.source = node(norm).inputs.front();
  chain.norm = norm;
  chain.end = norm;
  if (const auto add = absorbed_add(norm)) {
    const auto& inputs = node(*add).inputs;
    chain.residual = inputs.front() == norm ? inputs.back() : inputs.front();
    chain.end = *add;
    absorbed_[*add] = true;
  }
  const auto next = only_consumer(chain.end);
  if (next && holds<model::Relu>(node(*next))) {
    chain.relu = true;
    chain.end = *next;
    absorbed_[*next] = true;
  }
  chains_.push_back(chain);
}

void FusionPlan::check() const {
  std::vector<Diagnostic> found;
  for (NodeIndex i = 0; i < graph_.nodes.size(); ++i) {
    if (std::string what = complaint_about(i); !what.empty()) {
      found.push_back({{},
                       0,
                       0,
                       fmt::format("{}.{}", graph_.name, node(i).name),
                       std::move(what),
                       "remove it, or name it in a layer's `from`"});
    }
  }
  if (!found.empty()) {
    throw UserError(found);
  }
}

std::string FusionPlan::complaint_about(NodeIndex index) const {
  if (!consumers_[index].empty()) {
    return "";
  }
  if (is_input(index)) {
    return "nothing reads this input";
  }
  return holds<model::Learned>(node(index)) ? "nothing reads this tensor" : "";
}

}  // namespace metronome::trace
