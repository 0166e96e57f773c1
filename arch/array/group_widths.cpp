#include "arch/array/group_widths.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "sim/base/quantity.hpp"

namespace metronome::array {
namespace {

/// The bits that matter for the width: of a negative code its complement.
std::uint32_t folded(std::int32_t code) {
  return static_cast<std::uint32_t>(code < 0 ? ~code : code);
}

/// One row (column) after the other, k fastest.
std::vector<std::int32_t> outer_by_outer(const CodeMatrix& matrix, bool columns) {
  std::vector<std::int32_t> codes;
  codes.reserve(matrix.codes.size());
  const std::uint64_t outers = columns ? matrix.columns : matrix.rows;
  const std::uint64_t depth = columns ? matrix.rows : matrix.columns;
  for (std::uint64_t o = 0; o < outers; ++o) {
    for (std::uint64_t k = 0; k < depth; ++k) {
      codes.push_back(columns ? matrix.at(k, o) : matrix.at(o, k));
    }
  }
  return codes;
}

/// What the detectors of a group see: a one wherever an element has one, and the place of a sign.
std::uint32_t detected(const std::vector<std::int32_t>& codes, bool is_signed, std::uint64_t depth,
                       std::uint64_t first, std::uint64_t outers, std::uint64_t k,
                       std::uint64_t lanes) {
  std::uint32_t ones = 0;
  for (std::uint64_t o = first; o < first + outers; ++o) {
    for (std::uint64_t lane = 0; lane < lanes; ++lane) {
      ones |= folded(codes[o * depth + k + lane]);
    }
  }
  return is_signed ? ones << 1 | 1 : ones;
}

/// Expected clocks of the largest of `count` draws, a width taking ceil(width / bits) of them.
double expected_digits(const TermShares& shares, std::uint64_t count, std::uint64_t bits) {
  double below = 0;
  double share = 0;
  double sum = 0;
  for (std::size_t width = 0; width < shares.size(); ++width) {
    share += shares[width];
    const double up_to = std::pow(std::min(share, 1.0), static_cast<double>(count));
    const auto digits = ceil_div<std::uint64_t>(std::max<std::uint64_t>(width, 1), bits);
    sum += (up_to - below) * static_cast<double>(digits);
    below = up_to;
  }
  return sum;
}

}  // namespace

std::uint64_t code_width(std::int32_t code, bool is_signed) {
  const auto magnitude = static_cast<std::uint64_t>(std::bit_width(folded(code)));
  return is_signed ? magnitude + 1 : std::max<std::uint64_t>(magnitude, 1);
}

TermShares width_shares(const CodeMatrix& codes) {
  TermShares shares(static_cast<std::size_t>(codes.bits) + 1, 0.0);
  for (const std::int32_t code : codes.codes) {
    shares.at(code_width(code, codes.is_signed)) += 1;
  }
  for (double& share : shares) {
    share /= static_cast<double>(codes.codes.size());
  }
  return shares;
}

std::uint64_t step_clocks(const DualSerialSpec& spec, std::uint64_t x_width,
                          std::uint64_t y_width) {
  return ceil_div(x_width, spec.bits_per_cycle) * y_width;
}

GroupOperands::GroupOperands(const DualSerialSpec& loom, bool transposed, const CodeMatrix& a,
                             const CodeMatrix& b)
    : spec(loom),
      depth(a.columns),
      x_signed(transposed ? b.is_signed : a.is_signed),
      y_signed(transposed ? a.is_signed : b.is_signed),
      x(transposed ? outer_by_outer(b, true) : outer_by_outer(a, false)),
      y(transposed ? outer_by_outer(a, false) : outer_by_outer(b, true)) {}

StreamClocks GroupCodes::clocks(const PassBlock& block) const {
  const GroupOperands& o = operands_;
  StreamClocks stream;
  for (std::uint64_t k = 0; k < block.length; k += o.spec.lanes) {
    const std::uint64_t lanes = std::min(o.spec.lanes, block.length - k);
    const std::uint32_t x =
        detected(o.x, o.x_signed, o.depth, block.x, block.rows, block.k + k, lanes);
    std::uint32_t y =
        detected(o.y, o.y_signed, o.depth, block.y, block.columns, block.k + k, lanes);
    do {  // a bit of y is held while the digits of x pass
      std::uint32_t digits = x;
      do {
        ++stream.busy;
        digits >>= o.spec.bits_per_cycle;
      } while (digits != 0);
      y >>= 1;
    } while (y != 0);
  }
  return stream;
}

GroupMaxima::GroupMaxima(const GroupOperands& operands)
    : spec_(operands.spec), depth_(operands.depth) {
  for (const std::int32_t code : operands.x) {
    x_.push_back(code_width(code, operands.x_signed));
  }
  for (const std::int32_t code : operands.y) {
    y_.push_back(code_width(code, operands.y_signed));
  }
}

StreamClocks GroupMaxima::clocks(const PassBlock& block) const {
  const auto widest = [&](const std::vector<std::uint64_t>& widths, std::uint64_t first,
                          std::uint64_t outers, std::uint64_t k, std::uint64_t lanes) {
    std::uint64_t most = 1;
    for (std::uint64_t o = first; o < first + outers; ++o) {
      const auto from = widths.begin() + static_cast<std::ptrdiff_t>(o * depth_ + k);
      most = std::max(most, *std::max_element(from, from + static_cast<std::ptrdiff_t>(lanes)));
    }
    return most;
  };
  StreamClocks stream;
  for (std::uint64_t k = 0; k < block.length; k += spec_.lanes) {
    const std::uint64_t lanes = std::min(spec_.lanes, block.length - k);
    stream.busy += step_clocks(spec_, widest(x_, block.x, block.rows, block.k + k, lanes),
                               widest(y_, block.y, block.columns, block.k + k, lanes));
  }
  return stream;
}

GroupExpectation::GroupExpectation(const DualSerialSpec& spec, TermShares x, TermShares y)
    : spec_(spec), x_(std::move(x)), y_(std::move(y)) {}

StreamClocks GroupExpectation::clocks(const PassBlock& block) const {
  const auto step = [&](std::uint64_t lanes) {
    return expected_digits(x_, block.rows * lanes, spec_.bits_per_cycle) *
           expected_digits(y_, block.columns * lanes, 1);
  };
  const std::uint64_t whole = block.length / spec_.lanes;
  const std::uint64_t rest = block.length % spec_.lanes;
  const double clocks =
      static_cast<double>(whole) * step(spec_.lanes) + (rest > 0 ? step(rest) : 0.0);
  return {static_cast<std::uint64_t>(std::llround(clocks)), 0};
}

}  // namespace metronome::array
