#include "arch/vector/vector_unit.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "sim/base/error.hpp"

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

TEST(vector_unit, units_and_lanes_work_side_by_side_and_the_slowest_counts) {
  const VectorUnit unit({.lanes = 8,
                         .pipeline_cycles = 3,
                         .range_elements_per_lane_cycle = 1,
                         .quantizer_elements_per_lane_cycle = 0.5,
                         .random_numbers_per_lane_cycle = 2,
                         .transposer_elements_per_lane_cycle = 0.25,
                         .feedback_adds_per_lane_cycle = 2,
                         .feedback_bits_per_lane_cycle = 0.5});
  const auto cycles = [&](double operations, const UnitWork& units) {
    return unit.run_cycles({80, operations, 0, units});
  };
  EXPECT_EQ(cycles(0, {.ranged = 1}), 10u + 3);
  EXPECT_EQ(cycles(0, {.quantized = 2}), 40u + 3) << "two codes of each element";
  EXPECT_EQ(cycles(0, {.random = 1}), 5u + 3);
  EXPECT_EQ(cycles(0, {.transposed = 1}), 40u + 3);
  EXPECT_EQ(cycles(0, {.signed_adds = 10}), 50u + 3);
  EXPECT_EQ(cycles(0, {.signed_adds = 1, .generated = 0.5}), 10u + 3) << "5 to add, 10 to generate";
  EXPECT_EQ(cycles(2, {.ranged = 1, .quantized = 1, .random = 1}), 20u + 3);
  EXPECT_EQ(cycles(5, {.ranged = 1, .quantized = 1, .random = 1}), 50u + 3);
  EXPECT_EQ(unit.run_cycles({81, 0, 0, {.ranged = 1}}), 11u + 3);
  const VectorUnit none({.lanes = 8, .pipeline_cycles = 3});
  EXPECT_EQ(none.run_cycles({80, 1, 0, {1, 1, 1, 1, 0, 1, 1}}), 10u + 3) << "no unit, no limit";
}

TEST(vector_unit, throughputs_are_numbers_from_none_to_64_and_sizing_is_a_word) {
  const auto read = [](const std::string& text) {
    const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / "vector.yaml";
    std::ofstream(file) << text << "\n";
    return config::load<VectorSpec>(file);
  };
  const VectorSpec spec = read("{quantizer_elements_per_lane_cycle: 0.5, sizing: by_rule}");
  EXPECT_EQ(spec.quantizer_elements_per_lane_cycle, 0.5);
  EXPECT_EQ(spec.sizing, Sizing::by_rule);
  EXPECT_TRUE(spec.has_units());
  EXPECT_FALSE(read("{transposer_elements_per_lane_cycle: 1}").has_units());
  for (const char* key : {"range_elements", "quantizer_elements", "random_numbers",
                          "transposer_elements", "feedback_adds", "feedback_bits"}) {
    for (const char* bad : {"-1", "65", ".nan", "fast"}) {
      const std::string name = std::string(key) + "_per_lane_cycle";
      try {
        (void)read("{" + name + ": " + bad + "}");
        ADD_FAILURE() << name << ": " << bad;
      } catch (const UserError& error) {
        EXPECT_NE(std::string(error.what()).find(name), std::string::npos) << error.what();
      }
    }
  }
  EXPECT_THROW((void)read("{sizing: rule}"), UserError);
}

}  // namespace vector_unit_test
}  // namespace metronome::vector
