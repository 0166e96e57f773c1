#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "arch/mapping/job.hpp"

namespace metronome::mapping {

std::uint64_t longest_sum(const array::Operands& operands, const arch::TrainingSpec& training) {
  if (!operands.are_integers()) {
    return 0;  // the register of a block is of the family, and FP32 takes over
  }
  // Unsigned codes: a product is below 2^(a + b).
  const int spare = training.accumulator_bits - operands.a_bits - operands.b_bits;
  return std::uint64_t{1} << std::clamp(spare, 0, 62);
}

std::string overflow_risk(const MatrixJob& job, const arch::TrainingSpec& training) {
  if (job.executor != Executor::array || job.segmented || job.block_scaled ||
      !job.operands.are_integers() || job.operands.scale_group > 0) {
    return {};
  }
  const std::uint64_t k = trace::gemm_of(job.convolution, job.cls).k;
  const int a = job.operands.a_bits;
  const int b = job.operands.b_bits;
  const double largest = static_cast<double>(k) * (std::exp2(a) - 1) * (std::exp2(b) - 1);
  const int needed = static_cast<int>(std::floor(std::log2(largest))) + 1;
  if (needed <= training.accumulator_bits) {
    return {};
  }
  return fmt::format("a sum of {} products of {} x {} bits can need {} bits, accumulators have {}",
                     k, a, b, needed, training.accumulator_bits);
}

}  // namespace metronome::mapping
