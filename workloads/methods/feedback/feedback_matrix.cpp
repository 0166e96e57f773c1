#include "workloads/methods/feedback/feedback_matrix.hpp"

#include <cmath>

#include "sim/base/error.hpp"
#include "workloads/methods/feedback/lfsr.hpp"

namespace metronome::feedback {
namespace {

/// a' b
FeedbackMatrix transposed_product(const FeedbackMatrix& a, const FeedbackMatrix& b) {
  METRONOME_ASSERT(a.rows == b.rows, "a layer reads what the one before it gives");
  FeedbackMatrix result{a.columns, b.columns, std::vector<double>(a.columns * b.columns)};
  for (std::size_t k = 0; k < a.rows; ++k) {
    for (std::size_t i = 0; i < a.columns; ++i) {
      for (std::size_t j = 0; j < b.columns; ++j) {
        result.values[i * b.columns + j] += a.at(k, i) * b.at(k, j);
      }
    }
  }
  return result;
}

FeedbackMatrix transposed(const FeedbackMatrix& a) {
  FeedbackMatrix result{a.columns, a.rows, {}};
  for (std::size_t i = 0; i < a.columns; ++i) {
    for (std::size_t j = 0; j < a.rows; ++j) {
      result.values.push_back(a.at(j, i));
    }
  }
  return result;
}

}  // namespace

Lfsr::Lfsr(std::uint32_t state) : state_(state) {
  if (state == 0) {
    throw UserError("a shift register of state 0 gives zeros for ever", "any other state");
  }
}

int stored_bits(FeedbackKind kind) {
  switch (kind) {
    case FeedbackKind::uniform:
    case FeedbackKind::product:
      return 32;
    case FeedbackKind::binary:
      return 1;
    case FeedbackKind::lfsr:
      return 0;
  }
  fail_no_enumerator(kind);
}

FeedbackMatrix uniform_feedback(std::size_t numbers, std::size_t classes,
                                const RandomStream& draws) {
  const double bound = std::sqrt(3.0 / static_cast<double>(numbers));
  FeedbackMatrix result{numbers, classes, {}};
  for (std::size_t i = 0; i < numbers * classes; ++i) {
    result.values.push_back(bound * (2 * draws.uniform(i) - 1));
  }
  return result;
}

FeedbackMatrix product_feedback(const std::vector<FeedbackMatrix>& weights) {
  METRONOME_ASSERT(!weights.empty(), "there is a layer behind a hidden one");
  FeedbackMatrix result = transposed(weights.back());
  for (std::size_t l = weights.size() - 1; l-- > 0;) {
    result = transposed_product(weights[l], result);
  }
  return result;
}

FeedbackMatrix binary_feedback(FeedbackMatrix matrix) {
  double sum = 0;
  for (const double value : matrix.values) {
    sum += std::abs(value);
  }
  const double mean = sum / static_cast<double>(matrix.values.size());
  for (double& value : matrix.values) {
    value = value < 0 ? -mean : mean;
  }
  return matrix;
}

FeedbackMatrix lfsr_feedback(std::size_t numbers, std::size_t classes, std::uint32_t state) {
  Lfsr bits(state);
  const double scale = std::sqrt(1.0 / static_cast<double>(numbers));
  FeedbackMatrix result{numbers, classes, {}};
  for (std::size_t i = 0; i < numbers * classes; ++i) {
    result.values.push_back(bits.next() ? scale : -scale);
  }
  return result;
}

}  // namespace metronome::feedback
