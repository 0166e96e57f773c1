// Trainings in number formats on machines, whole: both models of the array agree, and what formats
// add is in the ledger.
#include <gtest/gtest.h>

#include "sim/base/error.hpp"
#include "sim/engine/simulate.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::experiment {
namespace formats_run_test {

using sim::MemoryMode;

/// A decoder block of 64 features on 4 sequences of 16 tokens.
trace::Trace training(const std::string& schedule) {
  return trace::make_trace("gpt2-small:layers=1,features=64,heads=2,positions=32", "synthetic-text",
                           4, schedule::parse_schedule(schedule), 4,
                           trace::DxScale::prescale_requantize);
}

RunResult run_of(const std::string& schedule, const std::string& family, Mode mode,
                 MemoryMode memory) {
  const trace::Trace trace = training(schedule);
  const auto machine = config::load<arch::AcceleratorSpec>(
      metronome::source_dir() + "/configs/arch/plain_" + family + "_512.yaml");
  return sim::simulate(std::span(&trace, 1), machine,
                       {.mode = mode, .memory = memory, .jobs = 1, .progress = {}})
      .front();
}

TEST(formats_run, closed_form_and_simulation_agree_in_every_bin_with_ideal_memory) {
  for (const auto& [schedule, family] : std::vector<std::pair<std::string, std::string>>{
           {"static:mxfp8", "chunked_fp"},
           {"static:fp8", "chunked_fp"},
           {"static:nvfp4", "chunked_fp"},
           {"late:nvfp4,then=nvfp4+forward=bf16,from=0.5,keep=bf16,first=1,last=1", "chunked_fp"},
           {"static:mxfp4", "systolic"},
           {"static:bfp:4,16", "chunked_bfp"}}) {
    SCOPED_TRACE(schedule + " on " + family);
    const RunResult form = run_of(schedule, family, Mode::analytic, MemoryMode::ideal);
    const RunResult cycle = run_of(schedule, family, Mode::cycle, MemoryMode::ideal);
    ASSERT_EQ(form.levels.size(), cycle.levels.size());
    for (std::size_t level = 0; level < form.levels.size(); ++level) {
      const auto ours = form.operations_of(form.levels[level]);
      const auto others = cycle.operations_of(cycle.levels[level]);
      ASSERT_EQ(ours.size(), others.size());
      for (std::size_t i = 0; i < ours.size(); ++i) {
        EXPECT_EQ(ours[i].measure.cycles, others[i].measure.cycles) << ours[i].operation;
        EXPECT_EQ(ours[i].measure.macs, others[i].measure.macs) << ours[i].operation;
        EXPECT_EQ(ours[i].measure.total_traffic().read, others[i].measure.total_traffic().read)
            << ours[i].operation;
      }
    }
  }
}

std::uint64_t bytes_read(const RunResult& run) { return run.total().total_traffic().read.count(); }

TEST(formats_run, a_transform_is_a_second_read) {
  const RunResult with = run_of("static:nvfp4", "chunked_fp", Mode::analytic, MemoryMode::real);
  const RunResult without =
      run_of("static:nvfp4+weight_gradient.dy=nvfp4/sr+weight_gradient.x=nvfp4", "chunked_fp",
             Mode::analytic, MemoryMode::real);
  EXPECT_GT(bytes_read(with), bytes_read(without));
}

TEST(formats_run, numbers_wider_than_integer_arrays_hold_are_refused_by_name) {
  for (const char* schedule : {"static:mxfp8", "static:fp8"}) {
    try {
      (void)run_of(schedule, "dual_serial", Mode::analytic, MemoryMode::ideal);
      ADD_FAILURE() << schedule;
    } catch (const UserError& error) {
      EXPECT_NE(std::string(error.what()).find("those of e4m3 have 19 bits"), std::string::npos);
    }
  }
}

}  // namespace formats_run_test
}  // namespace metronome::experiment
