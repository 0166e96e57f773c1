#pragma once

#include "workloads/schedule/schedule_kind.hpp"

namespace metronome::schedule {

/// One precision for the whole run.
struct StaticSpec : KindDefaults {
  trace::Precision precision;

  StaticSpec() = default;
  explicit StaticSpec(const trace::Precision& bits) : precision(bits) {}
  bool operator==(const StaticSpec&) const = default;

  [[nodiscard]] trace::Assignment at(std::uint64_t iteration, std::uint64_t iterations) const;
  [[nodiscard]] std::vector<trace::Phase> phases(std::uint64_t iterations) const;
  [[nodiscard]] trace::Assignment evaluation(std::uint64_t iterations) const;
  [[nodiscard]] std::vector<trace::Assignment> levels(std::uint64_t iterations) const;
  [[nodiscard]] int largest_bits() const;
  [[nodiscard]] std::string name() const;
  [[nodiscard]] static std::vector<std::string> names() { return {"static"}; }
  [[nodiscard]] static std::vector<ScheduleForm> forms();
  [[nodiscard]] static StaticSpec parse(const std::string& text);
};

}  // namespace metronome::schedule
