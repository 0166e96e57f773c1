#include "sim/ledger/run_result.hpp"

#include <utility>

namespace metronome {

Cycles LevelResult::without_overlap() const {
  Cycles sum(0);
  for (const OverlappedTurn& turn : overlap) {
    sum += turn.alone;
  }
  return sum;
}

std::vector<OperationResult> RunResult::operations_of(const LevelResult& level) const {
  std::vector<OperationResult> list;
  for_operations(level, [&](std::uint32_t one) { list.push_back(operations[one]); });
  return list;
}

void RunResult::add_level(LevelResult level, std::vector<OperationResult> own) {
  std::vector<std::uint32_t> part;
  for (OperationResult& operation : own) {
    part.push_back(static_cast<std::uint32_t>(operations.size()));
    operations.push_back(std::move(operation));
  }
  level.parts = {static_cast<std::uint32_t>(parts.size())};
  parts.push_back({std::move(part)});
  levels.push_back(std::move(level));
}

namespace {

/// For each operation the sum of what `of_level` gives the levels that execute it.
template <class OfLevel>
std::vector<std::uint64_t> sums_over_levels(const RunResult& run, const OfLevel& of_level) {
  std::vector<std::uint64_t> of_parts(run.parts.size(), 0);
  for (const LevelResult& level : run.levels) {
    for (const std::uint32_t part : level.parts) {
      of_parts[part] = require_sum(of_parts[part], of_level(level));
    }
  }
  std::vector<std::uint64_t> sums(run.operations.size(), 0);
  for (std::size_t part = 0; part < run.parts.size(); ++part) {
    for (const std::vector<std::uint32_t>& turn : run.parts[part]) {
      for (const std::uint32_t operation : turn) {
        sums[operation] = require_sum(sums[operation], of_parts[part]);
      }
    }
  }
  return sums;
}

}  // namespace

std::vector<std::uint64_t> RunResult::executions() const {
  return sums_over_levels(*this, [](const LevelResult& level) { return level.iterations; });
}

std::vector<std::uint64_t> RunResult::levels_of_operations() const {
  return sums_over_levels(*this, [](const LevelResult&) { return std::uint64_t{1}; });
}

Measure RunResult::per_iteration(const LevelResult& level) const {
  Measure sum;
  for_operations(level, [&](std::uint32_t one) { sum += operations[one].measure; });
  return sum;
}

Cycles RunResult::cycles_per_iteration(const LevelResult& level) const {
  Cycles sum(0);
  for_operations(level, [&](std::uint32_t one) { sum += operations[one].measure.cycles.total(); });
  return sum;
}

std::optional<double> RunResult::canonical_start_cost(const LevelResult& level) const {
  if (level.continuous_cycles.count() == 0) {
    return std::nullopt;
  }
  return static_cast<double>(cycles_per_iteration(level).count()) /
             static_cast<double>(level.continuous_cycles.count()) -
         1;
}

Measure RunResult::one_of_each() const {
  Measure sum;
  for (const OperationResult& operation : operations) {
    sum += operation.measure;
  }
  return sum;
}

std::set<Activity> RunResult::activities() const {
  std::set<Activity> all;
  const auto add = [&](const Measure& measure) {
    for (const auto& [activity, count] : measure.counts) {
      all.insert(activity);
    }
  };
  for (const OperationResult& operation : operations) {
    add(operation.measure);
  }
  add(switches);
  return all;
}

Measure RunResult::total() const {
  Measure sum = switches;
  const std::vector<std::uint64_t> times = executions();
  for (std::size_t i = 0; i < operations.size(); ++i) {
    sum += operations[i].measure.scaled(times[i]);
  }
  return sum;
}

double RunResult::extrapolated_share() const {
  std::vector<double> cycles;
  cycles.reserve(operations.size());
  for (const OperationResult& operation : operations) {
    cycles.push_back(static_cast<double>(operation.measure.cycles.total().count()));
  }
  double all = 0;
  double extrapolated = 0;
  for (const LevelResult& level : levels) {
    const auto iterations = static_cast<double>(level.iterations);
    for_operations(level, [&](std::uint32_t one) {
      all += cycles[one] * iterations;
      extrapolated += operations[one].extrapolated ? cycles[one] * iterations : 0;
    });
  }
  return all > 0 ? extrapolated / all : 0;
}

}  // namespace metronome
