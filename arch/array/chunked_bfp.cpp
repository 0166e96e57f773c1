#include "arch/array/chunked_bfp.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

namespace metronome::array {

std::uint64_t chunks_of(const ChunkedBfpSpec& spec, int bits) {
  const std::uint64_t chunks =
      ceil_div(static_cast<std::uint64_t>(bits), static_cast<std::uint64_t>(spec.chunk_bits));
  return spec.chunk_counts == ChunkCounts::power_of_two ? std::bit_ceil(chunks) : chunks;
}

void require_full_lanes(const Operands& operands, std::uint64_t lanes) {
  if (operands.scale_group % lanes != 0) {
    throw UserError(fmt::format("blocks of {} elements with a scale do not fill units of {} lanes",
                                operands.scale_group, lanes),
                    fmt::format("array.lanes: a divisor of {}", operands.scale_group));
  }
}

std::uint64_t group_on_lanes(const Operands& operands, std::uint64_t lanes) {
  return operands.block_run == 0
             ? operands.scale_group
             : std::min(operands.scale_group, round_up(operands.block_run, lanes));
}

std::vector<Unrolling> unrollings(const ChunkedBfpSpec& spec, const Operands& operands) {
  const SystolicSpec grid{.rows = spec.rows,
                          .columns = spec.columns,
                          .operand_bits = spec.chunk_bits,
                          .dataflow = spec.dataflow,
                          .double_buffered_weights = spec.double_buffered_weights,
                          .pipelined_passes = spec.pipelined_passes};
  std::vector<Unrolling> walks = systolic_unrollings(grid,
                                                     {.lanes = spec.lanes,
                                                      .a_limbs = chunks_of(spec, operands.a_bits),
                                                      .b_limbs = chunks_of(spec, operands.b_bits),
                                                      .adds = spec.lanes},
                                                     operands);
  require_full_lanes(operands, spec.lanes);
  const bool scaled = operands.scale_group > 0;  // else the machine's own groups
  for (Unrolling& u : walks) {
    u.group = scaled ? group_on_lanes(operands, spec.lanes) : spec.group;
    u.exponent_bits = scaled ? operands.scale_bits : static_cast<std::uint64_t>(spec.exponent_bits);
    u.joined = spec.lanes;
  }
  return walks;
}

}  // namespace metronome::array

namespace metronome::config {

template <>
const StructSchema<array::ChunkedBfpSpec>& schema_of<array::ChunkedBfpSpec>() {
  using S = array::ChunkedBfpSpec;
  static const auto schema =
      StructSchema<S>("block floating point in mantissa chunks (FAST, FlexBlock, MX)")
          .field("rows", &S::rows, {.doc = "units along the first axis", .min = 1, .max = 4096})
          .field("columns", &S::columns,
                 {.doc = "units along the second axis", .min = 1, .max = 4096})
          .field("lanes", &S::lanes,
                 {.doc = "products of two chunks that a unit adds per cycle",
                  .min = 1,
                  .max = array::kMaxChunkLanes})
          .field("chunk_bits", &S::chunk_bits,
                 {.unit = "bits", .doc = "mantissa bits of a chunk", .min = 1, .max = 8})
          .field("chunk_counts", &S::chunk_counts,
                 {.doc = "chunks of a mantissa: any number, or rounded up to a power of two"})
          .field(
              "group", &S::group,
              {.doc = "elements that share an exponent (16: FAST; 32: MX)", .min = 1, .max = 4096})
          .field("exponent_bits", &S::exponent_bits,
                 {.unit = "bits", .doc = "of a group, stored and moved", .min = 1, .max = 8})
          .field("group_shape", &S::group_shape,
                 {.doc = "row: groups lie along the reduction, and transposed operands are "
                         "quantized again; square: one copy serves both directions"})
          .field("dataflow", &S::dataflow,
                 {.doc = "os, ws or is (output-, weight- or input-stationary), or the quickest"})
          .field("double_buffered_weights", &S::double_buffered_weights,
                 {.doc = "load the next stationary block while the present one computes"})
          .field("pipelined_passes", &S::pipelined_passes, {.doc = array::kPipelinedPassesDoc})
          .validate([](const S& s, const StructSchema<S>::Complain& complain) {
            array::check_pipelined_passes(s, complain);
            if (s.group % s.lanes != 0) {
              complain("group", "is no multiple of the lanes, which share a pair of exponents",
                       fmt::format("such as {}", s.lanes));
            }
          });
  return schema;
}

}  // namespace metronome::config
