#pragma once

#include <functional>
#include <string>
#include <vector>

namespace metronome::cli {

using Arguments = std::vector<std::string>;

/// One subcommand.
struct Command {
  std::string name;
  std::string summary;  ///< one line
  std::function<void(const Arguments&)> run;
};

/// In the order of the help text.
[[nodiscard]] const std::vector<Command>& commands();

/// Runs `metronome ARGUMENTS`. Throws UserError for what the user should change.
void run(const Arguments& arguments);

#define METRONOME_COMMAND(name, function, summary) void function(const Arguments& arguments);
#include "sim/cli/commands.def"
#undef METRONOME_COMMAND

}  // namespace metronome::cli
