#include "sim/cli/command.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/error.hpp"

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
      "\nExit codes: 0 ok, 1 a bug of metronome, 2 wrong input.\n"
      "Start with: metronome run configs/experiments/quickstart.yaml\n";
  return text;
}

}  // namespace

const std::vector<Command>& commands() {
  static const std::vector<Command> all{
      {"run", "the main job: train, trace, simulate, price, report", run_experiment},
      {"train", "train with a precision schedule; write the training trace", run_train},
      {"study", "train several schedules and seeds; table of their accuracies", run_study},
      {"range-test", "find the bit range of a workload's precision schedule", run_range_test},
      {"trace", "a training trace from shapes and a schedule, without training", run_trace},
      {"simulate", "execute a trace on an accelerator", run_simulate},
      {"op", "execute one operation on an accelerator", run_op},
      {"dram", "replay memory requests", run_dram},
      {"sweep", "run a grid of machines and trainings; mark the Pareto front", run_sweep},
      {"price", "price a run again with another energy table", run_price},
      {"report", "write the report of finished runs again", run_report},
      {"area", "areas of accelerators, and how to make them equal", run_area},
      {"reproduce", "make a committed table of results/ again", run_reproduce},
      {"check", "check configuration files and traces", run_check},
      {"explain", "what a configuration key means", run_explain},
      {"list", "list models, datasets, archs, devices or schedules", run_list}};
  return all;
}

void run(const Arguments& arguments) {
  const std::string name = arguments.empty() ? "--help" : arguments.front();
  if (name == "--help" || name == "-h" || name == "help") {
    fmt::print("{}", help_text());
    return;
  }
  if (name == "--version") {
    fmt::print("metronome {}\n", METRONOME_VERSION);
    return;
  }
  std::vector<std::string> names;
  for (const Command& command : commands()) {
    if (command.name == name) {
      command.run(Arguments(arguments.begin() + 1, arguments.end()));
      return;
    }
    names.push_back(command.name);
  }
  throw UserError("`" + name + "` is not a command", name_hint(name, names));
}

}  // namespace metronome::cli
