// Loads and stores side by side: neither starves, each turn of the bus costs what the device asks.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "arch/dram/address_map.hpp"
#include "arch/dram/controller.hpp"
#include "arch/dram/memory.hpp"
#include "arch/dram/replay.hpp"
#include "tests/arch/dram/patterns.hpp"

namespace metronome::dram {
namespace arbitration_test {

using namespace testing;

constexpr std::uint64_t kLoad = 64 << 10;
constexpr std::uint64_t kStore = 4 << 20;

MemorySpec one_channel(const DeviceSpec& device) {
  MemorySpec spec;
  spec.device = device;
  return spec;
}

/// Clocks from the beginning until each of the transfers has ended.
std::vector<Clock> ends(const DeviceSpec& device, const std::vector<Transfer>& transfers) {
  Memory memory(one_channel(device));
  for (const Transfer& t : transfers) {
    memory.submit(t, Picoseconds(0));
  }
  std::vector<Clock> out(transfers.size());
  while (const auto done = memory.advance(Picoseconds(std::uint64_t{1} << 60))) {
    out.at(done->id) = static_cast<Clock>(done->time.count() / device.clock_period.count());
  }
  return out;
}

Transfer block(std::uint64_t base, std::uint64_t bytes, Direction direction) {
  return {base, 1, bytes, bytes, direction};
}

Clock load_beside(const DeviceSpec& d, Direction other) {
  const std::uint64_t half = d.capacity_bytes().count() / 2;
  return ends(d, {block(0, kLoad, Direction::read), block(half, kStore, other)})[0];
}

TEST(arbitration, a_load_beside_a_store_takes_at_most_three_times_what_it_takes_beside_a_load) {
  for (const DeviceSpec& d : all_devices()) {
    const Clock beside_load = load_beside(d, Direction::read);
    const Clock beside_store = load_beside(d, Direction::write);
    EXPECT_LE(beside_store, 3 * beside_load) << d.name;
    EXPECT_GE(beside_store, beside_load) << d.name;
  }
}

// Operands in banks of their own; the figures are of the controller before turns were bounded.
TEST(arbitration, a_load_beside_a_load_takes_what_it_took) {
  const auto clocks = [](const DeviceSpec& d) {
    const auto end = ends(
        d, {block(0, kLoad, Direction::read), block((1 << 20) + kLoad, kStore, Direction::read)});
    return static_cast<double>(end[0]);
  };
  EXPECT_NEAR(clocks(ddr4()), 8797, 0.05 * 8797);
  EXPECT_NEAR(clocks(hbm2()), 10492, 0.05 * 10492);
}

TEST(arbitration, a_store_beside_a_load_does_not_starve_either) {
  for (const DeviceSpec& d : all_devices()) {
    const std::uint64_t half = d.capacity_bytes().count() / 2;
    const auto beside = [&](Direction other) {
      return ends(d, {block(0, kLoad, Direction::write), block(half, kStore, other)})[0];
    };
    EXPECT_LE(beside(Direction::read), 3 * beside(Direction::write)) << d.name;
  }
}

// At any moment of the store, and to a row of any bank.
TEST(arbitration, a_single_burst_beside_a_store_is_served_within_500_clocks) {
  for (const DeviceSpec& d : all_devices()) {
    Xorshift generator(7);
    for (int round = 0; round < 40; ++round) {
      Memory memory(one_channel(d));
      memory.submit(block(d.capacity_bytes().count() / 2, kStore, Direction::write),
                    Picoseconds(0));
      // Not within a refresh, which holds up everything: they fall due at tREFI / 2, 3 tREFI / 2.
      const std::uint64_t clock =
          d.trefi / 2 + d.trfc + 500 + generator.below(d.trefi - d.trfc - 1'200);
      const Picoseconds begin = d.clock_period * clock;
      ASSERT_FALSE(memory.advance(begin).has_value());
      const std::uint64_t burst = d.bytes_per_burst().count();
      const TransferId id =
          memory.submit(block(generator.below(1u << 16) * burst, burst, Direction::read), begin);
      const auto done = memory.advance(Picoseconds(std::uint64_t{1} << 60));
      ASSERT_TRUE(done && done->id == id) << d.name;
      EXPECT_LE((done->time - begin).count() / d.clock_period.count(), 500u) << d.name;
    }
  }
}

TEST(arbitration, equal_streams_of_reads_and_writes_end_together) {
  for (const DeviceSpec& d : all_devices()) {
    const std::uint64_t half = d.capacity_bytes().count() / 2;
    for (const std::uint64_t base : {half, half + half / 64}) {
      const auto end =
          ends(d, {block(0, kStore, Direction::read), block(base, kStore, Direction::write)});
      const double ratio = static_cast<double>(end[0]) / static_cast<double>(end[1]);
      EXPECT_NEAR(ratio, 1, 0.05) << d.name << ' ' << end[0] << ' ' << end[1];
    }
  }
}

/// A read and a write in turn, each stream in banks of its own, again and again over one row of
/// each.
std::vector<Request> alternating(const DeviceSpec& d, std::size_t pairs) {
  const AddressMap map(d);
  const unsigned per_group = d.bank_groups > 1 ? d.bank_groups : 1;
  const unsigned banks = d.banks_per_rank();
  std::vector<Request> out;
  for (std::size_t i = 0; i < pairs; ++i) {
    for (const Direction direction : {Direction::read, Direction::write}) {
      const bool read = direction == Direction::read;
      AddressMap::Place place;
      const std::size_t group = i % per_group;
      place.bank =
          static_cast<std::uint8_t>(d.bank_groups > 1 ? group * d.banks_per_group + (read ? 0 : 1)
                                                      : (i % (banks / 2)) * 2 + (read ? 0 : 1));
      const std::size_t lanes = d.bank_groups > 1 ? per_group : banks / 2;
      place.column = static_cast<std::uint32_t>(i / lanes % d.bursts_per_row());
      out.push_back({map.burst(place) * d.bytes_per_burst().count(), direction});
    }
  }
  return out;
}

/// Changes of direction among the commands: read to write, write to read.
std::pair<std::uint64_t, std::uint64_t> switches(const std::vector<CommandRecord>& commands) {
  std::pair<std::uint64_t, std::uint64_t> out;
  Command last = Command::activate;
  for (const CommandRecord& c : commands) {
    if (c.command == Command::read || c.command == Command::write) {
      out.first += last == Command::read && c.command == Command::write ? 1 : 0;
      out.second += last == Command::write && c.command == Command::read ? 1 : 0;
      last = c.command;
    }
  }
  return out;
}

// On the data bus: read to write read_to_write_gap; write to read tWTR (of another bank group,
// where there is one) and the latency of the read.
TEST(arbitration, each_turn_of_the_bus_costs_the_closed_form_of_the_device) {
  for (const DeviceSpec& d : all_devices()) {
    std::vector<CommandRecord> commands;
    Statistics statistics(d);
    const auto requests = alternating(d, 20'000);
    (void)replay(d, requests, {.refresh = false, .commands = &commands, .statistics = &statistics});
    const auto [to_write, to_read] = switches(commands);
    const DataBusUse& bus = statistics.bus();
    const double lost = static_cast<double>(bus.lost_clocks());
    const unsigned turn = d.bank_groups > 1 ? d.twtr_s : d.twtr_l;
    const double form =
        static_cast<double>(to_write * d.read_to_write_gap + to_read * (turn + d.cl));
    EXPECT_NEAR(lost, form, 0.1 * form) << d.name << ' ' << to_write << ' ' << to_read;
    const double booked = static_cast<double>(bus.lost[LossReason::read_to_write] +
                                              bus.lost[LossReason::write_to_read]);
    std::string reasons;
    for (const LossReason reason : kEnumValues<LossReason>) {
      reasons += std::string(enum_name(reason)) + " " + std::to_string(bus.lost[reason]) + " ";
    }
    EXPECT_GT(booked, 0.85 * lost) << d.name << ' ' << reasons;
    // Turns of 16 to 32.
    EXPECT_LE(to_read, 20'000u / 16) << d.name;
    EXPECT_GE(to_read, 20'000u / 34) << d.name;
  }
}

TEST(arbitration, turns_are_as_long_as_the_keys_say) {
  DeviceSpec d = ddr4();
  std::vector<std::uint64_t> counts;
  for (const unsigned batch : {16u, 32u}) {
    d.read_batch = d.write_batch = batch;
    std::vector<CommandRecord> commands;
    (void)replay(d, alternating(d, 8'000), {.refresh = false, .commands = &commands});
    counts.push_back(switches(commands).second);
  }
  EXPECT_NEAR(static_cast<double>(counts[0]), 2.0 * static_cast<double>(counts[1]),
              0.1 * static_cast<double>(counts[0]));
}

TEST(faults, F7_a_small_patience_costs_no_turns_of_the_bus) {
  for (DeviceSpec d : {ddr4(), hbm2()}) {
    const auto requests = alternating(d, 10'000);
    std::vector<CommandRecord> patient;
    (void)replay(d, requests, {.refresh = false, .commands = &patient});
    d.patience = 20;
    std::vector<CommandRecord> impatient;
    (void)replay(d, requests, {.refresh = false, .commands = &impatient});
    EXPECT_LE(switches(impatient).second, switches(patient).second + 2) << d.name;
  }
}

/// The clocks of the RD and the WR of each row, in order.
std::vector<std::pair<Command, Clock>> columns_of_row(const std::vector<CommandRecord>& commands,
                                                      std::uint32_t row) {
  std::vector<std::pair<Command, Clock>> out;
  for (const CommandRecord& c : commands) {
    if (c.row == row && (c.command == Command::read || c.command == Command::write)) {
      out.emplace_back(c.command, c.clock);
    }
  }
  return out;
}

// Reads of other rows of the bank, a read of row 777, a write of the same burst, and writes that
// fill the buffer.
TEST(faults, F3_12_a_write_never_overtakes_an_older_read_of_its_address) {
  for (DeviceSpec d : all_devices()) {
    const AddressMap map(d);
    const auto address = [&](std::uint32_t row, unsigned bank, std::uint32_t column) {
      return map.burst({row, static_cast<std::uint8_t>(bank), column}) *
             d.bytes_per_burst().count();
    };
    std::vector<Request> requests;
    for (std::uint32_t row = 10; row < 22; ++row) {
      requests.push_back({address(row, 0, 0), Direction::read});
    }
    requests.push_back({address(777, 0, 20), Direction::read});
    requests.push_back({address(777, 0, 20), Direction::write});
    for (std::uint32_t i = 0; i < 60; ++i) {
      requests.push_back({address(40, 1 + i % 3, i / 3), Direction::write});
    }
    std::vector<CommandRecord> commands;
    (void)replay(d, requests, {.commands = &commands});
    const auto columns = columns_of_row(commands, 777);
    ASSERT_EQ(columns.size(), 2u) << d.name;
    EXPECT_EQ(columns[0].first, Command::read) << d.name;
    EXPECT_EQ(columns[1].first, Command::write) << d.name;
  }
}

/// Requests in order, each from its clock on; their outcomes by their numbers.
class NumberedPort {
 public:
  struct Numbered {
    Clock first = 0;
    BurstRequest request;
  };

  explicit NumberedPort(std::vector<Numbered> requests)
      : outcomes(requests.size()), requests_(std::move(requests)) {}

  const BurstRequest* poll(Clock t, const Controller& controller) {
    return waiting(t) && controller.acceptable(requests_[position_].request)
               ? &requests_[position_].request
               : nullptr;
  }
  void accepted() { ++position_; }
  Clock next_offer(Clock t, const Controller& controller) {
    if (position_ == requests_.size() || !controller.acceptable(requests_[position_].request)) {
      return kNever;
    }
    return std::max(t + 1, requests_[position_].first);
  }
  [[nodiscard]] bool waiting(Clock t) const {
    return position_ < requests_.size() && requests_[position_].first <= t;
  }
  void done(const Outcome& outcome) {
    outcomes[outcome.tag] = outcome;
    ++served;
  }
  void command(const CommandRecord&) {}

  std::vector<std::optional<Outcome>> outcomes;
  std::size_t served = 0;

 private:
  std::vector<Numbered> requests_;
  std::size_t position_ = 0;
};

/// Reads and writes of few bursts in rows of few banks, which evict each other.
std::vector<NumberedPort::Numbered> crowd(const DeviceSpec& d, std::uint64_t seed) {
  Xorshift generator(seed);
  const AddressMap map(d);
  std::vector<NumberedPort::Numbered> out;
  const std::uint64_t bursts = d.capacity_bytes().count() / d.bytes_per_burst().count();
  for (std::uint32_t i = 0; i < 4'000; ++i) {
    const std::uint64_t burst = (generator.below(60) << 11) % bursts;
    const Direction direction = generator.below(2) == 0 ? Direction::read : Direction::write;
    out.push_back(
        {1 + static_cast<Clock>(i) * 9, {burst, map.row(burst), map.bank(burst), direction, i}});
  }
  return out;
}

/// When the data of a request is read or written in the DRAM; that of a merged write with the next
/// WR of its address. Nothing for a forwarded read.
std::vector<std::optional<Clock>> moments(const std::vector<std::uint32_t>& numbers,
                                          const NumberedPort& port) {
  std::vector<std::optional<Clock>> out;
  for (const std::uint32_t i : numbers) {
    const Outcome& own = *port.outcomes[i];
    std::optional<Clock> moment;
    if (own.service == Service::read || own.service == Service::write) {
      moment = own.clock;
    } else if (own.service == Service::coalesced) {
      for (const std::uint32_t j : numbers) {
        const Outcome& other = *port.outcomes[j];
        if (other.service == Service::write && other.clock >= own.clock) {
          moment = std::min(moment.value_or(other.clock), other.clock);
        }
      }
    }
    out.push_back(moment);
  }
  return out;
}

/// Pairs of requests of one address whose data moves in another order than they came in.
std::uint64_t overtakings(const DeviceSpec& d, Profile profile, std::uint64_t seed) {
  const auto requests = crowd(d, seed);
  Controller controller(d, policies_of(d, profile, true));
  NumberedPort port(requests);
  controller.wake(1);
  while (port.served < requests.size()) {
    controller.visit(port);
  }
  std::map<std::uint64_t, std::vector<std::uint32_t>> by_address;
  for (const auto& one : requests) {
    by_address[one.request.burst].push_back(one.request.tag);
  }
  std::uint64_t count = 0;
  for (const auto& [address, numbers] : by_address) {
    const auto moment = moments(numbers, port);
    for (std::size_t younger = 0; younger < numbers.size(); ++younger) {
      const bool writes = requests[numbers[younger]].request.direction == Direction::write;
      for (std::size_t older = 0; older < younger; ++older) {
        const bool reads = requests[numbers[older]].request.direction == Direction::read;
        if (moment[older] && moment[younger] && (writes || !reads)) {
          count += *moment[younger] < *moment[older] ? 1u : 0u;
        }
      }
    }
  }
  return count;
}

TEST(faults, F3_12_data_moves_in_the_order_of_the_requests_of_its_address) {
  for (DeviceSpec d : all_devices()) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      EXPECT_EQ(overtakings(d, Profile::standard, seed), 0u) << d.name << ' ' << seed;
    }
  }
}

// Which says that the traffic above has what is looked for.
TEST(faults, F3_12_the_same_traffic_is_overtaken_under_the_ramulator_profile) {
  EXPECT_GT(overtakings(ddr4(), Profile::ramulator, 1), 0u);
}

TEST(faults, F3_12_the_ramulator_profile_is_excepted) {
  EXPECT_TRUE(policies_of(ddr4(), Profile::standard, true).keeps_order);
  EXPECT_FALSE(policies_of(ddr4(), Profile::ramulator, true).keeps_order);
}

}  // namespace arbitration_test
}  // namespace metronome::dram
