#pragma once

#include <vector>

#include "arch/array/stepped_clock.hpp"
#include "arch/array/stepped_tile.hpp"

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
  std::vector<SerialClock> clocks;
};

/// The serial operand bit by bit; each bit meets every limb of the parallel operand, which waits in
/// a register of the step.
[[nodiscard]] SerialOrder operand_serial_order(int x_bits, int y_bits, bool x_serial,
                                               int parallel_bits);
/// Each bit of y is held while the digits of x pass.
[[nodiscard]] SerialOrder dual_serial_order(int x_bits, int y_bits, std::uint64_t bits_per_cycle);

/// Size of a stepped grid of inner-product units.
struct SerialGrid {
  std::uint64_t rows = 1, columns = 1;  ///< units along x and y
  std::uint64_t lanes = 1;
  std::uint64_t drain_outputs_per_cycle = 1;
  bool transposed = false;  ///< x comes from the weight buffer
};

/// Inner-product units whose registers all move at every clock: product registers, an adder tree
/// with a register at each level, a shift register, an accumulator, a shadow accumulator.
/// Control words travel beside the data. A block is issued in a slot that ends when both its steps
/// and one scan of the shadow accumulators have been issued; the scan writes out the block before.
/// A tile ends with one scan of its last block.
class SteppedSerial {
 public:
  SteppedSerial(const SerialGrid& grid, const Ports& ports);

  ArrayUse run(const TileView& tile, const SerialOrder& order);
  [[nodiscard]] const SteppedCounts& counts() const { return counts_; }

 private:
  struct Block {
    std::uint64_t x = 0, y = 0, rows = 0, columns = 0;
  };
  /// What goes through the pipeline with the sums of one clock.
  struct Control {
    bool valid = false;  ///< digits of a step
    std::uint64_t shift = 0;
    bool scan = false;   ///< moves the next outputs from the shadow registers to the port
    bool latch = false;  ///< the block is complete: shadow takes the sums
    Block block{};       ///< of the latch
  };

  void issue_slot(const TileView& tile, const SerialOrder& order, const Block& block,
                  SteppedClock& clock);
  void enter_digits(const TileView& tile, const SerialOrder& order, const Block& block,
                    std::uint64_t now, SteppedClock& clock);
  void step_registers(const TileView& tile, const Control& control, SteppedClock& clock);
  void count_work(const Control& entering, SteppedClock& clock) const;
  void multiply();
  void retire(const TileView& tile, const Control& control);
  void scan(const TileView& tile);
  [[nodiscard]] std::uint64_t scan_clocks() const;

  SerialGrid grid_;
  Ports ports_;
  SteppedCounts counts_;
  // Registers:
  std::vector<std::int32_t> x_, y_;              ///< digits on the broadcast lines, lane by lane
  std::vector<std::vector<std::int32_t>> tree_;  ///< products, then each level of the adder tree
  std::vector<std::uint64_t> widths_;            ///< values per unit at each level
  std::vector<std::int64_t> shifted_, sums_, shadow_;
  std::vector<Control> controls_;  ///< beside product, tree and shift registers
  Block shadow_block_;
  std::uint64_t scanned_ = 0;
};

}  // namespace metronome::array
