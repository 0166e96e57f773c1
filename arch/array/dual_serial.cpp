#include "arch/array/dual_serial.hpp"

#include <bit>

#include "arch/array/group_widths.hpp"
#include "arch/array/operand_serial.hpp"

namespace metronome::array {
namespace {

/// `transposed`: operand B takes the place of the windows, A that of the filters.
Unrolling walk(const DualSerialSpec& spec, const Operands& operands, bool transposed) {
  Unrolling u;
  u.name = transposed ? "filters=m" : "filters=n";
  u.transposed = transposed;
  u.rows = spec.columns;
  u.columns = spec.rows;
  u.depth = spec.lanes;
  u.x_bits = static_cast<std::uint64_t>(transposed ? operands.b_bits : operands.a_bits);
  u.y_bits = static_cast<std::uint64_t>(transposed ? operands.a_bits : operands.b_bits);
  u.x_reads = u.y_bits;  // the window bits pass once for each filter bit
  u.x_planes = true;
  u.y_planes = true;
  u.cycles_per_step = ceil_div(u.x_bits, spec.bits_per_cycle) * u.y_bits;
  u.minimum_pass_cycles = ceil_div(spec.rows * spec.columns, spec.drain_outputs_per_cycle);
  u.tile_latency_cycles = adder_tree_latency(spec.lanes) + u.minimum_pass_cycles;
  u.cycle_work = inner_product_work(spec.rows, spec.columns, spec.lanes);
  u.pass_work.register_writes = spec.rows * spec.columns;  // shadow accumulators
  if (spec.group_precision) {
    u.x_reads = 1;
    const TermShares& x = transposed ? operands.b_terms : operands.a_terms;
    const TermShares& y = transposed ? operands.a_terms : operands.b_terms;
    if (!x.empty() && !y.empty()) {
      u.stream_time = std::make_shared<GroupExpectation>(spec, x, y);
    }
  }
  return u;
}

}  // namespace

std::vector<Unrolling> unrollings(const DualSerialSpec& spec, const Operands& operands) {
  return {walk(spec, operands, false), walk(spec, operands, true)};
}

}  // namespace metronome::array

namespace metronome::config {

template <>
const StructSchema<array::DualSerialSpec>& schema_of<array::DualSerialSpec>() {
  using S = array::DualSerialSpec;
  static const auto schema =
      StructSchema<S>("inner-product units with both operands bit-serial (Loom)")
          .field("rows", &S::rows, {.doc = "units along the filter axis", .min = 1, .max = 4096})
          .field("columns", &S::columns,
                 {.doc = "units along the window axis", .min = 1, .max = 4096})
          .field("lanes", &S::lanes,
                 {.doc = "1-bit products of one unit per cycle", .min = 2, .max = 4096})
          .field(
              "bits_per_cycle", &S::bits_per_cycle,
              {.unit = "bits", .doc = "window bits taken per cycle: 1, 2 or 4", .min = 1, .max = 4})
          .field("group_precision", &S::group_precision,
                 {.doc = "a step takes the bits of the widest values of its operands, instead of "
                         "those of their precision"})
          .field("drain_outputs_per_cycle", &S::drain_outputs_per_cycle,
                 {.unit = "outputs per cycle",
                  .doc = "width of the output path",
                  .min = 1,
                  .max = 65536})
          .validate([](const S& s, const StructSchema<S>::Complain& complain) {
            if (!std::has_single_bit(s.bits_per_cycle)) {
              complain("bits_per_cycle", "is not the width of a published variant", "1, 2 or 4");
            }
          });
  return schema;
}

}  // namespace metronome::config
