#include "arch/array/chunked_fp.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

namespace metronome::array {
namespace {

/// Of an operand as an integer in units of its smallest element, sign included.
std::uint64_t integer_bits(NumberFormat format, int bits) {
  return static_cast<std::uint64_t>(
      format == NumberFormat::integer ? bits : layout_of(format).integer_bits());
}

std::uint64_t largest_exponent(NumberFormat format) {
  return format == NumberFormat::integer
             ? 0
             : static_cast<std::uint64_t>(layout_of(format).largest_exponent());
}

}  // namespace

ChunkPair chunks_of(const ChunkedFpSpec& spec, const Operands& operands) {
  const auto chunks = [&](NumberFormat format, int bits) {
    return ceil_div(static_cast<std::uint64_t>(multiplied_bits(format, bits)),
                    static_cast<std::uint64_t>(spec.chunk_bits));
  };
  return {chunks(operands.a_format, operands.a_bits), chunks(operands.b_format, operands.b_bits)};
}

ChunkPair passing_chunks(const ChunkedFpSpec& spec, const Operands& operands) {
  const auto [a, b] = chunks_of(spec, operands);
  return {a, std::max(b, ceil_div(spec.least_passes, a))};
}

std::uint64_t fed_lanes(const ChunkedFpSpec& spec, const Operands& operands) {
  return ceil_div(spec.lanes * chunks_of(spec, operands).second,
                  passing_chunks(spec, operands).second);
}

std::uint64_t exact_sum_bits(const Operands& operands, std::uint64_t products) {
  return integer_bits(operands.a_format, operands.a_bits) +
         integer_bits(operands.b_format, operands.b_bits) - 1 +
         static_cast<std::uint64_t>(std::bit_width(products - 1));
}

std::uint64_t products_of_sum(const ChunkedFpSpec& spec, const Operands& operands) {
  return operands.scale_group == 0 ? spec.group : std::min(spec.group, operands.scale_group);
}

std::uint64_t cut_bits(const ChunkedFpSpec& spec, const Operands& operands) {
  const std::uint64_t exact = exact_sum_bits(operands, products_of_sum(spec, operands));
  return spec.accumulator_bits == 0 || operands.are_integers() || exact <= spec.accumulator_bits
             ? 0
             : exact - spec.accumulator_bits;
}

std::uint64_t wide_sums(const ChunkedFpSpec& spec, const Operands& operands, std::uint64_t macs) {
  const auto [a, b] = chunks_of(spec, operands);
  const std::uint64_t products = macs * a * b;
  return operands.are_integers() ? ceil_div(products, spec.lanes) : products;
}

std::uint64_t align_stages(const Operands& operands) {
  const std::uint64_t range =
      largest_exponent(operands.a_format) + largest_exponent(operands.b_format);
  return static_cast<std::uint64_t>(std::bit_width(range));
}

std::vector<Unrolling> unrollings(const ChunkedFpSpec& spec, const Operands& operands) {
  require_full_lanes(operands, spec.lanes);
  const SystolicSpec grid{.rows = spec.rows,
                          .columns = spec.columns,
                          .operand_bits = spec.chunk_bits,
                          .dataflow = spec.dataflow,
                          .double_buffered_weights = spec.double_buffered_weights,
                          .pipelined_passes = spec.pipelined_passes};
  const auto [a, b] = passing_chunks(spec, operands);
  const std::uint64_t fed = fed_lanes(spec, operands);
  std::vector<Unrolling> walks = systolic_unrollings(
      grid, {.lanes = spec.lanes, .a_limbs = a, .b_limbs = b, .adds = fed, .shifts = fed},
      operands);
  for (Unrolling& u : walks) {
    u.group = group_on_lanes(operands, spec.lanes);
    u.exponent_bits = operands.scale_bits;
    u.joined = spec.lanes;
  }
  return walks;
}

}  // namespace metronome::array

namespace metronome::config {

template <>
const StructSchema<array::ChunkedFpSpec>& schema_of<array::ChunkedFpSpec>() {
  using S = array::ChunkedFpSpec;
  static const auto schema =
      StructSchema<S>("small floating-point numbers in significand chunks, exponents aligned (MX)")
          .field("rows", &S::rows, {.doc = "units along the first axis", .min = 1, .max = 4096})
          .field("columns", &S::columns,
                 {.doc = "units along the second axis", .min = 1, .max = 4096})
          .field("lanes", &S::lanes,
                 {.doc = "products of two chunks that a unit adds per cycle",
                  .min = 1,
                  .max = array::kMaxChunkLanes})
          .field("chunk_bits", &S::chunk_bits,
                 {.unit = "bits", .doc = "significand bits of a chunk", .min = 1, .max = 8})
          .field("least_passes", &S::least_passes,
                 {.doc = "passes that a pair of operands takes at least (2: numbers of one chunk "
                         "reach half of the lanes)",
                  .min = 1,
                  .max = 16})
          .field("accumulator_bits", &S::accumulator_bits,
                 {.unit = "bits",
                  .doc = "of the fixed-point register behind the multipliers, which cuts off what "
                         "is below; 0: as many as an exact sum needs",
                  .min = 0,
                  .max = 128})
          .field("group", &S::group,
                 {.doc = "products that the register adds before their sum is scaled and added in "
                         "FP32",
                  .min = 1,
                  .max = 4096})
          .field("dataflow", &S::dataflow,
                 {.doc = "os, ws or is (output-, weight- or input-stationary), or the quickest"})
          .field("double_buffered_weights", &S::double_buffered_weights,
                 {.doc = "load the next stationary block while the present one computes"})
          .field("pipelined_passes", &S::pipelined_passes, {.doc = array::kPipelinedPassesDoc})
          .validate([](const S& s, const StructSchema<S>::Complain& complain) {
            array::check_pipelined_passes(s, complain);
            if (s.group % s.lanes != 0) {
              complain("group", "is no multiple of the lanes, which share a register",
                       fmt::format("such as {}", s.lanes));
            }
          });
  return schema;
}

}  // namespace metronome::config
