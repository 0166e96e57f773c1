#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "sim/base/quantity.hpp"

namespace metronome::weights {

struct SwitchSpec {
  static constexpr std::string_view kSchemaName = "bucket_switch";
  int bar = 1;            ///< steps of one direction, net, that move a coefficient; above zero
  double filter = -1;     ///< steps of at most this size do not count; negative: all count
  double least = 0x1p-7;  ///< magnitude that a zero coefficient becomes; a power of two
  double most = 32;       ///< magnitude
  double momentum = 0.9;  ///< 0: none is kept
  bool operator==(const SwitchSpec&) const = default;
};

/// Coefficients that move from power to power when enough gradients have agreed
/// [chen2021smartdeal]. A step:
///   d = mask gradient + weight_decay c; v = momentum v + d; step = -rate v;
///   counter += sign(step), unless |step| <= filter;
///   where |counter| = bar: the counter is cleared and the rounded coefficient moves by a factor of
///   two towards the sign, or, of an unmasked zero, becomes the least magnitude of that sign;
///   magnitudes above `most` are clipped.
/// The public code keeps v, so a claim that counters are the only state must do without it: with
/// momentum 0, v is the gradient of the step alone.
template <class T>
class BucketSwitch {
 public:
  /// UserError where the spec makes no sense.
  BucketSwitch(const SwitchSpec& spec, std::size_t coefficients);

  /// Rounds all coefficients by the operator (power_of_two.hpp) and moves those that are due.
  /// Returns how many of them were rewritten.
  std::size_t step(std::span<T> coefficients, std::span<const T> mask, std::span<const T> gradient,
                   double threshold, double rate, double weight_decay);
  void clear_counters();

  [[nodiscard]] std::span<T> counters() { return counters_; }
  [[nodiscard]] std::span<const T> counters() const { return counters_; }
  [[nodiscard]] std::span<T> velocities() { return velocities_; }
  /// Holds -bar to bar.
  [[nodiscard]] int counter_bits() const;

 private:
  SwitchSpec spec_;
  std::vector<T> counters_;  ///< whole numbers; so that checkpoints keep them as all else
  std::vector<T> velocities_;
};

}  // namespace metronome::weights
