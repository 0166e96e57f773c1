#pragma once

#include <optional>
#include <vector>

#include "arch/array/stepped_systolic.hpp"

namespace metronome::array {

/// A systolic grid whose passes follow each other without a gap (`pipelined_passes`). The waves of
/// a tile are numbered through: wave u enters PE (r, c) at clock u + r + c. A pass owns `window`
/// of them, of which the first `stream` carry operands; the window is as long as the stream, or as
/// the grid has rows, if the stream is shorter. What a PE keeps is exchanged by the first wave of a
/// window:
///   output stationary: its sum moves to a shadow register. From the clock at which the last row of
///     a column has done so, the column's shadow registers shift down, each as long as sums from
///     above are to come through it, and the last one is the port's.
///   stationary operand: it takes its limbs over from the shadow registers, which shift in the
///     next block's behind the wave: the words of the last row enter a column with the wave itself.
/// Beside the grid, control holds it at the end of a window until the ways of that pass are through
/// (SteppedClock), its sums included, which come out later but no faster.
template <class Pe>
class PipelinedSystolic : public SteppedSystolic<Pe> {
 public:
  using typename SteppedSystolic<Pe>::Sum;
  using typename SteppedSystolic<Pe>::Tile;

  PipelinedSystolic(const SystolicGrid& grid, const Pe& pe, const Ports& ports);

  ArrayUse run_output_stationary(const Tile& tile);
  ArrayUse run_stationary_operand(const Tile& tile);

 private:
  using typename SteppedSystolic<Pe>::Word;
  using typename SteppedSystolic<Pe>::Block;
  using Base = SteppedSystolic<Pe>;
  using Base::grid_, Base::pe_, Base::limbs_, Base::x_, Base::y_, Base::shadow_, Base::sums_,
      Base::bottom_, Base::at;

  /// A wave within its pass.
  struct Place {
    std::uint64_t pass = 0;
    std::uint64_t step = 0;  ///< of the stream, or beyond it
  };
  /// Of the wave that is at a PE (row + column = `lag`) at this clock; none before the first and
  /// behind the last.
  [[nodiscard]] std::optional<Place> at_pe(std::uint64_t now, std::uint64_t lag) const;
  [[nodiscard]] bool streams(const std::optional<Place>& place) const {
    return place.has_value() && place->step < stream_;
  }
  void begin(std::uint64_t stream);
  void end_window(const Tile& tile, std::uint64_t now, bool stationary, SteppedClock& clock) const;
  void open(SteppedClock& clock) const;

  void ask_operands(const Tile& tile, const Place& place, SteppedClock& clock);
  void drain(const Tile& tile, std::uint64_t now, SteppedClock& clock);
  void move_x(const Tile& tile, std::uint64_t now, bool stationary);
  void move_y(const Tile& tile, std::uint64_t now);
  void accumulate(std::uint64_t now);

  void stream_stationary(const Tile& tile, std::uint64_t now, SteppedClock& clock);
  void exchange_weights(const Tile& tile, std::uint64_t now, SteppedClock& clock);
  void multiply_down(std::uint64_t now);
  void collect(const Tile& tile, std::uint64_t now);

  // Of the tile at work:
  std::vector<Block> blocks_;
  std::uint64_t stream_ = 0, window_ = 0;
  std::vector<Sum> drains_;  ///< shadow registers of the sums
};

extern template class PipelinedSystolic<FixedPe>;
extern template class PipelinedSystolic<FusionPe>;
extern template class PipelinedSystolic<GroupPe>;
extern template class PipelinedSystolic<ChunkPe>;
extern template class PipelinedSystolic<ScaledChunkPe>;
extern template class PipelinedSystolic<FloatChunkPe<std::int64_t>>;
extern template class PipelinedSystolic<FloatChunkPe<WideSum>>;

}  // namespace metronome::array
