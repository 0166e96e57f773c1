#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "workloads/schedule/cpt_schedule.hpp"
#include "workloads/schedule/static_schedule.hpp"
#include "workloads/schedule/suite.hpp"

namespace metronome::schedule {

/// A static or cyclic schedule of which some layers have more or fewer forward bits throughout:
/// `offset:conv1=2/fc=-1,cpt:3-8,periods=8,backward=8`. Weights, activations and stash of such a
/// layer have so many bits more than those of the others at the same iteration (FP32 stays FP32);
/// errors and gradients have the same. No bits leave 1 to 32.
struct OffsetSpec : KindDefaults {
  using Base = std::variant<StaticSpec, CptSpec, SuiteSpec>;
  static constexpr bool kCycles = true;  ///< of a static one nothing changes anyway

  Base base;
  std::vector<std::pair<std::string, int>> offsets;  ///< layer and bits, never 0; by name
  bool operator==(const OffsetSpec&) const = default;

  /// UserError where the network has no quantized layer of such a name.
  [[nodiscard]] static OffsetSpec bound(const OffsetSpec& spec,
                                        const std::vector<std::string>& layers);
  [[nodiscard]] trace::Assignment at(std::uint64_t iteration, std::uint64_t iterations) const;
  [[nodiscard]] std::vector<trace::Phase> phases(std::uint64_t iterations) const;
  [[nodiscard]] trace::Assignment evaluation(std::uint64_t iterations) const;
  [[nodiscard]] std::vector<trace::Assignment> levels(std::uint64_t iterations) const;
  [[nodiscard]] int largest_bits() const;
  [[nodiscard]] std::string name() const;
  [[nodiscard]] static std::vector<std::string> names() { return {"offset"}; }
  [[nodiscard]] static std::vector<ScheduleForm> forms();
  [[nodiscard]] static OffsetSpec parse(const std::string& text);

 private:
  [[nodiscard]] trace::Assignment moved(const trace::Assignment& from) const;
};

}  // namespace metronome::schedule
