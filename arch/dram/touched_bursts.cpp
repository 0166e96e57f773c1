#include "arch/dram/touched_bursts.hpp"

#include <numeric>

namespace metronome::dram {
namespace {

/// How many of `first`, `first` + `step`, ..., all below `end`, are not below `begin`.
std::uint64_t not_below(std::uint64_t begin, std::uint64_t first, std::uint64_t step,
                        std::uint64_t end) {
  const auto below = [&](std::uint64_t limit) {
    return limit > first ? (limit - first - 1) / step + 1 : 0;
  };
  return below(end) - below(begin);
}

}  // namespace

std::uint64_t touched_units(const Transfer& transfer, std::uint64_t unit_bytes) {
  if (transfer.empty()) {
    return 0;
  }
  if (transfer.rows == 1 || transfer.pitch < transfer.row_bytes + unit_bytes) {
    // No unit fits between two rows.
    return (transfer.end() - 1) / unit_bytes - transfer.base / unit_bytes + 1;
  }
  // Rows share no units. A row has one more than its bytes fill if it begins so late in a unit.
  const std::uint64_t last = (transfer.row_bytes - 1) % unit_bytes;
  const std::uint64_t late = unit_bytes - last;
  const std::uint64_t shift = std::gcd(transfer.pitch, unit_bytes);
  const std::uint64_t period = unit_bytes / shift;
  const std::uint64_t begin = transfer.base % unit_bytes;
  std::uint64_t more = 0;
  if (last > 0) {
    more = transfer.rows / period * not_below(late, begin % shift, shift, unit_bytes);
    std::uint64_t at = begin;
    for (std::uint64_t row = transfer.rows % period; row > 0; --row) {
      more += at >= late ? 1 : 0;
      at = (at + transfer.pitch) % unit_bytes;
    }
  }
  return transfer.rows * ((transfer.row_bytes - 1) / unit_bytes + 1) + more;
}

}  // namespace metronome::dram
