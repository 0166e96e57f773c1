#include "arch/vector/vector_unit.hpp"

#include <gtest/gtest.h>

namespace metronome::vector {
namespace {

TEST(vector_unit, a_block_takes_its_operations_over_the_lanes_rounded_up_and_the_pipeline_once) {
  const VectorUnit unit({.lanes = 64, .pipeline_cycles = 8});
  EXPECT_EQ(unit.run_cycles({64, 1}), 1u + 8);
  EXPECT_EQ(unit.run_cycles({65, 1}), 2u + 8);
  EXPECT_EQ(unit.run_cycles({64, 3}), 3u + 8);
  EXPECT_EQ(unit.run_cycles({100, 2.5}), 4u + 8);  // 250 operations
}

TEST(vector_unit, a_single_unpipelined_lane_takes_one_cycle_for_each_operation) {
  const VectorUnit unit({.lanes = 1, .pipeline_cycles = 0});
  for (std::uint64_t n = 0; n < 20; ++n) {
    EXPECT_EQ(unit.run_cycles({n, 2}), 2 * n);
  }
}

}  // namespace
}  // namespace metronome::vector
