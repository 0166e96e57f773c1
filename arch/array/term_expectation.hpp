#pragma once

#include <array>
#include <map>
#include <vector>

#include "arch/array/stream_time.hpp"
#include "arch/array/term_serial.hpp"

namespace metronome::array {

/// Shares by clocks; index is the number of clocks.
using ClockShares = std::vector<double>;

/// The largest of `count` independent draws.
[[nodiscard]] ClockShares largest_of(const ClockShares& shares, std::uint64_t count);
/// The product of two independent draws.
[[nodiscard]] ClockShares product_of(const ClockShares& x, const ClockShares& y);
[[nodiscard]] double mean(const ClockShares& shares);

/// The expected stream of a pass, from the shares of terms of x and y, all elements independent.
/// A step lasts for the largest, over lanes and units, of t(x) t(y); as y is shared along the rows
/// and x along the columns, that is the largest over lanes of max t(x) max t(y): exact for any
/// shares. With lookahead no closed form is known, and the mean of passes drawn from the shares by
/// a fixed seed stands for it. First shifters with a narrow window are not seen.
/// docs/term_serial.md states the errors; tests measure them.
///
/// Remembers what it has found, as mappings ask for the same blocks again and again: one thread at
/// a time.
class TermExpectation final : public StreamTime {
 public:
  TermExpectation(const TermSerialSpec& spec, TermShares x, TermShares y);

  [[nodiscard]] StreamClocks clocks(const PassBlock& block) const override;
  [[nodiscard]] bool by_place() const override { return false; }

  /// Expected clocks of `steps` steps in which so many lanes are in use.
  [[nodiscard]] double expected(const PassBlock& block, std::uint64_t lanes,
                                std::uint64_t steps) const;

 private:
  [[nodiscard]] double step(const PassBlock& block, std::uint64_t lanes) const;
  [[nodiscard]] const std::vector<double>& drawn(const PassBlock& block, std::uint64_t lanes) const;

  TermSerialSpec spec_;
  ClockShares x_, y_;
  using Key = std::array<std::uint64_t, 3>;  ///< rows, columns (where they matter) and lanes
  [[nodiscard]] Key key(const PassBlock& block, std::uint64_t lanes) const;
  mutable std::map<Key, double> steps_;
  mutable std::map<Key, std::vector<double>> drawn_;  ///< mean clocks of 1, 2, ... steps
};

}  // namespace metronome::array
