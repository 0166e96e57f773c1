#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string>

#include "sim/base/enumeration.hpp"
#include "sim/base/quantity.hpp"
#include "sim/ledger/attribution.hpp"
#include "workloads/trace/trace.hpp"

namespace metronome {

/// The parts of a machine that energy is reported by.
enum class Component {
  array,
  input_buffer,
  weight_buffer,
  output_buffer,
  vector,
  interconnect,  ///< ways into the array, DMA, memory controller and PHY
  dram,
  host,  ///< the processor beside the accelerator, and its link
  leakage
};
constexpr auto enum_rows(Component) {
  using enum Component;
  return enum_list<Component>({{array, "array"},
                               {input_buffer, "input_buffer"},
                               {weight_buffer, "weight_buffer"},
                               {output_buffer, "output_buffer"},
                               {vector, "vector"},
                               {interconnect, "interconnect"},
                               {dram, "dram"},
                               {host, "host"},
                               {leakage, "leakage"}});
}

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

/// Bytes moved between the accelerator and DRAM. Additive.
struct Traffic {
  Bytes read{0};
  Bytes write{0};

  Traffic& operator+=(const Traffic& other) {
    read += other.read;
    write += other.write;
    return *this;
  }
  bool operator==(const Traffic&) const = default;
};

/// By the role of the tensor moved.
using RoleTraffic = EnumArray<trace::Role, Traffic>;

/// What a piece of work did and took: counts and cycles, never joules. Additive, so that levels,
/// phases, classes and runs are sums of operations.
struct Measure {
  Attribution cycles;
  std::map<Activity, std::uint64_t> counts;
  RoleTraffic dram;
  Macs macs{0};  ///< useful multiply-accumulates of matrix work
  BitOperations bit_operations_executed{0};

  void count(Component component, std::string action, std::uint64_t n, int a_bits = 0,
             int b_bits = 0);
  [[nodiscard]] Traffic& traffic(trace::Role role) { return dram[role]; }
  [[nodiscard]] const Traffic& traffic(trace::Role role) const { return dram[role]; }
  [[nodiscard]] Traffic total_traffic() const;
  Measure& operator+=(const Measure& other);
  [[nodiscard]] Measure scaled(std::uint64_t factor) const;
  bool operator==(const Measure&) const = default;
};

}  // namespace metronome
