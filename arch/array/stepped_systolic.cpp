#include "arch/array/stepped_systolic.hpp"

#include <algorithm>

namespace metronome::array {
namespace {

std::uint64_t bits_of(const OperandView& view) { return static_cast<std::uint64_t>(view.bits); }

}  // namespace

template <class Pe>
SteppedSystolic<Pe>::SteppedSystolic(const SystolicGrid& grid, const Pe& pe, const Ports& ports)
    : grid_(grid), pe_(pe), ports_(ports) {
  const std::uint64_t pes = grid.rows * grid.columns;
  x_.resize(pes);
  sums_.resize(pes);
  wave_.resize(grid.columns);
  bottom_.resize(grid.columns);
  arrived_.resize(grid.columns);
}

/// Of the group that element k belongs to, where the PE takes exponents.
template <class Pe>
void SteppedSystolic<Pe>::load_exponent(Word& word, const OperandView& view, std::uint64_t outer,
                                        std::uint64_t k) const {
  if constexpr (requires { pe_.load_exponent(word, 0); }) {
    pe_.load_exponent(word, view.exponent(outer, k));
  }
}

/// A digit of an element into a lane, with the element's exponent where the PE takes one for each.
template <class Pe>
void SteppedSystolic<Pe>::load_lane(Word& word, const OperandView& view, const Entering& element,
                                    bool is_x) const {
  const std::int32_t digit =
      view.digit(element.outer, element.k, element.limb, element.limbs, pe_.limb_bits());
  is_x ? pe_.load_x(word, element.lane, digit) : pe_.load_y(word, element.lane, digit);
  if constexpr (requires { pe_.load_lane_exponent(word, 0, 0); }) {
    pe_.load_lane_exponent(word, element.lane, view.element_exponent(element.outer, element.k));
  }
}

template <class Pe>
void SteppedSystolic<Pe>::prepare(const Tile& tile) {
  if constexpr (requires { pe_.pair_limbs(); }) {
    limbs_ = {pe_.pair_limbs().first, pe_.pair_limbs().second};
  } else {
    limbs_ = {pe_.limbs(tile.x.bits), pe_.limbs(tile.y.bits)};
  }
  y_.assign(grid_.rows * grid_.columns * limbs_.y, Word{});
  shadow_.assign(y_.size(), Word{});
  std::fill(x_.begin(), x_.end(), Word{});
  std::fill(sums_.begin(), sums_.end(), Sum(0));
}

/// Whole codes, each of which enters the array once.
template <class Pe>
void SteppedSystolic<Pe>::ask_x(SteppedClock& clock, SteppedClock::Read read) const {
  read.entering = read.elements;
  grid_.transposed ? clock.ask_weight(read) : clock.ask_input(read);
}

template <class Pe>
void SteppedSystolic<Pe>::ask_y(SteppedClock& clock, SteppedClock::Read read) const {
  read.entering = read.elements;
  grid_.transposed ? clock.ask_input(read) : clock.ask_weight(read);
}

/// The limbs of one clock of a step enter: each PE will see them, `products` times with operands.
template <class Pe>
void SteppedSystolic<Pe>::count_step(const Tile& tile, std::uint64_t products, std::uint64_t now,
                                     SteppedClock& clock) {
  const std::uint64_t sub = now % limbs_.passes();
  const std::uint64_t useful =
      products * bits_of_digit(tile.x.multiplied_bits(), sub / limbs_.y, pe_.limb_bits()) *
      bits_of_digit(tile.y.multiplied_bits(), sub % limbs_.y, pe_.limb_bits());
  const std::uint64_t pes = grid_.rows * grid_.columns;
  counts_.useful += useful;
  counts_.padded += pes * pe_.bit_products() - useful;
  clock.count(pe_.work() * pes);
  clock.count({.register_writes = 2 * pes});  // x, and y or the sum, on their way
}

template <class Pe>
ArrayUse SteppedSystolic<Pe>::finish(const SteppedClock& clock) {
  counts_.idle += clock.idle_clocks() * grid_.rows * grid_.columns * pe_.bit_products();
  return clock.use();
}

/// Moves the valid bits of the last row; false once the last wave has left the corner.
template <class Pe>
bool SteppedSystolic<Pe>::advance_last_row(bool entering) {
  for (std::uint64_t c = grid_.columns - 1; c > 0; --c) {
    wave_[c] = wave_[c - 1];
  }
  wave_[0] = entering ? 1 : 0;
  return std::find(wave_.begin(), wave_.end(), 1) != wave_.end();
}

template <class Pe>
ArrayUse SteppedSystolic<Pe>::run_output_stationary(const Tile& tile) {
  prepare(tile);
  y_.assign(grid_.rows * grid_.columns, Word{});
  SteppedClock clock(ports_, watch_);
  for (std::uint64_t r = 0; r < tile.x_extent; r += grid_.rows) {
    for (std::uint64_t c = 0; c < tile.y_extent; c += grid_.columns) {
      output_stationary_pass(tile,
                             {r, c, std::min(grid_.rows, tile.x_extent - r),
                              std::min(grid_.columns, tile.y_extent - c)},
                             clock);
    }
  }
  return finish(clock);
}

template <class Pe>
void SteppedSystolic<Pe>::output_stationary_pass(const Tile& tile, const Block& block,
                                                 SteppedClock& clock) {
  clock.open_input();
  clock.open_weight();
  clock.open_output();
  const std::uint64_t steps = ceil_div(tile.k_extent, pe_.lanes());
  const std::uint64_t stream = steps * limbs_.passes();
  std::fill(wave_.begin(), wave_.end(), 0);
  bool active = true;
  for (std::uint64_t now = 0; active; ++now) {
    const bool entering = now < stream;
    if (entering && now % limbs_.passes() == 0) {
      const std::uint64_t k = now / limbs_.passes() * pe_.lanes();
      const std::uint64_t real = std::min(pe_.lanes(), tile.k_extent - k);
      const bool new_group = grid_.group > 0 && k % grid_.group == 0;
      const std::uint64_t exponent = new_group ? grid_.exponent_bits : 0;
      ask_x(clock, {.elements = block.rows * real,
                    .bits = bits_of(tile.x),
                    .exponent_bits = block.rows * exponent,
                    .users = block.columns});
      ask_y(clock, {.elements = block.columns * real,
                    .bits = bits_of(tile.y),
                    .exponent_bits = block.columns * exponent,
                    .users = block.rows});
    }
    if (entering) {
      const std::uint64_t k = now / limbs_.passes() * pe_.lanes();
      const std::uint64_t real = std::min(pe_.lanes(), tile.k_extent - k);
      count_step(tile, block.rows * block.columns * real, now, clock);
      const std::uint64_t pes = grid_.rows * grid_.columns;
      clock.count({.shifts = limbs_.passes() > 1 ? pes : 0, .register_writes = pes});  // the sums
    }
    move_output_stationary(tile, block, now);
    output_stationary_products(now);
    // Row R-1 is entered R-1 clocks after row 0.
    const bool last_row = now + 1 >= grid_.rows && now + 1 - grid_.rows < stream;
    active = advance_last_row(last_row) || now + 1 < stream || now + 1 < grid_.rows;
    if (active || last_row) {
      clock.tick(entering);
    }
    if (now + 1 == stream) {
      clock.hold_for_operands();
    }
  }
  clock.count({.register_writes = sums_.size()});  // shadow registers
  clock.ask_output(block.rows * block.columns, tile.accumulate);
  clock.hold_for_output();
  for (std::uint64_t r = 0; r < block.rows; ++r) {
    for (std::uint64_t c = 0; c < block.columns; ++c) {
      tile.out.write(block.row + r, block.column + c, sums_[at(r, c)], tile.accumulate);
    }
  }
  std::fill(sums_.begin(), sums_.end(), Sum(0));
}

/// x moves one PE right and y one PE down; the edges take in what is due at this clock.
template <class Pe>
void SteppedSystolic<Pe>::move_output_stationary(const Tile& tile, const Block& block,
                                                 std::uint64_t now) {
  const std::uint64_t lanes = pe_.lanes();
  const auto enter = [&](const OperandView& view, std::uint64_t lag, std::uint64_t outer, bool real,
                         std::uint64_t limb_count, bool is_x) {
    Word word{};
    const std::uint64_t step = now >= lag ? (now - lag) / limbs_.passes() : 0;
    if (!real || now < lag || step * lanes >= tile.k_extent) {
      return word;
    }
    const std::uint64_t sub = (now - lag) % limbs_.passes();
    const std::uint64_t limb = is_x ? sub / limbs_.y : sub % limbs_.y;
    for (std::uint64_t lane = 0; lane < lanes && step * lanes + lane < tile.k_extent; ++lane) {
      load_lane(word, view, {outer, step * lanes + lane, lane, limb, limb_count}, is_x);
    }
    load_exponent(word, view, outer, step * lanes);
    return word;
  };
  std::copy_backward(y_.begin(), y_.end() - static_cast<std::ptrdiff_t>(grid_.columns), y_.end());
  for (std::uint64_t c = 0; c < grid_.columns; ++c) {
    y_[c] = enter(tile.y, c, block.column + c, c < block.columns, limbs_.y, false);
  }
  for (std::uint64_t r = 0; r < grid_.rows; ++r) {
    const auto row = x_.begin() + static_cast<std::ptrdiff_t>(at(r, 0));
    std::copy_backward(row, row + static_cast<std::ptrdiff_t>(grid_.columns) - 1,
                       row + static_cast<std::ptrdiff_t>(grid_.columns));
    *row = enter(tile.x, r, block.row + r, r < block.rows, limbs_.x, true);
  }
}

/// The limb that a PE multiplies follows the wave: PE (r, c) is r + c clocks behind the corner.
template <class Pe>
void SteppedSystolic<Pe>::output_stationary_products(std::uint64_t now) {
  const std::uint64_t passes = limbs_.passes();
  if (passes == 1) {
    for (std::uint64_t i = 0; i < sums_.size(); ++i) {
      sums_[i] += pe_.multiply(x_[i], y_[i]);
    }
    return;
  }
  for (std::uint64_t r = 0; r < grid_.rows; ++r) {
    for (std::uint64_t c = 0; c < grid_.columns && r + c <= now; ++c) {
      const std::uint64_t shift = limbs_.shift((now - r - c) % passes, pe_.limb_bits());
      sums_[at(r, c)] += pe_.multiply(x_[at(r, c)], y_[at(r, c)]) * (std::int64_t{1} << shift);
    }
  }
}

template <class Pe>
ArrayUse SteppedSystolic<Pe>::run_stationary_operand(const Tile& tile) {
  prepare(tile);
  SteppedClock clock(ports_, watch_);
  const std::uint64_t k_block = grid_.rows * pe_.lanes();
  std::vector<Block> blocks;
  for (std::uint64_t k = 0; k < tile.k_extent; k += k_block) {
    for (std::uint64_t c = 0; c < tile.y_extent; c += grid_.columns) {
      blocks.push_back(
          {k, c, std::min(k_block, tile.k_extent - k), std::min(grid_.columns, tile.y_extent - c)});
    }
  }
  if (grid_.double_buffered_weights) {
    for (std::uint64_t shift = 0; shift < grid_.rows; ++shift) {
      shift_weights(tile, &blocks.front(), shift, clock);
      clock.tick(false);
    }
  }
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const Block* next = i + 1 < blocks.size() ? &blocks[i + 1] : nullptr;
    stationary_pass(tile, blocks[i], next, tile.accumulate || blocks[i].row > 0, clock);
  }
  return finish(clock);
}

/// One shift of the weight chains: every word moves a row down, and the words of the block's last
/// row enter first. Without a block, padding is shifted.
template <class Pe>
void SteppedSystolic<Pe>::shift_weights(const Tile& tile, const Block* block, std::uint64_t shift,
                                        SteppedClock& clock) {
  clock.count({.register_writes = shadow_.size()});
  const auto row_words = static_cast<std::ptrdiff_t>(grid_.columns * limbs_.y);
  std::copy_backward(shadow_.begin(), shadow_.end() - row_words, shadow_.end());
  std::fill(shadow_.begin(), shadow_.begin() + row_words, Word{});
  const std::uint64_t row = grid_.rows - 1 - shift;
  if (block == nullptr) {
    return;
  }
  for (std::uint64_t c = 0; c < block->columns; ++c) {
    load_weight(tile, *block, row, c);
  }
}

/// The words of a row of the grid enter the first shadow registers of a column.
template <class Pe>
void SteppedSystolic<Pe>::load_weight(const Tile& tile, const Block& block, std::uint64_t row,
                                      std::uint64_t column) {
  Word* words = &shadow_[column * limbs_.y];
  const std::uint64_t y = block.column + column;
  for (std::uint64_t limb = 0; limb < limbs_.y && row * pe_.lanes() < block.rows; ++limb) {
    load_exponent(words[limb], tile.y, y, block.row + row * pe_.lanes());
  }
  for (std::uint64_t lane = 0; lane < pe_.lanes(); ++lane) {
    const std::uint64_t k = row * pe_.lanes() + lane;
    for (std::uint64_t limb = 0; limb < limbs_.y && k < block.rows; ++limb) {
      load_lane(words[limb], tile.y, {y, block.row + k, lane, limb, limbs_.y}, false);
    }
  }
}

template <class Pe>
void SteppedSystolic<Pe>::stationary_pass(const Tile& tile, const Block& block, const Block* next,
                                          bool accumulate, SteppedClock& clock) {
  clock.open_weight();
  clock.open_input();
  const std::uint64_t exponents = grid_.exponents(block.rows);
  ask_y(clock, {.elements = block.rows * block.columns,
                .bits = bits_of(tile.y),
                .exponent_bits = block.columns * exponents});
  if (!grid_.double_buffered_weights) {
    for (std::uint64_t shift = 0; shift < grid_.rows; ++shift) {
      shift_weights(tile, &block, shift, clock);
      clock.tick(false);
    }
    clock.hold_for_operands();
    clock.open_weight();
    clock.open_input();
  }
  clock.open_output();
  y_.swap(shadow_);
  clock.count({.register_writes = y_.size()});
  std::fill(wave_.begin(), wave_.end(), 0);
  std::fill(arrived_.begin(), arrived_.end(), 0);
  const std::uint64_t stream = tile.x_extent * limbs_.passes();
  const std::uint64_t shifts = grid_.double_buffered_weights ? grid_.rows : 0;
  const std::uint64_t phase = std::max(stream, shifts);
  for (std::uint64_t now = 0;; ++now) {
    if (now < stream && now % limbs_.passes() == 0) {
      ask_x(clock, {.elements = block.rows,
                    .bits = bits_of(tile.x),
                    .exponent_bits = exponents,
                    .users = block.columns});
    }
    if (now < stream) {
      const std::uint64_t limb_work = limbs_.passes() > 1 ? grid_.columns : 0;
      count_step(tile, block.rows * block.columns, now, clock);
      clock.count({limb_work, limb_work, grid_.columns});  // below the grid
    }
    if (now < shifts) {
      shift_weights(tile, next, now, clock);
    }
    move_stationary(tile, block, now);
    const bool last_row = now + 1 >= grid_.rows && now + 1 - grid_.rows < phase;
    if (!advance_last_row(last_row) && now + 1 >= grid_.rows + phase) {
      break;
    }
    collect_sums(tile, block, accumulate, clock);
    clock.tick(now < stream);
    if (now + 1 == phase) {
      clock.hold_for_operands();
    }
  }
  clock.hold_for_output();
}

/// Sums move a row down, through the multiplier of the row that they enter; x moves right.
template <class Pe>
void SteppedSystolic<Pe>::move_stationary(const Tile& tile, const Block& block, std::uint64_t now) {
  const std::uint64_t lanes = pe_.lanes();
  const std::uint64_t passes = limbs_.passes();
  for (std::uint64_t r = grid_.rows; r-- > 0;) {
    const auto row = x_.begin() + static_cast<std::ptrdiff_t>(at(r, 0));
    std::copy_backward(row, row + static_cast<std::ptrdiff_t>(grid_.columns) - 1,
                       row + static_cast<std::ptrdiff_t>(grid_.columns));
    Word word{};
    if (now >= r && (now - r) / passes < tile.x_extent) {
      const std::uint64_t limb = (now - r) % passes / limbs_.y;
      for (std::uint64_t lane = 0; lane < lanes && r * lanes + lane < block.rows; ++lane) {
        load_lane(word, tile.x,
                  {(now - r) / passes, block.row + r * lanes + lane, lane, limb, limbs_.x}, true);
      }
      if (r * lanes < block.rows) {
        load_exponent(word, tile.x, (now - r) / passes, block.row + r * lanes);
      }
    }
    *row = word;
    const Sum* above = r > 0 ? &sums_[at(r - 1, 0)] : nullptr;
    Sum* sums = &sums_[at(r, 0)];
    const Word* x = &x_[at(r, 0)];
    const Word* y = &y_[at(r, 0) * limbs_.y];
    if (limbs_.y == 1) {
      for (std::uint64_t c = 0; c < grid_.columns; ++c) {
        sums[c] = (above != nullptr ? above[c] : Sum(0)) + pe_.multiply(x[c], y[c]);
      }
      continue;
    }
    for (std::uint64_t c = 0; c < grid_.columns; ++c) {
      const std::uint64_t limb = now >= r + c ? (now - r - c) % limbs_.y : 0;
      sums[c] = (above != nullptr ? above[c] : Sum(0)) + pe_.multiply(x[c], y[c * limbs_.y + limb]);
    }
  }
}

/// Below the grid: the sums of one element's limbs are shifted and added, then written.
template <class Pe>
void SteppedSystolic<Pe>::collect_sums(const Tile& tile, const Block& block, bool accumulate,
                                       SteppedClock& clock) {
  const std::uint64_t passes = limbs_.passes();
  for (std::uint64_t c = 0; c < block.columns; ++c) {
    const std::uint64_t element = arrived_[c] / passes;
    if (wave_[c] == 0 || element >= tile.x_extent) {
      continue;
    }
    const std::uint64_t sub = arrived_[c]++ % passes;
    const Sum sum =
        sums_[at(grid_.rows - 1, c)] * (std::int64_t{1} << limbs_.shift(sub, pe_.limb_bits()));
    bottom_[c] = sub == 0 ? sum : bottom_[c] + sum;
    if (sub + 1 == passes) {
      tile.out.write(element, block.column + c, bottom_[c], accumulate);
      clock.ask_output(1, accumulate);
    }
  }
}

template class SteppedSystolic<FixedPe>;
template class SteppedSystolic<FusionPe>;
template class SteppedSystolic<GroupPe>;
template class SteppedSystolic<ChunkPe>;
template class SteppedSystolic<ScaledChunkPe>;
template class SteppedSystolic<FloatChunkPe<std::int64_t>>;
template class SteppedSystolic<FloatChunkPe<WideSum>>;

}  // namespace metronome::array
