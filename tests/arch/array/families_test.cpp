#include "arch/array/families.hpp"

#include <gtest/gtest.h>

#include <map>

#include "arch/array/analytic.hpp"
#include "arch/array/array.hpp"

namespace metronome::array {
namespace families_test {

const std::map<std::string, ArraySpec>& presets() {
  static const std::map<std::string, ArraySpec> specs = [] {
    std::map<std::string, ArraySpec> made;
    for (const ArraySpec& spec : families()) {
      made.emplace(kind_name(spec), spec);
    }
    return made;
  }();
  return specs;
}

TEST(array_families, default_machines_have_equal_peaks_of_512_at_8_bits) {
  for (const auto& [name, spec] : presets()) {
    EXPECT_EQ(peak_macs_per_cycle(spec, {}), 512) << name;
    EXPECT_EQ(mac_units(spec), 512u) << name;
  }
}

// SCALE-Sim's closed forms [samajdar2020scalesim]: per fold os K+R+C-2, ws and is 2R+C+T-2 (T:
// streamed dimension).
TEST(array_families, systolic_folds_follow_scalesim) {
  const GemmShape gemm{100, 75, 50};
  const Ports wide{1 << 30, 1 << 30, 1 << 30};
  const auto cycles = [&](Dataflow flow) {
    const SystolicSpec spec{
        .rows = 16, .columns = 16, .dataflow = flow, .double_buffered_weights = false};
    return analytic_use(unrollings(spec, {}).front(), wide, gemm, {100, 75, 50}).cycles();
  };
  EXPECT_EQ(cycles(Dataflow::os), 7u * 5 * (16 + 16 + 50 - 2));
  EXPECT_EQ(cycles(Dataflow::ws), 4u * 5 * (2 * 16 + 16 + 100 - 2));
  EXPECT_EQ(cycles(Dataflow::is), 4u * 7 * (2 * 16 + 16 + 75 - 2));
}

TEST(array_families, widths_beyond_16_bits_are_refused) {
  for (const auto& [name, spec] : presets()) {
    EXPECT_THROW((void)unrollings(spec, {.a_bits = 17}), UserError) << name;
    EXPECT_THROW((void)unrollings(spec, {.b_bits = 0}), UserError) << name;
  }
}

// At 8 x 8 bits a multiply-accumulate is 64 bit products on every machine.
TEST(array_families, default_machines_have_equal_bit_products_at_their_peak) {
  for (const auto& [name, spec] : presets()) {
    EXPECT_EQ(peak_bit_products(spec), 512u * 64) << name;
  }
}

TEST(array_families, activity_counts_useful_work_at_executed_widths) {
  const Operands o{.a_bits = 8, .b_bits = 3};
  const auto one = [&](const std::string& kind) {
    return activity(presets().at(kind), o, 100).front();
  };
  EXPECT_EQ(one("systolic"), (ArrayActivity{"systolic.mac", 8, 8, 100}));
  EXPECT_EQ(one("spatial_fusion"), (ArrayActivity{"spatial_fusion.mac", 8, 4, 100}));
  EXPECT_EQ(one("operand_serial"), (ArrayActivity{"operand_serial.step", 0, 0, 300}));
  EXPECT_EQ(one("dual_serial"), (ArrayActivity{"dual_serial.bit_product", 0, 0, 2400}));
  EXPECT_EQ(one("binary_overlay"), (ArrayActivity{"binary_overlay.bit_product", 0, 0, 2400}));
  EXPECT_EQ(one("term_serial"), (ArrayActivity{"term_serial.term", 0, 0, 300})) << "all bits set";
  Operands sparse = o;
  sparse.b_terms = {.5, .25, .25, 0};
  EXPECT_EQ(activity(presets().at("term_serial"), sparse, 100).front().count, 75u);
  EXPECT_EQ(activity(presets().at("binary_overlay"), o, 100).back(),
            (ArrayActivity{"binary_overlay.accumulate", 0, 0, 19}))
      << "2400 bit products in rows of 128";
  EXPECT_EQ(activity(presets().at("chunked_bfp"), o, 100),
            (std::vector<ArrayActivity>{{"chunked_bfp.chunk_product", 2, 2, 4 * 2 * 100},
                                        {"chunked_bfp.held_bit", 0, 0, 8 * 100},
                                        {"chunked_bfp.group_add", 0, 0, 7}}))
      << "4 chunks by 2; 100 products in groups of 16";
  EXPECT_EQ(activity(presets().at("two_in_one"), o, 100),
            (std::vector<ArrayActivity>{{"two_in_one.step", 0, 0, 2 * 3 * 100},
                                        {"two_in_one.held_piece", 0, 0, 2 * 100}}))
      << "2 pieces by 1, the latter of three bits";
}

// A multiplier of twice the width is four of the half; so are its area and its leakage.
TEST(array_families, units_of_area_are_8_bit_multipliers_whatever_the_width) {
  EXPECT_EQ(mac_units(SystolicSpec{.operand_bits = 16}), 4u * 512);
  EXPECT_EQ(mac_units(SystolicSpec{.operand_bits = 4}), 512u / 4);
  EXPECT_EQ(mac_units(SystolicSpec{.rows = 1, .columns = 1, .operand_bits = 3}), 1u)
      << "rounded up";
  EXPECT_EQ(mac_units(OperandSerialSpec{.parallel_bits = 16}), 2u * 512);
  EXPECT_EQ(mac_units(TermSerialSpec{.parallel_bits = 16}), 2u * 512);
  EXPECT_EQ(mac_units(TermSerialSpec{.terms = TermOperand::both, .parallel_bits = 16}),
            mac_units(TermSerialSpec{.terms = TermOperand::both}))
      << "nothing is parallel";
  for (const ArraySpec& spec : std::vector<ArraySpec>{
           SystolicSpec{.operand_bits = 16}, OperandSerialSpec{.parallel_bits = 16},
           TermSerialSpec{.parallel_bits = 16}, TwoInOneSpec{.lanes = 3}}) {
    EXPECT_EQ(mac_units(spec) * 64, peak_bit_products(spec)) << kind_name(spec);
  }
}

}  // namespace families_test
}  // namespace metronome::array
