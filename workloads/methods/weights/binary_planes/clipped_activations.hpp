#pragma once

#include <span>
#include <vector>

#include "workloads/methods/weights/form/activation_grid.hpp"
#include "workloads/methods/weights/form/weight_form.hpp"

namespace metronome::weights {

/// A layer's inputs on the grid of activation_grid.hpp whose range alpha is trained [choi2018pact]:
///   X^ = Q(X), dX = dX^ where X lies inside, d/dalpha = sum dX^ where it lies at or beyond an end.
template <class T>
class ClippedActivations {
 public:
  /// UserError unless alpha is a finite number above zero.
  explicit ClippedActivations(T alpha, bool is_signed = false);

  /// Of the next forward(): 1 to 16. UserError else, and where alpha has left the numbers above 0.
  void set_bits(int bits) { bits_ = bits; }
  [[nodiscard]] int bits() const { return bits_; }
  [[nodiscard]] ActivationGrid<T> grid() const { return {bits_, alpha_[0], signed_}; }
  /// Whether a zero has a code, so that a border can have one.
  [[nodiscard]] bool has_zero() const { return !signed_ || bits_ > 1; }

  void forward(std::span<const T> x, std::span<T> out) const;
  void clear_gradients() { alpha_gradient_[0] = 0; }
  /// Adds to the gradient of the range; `dx` is overwritten and may be `gradient`.
  void backward(std::span<const T> x, std::span<const T> gradient, std::span<T> dx);
  /// "alpha".
  [[nodiscard]] std::vector<Trained<T>> trained() { return {{"alpha", alpha_, alpha_gradient_}}; }
  [[nodiscard]] std::vector<KeptState<T>> state() { return {{"alpha", alpha_}}; }

 private:
  bool signed_;
  int bits_ = 1;
  std::vector<T> alpha_, alpha_gradient_;
};

/// From dL/dX^ to dL/dX, which overwrites `dx` and may be `gradient`: an error passes where X lies
/// inside. Returns d/dalpha, summed in double in the order of X.
template <class T>
T backward_through(const ActivationGrid<T>& grid, std::span<const T> x, std::span<const T> gradient,
                   std::span<T> dx);

}  // namespace metronome::weights
