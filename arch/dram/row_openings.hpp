#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "arch/dram/address_map.hpp"
#include "arch/dram/device.hpp"
#include "arch/dram/memory.hpp"
#include "arch/dram/transfer.hpp"

namespace metronome::dram {

/// The rows that transfers open, one transfer after the other, in a memory that keeps rows open
/// until another of their bank is wanted; without time: bursts of a channel come in order of
/// address. The specification must be valid.
class RowOpenings {
 public:
  explicit RowOpenings(const MemorySpec& memory);

  /// Counts and opens. Of a strided transfer the first kMostRows rows are looked at, the others
  /// taken to open as many each.
  [[nodiscard]] double of(const Transfer& transfer);
  /// As a memory that has slept with closed rows.
  void close();

  static constexpr std::uint64_t kMostRows = 256;

 private:
  /// Local bursts of a channel, half-open.
  std::uint64_t open(std::uint64_t channel, std::uint64_t begin, std::uint64_t end);

  Interleave interleave_;
  AddressMap map_;
  AddressMap::Columns columns_;
  std::vector<std::array<std::uint32_t, kMaxBanks>> rows_;  ///< open, plus 1; by channel and bank
};

/// Ranks of a channel that addresses below `bytes` lie in; at least 1.
[[nodiscard]] unsigned ranks_below(const MemorySpec& memory, std::uint64_t bytes);

}  // namespace metronome::dram
