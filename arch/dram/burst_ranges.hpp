#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "arch/dram/transfer.hpp"

namespace metronome::dram {

/// Bursts of a channel with consecutive numbers.
struct BurstRange {
  std::uint64_t first = 0;
  std::uint64_t count = 0;
  bool operator==(const BurstRange&) const = default;
};
/// What a transfer touches in a channel, in order of address: no range begins where another ends.
using BurstRanges = std::vector<BurstRange>;

/// The number of bursts in them.
[[nodiscard]] inline std::uint64_t size_of(const BurstRanges& ranges) {
  std::uint64_t sum = 0;
  for (const BurstRange& range : ranges) {
    sum += range.count;
  }
  return sum;
}

/// The bursts of a transfer in the first `ranges.size()` channels.
inline void list_bursts(const Transfer& transfer, const Interleave& interleave,
                        std::span<BurstRanges> ranges) {
  for (BurstRanges& one : ranges) {
    one.clear();
  }
  const auto add = [&](std::uint64_t channel, std::uint64_t first, std::uint64_t count) {
    BurstRanges& list = ranges[channel];
    if (!list.empty() && list.back().first + list.back().count == first) {
      list.back().count += count;
    } else if (count > 0) {
      list.push_back({first, count});
    }
  };
  for (RowIterator rows(transfer, interleave.burst_bits); rows.next();) {
    if (interleave.in_one_block(rows.first(), rows.last())) {  // short rows are many
      const std::uint64_t channel = interleave.channel_of(rows.first());
      if (channel < ranges.size()) {
        add(channel, interleave.local(rows.first()), rows.last() - rows.first() + 1);
      }
      continue;
    }
    for (std::size_t c = 0; c < ranges.size(); ++c) {
      const std::uint64_t first = interleave.below(rows.first(), c);
      add(c, first, interleave.below(rows.last() + 1, c) - first);
    }
  }
}

/// Walks over the bursts of a transfer that lie in one channel. Copies share the list.
class RangeCursor {
 public:
  RangeCursor() = default;
  /// There must be at least one range.
  explicit RangeCursor(std::shared_ptr<const BurstRanges> ranges)
      : ranges_(std::move(ranges)), left_(size_of(*ranges_)) {
    enter_range();
  }

  [[nodiscard]] bool done() const { return left_ == 0; }
  /// The burst's number within the channel. Must not be done.
  [[nodiscard]] std::uint64_t local() const { return local_; }

  /// How many bursts are to come, the current one included.
  [[nodiscard]] std::uint64_t left() const { return left_; }
  /// The range that holds the burst; a number that only grows.
  [[nodiscard]] std::uint64_t range() const { return range_; }
  /// How many bursts of the range are behind this one; local() counts up over them.
  [[nodiscard]] std::uint64_t following() const { return range_end_ - local_ - 1; }
  /// next(), `count` times, within the range: count <= following().
  void skip(std::uint64_t count) {
    local_ += count;
    left_ -= count;
  }

  void next() {
    --left_;
    if (++local_ == range_end_ && left_ > 0) {
      ++range_;
      enter_range();
    }
  }

 private:
  void enter_range() {
    local_ = (*ranges_)[range_].first;
    range_end_ = local_ + (*ranges_)[range_].count;
  }

  std::shared_ptr<const BurstRanges> ranges_;
  std::uint64_t range_ = 0;
  std::uint64_t local_ = 0;
  std::uint64_t range_end_ = 0;  ///< local() behind the range's last burst
  std::uint64_t left_ = 0;
};

}  // namespace metronome::dram
