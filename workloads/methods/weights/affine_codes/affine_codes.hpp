#pragma once

#include <string>
#include <vector>

#include "workloads/methods/weights/form/weight_form.hpp"

namespace metronome::weights {

/// The weights of Cyclic Precision Training [fu2021code]: FP32 masters, and codes of whatever width
/// the schedule says, on one grid for the weights of each output (quant/affine.hpp).
template <class T>
class AffineCodes {
 public:
  static constexpr FormKind kKind = FormKind::affine;

  AffineCodes(const WeightShape& shape, std::span<const T> weights);

  [[nodiscard]] const WeightShape& shape() const { return shape_; }
  /// 0 (FP32) to 16.
  void check(int bits) const;

  void forward(int bits, std::span<T> out) const;
  void clear_gradients();
  void add_gradients(int bits, std::span<const T> gradient);
  [[nodiscard]] std::vector<Trained<T>> trained() { return {{"weight", weights_, gradient_}}; }
  void update(const UpdateSettings& /*settings*/) {}
  void end_epoch() {}
  [[nodiscard]] std::vector<KeptState<T>> state() { return {{"weight", weights_}}; }
  [[nodiscard]] std::string state_fault() const { return {}; }

  [[nodiscard]] std::optional<int> product_bits(int bits) const;
  /// Codes side by side, and scale and zero point of each output.
  [[nodiscard]] StoredForm stored(int bits) const;
  [[nodiscard]] StoredForm training_state() const;
  [[nodiscard]] std::string encode(int bits) const;
  [[nodiscard]] std::vector<FormWork> forward_work(int bits) const;
  [[nodiscard]] std::vector<FormWork> training_work(int bits) const;

 private:
  WeightShape shape_;
  std::vector<T> weights_;
  std::vector<T> gradient_;
};

}  // namespace metronome::weights
