#pragma once

#include <array>
#include <functional>
#include <string>

#include "arch/array/spatial_fusion.hpp"
#include "sim/base/enumeration.hpp"

namespace metronome::array {

/// A layer as BitFusion's simulator knows it: square kernels and outputs, inputs already padded. A
/// fully connected layer has kernel 1 and output 1.
struct BitFusionLayer {
  std::uint64_t batch = 1, in_channels = 1, out_channels = 1;
  std::uint64_t kernel = 1, stride = 1,
                output = 1;    ///< side lengths; output: of the layer's result
  int a_bits = 8, b_bits = 8;  ///< at most 8
};

/// Sizes of the on-chip buffers, of which half is usable (double buffering), and the bits that
/// cross the pins per cycle.
struct BitFusionMemory {
  std::uint64_t input_bits = 0, weight_bits = 0, output_bits = 0;
  std::uint64_t dram_bits_per_cycle = 0;
};

/// The five loops that are tiled; the kernel's two never are.
enum class BitFusionLoop { batch, width, height, in_channels, out_channels };
/// The names of tiling_text.
constexpr auto enum_rows(BitFusionLoop) {
  using enum BitFusionLoop;
  return enum_list<BitFusionLoop>({{batch, "B/b"},
                                   {width, "OW/ow"},
                                   {height, "OH/oh"},
                                   {in_channels, "IC/ic"},
                                   {out_channels, "OC/oc"}});
}
/// Each loop once, outermost first.
using BitFusionOrder = std::array<BitFusionLoop, kEnumCount<BitFusionLoop>>;

/// How a layer is cut. Width and height are cut alike, into `side` x `side` outputs.
struct BitFusionTiling {
  BitFusionOrder order{};
  std::uint64_t batch = 1, side = 1, in_channels = 1, out_channels = 1;
};
/// "B/b OW/ow OH/oh IC/ic OC/oc, b16 ow1 ic3 oc32".
[[nodiscard]] std::string tiling_text(const BitFusionTiling& tiling);

/// Bits of one tensor: what crosses the pins in one direction, and the largest piece of it that
/// stays on chip while the loops outside it run.
struct BitFusionMoved {
  std::uint64_t total = 0;
  std::uint64_t resident = 0;
};

/// What a tiled layer takes.
struct BitFusionCost {
  std::uint64_t compute_cycles = 0;
  std::uint64_t load_latency = 0;   ///< cycles of the first loads, before anything is computed
  std::uint64_t store_latency = 0;  ///< cycles of the last store
  std::uint64_t memory_stall = 0;   ///< by which all other transfers outlast the computation
  /// Outputs are 32-bit partial sums, and loaded as well as stored even where they never spill.
  BitFusionMoved input, weight, output;
  std::uint64_t input_read_bits = 0;     ///< buffer to array
  std::uint64_t weight_read_bits = 0;    ///< likewise; no sharing among the units of a row
  std::uint64_t output_access_bits = 0;  ///< read by the array, and as many written

  [[nodiscard]] std::uint64_t stall_cycles() const {
    return load_latency + store_latency + memory_stall;
  }
  [[nodiscard]] std::uint64_t cycles() const { return compute_cycles + stall_cycles(); }
};

/// The count of one tiling. Nothing where a tile does not fit in half of its buffer.
[[nodiscard]] std::optional<BitFusionCost> bitfusion_cost(const SpatialFusionSpec& spec,
                                                          const BitFusionMemory& memory,
                                                          const BitFusionLayer& layer,
                                                          const BitFusionTiling& tiling);

struct BitFusionResult {
  BitFusionTiling tiling;
  BitFusionCost cost;
};

/// What the simulator published with BitFusion [sharma2018simulator] counts: every order of
/// the five loops and every tile of powers of two is tried, the one of the fewest cycles is taken,
/// and among those the one of least `energy`. No fill, no drain, a DRAM of constant bandwidth. With
/// `spec.im2col` the taps of a kernel share the rows' reduction (there, only a network's first
/// layer); without, each tap alone is padded to them. UserError where nothing fits, or for operands
/// beyond 8 bits.
[[nodiscard]] BitFusionResult bitfusion_search(
    const SpatialFusionSpec& spec, const BitFusionMemory& memory, const BitFusionLayer& layer,
    const std::function<double(const BitFusionCost&)>& energy);

}  // namespace metronome::array
