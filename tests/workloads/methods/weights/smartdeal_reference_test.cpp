#include <gtest/gtest.h>

#include "tests/workloads/methods/weights/arrays.hpp"
#include "workloads/methods/weights/coefficients/coefficients.hpp"
#include "workloads/methods/weights/coefficients/power_of_two.hpp"

namespace metronome::weights {
namespace smartdeal_reference_test {

constexpr double kBasis = 1e-9;
constexpr double kSingle = 1e-5;  // the authors' layer ran in FP32

DecompositionSpec spec_of(const SeedCase& c) {
  DecompositionSpec spec;
  spec.threshold = c.parameter<double>("threshold");
  spec.scaled = c.parameter<bool>("scale");
  spec.iterations = c.parameter<int>("iternum");
  spec.tolerance = c.parameter<double>("tol");
  spec.most = c.parameter<double>("max_C");
  return spec;
}

WeightShape shape_of(const std::vector<std::size_t>& shape) {
  WeightShape of{shape.at(0), shape.at(1)};
  if (shape.size() == 4) {
    of.kernel_height = shape[2];
    of.kernel_width = shape[3];
  }
  return of;
}

TEST(smartdeal_reference, decompositions_match) {
  for (const SeedCase& c : seeds_reference::cases_of("smartdeal", "dec")) {
    SCOPED_TRACE(c.name());
    const BlockLayout layout(shape_of(c.shape("W")));
    ASSERT_EQ(layout.blocks().size(), c.shape("C").at(0));
    ASSERT_EQ(layout.blocks().at(0).rows, c.shape("C").at(1));
    const LayerDecomposition layer = decompose(layout, c.reals("W"), spec_of(c));
    EXPECT_EQ(layer.coefficients, c.reals("C"));
    EXPECT_LE(deviation(layer.basis, c.reals("B")), kBasis);
    EXPECT_LE(deviation(layer.errors, c.reals("err")), kBasis);
  }
}

/// The weights of the first block, zeros behind the last.
Reals first_block(const BlockLayout& layout, const Reals& weights) {
  Reals values;
  for (std::size_t row = 0; row < layout.blocks().at(0).rows; ++row) {
    for (std::size_t column = 0; column < layout.columns(); ++column) {
      const std::size_t at = layout.weight_at(row, column);
      values.push_back(at == BlockLayout::npos ? 0 : weights.at(at));
    }
  }
  return values;
}

TEST(smartdeal_reference, the_history_of_a_decomposition_matches) {
  for (const SeedCase& c : seeds_reference::cases_of("smartdeal", "dec")) {
    SCOPED_TRACE(c.name());
    const BlockLayout layout(shape_of(c.shape("W")));
    const BlockDecomposition block =
        decompose_block(first_block(layout, c.reals("W")), layout.columns(), spec_of(c));
    ASSERT_EQ(block.history.size(), c.parameter<std::size_t>("iterations_block0"));
    Reals errors;
    Integers nonzeros;
    Reals coefficients;
    Reals bases;
    for (const DecompositionStep& step : block.history) {
      errors.push_back(step.error);
      nonzeros.push_back(static_cast<std::int32_t>(step.nonzeros));
      coefficients.insert(coefficients.end(), step.coefficients.begin(), step.coefficients.end());
      bases.insert(bases.end(), step.basis.begin(), step.basis.end());
    }
    EXPECT_LE(deviation(errors, c.reals("hist_err0")), kBasis);
    EXPECT_EQ(nonzeros, c.integers("hist_nnz0"));
    if (c.has("hist_C0")) {
      EXPECT_EQ(coefficients, c.reals("hist_C0"));
      EXPECT_LE(deviation(bases, c.reals("hist_B0")), kBasis);
    }
  }
}

TEST(smartdeal_reference, the_size_that_the_authors_report_matches) {
  for (const SeedCase& c : seeds_reference::cases_of("smartdeal", "dec")) {
    SCOPED_TRACE(c.name());
    const BlockLayout layout(shape_of(c.shape("W")));
    const ReportedSize size = reported_size(layout, c.reals("C"));
    const std::vector<std::uint64_t> own{size.coefficients,
                                         size.nonzeros,
                                         size.basis_entries,
                                         size.magnitudes,
                                         static_cast<std::uint64_t>(size.bits_per_nonzero()),
                                         size.coefficient_bits(),
                                         8 * size.basis_entries};
    EXPECT_EQ(converted_to<std::int32_t>(own), c.integers("storage"));
    EXPECT_EQ(size.bits(8), own[5] + own[6]);
  }
}

TEST(smartdeal_reference, the_operator_of_training_matches) {
  for (const SeedCase& c : seeds_reference::cases_of("smartdeal", "pow2")) {
    Reals values;
    for (const double x : c.reals("x")) {
      values.push_back(power_of_two(x, c.parameter<double>("threshold")));
    }
    EXPECT_EQ(values, c.reals("y"));
  }
}

/// A convolution of stride 1 of images {batch, channels, height, width}.
class Images {
 public:
  Images(const SeedCase& c, const char* x, std::size_t outputs)
      : shape_(c.shape(x)), pad_(c.parameter<std::size_t>("padding")), outputs_(outputs) {}

  /// Calls visit(index of y, index of w, index of x) for every product of a 3x3 kernel.
  template <class Visit>
  void each(const Visit& visit) const {
    const auto [batch, channels, height, width] =
        std::tuple(shape_.at(0), shape_.at(1), shape_.at(2), shape_.at(3));
    constexpr std::size_t kKernel = 3;
    for (std::size_t o = 0; o < batch * outputs_ * height * width; ++o) {
      const std::size_t at = o % (height * width);
      const std::size_t filter = o / (height * width) % outputs_;
      for (std::size_t w = 0; w < channels * kKernel * kKernel; ++w) {
        const std::size_t y = at / width + w / kKernel % kKernel - pad_;
        const std::size_t x = at % width + w % kKernel - pad_;
        if (y < height && x < width) {
          const std::size_t image = o / (height * width) / outputs_;
          const std::size_t channel = w / (kKernel * kKernel);
          visit(o, filter * channels * kKernel * kKernel + w,
                ((image * channels + channel) * height + y) * width + x);
        }
      }
    }
  }

 private:
  std::vector<std::size_t> shape_;
  std::size_t pad_;
  std::size_t outputs_;
};

/// The form with the coefficients, bases and mask of the case.
Coefficients<double> form_of(const SeedCase& c) {
  CoefficientSpec spec;
  spec.threshold = c.parameter<double>("threshold");
  spec.update = CoefficientUpdate::optimizer;
  spec.basis_width = BasisWidth::fp32;
  Coefficients<double> form(shape_of(c.shape("W")), spec, c.reals("W"));
  for (const KeptState<double>& state : form.state()) {
    const Reals from = c.reals(state.name == "coefficients" ? "C"
                               : state.name == "basis"      ? "B"
                                                            : "mask");
    EXPECT_EQ(from.size(), state.values.size());
    std::copy(from.begin(), from.end(), state.values.begin());
  }
  return form;
}

TEST(smartdeal_reference, a_convolution_and_its_gradients_match) {
  for (const SeedCase& c : seeds_reference::cases_of("smartdeal", "conv")) {
    Coefficients<double> form = form_of(c);
    Reals w(c.reals("W").size());
    form.forward(0, w);
    EXPECT_LE(deviation(w, c.reals("W")), kSingle);
    const Reals x = c.reals("x");
    const Reals dy = c.reals("dy");
    Reals y(dy.size());
    Reals dx(x.size());
    Reals dw(w.size());
    Images(c, "x", c.shape("W").at(0))
        .each([&](std::size_t of_y, std::size_t of_w, std::size_t of_x) {
          y[of_y] += x[of_x] * w[of_w];
          dx[of_x] += dy[of_y] * w[of_w];
          dw[of_w] += dy[of_y] * x[of_x];
        });
    EXPECT_LE(deviation(y, c.reals("y")), kSingle);
    EXPECT_LE(deviation(dx, c.reals("dx")), kSingle);
    form.clear_gradients();
    form.add_gradients(0, dw);
    ASSERT_EQ(form.trained().size(), 2u);
    EXPECT_EQ(form.trained()[0].name, "basis");
    EXPECT_LE(deviation(form.trained()[0].gradient, c.reals("dB")), kSingle);
    EXPECT_LE(deviation(form.trained()[1].gradient, c.reals("dC")), kSingle);
  }
}

TEST(smartdeal_reference, fifty_steps_of_switching_match) {
  for (const SeedCase& c : seeds_reference::cases_of("smartdeal", "switch")) {
    SCOPED_TRACE(c.name());
    SwitchSpec spec;
    spec.bar = c.parameter<int>("switch_bar");
    spec.filter = c.parameter<double>("dC_threshold");
    spec.least = c.parameter<double>("min_C");
    spec.most = c.parameter<double>("max_C");
    spec.momentum = c.parameter<double>("momentum");
    Reals coefficients = c.reals("C0");
    const Reals mask = converted_to<double>(c.integers("mask"));
    BucketSwitch<double> buckets(spec, coefficients.size());
    const auto steps = c.parameter<std::size_t>("steps");
    const Reals gradients = c.reals("grad");
    const Integers units = c.integers("C_units");
    const Integers counters = c.integers("counter");
    for (std::size_t step = 0; step < steps; ++step) {
      buckets.step(coefficients, mask, item(gradients, steps, step),
                   c.parameter<double>("threshold"), c.parameter<double>("lr"),
                   c.parameter<double>("weight_decay"));
      Reals scaled;
      for (const double value : coefficients) {
        scaled.push_back(value * 256);
      }
      ASSERT_EQ(scaled, converted_to<double>(item(units, steps, step))) << step;
      const std::span<double> counted = buckets.counters();
      ASSERT_EQ(Reals(counted.begin(), counted.end()),
                converted_to<double>(item(counters, steps, step)))
          << step;
    }
  }
}

}  // namespace smartdeal_reference_test
}  // namespace metronome::weights
