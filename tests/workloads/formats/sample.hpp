#pragma once

#include "sim/base/random.hpp"
#include "workloads/formats/matrix.hpp"

namespace metronome::formats {

/// Standard normal numbers.
inline Matrix normal(std::size_t rows, std::size_t columns, std::uint64_t seed) {
  const RandomStream stream(seed, "normal");
  Matrix result(rows, columns);
  for (std::size_t i = 0; i < result.values.size(); ++i) {
    result.values[i] = static_cast<float>(stream.normal(i));
  }
  return result;
}

/// Rows `first` to `first` + `count` and the first `columns` of a matrix.
inline Matrix part_of(const Matrix& of, std::size_t first, std::size_t count, std::size_t columns) {
  Matrix result(count, columns);
  for (std::size_t row = 0; row < count; ++row) {
    for (std::size_t column = 0; column < columns; ++column) {
      result.at(row, column) = of.at(first + row, column);
    }
  }
  return result;
}

}  // namespace metronome::formats
