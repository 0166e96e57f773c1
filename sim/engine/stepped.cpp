#include "sim/engine/stepped.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "arch/array/value_time.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/array_recorder.hpp"

namespace metronome::sim {
namespace {

/// Beyond these a stepped operation would fill the memory, or take longer than some minutes.
constexpr std::uint64_t kMaxElements = std::uint64_t{1} << 27;
constexpr std::uint64_t kMaxUnitClocks = 100'000'000'000;

void require_one_group(const mapping::MatrixJob& job) {
  const trace::Gemm gemm = trace::gemm_of(job.convolution, job.cls);
  if (job.convolution.groups > 1) {
    throw UserError("codes of a convolution with groups cannot be given",
                    "take one group: a convolution of its channels");
  }
  if (gemm.m * gemm.k + gemm.k * gemm.n + gemm.m * gemm.n > kMaxElements) {
    throw UserError(fmt::format("the codes of a GEMM of {} x {} x {} would fill the memory", gemm.m,
                                gemm.n, gemm.k),
                    "take a smaller operation");
  }
}

void require_steppable(const mapping::MatrixJob& job, const mapping::Mapping& mapping,
                       const arch::AcceleratorSpec& machine) {
  if (job.phases) {
    throw UserError("an input gradient in phases cannot be stepped",
                    "--set training.strided_input_gradient=zero_insertion");
  }
  const array::GemmShape gemm = mapping::array_shape(job, mapping.unrolling);
  const std::uint64_t clocks = mapping::array_use(job, mapping, machine).cycles();
  if (clocks > kMaxUnitClocks / array::mac_units(machine.array)) {
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

/// Runs a tile, with the recorder looking on if there is one.
array::ArrayUse run_tile(array::SteppedArray& stepped, const array::Tile& tile, std::uint64_t cycle,
                         std::optional<ArrayRecorder>& recorder) {
  if (!recorder) {
    return stepped.run(tile);
  }
  stepped.probe().watch(&*recorder);
  recorder->begin(tile, cycle);
  const array::ArrayUse use = stepped.run(tile);
  recorder->end();
  return use;
}

}  // namespace

SteppedResult execute_stepped(const mapping::MatrixJob& bare, const arch::AcceleratorSpec& machine,
                              const SteppedOptions& options) {
  require_one_group(bare);
  const OperandTensors tensors = operand_tensors(bare, options.codes);
  const mapping::MatrixJob job = with_terms(bare, machine, tensors);
  const mapping::Mapping mapping = mapping::best_mapping(job, machine);
  require_steppable(job, mapping, machine);
  const auto [a, b] = mapping::unroll(job, mapping.unrolling, tensors.a, tensors.b);
  array::SteppedArray stepped(machine.array, job.operands, mapping.unrolling, machine.ports(), a, b,
                              machine.training.corrections);
  SteppedResult result;
  result.mapping = mapping_text(mapping);
  std::optional<ArrayRecorder> recorder;
  if (options.wave) {
    recorder.emplace(stepped.probe(), options.wave->row, options.wave->column,
                     clock_period(machine.clock_hz), options.wave->most_clocks);
  }
  run_session(
      machine, options.memory, 1,
      [&](std::size_t) {
        return OperationInput{mapping::matrix_program(job, mapping, machine), Bin::idle_vector,
                              [&](const array::Tile& tile, std::uint64_t cycle) {
                                return run_tile(stepped, tile, cycle, recorder);
                              }};
      },
      [&](std::size_t, const OperationOutcome& outcome) { result.outcome = outcome; });
  if (recorder) {
    result.vcd = recorder->text();
    result.wave_clocks = recorder->clocks();
  }
  const std::vector<std::int64_t> product = stepped.result();
  result.counts = stepped.counts();
  result.exact = product == array::exact_product(a, b);
  result.checksum = fnv1a(product);
  result.accumulator_bits = bits_for_all(product);
  METRONOME_ASSERT(result.exact, "a stepped array gives the product of its operands");
  return result;
}

TimedOnCodes execute_on_codes(const mapping::MatrixJob& bare, const arch::AcceleratorSpec& machine,
                              Mode mode, const SteppedOptions& options) {
  require_one_group(bare);
  const OperandTensors tensors = operand_tensors(bare, options.codes);
  const mapping::MatrixJob job = with_terms(bare, machine, tensors);
  mapping::Mapping mapping = mapping::best_mapping(job, machine);
  auto [a, b] = mapping::unroll(job, mapping.unrolling, tensors.a, tensors.b);
  mapping.unrolling.stream_time =
      array::stream_on_codes(machine.array, job.operands, mapping.unrolling.transposed,
                             std::move(a), std::move(b), mode == Mode::analytic);
  TimedOnCodes result{{}, mapping_text(mapping)};
  if (mode == Mode::analytic) {
    result.outcome = analytic_outcome(job, mapping, machine, options.memory);
    return result;
  }
  run_session(
      machine, options.memory, 1,
      [&](std::size_t) {
        return OperationInput{mapping::matrix_program(job, mapping, machine), Bin::idle_vector};
      },
      [&](std::size_t, const OperationOutcome& outcome) { result.outcome = outcome; });
  return result;
}

}  // namespace metronome::sim
