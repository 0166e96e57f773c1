#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "arch/array/stepped.hpp"
#include "arch/mapping/job.hpp"
#include "arch/mapping/mapping.hpp"
#include "sim/engine/operand_codes.hpp"
#include "sim/ledger/run_result.hpp"
#include "sim/systemc/session.hpp"

namespace metronome::sim {

/// Which element of the array a wave form shows, and for how long.
struct WaveOptions {
  std::uint64_t row = 0, column = 0;
  std::uint64_t most_clocks = 100'000;
};

struct SteppedOptions {
  CodeSource codes;
  MemoryMode memory = MemoryMode::real;
  std::optional<WaveOptions> wave{};  ///< of the first group, all phases
  TileObserver observer{};            ///< of cycle and stepped; changes nothing
};

/// What a stepped operation was and gave.
struct SteppedResult {
  OperationOutcome outcome;
  std::string mapping;
  array::SteppedCounts counts;
  bool exact = false;  ///< nothing was cut off: that of 64-bit sums
  /// FNV-1a of the result's 64-bit integers, row by row, group by group.
  std::uint64_t checksum = 0;
  int accumulator_bits = 0;       ///< two's complement bits that the largest result takes
  std::string vcd;                ///< the wave form as a value change dump
  std::uint64_t wave_clocks = 0;  ///< array clocks of the operation; the dump has the first of them
};

/// An operation with the mapping that the other modes take, its array stepped on codes: those of
/// the tensors, which become the operands of the GEMM as the array executes it; of a convolution in
/// groups, every group has the same codes. Of an input gradient in phases each phase is a GEMM of
/// its own, and the result is the whole input gradient. Runs a SystemC session: once per process.
/// UserError where the operation is too large to be stepped, or a code file is wrong.
[[nodiscard]] SteppedResult execute_stepped(const mapping::MatrixJob& job,
                                            const arch::AcceleratorSpec& machine,
                                            const SteppedOptions& options);

/// What a value-dependent array takes in a mode that moves no codes.
struct TimedOnCodes {
  OperationOutcome outcome;
  std::string mapping;
};

/// Analytic or cycle, on the codes that the stepped array would be given. `cycle` runs a SystemC
/// session: once per process.
[[nodiscard]] TimedOnCodes execute_on_codes(const mapping::MatrixJob& job,
                                            const arch::AcceleratorSpec& machine, Mode mode,
                                            const SteppedOptions& options);

}  // namespace metronome::sim
