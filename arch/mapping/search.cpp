#include <algorithm>
#include <optional>
#include <tuple>
#include <vector>

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

std::vector<SpatialCut> cuts_of(const Geometry& geometry) {
  std::vector<SpatialCut> cuts;
  for (const std::uint64_t images : doubling(geometry.anchor().batch)) {
    cuts.push_back({images, 0});
  }
  const std::uint64_t height = geometry.anchor().height;
  for (std::uint64_t rows = 1; rows < height; ++rows) {
    if (height % rows == 0 && geometry.regular({1, rows})) {
      cuts.push_back({1, rows});
    }
  }
  return cuts;
}

/// Estimated time in cycles, then DRAM bytes, then number of tiles: smaller is better.
using Score = std::tuple<double, std::uint64_t, std::uint64_t>;

Score score_of(const MatrixJob& job, const Mapping& mapping, const arch::AcceleratorSpec& machine) {
  const array::ArrayUse use = array::analytic_use(
      mapping.unrolling, machine.ports(), array_shape(job, mapping.unrolling), mapping.tile);
  const MappingTraffic traffic = mapping_traffic(job, mapping);
  const TileCounts tiles = tile_counts(job, mapping);
  const double per_cycle = machine.peak_bytes_per_cycle();
  const double loads =
      static_cast<double>(traffic.a_bytes) /
          static_cast<double>(tiles.m * tiles.k * sweeps_of_a(tiles, mapping.order)) +
      static_cast<double>(traffic.b_bytes) /
          static_cast<double>(tiles.n * tiles.k * sweeps_of_b(tiles, mapping.order));
  const double store =
      static_cast<double>(traffic.c_bytes) / static_cast<double>(tiles.m * tiles.n);
  const double memory = static_cast<double>(traffic.total()) / per_cycle;
  const double time =
      std::max(static_cast<double>(use.cycles()), memory) + (loads + store) / per_cycle;
  return {time, traffic.total(), tiles.steps()};
}

/// Keeps the best of the mappings that fit.
class Search {
 public:
  Search(const MatrixJob& job, const arch::AcceleratorSpec& machine)
      : job_(job), machine_(machine), geometry_(job) {}

  std::optional<Mapping> run() {
    for (const array::Unrolling& unrolling : array::unrollings(machine_.array, job_.operands)) {
      for (const SpatialCut& cut : cuts_of(geometry_)) {
        try_channels(unrolling, cut);
      }
    }
    return best_;
  }

 private:
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
    const Score score = score_of(job_, mapping, machine_);
    if (!best_ || score < best_score_) {
      best_ = mapping;
      best_score_ = score;
    }
  }

  const MatrixJob& job_;
  const arch::AcceleratorSpec& machine_;
  Geometry geometry_;
  std::optional<Mapping> best_;
  Score best_score_;
};

}  // namespace

Mapping best_mapping(const MatrixJob& job, const arch::AcceleratorSpec& machine) {
  if (auto best = Search(job, machine).run()) {
    return *best;
  }
  throw UserError(
      "no tile of the operation fits in the buffers of " + machine.name + ": " + job_key(job),
      "enlarge input_buffer.banks, weight_buffer.banks or output_buffer.banks");
}

}  // namespace metronome::mapping
