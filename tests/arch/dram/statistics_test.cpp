// Counters by bank, bandwidth over time, and what every lost clock of the data bus is put down to,
// against closed forms of DDR4-2400 (tRCD = tRP = CL = 17, CWL 12, tRC 56, tCCD_L 6, tFAW 26,
// tWTR_S 3, four clocks a burst).
#include "arch/dram/statistics.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

#include "arch/dram/address_map.hpp"
#include "tests/arch/dram/patterns.hpp"

namespace metronome::dram {
namespace statistics_test {

using namespace testing;

struct Watched {
  ReplayResult result;
  Statistics statistics;
};

Watched watch(const DeviceSpec& device, const std::vector<Request>& requests, bool refresh,
              Profile profile = Profile::standard) {
  Watched out{{}, Statistics(device)};
  out.result = replay(device, requests,
                      {.profile = profile, .refresh = refresh, .statistics = &out.statistics});
  return out;
}

std::uint64_t lost(const Watched& watched, LossReason reason) {
  return watched.statistics.bus().lost[reason];
}

std::uint64_t address(const DeviceSpec& device, unsigned bank, unsigned row, unsigned column = 0) {
  const AddressMap::Place place{row, static_cast<std::uint8_t>(bank), column};
  return AddressMap(device).burst(place) * device.bytes_per_burst().count();
}

TEST(statistics, every_clock_of_the_data_bus_is_busy_or_lost_to_one_reason) {
  std::vector<DeviceSpec> devices = all_devices();
  for (std::size_t i = 0, n = devices.size(); i < n; ++i) {
    DeviceSpec two_ranks = devices[i];
    two_ranks.ranks = 2;
    two_ranks.mapping.insert(2, "Ra");
    if (two_ranks.trfc_bank > 0) {
      two_ranks.refresh_mode = RefreshMode::per_bank;
    }
    devices.push_back(two_ranks);
  }
  for (DeviceSpec& device : devices) {
    for (const bool mixed : {false, true}) {
      for (const Scheduler scheduler : {Scheduler::fr_fcfs, Scheduler::fcfs}) {
        device.scheduler = scheduler;
        const Watched w = watch(device, random(device, 3000, mixed), true);
        const DataBusUse& bus = w.statistics.bus();
        EXPECT_EQ(std::accumulate(bus.lost.begin(), bus.lost.end(), bus.busy), bus.clocks);
        EXPECT_EQ(bus.busy,
                  (w.result.counts.reads + w.result.counts.writes) * device.burst_clocks());
        double sum = 0;
        const auto json = nlohmann::json::parse(to_json(w.result, {&w.statistics, 1}));
        for (const auto& share : json.at("data_bus").at("lost_share")) {
          sum += share.get<double>();
        }
        EXPECT_NEAR(sum, 1, 1e-12);
      }
    }
  }
}

TEST(statistics, of_a_first_read_the_row_takes_trcd_and_the_data_cl) {
  const DeviceSpec device = ddr4();
  const Watched w = watch(device, {{0, Direction::read}}, false);
  EXPECT_EQ(w.statistics.bus().clocks, 1u + 17 + 17 + 4);
  EXPECT_EQ(lost(w, LossReason::trcd), 17u);
  EXPECT_EQ(lost(w, LossReason::first_latency), 1u + 17);
}

TEST(statistics, a_stride_over_the_rows_of_a_bank_is_bound_by_the_row_cycle) {
  const DeviceSpec device = ddr4();
  const Watched w = watch(device, row_stride(device, 100), false);
  EXPECT_EQ(lost(w, LossReason::trc), 99u * (56 - 4));
  EXPECT_EQ(w.statistics.bus().bound_by(), LossReason::trc);
}

TEST(statistics, a_stream_within_a_bank_is_bound_by_the_bank_group) {
  const DeviceSpec device = ddr4("RoBaBgCo");
  const Watched w = watch(device, sequential(device, 100, Direction::read), false);
  EXPECT_EQ(lost(w, LossReason::tccd_l), 99u * (6 - 4));
  EXPECT_EQ(w.statistics.bus().bound_by(), LossReason::tccd_l);
}

TEST(statistics, one_burst_from_each_bank_is_bound_by_four_activates_in_a_window) {
  const DeviceSpec device = ddr4();
  std::vector<Request> requests;
  for (unsigned i = 0; i < 16; ++i) {
    requests.push_back({address(device, i % 4 * 4 + i / 4, 7), Direction::read});
  }
  const Watched w = watch(device, requests, false);
  EXPECT_EQ(lost(w, LossReason::tfaw), 3u * (26 - 4 * 4));
  EXPECT_EQ(w.statistics.bus().lost_clocks(), 30u + 17 + 18);
}

TEST(statistics, turnarounds_take_their_gaps) {
  const DeviceSpec device = ddr4();
  const std::vector<Request> read_then_write{{address(device, 0, 0), Direction::read},
                                             {address(device, 4, 0), Direction::write}};
  EXPECT_EQ(lost(watch(device, read_then_write, false), LossReason::read_to_write), 2u);
  const std::vector<Request> write_then_read{{address(device, 0, 0), Direction::write},
                                             {address(device, 4, 0), Direction::read}};
  EXPECT_EQ(lost(watch(device, write_then_read, false), LossReason::write_to_read), 3u + 17);
}

TEST(statistics, requests_that_come_late_are_no_fault_of_the_memory) {
  const DeviceSpec device = ddr4();
  std::vector<Request> requests;
  for (std::uint64_t i = 0; i < 10; ++i) {
    requests.push_back({i * 64, Direction::read, i * 1000});
  }
  const Watched w = watch(device, requests, false);
  EXPECT_EQ(w.statistics.bus().bound_by(), LossReason::no_request);
  // One in 1000 clocks; the fifth is the first to find its row open, 17 clocks earlier than before.
  EXPECT_EQ(lost(w, LossReason::no_request), 9u * (1000 - 4) - 17);
}

TEST(statistics, a_stream_loses_only_to_refresh) {
  const DeviceSpec device = ddr4();
  const Watched w = watch(device, sequential(device, 100'000, Direction::read), true);
  EXPECT_EQ(w.statistics.bus().bound_by(), LossReason::refresh);
  const std::uint64_t refreshes = w.result.counts.refreshes;
  ASSERT_GT(refreshes, 40u);
  EXPECT_GE(lost(w, LossReason::refresh), refreshes * device.trfc);
  // Between two reads, at most tRTP + tRP + tRFC + tRCD - BL/2 = 459 clocks, of which 17 (tRCD) are
  // the row's.
  EXPECT_LE(lost(w, LossReason::refresh), refreshes * 459);
}

TEST(statistics, the_counters_of_the_banks_sum_to_those_of_the_channel) {
  for (const DeviceSpec& device : all_devices()) {
    const Watched w = watch(device, random(device, 5000, true), true);
    BankCounts sum;
    for (const BankCounts& bank : w.statistics.banks()) {
      sum.activates += bank.activates;
      sum.precharges += bank.precharges;
      sum.reads += bank.reads;
      sum.writes += bank.writes;
      sum.row_hits += bank.row_hits;
    }
    const Counts& counts = w.result.counts;
    EXPECT_EQ(sum, (BankCounts{counts.activates, counts.banks_precharged, counts.reads,
                               counts.writes, counts.row_hits}));
    const std::string csv = counters_csv({&w.statistics, 1});
    EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 1 + static_cast<long>(device.banks()));
  }
}

TEST(statistics, the_bandwidth_over_time_holds_every_burst_however_long_the_run) {
  BandwidthProfile profile;
  std::uint64_t expected_writes = 0;
  for (Clock t = 0; t < 1'000'000; t += 7) {
    const bool write = t % 3 == 0;
    expected_writes += write ? 1 : 0;
    profile.add(t, write ? Direction::write : Direction::read);
  }
  std::uint64_t reads = 0;
  std::uint64_t writes = 0;
  for (const auto& interval : profile.intervals) {
    reads += interval.read_bursts;
    writes += interval.write_bursts;
    EXPECT_LE(interval.read_bursts + interval.write_bursts,
              static_cast<std::uint64_t>(profile.width) / 7 + 1);
  }
  EXPECT_EQ(writes, expected_writes);
  EXPECT_EQ(reads + writes, 1'000'000u / 7 + 1);
  EXPECT_EQ(profile.width, 1024);  // 64 doubled until 1024 intervals hold a million clocks
  EXPECT_EQ(profile.intervals.size(), 1'000'000u / 1024 + 1);
}

TEST(statistics, looking_changes_nothing) {
  const DeviceSpec device = hbm2();
  const auto requests = random(device, 4000, true);
  EXPECT_EQ(to_json(watch(device, requests, true).result), to_json(replay(device, requests)));
}

}  // namespace statistics_test
}  // namespace metronome::dram
