#include "arch/array/scalesim.hpp"

#include "arch/array/analytic.hpp"

namespace metronome::array {

ArrayUse scalesim_use(const SystolicSpec& spec, const Operands& operands, const GemmShape& gemm) {
  constexpr std::uint64_t kUnlimited = std::uint64_t{1} << 50;
  SystolicSpec serial_loads = spec;
  serial_loads.double_buffered_weights = false;
  serial_loads.pipelined_passes = false;
  const Unrolling walk = unrollings(serial_loads, operands).front();
  ArrayUse use =
      analytic_use(walk, {kUnlimited, kUnlimited, kUnlimited}, gemm, {gemm.m, gemm.n, gemm.k});
  if (walk.kind == Unrolling::Kind::output_stationary) {
    const std::uint64_t folds = ceil_div(gemm.m, spec.rows) * ceil_div(gemm.n, spec.columns);
    use.output_write_bits += folds * (spec.rows + spec.columns) * kAccumulatorBits;
  }
  --(use.fill_drain_cycles > 0 ? use.fill_drain_cycles : use.busy_cycles);
  return use;
}

std::uint64_t scalesim_output(std::uint64_t padded_input, std::uint64_t kernel,
                              std::uint64_t stride) {
  return ceil_div(padded_input - kernel, stride) + 1;
}

}  // namespace metronome::array
