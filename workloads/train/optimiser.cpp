#include "workloads/train/optimiser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "sim/base/overload.hpp"

namespace metronome::train {
namespace {

template <class T>
std::variant<Sgd<T>, Adam<T>> make_rule(const OptimiserSpec& spec,
                                        std::vector<nn::Parameter<T>> parameters) {
  switch (spec.optimizer) {
    case OptimizerKind::sgd:
      return Sgd<T>(std::move(parameters), {.momentum = spec.momentum,
                                            .nesterov = spec.nesterov,
                                            .weight_decay = spec.weight_decay});
    case OptimizerKind::adam:
    case OptimizerKind::adamw:
      return Adam<T>(std::move(parameters),
                     {.beta1 = spec.beta1,
                      .beta2 = spec.beta2,
                      .epsilon = spec.epsilon,
                      .weight_decay = spec.weight_decay,
                      .decoupled_decay = spec.optimizer == OptimizerKind::adamw});
  }
  fail_no_enumerator(spec.optimizer);
}

}  // namespace

trace::UpdateRule update_rule(const OptimiserSpec& spec) {
  if (spec.optimizer != OptimizerKind::sgd) {
    return trace::UpdateRule::adam;
  }
  return spec.momentum > 0 ? trace::UpdateRule::momentum : trace::UpdateRule::sgd;
}

template <class T>
OptimiserOf<T>::OptimiserOf(const OptimiserSpec& spec, std::vector<nn::Parameter<T>> parameters)
    : parameters_(std::move(parameters)),
      rule_(make_rule(spec, parameters_)),
      gradient_clip_(spec.gradient_clip) {}

template <class T>
double OptimiserOf<T>::gradient_norm() const {
  double squares = 0;
  for (const nn::Parameter<T>& parameter : parameters_) {
    for (const T value : parameter.gradient->values()) {
      squares += static_cast<double>(value) * static_cast<double>(value);
    }
  }
  return std::sqrt(squares);
}

template <class T>
void OptimiserOf<T>::step(double learning_rate, double norm) {
  if (gradient_clip_ > 0 && norm > gradient_clip_) {
    const T factor = static_cast<T>(gradient_clip_ / norm);
    for (const nn::Parameter<T>& parameter : parameters_) {
      for (T& value : parameter.gradient->values()) {
        value *= factor;
      }
    }
  }
  std::visit([&](auto& rule) { rule.step(learning_rate); }, rule_);
}

template <class T>
std::vector<std::span<T>> OptimiserOf<T>::buffers() {
  return std::visit([](auto& rule) { return rule.state(); }, rule_);
}

template <class T>
void OptimiserOf<T>::set_steps(std::uint64_t steps) {
  std::visit(Overload{[](Sgd<T>&) {},  // does not count them
                      [&](Adam<T>& rule) { rule.set_steps(steps); }},
             rule_);
}

template class OptimiserOf<float>;
template class OptimiserOf<double>;

Optimiser::Optimiser(const WorkloadSpec& spec, nn::Network<float>& network)
    : Optimiser(spec, network.parameters()) {}

Optimiser::Optimiser(const WorkloadSpec& spec, std::vector<nn::Parameter<float>> parameters)
    : OptimiserOf<float>(optimiser_keys(spec), parameters) {
  for (const nn::Parameter<float>& parameter : parameters) {
    names_.push_back(parameter.name);
  }
}

std::vector<NamedTensor> Optimiser::state() {
  std::vector<NamedTensor> list;
  for (const std::span<float> values : buffers()) {
    list.push_back(
        {fmt::format("{}.{}", names_[list.size() % names_.size()], list.size() / names_.size()),
         {values.size()},
         {values.begin(), values.end()}});
  }
  return list;
}

void Optimiser::restore(const std::vector<NamedTensor>& state, std::uint64_t steps) {
  const std::vector<std::span<float>> to = buffers();
  METRONOME_ASSERT(state.size() == to.size(), "a stored state is that of the same optimiser");
  for (std::size_t i = 0; i < to.size(); ++i) {
    METRONOME_ASSERT(state[i].values.size() == to[i].size(),
                     "a stored state is that of the same network");
    std::copy(state[i].values.begin(), state[i].values.end(), to[i].begin());
  }
  set_steps(steps);
}

}  // namespace metronome::train
