#include "arch/array/term_codes.hpp"

#include <algorithm>
#include <bit>

namespace metronome::array {
namespace {

std::uint64_t ones(std::uint32_t set) { return static_cast<std::uint64_t>(std::popcount(set)); }

/// Of a stream of `total` clocks: the mean clocks in which a lane multiplies, `work` being the
/// clocks of all element pairs, and the rest.
StreamClocks split_clocks(std::uint64_t total, std::uint64_t work, const PassBlock& block,
                          std::uint64_t lanes) {
  const std::uint64_t steps = ceil_div(block.length, lanes);
  const std::uint64_t mean = ceil_div(steps * work, block.rows * block.columns * block.length);
  const std::uint64_t busy = std::min(mean, total);
  return {busy, total - busy};
}

}  // namespace

std::uint64_t windowed_clocks(std::span<const std::uint32_t> lanes, std::uint64_t reach) {
  std::vector<std::uint32_t> pending(lanes.begin(), lanes.end());
  std::uint64_t clocks = 0;
  for (;; ++clocks) {
    std::uint32_t all = 0;
    for (const std::uint32_t lane : pending) {
      all |= lane;
    }
    if (all == 0) {
      return clocks;
    }
    const auto base = static_cast<std::uint64_t>(std::countr_zero(all));
    for (std::uint32_t& lane : pending) {
      if (lane != 0 && static_cast<std::uint64_t>(std::countr_zero(lane)) < base + reach) {
        lane &= lane - 1;
      }
    }
  }
}

TermOperands::TermOperands(const TermSerialSpec& spec, const Operands& operands, bool transposed,
                           CodeMatrix a, CodeMatrix b)
    : spec_(spec), depth_(a.columns) {
  enter_terms(spec, operands, a, b);
  const TermSides sides = term_sides(spec, operands);
  const bool y_cut = transposed ? sides.a : sides.b;
  y_limbs_ = y_cut ? 0 : limbs(spec, transposed ? operands.a_bits : operands.b_bits);
  std::vector<std::uint32_t> left(a.rows * depth_), right(b.columns * depth_);
  for (std::uint64_t k = 0; k < depth_; ++k) {
    for (std::uint64_t m = 0; m < a.rows; ++m) {
      left[m * depth_ + k] = term_positions(a.at(m, k), spec.encoding);
    }
    for (std::uint64_t n = 0; n < b.columns; ++n) {
      right[n * depth_ + k] = term_positions(b.at(k, n), spec.encoding);
    }
  }
  x_ = std::move(transposed ? right : left);
  y_ = std::move(transposed ? left : right);
}

std::uint64_t TermOperands::x_clocks(std::uint64_t outer, std::uint64_t k) const {
  return ones(x_[outer * depth_ + k]);
}

std::uint64_t TermOperands::y_clocks(std::uint64_t outer, std::uint64_t k) const {
  return y_limbs_ > 0 ? y_limbs_ : ones(y_[outer * depth_ + k]);
}

std::uint64_t TermCodes::unit_clocks(std::uint64_t x, std::uint64_t y, std::uint64_t k,
                                     std::uint64_t lanes) const {
  if (operands_.y_limbs() > 0) {
    return operands_.row_clocks(x, k, lanes);
  }
  std::uint64_t slowest = 0;
  for (std::uint64_t lane = k; lane < k + lanes; ++lane) {
    slowest = std::max(slowest, operands_.x_clocks(x, lane) * operands_.y_clocks(y, lane));
  }
  return slowest;
}

StreamClocks TermCodes::clocks(const PassBlock& block) const {
  const TermSerialSpec& spec = operands_.spec();
  const std::uint64_t steps = ceil_div(block.length, spec.lanes);
  const bool by_column = spec.synchronisation == Synchronisation::column;
  const bool whole = spec.synchronisation == Synchronisation::array;
  const std::uint64_t groups = whole ? 1 : by_column ? block.rows : block.rows * block.columns;
  std::vector<std::uint64_t> durations(groups * steps, 1);
  std::uint64_t work = 0;
  for (std::uint64_t r = 0; r < block.rows; ++r) {
    for (std::uint64_t c = 0; c < block.columns; ++c) {
      const std::uint64_t group = whole ? 0 : by_column ? r : r * block.columns + c;
      for (std::uint64_t s = 0; s < steps; ++s) {
        const std::uint64_t k = s * spec.lanes;
        std::uint64_t& duration = durations[group * steps + s];
        duration = std::max(duration, unit_clocks(block.x + r, block.y + c, block.k + k,
                                                  std::min(spec.lanes, block.length - k)));
      }
      for (std::uint64_t k = block.k; k < block.k + block.length; ++k) {
        work += operands_.x_clocks(block.x + r, k) * operands_.y_clocks(block.y + c, k);
      }
    }
  }
  // Clock by clock: a group begins its next step unless it is too far ahead of the slowest.
  std::vector<std::uint64_t> done(groups, 0), left(groups, 0);
  std::uint64_t clock = 0;
  for (std::uint64_t slowest = 0; slowest < steps; ++clock) {
    for (std::uint64_t g = 0; g < groups; ++g) {
      if (left[g] == 0 && done[g] < steps && done[g] <= slowest + spec.lookahead_steps) {
        left[g] = durations[g * steps + done[g]];
      }
      if (left[g] > 0 && --left[g] == 0) {
        ++done[g];
      }
    }
    slowest = *std::min_element(done.begin(), done.end());
  }
  return split_clocks(clock, work, block, spec.lanes);
}

/// Of all element pairs: for each k the product of two sums.
std::uint64_t TermMaxima::work(const PassBlock& block) const {
  std::uint64_t sum = 0;
  for (std::uint64_t k = block.k; k < block.k + block.length; ++k) {
    std::uint64_t of_x = 0, of_y = 0;
    for (std::uint64_t r = block.x; r < block.x + block.rows; ++r) {
      of_x += operands_.x_clocks(r, k);
    }
    for (std::uint64_t c = block.y; c < block.y + block.columns; ++c) {
      of_y += operands_.y_clocks(c, k);
    }
    sum += of_x * of_y;
  }
  return sum;
}

/// A step of a group of units: of the rows and columns of a block.
std::uint64_t TermMaxima::step_clocks(const PassBlock& group, std::uint64_t k,
                                      std::uint64_t lanes) const {
  std::uint64_t slowest = 1;
  if (operands_.y_limbs() > 0) {
    for (std::uint64_t r = group.x; r < group.x + group.rows; ++r) {
      slowest = std::max(slowest, operands_.row_clocks(r, k, lanes));
    }
    return slowest;
  }
  for (std::uint64_t lane = k; lane < k + lanes; ++lane) {
    std::uint64_t most_x = 0, most_y = 0;
    for (std::uint64_t r = group.x; r < group.x + group.rows; ++r) {
      most_x = std::max(most_x, operands_.x_clocks(r, lane));
    }
    for (std::uint64_t c = group.y; c < group.y + group.columns; ++c) {
      most_y = std::max(most_y, operands_.y_clocks(c, lane));
    }
    slowest = std::max(slowest, most_x * most_y);
  }
  return slowest;
}

/// end(g, s) = clocks(g, s) + max(end(g, s - 1), max over all groups of end(., s - 1 - lookahead)).
std::uint64_t TermMaxima::last_end(const PassBlock& block) const {
  const TermSerialSpec& spec = operands_.spec();
  const std::uint64_t width = spec.synchronisation == Synchronisation::unit ? 1 : block.columns;
  std::vector<PassBlock> groups;
  for (std::uint64_t r = 0; r < block.rows; ++r) {
    for (std::uint64_t c = 0; c < block.columns; c += width) {
      groups.push_back({1, width, block.length, block.x + r, block.y + c, block.k});
    }
  }
  std::vector<std::uint64_t> ends(groups.size(), 0);
  std::vector<std::uint64_t> last_of_step;
  for (std::uint64_t k = 0; k < block.length; k += spec.lanes) {
    const std::uint64_t step = last_of_step.size();
    const std::uint64_t wait =
        step > spec.lookahead_steps ? last_of_step[step - 1 - spec.lookahead_steps] : 0;
    const std::uint64_t lanes = std::min(spec.lanes, block.length - k);
    for (std::size_t g = 0; g < groups.size(); ++g) {
      ends[g] = std::max(ends[g], wait) + step_clocks(groups[g], block.k + k, lanes);
    }
    last_of_step.push_back(*std::max_element(ends.begin(), ends.end()));
  }
  return last_of_step.back();
}

StreamClocks TermMaxima::clocks(const PassBlock& block) const {
  const TermSerialSpec& spec = operands_.spec();
  std::uint64_t total = 0;
  if (spec.lookahead_steps > 0) {
    total = last_end(block);
  } else {
    for (std::uint64_t k = 0; k < block.length; k += spec.lanes) {
      total += step_clocks(block, block.k + k, std::min(spec.lanes, block.length - k));
    }
  }
  return split_clocks(total, work(block), block, spec.lanes);
}

}  // namespace metronome::array
