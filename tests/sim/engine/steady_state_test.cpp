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
  // Runs of more than a third of an operation are none: 7 % on two_in_one and operand_serial, more
  // on the others.
  ASSERT_GT(steady.extrapolated_share(), 0.05);

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
  ASSERT_EQ(steady->slopes.size(), 1u);
  EXPECT_EQ(56 - steady->gaps.k.size() - steady->slopes[0].measured, 4u);
  EXPECT_GE(steady->slopes[0].measured, 2u);
  // Of each of the four, the strides before the last one of those that are simulated.
  const std::size_t each = steady->parts.size() / 4;
  EXPECT_EQ(each, 4 + steady->slopes[0].measured);
  for (std::size_t i = 0; i < steady->parts.size(); ++i) {
    EXPECT_EQ(steady->parts[i], i % each >= 3 && i % each + 1 < each ? 1 : 0) << i;
  }
}

TEST(steady_state, agrees_with_the_simulation_of_every_tile_on_other_devices) {
  for (const char* device : {"lpddr4_3200", "hbm2_2000"}) {
    SCOPED_TRACE(device);
    // A block of the vector unit is five refresh intervals of the LPDDR4 channel: what is measured
    // is a dozen of them, and on each side of it the memory is behind or ahead by parts of one.
    arch::AcceleratorSpec machine = machine_of("systolic");
    machine.memory.device = config::load<dram::DeviceSpec>(metronome::source_dir() +
                                                           "/configs/dram/" + device + ".yaml");
    expect_agreement(machine, 1.5e-2, 1e-3);
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
  mapping.tile = {2 * 56, 64, 576};
  ASSERT_EQ(mapping::tile_counts(job, mapping).steps(), 256u * 28);
  // An image is 5 refresh intervals: whole ones are left out.
  const auto images = steady_state(job, mapping, machine, {10'000'000, 9'000'000});
  ASSERT_TRUE(images);
  ASSERT_EQ(images->slopes.size(), 1u);
  EXPECT_EQ(images->gaps.rows.size(), 0u);
  EXPECT_EQ(images->gaps.m.begin % 28, 0u);
  EXPECT_EQ(images->gaps.m.size(), 28 * images->slopes[0].left_out);
  EXPECT_EQ(images->parts.size(), 256 * 28 - images->gaps.m.size());
  // An image is 500: of those that stay only some rows do.
  const auto both = steady_state(job, mapping, machine, {1'000'000'000, 900'000'000});
  ASSERT_TRUE(both);
  ASSERT_EQ(both->slopes.size(), 2u);
  EXPECT_GE(both->gaps.rows.begin, 3u) << "three tiles settle";
  EXPECT_LT(both->gaps.rows.end, 28u);
  const mapping::Program run = matrix_program(job, mapping, machine, {}, both->gaps);
  EXPECT_EQ(run.steps.size(), both->parts.size());
  EXPECT_EQ(run.steps.size(), (256 - both->gaps.m.size() / 28) * (28 - both->gaps.rows.size()));
}

// Rows of a strided input gradient: from tile to tile it reads another number of them.
TEST(steady_state, is_not_measured_along_rows_of_an_image_that_are_unlike) {
  const arch::AcceleratorSpec machine = machine_of("systolic");
  const trace::Convolution layer{.batch = 256,
                                 .in_channels = 64,
                                 .in_height = 56,
                                 .in_width = 56,
                                 .out_channels = 64,
                                 .kernel = 3,
                                 .stride = 2,
                                 .pad = 1};
  const mapping::MatrixJob job =
      mapping::matrix_job(trace::OperationClass::input_gradient, layer, 8, 8, machine);
  mapping::Mapping mapping = mapping::best_mapping(job, machine);
  mapping.cut = {1, 1};
  mapping.tile.m = 56;
  ASSERT_FALSE(mapping::Geometry(job).regular(mapping.cut));
  const auto steady = steady_state(job, mapping, machine, {1'000'000'000, 900'000'000});
  ASSERT_TRUE(steady);
  EXPECT_EQ(steady->gaps.rows.size(), 0u);
  EXPECT_EQ(steady->gaps.m.size() % 56, 0u);
  EXPECT_GT(steady->gaps.m.size(), 0u);
}

// Rows of 7-bit codes: streams that begin at the same byte of a burst after several iterations.
TEST(steady_state, is_measured_over_whole_periods_behind_any_iteration) {
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
    EXPECT_EQ(slope.measured % 8, 0u);
    EXPECT_EQ(slope.left_out, steady->gaps.m.size());
    const std::uint64_t kept = 1 + iterations - slope.left_out - slope.measured;
    const std::uint64_t each = cycles / iterations;
    EXPECT_GE((kept + 1) * each, 32 * 7'797ull) << "settling: 32 tREFI of DDR4 at 1 GHz";
    EXPECT_GE((slope.measured + 1) * each, 64 * 7'797ull);
    EXPECT_LE(kept, std::max<std::uint64_t>(4, 32 * 7'797 / each + 2) + 1);
  }
}

/// What the loads of the steps of a part, or of all, bring.
RoleTraffic loads_of(const mapping::Program& program, const std::vector<std::uint8_t>& parts,
                     std::uint8_t part) {
  RoleTraffic traffic{};
  for (std::size_t i = 0; i < program.steps.size(); ++i) {
    const mapping::TileStep& step = program.steps[i];
    for (const auto* loads : {&step.input_loads, &step.weight_loads}) {
      for (const mapping::StreamTransfer& load : *loads) {
        if (parts.empty() || parts[i] == part) {
          traffic[load.role].read += Bytes(load.transfer.rows * load.transfer.row_bytes);
        }
      }
    }
  }
  return traffic;
}

/// Products whose loops are all coarse: of a few images, of many channels.
TEST(steady_state, along_several_loops_counts_what_the_whole_operation_moves) {
  const arch::AcceleratorSpec machine = machine_of("systolic");
  const trace::Convolution flat{.batch = 1024, .in_channels = 1024, .out_channels = 2048};
  const trace::Convolution image{.batch = 64,
                                 .in_channels = 256,
                                 .in_height = 32,
                                 .in_width = 32,
                                 .out_channels = 512,
                                 .kernel = 3,
                                 .pad = 1};
  for (const bool rows : {false, true}) {
    const mapping::MatrixJob job =
        mapping::matrix_job(trace::OperationClass::forward, rows ? image : flat, 8, 8, machine);
    mapping::Mapping mapping = mapping::best_mapping(job, machine);
    mapping.cut = rows ? mapping::SpatialCut{1, 2} : mapping::SpatialCut{64, 0};
    mapping.order = mapping::LoopOrder::m_outer;
    mapping.tile = {64, rows ? 512u : 64u, rows ? 144u : 64u};
    const auto steady = steady_state(job, mapping, machine, {40'000'000'000, 39'000'000'000});
    ASSERT_TRUE(steady);
    ASSERT_GE(steady->slopes.size(), 2u);
    EXPECT_EQ(steady->gaps.rows.size() > 0, rows);
    const mapping::Program run = matrix_program(job, mapping, machine, {}, steady->gaps);
    ASSERT_EQ(run.steps.size(), steady->parts.size());
    PartedOutcome parted;
    for (std::uint8_t part = 0; part < 1u << steady->slopes.size(); ++part) {
      parted.parts.emplace_back().traffic = loads_of(run, steady->parts, part);
    }
    const auto bursts = bursts_of(run, *steady, machine);
    EXPECT_EQ(extrapolated(parted, bursts, *steady, machine).traffic,
              loads_of(matrix_program(job, mapping, machine), {}, 0));
    std::uint64_t written = 0;
    for (const mapping::TileStep& step : run.steps) {
      written += step.stores.empty() ? 0 : 1;
    }
    EXPECT_GT(written, 0u);
    EXPECT_GT(bursts[0].written, 0u);
  }
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

/// A run of two parts: what is measured is the second.
PartedOutcome run_of(const OperationOutcome& kept, const OperationOutcome& measured) {
  return {{kept, measured}, {}, {}};
}

TEST(extrapolation, counts_what_was_measured_for_what_is_left_out) {
  const arch::AcceleratorSpec machine = machine_of("systolic");
  OperationOutcome kept;
  OperationOutcome measured;
  kept.cycles[Bin::busy] = 100;
  measured.cycles[Bin::busy] = 30;
  kept.dram.activates = 7;
  measured.dram.activates = 1;
  const SteadyState steady{{}, {{2, 20}}, {}, 1000};
  const OperationOutcome all = extrapolated(run_of(kept, measured), {{}, {}}, steady, machine);
  EXPECT_EQ(all.cycles[Bin::busy], 430u);
  EXPECT_EQ(all.dram.activates, 18u);
  // Two loops: what was measured along both stands for 3 * 5 of its kind.
  const SteadyState both{{}, {{1, 2}, {2, 8}}, {}, 1000};
  PartedOutcome run;
  for (const std::uint64_t activates : {1000, 100, 10, 1}) {
    run.parts.emplace_back().dram.activates = activates;
  }
  EXPECT_EQ(extrapolated(run, {{}, {}, {}, {}}, both, machine).dram.activates,
            1000u + 100 * 3 + 10 * 5 + 3 * 5);
}

// Loads run ahead of the sequencer: while it is at measured steps, others are loaded.
TEST(extrapolation, books_reads_and_writes_to_the_steps_that_ask_for_them) {
  const arch::AcceleratorSpec machine = machine_of("systolic");
  OperationOutcome kept;
  OperationOutcome measured;
  kept.dram.reads = 90;
  kept.dram.forwarded_reads = 2;
  measured.dram.reads = 18;
  measured.dram.writes = 4;
  const SteadyState steady{{}, {{1, 3}}, {}, 1000};
  const OperationOutcome all =
      extrapolated(run_of(kept, measured), {{98, 0}, {12, 5}}, steady, machine);
  EXPECT_EQ(all.dram.reads, 96u + 4 * 12);
  EXPECT_EQ(all.dram.writes, 20u);
  EXPECT_EQ(all.dram.read_bytes, all.dram.reads * machine.memory.device.bytes_per_burst().count());
}

// Banks are open where rows are loaded; the rest of the time that the measured steps took is idle.
TEST(extrapolation, gives_measured_steps_the_open_banks_of_their_loads_and_their_own_time) {
  const arch::AcceleratorSpec machine = machine_of("systolic");
  OperationOutcome kept;
  OperationOutcome measured;
  measured.dram.active_cycles = 500;
  measured.dram.precharged_cycles = 300;
  measured.dram.self_refresh_cycles = 100;
  measured.dram.refresh_cycles = 50;
  measured.dram.activates = 9;
  PartedOutcome run = run_of(kept, measured);
  run.by_loads.resize(2);
  run.by_loads[1].active_cycles = 420;
  run.by_loads[1].precharged_cycles = 2000;
  run.by_loads[1].activates = 7;
  const SteadyState steady{{}, {{1, 1}}, {}, 1000};
  const OperationOutcome all = extrapolated(run, {{}, {}}, steady, machine);
  EXPECT_EQ(all.dram.activates, 2 * 7u);
  EXPECT_EQ(all.dram.active_cycles, 2 * 420u);
  EXPECT_EQ(all.dram.precharged_cycles, 2 * 360u);
  EXPECT_EQ(all.dram.self_refresh_cycles, 2 * 120u);
  EXPECT_EQ(all.dram.refresh_cycles, 2 * 50u);
}

/// Work that waits for memory all the time: 1000 cycles a period, and 450 (tRFC, tRP, tRCD) more in
/// each in which a refresh falls due.
TEST(extrapolation, is_by_the_average_number_of_refreshes) {
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
    return static_cast<std::uint64_t>(now);
  };
  constexpr std::uint64_t kAll = 100'000;
  constexpr std::uint64_t kKept = 40;
  const std::uint64_t exact = after(kAll);
  double worst_uncorrected = 0;
  for (std::uint64_t measured = 60; measured < 80; ++measured) {
    // The last of the kept periods comes last.
    const std::array<std::uint64_t, 3> ends{after(kKept - 1), after(kKept - 1 + measured),
                                            after(kKept + measured)};
    PartedOutcome run;
    run.parts.resize(2);
    run.parts[0].cycles[Bin::stall_activations] = ends[0] + ends[2] - ends[1];
    run.parts[1].cycles[Bin::stall_activations] = ends[1] - ends[0];
    const auto cycles = [&](std::uint64_t compute) {
      const SteadyState steady{{}, {{measured, kAll - kKept - measured}}, {}, compute};
      return extrapolated(run, {{}, {}}, steady, machine).cycles.total().count();
    };
    run.spans = {{0, ends[0]}, {1, ends[1]}, {0, ends[2]}};
    EXPECT_NEAR(relative(cycles(0), exact), 0, 1e-3) << measured;
    // Nothing is taken off where the operation waits for nothing.
    worst_uncorrected = std::max(worst_uncorrected, std::abs(relative(cycles(exact * 2), exact)));
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
  const auto streams = stream_advances({loop}, loop, [&](const mapping::Gaps& gaps) {
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
