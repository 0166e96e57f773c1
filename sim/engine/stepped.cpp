#include "sim/engine/stepped.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "arch/array/analytic.hpp"

namespace metronome::sim {
namespace {

/// Beyond these a stepped operation would fill the memory, or take longer than some minutes.
constexpr std::uint64_t kMaxElements = std::uint64_t{1} << 27;
constexpr std::uint64_t kMaxUnitClocks = 100'000'000'000;

void require_steppable(const mapping::MatrixJob& job, const array::GemmShape& gemm,
                       const mapping::Mapping& mapping, const arch::AcceleratorSpec& machine) {
  if (job.convolution.groups > 1) {
    throw UserError("a convolution with groups cannot be stepped",
                    "step one group: a convolution of its channels");
  }
  const std::uint64_t elements = gemm.m * gemm.k + gemm.k * gemm.n + gemm.m * gemm.n;
  const std::uint64_t clocks = mapping::array_use(job, mapping, machine).cycles();
  if (elements > kMaxElements || clocks > kMaxUnitClocks / array::mac_units(machine.array)) {
    throw UserError(fmt::format("a GEMM of {} x {} x {} is too large to be stepped PE by PE",
                                gemm.m, gemm.n, gemm.k),
                    "use --mode cycle, which takes the same clocks, or a smaller operation");
  }
}

std::uint64_t fnv1a(const std::vector<std::int64_t>& values) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const std::int64_t value : values) {
    for (int byte = 0; byte < 8; ++byte) {
      hash ^= (static_cast<std::uint64_t>(value) >> (8 * byte)) & 0xff;
      hash *= 0x100000001b3;
    }
  }
  return hash;
}

int bits_for_all(const std::vector<std::int64_t>& values) {
  int bits = 1;
  for (const std::int64_t v : values) {
    const auto magnitude = static_cast<std::uint64_t>(v < 0 ? ~v : v);
    bits = std::max(bits, static_cast<int>(std::bit_width(magnitude)) + 1);
  }
  return bits;
}

}  // namespace

SteppedResult execute_stepped(const mapping::MatrixJob& job, const arch::AcceleratorSpec& machine,
                              const SteppedOptions& options) {
  const mapping::Mapping mapping = mapping::best_mapping(job, machine);
  const array::GemmShape gemm = mapping::array_shape(job, mapping.unrolling);
  require_steppable(job, gemm, mapping, machine);
  const OperandTensors tensors = operand_tensors(job, options.codes);
  const auto [a, b] = mapping::unroll(job, mapping.unrolling, tensors.a, tensors.b);
  array::SteppedArray stepped(machine.array, job.operands, mapping.unrolling, machine.ports(), a, b,
                              machine.training.corrections);
  SteppedResult result;
  result.mapping = mapping_text(mapping);
  run_session(
      machine, options.memory, 1,
      [&](std::size_t) {
        return OperationInput{mapping::matrix_program(job, mapping, machine), Bin::idle_vector,
                              [&](const array::Tile& tile) { return stepped.run(tile); }};
      },
      [&](std::size_t, const OperationOutcome& outcome) { result.outcome = outcome; });
  const std::vector<std::int64_t> product = stepped.result();
  result.counts = stepped.counts();
  result.exact = product == array::exact_product(a, b);
  result.checksum = fnv1a(product);
  result.accumulator_bits = bits_for_all(product);
  METRONOME_ASSERT(result.exact, "a stepped array gives the product of its operands");
  return result;
}

}  // namespace metronome::sim
