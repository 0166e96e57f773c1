#pragma once

#include <string>
#include <vector>

#include "arch/links/chip_program.hpp"
#include "sim/export/chakra_reader.hpp"

namespace metronome::chips {

/// A file of Chakra's, of one chip.
struct ChipTrace {
  std::string file;
  std::vector<exporting::ReadNode> nodes;
};

/// What chips do by their traces: a program for each. Collectives are matched by their order in
/// each trace, messages by sender, receiver and tag; what computes takes turns on its chip.
/// UserError, naming the file, where there are not as many traces as chips, where chips do not ask
/// for the same collectives, or a message has one end only or two sizes.
struct ReplayProgram {
  links::SystemProgram program;
  std::vector<std::string> names;  ///< of requests, by the first chip that asks
};
[[nodiscard]] ReplayProgram replay_program(const std::vector<ChipTrace>& traces,
                                           const links::SystemSpec& system);

}  // namespace metronome::chips
