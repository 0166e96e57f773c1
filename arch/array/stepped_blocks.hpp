#pragma once

#include <vector>

#include "arch/array/chunked_bfp.hpp"
#include "arch/array/stepped_systolic.hpp"
#include "arch/array/wide_sum.hpp"

namespace metronome::array {

/// One operand of a product in block floating point: `outers` vectors of k mantissas (rows of A, or
/// columns of B), each `group` of which share an exponent. A value is mantissa x 2^exponent;
/// exponents are 0 to 255, and a bias is the caller's.
struct BlockMatrix {
  std::uint64_t outers = 1, k = 1;
  int bits = 8;  ///< of a mantissa
  bool is_signed = true;
  std::uint64_t group = 16;
  std::vector<std::int32_t> mantissas;  ///< vector by vector
  std::vector<std::int32_t> exponents;  ///< ceil(k / group) of each vector

  [[nodiscard]] std::uint64_t groups() const { return (k + group - 1) / group; }
};

/// What a stepped product took, and its exact results, row by row.
struct BlockProduct {
  ArrayUse use;
  std::vector<WideSum> sums;
};

/// The grid of a chunked machine.
[[nodiscard]] SystolicGrid chunked_grid(const ChunkedBfpSpec& spec, bool transposed);

/// Steps A x B as one tile, exponents included: every register of every unit at every clock.
[[nodiscard]] BlockProduct stepped_block_product(const ChunkedBfpSpec& spec, const Unrolling& walk,
                                                 const Ports& ports, const BlockMatrix& a,
                                                 const BlockMatrix& b);

}  // namespace metronome::array
