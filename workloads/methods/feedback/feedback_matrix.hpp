#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/enumeration.hpp"
#include "sim/base/random.hpp"

namespace metronome::feedback {

/// How the fixed feedback of a hidden layer comes about.
///   uniform  U(-sqrt(3 / d), sqrt(3 / d)): variance 1 / d
///   product  W'_{l+1} ... W'_n of the initial weights
///   binary   the signs of that, times the mean of its magnitudes
///   lfsr     signs of a generator, times sqrt(1 / d): nothing is stored
enum class FeedbackKind { uniform, product, binary, lfsr };
constexpr auto enum_rows(FeedbackKind) {
  using enum FeedbackKind;
  return enum_list<FeedbackKind>(
      {{uniform, "uniform"}, {product, "product"}, {binary, "binary"}, {lfsr, "lfsr"}});
}

/// Bits that one entry occupies in memory; 0 where it is generated.
[[nodiscard]] int stored_bits(FeedbackKind kind);

/// Rows x columns numbers, row by row. Of a feedback: a row for each number whose error it makes
/// (d of them), a column for each class.
struct FeedbackMatrix {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<double> values;

  [[nodiscard]] double at(std::size_t row, std::size_t column) const {
    return values[row * columns + column];
  }
  bool operator==(const FeedbackMatrix&) const = default;
};

[[nodiscard]] FeedbackMatrix uniform_feedback(std::size_t numbers, std::size_t classes,
                                              const RandomStream& draws);

/// W'_{l+1} ... W'_n, of the weights (outputs x inputs) of the layers behind, in their order; at
/// least one.
[[nodiscard]] FeedbackMatrix product_feedback(const std::vector<FeedbackMatrix>& weights);

/// Signs times the mean magnitude; zero counts as positive.
[[nodiscard]] FeedbackMatrix binary_feedback(FeedbackMatrix matrix);

/// Entry by entry, row by row: 1 is +sqrt(1 / numbers), 0 is -sqrt(1 / numbers). UserError where
/// the state is 0.
[[nodiscard]] FeedbackMatrix lfsr_feedback(std::size_t numbers, std::size_t classes,
                                           std::uint32_t state);

}  // namespace metronome::feedback
