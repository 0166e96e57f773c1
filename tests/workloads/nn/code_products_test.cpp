// What is trained is what an integer array computes: Y, dW and dX of a quantized convolution equal
// the products of the operands' codes, summed in plain 64-bit integers over the taps that meet no
// border, plus the corrections for scales and zero points. Nothing here uses the kernels or their
// layouts.
//
// Tolerance: the layer works in float. A sum of K products of rounded operands is off by at most
// about (K + 3) 2^-24 sum |a| |b|; the products on codes are exact, and their few float corrections
// are of the size of sum |a| max |b|. So (K + 8) 2^-24 sum |a| max |b| bounds both.
#include <gtest/gtest.h>

#include <cmath>
#include <optional>
#include <vector>

#include "sim/base/random.hpp"
#include "workloads/nn/convolution.hpp"

namespace metronome::nn {
namespace code_products_test {

using FTensor = tensor::Tensor<float>;
using tensor::KernelSet;

/// Codes of a tensor, and value = scale * code + zero for each row of the first dimension.
struct Coded {
  tensor::Dims dims{};
  std::vector<std::int64_t> codes;
  std::vector<double> scale, zero;

  [[nodiscard]] std::int64_t at(std::size_t a, std::size_t b, std::size_t c, std::size_t d) const {
    return codes[((a * dims[1] + b) * dims[2] + c) * dims[3] + d];
  }
  [[nodiscard]] double value(std::size_t a, std::size_t b, std::size_t c, std::size_t d) const {
    return scale[a] * static_cast<double>(at(a, b, c, d)) + zero[a];
  }
};

double zero_of(const quant::Grid<float>& grid) {
  return static_cast<double>(grid.rest) -
         static_cast<double>(grid.zero_code) * static_cast<double>(grid.scale);
}

/// Row r of x times factors[r], on grids[r].
Coded code(const FTensor& x, const std::vector<quant::Grid<float>>& grids,
           const std::vector<float>& factors) {
  Coded out;
  out.dims = x.dims();
  std::vector<float> scaled(x.row_size()), codes(x.row_size());
  for (std::size_t r = 0; r < x.dim(0); ++r) {
    for (std::size_t i = 0; i < scaled.size(); ++i) {
      scaled[i] = x.row(r)[i] * factors[r];
    }
    quant::quantize_to_codes(scaled.data(), scaled.size(), grids[r], codes.data());
    out.codes.insert(out.codes.end(), codes.begin(), codes.end());
    out.scale.push_back(static_cast<double>(grids[r].scale));
    out.zero.push_back(zero_of(grids[r]));
  }
  return out;
}

/// One grid for the whole tensor, after row r is multiplied by factors[r].
Coded code_whole(const FTensor& x, int bits, std::vector<float> factors = {}) {
  factors.resize(x.dim(0), factors.empty() ? 1.0f : 0.0f);
  quant::Range<float> range;
  for (std::size_t r = 0; r < x.dim(0); ++r) {
    range.merge(quant::range_of(x.row(r), x.row_size()).scaled(factors[r]));
  }
  return code(x, std::vector(x.dim(0), quant::grid_of(range, bits)), factors);
}

Coded code_rows(const FTensor& x, int bits) {
  std::vector<quant::Grid<float>> grids;
  for (std::size_t r = 0; r < x.dim(0); ++r) {
    grids.push_back(quant::grid_of(quant::range_of(x.row(r), x.row_size()), bits));
  }
  return code(x, grids, std::vector<float>(x.dim(0), 1.0f));
}

/// sum over pairs of (sa a + za)(sb b + zb), from integer sums, and the bound on float's error.
struct PairSum {
  std::int64_t products = 0, of_a = 0, of_b = 0, count = 0;
  double size_a = 0, largest_b = 0;

  void add(std::int64_t a, std::int64_t b, double value_a, double value_b) {
    products += a * b;
    of_a += a;
    of_b += b;
    ++count;
    size_a += std::abs(value_a);
    largest_b = std::max(largest_b, std::abs(value_b));
  }
  [[nodiscard]] double value(double sa, double za, double sb, double zb) const {
    return sa * sb * static_cast<double>(products) + sa * zb * static_cast<double>(of_a) +
           za * sb * static_cast<double>(of_b) + za * zb * static_cast<double>(count);
  }
  [[nodiscard]] double tolerance() const {
    return (static_cast<double>(count) + 8) * 0x1p-24 * size_a * largest_b + 1e-30;
  }
};

struct Case {
  ConvolutionShape shape;
  std::size_t batch;
};

std::vector<Case> cases() {
  return {{{3, 6, 6, 4, 3, 1, 1}, 3},
          {{2, 7, 5, 3, 3, 2, 1}, 2},
          {{5, 6, 6, 9, 1, 2, 0}, 3},
          {{2, 7, 7, 2, 5, 1, 2}, 2},
          {{1, 5, 5, 2, 2, 1, 0}, 5},
          {{4, 5, 5, 6, 3, 2, 1, 2}, 2},
          {{6, 6, 6, 6, 3, 1, 1, 6}, 2},
          {{16, 8, 8, 17, 3, 1, 1}, 3},
          {{9, 16, 16, 8, 3, 1, 1}, 2},
          {{4, 3, 32, 10, 3, 1, 1}, 2},
          {{23, 1, 1, 13, 1, 1, 0}, 7},
          {{8, 4, 1, 16, 1, 1, 0}, 6},
          {{3, 4, 4, 2, 1, 1, 1}, 2},
          {{7, 9, 9, 5, 3, 3, 1}, 2},
          {{3, 6, 8, 5, {1, 5}, {1, 2}, {0, 2}}, 3},
          {{4, 7, 6, 4, {3, 2}, {2, 1}, {1, 0, 2, 1}, 2}, 2},
          {{2, 9, 8, 3, 2, 2, 1, 1, {3, 2}}, 2},
          {{3, 4, 3, 2, 3, 2, 1, 1, 1, true, 1}, 3},
          {{4, 3, 4, 6, {2, 3}, {2, 3}, {0, 1, 0, 0}, 2, 1, true}, 2},
          {{2, 4, 5, 3, {3, 2}, {2, 1}, {1, 0}, 1, {2, 3}, true, {1, 0}}, 2}};
}

FTensor noise(const tensor::Dims& dims, const char* name, float shift, bool relu = false) {
  const RandomStream draws(3, name);
  FTensor t(dims);
  for (std::size_t i = 0; i < t.size(); ++i) {
    const float value = static_cast<float>(draws.normal(i)) + shift;
    t.data()[i] = relu && value < 0 ? 0 : value;
  }
  return t;
}

/// A layer that has run forward and back, and its operands.
struct LayerRun {
  ConvolutionShape shape;
  FTensor x, w, dy;
  FTensor y, dx, dw;
};

LayerRun run(const Case& c, trace::Precision precision, trace::DxScale mode, KernelSet kernels,
             float shift, std::size_t threads = 1, bool stochastic = false) {
  const ConvolutionShape& s = c.shape;
  LayerRun r{
      .shape = s,
      .x = noise({s.in_channels, c.batch, s.in_height, s.in_width}, "x", shift, shift == 0),
      .w = noise({s.out_channels, s.group_inputs(), s.kernel.height, s.kernel.width}, "w", 0.2f),
      .dy = noise({s.out_channels, c.batch, s.out_height(), s.out_width()}, "dy", 0.1f),
      .y = {},
      .dx = {},
      .dw = {}};
  Workspace<float> workspace(threads, kernels);
  const Pass<float> pass{.workspace = &workspace, .stochastic = stochastic, .seed = 4};
  Convolution<float> layer(s, mode, 1);
  layer.weight() = r.w;
  layer.forward(r.x, r.y, pass, precision);
  r.dx = FTensor(r.x.dims());
  layer.backward(r.dy, &r.dx, pass, precision);
  r.dw = layer.gradient();
  return r;
}

/// Which input a tap meets at an output, if it meets one. A transposed convolution scatters: input
/// i goes by tap t to output i * stride + t * dilation - before, and taps are counted from the
/// last.
std::optional<std::size_t> met_by(const ConvolutionShape& s, std::size_t output, std::size_t tap,
                                  const model::WindowAxis& w, std::size_t inputs) {
  const auto of = [](std::size_t n) { return static_cast<std::ptrdiff_t>(n); };
  std::ptrdiff_t at = of(output * w.stride + tap * w.dilation) - of(w.before);
  if (s.transposed) {
    at = of(output + w.before) - of((w.kernel - 1 - tap) * w.dilation);
    if (at % of(w.stride) != 0) {
      return std::nullopt;
    }
    at /= of(w.stride);
  }
  return at >= 0 && at < of(inputs) ? std::optional(static_cast<std::size_t>(at)) : std::nullopt;
}

/// Calls pair(n, y, x, ky, kx, iy, ix) for each output and tap of one channel pair that meets a
/// value.
template <class Pair>
void for_each_tap(const ConvolutionShape& s, std::size_t batch, const Pair& pair) {
  const model::WindowAxis rows{s.kernel.height, s.stride.height, s.dilation.height, s.pad.top,
                               s.pad.bottom};
  const model::WindowAxis columns{s.kernel.width, s.stride.width, s.dilation.width, s.pad.left,
                                  s.pad.right};
  for (std::size_t n = 0; n < batch; ++n) {
    for (std::size_t y = 0; y < s.out_height(); ++y) {
      for (std::size_t x = 0; x < s.out_width(); ++x) {
        for (std::size_t ky = 0; ky < s.kernel.height; ++ky) {
          for (std::size_t kx = 0; kx < s.kernel.width; ++kx) {
            const auto iy = met_by(s, y, ky, rows, s.in_height);
            const auto ix = met_by(s, x, kx, columns, s.in_width);
            if (iy && ix) {
              pair(n, y, x, ky, kx, *iy, *ix);
            }
          }
        }
      }
    }
  }
}

/// Calls pair(o, c, inside) for channels of the same group; `inside` counts c within it.
template <class Pair>
void for_each_channel_pair(const ConvolutionShape& s, const Pair& pair) {
  for (std::size_t o = 0; o < s.out_channels; ++o) {
    for (std::size_t i = 0; i < s.group_inputs(); ++i) {
      pair(o, o / s.group_outputs() * s.group_inputs() + i, i);
    }
  }
}

void expect_forward(const LayerRun& r, int bits) {
  const Coded x = code_whole(r.x, bits);
  const Coded w = code_rows(r.w, bits);
  std::vector<PairSum> sums(r.y.size());
  const auto index = [&](std::size_t o, std::size_t n, std::size_t row, std::size_t column) {
    return ((o * r.y.dim(1) + n) * r.y.dim(2) + row) * r.y.dim(3) + column;
  };
  for_each_channel_pair(r.shape, [&](std::size_t o, std::size_t c, std::size_t i) {
    for_each_tap(r.shape, r.y.dim(1),
                 [&](auto n, auto row, auto column, auto ky, auto kx, auto iy, auto ix) {
                   sums[index(o, n, row, column)].add(x.at(c, n, iy, ix), w.at(o, i, ky, kx),
                                                      x.value(c, n, iy, ix), w.value(o, i, ky, kx));
                 });
  });
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const std::size_t o = i / r.y.row_size();
    ASSERT_NEAR(r.y.data()[i], sums[i].value(x.scale[0], x.zero[0], w.scale[o], w.zero[o]),
                sums[i].tolerance())
        << "output " << i;
  }
}

void expect_weight_gradient(const LayerRun& r, int bits, int error_bits) {
  const Coded x = code_whole(r.x, bits);
  const Coded e = code_whole(r.dy, error_bits);
  std::vector<PairSum> sums(r.dw.size());
  for_each_channel_pair(r.shape, [&](std::size_t o, std::size_t c, std::size_t i) {
    for_each_tap(
        r.shape, r.dy.dim(1),
        [&](auto n, auto row, auto column, auto ky, auto kx, auto iy, auto ix) {
          const std::size_t k = (i * r.shape.kernel.height + ky) * r.shape.kernel.width + kx;
          sums[o * r.dw.row_size() + k].add(e.at(o, n, row, column), x.at(c, n, iy, ix),
                                            e.value(o, n, row, column), x.value(c, n, iy, ix));
        });
  });
  for (std::size_t i = 0; i < sums.size(); ++i) {
    ASSERT_NEAR(r.dw.data()[i], sums[i].value(e.scale[0], e.zero[0], x.scale[0], x.zero[0]),
                sums[i].tolerance())
        << "weight " << i;
  }
}

/// dX = sum over output channels o of the integer sums of o, scaled: the reduction is cut into one
/// segment per output channel, because scale and zero point of the weights belong to it.
void expect_input_gradient(const LayerRun& r, const Coded& e, const Coded& v) {
  const std::size_t outputs = r.shape.group_outputs();
  std::vector<PairSum> sums(r.dx.size() * outputs);
  const auto index = [&](std::size_t c, std::size_t n, std::size_t row, std::size_t column) {
    return ((c * r.dx.dim(1) + n) * r.dx.dim(2) + row) * r.dx.dim(3) + column;
  };
  for_each_channel_pair(r.shape, [&](std::size_t o, std::size_t c, std::size_t i) {
    for_each_tap(r.shape, r.dx.dim(1),
                 [&](auto n, auto row, auto column, auto ky, auto kx, auto iy, auto ix) {
                   sums[index(c, n, iy, ix) * outputs + o % outputs].add(
                       e.at(o, n, row, column), v.at(o, i, ky, kx), e.value(o, n, row, column),
                       v.value(o, i, ky, kx));
                 });
  });
  for (std::size_t i = 0; i < r.dx.size(); ++i) {
    const std::size_t first = i / r.dx.row_size() / r.shape.group_inputs() * outputs;
    double sum = 0;
    PairSum all;
    for (std::size_t o = 0; o < outputs; ++o) {
      const PairSum& part = sums[i * outputs + o];
      sum +=
          part.value(e.scale[first + o], e.zero[first + o], v.scale[first + o], v.zero[first + o]);
      all.count += part.count;
      all.size_a += part.size_a;
      all.largest_b = std::max(all.largest_b, part.largest_b);
    }
    ASSERT_NEAR(r.dx.data()[i], sum, all.tolerance()) << "input " << i;
  }
}

void expect_input_gradient(const LayerRun& r, trace::DxScale mode, int bits, int error_bits) {
  if (mode == trace::DxScale::segmented) {
    expect_input_gradient(r, code_whole(r.dy, error_bits), code_rows(r.w, bits));
  } else if (mode == trace::DxScale::per_tensor) {
    expect_input_gradient(r, code_whole(r.dy, error_bits), code_whole(r.w, bits));
  } else {
    // E_o carries s_o; V_o = q_o + z_o / s_o.
    Coded v = code_rows(r.w, bits);
    const std::vector<float> factors(v.scale.begin(), v.scale.end());
    for (std::size_t o = 0; o < v.scale.size(); ++o) {
      v.zero[o] /= v.scale[o];
      v.scale[o] = 1;
    }
    expect_input_gradient(r, code_whole(r.dy, error_bits, factors), v);
  }
}

constexpr trace::DxScale kModes[] = {trace::DxScale::segmented, trace::DxScale::prescale_requantize,
                                     trace::DxScale::per_tensor};
/// Rectified activations, and ones whose grid does not hold zero exactly.
constexpr float kShifts[] = {0, 0.7f};

std::vector<KernelSet> sets() {
  std::vector<KernelSet> out;
  for (const KernelSet set : kEnumValues<KernelSet>) {
    if (set != KernelSet::automatic && tensor::available(set)) {
      out.push_back(set);
    }
  }
  return out;
}

TEST(products_of_codes, are_what_a_quantized_convolution_computes) {
  for (const KernelSet kernels : sets()) {
    for (const Case& c : cases()) {
      for (const float shift : kShifts) {
        for (const int bits : {1, 3, 8}) {
          SCOPED_TRACE(testing::Message()
                       << "kernels " << static_cast<int>(kernels) << ", kernel "
                       << text_of(c.shape.kernel) << ", in " << c.shape.in_channels << "x"
                       << c.shape.in_height << ", bits " << bits << ", shift " << shift);
          for (const trace::DxScale mode : kModes) {
            const LayerRun r = run(c, {bits, 8}, mode, kernels, shift);
            if (mode == trace::DxScale::segmented) {
              expect_forward(r, bits);
              expect_weight_gradient(r, bits, 8);
            }
            expect_input_gradient(r, mode, bits, 8);
          }
        }
      }
    }
  }
}

TEST(products_of_codes, hold_for_every_width_of_either_operand) {
  const Case c{{6, 8, 8, 10, 3, 1, 1}, 3};
  for (const KernelSet kernels : sets()) {
    for (int bits = 1; bits <= 8; ++bits) {
      SCOPED_TRACE(bits);
      for (const trace::DxScale mode : kModes) {
        const LayerRun r = run(c, {bits, 9 - bits}, mode, kernels, 0.3f);
        expect_forward(r, bits);
        expect_weight_gradient(r, bits, 9 - bits);
        expect_input_gradient(r, mode, bits, 9 - bits);
      }
    }
  }
}

TEST(products_of_codes, are_the_same_bytes_with_portable_and_with_vector_kernels_and_any_threads) {
  for (const Case& c : cases()) {
    for (const trace::DxScale mode : kModes) {
      const LayerRun portable = run(c, {6, 8}, mode, KernelSet::portable, 0.4f, 1, true);
      for (const KernelSet kernels : sets()) {
        const LayerRun one = run(c, {6, 8}, mode, kernels, 0.4f, 1, true);
        const LayerRun three = run(c, {6, 8}, mode, kernels, 0.4f, 3, true);
        EXPECT_EQ(one.y, three.y);
        EXPECT_EQ(one.dx, three.dx);
        EXPECT_EQ(one.dw, three.dw);
        if (tensor::on_codes(kernels)) {
          EXPECT_EQ(one.y, portable.y);
          EXPECT_EQ(one.dx, portable.dx);
          EXPECT_EQ(one.dw, portable.dw);
        }
      }
    }
  }
}

}  // namespace code_products_test
}  // namespace metronome::nn
