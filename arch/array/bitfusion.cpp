#include "arch/array/bitfusion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "sim/base/quantity.hpp"

namespace metronome::array {
namespace {

using Count = std::uint64_t;
using enum BitFusionLoop;

constexpr Count kPartialSumBits = 32;

/// Numbers of tiles along each loop, and the sizes of a tile in elements.
struct Tile {
  EnumArray<BitFusionLoop, Count> trips;
  Count reduction = 0;         ///< kernel^2 x input channels
  Count padded_reduction = 0;  ///< as the rows of units are filled, cycle by cycle
  Count inputs = 0;            ///< pixels x channels x images that are loaded
  Count outputs = 0;           ///< pixels x images
  Count channels = 0;          ///< output channels
  Count padded_channels = 0;

  [[nodiscard]] Count count() const {
    Count product = 1;
    for (const Count n : trips) {
      product *= n;
    }
    return product;
  }
};

Count round_up(Count n, Count unit) { return ceil_div(n, unit) * unit; }

Count lanes_of(const SpatialFusionSpec& spec, const BitFusionLayer& layer) {
  return spec.rows * fused_products(layer.a_bits, layer.b_bits);
}

Tile tile_of(const SpatialFusionSpec& spec, const BitFusionLayer& l, const BitFusionTiling& t) {
  Tile tile;
  tile.trips = enum_array<BitFusionLoop>([&](BitFusionLoop loop) {
    switch (loop) {
      case batch:
        return ceil_div(l.batch, t.batch);
      case width:
      case height:
        return ceil_div(l.output, t.side);
      case in_channels:
        return ceil_div(l.in_channels, t.in_channels);
      case out_channels:
        return ceil_div(l.out_channels, t.out_channels);
    }
    fail_no_enumerator(loop);
  });
  const Count taps = l.kernel * l.kernel;
  const Count lanes = lanes_of(spec, l);
  const Count input_side = l.kernel + (t.side - 1) * l.stride;
  tile.reduction = taps * t.in_channels;
  tile.padded_reduction =
      spec.im2col ? round_up(tile.reduction, lanes) : taps * round_up(t.in_channels, lanes);
  tile.outputs = t.side * t.side * t.batch;
  tile.inputs = spec.im2col ? tile.outputs * tile.reduction
                            : input_side * input_side * t.in_channels * t.batch;
  tile.channels = t.out_channels;
  tile.padded_channels = round_up(t.out_channels, spec.columns);
  return tile;
}

bool weights_have(BitFusionLoop loop) { return loop == in_channels || loop == out_channels; }
bool inputs_have(BitFusionLoop loop) { return loop != out_channels; }
bool outputs_have(BitFusionLoop loop) { return loop != in_channels; }

/// Walks the loops from the inside out. A loop that does not index the tensor brings nothing new as
/// long as all of it that was seen stays in half the buffer; once it does not, every loop does.
BitFusionMoved moved(Count tile_bits, Count half_buffer, const BitFusionOrder& order,
                     const Tile& tile, bool (*indexed_by)(BitFusionLoop)) {
  BitFusionMoved bits{tile_bits, tile_bits};
  bool stays = true;
  for (auto loop = order.rbegin(); loop != order.rend(); ++loop) {
    if (stays && !indexed_by(*loop)) {
      continue;
    }
    bits.total *= tile.trips[*loop];
    stays = stays && bits.total <= half_buffer;
    bits.resident = stays ? bits.total : bits.resident;
  }
  return bits;
}

/// Accesses of one tile between buffers and array, for the walk that would move the fewest bits if
/// the array were full: inputs, outputs or weights held in the array, in this preference.
void count_accesses(BitFusionCost& cost, const Tile& t, const BitFusionLayer& l) {
  const auto a = static_cast<Count>(l.a_bits);
  const auto w = static_cast<Count>(l.b_bits);
  const Count r = t.padded_reduction;
  const Count c = t.padded_channels;
  const Count inputs_held = r * t.outputs * (a + c * (w + kPartialSumBits));
  const Count outputs_held = c * t.outputs * (kPartialSumBits + r * (a + w));
  const Count weights_held = r * c * (w + t.outputs * (a + kPartialSumBits));
  const Count least = std::min({inputs_held, outputs_held, weights_held});

  const Count products = t.reduction * t.channels * t.outputs;
  Count inputs = products;
  Count outputs = products;
  Count weights = products;
  if (inputs_held == least) {
    inputs = t.reduction * t.outputs;
  } else if (outputs_held == least) {
    outputs = t.channels * t.outputs;
  } else {
    weights = t.reduction * t.channels;
  }
  cost.input_read_bits = t.count() * inputs * a;
  cost.output_access_bits = t.count() * outputs * kPartialSumBits;
  cost.weight_read_bits = t.count() * weights * w;
}

/// 1, 2, 4, ... units, and the whole extent.
std::vector<Count> tile_sizes(Count extent, Count unit) {
  std::vector<Count> sizes;
  for (Count size = unit; size < extent; size *= 2) {
    sizes.push_back(size);
  }
  sizes.push_back(extent);
  return sizes;
}

std::vector<BitFusionTiling> tilings(const SpatialFusionSpec& spec, const BitFusionLayer& l) {
  std::vector<BitFusionTiling> all;
  for (const Count batch_size : tile_sizes(l.batch, 1)) {
    for (const Count side : tile_sizes(l.output, 1)) {
      for (const Count in : tile_sizes(l.in_channels, 1)) {
        for (const Count out : tile_sizes(l.out_channels, spec.im2col ? 1 : spec.columns)) {
          all.push_back({{}, batch_size, side, in, out});
        }
      }
    }
  }
  return all;
}

void require_executable(const BitFusionLayer& layer) {
  for (const int bits : {layer.a_bits, layer.b_bits}) {
    if (bits < 1 || bits > 8) {
      throw UserError(fmt::format("BitFusion's simulator has no operands of {} bits", bits),
                      "1 to 8 bits; array.bitfusion_counting=false runs up to 16");
    }
  }
}

}  // namespace

std::string tiling_text(const BitFusionTiling& tiling) {
  std::string text;
  for (const BitFusionLoop loop : tiling.order) {
    text += (text.empty() ? "" : " ") + std::string(enum_name(loop));
  }
  return fmt::format("{}, b{} ow{} ic{} oc{}", text, tiling.batch, tiling.side, tiling.in_channels,
                     tiling.out_channels);
}

std::optional<BitFusionCost> bitfusion_cost(const SpatialFusionSpec& spec,
                                            const BitFusionMemory& memory,
                                            const BitFusionLayer& layer,
                                            const BitFusionTiling& tiling) {
  const Tile t = tile_of(spec, layer, tiling);
  const Count weight_tile =
      round_up(t.reduction, lanes_of(spec, layer)) * t.channels * static_cast<Count>(layer.b_bits);
  const Count input_tile = t.inputs * static_cast<Count>(layer.a_bits);
  const Count output_tile = t.outputs * t.padded_channels * kPartialSumBits;
  if (weight_tile > memory.weight_bits / 2 || input_tile > memory.input_bits / 2 ||
      output_tile > memory.output_bits / 2) {
    return std::nullopt;
  }
  BitFusionCost cost;
  cost.weight = moved(weight_tile, memory.weight_bits / 2, tiling.order, t, weights_have);
  cost.input = moved(input_tile, memory.input_bits / 2, tiling.order, t, inputs_have);
  cost.output = moved(output_tile, memory.output_bits / 2, tiling.order, t, outputs_have);
  cost.compute_cycles = t.count() * t.outputs * (t.padded_channels / spec.columns) *
                        (t.padded_reduction / lanes_of(spec, layer));
  const Count first = cost.weight.resident + cost.input.resident + cost.output.resident;
  const Count last = cost.output.resident;
  const Count rest = cost.weight.total + cost.input.total + 2 * cost.output.total - first - last;
  cost.load_latency = ceil_div(first, memory.dram_bits_per_cycle);
  cost.store_latency = ceil_div(last, memory.dram_bits_per_cycle);
  const Count needed = ceil_div(rest, memory.dram_bits_per_cycle);
  cost.memory_stall = needed > cost.compute_cycles ? needed - cost.compute_cycles : 0;
  count_accesses(cost, t, layer);
  return cost;
}

BitFusionResult bitfusion_search(const SpatialFusionSpec& spec, const BitFusionMemory& memory,
                                 const BitFusionLayer& layer,
                                 const std::function<double(const BitFusionCost&)>& energy) {
  require_executable(layer);
  std::optional<BitFusionResult> best;
  double best_energy = 0;
  const std::vector<BitFusionTiling> candidates = tilings(spec, layer);
  BitFusionOrder order = kEnumValues<BitFusionLoop>;
  do {
    for (BitFusionTiling tiling : candidates) {
      tiling.order = order;
      const auto cost = bitfusion_cost(spec, memory, layer, tiling);
      if (!cost || (best && cost->cycles() > best->cost.cycles())) {
        continue;
      }
      const double joules = energy(*cost);
      if (!best || cost->cycles() < best->cost.cycles() || joules < best_energy) {
        best = {tiling, *cost};
        best_energy = joules;
      }
    }
  } while (std::next_permutation(order.begin(), order.end()));
  if (!best) {
    throw UserError("no tile of the layer fits in half of every buffer",
                    "enlarge input_buffer, weight_buffer or output_buffer");
  }
  return *best;
}

}  // namespace metronome::array
