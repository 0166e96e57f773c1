#include "sim/cli/command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sim/base/error.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/base/read_files.hpp"
#include "sim/base/text.hpp"
#include "sim/cli/answer.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/recipe.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/cli/version.hpp"

namespace metronome::cli {
namespace {

std::string help_text() {
  std::string text =
      "metronome: what precision that changes during training saves on an accelerator\n\n"
      "usage: metronome COMMAND [ARGUMENTS]      metronome COMMAND --help\n\ncommands:\n";
  for (const Command& command : commands()) {
    text += fmt::format("  {:<11} {}\n", command.name, command.summary);
  }
  text +=
      "\nExit codes:\n"
      "  0    done\n"
      "  1    a bug of metronome; please report it\n"
      "  2    what you named or wrote: absent, not readable or writable, wrong kind or value\n"
      "  3    the environment: memory, disk, threads, files, standard output, a killed worker\n"
      "  4    a check that ran and says no\n"
      "  128+n  ended by signal n (130: Ctrl-C); what was finished is kept\n"
      "\nExamples:\n"
      "  metronome run configs/experiments/quickstart.yaml        the main job: a first report\n"
      "  metronome trace --model resnet-20 --dataset cifar-10 --batch 128 --iterations 64000 \\\n"
      "      --schedule cpt:3-8,periods=32,backward=8 --out cpt     without training\n"
      "  metronome simulate cpt --arch configs/arch/dual_serial_512.yaml --out run\n"
      "  metronome explain run --component dram                   joules down to their sources\n"
      "  metronome figures run --style ieee-column --out paper    for a paper\n"
      "  metronome explain memory.channels                        what a key means\n"
      "  metronome validate                                       our numbers beside others'\n";
  return text;
}

}  // namespace

void require_plain(const Arguments& arguments) {
  std::vector<Diagnostic> wrong;
  for (const std::string& argument : arguments) {
    if (const auto fault = text_fault(argument, TextRule::line)) {
      wrong.push_back({{}, 0, 0, {}, "argument: " + fault->what, fault->hint});
    }
  }
  if (!wrong.empty()) {
    throw UserError(wrong);
  }
}

const std::vector<Command>& commands() {
  static const std::vector<Command> all{
#define METRONOME_COMMAND(name, function, summary) {name, summary, function},
#include "sim/cli/commands.def"
#undef METRONOME_COMMAND
  };
  return all;
}

void run(const Arguments& arguments) {
  require_plain(arguments);
  const std::string name = arguments.empty() ? "--help" : arguments.front();
  if (name == "--help" || name == "-h" || name == "help") {
    print("{}", help_text());
    return;
  }
  if (name == "--version") {
    print("metronome {}\n", version());
    return;
  }
  std::vector<std::string> names;
  for (const Command& command : commands()) {
    if (command.name == name) {
      forget_read_files();
      set_own_command(command_text(name, Arguments(arguments.begin() + 1, arguments.end())));
      command.run(Arguments(arguments.begin() + 1, arguments.end()));
      return;
    }
    names.push_back(command.name);
  }
  throw UserError("`" + name + "` is not a command", name_hint(name, names));
}

Answer answer(const std::string& command, const Arguments& arguments) {
  static const std::map<std::string, Answer (*)(const Arguments&)> answers{
      {"op", op_answer}, {"dram", dram_answer}, {"price", price_answer}, {"trace", trace_answer}};
  require_plain(arguments);
  forget_read_files();
  const auto at = answers.find(command);
  METRONOME_ASSERT(at != answers.end(), "a command that answers is asked");
  return at->second(arguments);
}

}  // namespace metronome::cli
