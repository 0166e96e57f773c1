#include "workloads/schedule/width_sensitivity.hpp"

#include <cmath>
#include <vector>

#include "sim/base/error.hpp"
#include "workloads/formats/value_rounding.hpp"

namespace metronome::schedule {
namespace {

std::vector<float> rounded(std::span<const float> weights, const formats::OperandFormat& format) {
  std::vector<float> values(weights.begin(), weights.end());
  formats::TensorFacts facts;
  for (const float w : weights) {
    facts.finite = facts.finite && std::isfinite(w);
    facts.largest = std::isfinite(w) ? std::max(facts.largest, std::fabs(w)) : facts.largest;
  }
  const formats::ValueRounding rounding(format, facts, nullptr);
  METRONOME_ASSERT(rounding.row_step() == 1, "blocks lie within a row");
  rounding.round({values.data(), 0, 1, values.size(), values.size(), 1}, 0, 1);
  return values;
}

}  // namespace

WidthSensitivity width_sensitivity(std::span<const float> gradients, std::span<const float> weights,
                                   const formats::OperandFormat& from,
                                   const formats::OperandFormat& to) {
  METRONOME_ASSERT(gradients.size() == weights.size(), "a gradient for each weight");
  const std::vector<float> before = rounded(weights, from);
  const std::vector<float> after = rounded(weights, to);
  WidthSensitivity sum;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double part = double{gradients[i]} * (double{after[i]} - double{before[i]});
    sum.change += part;
    sum.squares += part * part;
  }
  return sum;
}

}  // namespace metronome::schedule
