#include "sim/base/error.hpp"
#include "sim/cli/completion.hpp"
#include "sim/cli/print.hpp"

namespace metronome::cli {

void run_completion(const Arguments& arguments) {
  Options options("completion bash|zsh",
                  "Prints what a shell needs to complete commands and options:\n"
                  "  bash  source <(metronome completion bash)\n"
                  "  zsh   metronome completion zsh >DIR/_metronome, DIR being in $fpath\n"
                  "An installation has both.");
  options.positional("SHELL", 1, 1);
  if (!options.parse(arguments)) {
    return;
  }
  const std::string& shell = options.arguments()[0];
  if (shell != "bash" && shell != "zsh") {
    throw UserError("`" + shell + "` is not a shell that is completed",
                    name_hint(shell, {"bash", "zsh"}));
  }
  const std::vector<Described> commands = described_commands();
  print("{}", shell == "bash" ? bash_completion(commands) : zsh_completion(commands));
}

}  // namespace metronome::cli
