#pragma once

#include <string>
#include <vector>

#include "sim/cli/options.hpp"

namespace metronome::cli {

/// A command with what it declares.
struct Described {
  std::string name;
  std::string summary;
  Synopsis synopsis;
};

/// Every command, in the order of the help text.
[[nodiscard]] std::vector<Described> described_commands();

/// For `source`, or a folder of completions: commands behind `metronome`, options behind a command,
/// rungs behind --rung, files everywhere else.
[[nodiscard]] std::string bash_completion(const std::vector<Described>& commands);
/// For a folder of `fpath`, as `_metronome`: the same with descriptions.
[[nodiscard]] std::string zsh_completion(const std::vector<Described>& commands);

}  // namespace metronome::cli
