#pragma once

#include <vector>

#include "arch/array/stepped_clock.hpp"
#include "arch/array/sum_pipeline.hpp"
#include "arch/array/term_serial.hpp"

namespace metronome::array {

/// Term-serial units, every lane at every clock. A group of units fetches a step's operands when
/// its last step is done and it is not too far ahead; its lanes then add one term (or pair of
/// terms) a clock to the sum pipeline, until the slowest lane of the group has none left. A step
/// without terms takes the clock of its fetch. Slots and scans as in SteppedSerial.
class SteppedTerms : public Watched {
 public:
  SteppedTerms(const TermSerialSpec& spec, const Operands& operands, bool transposed,
               const Ports& ports);

  /// Of the values that enter_terms() leaves.
  ArrayUse run(const TileView& tile);
  [[nodiscard]] const SteppedCounts& counts() const { return counts_; }

  /// Terms that lane 0 still has in its step, its product, the sum that leaves the adder tree, the
  /// accumulator and its shadow.
  [[nodiscard]] std::vector<PeSignal> pe_signals() const {
    return {{"pending0", 16}, {"product0", 40}, {"tree", 48}, {"sum", 48}, {"shadow", 48}};
  }
  [[nodiscard]] std::vector<std::int64_t> sample(std::uint64_t row, std::uint64_t column) const {
    const std::uint64_t unit = row * grid_.columns + column;
    const Lane& lane = units_[unit].lanes.front();
    return {static_cast<std::int64_t>(lane.x.size() - lane.at_x), pipeline_.product(unit),
            pipeline_.tree_sum(unit), pipeline_.sum(unit), pipeline_.shadow(unit)};
  }

 private:
  using Pipeline = SumPipeline<std::int64_t>;
  using Block = Pipeline::Block;
  /// Operands of one lane: terms of x; terms of y, or y itself.
  struct Lane {
    std::vector<Term> x, y;
    std::int32_t y_value = 0;
    std::size_t at_x = 0, at_y = 0;
    [[nodiscard]] bool has_term() const { return at_x < x.size(); }
    [[nodiscard]] bool has_pair() const { return has_term() && at_y < y.size(); }
  };
  struct Unit {
    std::uint64_t row = 0, column = 0;  ///< in the grid
    std::uint64_t limb = 0;             ///< of y, for all lanes
    std::vector<Lane> lanes;
  };
  struct Group {
    std::uint64_t done = 0;  ///< steps
    bool at_work = false;
    bool pending = false;  ///< a lane has terms left
  };

  void run_block(const TileView& tile, const Block& block, SteppedClock& clock);
  void fetch_steps(const TileView& tile, const Block& block, SteppedClock& clock);
  std::uint64_t fire_all(const Block& block);
  void fetch(const TileView& tile, const Block& block, Unit& unit, std::uint64_t step) const;
  void ask_step(const TileView& tile, const Block& block, std::uint64_t step, SteppedClock& clock);
  std::uint64_t fire(Unit& unit, std::int64_t* products);
  std::uint64_t fire_terms(Unit& unit, std::int64_t* products);
  [[nodiscard]] bool pending(const Unit& unit) const;
  [[nodiscard]] Group& group_of(const Unit& unit, const Block& block);
  [[nodiscard]] std::uint64_t steps(const TileView& tile) const {
    return ceil_div(tile.k_extent, spec_.lanes);
  }

  TermSerialSpec spec_;
  SerialGrid grid_;
  Ports ports_;
  std::uint64_t y_limbs_;          ///< 0: y is cut into terms
  std::uint64_t x_bits_, y_bits_;  ///< as stored
  SteppedCounts counts_;
  // Registers:
  std::vector<Unit> units_;
  std::vector<Group> groups_;
  std::vector<std::int64_t> products_;  ///< on their way to the pipeline
  Pipeline pipeline_;
  std::uint64_t steps_asked_ = 0;  ///< whose operands have been read from the buffers
};

}  // namespace metronome::array
