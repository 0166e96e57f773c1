// The phases of a strided input gradient: which results and taps meet, and that the phases'
// results, put in their places, are the input gradient of the definition.
#include "arch/mapping/stride_phases.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "arch/array/stepped.hpp"
#include "arch/mapping/program.hpp"
#include "tests/arch/mapping/definition.hpp"
#include "tests/arch/mapping/machines.hpp"

namespace metronome::mapping {
namespace stride_phases_test {

using array::CodeMatrix;
using array::CorrectionUnit;
using testing::ElementsAre;
using testing::IsEmpty;
using trace::OperationClass;

arch::AcceleratorSpec in_phases(arch::AcceleratorSpec machine) {
  machine.training.strided_input_gradient = arch::StridedInputGradient::phase_decomposition;
  return machine;
}

/// The input gradient of a row of `width` pixels.
MatrixJob row_job(std::uint64_t width, std::uint64_t kernel, std::uint64_t stride,
                  std::uint64_t dilation, std::uint64_t left, std::uint64_t right) {
  const trace::Convolution c{.batch = 1,
                             .in_channels = 1,
                             .in_height = 1,
                             .in_width = width,
                             .out_channels = 1,
                             .kernel = {1, kernel},
                             .stride = {1, stride},
                             .pad = {0, left, 0, right},
                             .dilation = {1, dilation}};
  EXPECT_FALSE(trace::fault_of(c)) << trace::fault_of(c)->what;
  return matrix_job(OperationClass::input_gradient, c, 4, 4, in_phases(preset("systolic")));
}

std::vector<AxisPhase> columns_of(const MatrixJob& job) { return axis_phases(job).columns; }

// Output o covers inputs o s - left + t d; so input x meets tap t where x + left - t d is a
// multiple of s.
TEST(stride_phases, have_the_taps_that_lie_multiples_of_the_stride_away) {
  EXPECT_THAT(columns_of(row_job(5, 3, 2, 1, 1, 1)),
              ElementsAre(AxisPhase{0, 2, 3, {1}}, AxisPhase{1, 2, 2, {0, 2}}));
  EXPECT_THAT(columns_of(row_job(5, 3, 2, 1, 0, 0)),
              ElementsAre(AxisPhase{0, 2, 3, {0, 2}}, AxisPhase{1, 2, 2, {1}}));
  EXPECT_THAT(columns_of(row_job(7, 3, 2, 2, 1, 0)), ElementsAre(AxisPhase{1, 2, 3, {0, 1, 2}}))
      << "dilated by the stride: all taps at one position";
  EXPECT_THAT(
      columns_of(row_job(8, 3, 3, 1, 0, 0)),
      ElementsAre(AxisPhase{0, 3, 3, {0}}, AxisPhase{1, 3, 3, {1}}, AxisPhase{2, 3, 2, {2}}));
}

TEST(stride_phases, leave_out_positions_without_a_tap_or_without_a_result) {
  EXPECT_THAT(columns_of(row_job(8, 1, 2, 1, 0, 0)), ElementsAre(AxisPhase{0, 2, 4, {0}}));
  EXPECT_THAT(columns_of(row_job(8, 2, 4, 1, 0, 0)),
              ElementsAre(AxisPhase{0, 4, 2, {0}}, AxisPhase{1, 4, 2, {1}}));
  EXPECT_THAT(columns_of(row_job(2, 3, 3, 1, 1, 0)),
              ElementsAre(AxisPhase{0, 3, 1, {1}}, AxisPhase{1, 3, 1, {2}}));
  // Taps at -1 and 1, both in the border of the one pixel.
  const MatrixJob none = row_job(1, 2, 5, 2, 1, 1);
  EXPECT_THAT(columns_of(none), IsEmpty());
  EXPECT_THAT(phases_of(none), IsEmpty());
  EXPECT_THAT(interleaved(none, {}), ElementsAre(0));
  EXPECT_EQ(share_of_codes(none), 0);
}

TEST(stride_phases, of_a_stride_beyond_the_image_are_no_more_than_the_taps) {
  MatrixJob job = row_job(9, 3, 1'000'000'000, 1, 0, 0);
  job.convolution.stride.height = 1'000'000'000;
  EXPECT_EQ(phases_of(job).size(), 3u);
  const arch::AcceleratorSpec machine = in_phases(preset("systolic"));
  const Program program = matrix_program(job, best_mapping(job, machine), machine);
  EXPECT_EQ(program.steps.at(0).phases.size(), 2u);
}

// e = (1, 2), w = (1, 2, 3), stride 2, border 1: error o reaches inputs 2 o - 1 to 2 o + 1.
TEST(stride_phases, give_the_input_gradient_that_the_hand_calculates) {
  const MatrixJob job = row_job(4, 3, 2, 1, 1, 1);
  const CodeMatrix e{2, 1, 4, false, 0, {1, 2}};
  const CodeMatrix w{3, 1, 4, false, 0, {1, 2, 3}};
  const array::Unrolling walk = array::unrollings(preset("systolic").array, job.operands).front();
  const std::vector<GemmCodes> gemms = unroll_phases(job, walk, e, w);
  ASSERT_EQ(gemms.size(), 2u);
  EXPECT_THAT(gemms[0].a.codes, ElementsAre(1, 2)) << "inputs 0 and 2, tap 1";
  EXPECT_THAT(gemms[0].b.codes, ElementsAre(2));
  EXPECT_THAT(gemms[0].a.mask.present, IsEmpty());
  EXPECT_THAT(gemms[1].a.codes, ElementsAre(2, 1, 0, 2)) << "inputs 1 and 3, taps 0 and 2";
  EXPECT_THAT(gemms[1].a.mask.present, ElementsAre(1, 1, 0, 1)) << "output 2 is beyond the border";
  EXPECT_THAT(gemms[1].b.codes, ElementsAre(1, 3));
  std::vector<std::vector<std::int64_t>> results;
  for (const GemmCodes& gemm : gemms) {
    results.push_back(exact_product(gemm.a, gemm.b));
  }
  EXPECT_THAT(results, ElementsAre(ElementsAre(2, 4), ElementsAre(5, 6)));
  EXPECT_THAT(interleaved(job, results), ElementsAre(2, 5, 4, 6));
  // Two results of one tap and two of two, one of which meets the border.
  EXPECT_DOUBLE_EQ(share_of_codes(job), 5.0 / 6);
}

struct Case {
  MatrixJob job;
  array::Unrolling unrolling;
  CodeMatrix a, b;
};

/// Input gradients in phases, one group of them, of any kernel, dilation and border; strides up to
/// 5, so that some are larger than their kernels. Every second is segmented.
void for_cases(const arch::AcceleratorSpec& machine, std::size_t count,
               const std::function<void(const Case&)>& check) {
  const RandomStream random(41, "stride phases", count);
  std::uint64_t draw = 0;
  const auto below = [&](std::uint64_t n) { return 1 + random.below(draw++, n); };
  for (std::uint64_t run = 0; run < count;) {
    trace::Convolution c = random_convolution(below, 4, 5, 9);
    c.in_channels = below(5);
    c.out_channels = below(5);
    MatrixJob job =
        matrix_job(c.transposed ? OperationClass::forward : OperationClass::input_gradient, c,
                   static_cast<int>(below(8)), static_cast<int>(below(8)), machine);
    if (!job.phases) {
      continue;
    }
    job.segmented = ++run % 2 == 0;
    const auto walks = array::unrollings(machine.array, job.operands);
    check({job, walks[run % walks.size()],
           random_tensor(RandomStream(42, "a", run), tensor_of_a(job), job.operands.a_bits),
           random_tensor(RandomStream(43, "b", run), tensor_of_b(job), job.operands.b_bits)});
  }
}

TEST(stride_phases, meet_every_pixel_that_a_tap_reaches_once) {
  std::size_t empty = 0;
  for_cases(in_phases(preset("systolic")), 200, [&](const Case& c) {
    using Place = std::pair<std::uint64_t, std::uint64_t>;  // pixel of the result, tap
    std::set<Place> reached;                                // from the definition
    trace::Convolution one = c.job.convolution;
    one.in_channels = one.out_channels = 1;
    for_products(one,
                 [&](auto x_row, auto w_row, auto, auto, auto) { reached.emplace(x_row, w_row); });
    std::map<Place, int> met;
    const std::vector<StridePhase> phases = phases_of(c.job);
    for (const StridePhase& phase : phases) {
      for (std::uint64_t i = 0; i < one.batch * phase.pixels() * phase.taps(); ++i) {
        const std::uint64_t pixel = i / phase.taps() % phase.pixels();
        const std::uint64_t y = phase.rows.first + pixel / phase.columns.count * phase.rows.step;
        const std::uint64_t x =
            phase.columns.first + pixel % phase.columns.count * phase.columns.step;
        const std::uint64_t image = i / phase.taps() / phase.pixels();
        const std::uint64_t tap = i % phase.taps();
        const std::uint64_t width = phase.columns.taps.size();
        ++met[{(image * one.in_height + y) * one.in_width + x,
               phase.rows.taps[tap / width] * one.kernel.width + phase.columns.taps[tap % width]}];
      }
    }
    for (const Place& place : reached) {
      ASSERT_EQ(met[place], 1) << job_key(c.job);
    }
    empty += phases.size() < one.stride.product() ? 1 : 0;
  });
  EXPECT_GT(empty, 30u) << "strides beyond the kernel leave positions without a tap";
}

TEST(stride_phases, give_the_input_gradient_of_the_definition) {
  for_cases(in_phases(preset("operand_serial")), 200, [](const Case& c) {
    const std::vector<PhaseShape> shapes = phase_shapes(c.job, c.unrolling);
    const std::vector<GemmCodes> gemms = unroll_phases(c.job, c.unrolling, c.a, c.b);
    ASSERT_EQ(gemms.size(), shapes.size());
    std::vector<std::vector<std::int64_t>> results;
    for (std::size_t i = 0; i < gemms.size(); ++i) {
      ASSERT_TRUE(codes_fit(gemms[i].a) && codes_fit(gemms[i].b)) << job_key(c.job);
      ASSERT_EQ(gemms[i].a.columns, c.a.columns * shapes[i].taps) << job_key(c.job);
      results.push_back(exact_product(gemms[i].a, gemms[i].b));
    }
    const auto whole = unroll(c.job, c.unrolling, c.a, c.b);
    ASSERT_EQ(interleaved(c.job, results), by_definition(c.job, c.a, c.b)) << job_key(c.job);
    ASSERT_EQ(interleaved(c.job, results), exact_product(whole.a, whole.b)) << job_key(c.job);
  });
}

TEST(stride_phases, need_the_corrections_that_the_closed_form_counts) {
  std::size_t fewer = 0;
  for_cases(in_phases(preset("operand_serial")), 150, [&](const Case& c) {
    std::uint64_t adds = 0;
    for (const auto& [a, b] : unroll_phases(c.job, c.unrolling, c.a, c.b)) {
      CodeMatrix plain_a = a, plain_b = b;
      plain_a.zero_point = plain_b.zero_point = 0;
      std::vector<std::int64_t> sums = exact_product(plain_a, plain_b);
      correct(sums, side_sums(a, b, adds), a, b, adds);
      ASSERT_EQ(sums, exact_product(a, b)) << job_key(c.job);
    }
    const CorrectionWork work = correction_work(c.job, CorrectionUnit::side_adders);
    ASSERT_EQ(adds, work.side_adds) << job_key(c.job);
    ASSERT_EQ(work.array_macs, 0u);
    MatrixJob inserted = c.job;
    inserted.phases = false;
    fewer += work.side_adds < correction_work(inserted, CorrectionUnit::side_adders).side_adds;
  });
  EXPECT_EQ(fewer, 150u) << "no adder sees an inserted zero";
}

/// The codes as integers around zero.
CodeMatrix mantissas(CodeMatrix codes) {
  const std::int32_t half = codes.is_signed ? 0 : 1 << (codes.bits - 1);
  for (std::int32_t& code : codes.codes) {
    code -= half;
  }
  codes.is_signed = true;
  codes.zero_point = 0;
  return codes;
}

/// Runs all tiles of a program of one group on a stepped array.
void run_tiles(const Program& program, array::SteppedArray& stepped, std::uint64_t& macs) {
  for (const TileStep& step : program.steps) {
    if (step.tile) {
      (void)stepped.run(*step.tile);
    }
    for (const array::Tile& tile : step.phases) {
      (void)stepped.run(tile);
    }
    for (const array::Tile& tile : step.sums) {
      (void)stepped.run(tile);
      macs += tile.shape.macs();
    }
  }
}

TEST(stride_phases, walked_tile_by_tile_give_the_input_gradient_whoever_forms_the_sums) {
  std::size_t many = 0;
  for (const std::string& family : kFamilies) {
    for (const auto unit : {CorrectionUnit::side_adders, CorrectionUnit::array}) {
      arch::AcceleratorSpec machine = in_phases(cramped(family));
      machine.training.corrections = unit;
      if (unit == CorrectionUnit::array && array::depends_on_values(machine.array)) {
        continue;
      }
      machine.input_buffer.bank_bytes = Bytes(512);
      machine.weight_buffer.bank_bytes = Bytes(64);
      machine.output_buffer.bank_bytes = Bytes(16384);
      for_cases(machine, 12, [&](const Case& c) {
        Case one = c;
        if (!one.job.zero_points) {
          one.a = mantissas(one.a);
          one.b = mantissas(one.b);
        }
        const Mapping mapping = best_mapping(one.job, machine);
        const Program program = matrix_program(one.job, mapping, machine);
        std::vector<GemmCodes> gemms = unroll_phases(one.job, mapping.unrolling, one.a, one.b);
        const std::size_t count = gemms.size();
        array::SteppedArray stepped(machine.array, one.job.operands, mapping.unrolling,
                                    machine.ports(), std::move(gemms), unit);
        std::uint64_t macs = 0;
        run_tiles(program, stepped, macs);
        std::vector<std::vector<std::int64_t>> results;
        for (std::size_t i = 0; i < count; ++i) {
          results.push_back(stepped.result(i));
        }
        ASSERT_EQ(interleaved(one.job, results), by_definition(one.job, one.a, one.b))
            << family << ' ' << job_key(one.job) << " | " << mapping_text(mapping);
        const CorrectionWork work = correction_work(one.job, unit);
        ASSERT_EQ(stepped.counts().side_adds, work.side_adds) << job_key(one.job);
        if (!one.job.segmented) {
          ASSERT_EQ(macs, work.array_macs) << job_key(one.job);
        }
        many += program.steps.size() > 1 && count > 1 ? 1 : 0;
      });
    }
  }
  EXPECT_GT(many, 20u) << "several tiles of several phases";
}

}  // namespace stride_phases_test
}  // namespace metronome::mapping
