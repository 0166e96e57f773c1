#include "arch/vector/vector_unit.hpp"

#include <cmath>

namespace metronome::vector {

std::uint64_t VectorUnit::run_cycles(const ElementWork& work) const {
  const double operations = static_cast<double>(work.elements) * work.operations_per_element;
  const auto issue =
      static_cast<std::uint64_t>(std::ceil(operations / static_cast<double>(spec_.lanes)));
  return issue + spec_.pipeline_cycles;
}

}  // namespace metronome::vector

namespace metronome::config {

template <>
const StructSchema<vector::VectorSpec>& schema_of<vector::VectorSpec>() {
  using S = vector::VectorSpec;
  static const auto schema =
      StructSchema<S>("FP32 lanes for normalisation, activation, quantization and update")
          .field("lanes", &S::lanes,
                 {.doc = "additions or multiplications per cycle", .min = 1, .max = 65536})
          .field("pipeline_cycles", &S::pipeline_cycles,
                 {.unit = "cycles", .doc = "latency exposed once per block", .max = 1000});
  return schema;
}

}  // namespace metronome::config
