// Whole runs: what is conserved, what must not change the result, and what the closed forms bound.
#include "sim/engine/simulate.hpp"

#include <gtest/gtest.h>

#include <set>

#include "arch/array/counts.hpp"
#include "sim/energy/pricing.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/report/ledger_io.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::sim {
namespace simulate_test {

arch::AcceleratorSpec machine_of(const std::string& kind) {
  return config::load<arch::AcceleratorSpec>(metronome::source_dir() + "/configs/arch/plain_" +
                                             kind + "_512.yaml");
}

trace::Trace trace_of(const std::string& schedule, std::uint64_t batch = 2,
                      trace::DxScale dx_scale = trace::DxScale::prescale_requantize) {
  return trace::make_trace("resnet-8", "synthetic", batch, schedule::parse_schedule(schedule), 64,
                           dx_scale);
}

const char* const kCpt = "cpt:3-8,periods=2,backward=8";

RunResult run_of(const trace::Trace& trace, const arch::AcceleratorSpec& machine, Mode mode,
                 unsigned jobs = 2) {
  const std::vector<trace::Trace> traces{trace};
  return simulate(traces, machine, {.mode = mode, .jobs = jobs, .progress = {}}).front();
}

/// The sum over levels, operations and iterations, added one operation at a time.
Measure summed(const RunResult& run) {
  Measure sum = run.switches;
  for (const LevelResult& level : run.levels) {
    for (const OperationResult& operation : run.operations_of(level)) {
      sum += operation.measure.scaled(level.iterations);
    }
  }
  return sum;
}

std::uint64_t counted(const Measure& measure, const std::string& action) {
  std::uint64_t sum = 0;
  for (const auto& [activity, n] : measure.counts) {
    sum += activity.action == action ? n : 0;
  }
  return sum;
}

TEST(run, the_total_is_the_sum_of_its_parts_and_every_cycle_is_in_a_bin) {
  const RunResult run = run_of(trace_of(kCpt), machine_of("dual_serial"), Mode::cycle);
  EXPECT_EQ(run.total(), summed(run));
  std::uint64_t bins = 0;
  for (const Bin bin : kEnumValues<Bin>) {
    bins += run.total().cycles[bin];
  }
  EXPECT_EQ(run.total().cycles.total().count(), bins);
  std::uint64_t iterations = 0;
  for (const PhaseResult& phase : run.phases) {
    iterations += phase.iterations;
  }
  EXPECT_EQ(iterations, 64u);
}

TEST(run, bytes_at_the_pins_lie_in_whole_bursts_and_buffers_feed_what_is_consumed) {
  const arch::AcceleratorSpec machine = machine_of("spatial_fusion");
  const std::vector<mapping::Job> jobs{mapping::matrix_job(trace::OperationClass::forward,
                                                           {.batch = 2,
                                                            .in_channels = 16,
                                                            .in_height = 8,
                                                            .in_width = 8,
                                                            .out_channels = 32,
                                                            .kernel = 3,
                                                            .pad = 1},
                                                           5, 5, machine)};
  const OperationOutcome outcome = execute(jobs, machine, {.progress = {}}).front().outcome;
  std::uint64_t read = 0, written = 0;
  for (const Traffic& t : outcome.traffic) {
    read += t.read.count();
    written += t.write.count();
  }
  EXPECT_GT(read, 0u);
  EXPECT_LE(read, (outcome.dram.reads + outcome.dram.forwarded_reads) * 64);
  EXPECT_LE(written, outcome.dram.writes * 64);
  // Each operand element is read from its buffer at least once: 2*8*8*16 and 3*3*16*32 codes.
  EXPECT_GE(outcome.use.input_read_bits, 2u * 8 * 8 * 16 * 5);
  EXPECT_GE(outcome.use.weight_read_bits, 3u * 3 * 16 * 32 * 5);
}

TEST(run, no_work_costs_nothing) {
  const arch::AcceleratorSpec machine = machine_of("systolic");
  const std::vector<mapping::Job> jobs{mapping::VectorJob{}};
  for (const Mode mode : {Mode::analytic, Mode::cycle}) {
    const auto results = execute(jobs, machine, {.mode = mode, .progress = {}});
    const Measure measure = measure_of(jobs[0], machine, results[0].outcome);
    EXPECT_EQ(measure.cycles.total().count(), 0u);
    EXPECT_EQ(price(measure, experiment::complete_table(machine), machine.clock_hz).total().count(),
              0);
  }
}

TEST(run, the_number_of_jobs_and_repetition_change_no_byte) {
  const trace::Trace trace = trace_of(kCpt);
  const arch::AcceleratorSpec machine = machine_of("operand_serial");
  const std::string one = report::ledger_json(run_of(trace, machine, Mode::cycle, 1));
  for (const unsigned jobs : {1u, 2u, 3u}) {
    EXPECT_TRUE(report::ledger_json(run_of(trace, machine, Mode::cycle, jobs)) == one) << jobs;
  }
}

TEST(run, equal_operations_are_simulated_once) {
  const trace::Trace trace = trace_of(kCpt);
  std::size_t distinct = 0;
  const std::vector<trace::Trace> traces{trace, trace};
  (void)simulate(traces, machine_of("systolic"),
                 {.jobs = 2, .progress = [&](const SimulateProgress& p) { distinct = p.total; }});
  const std::size_t levels = 6;  // 3 to 8 bits
  EXPECT_GT(distinct, 0u);
  EXPECT_LT(distinct, levels * trace.step().operations.size());
}

/// Passes that quantize operands again, and the GEMMs that they precede, by class.
TEST(run, regrouping_passes_of_block_floating_point_are_rows_of_their_own) {
  const trace::Trace trace = trace_of("static:8,backward=8");
  arch::AcceleratorSpec machine = machine_of("chunked_bfp");
  const RunResult rows = run_of(trace, machine, Mode::analytic);
  std::get<array::ChunkedBfpSpec>(machine.array).group_shape = array::GroupShape::square;
  const RunResult squares = run_of(trace, machine, Mode::analytic);
  std::size_t passes = 0, expected = 0;
  Measure sum;
  for (const OperationResult& one : rows.operations_of(rows.levels.front())) {
    if (one.operation.find(".regroup_") != std::string::npos) {
      ++passes;
      EXPECT_EQ(one.cls, trace::OperationClass::quantize);
      EXPECT_GT(one.measure.total_traffic().read.count(), 0u) << one.operation;
      sum += one.measure;
    } else if (one.peak_macs_per_cycle > 0) {  // on the array
      expected += one.cls == trace::OperationClass::input_gradient    ? 1
                  : one.cls == trace::OperationClass::weight_gradient ? 2
                                                                      : 0;
    }
  }
  EXPECT_GT(passes, 10u);
  EXPECT_EQ(passes, expected);
  EXPECT_EQ(rows.operations_of(rows.levels.front()).size(),
            squares.operations_of(squares.levels.front()).size() + passes);
  Measure with = squares.per_iteration(squares.levels.front());
  with += sum;
  EXPECT_EQ(with, rows.per_iteration(rows.levels.front())) << "nothing else differs";
}

/// Codes and their exponents are written by the quantizer and read by the GEMM; nobody moves sums
/// for zero points.
TEST(run, block_floating_point_moves_exponents_and_no_correction_sums) {
  const trace::Trace trace = trace_of("static:8,backward=8");
  arch::AcceleratorSpec machine = machine_of("chunked_bfp");
  auto& bfp = std::get<array::ChunkedBfpSpec>(machine.array);
  bfp.group_shape = array::GroupShape::square;
  const auto traffic = [&](const arch::AcceleratorSpec& of) {
    const RunResult run = run_of(trace, of, Mode::analytic);
    return run.per_iteration(run.levels.front()).dram;
  };
  const auto blocks = traffic(machine);
  const auto affine = traffic(machine_of("systolic"));
  EXPECT_EQ(blocks[trace::Role::partial_sum], Traffic{});
  EXPECT_GT(affine[trace::Role::partial_sum].read.count(), 0u);
  EXPECT_GT(blocks[trace::Role::weight].write.count(), affine[trace::Role::weight].write.count());
  bfp.exponent_bits = 4;
  bfp.group = 64;  // an eighth of the exponents' bits
  const auto fewer = traffic(machine);
  const auto extra = [&](const auto& one) {
    return static_cast<double>(one[trace::Role::weight].write.count() -
                               affine[trace::Role::weight].write.count());
  };
  EXPECT_NEAR(extra(fewer), extra(blocks) / 8, 0.02 * extra(blocks));
}

TEST(run, another_dx_arithmetic_than_the_trained_one_is_refused_naming_both) {
  const std::vector<trace::Trace> traces{
      trace_of("static:8,backward=8", 2, trace::DxScale::segmented)};
  try {
    (void)simulate(traces, machine_of("systolic"), {.progress = {}});
    FAIL() << "must be refused";
  } catch (const UserError& error) {
    const std::string text = error.what();
    EXPECT_NE(text.find("segmented"), std::string::npos) << text;
    EXPECT_NE(text.find("prescale_requantize"), std::string::npos) << text;
  }
}

TEST(run, the_closed_forms_bound_every_operation_from_below) {
  const trace::Trace trace = trace_of(kCpt);
  arch::AcceleratorSpec machine = machine_of("systolic");
  machine.mapping.choose = arch::Choose::estimate;  // of the same mapping
  const RunResult fast = run_of(trace, machine, Mode::analytic);
  const RunResult real = run_of(trace, machine, Mode::cycle);
  ASSERT_EQ(fast.levels.size(), real.levels.size());
  for (std::size_t l = 0; l < fast.levels.size(); ++l) {
    const auto closed = fast.operations_of(fast.levels[l]);
    const auto simulated = real.operations_of(real.levels[l]);
    for (std::size_t o = 0; o < closed.size(); ++o) {
      ASSERT_LE(closed[o].measure.cycles.total(), simulated[o].measure.cycles.total())
          << closed[o].operation;
    }
  }
  EXPECT_LT(fast.total().cycles.total(), real.total().cycles.total());
}

// Most of what an inference of one image takes beyond computing is not hidden: short operations
// wait for their first bytes and their last ones.
TEST(run, the_closed_form_of_one_image_is_within_a_tenth_of_the_simulation) {
  const trace::ModelRequest request{.model = "resnet-8", .dataset = "cifar-10", .inference = true};
  const trace::Trace trace = trace::make_trace(trace::requested_model(request), "cifar-10", 1,
                                               schedule::parse_schedule("static:8"), 1,
                                               trace::DxScale::prescale_requantize);
  for (const char* kind : {"systolic", "dual_serial"}) {
    const arch::AcceleratorSpec machine = config::load<arch::AcceleratorSpec>(
        metronome::source_dir() + "/configs/arch/" + kind + "_512.yaml");
    const auto cycles = [&](Mode mode) {
      return static_cast<double>(run_of(trace, machine, mode).total().cycles.total().count());
    };
    const double simulated = cycles(Mode::cycle);
    EXPECT_GT(cycles(Mode::analytic), 0.9 * simulated) << kind;
    EXPECT_LE(cycles(Mode::analytic), simulated) << kind;
  }
}

TEST(run, each_change_of_phase_costs_the_machines_switch_cycles) {
  arch::AcceleratorSpec machine = machine_of("systolic");
  machine.training.switch_cycles = 777;
  const RunResult run = run_of(trace_of(kCpt), machine, Mode::analytic);
  EXPECT_EQ(run.phases.size(), 12u);  // two periods of six levels, each reset to 3 bits
  EXPECT_EQ(run.switches.cycles[Bin::idle_switch], (run.phases.size() - 1) * 777);
  EXPECT_EQ(run.switches.cycles.total().count(), (run.phases.size() - 1) * 777);
  const RunResult still = run_of(trace_of("static:8,backward=8"), machine, Mode::analytic);
  EXPECT_EQ(still.switches.cycles.total().count(), 0u);
}

TEST(run, a_static_run_equals_the_cycling_runs_level_of_its_bits) {
  const arch::AcceleratorSpec machine = machine_of("spatial_fusion");
  const RunResult cycling = run_of(trace_of(kCpt), machine, Mode::cycle);
  const RunResult still = run_of(trace_of("static:8,backward=8"), machine, Mode::cycle);
  ASSERT_EQ(still.levels.size(), 1u);
  ASSERT_EQ(cycling.levels.size(), 6u);
  EXPECT_EQ(cycling.levels.back().assignment, still.levels[0].assignment);
  EXPECT_EQ(cycling.operations_of(cycling.levels.back()), still.operations_of(still.levels[0]));
}

TEST(run, refresh_is_billed_by_elapsed_time) {
  arch::AcceleratorSpec machine = machine_of("systolic");
  machine.memory.device.self_refresh_idle = 0;
  const Measure one = standing_still(machine, Bin::idle_switch, 1'000'000);
  const Measure three = standing_still(machine, Bin::idle_switch, 3'000'000);
  // Channels' clocks in so many array cycles of 1 ns; a DDR4-2400 clock is 0.833 ns.
  const auto period = static_cast<double>(machine.memory.device.clock_period.count());
  const double clocks = 1e9 / period * static_cast<double>(machine.memory.channels);
  EXPECT_NEAR(static_cast<double>(counted(one, "refresh_clock")), clocks, 8);
  EXPECT_NEAR(static_cast<double>(counted(three, "refresh_clock")), 3 * clocks, 8);
}

// Ten tREFI at a stretch: the memory refreshes itself, and nothing of it is billed twice.
TEST(run, a_machine_that_stands_still_for_long_leaves_its_memory_to_itself) {
  const arch::AcceleratorSpec machine = machine_of("systolic");
  ASSERT_EQ(machine.memory.device.power_down, dram::PowerDown::timeout);
  const Measure still = standing_still(machine, Bin::idle_switch, 1'000'000);
  EXPECT_EQ(counted(still, "refresh_clock"), 0u);
  EXPECT_GT(counted(still, "self_refresh"), 0u);
  EXPECT_EQ(counted(still, "self_refresh_entry"), machine.memory.channels);
  const Measure shortly = standing_still(machine, Bin::idle_switch, 10'000);
  EXPECT_GT(counted(shortly, "background_power_down"), 0u);
  EXPECT_EQ(counted(shortly, "self_refresh"), 0u);
}

TEST(run, energy_tables_know_every_count_of_array_work) {
  for (const auto& [name, count] : array::named_counts({})) {
    EXPECT_TRUE(parts_of_work("systolic." + name)) << name;
  }
}

TEST(run, every_activity_has_a_price_and_energy_parts_sum_to_the_total) {
  for (const char* kind : {"systolic", "spatial_fusion", "operand_serial", "dual_serial"}) {
    const arch::AcceleratorSpec machine = machine_of(kind);
    const RunResult run = run_of(trace_of(kCpt), machine, Mode::analytic);
    const Measure total = run.total();
    const EnergyReport energy = price(total, experiment::complete_table(machine), machine.clock_hz);
    double parts = 0, lines = 0;
    for (const Component component : kEnumValues<Component>) {
      parts += energy.of(component).count();
    }
    for (const EnergyLine& line : energy.lines) {
      lines += line.joules.count();
    }
    EXPECT_GT(parts, 0) << kind;
    EXPECT_NEAR(parts, energy.total().count(), 1e-12 * parts) << kind;
    EXPECT_NEAR(lines, parts, 1e-12 * parts) << kind;
    std::set<Activity> priced;
    for (const EnergyLine& line : energy.lines) {
      priced.insert(line.activity);
    }
    for (const auto& [activity, n] : total.counts) {
      EXPECT_TRUE(n == 0 || priced.contains(activity) || parts_of_work(activity.action))
          << kind << ' ' << activity.action;
    }
  }
}

}  // namespace simulate_test
}  // namespace metronome::sim
