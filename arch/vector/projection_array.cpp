#include "arch/vector/projection_array.hpp"

#include "sim/base/quantity.hpp"

namespace metronome::vector {

std::uint64_t ProjectionArraySpec::row_passes(std::uint64_t samples) const {
  return ceil_div(samples, rows);
}

std::uint64_t ProjectionArraySpec::clocks(std::uint64_t samples, std::uint64_t numbers,
                                          std::uint64_t classes) const {
  return classes * row_passes(samples) * ceil_div(numbers, columns);
}

}  // namespace metronome::vector

namespace metronome::config {

template <>
const StructSchema<vector::ProjectionArraySpec>& schema_of<vector::ProjectionArraySpec>() {
  using S = vector::ProjectionArraySpec;
  static const auto schema =
      StructSchema<S>("adders that make errors of binary feedback beside the array")
          .field("rows", &S::rows, {.doc = "samples at a time", .min = 1, .max = 4096})
          .field("columns", &S::columns,
                 {.doc = "numbers of hidden layers at a time", .min = 1, .max = 4096});
  return schema;
}

}  // namespace metronome::config
