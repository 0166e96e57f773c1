#include "sim/cli/recipe.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/text.hpp"
#include "sim/cli/version.hpp"

namespace metronome::cli {
namespace {

bool is_one_of(const std::string& option, const std::vector<std::string>& names) {
  return std::find(names.begin(), names.end(), option) != names.end();
}

/// The arguments that decide the result. An option's value follows it, or stands behind `=`.
Arguments decisive(const Arguments& arguments) {
  static const std::vector<std::string> with_value{
      "--out",           "--table",     "--tables",     "--jobs",        "--shard",
      "--submit",        "--cache",     "--array-size", "--time",        "--mem",
      "--cpus-per-task", "--partition", "--account",    "--max-running", "--sbatch"};
  static const std::vector<std::string> alone{"--resume", "--restart", "--no-figures",
                                              "--tables-only", "--gather"};
  Arguments kept;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string option = arguments[i].substr(0, arguments[i].find('='));
    if (is_one_of(option, with_value)) {
      i += option.size() == arguments[i].size() ? 1 : 0;
    } else if (!is_one_of(option, alone)) {
      kept.push_back(arguments[i]);
    }
  }
  return kept;
}

std::vector<std::string> overrides_of(const Arguments& arguments) {
  const std::string with_value = "--set=";
  std::vector<std::string> overrides;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i].starts_with(with_value)) {
      overrides.push_back(arguments[i].substr(with_value.size()));
    } else if (arguments[i] == "--set" && i + 1 < arguments.size()) {
      overrides.push_back(arguments[++i]);
    }
  }
  return overrides;
}

}  // namespace

std::string command_text(const std::string& name, const Arguments& arguments) {
  std::string text = "metronome " + name;
  for (const std::string& argument : arguments) {
    text += " " + shell_word(argument);
  }
  return text;
}

report::Recipe recipe_of(const std::string& name, const Arguments& arguments) {
  return {.version = version(),
          .command = command_text(name, decisive(arguments)),
          .overrides = overrides_of(arguments),
          .from = {},
          .seed = 0,
          .inputs = {}};
}

}  // namespace metronome::cli
