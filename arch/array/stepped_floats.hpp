#pragma once

#include <vector>

#include "arch/array/chunked_fp.hpp"
#include "arch/array/codes.hpp"
#include "arch/array/stepped_systolic.hpp"

namespace metronome::array {

/// The grid of a machine of chunked numbers.
[[nodiscard]] SystolicGrid float_grid(const ChunkedFpSpec& spec, const Operands& operands,
                                      bool transposed);

/// Chunks of x and y.
[[nodiscard]] ChunkPair limbs_of(const ChunkedFpSpec& spec, const Operands& operands,
                                 bool transposed);

/// The product of two matrices of codes in the operands' formats, in 64-bit integers straight from
/// the definition, as SteppedArray gives it: sums of products of chunks, each shifted by its
/// exponents and cut at the register's least bit, times the chunks' weights. Of integers the exact
/// product.
[[nodiscard]] std::vector<std::int64_t> float_product(const ChunkedFpSpec& spec,
                                                      const Operands& operands, const CodeMatrix& a,
                                                      const CodeMatrix& b);

/// Whether a register narrower than the sums loses a bit of any product of float_product(). What is
/// cut off is never made up for: each cut lowers a sum.
[[nodiscard]] bool loses_bits(const ChunkedFpSpec& spec, const Operands& operands,
                              const CodeMatrix& a, const CodeMatrix& b);

/// What a stepped product of numbers took, and its results, row by row, in units of the product of
/// both operands' smallest subnormals, times 2^cut_bits.
struct FloatProduct {
  ArrayUse use;
  std::vector<WideSum> sums;
};

/// Steps A x B, codes of numbers (or integers) in the operands' formats, as one tile: sums of any
/// width, so that every format has them.
[[nodiscard]] FloatProduct stepped_float_product(const ChunkedFpSpec& spec,
                                                 const Operands& operands, const Unrolling& walk,
                                                 const Ports& ports, const CodeMatrix& a,
                                                 const CodeMatrix& b);

}  // namespace metronome::array
