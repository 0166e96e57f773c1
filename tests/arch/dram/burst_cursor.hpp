#pragma once

#include <cstdint>

#include "arch/dram/transfer.hpp"

namespace metronome::dram::testing {

/// Walks over the bursts of a transfer that lie in one channel, row by row, without a list of them:
/// what the ranges of bursts are compared with.
class BurstCursor {
 public:
  /// `count`: how many there are, by count_bursts().
  BurstCursor(const Transfer& transfer, const Interleave& interleave, std::uint64_t channel,
              std::uint64_t count)
      : rows_(transfer, interleave.burst_bits),
        interleave_(interleave),
        channel_(channel),
        left_(count) {
    enter_row();
  }

  [[nodiscard]] bool done() const { return left_ == 0; }
  /// The burst's number within the channel. Must not be done.
  [[nodiscard]] std::uint64_t local() const { return local_; }
  /// How many bursts are to come, the current one included.
  [[nodiscard]] std::uint64_t left() const { return left_; }

  void next() {
    --left_;
    if (++local_ == row_end_) {
      enter_row();
    }
  }

 private:
  /// Goes on to the first burst of the next row that has one in the channel.
  void enter_row() {
    while (left_ > 0 && rows_.next()) {
      local_ = interleave_.below(rows_.first(), channel_);
      row_end_ = interleave_.below(rows_.last() + 1, channel_);
      if (local_ < row_end_) {
        return;
      }
    }
  }

  RowIterator rows_;
  Interleave interleave_;
  std::uint64_t channel_ = 0;
  std::uint64_t local_ = 0;
  std::uint64_t row_end_ = 0;  ///< local() behind the row's last burst in the channel
  std::uint64_t left_ = 0;
};

}  // namespace metronome::dram::testing
