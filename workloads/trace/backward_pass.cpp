#include "workloads/trace/backward_pass.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/base/overload.hpp"
#include "workloads/trace/costs.hpp"
#include "workloads/trace/tensor_names.hpp"

namespace metronome::trace {

namespace names = tensor_names;
using costs::operator+;
using model::NodeIndex;

namespace {

Format format_of(FeedbackOperand operand) {
  switch (operand) {
    case FeedbackOperand::real:
      return Format::real;
    case FeedbackOperand::signs:
      return Format::mask;
    case FeedbackOperand::generated:
      return Format::generated;
  }
  fail_no_enumerator(operand);
}

}  // namespace

BackwardPass::BackwardPass(const FusionPlan& plan, StepBuilder& builder, DxScale dx_scale,
                           UpdateRule rule, FeedbackRoute route)
    : plan_(plan),
      builder_(builder),
      dx_scale_(dx_scale),
      rule_(rule),
      route_(std::move(route)),
      errors_(plan.graph().nodes.size()) {}

void BackwardPass::run() {
  for (const NodeIndex output : plan_.graph().outputs()) {
    loss(output);
  }
  if (!route_.nodes.empty()) {
    project(plan_.graph().nodes.size() - 1);
  }
  for (NodeIndex i = plan_.graph().nodes.size(); i-- > 0;) {
    if (!plan_.has_error(i)) {
      continue;
    }
    if (const Chain* ending = plan_.chain_ending_at(i)) {
      chain(*ending);
    } else if (!plan_.is_absorbed(i)) {
      node(i);
    }
  }
  for (NodeIndex i = 0; i < plan_.graph().nodes.size(); ++i) {
    updates(i);
  }
}

void BackwardPass::node(NodeIndex i) {
  const auto product = [&] { matrix_layer(plan_.matrix_layer(i).value()); };
  std::visit(
      Overload{[](const model::Input&) {}, [&](const model::Convolution&) { product(); },
               [&](const model::Linear&) { product(); },
               [&](const model::TiedLinear&) { product(); },
               [&](const model::SwiGlu&) { part(i, cost_of(model::kSwiGluBackwardCost), true); },
               [&](const model::GlobalAveragePool&) { pool(i); },
               [&](const model::GlobalMaxPool&) {
                 const NodeIndex input = plan_.node(i).inputs.front();
                 layer_alone(i, global_max_pass(plan_.node(input).output));
               },
               [&](const model::Slice&) {  // a part of its input's error, which takes all parts up
                 add_error(plan_.node(i).inputs.front(), error_of(i));
               },
               [&](const model::Concat&) { part(i, {}, false); },
               [&](const model::Multiply&) { part(i, {.adds = 1, .multiplies = 2}, true); },
               [](const model::BatchNorm&) {},  // its chain has run
               [&](const model::Embedding&) { embedding(i); },
               [&](const model::Attention& kind) { attention(i, kind); },
               [&](const model::MatrixProduct& kind) { matrix_product(i, kind); },
               [&](const model::Learned&) { learned(i); },
               [&](const model::Lstm& kind) { lstm(i, kind); },
               [&](const model::Add&) {
                 const std::string error = error_of(i);  // each input's error is the sum's own
                 for (const NodeIndex input : plan_.node(i).inputs) {
                   add_error(input, error);
                 }
               },
               [&]<StandsAlone Kind>(const Kind& kind) { layer_alone(i, layer_pass(kind)); }},
      plan_.node(i).layer);
}

void BackwardPass::loss(NodeIndex output) {
  const std::string error = builder_.tensor(names::output_error(plan_.node(output).name),
                                            Role::error, Format::real, plan_.shape(output));
  const bool last = output + 1 == plan_.graph().nodes.size();
  const bool squares = plan_.graph().loss == model::Loss::mse;
  builder_.vector_work(last ? "loss" : plan_.node(output).name + ".loss",
                       squares ? "mean_square" : "softmax_cross_entropy", OperationClass::vector,
                       plan_.elements(output),
                       (squares ? costs::kSquareLoss : costs::kLoss) + range_for(output),
                       {names::output(plan_, output)}, {error});
  add_error(output, error);
}

void BackwardPass::project(NodeIndex output) {
  const std::string error = names::output_error(plan_.node(output).name);
  std::vector<std::string> inputs{error};
  std::vector<std::string> outputs;
  std::uint64_t elements = 0;
  for (const NodeIndex node : route_.nodes) {
    const std::string& name = plan_.node(node).name;
    inputs.push_back(builder_.tensor(names::feedback(name), Role::feedback,
                                     format_of(route_.operand),
                                     {plan_.elements(node) / plan_.batch(), route_.classes}));
    outputs.push_back(
        builder_.tensor(names::output_error(name), Role::error, Format::real, plan_.shape(node)));
    add_error(node, outputs.back());
    elements += plan_.elements(node);
  }
  const auto classes = static_cast<double>(route_.classes);
  const double multiplies = route_.operand == FeedbackOperand::real ? classes : 0;
  builder_.vector_work("loss", "project", OperationClass::vector, elements,
                       {.adds = classes, .multiplies = multiplies}, std::move(inputs),
                       std::move(outputs));
}

void BackwardPass::part(NodeIndex node, const Cost& cost, bool reads_inputs) {
  const std::string& name = plan_.node(node).name;
  const std::vector<NodeIndex>& from = plan_.node(node).inputs;
  std::vector<std::string> inputs{error_of(node)};
  std::vector<std::string> outputs;
  Cost all = cost;
  for (std::size_t i = 0; i < from.size(); ++i) {
    if (reads_inputs) {
      inputs.push_back(names::output(plan_, from[i]));
    }
    if (wants_error(from[i])) {
      outputs.push_back(builder_.tensor(fmt::format("{}.input_error_{}", name, i), Role::error,
                                        Format::real, plan_.shape(from[i])));
      add_error(from[i], outputs.back());
      all = all + range_for(from[i]);
    }
  }
  if (!outputs.empty()) {
    builder_.vector_work(name, "backward", OperationClass::vector, plan_.elements(node), all,
                         std::move(inputs), std::move(outputs));
  }
}

std::string BackwardPass::operand(NodeIndex node, const std::string& layer, bool quantized) const {
  return quantized ? names::codes(plan_, node, layer) : names::output(plan_, node);
}

std::string BackwardPass::stash(NodeIndex node, const std::string& layer, bool quantized) const {
  return quantized ? names::stash_codes(plan_, node, layer) : names::output(plan_, node);
}

void BackwardPass::matrix_layer(const MatrixLayer& layer) {
  const std::string& name = plan_.node(layer.node).name;
  const Product product{name,
                        name,
                        names::weight(plan_.node(layer.weights).name),
                        layer.convolution,
                        stash(layer.input, name, layer.quantized),
                        layer.quantized,
                        !layer.reads_images && wants_error(layer.input)};
  QuantizedError quantized;
  std::string error = error_of(layer.node);
  if (layer.has_bias) {
    bias_gradient(layer, error);
  }
  if (layer.quantized) {
    ensure_range(layer.node, error);
    quantized = quantize_error(product, {error});
    error = quantized.codes;
  }
  if (product.has_input_gradient) {
    if (product.quantized) {
      (void)gradient_weights(product);
    }
    input_gradient(product, error, quantized, declare_input_error(name, layer.input));
  }
  weight_gradient(product, error, names::gradient(names::weight(name)));
  quantize_gradient(product);
}

/// The gradient of the first operand is an input gradient, that of the second a weight gradient.
void BackwardPass::matrix_product(NodeIndex node, const model::MatrixProduct& layer) {
  const std::string& name = plan_.node(node).name;
  const auto& inputs = plan_.node(node).inputs;
  const MatrixWork work{plan_.product_of(node, layer), !layer.quantized};
  std::string error = error_of(node);
  if (layer.quantized) {
    ensure_range(node, error);
  }
  error = product_error(name, name, error, plan_.elements(node), layer.quantized);
  const auto operand_of = [&](std::size_t i) { return operand(inputs[i], name, layer.quantized); };
  if (wants_error(inputs[0])) {
    builder_.matrix_work(name, OperationClass::input_gradient, work, {error, operand_of(1)},
                         declare_input_error(name + ".a", inputs[0]));
  }
  if (wants_error(inputs[1])) {
    builder_.matrix_work(name, OperationClass::weight_gradient, work, {error, operand_of(0)},
                         declare_input_error(name + ".b", inputs[1]));
  }
}

Cost BackwardPass::range_for(NodeIndex node) const {
  const bool is_lstm = std::holds_alternative<model::Lstm>(plan_.node(node).layer);
  return costs::when(
      plan_.is_quantized(node) && !is_lstm && plan_.codes().finds_ranges(plan_.node(node).name),
      costs::kRange);
}

void BackwardPass::ensure_range(NodeIndex node, const std::string& error) {
  const bool bare = route_.feeds(node) ||
                    std::any_of(builder_.step().operations.begin(),
                                builder_.step().operations.end(), [&](const Operation& operation) {
                                  return std::holds_alternative<MatrixWork>(operation.work) &&
                                         operation.outputs.front() == error;
                                });
  if (bare && plan_.codes().finds_ranges(plan_.node(node).name)) {
    builder_.vector_work(plan_.node(node).name, "range_error", OperationClass::quantize,
                         plan_.elements(node), costs::kRange, {error}, {});
  }
}

void BackwardPass::layer_alone(NodeIndex node, const LayerPass& pass) {
  const std::string& name = plan_.node(node).name;
  const NodeIndex input = plan_.node(node).inputs.front();
  std::vector<std::string> inputs{error_of(node)};
  if (pass.writes_mask) {
    inputs.push_back(names::mask(plan_, node));
  }
  if (pass.reads_input) {
    inputs.push_back(names::output(plan_, input));
  }
  if (pass.reads_output) {
    inputs.push_back(names::output(plan_, node));
  }
  std::vector<std::string> outputs;
  if (pass.has_scale_shift) {
    inputs.push_back(names::master(names::scale_shift(name)));
    outputs.push_back(builder_.tensor(names::gradient(names::scale_shift(name)), Role::gradient,
                                      Format::real,
                                      scale_shape(pass, plan_.node(node).output.channels)));
  }
  if (wants_error(input)) {
    outputs.push_back(declare_input_error(name, input));
  }
  if (!outputs.empty()) {
    builder_.vector_work(name, "backward", OperationClass::vector, plan_.elements(input),
                         pass.backward + range_for(input), std::move(inputs), std::move(outputs));
  }
}

void BackwardPass::input_gradient(const Product& product, const std::string& error,
                                  const QuantizedError& quantized, const std::string& output) {
  std::vector<std::string> inputs{error, names::master(product.parameter)};
  if (product.quantized) {
    inputs[1] = gradient_weights(product);
  }
  if (!quantized.copy.empty()) {
    inputs[0] = quantized.copy;
  }
  if (!quantized.scaled_codes.empty()) {
    inputs[0] = quantized.scaled_codes;
    inputs.push_back(quantized.correction);
  }
  builder_.matrix_work_for(product.layer, product.owner, OperationClass::input_gradient,
                           {product.convolution, !product.quantized}, std::move(inputs), output);
}

void BackwardPass::weight_gradient(const Product& product, const std::string& error,
                                   const std::string& gradient, const std::string& addend) {
  const Convolution& c = product.convolution;
  builder_.tensor(gradient, Role::gradient, Format::real, weight_shape(c));
  std::vector<std::string> inputs{error, product.activation};
  if (!addend.empty()) {
    inputs.push_back(addend);
  }
  builder_.matrix_work_for(product.layer, product.owner, OperationClass::weight_gradient,
                           {c, !product.quantized}, std::move(inputs), gradient);
}

void BackwardPass::quantize_gradient(const Product& product) {
  if (!product.quantized || !plan_.codes().has_gradient_codes(product.layer)) {
    return;
  }
  const std::string gradient = names::gradient(product.parameter);
  const std::uint64_t elements = product.convolution.weights();
  const std::string codes =
      builder_.tensor(names::gradient_codes(product.parameter), Role::gradient, Format::codes,
                      weight_shape(product.convolution));
  builder_.vector_work_for(product.layer, product.parameter, "range_gradient",
                           OperationClass::quantize, elements, costs::kRange, {gradient}, {});
  builder_.vector_work_for(product.layer, product.parameter, "quantize_gradient",
                           OperationClass::quantize, elements, costs::kQuantizeStochastic,
                           {gradient}, {codes});
}

void BackwardPass::bias_gradient(const MatrixLayer& layer, const std::string& error) {
  const std::string& name = plan_.node(layer.node).name;
  const std::string gradient = builder_.tensor(names::gradient(names::bias(name)), Role::gradient,
                                               Format::real, {layer.convolution.out_channels});
  builder_.vector_work(name, "bias_gradient", OperationClass::vector, plan_.elements(layer.node),
                       {.adds = 1}, {error}, {gradient});
}

void BackwardPass::chain(const Chain& chain) {
  const std::string& name = plan_.node(chain.norm).name;
  const std::string error = error_of(chain.end);
  std::vector<std::string> inputs{error};
  if (chain.relu) {
    inputs.push_back(names::mask(plan_, chain.end));
  }
  inputs.push_back(names::output(plan_, chain.source));
  const std::uint64_t elements = plan_.elements(chain.end);

  const std::string gradient =
      builder_.tensor(names::gradient(names::scale_shift(name)), Role::gradient, Format::real,
                      {2, plan_.node(chain.norm).output.channels});
  builder_.vector_work(name, "backward_reduce", OperationClass::vector, elements,
                       costs::kBackwardReduce, inputs, {gradient});

  std::vector<std::string> outputs;
  if (wants_error(chain.source)) {
    // The whole error of what it normalises, or a contribution to it.
    outputs.push_back(builder_.tensor(plan_.feeds_only(chain.source, chain.norm)
                                          ? names::output_error(plan_.node(chain.source).name)
                                          : names::input_error(name),
                                      Role::error, Format::real, plan_.shape(chain.source)));
    add_error(chain.source, outputs.front());
  }
  if (chain.residual && wants_error(*chain.residual)) {
    // Without a ReLU the residual's error is the chain's own: nothing to write.
    const std::string residual = chain.relu ? builder_.tensor(name + ".residual_error", Role::error,
                                                              Format::real, plan_.shape(chain.end))
                                            : error;
    if (chain.relu) {
      outputs.push_back(residual);
    }
    add_error(*chain.residual, residual);
  }
  if (!outputs.empty()) {
    builder_.vector_work(name, "backward", OperationClass::vector, elements,
                         costs::kBackward + range_for(chain.source), inputs, std::move(outputs));
  }
}

void BackwardPass::pool(NodeIndex node) {
  const std::string& name = plan_.node(node).name;
  const NodeIndex input = plan_.node(node).inputs.front();
  const std::string error = error_of(node);
  if (!wants_error(input)) {
    return;
  }
  builder_.vector_work(name, "backward", OperationClass::vector, plan_.elements(input),
                       Cost{.multiplies = 1} + range_for(input), {error},
                       {declare_input_error(name, input)});
}

void BackwardPass::updates(NodeIndex i) {
  const std::string& name = plan_.node(i).name;
  const auto product = [&] {
    update(name, "update", names::weight(name));
    if (plan_.matrix_layer(i).value().has_bias) {
      update(name, "update_bias", names::bias(name));
    }
  };
  std::visit(Overload{[](const model::Input&) {}, [](const model::Add&) {},
                      [](const model::GlobalAveragePool&) {}, [](const model::Attention&) {},
                      [](const model::GlobalMaxPool&) {}, [](const model::Slice&) {},
                      [](const model::Concat&) {}, [](const model::Multiply&) {},
                      [](const model::MatrixProduct&) {}, [](const model::SwiGlu&) {},
                      [&](const model::TiedLinear& kind) {  // its weights are the embedding's
                        if (kind.bias) {
                          update(name, "update_bias", names::bias(name));
                        }
                      },
                      [&](const model::Learned&) { update(name, "update", names::weight(name)); },
                      [&](const model::Convolution&) { product(); },
                      [&](const model::Linear&) { product(); },
                      [&](const model::BatchNorm&) {
                        builder_.tensor(names::master(names::scale_shift(name)), Role::master,
                                        Format::real, {2, plan_.node(i).output.channels});
                        update(name, "update", names::scale_shift(name));
                      },
                      [&](const model::Embedding&) { update(name, "update", names::weight(name)); },
                      [&](const model::Lstm&) {
                        update(name, "update_input", names::weight(name + ".input"));
                        update(name, "update_bias", names::bias(name + ".input"));
                        update(name, "update_recurrent", names::weight(name + ".recurrent"));
                      },
                      [&]<StandsAlone Kind>(const Kind& kind) {
                        if (layer_pass(kind).has_scale_shift) {
                          update(name, "update", names::scale_shift(name));
                        }
                      }},
             plan_.node(i).layer);
}

void BackwardPass::update(const std::string& layer, const std::string& what,
                          const std::string& parameter) {
  const std::string master = names::master(parameter);
  const Tensor& weights = builder_.step().tensor(master);
  const std::uint64_t elements = weights.elements();
  const std::vector<std::uint64_t> shape = weights.shape;
  std::vector<std::string> updated{master};
  const auto state = [&](std::string name) {
    updated.push_back(builder_.tensor(std::move(name), Role::optimizer_state, Format::real, shape));
  };
  if (rule_ != UpdateRule::sgd) {
    state(names::momentum(parameter));
  }
  if (rule_ == UpdateRule::adam) {
    state(names::variance(parameter));
  }
  std::vector<std::string> inputs = updated;
  const std::string codes = names::gradient_codes(parameter);
  inputs.push_back(builder_.has_tensor(codes) ? codes : names::gradient(parameter));
  builder_.vector_work(layer, what, OperationClass::update, elements, costs::update(rule_),
                       std::move(inputs), std::move(updated));
}

std::string BackwardPass::error_of(NodeIndex node) {
  const std::vector<std::string>& parts = errors_[node];
  METRONOME_ASSERT(!parts.empty(), "every node's output has an error when its turn comes");
  std::uint64_t delivered = 0;  // slices deliver parts
  for (const std::string& part : parts) {
    delivered += builder_.step().tensor(part).elements();
  }
  if (parts.size() == 1 && delivered == plan_.elements(node)) {
    return parts.front();
  }
  const std::string& name = plan_.node(node).name;
  const double each = static_cast<double>(delivered) / static_cast<double>(plan_.elements(node));
  std::string sum =
      builder_.tensor(names::output_error(name), Role::error, Format::real, plan_.shape(node));
  builder_.vector_work(name, "sum_errors", OperationClass::vector, plan_.elements(node),
                       Cost{.adds = std::max(each - 1, 0.0)} + range_for(node), parts, {sum});
  return sum;
}

void BackwardPass::add_error(NodeIndex node, std::string tensor) {
  errors_[node].push_back(std::move(tensor));
}

std::string BackwardPass::declare_input_error(const std::string& layer, NodeIndex node) {
  std::string error =
      builder_.tensor(names::input_error(layer), Role::error, Format::real, plan_.shape(node));
  add_error(node, error);
  return error;
}

}  // namespace metronome::trace
