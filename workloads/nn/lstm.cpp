#include "workloads/nn/lstm.hpp"

#include <cmath>

#include "workloads/nn/elementwise.hpp"
#include "workloads/nn/initial_values.hpp"

namespace metronome::nn {
namespace {

template <class T>
T sigmoid(T x) {
  return T(1) / (T(1) + std::exp(-x));
}

/// Each token's product has rounding noise of its own.
template <class T>
Pass<T> pass_of_token(const Pass<T>& pass, std::size_t t, std::size_t tokens) {
  Pass<T> own = pass;
  own.iteration = pass.iteration * tokens + t;
  return own;
}

}  // namespace

template <class T>
Lstm<T>::Lstm(std::size_t in_features, std::size_t hidden, std::size_t tokens,
              trace::DxScale dx_scale, std::uint64_t id)
    : hidden_(hidden),
      input_({.in_channels = in_features, .in_height = tokens, .out_channels = 4 * hidden},
             dx_scale, id),
      recurrent_({.in_channels = hidden, .out_channels = 4 * hidden}, dx_scale,
                 id + kSecondProduct),
      recurrent_gradient_(recurrent_.weight().dims()),
      tokens_(tokens) {}

template <class T>
void Lstm<T>::forward(const Tensor& x, Tensor& y, const Pass<T>& pass, trace::Precision precision) {
  const std::size_t batch = x.dim(1);
  input_.forward(x, from_input_, pass, precision);
  y.reshape({hidden_, batch, tokens_.size(), 1});
  start(pass, batch);
  Tensor& state = token_state_;
  state = initial_.state;
  for (std::size_t t = 0; t < tokens_.size(); ++t) {
    for (std::size_t i = 0; t > 0 && i < state.size(); ++i) {
      state.data()[i] = y.data()[i * tokens_.size() + t - 1];
    }
    recurrent_.forward(state, product_, pass, precision);
    tokens_[t].state = recurrent_.kept_input();
    cell_forward(t, product_, from_input_, y);
  }
  State& carried = carried_[pass.training ? 1 : 0];
  carried.state.reshape(state.dims());
  for (std::size_t i = 0; i < state.size(); ++i) {
    carried.state.data()[i] = y.data()[(i + 1) * tokens_.size() - 1];
  }
  carried.cell = tokens_.back().cell;
}

template <class T>
void Lstm<T>::start(const Pass<T>& pass, std::size_t batch) {
  const tensor::Dims dims{hidden_, batch, 1, 1};
  const State& carried = carried_[pass.training ? 1 : 0];
  if (pass.continues && carried.state.dims() == dims) {
    initial_ = carried;
    return;
  }
  for (Tensor* zero : {&initial_.state, &initial_.cell}) {
    zero->reshape(dims);
    zero->fill(T(0));
  }
}

template <class T>
void Lstm<T>::cell_forward(std::size_t t, const Tensor& product, const Tensor& from_input,
                           Tensor& y) {
  Token& token = tokens_[t];
  const std::size_t batch = y.dim(1);
  const std::size_t n = hidden_ * batch;
  token.gates.reshape({4 * hidden_, batch, 1, 1});
  token.cell.reshape({hidden_, batch, 1, 1});
  for (std::size_t i = 0; i < 4 * n; ++i) {
    const T sum = product.data()[i] + from_input.data()[i * tokens_.size() + t];
    token.gates.data()[i] = i / n == 2 ? std::tanh(sum) : sigmoid(sum);
  }
  const T* gates = token.gates.data();
  for (std::size_t i = 0; i < n; ++i) {
    const T before = (t > 0 ? tokens_[t - 1].cell : initial_.cell).data()[i];
    token.cell.data()[i] = gates[n + i] * before + gates[i] * gates[2 * n + i];
    y.data()[i * tokens_.size() + t] = gates[3 * n + i] * std::tanh(token.cell.data()[i]);
  }
}

template <class T>
void Lstm<T>::backward(const Tensor& dy, Tensor* dx, const Pass<T>& pass,
                       trace::Precision precision) {
  const std::size_t batch = dy.dim(1);
  gate_errors_.reshape({4 * hidden_, batch, tokens_.size(), 1});
  gate_error_.reshape({4 * hidden_, batch, 1, 1});
  for (Tensor* zero : {&dh_, &dc_}) {
    zero->reshape({hidden_, batch, 1, 1});
    zero->fill(T(0));
  }
  recurrent_gradient_.fill(T(0));
  for (std::size_t t = tokens_.size(); t-- > 0;) {
    cell_backward(t, dy, dh_, dc_, gate_error_);
    for (std::size_t i = 0; i < gate_error_.size(); ++i) {
      gate_errors_.data()[i * tokens_.size() + t] = gate_error_.data()[i];
    }
    dh_.fill(T(0));
    recurrent_.restore_input(tokens_[t].state);
    recurrent_.backward(gate_error_, t > 0 ? &dh_ : nullptr, pass_of_token(pass, t, tokens_.size()),
                        precision);
    accumulate(recurrent_.gradient(), recurrent_gradient_, pass);
  }
  input_.backward(gate_errors_, dx, pass, precision);
}

/// With h = o tanh(c), c = f c' + i g: from the errors of h and c to those of the four sums, and dc
/// to that of c'.
template <class T>
void Lstm<T>::cell_backward(std::size_t t, const Tensor& dy, const Tensor& dh, Tensor& dc,
                            Tensor& gate_error) const {
  const Token& token = tokens_[t];
  const std::size_t n = token.cell.size();
  const T* gates = token.gates.data();
  T* out = gate_error.data();
  for (std::size_t j = 0; j < n; ++j) {
    const T i = gates[j], f = gates[n + j], g = gates[2 * n + j], o = gates[3 * n + j];
    const T error = dy.data()[j * tokens_.size() + t] + dh.data()[j];
    const T squashed = std::tanh(token.cell.data()[j]);
    const T of_cell = dc.data()[j] + error * o * (T(1) - squashed * squashed);
    const T before = (t > 0 ? tokens_[t - 1].cell : initial_.cell).data()[j];
    out[j] = of_cell * g * i * (T(1) - i);
    out[n + j] = of_cell * before * f * (T(1) - f);
    out[2 * n + j] = of_cell * i * (T(1) - g * g);
    out[3 * n + j] = error * squashed * o * (T(1) - o);
    dc.data()[j] = of_cell * f;
  }
}

template <class T>
void Lstm<T>::forward(NodeRun<T>& run) {
  forward(run.input(), run.output(), run.pass(), run.precision());
}

template <class T>
void Lstm<T>::backward(NodeRun<T>& run) {
  backward(run.error(), run.wanted_error(), run.pass(), run.precision());
}

template <class T>
LayerState<T> Lstm<T>::state(const std::string& name) {
  LayerState<T> state = input_.state(name + ".input");
  state.parameters.push_back(
      {name + ".recurrent.weight", &recurrent_.weight(), &recurrent_gradient_, true});
  state.ranges.push_back({name + ".recurrent.input_range", &recurrent_.input_range()});
  state.carried = {{name + ".state", &carried().state}, {name + ".cell", &carried().cell}};
  return state;
}

template <class T>
void Lstm<T>::initialise(std::uint64_t seed, std::uint64_t node) {
  const auto hidden = static_cast<double>(recurrent_.weight().row_size());
  const double bound = 1.0 / std::sqrt(hidden);
  fill_uniform(input_.product().weight(), bound, RandomStream(seed, "initial_weight", node));
  fill_uniform(input_.bias(), bound, RandomStream(seed, "initial_bias", node));
  fill_uniform(recurrent_.weight(), bound, RandomStream(seed, "initial_recurrent", node));
}

template class Lstm<float>;
template class Lstm<double>;

}  // namespace metronome::nn
