#include "arch/mapping/mapping.hpp"

#include <gtest/gtest.h>

#include "arch/mapping/analytic_operation.hpp"
#include "machines.hpp"

namespace metronome::mapping {
namespace mapping_test {

TEST(best_mapping, is_legal_and_deterministic) {
  for (const std::string& family : kFamilies) {
    const arch::AcceleratorSpec machine = cramped(family);
    for (const MatrixJob& job : random_jobs(machine, 40, 1)) {
      const Mapping mapping = best_mapping(job, machine);
      ASSERT_TRUE(fits(job, mapping, machine)) << job_key(job) << " | " << mapping_text(mapping);
      ASSERT_EQ(mapping, best_mapping(job, machine)) << job_key(job);
    }
  }
}

/// The larger of array time and pin time, plus the first load and the last store at the pins.
double estimated_time(const MatrixJob& job, const Mapping& mapping,
                      const arch::AcceleratorSpec& machine) {
  const AnalyticCost cost = analytic_cost(job, mapping, machine);
  const TileCounts t = tile_counts(job, mapping);
  const auto real = [](std::uint64_t n) { return static_cast<double>(n); };
  const double loads =
      real(cost.read_bytes_of_a) / real(t.m * t.k * sweeps_of_a(t, mapping.order)) +
      real(cost.read_bytes_of_b) / real(t.n * t.k * sweeps_of_b(t, mapping.order));
  const double ends = loads + real(cost.write_bytes) / real(t.m * t.n);
  const double pins = real(cost.read_bytes + cost.write_bytes) / machine.peak_bytes_per_cycle();
  return std::max(real(cost.use.cycles()), pins) + ends / machine.peak_bytes_per_cycle();
}

TEST(best_mapping, is_little_worse_than_whole_tensors_or_one_image_at_a_time) {
  std::size_t compared = 0;
  for (const std::string& family : kFamilies) {
    const arch::AcceleratorSpec machine = preset(family);
    for (const MatrixJob& job : random_jobs(machine, 30, 8)) {
      const double best = estimated_time(job, best_mapping(job, machine), machine);
      const Geometry geometry(job);
      for (const array::Unrolling& unrolling : array::unrollings(machine.array, job.operands)) {
        for (const std::uint64_t images : {std::uint64_t{1}, geometry.anchor().batch}) {
          const array::GemmShape gemm = array_shape(job, unrolling);
          Mapping plain{unrolling, {images, 0}, {gemm.m, gemm.n, gemm.k}, LoopOrder::m_outer};
          (job.cls == trace::OperationClass::weight_gradient ? plain.tile.k : plain.tile.m) =
              geometry.tile_pixels(plain.cut);
          if (fits(job, plain, machine)) {
            ++compared;
            // The search also weighs strides and bursts, which this estimate leaves out.
            ASSERT_LE(best, estimated_time(job, plain, machine) * 1.25) << job_key(job);
          }
        }
      }
    }
  }
  EXPECT_GT(compared, 100u);
}

TEST(best_mapping, says_what_to_enlarge_when_nothing_fits) {
  arch::AcceleratorSpec machine = preset("systolic");
  machine.output_buffer.banks = 1;
  machine.output_buffer.bank_bytes = Bytes(1);
  const MatrixJob job = random_jobs(machine, 1, 8).front();
  try {
    (void)best_mapping(job, machine);
    FAIL() << "a buffer of one byte holds no tile";
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("output_buffer.banks"), std::string::npos);
    EXPECT_NE(std::string(error.what()).find(machine.name), std::string::npos);
  }
}

TEST(sweeps, an_operand_is_read_again_only_where_its_tile_changed_in_between) {
  for (std::uint64_t m = 1; m <= 3; ++m) {
    for (std::uint64_t n = 1; n <= 3; ++n) {
      for (std::uint64_t k = 1; k <= 3; ++k) {
        for (const LoopOrder order : {LoopOrder::m_outer, LoopOrder::n_outer}) {
          const bool m_outer = order == LoopOrder::m_outer;
          std::uint64_t a = 0, b = 0;
          std::pair<std::uint64_t, std::uint64_t> last_a{~0ull, 0}, last_b{~0ull, 0};
          for (std::uint64_t o = 0; o < (m_outer ? m : n); ++o) {
            for (std::uint64_t i = 0; i < (m_outer ? n : m); ++i) {
              for (std::uint64_t z = 0; z < k; ++z) {
                const std::pair now_a{m_outer ? o : i, z}, now_b{m_outer ? i : o, z};
                a += now_a != last_a ? 1 : 0;
                b += now_b != last_b ? 1 : 0;
                last_a = now_a;
                last_b = now_b;
              }
            }
          }
          EXPECT_EQ(sweeps_of_a({m, n, k}, order) * m * k, a) << m << n << k << m_outer;
          EXPECT_EQ(sweeps_of_b({m, n, k}, order) * n * k, b) << m << n << k << m_outer;
        }
      }
    }
  }
}

}  // namespace mapping_test
}  // namespace metronome::mapping
