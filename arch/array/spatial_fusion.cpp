#include "arch/array/spatial_fusion.hpp"

namespace metronome::array {

int fused_width(int bits) { return bits <= 2 ? 2 : bits <= 4 ? 4 : 8; }

std::uint64_t fused_products(int a_bits, int b_bits) {
  const int products = (8 / fused_width(a_bits)) * (8 / fused_width(b_bits));
  return static_cast<std::uint64_t>(products);
}

SystolicSpec element_grid(const SpatialFusionSpec& spec) {
  const std::uint64_t units = spec.shift_add == ShiftAdd::per_group ? kGroupUnits : 1;
  return {.rows = spec.rows / units,
          .columns = spec.columns,
          .operand_bits = 8,
          .dataflow = spec.dataflow,
          .double_buffered_weights = spec.double_buffered_weights,
          .pipelined_passes = spec.pipelined_passes};
}

std::vector<Unrolling> unrollings(const SpatialFusionSpec& spec, const Operands& operands) {
  const auto limbs = [](int bits) {
    return ceil_div(static_cast<std::uint64_t>(bits), std::uint64_t{8});
  };
  const SystolicSpec grid = element_grid(spec);
  const std::uint64_t units = spec.rows / grid.rows;
  const std::uint64_t products = fused_products(operands.a_bits, operands.b_bits);
  // Every brick's product is added. Shifted are those that are not the lowest part of their
  // product, or, in a group, the sums of such parts.
  constexpr std::uint64_t kBricks = 16;
  const bool grouped = spec.shift_add == ShiftAdd::per_group;
  return systolic_unrollings(grid,
                             {.lanes = units * products,
                              .a_limbs = limbs(operands.a_bits),
                              .b_limbs = limbs(operands.b_bits),
                              .adds = units * kBricks,
                              .shifts = grouped ? kBricks / products - 1 : kBricks - products},
                             operands);
}

}  // namespace metronome::array

namespace metronome::config {

template <>
const StructSchema<array::SpatialFusionSpec>& schema_of<array::SpatialFusionSpec>() {
  using S = array::SpatialFusionSpec;
  static const auto schema =
      StructSchema<S>("a systolic grid of Fusion Units (BitFusion, BitBlade)")
          .field("rows", &S::rows,
                 {.doc = "Fusion Units along the first axis", .min = 1, .max = 4096})
          .field("columns", &S::columns,
                 {.doc = "Fusion Units along the second axis", .min = 1, .max = 4096})
          .field("shift_add", &S::shift_add,
                 {.doc = "products are shifted in every unit (BitFusion), or once in a group of "
                         "16 units of a column, whose sum is one (BitBlade)"})
          .field("dataflow", &S::dataflow,
                 {.doc = "os, ws or is (output-, weight- or input-stationary), or the quickest"})
          .field("double_buffered_weights", &S::double_buffered_weights,
                 {.doc = "load the next stationary block while the present one computes"})
          .field("pipelined_passes", &S::pipelined_passes, {.doc = array::kPipelinedPassesDoc})
          .field("bitfusion_counting", &S::bitfusion_counting,
                 {.doc = "compatibility, for `op`: counts like the simulator published with "
                         "BitFusion (its own tiling, no fill, flat DRAM)"})
          .field("im2col", &S::im2col,
                 {.doc = "with bitfusion_counting: the layer's kernel is unrolled, as in a "
                         "network's first layer there"})
          .field("dram_bits_per_cycle", &S::dram_bits_per_cycle,
                 {.unit = "bits per cycle",
                  .doc = "with bitfusion_counting: bandwidth of the flat memory",
                  .min = 1,
                  .max = 1e6})
          .validate([](const S& s, const StructSchema<S>::Complain& complain) {
            const bool grouped = s.shift_add == array::ShiftAdd::per_group;
            if (grouped && s.rows % array::kGroupUnits != 0) {
              complain("rows", "is no multiple of 16, the units of a group that shares a shift-add",
                       "a multiple of 16");
            }
            array::check_pipelined_passes(s, complain);
            if (s.pipelined_passes && s.bitfusion_counting) {
              complain("pipelined_passes", "BitFusion's simulator counts no fill and no drain",
                       "false");
            }
            if (grouped && s.bitfusion_counting) {
              complain("shift_add", "BitFusion's simulator has no groups", "per_unit");
            }
          });
  return schema;
}

}  // namespace metronome::config
