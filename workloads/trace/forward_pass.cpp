#include "workloads/trace/forward_pass.hpp"

#include "sim/base/overload.hpp"
#include "workloads/trace/costs.hpp"
#include "workloads/trace/tensor_names.hpp"

namespace metronome::trace {

namespace names = tensor_names;
using costs::operator+;
using formats::ProductOperand;
using model::NodeIndex;

void ForwardPass::run() {
  for (NodeIndex i = 0; i < plan_.graph().nodes.size(); ++i) {
    node(i);
    if (const Chain* chain = plan_.chain_ending_at(i)) {
      normalize(*chain);
    }
  }
}

void ForwardPass::node(NodeIndex i) {
  const auto product = [&] { matrix_layer(plan_.matrix_layer(i).value()); };
  std::visit(
      Overload{
          [&](const model::Input&) {
            builder_.tensor(names::output(plan_, i), Role::activation, Format::real,
                            plan_.shape(i));
          },
          [&](const model::Convolution&) { product(); }, [&](const model::Linear&) { product(); },
          [&](const model::TiedLinear&) { product(); },
          [&](const model::SwiGlu&) { join(i, cost_of(model::kSwiGluCost)); },
          [&](const model::GlobalAveragePool&) { pool(i); },
          [&](const model::GlobalMaxPool&) { layer_alone(i, global_max_pass(input_shape(i))); },
          [&](const model::Slice&) { layer_alone(i, {}); },
          [&](const model::Concat&) { join(i, {}); },
          [&](const model::Multiply&) { join(i, {.multiplies = 1}); },
          [&](const model::BatchNorm&) { statistics(i); },
          [&](const model::Embedding& kind) { embedding(i, kind); },
          [&](const model::Attention& kind) { attention(i, kind); },
          [&](const model::MatrixProduct& kind) { matrix_product(i, kind); },
          [&](const model::Learned&) { learned(i); },
          [&](const model::Lstm& kind) { lstm(i, kind); },
          [&](const model::Add&) {
            if (!plan_.is_absorbed(i)) {
              join(i, costs::kResidual);
            }
          },
          [&]<StandsAlone Kind>(const Kind& kind) {
            if (!plan_.is_absorbed(i)) {
              layer_alone(i, layer_pass(kind));
            }
          }},
      plan_.node(i).layer);
}

void ForwardPass::matrix_layer(const MatrixLayer& layer) {
  const std::string& name = plan_.node(layer.node).name;
  const Convolution& c = layer.convolution;
  const std::string weight = names::weight(plan_.node(layer.weights).name);
  if (layer.weights == layer.node) {  // else its owner has declared it
    builder_.tensor(names::master(weight), Role::master, Format::real, weight_shape(c));
  }
  if (layer.quantized) {
    quantize_weight(name, name, c);
    quantize_node(layer.input, name, keeps_stash(name));
  }
  const std::string a = operand(layer.input, name, layer.quantized);
  const std::string b = layer.quantized ? names::parameter_codes(weight) : names::master(weight);
  // Batch norm's backward pass reads a convolution's output again.
  const std::string product = layer.has_bias
                                  ? builder_.tensor(name + ".product", Role::activation,
                                                    Format::real, plan_.shape(layer.node))
                                  : builder_.tensor(names::output(plan_, layer.node), Role::stash,
                                                    Format::real, plan_.shape(layer.node));
  builder_.matrix_work(name, OperationClass::forward, {c, !layer.quantized}, {a, b}, product);
  if (layer.has_bias) {
    const std::string bias = builder_.tensor(names::master(names::bias(name)), Role::master,
                                             Format::real, {c.out_channels});
    const std::string output = builder_.tensor(names::output(plan_, layer.node), Role::activation,
                                               Format::real, plan_.shape(layer.node));
    const bool range = plan_.finds_range(layer.node);
    builder_.vector_work(name, "add_bias", OperationClass::vector, plan_.elements(layer.node),
                         Cost{.adds = 1} + costs::when(range, costs::kRange), {product, bias},
                         {output});
  }
}

void ForwardPass::matrix_product(NodeIndex node, const model::MatrixProduct& layer) {
  const std::string& name = plan_.node(node).name;
  const auto& inputs = plan_.node(node).inputs;
  for (const NodeIndex input : inputs) {
    if (layer.quantized) {
      quantize_node(input, name, false);
    }
  }
  const std::string output = builder_.tensor(names::output(plan_, node), Role::activation,
                                             Format::real, plan_.shape(node));
  builder_.matrix_work(
      name, OperationClass::forward, {plan_.product_of(node, layer), !layer.quantized},
      {operand(inputs[0], name, layer.quantized), operand(inputs[1], name, layer.quantized)},
      output);
}

void ForwardPass::learned(NodeIndex node) {
  const std::string& name = plan_.node(node).name;
  std::vector<std::uint64_t> shape = plan_.shape(node);
  shape.front() = 1;
  const std::string master =
      builder_.tensor(names::master(names::weight(name)), Role::master, Format::real, shape);
  if (!plan_.is_read_as_learned(node)) {
    const std::string copies = builder_.tensor(names::output(plan_, node), Role::activation,
                                               Format::real, plan_.shape(node));
    builder_.vector_work(name, "forward", OperationClass::vector, plan_.elements(node),
                         costs::when(plan_.finds_range(node), costs::kRange), {master}, {copies});
  }
}

std::string ForwardPass::operand(NodeIndex node, const std::string& layer, bool quantized) const {
  return quantized ? names::codes(plan_, node, layer) : names::output(plan_, node);
}

void ForwardPass::quantize_weight(const std::string& layer, const std::string& name,
                                  const Convolution& c) {
  const std::string master = names::master(names::weight(name));
  const std::string codes =
      builder_.tensor(names::parameter_codes(names::weight(name)), Role::weight, Format::codes,
                      weight_shape(c), operand_name(layer, ProductOperand::forward_w));
  const std::uint64_t elements = c.weights();
  if (plan_.codes().finds_ranges(layer)) {
    builder_.vector_work_for(layer, name, "range_weight", OperationClass::quantize, elements,
                             costs::kRange, {master}, {});
  }
  builder_.vector_work_for(layer, name, "quantize_weight", OperationClass::quantize, elements,
                           costs::kQuantize, {master}, {codes});
}

std::optional<ProductOperand> ForwardPass::operand_name(const std::string& layer,
                                                        ProductOperand operand) const {
  return plan_.codes().has_formats(layer) ? std::optional(operand) : std::nullopt;
}

bool ForwardPass::keeps_stash(const std::string& layer) const {
  return plan_.trains() && plan_.codes().has_stash(layer);
}

void ForwardPass::quantize_node(NodeIndex node, const std::string& layer, bool keeps_stash) {
  const std::string& producer = plan_.node(node).name;
  const bool first = layer == plan_.first_quantized_reader(node) &&
                     !builder_.has_tensor(names::codes(plan_, node, layer));
  if (plan_.trains() && first && plan_.codes().finds_ranges(layer) &&
      (plan_.is_input(node) || plan_.is_bare_product(node))) {
    builder_.vector_work_for(layer, producer, "range", OperationClass::quantize,
                             plan_.elements(node), costs::kRange, {names::output(plan_, node)}, {});
  }
  const auto quantize = [&](const std::string& codes, Role role, ProductOperand operand,
                            const std::string& what) {
    if (!builder_.has_tensor(codes)) {
      builder_.tensor(codes, role, Format::codes, plan_.shape(node), operand_name(layer, operand));
      builder_.vector_work_for(layer, producer, what, OperationClass::quantize,
                               plan_.elements(node), costs::kQuantize, {names::output(plan_, node)},
                               {codes});
    }
  };
  const auto suffix = [&](const std::string& owner) {
    return names::reader_suffix(plan_, node, owner);
  };
  quantize(names::codes(plan_, node, layer), Role::activation, ProductOperand::forward_x,
           "quantize" + suffix(plan_.owner_of_codes(node, layer)));
  if (keeps_stash) {
    quantize(names::stash_codes(plan_, node, layer), Role::stash, ProductOperand::weight_gradient_x,
             "quantize_stash" + suffix(plan_.owner_of_stash(node, layer)));
  }
}

void ForwardPass::statistics(NodeIndex norm) {
  if (!plan_.trains()) {
    return;
  }
  const NodeIndex input = plan_.node(norm).inputs.front();
  builder_.vector_work(plan_.node(norm).name, "statistics", OperationClass::vector,
                       plan_.elements(input), costs::kStatistics, {names::output(plan_, input)},
                       {});
}

void ForwardPass::normalize(const Chain& chain) {
  std::vector<std::string> inputs{names::output(plan_, chain.source)};
  if (chain.residual) {
    inputs.push_back(names::output(plan_, *chain.residual));
  }
  std::vector<std::string> outputs{builder_.tensor(
      names::output(plan_, chain.end), Role::activation, Format::real, plan_.shape(chain.end))};
  if (chain.relu) {
    outputs.push_back(builder_.tensor(names::mask(plan_, chain.end), Role::stash, Format::mask,
                                      plan_.shape(chain.end)));
  }
  const Cost cost = costs::kNormalize + costs::when(chain.residual.has_value(), costs::kResidual) +
                    costs::when(chain.relu, costs::kRelu) +
                    costs::when(plan_.finds_range(chain.end), costs::kRange);
  builder_.vector_work(plan_.node(chain.norm).name, "normalize", OperationClass::vector,
                       plan_.elements(chain.end), cost, std::move(inputs), std::move(outputs));
}

void ForwardPass::layer_alone(NodeIndex node, const LayerPass& pass) {
  const std::string& name = plan_.node(node).name;
  std::vector<std::string> inputs{names::output(plan_, plan_.node(node).inputs.front())};
  if (pass.has_scale_shift) {
    inputs.push_back(builder_.tensor(names::master(names::scale_shift(name)), Role::master,
                                     Format::real,
                                     scale_shape(pass, plan_.node(node).output.channels)));
  }
  std::vector<std::string> outputs{builder_.tensor(names::output(plan_, node), Role::activation,
                                                   Format::real, plan_.shape(node))};
  if (pass.writes_mask) {
    outputs.push_back(
        builder_.tensor(names::mask(plan_, node), Role::stash, Format::mask, plan_.shape(node)));
  }
  const bool range = plan_.finds_range(node);
  builder_.vector_work(name, "forward", OperationClass::vector, plan_.elements(node),
                       pass.forward + costs::when(range, costs::kRange), std::move(inputs),
                       std::move(outputs));
}

void ForwardPass::join(NodeIndex node, const Cost& cost) {
  const std::string output = builder_.tensor(names::output(plan_, node), Role::activation,
                                             Format::real, plan_.shape(node));
  std::vector<std::string> inputs;
  for (const NodeIndex input : plan_.node(node).inputs) {
    inputs.push_back(names::output(plan_, input));
  }
  const bool range = plan_.finds_range(node);
  builder_.vector_work(plan_.node(node).name, "forward", OperationClass::vector,
                       plan_.elements(node), cost + costs::when(range, costs::kRange),
                       std::move(inputs), {output});
}

const model::Shape& ForwardPass::input_shape(NodeIndex node) const {
  return plan_.node(plan_.node(node).inputs.front()).output;
}

void ForwardPass::pool(NodeIndex node) {
  const NodeIndex input = plan_.node(node).inputs.front();
  const model::Shape& in = plan_.node(input).output;
  const std::string output = builder_.tensor(names::output(plan_, node), Role::activation,
                                             Format::real, plan_.shape(node));
  // One addition for each element read; one multiplication, and the range, for each one written.
  const double written = 1.0 / static_cast<double>(in.height * in.width);
  const double range = plan_.finds_range(node) ? costs::kRange.adds : 0.0;
  builder_.vector_work(plan_.node(node).name, "average", OperationClass::vector,
                       plan_.elements(input), {.adds = 1 + range * written, .multiplies = written},
                       {names::output(plan_, input)}, {output});
}

}  // namespace metronome::trace
