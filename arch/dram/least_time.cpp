#include "arch/dram/least_time.hpp"

#include <algorithm>
#include <bit>
#include <functional>
#include <utility>
#include <vector>

#include "arch/dram/address_map.hpp"
#include "arch/dram/touched_bursts.hpp"

namespace metronome::dram {
namespace {

/// Rows of a strided transfer up to which each is looked at for its channel.
constexpr std::uint64_t kFewRows = 64;

bool is_looked_at(const Transfer& transfer) {
  return transfer.rows <= kFewRows || transfer.pitch == transfer.row_bytes;
}

/// What transfers ask of the channel that has most to do.
class ChannelWork {
 public:
  ChannelWork(const MemorySpec& memory, std::span<const Transfer> transfers)
      : interleave_(interleave_of(memory)),
        map_(memory.device),
        banks_per_rank_(memory.device.banks_per_rank()) {
    while (banks_in_turn_ < memory.device.banks() && map_.bank(banks_in_turn_) != map_.bank(0)) {
      ++banks_in_turn_;
    }
    std::vector<std::uint64_t> all(memory.channels), one(memory.channels);
    std::uint64_t sum = 0;
    for (const Transfer& transfer : transfers) {
      if (!is_looked_at(transfer)) {
        sum += touched_units(transfer, memory.device.bytes_per_burst().count());
        continue;
      }
      count_bursts(transfer, interleave_, one);
      std::transform(all.begin(), all.end(), one.begin(), all.begin(), std::plus<>());
      add_rows(transfer, one);
    }
    for (const std::uint64_t bursts : all) {
      sum += bursts;
      bursts_ = std::max(bursts_, bursts);
    }
    bursts_ = std::max(bursts_, ceil_div<std::uint64_t>(sum, memory.channels));
  }

  [[nodiscard]] std::uint64_t bursts() const { return bursts_; }

  /// Rows in which transfers begin: of the rank and of the bank that have most, at least 1.
  struct OpenedRows {
    std::uint64_t of_rank = 1, of_bank = 1;
  };
  [[nodiscard]] OpenedRows opened_rows() {
    std::sort(rows_.begin(), rows_.end());
    rows_.erase(std::unique(rows_.begin(), rows_.end()), rows_.end());
    OpenedRows most, here;
    for (std::size_t i = 1; i < rows_.size(); ++i) {
      const auto [bank, row] = rows_[i];
      const std::uint64_t before = rows_[i - 1].first;
      here.of_rank = rank_of(bank) == rank_of(before) ? here.of_rank + 1 : 1;
      here.of_bank = bank == before ? here.of_bank + 1 : 1;
      most = {std::max(most.of_rank, here.of_rank), std::max(most.of_bank, here.of_bank)};
    }
    return most;
  }

 private:
  /// Of all channels' ranks.
  [[nodiscard]] std::pair<std::uint64_t, std::uint64_t> rank_of(std::uint64_t bank) const {
    return {bank / kMaxBanks, bank % kMaxBanks / banks_per_rank_};
  }

  void add_rows(const Transfer& transfer, std::span<const std::uint64_t> bursts) {
    const std::uint64_t first = transfer.base >> interleave_.burst_bits;
    for (std::uint64_t channel = 0; channel < bursts.size(); ++channel) {
      if (bursts[channel] > 0 && (transfer.rows == 1 || transfer.pitch == transfer.row_bytes)) {
        const std::uint64_t local = interleave_.below(first, channel);
        for (std::uint64_t i = 0; i < std::min(bursts[channel], banks_in_turn_); ++i) {
          rows_.emplace_back(channel * kMaxBanks + map_.bank(local + i), map_.row(local + i));
        }
      }
    }
  }

  Interleave interleave_;
  AddressMap map_;
  unsigned banks_per_rank_ = 1;
  std::uint64_t banks_in_turn_ = 1;  ///< over which consecutive bursts of a channel go
  std::uint64_t bursts_ = 0;
  std::vector<std::pair<std::uint64_t, std::uint32_t>> rows_;  ///< by channel and bank
};

Picoseconds time_of(const DeviceSpec& device, std::uint64_t clocks) {
  return Picoseconds(clocks * device.clock_period.count());
}

/// Between column commands of different rows of a bank, at least.
std::uint64_t row_clocks(const DeviceSpec& device, Direction direction, Rows rows) {
  if (direction == Direction::write) {
    return device.cwl + device.burst_clocks() + device.twr + device.trp +
           device.activate_to_write();
  }
  const std::uint64_t reopened = device.trtp + device.trp + device.trcd;
  return rows == Rows::open ? reopened : std::max<std::uint64_t>(reopened, device.trc);
}

/// From the first to the last column command, at least.
std::uint64_t column_clocks(const DeviceSpec& device, ChannelWork& work, Direction direction,
                            Rows rows) {
  const std::uint64_t spacing = std::max(device.burst_clocks(), device.tccd_s);
  const ChannelWork::OpenedRows opened = work.opened_rows();
  const std::uint64_t further = rows == Rows::open ? 0 : opened.of_rank - 1;  // tRRD, tFAW: its own
  return std::max({(work.bursts() - 1) * spacing,
                   (opened.of_bank - 1) * row_clocks(device, direction, rows),
                   further * device.trrd_s, further / 4 * device.tfaw});
}

}  // namespace

Interleave interleave_of(const MemorySpec& memory) {
  const std::uint64_t burst_bytes = memory.device.bytes_per_burst().count();
  return {static_cast<unsigned>(std::countr_zero(burst_bytes)),
          static_cast<unsigned>(std::countr_zero(memory.channel_interleave.count() / burst_bytes)),
          memory.channels, memory.channel_hash};
}

Picoseconds first_access(const DeviceSpec& device, Direction direction, Rows rows) {
  const bool read = direction == Direction::read;
  const unsigned opening = read ? device.trcd : device.activate_to_write();
  const unsigned column = read ? device.cl + device.controller_phy_clocks : device.cwl;
  return time_of(device, 1 + (rows == Rows::open ? 0 : opening) + column);
}

Picoseconds least_time(const MemorySpec& memory, std::span<const Transfer> transfers, Rows rows) {
  ChannelWork work(memory, transfers);
  if (work.bursts() == 0) {
    return Picoseconds(0);
  }
  const DeviceSpec& device = memory.device;
  const Direction direction = transfers.front().direction;
  const Picoseconds busy = first_access(device, direction, rows) +
                           time_of(device, column_clocks(device, work, direction, rows));
  const Bytes bytes = device.bytes_per_burst() * (work.bursts() * memory.channels);
  return busy + time_of(device, device.burst_clocks()) +
         (rows == Rows::reset ? refresh_time(memory, busy, bytes.count()) : Picoseconds(0));
}

Picoseconds refresh_time(const MemorySpec& memory, Picoseconds busy, std::uint64_t bytes) {
  const DeviceSpec& device = memory.device;
  const bool one_rank =
      device.ranks == 1 || (device.mapping.starts_with("Ra") &&
                            bytes < memory.capacity_bytes().count() / device.ranks / 2);
  if (!memory.refresh || device.refresh_mode != RefreshMode::all_bank ||
      device.refresh_postpone > 0 || !one_rank) {
    return Picoseconds(0);
  }
  // The least n of which the next falls due when all is done, n refreshes included.
  // The last commands are out before their data; a refresh that falls due then delays nothing.
  const std::uint64_t latency = device.cl + device.controller_phy_clocks;
  const std::uint64_t all = busy.count() / device.clock_period.count();
  const std::uint64_t clocks = all - std::min(all, latency);
  const std::uint64_t each = device.trfc + device.trcd;
  const std::uint64_t first = device.trefi / 2;
  const std::uint64_t refreshes =
      clocks <= first || device.trefi <= each ? 0 : ceil_div(clocks - first, device.trefi - each);
  return time_of(device, refreshes * each);
}

}  // namespace metronome::dram
