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
                 (unrolling_.transposed ? at.m : at.n) + c, at.k, tile.stride_phase},
                accumulate},
               use);
    }
  }
  return use;
}

void PassMachine::run_pass(const Block& block, ArrayUse& use) const {
  const bool os = unrolling_.kind == Unrolling::Kind::output_stationary;
  const Demand x = x_demand(block);
  const Demand y = y_demand(block);
  ArrayUse pass;
  pass.input_read_bits = unrolling_.transposed ? y.bits : x.bits;
  pass.weight_read_bits = unrolling_.transposed ? x.bits : y.bits;
  pass.output_write_bits =
      (os ? block.rows : block.length) * block.columns * ports_.accumulator_bits;
  pass.output_read_bits = block.accumulate ? pass.output_write_bits : 0;
  pass.work = unrolling_.pass_work;

  std::uint64_t clock = 0;
  clock += unrolling_.preload_cycles;
  const std::uint64_t depth = os ? unrolling_.depth : 1;
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
  pass.port_stall_cycles = stall(pass, x, y, stream_end - unrolling_.preload_cycles);
  use += pass;
}

/// Streamed elements, and their exponents, are used by every column of the block.
PassMachine::Demand PassMachine::x_demand(const Block& block) const {
  const bool os = unrolling_.kind == Unrolling::Kind::output_stationary;
  const std::uint64_t outer = os ? block.rows : block.length;
  const std::uint64_t k = os ? block.length : block.rows;
  const Feed feed = x_feed(unrolling_, ports_);
  const std::uint64_t bits = outer * (k * feed.element_bits + unrolling_.exponents(k));
  return {outer * k, bits * (feed.multicast ? 1 : block.columns)};
}

/// The other operand is used by every row, or, where it is stationary, by one PE.
PassMachine::Demand PassMachine::y_demand(const Block& block) const {
  const bool os = unrolling_.kind == Unrolling::Kind::output_stationary;
  const std::uint64_t k = os ? block.length : block.rows;
  const Feed feed = y_feed(unrolling_, ports_);
  const std::uint64_t bits = block.columns * (k * feed.element_bits + unrolling_.exponents(k));
  return {block.columns * k, bits * (feed.multicast || !os ? 1 : block.rows)};
}

/// Cycles by which the slowest way outlasts its window: preloads have the preload window (or the
/// stream's, when they run under it), streams the stream window, outputs stream and skew.
std::uint64_t PassMachine::stall(const ArrayUse& pass, const Demand& x, const Demand& y,
                                 std::uint64_t stream_window) const {
  const auto beyond = [](std::uint64_t needed, std::uint64_t window) {
    return needed > window ? needed - window : 0;
  };
  const auto cycles = [](const Feed& feed, const Demand& demand) {
    const std::uint64_t port = ceil_div(demand.bits, feed.port_bits);
    return feed.transposed > 0 ? std::max(port, ceil_div(demand.elements, feed.transposed)) : port;
  };
  const std::uint64_t x_cycles = cycles(x_feed(unrolling_, ports_), x);
  const std::uint64_t y_cycles = cycles(y_feed(unrolling_, ports_), y);
  const std::uint64_t output_bits =
      pass.output_write_bits + (ports_.shared_output_port ? pass.output_read_bits : 0);
  const std::uint64_t streams = std::max(
      beyond(x_cycles, stream_window),
      beyond(ceil_div(output_bits, ports_.output_bits), stream_window + unrolling_.skew_cycles));
  if (unrolling_.kind == Unrolling::Kind::stationary_operand && unrolling_.preload_cycles > 0) {
    // A serial preload precedes the stream, so its excess adds.
    return streams + beyond(y_cycles, unrolling_.preload_cycles);
  }
  return std::max(streams, beyond(y_cycles, stream_window));
}

}  // namespace metronome::array
