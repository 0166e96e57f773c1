#pragma once

#include <cstdint>
#include <optional>

#include "arch/array/codes.hpp"
#include "arch/mapping/job.hpp"

namespace metronome::mapping {

/// Rows and columns of the matrix of codes that holds an operand's tensor: a row for each pixel of
/// the batch and a column for each channel; of weights, a row for each input channel and kernel
/// position (channels slowest) and a column for each output channel. Of one group.
struct TensorShape {
  std::uint64_t rows = 1, columns = 1;
  bool operator==(const TensorShape&) const = default;
};
[[nodiscard]] TensorShape tensor_of_a(const MatrixJob& job);
[[nodiscard]] TensorShape tensor_of_b(const MatrixJob& job);

/// The operands of the GEMM as the array sees them under an unrolling: images unrolled to patches
/// (im2col), borders and inserted zeros masked, channels padded to whole steps where the job's
/// scales are segmented.
struct GemmCodes {
  array::CodeMatrix a, b;
};
[[nodiscard]] GemmCodes unroll(const MatrixJob& job, const array::Unrolling& unrolling,
                               const array::CodeMatrix& a_tensor,
                               const array::CodeMatrix& b_tensor);

/// Share of the elements of the operand that is unrolled (b of weight gradients, else a) that are
/// codes, neither border nor inserted zero.
[[nodiscard]] double share_of_codes(const MatrixJob& job);

/// Gives the operands the terms of their tensors' elements (Operands::a_terms), to which unrolling
/// adds elements without terms.
void set_terms(MatrixJob& job, array::TermShares a_tensor, array::TermShares b_tensor);

/// The work of zero-point corrections of one group, in closed form; none without zero points.
struct CorrectionWork {
  std::uint64_t side_adds = 0;   ///< row and column sums, and their additions to the results
  std::uint64_t array_macs = 0;  ///< where the array forms the sums
  /// Of array::CorrectionSums.
  std::uint64_t row_width = 1, column_height = 1;
};
[[nodiscard]] CorrectionWork correction_work(const MatrixJob& job, array::CorrectionUnit unit);
/// The same without the additions, which take long to count.
[[nodiscard]] CorrectionWork correction_products(const MatrixJob& job, array::CorrectionUnit unit);

}  // namespace metronome::mapping
