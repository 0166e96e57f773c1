#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace metronome::schedule {

/// What schedules that a training drives ask to be told of an iteration, beside its loss.
struct Wants {
  bool gradients = false;    ///< of weights of each layer
  bool weights = false;      ///< of each layer, before the update
  bool differences = false;  ///< how much more a finer format keeps of each operand
  bool noise = false;        ///< of the weight gradients, that formats add
  [[nodiscard]] bool any() const { return gradients || weights || differences || noise; }
  bool operator==(const Wants&) const = default;
};

/// The operands of a layer that Observation::differences tells of: X, W and dY.
inline constexpr std::size_t kObservedOperands = 3;

/// Of one iteration; what was not asked for is empty. Layers are those that take formats, in the
/// order of Schedule::bound().
struct Observation {
  double loss = 0;
  std::vector<std::span<const float>> gradients{}, weights{};
  /// sum |Q_fine - Q_coarse| / sum |Q_coarse| of X, W and dY of each layer.
  std::vector<std::array<double, kObservedOperands>> differences{};
  /// Sums over all layers: of squares of weight gradients of FP32 operands, and of squares of the
  /// difference that the formats make to them.
  double gradient_squares = 0;
  double noise_squares = 0;
};

}  // namespace metronome::schedule
