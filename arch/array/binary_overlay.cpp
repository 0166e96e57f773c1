#include "arch/array/binary_overlay.hpp"

#include <bit>

namespace metronome::array {
namespace {

/// `transposed`: operand B runs along the rows.
Unrolling walk(const BinaryOverlaySpec& spec, const Operands& operands, bool transposed) {
  Unrolling u;
  u.name = transposed ? "rows=n" : "rows=m";
  u.transposed = transposed;
  u.rows = spec.rows;
  u.columns = spec.columns;
  u.depth = spec.lanes;
  u.x_bits = static_cast<std::uint64_t>(transposed ? operands.b_bits : operands.a_bits);
  u.y_bits = static_cast<std::uint64_t>(transposed ? operands.a_bits : operands.b_bits);
  u.x_reads = u.y_bits;  // each plane of one operand is read for each plane of the other
  u.y_reads = u.x_bits;
  u.x_planes = true;
  u.y_planes = true;
  u.cycles_per_step = u.x_bits * u.y_bits;
  u.skew_cycles = pipeline_latency(spec);
  // The result stage returns its token when what is left to write fits under the latency.
  const std::uint64_t drain = ceil_div(spec.rows * spec.columns, spec.drain_outputs_per_cycle);
  u.minimum_pass_cycles = drain > u.skew_cycles ? drain - u.skew_cycles : 0;
  u.tile_latency_cycles = drain;
  if (spec.pipelined_passes) {
    u.tile_latency_cycles += u.skew_cycles;
    u.skew_cycles = 0;
    u.minimum_pass_cycles = drain;  // results come no faster than they are written
  }
  // Registers: one for each row and column on the way, and in each unit products, compressor,
  // negation and accumulator; results in each pass. The accumulators double between sums of planes.
  const std::uint64_t units = spec.rows * spec.columns;
  u.cycle_work = {.adds = units * spec.lanes,
                  .shifts = 0,
                  .register_writes = (spec.rows + spec.columns) * operand_registers(spec) +
                                     units * (compressor_depth(spec.lanes) + 3)};
  u.pass_work = {.adds = 0, .shifts = units * (u.x_bits + u.y_bits - 2), .register_writes = units};
  return u;
}

}  // namespace

std::uint64_t compressor_depth(std::uint64_t lanes) {
  const auto bits = static_cast<std::uint64_t>(std::bit_width(lanes - 1));
  return bits <= 5 ? 2 : bits <= 7 ? 3 : bits - 4;
}

std::uint64_t operand_registers(const BinaryOverlaySpec& spec) {
  constexpr std::uint64_t kOperandMemory = 3, kBroadcast = 1;
  return kOperandMemory + kBroadcast + spec.extra_stages;
}

std::uint64_t pipeline_latency(const BinaryOverlaySpec& spec) {
  constexpr std::uint64_t kUnit = 3;
  return operand_registers(spec) + kUnit + compressor_depth(spec.lanes);
}

std::vector<Unrolling> unrollings(const BinaryOverlaySpec& spec, const Operands& operands) {
  if (spec.rows == spec.columns) {
    return {walk(spec, operands, false)};
  }
  return {walk(spec, operands, false), walk(spec, operands, true)};
}

}  // namespace metronome::array

namespace metronome::config {

template <>
const StructSchema<array::BinaryOverlaySpec>& schema_of<array::BinaryOverlaySpec>() {
  using S = array::BinaryOverlaySpec;
  static const auto schema =
      StructSchema<S>("dot-product units on pairs of bit planes (BISMO)")
          .field("rows", &S::rows, {.doc = "units along the first axis", .min = 1, .max = 4096})
          .field("columns", &S::columns,
                 {.doc = "units along the second axis", .min = 1, .max = 4096})
          .field("lanes", &S::lanes,
                 {.doc = "1-bit products of one unit per cycle", .min = 2, .max = 4096})
          .field("extra_stages", &S::extra_stages,
                 {.doc = "registers between the operand memories and the units, beyond one",
                  .min = 0,
                  .max = 64})
          .field("drain_outputs_per_cycle", &S::drain_outputs_per_cycle,
                 {.unit = "outputs per cycle",
                  .doc = "width of the result stage",
                  .min = 1,
                  .max = 65536})
          .field("pipelined_passes", &S::pipelined_passes,
                 {.doc = "the next block of a tile enters the pipeline behind the present one "
                         "instead of waiting for its hand-over, so that the latency is paid once "
                         "a tile (docs/arrays.md)"});
  return schema;
}

}  // namespace metronome::config
