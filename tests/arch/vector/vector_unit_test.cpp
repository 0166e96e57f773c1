#include "arch/vector/vector_unit.hpp"

#include <gtest/gtest.h>

namespace metronome::vector {
namespace vector_unit_test {

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

TEST(vector_unit, packing_codes_into_bit_planes_takes_over_where_it_is_slower) {
  const VectorUnit unit({.lanes = 64, .pipeline_cycles = 8, .packed_codes_per_cycle = 16});
  EXPECT_EQ(unit.run_cycles({640, 4, 640}), 40u + 8);  // lanes and packing alike
  EXPECT_EQ(unit.run_cycles({640, 2, 640}), 40u + 8);  // 20 on the lanes, 40 to pack
  EXPECT_EQ(unit.run_cycles({640, 6, 640}), 60u + 8);
  EXPECT_EQ(unit.run_cycles({640, 2, 0}), 20u + 8) << "results that are no codes";
  EXPECT_EQ(VectorUnit({64, 8}).run_cycles({640, 2, 640}), 20u + 8) << "no unit, no limit";
}

}  // namespace vector_unit_test
}  // namespace metronome::vector
