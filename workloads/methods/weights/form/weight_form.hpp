#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "workloads/methods/weights/form/form_kind.hpp"
#include "workloads/methods/weights/form/stored_form.hpp"
#include "workloads/methods/weights/form/weight_shape.hpp"

namespace metronome::weights {

/// Numbers that the optimizer of a run trains, and their gradient after backward().
template <class T>
struct Trained {
  std::string name;  ///< "weight", "strengths", "basis", ...
  std::span<T> values;
  std::span<const T> gradient;
};

/// Numbers that a checkpoint keeps, the trained ones included.
template <class T>
struct KeptState {
  std::string name;
  std::span<T> values;
};

/// What an optimizer would be told; forms that update something themselves read it.
struct UpdateSettings {
  double learning_rate = 0;
  double momentum = 0;
  double weight_decay = 0;
};

/// What the trainer, the memory allocator, the mapping and the report ask of every form of weights.
/// `bits` is what the precision schedule says for the weights of the layer at this iteration
/// (1 to 16, 0: FP32); a form that takes no such width refuses it in check().
template <class F, class T>
concept WeightForm = requires(F& form, const F& constant, int bits, std::span<T> out,
                              std::span<const T> gradient, const UpdateSettings& settings) {
  { F::kKind } -> std::convertible_to<FormKind>;
  { constant.shape() } -> std::convertible_to<WeightShape>;
  // UserError where the form cannot work at a width, with what it can.
  constant.check(bits);

  // The layer multiplies with `out`, of shape().elements() numbers.
  form.forward(bits, out);
  // From dL/d(out) of the last forward(bits): straight-through gradients of what is trained.
  form.clear_gradients();
  form.add_gradients(bits, gradient);
  { form.trained() } -> std::same_as<std::vector<Trained<T>>>;
  // What the form updates by a rule of its own; nothing in most.
  form.update(settings);
  form.end_epoch();
  { form.state() } -> std::same_as<std::vector<KeptState<T>>>;
  // What is wrong with numbers that state() was given from a file, as the end of a sentence; empty:
  // a form of these settings can have them.
  { constant.state_fault() } -> std::same_as<std::string>;

  // The bits on the grid of which products with the weights are executed; nothing: real numbers.
  { constant.product_bits(bits) } -> std::same_as<std::optional<int>>;
  // What a forward pass reads; what training keeps from step to step.
  { constant.stored(bits) } -> std::same_as<StoredForm>;
  { constant.training_state() } -> std::same_as<StoredForm>;
  // The stored form itself: streams in the order of stored(bits), each piece in whole bytes.
  { constant.encode(bits) } -> std::same_as<std::string>;
  // Added to a forward pass, and to a whole training step.
  { constant.forward_work(bits) } -> std::same_as<std::vector<FormWork>>;
  { constant.training_work(bits) } -> std::same_as<std::vector<FormWork>>;
};

}  // namespace metronome::weights
