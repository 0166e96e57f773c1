#include "workloads/schedule/periods.hpp"

#include <gtest/gtest.h>

namespace metronome::schedule {
namespace periods_test {

void expect(const std::string& text, std::uint64_t number, std::uint64_t levels) {
  const auto found = periods_of(parse_schedule(text));
  ASSERT_TRUE(found) << text;
  EXPECT_EQ(found->number, number) << text;
  EXPECT_EQ(found->levels, levels) << text;
}

TEST(periods, have_as_many_levels_as_the_widest_range_has_bits) {
  expect("cpt:3-8,periods=32,backward=8", 32, 6);
  expect("cpt:3-4,periods=2,backward=6-8", 2, 3);
  expect("cpt:weights=3-4,activations=2-8,errors=8", 32, 7);
  expect("cpt:8-8,periods=4", 4, 1);
  expect("etv:4-6,periods=3", 3, 3);
  expect("offset:conv1=2,rr:3-5,periods=5", 5, 3);
  expect("offset:conv1=2,cpt:3-8,periods=7", 7, 6);
}

TEST(periods, belong_to_cyclic_schedules) {
  for (const char* text : {"static:4", "offset:conv1=2,static:4",
                           "deficit:3-8,start=0,iterations=10,backward=8", "static:fp32"}) {
    EXPECT_FALSE(periods_of(parse_schedule(text))) << text;
  }
}

TEST(periods, fit_where_each_has_as_many_iterations_as_levels) {
  const Periods periods{.number = 8, .levels = 5};
  EXPECT_TRUE(periods.fit(40));
  EXPECT_TRUE(periods.fit(47));
  EXPECT_FALSE(periods.fit(39));
  EXPECT_FALSE(periods.fit(0));
}

}  // namespace periods_test
}  // namespace metronome::schedule
