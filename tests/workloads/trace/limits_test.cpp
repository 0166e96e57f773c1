#include "workloads/trace/limits.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/error.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::trace {
namespace limits_test {

using ::testing::HasSubstr;

Convolution gemm(std::uint64_t m, std::uint64_t n, std::uint64_t k) {
  Convolution c;
  c.batch = m;
  c.out_channels = n;
  c.in_channels = k;
  return c;
}

std::string complaint(std::uint64_t batch, std::uint64_t iterations,
                      const std::string& schedule = "cpt:3-8,periods=32,backward=8") {
  try {
    (void)make_trace("resnet-8", "cifar-10", batch, schedule::parse_schedule(schedule), iterations,
                     DxScale::prescale_requantize, UpdateRule::momentum, 0);
  } catch (const UserError& error) {
    return error.what();
  }
  return {};
}

TEST(faults, F4_products_of_sizes_do_not_wrap) {
  EXPECT_FALSE(fault_of(gemm(100'000, 100'000, 100'000)));
  EXPECT_TRUE(fault_of(gemm(100'000, 100'000, 100'001)));
  EXPECT_TRUE(fault_of(gemm(1ULL << 29, 1ULL << 29, 1ULL << 6)));  // 2^64 is 0 in 64 bits
  EXPECT_FALSE(fault_of(std::vector<std::uint64_t>{1'000'000, 1'000'000'000}));
  EXPECT_TRUE(fault_of(std::vector<std::uint64_t>{1'000'001, 1'000'000'000}));
}

TEST(faults, F4_padding_and_strides_do_not_hide_work) {
  Convolution c = gemm(1, 1, 1);
  c.pad = 1'000'000'000;
  c.stride = 1'000'000'000;
  EXPECT_EQ(fault_of(c)->what,
            "the convolution's input gradient has too many multiply-accumulates");
  c = gemm(1, 1, 1);
  c.in_height = c.in_width = 1'000'000'000;
  c.stride = 1'000'000'000;
  EXPECT_TRUE(fault_of(c));
  c.in_height = c.in_width = 2;
  c.kernel = 3;
  EXPECT_EQ(fault_of(c)->key, "kernel");
}

TEST(faults, F4_work_of_many_operations_an_element_has_a_limit) {
  VectorWork work;
  work.elements = 1'000'000'000'000;
  work.adds_per_element = 998;
  EXPECT_FALSE(fault_of(work));
  work.adds_per_element = 1000;
  EXPECT_TRUE(fault_of(work));
}

TEST(faults, F4_a_trace_that_no_reader_takes_is_not_made) {
  EXPECT_EQ(complaint(128, 64000), "");
  EXPECT_EQ(complaint(0, 64000), "a batch of 0 (1 to 1e9)");
  EXPECT_EQ(complaint(1'000'000'000'000, 64000), "a batch of 1000000000000 (1 to 1e9)");
  EXPECT_THAT(complaint(1'000'000'000, 64000), HasSubstr("resnet-8 with a batch of 1000000000: "));
  EXPECT_EQ(complaint(128, 1'000'000'000'000'000),
            "a run of 1000000000000000 iterations (1 to 1e12)");
}

TEST(faults, F4_the_cost_of_a_schedule_follows_its_phases_not_its_iterations) {
  for (const char* text :
       {"cpt:3-8,periods=32,backward=8", "static:8", "er:3-8,periods=8,backward=4-8",
        "rtv:2-8,periods=7,backward=8", "deficit:3-8,start=5,iterations=1000000,backward=8"}) {
    EXPECT_EQ(complaint(128, 1'000'000'000'000, text), "") << text;
  }
}

TEST(faults, F4_more_phases_than_a_trace_may_have_are_refused) {
  EXPECT_THAT(complaint(128, 1'000'000'000'000, "cpt:3-8,periods=1000000000,backward=8"),
              HasSubstr("has more than 1000000 phases (fewer periods)"));
}

}  // namespace limits_test
}  // namespace metronome::trace
