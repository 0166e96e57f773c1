#include "workloads/nn/code_products.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace metronome::nn {
namespace {

using tensor::kPanelLanes;
using tensor::PackedRows;
using tensor::PlaneGeometry;
using tensor::SignedQuad;
using tensor::StepVector;
using tensor::UnsignedQuad;
using FTensor = tensor::Tensor<float>;
using CodeSums = tensor::PanelSums<std::int32_t>;
using CodeWalk = tensor::PanelWalk<UnsignedQuad>;

std::size_t quads(std::size_t channels) { return (channels + tensor::kQuad - 1) / tensor::kQuad; }

/// A value for each row and output of one sample, repeated so that a panel reads it in one piece.
class OutputMap {
 public:
  OutputMap() = default;
  /// factor * (sum of a row's values over the taps that meet a value of the map).
  OutputMap(const PlaneGeometry& geometry, const StepVector<double>& tap_sums, double factor)
      : outputs_(geometry.outputs()) {
    if (factor == 0) {
      return;
    }
    StepVector<float> taps(geometry.taps());
    values_.resize(tap_sums.size() / taps.size() * stride());
    for (std::size_t first = 0; first < tap_sums.size(); first += taps.size()) {
      for (std::size_t t = 0; t < taps.size(); ++t) {
        taps[t] = static_cast<float>(factor * tap_sums[first + t]);
      }
      float* row = values_.data() + first / taps.size() * stride();
      tensor::add_valid_taps(geometry, taps.data(), row);
      for (std::size_t i = outputs_; i < stride(); ++i) {
        row[i] = row[i - outputs_];
      }
    }
  }

  /// Adds the values of row r to `count` outputs from `first` on, counted over samples.
  void add(std::size_t r, std::size_t first, std::size_t count, float* out) const {
    if (values_.empty()) {
      return;
    }
    const float* from = values_.data() + r * stride() + first % outputs_;
    for (std::size_t j = 0; j < count; ++j) {
      out[j] += from[j];
    }
  }

 private:
  [[nodiscard]] std::size_t stride() const { return outputs_ + kPanelLanes; }

  std::size_t outputs_ = 1;
  StepVector<float> values_;
};

/// Rows of signed codes [row][channel][tap].
struct SignedRows {
  std::size_t length = 0;  ///< of a row
  StepVector<std::int8_t> codes;

  [[nodiscard]] StepVector<PackedRows<SignedQuad>> packed(std::size_t groups, std::size_t taps,
                                                          bool ones) const {
    StepVector<PackedRows<SignedQuad>> out;
    out.reserve(groups);
    const std::size_t per_group = codes.size() / length / groups;
    for (std::size_t g = 0; g < groups; ++g) {
      out.push_back(tensor::pack_codes(codes.data() + g * per_group * length, per_group,
                                       length / taps, taps, ones));
    }
    return out;
  }
  /// zero * (sum of a row's codes): what the zero code of the other operand adds to the product.
  [[nodiscard]] StepVector<std::int32_t> offsets(int zero) const {
    StepVector<std::int32_t> out(codes.size() / length);
    for (std::size_t r = 0; r < out.size(); ++r) {
      const std::int8_t* row = codes.data() + r * length;
      out[r] = zero * std::accumulate(row, row + length, std::int32_t{0});
    }
    return out;
  }
};

/// Y, panel by panel.
class Forward {
 public:
  Forward(const ConvolutionShape& shape, const InputCodes& input, const FTensor& weight,
          const std::vector<quant::Grid<float>>& grids)
      : shape_(shape), planes_(shape.input_planes()), input_(input), line_(line_of(input.grid)) {
    rows_.length = weight.row_size();
    rows_.codes.reserve(weight.size());
    ones_offset_ = line_.zero * static_cast<int>(rows_.length);
    StepVector<double> tap_sums(weight.dim(0) * planes_.taps());
    StepVector<std::uint8_t> codes(rows_.length);
    for (std::size_t o = 0; o < weight.dim(0); ++o) {
      quant::quantize_to_bytes(weight.row(o), codes.size(), grids[o], codes.data());
      const CodeLine of_weight = line_of(grids[o]);
      const int center = center_of(grids[o]);
      const double rest = of_weight.rest + of_weight.scale * (center - of_weight.zero);
      scale_.push_back(static_cast<float>(line_.scale * of_weight.scale));
      slope_.push_back(static_cast<float>(line_.scale * rest));
      for (std::size_t i = 0; i < codes.size(); ++i) {
        const int code = codes[i] - center;
        rows_.codes.push_back(static_cast<std::int8_t>(code));
        tap_sums[o * planes_.taps() + i % planes_.taps()] += of_weight.scale * code + rest;
      }
    }
    packed_ = rows_.packed(shape.groups, planes_.taps(), true);
    offset_ = rows_.offsets(line_.zero);
    map_ = OutputMap(planes_, tap_sums, line_.rest);
  }

  void run(FTensor& y, Workspace<float>& workspace) const {
    const tensor::CodeKernels& kernels = tensor::code_kernels(workspace.kernels());
    const std::size_t channels = shape_.group_inputs();
    const std::size_t batch = input_.planes.dim(1);
    const std::size_t bytes = quads(channels) * tensor::kQuad * planes_.plane();
    for_pieces(workspace, batch, samples_per_task(bytes, batch),
               [&](std::size_t first, std::size_t samples, std::size_t worker) {
                 const std::size_t stride = samples * planes_.plane();
                 CodeWalk walk(planes_, quads(channels), stride, samples);
                 UnsignedQuad* codes = workspace.quads(worker, quads(channels) * stride);
                 for (std::size_t group = 0; group < shape_.groups; ++group) {
                   for (std::size_t c = 0; c < channels; c += tensor::kQuad) {
                     tensor::interleave(
                         input_.planes.row(group * channels + c) + first * planes_.plane(),
                         input_.planes.row_size(), std::min(tensor::kQuad, channels - c), stride,
                         codes + c / tensor::kQuad * stride);
                   }
                   walk.run(kernels.multiply, packed_[group], codes, [&](const CodeSums& panel) {
                     write(panel, group * shape_.group_outputs(), first * planes_.outputs(), y);
                   });
                 }
               });
  }

 private:
  void write(const CodeSums& panel, std::size_t first_row, std::size_t first_output,
             FTensor& y) const {
    alignas(64) std::array<float, kPanelLanes> level;
    for (std::size_t j = 0; j < kPanelLanes; ++j) {
      level[j] = static_cast<float>(panel.ones[j] - ones_offset_);
    }
    for (std::size_t r = 0; r < panel.row_count; ++r) {
      const std::size_t o = first_row + panel.first_row + r;
      const std::int32_t* sums = panel.sums + r * kPanelLanes;
      float* out = y.row(o) + first_output + panel.first;
      for (std::size_t j = 0; j < panel.count; ++j) {
        out[j] = static_cast<float>(sums[j] - offset_[o]) * scale_[o] + level[j] * slope_[o];
      }
      map_.add(o, panel.first, panel.count, out);
    }
  }

  const ConvolutionShape& shape_;
  PlaneGeometry planes_;
  const InputCodes& input_;
  CodeLine line_;
  SignedRows rows_;
  StepVector<PackedRows<SignedQuad>> packed_;
  std::int32_t ones_offset_ = 0;
  StepVector<std::int32_t> offset_;
  StepVector<float> scale_, slope_;
  OutputMap map_;
};

/// dX, piece by piece of the batch.
class InputGradient {
 public:
  InputGradient(const ConvolutionShape& shape, const FTensor& dy, const ErrorQuantizer& quantizer,
                const GradientWeights& weights)
      : shape_(shape),
        planes_(shape.error_planes()),
        dy_(dy),
        quantizer_(quantizer),
        weights_(weights),
        line_(line_of(quantizer.grid)) {
    const std::size_t taps = planes_.taps();
    const std::size_t channels = shape.group_outputs();
    rows_.length = channels * taps;
    rows_.codes.reserve(shape.in_channels * rows_.length);
    const std::size_t length = shape.group_inputs() * taps;  // of a row of the weights
    StepVector<double> tap_sums(shape.in_channels * taps);
    for (std::size_t c = 0; c < shape.in_channels; ++c) {
      for (std::size_t i = 0; i < rows_.length; ++i) {
        const std::size_t o = c / shape.group_inputs() * channels + i / taps;
        const std::size_t at = c % shape.group_inputs() * taps + taps - 1 - i % taps;
        const int code = weights.codes[o * length + at] - weights.center[o];
        rows_.codes.push_back(static_cast<std::int8_t>(code));
        tap_sums[c * taps + i % taps] += code;
      }
    }
    packed_ = rows_.packed(shape.groups, taps, false);
    offset_ = rows_.offsets(line_.zero);
    map_ = OutputMap(planes_, tap_sums, line_.rest * weights.scale);
  }

  void run(FTensor& dx, Workspace<float>& workspace) const {
    const tensor::CodeKernels& kernels = tensor::code_kernels(workspace.kernels());
    const std::size_t channels = shape_.group_outputs();
    const std::size_t batch = dy_.dim(1);
    const std::size_t bytes = quads(channels) * tensor::kQuad * planes_.plane();
    for_pieces(workspace, batch, samples_per_task(bytes, batch),
               [&](std::size_t first, std::size_t samples, std::size_t worker) {
                 const std::size_t stride = samples * planes_.plane();
                 CodeWalk walk(planes_, quads(channels), stride, samples);
                 const Scratch scratch = scratch_of(workspace, worker, samples);
                 for (std::size_t group = 0; group < shape_.groups; ++group) {
                   place_errors(group, first, samples, scratch);
                   sum_boxes(samples, scratch);
                   walk.run(kernels.multiply, packed_[group], scratch.quads,
                            [&](const CodeSums& panel) { add(panel, group, first, scratch, dx); });
                 }
               });
  }

 private:
  /// Of one task: the codes of one channel, planes of four, quads of all; and sums over channels of
  /// e (c + shift), first by value, then in planes, then over what the kernel covers.
  struct Scratch {
    UnsignedQuad* quads;
    std::uint8_t *planes, *codes;
    float *shifted, *shifted_planes, *boxes;
  };

  [[nodiscard]] Scratch scratch_of(Workspace<float>& workspace, std::size_t worker,
                                   std::size_t samples) const {
    const std::size_t stride = samples * planes_.plane();
    const std::size_t values = samples * planes_.values();
    const std::size_t all = quads(shape_.group_outputs()) * stride;
    Scratch s{};
    s.quads = workspace.quads(worker, all + stride + (values + 3) / tensor::kQuad);
    s.planes = s.quads[all].data();
    s.codes = s.planes + tensor::kQuad * stride;
    s.shifted = workspace.scratch(worker, values + stride + samples * planes_.outputs());
    s.shifted_planes = s.shifted + values;
    s.boxes = s.shifted_planes + stride;
    return s;
  }

  void place_errors(std::size_t group, std::size_t first, std::size_t samples,
                    const Scratch& s) const {
    const std::size_t channels = shape_.group_outputs();
    const std::size_t stride = samples * planes_.plane();
    const std::size_t values = samples * planes_.values();
    std::fill_n(s.shifted, values, 0.0f);
    std::fill_n(s.planes, tensor::kQuad * stride, static_cast<std::uint8_t>(line_.zero));
    for (std::size_t i = 0; i < channels; ++i) {
      const std::size_t o = group * channels + i;
      quantizer_.quantize(dy_, o, first * planes_.values(), values, s.codes);
      add_shifted(o, values, s);
      tensor::place(planes_, s.codes, samples, s.planes + i % tensor::kQuad * stride);
      if (i % tensor::kQuad == tensor::kQuad - 1 || i + 1 == channels) {
        tensor::interleave(s.planes, stride, i % tensor::kQuad + 1, stride,
                           s.quads + i / tensor::kQuad * stride);
      }
    }
  }

  void add_shifted(std::size_t o, std::size_t values, const Scratch& s) const {
    const double factor = (weights_.shift[o] + weights_.center[o]) * weights_.scale;
    const auto slope = static_cast<float>(factor * line_.scale);
    const auto level = static_cast<float>(factor * (line_.rest - line_.scale * line_.zero));
    for (std::size_t i = 0; i < values; ++i) {
      s.shifted[i] += static_cast<float>(s.codes[i]) * slope + level;
    }
  }

  void sum_boxes(std::size_t samples, const Scratch& s) const {
    std::fill_n(s.shifted_planes, samples * planes_.plane(), 0.0f);
    tensor::place(planes_, s.shifted, samples, s.shifted_planes);
    std::fill_n(s.boxes, samples * planes_.outputs(), 0.0f);
    const std::size_t width = planes_.out_width();
    for (std::size_t i = 0; i < samples * planes_.out_height(); ++i) {
      float* to = s.boxes + i * width;
      for (std::size_t t = 0; t < planes_.taps(); ++t) {
        const float* from = s.shifted_planes + planes_.read_by(i * width) + planes_.tap_offset(t);
        for (std::size_t x = 0; x < width; ++x) {
          to[x] += from[x * planes_.x.stride];
        }
      }
    }
  }

  void add(const CodeSums& panel, std::size_t group, std::size_t first, const Scratch& s,
           FTensor& dx) const {
    const auto scale = static_cast<float>(line_.scale * weights_.scale);
    const float* box = s.boxes + panel.first;
    for (std::size_t r = 0; r < panel.row_count; ++r) {
      const std::size_t c = group * shape_.group_inputs() + panel.first_row + r;
      const std::int32_t* sums = panel.sums + r * kPanelLanes;
      float* out = dx.row(c) + first * planes_.outputs() + panel.first;
      for (std::size_t j = 0; j < panel.count; ++j) {
        out[j] += static_cast<float>(sums[j] - offset_[c]) * scale + box[j];
      }
      map_.add(c, panel.first, panel.count, out);
    }
  }

  const ConvolutionShape& shape_;
  PlaneGeometry planes_;
  const FTensor& dy_;
  const ErrorQuantizer& quantizer_;
  const GradientWeights& weights_;
  CodeLine line_;
  SignedRows rows_;
  StepVector<PackedRows<SignedQuad>> packed_;
  StepVector<std::int32_t> offset_;
  OutputMap map_;
};

}  // namespace

CodeLine line_of(const quant::Grid<float>& grid) {
  const float zero = std::clamp(grid.zero_code, 0.0f, grid.top);
  const double scale = static_cast<double>(grid.scale);
  return {scale,
          static_cast<double>(grid.rest) +
              (static_cast<double>(zero) - static_cast<double>(grid.zero_code)) * scale,
          static_cast<int>(zero)};
}

int center_of(const quant::Grid<float>& grid) {
  const int top = static_cast<int>(grid.top);
  return std::clamp(line_of(grid).zero, top - 127, 128);
}

void ErrorQuantizer::quantize(const FTensor& dy, std::size_t row, std::size_t first,
                              std::size_t count, std::uint8_t* codes) const {
  const std::size_t at = row * dy.row_size() + first;
  if (noise != nullptr) {
    quant::quantize_stochastic_to_bytes(dy.data() + at, count, grid, *noise, at, codes,
                                        factors[row]);
  } else {
    quant::quantize_to_bytes(dy.data() + at, count, grid, codes, factors[row]);
  }
}

bool codes_fit(const ConvolutionShape& shape) {
  const std::size_t channels = std::max(shape.group_inputs(), shape.group_outputs());
  return quads(channels) * tensor::kQuad * shape.kernel.product() <= tensor::kMaxCodeSum &&
         shape.input_planes().outputs() <= tensor::kMaxCodeSum;
}

void keep_codes(const ConvolutionShape& shape, const FTensor& x, const quant::Grid<float>& grid,
                InputCodes& input, Workspace<float>& workspace) {
  const PlaneGeometry g = shape.input_planes();
  const tensor::Dims dims{x.dim(0), x.dim(1), g.y.extent, g.x.extent};
  const int border = line_of(grid).zero;
  if (input.planes.dims() != dims || line_of(input.grid).zero != border) {
    input.planes.reshape(dims);
    input.planes.fill(static_cast<std::uint8_t>(border));
  }
  input.grid = grid;
  for_pieces(workspace, x.dim(1), samples_per_task(x.dim(0) * g.plane(), x.dim(1)),
             [&](std::size_t first, std::size_t count, std::size_t worker) {
               const std::size_t values = count * g.values();
               std::uint8_t* codes = workspace.bytes(worker, values);
               for (std::size_t c = 0; c < x.dim(0); ++c) {
                 quant::quantize_to_bytes(x.row(c) + first * g.values(), values, grid, codes);
                 tensor::place(g, codes, count, input.planes.row(c) + first * g.plane());
               }
             });
}

void multiply_forward(const ConvolutionShape& shape, const InputCodes& input, const FTensor& weight,
                      const std::vector<quant::Grid<float>>& grids, FTensor& y,
                      Workspace<float>& workspace) {
  Forward(shape, input, weight, grids).run(y, workspace);
}

void add_input_gradient(const ConvolutionShape& shape, const FTensor& dy,
                        const ErrorQuantizer& quantizer, const GradientWeights& weights,
                        FTensor& dx, Workspace<float>& workspace) {
  InputGradient(shape, dy, quantizer, weights).run(dx, workspace);
}

}  // namespace metronome::nn
