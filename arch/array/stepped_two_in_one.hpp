#pragma once

#include <vector>

#include "arch/array/stepped_clock.hpp"
#include "arch/array/sum_pipeline.hpp"
#include "arch/array/two_in_one.hpp"

namespace metronome::array {

/// Units of spatially tiled temporal sub-units whose registers all move at every clock. Each
/// sub-unit has a line of x and one of y: a piece of one operand, a bit of the other. Products of
/// the sub-units at one place of their tiles are added by a tree, the sums of the four places are
/// shifted and enter the sum pipeline that all inner-product units have. A block is issued in a
/// slot that ends when both its steps and one scan of the shadow accumulators have been issued.
class SteppedTwoInOne : public Watched {
 public:
  /// Rows along x, columns along y.
  SteppedTwoInOne(const TwoInOneSpec& spec, int x_bits, int y_bits, bool transposed,
                  const Ports& ports);

  ArrayUse run(const TileView& tile);
  [[nodiscard]] const SteppedCounts& counts() const { return counts_; }

  /// The lines of sub-unit 0, its product, the shifted sum of its place, the sum that leaves the
  /// trees, the accumulator and its shadow.
  [[nodiscard]] std::vector<PeSignal> pe_signals() const {
    return {{"x0", 5},    {"y0", 5},   {"product0", 8}, {"place0", 32},
            {"tree", 32}, {"sum", 48}, {"shadow", 48}};
  }
  [[nodiscard]] std::vector<std::int64_t> sample(std::uint64_t row, std::uint64_t column) const {
    const std::uint64_t unit = row * grid_.columns + column;
    const std::uint64_t lines = lanes_ * kTileSubUnits;
    return {x_[row * lines],         y_[column * lines],       tree_.front()[unit * lines],
            pipeline_.product(unit), pipeline_.tree_sum(unit), pipeline_.sum(unit),
            pipeline_.shadow(unit)};
  }

 private:
  using Pipeline = SumPipeline<std::int32_t>;
  using Block = Pipeline::Block;
  using Control = Pipeline::Control;

  /// One operand's part in a step.
  struct Side {
    Pieces pieces;
    bool serial = false;
    int bits = 1;
    /// What a sub-unit takes of a code: a whole piece, or bit `bit` of it.
    [[nodiscard]] std::int32_t digit(std::int32_t code, std::uint64_t piece,
                                     std::uint64_t bit) const;
    /// How many bits of the operand that is.
    [[nodiscard]] std::uint64_t real_bits(std::uint64_t piece, std::uint64_t bit) const;
  };
  /// What the sub-unit at one place of a tile does in a round: which of the tile's products, which
  /// pieces.
  struct Place {
    std::uint64_t product = 0, x_piece = 0, y_piece = 0;
  };
  [[nodiscard]] Place place_at(std::uint64_t round, std::uint64_t index) const;
  [[nodiscard]] std::uint64_t significance(const Place& place) const {
    return place.x_piece * x_side_.pieces.bits + place.y_piece * y_side_.pieces.bits;
  }

  void issue_slot(const TileView& tile, const Block& block, SteppedClock& clock);
  void enter_digits(const TileView& tile, const Block& block, std::uint64_t k, std::uint64_t sub,
                    SteppedClock& clock);
  void ask_buffers(const TileView& tile, const Block& block, std::uint64_t elements,
                   SteppedClock& clock) const;
  void count_products(const Block& block, std::uint64_t elements, std::uint64_t round,
                      std::uint64_t bit);
  void step_registers(const TileView& tile, const Control& control, SteppedClock& clock);
  void count_work(const Control& entering, SteppedClock& clock) const;
  void shift_places();
  void add_pairs(std::size_t level);
  void multiply();
  [[nodiscard]] bool pending() const;

  SerialGrid grid_;  ///< of units; its lanes are the places of a tile
  std::uint64_t lanes_;
  Ports ports_;
  Side x_side_, y_side_;
  std::uint64_t products_;  ///< of a tile at a time
  std::uint64_t rounds_, serial_bits_;
  SteppedCounts counts_;
  // Registers:
  std::vector<std::int32_t> x_, y_;              ///< lines, lane by lane and place by place
  std::vector<std::vector<std::int32_t>> tree_;  ///< products, then each level, for every place
  std::vector<std::uint64_t> widths_;            ///< values per place at each level
  std::vector<Control> controls_;                ///< beside products and tree
  Pipeline pipeline_;
};

}  // namespace metronome::array
