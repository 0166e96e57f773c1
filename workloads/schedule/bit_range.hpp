#pragma once

#include <array>

#include "workloads/precision/format_family.hpp"

namespace metronome::schedule {

/// Inclusive; both 0 means FP32.
struct BitRange {
  int min = 8;
  int max = 8;
  bool operator==(const BitRange&) const = default;
};

/// The range of each number of a precision.
struct PrecisionRange {
  BitRange weights;
  BitRange activations;
  BitRange errors;
  BitRange gradients{0, 0};
  BitRange stash;
  trace::FormatFamily family{};  ///< what the bits are bits of

  PrecisionRange() = default;
  /// The short form, as trace::Precision's.
  PrecisionRange(BitRange forward, BitRange backward)
      : weights(forward), activations(forward), errors(backward), stash(forward) {}

  /// The largest bits of each: what CPT evaluates at.
  [[nodiscard]] trace::Precision largest() const {
    return each([](BitRange range) { return range.max; });
  }
  /// Each number by its range.
  template <class Bits>
  [[nodiscard]] trace::Precision each(const Bits& bits) const;
  /// Whether the short form tells the bits; of any family.
  [[nodiscard]] bool is_short() const {
    PrecisionRange plain(weights, errors);
    plain.family = family;
    return *this == plain;
  }
  bool operator==(const PrecisionRange&) const = default;
};

/// The members of both, number by number.
struct RangeField {
  trace::PrecisionField number;
  BitRange PrecisionRange::*range;
};
inline constexpr std::array<RangeField, trace::kPrecisionFields.size()> kRangeFields{
    {{trace::kPrecisionFields[0], &PrecisionRange::weights},
     {trace::kPrecisionFields[1], &PrecisionRange::activations},
     {trace::kPrecisionFields[2], &PrecisionRange::errors},
     {trace::kPrecisionFields[3], &PrecisionRange::gradients},
     {trace::kPrecisionFields[4], &PrecisionRange::stash}}};

template <class Bits>
trace::Precision PrecisionRange::each(const Bits& bits) const {
  trace::Precision precision;
  for (const RangeField& field : kRangeFields) {
    precision.*field.number.bits = bits(this->*field.range);
  }
  return family.of(precision);
}

/// Rounds half to even. A tie of a formula must be one here whatever the last bit of its cosine or
/// exponential is, so values are snapped to a grid first: far coarser than their error, far finer
/// than a step of an iteration.
[[nodiscard]] int round_bits(double bits);

}  // namespace metronome::schedule
