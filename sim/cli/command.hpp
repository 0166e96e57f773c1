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

/// Names of files and values are written into files of ours and on the terminal; those that are not
/// one line of UTF-8 are refused by this before anything else looks at them: UserError.
void require_plain(const Arguments& arguments);

#define METRONOME_COMMAND(name, function, summary) void function(const Arguments& arguments);
#include "sim/cli/commands.def"
#undef METRONOME_COMMAND

}  // namespace metronome::cli
