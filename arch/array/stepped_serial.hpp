#pragma once

#include <functional>
#include <vector>

#include "arch/array/dual_serial.hpp"
#include "arch/array/stepped_clock.hpp"
#include "arch/array/sum_pipeline.hpp"

namespace metronome::array {

/// One clock of a step: which digits of x and y meet, what their product weighs, and which bits the
/// ports bring for it.
struct SerialClock {
  std::uint64_t x_digit = 0, y_digit = 0;
  std::uint64_t shift = 0;
  std::uint64_t x_bits_read = 0, y_bits_read = 0;  ///< per element
};

/// How a step takes its operands in digits.
struct SerialOrder {
  std::uint64_t x_digits = 1, x_digit_bits = 1;
  std::uint64_t y_digits = 1, y_digit_bits = 1;
  int x_bits = 1, y_bits = 1;               ///< of the operands
  bool x_planes = false, y_planes = false;  ///< read digit by digit, not as whole codes
  std::vector<SerialClock> clocks;
};

/// The serial operand bit by bit; each bit meets every limb of the parallel operand, which waits in
/// a register of the step.
[[nodiscard]] SerialOrder operand_serial_order(int x_bits, int y_bits, bool x_serial,
                                               int parallel_bits);
/// Each bit of y is held while the digits of x pass.
[[nodiscard]] SerialOrder dual_serial_order(int x_bits, int y_bits, std::uint64_t bits_per_cycle);

/// Inner-product units whose registers all move at every clock: digits meet at the multipliers, and
/// their products enter the sum pipeline. A block is issued in a slot that ends when both its steps
/// and one scan of the shadow accumulators have been issued; the scan writes out the block before.
/// A tile ends with one scan of its last block.
class SteppedSerial : public Watched {
 public:
  SteppedSerial(const SerialGrid& grid, const Ports& ports);

  ArrayUse run(const TileView& tile, const SerialOrder& order);
  /// With group precision: each step's order follows from the widths of its operands.
  ArrayUse run(const TileView& tile, const DualSerialSpec& spec);
  [[nodiscard]] const SteppedCounts& counts() const { return counts_; }

  /// Digits of lane 0 on the lines, its product, the sum that leaves the adder tree, the
  /// accumulator and its shadow.
  [[nodiscard]] std::vector<PeSignal> pe_signals() const {
    return {{"x0", 17}, {"y0", 17}, {"product0", 32}, {"tree", 32}, {"sum", 48}, {"shadow", 48}};
  }
  [[nodiscard]] std::vector<std::int64_t> sample(std::uint64_t row, std::uint64_t column) const {
    const std::uint64_t unit = row * grid_.columns + column;
    return {x_[row * grid_.lanes],    y_[column * grid_.lanes], pipeline_.product(unit),
            pipeline_.tree_sum(unit), pipeline_.sum(unit),      pipeline_.shadow(unit)};
  }

 private:
  using Pipeline = SumPipeline<std::int32_t>;
  using Block = Pipeline::Block;
  using Control = Pipeline::Control;

  /// The order of the step whose lanes begin at k.
  using OrderOf = std::function<const SerialOrder&(const Block&, std::uint64_t k)>;

  ArrayUse run_all(const TileView& tile, const OrderOf& order_of, std::uint64_t digit_products);
  void issue_slot(const TileView& tile, const OrderOf& order_of, const Block& block,
                  SteppedClock& clock);
  void enter_digits(const TileView& tile, const SerialOrder& order, const Block& block,
                    std::uint64_t k, std::uint64_t sub, SteppedClock& clock);
  void step_registers(const TileView& tile, const Control& control, SteppedClock& clock);
  void multiply();

  SerialGrid grid_;
  Ports ports_;
  SteppedCounts counts_;
  // Registers:
  std::vector<std::int32_t> x_, y_;  ///< digits on the broadcast lines, lane by lane
  Pipeline pipeline_;
};

}  // namespace metronome::array
