#pragma once

#include "workloads/schedule/bit_range.hpp"
#include "workloads/schedule/schedule_kind.hpp"

namespace metronome::schedule {

/// A deficit window (a critical-period experiment, as in [wolfe2024schedules]): the least bits of
/// each range for `iterations` iterations from `start` on, the largest ones outside; or one preset
/// inside and another one outside.
struct DeficitSpec : KindDefaults {
  PrecisionRange bits;
  std::optional<trace::Precision> inside{}, outside{};  ///< in the place of bits; both or neither
  std::uint64_t start = 0;
  std::uint64_t iterations = 1;
  bool operator==(const DeficitSpec&) const = default;

  [[nodiscard]] trace::Assignment at(std::uint64_t iteration, std::uint64_t run_iterations) const;
  [[nodiscard]] std::vector<trace::Phase> phases(std::uint64_t run_iterations) const;
  [[nodiscard]] trace::Assignment evaluation(std::uint64_t run_iterations) const;
  [[nodiscard]] std::vector<trace::Assignment> levels(std::uint64_t run_iterations) const;
  [[nodiscard]] int largest_bits() const;
  [[nodiscard]] std::optional<std::uint64_t> begins_too_late(std::uint64_t run_iterations) const;
  [[nodiscard]] std::string name() const;
  [[nodiscard]] static std::vector<std::string> names() { return {"deficit"}; }
  [[nodiscard]] static std::vector<ScheduleForm> forms();
  [[nodiscard]] static DeficitSpec parse(const std::string& text);
};

}  // namespace metronome::schedule
