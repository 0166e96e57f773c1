#include "sim/engine/run_plan.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "sim/base/number.hpp"
#include "sim/base/quantity.hpp"

namespace metronome::sim {
namespace {

/// Refresh intervals that a run keeps, and measures at least. Along several loops what is measured
/// stands for more, and so does what it is off by: the root of two more for each.
constexpr double kKeptRefreshes = 32;
constexpr double kMeasuredRefreshes = 64;
constexpr double kMeasuredByLoops = 48;
/// Where requests meet in the banks differs from channel to channel: the mean over many of them
/// needs less time to be as near. Below this number it makes no difference; a run measures half at
/// least.
constexpr double kFewChannels = 8;
constexpr double kLeastOfMeasured = 0.5;
constexpr std::size_t kMostLoops = 3;
/// Buffers, queues and stores of the results before settle within a few steps of the nest, and anew
/// wherever a loop begins again: steps that are kept before any is measured, and that are measured.
constexpr std::uint64_t kSettlingSteps = 3;
constexpr std::uint64_t kMeasuredSteps = 2;
constexpr std::uint64_t kLast = 1;
/// A run has at most 2/3 of a loop, and a third of the operation: what is off by a little in each
/// of few strides is much of a short operation, and that is quickly simulated whole.
constexpr double kMostOfLoop = 2.0 / 3;
constexpr double kMostOfAll = 1.0 / 3;

class Planner {
 public:
  Planner(std::span<const CutLoop> loops, const RunLength& length)
      : loops_(loops), length_(length) {}

  std::vector<LoopCut> shortest() {
    std::vector<std::size_t> set;
    try_sets(set, 0);
    return best_;
  }

 private:
  void try_sets(std::vector<std::size_t>& set, std::size_t from) {
    for (std::size_t i = from; i < loops_.size() && set.size() < kMostLoops; ++i) {
      if (!usable(loops_[i])) {
        continue;
      }
      set.push_back(i);
      try_set(set);
      try_sets(set, i + 1);
      set.pop_back();
    }
  }

  [[nodiscard]] static std::uint64_t least_kept(const CutLoop& loop) {
    return kLast + ceil_div(kSettlingSteps, loop.steps);
  }
  [[nodiscard]] static std::uint64_t least_measured(const CutLoop& loop) {
    return ceil_div(kMeasuredSteps, loop.steps);
  }
  [[nodiscard]] static bool usable(const CutLoop& loop) {
    return loop.regular && loop.strides > least_kept(loop) + least_measured(loop);
  }

  /// One of the loops lets the run measure as long as it must, one lets it keep as much.
  void try_set(const std::vector<std::size_t>& set) {
    for (const std::size_t measuring : set) {
      for (const std::size_t keeping : set) {
        const std::vector<LoopCut> cuts = cuts_of(set, measuring, keeping);
        const bool allowed = std::all_of(cuts.begin(), cuts.end(), [](const LoopCut& cut) {
          return cut.share() <= kMostOfLoop;
        });
        const double share = share_of(cuts);
        if (allowed && share <= most_of_all() && (best_.empty() || share < share_of(best_))) {
          best_ = cuts;
        }
      }
    }
  }

  [[nodiscard]] std::vector<LoopCut> cuts_of(const std::vector<std::size_t>& set,
                                             std::size_t measuring, std::size_t keeping) {
    std::vector<LoopCut> cuts;
    double unit = static_cast<double>(std::max<std::uint64_t>(length_.cycles, 1));  // of one stride
    for (const std::size_t i : set) {
      const CutLoop& loop = loops_[i];
      cuts.push_back({i, loop.strides, least_kept(loop), aligned(i, least_measured(loop))});
      unit /= static_cast<double>(loop.strides);
    }
    const double interval = static_cast<double>(length_.refresh_cycles);
    const double measured =
        interval * by_channels() *
        std::max(kMeasuredRefreshes,
                 kMeasuredByLoops * std::pow(2.0, static_cast<double>(set.size() - 1) / 2));
    for (std::size_t i = 0; i < set.size(); ++i) {
      if (set[i] == measuring) {
        cuts[i].measured = aligned(set[i], enough(cuts, i, &LoopCut::measured, measured / unit));
      }
      if (set[i] == keeping) {
        cuts[i].kept = enough(cuts, i, &LoopCut::kept, kKeptRefreshes * interval / unit);
      }
    }
    return cuts;
  }

  [[nodiscard]] double by_channels() const {
    const double few = kFewChannels / static_cast<double>(length_.channels);
    return std::clamp(std::sqrt(few), kLeastOfMeasured, 1.0);
  }

  /// In a nest, where loops begin again, a short operation is simulated whole, however little of a
  /// run is measured.
  [[nodiscard]] double most_of_all() const {
    return loops_.size() == 1 ? kMostOfAll
                              : kMostOfAll * (kKeptRefreshes + kMeasuredRefreshes * by_channels()) /
                                    (kKeptRefreshes + kMeasuredRefreshes);
  }

  /// So much of a cut that the product over all is at least `product`, and not less than it has.
  [[nodiscard]] static std::uint64_t enough(const std::vector<LoopCut>& cuts, std::size_t index,
                                            std::uint64_t LoopCut::*part, double product) {
    for (std::size_t i = 0; i < cuts.size(); ++i) {
      product /= i == index ? 1.0 : static_cast<double>(cuts[i].*part);
    }
    const double most = static_cast<double>(cuts[index].strides);
    return std::max(cuts[index].*part,
                    static_cast<std::uint64_t>(std::ceil(std::min(product, most))));
  }

  /// Whole periods of at least so many strides, up to twice as many, after which the streams lie to
  /// each other most nearly as before.
  [[nodiscard]] std::uint64_t aligned(std::size_t index, std::uint64_t least) {
    const CutLoop& loop = loops_[index];
    const auto [at, fresh] = aligned_.try_emplace({index, least});
    if (fresh) {
      const std::uint64_t first = round_up(least, loop.period);
      std::uint64_t best = first;
      double off = loop.misalignment(first);
      for (std::uint64_t next = first + loop.period; off > 0 && next <= 2 * first;
           next += loop.period) {
        if (static_cast<double>(next) > kMostOfLoop * static_cast<double>(loop.strides)) {
          break;
        }
        if (const double other = loop.misalignment(next); other < off) {
          off = other;
          best = next;
        }
      }
      at->second = best;
    }
    return at->second;
  }

  std::span<const CutLoop> loops_;
  RunLength length_;
  std::map<std::pair<std::size_t, std::uint64_t>, std::uint64_t> aligned_;
  std::vector<LoopCut> best_;
};

}  // namespace

std::vector<LoopCut> shortest_run(std::span<const CutLoop> loops, const RunLength& length) {
  return Planner(loops, length).shortest();
}

double share_of(std::span<const LoopCut> cuts) {
  double share = 1;
  for (const LoopCut& cut : cuts) {
    share *= cut.share();
  }
  return share;
}

}  // namespace metronome::sim
