#include "workloads/methods/weights/coefficients/coefficients.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/workloads/methods/weights/sample.hpp"
#include "workloads/methods/weights/coefficients/power_of_two.hpp"
#include "workloads/methods/weights/coefficients/pruning.hpp"

namespace metronome::weights {
namespace coefficients_test {

TEST(coefficients, the_middle_of_two_powers_goes_down_in_the_decomposition_and_up_in_training) {
  EXPECT_EQ(nearest_power(1.5, Tie::down), 1);
  EXPECT_EQ(nearest_power(1.5, Tie::up), 2);
  for (const Tie tie : {Tie::down, Tie::up}) {
    EXPECT_EQ(nearest_power(1.49, tie), 1);
    EXPECT_EQ(nearest_power(1.51, tie), 2);
    EXPECT_EQ(nearest_power(0.25, tie), 0.25);
    EXPECT_EQ(nearest_power(3e-5f, tie), 0x1p-15f);
  }
  EXPECT_EQ(power_of_two(-0.75, 4e-3), -1);
  EXPECT_EQ(power_of_two(0.00398, 4e-3), 0);
  EXPECT_EQ(power_of_two(0.0039905, 4e-3), 0x1p-8);
  EXPECT_EQ(power_of_two(0.0, 0), 0);
  EXPECT_EQ(power_of_two(std::nan(""), 4e-3), 0);
}

TEST(coefficients, blocks_are_those_of_the_published_table) {
  const auto vector_rows = [](std::size_t n) {
    const BlockLayout layout({1, n});
    return std::pair(layout.blocks().size(), layout.blocks().at(0).rows);
  };
  using Shape = std::pair<std::size_t, std::size_t>;
  for (const auto& [n, shape] : std::vector<std::pair<std::size_t, Shape>>{{4096, {8, 171}},
                                                                           {2048, {4, 171}},
                                                                           {1280, {3, 143}},
                                                                           {1024, {2, 171}},
                                                                           {960, {2, 160}},
                                                                           {512, {1, 171}},
                                                                           {384, {1, 128}},
                                                                           {320, {1, 107}},
                                                                           {256, {1, 86}},
                                                                           {128, {1, 43}},
                                                                           {96, {1, 32}},
                                                                           {64, {1, 22}},
                                                                           {32, {1, 11}},
                                                                           {24, {1, 8}},
                                                                           {16, {1, 6}}}) {
    EXPECT_EQ(vector_rows(n), shape) << n;
  }
  const BlockLayout wide({2, 128, 3, 3});
  EXPECT_EQ(wide.blocks().size(), 4u);
  EXPECT_EQ(wide.blocks()[1], (Block{0, 192, 192}));
  const BlockLayout uneven({1, 70, 3, 3});  // the last block is shorter, no channel is lost
  EXPECT_EQ(uneven.blocks(), (std::vector<Block>{{0, 0, 192}, {0, 192, 18}}));
}

/// Layers of ResNet-18 for images of 32 x 32.
std::vector<WeightShape> resnet18() {
  std::vector<WeightShape> layers{{64, 3, 3, 3}};
  std::size_t channels = 64;
  for (const std::size_t outputs : {64u, 128u, 256u, 512u}) {
    layers.push_back({outputs, channels, 3, 3});
    layers.insert(layers.end(), 3, {outputs, outputs, 3, 3});
    if (outputs != channels) {
      layers.push_back({outputs, channels});
    }
    channels = outputs;
  }
  layers.push_back({10, 512});
  return layers;
}

TEST(coefficients, a_resnet_18_has_the_published_number_of_basis_entries) {
  std::size_t weights = 0;
  std::size_t entries = 0;
  for (const WeightShape& shape : resnet18()) {
    weights += shape.elements();
    entries += BlockLayout(shape).basis_entries();
  }
  EXPECT_EQ(weights, 11'164'352u);
  EXPECT_EQ(entries, 180'378u);
}

/// Bits of a weight in the container where `rows` of all rows are kept, each with `in_row` of its
/// places, at c bits a coefficient.
double container_bits_per_weight(double rows, double in_row, int c) {
  double bits = 0;
  double weights = 0;
  for (const WeightShape& shape : resnet18()) {
    const BlockLayout layout(shape);
    const double all = static_cast<double>(layout.rows());
    std::vector<BlockCounts> counts{
        {.rows = layout.rows(),
         .kept_rows = static_cast<std::uint64_t>(std::llround(all * rows)),
         .columns = 3,
         .nonzeros = static_cast<std::uint64_t>(std::llround(all * rows * 3 * in_row)),
         .coefficient_bits = c}};
    // One block stands for all rows; its own header and basis are taken off.
    const StreamBits streams = container_bits(counts, BasisWidth::bits_8);
    bits +=
        static_cast<double>(streams.row_map + streams.coefficients + 8 * layout.basis_entries());
    weights += static_cast<double>(shape.elements());
  }
  return bits / weights;
}

TEST(coefficients, the_two_closed_forms_give_the_sizes_of_a_resnet_18_at_density_two_fifths) {
  // 1/3 + 1 + 4 2/5 bits a place, or 1/3 + 2/5 + 4 2/5 where zeros are whole rows, and 8 bits for
  // each of 180 378 basis entries; the matrices of vectors are a little larger than the vectors.
  EXPECT_NEAR(container_bits_per_weight(1, 0.4, 4), 3.063, 0.002);
  EXPECT_NEAR(container_bits_per_weight(0.4, 1, 4), 2.463, 0.002);
  double bits = 0;
  double with_fp32_bases = 0;
  double weights = 0;
  for (const WeightShape& shape : resnet18()) {
    const BlockLayout layout(shape);
    ReportedSize size{.coefficients = layout.coefficients(),
                      .nonzeros = layout.coefficients() * 2 / 5,
                      .magnitudes = 8,
                      .basis_entries = layout.basis_entries()};
    EXPECT_EQ(size.bits_per_nonzero(), 4);
    bits += static_cast<double>(size.bits(8));
    size.nonzeros = layout.coefficients() * 3 / 10;
    size.magnitudes = 13;
    EXPECT_EQ(size.bits_per_nonzero(), 5);
    with_fp32_bases += static_cast<double>(size.bits(32));
    weights += static_cast<double>(shape.elements());
  }
  EXPECT_NEAR(bits / weights, 2.73, 0.01);
  EXPECT_NEAR(32 * weights / bits, 11.7, 0.05);
  EXPECT_NEAR(32 * weights / with_fp32_bases, 10.6, 0.05);
}

Coefficients<float> form_of(const CoefficientSpec& spec,
                            const WeightShape& shape = {32, 16, 3, 3}) {
  return {shape, spec, normal_values<float>(shape.elements(), 2, 0.1)};
}

TEST(coefficients, rebuilt_weights_are_near_and_nearer_than_a_high_threshold_leaves_them) {
  const WeightShape shape{8, 16, 3, 3};
  const std::vector<double> weights = normal_values<double>(shape.elements(), 2, 0.1);
  const auto error = [&](double threshold) {
    CoefficientSpec spec;
    spec.decomposition.threshold = threshold;
    const Coefficients<double> form(shape, spec, weights);
    std::vector<double> values(weights.size());
    form.forward(0, values);
    double square = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      square += (values[i] - weights[i]) * (values[i] - weights[i]);
    }
    return std::sqrt(square / (0.01 * static_cast<double>(values.size())));
  };
  EXPECT_LT(error(4e-3), 0.2);
  EXPECT_GT(error(0.15), error(4e-3));
}

TEST(coefficients, no_rebuilt_weight_lies_beyond_its_bound) {
  const Coefficients<float> form = form_of({});
  std::vector<float> values(form.shape().elements());
  form.forward(0, values);
  float largest = 0;
  for (const float value : values) {
    largest = std::max(largest, std::abs(value));
  }
  EXPECT_LE(largest, form.bound());
  std::vector<float> rounded(values.size());
  form.forward(8, rounded);
  for (std::size_t i = 0; i < values.size(); ++i) {
    EXPECT_LE(std::abs(rounded[i] - values[i]), form.bound() / 127 * 0.5001f);
  }
}

TEST(coefficients, gradients_are_those_of_the_product_of_coefficients_and_basis) {
  const WeightShape shape{2, 3, 3, 3};
  CoefficientSpec spec;
  spec.update = CoefficientUpdate::optimizer;
  spec.basis_width = BasisWidth::fp32;
  Coefficients<double> form(shape, spec, normal_values<double>(shape.elements(), 3));
  const std::vector<double> pull = normal_values<double>(shape.elements(), 4);
  const StoredCoefficients stored = form.to_store();
  const auto value = [&](const std::vector<double>& c, const std::vector<double>& b) {
    std::vector<double> out(pull.size());
    rebuild<double>(form.layout(), c, b, out);
    double sum = 0;
    for (std::size_t i = 0; i < out.size(); ++i) {
      sum += out[i] * pull[i];
    }
    return sum;
  };
  form.clear_gradients();
  form.add_gradients(0, pull);
  const Trained<double> basis = form.trained().at(0);
  const Trained<double> coefficients = form.trained().at(1);
  const double at_rest = value(stored.coefficients, stored.basis);
  for (std::size_t i = 0; i < basis.gradient.size(); ++i) {
    std::vector<double> moved = stored.basis;
    moved[i] += 1;  // linear
    EXPECT_NEAR(basis.gradient[i], value(stored.coefficients, moved) - at_rest, 1e-9);
  }
  for (std::size_t i = 0; i < coefficients.gradient.size(); ++i) {
    std::vector<double> moved = stored.coefficients;
    moved[i] += 1;
    const double expected = stored.coefficients[i] == 0 ? 0 : value(moved, stored.basis) - at_rest;
    EXPECT_NEAR(coefficients.gradient[i], expected, 1e-9);
  }
}

TEST(coefficients, weights_of_vectors_ignore_the_padding_of_the_last_row) {
  const WeightShape shape{3, 32};  // 11 rows of 3
  Coefficients<double> form(shape, {}, normal_values<double>(shape.elements(), 3));
  std::vector<double> values(shape.elements());
  form.forward(0, values);
  form.clear_gradients();
  form.add_gradients(0, std::vector<double>(shape.elements(), 1.0));
  EXPECT_EQ(form.layout().weight_at(10, 1), 31u);
  EXPECT_EQ(form.layout().weight_at(10, 2), BlockLayout::npos);
  EXPECT_EQ(form.layout().weight_at(11, 0), 32u);
}

TEST(coefficients, rows_are_pruned_by_groups_of_filters_smallest_first) {
  const WeightShape shape{33, 4, 3, 3};  // a group of 32 and one of a filter
  std::vector<double> weights = normal_values<double>(shape.elements(), 8);
  const std::vector<double> before = weights;
  const std::size_t zeroed = prune_rows<double>(shape, 0.4, weights);
  const std::size_t pruned = 5;  // ceil(0.4 * 12)
  EXPECT_EQ(zeroed, pruned * 33);
  for (const auto& [first, last] : {std::pair<std::size_t, std::size_t>(0, 32), {32, 33}}) {
    double largest_pruned = 0;
    double least_kept = HUGE_VAL;
    std::size_t rows_pruned = 0;
    for (std::size_t row = 0; row < 12; ++row) {
      double sum = 0;
      bool zero = true;
      for (std::size_t filter = first; filter < last; ++filter) {
        for (std::size_t k = 0; k < 3; ++k) {
          const std::size_t at = filter * 36 + row * 3 + k;
          sum += std::abs(before[at]);
          zero = zero && weights[at] == 0;
          EXPECT_TRUE(weights[at] == 0 || weights[at] == before[at]);
        }
      }
      (zero ? largest_pruned : least_kept) =
          zero ? std::max(largest_pruned, sum) : std::min(least_kept, sum);
      rows_pruned += zero ? 1 : 0;
    }
    EXPECT_EQ(rows_pruned, pruned);
    EXPECT_LT(largest_pruned, least_kept);
  }
  std::vector<double> same = before;
  EXPECT_EQ(prune_rows<double>(shape, 0, same), 0u);
  EXPECT_EQ(same, before);
}

TEST(coefficients, pruned_rows_stay_rows_without_coefficients) {
  CoefficientSpec spec;
  spec.pruned_rows = 0.4;
  const Coefficients<float> form = form_of(spec);
  const auto counts = counts_of(form.layout(), form.to_store().coefficients);
  for (const BlockCounts& block : counts) {
    EXPECT_LE(block.kept_rows, 48u - 20u);  // ceil(0.4 * 48) rows are gone
  }
  EXPECT_LT(form.stored(8).bits().count(), form_of({}).stored(8).bits().count() * 7 / 10);
}

TEST(coefficients, low_levels_drop_the_smallest_magnitudes_and_never_the_largest) {
  CoefficientSpec spec;
  spec.update = CoefficientUpdate::optimizer;
  spec.cycled = {.bits = 8, .exponents = 1};
  Coefficients<float> form = form_of(spec);
  CoefficientSpec uncycled = spec;
  uncycled.cycled = {};
  const Coefficients<float> whole = form_of(uncycled);
  const auto magnitudes = [&](int bits) {
    std::vector<double> all;
    for (const double c : form.to_store(bits).coefficients) {
      if (c != 0) {
        all.push_back(std::abs(c));
      }
    }
    std::sort(all.begin(), all.end());
    return all;
  };
  const std::vector<double> all = magnitudes(0);
  EXPECT_EQ(form.to_store(0).coefficients, whole.to_store(0).coefficients);
  EXPECT_EQ(magnitudes(8), all);
  EXPECT_EQ(magnitudes(16), all) << "above its bits too";
  for (const int bits : {7, 5, 3}) {
    const double threshold = std::min(spec.threshold * std::exp2(8 - bits), all.back());
    std::vector<double> kept;
    std::copy_if(all.begin(), all.end(), std::back_inserter(kept),
                 [&](double c) { return c >= threshold / 1.5; });
    const std::vector<double> own = magnitudes(bits);
    EXPECT_LE(own.size(), kept.size()) << bits;
    EXPECT_EQ(own.back(), all.back()) << bits;
    EXPECT_GE(own.front(), threshold / 1.5) << bits;
    EXPECT_EQ(
        form.stored(bits).bits(StreamKind::coefficients).count(),
        container_bits(counts_of(form.layout(), form.to_store(bits).coefficients), spec.basis_width)
            .coefficients);
  }
  EXPECT_LT(form.stored(3).bits().count(), form.stored(8).bits().count());
  EXPECT_LT(form.forward_work(3)[1].count, form.forward_work(8)[1].count) << "shift-adds";
  // Straight through: what a level drops has the gradient that it would have otherwise.
  const std::vector<float> gradient = normal_values<float>(form.shape().elements(), 3);
  form.clear_gradients();
  form.add_gradients(3, gradient);
  std::size_t moving = 0;
  for (const Trained<float>& part : form.trained()) {
    if (part.name == "coefficients") {
      moving = static_cast<std::size_t>(std::count_if(part.gradient.begin(), part.gradient.end(),
                                                      [](float g) { return g != 0; }));
    }
  }
  EXPECT_EQ(moving, all.size());
  // With a range that ends below the largest magnitude something always stays.
  spec.cycled.exponents = 8;
  const Coefficients<float> steep = form_of(spec);
  EXPECT_GT(steep.forward_work(1)[1].count, 0u);
  // Where counters move the stored coefficients there is no other copy: all of them are read.
  spec.update = CoefficientUpdate::bucket_switch;
  const Coefficients<float> counted = form_of(spec);
  EXPECT_EQ(counted.stored(3).bits().count(), counted.stored(8).bits().count());
  EXPECT_LT(counted.forward_work(3)[1].count, counted.forward_work(8)[1].count);
}

TEST(coefficients, density_zero_is_refused_however_it_is_asked_for) {
  CoefficientSpec all_pruned;
  all_pruned.pruned_rows = 1;
  CoefficientSpec threshold;
  threshold.decomposition.threshold = 1e9;
  threshold.decomposition.iterations = 3;
  CoefficientSpec training;
  training.threshold = 1e9;
  for (const CoefficientSpec& spec : {all_pruned, threshold, training}) {
    EXPECT_NE(error_of([&] { (void)form_of(spec); }), "");
  }
  EXPECT_NE(error_of([] {
              (void)Coefficients<float>({2, 4, 3, 3}, {}, std::vector<float>(72));
            }).find("no coefficient"),
            std::string::npos);
  for (const double share : {-0.1, 1.0, 2.0, std::nan("")}) {
    std::vector<double> weights(36, 1.0);
    EXPECT_NE(error_of([&] { (void)prune_rows<double>({1, 4, 3, 3}, share, weights); }), "");
  }
  std::vector<double> last_row(3, 1.0);
  EXPECT_NE(error_of([&] { (void)prune_rows<double>({1, 1, 1, 3}, 0.5, last_row); }), "");
}

TEST(coefficients, weights_without_full_rank_are_decomposed_with_the_least_norm) {
  // Two rows, a column of zeros, equal rows: no basis of rank 3 is needed or found.
  for (const std::vector<double>& weights :
       {std::vector<double>{1, 2, 3, 4, 5, 6},
        std::vector<double>{1, 0, 2, 3, 0, 4, 5, 0, 6, 7, 0, 8},
        std::vector<double>{1, 2, 4, 1, 2, 4, 1, 2, 4}}) {
    for (const bool scaled : {false, true}) {
      DecompositionSpec spec;
      spec.scaled = scaled;
      const BlockDecomposition block = decompose_block(weights, 3, spec);
      for (const double entry : block.basis) {
        EXPECT_TRUE(std::isfinite(entry));
      }
      double norm = 0;
      for (const double w : weights) {
        norm += w * w;
      }
      EXPECT_LT(block.error, 0.5 * std::sqrt(norm));
    }
  }
}

TEST(coefficients, a_basis_without_inverse_is_refused_and_others_give_the_coefficients_back) {
  const std::vector<double> basis{1, 2, 0, 0, 1, 0.5, 0, 0, 2};
  const std::vector<double> c{0.5, 0, -2, 1, 0.25, 0};
  std::vector<double> weights;
  for (std::size_t row = 0; row < 2; ++row) {
    for (std::size_t column = 0; column < 3; ++column) {
      double sum = 0;
      for (std::size_t k = 0; k < 3; ++k) {
        sum += c[row * 3 + k] * basis[k * 3 + column];
      }
      weights.push_back(sum);
    }
  }
  const std::vector<double> found = coefficients_on_basis(weights, basis, 3);
  for (std::size_t i = 0; i < c.size(); ++i) {
    EXPECT_NEAR(found[i], c[i], 1e-12);
  }
  for (const std::vector<double>& singular :
       {std::vector<double>(9), std::vector<double>{1, 2, 3, 2, 4, 6, 0, 0, 1},
        std::vector<double>{NAN, 0, 0, 0, 1, 0, 0, 0, 1}}) {
    EXPECT_NE(
        error_of([&] { (void)coefficients_on_basis(weights, singular, 3); }).find("no inverse"),
        std::string::npos);
  }
}

TEST(coefficients, settings_that_make_no_sense_are_refused) {
  const std::vector<double> weights{1, 2, 3, 4, 5, 6, 7, 8, 10};
  for (const DecompositionSpec& wrong : std::vector<DecompositionSpec>{{.threshold = -1},
                                                                       {.threshold = std::nan("")},
                                                                       {.iterations = 1},
                                                                       {.most = 0},
                                                                       {.most = 3},
                                                                       {.decay = 0},
                                                                       {.decay = 1}}) {
    EXPECT_NE(error_of([&] { (void)decompose_block(weights, 3, wrong); }), "");
  }
  for (const SwitchSpec& wrong : std::vector<SwitchSpec>{{.bar = 0},
                                                         {.bar = -1},
                                                         {.least = 0},
                                                         {.least = 0.3},
                                                         {.most = 0.01},
                                                         {.momentum = 1},
                                                         {.momentum = -0.1},
                                                         {.momentum = std::nan("")}}) {
    EXPECT_NE(error_of([&] { BucketSwitch<float>(wrong, 1); }), "");
  }
}

std::vector<double> switched(double c, double mask, double gradient, int steps,
                             const SwitchSpec& spec) {
  BucketSwitch<double> buckets(spec, 1);
  std::vector<double> way;
  for (int i = 0; i < steps; ++i) {
    buckets.step(std::span(&c, 1), std::span<const double>(&mask, 1),
                 std::span<const double>(&gradient, 1), 4e-3, 0.1, 0);
    way.push_back(c);
  }
  return way;
}

TEST(coefficients, move_towards_the_agreed_direction_a_power_at_a_time) {
  using Way = std::vector<double>;
  EXPECT_EQ(switched(0.5, 1, 1, 4, {.bar = 2}), (Way{0.5, 0.25, 0.25, 0.125}));
  EXPECT_EQ(switched(0.5, 1, -1, 4, {.bar = 2}), (Way{0.5, 1, 1, 2}));
  EXPECT_EQ(switched(-0.5, 1, 1, 2, {.bar = 1}), (Way{-1, -2}));
  EXPECT_EQ(switched(4, 1, -1, 3, {.bar = 1, .most = 8}), (Way{8, 8, 8}));
  // 2^-7 halves to 2^-8, which is zero from the next step on, and then the sign turns.
  EXPECT_EQ(switched(0x1p-7, 1, 1, 3, {.bar = 1}), (Way{0x1p-8, -0x1p-7, -0x1p-6}));
  EXPECT_EQ(switched(0, 0, 1, 3, {.bar = 1}), (Way{0, 0, 0}));  // outside the mask
  EXPECT_EQ(switched(0.5, 1, 0.1, 3, {.bar = 1, .filter = 1}), (Way{0.5, 0.5, 0.5}));
  EXPECT_EQ(switched(0.5, 1, 0, 3, {.bar = 1}), (Way{0.5, 0.5, 0.5}));
}

TEST(coefficients, counters_begin_anew_with_each_epoch) {
  BucketSwitch<float> buckets({.bar = 5}, 2);
  std::vector<float> c{0.5f, 0.5f};
  const std::vector<float> mask{1, 1};
  const std::vector<float> gradient{1, -1};
  buckets.step(c, mask, gradient, 4e-3, 0.1, 0);
  EXPECT_EQ(buckets.counters()[0], -1);
  EXPECT_EQ(buckets.counters()[1], 1);
  buckets.clear_counters();
  EXPECT_EQ(buckets.counters()[0], 0);
  EXPECT_EQ(buckets.counters()[1], 0);
}

TEST(coefficients, the_state_of_training_is_billed_as_it_is_kept) {
  CoefficientSpec spec;
  spec.switching.bar = 7;
  Coefficients<float> form = form_of(spec);
  std::uint64_t masked = 0;
  for (const KeptState<float>& state : form.state()) {
    if (state.name == "mask") {
      masked = static_cast<std::uint64_t>(std::count(state.values.begin(), state.values.end(), 1));
    }
  }
  EXPECT_EQ(form.training_state().bits(StreamKind::counters), Bits(4 * masked));  // -7 to 7
  EXPECT_EQ(form.training_state().bits(StreamKind::momentum), Bits(32 * masked));
  spec.switching.momentum = 0;
  EXPECT_EQ(form_of(spec).training_state().bits(StreamKind::momentum), Bits(0));
  EXPECT_EQ(form_of(spec).state().back().values.size(), 0u);  // nor is it kept
  for (const auto& [bar, bits] : {std::pair(1, 2), std::pair(3, 3), std::pair(31, 6)}) {
    EXPECT_EQ(BucketSwitch<float>({.bar = bar}, 1).counter_bits(), bits);
  }
  spec.update = CoefficientUpdate::optimizer;
  EXPECT_EQ(form_of(spec).training_state().bits(StreamKind::counters), Bits(0));
}

TEST(coefficients, a_rebuild_is_a_shift_and_add_for_each_coefficient_and_column) {
  const Coefficients<float> form = form_of({});
  const ReportedSize size = reported_size(form.layout(), form.to_store().coefficients);
  std::uint64_t kept = 0;
  for (const BlockCounts& block : counts_of(form.layout(), form.to_store().coefficients)) {
    kept += block.kept_rows;
  }
  EXPECT_EQ(form.forward_work(0), (std::vector<FormWork>{{Action::rebuild, kept},
                                                         {Action::shift_add, 3 * size.nonzeros}}));
}

}  // namespace coefficients_test
}  // namespace metronome::weights
