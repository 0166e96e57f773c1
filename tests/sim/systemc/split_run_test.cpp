// Runs that are split off from a longer one against simulations of their own. Every case has one
// SystemC session, and others in child processes.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <span>

#include "sim/base/random.hpp"
#include "sim/engine/extrapolation.hpp"
#include "sim/engine/job_runner.hpp"
#include "sim/engine/job_variants.hpp"
#include "sim/engine/mapping_weights.hpp"
#include "sim/engine/shorter_run.hpp"
#include "tests/sim/systemc/forked.hpp"
#include "tests/support/families.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/trace/limits.hpp"

namespace metronome::sim {
namespace split_run_test {

using mapping::Gaps;
using mapping::Program;
using mapping::Range;

/// Small buffers, so that small operations have many tiles.
arch::AcceleratorSpec cramped(const std::string& kind) {
  auto machine = config::load<arch::AcceleratorSpec>(metronome::source_dir() +
                                                     "/configs/arch/plain_" + kind + "_512.yaml");
  for (arch::BufferSpec* buffer :
       {&machine.input_buffer, &machine.weight_buffer, &machine.output_buffer}) {
    buffer->banks = 2;
    buffer->bank_bytes = Bytes(2048);
  }
  return machine;
}

/// Two runs of an operation that leave out iterations of one loop, up to the same one.
struct Pair {
  OperationInput shorter;
  OperationInput longer;
};

class Draw {
 public:
  explicit Draw(const std::string& kind) : random_(21, kind) {}
  /// [0, n).
  std::uint64_t operator()(std::uint64_t n) { return random_.below(draw_++, n); }

 private:
  RandomStream random_;
  std::uint64_t draw_ = 0;
};

/// Gaps of a loop of so many iterations that begin after others and end before the same.
std::array<Range, 2> two_gaps(Draw& draw, std::uint64_t iterations) {
  const std::uint64_t end = 2 + draw(iterations - 2);
  const std::uint64_t later = 2 + draw(end - 1);
  return {Range{1 + draw(later - 1), end}, Range{later, end}};
}

template <class ProgramOf>
Pair pair_of(Draw& draw, Range Gaps::*loop, std::uint64_t iterations, Bin bin,
             const ProgramOf& program_of) {
  const auto [longest, shortest] = two_gaps(draw, iterations);
  Gaps more;
  Gaps less;
  more.*loop = longest;
  less.*loop = shortest;
  return {{program_of(more), bin}, {program_of(less), bin}};
}

std::optional<Pair> random_product(Draw& draw, const arch::AcceleratorSpec& machine) {
  trace::Convolution c;
  c.batch = 1 + draw(16);
  c.kernel = {1 + draw(3), 1 + draw(3)};
  c.stride = {1 + draw(2), 1 + draw(2)};
  c.pad = {draw(c.kernel.height), draw(c.kernel.width), 0, 0};
  c.groups = draw(4) == 0 ? 1 + draw(6) : 1;
  c.in_channels = c.groups * (1 + draw(96 / c.groups));
  c.out_channels = c.groups * (1 + draw(96 / c.groups));
  c.in_height = 1 + draw(12);
  c.in_width = 1 + draw(12);
  if (trace::fault_of(c)) {
    return std::nullopt;
  }
  const auto cls = static_cast<trace::OperationClass>(draw(3));
  const mapping::MatrixJob job = mapping::matrix_job(cls, c, static_cast<int>(2 + draw(7)),
                                                     static_cast<int>(2 + draw(7)), machine);
  const mapping::Mapping mapping = mapping::best_mapping(job, machine);
  const mapping::TileCounts tiles = mapping::tile_counts(job, mapping);
  const std::array<std::pair<Range Gaps::*, std::uint64_t>, 4> loops{
      {{&Gaps::group, c.groups}, {&Gaps::m, tiles.m}, {&Gaps::n, tiles.n}, {&Gaps::k, tiles.k}}};
  const auto [loop, iterations] = loops[draw(loops.size())];
  if (iterations < 5) {
    return std::nullopt;
  }
  return pair_of(draw, loop, iterations, Bin::idle_vector,
                 [&](const Gaps& gaps) { return matrix_program(job, mapping, machine, {}, gaps); });
}

Pair random_elementwise(Draw& draw, const arch::AcceleratorSpec& machine) {
  mapping::VectorJob job;
  job.cls = trace::OperationClass::vector;
  job.adds_per_element = 1;
  job.inputs = {{trace::Role::stash, 1, 16}, {trace::Role::error, 1, 5}};
  job.outputs = {{trace::Role::activation, 1, 3}};
  job.elements = 1;
  job.elements = mapping::vector_block(job, machine) * (5 + draw(20)) + draw(100);
  for (auto* streams : {&job.inputs, &job.outputs}) {
    for (mapping::Stream& stream : *streams) {
      stream.elements = job.elements;
    }
  }
  const std::uint64_t blocks = job.elements / mapping::vector_block(job, machine);
  return pair_of(draw, &Gaps::block, blocks, Bin::idle_vector,
                 [&](const Gaps& gaps) { return vector_program(job, machine, {}, gaps); });
}

constexpr std::size_t kPairs = 30;

/// Pairs whose longer program has one piece more.
std::vector<Pair> random_pairs(const std::string& kind, const arch::AcceleratorSpec& machine) {
  Draw draw(kind);
  std::vector<Pair> pairs;
  std::size_t others = 0;
  while (pairs.size() < kPairs) {
    auto pair = draw(4) == 0 ? random_elementwise(draw, machine) : random_product(draw, machine);
    if (!pair) {
      continue;
    }
    pair->longer.shorter = shorter_run(pair->shorter.program, pair->longer.program);
    if (pair->longer.shorter) {
      pairs.push_back(std::move(*pair));
    } else {
      ++others;
    }
  }
  EXPECT_GT(others, 0u) << "inner loops leave out a piece in every iteration of outer ones";
  return pairs;
}

struct Outcomes {
  std::array<OperationOutcome, kPairs> shorter;
  std::array<OperationOutcome, kPairs> longer;
};

/// Each run by itself.
Outcomes by_themselves(const arch::AcceleratorSpec& machine, MemoryMode memory,
                       const std::vector<Pair>& pairs) {
  return in_a_process<Outcomes>([&] {
    Outcomes outcomes;
    run_session(
        machine, memory, 2 * kPairs,
        [&](std::size_t i) {
          const Pair& pair = pairs[i / 2];
          const OperationInput& input = i % 2 == 0 ? pair.longer : pair.shorter;
          return OperationInput{input.program, input.idle_bin};
        },
        [&](std::size_t i, const OperationOutcome& outcome) {
          (i % 2 == 0 ? outcomes.longer : outcomes.shorter)[i / 2] = outcome;
        });
    return outcomes;
  });
}

/// One session; how many shorter runs told their outcome.
std::size_t together(const arch::AcceleratorSpec& machine, MemoryMode memory,
                     const std::vector<Pair>& pairs, Outcomes& outcomes) {
  std::size_t told = 0;
  run_session(
      machine, memory, kPairs,
      [&](std::size_t i) {
        OperationInput input = pairs[i].longer;
        input.shorter->done = [&outcomes, &told, i](const OperationOutcome& outcome) {
          outcomes.shorter[i] = outcome;
          ++told;
        };
        return input;
      },
      [&](std::size_t i, const OperationOutcome& outcome) { outcomes.longer[i] = outcome; });
  return told;
}

void expect_as_by_themselves(const std::string& kind, MemoryMode memory,
                             const arch::AcceleratorSpec& machine) {
  const std::vector<Pair> pairs = random_pairs(kind, machine);
  const Outcomes expected = by_themselves(machine, memory, pairs);
  Outcomes outcomes;
  EXPECT_EQ(together(machine, memory, pairs, outcomes), kPairs);
  for (std::size_t i = 0; i < kPairs; ++i) {
    SCOPED_TRACE(i);
    EXPECT_EQ(outcomes.longer[i], expected.longer[i]);
    EXPECT_EQ(outcomes.shorter[i], expected.shorter[i]);
    EXPECT_LT(expected.shorter[i].cycles.total(), expected.longer[i].cycles.total());
  }
}

class split_runs : public testing::TestWithParam<std::string> {};

TEST_P(split_runs, have_the_outcomes_of_simulations_of_their_own) {
  expect_as_by_themselves(GetParam(), MemoryMode::real, cramped(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(machines, split_runs,
                         testing::ValuesIn(families_but({"term_serial"})));  // no terms here

TEST(split_run, has_its_own_outcome_with_ideal_memory) {
  expect_as_by_themselves("ideal", MemoryMode::ideal, cramped("systolic"));
}

TEST(split_run, has_its_own_outcome_burst_by_burst) {
  arch::AcceleratorSpec machine = cramped("spatial_fusion");
  machine.memory.batching = false;
  expect_as_by_themselves("bursts", MemoryMode::real, machine);
}

// The vector unit begins with what the next step loads while the array multiplies.
TEST(split_run, has_its_own_outcome_with_work_on_what_is_loaded) {
  arch::AcceleratorSpec machine = cramped("dual_serial");
  machine.vector.transposer_elements_per_lane_cycle = 0.25;
  machine.vector.lanes = 4;
  expect_as_by_themselves("loading", MemoryMode::real, machine);
}

TEST(split_run, that_no_process_can_be_made_for_is_left_to_be_made_by_itself) {
  const arch::AcceleratorSpec machine = cramped("systolic");
  const std::vector<Pair> pairs = random_pairs("limits", machine);
  const Outcomes expected = by_themselves(machine, MemoryMode::real, pairs);
  // Descriptors are the limit that holds for every user: without one there is no pipe.
  const int lowest = ::dup(0);
  ASSERT_GE(lowest, 0);
  ::close(lowest);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  const rlimit none{static_cast<rlim_t>(lowest), before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
  Outcomes outcomes;
  const std::size_t told = together(machine, MemoryMode::real, pairs, outcomes);
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_EQ(told, 0u);
  EXPECT_EQ(outcomes.longer, expected.longer);
}

TEST(split_run, that_fails_tells_nothing_and_leaves_the_longer_one_as_it_is) {
  const arch::AcceleratorSpec machine = cramped("systolic");
  std::vector<Pair> pairs = random_pairs("failures", machine);
  const Outcomes expected = by_themselves(machine, MemoryMode::real, pairs);
  const array::Ports ports = machine.ports();
  for (Pair& pair : pairs) {
    if (!pair.longer.program.unrolling) {
      continue;
    }
    pair.longer.array_model = [ports, unrolling = *pair.longer.program.unrolling, own = ::getpid()](
                                  const array::Tile& tile, std::uint64_t) {
      METRONOME_ASSERT(::getpid() == own, "this test's child fails");
      return array::PassMachine(unrolling, ports).run(tile);
    };
  }
  const auto failing =
      static_cast<std::size_t>(std::count_if(pairs.begin(), pairs.end(), [](const Pair& pair) {
        return pair.longer.program.unrolling.has_value();
      }));
  ASSERT_GT(failing, 0u);
  Outcomes outcomes;
  EXPECT_EQ(together(machine, MemoryMode::real, pairs, outcomes), kPairs - failing);
  EXPECT_EQ(outcomes.longer, expected.longer);
}

// --- where runs part

Program steps_of(std::initializer_list<std::uint64_t> bases) {
  Program program;
  for (const std::uint64_t base : bases) {
    mapping::TileStep step;
    step.input_loads = {{trace::Role::activation, {base, 1, 64, 64, dram::Direction::read}}};
    program.steps.push_back(step);
  }
  return program;
}

TEST(shorter_run, is_the_longer_one_without_one_piece) {
  const auto found = shorter_run(steps_of({0, 1, 9}), steps_of({0, 1, 2, 3, 9}));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->at, 2u);
  EXPECT_EQ(found->resume, 4u);
}

TEST(shorter_run, is_none_that_lacks_pieces_in_several_places) {
  EXPECT_FALSE(shorter_run(steps_of({0, 9, 10, 19}), steps_of({0, 1, 9, 10, 11, 19})));
}

TEST(shorter_run, begins_and_ends_as_the_longer_one) {
  EXPECT_FALSE(shorter_run(steps_of({1, 9}), steps_of({0, 1, 9}))) << "another beginning";
  EXPECT_FALSE(shorter_run(steps_of({0, 1}), steps_of({0, 1, 9}))) << "another end";
  EXPECT_FALSE(shorter_run(steps_of({0, 9}), steps_of({0, 9}))) << "not shorter";
  EXPECT_FALSE(shorter_run(steps_of({}), steps_of({0, 9}))) << "of nothing";
}

TEST(shorter_run, loads_the_same_buffers_where_the_runs_part) {
  Program longer = steps_of({0, 1, 2, 9});
  longer.steps[1].input_loads.clear();
  longer.steps[1].host_cycles = 1;
  EXPECT_FALSE(shorter_run(steps_of({0, 9}), longer)) << "the slot is not freed before step 1";
  longer = steps_of({0, 1, 2, 9});
  longer.steps[1].weight_loads = longer.steps[1].input_loads;
  EXPECT_FALSE(shorter_run(steps_of({0, 9}), longer));
}

TEST(shorter_run, is_compared_in_every_member_of_a_step) {
  const Program longer = steps_of({0, 1, 2, 9});
  const auto differs = [&](const auto& change) {
    Program shorter = steps_of({0, 9});
    change(shorter.steps[1]);
    return !shorter_run(shorter, longer);
  };
  ASSERT_FALSE(differs([](mapping::TileStep&) {}));
  const std::vector<mapping::StreamTransfer> load{{trace::Role::weight, {}}};
  EXPECT_TRUE(differs([&](auto& step) { step.side_loads = load; }));
  EXPECT_TRUE(differs([&](auto& step) { step.stores = load; }));
  EXPECT_TRUE(differs([](auto& step) { step.opens_output = true; }));
  EXPECT_TRUE(differs([](auto& step) { step.closes_output = true; }));
  EXPECT_TRUE(differs([](auto& step) { step.tile = array::Tile{}; }));
  EXPECT_TRUE(differs([](auto& step) { step.phases = {array::Tile{}}; }));
  EXPECT_TRUE(differs([](auto& step) { step.sums = {array::Tile{}}; }));
  EXPECT_TRUE(differs([](auto& step) { step.vector_work.elements = 1; }));
  EXPECT_TRUE(differs([](auto& step) { step.vector_work.operations_per_element = 1; }));
  EXPECT_TRUE(differs([](auto& step) { step.vector_work.packed = 1; }));
  EXPECT_TRUE(differs([](auto& step) { step.epilogue.elements = 1; }));
  EXPECT_TRUE(differs([](auto& step) { step.host_cycles = 1; }));
}

TEST(shorter_run, has_the_same_machine_around_it) {
  const Program longer = steps_of({0, 1, 9});
  Program shorter = steps_of({0, 9});
  shorter.slots.output = 1;
  EXPECT_FALSE(shorter_run(shorter, longer));
  shorter = steps_of({0, 9});
  shorter.executor = mapping::Executor::vector_unit;
  EXPECT_FALSE(shorter_run(shorter, longer));
}

// --- whole jobs

/// Products and elementwise work, most of them long enough for runs along one loop or two.
std::vector<mapping::Job> long_jobs(const arch::AcceleratorSpec& machine) {
  const trace::Convolution wide{.batch = 12544, .in_channels = 512, .out_channels = 2048};
  const trace::Convolution thin{.batch = 1 << 18, .in_channels = 72, .out_channels = 64};
  const std::uint64_t elements = 1 << 25;
  return {mapping::matrix_job(trace::OperationClass::forward, wide, 8, 8, machine),
          mapping::matrix_job(trace::OperationClass::forward, thin, 7, 5, machine),
          mapping::matrix_job(trace::OperationClass::weight_gradient, wide, 8, 8, machine),
          mapping::VectorJob{.elements = elements,
                             .adds_per_element = 1,
                             .inputs = {{trace::Role::stash, elements, 16}},
                             .outputs = {{trace::Role::activation, elements, 16}}}};
}

/// A job with the one mapping that it is tried with, and the runs that are made of it.
struct Tried {
  mapping::Job job;
  Variant variant;
  std::optional<SteadyState> steady;

  [[nodiscard]] std::vector<Gaps> runs() const {
    return steady ? steady->runs : std::vector<Gaps>(1);
  }
};

std::vector<Tried> tried(const std::vector<mapping::Job>& jobs,
                         const arch::AcceleratorSpec& machine, const SimulateOptions& options) {
  const mapping::MappingWeights weights = mapping_weights(machine, options.prices);
  std::vector<Tried> all;
  for (const mapping::Job& job : jobs) {
    const std::vector<Variant> variants = variants_of(job, machine, options, weights);
    EXPECT_EQ(variants.size(), 1u);
    all.push_back({job, variants[0], steady_state_of(job, variants[0], machine, options)});
  }
  return all;
}

/// Of every run of the jobs, one after the other.
std::vector<OperationOutcome> all_runs(const std::vector<Tried>& all,
                                       const arch::AcceleratorSpec& machine) {
  std::vector<OperationInput> inputs;
  for (const Tried& one : all) {
    for (const Gaps& gaps : one.runs()) {
      inputs.push_back(input_of(one.job, one.variant.mapping, machine, {}, gaps));
    }
  }
  std::vector<OperationOutcome> outcomes;
  run_session(
      machine, MemoryMode::real, inputs.size(), [&](std::size_t i) { return inputs[i]; },
      [&](std::size_t, const OperationOutcome& outcome) { outcomes.push_back(outcome); });
  return outcomes;
}

TEST(split_run, of_jobs_gives_what_all_runs_by_themselves_give) {
  auto machine = config::load<arch::AcceleratorSpec>(metronome::source_dir() +
                                                     "/configs/arch/plain_spatial_fusion_512.yaml");
  machine.mapping.choose = arch::Choose::estimate;
  const std::vector<mapping::Job> jobs = long_jobs(machine);
  const SimulateOptions options{.jobs = 2, .progress = {}};
  const std::vector<JobResult> results = run_jobs(jobs, machine, options);
  const std::vector<Tried> all = tried(jobs, machine, options);
  const std::vector<OperationOutcome> outcomes = all_runs(all, machine);
  std::size_t first = 0;
  std::size_t extrapolations = 0;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    SCOPED_TRACE(i);
    const std::span<const OperationOutcome> runs(&outcomes[first], all[i].runs().size());
    first += runs.size();
    const auto& steady = all[i].steady;
    extrapolations += steady ? 1 : 0;
    EXPECT_EQ(results[i].outcome, steady ? extrapolated(runs, *steady, machine) : runs.front());
  }
  EXPECT_GE(extrapolations, 2u);
}

}  // namespace split_run_test
}  // namespace metronome::sim
