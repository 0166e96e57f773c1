#include "sim/sweep/slurm.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <sstream>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/number.hpp"
#include "sim/base/program.hpp"
#include "sim/base/text.hpp"
#include "sim/report/json_fields.hpp"
#include "sim/sweep/run_sweep.hpp"

namespace metronome::sweep {
namespace fs = std::filesystem;
namespace {

using report::Json;
using report::JsonFields;

constexpr unsigned kMostRounds = 1000;

/// A file of the logs in a line of options: in quotes, which Slurm takes away. In `name` it puts
/// numbers of job and task in the place of %A, %a and %j; the folder may hold no such signs.
std::string log_file(const SlurmRequest& request, const std::string& name) {
  const std::string text = (request.out / "slurm" / "logs").string();
  const bool good = std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return c > 0x1f && c != 0x7f && c != '"' && c != '\\' && c != '%' && c != '\'';
  });
  if (!good) {
    throw UserError(Diagnostic{text,
                               0,
                               0,
                               {},
                               "cannot be named in a Slurm script",
                               "a folder without quotes, backslashes, % and control signs"});
  }
  return "\"" + text + "/" + name + "\"";
}

std::string script(const SlurmRequest& request, const std::string& kind,
                   const std::vector<std::string>& options, const std::string& command) {
  std::string text =
      fmt::format("#!/bin/sh\n#SBATCH --job-name=metronome-{}-{}\n", request.name, kind);
  for (const std::string& option : options) {
    text += "#SBATCH " + option + "\n";
  }
  for (const std::string& option : request.options) {
    text += "#SBATCH " + option + "\n";
  }
  return text +
         fmt::format("cd {} || exit 3\nexec {}\n", shell_word(request.folder.string()), command);
}

std::string command(const SlurmRequest& request) {
  std::string text = shell_word(request.program.string()) + " " + request.command;
  for (const std::string& word : request.words) {
    text += " " + shell_word(word);
  }
  return text + " --out " + shell_word(request.out.string());
}

/// What a program of Slurm says; EnvironmentError where it fails.
std::string said_by(const std::vector<std::string>& words) {
  const ProgramResult result = run_program({.words = words});
  if (result.good()) {
    return result.output;
  }
  std::string errors = result.timed_out ? "does not answer" : printable_lines(result.errors);
  while (errors.ends_with('\n')) {
    errors.pop_back();
  }
  throw EnvironmentError(fmt::format("`{}` fails: {}", words[0], errors),
                         "Slurm's commands are needed on this computer");
}

/// The number of the job that was submitted: "123" or "123;cluster".
std::string submitted(std::vector<std::string> words, const std::vector<std::string>& arguments,
                      const fs::path& file) {
  words.insert(words.begin(), {"sbatch", "--parsable"});
  words.insert(words.end(), arguments.begin(), arguments.end());
  words.push_back(file.string());
  const std::string output = said_by(words);
  const std::string job = output.substr(0, output.find_first_not_of("0123456789"));
  if (job.empty()) {
    throw EnvironmentError("sbatch says no number of a job: " + printable(output));
  }
  return job;
}

}  // namespace

std::optional<std::uint64_t> limit_seconds(const std::string& text) {
  const std::size_t dash = text.find('-');
  std::vector<std::uint64_t> parts;
  const auto add = [&](const std::string& part) {
    const auto read = read_number<std::uint64_t>(part, {0, 1e9L});
    if (read.value) {
      parts.push_back(*read.value);
    }
    return read.value.has_value();
  };
  if (dash != std::string::npos && !add(text.substr(0, dash))) {
    return std::nullopt;
  }
  std::istringstream rest(dash == std::string::npos ? text : text.substr(dash + 1));
  for (std::string part; std::getline(rest, part, ':');) {
    if (!add(part)) {
      return std::nullopt;
    }
  }
  constexpr std::uint64_t kMinute = 60, kHour = 60 * kMinute, kDay = 24 * kHour;
  using Units = std::vector<std::uint64_t>;
  const std::size_t count = parts.size();
  const Units units = dash != std::string::npos ? Units{kDay, kHour, kMinute, 1}
                      : count == 3              ? Units{kHour, kMinute, 1}
                                                : Units{kMinute, 1};
  if (count > units.size() || count < (dash != std::string::npos ? 2u : 1u)) {
    return std::nullopt;
  }
  std::uint64_t seconds = 0;
  for (std::size_t i = 0; i < count; ++i) {
    seconds += parts[i] * units[i];
  }
  return seconds;
}

std::string array_script(const SlurmRequest& request) {
  std::vector<std::string> options{
      fmt::format("--array=0-{}{}", request.tasks - 1,
                  request.max_running > 0 ? fmt::format("%{}", request.max_running) : ""),
      fmt::format("--cpus-per-task={}", request.cpus_per_task),
      "--requeue",
      "--open-mode=append",
      fmt::format("--signal=B:TERM@{}", kNoticeSeconds),
      "--output=" + log_file(request, "array_%A_%a.log")};
  return script(request, "array", options,
                fmt::format("{} --jobs {} --shard \"$SLURM_ARRAY_TASK_ID/{}\"", command(request),
                            request.cpus_per_task, request.tasks));
}

std::string gather_script(const SlurmRequest& request) {
  return script(request, "gather",
                {"--open-mode=append", "--output=" + log_file(request, "gather_%j.log")},
                command(request) + " --jobs 1 --gather");
}

std::string plan_json(const SlurmPlan& plan) {
  return Json{{"tasks", plan.tasks},        {"stage", plan.stage}, {"round", plan.round},
              {"found", plan.found},        {"array", plan.array}, {"gather", plan.gather},
              {"arguments", plan.arguments}}
             .dump(2, ' ', false, Json::error_handler_t::replace) +
         "\n";
}

SlurmPlan parse_plan(std::string_view text, const std::string& file) {
  const Json whole = report::parse_json(text, file);
  const JsonFields fields(whole, file);
  SlurmPlan plan{.tasks = fields.whole("tasks", {1, 1e9L}),
                 .stage = fields.has("stage") ? fields.text("stage") : std::string(),
                 .round = static_cast<unsigned>(fields.whole("round", {1, kMostRounds})),
                 .found = fields.whole("found"),
                 .array = fields.text("array"),
                 .gather = fields.text("gather")};
  for (const Json& one : fields.list("arguments")) {
    if (!one.is_string()) {
      fields.complain("arguments", "holds what is no text");
    }
    plan.arguments.push_back(one.get<std::string>());
  }
  return plan;
}

std::vector<std::size_t> open_shards(const PointsFolder& points, std::size_t shards) {
  std::vector<bool> open(shards, false);
  for (std::size_t i = 0; i < points.count(); ++i) {
    if (!points.has(i)) {
      open[i % shards] = true;
    }
  }
  std::vector<std::size_t> list;
  for (std::size_t shard = 0; shard < shards; ++shard) {
    if (open[shard]) {
      list.push_back(shard);
    }
  }
  return list;
}

std::string task_list(const std::vector<std::size_t>& tasks) {
  std::string text;
  for (std::size_t i = 0; i < tasks.size();) {
    std::size_t end = i + 1;
    while (end < tasks.size() && tasks[end] == tasks[end - 1] + 1) {
      ++end;
    }
    text += text.empty() ? "" : ",";
    text +=
        end - i > 1 ? fmt::format("{}-{}", tasks[i], tasks[end - 1]) : fmt::format("{}", tasks[i]);
    i = end;
  }
  return text;
}

std::size_t most_tasks() {
  constexpr std::size_t kDefault = 1001;  // of MaxArraySize [schedmd2020conf]
  constexpr std::string_view kName = "MaxArraySize";
  const std::string config = said_by({"scontrol", "show", "config"});
  const std::size_t at = config.find(kName);
  std::size_t size = kDefault;
  if (at != std::string::npos) {
    const std::size_t digit = config.find_first_of("0123456789", at);
    if (digit != std::string::npos) {
      size = leading_decimal(std::string_view(config).substr(digit)).value;
    }
  }
  return std::max<std::size_t>(size, 2) - 1;
}

bool is_under_way(const std::string& job) {
  const ProgramResult result = run_program({.words = {"squeue", "-h", "-j", job}});
  return result.good() && result.output.find_first_not_of(" \n\t") != std::string::npos;
}

void submit(SlurmPlan& plan, const std::vector<std::size_t>& shards, const fs::path& out) {
  const fs::path folder = out / "slurm";
  std::vector<std::string> arguments = plan.arguments;
  if (shards.size() < plan.tasks) {
    arguments.push_back("--array=" + task_list(shards));
  }
  plan.array = submitted({}, arguments, folder / "array.sh");
  plan.gather.clear();
  write_file_durably(folder / "plan.json", plan_json(plan));
  try {
    plan.gather =
        submitted({"--dependency=afterany:" + plan.array}, plan.arguments, folder / "gather.sh");
  } catch (const EnvironmentError& error) {
    throw EnvironmentError(
        fmt::format("array {} was submitted, the job that gathers its results "
                    "was not: {}",
                    plan.array, error.what()));
  }
  write_file_durably(folder / "plan.json", plan_json(plan));
}

std::string task_lines(const SlurmRequest& request) {
  std::string text;
  for (std::size_t shard = 0; shard < request.tasks; ++shard) {
    text +=
        fmt::format("cd {} && {} --jobs {} --shard {}/{}\n", shell_word(request.folder.string()),
                    command(request), request.cpus_per_task, shard, request.tasks);
  }
  return text;
}

}  // namespace metronome::sweep
