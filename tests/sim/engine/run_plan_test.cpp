// Which loops a run of a long operation is cut short along.
#include "sim/engine/run_plan.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <optional>

#include "sim/base/random.hpp"

namespace metronome::sim {
namespace run_plan_test {

constexpr std::uint64_t kRefresh = 1000;

CutLoop loop_of(std::uint64_t strides, std::uint64_t steps) {
  return {strides, steps, true, 1, [](std::uint64_t) { return 0.0; }};
}

/// Loops of a nest, from the outermost one.
std::vector<CutLoop> nest_of(const std::vector<std::uint64_t>& strides) {
  std::vector<CutLoop> loops;
  std::uint64_t steps = 1;
  for (std::size_t i = strides.size(); i-- > 0;) {
    loops.insert(loops.begin(), loop_of(strides[i], steps));
    steps *= strides[i];
  }
  return loops;
}

std::vector<std::size_t> loops_of(const std::vector<LoopCut>& cuts) {
  std::vector<std::size_t> loops;
  for (const LoopCut& cut : cuts) {
    loops.push_back(cut.loop);
  }
  return loops;
}

using Loops = std::vector<std::size_t>;

// An interval a stride: 32 of them to settle and 64 to measure.
TEST(shortest_run, along_one_loop_is_as_long_as_is_asked_for) {
  const auto cuts = shortest_run(nest_of({1000}), {1000 * kRefresh, kRefresh});
  ASSERT_EQ(cuts.size(), 1u);
  EXPECT_EQ(cuts[0], (LoopCut{0, 1000, 32, 64}));
  EXPECT_EQ(cuts[0].left_out(), 904u);
  EXPECT_NEAR(share_of(cuts), 0.096, 1e-12);
}

// A stride of any of them alone is hundreds of intervals.
TEST(shortest_run, takes_several_loops_where_a_stride_of_each_is_long) {
  const std::uint64_t cycles = 20'000 * kRefresh;
  EXPECT_EQ(loops_of(shortest_run(nest_of({20, 20, 50}), {cycles, kRefresh})), (Loops{0, 2}));
  // One step of the nest has 400: no more is simulated than settles and is measured.
  const auto coarse = shortest_run(nest_of({20, 20, 50}), {400 * cycles, kRefresh});
  ASSERT_EQ(loops_of(coarse), (Loops{0, 1, 2}));
  EXPECT_EQ(coarse[0], (LoopCut{0, 20, 2, 1}));
  EXPECT_EQ(coarse[1], (LoopCut{1, 20, 2, 1}));
  EXPECT_EQ(coarse[2], (LoopCut{2, 50, 4, 2}));
  // A stride of the outermost one has less than an interval.
  EXPECT_EQ(loops_of(shortest_run(nest_of({10'000, 20, 50}), {5'000 * kRefresh, kRefresh})),
            (Loops{0}));
}

TEST(shortest_run, takes_three_of_four_loops_at_most) {
  const auto cuts = shortest_run(nest_of({20, 20, 20, 50}), {8'000'000 * kRefresh, kRefresh});
  EXPECT_EQ(cuts.size(), 3u);
}

TEST(shortest_run, leaves_loops_alone_that_it_cannot_use) {
  const RunLength length{1'000'000 * kRefresh, kRefresh};
  std::vector<CutLoop> loops = nest_of({40, 40});
  ASSERT_EQ(loops_of(shortest_run(loops, length)), (Loops{0, 1}));
  loops[0].regular = false;
  EXPECT_EQ(loops_of(shortest_run(loops, length)), (Loops{1}));
  // Its streams begin alike at no place in reach.
  loops[1].period = 30;
  EXPECT_TRUE(shortest_run(loops, length).empty());
  // 4 strides to settle, one step each, and 2 to measure are more than 2/3.
  EXPECT_EQ(loops_of(shortest_run(nest_of({40, 8}), length)), (Loops{0}));
}

TEST(shortest_run, is_none_where_it_would_be_more_than_a_third) {
  EXPECT_TRUE(shortest_run(nest_of({280}), {280 * kRefresh, kRefresh}).empty());
  EXPECT_FALSE(shortest_run(nest_of({290}), {290 * kRefresh, kRefresh}).empty());
  EXPECT_TRUE(shortest_run(nest_of({1, 1}), {0, kRefresh}).empty());
  EXPECT_TRUE(shortest_run({}, {1'000'000, kRefresh}).empty());
}

TEST(shortest_run, measures_whole_periods_after_which_the_streams_meet_again) {
  std::vector<CutLoop> loops = nest_of({2000});
  loops[0].period = 7;
  loops[0].misalignment = [](std::uint64_t strides) {
    return strides == 84 ? 0.1 : strides == 147 ? 0.0 : 0.3;  // 147 is beyond twice 70
  };
  const auto cuts = shortest_run(loops, {2000 * kRefresh, kRefresh});
  ASSERT_EQ(cuts.size(), 1u);
  EXPECT_EQ(cuts[0].measured, 84u);
}

/// What every run keeps to.
void expect_floors(const std::vector<CutLoop>& loops, const std::vector<LoopCut>& cuts,
                   const RunLength& length) {
  double kept = static_cast<double>(length.cycles) / kRefresh;
  double measured = kept;
  for (const LoopCut& cut : cuts) {
    const CutLoop& loop = loops[cut.loop];
    EXPECT_TRUE(loop.regular);
    EXPECT_EQ(cut.strides, loop.strides);
    EXPECT_GE((cut.kept - 1) * loop.steps, 3u);
    EXPECT_GE(cut.measured * loop.steps, 2u);
    EXPECT_EQ(cut.measured % loop.period, 0u);
    EXPECT_LE(3 * (cut.kept + cut.measured), 2 * cut.strides);
    kept *= static_cast<double>(cut.kept) / static_cast<double>(cut.strides);
    measured *= static_cast<double>(cut.measured) / static_cast<double>(cut.strides);
  }
  EXPECT_GE(kept, 32 * (1 - 1e-9));
  const double loops_cut = static_cast<double>(cuts.size());
  EXPECT_GE(measured, std::max(64.0, 48 * std::pow(2.0, (loops_cut - 1) / 2)) * (1 - 1e-9));
  EXPECT_LE(share_of(cuts), 1.0 / 3);
}

/// The least that a run along one loop alone has of the operation.
std::optional<double> least_along(const CutLoop& loop, const RunLength& length) {
  if (!loop.regular) {
    return std::nullopt;
  }
  const double each = static_cast<double>(length.cycles) / static_cast<double>(loop.strides);
  const auto strides = [&](double intervals) {
    return static_cast<std::uint64_t>(std::ceil(intervals * kRefresh / each * (1 - 1e-12)));
  };
  const std::uint64_t kept = std::max(strides(32), 1 + (3 + loop.steps - 1) / loop.steps);
  const std::uint64_t measured = std::max(strides(64), (2 + loop.steps - 1) / loop.steps);
  const std::uint64_t all = kept + (measured + loop.period - 1) / loop.period * loop.period;
  const double share = static_cast<double>(all) / static_cast<double>(loop.strides);
  return share <= 1.0 / 3 ? std::optional(share) : std::nullopt;
}

TEST(shortest_run, of_random_nests_keeps_to_the_floors_and_is_never_more_than_along_one_loop) {
  const RandomStream random(7, "nests");
  std::uint64_t draw = 0;
  std::size_t found = 0;
  std::size_t several = 0;
  for (int i = 0; i < 3000; ++i) {
    SCOPED_TRACE(i);
    std::vector<std::uint64_t> strides(1 + random.below(draw++, 5));
    for (std::uint64_t& one : strides) {
      const std::uint64_t most = random.below(draw++, 3) == 0 ? 2000 : 60;
      one = 1 + random.below(draw++, most);
    }
    std::vector<CutLoop> loops = nest_of(strides);
    for (CutLoop& loop : loops) {
      loop.regular = random.below(draw++, 5) > 0;
      loop.period = random.below(draw++, 3) == 0 ? 1 + random.below(draw++, 16) : 1;
    }
    const RunLength length{kRefresh * (1 + random.below(draw++, 100'000)), kRefresh};
    const auto cuts = shortest_run(loops, length);
    for (const CutLoop& loop : loops) {
      if (const auto alone = least_along(loop, length)) {
        ASSERT_FALSE(cuts.empty());
        EXPECT_LE(share_of(cuts), *alone * (1 + 1e-9));
      }
    }
    if (!cuts.empty()) {
      expect_floors(loops, cuts, length);
      ++found;
      several += cuts.size() > 1 ? 1 : 0;
    }
  }
  EXPECT_GT(found, 1000u);
  EXPECT_GT(several, 300u);
}

}  // namespace run_plan_test
}  // namespace metronome::sim
