#include <algorithm>
#include <numeric>
#include <tuple>
#include <vector>

#include "arch/mapping/estimate.hpp"
#include "arch/mapping/mapping.hpp"

namespace metronome::mapping {
namespace {

/// Tiles whose rows begin on bytes are taken unless others are better by more than this. (Elsewhere
/// addresses drift by less than a byte a row, which costs nothing but exactness.)
constexpr double kExactness = 1.005;

/// A walk and a tiling by their places in the job's lists: of equals the first is taken.
struct Candidate {
  double score = 0;
  double cycles = 0;
  std::size_t walk = 0, tiling = 0;
  std::uint64_t taps = 0;  ///< whose list of tilings it is

  [[nodiscard]] auto place() const { return std::tuple(score, cycles, walk, tiling); }
  [[nodiscard]] bool same_tiling(const Candidate& other) const {
    return tiling == other.tiling && taps == other.taps;
  }
};

/// The best so many tilings of the candidates that have been estimated, each with its best walk.
class Choices {
 public:
  explicit Choices(std::size_t count) : count_(count) {}

  /// Whether a candidate of at least this score can be one of them.
  [[nodiscard]] bool matters(double least) const {
    return best_.size() < count_ || least <= best_.back().score;
  }

  void add(const Candidate& one) {
    const auto known = std::find_if(best_.begin(), best_.end(),
                                    [&](const Candidate& c) { return c.same_tiling(one); });
    if (known != best_.end()) {
      if (known->place() < one.place()) {
        return;
      }
      best_.erase(known);
    }
    const auto at = std::upper_bound(
        best_.begin(), best_.end(), one,
        [](const Candidate& x, const Candidate& y) { return x.place() < y.place(); });
    best_.insert(at, one);
    if (best_.size() > count_) {
      best_.pop_back();
    }
  }

  [[nodiscard]] const std::vector<Candidate>& best() const { return best_; }

 private:
  std::size_t count_;
  std::vector<Candidate> best_;  ///< in order
};

/// The tilings of the walks with equal padding.
struct Tilings {
  std::uint64_t taps = 0;
  std::vector<Tiling> list;
  std::vector<std::size_t> by_memory;  ///< places in the list, the quickest first
};

/// Branch and bound: walks by the least that they can take, tilings by what memory takes; the array
/// is asked only for what can still be chosen.
class Search {
 public:
  Search(const MatrixJob& job, const arch::AcceleratorSpec& machine, const MappingWeights& weights)
      : job_(job),
        machine_(machine),
        estimator_(job, machine, weights),
        walks_(unrollings(job, machine)) {}

  /// The best so many, in order.
  [[nodiscard]] std::vector<Mapping> run(std::size_t count) {
    Choices choices(count);
    std::vector<WalkUse> uses;
    for (const array::Unrolling& walk : walks_) {
      uses.emplace_back(job_, walk, machine_);
    }
    std::vector<std::size_t> order(walks_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return uses[a].least_cycles() < uses[b].least_cycles();
    });
    for (const std::size_t walk : order) {
      try_walk(walk, uses[walk], choices);
    }
    std::vector<Mapping> best;
    for (const Candidate& one : choices.best()) {
      const array::Unrolling& walk = walks_[one.walk];
      best.push_back(tilings_of(walk).list[one.tiling].with(walk));
    }
    return best;
  }

 private:
  const Tilings& tilings_of(const array::Unrolling& walk) {
    const std::uint64_t taps = taps_on_array(job_, walk);
    const auto known = std::find_if(tilings_.begin(), tilings_.end(),
                                    [&](const Tilings& one) { return one.taps == taps; });
    if (known != tilings_.end()) {
      return *known;
    }
    Tilings made{taps, estimator_.tilings(walk), {}};
    made.by_memory.resize(made.list.size());
    std::iota(made.by_memory.begin(), made.by_memory.end(), std::size_t{0});
    const auto time = [&](std::size_t i) {
      return made.list[i].memory_cycles + made.list[i].exposed_cycles;
    };
    std::stable_sort(made.by_memory.begin(), made.by_memory.end(),
                     [&](std::size_t a, std::size_t b) { return time(a) < time(b); });
    tilings_.push_back(std::move(made));
    return tilings_.back();
  }

  [[nodiscard]] Candidate candidate(std::size_t walk, std::size_t tiling, const Tiling& what,
                                    const array::ArrayUse& use) const {
    const Estimate estimate = estimator_.of(what, use);
    return {score_of(estimate, machine_.mapping.objective) * (what.on_bytes ? 1 : kExactness),
            estimate.cycles, walk, tiling, taps_on_array(job_, walks_[walk])};
  }

  void try_walk(std::size_t walk, WalkUse& use, Choices& choices) {
    const Tilings& tilings = tilings_of(walks_[walk]);
    array::ArrayUse least;
    least.busy_cycles = use.least_cycles();
    for (const std::size_t i : tilings.by_memory) {
      const Tiling& tiling = tilings.list[i];
      if (choices.matters(candidate(walk, i, tiling, least).score)) {
        choices.add(candidate(walk, i, tiling, use.of(tiling.cut, tiling.tile)));
      }
    }
  }

  const MatrixJob& job_;
  const arch::AcceleratorSpec& machine_;
  Estimator estimator_;
  std::vector<array::Unrolling> walks_;
  std::vector<Tilings> tilings_;
};

}  // namespace

std::vector<Mapping> find_mappings(const MatrixJob& job, const arch::AcceleratorSpec& machine,
                                   const MappingWeights& weights, std::size_t count) {
  return Search(job, machine, weights).run(count);
}

std::vector<Mapping> best_mappings(const MatrixJob& job, const arch::AcceleratorSpec& machine,
                                   const MappingWeights& weights, std::size_t count) {
  if (!job.fixed_mapping.empty()) {
    return {parse_mapping(job.fixed_mapping, job, machine)};
  }
  if (auto best = find_mappings(job, machine, weights, count); !best.empty()) {
    return best;
  }
  throw UserError(
      "no tile of the operation fits in the buffers of " + machine.name + ": " + job_key(job),
      "enlarge input_buffer.banks, weight_buffer.banks or output_buffer.banks");
}

Mapping best_mapping(const MatrixJob& job, const arch::AcceleratorSpec& machine,
                     const MappingWeights& weights) {
  return best_mappings(job, machine, weights, 1).front();
}

void require_mapping(const MatrixJob& job, const arch::AcceleratorSpec& machine) {
  if (job.fixed_mapping.empty()) {
    // Of one image, one channel of each operand: where it fits, something does.
    const array::Unrolling walk = unrollings(job, machine).front();
    const std::uint64_t taps = taps_on_array(job, walk);
    const std::uint64_t pixels = Geometry(job).tile_pixels({1, 0});
    const array::TileShape tile = job.is_weight_gradient() ? array::TileShape{1, taps, pixels}
                                                           : array::TileShape{pixels, 1, taps};
    if (fits(job, {walk, {1, 0}, tile, LoopOrder::m_outer}, machine)) {
      return;
    }
  }
  (void)best_mapping(job, machine);
}

}  // namespace metronome::mapping
