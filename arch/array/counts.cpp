#include "arch/array/counts.hpp"

#include <algorithm>

namespace metronome::array {

ArrayCounts array_counts(const ArraySpec& spec, const ArrayUse& use, std::uint64_t useful,
                         std::uint64_t cycles) {
  const std::uint64_t peak = peak_bit_products(spec);
  if (depends_on_values(spec)) {
    useful = std::min(useful, peak * use.busy_cycles);  // busy cycles are rounded, terms expected
  }
  METRONOME_ASSERT(useful <= peak * use.busy_cycles && use.busy_cycles <= cycles,
                   "an array does at most its peak");
  const std::uint64_t idle = cycles - use.busy_cycles;
  return {useful, peak * use.busy_cycles - useful, peak * idle, processing_elements(spec) * idle,
          use.work};
}

std::vector<std::pair<std::string, std::uint64_t>> named_counts(const ArrayCounts& counts) {
  return {{"useful_bit_product", counts.useful_bit_products},
          {"padded_bit_product", counts.padded_bit_products},
          {"idle_bit_product", counts.idle_bit_products},
          {"idle_pe_cycle", counts.idle_pe_cycles},
          {"addition", counts.work.adds},
          {"shift", counts.work.shifts},
          {"register_write", counts.work.register_writes}};
}

}  // namespace metronome::array
