#include "arch/array/stepped_pipelined.hpp"

#include <algorithm>

namespace metronome::array {

template <class Pe>
PipelinedSystolic<Pe>::PipelinedSystolic(const SystolicGrid& grid, const Pe& pe, const Ports& ports)
    : Base(grid, pe, ports), drains_(grid.rows * grid.columns) {}

template <class Pe>
std::optional<typename PipelinedSystolic<Pe>::Place> PipelinedSystolic<Pe>::at_pe(
    std::uint64_t now, std::uint64_t lag) const {
  if (now < lag || now - lag >= blocks_.size() * window_) {
    return std::nullopt;
  }
  return Place{(now - lag) / window_, (now - lag) % window_};
}

template <class Pe>
void PipelinedSystolic<Pe>::begin(std::uint64_t stream) {
  stream_ = stream;
  window_ = std::max(stream, grid_.rows);
}

template <class Pe>
void PipelinedSystolic<Pe>::open(SteppedClock& clock) const {
  clock.open_input();
  clock.open_weight();
  clock.open_output();
}

/// At the last clock of a pass's window.
template <class Pe>
void PipelinedSystolic<Pe>::end_window(const Tile& tile, std::uint64_t now, bool stationary,
                                       SteppedClock& clock) const {
  const std::optional<Place> place = at_pe(now, 0);
  if (!place || place->step + 1 < window_) {
    return;
  }
  const Block& block = blocks_[place->pass];
  clock.ask_output((stationary ? tile.x_extent : block.rows) * block.columns,
                   tile.accumulate || (stationary && block.row > 0));
  clock.hold_for_operands();
  clock.hold_for_output();
  open(clock);
}

/// x moves one PE right; each row takes in what is due for it at this clock.
template <class Pe>
void PipelinedSystolic<Pe>::move_x(const Tile& tile, std::uint64_t now, bool stationary) {
  const std::uint64_t lanes = pe_.lanes();
  for (std::uint64_t r = 0; r < grid_.rows; ++r) {
    const auto row = x_.begin() + static_cast<std::ptrdiff_t>(at(r, 0));
    std::copy_backward(row, row + static_cast<std::ptrdiff_t>(grid_.columns) - 1,
                       row + static_cast<std::ptrdiff_t>(grid_.columns));
    *row = Word{};
    const std::optional<Place> place = at_pe(now, r);
    if (!streams(place)) {
      continue;
    }
    const Block& block = blocks_[place->pass];
    const std::uint64_t step = place->step / limbs_.passes();
    const std::uint64_t limb = place->step % limbs_.passes() / limbs_.y;
    // Of x and k: the step runs along the one, the grid's rows along the other.
    const std::uint64_t outer = stationary ? step : block.row + r;
    const std::uint64_t k = stationary ? block.row + r * lanes : step * lanes;
    const std::uint64_t k_end = stationary ? block.row + block.rows : tile.k_extent;
    if (k >= k_end || (!stationary && r >= block.rows)) {
      continue;
    }
    for (std::uint64_t lane = 0; lane < lanes && k + lane < k_end; ++lane) {
      this->load_lane(*row, tile.x, {outer, k + lane, lane, limb, limbs_.x}, true);
    }
    this->load_exponent(*row, tile.x, outer, k);
  }
}

/// Output stationary: y moves one PE down.
template <class Pe>
void PipelinedSystolic<Pe>::move_y(const Tile& tile, std::uint64_t now) {
  const std::uint64_t lanes = pe_.lanes();
  std::copy_backward(y_.begin(), y_.end() - static_cast<std::ptrdiff_t>(grid_.columns), y_.end());
  for (std::uint64_t c = 0; c < grid_.columns; ++c) {
    y_[c] = Word{};
    const std::optional<Place> place = at_pe(now, c);
    if (!streams(place) || c >= blocks_[place->pass].columns) {
      continue;
    }
    const std::uint64_t outer = blocks_[place->pass].column + c;
    const std::uint64_t k = place->step / limbs_.passes() * lanes;
    const std::uint64_t limb = place->step % limbs_.passes() % limbs_.y;
    for (std::uint64_t lane = 0; lane < lanes && k + lane < tile.k_extent; ++lane) {
      this->load_lane(y_[c], tile.y, {outer, k + lane, lane, limb, limbs_.y}, false);
    }
    this->load_exponent(y_[c], tile.y, outer, k);
  }
}

/// Sums go down to the port, and the first wave of a window leaves the sum of the window before.
/// The waves of a window that has no pass behind the last one still do.
template <class Pe>
void PipelinedSystolic<Pe>::drain(const Tile& tile, std::uint64_t now, SteppedClock& clock) {
  const std::uint64_t rows = grid_.rows;
  std::uint64_t moved = 0;
  for (std::uint64_t c = 0; c < grid_.columns; ++c) {
    // Clocks since the first wave of a window behind a pass has come to the column's last row.
    const std::uint64_t wave = now >= rows - 1 + c ? now - (rows - 1 + c) : 0;
    const std::uint64_t since = wave % window_;
    const bool leaves = wave >= window_ && wave / window_ <= blocks_.size() && since < rows;
    for (std::uint64_t r = rows - 1; leaves && since > 0 && r-- > since - 1;) {
      drains_[at(r + 1, c)] = drains_[at(r, c)];
      ++moved;
    }
    for (std::uint64_t r = 0; r < rows && r + c <= now; ++r) {
      const std::uint64_t u = now - r - c;
      if (u % window_ == 0 && u >= window_ && u / window_ <= blocks_.size()) {
        drains_[at(r, c)] = sums_[at(r, c)];
        sums_[at(r, c)] = Sum(0);
        ++moved;
      }
    }
    if (leaves) {
      const Block& block = blocks_[wave / window_ - 1];
      const std::uint64_t r = rows - 1 - since;
      if (r < block.rows && c < block.columns) {
        tile.out.write(block.row + r, block.column + c, drains_[at(rows - 1, c)], tile.accumulate);
      }
    }
  }
  clock.count({.register_writes = moved});
}

template <class Pe>
void PipelinedSystolic<Pe>::accumulate(std::uint64_t now) {
  for (std::uint64_t r = 0; r < grid_.rows; ++r) {
    for (std::uint64_t c = 0; c < grid_.columns && r + c <= now; ++c) {
      if (const std::optional<Place> place = at_pe(now, r + c); streams(place)) {
        const std::uint64_t shift = limbs_.shift(place->step % limbs_.passes(), pe_.limb_bits());
        sums_[at(r, c)] += pe_.multiply(x_[at(r, c)], y_[at(r, c)]) * (std::int64_t{1} << shift);
      }
    }
  }
}

template <class Pe>
void PipelinedSystolic<Pe>::ask_operands(const Tile& tile, const Place& place,
                                         SteppedClock& clock) {
  const Block& block = blocks_[place.pass];
  const std::uint64_t k = place.step / limbs_.passes() * pe_.lanes();
  const std::uint64_t real = std::min(pe_.lanes(), tile.k_extent - k);
  if (place.step % limbs_.passes() == 0) {
    const bool new_group = grid_.group > 0 && k % grid_.group == 0;
    const std::uint64_t exponent = new_group ? grid_.exponent_bits : 0;
    this->ask_x(clock, {.elements = block.rows * real,
                        .bits = static_cast<std::uint64_t>(tile.x.bits),
                        .exponent_bits = block.rows * exponent,
                        .users = block.columns});
    this->ask_y(clock, {.elements = block.columns * real,
                        .bits = static_cast<std::uint64_t>(tile.y.bits),
                        .exponent_bits = block.columns * exponent,
                        .users = block.rows});
  }
  this->count_step(tile, block.rows * block.columns * real, place.step, clock);
  const std::uint64_t pes = grid_.rows * grid_.columns;
  clock.count({.shifts = limbs_.passes() > 1 ? pes : 0, .register_writes = pes});  // the sums
}

template <class Pe>
ArrayUse PipelinedSystolic<Pe>::run_output_stationary(const Tile& tile) {
  this->prepare(tile);
  y_.assign(grid_.rows * grid_.columns, Word{});
  blocks_.clear();
  for (std::uint64_t r = 0; r < tile.x_extent; r += grid_.rows) {
    for (std::uint64_t c = 0; c < tile.y_extent; c += grid_.columns) {
      blocks_.push_back({r, c, std::min(grid_.rows, tile.x_extent - r),
                         std::min(grid_.columns, tile.y_extent - c)});
    }
  }
  begin(ceil_div(tile.k_extent, pe_.lanes()) * limbs_.passes());
  SteppedClock clock(Base::ports_, this->watch_);
  open(clock);
  // Until the last column's last sum, which comes from the first row, is at the port.
  const std::uint64_t end =
      blocks_.size() * window_ + (grid_.rows - 1) + (grid_.columns - 1) + grid_.rows;
  for (std::uint64_t now = 0; now < end; ++now) {
    const std::optional<Place> corner = at_pe(now, 0);
    if (streams(corner)) {
      ask_operands(tile, *corner, clock);
    }
    move_x(tile, now, false);
    move_y(tile, now);
    drain(tile, now, clock);
    accumulate(now);
    clock.tick(streams(corner));
    end_window(tile, now, false, clock);
  }
  return this->finish(clock);
}

/// The first wave of a pass takes the stationary words over, and the next pass's follow it in.
template <class Pe>
void PipelinedSystolic<Pe>::exchange_weights(const Tile& tile, std::uint64_t now,
                                             SteppedClock& clock) {
  const std::uint64_t limbs = limbs_.y;
  for (std::uint64_t c = 0; c < grid_.columns; ++c) {
    const std::optional<Place> place = at_pe(now, c);
    if (!place || place->step >= grid_.rows) {
      continue;
    }
    const std::uint64_t front = place->step;  // the row that the wave has come to
    const auto words = [&](std::vector<Word>& registers, std::uint64_t row) {
      return registers.begin() + static_cast<std::ptrdiff_t>(at(row, c) * limbs);
    };
    const auto count = static_cast<std::ptrdiff_t>(limbs);
    std::copy_n(words(shadow_, front), count, words(y_, front));
    for (std::uint64_t r = front; r > 0; --r) {
      std::copy_n(words(shadow_, r - 1), count, words(shadow_, r));
    }
    std::fill_n(words(shadow_, 0), count, Word{});
    const std::uint64_t next = place->pass + 1;
    if (next < blocks_.size() && c < blocks_[next].columns) {
      this->load_weight(tile, blocks_[next], grid_.rows - 1 - front, c);
    }
    clock.count({.register_writes = limbs * (1 + front + 1)});
  }
}

/// Sums move a row down, through the multiplier of the row that they enter.
template <class Pe>
void PipelinedSystolic<Pe>::multiply_down(std::uint64_t now) {
  for (std::uint64_t r = grid_.rows; r-- > 0;) {
    for (std::uint64_t c = 0; c < grid_.columns; ++c) {
      const std::optional<Place> place = at_pe(now, r + c);
      const std::uint64_t limb = place ? place->step % limbs_.y : 0;
      sums_[at(r, c)] = (r > 0 ? sums_[at(r - 1, c)] : Sum(0)) +
                        pe_.multiply(x_[at(r, c)], y_[at(r, c) * limbs_.y + limb]);
    }
  }
}

/// Below the grid: the sums of one element's limbs are shifted and added, then written.
template <class Pe>
void PipelinedSystolic<Pe>::collect(const Tile& tile, std::uint64_t now) {
  const std::uint64_t passes = limbs_.passes();
  for (std::uint64_t c = 0; c < grid_.columns; ++c) {
    const std::optional<Place> place = at_pe(now, grid_.rows - 1 + c);
    if (!streams(place) || c >= blocks_[place->pass].columns) {
      continue;
    }
    const Block& block = blocks_[place->pass];
    const std::uint64_t sub = place->step % passes;
    const Sum sum =
        sums_[at(grid_.rows - 1, c)] * (std::int64_t{1} << limbs_.shift(sub, pe_.limb_bits()));
    bottom_[c] = sub == 0 ? sum : bottom_[c] + sum;
    if (sub + 1 == passes) {
      tile.out.write(place->step / passes, block.column + c, bottom_[c],
                     tile.accumulate || block.row > 0);
    }
  }
}

template <class Pe>
void PipelinedSystolic<Pe>::stream_stationary(const Tile& tile, std::uint64_t now,
                                              SteppedClock& clock) {
  const std::optional<Place> corner = at_pe(now, 0);
  if (!corner) {
    return;
  }
  const Block& block = blocks_[corner->pass];
  const std::uint64_t exponents = grid_.exponents(block.rows);
  const auto bits = [](const OperandView& view) { return static_cast<std::uint64_t>(view.bits); };
  if (corner->step == 0) {
    this->ask_y(clock, {.elements = block.rows * block.columns,
                        .bits = bits(tile.y),
                        .exponent_bits = block.columns * exponents});
  }
  if (!streams(corner)) {
    return;
  }
  if (corner->step % limbs_.passes() == 0) {
    this->ask_x(clock, {.elements = block.rows,
                        .bits = bits(tile.x),
                        .exponent_bits = exponents,
                        .users = block.columns});
  }
  const std::uint64_t limb_work = limbs_.passes() > 1 ? grid_.columns : 0;
  this->count_step(tile, block.rows * block.columns, corner->step, clock);
  clock.count({limb_work, limb_work, grid_.columns});  // below the grid
}

template <class Pe>
ArrayUse PipelinedSystolic<Pe>::run_stationary_operand(const Tile& tile) {
  this->prepare(tile);
  const std::uint64_t k_block = grid_.rows * pe_.lanes();
  blocks_.clear();
  for (std::uint64_t k = 0; k < tile.k_extent; k += k_block) {
    for (std::uint64_t c = 0; c < tile.y_extent; c += grid_.columns) {
      blocks_.push_back(
          {k, c, std::min(k_block, tile.k_extent - k), std::min(grid_.columns, tile.y_extent - c)});
    }
  }
  begin(tile.x_extent * limbs_.passes());
  SteppedClock clock(Base::ports_, this->watch_);
  for (std::uint64_t shift = 0; shift < grid_.rows; ++shift) {
    this->shift_weights(tile, &blocks_.front(), shift, clock);
    clock.tick(false);
  }
  open(clock);
  const std::uint64_t end = blocks_.size() * window_ + (grid_.rows - 1) + (grid_.columns - 1);
  for (std::uint64_t now = 0; now < end; ++now) {
    stream_stationary(tile, now, clock);
    exchange_weights(tile, now, clock);
    move_x(tile, now, true);
    multiply_down(now);
    collect(tile, now);
    clock.tick(streams(at_pe(now, 0)));
    end_window(tile, now, true, clock);
  }
  return this->finish(clock);
}

template class PipelinedSystolic<FixedPe>;
template class PipelinedSystolic<FusionPe>;
template class PipelinedSystolic<GroupPe>;
template class PipelinedSystolic<ChunkPe>;
template class PipelinedSystolic<ScaledChunkPe>;
template class PipelinedSystolic<FloatChunkPe<std::int64_t>>;
template class PipelinedSystolic<FloatChunkPe<WideSum>>;

}  // namespace metronome::array
