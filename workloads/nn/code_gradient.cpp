// The weight gradient on codes.
#include <algorithm>
#include <numeric>

#include "workloads/nn/code_products.hpp"

namespace metronome::nn {
namespace {

using tensor::PlaneGeometry;
using FTensor = tensor::Tensor<float>;
using Codes = tensor::Tensor<std::uint8_t>;

/// Outputs that one dot product sums over: long enough to hide the sum over its lanes.
constexpr std::size_t kDotPositions = 2048;
constexpr std::size_t kPatchBytes = std::size_t{160} << 10;
constexpr int kHalf = 128;

/// Exact sums, so that the order of the parts does not matter: one part for each worker.
class WeightGradient {
 public:
  WeightGradient(const ConvolutionShape& shape, const InputCodes& input, const FTensor& dy,
                 const ErrorQuantizer& quantizer, Workspace<float>& workspace)
      : shape_(shape),
        planes_(shape.input_planes()),
        input_(input),
        dy_(dy),
        quantizer_(quantizer),
        workspace_(workspace),
        errors_(workspace.shared_codes()),
        length_(shape.group_inputs() * planes_.taps()),
        products_(workspace.pool().workers()) {
    errors_.reshape(dy.dims());
    for (tensor::StepVector<std::int64_t>& of_worker : products_) {
      of_worker.resize(shape.out_channels * length_);
    }
  }

  void run(FTensor& gradient) {
    const std::size_t batch = dy_.dim(1);
    const std::size_t samples =
        std::clamp<std::size_t>(kDotPositions / planes_.outputs(), 1, batch);
    for_pieces(workspace_, batch, samples,
               [&](std::size_t first, std::size_t count, std::size_t worker) {
                 quantize(first, count);
                 multiply(first, count, worker);
               });
    sum_inputs();
    find_valid();
    workspace_.pool().run(shape_.out_channels,
                          [&](std::size_t o, std::size_t) { finish(o, gradient.row(o)); });
  }

 private:
  /// Signed codes of the errors of some samples.
  void quantize(std::size_t first, std::size_t count) {
    const std::size_t outputs = count * planes_.outputs();
    for (std::size_t o = 0; o < dy_.dim(0); ++o) {
      std::uint8_t* codes = errors_.row(o) + first * planes_.outputs();
      quantizer_.quantize(dy_, o, first * planes_.outputs(), outputs, codes);
      for (std::size_t i = 0; i < outputs; ++i) {
        codes[i] = static_cast<std::uint8_t>(codes[i] ^ kHalf);
      }
    }
  }

  /// Patches of some channels at a time, so that they stay in the second-level cache.
  void multiply(std::size_t first, std::size_t count, std::size_t worker) {
    const std::size_t taps = planes_.taps();
    const std::size_t outputs = count * planes_.outputs();
    const std::size_t channels = shape_.group_inputs();
    const std::size_t block = std::clamp<std::size_t>(kPatchBytes / (outputs * taps), 1, channels);
    std::uint8_t* patches = workspace_.bytes(worker, block * taps * outputs);
    for (std::size_t c = 0; c < shape_.in_channels;) {
      const std::size_t group = c / channels;
      const std::size_t end = std::min(c + block, (group + 1) * channels);
      for (std::size_t k = 0; k < (end - c) * taps; ++k) {
        tensor::gather_tap(planes_, input_.planes.row(c + k / taps) + first * planes_.plane(),
                           count, k % taps, patches + k * outputs);
      }
      multiply_tiles({patches, outputs, (end - c) * taps}, group, (c - group * channels) * taps,
                     first * planes_.outputs(), worker);
      c = end;
    }
  }

  struct Patches {
    const std::uint8_t* rows;
    std::size_t outputs, count;
  };

  void multiply_tiles(const Patches& patches, std::size_t group, std::size_t first_k,
                      std::size_t first_output, std::size_t worker) {
    const tensor::CodeKernels& kernels = tensor::code_kernels(workspace_.kernels());
    const std::size_t outputs = shape_.group_outputs();
    tensor::DotTile tile;
    tile.length = patches.outputs;
    for (std::size_t k = 0; k < patches.count; k += tensor::kDotUnsigned) {
      const std::size_t width = std::min(tensor::kDotUnsigned, patches.count - k);
      for (std::size_t j = 0; j < tensor::kDotUnsigned; ++j) {
        tile.unsigned_rows[j] = patches.rows + (k + std::min(j, width - 1)) * patches.outputs;
      }
      for (std::size_t i = 0; i < outputs; i += tensor::kDotSigned) {
        const std::size_t height = std::min(tensor::kDotSigned, outputs - i);
        const std::size_t o = group * outputs + i;
        for (std::size_t j = 0; j < tensor::kDotSigned; ++j) {
          tile.signed_rows[j] = reinterpret_cast<const std::int8_t*>(
              errors_.row(o + std::min(j, height - 1)) + first_output);
        }
        kernels.dot(tile);
        for (std::size_t j = 0; j < height; ++j) {
          std::int64_t* sums = products_[worker].data() + (o + j) * length_ + first_k + k;
          for (std::size_t b = 0; b < width; ++b) {
            sums[b] += tile.sums[j][b];
          }
        }
      }
    }
  }

  /// For each input channel and tap, the sum of the codes that the tap reads.
  void sum_inputs() {
    of_input_.assign(shape_.in_channels * planes_.taps(), 0);
    workspace_.pool().run(shape_.in_channels, [&](std::size_t c, std::size_t) {
      const tensor::StepVector<std::int32_t> plane =
          sum_over_batch(input_.planes.row(c), planes_.plane());
      for (std::size_t tap = 0; tap < planes_.taps(); ++tap) {
        std::int64_t& sum = of_input_[c * planes_.taps() + tap];
        for (std::size_t y = 0; y < planes_.out_height(); ++y) {
          const std::int32_t* row =
              plane.data() + planes_.tap_offset(tap) + y * planes_.y.stride * planes_.x.extent;
          for (std::size_t x = 0; x < planes_.out_width(); ++x) {
            sum += row[x * planes_.x.stride];
          }
        }
      }
    });
  }

  [[nodiscard]] tensor::StepVector<std::int32_t> sum_over_batch(const std::uint8_t* codes,
                                                                std::size_t plane) const {
    tensor::StepVector<std::int32_t> sums(plane);
    for (std::size_t n = 0; n < dy_.dim(1); ++n) {
      for (std::size_t i = 0; i < plane; ++i) {
        sums[i] += codes[n * plane + i];
      }
    }
    return sums;
  }

  /// Which outputs each tap meets a value for; only the rest of an activation, which the border has
  /// not, needs to know.
  void find_valid() {
    if (line_of(input_.grid).rest == 0) {
      return;
    }
    for (std::size_t tap = 0; tap < planes_.taps(); ++tap) {
      tensor::StepVector<float> only(planes_.taps());
      only[tap] = 1;
      valid_.emplace_back(planes_.outputs());
      tensor::add_valid_taps(planes_, only.data(), valid_.back().data());
    }
  }

  /// By output, the sum over the batch of q - zero.
  [[nodiscard]] tensor::StepVector<double> sum_errors(std::size_t o, int zero) const {
    // The bytes hold q - 128 in two's complement, which is q with its highest bit flipped.
    tensor::StepVector<std::int32_t> sums(planes_.outputs());
    for (std::size_t n = 0; n < dy_.dim(1); ++n) {
      const std::uint8_t* codes = errors_.row(o) + n * sums.size();
      for (std::size_t i = 0; i < sums.size(); ++i) {
        sums[i] += codes[i] ^ kHalf;
      }
    }
    tensor::StepVector<double> out;
    out.reserve(sums.size());
    for (const std::int32_t sum : sums) {
      out.push_back(static_cast<double>(sum - static_cast<std::int64_t>(dy_.dim(1)) * zero));
    }
    return out;
  }

  void finish(std::size_t o, float* gradient) const {
    const CodeLine in = line_of(input_.grid);
    const CodeLine error = line_of(quantizer_.grid);
    const std::size_t taps = planes_.taps();
    const tensor::StepVector<double> errors = sum_errors(o, error.zero);
    tensor::StepVector<double> met(taps), count(taps);
    for (std::size_t tap = 0; tap < valid_.size(); ++tap) {
      for (std::size_t i = 0; i < errors.size(); ++i) {
        met[tap] += static_cast<double>(valid_[tap][i]) * errors[i];
        count[tap] += static_cast<double>(valid_[tap][i]) * static_cast<double>(dy_.dim(1));
      }
    }
    const auto all = static_cast<std::int64_t>(dy_.dim(1) * planes_.outputs());
    const std::int64_t delta = error.zero - kHalf;
    const auto of_error =
        static_cast<std::int64_t>(std::accumulate(errors.begin(), errors.end(), 0.0));
    const std::size_t first_channel = o / shape_.group_outputs() * shape_.group_inputs();
    for (std::size_t k = 0; k < length_; ++k) {
      const std::int64_t read = of_input_[first_channel * taps + k] - in.zero * all;
      // sum of (q - ze)(p - zx) from that of (q - 128) p
      const std::int64_t exact = product(o, k) - in.zero * (of_error + delta * all) - delta * read;
      gradient[k] = static_cast<float>(error.scale * in.scale * static_cast<double>(exact) +
                                       error.scale * in.rest * met[k % taps] +
                                       error.rest * in.scale * static_cast<double>(read) +
                                       error.rest * in.rest * count[k % taps]);
    }
  }

  [[nodiscard]] std::int64_t product(std::size_t o, std::size_t k) const {
    std::int64_t sum = 0;
    for (const auto& part : products_) {
      sum += part[o * length_ + k];
    }
    return sum;
  }

  const ConvolutionShape& shape_;
  PlaneGeometry planes_;
  const InputCodes& input_;
  const FTensor& dy_;
  const ErrorQuantizer& quantizer_;
  Workspace<float>& workspace_;
  Codes& errors_;
  std::size_t length_;
  tensor::StepVector<tensor::StepVector<std::int64_t>> products_;
  tensor::StepVector<std::int64_t> of_input_;
  tensor::StepVector<tensor::StepVector<float>> valid_;
};

}  // namespace

void multiply_weight_gradient(const ConvolutionShape& shape, const InputCodes& input,
                              const FTensor& dy, const ErrorQuantizer& quantizer, FTensor& gradient,
                              Workspace<float>& workspace) {
  WeightGradient(shape, input, dy, quantizer, workspace).run(gradient);
}

}  // namespace metronome::nn
