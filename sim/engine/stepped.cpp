#include "sim/engine/stepped.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <functional>
#include <memory>
#include <utility>

#include "arch/array/stepped_floats.hpp"
#include "arch/array/value_time.hpp"
#include "arch/mapping/patches.hpp"
#include "arch/mapping/row_skipping.hpp"
#include "arch/mapping/stride_phases.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/array_recorder.hpp"

namespace metronome::sim {
namespace {

/// Beyond these a stepped operation would fill the memory, or take longer than some minutes.
constexpr std::uint64_t kMaxElements = std::uint64_t{1} << 27;
constexpr std::uint64_t kMaxUnitClocks = 100'000'000'000;

void require_codes_fit(const mapping::MatrixJob& job) {
  const trace::Gemm gemm = trace::gemm_of(job.convolution, job.cls);
  const std::uint64_t results = job.convolution.groups * gemm.m * gemm.n;
  if (gemm.m * gemm.k + gemm.k * gemm.n + results > kMaxElements) {
    throw UserError(fmt::format("the codes of a GEMM of {} x {} x {} would fill the memory", gemm.m,
                                gemm.n, gemm.k),
                    "take a smaller operation");
  }
}

void require_steppable(const mapping::MatrixJob& job, const mapping::Mapping& mapping,
                       const arch::AcceleratorSpec& machine) {
  const array::GemmShape gemm = mapping::array_shape(job, mapping.unrolling);
  const std::uint64_t clocks =
      job.convolution.groups * mapping::array_use(job, mapping, machine).cycles();
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

/// The array as it executes one group after the other, each on the same codes: what it takes from
/// one group to the next is empty.
class SteppedGroups {
 public:
  /// `make` gives an array that has run nothing; `job` outlives this.
  SteppedGroups(const mapping::MatrixJob& job, std::uint64_t tiles_per_group,
                std::function<array::SteppedArray()> make)
      : job_(job),
        phases_(mapping::phases_of(job).size()),
        tiles_per_group_(tiles_per_group),
        make_(std::move(make)) {
    array_.emplace(make_());
  }

  /// Of the group that runs.
  [[nodiscard]] array::SteppedArray& array() { return *array_; }
  /// A wave form shows the first group.
  array::ArrayUse run(const array::Tile& tile, std::uint64_t cycle,
                      std::optional<ArrayRecorder>& recorder) {
    if (tiles_ == tiles_per_group_) {
      finish_group();
      array_.emplace(make_());
    }
    ++tiles_;
    if (!recorder || !results_.empty()) {
      return array_->run(tile);
    }
    array_->probe().watch(&*recorder);
    recorder->begin(tile, cycle);
    const array::ArrayUse use = array_->run(tile);
    recorder->end();
    return use;
  }
  /// The results of all groups, one behind the other, once all have run.
  [[nodiscard]] const std::vector<std::int64_t>& finish() {
    const std::uint64_t groups = job_.convolution.groups;
    do {
      finish_group();
    } while (tiles_per_group_ == 0 && finished_ < groups);  // no tap meets a result
    METRONOME_ASSERT(finished_ == groups, "every group has run");
    return results_;
  }
  [[nodiscard]] const array::SteppedCounts& counts() const { return counts_; }

 private:
  void finish_group() {
    std::vector<std::vector<std::int64_t>> by_phase;
    for (std::uint64_t phase = 0; phase < phases_; ++phase) {
      by_phase.push_back(array_->result(phase));
    }
    const std::vector<std::int64_t> product = mapping::interleaved(job_, by_phase);
    results_.insert(results_.end(), product.begin(), product.end());
    counts_ += array_->counts();
    ++finished_;
    tiles_ = 0;
  }

  const mapping::MatrixJob& job_;
  std::uint64_t phases_, tiles_per_group_;
  std::function<array::SteppedArray()> make_;
  std::optional<array::SteppedArray> array_;
  std::uint64_t tiles_ = 0, finished_ = 0;
  std::vector<std::int64_t> results_;
  array::SteppedCounts counts_;
};

std::uint64_t tiles_of(const mapping::Program& program) {
  std::uint64_t tiles = 0;
  for (const mapping::TileStep& step : program.steps) {
    tiles += (step.tile ? 1 : 0) + step.phases.size() + step.sums.size();
  }
  return tiles;
}

/// Of one group, in 64-bit arithmetic; of phases over inserted zeros, as one product.
std::vector<std::int64_t> expected_product(const mapping::MatrixJob& job,
                                           const mapping::Mapping& mapping,
                                           const OperandTensors& tensors,
                                           const array::ArraySpec& array) {
  const auto [a, b] = mapping::unroll(job, mapping.unrolling, tensors.a, tensors.b);
  const auto* floats = std::get_if<array::ChunkedFpSpec>(&array);
  return floats == nullptr ? array::exact_product(a, b)
                           : array::float_product(*floats, job.operands, a, b);
}

/// Whether the array's accumulators keep every bit of the product.
bool keeps_all(const mapping::MatrixJob& job, const mapping::Mapping& mapping,
               const OperandTensors& tensors, const array::ArraySpec& array) {
  const auto* floats = std::get_if<array::ChunkedFpSpec>(&array);
  if (floats == nullptr) {
    return true;
  }
  const auto [a, b] = mapping::unroll(job, mapping.unrolling, tensors.a, tensors.b);
  return !array::loses_bits(*floats, job.operands, a, b);
}

/// The product of one group, so many times.
std::vector<std::int64_t> repeated(const std::vector<std::int64_t>& product, std::uint64_t times) {
  std::vector<std::int64_t> all;
  for (std::uint64_t i = 0; i < times; ++i) {
    all.insert(all.end(), product.begin(), product.end());
  }
  return all;
}

}  // namespace

SteppedResult execute_stepped(const mapping::MatrixJob& bare, const arch::AcceleratorSpec& machine,
                              const SteppedOptions& options) {
  require_codes_fit(bare);
  OperandTensors tensors = operand_tensors(bare, options.codes);
  const mapping::MatrixJob job = with_terms(bare, machine, tensors);
  const mapping::Mapping mapping = mapping::best_mapping(job, machine);
  mapping::clear_left_rows(job, mapping, tensors.b);
  require_steppable(job, mapping, machine);
  const auto expected = expected_product(job, mapping, tensors, machine.array);
  const auto gemms = mapping::unroll_tiles(job, mapping, tensors.a, tensors.b);
  const mapping::Program program = mapping::matrix_program(job, mapping, machine);
  const std::uint64_t groups = job.convolution.groups;
  SteppedGroups stepped(job, exact_div(tiles_of(program), groups), [&] {
    return array::SteppedArray(machine.array, job.operands, mapping.unrolling, machine.ports(),
                               gemms, machine.training.corrections);
  });
  SteppedResult result;
  result.mapping = mapping_text(mapping);
  std::optional<ArrayRecorder> recorder;
  if (options.wave) {
    recorder.emplace(stepped.array().probe(), options.wave->row, options.wave->column,
                     clock_period(machine.clock_hz), options.wave->most_clocks);
  }
  run_session(
      machine, options.memory, 1,
      [&](std::size_t) {
        return OperationInput{program, Bin::idle_vector,
                              [&](const array::Tile& tile, std::uint64_t cycle) {
                                return stepped.run(tile, cycle, recorder);
                              },
                              options.observer};
      },
      [&](std::size_t, const OperationOutcome& outcome) { result.outcome = outcome; });
  if (recorder) {
    result.vcd = recorder->text();
    result.wave_clocks = recorder->clocks();
  }
  const std::vector<std::int64_t>& product = stepped.finish();
  result.counts = stepped.counts();
  METRONOME_ASSERT(product == repeated(expected, groups),
                   "a stepped array gives the product of its operands, cut as it is defined");
  result.exact = keeps_all(job, mapping, tensors, machine.array);
  result.checksum = fnv1a(product);
  result.accumulator_bits = bits_for_all(product);
  return result;
}

TimedOnCodes execute_on_codes(const mapping::MatrixJob& bare, const arch::AcceleratorSpec& machine,
                              Mode mode, const SteppedOptions& options) {
  require_codes_fit(bare);
  const OperandTensors tensors = operand_tensors(bare, options.codes);
  const mapping::MatrixJob job = with_terms(bare, machine, tensors);
  mapping::Mapping mapping = mapping::best_mapping(job, machine);
  std::vector<std::shared_ptr<const array::StreamTime>> streams;
  for (auto& [a, b] : mapping::unroll_tiles(job, mapping, tensors.a, tensors.b)) {
    streams.push_back(array::stream_on_codes(machine.array, job.operands,
                                             mapping.unrolling.transposed, std::move(a),
                                             std::move(b), mode == Mode::analytic));
  }
  mapping.unrolling.stream_time = array::streams_by_phase(std::move(streams));
  TimedOnCodes result{{}, mapping_text(mapping)};
  if (mode == Mode::analytic) {
    result.outcome = analytic_outcome(job, mapping, machine, options.memory);
    return result;
  }
  run_session(
      machine, options.memory, 1,
      [&](std::size_t) {
        return OperationInput{
            mapping::matrix_program(job, mapping, machine), Bin::idle_vector, {}, options.observer};
      },
      [&](std::size_t, const OperationOutcome& outcome) { result.outcome = outcome; });
  return result;
}

}  // namespace metronome::sim
