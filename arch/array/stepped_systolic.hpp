#pragma once

#include <vector>

#include "arch/array/stepped_clock.hpp"
#include "arch/array/stepped_pe.hpp"

namespace metronome::array {

/// Size and control of a stepped systolic grid.
struct SystolicGrid {
  std::uint64_t rows = 1, columns = 1;
  bool double_buffered_weights = true;
  bool transposed = false;  ///< x comes from the weight buffer
  /// Shared exponents: one of so many bits for each `group` elements along k; 0: none.
  std::uint64_t group = 0, exponent_bits = 0;
  bool pipelined_passes = false;  ///< see stepped_pipelined.hpp

  [[nodiscard]] std::uint64_t exponents(std::uint64_t elements) const {
    return group == 0 ? 0 : (elements + group - 1) / group * exponent_bits;
  }
};

/// A systolic grid whose registers all move at every clock. x enters at the left, one row a clock
/// later than the row above it, and travels right. Output stationary: y enters at the top, skewed
/// likewise, and travels down; the sums stay. Stationary operand: y is shifted down into the PEs
/// and stays; the sums travel down, one row of PEs a clock, to accumulators below the grid.
///
/// Operands wider than a multiplier enter limb by limb: an x limb stays while the y limbs pass.
/// Control: a pass is a preload (unless it runs under the stream before), a stream phase, which
/// lasts until both the stream and the shift of the next stationary block are through, and a flush,
/// in which nothing enters, until the last wave has left the corner of the grid. Output-stationary
/// sums leave through shadow registers during the next pass.
template <class Pe>
class SteppedSystolic : public Watched {
 public:
  using Sum = typename Pe::Sum;
  using Tile = TileViewOf<Sum>;

  SteppedSystolic(const SystolicGrid& grid, const Pe& pe, const Ports& ports);

  ArrayUse run_output_stationary(const Tile& tile);
  ArrayUse run_stationary_operand(const Tile& tile);
  [[nodiscard]] const SteppedCounts& counts() const { return counts_; }

  [[nodiscard]] std::vector<PeSignal> pe_signals() const {
    return {{"x", Pe::kWordBits}, {"y", Pe::kWordBits}, {"sum", 48}};
  }
  [[nodiscard]] std::vector<std::int64_t> sample(std::uint64_t row, std::uint64_t column) const {
    // A stationary word has limbs; the lowest is shown.
    const std::uint64_t pe = at(row, column);
    return {pe_.packed(x_[pe]), pe_.packed(y_.empty() ? Word{} : y_[pe * (y_.size() / x_.size())]),
            static_cast<std::int64_t>(sums_[pe])};
  }

 protected:
  using Word = typename Pe::Word;
  struct Block {
    std::uint64_t row, column;    ///< first x (or k) and first y
    std::uint64_t rows, columns;  ///< what the tile has of them; the rest of the grid is padding
  };
  struct Limbs {
    std::uint64_t x = 1, y = 1;
    [[nodiscard]] std::uint64_t passes() const { return x * y; }
    /// Shift of the product of a clock within a step.
    [[nodiscard]] std::uint64_t shift(std::uint64_t clock, std::uint64_t bits) const {
      return (clock / y + clock % y) * bits;
    }
  };

  /// Which digit of which element enters which lane.
  struct Entering {
    std::uint64_t outer, k, lane, limb, limbs;
  };
  void load_lane(Word& word, const OperandView& view, const Entering& element, bool is_x) const;
  void load_exponent(Word& word, const OperandView& view, std::uint64_t outer,
                     std::uint64_t k) const;
  void prepare(const Tile& tile);
  [[nodiscard]] std::uint64_t at(std::uint64_t row, std::uint64_t column) const {
    return row * grid_.columns + column;
  }
  void ask_x(SteppedClock& clock, SteppedClock::Read read) const;
  void ask_y(SteppedClock& clock, SteppedClock::Read read) const;
  void count_step(const Tile& tile, std::uint64_t products, std::uint64_t now, SteppedClock& clock);
  ArrayUse finish(const SteppedClock& clock);
  void shift_weights(const Tile& tile, const Block* block, std::uint64_t shift,
                     SteppedClock& clock);
  void load_weight(const Tile& tile, const Block& block, std::uint64_t row, std::uint64_t column);

 private:
  void output_stationary_pass(const Tile& tile, const Block& block, SteppedClock& clock);
  void move_output_stationary(const Tile& tile, const Block& block, std::uint64_t now);
  void output_stationary_products(std::uint64_t now);

  void stationary_pass(const Tile& tile, const Block& block, const Block* next, bool accumulate,
                       SteppedClock& clock);
  void move_stationary(const Tile& tile, const Block& block, std::uint64_t now);
  void collect_sums(const Tile& tile, const Block& block, bool accumulate, SteppedClock& clock);
  bool advance_last_row(bool entering);

 protected:
  SystolicGrid grid_;
  Pe pe_;
  Ports ports_;
  SteppedCounts counts_;
  // Of the tile at work:
  Limbs limbs_;
  std::vector<Word> x_, y_;   ///< operand registers; y_ holds the stationary block's limbs
  std::vector<Word> shadow_;  ///< the next stationary block, as it is shifted in
  std::vector<Sum> sums_;     ///< accumulators, or sums on their way down
  std::vector<Sum> bottom_;   ///< accumulators below the grid (stationary operand)

 private:
  std::vector<char> wave_;              ///< valid bits of the last row's x registers
  std::vector<std::uint64_t> arrived_;  ///< sums that have come down each column
};

extern template class SteppedSystolic<FixedPe>;
extern template class SteppedSystolic<FusionPe>;
extern template class SteppedSystolic<GroupPe>;
extern template class SteppedSystolic<ChunkPe>;
extern template class SteppedSystolic<ScaledChunkPe>;
extern template class SteppedSystolic<FloatChunkPe<std::int64_t>>;
extern template class SteppedSystolic<FloatChunkPe<WideSum>>;

}  // namespace metronome::array
