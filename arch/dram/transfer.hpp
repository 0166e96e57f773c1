#pragma once

#include <algorithm>
#include <cstdint>

#include "arch/dram/request.hpp"

namespace metronome::dram {

/// A DMA descriptor: `rows` rows of `row_bytes` bytes, `pitch` bytes apart, starting at byte
/// address `base`. It touches every burst that it overlaps, once, in order of address: a row begins
/// behind the bursts that earlier rows have touched. With no rows or no bytes it is empty.
struct Transfer {
  std::uint64_t base = 0;
  std::uint64_t rows = 1;
  std::uint64_t row_bytes = 0;
  std::uint64_t pitch = 0;
  Direction direction = Direction::read;
  bool operator==(const Transfer&) const = default;

  [[nodiscard]] bool empty() const { return rows == 0 || row_bytes == 0; }
  /// One past the last byte; `base` when empty.
  [[nodiscard]] std::uint64_t end() const {
    return empty() ? base : base + (rows - 1) * pitch + row_bytes;
  }
};

/// How one address space is spread over the channels: blocks of 2^block_bits bursts in turn.
struct Interleave {
  unsigned burst_bits = 6;    ///< log2 of the bytes of a burst
  unsigned block_bits = 0;    ///< log2 of the bursts of a block
  unsigned channel_bits = 0;  ///< log2 of the channels

  [[nodiscard]] std::uint64_t channel_of(std::uint64_t burst) const {
    return burst >> block_bits & ((std::uint64_t{1} << channel_bits) - 1);
  }
  /// The burst's number within its channel.
  [[nodiscard]] std::uint64_t local(std::uint64_t burst) const {
    const std::uint64_t within = burst & ((std::uint64_t{1} << block_bits) - 1);
    return burst >> (block_bits + channel_bits) << block_bits | within;
  }
  /// The first burst at or behind `burst` that lies in `channel`.
  [[nodiscard]] std::uint64_t seek(std::uint64_t burst, std::uint64_t channel) const {
    const std::uint64_t block = burst >> block_bits;
    const std::uint64_t distance = (channel - block) & ((std::uint64_t{1} << channel_bits) - 1);
    return distance == 0 ? burst : (block + distance) << block_bits;
  }
};

/// Walks over the bursts of a transfer that lie in one channel.
class BurstCursor {
 public:
  BurstCursor() = default;
  BurstCursor(const Transfer& transfer, const Interleave& interleave, std::uint64_t channel)
      : transfer_(transfer), interleave_(interleave), channel_(channel) {
    if (transfer_.pitch == transfer_.row_bytes) {
      transfer_.row_bytes *= transfer_.rows;
      transfer_.rows = transfer_.empty() ? 0 : 1;
    }
    enter_row();
  }

  [[nodiscard]] bool done() const { return done_; }
  /// The burst's number within the channel. Must not be done.
  [[nodiscard]] std::uint64_t local() const { return interleave_.local(burst_); }

  /// Of the descriptor's rows, the one that holds the burst; a number that only grows.
  [[nodiscard]] std::uint64_t row() const { return row_; }
  /// How many bursts of the row lie in the channel behind this one; local() counts up over them.
  [[nodiscard]] std::uint64_t following() const { return below(last_ + 1) - below(burst_) - 1; }
  /// next(), `count` times, within the row: count <= following().
  void skip(std::uint64_t count) { burst_ = global(interleave_.local(burst_) + count); }

  void next() {
    burst_ = interleave_.seek(burst_ + 1, channel_);
    if (burst_ > last_) {
      enter_row();
    }
  }

 private:
  /// The number of bursts of the channel before `burst`, from address zero.
  [[nodiscard]] std::uint64_t below(std::uint64_t burst) const {
    return interleave_.local(interleave_.seek(burst, channel_));
  }
  /// The inverse of Interleave::local in the channel.
  [[nodiscard]] std::uint64_t global(std::uint64_t local) const {
    const std::uint64_t within = local & ((std::uint64_t{1} << interleave_.block_bits) - 1);
    const std::uint64_t block =
        (local >> interleave_.block_bits << interleave_.channel_bits) | channel_;
    return block << interleave_.block_bits | within;
  }

  void enter_row() {
    while (row_ < transfer_.rows && transfer_.row_bytes > 0) {
      const std::uint64_t begin = transfer_.base + row_++ * transfer_.pitch;
      const std::uint64_t last = (begin + transfer_.row_bytes - 1) >> interleave_.burst_bits;
      const std::uint64_t first = std::max(begin >> interleave_.burst_bits, untouched_);
      if (first > last) {
        continue;
      }
      untouched_ = last + 1;
      burst_ = interleave_.seek(first, channel_);
      last_ = last;
      if (burst_ <= last) {
        return;
      }
    }
    done_ = true;
  }

  Transfer transfer_;
  Interleave interleave_;
  std::uint64_t channel_ = 0;
  std::uint64_t row_ = 0;
  std::uint64_t burst_ = 0;
  std::uint64_t last_ = 0;
  std::uint64_t untouched_ = 0;  ///< bursts before this one have been visited, in some channel
  bool done_ = false;
};

}  // namespace metronome::dram
