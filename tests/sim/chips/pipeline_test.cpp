// Stages of a network on different chips: orders of passes, bubbles in closed form, what crosses
// links and at how many bits, what is kept in flight, and what cannot be cut.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "arch/links/collective_run.hpp"
#include "sim/base/error.hpp"
#include "sim/chips/system_chips.hpp"
#include "sim/chips/system_files.hpp"
#include "sim/systemc/system_session.hpp"
#include "systems.hpp"

namespace metronome::chips {
namespace pipeline_test {

using links::PipelineOrder;
using links::PipelineSpec;

const char* const kStatic = "static:8,backward=8";

links::SystemSpec pipeline_of(std::uint64_t chips, std::uint64_t micro_batches,
                              PipelineOrder order = PipelineOrder::one_forward_one_backward,
                              double gb_per_s = 50) {
  links::SystemSpec system = ring_of(chips, gb_per_s);
  system.parallel.scheme = links::Scheme::pipeline;
  system.parallel.pipeline.micro_batches = micro_batches;
  system.parallel.pipeline.order = order;
  return system;
}

SystemRun run_pipeline(const trace::Trace& trace, const links::SystemSpec& system,
                       Mode mode = Mode::analytic,
                       const std::vector<std::string>& names = {"plain_systolic_512"}) {
  std::vector<arch::AcceleratorSpec> machines;
  std::vector<EnergyTable> prices;
  for (const std::string& name : names) {
    machines.push_back(machine_of(name));
    prices.push_back(sim::complete_table(machines.back()));
  }
  const std::vector<trace::Trace> traces{trace};
  const SystemChips chips(traces, machines, system, prices,
                          {.mode = mode, .jobs = 2, .progress = {}});
  return chips.on(0, system);
}

StageSteps stages_of(const trace::Trace& trace, const links::SystemSpec& system) {
  const PipelineCuts cuts(trace.step(), system.chips);
  const std::vector<double> alike(trace.step().operations.size(), 1);
  return stage_steps(trace.step(), system.parallel.pipeline, cuts.at(cuts.balanced({alike}, 0)));
}

std::string text_of(const std::vector<StagePass>& passes) {
  std::string text;
  for (const StagePass& pass : passes) {
    text += (pass.backward ? "B" : "F") + std::to_string(pass.micro_batch + 1) + " ";
  }
  return text;
}

TEST(pipeline, passes_of_stages_come_in_the_orders_of_both_schemes) {
  PipelineSpec spec;
  spec.micro_batches = 4;
  spec.order = PipelineOrder::forward_and_backward;
  for (std::uint64_t stage = 0; stage < 3; ++stage) {
    EXPECT_EQ(text_of(passes_of(spec, 3, stage)), "F1 F2 F3 F4 B1 B2 B3 B4 ");
    EXPECT_EQ(stashes_of(spec, 3, stage), 4u);
  }
  spec.order = PipelineOrder::one_forward_one_backward;
  EXPECT_EQ(text_of(passes_of(spec, 3, 0)), "F1 F2 F3 B1 F4 B2 B3 B4 ");
  EXPECT_EQ(text_of(passes_of(spec, 3, 1)), "F1 F2 B1 F3 B2 F4 B3 B4 ");
  EXPECT_EQ(text_of(passes_of(spec, 3, 2)), "F1 B1 F2 B2 F3 B3 F4 B4 ");
  EXPECT_EQ(stashes_of(spec, 3, 0), 3u);
  EXPECT_EQ(stashes_of(spec, 3, 2), 1u);
  EXPECT_EQ(stashes_of(spec, 9, 0), 4u) << "not more than there are";
}

/// A run in which each forward pass of a stage takes `forward` cycles and each backward pass
/// `backward`: all in its first product, and in its first operation.
RunResult equal_run(const trace::Trace& trace, const StageSteps& steps, std::uint32_t stage,
                    std::uint64_t forward, std::uint64_t backward) {
  std::map<std::string, std::size_t> whole;
  for (std::size_t i = 0; i < trace.step().operations.size(); ++i) {
    whole.emplace(trace.step().operations[i].name, i);
  }
  std::map<std::string, trace::Role> roles;
  for (const trace::Tensor& tensor : steps.stages[stage].tensors) {
    roles.emplace(tensor.name, tensor.role);
  }
  RunResult run;
  run.clock = Hertz(1e9);
  std::set<std::string> begun;
  std::vector<OperationResult> operations;
  for (const trace::Operation& operation : steps.stages[stage].operations) {
    OperationResult one;
    one.operation = operation.name;
    const std::size_t at = operation.name.rfind('@');
    const auto own = whole.find(operation.name.substr(0, at));
    if (own != whole.end() && !of_parameters(operation, roles)) {
      const bool back = own->second >= steps.cut.first_backward;
      const bool begins = back || operation.cls == trace::OperationClass::forward;
      const std::string part = at == std::string::npos ? "@1" : operation.name.substr(at);
      if (begins && begun.insert((back ? "B" : "F") + part).second) {
        one.measure.cycles[Bin::busy] = back ? backward : forward;
      }
    }
    operations.push_back(std::move(one));
  }
  EXPECT_EQ(begun.size() % 2, 0u);
  run.add_level({}, std::move(operations));
  return run;
}

/// (M + N - 1) (F + B) where stages are equal and links take no time; each chip then waits for
/// (N - 1) (F + B), whatever the order.
TEST(pipeline, bubbles_of_equal_stages_are_the_closed_form_in_both_orders) {
  const trace::Trace trace = trace_of(kStatic, 48);
  const arch::AcceleratorSpec machine = machine_of("plain_systolic_512");
  for (const PipelineOrder order : kEnumValues<PipelineOrder>) {
    for (const std::uint64_t n : {1, 2, 3, 4}) {
      for (const std::uint64_t m : {1, 2, 3, 4, 6, 8, 12}) {
        const links::SystemSpec system = pipeline_of(n, m, order);
        const StageSteps steps = stages_of(trace, system);
        std::vector<RunResult> runs;
        for (std::uint32_t stage = 0; stage < n; ++stage) {
          runs.push_back(equal_run(trace, steps, stage, 300, 500));
        }
        std::vector<const RunResult*> by_stage;
        for (const RunResult& run : runs) {
          by_stage.push_back(&run);
        }
        const std::vector<const arch::AcceleratorSpec*> machines(n, &machine);
        const LevelProgram level = pipeline_program(steps, by_stage, 0, machines);
        const links::ProgramTimes times =
            links::run_program(without_links(system), without_links(level.program));
        EXPECT_EQ(times.total().count(), (m + n - 1) * 800 * 1000) << n << " " << m;
        for (const Picoseconds work : times.work) {
          EXPECT_EQ((times.total() - work).count(), (n - 1) * 800 * 1000) << n << " " << m;
        }
      }
    }
  }
}

TEST(pipeline, system_c_modules_take_the_same_times) {
  for (const PipelineOrder order : kEnumValues<PipelineOrder>) {
    const links::SystemSpec system = pipeline_of(4, 4, order, 1);
    const trace::Trace trace = trace_of(kStatic);
    const StageSteps steps = stages_of(trace, system);
    const arch::AcceleratorSpec machine = machine_of("plain_systolic_512");
    std::vector<RunResult> runs;
    for (std::uint32_t stage = 0; stage < 4; ++stage) {
      runs.push_back(equal_run(trace, steps, stage, 10000 + stage * 777, 20000 - stage * 333));
    }
    const LevelProgram level =
        pipeline_program(steps, {&runs[0], &runs[1], &runs[2], &runs[3]}, 0,
                         std::vector<const arch::AcceleratorSpec*>(4, &machine));
    const links::ProgramTimes events = links::run_program(system, level.program);
    const links::ProgramTimes modules =
        sim::run_programs_apart(system, {&level.program, 1}).front();
    EXPECT_EQ(events.begins, modules.begins);
    EXPECT_EQ(events.end, modules.end);
    EXPECT_EQ(events.links.done, modules.links.done);
    EXPECT_EQ(events.links.link_busy, modules.links.link_busy);
    EXPECT_EQ(events.links.sent, modules.links.received);
  }
}

TEST(pipeline, of_one_stage_and_one_part_is_one_chip) {
  const trace::Trace trace = trace_of(kStatic);
  const std::vector<trace::Trace> traces{trace};
  const RunResult alone =
      sim::simulate(traces, machine_of("plain_systolic_512"), {.mode = Mode::analytic}).front();
  const SystemRun run = run_pipeline(trace, pipeline_of(1, 1));
  EXPECT_DOUBLE_EQ(run.time().count(), alone.seconds(alone.total().cycles.total()).count());
  EXPECT_EQ(run.levels[0].sent.count(), 0u);
  EXPECT_EQ(run.levels[0].exposed().count(), 0u);
}

TEST(pipeline, every_product_is_on_one_chip_for_each_part_and_none_is_lost) {
  const trace::Trace trace = trace_of(kStatic);
  const StageSteps steps = stages_of(trace, pipeline_of(3, 4));
  std::map<std::string, std::uint64_t> macs;  // by class
  std::uint64_t forward = 0;
  std::set<std::string> names;
  for (const trace::Step& stage : steps.stages) {
    EXPECT_EQ(stage.batch, 4u);
    forward += stage.forward_macs.count();
    for (const trace::Operation& operation : stage.operations) {
      EXPECT_TRUE(names.insert(operation.name).second) << operation.name << " on two chips";
      if (const auto* work = std::get_if<trace::MatrixWork>(&operation.work)) {
        macs[std::string(enum_name(operation.cls))] +=
            trace::gemm_of(work->convolution, operation.cls).macs();
      }
    }
  }
  EXPECT_EQ(forward, trace.step().forward_macs.count());
  std::map<std::string, std::uint64_t> expected;
  for (const trace::Operation& operation : trace.step().operations) {
    if (const auto* work = std::get_if<trace::MatrixWork>(&operation.work)) {
      expected[std::string(enum_name(operation.cls))] +=
          trace::gemm_of(work->convolution, operation.cls).macs();
    }
  }
  EXPECT_EQ(macs, expected);
}

TEST(pipeline, the_host_makes_masters_anew_once_behind_their_update) {
  const trace::Trace trace = with_projection(trace_of(kStatic));
  for (const std::uint64_t parts : {1, 4}) {
    const StageSteps steps = stages_of(trace, pipeline_of(2, parts));
    std::vector<std::string> names;
    for (const trace::Operation& operation : steps.stages[0].operations) {
      names.push_back(operation.name);
    }
    EXPECT_EQ(std::count(names.begin(), names.end(), "project"), 1);
    EXPECT_LT(std::find(names.begin(), names.end(), "conv1.update"),
              std::find(names.begin(), names.end(), "project"));
  }
}

TEST(pipeline, what_crosses_has_its_bits_and_is_sent_and_received_once) {
  for (const char* schedule : {"static:8,backward=8", "static:4,backward=8"}) {
    const trace::Trace trace = trace_of(schedule);
    const SystemRun run = run_pipeline(trace, pipeline_of(3, 4));
    const LevelTimes& level = run.levels[0];
    EXPECT_EQ(level.sent, level.received);
    std::uint64_t bytes = 0, ahead = 0, back = 0;
    ASSERT_EQ(level.exchanges.size(), level.requests.size());
    for (std::size_t i = 0; i < level.exchanges.size(); ++i) {
      const Exchange& one = level.exchanges[i];
      const bool codes = one.bits <= 8;
      bytes += (one.numbers * one.bits + 7) / 8 + (codes && one.bits > 1 ? 8 : 0);
      (one.purpose == Purpose::errors ? back : ahead) += 1;
      const links::Transfer way = level.requests[i].transfer.value();
      EXPECT_EQ(one.purpose == Purpose::errors, way.from > way.to) << one.first;
      EXPECT_GE(level.done[i], level.began[i]);
    }
    EXPECT_EQ(level.sent.count(), bytes);
    EXPECT_EQ(ahead % 4, 0u) << "the same of each micro-batch";
    EXPECT_GE(ahead, 8u);
    EXPECT_GE(back, 8u);
  }
}

TEST(pipeline, codes_cross_at_the_bits_of_each_level) {
  links::SystemSpec system = pipeline_of(2, 2);
  system.parallel.pipeline.stages = {"fc2"};
  const SystemRun run = run_pipeline(trace_of("cpt:3-8,periods=2,backward=8", 16, "mlp"), system);
  ASSERT_GT(run.levels.size(), 3u);
  std::set<unsigned> bits;
  for (const LevelTimes& level : run.levels) {
    for (const Exchange& one : level.exchanges) {
      if (one.purpose == Purpose::activations) {
        bits.insert(one.bits);
      }
    }
  }
  EXPECT_GT(bits.size(), 3u) << "activations are sent as codes, of each level's width";
}

/// Codes of number formats bring a scale of 8 bits for each block, and one of 4 bytes for the
/// tensor: MX 32 elements a block, NVFP4 16; FP8 has that of the tensor alone. A row of blocks of
/// activations is the 16 channels of a position, of stashes for weight gradients of 3x3 kernels the
/// samples of a part at one position; NVFP4's stand behind a transform of 16, which two parts of 8
/// samples fill by half.
TEST(pipeline, codes_of_number_formats_cross_with_the_scales_of_their_blocks) {
  links::SystemSpec system = pipeline_of(2, 2);
  system.parallel.pipeline.stages = {"group2_layer0.conv1"};
  struct Own {
    const char* preset;
    unsigned bits;
    std::uint64_t block;
    std::uint64_t of_tensor;  ///< bytes
  };
  constexpr std::uint64_t kBatch = 16;  // in two parts
  std::uint64_t sent = 0, stashed = 0, filled = 0;
  for (const auto& [preset, bits, block, of_tensor] :
       {Own{"mxfp4", 4, 32, 0}, Own{"mxfp8", 8, 32, 0}, Own{"nvfp4", 4, 16, 4},
        Own{"fp8", 8, 0, 4}}) {
    const SystemRun run = run_pipeline(trace_of(std::string("static:") + preset), system,
                                       Mode::analytic, {"plain_chunked_fp_512"});
    std::size_t codes = 0;
    const LevelTimes& level = run.levels[0];
    for (std::size_t i = 0; i < level.exchanges.size(); ++i) {
      const Exchange& one = level.exchanges[i];
      if (one.first.find("codes") == std::string::npos) {
        continue;
      }
      ++codes;
      EXPECT_EQ(one.bits, bits) << preset;
      const bool positions = one.first.find("stash") != std::string::npos;
      const bool transformed = positions && preset == std::string("nvfp4");
      const std::uint64_t row = positions && !transformed ? kBatch / 2 : 16;
      const std::uint64_t scales =
          (block == 0 ? 0 : one.numbers / std::min(block, row)) + of_tensor;
      EXPECT_EQ(level.requests[i].payload.elements, one.numbers * bits / 8 + scales) << preset;
      (transformed ? filled : positions ? stashed : sent) = one.numbers;
    }
    EXPECT_GT(codes, 0u) << preset;
  }
  EXPECT_EQ(stashed, sent);
  EXPECT_EQ(filled, 2 * stashed);
}

TEST(pipeline, idle_time_is_bubble_and_links_and_adds_up) {
  for (const PipelineOrder order : kEnumValues<PipelineOrder>) {
    links::SystemSpec system = pipeline_of(3, 4, order, 0.5);
    system.parallel.pipeline.stages = {"group2_layer0.conv1", "group3_layer0.conv1"};
    const SystemRun run = run_pipeline(trace_of(kStatic), system);
    for (const LevelTimes& level : run.levels) {
      ASSERT_TRUE(level.without_links);
      EXPECT_GT(level.exposed().count(), 0u) << "half a GB/s is slow";
      for (std::size_t chip = 0; chip < 3; ++chip) {
        EXPECT_EQ(level.idle(chip), level.bubble(chip) + level.exposed());
        EXPECT_GT(level.bubble(chip).count(), 0u);
      }
    }
    const SystemTotals sum = totals_of(run);
    EXPECT_NEAR(sum.work.count() + sum.idle.count() + sum.switching.count(), sum.time.count(),
                1e-12);
    EXPECT_NEAR(sum.energy().count(), run.energy().count(), 1e-9 * sum.energy().count());
  }
}

TEST(pipeline, more_parts_make_smaller_bubbles_and_one_forward_one_backward_keeps_fewer_stashes) {
  const trace::Trace trace = trace_of(kStatic, 32);
  const auto footprint = [&](std::uint64_t parts, PipelineOrder order) {
    links::SystemSpec system = pipeline_of(2, parts, order);
    system.parallel.pipeline.stages = {"group2_layer0.conv1"};
    return run_pipeline(trace, system).chip.levels[0].footprint.count();
  };
  const auto all = PipelineOrder::forward_and_backward;
  const auto few = PipelineOrder::one_forward_one_backward;
  EXPECT_EQ(footprint(2, all), footprint(2, few)) << "as many parts as stages: the same stashes";
  EXPECT_LT(footprint(8, few), footprint(8, all));
  const auto share = [&](std::uint64_t parts) {
    const LevelTimes level = run_pipeline(trace, pipeline_of(2, parts)).levels[0];
    return static_cast<double>(level.bubble(0).count() + level.bubble(1).count()) /
           static_cast<double>(level.without_links->count());
  };
  EXPECT_LT(share(8), share(1));
}

TEST(pipeline, stages_are_balanced_by_time_or_begin_where_the_system_says) {
  const trace::Trace trace = trace_of(kStatic);
  const SystemRun balanced = run_pipeline(trace, pipeline_of(3, 2));
  const auto longest = [](const SystemRun& run) {
    const std::vector<Picoseconds>& work = run.levels[0].work;
    return std::max_element(work.begin(), work.end())->count();
  };
  links::SystemSpec named = pipeline_of(3, 2);
  named.parallel.pipeline.stages = {"group3_layer0.conv1", "fc"};
  const SystemRun uneven = run_pipeline(trace, named);
  EXPECT_LT(longest(balanced), longest(uneven));
  EXPECT_EQ(uneven.stages[1].first_layer, "group3_layer0.conv1");
  EXPECT_EQ(uneven.stages[2].first_layer, "fc");
  named.parallel.pipeline.stages.clear();
  for (std::size_t stage = 1; stage < 3; ++stage) {
    named.parallel.pipeline.stages.push_back(balanced.stages[stage].first_layer);
  }
  EXPECT_EQ(run_pipeline(trace, named).levels[0].time, balanced.levels[0].time)
      << "the names of balanced stages make the same ones";
}

TEST(pipeline, each_stage_may_have_a_machine_of_its_own) {
  const trace::Trace trace = trace_of(kStatic);
  links::SystemSpec system = pipeline_of(2, 2);
  system.parallel.pipeline.stages = {"group2_layer0.conv1"};
  const SystemRun equal = run_pipeline(trace, system);
  const SystemRun other = run_pipeline(trace, system, Mode::analytic,
                                       {"plain_systolic_512", "plain_operand_serial_512"});
  EXPECT_EQ(other.levels[0].work[0], equal.levels[0].work[0]);
  EXPECT_NE(other.levels[0].work[1], equal.levels[0].work[1]);
  EXPECT_EQ(other.run_of(1).accelerator, machine_of("plain_operand_serial_512").name);
}

TEST(pipeline, every_kind_of_network_ends) {
  for (const char* model : {"lstm-2", "mobilenet-v2", "mlp", "transformer-base"}) {
    const bool text = std::string(model) == "lstm-2" || std::string(model) == "transformer-base";
    const trace::Trace trace =
        trace::make_trace(model, text ? "ptb" : "cifar-10", 4,
                          schedule::parse_schedule("cpt:7-8,periods=1,backward=8"), 4,
                          trace::DxScale::prescale_requantize);
    const SystemRun run = run_pipeline(trace, pipeline_of(2, 2));
    for (const LevelTimes& level : run.levels) {
      EXPECT_EQ(level.sent, level.received) << model;
      EXPECT_GT(level.sent.count(), 0u) << model;
      EXPECT_GE(level.time, *level.without_links) << model;
    }
  }
}

std::string refusal(const trace::Trace& trace, const links::SystemSpec& system) {
  try {
    (void)run_pipeline(trace, system);
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

TEST(pipeline, what_cannot_be_cut_is_refused_with_what_would_be_right) {
  const trace::Trace trace = trace_of(kStatic);
  const auto says = [](const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  };
  EXPECT_TRUE(says(refusal(trace, pipeline_of(64, 2)), "can be cut in"));
  EXPECT_TRUE(says(refusal(trace, pipeline_of(2, 3)), "do not divide a batch of 16"));
  links::SystemSpec named = pipeline_of(2, 2);
  named.parallel.pipeline.stages = {"group9.conv"};
  EXPECT_TRUE(says(refusal(trace, named), "group9.conv"));
  named.parallel.pipeline.stages = {"fc", "group2_layer0.conv1"};
  EXPECT_TRUE(says(refusal(trace, named), "begin 3 stages"));
  named.chips = 3;
  EXPECT_TRUE(says(refusal(trace, named), "does not come behind"));
  links::SystemSpec sharded = pipeline_of(2, 2);
  sharded.parallel.update = links::UpdateOn::sharded;
  EXPECT_TRUE(says(refusal(trace, sharded), "has no effect on a pipeline"));
  links::SystemSpec data = ring_of(2);
  data.parallel.pipeline.micro_batches = 8;
  EXPECT_FALSE(links::system_faults(data).empty());
  trace::Trace delayed = trace;
  delayed.steps.front().step.delay = 1;
  EXPECT_TRUE(says(refusal(delayed, pipeline_of(2, 2)), "delayed"));
}

}  // namespace pipeline_test
}  // namespace metronome::chips
