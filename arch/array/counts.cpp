#include "arch/array/counts.hpp"

#include <algorithm>
#include <cmath>

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
  const std::uint64_t padded = peak * use.busy_cycles - useful;
  return {useful, padded, 0, peak * idle, processing_elements(spec) * idle, use.work};
}

std::uint64_t unfed_bit_products(const ArraySpec& spec, const Operands& operands,
                                 std::uint64_t busy_cycles) {
  const auto* floats = std::get_if<ChunkedFpSpec>(&spec);
  if (floats == nullptr) {
    return 0;
  }
  const auto chunk = static_cast<std::uint64_t>(floats->chunk_bits);
  return (floats->lanes - fed_lanes(*floats, operands)) * chunk * chunk *
         processing_elements(spec) * busy_cycles;
}

std::uint64_t zero_bit_products(const ArraySpec& spec, const ArrayUse& use,
                                const Operands& operands, std::uint64_t macs) {
  if (depends_on_values(spec)) {
    return 0;
  }
  const double cycles = static_cast<double>(macs) / peak_macs_per_cycle(spec, operands);
  const double empty = std::max(static_cast<double>(use.busy_cycles) - cycles, 0.0);
  const std::uint64_t fed = peak_bit_products(spec) - unfed_bit_products(spec, operands, 1);
  return static_cast<std::uint64_t>(std::llround(empty * static_cast<double>(fed)));
}

std::vector<std::pair<std::string, std::uint64_t>> named_counts(const ArrayCounts& counts) {
  return {{"useful_bit_product", counts.useful_bit_products},
          {"padded_bit_product", counts.padded_bit_products},
          {"zero_bit_product", counts.zero_bit_products},
          {"idle_bit_product", counts.idle_bit_products},
          {"idle_pe_cycle", counts.idle_pe_cycles},
          {"addition", counts.work.adds},
          {"shift", counts.work.shifts},
          {"register_write", counts.work.register_writes}};
}

}  // namespace metronome::array
