// Choices of a machine on chips and stages: every combination runs, or is refused as a user's.
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <numeric>
#include <random>

#include "sim/base/error.hpp"
#include "sim/chips/system_chips.hpp"
#include "systems.hpp"

namespace metronome::chips {
namespace combinations_test {

/// A system and a machine under way.
struct Combination {
  links::SystemSpec system = ring_of(4);
  arch::AcceleratorSpec machine = machine_of("plain_systolic_512");
  std::string text;
};

using Choice = std::function<void(Combination&)>;
/// A key's values, by name.
using Choices = std::vector<std::pair<std::string, Choice>>;

/// All values of a choice of training.
template <class T>
Choices values_of(const std::string& key, T arch::TrainingSpec::*member) {
  Choices all;
  for (const T value : kEnumValues<T>) {
    all.emplace_back(key + "=" + std::string(enum_name(value)),
                     [=](Combination& one) { one.machine.training.*member = value; });
  }
  return all;
}

std::vector<Choices> choices_of_systems() {
  std::vector<Choices> all(3);
  for (const links::UpdateOn value : kEnumValues<links::UpdateOn>) {
    all[0].emplace_back("on=" + std::string(enum_name(value)),
                        [=](Combination& one) { one.system.parallel.update = value; });
  }
  for (const links::NormStatistics value : kEnumValues<links::NormStatistics>) {
    all[1].emplace_back("statistics=" + std::string(enum_name(value)),
                        [=](Combination& one) { one.system.parallel.batch_norm = value; });
  }
  for (const links::Scheme value : kEnumValues<links::Scheme>) {
    all[2].emplace_back("scheme=" + std::string(enum_name(value)),
                        [=](Combination& one) { one.system.parallel.scheme = value; });
  }
  return all;
}

std::vector<Choices> all_choices() {
  using arch::TrainingSpec;
  std::vector<Choices> all = choices_of_systems();
  all.push_back(values_of("execution", &TrainingSpec::execution));
  all.push_back(values_of("batch_norm_passes", &TrainingSpec::batch_norm_passes));
  all.push_back(values_of("stash", &TrainingSpec::stash));
  all.push_back(values_of("range_method", &TrainingSpec::range_method));
  all.push_back(values_of("input_path", &TrainingSpec::input_path));
  all.push_back(values_of("output_path", &TrainingSpec::output_path));
  all.push_back(values_of("update", &TrainingSpec::update));
  all.push_back(values_of("transposed_reads", &TrainingSpec::transposed_reads));
  all.push_back(
      {{"micro_batches=1", [](Combination&) {}},
       {"micro_batches=2", [](Combination& one) { one.machine.training.micro_batches = 2; }}});
  return all;
}

/// True where it runs; the text of the error where it is refused. Anything else is thrown on.
bool runs(Combination one, const trace::Trace& trace) {
  if (one.machine.training.execution != arch::Execution::layer) {
    one.machine.training.resident_bytes = 131072;  // chains need room
  }
  const std::vector<trace::Trace> traces{trace};
  const std::vector<EnergyTable> prices{sim::complete_table(one.machine)};
  try {
    const SystemChips chips(traces, {&one.machine, 1}, one.system, prices,
                            {.mode = Mode::analytic, .jobs = 1, .progress = {}});
    const SystemRun run = chips.on(0, one.system);
    for (const LevelTimes& level : run.levels) {
      EXPECT_EQ(level.sent, level.received) << one.text;
      EXPECT_GT(level.time, Picoseconds{}) << one.text;
    }
    return true;
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()), "") << one.text;
    return false;
  }
}

TEST(combinations, every_two_choices_run_or_are_refused) {
  const trace::Trace trace = trace_of("cpt:3-8,periods=1,backward=8,gradients=8", 8);
  const std::vector<Choices> keys = all_choices();
  std::size_t ran = 0, refused = 0;
  for (std::size_t a = 0; a < keys.size(); ++a) {
    for (std::size_t b = a + 1; b < keys.size(); ++b) {
      for (std::size_t i = 1; i < keys[a].size(); ++i) {
        for (std::size_t j = 1; j < keys[b].size(); ++j) {
          Combination one;
          one.text = keys[a][i].first + " " + keys[b][j].first;
          keys[a][i].second(one);
          keys[b][j].second(one);
          ASSERT_NO_THROW((runs(one, trace) ? ran : refused) += 1) << one.text;
        }
      }
    }
  }
  EXPECT_GT(ran, 3 * refused) << "most of them run";
  EXPECT_GT(refused, 0u);
}

TEST(combinations, drawn_ones_of_all_choices_run_or_are_refused) {
  const trace::Trace trace = trace_of("cpt:3-8,periods=1,backward=8", 8);
  const std::vector<Choices> keys = all_choices();
  std::mt19937 draw(1);
  for (int count = 0; count < 150; ++count) {
    Combination one;
    for (const Choices& key : keys) {
      const auto& [name, choice] = key[draw() % key.size()];
      one.text += name + " ";
      choice(one);
    }
    ASSERT_NO_THROW((void)runs(one, trace)) << one.text;
  }
}

TEST(combinations, shards_of_a_batch_in_parts_are_spread_once_behind_all_parts) {
  Combination one;
  one.system.parallel.update = links::UpdateOn::sharded;
  const trace::Trace trace = trace_of("static:8,backward=8", 16);
  const std::vector<trace::Trace> traces{trace};
  const auto sent = [&](std::uint64_t parts) {
    one.machine.training.micro_batches = parts;
    const EnergyTable prices = sim::complete_table(one.machine);
    const SharedChips chips(traces, one.machine, one.system, prices,
                            {.mode = Mode::analytic, .jobs = 1, .progress = {}});
    const SystemRun run = chips.on(0, one.system);
    std::map<std::string, int> gathers;
    run.chip.for_operations(run.chip.levels[0], [&](std::uint32_t index) {
      const std::string& name = run.chip.operations[index].operation;
      gathers[name] += name.ends_with(".gather") ? 1 : 0;
    });
    for (const auto& [name, times] : gathers) {
      EXPECT_LE(times, 1) << name;
    }
    return run.levels[0].sent;
  };
  EXPECT_EQ(sent(2), sent(1)) << "gradients accumulate before they are summed";
}

TEST(combinations, what_needs_passes_of_its_own_is_refused_with_the_key) {
  const auto refused = [](const Choice& choice, const std::string& text) {
    Combination one;
    choice(one);
    const std::vector<trace::Trace> traces{trace_of("static:8,backward=8")};
    const std::vector<EnergyTable> prices{sim::complete_table(one.machine)};
    try {
      const SystemChips chips(traces, {&one.machine, 1}, one.system, prices,
                              {.mode = Mode::analytic, .jobs = 1, .progress = {}});
      (void)chips.on(0, one.system);
      ADD_FAILURE() << text;
    } catch (const UserError& error) {
      EXPECT_NE(std::string(error.what()).find(text), std::string::npos) << error.what();
    }
  };
  for (const arch::Execution chains :
       {arch::Execution::fused_blocks, arch::Execution::depth_first}) {
    refused(
        [&](Combination& one) {
          one.machine.training.execution = chains;
          one.machine.training.resident_bytes = 131072;
          one.system.parallel.batch_norm = links::NormStatistics::synchronised;
        },
        "system.parallel.batch_norm: what is normalised waits for sums over chips");
  }
}

TEST(combinations, passes_at_the_ends_of_stages_stand_by_themselves_whatever_the_machine_joins) {
  Combination one;
  one.system.parallel.scheme = links::Scheme::pipeline;
  const trace::Trace trace = trace_of("static:8,backward=8", 16);
  const auto sent = [&](const Choice& choice) {
    Combination own = one;
    choice(own);
    const std::vector<trace::Trace> traces{trace};
    const std::vector<EnergyTable> prices{sim::complete_table(own.machine)};
    const SystemChips chips(traces, {&own.machine, 1}, own.system, prices,
                            {.mode = Mode::analytic, .jobs = 1, .progress = {}});
    const SystemRun run = chips.on(0, own.system);
    std::uint64_t passes = 0, chains = 0;
    for (std::size_t stage = 0; stage < 4; ++stage) {
      const RunResult& chip = run.run_of(stage);
      chip.for_operations(chip.levels[0], [&](std::uint32_t index) {
        const OperationResult& operation = chip.operations[index];
        const bool crosses = operation.operation.find(".send_to_") != std::string::npos ||
                             operation.operation.ends_with(".receive");
        passes += crosses ? 1 : 0;
        chains += operation.chain;
        EXPECT_FALSE(crosses && operation.chain > 0) << operation.operation;
      });
    }
    EXPECT_EQ(passes, 2 * run.levels[0].exchanges.size());
    EXPECT_EQ(run.levels[0].sent, run.levels[0].received);
    return std::pair(run.levels[0].work, chains);
  };
  const auto plain = sent([](Combination&) {});
  const auto merged = sent([](Combination& own) {
    own.machine.training.batch_norm_passes = arch::BatchNormPasses::merged_on_chip;
  });
  EXPECT_LT(std::accumulate(merged.first.begin(), merged.first.end(), Picoseconds{}),
            std::accumulate(plain.first.begin(), plain.first.end(), Picoseconds{}));
  for (const arch::Execution chains :
       {arch::Execution::fused_blocks, arch::Execution::depth_first}) {
    const auto chained = sent([&](Combination& own) {
      own.machine.training.execution = chains;
      own.machine.training.range_method = arch::RangeMethod::delayed;
      own.machine.training.resident_bytes = 1 << 20;
    });
    EXPECT_GT(chained.second, 0u) << "there are chains";
  }
}

}  // namespace combinations_test
}  // namespace metronome::chips
