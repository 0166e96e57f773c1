#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "workloads/methods/weights/form/weight_form.hpp"
#include "workloads/methods/weights/nested_planes/mode_passes.hpp"
#include "workloads/methods/weights/nested_planes/plane_major.hpp"

namespace metronome::weights {

/// Where a weight lies between the least and the largest code.
enum class NestedGrid {
  tanh,  ///< its tanh between those of the largest magnitudes [zhou2016dorefa]
  range  ///< itself between the least and the largest weight of the layer, as in [fu2021code]
};
constexpr auto enum_rows(NestedGrid) {
  using enum NestedGrid;
  return enum_list<NestedGrid>({{tanh, "tanh"}, {range, "range"}});
}

struct NestedSpec {
  static constexpr std::string_view kSchemaName = "nested_planes";
  int low_bits = 2;
  int high_bits = 8;
  NestedTraining training = NestedTraining::joint_hard;
  double first_phase = 0.5;  ///< share of the iterations that the low mode of two_phase has
  NestedGrid grid = NestedGrid::tanh;  ///< `range`: of `scheduled` only
  bool operator==(const NestedSpec&) const = default;
};

/// Weights stored as one code of `high_bits` bits; a precision of b bits reads the leading b planes
/// and nothing else. Master weights are FP32. After freeze() the leading `low_bits` planes stay,
/// and what lies below them is trained (residual.hpp).
template <class T>
class NestedPlanes {
 public:
  static constexpr FormKind kKind = FormKind::nested_planes;

  /// UserError where the bits are no low and high mode or a weight is not finite.
  NestedPlanes(const WeightShape& shape, const NestedSpec& spec, std::span<const T> weights);

  [[nodiscard]] const WeightShape& shape() const { return shape_; }
  [[nodiscard]] const NestedSpec& spec() const { return spec_; }
  /// 1 to high_bits.
  void check(int bits) const;
  [[nodiscard]] bool frozen() const { return phase_[0] != T(0); }
  /// Ends the first phase of two_phase; of other trainings and a second time an error of ours.
  void freeze();

  void forward(int bits, std::span<T> out) const;
  void clear_gradients();
  /// The low modes of frozen planes have no gradient.
  void add_gradients(int bits, std::span<const T> gradient);
  [[nodiscard]] std::vector<Trained<T>> trained();
  void update(const UpdateSettings& /*settings*/) {}
  void end_epoch() {}
  [[nodiscard]] std::vector<KeptState<T>> state();
  [[nodiscard]] std::string state_fault() const;

  [[nodiscard]] std::optional<int> product_bits(int bits) const { return bits; }
  [[nodiscard]] StoredForm stored(int bits) const;
  [[nodiscard]] StoredForm training_state() const;
  /// The leading planes word by word, little-endian, and the scale E.
  [[nodiscard]] std::string encode(int bits) const;
  [[nodiscard]] std::vector<FormWork> forward_work(int bits) const;
  [[nodiscard]] std::vector<FormWork> training_work(int bits) const;

  /// What a switch of modes moves: the planes that the lower one lacks; nothing down.
  [[nodiscard]] StoredForm switched(int from_bits, int to_bits) const;
  /// The codes of high_bits bits as they are now.
  [[nodiscard]] std::vector<std::uint16_t> codes() const;
  [[nodiscard]] T scale() const;

 private:
  WeightShape shape_;
  NestedSpec spec_;
  std::vector<T> weights_;
  std::vector<T> gradient_;
  // Of the second phase; numbers, so that checkpoints keep them as they keep all others.
  std::vector<T> phase_;         ///< {1} when frozen
  std::vector<T> frozen_codes_;  ///< of low_bits bits
  std::vector<T> frozen_scale_;
  std::vector<T> residuals_;
};

}  // namespace metronome::weights
