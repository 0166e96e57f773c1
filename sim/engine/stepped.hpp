#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "arch/array/stepped.hpp"
#include "arch/mapping/job.hpp"
#include "arch/mapping/mapping.hpp"
#include "sim/engine/operand_codes.hpp"
#include "sim/systemc/session.hpp"

namespace metronome::sim {

struct SteppedOptions {
  CodeSource codes;
  MemoryMode memory = MemoryMode::real;
};

/// What a stepped operation was and gave.
struct SteppedResult {
  OperationOutcome outcome;
  std::string mapping;
  array::SteppedCounts counts;
  bool exact = false;          ///< the result is that of 64-bit arithmetic
  std::uint64_t checksum = 0;  ///< FNV-1a of the result's 64-bit integers, row by row
  int accumulator_bits = 0;    ///< two's complement bits that the largest result takes
};

/// An operation with the mapping that the other modes take, its array stepped on codes: those of
/// the tensors, which become the operands of the GEMM as the array executes it. Runs a SystemC
/// session: once per process. UserError where the operation is too large to be stepped, or a code
/// file is wrong.
[[nodiscard]] SteppedResult execute_stepped(const mapping::MatrixJob& job,
                                            const arch::AcceleratorSpec& machine,
                                            const SteppedOptions& options);

}  // namespace metronome::sim
