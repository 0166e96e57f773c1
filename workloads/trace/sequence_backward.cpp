#include "workloads/trace/backward_pass.hpp"
#include "workloads/trace/costs.hpp"
#include "workloads/trace/sequence_shapes.hpp"
#include "workloads/trace/tensor_names.hpp"

namespace metronome::trace {

namespace names = tensor_names;
using costs::operator+;
using model::NodeIndex;

/// The gradient is dense: zeros for words that the batch has not, or what the layers that multiply
/// the same table have made.
void BackwardPass::embedding(NodeIndex node) {
  const std::string& name = plan_.node(node).name;
  const std::string gradient =
      builder_.tensor(names::gradient(names::weight(name)), Role::gradient, Format::real,
                      builder_.step().tensor(names::master(names::weight(name))).shape);
  std::vector<std::string> inputs{error_of(node),
                                  names::output(plan_, plan_.node(node).inputs.front())};
  for (NodeIndex reader = node + 1; reader < plan_.graph().nodes.size(); ++reader) {
    if (model::tied_table(plan_.graph(), reader) == node) {
      inputs.push_back(names::gradient(names::weight(plan_.node(reader).name)));
    }
  }
  builder_.vector_work(name, "backward", OperationClass::vector, plan_.elements(node), {.adds = 1},
                       std::move(inputs), {gradient});
}

/// The sum of the samples' errors.
void BackwardPass::learned(NodeIndex node) {
  const std::string& name = plan_.node(node).name;
  const std::string gradient =
      builder_.tensor(names::gradient(names::weight(name)), Role::gradient, Format::real,
                      builder_.step().tensor(names::master(names::weight(name))).shape);
  builder_.vector_work(name, "backward", OperationClass::vector, plan_.elements(node), {.adds = 1},
                       {error_of(node)}, {gradient});
}

std::string BackwardPass::product_error(const std::string& layer, const std::string& owner,
                                        const std::string& error, std::uint64_t elements,
                                        bool quantized) {
  if (!quantized) {
    return error;
  }
  std::string codes = builder_.tensor(owner + ".error_codes", Role::error, Format::codes,
                                      builder_.step().tensor(error).shape);
  builder_.vector_work_for(layer, owner, "quantize_error", OperationClass::quantize, elements,
                           costs::kQuantizeStochastic, {error}, {codes});
  return codes;
}

/// Both operands of a product of activations get an error: that of operand a is an input gradient,
/// that of operand b a weight gradient. They have one scale per tensor: no correction is stored.
void BackwardPass::attention(NodeIndex node, const model::Attention& layer) {
  const std::string& name = plan_.node(node).name;
  const auto& qkv = plan_.node(node).inputs;
  const std::uint64_t tokens = plan_.node(node).output.height;
  const std::uint64_t keys = plan_.node(qkv[1]).output.height;
  const std::vector<std::uint64_t> pairs_shape{plan_.batch(), layer.heads, tokens, keys};
  const std::uint64_t pairs = plan_.batch() * layer.heads * tokens * keys;
  const bool quantized = layer.quantized;
  const MatrixWork context{sequence::context(plan_, node, layer.heads), !quantized};
  const MatrixWork scores{sequence::scores(plan_, node, layer.heads), !quantized};
  const std::string probabilities = name + ".probabilities";
  const auto input_error = [&](std::size_t input, const std::string& part) {
    return declare_input_error(name + part, qkv[input]);
  };

  std::string error = error_of(node);
  if (quantized) {
    ensure_range(node, error);
  }
  error = product_error(name, name + ".context", error, plan_.elements(node), quantized);
  const std::string of_probabilities =
      builder_.tensor(probabilities + ".error", Role::error, Format::real, pairs_shape);
  builder_.matrix_work_for(name, name + ".context", OperationClass::input_gradient, context,
                           {error, operand(qkv[2], name, quantized)}, of_probabilities);
  builder_.matrix_work_for(name, name + ".context", OperationClass::weight_gradient, context,
                           {error, quantized ? probabilities + ".codes" : probabilities},
                           input_error(2, ".value"));
  const std::string of_scores =
      builder_.tensor(name + ".scores.error", Role::error, Format::real, pairs_shape);
  builder_.vector_work(name, "softmax_backward", OperationClass::vector, pairs,
                       costs::kSoftmaxBackward + costs::when(quantized, costs::kRange),
                       {of_probabilities, probabilities}, {of_scores});
  error = product_error(name, name + ".scores", of_scores, pairs, quantized);
  builder_.matrix_work_for(name, name + ".scores", OperationClass::input_gradient, scores,
                           {error, operand(qkv[1], name, quantized)}, input_error(0, ".query"));
  builder_.matrix_work_for(name, name + ".scores", OperationClass::weight_gradient, scores,
                           {error, operand(qkv[0], name, quantized)}, input_error(1, ".key"));
}

void BackwardPass::lstm(NodeIndex node, const model::Lstm& layer) {
  const std::string& name = plan_.node(node).name;
  const NodeIndex input = plan_.node(node).inputs.front();
  const std::uint64_t tokens = plan_.node(node).output.height;
  const std::uint64_t hidden = layer.hidden;
  std::vector<std::string> errors;
  std::vector<std::string> gate_errors;
  for (std::uint64_t t = 0; t < tokens; ++t) {
    errors.push_back(builder_.tensor(sequence::at(name, "h_error", t), Role::error, Format::real,
                                     {plan_.batch(), 1, 1, hidden}));
    gate_errors.push_back(sequence::at(name, "gate_error", t));
  }
  builder_.vector_work(name, "split_error", OperationClass::vector, plan_.elements(node), {},
                       {error_of(node)}, errors);
  for (std::uint64_t t = tokens; t-- > 0;) {
    lstm_step(node, layer, t);
  }
  const Product product{name,
                        name + ".input",
                        names::weight(name + ".input"),
                        sequence::lstm_input(plan_, node),
                        stash(input, name, layer.quantized),
                        layer.quantized,
                        plan_.has_error(input)};
  const std::string bias = builder_.tensor(names::gradient(names::bias(product.owner)),
                                           Role::gradient, Format::real, {4 * hidden});
  const std::uint64_t elements = plan_.batch() * tokens * 4 * hidden;
  builder_.vector_work_for(name, product.owner, "bias_gradient", OperationClass::vector, elements,
                           {.adds = 1}, gate_errors, {bias});
  QuantizedError quantized;
  std::string error;
  if (layer.quantized) {
    quantized = quantize_error(product, gate_errors);
    error = quantized.codes;
  } else {
    error = builder_.tensor(product.owner + ".error", Role::error, Format::real,
                            {plan_.batch(), tokens, 1, 4 * hidden});
    builder_.vector_work_for(name, product.owner, "stack_errors", OperationClass::vector, elements,
                             {}, gate_errors, {error});
  }
  if (product.has_input_gradient) {
    input_gradient(product, error, quantized, declare_input_error(name, input));
  }
  weight_gradient(product, error, names::gradient(product.parameter));
  quantize_gradient(product);
}

/// The errors of token t's gates, and through its product with the state that of the token before.
/// The recurrent gradient grows from the last token to the first.
void BackwardPass::lstm_step(NodeIndex node, const model::Lstm& layer, std::uint64_t t) {
  const std::string& name = plan_.node(node).name;
  const bool last = t + 1 == plan_.node(node).output.height;
  const std::vector<std::uint64_t> state{plan_.batch(), 1, 1, layer.hidden};
  const std::string before = sequence::state_before(name, "h", t);
  const Product product{name,
                        sequence::at(name, "token", t),
                        names::weight(name + ".recurrent"),
                        sequence::lstm_recurrent(plan_, node),
                        !layer.quantized                ? before
                        : plan_.codes().has_stash(name) ? before + ".stash_codes"
                                                        : before + ".codes",
                        layer.quantized,
                        t > 0};
  std::vector<std::string> inputs{sequence::at(name, "h_error", t), sequence::at(name, "gates", t),
                                  sequence::at(name, "c", t), sequence::state_before(name, "c", t)};
  if (!last) {
    inputs.push_back(sequence::at(name, "state_error", t + 1));
    inputs.push_back(sequence::at(name, "c_error", t + 1));
  }
  std::vector<std::string> outputs{builder_.tensor(sequence::at(name, "gate_error", t), Role::error,
                                                   Format::real,
                                                   {plan_.batch(), 1, 1, 4 * layer.hidden})};
  if (t > 0) {
    outputs.push_back(
        builder_.tensor(sequence::at(name, "c_error", t), Role::error, Format::real, state));
  }
  const Cost range = costs::when(layer.quantized, {.adds = 4 * costs::kRange.adds});
  builder_.vector_work_for(name, product.owner, "cell_backward", OperationClass::vector,
                           plan_.batch() * layer.hidden, costs::kCellBackward + range,
                           std::move(inputs), std::move(outputs));
  QuantizedError quantized;
  std::string error = sequence::at(name, "gate_error", t);
  if (layer.quantized) {
    quantized = quantize_error(product, {error});
    error = quantized.codes;
  }
  if (product.has_input_gradient) {
    input_gradient(
        product, error, quantized,
        builder_.tensor(sequence::at(name, "state_error", t), Role::error, Format::real, state));
  }
  const std::string gradient = names::gradient(product.parameter);
  const auto partial = [&](std::uint64_t token) {
    return token == 0 ? gradient : sequence::at(gradient, "from_token", token);
  };
  weight_gradient(product, error, partial(t), last ? "" : partial(t + 1));
  if (t == 0) {
    quantize_gradient(product);
  }
}

}  // namespace metronome::trace
