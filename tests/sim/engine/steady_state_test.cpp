// Operations extrapolated from their steady state against the same operations tile by tile.
#include "sim/engine/steady_state.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "sim/engine/extrapolation.hpp"
#include "sim/engine/job_runner.hpp"
#include "sim/engine/simulate.hpp"
#include "sim/engine/stream_advances.hpp"
#include "tests/support/families.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::sim {
namespace steady_state_test {

arch::AcceleratorSpec machine_named(const std::string& name) {
  return config::load<arch::AcceleratorSpec>(metronome::source_dir() + "/configs/arch/" + name +
                                             ".yaml");
}

arch::AcceleratorSpec machine_of(const std::string& kind) {
  return machine_named("plain_" + kind + "_512");
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
/// off by, as a fraction of its cycles; `whole`: the run.
void expect_agreement(const arch::AcceleratorSpec& machine, double each, double whole = 5e-4) {
  const std::vector<trace::Trace> traces{trace::make_trace(
      "resnet-8", "cifar-10", 1024, schedule::parse_schedule("static:4,backward=8"), 8,
      trace::DxScale::prescale_requantize)};
  SimulateOptions options{.jobs = 2, .progress = {}};
  const RunResult steady = simulate(traces, machine, options).front();
  options.exact = true;
  const RunResult exact = simulate(traces, machine, options).front();
  ASSERT_EQ(exact.extrapolated_share(), 0);
  // Runs of more than a third of an operation are none: 15 % on two_in_one, 19 on operand_serial,
  // more on the others.
  ASSERT_GT(steady.extrapolated_share(), 0.1);

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
              0, whole);
}

class steady_state_of_a_run : public testing::TestWithParam<std::string> {};

TEST_P(steady_state_of_a_run, agrees_with_the_simulation_of_every_tile) {
  expect_agreement(machine_of(GetParam()), 5e-3);
}

INSTANTIATE_TEST_SUITE_P(machines, steady_state_of_a_run,
                         // Without term_serial: no trace here has the statistics of its values.
                         testing::ValuesIn(families_but({"term_serial"})));

// Balanced: faster memory, of whose time a tile's streams take changing shares. A few long
// operations make most of this small run; what runs of many are off by is in results/speed.md.
class steady_state_of_a_balanced_run : public testing::TestWithParam<std::string> {};

TEST_P(steady_state_of_a_balanced_run, agrees_with_the_simulation_of_every_tile) {
  expect_agreement(machine_named(GetParam() + "_512"), 2e-2, 1e-3);
}

INSTANTIATE_TEST_SUITE_P(machines, steady_state_of_a_balanced_run,
                         testing::ValuesIn(families_but({"term_serial"})));

// Buffers and stores settle anew wherever an inner loop begins: its first strides say nothing,
// however long they are.
TEST(steady_state, along_an_inner_loop_begins_behind_its_first_strides) {
  const arch::AcceleratorSpec machine = machine_named("systolic_512");
  const trace::Convolution layer{.batch = 1024,
                                 .in_channels = 28672,
                                 .in_height = 1,
                                 .in_width = 1,
                                 .out_channels = 128,
                                 .kernel = 1};
  const mapping::MatrixJob job =
      mapping::matrix_job(trace::OperationClass::forward, layer, 8, 8, machine);
  mapping::Mapping mapping = mapping::best_mapping(job, machine);
  mapping.tile = {512, 64, 512};
  mapping.cut = {};
  ASSERT_EQ(mapping::tile_counts(job, mapping).k, 56u);
  ASSERT_EQ(mapping::tile_counts(job, mapping).steps(), 2u * 2 * 56);
  const auto steady = steady_state(job, mapping, machine, {2'000'000'000, 2'000'000'000});
  ASSERT_TRUE(steady);
  ASSERT_EQ(steady->runs.size(), 2u);
  EXPECT_EQ(56 - steady->runs[0].k.size(), 4u);
  EXPECT_GE(steady->slopes[0].difference, 2u);
}

TEST(steady_state, agrees_with_the_simulation_of_every_tile_on_other_devices) {
  for (const char* device : {"lpddr4_3200", "hbm2_2000"}) {
    SCOPED_TRACE(device);
    arch::AcceleratorSpec machine = machine_of("systolic");
    machine.memory.device = config::load<dram::DeviceSpec>(metronome::source_dir() +
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
  EXPECT_FALSE(steady_state(job, machine, {4000, 3000}));
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
  const auto steady = steady_state(job, mapping, machine, {1'000'000'000, 900'000'000});
  ASSERT_TRUE(steady);
  const auto left_out = [](const mapping::Gaps& gaps) { return gaps.m.size(); };
  ASSERT_EQ(steady->runs.size(), 2u);
  const std::uint64_t shorter = left_out(steady->runs[0]);
  const std::uint64_t longer = left_out(steady->runs[1]);
  EXPECT_EQ(shorter % 28, 0u);
  EXPECT_EQ(longer % 28, 0u);
  // Both runs and the multiples of their difference are the whole.
  const Slope& slope = steady->slopes.front();
  EXPECT_EQ((shorter - longer) / slope.difference * slope.left_out, longer);
  const std::uint64_t tiles = 256 * 28;
  EXPECT_LT(2 * tiles - shorter - longer, tiles);
}

// Rows of 7-bit codes: streams that begin at the same byte of a burst after several iterations.
TEST(steady_state, runs_differ_by_whole_periods_and_end_with_any_iteration) {
  const arch::AcceleratorSpec machine = machine_of("systolic");
  const trace::Convolution layer{.batch = 1 << 16, .in_channels = 72, .out_channels = 64};
  const mapping::MatrixJob job =
      mapping::matrix_job(trace::OperationClass::forward, layer, 7, 7, machine);
  mapping::Mapping mapping = mapping::best_mapping(job, machine);
  mapping.cut = {40, 0};  // tiles of 40 rows of 63 bytes: 8 of them are whole bursts of 64
  mapping.tile.m = 40;
  const std::uint64_t iterations = (1 << 16) / 40;
  // So quick that runs are long, so slow that they are as short as can be.
  for (const std::uint64_t cycles : {40'000'000ull, 4'000'000'000ull}) {
    const auto steady = steady_state(job, mapping, machine, {cycles, cycles});
    ASSERT_TRUE(steady);
    const Slope& slope = steady->slopes.front();
    EXPECT_EQ(slope.difference % 8, 0u);
    const std::uint64_t left_out = steady->runs.back().m.size();
    EXPECT_EQ(slope.left_out, left_out);
    const std::uint64_t shorter = 1 + iterations - slope.left_out - slope.difference;
    EXPECT_GE(shorter, 8u);
    const std::uint64_t each = cycles / iterations;
    EXPECT_GE((shorter + 1) * each, 32 * 7'797ull) << "settling: 32 tREFI of DDR4 at 1 GHz";
    EXPECT_GE((slope.difference + 1) * each, 48 * 7'797ull);
    EXPECT_LE(shorter, std::max<std::uint64_t>(8, 32 * 7'797 / each + 2) + 1);
  }
}

/// A product whose loops are all coarse: one of a few images, of many channels.
TEST(steady_state, along_two_loops_counts_what_the_whole_operation_moves) {
  const arch::AcceleratorSpec machine = machine_of("systolic");
  const trace::Convolution layer{.batch = 1024, .in_channels = 1024, .out_channels = 2048};
  const mapping::MatrixJob job =
      mapping::matrix_job(trace::OperationClass::forward, layer, 8, 8, machine);
  mapping::Mapping mapping = mapping::best_mapping(job, machine);
  mapping.cut = {64, 0};
  mapping.order = mapping::LoopOrder::m_outer;
  mapping.tile = {64, 64, 128};
  const auto steady = steady_state(job, mapping, machine, {100'000'000, 90'000'000});
  ASSERT_TRUE(steady);
  ASSERT_EQ(steady->runs.size(), 4u);
  std::vector<OperationOutcome> runs;
  const auto bytes = [&](const mapping::Gaps& gaps) {
    OperationOutcome outcome;
    for (const mapping::TileStep& step : matrix_program(job, mapping, machine, {}, gaps).steps) {
      for (const auto* loads : {&step.input_loads, &step.weight_loads}) {
        for (const mapping::StreamTransfer& load : *loads) {
          outcome.traffic[load.role].read += Bytes(load.transfer.rows * load.transfer.row_bytes);
        }
      }
    }
    return outcome;
  };
  for (const mapping::Gaps& gaps : steady->runs) {
    runs.push_back(bytes(gaps));
  }
  EXPECT_EQ(extrapolated(runs, *steady, machine).traffic, bytes({}).traffic);
}

/// As ResNet-50 has it, batch 256.
mapping::Job last_expansion(const arch::AcceleratorSpec& machine) {
  const trace::Convolution layer{
      .batch = 256, .in_channels = 512, .in_height = 7, .in_width = 7, .out_channels = 2048};
  return mapping::matrix_job(trace::OperationClass::forward, layer, 8, 8, machine);
}

// Some rows of tiles wait for memory and others do not, as the streams drift through the banks.
TEST(steady_state, of_streams_that_drift_through_the_banks_is_measured_over_their_drift) {
  arch::AcceleratorSpec machine = machine_of("spatial_fusion");
  machine.mapping.choose = arch::Choose::estimate;  // the same mapping for both
  const std::vector<mapping::Job> jobs{last_expansion(machine)};
  SimulateOptions options{.jobs = 1, .progress = {}};
  const auto cycles = [&] {
    const JobResult result = run_jobs(jobs, machine, options)[0];
    EXPECT_EQ(result.extrapolated, !options.exact);
    return result.outcome.cycles.total().count();
  };
  const std::uint64_t ours = cycles();
  options.exact = true;
  EXPECT_NEAR(relative(ours, cycles()), 0, 1e-2);
}

// Of a weight gradient whose reduction is the innermost loop: 16 x 64 x 32 tiles, of which the
// reduction alone leaves 10 of 32 to be simulated. Four of its rows of tiles are whole bursts.
TEST(steady_state, along_the_outermost_loop_counts_what_its_runs_share_once) {
  const auto machine = config::load<arch::AcceleratorSpec>(metronome::source_dir() +
                                                           "/configs/arch/published/bitblade.yaml");
  const trace::Convolution layer{.batch = 256,
                                 .in_channels = 256,
                                 .in_height = 14,
                                 .in_width = 14,
                                 .out_channels = 256,
                                 .kernel = 3,
                                 .pad = 1};
  const mapping::MatrixJob job =
      mapping::matrix_job(trace::OperationClass::weight_gradient, layer, 8, 8, machine);
  mapping::Mapping mapping = mapping::best_mapping(job, machine);
  mapping.tile = {16, 36, 1568};
  mapping.cut = {};
  mapping.order = mapping::LoopOrder::m_outer;
  ASSERT_EQ(mapping::tile_counts(job, mapping).steps(), 16u * 64 * 32);
  const auto steady = steady_state(job, mapping, machine, {119'000'000, 118'000'000});
  ASSERT_TRUE(steady);
  ASSERT_EQ(steady->runs.size(), 4u);
  std::uint64_t least = 16;
  std::uint64_t most = 0;
  for (const mapping::Gaps& gaps : steady->runs) {
    EXPECT_GT(gaps.k.size(), 0u);
    EXPECT_GT(gaps.m.size(), 0u);
    least = std::min(least, 16 - gaps.m.size());
    most = std::max(most, 16 - gaps.m.size());
  }
  EXPECT_GE(least, 4u) << "a period of bursts is in the shorter run";
  EXPECT_EQ((most - least) % 4, 0u) << "and the difference is whole periods";
  EXPECT_LT(3 * (most + 1), 2 * 16u) << "the longer run, and the last row of tiles of the shorter";
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

SteadyState along_one_loop(const Slope& slope, std::uint64_t compute_cycles) {
  return {std::vector<mapping::Gaps>(2), {slope}, compute_cycles};
}

TEST(steady_state, counts_go_on_along_the_line_and_not_below_zero) {
  const arch::AcceleratorSpec machine = machine_of("systolic");
  std::array<OperationOutcome, 2> runs;
  auto& [shorter, longer] = runs;
  shorter.cycles[Bin::busy] = 100;
  longer.cycles[Bin::busy] = 130;
  shorter.cycles[Bin::stall_store] = 12;
  longer.cycles[Bin::stall_store] = 10;
  shorter.dram.reads = 7;
  longer.dram.reads = 8;
  const OperationOutcome all = extrapolated(runs, along_one_loop({2, 20}, 1000), machine);
  EXPECT_EQ(all.cycles[Bin::busy], 430u);
  EXPECT_EQ(all.cycles[Bin::stall_store], 0u);
  EXPECT_EQ(all.dram.reads, 18u);
  EXPECT_EQ(extrapolated(runs, along_one_loop({2, 0}, 1000), machine), longer);
}

/// Work that waits for memory all the time: 1000 cycles a period, and 450 (tRFC, tRP, tRCD) more in
/// each in which a refresh falls due.
TEST(steady_state, slopes_are_those_of_the_average_number_of_refreshes) {
  const arch::AcceleratorSpec machine = machine_of("systolic");
  const dram::DeviceSpec& device = machine.memory.device;
  const double cycle = static_cast<double>(device.clock_period.count()) /
                       static_cast<double>(clock_period(machine.clock_hz).count());
  const double interval = device.trefi * cycle;
  const double cost = (device.trfc + device.trp + device.trcd) * cycle;
  const auto after = [&](std::uint64_t periods) {
    double now = 0;
    double due = interval / 2;
    for (std::uint64_t i = 0; i < periods; ++i) {
      now += 1000;
      for (; due < now; due += interval) {
        now += cost;
      }
    }
    OperationOutcome outcome;
    outcome.cycles[Bin::stall_activations] = static_cast<std::uint64_t>(now);
    return outcome;
  };
  const std::uint64_t exact = after(100'000).cycles.total().count();
  double worst_uncorrected = 0;
  for (std::uint64_t difference = 60; difference < 80; ++difference) {
    const std::array runs{after(40), after(40 + difference)};
    const Slope slope{difference, 100'000 - 40 - difference};
    const OperationOutcome all = extrapolated(runs, along_one_loop(slope, 0), machine);
    EXPECT_NEAR(relative(all.cycles.total().count(), exact), 0, 1e-3) << difference;
    const OperationOutcome line = Extrapolation(machine, 0).line(runs[0], runs[1], slope);
    worst_uncorrected =
        std::max(worst_uncorrected, std::abs(relative(line.cycles.total().count(), exact)));
  }
  EXPECT_GT(worst_uncorrected, 3e-3);
}

TEST(stream_advances, are_found_by_comparing_programs) {
  const arch::AcceleratorSpec machine = machine_of("systolic");
  const mapping::VectorJob job{.elements = 1 << 24,
                               .adds_per_element = 1,
                               .inputs = {{.elements = 1 << 24, .bits = 16}},
                               .outputs = {{.elements = 1 << 24, .bits = 8}}};
  const std::uint64_t block = mapping::vector_block(job, machine);
  const TileLoop loop{&mapping::Gaps::block, (1 << 24) / block};
  const auto streams = stream_advances({loop}, loop, 1, [&](const mapping::Gaps& gaps) {
    return mapping::vector_program(job, machine, {}, gaps);
  });
  const auto moving = [&](std::int64_t step) {
    return std::count_if(streams.begin(), streams.end(), [&](const StreamAdvance& stream) {
      return stream.step == step && stream.bytes == static_cast<std::uint64_t>(step);
    });
  };
  EXPECT_EQ(moving(static_cast<std::int64_t>(2 * block)), 1);
  EXPECT_EQ(moving(static_cast<std::int64_t>(block)), 1);
}

TEST(stream_advances, come_round_in_the_banks_and_in_bursts) {
  const std::vector<StreamAdvance> streams{{65536, 65536}, {4096, 4096}};
  EXPECT_EQ(misalignment(streams, 0, 524288), 0);
  EXPECT_EQ(misalignment(streams, 128, 524288), 0);
  EXPECT_NEAR(misalignment(streams, 1, 524288), 61440.0 / 524288, 1e-12);
  EXPECT_EQ(misalignment({{-100, 1}, {50, 1}}, 2, 300), 0);
  EXPECT_EQ(burst_period(streams, 64), 1u);
  EXPECT_EQ(burst_period({{10, 1}, {16, 1}, {0, 1}}, 64), 32u);
}

}  // namespace steady_state_test
}  // namespace metronome::sim
