#pragma once

#include <cstdint>
#include <vector>

#include "arch/mapping/mapping.hpp"
#include "arch/mapping/program.hpp"

namespace metronome::mapping {

/// What of an operation's transfers no computing hides: nothing is computed before the first tile
/// has come, and what the last one stores goes behind it. In whole cycles of the array, rounded
/// down, by dram::least_time(): of the loads from closed rows. Bytes as the first tile loads them.
struct ExposedTime {
  std::uint64_t first_load = 0;
  std::uint64_t last_store = 0;
  std::uint64_t first_weight_bytes = 0;  ///< of operand b
  std::uint64_t first_input_bytes = 0;
  std::uint64_t first_access = 0;  ///< of first_load what passes before data does
  bool operator==(const ExposedTime&) const = default;
  [[nodiscard]] std::uint64_t cycles() const { return first_load + last_store; }
};

/// Looks at the first and the last tiles alone.
[[nodiscard]] ExposedTime exposed_time(const MatrixJob& job, const Mapping& mapping,
                                       const arch::AcceleratorSpec& machine);
[[nodiscard]] ExposedTime exposed_time(const VectorJob& job, const arch::AcceleratorSpec& machine);

}  // namespace metronome::mapping
