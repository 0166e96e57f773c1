#include "workloads/trace/costs.hpp"
#include "workloads/trace/forward_pass.hpp"
#include "workloads/trace/sequence_shapes.hpp"
#include "workloads/trace/tensor_names.hpp"

namespace metronome::trace {

namespace names = tensor_names;
using costs::operator+;
using model::NodeIndex;

/// Only the rows of the batch's tokens are read: a tensor of their own, part of the table.
void ForwardPass::embedding(NodeIndex node, const model::Embedding& layer) {
  const std::string& name = plan_.node(node).name;
  builder_.tensor(names::master(names::weight(name)), Role::master, Format::real,
                  {layer.vocabulary, 1, 1, layer.features});
  const std::string rows =
      builder_.tensor(name + ".rows", Role::master, Format::real, plan_.shape(node));
  const std::string output = builder_.tensor(names::output(plan_, node), Role::activation,
                                             Format::real, plan_.shape(node));
  const Cost positions{.adds = layer.positions ? 1.0 : 0.0};
  builder_.vector_work(name, "forward", OperationClass::vector, plan_.elements(node),
                       positions + costs::when(plan_.finds_range(node), costs::kRange),
                       {names::output(plan_, plan_.node(node).inputs.front()), rows}, {output});
}

void ForwardPass::attention(NodeIndex node, const model::Attention& layer) {
  const std::string& name = plan_.node(node).name;
  const auto& qkv = plan_.node(node).inputs;
  const std::uint64_t tokens = plan_.node(node).output.height;
  const std::uint64_t keys = plan_.node(qkv[1]).output.height;
  const std::vector<std::uint64_t> pairs_shape{plan_.batch(), layer.heads, tokens, keys};
  const std::uint64_t pairs = plan_.batch() * layer.heads * tokens * keys;
  const bool quantized = layer.quantized;
  for (const NodeIndex input : qkv) {
    if (quantized) {
      quantize_node(input, name, false);
    }
  }
  const std::string scores =
      builder_.tensor(name + ".scores", Role::activation, Format::real, pairs_shape);
  builder_.matrix_work_for(name, name + ".scores", OperationClass::forward,
                           {sequence::scores(plan_, node, layer.heads), !quantized},
                           {operand(qkv[0], name, quantized), operand(qkv[1], name, quantized)},
                           scores);
  std::string probabilities =
      builder_.tensor(name + ".probabilities", Role::stash, Format::real, pairs_shape);
  builder_.vector_work(name, "softmax", OperationClass::vector, pairs,
                       costs::kSoftmax + costs::when(quantized && plan_.trains(), costs::kRange),
                       {scores}, {probabilities});
  if (quantized) {
    const std::string codes = builder_.tensor(name + ".probabilities.codes", Role::activation,
                                              Format::codes, pairs_shape);
    builder_.vector_work(name, "quantize_probabilities", OperationClass::quantize, pairs,
                         costs::kQuantize, {probabilities}, {codes});
    probabilities = codes;
  }
  const std::string output = builder_.tensor(names::output(plan_, node), Role::activation,
                                             Format::real, plan_.shape(node));
  builder_.matrix_work_for(name, name + ".context", OperationClass::forward,
                           {sequence::context(plan_, node, layer.heads), !quantized},
                           {probabilities, operand(qkv[2], name, quantized)}, output);
}

void ForwardPass::lstm(NodeIndex node, const model::Lstm& layer) {
  const std::string& name = plan_.node(node).name;
  const NodeIndex input = plan_.node(node).inputs.front();
  const std::uint64_t tokens = plan_.node(node).output.height;
  const std::vector<std::uint64_t> state{plan_.batch(), 1, 1, layer.hidden};
  const std::vector<std::uint64_t> gates{plan_.batch(), 1, 1, 4 * layer.hidden};
  const std::string own = name + ".input";
  const std::string recurrent = name + ".recurrent";
  const Convolution c = sequence::lstm_input(plan_, node);
  const auto weight = [&](const std::string& part) {
    return layer.quantized ? names::parameter_codes(names::weight(part))
                           : names::master(names::weight(part));
  };
  builder_.tensor(names::master(names::weight(own)), Role::master, Format::real,
                  {c.out_channels, 1, 1, c.in_channels});
  builder_.tensor(names::master(names::weight(recurrent)), Role::master, Format::real,
                  {4 * layer.hidden, 1, 1, layer.hidden});
  if (layer.quantized) {
    quantize_weight(name, own, c);
    quantize_weight(name, recurrent, sequence::lstm_recurrent(plan_, node));
    quantize_node(input, name, keeps_stash(name));
  }
  const std::string product = builder_.tensor(own + ".product", Role::activation, Format::real,
                                              {plan_.batch(), tokens, 1, 4 * layer.hidden});
  builder_.matrix_work_for(name, own, OperationClass::forward, {c, !layer.quantized},
                           {operand(input, name, layer.quantized), weight(own)}, product);
  const std::string bias = builder_.tensor(names::master(names::bias(own)), Role::master,
                                           Format::real, {4 * layer.hidden});
  std::vector<std::string> of_tokens;
  for (std::uint64_t t = 0; t < tokens; ++t) {
    of_tokens.push_back(builder_.tensor(sequence::at(name, "from_input", t), Role::activation,
                                        Format::real, gates));
  }
  builder_.vector_work_for(name, own, "add_bias", OperationClass::vector,
                           plan_.batch() * tokens * 4 * layer.hidden, {.adds = 1}, {product, bias},
                           of_tokens);
  builder_.tensor(sequence::state_before(name, "h", 0), Role::activation, Format::real, state);
  builder_.tensor(sequence::state_before(name, "c", 0), Role::activation, Format::real, state);
  std::vector<std::string> states;
  for (std::uint64_t t = 0; t < tokens; ++t) {
    lstm_step(node, layer, t);
    states.push_back(sequence::at(name, "h", t));
  }
  const std::string output = builder_.tensor(names::output(plan_, node), Role::activation,
                                             Format::real, plan_.shape(node));
  builder_.vector_work(name, "stack", OperationClass::vector, plan_.elements(node),
                       costs::when(plan_.finds_range(node), costs::kRange), states, {output});
}

void ForwardPass::lstm_step(NodeIndex node, const model::Lstm& layer, std::uint64_t t) {
  const std::string& name = plan_.node(node).name;
  const std::string own = sequence::at(name, "token", t);
  const std::vector<std::uint64_t> state{plan_.batch(), 1, 1, layer.hidden};
  const std::vector<std::uint64_t> gates{plan_.batch(), 1, 1, 4 * layer.hidden};
  const std::uint64_t elements = plan_.batch() * layer.hidden;
  std::string before = sequence::state_before(name, "h", t);
  std::string weight = names::master(names::weight(name + ".recurrent"));
  if (layer.quantized) {
    if (t == 0 && plan_.trains()) {
      builder_.vector_work_for(name, own, "range", OperationClass::quantize, elements,
                               costs::kRange, {before}, {});
    }
    const std::string codes =
        builder_.tensor(before + ".codes", Role::activation, Format::codes, state);
    builder_.vector_work_for(name, own, "quantize", OperationClass::quantize, elements,
                             costs::kQuantize, {before}, {codes});
    if (keeps_stash(name)) {
      const std::string stash =
          builder_.tensor(before + ".stash_codes", Role::stash, Format::codes, state);
      builder_.vector_work_for(name, own, "quantize_stash", OperationClass::quantize, elements,
                               costs::kQuantize, {before}, {stash});
    }
    before = codes;
    weight = names::parameter_codes(names::weight(name + ".recurrent"));
  }
  const std::string product =
      builder_.tensor(own + ".product", Role::activation, Format::real, gates);
  builder_.matrix_work_for(name, own, OperationClass::forward,
                           {sequence::lstm_recurrent(plan_, node), !layer.quantized},
                           {before, weight}, product);
  const std::vector<std::string> outputs{
      builder_.tensor(sequence::at(name, "h", t), Role::activation, Format::real, state),
      builder_.tensor(sequence::at(name, "c", t), Role::stash, Format::real, state),
      builder_.tensor(sequence::at(name, "gates", t), Role::stash, Format::real, gates)};
  builder_.vector_work_for(
      name, own, "cell", OperationClass::vector, elements,
      costs::kCell + costs::when(layer.quantized && plan_.trains(), costs::kRange),
      {sequence::at(name, "from_input", t), product, sequence::state_before(name, "c", t)},
      outputs);
}

}  // namespace metronome::trace
