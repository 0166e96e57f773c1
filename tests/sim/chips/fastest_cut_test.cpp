// The cut of a pipeline against all cuts of small networks.
#include "sim/chips/fastest_cut.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <limits>

#include "sim/chips/pipeline_run.hpp"
#include "systems.hpp"

namespace metronome::chips {
namespace fastest_cut_test {

/// Machines of a pipeline with their prices.
struct Machines {
  std::vector<arch::AcceleratorSpec> machines;
  std::vector<EnergyTable> prices;

  explicit Machines(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      machines.push_back(machine_of(name));
      prices.push_back(sim::complete_table(machines.back()));
    }
  }
  [[nodiscard]] StageMachines stages() const { return {machines, prices}; }
};

links::SystemSpec pipeline_of(std::uint64_t chips, double gb_per_s) {
  links::SystemSpec system = ring_of(chips, gb_per_s);
  system.parallel.scheme = links::Scheme::pipeline;
  return system;
}

/// Calls `use` with all cuts of so many places into so many stages.
void for_all_cuts(std::size_t places, std::size_t stages,
                  const std::function<void(const std::vector<std::size_t>&)>& use) {
  std::vector<bool> chosen(places, false);
  std::fill(chosen.begin(), chosen.begin() + static_cast<std::ptrdiff_t>(stages - 1), true);
  do {
    std::vector<std::size_t> cut;
    for (std::size_t i = 0; i < places; ++i) {
      if (chosen[i]) {
        cut.push_back(i);
      }
    }
    use(cut);
  } while (std::prev_permutation(chosen.begin(), chosen.end()));
}

struct Case {
  const char* model;
  std::vector<std::string> machines;
  std::uint64_t chips;
  double gb_per_s;
};

class every_cut : public testing::TestWithParam<Case> {};

TEST_P(every_cut, takes_as_long_as_the_fastest_or_longer) {
  const Case& own = GetParam();
  const trace::Trace trace = trace_of("static:8,backward=8", 16, own.model);
  const links::SystemSpec system = pipeline_of(own.chips, own.gb_per_s);
  const Machines machines(own.machines);
  const StageMachines stages = machines.stages();
  const PipelineCuts cuts(trace.step(), own.chips);
  CutTimer timer(trace, system, stages, {.jobs = 2});
  const double found = timer.seconds(fastest_cut(cuts, timer, timer.worth_timing()));
  const double tried = timer.seconds(fastest_cut(cuts, timer, 30));
  std::size_t all = 0;
  double least = found, most = found;
  for_all_cuts(cuts.places(), own.chips, [&](const std::vector<std::size_t>& cut) {
    const double time = timer.seconds(cuts.at(cut));
    least = std::min(least, time);
    most = std::max(most, time);
    ++all;
  });
  EXPECT_GE(all, own.chips - 1);
  EXPECT_LT(found, most) << "cuts differ";
  // Of more cuts than are timed it is the best of those that are tried.
  EXPECT_LE(found, (all <= timer.worth_timing() ? 1 : 1.01) * least) << all << " cuts";
  EXPECT_LE(tried, 1.04 * least) << all << " cuts";
}

INSTANTIATE_TEST_SUITE_P(small_networks, every_cut,
                         testing::Values(Case{"resnet-8", {"plain_systolic_512"}, 2, 50},
                                         Case{"resnet-8", {"plain_systolic_512"}, 3, 50},
                                         Case{"resnet-8", {"plain_systolic_512"}, 4, 50},
                                         Case{"resnet-8", {"plain_systolic_512"}, 3, 0.5},
                                         Case{"resnet-8", {"systolic_512"}, 3, 64},
                                         Case{"resnet-8", {"systolic_512"}, 4, 1},
                                         Case{"resnet-8", {"spatial_fusion_512"}, 4, 64},
                                         Case{"resnet-8",
                                              {"plain_systolic_512", "plain_operand_serial_512",
                                               "plain_systolic_512"},
                                              3,
                                              50},
                                         Case{"mlp", {"plain_systolic_512"}, 2, 50},
                                         Case{"resnet-14", {"plain_systolic_512"}, 3, 50}),
                         [](const auto& one) {
                           std::string name =
                               one.param.model + std::string("_") + one.param.machines.back() +
                               "_" + std::to_string(one.param.machines.size()) + "_" +
                               std::to_string(one.param.chips) + "_" +
                               std::to_string(static_cast<int>(10 * one.param.gb_per_s));
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

/// An operation of a late layer that reads what an early one writes in the backward pass: a cut
/// between them cannot be, one behind both can.
TEST(fastest_cut, goes_around_cuts_that_cannot_be) {
  trace::Trace trace = trace_of("static:8,backward=8");
  trace::Step& step = trace.steps.front().step;
  std::string early;
  for (std::size_t i = first_backward(step); i < step.operations.size() && early.empty(); ++i) {
    const trace::Operation& one = step.operations[i];
    const bool error =
        !one.outputs.empty() && step.tensor(one.outputs.front()).role == trace::Role::error;
    early = error && one.layer == "bn1" ? one.outputs.front() : "";
  }
  ASSERT_FALSE(early.empty());
  step.tensors.push_back({"late", trace::Role::error, trace::Format::real, {16, 1}});
  step.operations.push_back({"late.of_early",
                             "group2_layer0.conv1",
                             trace::OperationClass::vector,
                             trace::VectorWork{.elements = 16},
                             {early},
                             {"late"}});
  const std::vector<trace::Trace> traces{trace};
  const Machines machines({"plain_systolic_512"});
  const links::SystemSpec system = pipeline_of(2, 50);
  const PipelinedChips chips(traces, machines.machines, system, machines.prices,
                             {.mode = Mode::analytic, .jobs = 1, .progress = {}});
  EXPECT_GT(chips.on(0, system).time().count(), 0);
  const PipelineCuts cuts(step, 2);
  const StageMachines stages = machines.stages();
  CutTimer timer(trace, system, stages, {.jobs = 1});
  const PipelineCut between = cuts.at(cuts.named({"group1_layer0.conv1"}));
  EXPECT_EQ(timer.seconds(between), std::numeric_limits<double>::infinity());
}

TEST(cut_timer, has_the_times_of_the_run_itself) {
  const std::vector<trace::Trace> traces{trace_of("cpt:3-8,periods=2,backward=8")};
  const links::SystemSpec system = pipeline_of(3, 1);
  const Machines machines({"plain_systolic_512"});
  const StageMachines stages = machines.stages();
  CutTimer timer(traces[0], system, stages, {.jobs = 1});
  const PipelineCuts cuts(traces[0].step(), 3);
  const double found = timer.seconds(fastest_cut(cuts, timer, timer.worth_timing()));
  const PipelinedChips chips(traces, machines.machines, system, machines.prices,
                             {.mode = Mode::analytic, .jobs = 1, .progress = {}});
  const SystemRun run = chips.on(0, system);
  EXPECT_NEAR((run.time() - run.switching()).count(), found, 1e-12 * found);
}

TEST(pipeline_cuts, balance_stages_by_the_machine_that_each_has) {
  const trace::Trace trace = trace_of("static:8,backward=8");
  const std::vector<double> slow(trace.step().operations.size(), 9);
  const std::vector<double> fast(trace.step().operations.size(), 1);
  const PipelineCuts cuts(trace.step(), 2);
  const auto first = [&](const std::vector<std::vector<double>>& weights) {
    return cuts.balanced(weights, 0).front();
  };
  EXPECT_LT(first({slow, fast}), first({fast}));
  EXPECT_GT(first({fast, slow}), first({fast}));
  EXPECT_EQ(first({slow, slow}), first({fast}));
}

}  // namespace fastest_cut_test
}  // namespace metronome::chips
