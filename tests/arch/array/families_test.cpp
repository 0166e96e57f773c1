#include <gtest/gtest.h>

#include <map>

#include "arch/array/analytic.hpp"
#include "arch/array/array.hpp"
#include "workloads/schedule/schedule.hpp"

namespace metronome::array {
namespace {

const std::map<std::string, ArraySpec>& presets() {
  static const std::map<std::string, ArraySpec> specs{{"systolic", SystolicSpec{}},
                                                      {"spatial_fusion", SpatialFusionSpec{}},
                                                      {"operand_serial", OperandSerialSpec{}},
                                                      {"dual_serial", DualSerialSpec{}},
                                                      {"binary_overlay", BinaryOverlaySpec{}},
                                                      {"chunked_bfp", ChunkedBfpSpec{}}};
  return specs;
}

double peak(const std::string& kind, int a, int b) {
  return peak_macs_per_cycle(presets().at(kind), {.a_bits = a, .b_bits = b});
}

TEST(array_families, default_machines_have_equal_peaks_of_512_at_8_bits) {
  for (const auto& [name, spec] : presets()) {
    EXPECT_EQ(peak_macs_per_cycle(spec, {}), 512) << name;
    EXPECT_EQ(mac_units(spec), 512u) << name;
  }
}

// Notes on architectures, section 1.14: cycles per reduction step, 8x8 = 1 at equal peak.
TEST(array_families, relative_peak_by_precision_follows_the_published_laws) {
  const std::map<std::string, std::map<std::pair<int, int>, double>> table{
      {"systolic", {{{2, 2}, 1}, {{3, 3}, 1}, {{4, 8}, 1}, {{8, 8}, 1}, {{16, 16}, 4}}},
      {"spatial_fusion",
       {{{2, 2}, .0625},
        {{3, 3}, .25},
        {{4, 4}, .25},
        {{5, 5}, 1},
        {{6, 6}, 1},
        {{4, 8}, .5},
        {{6, 8}, 1},
        {{8, 8}, 1},
        {{16, 16}, 4}}},
      {"operand_serial",
       {{{2, 2}, .25},
        {{3, 3}, .375},
        {{4, 4}, .5},
        {{5, 5}, .625},
        {{6, 6}, .75},
        {{4, 8}, .5},
        {{6, 8}, .75},
        {{8, 8}, 1}}},
      {"dual_serial",
       {{{2, 2}, .0625},
        {{3, 3}, 9. / 64},
        {{4, 4}, .25},
        {{5, 5}, 25. / 64},
        {{6, 6}, 36. / 64},
        {{4, 8}, .5},
        {{6, 8}, .75},
        {{8, 8}, 1},
        {{16, 16}, 4}}},
      {"binary_overlay",
       {{{2, 2}, .0625},
        {{3, 3}, 9. / 64},
        {{4, 4}, .25},
        {{5, 5}, 25. / 64},
        {{6, 6}, 36. / 64},
        {{4, 8}, .5},
        {{6, 8}, .75},
        {{8, 8}, 1},
        {{16, 16}, 4}}}};
  for (const auto& [kind, rows] : table) {
    for (const auto& [bits, cycles] : rows) {
      EXPECT_NEAR(512 / peak(kind, bits.first, bits.second), cycles, 1e-12)
          << kind << ' ' << bits.first << 'x' << bits.second;
      EXPECT_NEAR(512 / peak(kind, bits.second, bits.first), cycles, 1e-12)
          << kind << ' ' << bits.second << 'x' << bits.first;
    }
  }
}

/// Busy cycles of one GEMM that fills every array exactly, best walk.
double full_time(const ArraySpec& spec, int a, int b) {
  const GemmShape gemm{4096, 4096, 4096};
  double best = 1e300;
  for (const Unrolling& u : unrollings(spec, {.a_bits = a, .b_bits = b})) {
    const ArrayUse use = analytic_use(u, {1 << 30, 1 << 30, 1 << 30}, gemm, {4096, 4096, 4096});
    best = std::min(best, static_cast<double>(use.busy_cycles));
  }
  return best;
}

/// Time of CPT 3-8 bit forward, 8 bit backward over static 8/8: forward (b x b), input gradient
/// (8 x b), weight gradient (8 x b) of equal multiply-accumulates.
double cpt_time(const ArraySpec& spec) {
  const auto cpt = schedule::parse_schedule("cpt:3-8,periods=32,backward=8");
  double time = 0;
  for (const trace::Phase& phase : cpt.phases(64000)) {
    const int b = phase.assignment.all.forward_bits;
    const int g = phase.assignment.all.backward_bits;
    time +=
        static_cast<double>(phase.iterations) * (full_time(spec, b, b) + 2 * full_time(spec, g, b));
  }
  return time / (64000 * 3 * full_time(spec, 8, 8));
}

// Notes on architectures, section 0.
TEST(array_families, compute_bound_time_of_cpt_against_static) {
  EXPECT_NEAR(cpt_time(presets().at("dual_serial")), 0.633, 0.0005);
  EXPECT_NEAR(cpt_time(presets().at("binary_overlay")), 0.633, 0.0005);
  EXPECT_NEAR(cpt_time(presets().at("operand_serial")), 0.687, 0.0005);
  EXPECT_NEAR(cpt_time(presets().at("spatial_fusion")), 0.784, 0.0005);
  EXPECT_NEAR(cpt_time(presets().at("systolic")), 1.0, 1e-12);
}

TEST(array_families, a_wrong_serial_operand_costs_what_the_notes_say) {
  // Activation or error always serial: 0.792 (dX runs at the error's 8 bits).
  OperandSerialSpec spec;
  spec.serial = SerialOperand::activation;
  const auto cpt = schedule::parse_schedule("cpt:3-8,periods=32,backward=8");
  const auto time = [&](int a, int b, OperandRole ra, OperandRole rb) {
    const Operands o{a, b, ra, rb};
    return static_cast<double>(unrollings(spec, o).front().cycles_per_step);
  };
  using enum OperandRole;
  double sum = 0;
  for (const trace::Phase& phase : cpt.phases(64000)) {
    const int b = phase.assignment.all.forward_bits;
    sum += static_cast<double>(phase.iterations) *
           (time(b, b, activation, weight) + time(8, b, error, weight) +
            time(8, b, error, activation));
  }
  EXPECT_NEAR(sum / (64000 * 3 * 8), 0.792, 0.0005);
}

// SCALE-Sim's closed forms: per fold os K+R+C-2, ws and is 2R+C+T-2 (T: streamed dimension).
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
  EXPECT_EQ(activity(presets().at("binary_overlay"), o, 100).back(),
            (ArrayActivity{"binary_overlay.accumulate", 0, 0, 19}))
      << "2400 bit products in rows of 128";
  EXPECT_EQ(activity(presets().at("chunked_bfp"), o, 100),
            (std::vector<ArrayActivity>{{"chunked_bfp.chunk_product", 2, 2, 4 * 2 * 100},
                                        {"chunked_bfp.mac", 0, 0, 100},
                                        {"chunked_bfp.group_add", 0, 0, 7}}))
      << "4 chunks by 2; 100 products in groups of 16";
}

}  // namespace
}  // namespace metronome::array
