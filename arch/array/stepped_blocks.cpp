#include "arch/array/stepped_blocks.hpp"

#include "arch/array/stepped_pipelined.hpp"

namespace metronome::array {
namespace {

OperandView view_of(const BlockMatrix& matrix) {
  METRONOME_ASSERT(matrix.mantissas.size() == matrix.outers * matrix.k &&
                       matrix.exponents.size() == matrix.outers * matrix.groups(),
                   "a mantissa for each element and an exponent for each group");
  return {.codes = matrix.mantissas.data(),
          .outer_stride = matrix.k,
          .k_stride = 1,
          .bits = matrix.bits,
          .is_signed = matrix.is_signed,
          .exponents = matrix.exponents.data(),
          .exponent_stride = matrix.groups(),
          .group = matrix.group};
}

}  // namespace

SystolicGrid chunked_grid(const ChunkedBfpSpec& spec, bool transposed) {
  return {.rows = spec.rows,
          .columns = spec.columns,
          .double_buffered_weights = spec.double_buffered_weights,
          .transposed = transposed,
          .group = spec.group,
          .exponent_bits = static_cast<std::uint64_t>(spec.exponent_bits),
          .pipelined_passes = spec.pipelined_passes};
}

BlockProduct stepped_block_product(const ChunkedBfpSpec& spec, const Unrolling& walk,
                                   const Ports& ports, const BlockMatrix& a, const BlockMatrix& b) {
  METRONOME_ASSERT(a.k == b.k && a.group == spec.group && b.group == spec.group,
                   "the operands have the machine's groups");
  BlockProduct product;
  product.sums.resize(a.outers * b.outers);
  WideSum* sums = product.sums.data();
  TileViewOf<WideSum> tile{view_of(a), view_of(b), {sums, b.outers, 1}, a.outers, b.outers,
                           a.k,        false};
  if (walk.transposed) {
    tile = {view_of(b), view_of(a), {sums, 1, b.outers}, b.outers, a.outers, a.k, false};
  }
  const SystolicGrid grid = chunked_grid(spec, walk.transposed);
  const auto run = [&](auto array) {
    product.use = walk.kind == Unrolling::Kind::output_stationary
                      ? array.run_output_stationary(tile)
                      : array.run_stationary_operand(tile);
  };
  if (overlaps(walk.kind, spec.pipelined_passes, spec.double_buffered_weights)) {
    run(PipelinedSystolic<ScaledChunkPe>(grid, ScaledChunkPe(spec), ports));
  } else {
    run(SteppedSystolic<ScaledChunkPe>(grid, ScaledChunkPe(spec), ports));
  }
  return product;
}

}  // namespace metronome::array
