#pragma once

#include "sim/base/enumeration.hpp"
#include "sim/config/schema.hpp"
#include "workloads/trace/update_rule.hpp"

namespace metronome::train {

enum class OptimizerKind { sgd, adam, adamw };
constexpr auto enum_rows(OptimizerKind) {
  using enum OptimizerKind;
  return enum_list<OptimizerKind>({{sgd, "sgd"}, {adam, "adam"}, {adamw, "adamw"}});
}

/// How gradients become steps.
struct OptimiserSpec {
  OptimizerKind optimizer = OptimizerKind::sgd;
  double momentum = 0;
  bool nesterov = false;
  double weight_decay = 0;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double gradient_clip = 0;
};

/// What it keeps for each weight.
[[nodiscard]] trace::UpdateRule update_rule(const OptimiserSpec& spec);

/// The keys of that in a file, whose struct has them as members of the same names.
template <class Spec>
void add_optimiser_fields(config::StructSchema<Spec>& schema) {
  schema
      .field("optimizer", &Spec::optimizer,
             {.doc = "sgd (momentum, nesterov), adam (L2 penalty) or adamw (decoupled decay)"})
      .field("momentum", &Spec::momentum,
             {.doc = "of stochastic gradient descent", .min = 0, .max = 1})
      .field("nesterov", &Spec::nesterov, {.doc = "Nesterov's form of momentum"})
      .field("weight_decay", &Spec::weight_decay,
             {.doc = "L2 penalty on every parameter", .min = 0, .max = 1})
      .field("beta1", &Spec::beta1,
             {.doc = "decay of Adam's first moment", .min = 0, .max = 0.999999})
      .field("beta2", &Spec::beta2,
             {.doc = "decay of Adam's second moment", .min = 0, .max = 0.9999999})
      .field("epsilon", &Spec::epsilon,
             {.doc = "added to the root of Adam's second moment", .min = 1e-12, .max = 1})
      .field("gradient_clip", &Spec::gradient_clip,
             {.doc = "largest Euclidean norm of all gradients together; 0: no limit",
              .min = 0,
              .max = 1e9});
}

/// What contradicts itself in them.
template <class Spec>
void check_optimiser(const Spec& spec,
                     const typename config::StructSchema<Spec>::Complain& complain) {
  if (spec.nesterov && spec.optimizer != OptimizerKind::sgd) {
    complain("nesterov", "belongs to stochastic gradient descent", "set `optimizer: sgd`");
  }
  if (spec.nesterov && spec.momentum == 0) {
    complain("nesterov", "needs a momentum", "set `momentum` above 0");
  }
}

template <class Spec>
[[nodiscard]] OptimiserSpec optimiser_keys(const Spec& spec) {
  return {.optimizer = spec.optimizer,
          .momentum = spec.momentum,
          .nesterov = spec.nesterov,
          .weight_decay = spec.weight_decay,
          .beta1 = spec.beta1,
          .beta2 = spec.beta2,
          .epsilon = spec.epsilon,
          .gradient_clip = spec.gradient_clip};
}

}  // namespace metronome::train
