#include "arch/vector/vector_unit.hpp"

#include <algorithm>
#include <cmath>

namespace metronome::vector {

std::uint64_t VectorUnit::run_cycles(const ElementWork& work) const {
  const double operations = static_cast<double>(work.elements) * work.operations_per_element;
  const auto issue =
      static_cast<std::uint64_t>(std::ceil(operations / static_cast<double>(spec_.lanes)));
  const std::uint64_t packing =
      spec_.packed_codes_per_cycle == 0 ? 0 : ceil_div(work.packed, spec_.packed_codes_per_cycle);
  return std::max(issue, packing) + spec_.pipeline_cycles;
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
                 {.unit = "cycles", .doc = "latency exposed once per block", .min = 0, .max = 1000})
          .field("packed_codes_per_cycle", &S::packed_codes_per_cycle,
                 {.unit = "codes per cycle",
                  .doc = "throughput of the unit that packs quantized codes into bit planes, for "
                         "arrays that read them; 0: codes are stored as they come",
                  .min = 0,
                  .max = 1e6});
  return schema;
}

}  // namespace metronome::config
