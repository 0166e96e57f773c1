#include "arch/array/pass_machine.hpp"

#include <algorithm>

#include "sim/base/quantity.hpp"

namespace metronome::array {

ArrayUse& ArrayUse::operator+=(const ArrayUse& other) {
  busy_cycles += other.busy_cycles;
  fill_drain_cycles += other.fill_drain_cycles;
  port_stall_cycles += other.port_stall_cycles;
  input_read_bits += other.input_read_bits;
  weight_read_bits += other.weight_read_bits;
  output_read_bits += other.output_read_bits;
  output_write_bits += other.output_write_bits;
  synchronisation_cycles += other.synchronisation_cycles;
  work += other.work;
  return *this;
}

ArrayUse PassMachine::run(const Tile& tile) const {
  const bool os = unrolling_.kind == Unrolling::Kind::output_stationary;
  const std::uint64_t x = unrolling_.transposed ? tile.shape.n : tile.shape.m;
  const std::uint64_t y = unrolling_.transposed ? tile.shape.m : tile.shape.n;
  const std::uint64_t row_extent = os ? x : tile.shape.k;
  const std::uint64_t length = os ? tile.shape.k : x;

  ArrayUse use;
  use.fill_drain_cycles = unrolling_.tile_latency_cycles;
  use.work = unrolling_.tile_work;
  for (std::uint64_t r = 0; r < row_extent; r += unrolling_.rows) {
    for (std::uint64_t c = 0; c < y; c += unrolling_.columns) {
      // A stationary block beyond the first along k continues the sums of the one before it.
      const bool accumulate = tile.accumulate || (!os && r > 0);
      const GemmShape& at = tile.origin;
      run_pass({{std::min(unrolling_.rows, row_extent - r), std::min(unrolling_.columns, y - c),
                 length, (unrolling_.transposed ? at.n : at.m) + r,
                 (unrolling_.transposed ? at.m : at.n) + c, at.k},
                accumulate},
               use);
    }
  }
  return use;
}

void PassMachine::run_pass(const Block& block, ArrayUse& use) const {
  ArrayUse pass;
  std::uint64_t preload_bits = 0;
  std::uint64_t depth = unrolling_.depth;
  if (unrolling_.kind == Unrolling::Kind::output_stationary) {
    output_stationary_traffic(block, pass);
  } else {
    stationary_operand_traffic(block, pass);
    preload_bits = stationary_bits(block);
    depth = 1;
  }
  pass.work = unrolling_.pass_work;
  std::uint64_t clock = 0;
  clock += unrolling_.preload_cycles;
  if (unrolling_.stream_time) {
    const StreamClocks stream = unrolling_.stream_time->clocks(block);
    clock += stream.total();
    pass.busy_cycles = stream.busy;
    pass.synchronisation_cycles = stream.synchronisation;
  } else {
    for (std::uint64_t done = 0; done < block.length; done += depth) {
      clock += unrolling_.cycles_per_step;
      pass.busy_cycles += unrolling_.cycles_per_step;
    }
  }
  pass.work += unrolling_.cycle_work * (pass.busy_cycles + pass.synchronisation_cycles);
  const std::uint64_t stream_end =
      std::max(clock, unrolling_.preload_cycles + unrolling_.minimum_pass_cycles);
  const std::uint64_t pass_end = stream_end + unrolling_.skew_cycles;
  pass.fill_drain_cycles = pass_end - pass.busy_cycles - pass.synchronisation_cycles;
  pass.port_stall_cycles = stall(pass, stream_end - unrolling_.preload_cycles, preload_bits);
  use += pass;
}

void PassMachine::output_stationary_traffic(const Block& block, ArrayUse& pass) const {
  const std::uint64_t exponents = unrolling_.exponents(block.length);
  const std::uint64_t x_bits =
      block.rows * (block.length * unrolling_.x_bits * unrolling_.x_reads + exponents);
  const std::uint64_t y_bits =
      block.columns * (block.length * unrolling_.y_bits * unrolling_.y_reads + exponents);
  pass.input_read_bits = unrolling_.transposed ? y_bits : x_bits;
  pass.weight_read_bits = unrolling_.transposed ? x_bits : y_bits;
  pass.output_write_bits = block.rows * block.columns * kAccumulatorBits;
  pass.output_read_bits = block.accumulate ? pass.output_write_bits : 0;
}

void PassMachine::stationary_operand_traffic(const Block& block, ArrayUse& pass) const {
  const std::uint64_t exponents = unrolling_.exponents(block.rows);
  const std::uint64_t x_bits =
      block.length * (block.rows * unrolling_.x_bits * unrolling_.x_reads + exponents);
  const std::uint64_t y_bits = stationary_bits(block);
  pass.input_read_bits = unrolling_.transposed ? y_bits : x_bits;
  pass.weight_read_bits = unrolling_.transposed ? x_bits : y_bits;
  pass.output_write_bits = block.length * block.columns * kAccumulatorBits;
  pass.output_read_bits = block.accumulate ? pass.output_write_bits : 0;
}

std::uint64_t PassMachine::stationary_bits(const Block& block) const {
  return block.columns *
         (block.rows * unrolling_.y_bits * unrolling_.y_reads + unrolling_.exponents(block.rows));
}

/// Cycles by which the slowest port outlasts its window: preloads have the preload window (or the
/// stream's, when they run under it), streams the stream window, outputs stream and skew.
std::uint64_t PassMachine::stall(const ArrayUse& pass, std::uint64_t stream_window,
                                 std::uint64_t preload_bits) const {
  const auto beyond = [](std::uint64_t bits, std::uint64_t port, std::uint64_t window) {
    const std::uint64_t needed = ceil_div(bits, port);
    return needed > window ? needed - window : 0;
  };
  const std::uint64_t preload_window =
      unrolling_.preload_cycles > 0 ? unrolling_.preload_cycles : stream_window;
  const std::uint64_t x_port = unrolling_.transposed ? ports_.weight_bits : ports_.input_bits;
  const std::uint64_t y_port = unrolling_.transposed ? ports_.input_bits : ports_.weight_bits;
  const std::uint64_t x = unrolling_.transposed ? pass.weight_read_bits : pass.input_read_bits;
  const std::uint64_t y = unrolling_.transposed ? pass.input_read_bits : pass.weight_read_bits;
  const std::uint64_t out_window = stream_window + unrolling_.skew_cycles;
  const bool stationary = unrolling_.kind == Unrolling::Kind::stationary_operand;

  std::uint64_t streams = beyond(x, x_port, stream_window);
  streams = std::max(streams, beyond(pass.output_write_bits, ports_.output_bits, out_window));
  if (stationary) {
    // A serial preload precedes the stream, so its excess adds; an overlapped one competes with it.
    const std::uint64_t preload = beyond(preload_bits, y_port, preload_window);
    return unrolling_.preload_cycles > 0 ? streams + preload : std::max(streams, preload);
  }
  return std::max(streams, beyond(y, y_port, stream_window));
}

}  // namespace metronome::array
