#include "sim/engine/steady_state.hpp"

#include <algorithm>
#include <array>

#include "sim/engine/outcome_words.hpp"

namespace metronome::sim {
namespace {

using mapping::Range;

constexpr std::uint64_t kRefreshes = 128;
/// Refresh intervals and periods that both runs have at least, before the gap and behind it.
constexpr std::uint64_t kWarmUpRefreshes = 8;
constexpr std::uint64_t kWarmUp = 3;
constexpr std::uint64_t kLast = 1;
/// Periods that the runs differ by at least.
constexpr std::uint64_t kLeastDifference = 2;

/// A loop of the nest: its iterations, and after how many the next is like the first.
struct Loop {
  Range mapping::Gaps::*gap;
  std::uint64_t iterations = 1;
  std::uint64_t period = 1;
  [[nodiscard]] std::uint64_t periods() const { return iterations / period; }
};

std::uint64_t refresh_cycles(const arch::AcceleratorSpec& machine) {
  const dram::DeviceSpec& device = machine.memory.device;
  return static_cast<std::uint64_t>(device.trefi) * device.clock_period.count() /
         clock_period(machine.clock_hz).count();
}

mapping::Gaps without(const Loop& loop, std::uint64_t kept) {
  mapping::Gaps gaps;
  const std::uint64_t begin = (kept - kLast) * loop.period;
  gaps.*loop.gap = {begin, begin + (loop.periods() - kept) * loop.period};
  return gaps;
}

std::optional<SteadyState> steady_state_of(const Loop& loop, std::uint64_t cycles,
                                           const arch::AcceleratorSpec& machine) {
  const std::uint64_t periods = loop.periods();
  const std::uint64_t each =
      std::max<std::uint64_t>(cycles / std::max<std::uint64_t>(periods, 1), 1);
  const std::uint64_t least =
      std::max(kLeastDifference, ceil_div(kRefreshes * refresh_cycles(machine), each));
  const std::uint64_t warm_up =
      std::max(kWarmUp, ceil_div(kWarmUpRefreshes * refresh_cycles(machine), each));
  if (periods < warm_up + 2 * least) {
    return std::nullopt;
  }
  // What does not divide goes into both runs: of the differences up to one half more, the one that
  // makes them shortest.
  std::uint64_t best = least;
  const auto shorter = [&](std::uint64_t difference) {
    return warm_up + (periods - warm_up) % difference;
  };
  for (std::uint64_t d = least; d <= least + least / 2; ++d) {
    if (2 * shorter(d) + d < 2 * shorter(best) + best) {
      best = d;
    }
  }
  const std::uint64_t kept = shorter(best);
  if (3 * (2 * kept + best) > 2 * periods) {
    return std::nullopt;
  }
  return SteadyState{without(loop, kept), without(loop, kept + best),
                     (periods - kept - best) / best};
}

/// later + times * (later - earlier), or zero where that is negative.
std::uint64_t along(std::uint64_t earlier, std::uint64_t later, std::uint64_t times) {
  if (later >= earlier) {
    return later + times * (later - earlier);
  }
  const std::uint64_t fall = times * (earlier - later);
  return fall < later ? later - fall : 0;
}

}  // namespace

std::optional<SteadyState> steady_state(const mapping::MatrixJob& job,
                                        const mapping::Mapping& mapping,
                                        const arch::AcceleratorSpec& machine,
                                        std::uint64_t cycles) {
  const mapping::TileCounts tiles = mapping::tile_counts(job, mapping);
  // Tiles of some rows of an image are alike from image to image only.
  const std::uint64_t of_image =
      mapping.cut.rows > 0 ? mapping::Geometry(job).anchor().height / mapping.cut.rows : 1;
  const bool along_k = job.cls == trace::OperationClass::weight_gradient;
  const std::array<Loop, 4> loops{{{&mapping::Gaps::group, job.convolution.groups, 1},
                                   {&mapping::Gaps::m, tiles.m, along_k ? 1 : of_image},
                                   {&mapping::Gaps::n, tiles.n, 1},
                                   {&mapping::Gaps::k, tiles.k, along_k ? of_image : 1}}};
  const Loop& longest =
      *std::max_element(loops.begin(), loops.end(),
                        [](const Loop& a, const Loop& b) { return a.periods() < b.periods(); });
  return steady_state_of(longest, cycles, machine);
}

std::optional<SteadyState> steady_state(const mapping::VectorJob& job,
                                        const arch::AcceleratorSpec& machine,
                                        std::uint64_t cycles) {
  if (job.elements == 0) {
    return std::nullopt;
  }
  const std::uint64_t blocks =
      ceil_div<std::uint64_t>(job.elements, mapping::vector_block(job, machine));
  return steady_state_of({&mapping::Gaps::block, blocks, 1}, cycles, machine);
}

OperationOutcome extrapolated(const OperationOutcome& shorter, const OperationOutcome& longer,
                              std::uint64_t times) {
  const OutcomeWords a = words_of(shorter);
  const OutcomeWords b = words_of(longer);
  OutcomeWords all{};
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i] = along(a[i], b[i], times);
  }
  return outcome_of(all);
}

}  // namespace metronome::sim
