#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "sim/config/schema.hpp"

namespace metronome::arch {

/// A rate from which on nothing waits for a unit.
inline constexpr double kNeverWaitedFor = 1e9;

/// Units between memory and the buffers that make codes of weights of what is stored, and the
/// counters of weights beside the DMA (docs/weights.md). A unit that a machine has not is not
/// there: bit planes are then refused by arrays that take codes, rebuilds and counters are passes
/// of the vector unit.
struct LoadPathSpec {
  static constexpr std::string_view kSchemaName = "load_path";
  /// Bits of planes that an assembler puts into codes in a cycle.
  std::optional<double> assembled_bits_per_cycle;
  /// Rows of coefficients that a rebuild engine takes in a cycle.
  std::optional<double> rebuilt_rows_per_cycle;
  /// The feed of the array leaves out rows of the reduction in which no filter of those that share
  /// it has a coefficient (mapping/row_skipping.hpp). The engine, which reads the maps of rows,
  /// says which.
  bool skips_zero_rows = false;
  /// Counters that are read, moved, compared and written in a cycle.
  std::optional<double> counters_per_cycle;
  /// Of the weight buffer: bit planes and tables of an inference that stay there from one operation
  /// and iteration to the next.
  std::uint64_t resident_bytes = 0;
  bool operator==(const LoadPathSpec&) const = default;
};

}  // namespace metronome::arch

namespace metronome::config {
template <>
const StructSchema<arch::LoadPathSpec>& schema_of<arch::LoadPathSpec>();
}  // namespace metronome::config
