#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "workloads/methods/weights/binary_planes/bit_planes.hpp"
#include "workloads/methods/weights/form/activation_grid.hpp"
#include "workloads/methods/weights/form/weight_form.hpp"

namespace metronome::weights {

/// The grid of the inputs of layers with binary planes.
enum class BinaryActivations {
  range,   ///< that of the trainer: from the least to the greatest value of a batch [fu2021code]
  clipped  ///< on a range that is trained [choi2018pact]; evaluations count planes
};
constexpr auto enum_rows(BinaryActivations) {
  using enum BinaryActivations;
  return enum_list<BinaryActivations>({{range, "range"}, {clipped, "clipped"}});
}

struct BinarySpec {
  static constexpr std::string_view kSchemaName = "binary_planes";
  int bits = 2;         ///< of the layer, as a search found them
  bool scaled = false;  ///< values are times mean |w|; otherwise they reach from -1 to 1
  BinaryActivations activations = BinaryActivations::range;
  double first_range = 3;  ///< of clipped activations
  bool operator==(const BinarySpec&) const = default;
};

/// Weights on the grid 2 rint(v n) / n - 1, n = 2^bits - 1 [zhou2016dorefa], executed as binary
/// products of planes [li2020ebs]. A schedule may go below the bits that were found, not above.
template <class T>
class BinaryPlanes {
 public:
  static constexpr FormKind kKind = FormKind::binary_planes;

  /// UserError unless 1 <= bits <= 8 and all weights are finite.
  BinaryPlanes(const WeightShape& shape, const BinarySpec& spec, std::span<const T> weights);

  [[nodiscard]] const WeightShape& shape() const { return shape_; }
  /// 1 to the bits that were found.
  void check(int bits) const;

  void forward(int bits, std::span<T> out) const;
  void clear_gradients();
  void add_gradients(int bits, std::span<const T> gradient);
  [[nodiscard]] std::vector<Trained<T>> trained() { return {{"weight", weights_, gradient_}}; }
  void update(const UpdateSettings& /*settings*/) {}
  void end_epoch() {}
  [[nodiscard]] std::vector<KeptState<T>> state() { return {{"weight", weights_}}; }
  [[nodiscard]] std::string state_fault() const { return {}; }

  [[nodiscard]] std::optional<int> product_bits(int bits) const { return bits; }
  [[nodiscard]] StoredForm stored(int bits) const;
  [[nodiscard]] StoredForm training_state() const;
  /// The planes word by word, little-endian, and the scale where there is one.
  [[nodiscard]] std::string encode(int bits) const;
  [[nodiscard]] std::vector<FormWork> forward_work(int bits) const;
  [[nodiscard]] std::vector<FormWork> training_work(int bits) const;

  [[nodiscard]] BitPlanes planes(int bits) const;
  [[nodiscard]] T scale() const;

 private:
  WeightShape shape_;
  BinarySpec spec_;
  std::vector<T> weights_;
  std::vector<T> gradient_;
};

/// The real products [row][column] behind binary_product(u, v), u the codes of weights times
/// `scale`, v those of activations on `grid`:
///   scale (step (2 Y / n - sum v) + origin (2 sum u / n - depth)), n = 2^bits - 1.
template <class T>
[[nodiscard]] std::vector<T> binary_reals(const BitPlanes& u, T scale, const BitPlanes& v,
                                          const ActivationGrid<T>& grid);

}  // namespace metronome::weights
