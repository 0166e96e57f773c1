#include "sim/cli/command.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/base/text.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/recipe.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/cli/version.hpp"

namespace metronome::cli {
namespace {

std::string help_text() {
  std::string text =
      "metronome: what precision that changes during training saves on real accelerators\n\n"
      "usage: metronome COMMAND [ARGUMENTS]      metronome COMMAND --help\n\ncommands:\n";
  for (const Command& command : commands()) {
    text += fmt::format("  {:<10} {}\n", command.name, command.summary);
  }
  text +=
      "\nExit codes:\n"
      "  0    done\n"
      "  1    a bug of metronome; please report it\n"
      "  2    what you named or wrote: absent, not readable or writable, wrong kind or value\n"
      "  3    the environment: memory, disk, threads, files, standard output, a killed worker\n"
      "  4    a check that ran and says no\n"
      "  128+n  ended by signal n (130: Ctrl-C); what was finished is kept\n"
      "Start with: metronome run configs/experiments/quickstart.yaml\n";
  return text;
}

/// Names of files and values are written into files of ours and on the terminal; those that are not
/// one line of UTF-8 are refused here, before anything else looks at them.
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

}  // namespace

const std::vector<Command>& commands() {
  static const std::vector<Command> all{
      {"run", "the main job: train, trace, simulate, price, report", run_experiment},
      {"train", "train with a precision schedule; write the training trace", run_train},
      {"study", "train several schedules and seeds; table of their accuracies", run_study},
      {"range-test", "find the bit range of a workload's precision schedule", run_range_test},
      {"import", "read a network or a precision log of another program", run_import},
      {"export", "write products, simulated times or prices for another program", run_export},
      {"trace", "a training trace from shapes and a schedule, without training", run_trace},
      {"simulate", "execute a trace on an accelerator", run_simulate},
      {"scale", "a trace on more and more accelerators that share it", run_scale},
      {"op", "execute one operation on an accelerator", run_op},
      {"dram", "replay memory requests", run_dram},
      {"sweep", "run a grid of machines and trainings; mark the Pareto front", run_sweep},
      {"price", "price runs with another energy table, or with its uncertainty", run_price},
      {"report", "write the report of finished runs again", run_report},
      {"verify", "prove that outputs of a trained network stay out of a box", run_verify},
      {"collective", "what a sum over several chips takes on their links", run_collective},
      {"area", "areas of accelerators, and how to make them equal", run_area},
      {"reproduce", "make a committed table of results/ again", run_reproduce},
      {"check", "check configuration files and traces", run_check},
      {"explain", "what a configuration key means; where joules of a run come from", run_explain},
      {"list", "list models, layers, datasets, archs, devices, formats or schedules", run_list}};
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
      set_own_command(command_text(name, Arguments(arguments.begin() + 1, arguments.end())));
      command.run(Arguments(arguments.begin() + 1, arguments.end()));
      return;
    }
    names.push_back(command.name);
  }
  throw UserError("`" + name + "` is not a command", name_hint(name, names));
}

}  // namespace metronome::cli
