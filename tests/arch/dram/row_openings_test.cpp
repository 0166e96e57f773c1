// Rows that transfers open, beside a walk over all of their bursts.
#include "arch/dram/row_openings.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "arch/dram/least_time.hpp"
#include "tests/arch/dram/patterns.hpp"

namespace metronome::dram {
namespace row_openings_test {

using namespace testing;

/// Open rows by channel and bank; burst by burst.
struct Walk {
  explicit Walk(const MemorySpec& memory) : interleave(interleave_of(memory)), map(memory.device) {}
  std::uint64_t of(const Transfer& transfer) {
    std::uint64_t opened = 0;
    for (RowIterator rows(transfer, interleave.burst_bits); rows.next();) {
      for (std::uint64_t burst = rows.first(); burst <= rows.last(); ++burst) {
        const std::uint64_t local = interleave.local(burst);
        const auto at = std::pair(interleave.channel_of(burst), map.bank(local));
        const auto [row, fresh] = open.try_emplace(at, map.row(local));
        opened += fresh || row->second != map.row(local) ? 1 : 0;
        row->second = map.row(local);
      }
    }
    return opened;
  }
  Interleave interleave;
  AddressMap map;
  std::map<std::pair<std::uint64_t, std::uint8_t>, std::uint32_t> open;
};

MemorySpec memory_of(const DeviceSpec& device, unsigned channels) {
  MemorySpec memory;
  memory.device = device;
  memory.channels = channels;
  memory.channel_hash = channels == 8;
  return memory;
}

/// Contiguous and strided ones that lie anywhere in 64 MiB, of as many rows as are looked at.
Transfer random_transfer(Xorshift& random) {
  Transfer transfer;
  transfer.base = random() % (std::uint64_t{1} << 26);
  transfer.rows = 1 + random() % RowOpenings::kMostRows;
  transfer.row_bytes = 1 + random() % 3000;
  transfer.pitch = transfer.row_bytes + (random() % 2) * (random() % 5000);
  return transfer;
}

TEST(row_openings, are_those_of_a_walk_over_the_bursts) {
  Xorshift random(1);
  for (const DeviceSpec& device : all_devices()) {
    for (const unsigned channels : {1u, 3u, 8u}) {
      const MemorySpec memory = memory_of(device, channels);
      RowOpenings rows(memory);
      Walk walk(memory);
      for (int i = 0; i < 20; ++i) {
        const Transfer transfer = random_transfer(random);
        ASSERT_EQ(rows.of(transfer), static_cast<double>(walk.of(transfer)))
            << device.name << ", " << channels << " channels, transfer " << i;
      }
    }
  }
}

TEST(row_openings, rows_that_stay_open_are_not_opened_again_until_they_are_closed) {
  const MemorySpec memory = memory_of(lpddr4(), 8);
  const Transfer block{0, 1, 1 << 16, 1 << 16, Direction::read};
  RowOpenings rows(memory);
  const double first = rows.of(block);
  EXPECT_GT(first, 0);
  EXPECT_EQ(rows.of(block), 0);
  rows.close();
  EXPECT_EQ(rows.of(block), first);
}

/// A matrix column in a thousand rows: each row of the memory that has a part is opened.
TEST(row_openings, of_many_rows_the_first_stand_for_all) {
  const MemorySpec memory = memory_of(ddr4(), 1);
  const Transfer column{0, 4 * RowOpenings::kMostRows, 64, 1 << 18, Direction::read};
  RowOpenings rows(memory);
  Walk walk(memory);
  EXPECT_EQ(rows.of(column), static_cast<double>(walk.of(column)));
}

TEST(row_openings, ranks_below_an_address_are_those_that_bursts_before_it_lie_in) {
  for (DeviceSpec device : {ddr4("RaRoBaCoBg"), ddr4("RoRaBaCoBg"), ddr4("RoBaRaCoBg"), hbm2()}) {
    device.ranks = 3;
    if (device.mapping.find("Ra") == std::string::npos) {
      device.mapping = "Ra" + device.mapping;
    }
    const MemorySpec memory = memory_of(device, 2);
    const AddressMap map(device);
    const std::uint64_t burst = device.bytes_per_burst().count();
    const unsigned banks = device.banks_per_rank();
    for (const std::uint64_t bytes :
         {burst, std::uint64_t{1} << 20, memory.capacity_bytes().count() / 3,
          memory.capacity_bytes().count() / 3 + memory.channels * burst * device.bursts_per_row(),
          memory.capacity_bytes().count()}) {
      std::set<unsigned> ranks;
      const std::uint64_t bursts = bytes / burst / memory.channels;
      // Ranks change at multiples of what lies below them, and at nothing finer.
      for (std::uint64_t at = 0; at < std::max<std::uint64_t>(bursts, 1);
           at += map.bursts_below_rank()) {
        ranks.insert(map.bank(at) / banks);
        if (ranks.size() == device.ranks) {
          break;
        }
      }
      EXPECT_EQ(ranks_below(memory, bytes), ranks.size()) << device.mapping << ", " << bytes;
    }
  }
}

}  // namespace row_openings_test
}  // namespace metronome::dram
