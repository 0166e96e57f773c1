// Idle times between requests: what they cost and what they count.
#include <gtest/gtest.h>

#include <vector>

#include "arch/dram/replay.hpp"
#include "sim/base/error.hpp"
#include "tests/arch/dram/patterns.hpp"
#include "tests/arch/dram/timing_checker.hpp"

namespace metronome::dram {
namespace idle_test {

using namespace testing;

/// Two bursts of requests, the second one after `gap` clocks.
std::vector<Request> two_bursts(const DeviceSpec& device, std::uint64_t gap) {
  const std::uint64_t burst = device.bytes_per_burst().count();
  std::vector<Request> requests;
  for (std::uint64_t i = 0; i < 40; ++i) {
    const std::uint64_t arrival = i < 20 ? 0 : gap;
    requests.push_back(
        {(i * 7919) % 1000 * burst, i % 3 == 0 ? Direction::write : Direction::read, arrival});
  }
  return requests;
}

/// The devices with both refresh modes where they have two, and with refreshes put off.
std::vector<DeviceSpec> refreshing_devices() {
  std::vector<DeviceSpec> out;
  for (DeviceSpec device : all_devices()) {
    for (const unsigned postpone : {0u, 3u}) {
      device.refresh_postpone = postpone;
      for (const RefreshMode mode : {RefreshMode::all_bank, RefreshMode::per_bank}) {
        if (mode == RefreshMode::all_bank || device.trfc_bank > 0) {
          device.refresh_mode = mode;
          out.push_back(device);
        }
      }
    }
  }
  DeviceSpec two_ranks = ddr4();
  two_ranks.ranks = 2;
  two_ranks.mapping = "RoRaBaCoBg";
  out.push_back(two_ranks);
  return out;
}

/// A refreshing device in every low-power policy and depth.
std::vector<DeviceSpec> sleeping_devices() {
  std::vector<DeviceSpec> out;
  unsigned turn = 0;
  for (DeviceSpec device : refreshing_devices()) {
    device.power_down = ++turn % 2 == 0 ? PowerDown::timeout : PowerDown::adaptive;
    device.power_down_rows = turn % 3 == 0 ? PowerDownRows::keep : PowerDownRows::close;
    for (const unsigned intervals : {0u, 3u, 80u}) {
      device.self_refresh_idle = intervals * device.trefi;
      out.push_back(device);
    }
  }
  return out;
}

/// Listing every command keeps the replay from passing idle time at once.
TEST(faults, F4_idle_time_passed_at_once_counts_as_if_each_refresh_had_been_visited) {
  for (const DeviceSpec& device : refreshing_devices()) {
    for (const std::uint64_t intervals : {50u, 65u, 200u, 1003u}) {
      const std::vector<Request> requests = two_bursts(device, intervals * device.trefi + 17);
      Statistics listed(device);
      std::vector<CommandRecord> commands;
      const ReplayResult step =
          replay(device, requests, {.commands = &commands, .statistics = &listed});
      Statistics passed(device);
      const ReplayResult skip = replay(device, requests, {.statistics = &passed});
      EXPECT_EQ(step.counts, skip.counts) << device.name << " " << intervals;
      EXPECT_EQ(step.cycles, skip.cycles) << device.name << " " << intervals;
      EXPECT_EQ(step.mean_read_latency_cycles, skip.mean_read_latency_cycles) << device.name;
      EXPECT_EQ(step.energy.total(), skip.energy.total()) << device.name;
      EXPECT_EQ(listed.banks(), passed.banks()) << device.name;
      EXPECT_EQ(listed.bus().lost, passed.bus().lost) << device.name;
      EXPECT_EQ(replay(device, requests, {}).counts, step.counts) << device.name;
    }
  }
}

TEST(faults, F4_idle_time_in_a_low_power_state_is_passed_at_once_as_well) {
  for (const DeviceSpec& device : sleeping_devices()) {
    for (const std::uint64_t intervals : {50u, 203u}) {
      const std::vector<Request> requests = two_bursts(device, intervals * device.trefi + 17);
      std::vector<CommandRecord> commands;
      const ReplayResult step = replay(device, requests, {.commands = &commands});
      const ReplayResult skip = replay(device, requests, {});
      EXPECT_EQ(step.counts, skip.counts) << device.name << " " << intervals;
      EXPECT_EQ(step.cycles, skip.cycles) << device.name << " " << intervals;
      EXPECT_EQ(TimingChecker(device).violations(commands), std::vector<std::string>{});
    }
  }
}

TEST(faults, F4_a_request_far_in_the_future_costs_no_time) {
  const DeviceSpec device = ddr4();
  const std::uint64_t far = (std::uint64_t{1} << 60) - 1;
  const std::vector<Request> requests{{0, Direction::read, 0}, {64, Direction::read, far}};
  const ReplayResult result = replay(device, requests, {});
  EXPECT_GE(result.cycles.count(), far);
  const std::uint64_t due = far / device.trefi;
  EXPECT_GE(result.counts.refreshes + 2, due);
  EXPECT_LE(result.counts.refreshes, due + 2);
  EXPECT_EQ(result.counts.reads, 2u);
}

// Stepped refresh by refresh, each gap would take a fifth of a second, and the last for ever.
TEST(faults, F4_a_deeper_state_far_in_the_future_costs_no_time) {
  DeviceSpec device = ddr4();
  device.power_down = PowerDown::adaptive;
  device.power_down_idle = 1'000'000;
  device.self_refresh_idle = 4'000'000'000;
  constexpr std::uint64_t kGap = 3'999'000'000;
  constexpr std::uint64_t kGaps = 2'000;
  std::vector<Request> requests;
  for (std::uint64_t i = 0; i < kGaps; ++i) {
    requests.push_back({i * 64, Direction::read, i * kGap});
  }
  const Counts short_of_it = replay(device, requests).counts;
  EXPECT_EQ(short_of_it.self_refreshes, 0u);
  EXPECT_NEAR(static_cast<double>(short_of_it.refreshes),
              static_cast<double>((kGaps - 1) * kGap) / device.trefi, kGaps);
  requests.push_back({0, Direction::read, std::uint64_t{1} << 59});
  const Counts beyond = replay(device, requests).counts;
  EXPECT_EQ(beyond.self_refreshes, 1u);
  const std::uint64_t last_gap = (std::uint64_t{1} << 59) - (kGaps - 1) * kGap;
  EXPECT_NEAR(static_cast<double>(beyond.self_refresh_cycles),
              static_cast<double>(last_gap - device.self_refresh_idle), 1e4);
}

TEST(faults, F4_without_refresh_idle_time_is_nothing) {
  const DeviceSpec device = ddr4();
  const std::vector<Request> requests{{0, Direction::read, 0}, {64, Direction::read, 1u << 30}};
  EXPECT_EQ(replay(device, requests, {.refresh = false}).counts.refreshes, 0u);
}

TEST(faults, F4_a_list_of_the_commands_of_an_endless_idle_time_is_refused) {
  const DeviceSpec device = ddr4();
  const std::vector<Request> requests{{0, Direction::read, 0},
                                      {64, Direction::read, std::uint64_t{1} << 59}};
  std::vector<CommandRecord> commands;
  EXPECT_THROW((void)replay(device, requests, {.commands = &commands}), UserError);
}

}  // namespace idle_test
}  // namespace metronome::dram
