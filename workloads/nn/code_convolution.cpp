#include "workloads/nn/code_convolution.hpp"

#include <algorithm>
#include <array>
#include <functional>

#include "sim/base/error.hpp"

namespace metronome::nn {
namespace {

using tensor::kPanelLanes;
using tensor::PackedRows;
using tensor::PanelSums;
using tensor::PlaneGeometry;
using FTensor = tensor::Tensor<float>;

/// Quads of one task; with the panel and the weights they stay in the second-level cache.
constexpr std::size_t kQuadBytes = std::size_t{160} << 10;
/// Outputs that one task of a weight gradient sums over: long enough to hide the sums across lanes.
constexpr std::size_t kDotPositions = 2048;
constexpr std::size_t kPatchBytes = std::size_t{160} << 10;
constexpr int kHalf = 128;  ///< takes an unsigned code of 8 bits to a signed one

std::uint8_t byte_of(int code) { return static_cast<std::uint8_t>(code); }

std::int8_t signed_code(std::uint8_t code, int center) {
  return static_cast<std::int8_t>(code - center);
}

std::size_t samples_per_task(const PlaneGeometry& geometry, std::size_t channels,
                             std::size_t batch) {
  const std::size_t bytes = geometry.plane() * ((channels + 3) / 4 * 4);
  return std::clamp<std::size_t>(kQuadBytes / bytes, 1, batch);
}

/// A value for each row and output of one sample, repeated so that a panel reads it in one piece.
class OutputMap {
 public:
  OutputMap() = default;
  OutputMap(std::size_t rows, std::size_t outputs)
      : outputs_(outputs), values_(rows * (outputs + kPanelLanes)) {}

  [[nodiscard]] float* row(std::size_t r) { return values_.data() + r * (outputs_ + kPanelLanes); }
  /// Where output `first`, counted over samples, begins.
  [[nodiscard]] const float* at(std::size_t r, std::size_t first) const {
    return values_.data() + r * (outputs_ + kPanelLanes) + first % outputs_;
  }
  [[nodiscard]] bool empty() const { return values_.empty(); }
  void repeat() {
    const std::size_t stride = outputs_ + kPanelLanes;
    for (std::size_t i = 0; i < values_.size(); ++i) {
      if (i % stride >= outputs_) {
        values_[i] = values_[i - outputs_];
      }
    }
  }

 private:
  std::size_t outputs_ = 1;
  tensor::AlignedVector<float> values_;
};

/// rest * (sum of a row's values over the taps that meet a value), for each row and output.
OutputMap rest_map(const PlaneGeometry& geometry, const std::vector<double>& tap_sums,
                   double rest) {
  OutputMap map;
  if (rest == 0) {
    return map;
  }
  const std::size_t rows = tap_sums.size() / geometry.taps();
  map = OutputMap(rows, geometry.outputs());
  std::vector<float> taps(geometry.taps());
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t t = 0; t < taps.size(); ++t) {
      taps[t] = static_cast<float>(rest * tap_sums[r * taps.size() + t]);
    }
    tensor::add_valid_taps(geometry, taps.data(), map.row(r));
  }
  map.repeat();
  return map;
}

/// The rows of all groups, with what the epilogue needs of each.
struct Rows {
  std::vector<PackedRows> groups;
  std::vector<std::int32_t> offset;  ///< zero code of the other operand * sum of the row's codes
  std::vector<float> scale, slope;
  OutputMap map;
};

/// `codes`: rows of signed codes, `row_length` each, group after group.
Rows pack(const std::vector<std::int8_t>& codes, std::size_t groups, std::size_t channels,
          std::size_t taps, bool ones, int zero) {
  Rows rows;
  const std::size_t length = channels * taps;
  const std::size_t per_group = codes.size() / length / groups;
  for (std::size_t g = 0; g < groups; ++g) {
    rows.groups.emplace_back(codes.data() + g * per_group * length, per_group, channels, taps,
                             ones);
  }
  for (std::size_t r = 0; r < groups * per_group; ++r) {
    std::int32_t sum = 0;
    for (std::size_t i = 0; i < length; ++i) {
      sum += codes[r * length + i];
    }
    rows.offset.push_back(zero * sum);
  }
  return rows;
}

/// quads of one group from byte planes {channels of all groups, batch, plane}.
void quads_of(const std::uint8_t* planes, std::size_t channel_stride, std::size_t channels,
              std::size_t bytes, std::uint8_t* quads) {
  for (std::size_t c = 0; c < channels; c += tensor::kQuad) {
    tensor::interleave(planes + c * channel_stride, channel_stride,
                       std::min(tensor::kQuad, channels - c), bytes, quads + c * bytes);
  }
}

/// For each channel and tap, the sum over the batch and all outputs of what the tap reads.
/// `read(channel, sample)` is a plane.
template <class Read>
std::vector<std::int64_t> sums_by_tap(const PlaneGeometry& g, std::size_t channels,
                                      std::size_t batch, Workspace<float>& workspace,
                                      const Read& read) {
  std::vector<std::int64_t> sums(channels * g.taps());
  workspace.pool().run(channels, [&](std::size_t c, std::size_t) {
    std::vector<std::int32_t> plane(g.plane());
    for (std::size_t n = 0; n < batch; ++n) {
      const std::uint8_t* codes = read(c, n);
      for (std::size_t i = 0; i < plane.size(); ++i) {
        plane[i] += codes[i];
      }
    }
    for (std::size_t tap = 0; tap < g.taps(); ++tap) {
      const std::int32_t* first = plane.data() + tap / g.kernel * g.plane_width + tap % g.kernel;
      for (std::size_t y = 0; y < g.out_height(); ++y) {
        for (std::size_t x = 0; x < g.out_width(); ++x) {
          sums[c * g.taps() + tap] += first[(y * g.plane_width + x) * g.stride];
        }
      }
    }
  });
  return sums;
}

}  // namespace

CodeLine line_of(const quant::Grid<float>& grid) {
  const float zero = std::clamp(grid.zero_code, 0.0f, grid.top);
  const double scale = static_cast<double>(grid.scale);
  return {scale,
          static_cast<double>(grid.rest) +
              (static_cast<double>(zero) - static_cast<double>(grid.zero_code)) * scale,
          static_cast<int>(zero)};
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

int center_of(const quant::Grid<float>& grid) {
  const int top = static_cast<int>(grid.top);
  return std::clamp(line_of(grid).zero, top - (kHalf - 1), kHalf);
}

CodeConvolution::CodeConvolution(const ConvolutionShape& s)
    : shape_(s),
      forward_planes_{s.in_height,
                      s.in_width,
                      s.in_height + 2 * s.pad,
                      s.in_width + 2 * s.pad,
                      static_cast<std::ptrdiff_t>(s.pad),
                      1,
                      s.kernel,
                      s.stride},
      backward_planes_{
          s.out_height(),
          s.out_width(),
          s.in_height + s.kernel - 1,
          s.in_width + s.kernel - 1,
          static_cast<std::ptrdiff_t>(s.kernel) - 1 - static_cast<std::ptrdiff_t>(s.pad),
          s.stride,
          s.kernel,
          1} {}

bool CodeConvolution::fits() const {
  const std::size_t channels = std::max(shape_.group_inputs(), shape_.group_outputs());
  return channels * shape_.kernel * shape_.kernel < tensor::kMaxCodeSum;
}

void CodeConvolution::keep_input(const FTensor& x, const quant::Grid<float>& grid,
                                 Workspace<float>& workspace) {
  const PlaneGeometry& g = forward_planes_;
  const tensor::Dims dims{x.dim(0), x.dim(1), g.plane_height, g.plane_width};
  const std::uint8_t border = byte_of(line_of(grid).zero);
  if (input_.planes.dims() != dims || byte_of(line_of(input_.grid).zero) != border) {
    input_.planes.reshape(dims);
    input_.planes.fill(border);
  }
  input_.grid = grid;
  const std::size_t samples = samples_per_task(g, x.dim(0), x.dim(1));
  for_pieces(
      workspace, x.dim(1), samples, [&](std::size_t first, std::size_t count, std::size_t worker) {
        std::uint8_t* codes = workspace.bytes(worker, count * g.values());
        for (std::size_t c = 0; c < x.dim(0); ++c) {
          quant::quantize_to_bytes(x.row(c) + first * g.values(), count * g.values(), grid, codes);
          tensor::place(g, codes, count, input_.planes.row(c) + first * g.plane());
        }
      });
}

void CodeConvolution::forward(const FTensor& weight, const std::vector<quant::Grid<float>>& grids,
                              FTensor& y, Workspace<float>& workspace) const {
  const PlaneGeometry& g = forward_planes_;
  const CodeLine line = line_of(input_.grid);
  const std::size_t length = weight.row_size();
  std::vector<std::int8_t> codes(weight.size());
  std::vector<double> tap_sums(weight.dim(0) * g.taps());
  std::vector<float> scale, slope;
  std::vector<std::uint8_t> row(length);
  for (std::size_t o = 0; o < weight.dim(0); ++o) {
    quant::quantize_to_bytes(weight.row(o), length, grids[o], row.data());
    const CodeLine of_weight = line_of(grids[o]);
    const int center = center_of(grids[o]);
    const double rest = of_weight.rest + of_weight.scale * (center - of_weight.zero);
    scale.push_back(static_cast<float>(line.scale * of_weight.scale));
    slope.push_back(static_cast<float>(line.scale * rest));
    for (std::size_t i = 0; i < length; ++i) {
      codes[o * length + i] = signed_code(row[i], center);
      tap_sums[o * g.taps() + i % g.taps()] += of_weight.scale * codes[o * length + i] + rest;
    }
  }
  Rows rows = pack(codes, shape_.groups, shape_.group_inputs(), g.taps(), true, line.zero);
  rows.scale = std::move(scale);
  rows.slope = std::move(slope);
  rows.map = rest_map(g, tap_sums, line.rest);
  const auto of_ones = static_cast<std::int32_t>(line.zero * static_cast<int>(length));

  const tensor::CodeKernels& kernels = tensor::code_kernels(workspace.kernels());
  const std::size_t batch = input_.planes.dim(1);
  for_pieces(workspace, batch, samples_per_task(g, shape_.group_inputs(), batch),
             [&](std::size_t first, std::size_t samples, std::size_t worker) {
               tensor::PanelWalk walk(g, shape_.group_inputs(), samples);
               std::uint8_t* quads =
                   workspace.bytes(worker, walk.quad_bytes() + tensor::PanelWalk::kReadSlack);
               for (std::size_t group = 0; group < shape_.groups; ++group) {
                 quads_of(input_.planes.row(group * shape_.group_inputs()) + first * g.plane(),
                          input_.planes.row_size(), shape_.group_inputs(), samples * g.plane(),
                          quads);
                 walk.run(kernels, rows.groups[group], quads, [&](const PanelSums& panel) {
                   alignas(64) std::array<float, kPanelLanes> level;
                   for (std::size_t j = 0; j < kPanelLanes; ++j) {
                     level[j] = static_cast<float>(panel.ones[j] - of_ones);
                   }
                   for (std::size_t r = 0; r < panel.row_count; ++r) {
                     const std::size_t o = group * shape_.group_outputs() + panel.first_row + r;
                     const std::int32_t* sums = panel.sums + r * kPanelLanes;
                     float* out = y.row(o) + first * g.outputs() + panel.first;
                     for (std::size_t j = 0; j < panel.count; ++j) {
                       out[j] = static_cast<float>(sums[j] - rows.offset[o]) * rows.scale[o] +
                                level[j] * rows.slope[o];
                     }
                     if (!rows.map.empty()) {
                       const float* map = rows.map.at(o, panel.first);
                       for (std::size_t j = 0; j < panel.count; ++j) {
                         out[j] += map[j];
                       }
                     }
                   }
                 });
               }
             });
}

namespace {

/// Sums of products of error and input codes: exact, so that any order of the parts will do.
class DotSums {
 public:
  DotSums(std::size_t workers, std::size_t outputs, std::size_t length)
      : length_(length), parts_(workers, std::vector<std::int64_t>(outputs * length)) {}

  void add(std::size_t worker, std::size_t o, std::size_t k, std::int32_t sum) {
    parts_[worker][o * length_ + k] += sum;
  }
  [[nodiscard]] std::int64_t total(std::size_t o, std::size_t k) const {
    std::int64_t sum = 0;
    for (const auto& part : parts_) {
      sum += part[o * length_ + k];
    }
    return sum;
  }

 private:
  std::size_t length_;
  std::vector<std::vector<std::int64_t>> parts_;
};

/// Dot products of `signed_rows` with `unsigned_rows`, tile by tile; add(i, j, sum) gets each.
template <class Add>
void dot_all(const tensor::CodeKernels& kernels, const std::int8_t* signed_rows,
             std::size_t signed_stride, std::size_t signed_count, const std::uint8_t* unsigned_rows,
             std::size_t unsigned_stride, std::size_t unsigned_count, std::size_t length,
             const Add& add) {
  tensor::DotTile tile;
  tile.length = length;
  for (std::size_t j = 0; j < unsigned_count; j += tensor::kDotUnsigned) {
    const std::size_t width = std::min(tensor::kDotUnsigned, unsigned_count - j);
    for (std::size_t b = 0; b < tensor::kDotUnsigned; ++b) {
      tile.unsigned_rows[b] = unsigned_rows + (j + std::min(b, width - 1)) * unsigned_stride;
    }
    for (std::size_t i = 0; i < signed_count; i += tensor::kDotSigned) {
      const std::size_t height = std::min(tensor::kDotSigned, signed_count - i);
      for (std::size_t a = 0; a < tensor::kDotSigned; ++a) {
        tile.signed_rows[a] = signed_rows + (i + std::min(a, height - 1)) * signed_stride;
      }
      kernels.dot(tile);
      for (std::size_t a = 0; a < height; ++a) {
        for (std::size_t b = 0; b < width; ++b) {
          add(i + a, j + b, tile.sums[a][b]);
        }
      }
    }
  }
}

}  // namespace

void CodeConvolution::weight_gradient(const FTensor& dy, const ErrorQuantizer& quantizer,
                                      FTensor& gradient, Workspace<float>& workspace) const {
  const PlaneGeometry& g = forward_planes_;
  const std::size_t batch = dy.dim(1);
  const std::size_t outputs = g.outputs();
  const std::size_t channels = shape_.group_inputs();
  const std::size_t k_all = channels * g.taps();
  const tensor::CodeKernels& kernels = tensor::code_kernels(workspace.kernels());
  tensor::Tensor<std::uint8_t>& errors = workspace.shared_codes();
  errors.reshape(dy.dims());
  const std::size_t samples = std::clamp<std::size_t>(kDotPositions / outputs, 1, batch);
  const std::size_t positions = std::min(samples * outputs, tensor::kMaxCodeSum);
  METRONOME_ASSERT(outputs < tensor::kMaxCodeSum, "a feature map is too large for 32-bit sums");
  // Signed codes of errors, by pieces of samples; patches of some channels at a time.
  const std::size_t block =
      std::clamp<std::size_t>(kPatchBytes / (positions * g.taps()), 1, channels);
  DotSums sums(workspace.pool().workers(), shape_.out_channels, k_all);
  for_pieces(
      workspace, batch, samples, [&](std::size_t first, std::size_t count, std::size_t worker) {
        const std::size_t length = count * outputs;
        for (std::size_t o = 0; o < dy.dim(0); ++o) {
          std::uint8_t* codes = errors.row(o) + first * outputs;
          quantizer.quantize(dy, o, first * outputs, length, codes);
          for (std::size_t i = 0; i < length; ++i) {
            codes[i] ^= kHalf;
          }
        }
        std::uint8_t* patches = workspace.bytes(worker, block * g.taps() * length);
        for (std::size_t c = 0; c < shape_.in_channels; c += block) {
          const std::size_t group = c / channels;
          const std::size_t width = std::min(block, (group + 1) * channels - c);
          for (std::size_t k = 0; k < width * g.taps(); ++k) {
            tensor::gather_tap(g, input_.planes.row(c + k / g.taps()) + first * g.plane(), count,
                               k % g.taps(), patches + k * length);
          }
          const std::size_t o = group * shape_.group_outputs();
          dot_all(kernels, reinterpret_cast<const std::int8_t*>(errors.row(o) + first * outputs),
                  errors.row_size(), shape_.group_outputs(), patches, length, width * g.taps(),
                  length, [&](std::size_t i, std::size_t k, std::int32_t sum) {
                    sums.add(worker, o + i, (c - group * channels) * g.taps() + k, sum);
                  });
          if (width < block) {
            c -= block - width;
          }
        }
      });

  const CodeLine in = line_of(input_.grid);
  const CodeLine error = line_of(quantizer.grid);
  const auto of_input = sums_by_tap(
      g, shape_.in_channels, batch, workspace,
      [&](std::size_t c, std::size_t n) { return input_.planes.row(c) + n * g.plane(); });
  const auto all = static_cast<std::int64_t>(batch * outputs);
  const std::int64_t delta = error.zero - kHalf;
  // The rest of an activation is missing where the border is.
  std::vector<std::vector<float>> valid(in.rest != 0 ? g.taps() : 0, std::vector<float>(outputs));
  for (std::size_t tap = 0; tap < valid.size(); ++tap) {
    std::vector<float> only(g.taps());
    only[tap] = 1;
    tensor::add_valid_taps(g, only.data(), valid[tap].data());
  }
  workspace.pool().run(shape_.out_channels, [&](std::size_t o, std::size_t) {
    std::vector<std::int64_t> of_output(outputs);  // sum over the batch of q - zero
    std::int64_t of_error = 0;
    for (std::size_t n = 0; n < batch; ++n) {
      const std::uint8_t* codes = errors.row(o) + n * outputs;
      for (std::size_t i = 0; i < outputs; ++i) {
        of_output[i] += static_cast<std::int8_t>(codes[i]) - delta;
      }
    }
    for (const std::int64_t sum : of_output) {
      of_error += sum;
    }
    of_error += delta * all;
    std::vector<double> met(g.taps()), count(g.taps());
    for (std::size_t tap = 0; tap < valid.size(); ++tap) {
      for (std::size_t i = 0; i < outputs; ++i) {
        met[tap] += static_cast<double>(valid[tap][i]) * static_cast<double>(of_output[i]);
        count[tap] += static_cast<double>(valid[tap][i]) * static_cast<double>(batch);
      }
    }
    const std::size_t first_channel = o / shape_.group_outputs() * channels;
    for (std::size_t k = 0; k < k_all; ++k) {
      const std::size_t tap = k % g.taps();
      const std::int64_t read = of_input[first_channel * g.taps() + k];
      const std::int64_t exact =
          sums.total(o, k) - in.zero * of_error - delta * (read - in.zero * all);
      gradient.row(o)[k] = static_cast<float>(
          error.scale * in.scale * static_cast<double>(exact) + error.scale * in.rest * met[tap] +
          error.rest * in.scale * static_cast<double>(read - in.zero * all) +
          error.rest * in.rest * count[tap]);
    }
  });
}

void CodeConvolution::input_gradient(const FTensor& dy, const ErrorQuantizer& quantizer,
                                     const GradientWeights& weights, FTensor& dx,
                                     Workspace<float>& workspace) const {
  const PlaneGeometry& g = backward_planes_;
  const CodeLine error = line_of(quantizer.grid);
  const std::size_t taps = g.taps();
  const std::size_t channels = shape_.group_outputs();
  std::vector<std::int8_t> codes(weights.codes.size());
  std::vector<double> tap_sums(shape_.in_channels * taps);
  for (std::size_t c = 0; c < shape_.in_channels; ++c) {
    const std::size_t group = c / shape_.group_inputs();
    const std::size_t inside = c % shape_.group_inputs();
    for (std::size_t o = 0; o < channels; ++o) {
      const std::uint8_t* from = weights.codes.row(group * channels + o) + inside * taps;
      for (std::size_t t = 0; t < taps; ++t) {
        const std::int8_t code =
            signed_code(from[taps - 1 - t], weights.center[group * channels + o]);
        codes[(c * channels + o) * taps + t] = code;
        tap_sums[c * taps + t] += code;
      }
    }
  }
  Rows rows = pack(codes, shape_.groups, channels, taps, false, error.zero);
  const auto scale = static_cast<float>(error.scale * weights.scale);
  rows.map = rest_map(g, tap_sums, error.rest * weights.scale);

  const tensor::CodeKernels& kernels = tensor::code_kernels(workspace.kernels());
  const std::size_t batch = dy.dim(1);
  for_pieces(workspace, batch, samples_per_task(g, channels, batch),
             [&](std::size_t first, std::size_t samples, std::size_t worker) {
               tensor::PanelWalk walk(g, channels, samples);
               const std::size_t values = samples * g.values();
               const std::size_t bytes = samples * g.plane();
               // Planes of four channels, codes of one, then the quads.
               std::uint8_t* quads =
                   workspace.bytes(worker, walk.quad_bytes() + tensor::PanelWalk::kReadSlack +
                                               tensor::kQuad * bytes + values);
               std::uint8_t* planes = quads + walk.quad_bytes() + tensor::PanelWalk::kReadSlack;
               std::uint8_t* one = planes + tensor::kQuad * bytes;
               float* shifted = workspace.scratch(worker, values + bytes + samples * g.outputs());
               float* shifted_planes = shifted + values;
               float* box = shifted_planes + bytes;
               for (std::size_t group = 0; group < shape_.groups; ++group) {
                 std::fill_n(shifted, values, 0.0f);
                 std::fill_n(planes, tensor::kQuad * bytes, byte_of(error.zero));
                 for (std::size_t o = 0; o < channels; ++o) {
                   const std::size_t row = group * channels + o;
                   quantizer.quantize(dy, row, first * g.values(), values, one);
                   const double factor = (weights.shift[row] + weights.center[row]) * weights.scale;
                   const auto slope = static_cast<float>(factor * error.scale);
                   const auto level =
                       static_cast<float>(factor * (error.rest - error.scale * error.zero));
                   for (std::size_t i = 0; i < values; ++i) {
                     shifted[i] += static_cast<float>(one[i]) * slope + level;
                   }
                   tensor::place(g, one, samples, planes + o % tensor::kQuad * bytes);
                   if (o % tensor::kQuad == tensor::kQuad - 1 || o + 1 == channels) {
                     const std::size_t start = o / tensor::kQuad * tensor::kQuad;
                     tensor::interleave(planes, bytes, o + 1 - start, bytes, quads + start * bytes);
                   }
                 }
                 std::fill_n(shifted_planes, bytes, 0.0f);
                 tensor::place(g, shifted, samples, shifted_planes);
                 std::fill_n(box, samples * g.outputs(), 0.0f);
                 for (std::size_t n = 0; n < samples; ++n) {
                   for (std::size_t y = 0; y < g.out_height(); ++y) {
                     float* to = box + (n * g.out_height() + y) * g.out_width();
                     for (std::size_t t = 0; t < taps; ++t) {
                       const float* from = shifted_planes + n * g.plane() +
                                           (y + t / g.kernel) * g.plane_width + t % g.kernel;
                       for (std::size_t x = 0; x < g.out_width(); ++x) {
                         to[x] += from[x];
                       }
                     }
                   }
                 }
                 walk.run(kernels, rows.groups[group], quads, [&](const PanelSums& panel) {
                   for (std::size_t r = 0; r < panel.row_count; ++r) {
                     const std::size_t c = group * shape_.group_inputs() + panel.first_row + r;
                     const std::int32_t* sums = panel.sums + r * kPanelLanes;
                     float* out = dx.row(c) + first * g.outputs() + panel.first;
                     for (std::size_t j = 0; j < panel.count; ++j) {
                       out[j] += static_cast<float>(sums[j] - rows.offset[c]) * scale +
                                 box[panel.first + j];
                     }
                     if (!rows.map.empty()) {
                       const float* map = rows.map.at(c, panel.first);
                       for (std::size_t j = 0; j < panel.count; ++j) {
                         out[j] += map[j];
                       }
                     }
                   }
                 });
               }
             });
}

}  // namespace metronome::nn
