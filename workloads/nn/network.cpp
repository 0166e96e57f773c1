#include "workloads/nn/network.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/base/error.hpp"
#include "workloads/model/ends.hpp"
#include "workloads/nn/elementwise.hpp"
#include "workloads/quant/affine.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::nn {
namespace {

using model::NodeIndex;

}  // namespace

trace::Precision precision_of(const model::Node& node, const trace::Assignment& assignment) {
  const trace::Precision scheduled = assignment.of(node.name);
  if (!model::multiplies_codes(node.layer)) {
    return {0, 0};
  }
  if (scheduled.formats.any() && !trace::takes_formats(node.layer)) {
    return {0, 0};
  }
  return assignment.layers.contains(node.name)
             ? scheduled
             : trace::fixed_precision(model::fixed_bits(node.layer), scheduled);
}

namespace {

bool feeds_from_input(const model::Graph& graph, const model::Node& node) {
  return std::holds_alternative<model::Input>(graph.nodes[node.inputs.front()].layer);
}

template <class Item>
void append(std::vector<Item>& list, const std::vector<Item>& more) {
  list.insert(list.end(), more.begin(), more.end());
}

}  // namespace

template <class T>
Network<T>::Network(model::Graph graph, trace::DxScale dx_scale) : graph_(std::move(graph)) {
  for (NodeIndex i = 0; i < graph_.nodes.size(); ++i) {
    layers_.push_back(std::visit(LayerMaker<T>{graph_, i, dx_scale}, graph_.nodes[i].layer));
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
LayerState<T> Network<T>::state(NodeIndex node) {
  return std::visit([&](auto& layer) { return layer.state(graph_.nodes[node].name); },
                    layers_[node]);
}

template <class T>
std::vector<Parameter<T>> Network<T>::parameters() {
  std::vector<Parameter<T>> list;
  for (NodeIndex i = 0; i < layers_.size(); ++i) {
    append(list, state(i).parameters);
  }
  return list;
}

template <class T>
std::vector<NamedRange<T>> Network<T>::ranges() {
  std::vector<NamedRange<T>> list;
  for (NodeIndex i = 0; i < layers_.size(); ++i) {
    if (model::multiplies_codes(graph_.nodes[i].layer)) {
      append(list, state(i).ranges);
    }
  }
  return list;
}

template <class T>
std::vector<NamedState<T>> Network<T>::carried_states() {
  std::vector<NamedState<T>> list;
  for (NodeIndex i = 0; i < layers_.size(); ++i) {
    append(list, state(i).carried);
  }
  return list;
}

template <class T>
void Network<T>::keep_scales(const std::vector<trace::Assignment>& assignments) {
  const auto delays = [](const trace::Precision& precision) {
    return precision.formats.any() &&
           std::any_of(precision.formats->begin(), precision.formats->end(),
                       [](const formats::OperandFormat& format) { return format.delayed; });
  };
  for (NodeIndex i = 0; i < layers_.size(); ++i) {
    const bool wanted = std::any_of(assignments.begin(), assignments.end(),
                                    [&](const trace::Assignment& assignment) {
                                      return delays(precision_of(graph_.nodes[i], assignment));
                                    });
    if (!wanted) {
      continue;
    }
    if (auto* convolution = std::get_if<Convolution<T>>(&layers_[i])) {
      convolution->keep_scales();
    } else if (auto* linear = std::get_if<Linear<T>>(&layers_[i])) {
      linear->product().keep_scales();
    }
  }
}

template <class T>
std::vector<NamedState<T>> Network<T>::statistics() {
  std::vector<NamedState<T>> list;
  for (NodeIndex i = 0; i < layers_.size(); ++i) {
    append(list, state(i).statistics);
  }
  return list;
}

template <class T>
void Network<T>::initialise(std::uint64_t seed) {
  for (NodeIndex i = 0; i < layers_.size(); ++i) {
    std::visit([&](auto& layer) { layer.initialise(seed, i); }, layers_[i]);
  }
}

/// A node of this network.
template <class T>
class Network<T>::Run final : public NodeRun<T> {
 public:
  Run(Network& network, NodeIndex index, const Pass<T>& pass, const trace::Assignment& assignment)
      : NodeRun<T>(pass, precision_of(network.graph_.nodes[index], assignment)),
        network_(network),
        index_(index),
        inputs_(network.graph_.nodes[index].inputs) {}

  std::size_t samples() override { return network_.value(0).dim(1); }
  const Tensor& input(std::size_t i) override { return network_.value(inputs_.at(i)); }
  Tensor& output() override { return network_.value(index_); }
  bool in_place() const override { return network_.in_place(index_); }
  Tensor& error() override { return network_.error(index_); }
  Tensor* wanted_error() override { return network_.wanted_error(index_, this->pass()); }
  void deliver(std::size_t input, Tensor&& contribution) override {
    network_.deliver(inputs_.at(input), std::move(contribution), this->pass());
  }
  Embedding<T>& table() override {
    const auto at = model::tied_table(network_.graph_, index_);
    METRONOME_ASSERT(at, "layers that multiply a table name it");
    return std::get<Embedding<T>>(network_.layers_[*at]);
  }
  Tensor take_buffer(const tensor::Dims& dims) override { return network_.take_buffer(dims); }

 private:
  Network& network_;
  NodeIndex index_;
  const std::vector<NodeIndex>& inputs_;
};

template <class T>
const typename Network<T>::Tensor& Network<T>::forward(const Tensor& input, const Pass<T>& pass,
                                                       const trace::Assignment& assignment) {
  value(0) = input;
  for (NodeIndex i = 1; i < graph_.nodes.size(); ++i) {
    if (observe_input_ && !graph_.nodes[i].inputs.empty()) {
      observe_input_(i, value(graph_.nodes[i].inputs.front()));
    }
    Run run(*this, i, pass, assignment);
    std::visit([&](auto& layer) { layer.forward(run); }, layers_[i]);
    if (change_output_) {
      change_output_(i, value(i));
    }
  }
  return value(graph_.nodes.size() - 1);
}

template <class T>
void Network<T>::backward(const Tensor& logits_gradient, const Pass<T>& pass,
                          const trace::Assignment& assignment) {
  Tensor& last = error(graph_.nodes.size() - 1);
  last = take_buffer(logits_gradient.dims());
  last = logits_gradient;
  for (NodeIndex i = graph_.nodes.size() - 1; i > 0; --i) {
    if (pass.feeds(i)) {
      error(i) = take_buffer(value(i).dims());
      pass.direct_errors->project(i, logits_gradient, pass, error(i));
    }
    if (observe_error_) {
      observe_error_(i, error(i));
    }
    Run run(*this, i, pass, assignment);
    std::visit([&](auto& layer) { layer.backward(run); }, layers_[i]);
    if (run.precision().gradient_bits > 0) {
      quantize_gradients(i, run.precision().gradient_bits, pass);
    }
    if (!in_place(i)) {
      give_back(std::move(error(i)));
    }
  }
  error(0) = Tensor();
}

template <class T>
void Network<T>::quantize_gradients(NodeIndex node, int bits, const Pass<T>& pass) {
  std::uint64_t id = node;
  for (const Parameter<T>& parameter : state(node).parameters) {
    Tensor& gradient = *parameter.gradient;
    const T* end = std::as_const(gradient).data() + gradient.size();
    // What is no number any more must be found as that.
    if (!parameter.of_product ||
        !std::all_of(std::as_const(gradient).data(), end, [](T g) { return std::isfinite(g); })) {
      continue;
    }
    const quant::Grid<T> grid =
        quant::grid_of(quant::range_of(gradient.data(), gradient.size()), bits);
    if (pass.stochastic) {
      const RandomStream noise(pass.seed, "gradient_rounding", (pass.iteration << 16) + id);
      quant::quantize_stochastic(gradient.data(), gradient.size(), grid, noise, 0, gradient.data());
    } else {
      quant::quantize(gradient.data(), gradient.size(), grid, gradient.data());
    }
    id += kSecondProduct;
  }
}

template <class T>
typename Network<T>::Tensor* Network<T>::wanted_error(NodeIndex index, const Pass<T>& pass) {
  const model::Node& node = graph_.nodes[index];
  const bool unwanted = feeds_from_input(graph_, node) || pass.feeds(node.inputs.front());
  return unwanted ? nullptr : &error_to_add_to(node.inputs.front(), pass);
}

template <class T>
void Network<T>::deliver(NodeIndex node, Tensor&& contribution, const Pass<T>& pass) {
  if (pass.feeds(node)) {
    give_back(std::move(contribution));
    return;
  }
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
