#include "arch/array/stepped_terms.hpp"

#include <algorithm>

namespace metronome::array {

SteppedTerms::SteppedTerms(const TermSerialSpec& spec, const Operands& operands, bool transposed,
                           const Ports& ports)
    : spec_(spec),
      grid_{spec.columns, spec.rows, spec.lanes, spec.drain_outputs_per_cycle, transposed},
      ports_(ports),
      pipeline_(grid_) {
  const TermSides sides = term_sides(spec, operands);
  const int y_bits = transposed ? operands.a_bits : operands.b_bits;
  y_limbs_ = (transposed ? sides.a : sides.b) ? 0 : limbs(spec, y_bits);
  y_bits_ = static_cast<std::uint64_t>(y_bits);
  x_bits_ = static_cast<std::uint64_t>(transposed ? operands.b_bits : operands.a_bits);
  for (std::uint64_t unit = 0; unit < grid_.units(); ++unit) {
    units_.push_back(
        {unit / grid_.columns, unit % grid_.columns, 0, std::vector<Lane>(spec.lanes)});
  }
  products_.resize(grid_.units() * spec.lanes);
}

ArrayUse SteppedTerms::run(const TileView& tile) {
  SteppedClock clock(ports_, watch_);
  pipeline_.clear();
  const std::uint64_t before = counts_.useful;
  for (std::uint64_t x = 0; x < tile.x_extent; x += grid_.rows) {
    for (std::uint64_t y = 0; y < tile.y_extent; y += grid_.columns) {
      run_block(tile,
                {x, y, std::min(grid_.rows, tile.x_extent - x),
                 std::min(grid_.columns, tile.y_extent - y)},
                clock);
    }
  }
  // The scan of the last block is issued; then the pipeline empties.
  const auto idle_clock = [&](const Pipeline::Control& control) {
    pipeline_.advance(tile, control, clock);
    std::fill(pipeline_.products().begin(), pipeline_.products().end(), 0);
    clock.tick(false);
  };
  for (std::uint64_t now = 0; now < grid_.scan_clocks(); ++now) {
    idle_clock({.scan = true});
  }
  while (pipeline_.pending()) {
    idle_clock({});
  }
  const std::uint64_t peak =
      products_.size() * static_cast<std::uint64_t>(y_limbs_ > 0 ? spec_.parallel_bits : 1);
  counts_.padded += clock.use().busy_cycles * peak - (counts_.useful - before);
  counts_.idle += (clock.use().cycles() - clock.use().busy_cycles) * peak;
  return clock.use();
}

void SteppedTerms::run_block(const TileView& tile, const Block& block, SteppedClock& clock) {
  clock.open_input();
  clock.open_weight();
  clock.open_output();
  const bool whole = spec_.synchronisation == Synchronisation::array;
  const bool by_row = spec_.synchronisation == Synchronisation::column;
  groups_.assign(whole ? 1 : block.rows * (by_row ? 1 : block.columns), {});
  steps_asked_ = 0;
  std::uint64_t fired = 0;
  std::uint64_t stream = 0;
  std::uint64_t scans = grid_.scan_clocks();
  for (bool streaming = true; streaming || scans > 0;) {
    const bool busy = streaming;
    std::fill(products_.begin(), products_.end(), 0);
    if (streaming) {
      fetch_steps(tile, block, clock);
      fired += fire_all(block);
      ++stream;
      streaming = std::any_of(groups_.begin(), groups_.end(),
                              [&](const Group& g) { return g.done < steps(tile); });
    }
    const bool scan = scans > 0;
    scans -= scan ? 1 : 0;
    if (busy) {  // terms that are pending, and the shifters behind them
      clock.count({.shifts = products_.size(), .register_writes = products_.size()});
    }
    pipeline_.advance(tile, {busy, 0, scan, !streaming && scans == 0, block}, clock);
    pipeline_.products().swap(products_);
    clock.tick(busy);
  }
  // The mean lane multiplied in so many clocks of the stream; in the others it waited.
  const std::uint64_t mean =
      ceil_div(steps(tile) * fired, block.rows * block.columns * tile.k_extent);
  clock.book_synchronisation(stream - std::min(stream, mean));
  clock.ask_output(block.rows * block.columns, tile.accumulate);
  clock.hold_for_operands();
  clock.hold_for_output();
}

SteppedTerms::Group& SteppedTerms::group_of(const Unit& unit, const Block& block) {
  switch (spec_.synchronisation) {
    case Synchronisation::array:
      return groups_.front();
    case Synchronisation::column:
      return groups_[unit.row];
    case Synchronisation::unit:
      return groups_[unit.row * block.columns + unit.column];
  }
  fail_no_enumerator(spec_.synchronisation);
}

/// Groups that are through with a step take in the next one, unless they are too far ahead.
void SteppedTerms::fetch_steps(const TileView& tile, const Block& block, SteppedClock& clock) {
  std::uint64_t slowest = steps(tile);
  for (const Group& group : groups_) {
    slowest = std::min(slowest, group.done);
  }
  std::vector<char> fetching;
  for (Group& group : groups_) {
    const bool fetches =
        !group.at_work && group.done < steps(tile) && group.done <= slowest + spec_.lookahead_steps;
    fetching.push_back(fetches ? 1 : 0);
    group.at_work |= fetches;
    if (fetches && group.done == steps_asked_) {
      ask_step(tile, block, steps_asked_++, clock);
    }
  }
  for (Unit& unit : units_) {
    if (unit.row >= block.rows || unit.column >= block.columns) {
      continue;
    }
    const Group& group = group_of(unit, block);
    if (fetching[static_cast<std::size_t>(&group - groups_.data())] != 0) {
      fetch(tile, block, unit, group.done);
    }
  }
}

void SteppedTerms::ask_step(const TileView& tile, const Block& block, std::uint64_t step,
                            SteppedClock& clock) {
  const std::uint64_t real = std::min(spec_.lanes, tile.k_extent - step * spec_.lanes);
  const std::uint64_t xs = block.rows * real;
  const std::uint64_t ys = block.columns * real;
  const SteppedClock::Read x{
      .entering = xs, .elements = xs, .bits = x_bits_, .users = block.columns};
  const SteppedClock::Read y{.entering = ys, .elements = ys, .bits = y_bits_, .users = block.rows};
  clock.ask_input(grid_.transposed ? y : x);
  clock.ask_weight(grid_.transposed ? x : y);
}

void SteppedTerms::fetch(const TileView& tile, const Block& block, Unit& unit,
                         std::uint64_t step) const {
  unit.limb = 0;
  for (std::uint64_t i = 0; i < spec_.lanes; ++i) {
    Lane& lane = unit.lanes[i];
    lane = {};
    const std::uint64_t k = step * spec_.lanes + i;
    if (k < tile.k_extent) {
      lane.x = terms_of(tile.x.at(block.x + unit.row, k), spec_.encoding);
      lane.y_value = tile.y.at(block.y + unit.column, k);
      if (y_limbs_ == 0) {
        lane.y = terms_of(lane.y_value, spec_.encoding);
      }
    }
  }
}

bool SteppedTerms::pending(const Unit& unit) const {
  return std::any_of(unit.lanes.begin(), unit.lanes.end(), [&](const Lane& lane) {
    return y_limbs_ == 0 ? lane.has_pair() : lane.has_term();
  });
}

/// All units at work multiply; groups without terms left have done their step.
std::uint64_t SteppedTerms::fire_all(const Block& block) {
  std::uint64_t fired = 0;
  for (std::size_t u = 0; u < units_.size(); ++u) {
    Unit& unit = units_[u];
    if (unit.row >= block.rows || unit.column >= block.columns) {
      continue;
    }
    Group& group = group_of(unit, block);
    if (group.at_work) {
      fired += fire(unit, &products_[u * spec_.lanes]);
      group.pending |= pending(unit);
    }
  }
  for (Group& group : groups_) {
    if (group.at_work && !group.pending) {
      ++group.done;
      group.at_work = false;
    }
    group.pending = false;
  }
  return fired;
}

std::uint64_t SteppedTerms::fire(Unit& unit, std::int64_t* products) {
  if (y_limbs_ > 0) {
    return fire_terms(unit, products);
  }
  std::uint64_t fired = 0;
  for (std::size_t i = 0; i < unit.lanes.size(); ++i) {
    Lane& lane = unit.lanes[i];
    if (!lane.has_pair()) {
      continue;
    }
    const Term& x = lane.x[lane.at_x];
    const Term& y = lane.y[lane.at_y];
    const std::int64_t power = std::int64_t{1} << (x.exponent + y.exponent);
    products[i] = x.negative != y.negative ? -power : power;
    ++fired;
    ++counts_.useful;
    if (++lane.at_y == lane.y.size()) {
      lane.at_y = 0;
      ++lane.at_x;
    }
  }
  return fired;
}

/// One term of x, within reach of the lowest that is pending, times a limb of y. The limb changes
/// when all lanes have done their terms.
std::uint64_t SteppedTerms::fire_terms(Unit& unit, std::int64_t* products) {
  constexpr int kNone = 1 << 20;
  int base = kNone;
  for (const Lane& lane : unit.lanes) {
    base = std::min(base, lane.has_term() ? lane.x[lane.at_x].exponent : kNone);
  }
  std::uint64_t fired = 0;
  const auto limb_bits = static_cast<std::uint64_t>(spec_.parallel_bits);
  for (std::size_t i = 0; i < unit.lanes.size(); ++i) {
    Lane& lane = unit.lanes[i];
    if (!lane.has_term() ||
        lane.x[lane.at_x].exponent >= base + static_cast<int>(spec_.window_positions)) {
      continue;
    }
    const Term& x = lane.x[lane.at_x++];
    const std::int64_t limb = digit_of(lane.y_value, unit.limb, y_limbs_, limb_bits);
    const std::int64_t product =
        limb *
        (std::int64_t{1} << (static_cast<std::uint64_t>(x.exponent) + unit.limb * limb_bits));
    products[i] = x.negative ? -product : product;
    ++fired;
    counts_.useful += bits_of_digit(static_cast<int>(y_bits_), unit.limb, limb_bits);
  }
  if (fired > 0 && !pending(unit) && unit.limb + 1 < y_limbs_) {
    ++unit.limb;
    for (Lane& lane : unit.lanes) {
      lane.at_x = 0;
    }
  }
  return fired;
}

}  // namespace metronome::array
