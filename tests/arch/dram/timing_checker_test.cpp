// An independent checker finds no violation in what the model issues, and does find one as soon as
// any parameter is tightened by a clock.
#include "tests/arch/dram/timing_checker.hpp"

#include <gtest/gtest.h>

#include <ostream>

#include "tests/arch/dram/patterns.hpp"

namespace metronome::dram {
namespace timing_checker_test {

using namespace testing;

/// Random requests in a small space (some rows of each bank), in runs of one direction, so that
/// hits, conflicts, turnarounds and forwarding all occur.
std::vector<Request> traffic(const DeviceSpec& d, std::size_t n, std::uint64_t seed) {
  Xorshift generator(seed);
  const std::uint64_t burst = d.bytes_per_burst().count();
  const std::uint64_t row = d.capacity_bytes().count() / d.rows;
  std::vector<Request> out;
  Direction direction = Direction::read;
  std::uint64_t base = 0;
  while (out.size() < n) {
    if (generator.below(8) == 0) {
      direction = generator.below(3) == 0 ? Direction::write : Direction::read;
    }
    if (generator.below(4) == 0) {
      base = generator.below(6) * row + generator.below(row / burst) * burst;
    }
    out.push_back({base, direction});
    base = (base + burst) % (6 * row);
  }
  return out;
}

std::vector<CommandRecord> commands_of(const DeviceSpec& d, const std::vector<Request>& requests) {
  std::vector<CommandRecord> commands;
  (void)replay(d, requests, {.commands = &commands});
  return commands;
}

std::vector<DeviceSpec> devices() {
  return {ddr4("RoBaCoBg"), ddr4("RoBaBgCo"), ddr4("RoCoBgBa"), lpddr4("RoCoBa"),
          lpddr4("RoBaCo"), hbm2("RoBaCoBg"), hbm2("CoRoBaBg")};
}

TEST(timing_checker, finds_no_violation_in_random_traffic_on_any_device_and_mapping) {
  for (const DeviceSpec& d : devices()) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      const auto commands = commands_of(d, traffic(d, 10'000, seed * 7919));
      EXPECT_EQ(TimingChecker(d).violations(commands), std::vector<std::string>{}) << d.name;
    }
  }
}

// Traffic with pauses, in which refreshes are pulled in, on every device, in both modes.
TEST(timing_checker, finds_no_violation_in_refreshes_of_banks_and_ranks) {
  for (DeviceSpec d : all_devices()) {
    for (const unsigned ranks : {1u, 2u}) {
      for (const RefreshMode mode : {RefreshMode::all_bank, RefreshMode::per_bank}) {
        if (mode == RefreshMode::per_bank && d.trfc_bank == 0) {
          continue;
        }
        d.ranks = ranks;
        d.mapping = ranks == 2 ? "RoBaRaCoBg" : "RoBaCoBg";
        d.refresh_mode = mode;
        d.refresh_postpone = ranks == 2 ? 8 : 0;
        auto requests = traffic(d, 8'000, 17 * ranks);
        for (std::size_t i = 0; i < requests.size(); ++i) {
          requests[i].arrival = i * 6 + i / 1'000 * 20'000;
        }
        const auto commands = commands_of(d, requests);
        EXPECT_EQ(TimingChecker(d).violations(commands), std::vector<std::string>{}) << d.name;
      }
    }
  }
}

TEST(timing_checker, finds_no_violation_in_the_reference_patterns) {
  for (const DeviceSpec& d : devices()) {
    for (const auto& requests : {random(d, 10'000, true), double_buffer(d, 10'000),
                                 row_stride(d, 2'000), sequential(d, 10'000, Direction::write)}) {
      EXPECT_TRUE(TimingChecker(d).violations(commands_of(d, requests)).empty()) << d.name;
    }
  }
}

TEST(timing_checker, finds_no_violation_with_random_parameters_and_queues) {
  Xorshift generator(11);
  for (int round = 0; round < 30; ++round) {
    DeviceSpec d = ddr4();
    const auto pick = [&](unsigned low, unsigned high) {
      return low + static_cast<unsigned>(generator.below(high - low + 1));
    };
    d.trcd = pick(2, 20);
    d.tras = d.trcd + pick(0, 30);
    d.trp = pick(2, 20);
    d.trp_all = d.trp + pick(0, 5);
    d.trc = d.tras + d.trp + pick(0, 9);
    d.tccd_s = pick(4, 6);
    d.tccd_l = d.tccd_s + pick(0, 4);
    d.trrd_s = pick(1, 8);
    d.trrd_l = d.trrd_s + pick(0, 4);
    d.tfaw = d.trrd_s + pick(0, 40);
    d.twtr_s = pick(0, 6);
    d.twtr_l = d.twtr_s + pick(0, 8);
    d.twr = pick(1, 30);
    d.trtp = pick(1, 15);
    d.tppd = pick(0, 4);
    d.trefi = 3000;
    d.read_queue = pick(1, 64);
    d.write_queue = pick(1, 64);
    d.write_high_watermark = 0.1 * pick(3, 10);
    d.write_low_watermark = 0.1 * pick(0, 3);
    d.patience = pick(1, 5000);
    const auto commands = commands_of(d, traffic(d, 5'000, generator()));
    EXPECT_EQ(TimingChecker(d).violations(commands), std::vector<std::string>{}) << round;
  }
}

TEST(timing_checker, finds_no_violation_under_any_policy_on_any_device_file) {
  std::uint64_t seed = 5;
  for (DeviceSpec d : all_devices()) {
    for (const Scheduler scheduler :
         {Scheduler::fr_fcfs, Scheduler::row_hit_first, Scheduler::fcfs}) {
      for (const PagePolicy page : {PagePolicy::open, PagePolicy::closed, PagePolicy::adaptive}) {
        d.scheduler = scheduler;
        d.page_policy = page;
        d.bank_hash = seed % 2 == 0;
        d.ranks = seed % 3 == 0 ? 2 : 1;
        d.mapping = d.ranks == 2 ? "RoRaBaCoBg" : "RoBaCoBg";
        d.refresh_postpone = static_cast<unsigned>(seed % 5);
        if (d.trfc_bank != 0 && seed % 2 == 0) {
          d.refresh_mode = RefreshMode::per_bank;
        }
        d.column_bus_clocks = 1 + static_cast<unsigned>(seed % 3);
        d.precharge_bus_clocks = 1 + static_cast<unsigned>(seed % 2);
        const auto commands = commands_of(d, traffic(d, 4'000, ++seed * 7919));
        EXPECT_EQ(TimingChecker(d).violations(commands), std::vector<std::string>{}) << d.name;
      }
    }
  }
}

struct Tightened {
  std::string name;
  unsigned DeviceSpec::*member;
};
std::ostream& operator<<(std::ostream& out, const Tightened& t) { return out << t.name; }
class one_clock_more : public ::testing::TestWithParam<Tightened> {};

TEST_P(one_clock_more, makes_the_checker_complain) {
  DeviceSpec d = ddr4("RoBaCoBg");
  d.tfaw = 28;  // so that it binds more often than tRRD_S does
  d.tppd = 1;   // PRE commands may stand in consecutive clocks
  d.trp_all = 20;
  auto requests = traffic(d, 10'000, 99);
  const auto mixed = random(d, 6'000, true);
  const auto strided = row_stride(d, 1'000);
  requests.insert(requests.end(), mixed.begin(), mixed.end());
  requests.insert(requests.end(), strided.begin(), strided.end());
  const auto commands = commands_of(d, requests);
  ASSERT_TRUE(TimingChecker(d).violations(commands).empty());
  ++(d.*GetParam().member);
  EXPECT_FALSE(TimingChecker(d).violations(commands).empty());
}

INSTANTIATE_TEST_SUITE_P(
    parameters, one_clock_more,
    ::testing::Values(
        Tightened{"trcd", &DeviceSpec::trcd}, Tightened{"trp", &DeviceSpec::trp},
        Tightened{"trp_all", &DeviceSpec::trp_all}, Tightened{"tras", &DeviceSpec::tras},
        Tightened{"trc", &DeviceSpec::trc}, Tightened{"tccd_s", &DeviceSpec::tccd_s},
        Tightened{"tccd_l", &DeviceSpec::tccd_l}, Tightened{"trrd_s", &DeviceSpec::trrd_s},
        Tightened{"trrd_l", &DeviceSpec::trrd_l}, Tightened{"tfaw", &DeviceSpec::tfaw},
        Tightened{"twtr_s", &DeviceSpec::twtr_s}, Tightened{"twtr_l", &DeviceSpec::twtr_l},
        Tightened{"twr", &DeviceSpec::twr}, Tightened{"trtp", &DeviceSpec::trtp},
        Tightened{"tppd", &DeviceSpec::tppd}, Tightened{"trfc", &DeviceSpec::trfc},
        Tightened{"read_to_write_gap", &DeviceSpec::read_to_write_gap}),
    [](const auto& instance) { return instance.param.name; });

}  // namespace timing_checker_test
}  // namespace metronome::dram
