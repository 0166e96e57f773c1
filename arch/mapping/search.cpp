#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "arch/mapping/loading.hpp"
#include "arch/mapping/mapping.hpp"

namespace metronome::mapping {
namespace {

/// 1, 2, 4, ... below `whole`, and `whole`.
std::vector<std::uint64_t> doubling(std::uint64_t whole) {
  std::vector<std::uint64_t> sizes;
  for (std::uint64_t size = 1; size < whole; size *= 2) {
    sizes.push_back(size);
  }
  sizes.push_back(whole);
  return sizes;
}

std::vector<SpatialCut> cuts_of(const MatrixJob& job, const Geometry& geometry) {
  std::vector<SpatialCut> cuts;
  for (const std::uint64_t images : doubling(geometry.anchor().batch)) {
    cuts.push_back({images, 0});
  }
  const std::uint64_t height = geometry.anchor().height;
  for (std::uint64_t rows = 1; rows < height; ++rows) {
    // Phases begin anew in every tile.
    const bool aligned = !job.phases || rows % job.convolution.stride.height == 0;
    if (height % rows == 0 && aligned && geometry.regular({1, rows})) {
      cuts.push_back({1, rows});
    }
  }
  return cuts;
}

/// Bus time for each byte wanted, in units of a contiguous stream's, when a block takes `part` of
/// `whole` elements of every row. Bursts that a row of the block only touches move as a whole, and
/// rows that lie a multiple of the channel interleave apart share few channels.
double stride_overhead(std::uint64_t part, std::uint64_t whole, std::uint64_t bits,
                       const dram::MemorySpec& memory) {
  if (part >= whole || bits == 0) {
    return 1;
  }
  const double wanted = static_cast<double>(part * bits) / 8;
  const std::uint64_t pitch = std::max<std::uint64_t>(whole * bits / 8, 1);
  const auto burst = static_cast<double>(memory.device.bytes_per_burst().count());
  const double touched = (std::ceil(wanted / burst) + 0.5) * burst;  // half a burst of misalignment
  const std::uint64_t block = memory.channel_interleave.count();
  const std::uint64_t step = std::gcd(pitch, block * memory.channels);
  // Rows start in (block * channels / step) places; a row longer than a block spreads by itself.
  const auto starts = static_cast<double>(ceil_div(block * memory.channels, std::max(step, block)));
  const double spread = std::max(1.0, wanted / static_cast<double>(block));
  const double channels = std::min(static_cast<double>(memory.channels), starts * spread);
  return std::min(touched, static_cast<double>(pitch)) / wanted *
         static_cast<double>(memory.channels) / channels;
}

/// What a mapping is estimated to take.
struct Estimate {
  double cycles = 0;
  double bus_bytes = 0;   ///< weighted by the overhead of strides
  double picojoules = 0;  ///< what a mapping decides upon
};

/// Share of the pins' peak that a mix of streams is taken to reach.
constexpr double kMemoryEfficiency = 0.85;

Estimate estimate(const MatrixJob& job, const Mapping& mapping,
                  const arch::AcceleratorSpec& machine, const MappingWeights& weights) {
  const Geometry geometry(job);
  const MappingTraffic traffic = mapping_traffic(job, mapping);
  const TileCounts tiles = tile_counts(job, mapping);
  const bool weight_gradient = job.cls == trace::OperationClass::weight_gradient;
  const array::GemmShape gemm = array_shape(job, mapping.unrolling);
  const auto image = [&](std::uint64_t part, std::uint64_t whole) {
    return stride_overhead(part, whole, geometry.window().bits, machine.memory);
  };
  // The image operand's rows are pixels of channels; part and whole may both count taps as well.
  const double a =
      static_cast<double>(traffic.a_bytes) *
      (weight_gradient ? stride_overhead(mapping.tile.m, gemm.m, job.a.bits, machine.memory)
                       : image(mapping.tile.k, gemm.k));
  const double b =
      static_cast<double>(traffic.b_bytes) *
      (weight_gradient ? image(mapping.tile.n, gemm.n)
                       : stride_overhead(mapping.tile.n, gemm.n, job.b.bits, machine.memory));
  const double c = static_cast<double>(traffic.c_bytes) *
                   stride_overhead(mapping.tile.n, gemm.n, job.c.bits, machine.memory);
  const double per_cycle = machine.peak_bytes_per_cycle() * kMemoryEfficiency;
  const array::ArrayUse use = array_use(job, mapping, machine);
  const auto array_cycles = static_cast<double>(use.cycles());
  // Neither the first loads nor the last store overlap with the array.
  const double exposed =
      a / static_cast<double>(tiles.m * tiles.k * sweeps_of_a(tiles, mapping.order)) +
      b / static_cast<double>(tiles.n * tiles.k * sweeps_of_b(tiles, mapping.order)) +
      c / static_cast<double>(tiles.m * tiles.n);
  const double loading = loading_cycles(job, mapping, machine.vector);
  double beside = 0;  // read along with the operands
  for (const BesideBytes& one : beside_bytes(job, mapping)) {
    beside += static_cast<double>(one.bytes) / static_cast<double>(job.convolution.groups);
  }
  const double cycles =
      std::max({array_cycles, loading, (a + b + c + beside) / per_cycle}) + exposed / per_cycle;
  const double energy =
      static_cast<double>(use.input_read_bits) * weights.input_bit +
      static_cast<double>(use.weight_read_bits) * weights.weight_bit +
      static_cast<double>(use.output_read_bits + use.output_write_bits) * weights.output_bit +
      (a + b + c + beside) * weights.dram_byte + cycles * weights.cycle;
  return {cycles, a + b + c + beside, energy};
}

/// Rows that a tile takes in part begin on a byte each. (Elsewhere addresses drift by less than a
/// byte a row, which costs nothing but exactness.)
bool on_whole_bytes(const MatrixJob& job, const Mapping& mapping) {
  const auto whole = [](std::uint64_t part, std::uint64_t all, std::uint64_t bits) {
    return part >= all || all * bits % 8 == 0;
  };
  const array::GemmShape gemm = array_shape(job, mapping.unrolling);
  const Geometry geometry(job);
  const std::uint64_t window_bits = geometry.window().channels * geometry.window().bits;
  const bool weight_gradient = job.cls == trace::OperationClass::weight_gradient;
  if (weight_gradient) {
    return whole(mapping.tile.m, gemm.m, job.a.bits) &&
           (mapping.tile.n >= gemm.n || window_bits % 8 == 0);
  }
  return whole(mapping.tile.n, gemm.n, job.b.bits) &&
         (mapping.tile.k >= gemm.k || window_bits % 8 == 0);
}

/// Collects the mappings that fit, and chooses among them.
class Search {
 public:
  Search(const MatrixJob& job, const arch::AcceleratorSpec& machine, const MappingWeights& weights)
      : job_(job), machine_(machine), weights_(weights), geometry_(job) {}

  [[nodiscard]] std::optional<Mapping> run() {
    for (const array::Unrolling& unrolling : unrollings(job_, machine_)) {
      for (const SpatialCut& cut : cuts_of(job_, geometry_)) {
        try_channels(unrolling, cut);
      }
    }
    return choose();
  }

 private:
  struct Candidate {
    Mapping mapping;
    Estimate estimate;
  };
  struct Choices {
    std::vector<Candidate> candidates;
    double least_cycles = std::numeric_limits<double>::infinity();
  };
  /// Tiles whose rows begin on bytes are taken unless others are quicker by more than this.
  static constexpr double kExactness = 1.02;

  /// Tiles along the channels of the two operands; k (n, for weight gradients) in whole channels.
  void try_channels(const array::Unrolling& unrolling, const SpatialCut& cut) {
    const bool weight_gradient = job_.cls == trace::OperationClass::weight_gradient;
    const array::GemmShape gemm = array_shape(job_, unrolling);
    const std::uint64_t taps = weight_gradient ? geometry_.taps() : taps_on_array(job_, unrolling);
    const std::uint64_t pixels = geometry_.tile_pixels(cut);
    for (const std::uint64_t channels : doubling(geometry_.window().channels)) {
      for (const std::uint64_t other : doubling(geometry_.anchor().channels)) {
        Mapping mapping{unrolling, cut, {}, LoopOrder::m_outer};
        mapping.tile = weight_gradient ? array::TileShape{other, channels * taps, pixels}
                                       : array::TileShape{pixels, other, channels * taps};
        mapping.tile.m = std::min(mapping.tile.m, gemm.m);
        mapping.tile.n = std::min(mapping.tile.n, gemm.n);
        mapping.tile.k = std::min(mapping.tile.k, gemm.k);
        consider(mapping);
        mapping.order = LoopOrder::n_outer;
        consider(mapping);
      }
    }
  }

  void consider(const Mapping& mapping) {
    if (!fits(job_, mapping, machine_)) {
      return;
    }
    Choices& choices = on_whole_bytes(job_, mapping) ? exact_ : other_;
    choices.candidates.push_back({mapping, estimate(job_, mapping, machine_, weights_)});
    choices.least_cycles =
        std::min(choices.least_cycles, choices.candidates.back().estimate.cycles);
  }

  /// By the objective, ties: the quicker, then the first. For cycles: of the mappings within 1 % of
  /// the least time the one that moves the fewest bytes, because time that hides behind the array
  /// still costs energy.
  [[nodiscard]] std::optional<Mapping> choose() const {
    const Choices& choices =
        exact_.least_cycles <= kExactness * other_.least_cycles ? exact_ : other_;
    const arch::Objective objective = machine_.mapping.objective;
    const auto rank = [&](const Candidate& c) {
      const Estimate& e = c.estimate;
      switch (objective) {
        case arch::Objective::energy:
          return std::pair(e.picojoules, e.cycles);
        case arch::Objective::edp:
          return std::pair(e.picojoules * e.cycles, e.cycles);
        case arch::Objective::cycles:
          return std::pair(e.bus_bytes, e.cycles);
      }
      fail_no_enumerator(objective);
    };
    const Candidate* best = nullptr;
    for (const Candidate& one : choices.candidates) {
      if (objective == arch::Objective::cycles &&
          one.estimate.cycles > 1.01 * choices.least_cycles) {
        continue;
      }
      if (best == nullptr || rank(one) < rank(*best)) {
        best = &one;
      }
    }
    return best == nullptr ? std::nullopt : std::optional(best->mapping);
  }

  const MatrixJob& job_;
  const arch::AcceleratorSpec& machine_;
  const MappingWeights& weights_;
  Geometry geometry_;
  Choices exact_, other_;
};

}  // namespace

Mapping best_mapping(const MatrixJob& job, const arch::AcceleratorSpec& machine,
                     const MappingWeights& weights) {
  if (!job.fixed_mapping.empty()) {
    return parse_mapping(job.fixed_mapping, job, machine);
  }
  if (auto best = Search(job, machine, weights).run()) {
    return *best;
  }
  throw UserError(
      "no tile of the operation fits in the buffers of " + machine.name + ": " + job_key(job),
      "enlarge input_buffer.banks, weight_buffer.banks or output_buffer.banks");
}

}  // namespace metronome::mapping
