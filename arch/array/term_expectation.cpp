#include "arch/array/term_expectation.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/random.hpp"

namespace metronome::array {
namespace {

/// A step takes at least one clock.
ClockShares at_least_one(ClockShares shares) {
  shares.resize(std::max<std::size_t>(shares.size(), 2), 0.0);
  shares[1] += shares[0];
  shares[0] = 0;
  return shares;
}

/// Draws steps of the groups of a block of units.
class StepDraws {
 public:
  StepDraws(const TermSerialSpec& spec, const ClockShares& x, const ClockShares& y,
            const PassBlock& block, std::uint64_t lanes)
      : by_column_(spec.synchronisation == Synchronisation::column),
        block_(block),
        lanes_(lanes),
        x_(x),
        y_(y) {
    if (spec.terms != TermOperand::both) {
      // All units of a row take the same time, and rows are independent: one draw for each.
      rows_ = at_least_one(largest_of(product_of(x, y), lanes));
    }
    clocks_.resize(block.rows * (by_column_ || !rows_.empty() ? 1 : block.columns));
    x_draws_.resize(block.rows * lanes);
    y_draws_.resize(block.columns * lanes);
  }
  [[nodiscard]] std::size_t groups() const { return clocks_.size(); }

  /// Clocks of the next step of each group.
  const std::vector<std::uint64_t>& next() {
    if (!rows_.empty()) {
      draw(rows_, clocks_);
      return clocks_;
    }
    draw(x_, x_draws_);
    draw(y_, y_draws_);
    std::fill(clocks_.begin(), clocks_.end(), 1);
    for (std::uint64_t r = 0; r < block_.rows; ++r) {
      for (std::uint64_t c = 0; c < block_.columns; ++c) {
        std::uint64_t& clocks = clocks_[by_column_ ? r : r * block_.columns + c];
        for (std::uint64_t lane = 0; lane < lanes_; ++lane) {
          clocks = std::max(clocks, x_draws_[r * lanes_ + lane] * y_draws_[c * lanes_ + lane]);
        }
      }
    }
    return clocks_;
  }

 private:
  void draw(const ClockShares& shares, std::vector<std::uint64_t>& draws) {
    for (std::uint64_t& clocks : draws) {
      double left = random_.uniform(drawn_++);
      clocks = 0;
      while (clocks + 1 < shares.size() && left >= shares[clocks]) {
        left -= shares[clocks++];
      }
    }
  }

  bool by_column_;
  PassBlock block_;
  std::uint64_t lanes_;
  const ClockShares& x_;
  const ClockShares& y_;
  ClockShares rows_;  ///< of a step of a row; empty where both operands are cut
  RandomStream random_{1, "term expectation"};
  std::uint64_t drawn_ = 0;
  std::vector<std::uint64_t> clocks_, x_draws_, y_draws_;
};

}  // namespace

ClockShares largest_of(const ClockShares& shares, std::uint64_t count) {
  ClockShares largest(shares.size(), 0.0);
  double below = 0;
  double sum = 0;
  for (std::size_t clocks = 0; clocks < shares.size(); ++clocks) {
    sum += shares[clocks];
    const double up_to = std::pow(std::min(sum, 1.0), static_cast<double>(count));
    largest[clocks] = up_to - below;
    below = up_to;
  }
  return largest;
}

ClockShares product_of(const ClockShares& x, const ClockShares& y) {
  ClockShares product((x.size() - 1) * (y.size() - 1) + 1, 0.0);
  for (std::size_t a = 0; a < x.size(); ++a) {
    for (std::size_t b = 0; b < y.size(); ++b) {
      product[a * b] += x[a] * y[b];
    }
  }
  return product;
}

double mean(const ClockShares& shares) { return mean_terms(shares); }

TermExpectation::TermExpectation(const TermSerialSpec& spec, TermShares x, TermShares y)
    : spec_(spec), x_(std::move(x)), y_(std::move(y)) {}

double TermExpectation::expected(const PassBlock& block, std::uint64_t lanes,
                                 std::uint64_t steps) const {
  if (steps == 0) {
    return 0;
  }
  if (spec_.lookahead_steps == 0) {
    return static_cast<double>(steps) * step(block, lanes);
  }
  const std::vector<double>& passes = drawn(block, lanes);
  if (steps <= passes.size()) {
    return passes[steps - 1];
  }
  // Beyond what was drawn a pass goes on as in its second half.
  const std::size_t half = passes.size() / 2;
  const double rate =
      (passes.back() - passes[half - 1]) / static_cast<double>(passes.size() - half);
  return passes.back() + static_cast<double>(steps - passes.size()) * rate;
}

/// Where y is not cut into terms, all columns take the same time.
TermExpectation::Key TermExpectation::key(const PassBlock& block, std::uint64_t lanes) const {
  return {block.rows, spec_.terms == TermOperand::both ? block.columns : 1, lanes};
}

/// Of one step that all units begin together.
double TermExpectation::step(const PassBlock& block, std::uint64_t lanes) const {
  double& clocks = steps_[key(block, lanes)];
  if (clocks == 0) {
    const ClockShares lane = product_of(largest_of(x_, block.rows), largest_of(y_, block.columns));
    clocks = mean(at_least_one(largest_of(lane, lanes)));
  }
  return clocks;
}

const std::vector<double>& TermExpectation::drawn(const PassBlock& block,
                                                  std::uint64_t lanes) const {
  const std::uint64_t passes_drawn = spec_.terms == TermOperand::both ? 48 : 96;
  constexpr std::uint64_t kSteps = 48;
  std::vector<double>& means = drawn_[key(block, lanes)];
  if (!means.empty()) {
    return means;
  }
  means.assign(kSteps, 0.0);
  StepDraws draws(spec_, x_, y_, block, lanes);
  for (std::uint64_t pass = 0; pass < passes_drawn; ++pass) {
    std::vector<std::uint64_t> ends(draws.groups(), 0);
    std::vector<std::uint64_t> last;
    for (std::uint64_t step = 0; step < kSteps; ++step) {
      const std::uint64_t wait =
          step > spec_.lookahead_steps ? last[step - 1 - spec_.lookahead_steps] : 0;
      const std::vector<std::uint64_t>& clocks = draws.next();
      for (std::size_t g = 0; g < ends.size(); ++g) {
        ends[g] = std::max(ends[g], wait) + clocks[g];
      }
      last.push_back(*std::max_element(ends.begin(), ends.end()));
      means[step] += static_cast<double>(last.back()) / static_cast<double>(passes_drawn);
    }
  }
  return means;
}

StreamClocks TermExpectation::clocks(const PassBlock& block) const {
  const std::uint64_t whole = block.length / spec_.lanes;
  const std::uint64_t rest = block.length % spec_.lanes;
  const double total =
      expected(block, spec_.lanes, whole) + expected(block, rest, rest > 0 ? 1 : 0);
  const auto steps = static_cast<double>(whole + (rest > 0 ? 1 : 0));
  const auto clocks = static_cast<std::uint64_t>(std::llround(total));
  const auto busy = static_cast<std::uint64_t>(std::ceil(steps * mean(x_) * mean(y_) - 1e-9));
  return {std::min(busy, clocks), clocks - std::min(busy, clocks)};
}

}  // namespace metronome::array
