// The unit of number formats beside a published one: with memory, its operands are read with the
// scales of their blocks.
#include "sim/experiment/format_units.hpp"

#include <gtest/gtest.h>

#include "tests/support/source_dir.hpp"

namespace metronome::experiment {
namespace format_units_test {

// Tiles of 512x512 operands come in several times: each time whole operands.
TEST(format_units, read_codes_with_the_scales_of_their_blocks) {
  constexpr std::uint64_t kElements = 512 * 512;
  const auto units = format_units(metronome::source_dir() + "/configs");
  ASSERT_EQ(units.size(), 5u);
  for (const FormatUnit& unit : units) {
    const auto bits = static_cast<std::uint64_t>(array::stored_bits(unit.number, 8));
    const std::uint64_t operand = kElements * bits / 8 + kElements / unit.scale_group;
    EXPECT_EQ(unit.read_bytes % operand, 0u) << unit.format;
    EXPECT_GE(unit.read_bytes, 2 * operand) << unit.format;
    EXPECT_GT(unit.all_pj, unit.array_pj) << unit.format;
  }
  EXPECT_EQ(format_unit(units, "NVFP4").read_bytes * (4 * 32 + 8),
            format_unit(units, "MXFP4").read_bytes * (4 * 32 + 2 * 8))
      << "twice the scales";
}

}  // namespace format_units_test
}  // namespace metronome::experiment
