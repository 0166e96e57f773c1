// Units that work side by side: the queue of events against a clock-by-clock execution, and the
// laws of both.
#include "sim/engine/overlap.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <random>
#include <set>
#include <utility>
#include <vector>

namespace metronome::sim {
namespace overlap_test {

/// A graph without sharing; edges lead backward in a drawn order.
std::vector<OverlapTask> drawn(std::mt19937_64& random) {
  std::vector<OverlapTask> tasks(1 + random() % 30);
  std::vector<std::uint32_t> order(tasks.size());
  std::iota(order.begin(), order.end(), 0U);
  std::shuffle(order.begin(), order.end(), random);
  for (std::size_t i = 0; i < order.size(); ++i) {
    OverlapTask& task = tasks[order[i]];
    task.unit = kEnumValues<WorkUnit>[random() % kEnumCount<WorkUnit>];
    task.next = random() % 2 == 0;
    task.cycles = random() % 4 == 0 ? 0 : 1 + random() % 50;
    for (std::size_t before = 0; before < i; ++before) {
      if (random() % 8 == 0) {
        task.after.push_back(order[before]);
      }
    }
  }
  return tasks;
}

/// Every unit at every clock. Work of no cycles ends in the clock in which it is ready.
class Stepped {
 public:
  explicit Stepped(const std::vector<OverlapTask>& tasks)
      : tasks_(tasks), left_(tasks.size()), done_(tasks.size(), false), times(tasks.size()) {
    for (std::uint64_t clock = 0; !all_done(); ++clock) {
      while (begin(clock)) {
      }
      step(clock);
    }
  }

 private:
  [[nodiscard]] bool all_done() const {
    return std::all_of(done_.begin(), done_.end(), [](bool d) { return d; });
  }
  [[nodiscard]] bool ready(std::size_t i) const {
    return !begun_.contains(static_cast<std::uint32_t>(i)) &&
           std::all_of(tasks_[i].after.begin(), tasks_[i].after.end(),
                       [&](std::uint32_t before) { return done_[before]; });
  }
  /// One task for each free unit; true where work of no cycles ended, which may free others.
  bool begin(std::uint64_t clock) {
    bool again = false;
    EnumArray<WorkUnit, std::optional<std::uint32_t>> chosen;
    for (std::uint32_t i = 0; i < tasks_.size(); ++i) {
      if (!ready(i) || running_[tasks_[i].unit]) {
        continue;
      }
      auto& best = chosen[tasks_[i].unit];
      if (!best || std::pair(tasks_[i].next, i) < std::pair(tasks_[*best].next, *best)) {
        best = i;
      }
    }
    for (const auto& one : chosen) {
      if (!one) {
        continue;
      }
      begun_.insert(*one);
      times[*one].begin = clock;
      left_[*one] = tasks_[*one].cycles;
      if (left_[*one] == 0) {
        end(*one, clock);
        again = true;
      } else {
        running_[tasks_[*one].unit] = *one;
      }
    }
    return again;
  }
  void step(std::uint64_t clock) {
    bool owned = false;
    std::vector<std::uint32_t> ended;
    for (auto& one : running_) {
      if (!one) {
        continue;
      }
      times[*one].own += owned ? 0 : 1;
      owned = true;
      if (--left_[*one] == 0) {
        ended.push_back(*one);
        one.reset();
      }
    }
    interval += owned ? 1 : 0;
    for (const std::uint32_t task : ended) {
      end(task, clock + 1);
    }
  }
  void end(std::uint32_t task, std::uint64_t clock) {
    times[task].end = clock;
    done_[task] = true;
  }

  const std::vector<OverlapTask>& tasks_;
  std::vector<std::uint64_t> left_;
  std::vector<bool> done_;
  std::set<std::uint32_t> begun_;
  EnumArray<WorkUnit, std::optional<std::uint32_t>> running_;

 public:
  std::vector<OverlapTime> times;
  std::uint64_t interval = 0;
};

TEST(overlap, events_are_what_stepping_every_clock_gives) {
  std::mt19937_64 random(3);
  for (int i = 0; i < 500; ++i) {
    const std::vector<OverlapTask> tasks = drawn(random);
    const OverlapTimes times = overlapped(tasks);
    const Stepped stepped(tasks);
    ASSERT_EQ(times.interval, stepped.interval) << i;
    for (std::size_t t = 0; t < tasks.size(); ++t) {
      ASSERT_EQ(times.tasks[t].begin, stepped.times[t].begin) << i << " " << t;
      ASSERT_EQ(times.tasks[t].end, stepped.times[t].end) << i << " " << t;
      ASSERT_EQ(times.tasks[t].own, stepped.times[t].own) << i << " " << t;
    }
  }
}

TEST(overlap, own_cycles_are_the_interval_and_critical_operations_fill_it) {
  std::mt19937_64 random(4);
  std::uniform_real_distribution<double> share(0, 1);
  for (int i = 0; i < 300; ++i) {
    std::vector<OverlapTask> tasks = drawn(random);
    for (OverlapTask& task : tasks) {
      task.memory = share(random);
      task.lanes = random() % 2 == 0 ? share(random) : 0;
    }
    const OverlapTimes times = overlapped(tasks);
    std::uint64_t own = 0, critical = 0, longest_unit = 0;
    double moved = 0;
    EnumArray<WorkUnit, std::uint64_t> of_unit;
    for (std::size_t t = 0; t < tasks.size(); ++t) {
      const OverlapTime& one = times.tasks[t];
      own += one.own;
      critical += one.critical ? one.end - one.begin : 0;
      of_unit[tasks[t].unit] += tasks[t].cycles;
      moved += tasks[t].memory * static_cast<double>(tasks[t].cycles);
      EXPECT_GE(one.end - one.begin + 1, tasks[t].cycles) << "sharing makes nothing faster";
      for (const std::uint32_t before : tasks[t].after) {
        EXPECT_GE(one.begin, times.tasks[before].end);
      }
    }
    for (const std::uint64_t cycles : of_unit) {
      longest_unit = std::max(longest_unit, cycles);
    }
    const std::uint64_t all =
        std::accumulate(tasks.begin(), tasks.end(), std::uint64_t{0},
                        [](std::uint64_t sum, const OverlapTask& t) { return sum + t.cycles; });
    EXPECT_EQ(own, times.interval);
    EXPECT_EQ(critical, times.interval);
    EXPECT_GE(times.interval + 1, longest_unit);
    EXPECT_GE(static_cast<double>(times.interval) + 1, moved)
        << "the memory moves no more than it can";
    EXPECT_LE(times.interval, all + tasks.size()) << "never slower than one after the other";
  }
}

OverlapTask task(WorkUnit unit, std::uint64_t cycles, double memory, double lanes = 0) {
  return {unit, false, cycles, memory, lanes, {}};
}

TEST(overlap, what_shares_the_memory_goes_as_fast_as_it_lets_all) {
  // 0.5 and 0.7 of a memory: both at 1 / 1.2 of their speed until one has ended.
  const std::vector<OverlapTask> tasks{task(WorkUnit::array, 1000, 0.5),
                                       task(WorkUnit::vector_unit, 500, 0.7)};
  const OverlapTimes times = overlapped(tasks);
  EXPECT_EQ(times.tasks[1].end, 600u);
  EXPECT_EQ(times.interval, 600u + 500u);
  EXPECT_EQ(times.tasks[0].own, times.interval);
  EXPECT_EQ(times.tasks[1].own, 0u);
}

TEST(overlap, who_needs_nothing_of_what_is_full_is_not_slower) {
  const std::vector<OverlapTask> tasks{task(WorkUnit::array, 1000, 0),
                                       task(WorkUnit::vector_unit, 300, 1),
                                       task(WorkUnit::update_engine, 300, 1)};
  const OverlapTimes times = overlapped(tasks);
  EXPECT_EQ(times.tasks[0].end, 1000u);
  EXPECT_EQ(times.tasks[1].end, 600u);
  EXPECT_EQ(times.tasks[2].end, 600u);
}

TEST(overlap, lanes_are_shared_too) {
  const std::vector<OverlapTask> tasks{task(WorkUnit::array, 900, 0, 0.25),
                                       task(WorkUnit::vector_unit, 900, 0, 1)};
  EXPECT_EQ(overlapped(tasks).interval, 1125u);
}

TEST(overlap, nothing_takes_no_time) {
  const std::vector<OverlapTask> none;
  EXPECT_EQ(overlapped(none).interval, 0u);
}

}  // namespace overlap_test
}  // namespace metronome::sim
