#include "workloads/train/optimiser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "sim/base/overload.hpp"

namespace metronome::train {
namespace {

using Rule = std::variant<Sgd<float>, Adam<float>>;

Rule make_rule(const WorkloadSpec& spec, std::vector<nn::Parameter<float>> parameters) {
  switch (spec.optimizer) {
    case OptimizerKind::sgd:
      return Sgd<float>(std::move(parameters), {.momentum = spec.momentum,
                                                .nesterov = spec.nesterov,
                                                .weight_decay = spec.weight_decay});
    case OptimizerKind::adam:
    case OptimizerKind::adamw:
      return Adam<float>(std::move(parameters),
                         {.beta1 = spec.beta1,
                          .beta2 = spec.beta2,
                          .epsilon = spec.epsilon,
                          .weight_decay = spec.weight_decay,
                          .decoupled_decay = spec.optimizer == OptimizerKind::adamw});
  }
  fail_no_enumerator(spec.optimizer);
}

}  // namespace

Optimiser::Optimiser(const WorkloadSpec& spec, nn::Network<float>& network)
    : Optimiser(spec, network.parameters()) {}

Optimiser::Optimiser(const WorkloadSpec& spec, std::vector<nn::Parameter<float>> parameters)
    : parameters_(std::move(parameters)),
      rule_(make_rule(spec, parameters_)),
      gradient_clip_(spec.gradient_clip) {}

double Optimiser::gradient_norm() const {
  double squares = 0;
  for (const nn::Parameter<float>& parameter : parameters_) {
    for (const float value : parameter.gradient->values()) {
      squares += static_cast<double>(value) * static_cast<double>(value);
    }
  }
  return std::sqrt(squares);
}

void Optimiser::step(double learning_rate, double norm) {
  if (gradient_clip_ > 0 && norm > gradient_clip_) {
    const float factor = static_cast<float>(gradient_clip_ / norm);
    for (const nn::Parameter<float>& parameter : parameters_) {
      for (float& value : parameter.gradient->values()) {
        value *= factor;
      }
    }
  }
  std::visit([&](auto& rule) { rule.step(learning_rate); }, rule_);
}

std::vector<std::span<float>> Optimiser::buffers() {
  return std::visit([](auto& rule) { return rule.state(); }, rule_);
}

std::vector<NamedTensor> Optimiser::state() {
  std::vector<NamedTensor> list;
  for (const std::span<float> values : buffers()) {
    list.push_back({fmt::format("{}.{}", parameters_[list.size() % parameters_.size()].name,
                                list.size() / parameters_.size()),
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
  std::visit(Overload{[](Sgd<float>&) {},  // does not count them
                      [&](Adam<float>& rule) { rule.set_steps(steps); }},
             rule_);
}

}  // namespace metronome::train
