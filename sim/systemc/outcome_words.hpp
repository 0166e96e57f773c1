#pragma once

#include <array>
#include <bit>
#include <cstdint>

#include "sim/systemc/session.hpp"

namespace metronome::sim {

/// An outcome is counts and nothing else: as a row of numbers, in the order of its members.
using OutcomeWords = std::array<std::uint64_t, sizeof(OperationOutcome) / sizeof(std::uint64_t)>;

[[nodiscard]] inline OutcomeWords words_of(const OperationOutcome& outcome) {
  return std::bit_cast<OutcomeWords>(outcome);
}
[[nodiscard]] inline OperationOutcome outcome_of(const OutcomeWords& words) {
  return std::bit_cast<OperationOutcome>(words);
}

}  // namespace metronome::sim
