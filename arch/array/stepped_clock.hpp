#pragma once

#include <cstdint>

#include "arch/array/clock_watch.hpp"
#include "arch/array/unrolling.hpp"

namespace metronome::array {

/// The clock of a stepped array and the three ports that it is tied to. A port moves its width each
/// clock; what a pass asks of it must have moved before the pass may end, or the array is held:
/// each held clock is a port stall.
class SteppedClock {
 public:
  explicit SteppedClock(const Ports& ports, ClockWatch* watch = nullptr)
      : ports_(ports), watch_(watch) {}

  /// The ports forget what they have moved: a window for x, y or outputs begins.
  void open_input() { moved_input_ = asked_input_ = 0; }
  void open_weight() { moved_weight_ = asked_weight_ = 0; }
  void open_output() { moved_output_ = asked_output_ = 0; }

  void ask_input(std::uint64_t bits) {
    asked_input_ += bits;
    use_.input_read_bits += bits;
  }
  void ask_weight(std::uint64_t bits) {
    asked_weight_ += bits;
    use_.weight_read_bits += bits;
  }
  void ask_output(std::uint64_t write_bits, bool accumulate) {
    asked_output_ += write_bits;
    use_.output_write_bits += write_bits;
    use_.output_read_bits += accumulate ? write_bits : 0;
  }

  void count(const ArrayWork& work) { use_.work += work; }

  /// One clock of the array; `busy` where operands of a step enter it.
  void tick(bool busy) {
    ++(busy ? use_.busy_cycles : use_.fill_drain_cycles);
    move(busy ? ClockKind::step : ClockKind::fill_drain);
  }
  /// So many of the clocks booked as busy were spent waiting for the slowest lane.
  void book_synchronisation(std::uint64_t clocks) {
    use_.busy_cycles -= clocks;
    use_.synchronisation_cycles += clocks;
  }
  /// Holds the array until the operand ports (the output port) have moved what was asked.
  void hold_for_operands() {
    while (moved_input_ < asked_input_ || moved_weight_ < asked_weight_) {
      hold();
    }
  }
  void hold_for_output() {
    while (moved_output_ < asked_output_) {
      hold();
    }
  }

  [[nodiscard]] const ArrayUse& use() const { return use_; }
  /// Clocks so far at which no operands entered.
  [[nodiscard]] std::uint64_t idle_clocks() const {
    return use_.fill_drain_cycles + use_.port_stall_cycles;
  }

 private:
  void hold() {
    ++use_.port_stall_cycles;
    move(ClockKind::port_stall);
  }
  void move(ClockKind kind) {
    moved_input_ += ports_.input_bits;
    moved_weight_ += ports_.weight_bits;
    moved_output_ += ports_.output_bits;
    if (watch_ != nullptr) {
      watch_->clock(kind);
    }
  }

  Ports ports_;
  ClockWatch* watch_;
  ArrayUse use_;
  std::uint64_t moved_input_ = 0, moved_weight_ = 0, moved_output_ = 0;
  std::uint64_t asked_input_ = 0, asked_weight_ = 0, asked_output_ = 0;
};

}  // namespace metronome::array
