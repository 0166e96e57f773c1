#pragma once

#include <algorithm>
#include <cmath>
#include <concepts>
#include <numbers>

#include "workloads/model/pointwise_layers.hpp"

/// Layers that are a function of each number. One is added here and nowhere else: its keys, its
/// value and slope for the trainer, its cost for a step, its place in the list below.
namespace metronome::model {

/// FP32 operations of the vector unit for each element. Comparisons and maxima count as additions.
struct FunctionCost {
  double adds = 0;
  double multiplies = 0;
};

/// Exponential as a polynomial of degree 6, one addition, the reciprocal by two Newton steps.
inline constexpr FunctionCost kSigmoidCost{9, 10};
/// x / 6 + 1 / 2 between 0 and 1.
inline constexpr FunctionCost kHardSigmoidCost{3, 1};
/// The distribution function of the normal distribution by a polynomial of degree 5 in
/// 1 / (1 + p |x|), times an exponential: formula 7.1.26 of [abramowitz1964handbook]. Scale x (1
/// multiply); the argument (1, 1); its reciprocal by two Newton steps (2, 4); the polynomial (4,
/// 5); the square and the exponential of degree 6 (6, 7); their product from 1 (1, 1); the sign and
/// (1 + y) / 2 (2, 1).
inline constexpr FunctionCost kNormalDistributionCost{16, 20};

/// silu of the gate, times the other; backward: silu and its slope at the gate, its products with
/// the error and with the other input.
inline constexpr FunctionCost kSwiGluCost{kSigmoidCost.adds, kSigmoidCost.multiplies + 2};
inline constexpr FunctionCost kSwiGluBackwardCost{kSigmoidCost.adds + 2,
                                                  kSigmoidCost.multiplies + 6};

/// What such a layer costs in a step.
struct FunctionPass {
  FunctionCost forward;
  FunctionCost backward;     ///< slope at x times the error
  bool writes_mask = false;  ///< a bit tells the slope
  bool reads_input = false;  ///< backward reads x again
};

/// Of which `keys` a table of a file is made: table.number(key, member, doc, least, most), and
/// table.check(holds, key, what, hint).
struct FunctionLayer : PointwiseLayer {
  template <class Table>
  static void keys(Table& /*table*/) {}
  bool operator==(const FunctionLayer&) const = default;
};

template <class L>
concept Function = std::derived_from<L, FunctionLayer> && requires(const L& layer, double x) {
  { layer.value(x) } -> std::same_as<double>;
  { layer.slope(x) } -> std::same_as<double>;
  { layer.pass() } -> std::same_as<FunctionPass>;
};

struct LeakyRelu : FunctionLayer {
  double below = 0.01;  ///< the slope below zero

  static constexpr LayerText kText{"leaky_relu", "{C, H, W}", "0", "x, below zero times a slope"};
  template <class Table>
  static void keys(Table& table) {
    table.number("slope", &LeakyRelu::below, "below zero", -1e6L, 1e6L);
  }
  [[nodiscard]] double value(double x) const { return x < 0 ? x * below : x; }
  [[nodiscard]] double slope(double x) const { return x < 0 ? below : 1; }
  [[nodiscard]] static FunctionPass pass() {
    return {.forward = {1, 1}, .backward = {1, 1}, .reads_input = true};
  }
  bool operator==(const LeakyRelu&) const = default;
};

/// ReLU6 with its defaults.
struct Clip : FunctionLayer {
  double low = 0, high = 6;

  static constexpr LayerText kText{"clip", "{C, H, W}", "0", "x between two bounds (ReLU6: 0, 6)"};
  template <class Table>
  static void keys(Table& table) {
    table.number("low", &Clip::low, "lower bound", -1e30L, 1e30L);
    table.number("high", &Clip::high, "upper bound", -1e30L, 1e30L);
    table.check([](const Clip& clip) { return clip.low <= clip.high; }, "low", "is above high",
                "at most high");
  }
  [[nodiscard]] double value(double x) const {
    return x < low ? low : (x > high ? high : x);  // keeps NaN
  }
  [[nodiscard]] double slope(double x) const { return x > low && x < high ? 1 : 0; }
  [[nodiscard]] static FunctionPass pass() {
    return {.forward = {2, 0}, .backward = {1, 0}, .writes_mask = true};
  }
  bool operator==(const Clip&) const = default;
};

struct HardSigmoid : FunctionLayer {
  static constexpr LayerText kText{"hard_sigmoid", "{C, H, W}", "0",
                                   "x / 6 + 1 / 2 between 0 and 1"};
  [[nodiscard]] static double value(double x) { return std::clamp(x / 6 + 0.5, 0.0, 1.0); }
  [[nodiscard]] static double slope(double x) { return x > -3 && x < 3 ? 1.0 / 6 : 0; }
  [[nodiscard]] static FunctionPass pass() {
    return {.forward = kHardSigmoidCost, .backward = {2, 1}, .reads_input = true};
  }
  bool operator==(const HardSigmoid&) const = default;
};

struct HardSwish : FunctionLayer {
  static constexpr LayerText kText{"hard_swish", "{C, H, W}", "0", "x hard_sigmoid(x)"};
  [[nodiscard]] static double value(double x) { return x * HardSigmoid::value(x); }
  [[nodiscard]] static double slope(double x) { return x <= -3 ? 0 : (x >= 3 ? 1 : x / 3 + 0.5); }
  [[nodiscard]] static FunctionPass pass() {
    return {.forward = {kHardSigmoidCost.adds, kHardSigmoidCost.multiplies + 1},
            .backward = {kHardSigmoidCost.adds + 2, kHardSigmoidCost.multiplies + 2},
            .reads_input = true};
  }
  bool operator==(const HardSwish&) const = default;
};

struct Silu : FunctionLayer {
  static constexpr LayerText kText{"silu", "{C, H, W}", "0", "x sigmoid(x)"};
  [[nodiscard]] static double value(double x) { return x * sigmoid(x); }
  [[nodiscard]] static double slope(double x) {
    const double s = sigmoid(x);
    return s + x * s * (1 - s);
  }
  /// Backward: s + x s (1 - s), times the error.
  [[nodiscard]] static FunctionPass pass() {
    return {.forward = {kSigmoidCost.adds, kSigmoidCost.multiplies + 1},
            .backward = {kSigmoidCost.adds + 2, kSigmoidCost.multiplies + 3},
            .reads_input = true};
  }
  bool operator==(const Silu&) const = default;

 private:
  [[nodiscard]] static double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }
};

struct Gelu : FunctionLayer {
  static constexpr LayerText kText{"gelu", "{C, H, W}", "0",
                                   "x times the normal distribution function of x"};
  [[nodiscard]] static double value(double x) { return x * distribution(x); }
  [[nodiscard]] static double slope(double x) { return distribution(x) + x * density(x); }
  /// Backward: the distribution function + x times the density, times the error; the exponential
  /// is shared.
  [[nodiscard]] static FunctionPass pass() {
    return {.forward = {kNormalDistributionCost.adds, kNormalDistributionCost.multiplies + 1},
            .backward = {kNormalDistributionCost.adds + 1, kNormalDistributionCost.multiplies + 3},
            .reads_input = true};
  }
  bool operator==(const Gelu&) const = default;

 private:
  [[nodiscard]] static double distribution(double x) {
    return 0.5 * std::erfc(-x / std::numbers::sqrt2);
  }
  [[nodiscard]] static double density(double x) {
    return std::exp(-x * x / 2) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
  }
};

/// factor x + shift.
struct Scale : FunctionLayer {
  double factor = 1, shift = 0;

  static constexpr LayerText kText{"scale", "{C, H, W}", "0", "x times a constant, plus another"};
  template <class Table>
  static void keys(Table& table) {
    table.number("factor", &Scale::factor, "multiplies x", -1e30L, 1e30L);
    table.number("shift", &Scale::shift, "is added", -1e30L, 1e30L);
  }
  [[nodiscard]] double value(double x) const { return factor * x + shift; }
  [[nodiscard]] double slope(double /*x*/) const { return factor; }
  [[nodiscard]] FunctionPass pass() const {
    return {.forward = {shift != 0 ? 1.0 : 0.0, 1}, .backward = {0, 1}};
  }
  bool operator==(const Scale&) const = default;
};

template <Function... Kinds>
struct FunctionKinds {};

/// The list: what is here is a layer, of files, of the trainer and of steps.
using Functions = FunctionKinds<LeakyRelu, Clip, HardSigmoid, HardSwish, Silu, Gelu, Scale>;

}  // namespace metronome::model
