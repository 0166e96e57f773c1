#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/config/placed_name.hpp"
#include "workloads/methods/weights/blended_grids/mixture.hpp"
#include "workloads/methods/weights/blended_grids/search_cost.hpp"
#include "workloads/methods/weights/form/weight_form.hpp"

namespace metronome::weights {

/// How strengths move, and what the widths that are found may cost (search_cost.hpp).
struct SearchSpec {
  static constexpr std::string_view kSchemaName = "width_search";
  MixtureKind mixture = MixtureKind::deterministic;
  double first_temperature = 5;  ///< of stochastic mixtures, in a straight line to the last
  double last_temperature = 0.5;
  double learning_rate = 0.02;  ///< of the strengths' Adam
  double beta1 = 0.5, beta2 = 0.999;
  CostUnit cost = CostUnit::bit_operations;
  config::PlacedName
      costs;             ///< file of a table (cost_file.hpp); empty: bit operations of the network
  std::string machine;   ///< whose costs are meant: NAME or NAME@DIGEST (of WidthCosts)
  double target = 4;     ///< times the cost of all searched layers at 1 bit x 1 bit
  double penalty = 0.1;  ///< of a unit of cost above the target
  int error_bits = 8;    ///< of the schedule that the widths are written as; 0: FP32
  bool operator==(const SearchSpec&) const = default;
};

struct BlendedSpec {
  static constexpr std::string_view kSchemaName = "blended";
  std::vector<int> candidates{1, 2, 3, 4, 5};
  double first_strength = 0.01;
  double first_range = 3;  ///< of activations, which is trained
  bool scaled = false;     ///< values are times mean |w|
  SearchSpec search;
  bool operator==(const BlendedSpec&) const = default;
};

/// Meta weights that all candidates of a search share [li2020ebs]:
///   W^ = sum p_i Q(W, b_i), Q = 2 rint(v n) / n - 1, n = 2^b - 1, p the shares of the strengths r.
/// One product is executed, of numbers that lie on no grid of few bits. Straight through:
///   d/dp_i = <dW^, Q_i>, dW = dW^ 2 dv/dw (sum p = 1).
template <class T>
class BlendedGrids {
 public:
  static constexpr FormKind kKind = FormKind::blended;

  /// UserError by check_candidates, and where a weight is not finite.
  BlendedGrids(const WeightShape& shape, BlendedSpec spec, std::span<const T> weights);

  [[nodiscard]] const WeightShape& shape() const { return shape_; }
  [[nodiscard]] const BlendedSpec& spec() const { return spec_; }
  /// 0 only: the widths are the candidates', not a schedule's.
  void check(int bits) const;

  /// How the next forward() mixes.
  void set_draw(const MixtureDraw& draw) { draw_ = draw; }
  [[nodiscard]] std::vector<T> shares() const { return shares_of<T>(strengths_, draw_); }
  [[nodiscard]] std::span<const T> strengths() const { return strengths_; }
  /// The grid of candidate i alone.
  [[nodiscard]] std::vector<T> candidate(std::size_t i) const { return candidate(places(), i); }

  void forward(int bits, std::span<T> out) const;
  void clear_gradients();
  void add_gradients(int bits, std::span<const T> gradient);
  /// The gradient of a cost with respect to the strengths.
  void add_cost_gradients(std::span<const double> gradient);
  /// "weight" and "strengths": two optimizers, on two parts of the data.
  [[nodiscard]] std::vector<Trained<T>> trained();
  void update(const UpdateSettings& /*settings*/) {}
  void end_epoch() {}
  [[nodiscard]] std::vector<KeptState<T>> state();
  [[nodiscard]] std::string state_fault() const { return {}; }

  [[nodiscard]] std::optional<int> product_bits(int /*bits*/) const { return std::nullopt; }
  /// The mixture, as FP32.
  [[nodiscard]] StoredForm stored(int bits) const;
  [[nodiscard]] StoredForm training_state() const;
  [[nodiscard]] std::string encode(int bits) const;
  [[nodiscard]] std::vector<FormWork> forward_work(int bits) const;
  [[nodiscard]] std::vector<FormWork> training_work(int bits) const;

 private:
  /// Of the weights on the tanh grid, which the candidates share.
  [[nodiscard]] std::vector<T> places() const;
  [[nodiscard]] std::vector<T> candidate(const std::vector<T>& places, std::size_t i) const;

  WeightShape shape_;
  BlendedSpec spec_;
  MixtureDraw draw_;
  std::vector<T> weights_, weight_gradient_;
  std::vector<T> strengths_, strength_gradient_;
};

/// The same of a layer's inputs X and a trained range alpha [choi2018pact]:
///   X^ = sum q_i Q(X, b_i), Q on the grid of activation_grid.hpp;
///   dX = dX^ where X lies inside, d/dalpha = sum dX^ where it lies at or beyond the end.
template <class T>
class BlendedActivations {
 public:
  BlendedActivations(BlendedSpec spec, T alpha, bool is_signed = false);

  void set_draw(const MixtureDraw& draw) { draw_ = draw; }
  [[nodiscard]] std::vector<T> shares() const { return shares_of<T>(strengths_, draw_); }
  [[nodiscard]] std::span<const T> strengths() const { return strengths_; }
  [[nodiscard]] std::vector<T> candidate(std::span<const T> x, std::size_t i) const;
  void forward(std::span<const T> x, std::span<T> out) const;
  void clear_gradients();
  /// Adds to the gradients of strengths and range; `dx` is overwritten and may be `gradient`.
  void backward(std::span<const T> x, std::span<const T> gradient, std::span<T> dx);
  void add_cost_gradients(std::span<const double> gradient);
  /// "strengths" and "alpha".
  [[nodiscard]] std::vector<Trained<T>> trained();
  [[nodiscard]] std::vector<KeptState<T>> state() {
    return {{"strengths", strengths_}, {"alpha", alpha_}};
  }

 private:
  BlendedSpec spec_;
  bool signed_;
  MixtureDraw draw_;
  std::vector<T> strengths_, strength_gradient_;
  std::vector<T> alpha_, alpha_gradient_;
};

}  // namespace metronome::weights
