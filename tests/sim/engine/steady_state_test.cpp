// Operations extrapolated from their steady state against the same operations tile by tile.
#include "sim/engine/steady_state.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "sim/engine/simulate.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::sim {
namespace steady_state_test {

arch::AcceleratorSpec machine_of(const std::string& kind) {
  return config::load<arch::AcceleratorSpec>(std::string(METRONOME_SOURCE_DIR) + "/configs/arch/" +
                                             kind + "_512.yaml");
}

double relative(std::uint64_t value, std::uint64_t reference) {
  return reference == 0 ? static_cast<double>(value)
                        : static_cast<double>(value) / static_cast<double>(reference) - 1;
}

std::uint64_t cycles_of(const OperationResult& operation) {
  return operation.measure.cycles.total().count();
}

std::uint64_t bytes_of(const OperationResult& operation) {
  const Traffic traffic = operation.measure.total_traffic();
  return traffic.read.count() + traffic.write.count();
}

/// One level of a training with long operations, both ways; `each`: what a single operation may be
/// off by, as a fraction of its cycles.
void expect_agreement(const arch::AcceleratorSpec& machine, double each) {
  const std::vector<trace::Trace> traces{trace::make_trace(
      "resnet-8", "cifar-10", 1024, schedule::parse_schedule("static:4,backward=8"), 8,
      trace::DxScale::prescale_requantize)};
  SimulateOptions options{.jobs = 2, .progress = {}};
  const RunResult steady = simulate(traces, machine, options).front();
  options.exact = true;
  const RunResult exact = simulate(traces, machine, options).front();
  ASSERT_EQ(exact.extrapolated_share(), 0);
  ASSERT_GT(steady.extrapolated_share(), 0.2);

  const auto ours = steady.operations_of(steady.levels.at(0));
  const auto all = exact.operations_of(exact.levels.at(0));
  ASSERT_EQ(ours.size(), all.size());
  for (std::size_t i = 0; i < ours.size(); ++i) {
    SCOPED_TRACE(ours[i].operation);
    if (!ours[i].extrapolated) {
      EXPECT_EQ(ours[i].measure, all[i].measure);
      continue;
    }
    // One refresh or change of rows more or less in the slope; in sum they cancel.
    EXPECT_NEAR(relative(cycles_of(ours[i]), cycles_of(all[i])), 0, each);
    // Tiles of codes that share a byte are rounded to bytes one by one.
    EXPECT_NEAR(relative(bytes_of(ours[i]), bytes_of(all[i])), 0, 1e-4);
    EXPECT_EQ(ours[i].measure.macs, all[i].measure.macs);
    EXPECT_EQ(ours[i].measure.cycles[Bin::busy], all[i].measure.cycles[Bin::busy]);
  }
  EXPECT_NEAR(relative(steady.total().cycles.total().count(), exact.total().cycles.total().count()),
              0, 5e-4);
}

class steady_state_of_a_run : public testing::TestWithParam<const char*> {};

TEST_P(steady_state_of_a_run, agrees_with_the_simulation_of_every_tile) {
  expect_agreement(machine_of(GetParam()), 5e-3);
}

INSTANTIATE_TEST_SUITE_P(machines, steady_state_of_a_run,
                         testing::Values("systolic", "spatial_fusion", "operand_serial",
                                         "dual_serial", "chunked_bfp"));

TEST(steady_state, agrees_with_the_simulation_of_every_tile_on_other_devices) {
  for (const char* device : {"lpddr4_3200", "hbm2_2000"}) {
    SCOPED_TRACE(device);
    arch::AcceleratorSpec machine = machine_of("systolic");
    machine.memory.device = config::load<dram::DeviceSpec>(std::string(METRONOME_SOURCE_DIR) +
                                                           "/configs/dram/" + device + ".yaml");
    expect_agreement(machine, 1e-2);
  }
}

TEST(steady_state, is_not_looked_for_in_short_operations) {
  const arch::AcceleratorSpec machine = machine_of("systolic");
  const mapping::VectorJob job{.elements = 1 << 16,
                               .adds_per_element = 1,
                               .inputs = {{.elements = 1 << 16, .bits = 16}},
                               .outputs = {{.elements = 1 << 16, .bits = 16}}};
  EXPECT_FALSE(steady_state(job, machine, 4000));
}

TEST(steady_state, leaves_out_whole_images_where_tiles_are_rows_of_one) {
  const arch::AcceleratorSpec machine = machine_of("systolic");
  const trace::Convolution layer{.batch = 256,
                                 .in_channels = 64,
                                 .in_height = 56,
                                 .in_width = 56,
                                 .out_channels = 64,
                                 .kernel = 3,
                                 .pad = 1};
  mapping::MatrixJob job =
      mapping::matrix_job(trace::OperationClass::forward, layer, 8, 8, machine);
  mapping::Mapping mapping = mapping::best_mapping(job, machine);
  mapping.cut = {1, 2};  // 28 tiles an image
  mapping.tile.m = 2 * 56;
  const auto steady = steady_state(job, mapping, machine, 1'000'000'000);
  ASSERT_TRUE(steady);
  const auto left_out = [](const mapping::Gaps& gaps) { return gaps.m.size(); };
  EXPECT_EQ(left_out(steady->shorter) % 28, 0u);
  EXPECT_EQ(left_out(steady->longer) % 28, 0u);
  // Both runs and the multiples of their difference are the whole.
  const std::uint64_t tiles = 256 * 28;
  const std::uint64_t difference = left_out(steady->shorter) - left_out(steady->longer);
  EXPECT_EQ(tiles - left_out(steady->longer) + steady->times * difference, tiles);
  EXPECT_LT(2 * tiles - left_out(steady->shorter) - left_out(steady->longer), tiles);
}

TEST(steady_state, programs_with_a_gap_keep_their_first_and_last_steps) {
  const arch::AcceleratorSpec machine = machine_of("systolic");
  const trace::Convolution layer{.batch = 64, .in_channels = 512, .out_channels = 512};
  const mapping::MatrixJob job =
      mapping::matrix_job(trace::OperationClass::weight_gradient, layer, 8, 8, machine);
  mapping::Mapping mapping = mapping::best_mapping(job, machine);
  mapping.cut = {4, 0};
  mapping.tile.k = 4;
  const mapping::Program whole = matrix_program(job, mapping, machine);
  const std::uint64_t outer = whole.steps.size() / 16;
  const mapping::Program thin = matrix_program(job, mapping, machine, {}, {.k = {2, 13}});
  ASSERT_EQ(thin.steps.size(), outer * 5);
  for (std::uint64_t o = 0; o < outer; ++o) {
    for (std::uint64_t k = 0; k < 5; ++k) {
      const mapping::TileStep& ours = thin.steps[o * 5 + k];
      const mapping::TileStep& theirs = whole.steps[o * 16 + (k < 2 ? k : k + 11)];
      EXPECT_EQ(ours.input_loads, theirs.input_loads);
      EXPECT_EQ(ours.stores, theirs.stores);
      EXPECT_EQ(ours.closes_output, theirs.closes_output);
    }
  }
}

TEST(steady_state, counts_go_on_along_the_line_and_not_below_zero) {
  OperationOutcome shorter, longer;
  shorter.cycles[Bin::busy] = 100;
  longer.cycles[Bin::busy] = 130;
  shorter.cycles[Bin::stall_store] = 12;
  longer.cycles[Bin::stall_store] = 10;
  shorter.dram.reads = 7;
  longer.dram.reads = 8;
  const OperationOutcome all = extrapolated(shorter, longer, 10);
  EXPECT_EQ(all.cycles[Bin::busy], 430u);
  EXPECT_EQ(all.cycles[Bin::stall_store], 0u);
  EXPECT_EQ(all.dram.reads, 18u);
  EXPECT_EQ(extrapolated(shorter, longer, 0), longer);
}

}  // namespace steady_state_test
}  // namespace metronome::sim
