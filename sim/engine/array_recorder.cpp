#include "sim/engine/array_recorder.hpp"

#include <fmt/format.h>

#include "sim/base/error.hpp"

namespace metronome::sim {

ArrayRecorder::ArrayRecorder(array::PeProbe probe, std::uint64_t row, std::uint64_t column,
                             Picoseconds clock_period, std::uint64_t most_clocks)
    : probe_(std::move(probe)),
      row_(row),
      column_(column),
      period_(clock_period.count()),
      most_clocks_(most_clocks) {
  if (row >= probe_.rows || column >= probe_.columns) {
    throw UserError(
        fmt::format("the array has no element {},{}", row, column),
        fmt::format("rows 0 to {}, columns 0 to {}", probe_.rows - 1, probe_.columns - 1));
  }
  const auto control = [&](const char* name, unsigned bits) {
    return vcd_.declare("array", name, bits);
  };
  clk_ = control("clk", 1);
  step_ = control("step", 1);
  fill_drain_ = control("fill_drain", 1);
  port_stall_ = control("port_stall", 1);
  tile_ = control("tile", 32);
  part_ = control("part", 2);
  stride_phase_ = control("stride_phase", 32);
  m_ = control("tile_m", 32);
  n_ = control("tile_n", 32);
  k_ = control("tile_k", 32);
  first_of_pe_ = k_ + 1;
  for (const array::PeSignal& signal : probe_.signals) {
    vcd_.declare(fmt::format("pe_{}_{}", row, column), signal.name, signal.bits);
  }
}

void ArrayRecorder::begin(const array::Tile& tile, std::uint64_t cycle) {
  cycle_ = cycle;
  ++tiles_;
  if (full()) {
    return;
  }
  const auto whole = [](std::uint64_t value) { return static_cast<std::int64_t>(value); };
  vcd_.set(now(), tile_, whole(tiles_ - 1));
  vcd_.set(now(), part_, static_cast<std::int64_t>(tile.part));
  vcd_.set(now(), stride_phase_, whole(tile.stride_phase));
  vcd_.set(now(), m_, whole(tile.origin.m));
  vcd_.set(now(), n_, whole(tile.origin.n));
  vcd_.set(now(), k_, whole(tile.origin.k));
}

void ArrayRecorder::clock(array::ClockKind kind) {
  if (!full()) {
    vcd_.set(now(), clk_, 1);
    vcd_.set(now(), step_, kind == array::ClockKind::step ? 1 : 0);
    vcd_.set(now(), fill_drain_, kind == array::ClockKind::fill_drain ? 1 : 0);
    vcd_.set(now(), port_stall_, kind == array::ClockKind::port_stall ? 1 : 0);
    const std::vector<std::int64_t> values = probe_.sample(row_, column_);
    METRONOME_ASSERT(values.size() == probe_.signals.size(), "a value for each signal");
    for (std::size_t i = 0; i < values.size(); ++i) {
      vcd_.set(now(), first_of_pe_ + i, values[i]);
    }
    vcd_.set(now() + period_ / 2, clk_, 0);
    last_recorded_ = cycle_ + 1;
  }
  ++clocks_;
  ++cycle_;
}

void ArrayRecorder::end() {
  if (last_recorded_ == cycle_) {
    for (const std::size_t signal : {step_, fill_drain_, port_stall_}) {
      vcd_.set(now(), signal, 0);
    }
  }
}

std::string ArrayRecorder::text() const { return vcd_.text(last_recorded_ * period_); }

}  // namespace metronome::sim
