// What sums of gradients at few bits do to one step of a training on several chips: their errors
// against the forms of gradient_sums.hpp on gradients of a network, and what these errors change in
// the next pass.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "workloads/nn/loss.hpp"
#include "workloads/quant/gradient_sums.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/train/data_parallel.hpp"
#include "workloads/train/samples.hpp"

namespace metronome::train {
namespace chip_sums_test {

constexpr std::uint64_t kChips = 4;
constexpr double kRate = 0.05;

using Values = std::vector<float>;

WorkloadSpec spec_of(std::uint64_t chips, ChipSums sums) {
  WorkloadSpec spec;
  spec.dataset = "synthetic";
  spec.train_samples = 96;
  spec.test_samples = 40;
  spec.batch = 24;
  spec.chips.count = chips;
  spec.chips.sums = sums;
  return spec;
}

trace::Assignment assignment_of(int forward, int gradients) {
  trace::Assignment assignment;
  assignment.all.weight_bits = assignment.all.activation_bits = forward;
  assignment.all.error_bits = forward == 0 ? 0 : 8;
  assignment.all.gradient_bits = gradients;
  return assignment;
}

/// A network with its first batches.
class Step {
 public:
  explicit Step(std::uint64_t chips = kChips, ChipSums sums = ChipSums::shared_scale)
      : spec_(spec_of(chips, sums)),
        samples_(load_samples(spec_)),
        network_(trace::model_for(spec_.model, spec_.dataset, samples_->shape()), spec_.dx_scale),
        workspace_(2),
        chips_(spec_, network_, 2) {
    network_.initialise(spec_.seed);
  }

  nn::LossResult run(const Batch& batch, int forward, int gradients, std::uint64_t seed = 1,
                     const nn::CodeObserver<float>* observer = nullptr) {
    const nn::Pass<float> pass{.workspace = &workspace_, .seed = seed, .observer = observer};
    return chips_.gradients(batch, pass, assignment_of(forward, gradients),
                            [](const auto& logits, const auto& labels, auto* gradient) {
                              return nn::softmax_cross_entropy<float>(logits, labels, gradient);
                            });
  }

  using Parameters = std::vector<nn::Parameter<float>>;

  /// In execution order.
  static std::vector<Values> gradients_of(const Parameters& parameters) {
    std::vector<Values> all;
    for (const nn::Parameter<float>& parameter : parameters) {
      const auto values = parameter.gradient->values();
      all.emplace_back(values.begin(), values.end());
    }
    return all;
  }
  std::vector<Values> gradients() { return gradients_of(network_.parameters()); }
  std::vector<Values> gradients_of_codes() { return gradients_of(with_codes()); }

  /// The first parameters less `rate` times `gradients`.
  void move(const std::vector<Values>& gradients) {
    network_.initialise(spec_.seed);
    const Parameters all = network_.parameters();
    for (std::size_t p = 0; p < all.size(); ++p) {
      for (std::size_t i = 0; i < gradients[p].size(); ++i) {
        all[p].value->data()[i] -= static_cast<float>(kRate) * gradients[p][i];
      }
    }
  }

  Batch batch(std::uint64_t iteration) { return samples_->training(iteration); }

 private:
  /// Weights whose gradients are codes: those of products, but of layers that stay in FP32.
  Parameters with_codes() {
    Parameters all;
    for (model::NodeIndex node = 0; node < network_.graph().nodes.size(); ++node) {
      const model::Node& of = network_.graph().nodes[node];
      if (nn::precision_of(of, assignment_of(8, 8)).gradient_bits == 0) {
        continue;
      }
      for (const nn::Parameter<float>& one :
           std::visit([&](auto& layer) { return layer.state(of.name); }, network_.layer(node))
               .parameters) {
        if (one.of_product) {
          all.push_back(one);
        }
      }
    }
    return all;
  }

  WorkloadSpec spec_;
  std::unique_ptr<Samples> samples_;
  nn::Network<float> network_;
  nn::Workspace<float> workspace_;
  DataParallel chips_;
};

/// Chip c's part of a batch.
Batch part_of(const Batch& batch, std::uint64_t chip) {
  Batch part;
  tensor::Dims dims = batch.features.dims();
  dims[1] /= kChips;
  part.features.reshape(dims);
  const std::size_t row_size = batch.features.row_size() / kChips;
  for (std::size_t row = 0; row < dims[0]; ++row) {
    const float* from = batch.features.row(row) + chip * row_size;
    std::copy(from, from + row_size, part.features.row(row));
  }
  const std::size_t labels = batch.labels.size() / kChips;
  const auto first = batch.labels.begin() + static_cast<std::ptrdiff_t>(chip * labels);
  part.labels.assign(first, first + static_cast<std::ptrdiff_t>(labels));
  return part;
}

/// Gradients of each chip alone, by parameter.
std::vector<std::vector<Values>> gradients_of_chips(int forward) {
  std::vector<std::vector<Values>> all;
  for (std::uint64_t chip = 0; chip < kChips; ++chip) {
    Step alone(1);
    (void)alone.run(part_of(alone.batch(0), chip), forward, 0, 1 + chip * 0x9E3779B97F4A7C15U);
    all.push_back(alone.gradients_of_codes());
  }
  return all;
}

/// The step of the codes of each element's block.
double step_of(std::span<const float> block, int bits) {
  double most = 0;
  for (const float value : block) {
    most = std::max(most, static_cast<double>(std::abs(value)));
  }
  return most / ((1 << (bits - 1)) - 1);
}

/// Of one block: the largest error that the sum of an element may have, and what the form says of
/// the mean of the errors' squares.
struct Forms {
  double most = 0;
  double square = 0;

  void rounds(double step) {
    most += step / 2;
    square += step * step / 12;
  }
};

Forms forms_of(ChipSums sums, int bits, const std::vector<Values>& chips, std::size_t first,
               std::size_t count) {
  Forms forms;
  const auto block = [&](const Values& values) { return std::span(values).subspan(first, count); };
  Values sum(chips.front().size());
  double shared = 0;
  for (const Values& own : chips) {
    std::transform(sum.begin(), sum.end(), own.begin(), sum.begin(), std::plus<>());
    shared = std::max(shared, step_of(block(own), bits));
    if (sums != ChipSums::shared_scale) {
      forms.rounds(step_of(block(sums == ChipSums::once ? own : sum), bits));
    }
  }
  for (std::size_t chip = 0; sums == ChipSums::shared_scale && chip < chips.size(); ++chip) {
    forms.rounds(shared);
  }
  if (sums == ChipSums::once) {
    forms.rounds(step_of(block(sum), bits));
  }
  return forms;
}

/// Off by at most the form's worst case, and on average over all elements by the form's mean.
TEST(chip_sums, of_a_networks_gradients_have_the_errors_of_their_forms) {
  const std::vector<std::vector<Values>> apart = gradients_of_chips(8);
  const std::size_t block = ChipsSpec().block;
  for (const ChipSums sums : kEnumValues<ChipSums>) {
    for (const int bits : {4, 8, 12}) {
      SCOPED_TRACE(std::string(enum_name(sums)) + " " + std::to_string(bits));
      Step step(kChips, sums);
      (void)step.run(step.batch(0), 8, bits);
      const std::vector<Values> coded = step.gradients_of_codes();
      double error = 0, form = 0;
      for (std::size_t p = 0; p < coded.size(); ++p) {
        std::vector<Values> chips;
        for (const auto& of_chip : apart) {
          chips.push_back(of_chip[p]);
        }
        for (std::size_t first = 0; first < coded[p].size(); first += block) {
          const std::size_t count = std::min(block, coded[p].size() - first);
          const Forms forms = forms_of(sums, bits, chips, first, count);
          double most = 0;
          for (std::size_t i = first; i < first + count; ++i) {
            double exact = 0;
            for (const Values& own : chips) {
              exact += own[i];
            }
            const double off = kChips * static_cast<double>(coded[p][i]) - exact;
            most = std::max(most, std::abs(off));
            error += off * off;
          }
          EXPECT_LE(most, forms.most * (1 + 1e-4)) << "FP32 rounds, too";
          form += forms.square * static_cast<double>(count);
        }
      }
      EXPECT_NEAR(std::sqrt(error / form), 1, 0.05);
    }
  }
}

/// Codes of all operands of the forward pass, one after the other.
std::vector<int> codes_of(const nn::QuantizedOperand<float>& operand) {
  std::vector<int> codes;
  const std::size_t rows = operand.real->dims()[0];
  for (std::size_t row = 0; row < rows; ++row) {
    const quant::Grid<float>& grid = operand.grids[operand.grids.size() == rows ? row : 0];
    const float factor = operand.factors.empty() ? 1 : operand.factors[row];
    const float* values = operand.real->row(row);
    for (std::size_t i = 0; i < operand.real->row_size(); ++i) {
      const float code = (factor * values[i] - grid.rest) / grid.scale + grid.zero_code;
      codes.push_back(static_cast<int>(std::nearbyint(code)));
    }
  }
  return codes;
}

struct Next {
  double loss = 0;
  std::vector<Values> gradients;
  std::vector<int> codes;
};

Next pass_of(Step& step, const Batch& batch, int forward) {
  Next next;
  const nn::CodeObserver<float> observer = [&](const nn::QuantizedOperand<float>& operand) {
    if (operand.operand == trace::Operand::forward_a ||
        operand.operand == trace::Operand::forward_b) {
      const std::vector<int> codes = codes_of(operand);
      next.codes.insert(next.codes.end(), codes.begin(), codes.end());
    }
  };
  next.loss = step.run(batch, forward, 0, 1, &observer).loss;
  next.gradients = step.gradients();
  return next;
}

/// A step with sums of 16 bits in place of real ones moves a weight w by e(w) more or less, and the
/// loss of the next pass, to first order, by at most the sum of |e(w) dL/dw|. What it moves by more
/// comes with codes of weights and activations that have flipped.
TEST(chip_sums, of_16_bits_move_the_next_loss_by_no_more_than_their_errors_but_for_flipped_codes) {
  std::size_t flipped_passes = 0;
  for (const int forward : {0, 3, 8}) {
    Step step;
    (void)step.run(step.batch(0), forward, 0);
    const std::vector<Values> real = step.gradients();
    (void)step.run(step.batch(0), forward, 16);
    const std::vector<Values> coded = step.gradients();
    for (const std::uint64_t iteration : {1, 2, 3}) {
      const Batch batch = step.batch(iteration);
      step.move(real);
      const Next of_real = pass_of(step, batch, forward);
      step.move(coded);
      const Next of_coded = pass_of(step, batch, forward);
      double bound = 1e-7 * of_real.loss;  // FP32
      for (std::size_t p = 0; p < real.size(); ++p) {
        for (std::size_t i = 0; i < real[p].size(); ++i) {
          bound += kRate * std::abs(of_real.gradients[p][i] * (real[p][i] - coded[p][i]));
        }
      }
      ASSERT_EQ(of_real.codes.size(), of_coded.codes.size());
      std::size_t flipped = 0;
      for (std::size_t i = 0; i < of_real.codes.size(); ++i) {
        flipped += of_real.codes[i] != of_coded.codes[i] ? 1 : 0;
      }
      const double moved = std::abs(of_coded.loss - of_real.loss);
      EXPECT_EQ(forward == 0, of_real.codes.empty());
      EXPECT_TRUE(moved <= bound || flipped > 0) << forward << " " << moved << " " << bound;
      flipped_passes += flipped > 0 ? 1 : 0;
    }
  }
  EXPECT_GT(flipped_passes, 0u);
}

}  // namespace chip_sums_test
}  // namespace metronome::train
