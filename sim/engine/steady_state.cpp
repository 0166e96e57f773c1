#include "sim/engine/steady_state.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "sim/engine/extrapolation.hpp"
#include "sim/engine/stream_advances.hpp"

namespace metronome::sim {
namespace {

constexpr std::uint64_t kRefreshes = 48;
/// Refresh intervals and strides that every run has at least: the first stride and the last one.
constexpr std::uint64_t kWarmUpRefreshes = 32;
constexpr std::uint64_t kLast = 1;
/// Strides that each run keeps at least, and that they differ by. Buffers, queues and stores of the
/// results before settle within a few steps of the nest, and anew wherever a loop begins again: the
/// strides of a loop inside another one, or of single steps, must reach beyond that. A stride of
/// the outermost loop holds it whole.
struct Least {
  std::uint64_t kept;
  std::uint64_t difference;
};
constexpr Least kLeastOfOuter{2, 1};
constexpr Least kLeastOfInner{4, 2};
/// Runs of one loop that are together so many times as long as asked for are worth a second loop.
constexpr std::uint64_t kLong = 2;
/// Runs along a loop are at most 2/3 of it, and a third of the operation: what is off by a little
/// in each of few strides is much of a short operation, and that is quickly simulated whole.
constexpr std::uint64_t kWorthNumerator = 2;
constexpr std::uint64_t kWorthDenominator = 3;
constexpr double kWorthShare = 1.0 / 3;

/// How an operation is extrapolated along one loop.
struct LoopPlan {
  TileLoop loop;
  std::uint64_t stride = 1;  ///< iterations
  std::uint64_t strides = 1;
  std::uint64_t kept = 0;        ///< strides of the shorter run
  std::uint64_t difference = 0;  ///< strides
  bool outermost = false;
  bool coarse =
      false;  ///< the runs are much longer than is asked for, since a stride or a period is

  /// Of both runs.
  [[nodiscard]] std::uint64_t length() const { return 2 * kept + difference; }
  /// What is simulated of them: of the outermost loop both are one up to the shorter one's last
  /// stride (ShorterRun).
  [[nodiscard]] std::uint64_t work() const {
    return outermost ? kept + difference + kLast : length();
  }
  /// As a share of the whole.
  [[nodiscard]] double share() const {
    return static_cast<double>(work()) / static_cast<double>(strides);
  }
  [[nodiscard]] bool worthwhile() const {
    return kWorthDenominator * work() <= kWorthNumerator * strides;
  }
  [[nodiscard]] Slope slope() const { return {difference, strides - kept - difference}; }
  [[nodiscard]] mapping::Gaps without_rest(mapping::Gaps gaps, std::uint64_t stay) const {
    const std::uint64_t begin = (stay - kLast) * stride;
    gaps.*loop.gap = {begin, begin + (strides - stay) * stride};
    return gaps;
  }
};

/// Makes the plan of one operation.
class Planner {
 public:
  /// `nest`: from the outermost loop to the innermost one; `strides`: after how many iterations of
  /// a loop the next is like the first, by loop.
  Planner(const arch::AcceleratorSpec& machine, std::vector<TileLoop> nest,
          std::vector<std::uint64_t> strides, ProgramOf program_of)
      : nest_(std::move(nest)),
        strides_(std::move(strides)),
        outermost_(std::find_if(nest_.begin(), nest_.end(),
                                [](const TileLoop& loop) { return loop.iterations > 1; }) -
                   nest_.begin()),
        program_of_(std::move(program_of)),
        burst_bytes_(machine.memory.device.bytes_per_burst().count()),
        span_(machine.memory.capacity_bytes().count() / machine.memory.device.rows),
        refresh_cycles_(static_cast<std::uint64_t>(machine.memory.device.trefi) *
                        machine.memory.device.clock_period.count() /
                        clock_period(machine.clock_hz).count()) {}

  [[nodiscard]] std::optional<SteadyState> plan(const ExpectedCycles& cycles) const {
    const auto best = shortest(cycles.real_memory);
    if (!best) {
      return std::nullopt;
    }
    const LoopPlan& first = best->first;
    SteadyState steady{
        {first.without_rest({}, first.kept), first.without_rest({}, first.kept + first.difference)},
        {first.slope()},
        cycles.ideal_memory};
    if (best->second) {
      add_second_loop(steady, *best->second);
    }
    return steady;
  }

 private:
  /// Along one loop, and along a second one where the runs along the first are long.
  struct Plans {
    LoopPlan first;
    std::optional<LoopPlan> second;
    [[nodiscard]] double share() const { return first.share() * (second ? second->share() : 1); }
  };

  static void add_second_loop(SteadyState& steady, const LoopPlan& second) {
    std::vector<mapping::Gaps> runs;
    for (const mapping::Gaps& gaps : steady.runs) {
      runs.push_back(second.without_rest(gaps, second.kept));
      runs.push_back(second.without_rest(gaps, second.kept + second.difference));
    }
    steady.runs = std::move(runs);
    steady.slopes.push_back(second.slope());
  }

  /// The plans by which the runs of an operation of so many cycles are shortest.
  [[nodiscard]] std::optional<Plans> shortest(std::uint64_t cycles) const {
    std::optional<Plans> best;
    for (std::size_t i = 0; i < nest_.size(); ++i) {
      const auto first = plan_loop(i, cycles);
      if (!first) {
        continue;
      }
      Plans plans{*first, {}};
      if (first->coarse) {
        plans.second = best_loop(cycles / first->strides * first->kept, nest_[i].gap);
      }
      if ((plans.first.coarse || plans.share() <= kWorthShare) &&
          (!best || plans.share() < best->share())) {
        best = plans;
      }
    }
    return best;
  }

  /// The loop but `taken` along which the runs of so many cycles are shortest.
  [[nodiscard]] std::optional<LoopPlan> best_loop(std::uint64_t cycles,
                                                  mapping::Range mapping::Gaps::*taken) const {
    std::optional<LoopPlan> best;
    for (std::size_t i = 0; i < nest_.size(); ++i) {
      if (nest_[i].gap == taken) {
        continue;
      }
      const auto plan = plan_loop(i, cycles);
      if (plan && (!best || plan->share() < best->share())) {
        best = plan;
      }
    }
    return best;
  }

  [[nodiscard]] Least least_of(std::size_t index) const {
    const auto inside = nest_.begin() + static_cast<std::ptrdiff_t>(index) + 1;
    const bool holds_others =
        std::any_of(inside, nest_.end(), [](const TileLoop& loop) { return loop.iterations > 1; });
    return static_cast<std::ptrdiff_t>(index) == outermost_ && holds_others ? kLeastOfOuter
                                                                            : kLeastOfInner;
  }

  [[nodiscard]] std::optional<LoopPlan> plan_loop(std::size_t index, std::uint64_t cycles) const {
    const TileLoop& loop = nest_[index];
    const std::uint64_t stride = strides_[index];
    const Least least = least_of(index);
    if (loop.iterations / stride < 2 * least.kept + least.difference) {
      return std::nullopt;
    }
    const auto streams = stream_advances(nest_, loop, stride, program_of_);
    LoopPlan plan;
    plan.loop = loop;
    plan.stride = stride;
    plan.strides = loop.iterations / stride;
    plan.outermost = static_cast<std::ptrdiff_t>(index) == outermost_;
    const std::uint64_t each = std::max<std::uint64_t>(cycles / plan.strides, 1);
    const std::uint64_t period = burst_period(streams, burst_bytes_);
    const std::uint64_t settling = ceil_div(kWarmUpRefreshes * refresh_cycles_, each);
    const std::uint64_t apart = ceil_div(kRefreshes * refresh_cycles_, each);
    plan.kept = std::max({least.kept, settling, period});
    plan.difference = ceil_div(std::max(least.difference, apart), period) * period;
    if (!plan.worthwhile()) {
      return std::nullopt;
    }
    plan.coarse =
        plan.length() * each > kLong * (2 * kWarmUpRefreshes + kRefreshes) * refresh_cycles_;
    align(plan, streams, period);
    return plan;
  }

  /// Lets the runs differ by up to twice as many periods, those after which the streams lie to each
  /// other most nearly as before.
  void align(LoopPlan& plan, const std::vector<StreamAdvance>& streams,
             std::uint64_t period) const {
    LoopPlan other = plan;
    double least = misalignment(streams, plan.difference, span_);
    const std::uint64_t last = 2 * plan.difference;
    while (least > 0 && (other.difference += period) <= last && other.worthwhile()) {
      const double off = misalignment(streams, other.difference, span_);
      if (off < least) {
        least = off;
        plan.difference = other.difference;
      }
    }
  }

  std::vector<TileLoop> nest_;
  std::vector<std::uint64_t> strides_;
  std::ptrdiff_t outermost_;  ///< of several iterations
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
  const mapping::ProductElements whole = mapping::elements_of(job.cls, job.convolution);
  if (job.fill > 0 && (job.a.elements < whole.a || job.b.elements < whole.b)) {
    return std::nullopt;  // real numbers end before the last tiles of the product do
  }
  const mapping::TileCounts tiles = mapping::tile_counts(job, mapping);
  // Tiles of some rows of an image are alike from image to image only.
  const std::uint64_t of_image =
      mapping.cut.rows > 0 ? mapping::Geometry(job).anchor().height / mapping.cut.rows : 1;
  const bool along_k = job.cls == trace::OperationClass::weight_gradient;
  std::vector<TileLoop> nest{{&mapping::Gaps::group, job.convolution.groups},
                             {&mapping::Gaps::m, tiles.m},
                             {&mapping::Gaps::n, tiles.n},
                             {&mapping::Gaps::k, tiles.k}};
  std::vector<std::uint64_t> strides{1, along_k ? 1 : of_image, 1, along_k ? of_image : 1};
  if (mapping.order == mapping::LoopOrder::n_outer) {
    std::swap(nest[1], nest[2]);
    std::swap(strides[1], strides[2]);
  }
  const Planner planner(machine, std::move(nest), std::move(strides),
                        [&](const mapping::Gaps& gaps) {
                          return mapping::matrix_program(job, mapping, machine, {}, gaps);
                        });
  return planner.plan(cycles);
}

std::optional<SteadyState> steady_state(const mapping::VectorJob& job,
                                        const arch::AcceleratorSpec& machine,
                                        const ExpectedCycles& cycles) {
  if (job.elements == 0 || job.near) {
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
