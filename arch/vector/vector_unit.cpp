#include "arch/vector/vector_unit.hpp"

#include <algorithm>
#include <cmath>

namespace metronome::vector {

UnitWork& UnitWork::operator+=(const UnitWork& other) {
  ranged += other.ranged;
  quantized += other.quantized;
  random += other.random;
  transposed += other.transposed;
  signed_adds += other.signed_adds;
  generated += other.generated;
  copied += other.copied;
  projected += other.projected;
  return *this;
}

UnitWork operator*(double times, const UnitWork& work) {
  return {times * work.ranged,     times * work.quantized, times * work.random,
          times * work.transposed, times * work.copied,    times * work.signed_adds,
          times * work.generated,  times * work.projected};
}

std::uint64_t VectorUnit::unit_cycles(double count, double per_lane_cycle) const {
  return per_lane_cycle == 0 ? 0
                             : static_cast<std::uint64_t>(std::ceil(
                                   count / (static_cast<double>(spec_.lanes) * per_lane_cycle)));
}

std::uint64_t VectorUnit::run_cycles(const ElementWork& work) const {
  const auto elements = static_cast<double>(work.elements);
  const UnitWork passages = elements * work.units;
  const std::uint64_t packing =
      spec_.packed_codes_per_cycle == 0 ? 0 : ceil_div(work.packed, spec_.packed_codes_per_cycle);
  const auto copying = static_cast<std::uint64_t>(std::ceil(passages.copied));
  const auto projecting = static_cast<std::uint64_t>(std::ceil(passages.projected));
  return std::max({unit_cycles(elements * work.operations_per_element, 1), packing, copying,
                   projecting, unit_cycles(passages.ranged, spec_.range_elements_per_lane_cycle),
                   unit_cycles(passages.quantized, spec_.quantizer_elements_per_lane_cycle),
                   unit_cycles(passages.random, spec_.random_numbers_per_lane_cycle),
                   unit_cycles(passages.transposed, spec_.transposer_elements_per_lane_cycle),
                   unit_cycles(passages.signed_adds, spec_.feedback_adds_per_lane_cycle),
                   unit_cycles(passages.generated, spec_.feedback_bits_per_lane_cycle)}) +
         spec_.pipeline_cycles;
}

}  // namespace metronome::vector

namespace metronome::config {

template <>
const StructSchema<vector::VectorSpec>& schema_of<vector::VectorSpec>() {
  using S = vector::VectorSpec;
  const auto unit = [](const char* what, std::string doc) {
    return FieldSpec{.unit = std::string(what) + " per cycle and lane",
                     .doc = std::move(doc),
                     .min = 0,
                     .max = 64};
  };
  const auto feedback_unit = [&](const char* what, std::string doc) {
    FieldSpec spec = unit(what, std::move(doc));
    spec.omit_default = true;
    return spec;
  };
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
                  .max = 1e6})
          .field("range_elements_per_lane_cycle", &S::range_elements_per_lane_cycle,
                 unit("elements",
                      "throughput of pipelined units that keep minimum and maximum of what passes "
                      "them; 0: none, a lane takes two comparisons an element"))
          .field("quantizer_elements_per_lane_cycle", &S::quantizer_elements_per_lane_cycle,
                 unit("elements",
                      "throughput of pipelined units that scale, round and clamp an element to a "
                      "code; 0: none, a lane takes its operations one by one"))
          .field("random_numbers_per_lane_cycle", &S::random_numbers_per_lane_cycle,
                 unit("numbers",
                      "throughput of generators of 16 random bits, one number for each code that "
                      "is rounded stochastically; 0: random numbers never keep anything waiting"))
          .field("transposer_elements_per_lane_cycle", &S::transposer_elements_per_lane_cycle,
                 unit("elements",
                      "throughput of units that exchange rows and columns of operands on their way "
                      "into a buffer (weights of an input gradient, both operands of a weight "
                      "gradient; not with transposed_reads: dual_copy), which takes time in the "
                      "load path; 0: transposing takes none"))
          .field("feedback_adds_per_lane_cycle", &S::feedback_adds_per_lane_cycle,
                 feedback_unit("additions",
                               "throughput of adders without a multiplier that add or subtract "
                               "errors as the bits of binary feedback say (docs/feedback.md); 0: "
                               "none, a lane takes them one by one"))
          .field("feedback_bits_per_lane_cycle", &S::feedback_bits_per_lane_cycle,
                 feedback_unit("bits",
                               "throughput of shift registers that generate binary feedback where "
                               "it is used; 0: it never keeps anything waiting"))
          .field("sizing", &S::sizing,
                 {.doc = "who says how many lanes there are: chosen by the file, or by_rule, the "
                         "rule of docs/machines.md, which a test computes for the file"});
  return schema;
}

}  // namespace metronome::config
