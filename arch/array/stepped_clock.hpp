#pragma once

#include <cstdint>

#include "arch/array/clock_watch.hpp"
#include "arch/array/unrolling.hpp"

namespace metronome::array {

/// The clock of a stepped array and the ways that it is tied to: ports, and transposing units
/// behind them. A way moves its width each clock; what a pass asks of it must have moved before the
/// pass may end, or the array is held: each held clock is a port stall.
class SteppedClock {
 public:
  explicit SteppedClock(const Ports& ports, ClockWatch* watch = nullptr)
      : ports_(ports),
        watch_(watch),
        input_{.width = ports.input_bits},
        weight_{.width = ports.weight_bits},
        output_{.width = ports.output_bits},
        input_unit_{.width = ports.input_transposed},
        weight_unit_{.width = ports.weight_transposed} {}

  /// The ways forget what they have moved: a window for x, y or outputs begins.
  void open_input() { input_.open(), input_unit_.open(); }
  void open_weight() { weight_.open(), weight_unit_.open(); }
  void open_output() { output_.open(); }

  /// Elements that enter the array for the first time in this pass, and what is read of them: so
  /// many bits of each code (all of it, or planes), for so many PEs that use it.
  struct Read {
    std::uint64_t entering = 0;
    std::uint64_t elements = 0;
    std::uint64_t bits = 0;
    std::uint64_t exponent_bits = 0;  ///< beside all of them
    std::uint64_t users = 1;
    bool planes = false;
  };
  void ask_input(const Read& read) {
    use_.input_read_bits += ask(read, ports_.input_multicast, input_, input_unit_);
  }
  void ask_weight(const Read& read) {
    use_.weight_read_bits += ask(read, ports_.weight_multicast, weight_, weight_unit_);
  }
  void ask_output(std::uint64_t sums, bool accumulate) {
    const std::uint64_t bits = sums * ports_.accumulator_bits;
    output_.asked += bits * (accumulate && ports_.shared_output_port ? 2 : 1);
    use_.output_write_bits += bits;
    use_.output_read_bits += accumulate ? bits : 0;
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
  /// Holds the array until the ways of the operands (of the outputs) have moved what was asked.
  void hold_for_operands() {
    while (input_.late() || weight_.late() || input_unit_.late() || weight_unit_.late()) {
      hold();
    }
  }
  void hold_for_output() {
    while (output_.late()) {
      hold();
    }
  }

  [[nodiscard]] const ArrayUse& use() const { return use_; }
  /// Clocks so far at which no operands entered.
  [[nodiscard]] std::uint64_t idle_clocks() const {
    return use_.fill_drain_cycles + use_.port_stall_cycles;
  }

 private:
  struct Way {
    std::uint64_t width = 0;
    std::uint64_t moved = 0, asked = 0;
    void open() { moved = asked = 0; }
    [[nodiscard]] bool late() const { return moved < asked; }
  };

  std::uint64_t ask(const Read& read, bool multicast, Way& port, Way& unit) const {
    const std::uint64_t copies = multicast ? 1 : read.users;
    const std::uint64_t codes = read.elements * stored_width(read.bits, read.planes, ports_);
    const std::uint64_t bits = (codes + read.exponent_bits) * copies;
    port.asked += bits;
    unit.asked += unit.width > 0 ? read.entering : 0;
    return bits;
  }
  void hold() {
    ++use_.port_stall_cycles;
    move(ClockKind::port_stall);
  }
  void move(ClockKind kind) {
    for (Way* way : {&input_, &weight_, &output_, &input_unit_, &weight_unit_}) {
      way->moved += way->width;
    }
    if (watch_ != nullptr) {
      watch_->clock(kind);
    }
  }

  Ports ports_;
  ClockWatch* watch_;
  ArrayUse use_;
  Way input_, weight_, output_, input_unit_, weight_unit_;
};

}  // namespace metronome::array
