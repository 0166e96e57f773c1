#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>

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

/// How one address space is spread over the channels, as many as there are: blocks of 2^block_bits
/// bursts in turn. Each turn, one block for each channel, is a permutation of the channels: hashed,
/// a block's channel comes from all digits of its number to the base of the channels, by exclusive
/// or where channels are a power of two, else by their sum modulo channels. (Else rows of a matrix
/// that lie a multiple of a turn apart would all begin in one channel.)
struct Interleave {
  unsigned burst_bits = 6;  ///< log2 of the bytes of a burst
  unsigned block_bits = 0;  ///< log2 of the bursts of a block
  std::uint64_t channels = 1;
  unsigned channel_bits = 0;  ///< log2 of the channels
  bool odd = false;           ///< the channels are no power of two
  bool hashed = false;

  Interleave() = default;
  Interleave(unsigned bits_of_burst, unsigned bits_of_block, unsigned number_of_channels,
             bool channel_hash = false)
      : burst_bits(bits_of_burst),
        block_bits(bits_of_block),
        channels(number_of_channels),
        channel_bits(static_cast<unsigned>(std::countr_zero(number_of_channels))),
        odd(!std::has_single_bit(number_of_channels)),
        hashed(channel_hash && number_of_channels > 1) {}

  [[nodiscard]] std::uint64_t channel_of(std::uint64_t burst) const {
    const std::uint64_t block = burst >> block_bits;
    const std::uint64_t turn = turn_of(block);
    const std::uint64_t place = block - first_of(turn);
    return odd ? (place + shift_of(turn)) % channels : place ^ shift_of(turn);
  }
  [[nodiscard]] bool in_one_block(std::uint64_t first, std::uint64_t last) const {
    return first >> block_bits == last >> block_bits;
  }
  /// The burst's number within its channel.
  [[nodiscard]] std::uint64_t local(std::uint64_t burst) const {
    const std::uint64_t within = burst & ((std::uint64_t{1} << block_bits) - 1);
    return turn_of(burst >> block_bits) << block_bits | within;
  }
  /// How many bursts before `burst` lie in `channel`, from address zero.
  [[nodiscard]] std::uint64_t below(std::uint64_t burst, std::uint64_t channel) const {
    const std::uint64_t block = burst >> block_bits;
    const std::uint64_t turn = turn_of(block);
    const std::uint64_t place = block - first_of(turn);
    const std::uint64_t own = odd ? (channel + channels - shift_of(turn)) % channels
                                  : channel ^ shift_of(turn);  // of the channel in this turn
    return place == own ? local(burst) : (turn + (place > own ? 1 : 0)) << block_bits;
  }

 private:
  [[nodiscard]] std::uint64_t turn_of(std::uint64_t block) const {
    return odd ? block / channels : block >> channel_bits;
  }
  [[nodiscard]] std::uint64_t first_of(std::uint64_t turn) const {
    return odd ? turn * channels : turn << channel_bits;
  }
  /// By how much a turn's channels are permuted.
  [[nodiscard]] std::uint64_t shift_of(std::uint64_t turn) const {
    if (!hashed) {
      return 0;
    }
    std::uint64_t shift = 0;
    if (odd) {
      for (; turn > 0; turn /= channels) {
        shift += turn % channels;
      }
      return shift % channels;
    }
    for (; turn > 0; turn >>= channel_bits) {
      shift ^= turn;
    }
    return shift & (channels - 1);
  }
};

/// The rows of a transfer as ranges of bursts, each without those that an earlier row has touched.
class RowIterator {
 public:
  RowIterator(const Transfer& transfer, unsigned burst_bits)
      : transfer_(transfer), burst_bits_(burst_bits) {
    if (transfer_.pitch == transfer_.row_bytes) {
      transfer_.row_bytes *= transfer_.rows;
      transfer_.rows = 1;
    }
    transfer_.rows = transfer_.row_bytes > 0 ? transfer_.rows : 0;
  }

  /// Goes on to the next row that has bursts of its own; false: there is none.
  bool next() {
    while (row_ < transfer_.rows) {
      const std::uint64_t begin = transfer_.base + row_++ * transfer_.pitch;
      first_ = std::max(begin >> burst_bits_, untouched_);
      last_ = (begin + transfer_.row_bytes - 1) >> burst_bits_;
      if (first_ <= last_) {
        untouched_ = last_ + 1;
        return true;
      }
    }
    return false;
  }
  [[nodiscard]] std::uint64_t first() const { return first_; }
  [[nodiscard]] std::uint64_t last() const { return last_; }
  /// A number that only grows from row to row.
  [[nodiscard]] std::uint64_t row() const { return row_; }

 private:
  Transfer transfer_;
  unsigned burst_bits_ = 0;
  std::uint64_t row_ = 0;
  std::uint64_t first_ = 0;
  std::uint64_t last_ = 0;
  std::uint64_t untouched_ = 0;  ///< bursts before this one belong to earlier rows
};

/// The number of a transfer's bursts in each channel.
inline void count_bursts(const Transfer& transfer, const Interleave& interleave,
                         std::span<std::uint64_t> counts) {
  std::fill(counts.begin(), counts.end(), 0);
  for (RowIterator rows(transfer, interleave.burst_bits); rows.next();) {
    if (interleave.in_one_block(rows.first(), rows.last())) {
      counts[interleave.channel_of(rows.first())] += rows.last() - rows.first() + 1;
      continue;
    }
    for (std::size_t c = 0; c < counts.size(); ++c) {
      counts[c] += interleave.below(rows.last() + 1, c) - interleave.below(rows.first(), c);
    }
  }
}

/// Whether the transfer has bursts of the same numbers within each channel.
[[nodiscard]] inline bool identical_in_channels(const Transfer& transfer,
                                                const Interleave& interleave) {
  const std::uint64_t burst_bytes = std::uint64_t{1} << interleave.burst_bits;
  const std::uint64_t span = interleave.channels << interleave.block_bits;
  const bool rows_apart = transfer.rows > 1 && transfer.pitch != transfer.row_bytes;
  const std::uint64_t end = rows_apart ? transfer.base + transfer.row_bytes : transfer.end();
  return transfer.base / burst_bytes % span == 0 &&
         (end + burst_bytes - 1) / burst_bytes % span == 0 &&
         (!rows_apart || transfer.pitch % (span * burst_bytes) == 0);
}

}  // namespace metronome::dram
