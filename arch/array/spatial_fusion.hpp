#pragma once

#include <string_view>
#include <vector>

#include "arch/array/systolic.hpp"
#include "sim/base/enumeration.hpp"

namespace metronome::array {

/// Where the products of 2-bit digits are shifted to their significance: in every unit (BitFusion),
/// or once for a group of 16 units that adds products of equal significance first (BitBlade).
enum class ShiftAdd { per_unit, per_group };
constexpr auto enum_rows(ShiftAdd) {
  using enum ShiftAdd;
  return enum_list<ShiftAdd>({{per_unit, "per_unit"}, {per_group, "per_group"}});
}
inline constexpr std::uint64_t kGroupUnits = 16;

/// BitFusion [sharma2018bitfusion]: a systolic grid of Fusion Units of 16 2-bit multipliers.
/// Operand widths round up to 2, 4 or 8 bits; a unit gives (8/a)*(8/b) products a cycle, which are
/// added along the reduction dimension. Wider operands take ceil(bits / 8) passes on each side.
/// BitBlade [ryu2019bitblade] [ibrahim2022taxonomy]: 16 units of a column are one
/// element of the grid, with 16 times the products along the reduction and one sum.
struct SpatialFusionSpec {
  static constexpr std::string_view kSchemaName = "spatial_fusion";
  std::uint64_t rows = 16;
  std::uint64_t columns = 32;
  ShiftAdd shift_add = ShiftAdd::per_unit;
  Dataflow dataflow = Dataflow::best;
  bool double_buffered_weights = true;
  bool pipelined_passes = false;            ///< see overlaps()
  bool bitfusion_counting = false;          ///< compatibility: see bitfusion.hpp
  bool im2col = false;                      ///< for bitfusion_counting: of the layer that is run
  std::uint64_t dram_bits_per_cycle = 192;  ///< for bitfusion_counting: the flat memory
  bool operator==(const SpatialFusionSpec&) const = default;
};

/// The width at which a Fusion Unit executes an operand: 2, 4 or 8.
[[nodiscard]] int fused_width(int bits);
/// Products of one Fusion Unit per cycle: 8x8 -> 1, 8x4 -> 2, ..., 2x2 -> 16.
[[nodiscard]] std::uint64_t fused_products(int a_bits, int b_bits);

/// The elements of the systolic grid: units, or groups of them.
[[nodiscard]] SystolicSpec element_grid(const SpatialFusionSpec& spec);

[[nodiscard]] std::vector<Unrolling> unrollings(const SpatialFusionSpec& spec,
                                                const Operands& operands);

}  // namespace metronome::array

namespace metronome::config {
template <>
const StructSchema<array::SpatialFusionSpec>& schema_of<array::SpatialFusionSpec>();
}  // namespace metronome::config
