// Mappings as text, and what is not legal.
#include <gtest/gtest.h>

#include "arch/mapping/program.hpp"
#include "machines.hpp"

namespace metronome::mapping {
namespace legality_test {

TEST(parse_mapping, reads_what_mapping_text_prints) {
  for (const std::string& family : kFamilies) {
    const arch::AcceleratorSpec machine = preset(family);
    for (const MatrixJob& job : random_jobs(machine, 60, 1)) {
      const Mapping best = best_mapping(job, machine);
      EXPECT_EQ(mapping_text(parse_mapping(mapping_text(best), job, machine)), mapping_text(best))
          << job_key(job);
      EXPECT_EQ(parse_mapping(mapping_text(best), job, machine), best) << job_key(job);
    }
  }
}

MatrixJob small_job(const arch::AcceleratorSpec& machine) {
  trace::Convolution c;
  c.batch = 4;
  c.in_channels = c.out_channels = 16;
  c.in_height = c.in_width = 8;
  c.kernel = 3;
  c.pad = 1;
  return matrix_job(trace::OperationClass::forward, c, 8, 8, machine);
}

std::string refusal(const std::string& text, const arch::AcceleratorSpec& machine) {
  try {
    (void)parse_mapping(text, small_job(machine), machine);
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

TEST(parse_mapping, a_legal_one_is_taken_as_it_is) {
  const arch::AcceleratorSpec machine = preset("systolic");
  MatrixJob job = small_job(machine);
  const std::string walk = unrollings(job, machine).front().name;
  job.fixed_mapping = walk + ", tile 64x8x48, n outer";  // one image; a third of 16 channels no
  EXPECT_THROW((void)best_mapping(job, machine), UserError);
  job.fixed_mapping = walk + ", tile 64x8x72, n outer";  // 8 channels of 9 taps
  const Mapping mapping = best_mapping(job, machine);
  EXPECT_EQ(mapping.cut, (SpatialCut{1, 0}));
  EXPECT_EQ(mapping.tile, (array::TileShape{64, 8, 72}));
  EXPECT_EQ(mapping.order, LoopOrder::n_outer);
  EXPECT_EQ(matrix_program(job, mapping, machine).steps.size(), 4u * 2 * 2);
}

TEST(parse_mapping, says_what_is_wrong_and_what_would_be_right) {
  const arch::AcceleratorSpec machine = preset("systolic");
  const std::string walk = unrollings(small_job(machine), machine).front().name;
  const auto expect = [&](const std::string& text, const std::string& part) {
    EXPECT_NE(refusal(text, machine).find(part), std::string::npos) << refusal(text, machine);
  };
  expect("fast please", "is not a mapping");
  expect(walk + ", tile 64x8, m outer", "is not a mapping");
  expect(walk + ", tile 64x8x72, k outer", "is not a mapping");
  expect("diagonal, tile 64x8x72, m outer", "cannot walk `diagonal`");
  expect("diagonal, tile 64x8x72, m outer", walk);
  expect(walk + ", tile 60x8x72, m outer", "neither whole images nor rows");
  expect(walk + ", tile 64x8x70, m outer", "no whole channels");
  expect(walk + ", tile 64x99x72, m outer", "does not lie in the GEMM");
  arch::AcceleratorSpec narrow = machine;
  narrow.output_buffer.banks = 1;
  narrow.output_buffer.bank_bytes = Bytes(256);
  EXPECT_NE(refusal(walk + ", tile 64x16x144, m outer", narrow).find("of output_buffer"),
            std::string::npos);
}

TEST(why_illegal, finds_nothing_in_what_the_search_chooses) {
  for (const std::string& family : kFamilies) {
    const arch::AcceleratorSpec machine = cramped(family);
    for (const MatrixJob& job : random_jobs(machine, 60, 1)) {
      EXPECT_TRUE(why_illegal(job, best_mapping(job, machine), machine).empty()) << job_key(job);
    }
  }
}

TEST(objectives, weights_decide_between_bytes_and_port_bits) {
  arch::AcceleratorSpec machine = preset("systolic");
  std::size_t differ = 0;
  for (const MatrixJob& job : random_jobs(machine, 60, 8)) {
    machine.mapping.objective = arch::Objective::energy;
    const MappingWeights dram_only{0, 0, 0, 1, 0};
    const MappingWeights ports_only{1, 1, 1, 0, 0};
    const Mapping frugal = best_mapping(job, machine, dram_only);
    const Mapping local = best_mapping(job, machine, ports_only);
    const auto bytes = [&](const Mapping& m) { return mapping_traffic(job, m).total(); };
    const auto bits = [&](const Mapping& m) {
      const array::ArrayUse use = array_use(job, m, machine);
      return use.input_read_bits + use.weight_read_bits + use.output_read_bits +
             use.output_write_bits;
    };
    EXPECT_LE(bits(local), bits(frugal)) << job_key(job);
    EXPECT_LE(2 * bytes(frugal), 3 * bytes(local)) << job_key(job);  // strides weigh in as well
    differ += frugal == local ? 0 : 1;
  }
  EXPECT_GT(differ, 3u);
}

/// The taps that meet a real pixel, pixel by pixel, from the definition of the convolution.
std::uint64_t products_without_inserted_zeros(const trace::Convolution& c) {
  std::uint64_t products = 0;
  for (std::uint64_t y = 0; y < c.in_height; ++y) {
    for (std::uint64_t x = 0; x < c.in_width; ++x) {
      for (std::uint64_t r = 0; r < c.kernel.height; ++r) {
        for (std::uint64_t s = 0; s < c.kernel.width; ++s) {
          // Written without differences of unsigned numbers.
          const auto meets = [](std::uint64_t at, std::uint64_t tap, const model::WindowAxis& w) {
            return (at + w.before + w.stride * w.span() - tap * w.dilation) % w.stride == 0;
          };
          const bool row = meets(y, r, c.rows());
          const bool column = meets(x, s, c.columns());
          products += row && column ? 1 : 0;
        }
      }
    }
  }
  return c.batch * c.in_channels * c.out_channels * products;
}

TEST(phases, multiply_what_no_inserted_zero_meets_and_nothing_else) {
  std::size_t strided = 0;
  for (const std::string& family : kFamilies) {
    const arch::AcceleratorSpec machine = cramped(family);
    for (MatrixJob job : random_jobs(machine, 80, 8)) {
      if (job.cls != trace::OperationClass::input_gradient || job.convolution.stride == 1) {
        continue;
      }
      ++strided;
      job.phases = true;
      const Program program = matrix_program(job, best_mapping(job, machine), machine);
      std::uint64_t macs = 0;
      for (const TileStep& step : program.steps) {
        macs += step.tile ? step.tile->shape.macs() : 0;
        for (const array::Tile& phase : step.phases) {
          macs += phase.shape.macs();
        }
      }
      ASSERT_EQ(macs, products_without_inserted_zeros(job.convolution)) << job_key(job);
    }
  }
  EXPECT_GT(strided, 20u);
}

}  // namespace legality_test
}  // namespace metronome::mapping
