// The unit of number formats beside a published one: with memory, its operands are read with the
// scales of their blocks.
#include "sim/experiment/format_units.hpp"

#include <gtest/gtest.h>

#include "tests/support/source_dir.hpp"

namespace metronome::experiment {
namespace format_units_test {

TEST(format_units, read_codes_and_scales_of_both_operands_once) {
  constexpr std::uint64_t kElements = 2 * 512 * 512;
  const auto units = format_units(metronome::source_dir() + "/configs");
  ASSERT_EQ(units.size(), 5u);
  for (const FormatUnit& unit : units) {
    const auto bits = static_cast<std::uint64_t>(array::stored_bits(unit.number, 8));
    EXPECT_EQ(unit.read_bytes, kElements * bits / 8 + kElements / unit.scale_group) << unit.format;
    EXPECT_GT(unit.all_pj, unit.array_pj) << unit.format;
  }
  EXPECT_GT(format_unit(units, "NVFP4").read_bytes, format_unit(units, "MXFP4").read_bytes);
}

}  // namespace format_units_test
}  // namespace metronome::experiment
