#pragma once

#include <cstdint>
#include <string_view>

#include "sim/config/schema.hpp"

namespace metronome::vector {

/// FP32 lanes beside the array for all that is not an integer GEMM. A lane does one addition (or
/// comparison, rounding) or one multiplication per cycle; the lanes are pipelined.
struct VectorSpec {
  static constexpr std::string_view kSchemaName = "vector";
  std::uint64_t lanes = 64;
  std::uint64_t pipeline_cycles = 8;
  std::uint64_t packed_codes_per_cycle = 0;  ///< 0: codes are stored as they come
  bool operator==(const VectorSpec&) const = default;
};

/// Elementwise work on some elements.
struct ElementWork {
  std::uint64_t elements = 0;
  double operations_per_element = 0;  ///< additions plus multiplications
  std::uint64_t packed = 0;           ///< codes that leave through the packing unit
};

/// The cycle model of the unit: one block of elements, from the first read to the last result.
class VectorUnit {
 public:
  explicit VectorUnit(const VectorSpec& spec) : spec_(spec) {}
  [[nodiscard]] std::uint64_t run_cycles(const ElementWork& work) const;

 private:
  VectorSpec spec_;
};

}  // namespace metronome::vector

namespace metronome::config {
template <>
const StructSchema<vector::VectorSpec>& schema_of<vector::VectorSpec>();
}  // namespace metronome::config
