#include "arch/array/stepped_serial.hpp"

#include <algorithm>

#include "arch/array/group_widths.hpp"
#include "sim/base/quantity.hpp"

namespace metronome::array {
SerialOrder operand_serial_order(int x_bits, int y_bits, bool x_serial, int parallel_bits) {
  const auto limb = static_cast<std::uint64_t>(parallel_bits);
  const auto serial = static_cast<std::uint64_t>(x_serial ? x_bits : y_bits);
  const auto parallel = static_cast<std::uint64_t>(x_serial ? y_bits : x_bits);
  const std::uint64_t limbs = ceil_div(parallel, limb);
  SerialOrder order;
  (x_serial ? order.x_digits : order.y_digits) = serial;
  (x_serial ? order.y_digits : order.x_digits) = limbs;
  (x_serial ? order.y_digit_bits : order.x_digit_bits) = limb;
  (x_serial ? order.x_planes : order.y_planes) = true;
  order.x_bits = x_bits;
  order.y_bits = y_bits;
  for (std::uint64_t bit = 0; bit < serial; ++bit) {
    for (std::uint64_t part = 0; part < limbs; ++part) {
      const std::uint64_t serial_read = part == 0 ? 1 : 0;
      const std::uint64_t parallel_read = bit == 0 && part == 0 ? parallel : 0;
      SerialClock clock{bit, part, bit + part * limb, serial_read, parallel_read};
      if (!x_serial) {
        std::swap(clock.x_digit, clock.y_digit);
        std::swap(clock.x_bits_read, clock.y_bits_read);
      }
      order.clocks.push_back(clock);
    }
  }
  return order;
}

SerialOrder dual_serial_order(int x_bits, int y_bits, std::uint64_t bits_per_cycle) {
  const auto x = static_cast<std::uint64_t>(x_bits);
  SerialOrder order{.x_digits = ceil_div(x, bits_per_cycle),
                    .x_digit_bits = bits_per_cycle,
                    .y_digits = static_cast<std::uint64_t>(y_bits),
                    .y_digit_bits = 1,
                    .x_bits = x_bits,
                    .y_bits = y_bits,
                    .x_planes = true,
                    .y_planes = true,
                    .clocks = {}};
  for (std::uint64_t bit = 0; bit < order.y_digits; ++bit) {
    for (std::uint64_t digit = 0; digit < order.x_digits; ++digit) {
      order.clocks.push_back({digit, bit, digit * bits_per_cycle + bit,
                              bits_of_digit(x_bits, digit, bits_per_cycle), digit == 0 ? 1u : 0u});
    }
  }
  return order;
}

SteppedSerial::SteppedSerial(const SerialGrid& grid, const Ports& ports)
    : grid_(grid), ports_(ports), pipeline_(grid) {
  x_.resize(grid.rows * grid.lanes);
  y_.resize(grid.columns * grid.lanes);
}

ArrayUse SteppedSerial::run(const TileView& tile, const SerialOrder& order) {
  return run_all(
      tile, [&](const Block&, std::uint64_t) -> const SerialOrder& { return order; },
      order.x_digit_bits* order.y_digit_bits);
}

ArrayUse SteppedSerial::run(const TileView& tile, const DualSerialSpec& spec) {
  const auto widest = [&](const OperandView& view, std::uint64_t first, std::uint64_t outers,
                          std::uint64_t k) {
    std::uint64_t most = 1;
    for (std::uint64_t o = first; o < first + outers; ++o) {
      for (std::uint64_t lane = k; lane < std::min(k + grid_.lanes, tile.k_extent); ++lane) {
        most = std::max(most, code_width(view.at(o, lane), view.is_signed));
      }
    }
    return static_cast<int>(most);
  };
  SerialOrder order;
  return run_all(
      tile,
      [&](const Block& block, std::uint64_t k) -> const SerialOrder& {
        order = dual_serial_order(widest(tile.x, block.x, block.rows, k),
                                  widest(tile.y, block.y, block.columns, k), spec.bits_per_cycle);
        for (SerialClock& clock : order.clocks) {
          clock.x_bits_read = clock.y_bits_read = 0;
        }
        order.clocks.front().x_bits_read = static_cast<std::uint64_t>(tile.x.bits);
        order.clocks.front().y_bits_read = static_cast<std::uint64_t>(tile.y.bits);
        return order;
      },
      spec.bits_per_cycle);
}

ArrayUse SteppedSerial::run_all(const TileView& tile, const OrderOf& order_of,
                                std::uint64_t digit_products) {
  SteppedClock clock(ports_, watch_);
  pipeline_.clear();
  for (std::uint64_t x = 0; x < tile.x_extent; x += grid_.rows) {
    for (std::uint64_t y = 0; y < tile.y_extent; y += grid_.columns) {
      issue_slot(tile, order_of,
                 {x, y, std::min(grid_.rows, tile.x_extent - x),
                  std::min(grid_.columns, tile.y_extent - y)},
                 clock);
    }
  }
  std::fill(x_.begin(), x_.end(), 0);
  std::fill(y_.begin(), y_.end(), 0);
  // The scan of the last block is issued; then the pipeline empties.
  for (std::uint64_t now = 0; now < grid_.scan_clocks(); ++now) {
    step_registers(tile, {.scan = true}, clock);
    clock.tick(false);
  }
  while (pipeline_.pending()) {
    step_registers(tile, {}, clock);
    clock.tick(false);
  }
  counts_.idle += clock.idle_clocks() * grid_.rows * grid_.columns * grid_.lanes * digit_products;
  return clock.use();
}

void SteppedSerial::issue_slot(const TileView& tile, const OrderOf& order_of, const Block& block,
                               SteppedClock& clock) {
  clock.open_input();
  clock.open_weight();
  clock.open_output();
  const SerialOrder* order = nullptr;
  std::uint64_t k = 0;
  std::uint64_t sub = 0;
  std::uint64_t scans = grid_.scan_clocks();
  while (k < tile.k_extent || scans > 0) {
    Control control;
    const bool entering = k < tile.k_extent;
    if (entering) {
      order = sub == 0 ? &order_of(block, k) : order;
      enter_digits(tile, *order, block, k, sub, clock);
      control.valid = true;
      control.shift = order->clocks[sub].shift;
      sub = (sub + 1) % order->clocks.size();
      k += sub == 0 ? grid_.lanes : 0;
    } else {
      std::fill(x_.begin(), x_.end(), 0);
    }
    control.scan = scans > 0;
    scans -= scans > 0 ? 1 : 0;
    control.latch = k >= tile.k_extent && scans == 0;
    control.block = block;
    step_registers(tile, control, clock);
    clock.tick(entering);
  }
  clock.ask_output(block.rows * block.columns, tile.accumulate);
  clock.hold_for_operands();
  clock.hold_for_output();
}

/// Puts the digits of this clock on the lines; lanes, rows and columns beyond the tile carry 0.
void SteppedSerial::enter_digits(const TileView& tile, const SerialOrder& order, const Block& block,
                                 std::uint64_t k, std::uint64_t sub, SteppedClock& clock) {
  const SerialClock& at = order.clocks[sub];
  const std::uint64_t real = std::min(grid_.lanes, tile.k_extent - k);
  const auto enter = [&](std::vector<std::int32_t>& lines, const OperandView& view,
                         std::uint64_t first, std::uint64_t outers, std::uint64_t digit,
                         std::uint64_t digits, std::uint64_t width) {
    std::fill(lines.begin(), lines.end(), 0);
    for (std::uint64_t o = 0; o < outers; ++o) {
      for (std::uint64_t lane = 0; lane < real; ++lane) {
        std::int32_t value = digit_of(view.at(first + o, k + lane), digit, digits, width);
        lines[o * grid_.lanes + lane] = value;
      }
    }
  };
  enter(x_, tile.x, block.x, block.rows, at.x_digit, order.x_digits, order.x_digit_bits);
  enter(y_, tile.y, block.y, block.columns, at.y_digit, order.y_digits, order.y_digit_bits);
  // An element enters with the first clock of its step.
  const std::uint64_t first = sub == 0 ? 1 : 0;
  const std::uint64_t xs = block.rows * real;
  const std::uint64_t ys = block.columns * real;
  const SteppedClock::Read x{.entering = first * xs,
                             .elements = xs,
                             .bits = at.x_bits_read,
                             .users = block.columns,
                             .planes = order.x_planes};
  const SteppedClock::Read y{.entering = first * ys,
                             .elements = ys,
                             .bits = at.y_bits_read,
                             .users = block.rows,
                             .planes = order.y_planes};
  clock.ask_input(grid_.transposed ? y : x);
  clock.ask_weight(grid_.transposed ? x : y);
  const std::uint64_t useful = block.rows * block.columns * real *
                               bits_of_digit(order.x_bits, at.x_digit, order.x_digit_bits) *
                               bits_of_digit(order.y_bits, at.y_digit, order.y_digit_bits);
  counts_.useful += useful;
  counts_.padded +=
      grid_.rows * grid_.columns * grid_.lanes * order.x_digit_bits * order.y_digit_bits - useful;
}

void SteppedSerial::step_registers(const TileView& tile, const Control& control,
                                   SteppedClock& clock) {
  if (control.valid) {
    clock.count({.register_writes = x_.size() + y_.size()});
  }
  pipeline_.advance(tile, control, clock);
  multiply();
}

void SteppedSerial::multiply() {
  std::vector<std::int32_t>& products = pipeline_.products();
  for (std::uint64_t r = 0; r < grid_.rows; ++r) {
    const std::int32_t* x = &x_[r * grid_.lanes];
    for (std::uint64_t c = 0; c < grid_.columns; ++c) {
      const std::int32_t* y = &y_[c * grid_.lanes];
      std::int32_t* out = &products[(r * grid_.columns + c) * grid_.lanes];
      for (std::uint64_t lane = 0; lane < grid_.lanes; ++lane) {
        out[lane] = x[lane] * y[lane];
      }
    }
  }
}

}  // namespace metronome::array
