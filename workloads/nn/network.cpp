#include "workloads/nn/network.hpp"

#include <algorithm>

#include "sim/base/error.hpp"
#include "workloads/nn/elementwise.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::nn {
namespace {

using model::NodeIndex;

bool is_quantized(const model::Layer& layer) {
  return std::visit(
      [](const auto& kind) {
        if constexpr (requires { kind.quantized; }) {
          return kind.quantized;
        }
        return false;
      },
      layer);
}

trace::Precision precision_of(const model::Node& node, const trace::Assignment& assignment) {
  const trace::Precision scheduled = assignment.of(node.name);
  if (!is_quantized(node.layer)) {
    return {0, 0};
  }
  if (const auto* convolution = std::get_if<model::Convolution>(&node.layer)) {
    return assignment.layers.contains(node.name)
               ? scheduled
               : trace::fixed_precision(convolution->bits, scheduled);
  }
  return scheduled;
}

template <class T>
typename Network<T>::NodeLayer make_layer(const model::Graph& graph, NodeIndex index,
                                          trace::DxScale dx_scale) {
  const model::Node& node = graph.nodes[index];
  if (const auto* convolution = std::get_if<model::Convolution>(&node.layer)) {
    const model::Shape& in = graph.nodes[node.inputs.front()].output;
    const ConvolutionShape shape{
        in.channels,         in.height,           in.width,         convolution->out_channels,
        convolution->kernel, convolution->stride, convolution->pad, convolution->groups};
    if (convolution->bias) {
      return Linear<T>(shape, dx_scale, index);
    }
    return Convolution<T>(shape, dx_scale, index);
  }
  if (std::holds_alternative<model::LayerNorm>(node.layer)) {
    return LayerNorm<T>(node.output.channels);
  }
  if (const auto* table = std::get_if<model::Embedding>(&node.layer)) {
    return Embedding<T>(table->vocabulary, table->features, table->positions);
  }
  if (const auto* attention = std::get_if<model::Attention>(&node.layer)) {
    return Attention<T>(attention->heads, attention->causal, index);
  }
  if (const auto* lstm = std::get_if<model::Lstm>(&node.layer)) {
    return Lstm<T>(graph.nodes[node.inputs.front()].output.channels, lstm->hidden,
                   node.output.height, dx_scale, index);
  }
  if (const auto* pool = std::get_if<model::MaxPool>(&node.layer)) {
    return MaxPool<T>({pool->kernel, pool->stride, pool->pad});
  }
  if (std::holds_alternative<model::BatchNorm>(node.layer)) {
    return BatchNorm<T>(node.output.channels);
  }
  if (const auto* linear = std::get_if<model::Linear>(&node.layer)) {
    const model::Shape& in = graph.nodes[node.inputs.front()].output;
    const ConvolutionShape shape{in.channels, in.height, in.width, linear->out_features};
    return Linear<T>(shape, dx_scale, index);
  }
  return std::monostate{};
}

bool feeds_from_input(const model::Graph& graph, const model::Node& node) {
  return std::holds_alternative<model::Input>(graph.nodes[node.inputs.front()].layer);
}

}  // namespace

template <class T>
Network<T>::Network(model::Graph graph, trace::DxScale dx_scale) : graph_(std::move(graph)) {
  for (NodeIndex i = 0; i < graph_.nodes.size(); ++i) {
    layers_.push_back(make_layer<T>(graph_, i, dx_scale));
  }
  place_buffers();
}

/// ReLU and Add overwrite their first input where nobody needs it any more: no other consumer, and
/// a producer whose own backward does not read its output (ReLU's does).
template <class T>
bool Network<T>::runs_in_place(const model::Node& node,
                               const std::vector<std::size_t>& consumers) const {
  const bool relu = std::holds_alternative<model::Relu>(node.layer);
  const bool add = std::holds_alternative<model::Add>(node.layer);
  if (!relu && !add) {
    return false;
  }
  const model::Layer& producer = graph_.nodes[node.inputs.front()].layer;
  const bool readable = std::holds_alternative<model::BatchNorm>(producer) ||
                        std::holds_alternative<model::Convolution>(producer) ||
                        std::holds_alternative<model::Add>(producer);
  return readable && consumers[node.inputs.front()] == 1;
}

template <class T>
void Network<T>::place_buffers() {
  std::vector<std::size_t> consumers(graph_.nodes.size());
  for (const model::Node& node : graph_.nodes) {
    for (const NodeIndex input : node.inputs) {
      ++consumers[input];
    }
  }
  std::size_t buffers = 0;
  for (const model::Node& node : graph_.nodes) {
    const bool shares = runs_in_place(node, consumers);
    buffer_of_.push_back(shares ? buffer_of_[node.inputs.front()] : buffers++);
  }
  values_.resize(buffers);
  errors_.resize(buffers);
}

template <class T>
std::vector<Parameter<T>> Network<T>::parameters() {
  std::vector<Parameter<T>> list;
  for (NodeIndex i = 0; i < layers_.size(); ++i) {
    const std::string& name = graph_.nodes[i].name;
    if (auto* convolution = std::get_if<Convolution<T>>(&layers_[i])) {
      list.push_back({name + ".weight", &convolution->weight(), &convolution->gradient()});
    } else if (auto* norm = std::get_if<BatchNorm<T>>(&layers_[i])) {
      list.push_back({name + ".weight", &norm->weight(), &norm->weight_gradient()});
      list.push_back({name + ".bias", &norm->bias(), &norm->bias_gradient()});
    } else if (auto* linear = std::get_if<Linear<T>>(&layers_[i])) {
      Convolution<T>& product = linear->product();
      list.push_back({name + ".weight", &product.weight(), &product.gradient()});
      list.push_back({name + ".bias", &linear->bias(), &linear->bias_gradient()});
    } else if (auto* layer_norm = std::get_if<LayerNorm<T>>(&layers_[i])) {
      list.push_back({name + ".weight", &layer_norm->weight(), &layer_norm->weight_gradient()});
      list.push_back({name + ".bias", &layer_norm->bias(), &layer_norm->bias_gradient()});
    } else if (auto* table = std::get_if<Embedding<T>>(&layers_[i])) {
      list.push_back({name + ".weight", &table->weight(), &table->gradient()});
    } else if (auto* lstm = std::get_if<Lstm<T>>(&layers_[i])) {
      Linear<T>& input = lstm->input();
      list.push_back(
          {name + ".input.weight", &input.product().weight(), &input.product().gradient()});
      list.push_back({name + ".input.bias", &input.bias(), &input.bias_gradient()});
      list.push_back(
          {name + ".recurrent.weight", &lstm->recurrent().weight(), &lstm->recurrent_gradient()});
    }
  }
  return list;
}

template <class T>
std::vector<NamedRange<T>> Network<T>::ranges() {
  std::vector<NamedRange<T>> list;
  for (NodeIndex i = 0; i < layers_.size(); ++i) {
    const std::string& name = graph_.nodes[i].name;
    if (!is_quantized(graph_.nodes[i].layer)) {
      continue;
    }
    if (auto* convolution = std::get_if<Convolution<T>>(&layers_[i])) {
      list.push_back({name + ".input_range", &convolution->input_range()});
    } else if (auto* linear = std::get_if<Linear<T>>(&layers_[i])) {
      list.push_back({name + ".input_range", &linear->product().input_range()});
    } else if (auto* lstm = std::get_if<Lstm<T>>(&layers_[i])) {
      list.push_back({name + ".input.input_range", &lstm->input().product().input_range()});
      list.push_back({name + ".recurrent.input_range", &lstm->recurrent().input_range()});
    } else if (auto* attention = std::get_if<Attention<T>>(&layers_[i])) {
      const std::array<const char*, 4> operands{"query", "key", "value", "probability"};
      for (std::size_t o = 0; o < operands.size(); ++o) {
        list.push_back({name + "." + operands[o] + "_range", &attention->ranges()[o]});
      }
    }
  }
  return list;
}

template <class T>
std::vector<CarriedState<T>> Network<T>::carried_states() {
  std::vector<CarriedState<T>> list;
  for (NodeIndex i = 0; i < layers_.size(); ++i) {
    if (auto* lstm = std::get_if<Lstm<T>>(&layers_[i])) {
      list.push_back({graph_.nodes[i].name + ".state", &lstm->carried().state});
      list.push_back({graph_.nodes[i].name + ".cell", &lstm->carried().cell});
    }
  }
  return list;
}

template <class T>
const typename Network<T>::Tensor& Network<T>::forward(const Tensor& input, const Pass<T>& pass,
                                                       const trace::Assignment& assignment) {
  value(0) = input;
  for (NodeIndex i = 1; i < graph_.nodes.size(); ++i) {
    if (observe_input_) {
      observe_input_(i, value(graph_.nodes[i].inputs.front()));
    }
    forward_node(i, pass, assignment);
  }
  return value(graph_.nodes.size() - 1);
}

template <class T>
void Network<T>::forward_node(NodeIndex index, const Pass<T>& pass,
                              const trace::Assignment& assignment) {
  const model::Node& node = graph_.nodes[index];
  const Tensor& x = value(node.inputs.front());
  Tensor& y = value(index);
  if (auto* convolution = std::get_if<Convolution<T>>(&layers_[index])) {
    convolution->forward(x, y, pass, precision_of(node, assignment));
  } else if (auto* norm = std::get_if<BatchNorm<T>>(&layers_[index])) {
    norm->forward(x, y, pass);
  } else if (auto* linear = std::get_if<Linear<T>>(&layers_[index])) {
    linear->forward(x, y, pass, precision_of(node, assignment));
  } else if (auto* pool = std::get_if<MaxPool<T>>(&layers_[index])) {
    pool->forward(x, y, pass);
  } else if (!forward_sequence(index, pass, assignment)) {
    forward_stateless(index, pass);
  }
}

template <class T>
bool Network<T>::forward_sequence(NodeIndex index, const Pass<T>& pass,
                                  const trace::Assignment& assignment) {
  const model::Node& node = graph_.nodes[index];
  const Tensor& x = value(node.inputs.front());
  Tensor& y = value(index);
  if (auto* norm = std::get_if<LayerNorm<T>>(&layers_[index])) {
    norm->forward(x, y, pass);
  } else if (auto* table = std::get_if<Embedding<T>>(&layers_[index])) {
    table->forward(x, y);
  } else if (auto* lstm = std::get_if<Lstm<T>>(&layers_[index])) {
    lstm->forward(x, y, pass, precision_of(node, assignment));
  } else if (auto* attention = std::get_if<Attention<T>>(&layers_[index])) {
    attention->forward(x, value(node.inputs[1]), value(node.inputs[2]), y, pass,
                       precision_of(node, assignment));
  } else {
    return false;
  }
  return true;
}

template <class T>
bool Network<T>::backward_sequence(NodeIndex index, const Pass<T>& pass,
                                   const trace::Assignment& assignment) {
  const model::Node& node = graph_.nodes[index];
  Tensor& dy = error(index);
  if (auto* norm = std::get_if<LayerNorm<T>>(&layers_[index])) {
    Tensor dx = take_buffer(dy.dims());
    norm->backward(dy, dx, pass);
    deliver(node.inputs.front(), std::move(dx), pass);
  } else if (auto* table = std::get_if<Embedding<T>>(&layers_[index])) {
    table->backward(dy);
  } else if (auto* lstm = std::get_if<Lstm<T>>(&layers_[index])) {
    lstm->backward(dy, wanted_error(index, pass), pass, precision_of(node, assignment));
  } else if (auto* attention = std::get_if<Attention<T>>(&layers_[index])) {
    std::array<Tensor, 3> gradients;
    attention->backward(dy, gradients[0], gradients[1], gradients[2], pass,
                        precision_of(node, assignment));
    for (std::size_t i = 0; i < gradients.size(); ++i) {
      deliver(node.inputs[i], std::move(gradients[i]), pass);
    }
  } else {
    return false;
  }
  return true;
}

template <class T>
void Network<T>::forward_stateless(NodeIndex index, const Pass<T>& pass) {
  const model::Node& node = graph_.nodes[index];
  const Tensor& x = value(node.inputs.front());
  Tensor& y = value(index);
  if (std::holds_alternative<model::Relu>(node.layer)) {
    relu_forward(x, y, pass);
  } else if (std::holds_alternative<model::Tanh>(node.layer)) {
    tanh_forward(x, y, pass);
  } else if (std::holds_alternative<model::Sigmoid>(node.layer)) {
    sigmoid_forward(x, y, pass);
  } else if (const auto* pool = std::get_if<model::AveragePool>(&node.layer)) {
    window_average_forward({pool->kernel, pool->stride, 0}, x, y, pass);
  } else if (const auto* drop = std::get_if<model::Dropout>(&node.layer)) {
    dropout(drop->rate, index, x, y, pass);
  } else if (std::holds_alternative<model::Add>(node.layer)) {
    if (&x != &y) {
      copy(x, y, pass);
    }
    accumulate(value(node.inputs[1]), y, pass);
  } else {
    average_pool_forward(x, y, pass);
  }
}

template <class T>
void Network<T>::backward(const Tensor& logits_gradient, const Pass<T>& pass,
                          const trace::Assignment& assignment) {
  error(graph_.nodes.size() - 1) = logits_gradient;
  for (NodeIndex i = graph_.nodes.size() - 1; i > 0; --i) {
    if (observe_error_) {
      observe_error_(i, error(i));
    }
    backward_node(i, pass, assignment);
    if (!in_place(i)) {
      give_back(std::move(error(i)));
    }
  }
  error(0) = Tensor();
}

template <class T>
void Network<T>::backward_node(NodeIndex index, const Pass<T>& pass,
                               const trace::Assignment& assignment) {
  const model::Node& node = graph_.nodes[index];
  const NodeIndex input = node.inputs.front();
  Tensor& dy = error(index);
  if (auto* convolution = std::get_if<Convolution<T>>(&layers_[index])) {
    convolution->backward(dy, wanted_error(index, pass), pass, precision_of(node, assignment));
  } else if (auto* linear = std::get_if<Linear<T>>(&layers_[index])) {
    linear->backward(dy, wanted_error(index, pass), pass, precision_of(node, assignment));
  } else if (auto* norm = std::get_if<BatchNorm<T>>(&layers_[index])) {
    Tensor dx = take_buffer(dy.dims());
    norm->backward(value(input), dy, dx, pass);
    deliver(input, std::move(dx), pass);
  } else if (auto* pool = std::get_if<MaxPool<T>>(&layers_[index])) {
    if (Tensor* dx = wanted_error(index, pass)) {
      pool->backward(dy, *dx, pass);
    }
  } else if (!backward_sequence(index, pass, assignment)) {
    backward_stateless(index, pass);
  }
}

template <class T>
typename Network<T>::Tensor* Network<T>::wanted_error(NodeIndex index, const Pass<T>& pass) {
  const model::Node& node = graph_.nodes[index];
  return feeds_from_input(graph_, node) ? nullptr : &error_to_add_to(node.inputs.front(), pass);
}

template <class T>
void Network<T>::backward_stateless(NodeIndex index, const Pass<T>& pass) {
  const model::Node& node = graph_.nodes[index];
  const NodeIndex input = node.inputs.front();
  Tensor& dy = error(index);
  if (std::holds_alternative<model::Relu>(node.layer) && in_place(index)) {
    relu_backward(value(index), dy, dy, pass);
  } else if (std::holds_alternative<model::Relu>(node.layer)) {
    Tensor dx = take_buffer(dy.dims());
    relu_backward(value(index), dy, dx, pass);
    deliver(input, std::move(dx), pass);
  } else if (std::holds_alternative<model::Tanh>(node.layer) ||
             std::holds_alternative<model::Sigmoid>(node.layer)) {
    Tensor dx = take_buffer(dy.dims());
    const bool tanh = std::holds_alternative<model::Tanh>(node.layer);
    (tanh ? tanh_backward<T> : sigmoid_backward<T>)(value(index), dy, dx, pass);
    deliver(input, std::move(dx), pass);
  } else if (std::holds_alternative<model::Add>(node.layer)) {
    for (std::size_t i = in_place(index) ? 1 : 0; i < node.inputs.size(); ++i) {
      Tensor same = take_buffer(dy.dims());
      copy(dy, same, pass);
      deliver(node.inputs[i], std::move(same), pass);
    }
  } else if (const auto* drop = std::get_if<model::Dropout>(&node.layer)) {
    Tensor dx = take_buffer(dy.dims());
    dropout(drop->rate, index, dy, dx, pass);
    deliver(input, std::move(dx), pass);
  } else if (const auto* pool = std::get_if<model::AveragePool>(&node.layer)) {
    if (Tensor* dx = wanted_error(index, pass)) {
      window_average_backward({pool->kernel, pool->stride, 0}, dy, *dx, pass);
    }
  } else if (Tensor* dx = wanted_error(index, pass)) {
    average_pool_backward(dy, *dx, pass);
  }
}

template <class T>
void Network<T>::deliver(NodeIndex node, Tensor&& contribution, const Pass<T>& pass) {
  Tensor& target = error(node);
  if (target.size() == 0) {
    target = std::move(contribution);
    return;
  }
  accumulate(contribution, target, pass);
  give_back(std::move(contribution));
}

template <class T>
typename Network<T>::Tensor& Network<T>::error_to_add_to(NodeIndex node, const Pass<T>& pass) {
  Tensor& target = error(node);
  if (target.size() == 0) {
    target = take_buffer(value(node).dims());
    fill_with_zeros(target, pass);
  }
  return target;
}

template <class T>
typename Network<T>::Tensor Network<T>::take_buffer(const tensor::Dims& dims) {
  const auto fits =
      std::find_if(spare_.begin(), spare_.end(), [&](const Tensor& t) { return t.dims() == dims; });
  if (fits == spare_.end()) {
    return Tensor(dims);
  }
  Tensor buffer = std::move(*fits);
  spare_.erase(fits);
  return buffer;
}

template <class T>
void Network<T>::give_back(Tensor&& buffer) {
  if (buffer.size() > 0) {
    spare_.push_back(std::move(buffer));
  }
  buffer = Tensor();
}

template class Network<float>;
template class Network<double>;

}  // namespace metronome::nn
