#pragma once

#include <functional>
#include <vector>

#include "arch/mapping/patches.hpp"
#include "sim/base/random.hpp"

/// A convolution and its two gradients from the definition, on random tensors of codes.
namespace metronome::mapping {

inline array::CodeMatrix random_tensor(const RandomStream& random, const TensorShape& shape,
                                       int bits) {
  array::CodeMatrix m{shape.rows, shape.columns, bits, random.bits(1) % 2 == 1, 0, {}};
  const std::int32_t low = array::lowest_code(bits, m.is_signed);
  const auto draw = [&](std::uint64_t i) {
    return low + static_cast<std::int32_t>(random.below(i, std::uint64_t{1} << bits));
  };
  m.zero_point = draw(0);
  for (std::uint64_t i = 0; i < shape.rows * shape.columns; ++i) {
    m.codes.push_back(draw(2 + i));
  }
  return m;
}

/// Calls `visit` with the places (pixel or weight row, channel) in a, b and c of each product of a
/// convolution's forward pass, X, W and Y; gradients are sums over the same triples.
using Visit = std::function<void(std::uint64_t x_row, std::uint64_t w_row, std::uint64_t y_row,
                                 std::uint64_t c, std::uint64_t o)>;
inline void for_products(const trace::Convolution& c, const Visit& visit) {
  for (std::uint64_t n = 0; n < c.batch; ++n) {
    for (std::uint64_t p = 0; p < c.out_height() * c.out_width(); ++p) {
      for (std::uint64_t tap = 0; tap < c.taps(); ++tap) {
        const std::uint64_t y =
            p / c.out_width() * c.stride.height + tap / c.kernel.width * c.dilation.height;
        const std::uint64_t x =
            p % c.out_width() * c.stride.width + tap % c.kernel.width * c.dilation.width;
        if (y < c.pad.top || x < c.pad.left || y - c.pad.top >= c.in_height ||
            x - c.pad.left >= c.in_width) {
          continue;
        }
        for (std::uint64_t i = 0; i < c.in_channels * c.out_channels; ++i) {
          const std::uint64_t channel = i / c.out_channels;
          visit((n * c.in_height + y - c.pad.top) * c.in_width + x - c.pad.left,
                channel * c.taps() + tap, n * c.out_height() * c.out_width() + p, channel,
                i % c.out_channels);
        }
      }
    }
  }
}

/// The result of a job from the definition.
inline std::vector<std::int64_t> by_definition(const MatrixJob& job, const array::CodeMatrix& a,
                                               const array::CodeMatrix& b) {
  const trace::Convolution& c = job.convolution;
  const trace::Gemm gemm = trace::gemm_of(c, job.cls);
  std::vector<std::int64_t> result(gemm.m * gemm.n, 0);
  for_products(c, [&](auto x_row, auto w_row, auto y_row, auto channel, auto o) {
    const auto left = [&](auto row, auto column) { return a.at(row, column) - a.zero_point; };
    const auto right = [&](auto row, auto column) { return b.at(row, column) - b.zero_point; };
    switch (job.cls) {
      case trace::OperationClass::forward:
        result[y_row * gemm.n + o] += left(x_row, channel) * right(w_row, o);
        break;
      case trace::OperationClass::input_gradient:
        result[x_row * gemm.n + channel] += left(y_row, o) * right(w_row, o);
        break;
      default:
        result[o * gemm.n + w_row] += left(y_row, o) * right(x_row, channel);
    }
  });
  return result;
}

}  // namespace metronome::mapping
