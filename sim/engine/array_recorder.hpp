#pragma once

#include <cstdint>
#include <string>

#include "arch/array/clock_watch.hpp"
#include "arch/array/pass_machine.hpp"
#include "sim/base/quantity.hpp"
#include "sim/engine/vcd.hpp"

namespace metronome::sim {

/// Records a stepped array's control and one of its processing elements. Time is that of the
/// operation, array clocks and waits for memory alike; the clock signal ticks in array clocks only.
class ArrayRecorder final : public array::ClockWatch {
 public:
  /// UserError where the array has no such element.
  ArrayRecorder(array::PeProbe probe, std::uint64_t row, std::uint64_t column,
                Picoseconds clock_period, std::uint64_t most_clocks);

  /// The array begins a tile at a cycle of the operation, or has ended it.
  void begin(const array::Tile& tile, std::uint64_t cycle);
  void end();
  void clock(array::ClockKind kind) override;

  [[nodiscard]] std::string text() const;
  /// Array clocks that passed; only the first `most_clocks` are recorded.
  [[nodiscard]] std::uint64_t clocks() const { return clocks_; }

 private:
  [[nodiscard]] std::uint64_t now() const { return cycle_ * period_; }
  [[nodiscard]] bool full() const { return clocks_ >= most_clocks_; }

  array::PeProbe probe_;
  std::uint64_t row_, column_;
  std::uint64_t period_;
  std::uint64_t most_clocks_;
  Vcd vcd_;
  std::size_t clk_, step_, fill_drain_, port_stall_, tile_, part_, stride_phase_, m_, n_, k_;
  std::size_t first_of_pe_;
  std::uint64_t cycle_ = 0, tiles_ = 0, clocks_ = 0, last_recorded_ = 0;
};

}  // namespace metronome::sim
