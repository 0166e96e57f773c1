#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/base/enumeration.hpp"
#include "workloads/methods/weights/coefficients/bucket_switch.hpp"
#include "workloads/methods/weights/coefficients/decomposition.hpp"
#include "workloads/methods/weights/coefficients/stored_coefficients.hpp"
#include "workloads/methods/weights/form/weight_form.hpp"

namespace metronome::weights {

/// What moves the coefficients in training.
enum class CoefficientUpdate {
  optimizer,      ///< the run's own, on real numbers that the operator rounds
  bucket_switch,  ///< counters (bucket_switch.hpp)
  dense           ///< nothing: real weights are trained, and decomposed after each epoch
};
constexpr auto enum_rows(CoefficientUpdate) {
  using enum CoefficientUpdate;
  return enum_list<CoefficientUpdate>(
      {{optimizer, "optimizer"}, {bucket_switch, "bucket_switch"}, {dense, "dense"}});
}

/// The exponent range cycles with the schedule: below `bits`, each bit less drops so many of the
/// smallest powers of two (this project's choice). The threshold at b bits is that of training
/// times 2^(exponents (bits - b)), at most the largest magnitude of the layer, which always stays;
/// what is dropped learns on, straight through. With bits 0 all levels have the whole range.
struct CycledRange {
  static constexpr std::string_view kSchemaName = "cycled";
  int bits = 0;
  double exponents = 1;
  bool operator==(const CycledRange&) const = default;
};

/// A share of pruned rows that one layer has.
struct LayerPruning {
  static constexpr std::string_view kSchemaName = "pruned_layer";
  std::string layer;
  double share = 0;
  bool operator==(const LayerPruning&) const = default;
};

struct CoefficientSpec {
  static constexpr std::string_view kSchemaName = "coefficients";
  DecompositionSpec decomposition;
  double pruned_rows = 0;                   ///< share (pruning.hpp); of linear layers 0
  std::vector<LayerPruning> pruned_layers;  ///< in its place, of convolutions that are named
  double threshold = 4e-3;                  ///< of the operator of training
  CycledRange cycled;
  CoefficientUpdate update = CoefficientUpdate::bucket_switch;
  SwitchSpec switching;
  BasisWidth basis_width = BasisWidth::bits_8;
  bool operator==(const CoefficientSpec&) const = default;
};

/// Weights as powers of two times a small basis [chen2021smartdeal]: W = (mask P(C)) B, P the
/// operator of power_of_two.hpp. Straight through, with dW the gradient of W:
///   dC = mask (dW B^T), dB = (mask P(C))^T dW.
/// The mask is what the decomposition left. A schedule's bits are those that the rebuilt weights
/// are rounded to, on a symmetric grid whose end is a bound from the largest coefficient and the
/// bases, so that no pass looks for a range; 0: they stay real numbers. Levels may have fewer
/// exponents (CycledRange).
/// `dense` is the training for inference: the weights are real numbers and the optimizer's, at a
/// schedule's bits on the symmetric grid that reaches to the largest; end_epoch() prunes and
/// decomposes them and puts what C B gives in their place.
template <class T>
class Coefficients {
 public:
  static constexpr FormKind kKind = FormKind::coefficients;

  /// Prunes and decomposes. UserError as these.
  Coefficients(const WeightShape& shape, const CoefficientSpec& spec, std::span<const T> weights);

  [[nodiscard]] const WeightShape& shape() const { return layout_.shape(); }
  [[nodiscard]] const BlockLayout& layout() const { return layout_; }
  /// 0 to 16.
  void check(int bits) const;

  void forward(int bits, std::span<T> out) const;
  void clear_gradients();
  void add_gradients(int bits, std::span<const T> gradient);
  /// "basis", and "coefficients" where the optimizer moves them; of `dense` "weight".
  [[nodiscard]] std::vector<Trained<T>> trained();
  /// Moves the coefficients by bucket switching, if that is their update.
  void update(const UpdateSettings& settings);
  /// All counters begin anew; of `dense`, the weights are decomposed. UserError as the constructor.
  void end_epoch();
  [[nodiscard]] std::vector<KeptState<T>> state();
  [[nodiscard]] std::string state_fault() const;

  [[nodiscard]] std::optional<int> product_bits(int bits) const;
  /// The three streams of the container, as the coefficients are now.
  [[nodiscard]] StoredForm stored(int bits) const;
  /// FP32 bases, and of every coefficient of the mask its counter and momentum, or its real number;
  /// of `dense` the weights.
  [[nodiscard]] StoredForm training_state() const;
  [[nodiscard]] std::string encode(int bits) const;
  [[nodiscard]] std::vector<FormWork> forward_work(int bits) const;
  [[nodiscard]] std::vector<FormWork> training_work(int bits) const;

  /// What encode() stores at a width; 0: everything. Where counters move the coefficients the
  /// stored ones are the only ones, so that no level drops any of them.
  [[nodiscard]] StoredCoefficients to_store(int bits = 0) const;
  /// The end of the grid of rebuilt weights: the largest coefficient times the largest sum of the
  /// magnitudes of a basis column; of `dense` the largest magnitude of a weight.
  [[nodiscard]] T bound() const;
  /// How many coefficients the last update() rewrote.
  [[nodiscard]] std::size_t rewritten() const { return rewritten_; }

 private:
  [[nodiscard]] bool is_dense() const { return spec_.update == CoefficientUpdate::dense; }
  void decompose_weights(std::span<const T> weights);
  /// The threshold of the operator at a width.
  [[nodiscard]] double threshold_at(int bits) const;
  [[nodiscard]] std::vector<T> rounded_coefficients(int bits = 0) const;
  [[nodiscard]] std::vector<T> stored_basis() const;
  [[nodiscard]] std::uint64_t nonzeros(int bits) const;
  /// Rows of coefficients that are not all zero.
  [[nodiscard]] std::uint64_t kept_rows(int bits) const;

  CoefficientSpec spec_;
  BlockLayout layout_;
  std::vector<T> coefficients_, basis_, mask_;
  std::vector<T> coefficient_gradient_, basis_gradient_;
  std::vector<T> dense_, dense_gradient_;  ///< empty unless `dense`
  BucketSwitch<T> switch_;
  std::size_t rewritten_ = 0;
};

/// out[i] = the weights of C B, `coefficients` and `basis` as in StoredCoefficients.
template <class T>
void rebuild(const BlockLayout& layout, std::span<const T> coefficients, std::span<const T> basis,
             std::span<T> out);

}  // namespace metronome::weights
