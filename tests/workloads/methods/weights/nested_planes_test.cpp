#include "workloads/methods/weights/nested_planes/nested_planes.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/workloads/methods/weights/sample.hpp"
#include "workloads/methods/weights/form/activation_grid.hpp"
#include "workloads/methods/weights/nested_planes/nested_code.hpp"
#include "workloads/methods/weights/nested_planes/plane_product.hpp"
#include "workloads/methods/weights/nested_planes/residual.hpp"

namespace metronome::weights {
namespace nested_planes_test {

constexpr Bytes kBurst{64};

TEST(nested_planes, leading_bits_are_the_codes_of_every_lower_precision) {
  const std::vector<float> weights = normal_values<float>(2000, 3);
  for (int high = 2; high <= 8; ++high) {
    const auto codes = nested_codes<float>(weights, high);
    for (int low = 1; low < high; ++low) {
      const auto lower = nested_codes<float>(weights, low);
      for (std::size_t i = 0; i < codes.size(); ++i) {
        ASSERT_EQ(leading_bits(codes[i], high, low), lower[i]) << high << ' ' << low;
      }
    }
  }
}

TEST(nested_planes, leaving_planes_out_moves_a_value_by_less_than_half_a_low_step) {
  const int high = 8;
  for (int low = 1; low < high; ++low) {
    double mean = 0;
    for (std::int32_t u = 0; u < 1 << high; ++u) {
      const double moved = nested_value(u >> (high - low), low, 1.0) - nested_value(u, high, 1.0);
      EXPECT_LT(std::abs(moved), 1.0 / (1 << low));
      mean += moved;
    }
    EXPECT_NEAR(mean, 0, 1e-12);  // mid-rise: no bias
  }
}

TEST(nested_planes, planes_give_back_the_codes_of_every_mode) {
  for (const std::size_t n : {1u, 31u, 32u, 33u, 100u}) {
    const auto codes = nested_codes<float>(normal_values<float>(n, n), 8);
    const PlaneMajor planes(codes, 8);
    for (int bits = 1; bits <= 8; ++bits) {
      const auto leading = planes.leading_codes(bits);
      for (std::size_t i = 0; i < n; ++i) {
        ASSERT_EQ(leading[i], codes[i] >> (8 - bits));
      }
    }
  }
}

TEST(nested_planes, stored_words_are_read_back_or_refused) {
  const auto codes = nested_codes<float>(normal_values<float>(40, 2), 3);
  const PlaneMajor planes(codes, 3);
  std::vector<std::uint32_t> words;
  for (int p = 0; p < 3; ++p) {
    words.insert(words.end(), planes.plane(p).begin(), planes.plane(p).end());
  }
  EXPECT_EQ(PlaneMajor(words, 40, 3).leading_codes(3), codes);
  EXPECT_NE(error_of([&] { PlaneMajor(words, 40, 2); }), "");
  EXPECT_NE(error_of([&] { PlaneMajor(words, 72, 3); }), "");
  EXPECT_NE(error_of([&] { PlaneMajor(words, 40, 0); }), "");
  words[3] |= 0x100;
  EXPECT_NE(error_of([&] { PlaneMajor(words, 40, 3); }).find("behind its last code"),
            std::string::npos);
}

TEST(nested_planes, a_low_mode_moves_its_share_of_the_bytes_and_packed_codes_no_less) {
  const std::size_t n = 100'000;
  for (int low = 1; low < 8; ++low) {
    const Bytes of_low = moved_weights(PlaneLayout::plane_major, n, 0, low, 8, kBurst);
    const Bytes of_high = moved_weights(PlaneLayout::plane_major, n, 0, 8, 8, kBurst);
    EXPECT_EQ(of_low * 8, of_high * static_cast<std::uint64_t>(low));
    // Within a burst a plane of the bits themselves.
    EXPECT_LE(of_low.count(), static_cast<std::uint64_t>(low) * (n / 8 + kBurst.count()));
    EXPECT_GE(of_low.count(), static_cast<std::uint64_t>(low) * n / 8);
    EXPECT_EQ(moved_weights(PlaneLayout::packed, n, 0, low, 8, kBurst),
              moved_weights(PlaneLayout::packed, n, 0, 8, 8, kBurst));
    EXPECT_EQ(of_low + moved_weights(PlaneLayout::plane_major, n, low, 8, 8, kBurst), of_high);
  }
}

NestedPlanes<float> form_of(int low, int high, NestedTraining training) {
  return {{8, 40}, {low, high, training}, normal_values<float>(320, 4)};
}

TEST(nested_planes, a_switch_moves_the_planes_that_are_missing_and_back_nothing) {
  const auto form = form_of(2, 8, NestedTraining::joint_hard);
  const StoredForm low = form.stored(2);
  const StoredForm up = form.switched(2, 8);
  EXPECT_EQ(low.bits() + up.bits(), form.stored(8).bits());
  EXPECT_EQ(up.streams.at(0).pieces, 6u);
  EXPECT_EQ(form.switched(8, 2).bits(), Bits(0));
  EXPECT_EQ(form.switched(5, 5).bits(), Bits(0));
}

TEST(nested_planes, the_planes_of_a_low_mode_begin_those_of_the_high_one) {
  const auto form = form_of(3, 8, NestedTraining::joint_hard);
  const std::string low = form.encode(3);
  const std::string high = form.encode(8);
  EXPECT_EQ(low.substr(0, low.size() - 4), high.substr(0, low.size() - 4));
  EXPECT_EQ(low.substr(low.size() - 4), high.substr(high.size() - 4));  // one scale for all modes
}

// Of a network that is deployed at each level of CPT's 3 to 8 bits.
TEST(nested_planes, one_stored_code_takes_the_place_of_one_for_each_level) {
  const auto form = form_of(2, 8, NestedTraining::scheduled);
  const std::string whole = form.encode(8);
  std::uint64_t apart = 0;
  for (int bits = 3; bits <= 8; ++bits) {
    const std::string level = form.encode(bits);
    apart += form.stored(bits).bits(StreamKind::planes).count();
    EXPECT_EQ(level.substr(0, level.size() - 4), whole.substr(0, level.size() - 4)) << bits;
  }
  EXPECT_EQ(apart, 33u * 320);
  EXPECT_EQ(form.stored(8).bits(StreamKind::planes), Bits(8 * 320));
}

TEST(nested_planes, the_second_phase_leaves_every_low_mode_as_it_was) {
  NestedPlanes<float> form = form_of(3, 8, NestedTraining::two_phase);
  std::vector<float> before(320);
  form.forward(3, before);
  const auto codes = form.codes();
  form.freeze();
  EXPECT_EQ(form.codes(), codes);  // nothing has moved yet
  Trained<float> residual = form.trained().at(0);
  ASSERT_EQ(residual.name, "residual");
  const RandomStream stream(8, "residual");
  for (std::size_t i = 0; i < residual.values.size(); ++i) {
    residual.values[i] = static_cast<float>(5 * stream.normal(i));  // far beyond both ends
  }
  residual.values[7] = NAN;
  EXPECT_NE(form.codes(), codes);
  for (int bits = 1; bits <= 3; ++bits) {
    std::vector<float> after(320);
    form.forward(bits, after);
    std::vector<float> expected(320);
    form_of(3, 8, NestedTraining::two_phase).forward(bits, expected);
    EXPECT_EQ(after, expected) << bits;
  }
}

TEST(nested_planes, frozen_planes_have_gradients_below_them_only) {
  NestedPlanes<double> form({2, 16}, {2, 6, NestedTraining::two_phase},
                            normal_values<double>(32, 4));
  form.freeze();
  const std::vector<double> ones(32, 1.0);
  form.clear_gradients();
  form.add_gradients(2, ones);
  for (const double g : form.trained().at(0).gradient) {
    EXPECT_EQ(g, 0);
  }
  form.trained().at(0).values[3] = 1.5;
  form.add_gradients(6, ones);
  for (std::size_t i = 0; i < 32; ++i) {
    EXPECT_DOUBLE_EQ(form.trained().at(0).gradient[i], i == 3 ? 0 : 2 * form.scale() / 4) << i;
  }
  EXPECT_THROW(form.freeze(), InternalError);
}

TEST(nested_planes, the_straight_through_gradient_is_that_of_the_value_without_rounding) {
  const std::vector<double> weights = normal_values<double>(64, 6);
  NestedPlanes<double> form({4, 16}, {2, 16}, weights);
  form.clear_gradients();
  form.add_gradients(16, std::vector<double>(64, 1.0));
  double largest = 0;
  for (const double w : weights) {
    largest = std::max(largest, std::abs(std::tanh(w)));
  }
  const double step = 1e-6;
  for (std::size_t i = 0; i < 64; ++i) {
    const auto smooth = [&](double w) { return form.scale() * std::tanh(w) / largest; };
    const double slope = (smooth(weights[i] + step) - smooth(weights[i] - step)) / (2 * step);
    EXPECT_NEAR(form.trained().at(0).gradient[i], slope, 1e-8);
  }
}

TEST(nested_planes, modes_that_are_no_low_and_high_one_are_refused) {
  for (const auto& [low, high] : {std::pair(4, 4), std::pair(8, 4), std::pair(0, 8),
                                  std::pair(-1, 3), std::pair(2, 17), std::pair(0, 0)}) {
    const std::string text = error_of([&, l = low, h = high] {
      (void)NestedPlanes<float>({1, 4}, {l, h}, std::vector<float>(4));
    });
    EXPECT_NE(text.find("low_bits < high_bits"), std::string::npos) << low << ' ' << high;
  }
}

TEST(nested_planes, trainings_run_the_widest_mode_first_with_labels) {
  using Passes = std::vector<ModePass>;
  EXPECT_EQ(mode_passes(NestedTraining::joint_hard, 2, 8, false), (Passes{{8, false}, {2, false}}));
  EXPECT_EQ(mode_passes(NestedTraining::joint_recursive, 2, 8, false),
            (Passes{{8, false}, {2, true}}));
  EXPECT_EQ(mode_passes(NestedTraining::two_phase, 2, 8, false), (Passes{{2, false}}));
  EXPECT_EQ(mode_passes(NestedTraining::two_phase, 2, 8, true), (Passes{{8, false}}));
}

TEST(nested_planes, the_gradient_of_soft_labels_is_that_of_their_loss) {
  const std::vector<double> teacher = normal_values<double>(12, 1, 2);
  std::vector<double> logits = normal_values<double>(12, 2, 2);
  std::vector<double> gradient(12);
  std::vector<double> unused(12);
  (void)soft_label_loss<double>(logits, teacher, 4, gradient);
  const double step = 1e-6;
  for (std::size_t i = 0; i < 12; ++i) {
    const double middle = logits[i];
    logits[i] = middle + step;
    const double above = soft_label_loss<double>(logits, teacher, 4, unused);
    logits[i] = middle - step;
    const double below = soft_label_loss<double>(logits, teacher, 4, unused);
    logits[i] = middle;
    EXPECT_NEAR(gradient[i], (above - below) / (2 * step), 1e-8);
  }
  (void)soft_label_loss<double>(teacher, teacher, 4, gradient);
  for (const double g : gradient) {
    EXPECT_EQ(g, 0);  // who answers as the teacher has nothing to learn
  }
}

TEST(nested_planes, a_small_margin_goes_on_to_the_high_mode) {
  const std::vector<double> logits{std::log(0.5), std::log(0.3), std::log(0.2)};
  EXPECT_TRUE(is_uncertain<double>(logits, 0.21));
  EXPECT_FALSE(is_uncertain<double>(logits, 0.19));
  EXPECT_FALSE(is_uncertain<double>(logits, 0));
  EXPECT_TRUE(is_uncertain<double>(std::vector<double>{1, NAN, 0}, 0.1));
  EXPECT_DOUBLE_EQ(cascade_cost(2, 8, 0.25), 4);
}

/// The real product of rounded operands equals that of its integers and their corrections.
TEST(nested_planes, integers_and_column_sums_give_the_real_product_at_every_pair_of_modes) {
  const std::size_t depth = 27;
  const std::vector<double> weights = normal_values<double>(4 * depth, 7);
  const std::vector<double> inputs = normal_values<double>(3 * depth, 8, 1);
  for (int bits = 1; bits <= 8; ++bits) {
    const NestedPlanes<double> form({4, depth}, {1, 8}, weights);
    const ActivationGrid<double> grid(bits, 1.5);
    std::vector<double> values(weights.size());
    form.forward(bits, values);
    std::vector<std::int32_t> codes;
    for (const double x : inputs) {
      codes.push_back(grid.code(x));
    }
    PlaneProduct product(4, codes, depth);
    product.refine(PlaneMajor(form.codes(), 8), bits);
    for (std::size_t i = 0; i < 12; ++i) {
      double expected = 0;
      for (std::size_t k = 0; k < depth; ++k) {
        expected += values[i / 3 * depth + k] * grid.value(inputs[i % 3 * depth + k]);
      }
      EXPECT_NEAR(nested_real(product.sums()[i], product.input_sums()[i % 3], bits, bits,
                              form.scale(), 1.5),
                  expected, 1e-12);
    }
  }
}

TEST(nested_planes, codes_of_a_range_are_nested_and_lie_in_the_middle_of_their_weights) {
  const std::vector<double> weights{-1, -0.5, -0.26, 0, 0.249, 0.6, 3};
  NestedSpec spec{2, 8, NestedTraining::scheduled};
  spec.grid = NestedGrid::range;
  NestedPlanes<double> form({7, 1, 1, 1}, spec, weights);
  for (int bits = 1; bits <= 8; ++bits) {
    std::vector<double> out(weights.size());
    form.forward(bits, out);
    const double step = 4 / std::exp2(bits);
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const double code = std::min(std::floor((weights[i] + 1) / step), std::exp2(bits) - 1);
      EXPECT_DOUBLE_EQ(out[i], -1 + step * (code + 0.5)) << bits;
      EXPECT_EQ(leading_bits(form.codes()[i], 8, bits), code);
    }
  }
  const std::vector<double> gradient{1, 2, 3, 4, 5, 6, 7};
  form.clear_gradients();
  form.add_gradients(5, gradient);
  EXPECT_EQ(
      std::vector<double>(form.trained()[0].gradient.begin(), form.trained()[0].gradient.end()),
      gradient)
      << "straight through";
  const std::vector<double> equal(4, 0.25);
  NestedPlanes<double> flat({4, 1, 1, 1}, spec, equal);
  std::vector<double> out(4);
  flat.forward(3, out);
  EXPECT_EQ(out, equal);
}

}  // namespace nested_planes_test
}  // namespace metronome::weights
