// Skipping clocks is an optimisation: visiting every clock gives the same commands and outcomes.
#include <gtest/gtest.h>

#include "arch/dram/address_map.hpp"
#include "arch/dram/controller.hpp"
#include "tests/arch/dram/patterns.hpp"

namespace metronome::dram {
namespace event_driven_test {

using namespace testing;

/// Requests with arrival clocks, offered in order.
class TimedPort {
 public:
  struct Timed {
    Clock first = 0;
    BurstRequest request;
  };

  explicit TimedPort(std::vector<Timed> requests) : requests_(std::move(requests)) {}

  const BurstRequest* poll(Clock t, const Controller& controller) {
    const bool ready = position_ < requests_.size() && requests_[position_].first <= t &&
                       controller.acceptable(requests_[position_].request);
    return ready ? &requests_[position_].request : nullptr;
  }
  void accepted() { ++position_; }
  Clock next_offer(Clock t, const Controller& controller) {
    if (poll(t + 1, controller) != nullptr) {
      return t + 1;
    }
    return position_ < requests_.size() && requests_[position_].first > t + 1
               ? requests_[position_].first
               : kNever;
  }
  [[nodiscard]] bool waiting(Clock t) const {
    return position_ < requests_.size() && requests_[position_].first <= t;
  }
  void done(const Outcome& o) { outcomes.push_back({o.clock, static_cast<int>(o.service), o.tag}); }
  void command(const CommandRecord& record) { commands.push_back(record); }

  std::vector<CommandRecord> commands;
  std::vector<std::tuple<Clock, int, std::uint32_t>> outcomes;

 private:
  std::vector<Timed> requests_;
  std::size_t position_ = 0;
};

std::vector<TimedPort::Timed> timed(const DeviceSpec& d, std::uint64_t seed, std::size_t n) {
  Xorshift g(seed);
  const AddressMap map(d);
  std::vector<TimedPort::Timed> out;
  Clock first = 1;
  std::uint64_t burst = 0;
  Direction direction = Direction::read;
  for (std::uint32_t i = 0; i < n; ++i) {
    if (g.below(50) == 0) {
      first += static_cast<Clock>(g.below(3000));
    } else if (g.below(3) == 0) {
      first += static_cast<Clock>(g.below(12));
    }
    burst = g.below(5) == 0 ? g.below(1u << 15) : burst + 1;
    direction =
        g.below(10) == 0 ? (g.below(2) == 0 ? Direction::read : Direction::write) : direction;
    out.push_back({first, {burst, map.row(burst), map.bank(burst), direction, i}});
  }
  return out;
}

TimedPort drive(const DeviceSpec& d, Profile profile, const std::vector<TimedPort::Timed>& requests,
                bool every_clock) {
  Controller controller(d, policies_of(d, profile, true));
  TimedPort port(requests);
  controller.wake(requests.front().first);
  while (port.outcomes.size() < requests.size()) {
    const Clock t = controller.next();
    controller.visit(port);
    if (every_clock) {
      controller.wake(t + 1);
    }
  }
  return port;
}

TEST(event_driven, skipping_clocks_changes_no_command_and_no_outcome) {
  for (const Profile profile : {Profile::standard, Profile::ramulator}) {
    DeviceSpec ranks = ddr4("RoRaBaCoBg");
    ranks.ranks = 2;
    ranks.refresh_postpone = 2;
    DeviceSpec banks = lpddr4();
    banks.refresh_mode = RefreshMode::per_bank;
    DeviceSpec late = load_device("lpddr5_6400.yaml");
    late.refresh_mode = RefreshMode::per_bank;
    late.refresh_postpone = 3;
    for (DeviceSpec d : {ddr4(), ddr4("RoBaBgCo"), lpddr4(), hbm2(), ranks, banks, late}) {
      d.patience = 700;
      for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        const auto requests = timed(d, seed * 104729, 3'000);
        const TimedPort skipping = drive(d, profile, requests, false);
        const TimedPort ticking = drive(d, profile, requests, true);
        EXPECT_TRUE(skipping.commands == ticking.commands) << d.name << " seed " << seed;
        EXPECT_TRUE(skipping.outcomes == ticking.outcomes) << d.name << " seed " << seed;
      }
    }
  }
}

}  // namespace event_driven_test
}  // namespace metronome::dram
