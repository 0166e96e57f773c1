#include "arch/array/spatial_fusion.hpp"

namespace metronome::array {

int fused_width(int bits) { return bits <= 2 ? 2 : bits <= 4 ? 4 : 8; }

std::uint64_t fused_products(int a_bits, int b_bits) {
  const int products = (8 / fused_width(a_bits)) * (8 / fused_width(b_bits));
  return static_cast<std::uint64_t>(products);
}

std::vector<Unrolling> unrollings(const SpatialFusionSpec& spec, const Operands& operands) {
  const SystolicSpec grid{.rows = spec.rows,
                          .columns = spec.columns,
                          .operand_bits = 8,
                          .dataflow = spec.dataflow,
                          .double_buffered_weights = spec.double_buffered_weights};
  const auto passes = [](int bits) {
    return ceil_div(static_cast<std::uint64_t>(bits), std::uint64_t{8});
  };
  return systolic_unrollings(grid, fused_products(operands.a_bits, operands.b_bits),
                             passes(operands.a_bits) * passes(operands.b_bits), operands);
}

}  // namespace metronome::array

namespace metronome::config {

template <>
const StructSchema<array::SpatialFusionSpec>& schema_of<array::SpatialFusionSpec>() {
  using S = array::SpatialFusionSpec;
  static const auto schema =
      StructSchema<S>("a systolic grid of Fusion Units (BitFusion)")
          .field("rows", &S::rows,
                 {.doc = "Fusion Units along the first axis", .min = 1, .max = 4096})
          .field("columns", &S::columns,
                 {.doc = "Fusion Units along the second axis", .min = 1, .max = 4096})
          .field("dataflow", &S::dataflow,
                 {.doc = "os, ws or is (output-, weight- or input-stationary), or the quickest"})
          .field("double_buffered_weights", &S::double_buffered_weights,
                 {.doc = "load the next stationary block while the present one computes"})
          .field("bitfusion_counting", &S::bitfusion_counting,
                 {.doc = "compatibility, for `op`: counts like the simulator published with "
                         "BitFusion (its own tiling, no fill, flat DRAM)"})
          .field("im2col", &S::im2col,
                 {.doc = "with bitfusion_counting: the layer's kernel is unrolled, as in a "
                         "network's first layer there"})
          .field("dram_bits_per_cycle", &S::dram_bits_per_cycle,
                 {.unit = "bits per cycle",
                  .doc = "with bitfusion_counting: bandwidth of the flat memory",
                  .min = 1});
  return schema;
}

}  // namespace metronome::config
