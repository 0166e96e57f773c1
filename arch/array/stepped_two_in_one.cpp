#include "arch/array/stepped_two_in_one.hpp"

#include <algorithm>

namespace metronome::array {

std::int32_t SteppedTwoInOne::Side::digit(std::int32_t code, std::uint64_t piece,
                                          std::uint64_t bit) const {
  return serial ? digit_of(code, piece * pieces.bits + bit, pieces.count * pieces.bits, 1)
                : digit_of(code, piece, pieces.count, pieces.bits);
}

std::uint64_t SteppedTwoInOne::Side::real_bits(std::uint64_t piece, std::uint64_t bit) const {
  return serial ? bits_of_digit(bits, piece * pieces.bits + bit, 1)
                : bits_of_digit(bits, piece, pieces.bits);
}

SteppedTwoInOne::SteppedTwoInOne(const TwoInOneSpec& spec, int x_bits, int y_bits, bool transposed,
                                 const Ports& ports)
    : grid_{spec.rows, spec.columns, kTileSubUnits, spec.drain_outputs_per_cycle, transposed},
      lanes_(spec.lanes),
      ports_(ports),
      x_side_{.pieces = pieces_of(x_bits), .serial = false, .bits = x_bits},
      y_side_{.pieces = pieces_of(y_bits), .serial = false, .bits = y_bits},
      pipeline_(grid_) {
  x_side_.serial = x_side_.pieces.bits < y_side_.pieces.bits;
  y_side_.serial = !x_side_.serial;
  const std::uint64_t pairs = x_side_.pieces.count * y_side_.pieces.count;
  products_ = std::max<std::uint64_t>(1, kTileSubUnits / pairs);
  rounds_ = std::max<std::uint64_t>(1, pairs / kTileSubUnits);
  serial_bits_ = (x_side_.serial ? x_side_ : y_side_).pieces.bits;
  const std::uint64_t lines = lanes_ * kTileSubUnits;
  x_.resize(grid_.rows * lines);
  y_.resize(grid_.columns * lines);
  for (std::uint64_t width = lanes_;; width = ceil_div<std::uint64_t>(width, 2)) {
    widths_.push_back(width);
    tree_.emplace_back(grid_.units() * kTileSubUnits * width, 0);
    if (width == 1) {
      break;
    }
  }
  controls_.resize(tree_.size());
}

SteppedTwoInOne::Place SteppedTwoInOne::place_at(std::uint64_t round, std::uint64_t index) const {
  const std::uint64_t pairs = x_side_.pieces.count * y_side_.pieces.count;
  const std::uint64_t pair = (round * kTileSubUnits + index) % pairs;
  return {.product = index * products_ / kTileSubUnits,
          .x_piece = pair % x_side_.pieces.count,
          .y_piece = pair / x_side_.pieces.count};
}

ArrayUse SteppedTwoInOne::run(const TileView& tile) {
  SteppedClock clock(ports_, watch_);
  pipeline_.clear();
  for (std::uint64_t x = 0; x < tile.x_extent; x += grid_.rows) {
    for (std::uint64_t y = 0; y < tile.y_extent; y += grid_.columns) {
      issue_slot(tile,
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
  while (pending()) {
    step_registers(tile, {}, clock);
    clock.tick(false);
  }
  counts_.idle += clock.idle_clocks() * grid_.units() * lanes_ * kTileSubUnits * kSubUnitBits;
  return clock.use();
}

void SteppedTwoInOne::issue_slot(const TileView& tile, const Block& block, SteppedClock& clock) {
  clock.open_input();
  clock.open_weight();
  clock.open_output();
  std::uint64_t k = 0;
  std::uint64_t sub = 0;
  std::uint64_t scans = grid_.scan_clocks();
  while (k < tile.k_extent || scans > 0) {
    Control control;
    const bool entering = k < tile.k_extent;
    if (entering) {
      enter_digits(tile, block, k, sub, clock);
      control.valid = true;
      control.shift = sub % serial_bits_ + significance(place_at(sub / serial_bits_, 0));
      sub = (sub + 1) % (rounds_ * serial_bits_);
      k += sub == 0 ? lanes_ * products_ : 0;
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

/// Puts what the sub-units take at this clock on the lines; lanes, rows and columns beyond the tile
/// carry 0. The products of a tile are neighbours along k.
void SteppedTwoInOne::enter_digits(const TileView& tile, const Block& block, std::uint64_t k,
                                   std::uint64_t sub, SteppedClock& clock) {
  const std::uint64_t round = sub / serial_bits_;
  const std::uint64_t bit = sub % serial_bits_;
  const std::uint64_t real = std::min(lanes_ * products_, tile.k_extent - k);
  std::fill(x_.begin(), x_.end(), 0);
  std::fill(y_.begin(), y_.end(), 0);
  for (std::uint64_t line = 0; line < lanes_ * kTileSubUnits; ++line) {
    const Place place = place_at(round, line % kTileSubUnits);
    const std::uint64_t element = line / kTileSubUnits * products_ + place.product;
    if (element >= real) {
      continue;
    }
    for (std::uint64_t r = 0; r < block.rows; ++r) {
      x_[r * lanes_ * kTileSubUnits + line] =
          x_side_.digit(tile.x.at(block.x + r, k + element), place.x_piece, bit);
    }
    for (std::uint64_t c = 0; c < block.columns; ++c) {
      y_[c * lanes_ * kTileSubUnits + line] =
          y_side_.digit(tile.y.at(block.y + c, k + element), place.y_piece, bit);
    }
  }
  if (sub == 0) {
    ask_buffers(tile, block, real, clock);
  }
  count_products(block, real, round, bit);
}

/// Codes enter whole, with the first clock of their step.
void SteppedTwoInOne::ask_buffers(const TileView& tile, const Block& block, std::uint64_t elements,
                                  SteppedClock& clock) const {
  const std::uint64_t xs = block.rows * elements;
  const std::uint64_t ys = block.columns * elements;
  const SteppedClock::Read x{.entering = xs,
                             .elements = xs,
                             .bits = static_cast<std::uint64_t>(tile.x.bits),
                             .users = block.columns};
  const SteppedClock::Read y{.entering = ys,
                             .elements = ys,
                             .bits = static_cast<std::uint64_t>(tile.y.bits),
                             .users = block.rows};
  clock.ask_input(grid_.transposed ? y : x);
  clock.ask_weight(grid_.transposed ? x : y);
}

void SteppedTwoInOne::count_products(const Block& block, std::uint64_t elements,
                                     std::uint64_t round, std::uint64_t bit) {
  std::uint64_t useful = 0;
  for (std::uint64_t line = 0; line < lanes_ * kTileSubUnits; ++line) {
    const Place place = place_at(round, line % kTileSubUnits);
    if (line / kTileSubUnits * products_ + place.product < elements) {
      useful += x_side_.real_bits(place.x_piece, bit) * y_side_.real_bits(place.y_piece, bit);
    }
  }
  useful *= block.rows * block.columns;
  counts_.useful += useful;
  counts_.padded += grid_.units() * lanes_ * kTileSubUnits * kSubUnitBits - useful;
}

/// All registers take their next values, the last ones first.
void SteppedTwoInOne::step_registers(const TileView& tile, const Control& control,
                                     SteppedClock& clock) {
  count_work(control, clock);
  pipeline_.advance(tile, controls_.back(), clock);
  shift_places();
  for (std::size_t level = tree_.size() - 1; level > 0; --level) {
    add_pairs(level);
  }
  multiply();
  std::move_backward(controls_.begin(), controls_.end() - 1, controls_.end());
  controls_.front() = control;
}

/// Of the lines, the products and the trees of the places; the pipeline counts what is behind them.
void SteppedTwoInOne::count_work(const Control& entering, SteppedClock& clock) const {
  const std::uint64_t trees = grid_.units() * kTileSubUnits;
  if (entering.valid) {
    clock.count({.register_writes = x_.size() + y_.size() + trees * lanes_});
  }
  for (std::size_t level = 1; level < widths_.size(); ++level) {
    if (controls_[level - 1].valid) {
      clock.count(
          {.adds = trees * (widths_[level - 1] / 2), .register_writes = trees * widths_[level]});
    }
  }
  if (controls_.back().valid) {
    clock.count({.shifts = trees - grid_.units()});
  }
}

/// The sums of the places, by their significance within a round, enter the pipeline.
void SteppedTwoInOne::shift_places() {
  std::vector<std::int32_t>& shifted = pipeline_.products();
  const std::vector<std::int32_t>& sums = tree_.back();
  for (std::uint64_t place = 0; place < kTileSubUnits; ++place) {
    const std::uint64_t shift = significance(place_at(0, place));
    for (std::uint64_t i = place; i < sums.size(); i += kTileSubUnits) {
      shifted[i] = sums[i] * (1 << shift);
    }
  }
}

void SteppedTwoInOne::add_pairs(std::size_t level) {
  const std::uint64_t from = widths_[level - 1];
  const std::uint64_t to = widths_[level];
  const std::vector<std::int32_t>& above = tree_[level - 1];
  std::vector<std::int32_t>& sums = tree_[level];
  for (std::uint64_t unit = 0; unit < grid_.units(); ++unit) {
    for (std::uint64_t i = 0; i < to * kTileSubUnits; ++i) {
      const std::uint64_t lane = i / kTileSubUnits;
      const std::uint64_t place = i % kTileSubUnits;
      const auto at = [&](std::uint64_t one) {
        return above[(unit * from + one) * kTileSubUnits + place];
      };
      sums[unit * to * kTileSubUnits + i] =
          at(2 * lane) + (2 * lane + 1 < from ? at(2 * lane + 1) : 0);
    }
  }
}

void SteppedTwoInOne::multiply() {
  const std::uint64_t lines = lanes_ * kTileSubUnits;
  std::vector<std::int32_t>& products = tree_.front();
  for (std::uint64_t r = 0; r < grid_.rows; ++r) {
    const std::int32_t* x = &x_[r * lines];
    for (std::uint64_t c = 0; c < grid_.columns; ++c) {
      const std::int32_t* y = &y_[c * lines];
      std::int32_t* out = &products[(r * grid_.columns + c) * lines];
      for (std::uint64_t line = 0; line < lines; ++line) {
        out[line] = x[line] * y[line];
      }
    }
  }
}

bool SteppedTwoInOne::pending() const {
  return pipeline_.pending() || std::any_of(controls_.begin(), controls_.end(),
                                            [](const Control& c) { return c.scan || c.latch; });
}

}  // namespace metronome::array
