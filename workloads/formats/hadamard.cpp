#include "workloads/formats/hadamard.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "sim/base/error.hpp"

namespace metronome::formats {
namespace {

/// In place, unscaled: x H in n log2(n) additions.
void butterflies(std::vector<double>& x) {
  for (std::size_t half = 1; half < x.size(); half *= 2) {
    for (std::size_t i = 0; i < x.size(); ++i) {
      if ((i & half) == 0) {
        const double a = x[i];
        const double b = x[i + half];
        x[i] = a + b;
        x[i + half] = a - b;
      }
    }
  }
}

}  // namespace

HadamardTransform::HadamardTransform(std::vector<int> signs) : signs_(std::move(signs)) {
  METRONOME_ASSERT(std::has_single_bit(signs_.size()), "Sylvester's matrices are powers of two");
  for (const int sign : signs_) {
    METRONOME_ASSERT(sign == 1 || sign == -1, "signs are 1 and -1");
  }
}

HadamardTransform HadamardTransform::fixed() {
  return HadamardTransform({1, 1, 1, -1, 1, -1, -1, -1, -1, -1, -1, 1, -1, 1, -1, -1});
}

HadamardTransform HadamardTransform::drawn(std::size_t tile, const RandomStream& stream) {
  std::vector<int> signs(tile);
  for (std::size_t i = 0; i < tile; ++i) {
    signs[i] = (stream.bits(i) >> 63) != 0 ? -1 : 1;
  }
  return HadamardTransform(std::move(signs));
}

Matrix HadamardTransform::apply(MatrixView matrix) const {
  const std::size_t n = tile();
  const std::size_t tiles = (matrix.columns + n - 1) / n;
  const double scale = 1 / std::sqrt(static_cast<double>(n));
  Matrix result(matrix.rows, tiles * n);
  std::vector<double> part(n);
  for (std::size_t i = 0; i < matrix.rows * tiles; ++i) {
    const std::size_t row = i / tiles;
    const std::size_t begin = i % tiles * n;
    for (std::size_t j = 0; j < n; ++j) {
      part[j] = begin + j < matrix.columns ? double{matrix.at(row, begin + j)} * signs_[j] : 0.0;
    }
    butterflies(part);
    for (std::size_t j = 0; j < n; ++j) {
      result.at(row, begin + j) = static_cast<float>(part[j] * scale);
    }
  }
  return result;
}

}  // namespace metronome::formats
