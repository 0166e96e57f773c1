#include "arch/array/stepped_binary_overlay.hpp"

#include <algorithm>
#include <bit>

#include "sim/base/quantity.hpp"

namespace metronome::array {

BitPlanes::BitPlanes(const OperandView& view, std::uint64_t outers, std::uint64_t k_extent,
                     std::uint64_t lanes)
    : planes_(view.bits),
      is_signed_(view.is_signed),
      outers_(outers),
      chunks_(ceil_div(k_extent, lanes)),
      chunk_words_(ceil_div<std::uint64_t>(lanes, 64)),
      bits_(static_cast<std::uint64_t>(planes_) * outers * chunks_ * chunk_words_) {
  for (std::uint64_t outer = 0; outer < outers; ++outer) {
    for (std::uint64_t k = 0; k < k_extent; ++k) {
      const std::int32_t code = view.at(outer, k);
      const std::uint64_t lane = k % lanes;
      const std::uint64_t word = (outer * chunks_ + k / lanes) * chunk_words_ + lane / 64;
      for (int plane = 0; plane < planes_; ++plane) {
        const auto bit = static_cast<std::uint64_t>(code >> plane & 1);
        bits_[static_cast<std::uint64_t>(plane) * outers_ * chunks_ * chunk_words_ + word] |=
            bit << lane % 64;
      }
    }
  }
}

SteppedBinaryOverlay::SteppedBinaryOverlay(const BinaryOverlaySpec& spec, bool transposed,
                                           const Ports& ports)
    : spec_(spec),
      transposed_(transposed),
      ports_(ports),
      words_(ceil_div<std::uint64_t>(spec.lanes, 64)) {
  // Address, memory and output registers of the operand memories, then the way to the units.
  operand_registers_ = 3 + 1 + spec.extra_stages;
  x_.assign(1 + operand_registers_, Plane(spec.rows * words_));
  y_.assign(1 + operand_registers_, Plane(spec.columns * words_));
  products_.resize(outputs() * words_);
  levels_.assign(compressor_depth(spec.lanes), Ones(outputs()));
  signed_.resize(outputs());
  sums_.resize(outputs());
  results_.resize(outputs());
  // Beside operands, products, compressor, negation and accumulators.
  controls_.resize(operand_registers_ + 1 + levels_.size() + 2);
}

ArrayUse SteppedBinaryOverlay::run(const TileView& view) {
  SteppedClock clock(ports_, watch_);
  const Tile tile{view, BitPlanes(view.x, view.x_extent, view.k_extent, spec_.lanes),
                  BitPlanes(view.y, view.y_extent, view.k_extent, spec_.lanes)};
  results_block_ = {};
  scanned_ = 0;
  since_last_ = 0;
  for (std::uint64_t x = 0; x < view.x_extent; x += spec_.rows) {
    for (std::uint64_t y = 0; y < view.y_extent; y += spec_.columns) {
      execute(tile,
              {x, y, std::min(spec_.rows, view.x_extent - x),
               std::min(spec_.columns, view.y_extent - y)},
              clock);
    }
  }
  if (spec_.pipelined_passes) {
    hand_over(view, clock);
  }
  while (scanned_ < outputs()) {  // the last block
    advance(view, {}, clock);
  }
  counts_.idle += clock.idle_clocks() * outputs() * spec_.lanes;
  return clock.use();
}

/// One instruction of the execute stage: all pairs of planes of a block.
void SteppedBinaryOverlay::execute(const Tile& tile, const Block& block, SteppedClock& clock) {
  clock.open_input();
  clock.open_weight();
  clock.open_output();
  const std::uint64_t chunks = ceil_div(tile.view.k_extent, spec_.lanes);
  const int x_top = tile.x.planes() - 1;
  const int y_top = tile.y.planes() - 1;
  bool last = false;
  for (int sum = x_top + y_top; sum >= 0; --sum) {
    for (int i = std::min(sum, x_top); i >= 0 && sum - i <= y_top; --i) {
      const int j = sum - i;
      for (std::uint64_t chunk = 0; chunk < chunks; ++chunk) {
        enter(tile, block, i, j, chunk, clock);
        const bool doubles = chunk == 0 && i == std::min(sum, x_top) && sum < x_top + y_top;
        last = sum == 0 && chunk + 1 == chunks && has_token();
        advance(tile.view, {true, doubles, tile.x.negative(i) != tile.y.negative(j), last, block},
                clock);
      }
    }
  }
  while (!last) {
    last = has_token();
    advance(tile.view, {.last = last, .block = block}, clock);
  }
  clock.hold_for_operands();
  if (!spec_.pipelined_passes) {
    hand_over(tile.view, clock);
  }
  clock.count({.register_writes = results_.size()});
  clock.ask_output(block.rows * block.columns, tile.view.accumulate);
  clock.hold_for_output();
}

/// The pipeline runs until the last block's sums are results.
void SteppedBinaryOverlay::hand_over(const TileView& tile, SteppedClock& clock) {
  while (std::any_of(controls_.begin(), controls_.end(), [](const Control& c) { return c.last; })) {
    advance(tile, {}, clock);
  }
}

/// The result stage will have written everything when what is issued now arrives. Where blocks
/// follow each other, what it then writes may still be on its way: it arrives as long after its
/// predecessor as it was issued.
bool SteppedBinaryOverlay::has_token() const {
  if (spec_.pipelined_passes) {
    return (since_last_ + 1) * spec_.drain_outputs_per_cycle >= outputs();
  }
  const std::uint64_t flight = controls_.size() + 1;
  return scanned_ + flight * spec_.drain_outputs_per_cycle >= outputs();
}

/// Reads one chunk of a pair of planes; rows and columns beyond the block carry 0.
void SteppedBinaryOverlay::enter(const Tile& tile, const Block& block, int i, int j,
                                 std::uint64_t chunk, SteppedClock& clock) {
  for (std::uint64_t r = 0; r < block.rows; ++r) {
    std::copy_n(tile.x.words(i, block.x + r, chunk), words_, &x_.front()[r * words_]);
  }
  for (std::uint64_t c = 0; c < block.columns; ++c) {
    std::copy_n(tile.y.words(j, block.y + c, chunk), words_, &y_.front()[c * words_]);
  }
  const std::uint64_t real = std::min(spec_.lanes, tile.view.k_extent - chunk * spec_.lanes);
  // An element enters with the first pair of planes.
  const bool first = i + 1 == tile.x.planes() && j + 1 == tile.y.planes();
  const std::uint64_t xs = block.rows * real;
  const std::uint64_t ys = block.columns * real;
  const SteppedClock::Read x{.entering = first ? xs : 0,
                             .elements = xs,
                             .bits = 1,
                             .users = block.columns,
                             .planes = true};
  const SteppedClock::Read y{
      .entering = first ? ys : 0, .elements = ys, .bits = 1, .users = block.rows, .planes = true};
  clock.ask_input(transposed_ ? y : x);
  clock.ask_weight(transposed_ ? x : y);
  const std::uint64_t useful = block.rows * block.columns * real;
  counts_.useful += useful;
  counts_.padded += outputs() * spec_.lanes - useful;
}

/// One clock of both stages.
void SteppedBinaryOverlay::advance(const TileView& tile, const Control& control,
                                   SteppedClock& clock) {
  scan(tile);
  retire();
  multiply();
  since_last_ = control.last ? 0 : since_last_ + 1;
  for (std::vector<Plane>* way : {&x_, &y_}) {
    std::rotate(way->begin(), way->end() - 1, way->end());
    std::fill(way->front().begin(), way->front().end(), 0);
  }
  std::move_backward(controls_.begin(), controls_.end() - 1, controls_.end());
  controls_.front() = control;
  count_work(clock);
  clock.tick(control.valid);
}

/// Of the values that have moved at this clock.
void SteppedBinaryOverlay::count_work(SteppedClock& clock) const {
  for (std::size_t i = 0; i < controls_.size(); ++i) {
    if (controls_[i].valid) {
      const bool operand = i < operand_registers_;
      clock.count({.register_writes = operand ? spec_.rows + spec_.columns : outputs()});
    }
  }
  if (controls_[operand_registers_ + 1].valid) {  // the ones of `lanes` bits
    clock.count({.adds = outputs() * (spec_.lanes - 1)});
  }
  const Control& accumulated = controls_.back();
  if (accumulated.valid) {
    clock.count({.adds = outputs(), .shifts = accumulated.doubles ? outputs() : 0});
  }
}

/// Everything behind the product registers takes its next value, the last registers first.
void SteppedBinaryOverlay::retire() {
  const std::size_t end = controls_.size();
  if (controls_[end - 1].last) {
    METRONOME_ASSERT(scanned_ == outputs(), "results are out of the way when new ones arrive");
    results_block_ = controls_[end - 1].block;
    scanned_ = 0;
    results_.swap(sums_);
    std::fill(sums_.begin(), sums_.end(), 0);
  }
  const std::int64_t factor = controls_[end - 2].doubles ? 2 : 1;
  const std::int32_t sign = controls_[end - 3].negative ? -1 : 1;
  for (std::size_t u = 0; u < sums_.size(); ++u) {
    sums_[u] = factor * sums_[u] + signed_[u];
    signed_[u] = sign * levels_.back()[u];
  }
  std::rotate(levels_.begin(), levels_.end() - 1, levels_.end());
  for (std::size_t u = 0; u < sums_.size(); ++u) {
    std::int32_t ones = 0;
    for (std::uint64_t w = 0; w < words_; ++w) {
      ones += std::popcount(products_[u * words_ + w]);
    }
    levels_.front()[u] = ones;
  }
}

void SteppedBinaryOverlay::multiply() {
  for (std::uint64_t r = 0; r < spec_.rows; ++r) {
    const std::uint64_t* x = &x_.back()[r * words_];
    for (std::uint64_t c = 0; c < spec_.columns; ++c) {
      const std::uint64_t* y = &y_.back()[c * words_];
      std::uint64_t* product = &products_[(r * spec_.columns + c) * words_];
      for (std::uint64_t w = 0; w < words_; ++w) {
        product[w] = x[w] & y[w];
      }
    }
  }
}

void SteppedBinaryOverlay::scan(const TileView& tile) {
  const std::uint64_t end = std::min(scanned_ + spec_.drain_outputs_per_cycle, outputs());
  for (; scanned_ < end; ++scanned_) {
    const std::uint64_t r = scanned_ / spec_.columns;
    const std::uint64_t c = scanned_ % spec_.columns;
    if (r < results_block_.rows && c < results_block_.columns) {
      tile.out.write(results_block_.x + r, results_block_.y + c, results_[scanned_],
                     tile.accumulate);
    }
  }
}

}  // namespace metronome::array
