// Programs of chips: what waits, what steps aside, what goes first, and what numbers of few bits
// take on the way.
#include <gtest/gtest.h>

#include <bit>

#include "arch/links/collective_run.hpp"
#include "sim/base/error.hpp"

namespace metronome::links {
namespace programs_test {

constexpr std::uint64_t kMicrosecond = 1'000'000;

Task task(std::uint64_t us) { return {.time = Picoseconds(us * kMicrosecond)}; }

SystemSpec ring(std::uint64_t chips) {
  SystemSpec system;
  system.chips = chips;
  return system;
}

Request sum(std::uint64_t bytes) { return {Collective::all_reduce, Bytes(bytes), {}, {}}; }

Picoseconds alone(const SystemSpec& system, std::uint64_t bytes) {
  return run_collectives(system, {sum(bytes)}).end(0);
}

TEST(programs, what_waits_for_a_sum_steps_aside_for_what_does_not) {
  const SystemSpec system = ring(4);
  const Picoseconds time = alone(system, 1 << 20);
  ChipProgram tasks{task(10), task(1), task(100), task(1)};
  tasks[0].makes = {0};
  tasks[1].waits = {0};  // the update of the first layer
  tasks[3].needs = {1};  // what reads its weights
  const ProgramTimes times = run_program(system, {{tasks}, {}, {sum(1 << 20)}, 1});
  EXPECT_EQ(times.begins[0][2].count(), 10 * kMicrosecond);
  EXPECT_LT(time.count(), 100 * kMicrosecond) << "the sum is hidden by the work";
  EXPECT_EQ(times.begins[0][1].count(), 110 * kMicrosecond);
  EXPECT_EQ(times.begins[0][3].count(), 111 * kMicrosecond);
  for (ChipIndex chip = 0; chip < 4; ++chip) {
    EXPECT_EQ(times.work[chip].count(), 112 * kMicrosecond);
    EXPECT_EQ(times.end[chip].count(), 112 * kMicrosecond);
  }
  EXPECT_EQ(times.total().count(), 112 * kMicrosecond);
}

TEST(programs, what_must_follow_lets_nothing_in_between) {
  const SystemSpec system = ring(2);
  ChipProgram tasks{task(10), task(1), task(200), task(20), task(5)};
  tasks[0].makes = {0};
  tasks[1].waits = {0};
  tasks[3].follows = true;
  const ProgramTimes times = run_program(system, {{tasks}, {}, {sum(1 << 10)}, 1});
  EXPECT_EQ(times.begins[0][3].count(), 210 * kMicrosecond);
  EXPECT_EQ(times.begins[0][1].count(), 230 * kMicrosecond) << "though its sum was there before";
}

TEST(programs, sums_go_in_the_order_of_requests_one_or_several_at_a_time) {
  const SystemSpec system = ring(4);
  const Picoseconds big = alone(system, 1 << 22);
  const Picoseconds small = alone(system, 1 << 12);
  ChipProgram tasks{task(10)};
  tasks[0].makes = {0, 1};
  const auto run = [&](std::size_t in_flight) {
    return run_program(system, {{tasks}, {}, {sum(1 << 22), sum(1 << 12)}, in_flight});
  };
  const Picoseconds made(10 * kMicrosecond);
  EXPECT_EQ(run(1).links.end(0), made + big);
  EXPECT_EQ(run(1).links.end(1), made + big + small);
  EXPECT_LT(run(2).links.end(1), made + big + small) << "each hides the other's latency";
  EXPECT_GE(run(2).links.end(0), made + big);
  EXPECT_EQ(run(0).links.end(1), run(2).links.end(1));
}

TEST(programs, a_sum_waits_for_everything_that_makes_it_on_every_chip) {
  const SystemSpec system = ring(2);
  ChipProgram early{task(1), task(2)};
  early[0].makes = early[1].makes = {0};
  ChipProgram late{task(1), task(50)};
  late[0].makes = late[1].makes = {0};
  const ProgramTimes times = run_program(system, {{early, late}, {0, 1}, {sum(4096)}, 1});
  EXPECT_GE(times.links.end(0).count(), 51 * kMicrosecond);
  EXPECT_EQ(times.work[0].count(), 3 * kMicrosecond);
  EXPECT_EQ(times.end[0].count(), 3 * kMicrosecond) << "nothing of it waits for the sum";
}

TEST(programs, numbers_with_a_shared_scale_grow_by_a_bit_with_each_doubling_of_what_they_sum) {
  Wire wire{.bits = 8, .codes = true, .sums = Sums::shared_scale, .block = 1024};
  EXPECT_EQ(wire.bits_of_sum(1), 8u);
  EXPECT_EQ(wire.bits_of_sum(2), 9u);
  EXPECT_EQ(wire.bits_of_sum(3), 10u);
  EXPECT_EQ(wire.bits_of_sum(4), 10u);
  EXPECT_EQ(wire.bits_of_sum(5), 11u);
  EXPECT_EQ(wire.shared_scales(4097), 5u);
  EXPECT_EQ(wire.bytes(1000, 1).count(), 1000u);
  EXPECT_EQ(wire.bytes(1001, 2).count(), (1001u * 9 + 7) / 8);
  wire.sums = Sums::each_hop;
  EXPECT_EQ(wire.bits_of_sum(64), 8u);
  EXPECT_EQ(wire.shared_scales(4097), 0u);
  EXPECT_EQ(wire.bytes(4097, 5).count(), 4097u + 5 * 4) << "and a scale for each block begun";
  wire.block = 0;
  EXPECT_EQ(wire.bytes(4097, 5).count(), 4097u + 4);
  EXPECT_EQ((Wire{.bits = 32}).bytes(10, 64).count(), 40u);
}

/// Of a ring: hop j of the summing half holds sums over j chips, the gathering half those over all.
TEST(programs, bytes_of_sums_are_those_of_the_notes_hop_by_hop) {
  for (const std::uint64_t n : {2, 4, 6, 8, 16}) {
    const std::uint64_t elements = 1024 * n * 8;
    for (const Sums sums : kEnumValues<Sums>) {
      const Wire wire{.bits = 8, .codes = true, .sums = sums, .block = 1024};
      SystemSpec system = ring(n);
      if (sums == Sums::once) {
        system.topology = Topology::fully_connected;
        system.collectives.algorithm = Algorithm::direct;
      }
      const CollectiveTimes times =
          run_collectives(system, {{Collective::all_reduce, Payload(elements, wire), {}, {}}});
      const std::uint64_t part = elements / n;
      std::uint64_t bits = 0;
      for (std::uint64_t hop = 1; hop < n; ++hop) {
        const auto log = [](std::uint64_t x) { return std::uint64_t(std::bit_width(x - 1)); };
        const bool shared = sums == Sums::shared_scale;
        const std::uint64_t scales = shared ? 0 : 32 * part / 1024;
        bits += n * (part * (8 + (shared ? log(hop) : 0)) + scales);
        bits += n * (part * (8 + (shared ? log(n) : 0)) + scales);
      }
      EXPECT_EQ(times.sent.count() * 8, bits) << n << " " << enum_name(sums);
      EXPECT_EQ(times.received, times.sent);
    }
  }
}

TEST(programs, every_algorithm_counts_who_is_in_a_sum) {
  // The last message to each chip holds sums over all: none is wider, none narrower in the second
  // half.
  for (const Algorithm algorithm : kEnumValues<Algorithm>) {
    SystemSpec system = ring(8);
    system.topology = algorithm == Algorithm::torus ? Topology::torus : Topology::fully_connected;
    system.dims = algorithm == Algorithm::torus ? std::vector<std::uint64_t>{2, 4}
                                                : std::vector<std::uint64_t>{};
    system.collectives.algorithm = algorithm;
    const Wire wire{.bits = 8, .codes = true, .sums = Sums::shared_scale, .block = 0};
    const std::uint64_t elements = 64 * 8 * 8;
    std::uint64_t widest = 0, narrowest = ~0ULL;
    const Schedule grown = schedule_of(Collective::all_reduce, system, {elements, wire});
    const Schedule plain = schedule_of(Collective::all_reduce, system, {elements, Wire{.bits = 8}});
    for (ChipIndex chip = 0; chip < 8; ++chip) {
      for (std::size_t step = 0; step < grown[chip].size(); ++step) {
        for (std::size_t i = 0; i < grown[chip][step].sends.size(); ++i) {
          const std::uint64_t ratio = grown[chip][step].sends[i].bytes.count() * 8 /
                                      plain[chip][step].sends[i].bytes.count();
          widest = std::max(widest, ratio);
          narrowest = std::min(narrowest, ratio);
        }
      }
    }
    EXPECT_EQ(widest, 8u + 3) << enum_name(algorithm);
    EXPECT_EQ(narrowest, 8u) << enum_name(algorithm);
  }
}

TEST(programs, of_one_chip_are_its_tasks_and_nothing_else) {
  ChipProgram tasks{task(10), task(5)};
  tasks[0].makes = {0};
  tasks[1].waits = {0};
  const ProgramTimes times = run_program(ring(1), {{tasks}, {}, {sum(4096)}, 1});
  EXPECT_EQ(times.total().count(), 15 * kMicrosecond);
  EXPECT_EQ(times.links.sent.count(), 0u);
}

TEST(programs, that_wait_for_what_no_chip_makes_are_our_bug) {
  ChipProgram tasks{task(1)};
  tasks[0].waits = {0};
  tasks[0].makes = {0};
  EXPECT_THROW((void)run_program(ring(2), {{tasks}, {}, {sum(8)}, 1}), InternalError);
}

}  // namespace programs_test
}  // namespace metronome::links
