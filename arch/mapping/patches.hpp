#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "arch/array/codes.hpp"
#include "arch/mapping/geometry.hpp"
#include "arch/mapping/job.hpp"

namespace metronome::mapping {

struct Mapping;

/// Rows and columns of the matrix of codes that holds an operand's tensor: a row for each pixel of
/// the batch and a column for each channel; of weights, a row for each input channel and kernel
/// position (channels slowest) and a column for each output channel. Of one group.
struct TensorShape {
  std::uint64_t rows = 1, columns = 1;
  bool operator==(const TensorShape&) const = default;
};
[[nodiscard]] TensorShape tensor_of_a(const MatrixJob& job);
[[nodiscard]] TensorShape tensor_of_b(const MatrixJob& job);

using array::GemmCodes;

/// The operands of the job as one GEMM as the array sees it under an unrolling: images unrolled to
/// patches (im2col), borders and inserted zeros masked, channels padded to whole steps where the
/// job's scales are segmented.
[[nodiscard]] GemmCodes unroll(const MatrixJob& job, const array::Unrolling& unrolling,
                               const array::CodeMatrix& a_tensor,
                               const array::CodeMatrix& b_tensor);

/// The same of each of the GEMMs that the array executes, in the order of phases_of(job): of an
/// input gradient in phases, the patches under each phase's results and the weights at its taps.
[[nodiscard]] std::vector<GemmCodes> unroll_phases(const MatrixJob& job,
                                                   const array::Unrolling& unrolling,
                                                   const array::CodeMatrix& a_tensor,
                                                   const array::CodeMatrix& b_tensor);

/// The same in the order and with the zeros of a mapping's tiles (block_runs.hpp), without what the
/// feed leaves out (row_skipping.hpp).
[[nodiscard]] std::vector<GemmCodes> unroll_tiles(const MatrixJob& job, const Mapping& mapping,
                                                  const array::CodeMatrix& a_tensor,
                                                  const array::CodeMatrix& b_tensor);

/// Share of the elements of the operand that is unrolled (b of weight gradients, else a; in all
/// phases) that are codes, neither border nor inserted zero.
[[nodiscard]] double share_of_codes(const MatrixJob& job);

/// Gives the operands the terms of their tensors' elements (Operands::a_terms), to which unrolling
/// adds elements without terms.
void set_terms(MatrixJob& job, array::TermShares a_tensor, array::TermShares b_tensor);

/// Of array::CorrectionSums.
struct SumShape {
  std::uint64_t row_width = 1, column_height = 1;
  bool operator==(const SumShape&) const = default;
};
/// The sums that zero points need in each of phases_of(job).
[[nodiscard]] std::vector<SumShape> sum_shapes(const MatrixJob& job);

/// The work of zero-point corrections of one group, all its phases, in closed form; none without
/// zero points.
struct CorrectionWork {
  std::uint64_t side_adds = 0;   ///< row and column sums, and their additions to the results
  std::uint64_t array_macs = 0;  ///< where the array forms the sums
};
[[nodiscard]] CorrectionWork correction_work(const MatrixJob& job, array::CorrectionUnit unit);

/// The part of a stream that belongs to elements [begin, end) of `total`.
[[nodiscard]] dram::Transfer stream_share(const Stream& stream, std::uint64_t base,
                                          const Range& part, std::uint64_t total,
                                          dram::Direction direction);

}  // namespace metronome::mapping
