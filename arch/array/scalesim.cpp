#include "arch/array/scalesim.hpp"

#include "arch/array/analytic.hpp"

namespace metronome::array {

ArrayUse scalesim_use(const SystolicSpec& spec, const Operands& operands, const GemmShape& gemm) {
  constexpr std::uint64_t kUnlimited = std::uint64_t{1} << 50;
  SystolicSpec serial_loads = spec;
  serial_loads.double_buffered_weights = false;
  ArrayUse use = analytic_use(unrollings(serial_loads, operands).front(),
                              {kUnlimited, kUnlimited, kUnlimited}, gemm, {gemm.m, gemm.n, gemm.k});
  --(use.fill_drain_cycles > 0 ? use.fill_drain_cycles : use.busy_cycles);
  return use;
}

std::uint64_t scalesim_output(std::uint64_t padded_input, std::uint64_t kernel,
                              std::uint64_t stride) {
  return ceil_div(padded_input - kernel, stride) + 1;
}

}  // namespace metronome::array
