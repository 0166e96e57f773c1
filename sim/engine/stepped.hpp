#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "arch/array/stepped.hpp"
#include "arch/mapping/job.hpp"
#include "arch/mapping/mapping.hpp"
#include "sim/systemc/session.hpp"

namespace metronome::sim {

struct SteppedOptions {
  std::uint64_t seed = 1;  ///< of the operand codes
  bool is_signed = false;  ///< codes; unsigned ones have their zero point at half their range
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

/// An operation with the mapping that the other modes take, its array stepped on random codes.
/// The M x K and K x N matrices are those of the GEMM as executed. Runs a SystemC session: once per
/// process. UserError where the operation is too large to be stepped.
[[nodiscard]] SteppedResult execute_stepped(const mapping::MatrixJob& job,
                                            const arch::AcceleratorSpec& machine,
                                            const SteppedOptions& options);

/// The steps of a program with the place of each tile in the GEMM filled in.
[[nodiscard]] mapping::Program placed_program(const mapping::MatrixJob& job,
                                              const mapping::Mapping& mapping,
                                              const arch::AcceleratorSpec& machine);

/// Random codes of one operand.
[[nodiscard]] array::CodeMatrix random_codes(std::uint64_t rows, std::uint64_t columns, int bits,
                                             const std::string& name,
                                             const SteppedOptions& options);

}  // namespace metronome::sim
