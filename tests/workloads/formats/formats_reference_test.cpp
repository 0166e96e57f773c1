// Codes, scales, sums and steps of training against the vectors of data/ (see its README.md).
#include "tests/workloads/formats/compare_elements.hpp"
#include "tests/workloads/formats/compare_steps.hpp"

namespace metronome::formats {
namespace formats_reference_test {

/// Every comparison with the vectors; each has a test of its own below.
const std::vector<void (*)(Vectors&)>& comparisons() {
  static const std::vector<void (*)(Vectors&)> all{
      compare_elements, compare_halves,     compare_mx,         compare_mx_parts,
      compare_nvfp4,    compare_fp8,        compare_bfp,        compare_dot,
      compare_hadamard, compare_mxfp8_step, compare_nvfp4_step, compare_hybrid_step};
  return all;
}

void run(void (*comparison)(Vectors&)) {
  Vectors vectors;
  comparison(vectors);
}

TEST(formats_reference, codes_of_elements_saturating_stochastic_and_not_saturating) {
  run(compare_elements);
}

TEST(formats_reference, codes_of_bf16_and_fp16) { run(compare_halves); }

TEST(formats_reference, codes_and_scales_of_mx_by_both_rules_ragged_with_nan_and_zeros) {
  run(compare_mx);
}

TEST(formats_reference, mx_without_clipping_and_blocks_of_one) { run(compare_mx_parts); }

TEST(formats_reference, codes_scales_and_values_of_nvfp4) { run(compare_nvfp4); }

TEST(formats_reference, delayed_and_current_scales_of_fp8) { run(compare_fp8); }

TEST(formats_reference, mantissas_and_exponents_of_block_floating_point) { run(compare_bfp); }

TEST(formats_reference, sums_of_products_bit_by_bit) { run(compare_dot); }

TEST(formats_reference, hadamard_transform) { run(compare_hadamard); }

TEST(formats_reference, step_of_training_in_mxfp8) { run(compare_mxfp8_step); }

TEST(formats_reference, step_of_training_in_mxfp8_with_errors_in_e5m2) { run(compare_hybrid_step); }

TEST(formats_reference, step_of_training_in_nvfp4) { run(compare_nvfp4_step); }

TEST(formats_reference, no_file_of_the_manifest_is_left_unread) {
  Vectors vectors;
  EXPECT_FALSE(vectors.files().empty());
  for (const auto comparison : comparisons()) {
    comparison(vectors);
  }
  EXPECT_EQ(vectors.unread(), std::vector<std::string>{});
}

}  // namespace formats_reference_test
}  // namespace metronome::formats
