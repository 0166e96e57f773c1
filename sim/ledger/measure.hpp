#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <string>

#include "sim/base/quantity.hpp"
#include "sim/ledger/attribution.hpp"
#include "workloads/trace/trace.hpp"

namespace metronome {

/// The parts of a machine that energy is reported by.
enum class Component { array, input_buffer, weight_buffer, output_buffer, vector, dram, leakage };
inline constexpr std::size_t kComponents = 7;
[[nodiscard]] const char* component_name(Component component);

/// Something that happens and costs energy each time. `a_bits` x `b_bits` are the operand widths of
/// a multiply-accumulate as the array executes it; 0 for actions without operand widths.
/// Leakage is an activity counted in array clock cycles.
struct Activity {
  Component component = Component::array;
  std::string action;  ///< as in the energy table: "systolic.mac", "sram_8KiB_16B.read_bit", "ACT"
  int a_bits = 0;
  int b_bits = 0;
  auto operator<=>(const Activity&) const = default;
};

/// Bytes moved between the accelerator and DRAM.
struct Traffic {
  Bytes read{0};
  Bytes write{0};
  bool operator==(const Traffic&) const = default;
};

inline constexpr std::size_t kRoles = 8;

/// What a piece of work did and took: counts and cycles, never joules. Additive, so that levels,
/// phases, classes and runs are sums of operations.
struct Measure {
  Attribution cycles;
  std::map<Activity, std::uint64_t> counts;
  std::array<Traffic, kRoles> dram;  ///< by trace::Role of the tensor moved
  Macs macs{0};                      ///< useful multiply-accumulates of matrix work
  BitOperations bit_operations_executed{0};

  void count(Component component, std::string action, std::uint64_t n, int a_bits = 0,
             int b_bits = 0);
  [[nodiscard]] Traffic& traffic(trace::Role role) { return dram[static_cast<std::size_t>(role)]; }
  [[nodiscard]] const Traffic& traffic(trace::Role role) const {
    return dram[static_cast<std::size_t>(role)];
  }
  [[nodiscard]] Traffic total_traffic() const;
  Measure& operator+=(const Measure& other);
  [[nodiscard]] Measure scaled(std::uint64_t factor) const;
  bool operator==(const Measure&) const = default;
};

}  // namespace metronome
