#pragma once

#include "workloads/model/functions.hpp"
#include "workloads/trace/step_builder.hpp"
#include "workloads/trace/update_rule.hpp"

/// Vector-unit work of each pass, per element. Comparisons, maxima and roundings count as
/// additions. Ranges are kept per channel, so that a pass that tracks one knows the tensor's and,
/// for errors scaled per channel, the scaled tensor's. Per-channel and per-tensor numbers
/// (statistics, ranges, scales, batch norm's scale and shift) stay in the vector unit and cause no
/// traffic.
namespace metronome::trace::costs {

/// Minimum and maximum.
inline constexpr Cost kRange{.adds = 2};
/// Times 1/scale; subtract the zero point, round, clamp. What number formats take besides (the
/// largest magnitude of a block, noise, trials) is the machine's to count (code_costs.hpp).
inline constexpr Cost kQuantize{.adds = 3, .multiplies = 1};
/// And the noise of stochastic rounding.
inline constexpr Cost kQuantizeStochastic{.adds = 4, .multiplies = 1};
/// More, to write errors a second time, pre-multiplied by the weight scale of their channel: times
/// (weight scale / scale), then zero point, noise, round, clamp; and the sum over channels of error
/// times weight zero point: one multiply, one add.
inline constexpr Cost kPrescale{.adds = 5, .multiplies = 2};

/// Sum and sum of squares.
inline constexpr Cost kStatistics{.adds = 2, .multiplies = 1};
/// Times scale / deviation, plus shift.
inline constexpr Cost kNormalize{.adds = 1, .multiplies = 1};
inline constexpr Cost kResidual{.adds = 1};
inline constexpr Cost kRelu{.adds = 1};
/// Sums of the masked error and of its product with the normalised input.
inline constexpr Cost kBackwardReduce{.adds = 3, .multiplies = 2};
/// The error less its two projections, times scale / deviation.
inline constexpr Cost kBackward{.adds = 3, .multiplies = 3};

/// Sigmoid or tanh; and its derivative from the output, times the error.
inline constexpr Cost kSigmoid{.adds = model::kSigmoidCost.adds,
                               .multiplies = model::kSigmoidCost.multiplies};
inline constexpr Cost kSigmoidBackward{.adds = 1, .multiplies = 2};

/// Softmax of attention: scale, maximum, subtract it, exponential as a polynomial of degree 6, sum,
/// times 1/sum; and its derivative: product with the error, its sum, difference, product, scale.
inline constexpr Cost kSoftmax{.adds = 9, .multiplies = 8};
inline constexpr Cost kSoftmaxBackward{.adds = 2, .multiplies = 3};

/// An LSTM cell, for each hidden value: four sums, five activations, two products and their sum,
/// and the output's product; and its derivatives.
inline constexpr Cost kCell{.adds = 4 + 5 * 9 + 1, .multiplies = 5 * 10 + 3};
inline constexpr Cost kCellBackward{.adds = 2 + 5, .multiplies = 5 * 2 + 7};

/// Softmax and cross-entropy gradient: maximum, subtract it, exponential as a polynomial of degree
/// 6 (6 adds, 6 multiplies), sum; times 1/sum, subtract the label's one, times 1/batch.
inline constexpr Cost kLoss{.adds = 10, .multiplies = 8};
/// Gradient of the mean square difference: subtract the label, times 2 / elements.
inline constexpr Cost kSquareLoss{.adds = 1, .multiplies = 1};

/// SGD: g + decay w; w - rate g; with momentum also: momentum v + g. Adam: g + decay w; two moving
/// averages (one square); w - rate m / (root of v + epsilon), the root and the reciprocal by two
/// Newton steps each (5 operations and 4).
constexpr Cost update(UpdateRule rule) {
  switch (rule) {
    case UpdateRule::sgd:
      return {.adds = 2, .multiplies = 2};
    case UpdateRule::momentum:
      return {.adds = 3, .multiplies = 3};
    case UpdateRule::adam:
      return {.adds = 5 + 2 + 2, .multiplies = 1 + 5 + 2 + 8 + 4};
  }
  fail_no_enumerator(rule);
}

constexpr Cost operator+(Cost a, Cost b) { return {a.adds + b.adds, a.multiplies + b.multiplies}; }

/// `cost` where `condition` holds, else none.
constexpr Cost when(bool condition, Cost cost) { return condition ? cost : Cost{}; }

}  // namespace metronome::trace::costs
