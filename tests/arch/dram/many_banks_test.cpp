// Channels of up to 256 banks: more than one machine word has bits.
#include <gtest/gtest.h>

#include "arch/dram/address_map.hpp"
#include "arch/dram/controller.hpp"
#include "arch/dram/memory.hpp"
#include "tests/arch/dram/patterns.hpp"
#include "tests/arch/dram/timing_checker.hpp"

namespace metronome::dram {
namespace many_banks_test {

using namespace testing;

/// DDR4-2400 with other numbers of ranks and banks; every field is in the mapping.
DeviceSpec device(unsigned ranks, unsigned bank_groups, unsigned banks_per_group,
                  const std::string& mapping = "RoRaBaCoBg") {
  DeviceSpec d = ddr4(mapping);
  d.ranks = ranks;
  d.bank_groups = bank_groups;
  d.banks_per_group = banks_per_group;
  d.rows = 4096;
  return d;
}

/// Ways of up to 256 banks: ranks, groups and banks of a group; more than 64 each.
std::vector<DeviceSpec> devices() {
  return {device(4, 16, 4),
          device(8, 8, 4),
          device(1, 64, 4),
          device(2, 16, 8, "RaRoBaCoBg"),
          device(3, 8, 4),
          device(3, 16, 4),
          device(7, 8, 4),
          device(5, 4, 4, "RoBaBgCoRa"),
          device(4, 1, 64, "RoCoRaBa")};
}

std::vector<CommandRecord> commands_of(const DeviceSpec& d, const std::vector<Request>& requests,
                                       bool refresh = true) {
  std::vector<CommandRecord> commands;
  (void)replay(d, requests, {.refresh = refresh, .commands = &commands});
  return commands;
}

TEST(many_banks, replays_keep_every_constraint_and_reach_every_bank) {
  for (DeviceSpec d : devices()) {
    d.refresh_postpone = 2;
    for (const PowerDown power : {PowerDown::never, PowerDown::timeout}) {
      d.power_down = power;
      d.power_down_idle = 20;
      std::vector<Request> requests = random(d, 12'000, true);
      for (std::size_t i = 0; i < requests.size(); ++i) {
        requests[i].arrival = i / 3000 * 60'000;  // idle in between
      }
      const std::vector<CommandRecord> commands = commands_of(d, requests);
      EXPECT_EQ(TimingChecker(d).violations(commands), std::vector<std::string>{});
      std::vector<int> activates(d.banks());
      bool slept = false;
      for (const CommandRecord& c : commands) {
        activates[c.bank] += c.command == Command::activate ? 1 : 0;
        slept = slept || c.command == Command::power_down;
      }
      EXPECT_EQ(std::count(activates.begin(), activates.end(), 0), 0) << d.banks();
      EXPECT_EQ(slept, power == PowerDown::timeout);
    }
  }
}

TEST(many_banks, the_checker_sees_each_constraint_that_is_tightened) {
  const DeviceSpec d = device(4, 16, 4);
  const auto commands = commands_of(d, random(d, 20'000, true));
  for (unsigned DeviceSpec::*parameter :
       {&DeviceSpec::trtrs, &DeviceSpec::tfaw, &DeviceSpec::trrd_s, &DeviceSpec::trfc,
        &DeviceSpec::trcd, &DeviceSpec::twtr_l, &DeviceSpec::tccd_l}) {
    DeviceSpec stricter = d;
    ++(stricter.*parameter);
    EXPECT_FALSE(TimingChecker(stricter).violations(commands).empty());
  }
}

// REFpb: the sets of a rank lie in several words.
TEST(many_banks, are_refreshed_bank_by_bank_in_turn) {
  for (DeviceSpec d : {device(2, 16, 8), device(3, 8, 4), device(1, 32, 8)}) {
    d.refresh_mode = RefreshMode::per_bank;
    d.banks_per_refresh = 2;
    d.trfc_bank = 96;
    d.trrefd = 6;
    d.tpbr2pbr = 24;
    const auto commands = commands_of(d, random(d, 30'000, true));
    EXPECT_EQ(TimingChecker(d).violations(commands), std::vector<std::string>{});
    std::vector<int> refreshes(d.banks());
    for (const CommandRecord& c : commands) {
      if (c.command == Command::refresh_bank) {
        const unsigned first = c.bank / d.banks_per_rank() * d.banks_per_rank();
        const unsigned set = c.bank - first;
        ASSERT_LT(set, d.refresh_sets());
        ++refreshes[c.bank];
        ++refreshes[c.bank + d.refresh_sets()];
      }
    }
    const auto [fewest, most] = std::minmax_element(refreshes.begin(), refreshes.end());
    EXPECT_GT(*fewest, 5);
    EXPECT_LE(*most - *fewest, 2);
  }
}

/// `n` requests to random places of the device.
std::vector<AddressMap::Place> places(const DeviceSpec& d, std::size_t n) {
  Xorshift g(99);
  std::vector<AddressMap::Place> out;
  for (std::size_t i = 0; i < n; ++i) {
    out.push_back({static_cast<std::uint32_t>(g.below(6)),
                   static_cast<std::uint8_t>(g.below(d.banks())),
                   static_cast<std::uint32_t>(g.below(d.bursts_per_row()))});
  }
  return out;
}

std::vector<Request> requests_to(const DeviceSpec& d, const std::vector<AddressMap::Place>& at) {
  const AddressMap map(d);
  std::vector<Request> out;
  for (std::size_t i = 0; i < at.size(); ++i) {
    out.push_back({map.burst(at[i]) * d.bytes_per_burst().count(),
                   i % 300 < 90 ? Direction::write : Direction::read});
  }
  return out;
}

// One rank, so that its refreshes are those of the small device; or several without refresh.
TEST(many_banks, equal_the_small_device_where_only_its_banks_are_touched) {
  const DeviceSpec small = device(1, 4, 4);
  const auto at = places(small, 20'000);
  const auto expected = commands_of(small, requests_to(small, at));
  for (const DeviceSpec& large : {device(1, 64, 4), device(1, 32, 4)}) {
    EXPECT_TRUE(commands_of(large, requests_to(large, at)) == expected) << large.banks();
  }
  const auto without_refresh = commands_of(small, requests_to(small, at), false);
  for (const unsigned ranks : {5u, 7u, 8u}) {
    const DeviceSpec large = device(ranks, 4, 4);
    EXPECT_TRUE(commands_of(large, requests_to(large, at), false) == without_refresh) << ranks;
  }
  const DeviceSpec word = device(2, 8, 4);
  const auto over_all = places(word, 20'000);
  const auto of_word = commands_of(word, requests_to(word, over_all), false);
  const DeviceSpec words = device(8, 8, 4);
  EXPECT_TRUE(commands_of(words, requests_to(words, over_all), false) == of_word);
}

/// Requests in order, all there from the beginning; keeps the commands.
class ListPort {
 public:
  explicit ListPort(std::vector<BurstRequest> requests) : requests_(std::move(requests)) {}
  template <class C>
  const BurstRequest* poll(Clock, const C& controller) {
    return offers() && controller.acceptable(requests_[next_]) ? &requests_[next_] : nullptr;
  }
  void accepted() { ++next_; }
  template <class C>
  Clock next_offer(Clock t, const C& controller) {
    return poll(t, controller) != nullptr ? t + 1 : kNever;
  }
  [[nodiscard]] bool waiting(Clock) const { return offers(); }
  void done(const Outcome&) { ++served; }
  void command(const CommandRecord& record) { commands.push_back(record); }
  [[nodiscard]] bool offers() const { return next_ < requests_.size(); }

  std::size_t served = 0;
  std::vector<CommandRecord> commands;

 private:
  std::vector<BurstRequest> requests_;
  std::size_t next_ = 0;
};

template <class Controller>
std::vector<CommandRecord> drive(const DeviceSpec& d, Profile profile,
                                 const std::vector<Request>& requests) {
  const AddressMap map(d);
  std::vector<BurstRequest> bursts;
  for (const Request& r : requests) {
    const std::uint64_t burst = r.address / d.bytes_per_burst().count();
    bursts.push_back({burst, map.row(burst), map.bank(burst), r.direction, 0});
  }
  Controller controller(d, policies_of(d, profile, true));
  ListPort port(std::move(bursts));
  controller.wake(1);
  while (port.served < requests.size()) {
    controller.visit(port);
  }
  return std::move(port.commands);
}

// The controller for many banks is the same one: on every device that needs but one word, in every
// policy, command for command.
TEST(many_banks, their_controller_does_what_the_one_for_few_does) {
  Xorshift g(17);
  for (DeviceSpec d : all_devices()) {
    for (int round = 0; round < 6; ++round) {
      d.scheduler = static_cast<Scheduler>(round % 3);
      d.page_policy = static_cast<PagePolicy>(g.below(3));
      d.page_timeout = 200;
      d.power_down = static_cast<PowerDown>(g.below(3));
      d.refresh_postpone = static_cast<unsigned>(g.below(4));
      d.patience = 400 + static_cast<unsigned>(g.below(4000));
      d.refresh_mode =
          d.trfc_bank > 0 && round % 2 == 0 ? RefreshMode::per_bank : RefreshMode::all_bank;
      const auto requests = round < 3 ? random(d, 6'000, true) : double_buffer(d, 6'000);
      for (const Profile profile : {Profile::standard, Profile::ramulator}) {
        EXPECT_TRUE(drive<WideController>(d, profile, requests) ==
                    drive<Controller>(d, profile, requests))
            << d.name << ' ' << round;
      }
    }
  }
}

// Streams through all banks, many bursts at a time, beside the engine burst by burst.
TEST(many_banks, batching_gives_the_results_of_the_engine_burst_by_burst) {
  for (const DeviceSpec& d : {device(4, 16, 4), device(3, 8, 4), device(8, 8, 4, "RoBaRaCoBg")}) {
    MemorySpec spec{.device = d, .channels = 2};
    Memory batched(spec);
    spec.batching = false;
    Memory plain(spec);
    for (std::uint64_t tile = 0; tile < 6; ++tile) {
      for (const Transfer& t :
           {Transfer{.base = tile << 20, .row_bytes = 1 << 19, .direction = Direction::read},
            Transfer{.base = (tile << 20) + (1 << 19) + 64 * tile,
            .row_bytes = 1 << 18,
            .direction = tile % 2 == 0 ? Direction::write : Direction::read}}) {
        batched.submit(t, Picoseconds(0));
        plain.submit(t, Picoseconds(0));
      }
    }
    while (!plain.idle()) {
      const auto expected = plain.advance(Picoseconds(1'000'000'000'000));
      EXPECT_EQ(batched.advance(Picoseconds(1'000'000'000'000)), expected);
      EXPECT_TRUE(batched.counts() == plain.counts());
    }
  }
}

}  // namespace many_banks_test
}  // namespace metronome::dram
