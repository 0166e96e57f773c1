// What the stages do for the tiles of a run's operations is the run's ledger, taken apart.
#include "sim/engine/run_tiles.hpp"

#include <gtest/gtest.h>

#include <map>

#include "sim/base/error.hpp"
#include "sim/engine/simulate.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/trace/trace_io.hpp"

namespace metronome::sim {
namespace run_tiles_test {

constexpr std::uint64_t kAll = 10'000'000;

arch::AcceleratorSpec machine_of(const std::string& name) {
  return config::load<arch::AcceleratorSpec>(metronome::source_dir() + "/configs/arch/" + name +
                                             ".yaml");
}

trace::Trace trace_of(const std::string& schedule, std::uint64_t batch) {
  return trace::make_trace("resnet-8", "cifar-10", batch, schedule::parse_schedule(schedule), 8,
                           trace::DxScale::prescale_requantize);
}

RunResult run_of(const trace::Trace& trace, const arch::AcceleratorSpec& machine,
                 Mode mode = Mode::cycle) {
  return simulate(std::span(&trace, 1), machine,
                  {.mode = mode, .exact = true, .jobs = 2, .progress = {}})
      .front();
}

/// What the spans of an operation last and move.
struct Sums {
  std::uint64_t multiply = 0;
  RoleTraffic traffic;
};

/// After what must hold of each span was checked.
Sums sums_of(const TileRecord& record) {
  Sums sums;
  std::uint64_t bins_end = 0;
  std::uint64_t computes_end = 0;
  for (const TileSpan& span : record.spans) {
    EXPECT_LE(span.begin, span.end);
    switch (span.work) {
      case TileWork::bin:
        EXPECT_EQ(span.begin, bins_end) << "cycles stand one behind the other";
        bins_end = span.end;
        break;
      case TileWork::load:
        sums.traffic[span.role].read += Bytes(span.bytes);
        break;
      case TileWork::store:
        sums.traffic[span.role].write += Bytes(span.bytes);
        break;
      case TileWork::multiply:
        sums.multiply += span.end - span.begin;
        [[fallthrough]];
      case TileWork::vector:
      case TileWork::host:
      case TileWork::engine:
        EXPECT_GE(span.begin, computes_end) << "one tile is computed after the other";
        computes_end = span.end;
        break;
    }
  }
  EXPECT_EQ(bins_end, record.cycles().total().count());
  for (const TileSpan& span : record.spans) {
    EXPECT_LE(span.end, bins_end) << "all ends with the operation";
  }
  return sums;
}

/// Cycles in which the array runs tiles.
std::uint64_t array_cycles(const Attribution& cycles) {
  return cycles[Bin::busy] + cycles[Bin::fill_drain] + cycles[Bin::stall_port] +
         cycles[Bin::stall_synchronisation];
}

void expect_ledger(const trace::Trace& trace, const arch::AcceleratorSpec& machine) {
  const RunResult run = run_of(trace, machine);
  RunTiles tiles(trace, nullptr, machine, run);
  for (std::size_t i = 0; i < run.operations.size(); ++i) {
    const OperationResult& operation = run.operations[i];
    SCOPED_TRACE(machine.name + " " + operation.operation);
    const TileRecord* record = tiles.of(i, kAll);
    ASSERT_NE(record, nullptr);
    ASSERT_TRUE(record->whole);
    EXPECT_EQ(record->cycles().scaled(operation.runs), operation.measure.cycles);
    const Sums sums = sums_of(*record);
    RoleTraffic moved;
    for (const trace::Role role : kEnumValues<trace::Role>) {
      moved[role].read = sums.traffic[role].read * operation.runs;
      moved[role].write = sums.traffic[role].write * operation.runs;
    }
    EXPECT_EQ(moved, operation.measure.dram);
    if (operation.peak_macs_per_cycle > 0) {
      EXPECT_EQ(sums.multiply * operation.runs, array_cycles(operation.measure.cycles));
      EXPECT_GT(sums.multiply, 0u);
    }
  }
}

TEST(run_tiles, add_up_to_the_ledger_bin_by_bin_and_byte_by_byte) {
  const trace::Trace trace = trace_of("cpt:3-8,periods=1,backward=8", 2);
  for (const char* name : {"plain_systolic_512", "plain_spatial_fusion_512", "dual_serial_512"}) {
    expect_ledger(trace, machine_of(name));
  }
}

TEST(run_tiles, of_chains_are_those_of_each_part_of_the_batch) {
  arch::AcceleratorSpec machine = machine_of("plain_systolic_512");
  machine.training.execution = arch::Execution::fused_blocks;
  machine.training.output_path = arch::OutputPath::elementwise;
  const trace::Trace trace = trace_of("static:8,backward=8", 4);
  expect_ledger(trace, machine);
}

TEST(run_tiles, of_work_in_fp32_too) {
  expect_ledger(trace_of("static:fp32,backward=fp32", 2), machine_of("plain_systolic_512"));
}

TEST(run_tiles, of_values_that_another_trace_has) {
  const trace::Trace values =
      trace::read_trace(metronome::source_dir() + "/results/statistics/fashion_mnist_resnet8_cpt");
  const trace::Trace trace = trace::make_trace("resnet-8", "fashion-mnist", 2,
                                               schedule::parse_schedule("static:8,backward=8"), 8,
                                               trace::DxScale::prescale_requantize);
  const arch::AcceleratorSpec machine = machine_of("plain_term_serial_512");
  const RunResult run = simulate(std::span(&trace, 1), machine,
                                 {.statistics = &values, .exact = true, .jobs = 2, .progress = {}})
                            .front();
  RunTiles tiles(trace, &values, machine, run);
  for (std::size_t i = 0; i < run.operations.size(); ++i) {
    ASSERT_NE(tiles.of(i, kAll), nullptr);  // which sees that the cycles are the run's
  }
  EXPECT_THROW(RunTiles(trace, nullptr, machine, run), UserError);
}

TEST(run_tiles, keep_no_more_spans_than_are_asked_for) {
  const trace::Trace trace = trace_of("static:8,backward=8", 2);
  const arch::AcceleratorSpec machine = machine_of("plain_systolic_512");
  const RunResult run = run_of(trace, machine);
  RunTiles tiles(trace, nullptr, machine, run);
  const TileRecord* record = tiles.of(0, 3);
  ASSERT_NE(record, nullptr);
  EXPECT_FALSE(record->whole);
  EXPECT_EQ(record->spans.size(), 3u);
}

TEST(run_tiles, are_none_of_operations_that_were_extrapolated) {
  const trace::Trace trace = trace_of("static:8,backward=8", 2);
  const arch::AcceleratorSpec machine = machine_of("plain_systolic_512");
  RunResult run = run_of(trace, machine);
  run.operations[1].extrapolated = true;
  RunTiles tiles(trace, nullptr, machine, run);
  EXPECT_EQ(tiles.of(1, kAll), nullptr);
  EXPECT_NE(tiles.of(0, kAll), nullptr);
}

/// Whether it says so.
void expect_refused(const trace::Trace& trace, const arch::AcceleratorSpec& machine,
                    const RunResult& run, const std::string& words) {
  try {
    RunTiles tiles(trace, nullptr, machine, run);
    for (std::size_t i = 0; i < run.operations.size(); ++i) {
      (void)tiles.of(i, kAll);
    }
    FAIL() << "taken: " << words;
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find(words), std::string::npos) << error.what();
  }
}

TEST(run_tiles, refuse_what_the_run_was_not_made_from) {
  const trace::Trace trace = trace_of("static:8,backward=8", 2);
  const arch::AcceleratorSpec machine = machine_of("plain_systolic_512");
  const RunResult run = run_of(trace, machine);
  expect_refused(trace_of("static:8,backward=8", 3), machine, run, "takes other cycles");
  expect_refused(trace_of("static:5,backward=8", 2), machine, run, "takes other cycles");
  arch::AcceleratorSpec other = machine;
  other.training.stash = arch::Stash::recompute;
  expect_refused(trace, other, run, "not made from this trace");
  expect_refused(trace_of("cpt:3-8,periods=1,backward=8", 2), machine, run,
                 "distinct operations instead of");
  expect_refused(trace, machine, run_of(trace, machine, Mode::analytic), "closed form");
}

}  // namespace run_tiles_test
}  // namespace metronome::sim
