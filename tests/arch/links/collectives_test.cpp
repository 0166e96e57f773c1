// Collectives by what must hold for any of them: sums of everything reach everyone, nothing is lost
// on the way, times are those of the closed forms.
#include <gtest/gtest.h>

#include <numeric>
#include <set>

#include "arch/links/collective_run.hpp"
#include "sim/base/error.hpp"
#include "sim/base/random.hpp"

namespace metronome::links {
namespace collectives_test {

SystemSpec system_of(Topology topology, Algorithm algorithm, std::uint64_t chips) {
  SystemSpec system;
  system.topology = topology;
  system.chips = chips;
  system.collectives.algorithm = algorithm;
  if (topology == Topology::torus) {
    system.dims = {chips % 4 == 0 ? chips / 4 : 2, chips % 4 == 0 ? 4 : chips / 2};
  }
  return system;
}

std::vector<SystemSpec> systems() {
  std::vector<SystemSpec> all;
  for (const Topology topology : kEnumValues<Topology>) {
    for (const Algorithm algorithm : kEnumValues<Algorithm>) {
      for (const std::uint64_t chips : {4, 6, 8, 16}) {
        const SystemSpec system = system_of(topology, algorithm, chips);
        if (system_faults(system).empty()) {
          all.push_back(system);
        }
      }
    }
  }
  return all;
}

std::string name_of(const SystemSpec& system) {
  return std::string(enum_name(system.topology)) + " " +
         std::string(enum_name(system.collectives.algorithm)) + " " + std::to_string(system.chips);
}

TEST(collectives, send_and_receive_the_same_bytes_and_end_on_every_chip) {
  for (SystemSpec system : systems()) {
    SCOPED_TRACE(name_of(system));
    for (const std::uint64_t bytes : {0ull, 1ull, 1000ull, 1048576ull, 1000003ull}) {
      for (const std::uint64_t chunks : {1, 3}) {
        system.collectives.chunks = chunks;
        const CollectiveTimes times =
            run_collectives(system, {{Collective::all_reduce, Bytes(bytes), {}}});
        const Schedule schedule = schedule_of(Collective::all_reduce, system, Bytes(bytes));
        std::vector<std::uint64_t> received(system.chips), awaited(system.chips);
        for (ChipIndex chip = 0; chip < system.chips; ++chip) {
          for (const Step& step : schedule[chip]) {
            awaited[chip] += step.receives;
            for (const Send& send : step.sends) {
              ++received[send.to];
            }
          }
        }
        EXPECT_EQ(received, awaited);
        EXPECT_EQ(std::accumulate(received.begin(), received.end(), std::uint64_t{0}) * chunks,
                  messages_of(Collective::all_reduce, system));
        EXPECT_GE(times.carried(), times.sent);
        for (const Picoseconds done : times.done[0]) {
          EXPECT_GT(done.count(), 0u);
        }
        if (system.collectives.algorithm == Algorithm::ring ||
            system.collectives.algorithm == Algorithm::direct) {
          EXPECT_EQ(times.sent.count(), 2 * (system.chips - 1) * bytes);
        }
      }
    }
  }
}

/// Runs a schedule on numbers: what a chip sends in a step is the sum of all that it has heard of a
/// part so far.
TEST(collectives, give_everyone_the_sum_of_everyone) {
  for (const SystemSpec& system : systems()) {
    SCOPED_TRACE(name_of(system));
    const Schedule schedule = schedule_of(Collective::all_reduce, system, Bytes(1 << 20));
    // Who has been heard, directly or by others, at each step.
    std::vector<std::set<ChipIndex>> heard(system.chips);
    for (ChipIndex chip = 0; chip < system.chips; ++chip) {
      heard[chip].insert(chip);
    }
    std::vector<std::size_t> at(system.chips, 0);
    std::vector<std::vector<std::vector<std::set<ChipIndex>>>> inbox(system.chips);
    for (ChipIndex chip = 0; chip < system.chips; ++chip) {
      inbox[chip].resize(schedule[chip].size());
    }
    for (bool moved = true; moved;) {
      moved = false;
      for (ChipIndex chip = 0; chip < system.chips; ++chip) {
        if (at[chip] == schedule[chip].size() ||
            inbox[chip][at[chip]].size() < schedule[chip][at[chip]].receives) {
          continue;
        }
        for (const auto& message : inbox[chip][at[chip]]) {
          heard[chip].insert(message.begin(), message.end());
        }
        for (const Send& send : schedule[chip][at[chip]].sends) {
          inbox[send.to][send.step].push_back(heard[chip]);
        }
        ++at[chip];
        moved = true;
      }
    }
    for (ChipIndex chip = 0; chip < system.chips; ++chip) {
      EXPECT_EQ(at[chip], schedule[chip].size()) << "chip " << chip << " waits for ever";
      EXPECT_EQ(heard[chip].size(), system.chips);
    }
  }
}

TEST(collectives, take_what_the_closed_forms_say_where_these_hold) {
  std::size_t compared = 0;
  for (SystemSpec system : systems()) {
    SCOPED_TRACE(name_of(system));
    const RandomStream draws(3, "links");
    for (std::uint64_t i = 0; i < 40; ++i) {
      system.timing = kEnumValues<Timing>[static_cast<std::size_t>(draws.uniform(6 * i) * 3)];
      system.link.bandwidth_gb_per_s = 1 + 400 * draws.uniform(6 * i + 1);
      system.link.latency_ns = std::floor(2000 * draws.uniform(6 * i + 2));
      system.collectives.endpoint_ns = std::floor(20 * draws.uniform(6 * i + 3));
      system.collectives.chunks = 1 + static_cast<std::uint64_t>(draws.uniform(6 * i + 4) * 3);
      const Bytes bytes(system.chips * system.collectives.chunks *
                        static_cast<std::uint64_t>(1 + 1e5 * draws.uniform(6 * i + 5)));
      for (const Collective collective : kEnumValues<Collective>) {
        if (collective != Collective::all_reduce &&
            system.collectives.algorithm == Algorithm::tree) {
          continue;
        }
        const auto form = closed_form(system, collective, bytes);
        if (!form) {
          continue;
        }
        const Picoseconds end = run_collectives(system, {{collective, bytes, {}}}).end(0);
        // Sums of rounded times: a picosecond or nanosecond a step and chunk.
        const double grain = system.timing == Timing::exact ? 1.0 : 1000.0;
        EXPECT_NEAR(static_cast<double>(end.count()), static_cast<double>(form->count()),
                    system.collectives.chunks == 1 ? 0 : 4 * grain * 64)
            << enum_name(collective) << " " << enum_name(system.timing) << " "
            << system.collectives.chunks;
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 300u);
}

TEST(collectives, wait_for_the_last_chip_and_for_those_before_them) {
  SystemSpec system = system_of(Topology::ring, Algorithm::ring, 4);
  const Bytes bytes(1 << 20);
  const Picoseconds alone = run_collectives(system, {{Collective::all_reduce, bytes, {}}}).end(0);
  std::vector<Picoseconds> ready(4);
  ready[2] = Picoseconds(5'000'000);
  const CollectiveTimes late = run_collectives(system, {{Collective::all_reduce, bytes, ready}});
  EXPECT_GT(late.end(0), ready[2]);
  EXPECT_LE(late.end(0), alone + ready[2]);
  const Request one{Collective::all_reduce, bytes, {}};
  EXPECT_EQ(run_collectives(system, {one, one}, 1).end(1), alone + alone);
  const Picoseconds both = run_collectives(system, {one, one}, 2).end(1);
  EXPECT_LT(both, alone + alone) << "two at a time hide each other's latency";
  EXPECT_GT(both, alone);
}

TEST(collectives, cost_the_energy_of_all_links_that_their_bytes_cross) {
  SystemSpec system = system_of(Topology::central_switch, Algorithm::ring, 8);
  const Request request{Collective::all_reduce, Bytes(1 << 20), {}};
  EXPECT_FALSE(run_collectives(system, {request}).energy(system.link));
  system.link.pj_per_bit = 1.3;
  const CollectiveTimes times = run_collectives(system, {request});
  EXPECT_EQ(times.carried().count(), 2 * 2 * 7 * (1ull << 20)) << "two links a message";
  EXPECT_DOUBLE_EQ(times.energy(system.link)->count(), 8 * 28.0 * (1 << 20) * 1.3);
}

TEST(collectives, of_one_chip_take_no_time_and_bad_systems_are_refused) {
  SystemSpec one;
  one.chips = 1;
  EXPECT_EQ(run_collectives(one, {{Collective::all_reduce, Bytes(100), {}}}).end(0).count(), 0u);
  SystemSpec bad = system_of(Topology::central_switch, Algorithm::halving_doubling, 8);
  bad.chips = 6;
  EXPECT_THROW((void)run_collectives(bad, {}), UserError);
  SystemSpec torus = system_of(Topology::torus, Algorithm::torus, 8);
  torus.dims = {3, 2};
  EXPECT_THROW((void)run_collectives(torus, {}), UserError);
  SystemSpec many = system_of(Topology::ring, Algorithm::ring, 65536);
  EXPECT_THROW((void)run_collectives(many, {{Collective::all_reduce, Bytes(4), {}}}), UserError);
  many.topology = Topology::fully_connected;
  many.collectives.algorithm = Algorithm::tree;
  EXPECT_THROW((void)run_collectives(many, {{Collective::all_reduce, Bytes(4), {}}}), UserError);
  SystemSpec tree = system_of(Topology::ring, Algorithm::tree, 4);
  EXPECT_THROW((void)run_collectives(tree, {{Collective::all_gather, Bytes(4), {}}}), UserError);
}

}  // namespace collectives_test
}  // namespace metronome::links
