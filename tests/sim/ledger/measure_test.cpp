#include "sim/ledger/measure.hpp"

#include <gtest/gtest.h>

namespace metronome {
namespace measure_test {

Measure some() {
  Measure m;
  m.cycles[Bin::busy] = 100;
  m.cycles[Bin::stall_store] = 7;
  m.count(Component::array, "systolic.mac", 1000, 8, 8);
  m.count(Component::dram, "ACT", 3);
  m.traffic(trace::Role::weight).read = Bytes(64);
  m.traffic(trace::Role::error).write = Bytes(32);
  m.macs = Macs(1000);
  m.bit_operations_executed = BitOperations(64000);
  return m;
}

Measure other() {
  Measure m;
  m.cycles[Bin::busy] = 1;
  m.count(Component::array, "systolic.mac", 10, 8, 8);
  m.count(Component::array, "systolic.mac", 20, 8, 4);
  m.traffic(trace::Role::weight).read = Bytes(128);
  return m;
}

TEST(measure, counting_adds_up_by_component_action_and_widths) {
  Measure m = some();
  m.count(Component::array, "systolic.mac", 5, 8, 8);
  m.count(Component::array, "systolic.mac", 5, 8, 4);
  EXPECT_EQ(m.counts.at({Component::array, "systolic.mac", 8, 8}), 1005u);
  EXPECT_EQ(m.counts.at({Component::array, "systolic.mac", 8, 4}), 5u);
}

TEST(measure, nothing_counted_leaves_no_trace) {
  Measure m;
  m.count(Component::array, "systolic.mac", 0, 8, 8);
  EXPECT_EQ(m, Measure{});
}

TEST(measure, addition_is_commutative_and_keeps_every_part) {
  Measure a = some();
  a += other();
  Measure b = other();
  b += some();
  EXPECT_EQ(a, b);
  EXPECT_EQ(a.cycles.total(), Cycles(108));
  EXPECT_EQ(a.counts.at({Component::array, "systolic.mac", 8, 8}), 1010u);
  EXPECT_EQ(a.counts.at({Component::array, "systolic.mac", 8, 4}), 20u);
  EXPECT_EQ(a.traffic(trace::Role::weight).read, Bytes(192));
  EXPECT_EQ(a.macs, Macs(1000));
}

TEST(measure, adding_nothing_changes_nothing) {
  Measure a = some();
  a += Measure{};
  EXPECT_EQ(a, some());
}

TEST(measure, scaling_is_repeated_addition_and_distributes) {
  Measure thrice = some();
  thrice += some();
  thrice += some();
  EXPECT_EQ(some().scaled(3), thrice);
  EXPECT_EQ(some().scaled(0), Measure{});
  EXPECT_EQ(some().scaled(1), some());
  Measure sum = some();
  sum += other();
  Measure parts = some().scaled(4);
  parts += other().scaled(4);
  EXPECT_EQ(sum.scaled(4), parts);
}

TEST(measure, total_traffic_is_the_sum_over_the_roles) {
  Measure m = some();
  for (const trace::Role role : kEnumValues<trace::Role>) {
    m.traffic(role).read += Bytes(1);
  }
  EXPECT_EQ(m.total_traffic(), (Traffic{Bytes(64 + kEnumCount<trace::Role>), Bytes(32)}));
}

TEST(measure, components_are_named_as_in_energy_tables) {
  EXPECT_EQ(enum_name(Component::array), "array");
  EXPECT_EQ(enum_name(Component::output_buffer), "output_buffer");
  EXPECT_EQ(enum_name(Component::leakage), "leakage");
}

}  // namespace measure_test
}  // namespace metronome
