#pragma once

#include "workloads/schedule/bit_range.hpp"
#include "workloads/schedule/schedule_kind.hpp"

namespace metronome::schedule {

/// Cyclic Precision Training: `periods` half-cosine ramps from min to max, each followed by a
/// reset. A number whose range has min = max is constant, as the paper's errors are.
struct CptSpec : KindDefaults {
  static constexpr bool kCycles = true;
  PrecisionRange bits;
  std::uint64_t periods = 32;

  CptSpec() = default;
  CptSpec(const PrecisionRange& ranges, std::uint64_t number) : bits(ranges), periods(number) {}
  bool operator==(const CptSpec&) const = default;

  [[nodiscard]] trace::Assignment at(std::uint64_t iteration, std::uint64_t iterations) const;
  [[nodiscard]] std::vector<trace::Phase> phases(std::uint64_t iterations) const;
  [[nodiscard]] trace::Assignment evaluation(std::uint64_t iterations) const;
  [[nodiscard]] std::vector<trace::Assignment> levels(std::uint64_t iterations) const;
  [[nodiscard]] int largest_bits() const;
  [[nodiscard]] std::string name() const;
  [[nodiscard]] static std::vector<std::string> names() { return {"cpt"}; }
  [[nodiscard]] static std::vector<ScheduleForm> forms();
  [[nodiscard]] static CptSpec parse(const std::string& text);
};

/// Bits of CPT at an iteration: rint(min + (max - min)/2 * (1 - cos(pi * z))), z = (t mod T) / T,
/// ties to even [fu2021cpt]. `period_iterations` is T >= 1.
[[nodiscard]] int cyclic_bits(BitRange range, std::uint64_t iteration,
                              std::uint64_t period_iterations);

}  // namespace metronome::schedule
