#include "sim/cli/submit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <sstream>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/cli/print.hpp"

namespace metronome::cli {
namespace {

namespace fs = std::filesystem;

constexpr unsigned kMostRounds = 3;
constexpr std::size_t kUsualTasks = 100;
constexpr std::size_t kMostTasks = 1'000'000;
constexpr const char* kScheduler = "slurm";

/// Options that become lines of the scripts, by our names and Slurm's.
const std::map<std::string, std::string>& passed_on() {
  static const std::map<std::string, std::string> all{
      {"time", "--time"}, {"mem", "--mem"}, {"partition", "--partition"}, {"account", "--account"}};
  return all;
}

const std::vector<std::string>& with_submit_only() {
  static const std::vector<std::string> all{"array-size", "time",    "mem",    "cpus-per-task",
                                            "partition",  "account", "sbatch", "max-running"};
  return all;
}

void require_word(const Options& options, const std::string& name) {
  const std::string text = options.text(name);
  const bool good = !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 ||
           std::string_view("._-:,/+@").find(static_cast<char>(c)) != std::string_view::npos;
  });
  if (!good) {
    throw UserError(Diagnostic{{},
                               0,
                               0,
                               "--" + name,
                               "`" + text + "` is no value for Slurm",
                               "letters, digits and . _ - : , / + @"});
  }
}

/// The arguments of the command itself: what decides its points, and the cache.
std::vector<std::string> words_of(const Arguments& arguments) {
  static const std::vector<std::string> with_value{
      "--out",  "--jobs",          "--shard",     "--submit",  "--array-size",  "--time",  "--mem",
      "--plan", "--cpus-per-task", "--partition", "--account", "--max-running", "--sbatch"};
  static const std::vector<std::string> alone{"--restart", "--resume", "--dry-run", "--gather"};
  const auto is_one = [](const std::vector<std::string>& of, const std::string& option) {
    return std::find(of.begin(), of.end(), option) != of.end();
  };
  std::vector<std::string> words;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string option = arguments[i].substr(0, arguments[i].find('='));
    if (is_one(with_value, option)) {
      i += option.size() == arguments[i].size() ? 1 : 0;
    } else if (!is_one(alone, option)) {
      words.push_back(arguments[i]);
    }
  }
  return words;
}

std::vector<std::string> split_words(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) {
    words.push_back(word);
  }
  return words;
}

/// UserError where every task would be asked to end as soon as it begins.
void require_time_to_work(const Options& options) {
  const bool own_notice =
      options.has("sbatch") && options.text("sbatch").find("--signal") != std::string::npos;
  if (!options.has("time") || own_notice) {
    return;
  }
  const auto limit = sweep::limit_seconds(options.text("time"));
  if (limit && *limit > 0 && *limit <= sweep::kNoticeSeconds) {
    throw UserError(Diagnostic{{},
                               0,
                               0,
                               "--time",
                               fmt::format("`{}` leaves a task no time: it is asked to end {} s "
                                           "before its limit",
                                           options.text("time"), sweep::kNoticeSeconds),
                               "--time 10, or another notice: --sbatch '--signal=B:TERM@SECONDS'"});
  }
}

/// UserError where further arguments of sbatch would take the place of what the jobs say
/// themselves: which shards run, and what the job behind them waits for.
void require_own_options(const Options& options) {
  if (!options.has("sbatch")) {
    return;
  }
  for (const std::string& word : split_words(options.text("sbatch"))) {
    const std::string name = word.substr(0, word.find('='));
    const bool is_short = word.starts_with("-a") || word.starts_with("-d");
    if (is_short || name == "--array" || name == "--dependency" || name == "--wrap") {
      throw UserError(Diagnostic{{},
                                 0,
                                 0,
                                 "--sbatch",
                                 fmt::format("`{}` is what the jobs say themselves", word),
                                 "--array-size and --max-running; --plan N for jobs of your own"});
    }
  }
}

/// UserError where the site takes no such array.
void require_tasks(const Options& options, std::size_t most) {
  if (options.has("array-size") && options.whole("array-size") > most) {
    throw UserError(Diagnostic{{},
                               0,
                               0,
                               "--array-size",
                               fmt::format("this site takes arrays of at most {} tasks "
                                           "(MaxArraySize {})",
                                           most, most + 1),
                               fmt::format("--array-size {}", most)});
  }
}

}  // namespace

void add_submit_options(Options& options) {
  options.add()(
      "submit", po::value<std::string>(),
      "slurm: run it as an array of jobs (a search: one for each generation), and one behind "
      "them that gathers the results; with --dry-run: print the scripts");
  options.add_whole("array-size", std::nullopt, {1, kMostTasks},
                    "shards of --submit (at most 100, and no more than the site allows)");
  options.add_whole("cpus-per-task", std::nullopt, {1, 4096}, "of a shard, and its --jobs (1)");
  options.add_whole("max-running", std::nullopt, {1, kMostTasks}, "shards at a time");
  options.add()("time", po::value<std::string>(), "limit of a shard's time, as Slurm writes it")(
      "mem", po::value<std::string>(), "memory of a shard, as Slurm writes it")(
      "partition", po::value<std::string>(), "of Slurm")("account", po::value<std::string>(),
                                                         "of Slurm")(
      "sbatch", po::value<std::string>(), "further arguments of sbatch, between blanks")(
      "gather", po::bool_switch(),
      "what the job behind the array does: submit once more what is missing, else write tables");
}

void add_plan_option(Options& options) {
  options.add_whole("plan", std::nullopt, {1, kMostTasks},
                    "write tasks.txt into the folder instead: a shell command for each of so many "
                    "shards");
}

void check_submit_options(const Options& options) {
  const bool submits = options.has("submit");
  if (submits && options.text("submit") != kScheduler) {
    throw UserError(Diagnostic{{},
                               0,
                               0,
                               "--submit",
                               "`" + options.text("submit") + "` is no scheduler that we know",
                               "slurm; for others --plan N writes a list of commands"});
  }
  for (const std::string& name : with_submit_only()) {
    if (options.has(name) && !submits && !(name == "cpus-per-task" && options.has("plan"))) {
      throw UserError("--" + name + " belongs to --submit slurm", "give both or neither");
    }
  }
  for (const auto& [name, slurm] : passed_on()) {
    if (options.has(name)) {
      require_word(options, name);
    }
  }
  require_time_to_work(options);
  require_own_options(options);
  if (submits + options.has("plan") + options.flag("gather") + options.has("shard") > 1) {
    throw UserError("--submit, --plan, --gather and --shard do not go together", "one of them");
  }
}

OpenWork open_work(const sweep::PointsFolder& points) {
  return {.count = points.count(),
          .missing = points.missing(),
          .shards = [&points](std::size_t shards) { return sweep::open_shards(points, shards); }};
}

OpenWork open_work(const sweep::SearchStage& stage) {
  return {.stage = stage.name,
          .count = stage.indices.size(),
          .missing = stage.missing(),
          .shards = [&stage](std::size_t shards) { return stage.open_shards(shards); }};
}

sweep::SlurmRequest slurm_request(const Options& options, const Arguments& arguments,
                                  const std::string& command, const std::string& name,
                                  const fs::path& out, std::size_t points) {
  sweep::SlurmRequest request{.command = command,
                              .name = name,
                              .program = fs::read_symlink("/proc/self/exe"),
                              .folder = resolved_path("."),
                              .out = resolved_path(out),
                              .words = words_of(arguments)};
  if (options.has("submit")) {
    const std::size_t most = sweep::most_tasks();
    require_tasks(options, most);
    request.tasks =
        options.has("array-size") ? options.whole("array-size") : std::min(kUsualTasks, most);
  } else {
    request.tasks = options.whole("plan");
  }
  request.tasks = std::min(request.tasks, std::max<std::size_t>(points, 1));
  request.cpus_per_task = options.has("cpus-per-task") ? options.whole("cpus-per-task") : 1;
  request.max_running = options.has("max-running") ? options.whole("max-running") : 0;
  for (const auto& [own, slurm] : passed_on()) {
    if (options.has(own)) {
      request.options.push_back(slurm + "=" + options.text(own));
    }
  }
  return request;
}

void print_scripts(const sweep::SlurmRequest& request) {
  print("# {}\n{}\n# {}\n{}", (request.out / "slurm" / "array.sh").string(),
        sweep::array_script(request), (request.out / "slurm" / "gather.sh").string(),
        sweep::gather_script(request));
}

void submit_work(const sweep::SlurmRequest& request, const OpenWork& work, const Options& options) {
  const fs::path folder = request.out / "slurm";
  const fs::path file = folder / "plan.json";
  if (path_exists(file)) {
    const sweep::SlurmPlan before = sweep::parse_plan(read_file(file), file.string());
    for (const std::string& job : {before.array, before.gather}) {
      if (!job.empty() && sweep::is_under_way(job)) {
        throw UserError(Diagnostic{request.out.string(),
                                   0,
                                   0,
                                   {},
                                   "is being worked on by the Slurm job " + job,
                                   "wait for it, or end it: scancel " + job});
      }
    }
  }
  make_folder(folder / "logs");
  write_file_durably(folder / "array.sh", sweep::array_script(request));
  write_file_durably(folder / "gather.sh", sweep::gather_script(request));
  sweep::SlurmPlan plan{.tasks = request.tasks,
                        .stage = work.stage,
                        .round = 1,
                        .found = work.found(),
                        .array = {},
                        .gather = {},
                        .arguments = options.has("sbatch") ? split_words(options.text("sbatch"))
                                                           : std::vector<std::string>{}};
  const auto shards = work.shards(plan.tasks);
  sweep::submit(plan, shards, request.out);
  print("array {} {} gather {}\n", plan.array, shards.size(), plan.gather);
}

void write_tasks(const sweep::SlurmRequest& request) {
  const fs::path file = request.out / "tasks.txt";
  write_file_durably(file, sweep::task_lines(request));
  print("{} commands in {}; then the sweep without --plan writes its tables\n", request.tasks,
        file.string());
}

void require_submitted(const fs::path& out) {
  if (!path_exists(out / "slurm" / "plan.json")) {
    throw UserError(Diagnostic{
        out.string(), 0, 0, {}, "was not submitted to Slurm", "--submit slurm, or --tables-only"});
  }
}

bool gather_round(const OpenWork& work, const fs::path& out) {
  const fs::path file = out / "slurm" / "plan.json";
  if (work.missing == 0) {
    return false;
  }
  sweep::SlurmPlan plan = sweep::parse_plan(read_file(file), file.string());
  const std::string of = work.stage.empty() ? "" : " of " + work.stage;
  const bool same = plan.stage == work.stage;  // else the stage before is evaluated
  if (same && (plan.round >= kMostRounds || work.found() <= plan.found)) {
    note("{} of {} points{} are missing after {} rounds{}\n", work.missing, work.count, of,
         plan.round, work.found() <= plan.found ? ", the last of which finished none" : "");
    return false;
  }
  plan.stage = work.stage;
  plan.round = same ? plan.round + 1 : 1;
  plan.found = work.found();
  const auto shards = work.shards(plan.tasks);
  try {
    sweep::submit(plan, shards, out);
  } catch (const EnvironmentError& error) {
    note("{}\nwhere jobs may be submitted: sbatch --array={} {}\n", error.what(),
         sweep::task_list(shards), (out / "slurm" / "array.sh").string());
    return false;
  }
  print("array {} {} gather {}\n", plan.array, shards.size(), plan.gather);
  return true;
}

}  // namespace metronome::cli
