#pragma once

#include <cstdint>
#include <string_view>

#include "sim/base/enumeration.hpp"
#include "sim/config/schema.hpp"

namespace metronome::vector {

/// Who says how many lanes there are: whoever wrote the file, or the rule of docs/machines.md,
/// which a test then computes.
enum class Sizing { chosen, by_rule };
constexpr auto enum_rows(Sizing) {
  using enum Sizing;
  return enum_list<Sizing>({{chosen, "chosen"}, {by_rule, "by_rule"}});
}

/// FP32 lanes beside the array for all that is not an integer GEMM. A lane does one addition (or
/// comparison, rounding) or one multiplication per cycle; the lanes are pipelined. Beside each lane
/// may lie units that take so many elements per cycle through a pipeline of their own; where there
/// is none (0), the lanes find ranges, round and add by signs operation by operation, random
/// numbers and generated signs come in time and transposing takes none.
struct VectorSpec {
  static constexpr std::string_view kSchemaName = "vector";
  std::uint64_t lanes = 64;
  std::uint64_t pipeline_cycles = 8;
  std::uint64_t packed_codes_per_cycle = 0;  ///< 0: codes are stored as they come
  double range_elements_per_lane_cycle = 0;
  double quantizer_elements_per_lane_cycle = 0;
  double random_numbers_per_lane_cycle = 0;
  double transposer_elements_per_lane_cycle = 0;
  double feedback_adds_per_lane_cycle = 0;
  double feedback_bits_per_lane_cycle = 0;
  Sizing sizing = Sizing::chosen;
  bool operator==(const VectorSpec&) const = default;

  /// Whether units take some of what quantizing is on the lanes.
  [[nodiscard]] bool has_units() const {
    return range_elements_per_lane_cycle > 0 || quantizer_elements_per_lane_cycle > 0 ||
           random_numbers_per_lane_cycle > 0;
  }
};

/// Passages through the units beside the lanes, for each element of some work.
struct UnitWork {
  double ranged = 0;       ///< elements whose range is found
  double quantized = 0;    ///< codes made
  double random = 0;       ///< random numbers of 16 bits drawn
  double transposed = 0;   ///< elements whose rows and columns are exchanged
  double copied = 0;       ///< cycles of the port through which it comes from another buffer
  double signed_adds = 0;  ///< additions or subtractions, as a bit says
  double generated = 0;    ///< such bits that a register gives
  double projected = 0;    ///< clocks of an array of adders (ProjectionArraySpec)
  bool operator==(const UnitWork&) const = default;

  [[nodiscard]] bool any() const { return *this != UnitWork{}; }
  UnitWork& operator+=(const UnitWork& other);
};
[[nodiscard]] UnitWork operator*(double times, const UnitWork& work);

/// Elementwise work on some elements.
struct ElementWork {
  std::uint64_t elements = 0;
  double operations_per_element = 0;  ///< of the lanes: additions plus multiplications
  std::uint64_t packed = 0;           ///< codes that leave through the packing unit
  UnitWork units{};                   ///< of each element
};

/// The cycle model of the unit: one block of elements, from the first read to the last result.
/// Lanes and units work on a stream of elements side by side: the slowest of them counts.
class VectorUnit {
 public:
  explicit VectorUnit(const VectorSpec& spec) : spec_(spec) {}
  [[nodiscard]] std::uint64_t run_cycles(const ElementWork& work) const;

 private:
  /// Of `count` passages at so many per cycle and lane; 0: they take no time.
  [[nodiscard]] std::uint64_t unit_cycles(double count, double per_lane_cycle) const;

  VectorSpec spec_;
};

}  // namespace metronome::vector

namespace metronome::config {
template <>
const StructSchema<vector::VectorSpec>& schema_of<vector::VectorSpec>();
}  // namespace metronome::config
