#include "sim/engine/steady_state.hpp"

#include <algorithm>

#include "sim/engine/extrapolation.hpp"
#include "sim/engine/stream_advances.hpp"

namespace metronome::sim {
namespace {

constexpr std::uint64_t kRefreshes = 48;
/// Refresh intervals and periods that every run has at least: the first period and the last one.
constexpr std::uint64_t kWarmUpRefreshes = 32;
constexpr std::uint64_t kLeastKept = 2;
constexpr std::uint64_t kLast = 1;
/// A loop is worth extrapolating along if its runs are at most 2/3 of it.
constexpr std::uint64_t kWorthNumerator = 2;
constexpr std::uint64_t kWorthDenominator = 3;

/// How an operation is extrapolated along one loop.
struct LoopPlan {
  TileLoop loop;
  std::uint64_t period = 1;  ///< iterations
  std::uint64_t periods = 1;
  std::uint64_t kept = 0;        ///< periods of the shorter run
  std::uint64_t difference = 0;  ///< periods

  /// Work of both runs, as a share of the whole.
  [[nodiscard]] double share() const {
    return static_cast<double>(2 * kept + difference) / static_cast<double>(periods);
  }
  [[nodiscard]] bool worthwhile() const {
    return kWorthDenominator * (2 * kept + difference) <= kWorthNumerator * periods;
  }
  /// The runs are longer than settling asks for, since a period is.
  [[nodiscard]] bool coarse() const { return kept == kLeastKept; }
  [[nodiscard]] Slope slope() const { return {difference, periods - kept - difference}; }
  [[nodiscard]] mapping::Gaps without_rest(mapping::Gaps gaps, std::uint64_t stay) const {
    const std::uint64_t begin = (stay - kLast) * period;
    gaps.*loop.gap = {begin, begin + (periods - stay) * period};
    return gaps;
  }
};

/// Makes the plan of one operation.
class Planner {
 public:
  /// `strides`: after how many iterations of a loop the next is like the first, by loop.
  Planner(const arch::AcceleratorSpec& machine, std::vector<TileLoop> nest,
          std::vector<std::uint64_t> strides, ProgramOf program_of)
      : nest_(std::move(nest)),
        strides_(std::move(strides)),
        program_of_(std::move(program_of)),
        burst_bytes_(machine.memory.device.bytes_per_burst().count()),
        span_(machine.memory.capacity_bytes().count() / machine.memory.device.rows),
        refresh_cycles_(static_cast<std::uint64_t>(machine.memory.device.trefi) *
                        machine.memory.device.clock_period.count() /
                        clock_period(machine.clock_hz).count()) {}

  [[nodiscard]] std::optional<SteadyState> plan(const ExpectedCycles& cycles) const {
    const auto first = best_loop(cycles.real_memory, nullptr);
    if (!first) {
      return std::nullopt;
    }
    SteadyState steady{{first->without_rest({}, first->kept),
                        first->without_rest({}, first->kept + first->difference)},
                       {first->slope()},
                       cycles.ideal_memory};
    if (first->coarse()) {
      add_second_loop(steady, *first, cycles.real_memory);
    }
    return steady;
  }

 private:
  void add_second_loop(SteadyState& steady, const LoopPlan& first, std::uint64_t cycles) const {
    const auto second = best_loop(cycles / first.periods * first.kept, first.loop.gap);
    if (!second) {
      return;
    }
    std::vector<mapping::Gaps> runs;
    for (const mapping::Gaps& gaps : steady.runs) {
      runs.push_back(second->without_rest(gaps, second->kept));
      runs.push_back(second->without_rest(gaps, second->kept + second->difference));
    }
    steady.runs = std::move(runs);
    steady.slopes.push_back(second->slope());
  }

  /// The loop along which the runs of an operation of so many cycles are shortest.
  [[nodiscard]] std::optional<LoopPlan> best_loop(std::uint64_t cycles,
                                                  mapping::Range mapping::Gaps::*taken) const {
    std::optional<LoopPlan> best;
    for (std::size_t i = 0; i < nest_.size(); ++i) {
      if (nest_[i].gap == taken) {
        continue;
      }
      const auto plan = plan_loop(nest_[i], strides_[i], cycles);
      if (plan && (!best || plan->share() < best->share())) {
        best = plan;
      }
    }
    return best;
  }

  [[nodiscard]] std::optional<LoopPlan> plan_loop(const TileLoop& loop, std::uint64_t stride,
                                                  std::uint64_t cycles) const {
    if (loop.iterations / stride < 2 * kLeastKept + 1) {
      return std::nullopt;
    }
    const auto streams = stream_advances(nest_, loop, stride, program_of_);
    LoopPlan plan;
    plan.loop = loop;
    plan.period = stride * burst_period(streams, burst_bytes_);
    plan.periods = loop.iterations / plan.period;
    if (plan.periods == 0) {
      return std::nullopt;
    }
    const std::uint64_t each = std::max<std::uint64_t>(cycles / plan.periods, 1);
    plan.kept = std::max(kLeastKept, ceil_div(kWarmUpRefreshes * refresh_cycles_, each));
    plan.difference = ceil_div(kRefreshes * refresh_cycles_, each);
    if (!plan.worthwhile()) {
      return std::nullopt;
    }
    align(plan, streams, plan.period / stride);
    return plan;
  }

  /// Lets the runs differ by up to twice as many periods, those after which the streams lie to each
  /// other most nearly as before.
  void align(LoopPlan& plan, const std::vector<StreamAdvance>& streams,
             std::uint64_t strides) const {
    LoopPlan other = plan;
    double least = misalignment(streams, plan.difference * strides, span_);
    const std::uint64_t last = 2 * plan.difference;
    while (least > 0 && ++other.difference <= last && other.worthwhile()) {
      const double off = misalignment(streams, other.difference * strides, span_);
      if (off < least) {
        least = off;
        plan.difference = other.difference;
      }
    }
  }

  std::vector<TileLoop> nest_;
  std::vector<std::uint64_t> strides_;
  ProgramOf program_of_;
  std::uint64_t burst_bytes_;
  std::uint64_t span_;  ///< bytes after which the banks come round again
  std::uint64_t refresh_cycles_;
};

}  // namespace

std::optional<SteadyState> steady_state(const mapping::MatrixJob& job,
                                        const mapping::Mapping& mapping,
                                        const arch::AcceleratorSpec& machine,
                                        const ExpectedCycles& cycles) {
  const mapping::TileCounts tiles = mapping::tile_counts(job, mapping);
  // Tiles of some rows of an image are alike from image to image only.
  const std::uint64_t of_image =
      mapping.cut.rows > 0 ? mapping::Geometry(job).anchor().height / mapping.cut.rows : 1;
  const bool along_k = job.cls == trace::OperationClass::weight_gradient;
  const Planner planner(machine,
                        {{&mapping::Gaps::group, job.convolution.groups},
                         {&mapping::Gaps::m, tiles.m},
                         {&mapping::Gaps::n, tiles.n},
                         {&mapping::Gaps::k, tiles.k}},
                        {1, along_k ? 1 : of_image, 1, along_k ? of_image : 1},
                        [&](const mapping::Gaps& gaps) {
                          return mapping::matrix_program(job, mapping, machine, {}, gaps);
                        });
  return planner.plan(cycles);
}

std::optional<SteadyState> steady_state(const mapping::VectorJob& job,
                                        const arch::AcceleratorSpec& machine,
                                        const ExpectedCycles& cycles) {
  if (job.elements == 0) {
    return std::nullopt;
  }
  const std::uint64_t blocks =
      ceil_div<std::uint64_t>(job.elements, mapping::vector_block(job, machine));
  const Planner planner(
      machine, {{&mapping::Gaps::block, blocks}}, {1},
      [&](const mapping::Gaps& gaps) { return mapping::vector_program(job, machine, {}, gaps); });
  return planner.plan(cycles);
}

OperationOutcome extrapolated(std::span<const OperationOutcome> runs, const SteadyState& steady,
                              const arch::AcceleratorSpec& machine) {
  METRONOME_ASSERT(runs.size() == steady.runs.size(), "every run has its outcome");
  const Extrapolation along(machine, steady.compute_cycles);
  const Slope& first = steady.slopes.front();
  if (steady.slopes.size() == 1) {
    return along.whole(runs[0], runs[1], first);
  }
  const Slope& second = steady.slopes.back();
  return along.line(along.line(runs[0], runs[1], second), along.line(runs[2], runs[3], second),
                    first);
}

}  // namespace metronome::sim
