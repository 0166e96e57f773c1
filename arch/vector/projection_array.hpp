#pragma once

#include <cstdint>
#include <string_view>

#include "sim/config/schema.hpp"

namespace metronome::vector {

/// A grid of adders without multipliers beside the array, which makes errors of binary feedback
/// (docs/feedback.md). Rows take samples, columns numbers of hidden layers, each adder holds one
/// sum; in a clock a row gets the error of its sample for one class, a column the sign of its
/// number for that class, and each adder adds or subtracts.
struct ProjectionArraySpec {
  static constexpr std::string_view kSchemaName = "projection_array";
  std::uint64_t rows = 16;
  std::uint64_t columns = 64;
  bool operator==(const ProjectionArraySpec&) const = default;

  [[nodiscard]] std::uint64_t adders() const { return rows * columns; }
  /// How often the grid is filled with other samples.
  [[nodiscard]] std::uint64_t row_passes(std::uint64_t samples) const;
  /// A clock for each class of each filling of the grid, ragged ones included:
  /// classes * ceil(samples / rows) * ceil(numbers / columns).
  [[nodiscard]] std::uint64_t clocks(std::uint64_t samples, std::uint64_t numbers,
                                     std::uint64_t classes) const;
};

}  // namespace metronome::vector

namespace metronome::config {
template <>
const StructSchema<vector::ProjectionArraySpec>& schema_of<vector::ProjectionArraySpec>();
}  // namespace metronome::config
