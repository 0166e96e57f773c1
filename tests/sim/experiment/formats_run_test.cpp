// Trainings in number formats on machines, whole: both models of the array agree, and what formats
// add is in the ledger.
#include <gtest/gtest.h>

#include <map>

#include "sim/base/error.hpp"
#include "sim/energy/pricing.hpp"
#include "sim/engine/simulate.hpp"
#include "sim/experiment/experiment.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::experiment {
namespace formats_run_test {

using sim::MemoryMode;

constexpr std::uint64_t kIterations = 4;
/// NVFP4 without its Hadamard transforms.
constexpr const char* kWithoutTransforms =
    "static:nvfp4+weight_gradient.dy=nvfp4/sr+weight_gradient.x=nvfp4";

/// A decoder block of 64 features on 4 sequences of 16 tokens.
trace::Trace training(const std::string& schedule) {
  return trace::make_trace("gpt2-small:layers=1,features=64,heads=2,positions=32", "synthetic-text",
                           4, schedule::parse_schedule(schedule), kIterations,
                           trace::DxScale::prescale_requantize);
}

arch::AcceleratorSpec machine_of(const std::string& family) {
  return config::load<arch::AcceleratorSpec>(metronome::source_dir() + "/configs/arch/" + family +
                                             "_512.yaml");
}

RunResult run_of(const std::string& schedule, const std::string& family, Mode mode,
                 MemoryMode memory) {
  const trace::Trace trace = training(schedule);
  const arch::AcceleratorSpec machine = machine_of(family);
  return sim::simulate(std::span(&trace, 1), machine,
                       {.mode = mode, .memory = memory, .jobs = 1, .progress = {}})
      .front();
}

/// What array and vector unit did; how memory does its part is the controller's, which ideal memory
/// has none of.
std::map<std::string, std::uint64_t> work_of(const Measure& measure) {
  std::map<std::string, std::uint64_t> work;
  for (const auto& [activity, count] : measure.counts) {
    if (activity.component == Component::array || activity.component == Component::vector) {
      work[activity.action] += count;
    }
  }
  return work;
}

TEST(formats_run, closed_form_and_simulation_agree_in_every_bin_with_ideal_memory) {
  for (const auto& [schedule, family] : std::vector<std::pair<std::string, std::string>>{
           {"static:mxfp8", "plain_chunked_fp"},
           {"static:fp8", "plain_chunked_fp"},
           {"static:nvfp4", "plain_chunked_fp"},
           {"static:nvfp4", "chunked_fp"},
           {"static:mxfp4+weight_gradient=mxfp4/rht32", "chunked_fp"},
           {"late:nvfp4,then=nvfp4+forward=bf16,from=0.5,keep=bf16,first=1,last=1",
            "plain_chunked_fp"},
           {"static:mxfp4", "plain_systolic"},
           {"static:bfp:4,16", "plain_chunked_bfp"}}) {
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
        EXPECT_EQ(work_of(ours[i].measure), work_of(others[i].measure)) << ours[i].operation;
        EXPECT_EQ(ours[i].measure.total_traffic().read, others[i].measure.total_traffic().read)
            << ours[i].operation;
      }
    }
  }
}

// Kernels of several taps, ragged channels, strides, a batch that fills no block: additions of
// pairs of blocks are those of the layout, in both models, and so are clocks.
TEST(formats_run, kernels_of_several_taps_add_a_pair_of_blocks_for_each_tap) {
  const trace::Trace trace =
      trace::make_trace("resnet-8", "cifar-10", 4, schedule::parse_schedule("static:mxfp4"),
                        kIterations, trace::DxScale::prescale_requantize);
  const arch::AcceleratorSpec machine = machine_of("plain_chunked_fp");
  const auto run = [&](Mode mode) {
    return sim::simulate(std::span(&trace, 1), machine,
                         {.mode = mode, .memory = MemoryMode::ideal, .jobs = 1, .progress = {}})
        .front();
  };
  const RunResult form = run(Mode::analytic), cycle = run(Mode::cycle);
  const auto ours = form.operations_of(form.levels.front());
  const auto others = cycle.operations_of(cycle.levels.front());
  ASSERT_EQ(ours.size(), others.size());
  std::size_t seen = 0;
  for (std::size_t i = 0; i < ours.size(); ++i) {
    EXPECT_EQ(ours[i].measure.cycles, others[i].measure.cycles) << ours[i].operation;
    EXPECT_EQ(work_of(ours[i].measure), work_of(others[i].measure)) << ours[i].operation;
    const auto work = work_of(ours[i].measure);
    if (ours[i].operation == "conv1.forward") {
      // 3 channels: each product of a tap is a block of three; at borders there are fewer taps.
      EXPECT_EQ(work.at("chunked_fp.scale_add"), ours[i].measure.macs.count() / 3);
      ++seen;
    }
    if (ours[i].operation == "conv1.weight_gradient") {  // four samples at a position
      EXPECT_EQ(work.at("chunked_fp.scale_add"), ours[i].measure.macs.count() / 4);
      ++seen;
    }
  }
  EXPECT_EQ(seen, 2u);
}

std::uint64_t bytes_read(const RunResult& run) { return run.total().total_traffic().read.count(); }

TEST(formats_run, a_transform_is_a_second_read) {
  for (const char* family : {"plain_chunked_fp", "chunked_fp"}) {
    const RunResult with = run_of("static:nvfp4", family, Mode::analytic, MemoryMode::real);
    const RunResult without = run_of(kWithoutTransforms, family, Mode::analytic, MemoryMode::real);
    EXPECT_GT(bytes_read(with), bytes_read(without)) << family;
  }
}

/// Elements that are transformed in an iteration (operand_formats_test), and the additions that
/// each of two reads makes of one.
constexpr std::uint64_t kTransformed = 64 * (64 + 64 + 64 + 256 + 192 + 64 + 256 + 64);
constexpr std::uint64_t kAdds = 4 + 4;

std::uint64_t count_of(const RunResult& run, const std::string& action) {
  std::uint64_t sum = 0;
  const auto total = run.total();
  for (const auto& [key, count] : total.counts) {
    sum += key.action == action ? static_cast<std::uint64_t>(count) : 0;
  }
  return sum;
}

// Both models, plain machine: the lanes make the transforms, as additions of FP32, not as steps of
// a quantizer; what the second read compares are such steps. Joules are the counts times their
// rows.
TEST(formats_run, additions_of_transforms_are_counts_clocks_and_joules) {
  const arch::AcceleratorSpec machine = machine_of("plain_chunked_fp");
  const EnergyTable prices = complete_table(machine);
  for (const Mode mode : {Mode::analytic, Mode::cycle}) {
    const RunResult with = run_of("static:nvfp4", "plain_chunked_fp", mode, MemoryMode::ideal);
    const RunResult without =
        run_of(kWithoutTransforms, "plain_chunked_fp", mode, MemoryMode::ideal);
    const std::uint64_t adds = kIterations * kAdds * kTransformed;
    EXPECT_EQ(count_of(with, "vector.add_fp32") - count_of(without, "vector.add_fp32"), adds);
    EXPECT_EQ(count_of(with, "quantizer.step") - count_of(without, "quantizer.step"),
              kIterations * 2 * kTransformed);
    // Ten operations an element on so many lanes, a block of elements at a time.
    const double clocks = static_cast<double>(kIterations * (kAdds + 2) * kTransformed) /
                          static_cast<double>(machine.vector.lanes);
    const auto quantize = [](const RunResult& run) {
      return static_cast<double>(run.total().cycles[Bin::idle_quantize]);
    };
    EXPECT_NEAR(quantize(with) - quantize(without), clocks, 0.05 * clocks);
    EXPECT_EQ(with.total().cycles.total(), [&] {
      std::uint64_t sum = 0;
      for (const Bin bin : kEnumValues<Bin>) {
        sum += static_cast<std::uint64_t>(with.total().cycles[bin]);
      }
      return Cycles(sum);
    }());
    // Additions and comparisons, three registers of 32 bits each, an instruction for all lanes.
    const std::uint64_t operations = kIterations * (kAdds + 2) * kTransformed;
    Measure more;
    more.count(Component::vector, "vector.add_fp32", adds);
    more.count(Component::vector, "quantizer.step", kIterations * 2 * kTransformed);
    more.count(Component::vector, "vector_registers.bit", operations * 96);
    more.count(Component::vector, "instruction.vector", operations / machine.vector.lanes);
    const auto vector = [&](const Measure& of) {
      return price(of, prices, machine.clock_hz).of(Component::vector).count();
    };
    const double joules = vector(with.total()) - vector(without.total());
    EXPECT_NEAR(joules, vector(more), 1e-3 * joules);
    Measure alone;
    alone.count(Component::vector, "vector.add_fp32", adds);
    EXPECT_GT(joules, vector(alone));
    EXPECT_GT(vector(alone), 0.1 * joules);
  }
}

// A quantizer unit beside the lanes takes what rounds; transforms stay the lanes'.
TEST(formats_run, quantizer_units_do_not_swallow_transforms) {
  arch::AcceleratorSpec machine = machine_of("chunked_fp");
  machine.training.input_path = arch::InputPath::none;
  machine.training.output_path = arch::OutputPath::none;
  const auto adds = [&](const char* schedule) {
    const trace::Trace trace = training(schedule);
    return count_of(sim::simulate(std::span(&trace, 1), machine,
                                  {.mode = Mode::analytic, .jobs = 1, .progress = {}})
                        .front(),
                    "vector.add_fp32");
  };
  EXPECT_EQ(adds("static:nvfp4") - adds(kWithoutTransforms), kIterations * kAdds * kTransformed);
}

TEST(formats_run, numbers_wider_than_integer_arrays_hold_are_refused_by_name) {
  for (const char* schedule : {"static:mxfp8", "static:fp8"}) {
    try {
      (void)run_of(schedule, "plain_dual_serial", Mode::analytic, MemoryMode::ideal);
      ADD_FAILURE() << schedule;
    } catch (const UserError& error) {
      EXPECT_NE(std::string(error.what()).find("those of e4m3 have 19 bits"), std::string::npos);
    }
  }
}

}  // namespace formats_run_test
}  // namespace metronome::experiment
