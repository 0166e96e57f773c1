#pragma once

#include <string>
#include <vector>

#include "arch/links/chip_program.hpp"
#include "arch/mapping/chain_judge.hpp"
#include "arch/mapping/machine_step.hpp"
#include "arch/spec/accelerator.hpp"
#include "sim/chips/chip_step.hpp"
#include "sim/ledger/run_result.hpp"

namespace metronome::chips {

/// What a collective of an iteration is of.
enum class Purpose { gradients, scales, statistics, parameters, activations, errors };
constexpr auto enum_rows(Purpose) {
  using enum Purpose;
  return enum_list<Purpose>({{gradients, "gradients"},
                             {scales, "scales"},
                             {statistics, "statistics"},
                             {parameters, "parameters"},
                             {activations, "activations"},
                             {errors, "errors"}});
}

/// A collective of a LevelProgram, as tables name it.
struct Exchange {
  Purpose purpose = Purpose::gradients;
  std::string first;        ///< tensor, or operation that makes it
  std::size_t tensors = 1;  ///< summed together
  unsigned bits = 32;       ///< of a number, as each chip sends it
  /// Of a message: its numbers, whose payload is bytes.
  std::uint64_t numbers = 0;
};

/// One iteration of a level on all chips, which do the same.
struct LevelProgram {
  links::SystemProgram program;     ///< a task for each operation of the level, in order
  std::vector<Exchange> exchanges;  ///< as program.requests
};

/// What the chains of a step of a run have been judged by, values of operands apart. The run
/// outlives it.
[[nodiscard]] mapping::StepUse use_of(const RunResult& run, std::size_t step,
                                      const arch::AcceleratorSpec& machine);

/// UserError where statistics of all chips meet a machine that takes the batch part by part.
void require_whole_batch(const ChipStep& chip, const arch::AcceleratorSpec& machine);

/// How a step's operations and sums depend on each other on a machine; serves all its levels.
/// UserError as require_whole_batch, and from level() where the run's chains are not those of
/// `use`. What it is made of outlives it.
class StepProgram {
 public:
  StepProgram(const ChipStep& chip, const arch::AcceleratorSpec& machine,
              const links::SystemSpec& system, const mapping::StepUse& use = {});

  /// Of a level of a run of the chip's trace, which is of this step.
  [[nodiscard]] LevelProgram level(const RunResult& run, const LevelResult& level) const;

 private:
  struct Draft;
  class Builder;

  const ChipStep& chip_;
  const arch::AcceleratorSpec& machine_;
  const links::SystemSpec& system_;
  mapping::MachineStep step_;
  std::vector<std::vector<std::uint32_t>> depends_on_;  ///< by operation: others before it
};

/// Picoseconds of cycles, rounded to nearest.
[[nodiscard]] Picoseconds time_of(const RunResult& run, Cycles cycles);

}  // namespace metronome::chips
