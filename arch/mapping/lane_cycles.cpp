#include "arch/mapping/lane_cycles.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace metronome::mapping {

std::uint64_t lane_cycles(std::uint64_t elements, const ElementCost& cost,
                          const vector::VectorSpec& spec, std::uint64_t codes) {
  struct Way {
    double each;  ///< of one element
    double rate;  ///< of one lane; 0: as many as come
  };
  const std::array ways{Way{cost.operations(), 1},
                        Way{cost.units.ranged, spec.range_elements_per_lane_cycle},
                        Way{cost.units.quantized, spec.quantizer_elements_per_lane_cycle},
                        Way{cost.units.random, spec.random_numbers_per_lane_cycle},
                        Way{cost.units.transposed, spec.transposer_elements_per_lane_cycle},
                        Way{cost.units.signed_adds, spec.feedback_adds_per_lane_cycle},
                        Way{cost.units.generated, spec.feedback_bits_per_lane_cycle}};
  const std::uint64_t packed = spec.packed_codes_per_cycle;
  std::uint64_t slowest = packed == 0 ? 0 : ceil_div(codes, packed);
  for (const double clocks : {cost.units.copied, cost.units.projected}) {
    const double all = static_cast<double>(elements) * clocks;
    slowest = std::max(slowest, static_cast<std::uint64_t>(std::ceil(all)));
  }
  for (const Way& way : ways) {
    if (way.rate > 0) {
      const double cycles =
          static_cast<double>(elements) * way.each / (static_cast<double>(spec.lanes) * way.rate);
      slowest = std::max(slowest, static_cast<std::uint64_t>(std::ceil(cycles)));
    }
  }
  return slowest + spec.pipeline_cycles;
}

}  // namespace metronome::mapping
