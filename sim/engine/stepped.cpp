#include "sim/engine/stepped.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "arch/array/analytic.hpp"
#include "sim/base/random.hpp"

namespace metronome::sim {
namespace {

/// Beyond these a stepped operation would fill the memory, or take longer than some minutes.
constexpr std::uint64_t kMaxElements = std::uint64_t{1} << 27;
constexpr std::uint64_t kMaxUnitClocks = 100'000'000'000;

void require_steppable(const array::GemmShape& gemm, const mapping::Mapping& mapping,
                       const arch::AcceleratorSpec& machine) {
  const std::uint64_t elements = gemm.m * gemm.k + gemm.k * gemm.n + gemm.m * gemm.n;
  const std::uint64_t clocks =
      array::analytic_use(mapping.unrolling, machine.ports(), gemm, mapping.tile).cycles();
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

array::CodeMatrix random_codes(std::uint64_t rows, std::uint64_t columns, int bits,
                               const std::string& name, const SteppedOptions& options) {
  const RandomStream random(options.seed, name);
  const std::int32_t half = 1 << (bits - 1);
  array::CodeMatrix matrix{rows, columns, bits, options.is_signed, options.is_signed ? 0 : half,
                           {}};
  matrix.codes.reserve(rows * columns);
  for (std::uint64_t i = 0; i < rows * columns; ++i) {
    const auto code = static_cast<std::int32_t>(random.below(i, std::uint64_t{1} << bits));
    matrix.codes.push_back(options.is_signed ? code - half : code);
  }
  return matrix;
}

mapping::Program placed_program(const mapping::MatrixJob& job, const mapping::Mapping& mapping,
                                const arch::AcceleratorSpec& machine) {
  mapping::Program program = mapping::matrix_program(job, mapping, machine);
  const mapping::TileCounts tiles = mapping::tile_counts(job, mapping);
  const bool m_outer = mapping.order == mapping::LoopOrder::m_outer;
  for (std::uint64_t i = 0; i < program.steps.size(); ++i) {
    const std::uint64_t block = i / tiles.k;
    const std::uint64_t inner = m_outer ? tiles.n : tiles.m;
    const std::uint64_t m = m_outer ? block / inner : block % inner;
    const std::uint64_t n = m_outer ? block % inner : block / inner;
    METRONOME_ASSERT(program.steps[i].tile.has_value(), "a step of a matrix program has a tile");
    program.steps[i].tile->origin = {m * mapping.tile.m, n * mapping.tile.n,
                                     i % tiles.k * mapping.tile.k};
  }
  return program;
}

SteppedResult execute_stepped(const mapping::MatrixJob& job, const arch::AcceleratorSpec& machine,
                              const SteppedOptions& options) {
  const mapping::Mapping mapping = mapping::best_mapping(job, machine);
  const array::GemmShape gemm = mapping::array_shape(job, mapping.unrolling);
  require_steppable(gemm, mapping, machine);
  const auto a = random_codes(gemm.m, gemm.k, job.operands.a_bits, "operand a", options);
  const auto b = random_codes(gemm.k, gemm.n, job.operands.b_bits, "operand b", options);
  array::SteppedArray stepped(machine.array, job.operands, mapping.unrolling, machine.ports(), a,
                              b);
  SteppedResult result;
  result.mapping = mapping_text(mapping);
  run_session(
      machine, options.memory, 1,
      [&](std::size_t) {
        return OperationInput{placed_program(job, mapping, machine), Bin::idle_vector,
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
