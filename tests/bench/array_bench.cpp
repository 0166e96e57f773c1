// Speed of the array models: PE-clocks of the stepped arrays and evaluations of the closed form per
// second of wall time.
#include <benchmark/benchmark.h>

#include "arch/array/analytic.hpp"
#include "arch/array/stepped.hpp"

namespace metronome::array {
namespace {

CodeMatrix codes(std::uint64_t rows, std::uint64_t columns, int bits) {
  CodeMatrix m{rows, columns, bits, false, 0, {}};
  for (std::uint64_t i = 0; i < rows * columns; ++i) {
    m.codes.push_back(static_cast<std::int32_t>(i * 2654435761u >> 7) & ((1 << bits) - 1));
  }
  return m;
}

/// `pes`: processing elements (multipliers, Fusion Units, inner-product units) of the array.
void step(benchmark::State& state, const ArraySpec& spec, std::uint64_t pes, int bits) {
  const Operands operands{.a_bits = bits, .b_bits = bits};
  const Ports ports{1 << 20, 1 << 20, 1 << 20};
  SteppedArray array(spec, operands, unrollings(spec, operands).front(), ports,
                     codes(1024, 64, bits), codes(64, 64, bits));
  double clocks = 0;
  for (auto _ : state) {
    clocks += static_cast<double>(array.run({{1024, 64, 64}, false, {0, 0, 0}}).cycles());
  }
  state.counters["pe_clocks"] =
      benchmark::Counter(clocks * static_cast<double>(pes), benchmark::Counter::kIsRate);
}
BENCHMARK_CAPTURE(step, systolic_16x32_8_bits, SystolicSpec{}, 512, 8)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(step, spatial_fusion_16x32_4_bits, SpatialFusionSpec{}, 512, 4)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(step, operand_serial_16x16_units_4_bits, OperandSerialSpec{}, 256, 4)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(step, dual_serial_128x16_units_2_bits, DualSerialSpec{}, 2048, 2)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(step, binary_overlay_16x16_units_2_bits, BinaryOverlaySpec{}, 256, 2)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(step, two_in_one_16x16_units_4_bits, TwoInOneSpec{}, 256, 4)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(step, chunked_bfp_16x32_units_4_bits, ChunkedBfpSpec{}, 512, 4)
    ->Unit(benchmark::kMillisecond);

void evaluate_closed_form(benchmark::State& state) {
  const Unrolling walk = unrollings(SpatialFusionSpec{}, {.a_bits = 4, .b_bits = 4}).front();
  std::uint64_t m = 1000;
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        analytic_use(walk, {2048, 2048, 2048}, {m++, 75, 577}, {128, 64, 100}));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(evaluate_closed_form);

}  // namespace
}  // namespace metronome::array
