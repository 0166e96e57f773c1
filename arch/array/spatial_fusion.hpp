#pragma once

#include <string_view>
#include <vector>

#include "arch/array/systolic.hpp"

namespace metronome::array {

/// BitFusion (Sharma et al., ISCA 2018): a systolic grid of Fusion Units of 16 2-bit multipliers.
/// Operand widths round up to 2, 4 or 8 bits; a unit gives (8/a)*(8/b) products a cycle, which are
/// added along the reduction dimension. Wider operands take ceil(bits / 8) passes on each side.
struct SpatialFusionSpec {
  static constexpr std::string_view kSchemaName = "spatial_fusion";
  std::uint64_t rows = 16;
  std::uint64_t columns = 32;
  Dataflow dataflow = Dataflow::best;
  bool double_buffered_weights = true;
  bool bitfusion_counting = false;          ///< compatibility: see bitfusion.hpp
  bool im2col = false;                      ///< for bitfusion_counting: of the layer that is run
  std::uint64_t dram_bits_per_cycle = 192;  ///< for bitfusion_counting: the flat memory
  bool operator==(const SpatialFusionSpec&) const = default;
};

/// The width at which a Fusion Unit executes an operand: 2, 4 or 8.
[[nodiscard]] int fused_width(int bits);
/// Products of one Fusion Unit per cycle: 8x8 -> 1, 8x4 -> 2, ..., 2x2 -> 16.
[[nodiscard]] std::uint64_t fused_products(int a_bits, int b_bits);

[[nodiscard]] std::vector<Unrolling> unrollings(const SpatialFusionSpec& spec,
                                                const Operands& operands);

}  // namespace metronome::array

namespace metronome::config {
template <>
const StructSchema<array::SpatialFusionSpec>& schema_of<array::SpatialFusionSpec>();
}  // namespace metronome::config
