#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "workloads/schedule/bit_range.hpp"
#include "workloads/schedule/schedule_kind.hpp"

namespace metronome::schedule {

/// How bits rise over a period, z from 0 to 1 [wolfe2024schedules]:
///   linear z; cosine (1 - cos(pi z)) / 2; rex 1 - (1 - z) / (0.1 + 0.9 (1 - z));
///   exponential 1 - exp(-4 z).
enum class Profile { linear, cosine, rex, exponential };

/// What the periods do. Repeated: each rises, min + (max - min) f(z). The triangular ones fall in
/// even periods and rise in odd ones; falling is max - (max - min) f(z) (vertical flip) or
/// min + (max - min) f(1 - z) (horizontal flip), which are one for linear and cosine.
enum class Shape { repeated, triangular_vertical, triangular_horizontal };

/// A cyclic schedule of that suite; every number that has a range follows the formula.
struct SuiteSpec : KindDefaults {
  static constexpr bool kCycles = true;
  static constexpr bool kProposed = false;  ///< two and three letters are near to everything

  Profile profile = Profile::cosine;
  Shape shape = Shape::repeated;
  PrecisionRange bits;
  std::uint64_t periods = 8;  ///< the authors' number

  SuiteSpec() = default;
  SuiteSpec(Profile of, Shape in, const PrecisionRange& ranges, std::uint64_t number)
      : profile(of), shape(in), bits(ranges), periods(number) {}
  bool operator==(const SuiteSpec&) const = default;

  [[nodiscard]] trace::Assignment at(std::uint64_t iteration, std::uint64_t iterations) const;
  [[nodiscard]] std::vector<trace::Phase> phases(std::uint64_t iterations) const;
  [[nodiscard]] trace::Assignment evaluation(std::uint64_t iterations) const;
  [[nodiscard]] std::vector<trace::Assignment> levels(std::uint64_t iterations) const;
  [[nodiscard]] int largest_bits() const;
  [[nodiscard]] std::string name() const;
  [[nodiscard]] static std::vector<std::string> names();
  [[nodiscard]] static std::vector<ScheduleForm> forms();
  [[nodiscard]] static SuiteSpec parse(const std::string& text);
};

/// One of the ten: LR LT CR CT RR RTV RTH ER ETV ETH; `cr` is CPT's own.
struct SuiteKind {
  std::string name;  ///< in lower case, as schedules spell it
  Profile profile;
  Shape shape;
  std::string doc;
};
[[nodiscard]] const std::vector<SuiteKind>& suite_kinds();
[[nodiscard]] const std::string& suite_name(Profile profile, Shape shape);

/// Bits at an iteration, rounded as cyclic_bits (ties to even). `period_iterations` is T >= 1.
[[nodiscard]] int suite_bits(const SuiteSpec& spec, BitRange range, std::uint64_t iteration,
                             std::uint64_t period_iterations);

}  // namespace metronome::schedule
