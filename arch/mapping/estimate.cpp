#include "arch/mapping/estimate.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "arch/mapping/analytic_operation.hpp"
#include "arch/mapping/loading.hpp"

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
  // Rows start in (block * channels / step) places, or hashed to any; a row longer than a block
  // spreads by itself.
  const std::uint64_t places = memory.channel_hash
                                   ? memory.channels
                                   : ceil_div(block * memory.channels, std::max(step, block));
  const auto starts = static_cast<double>(places);
  const double spread = std::max(1.0, wanted / static_cast<double>(block));
  const double channels = std::min(static_cast<double>(memory.channels), starts * spread);
  return std::min(touched, static_cast<double>(pitch)) / wanted *
         static_cast<double>(memory.channels) / channels;
}

/// Share of the pins' peak that a mix of streams is taken to reach.
constexpr double kMemoryEfficiency = 0.85;

}  // namespace

double traffic_factor(double bytes) {
  double root = std::max(bytes, 1.0);
  for (int halvings = 0; halvings < 5; ++halvings) {
    root = std::sqrt(root);
  }
  return root;
}

double score_of(const Estimate& estimate, arch::Objective objective) {
  switch (objective) {
    case arch::Objective::cycles:
      return estimate.weighted_cycles;
    case arch::Objective::energy:
      return estimate.picojoules;
    case arch::Objective::edp:
      return estimate.picojoules * estimate.cycles;
  }
  fail_no_enumerator(objective);
}

Estimator::Estimator(const MatrixJob& job, const arch::AcceleratorSpec& machine,
                     const MappingWeights& weights)
    : job_(job),
      machine_(machine),
      weights_(weights),
      shape_(job),
      output_(output_bits(job, machine)) {}

Estimator::Padding Estimator::padding_of(const array::Unrolling& walk) const {
  return {job_.is_weight_gradient() ? shape_.geometry().taps() : taps_on_array(job_, walk),
          array_shape(job_, walk)};
}

std::vector<SpatialCut> Estimator::cuts() const {
  const Geometry& geometry = shape_.geometry();
  std::vector<SpatialCut> cuts;
  for (const std::uint64_t images : doubling(geometry.anchor().batch)) {
    cuts.push_back({images, 0});
  }
  const std::uint64_t height = geometry.anchor().height;
  for (std::uint64_t rows = 1; rows < height; ++rows) {
    // Phases begin anew in every tile.
    const bool aligned = !job_.phases || rows % job_.convolution.stride.height == 0;
    if (height % rows == 0 && aligned && geometry.regular({1, rows})) {
      cuts.push_back({1, rows});
    }
  }
  return cuts;
}

Estimator::Overheads Estimator::overheads(const array::TileShape& tile,
                                          const array::GemmShape& gemm) const {
  const auto strided = [&](std::uint64_t part, std::uint64_t whole, std::uint64_t bits) {
    return stride_overhead(part, whole, bits, machine_.memory);
  };
  const auto on_bytes = [](std::uint64_t part, std::uint64_t all, std::uint64_t bits) {
    return part >= all || all * bits % 8 == 0;
  };
  const ImageTensor& window = shape_.geometry().window();
  const std::uint64_t pixel_bits = window.channels * window.bits;
  // The image operand's rows are pixels of channels; part and whole may both count taps as well.
  Overheads out;
  out.c = strided(tile.n, gemm.n, job_.c.bits);
  if (job_.is_weight_gradient()) {
    out.a = strided(tile.m, gemm.m, job_.a.bits);
    out.b = strided(tile.n, gemm.n, window.bits);
    out.on_bytes =
        on_bytes(tile.m, gemm.m, job_.a.bits) && (tile.n >= gemm.n || pixel_bits % 8 == 0);
  } else {
    out.a = strided(tile.k, gemm.k, window.bits);
    out.b = job_.b_by_tiles() ? 1 : strided(tile.n, gemm.n, job_.b.bits);
    out.on_bytes = (job_.b_by_tiles() || on_bytes(tile.n, gemm.n, job_.b.bits)) &&
                   (tile.k >= gemm.k || pixel_bits % 8 == 0);
  }
  return out;
}

Tiling Estimator::complete(Tiling tiling, const Overheads& overheads, const WindowRows& rows,
                           const TileCounts& tiles) const {
  const MappingTraffic traffic = shape_.traffic(rows, tiles, tiling.order);
  const double a = static_cast<double>(traffic.a_bytes) * overheads.a;
  const double b = static_cast<double>(traffic.b_bytes) * overheads.b;
  const double c = static_cast<double>(traffic.c_bytes) * overheads.c;
  const double per_cycle = machine_.peak_bytes_per_cycle() * kMemoryEfficiency;
  const double exposed =
      a / static_cast<double>(tiles.m * tiles.k * sweeps_of_a(tiles, tiling.order)) +
      b / static_cast<double>(tiles.n * tiles.k * sweeps_of_b(tiles, tiling.order)) +
      c / static_cast<double>(tiles.m * tiles.n);
  const LoadedElements loaded = shape_.loaded(rows, tiles, tiling.order);
  tiling.on_bytes = overheads.on_bytes;
  tiling.bus_bytes = a + b + c + bytes_beside(job_, loaded);
  tiling.traffic_factor = mapping::traffic_factor(tiling.bus_bytes);
  tiling.memory_cycles =
      std::max(tiling.bus_bytes / per_cycle, loading_cycles(job_, loaded, machine_));
  tiling.exposed_cycles = exposed / per_cycle;
  return tiling;
}

std::vector<Tiling> Estimator::tilings(const array::Unrolling& walk) const {
  const bool gradient = job_.is_weight_gradient();
  const Padding padding = padding_of(walk);
  const array::GemmShape& gemm = padding.gemm;
  struct Block {
    std::uint64_t m_or_n = 1, united = 1;
    Overheads overheads;
  };
  std::vector<Block> blocks;
  for (const std::uint64_t channels : doubling(shape_.geometry().window().channels)) {
    for (const std::uint64_t other : doubling(shape_.geometry().anchor().channels)) {
      const std::uint64_t united = std::min(channels * padding.taps, gradient ? gemm.n : gemm.k);
      const array::TileShape tile = gradient ? array::TileShape{other, united, gemm.k}
                                             : array::TileShape{gemm.m, other, united};
      blocks.push_back({other, united, overheads(tile, gemm)});
    }
  }
  std::vector<Tiling> list;
  for (const SpatialCut& cut : cuts()) {
    const std::uint64_t pixels = shape_.geometry().tile_pixels(cut);
    const WindowRows rows = shape_.window_rows(cut);
    for (const Block& block : blocks) {
      const array::TileShape tile = gradient ? array::TileShape{block.m_or_n, block.united, pixels}
                                             : array::TileShape{pixels, block.m_or_n, block.united};
      const TileCounts tiles = tiles_in(gemm, tile);
      for (const LoopOrder order : {LoopOrder::m_outer, LoopOrder::n_outer}) {
        if (order == LoopOrder::n_outer && (tiles.m == 1 || tiles.n == 1)) {
          continue;  // the same schedule
        }
        const BufferNeed need = shape_.buffer_need(rows, tile, shape_.slots(tiles, order),
                                                   taps_on_array(job_, walk), output_);
        if (fits(need, machine_)) {
          list.push_back(complete({cut, tile, order}, block.overheads, rows, tiles));
        }
      }
    }
  }
  return list;
}

Tiling Estimator::tiling(const Mapping& mapping) const {
  const array::GemmShape gemm = array_shape(job_, mapping.unrolling);
  return complete({mapping.cut, mapping.tile, mapping.order}, overheads(mapping.tile, gemm),
                  shape_.window_rows(mapping.cut), tiles_in(gemm, mapping.tile));
}

Estimate Estimator::of(const Tiling& tiling, const array::ArrayUse& use) const {
  const double cycles =
      std::max(static_cast<double>(use.cycles()), tiling.memory_cycles) + tiling.exposed_cycles;
  const double energy =
      static_cast<double>(use.input_read_bits) * weights_.input_bit +
      static_cast<double>(use.weight_read_bits) * weights_.weight_bit +
      static_cast<double>(use.output_read_bits + use.output_write_bits) * weights_.output_bit +
      tiling.bus_bytes * weights_.dram_byte + cycles * weights_.cycle;
  return {cycles, tiling.bus_bytes, energy, cycles * tiling.traffic_factor};
}

Estimate Estimator::of(const Mapping& mapping) const {
  WalkUse use(job_, mapping.unrolling, machine_);
  return of(tiling(mapping), use.of(mapping.cut, mapping.tile));
}

std::uint64_t estimated_cycles(const MatrixJob& job, const Mapping& mapping,
                               const arch::AcceleratorSpec& machine) {
  const MappingWeights weights;
  const double of_group = Estimator(job, machine, weights).of(mapping).cycles;
  return static_cast<std::uint64_t>(
             std::llround(of_group * static_cast<double>(job.convolution.groups))) +
         analytic_cost(job, mapping, machine).vector_cycles -
         loading_excess(job, mapping, machine).vector;
}

}  // namespace metronome::mapping
