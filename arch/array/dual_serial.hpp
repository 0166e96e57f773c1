#pragma once

#include <string_view>
#include <vector>

#include "arch/array/unrolling.hpp"
#include "sim/config/schema.hpp"

namespace metronome::array {

/// Loom [sharify2018loom]: both operands are bit-serial. A grid of rows x columns units of
/// `lanes` 1-bit products; one step takes ceil(x_bits / bits_per_cycle) * y_bits cycles, where x
/// feeds the columns (windows) and y the rows (filters, held while all bits of x pass).
/// With `group_precision`, detectors find the widest value among the elements of x, and among those
/// of y, that take part in a step, and the step takes as many bits as these have; all units wait
/// for the slowest. The operands of a step are then read once, whole.
struct DualSerialSpec {
  static constexpr std::string_view kSchemaName = "dual_serial";
  std::uint64_t rows = 128;
  std::uint64_t columns = 16;
  std::uint64_t lanes = 16;
  std::uint64_t bits_per_cycle = 1;
  bool group_precision = false;
  std::uint64_t drain_outputs_per_cycle = 64;
  bool operator==(const DualSerialSpec&) const = default;
};

[[nodiscard]] std::vector<Unrolling> unrollings(const DualSerialSpec& spec,
                                                const Operands& operands);

}  // namespace metronome::array

namespace metronome::config {
template <>
const StructSchema<array::DualSerialSpec>& schema_of<array::DualSerialSpec>();
}  // namespace metronome::config
