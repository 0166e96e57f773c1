#include <fmt/format.h>

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/text.hpp"
#include "sim/chips/scaling.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/output.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/recipe.hpp"
#include "sim/cli/simulated_system.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/experiment/training_facts.hpp"
#include "sim/report/identity.hpp"
#include "sim/report/stamp.hpp"
#include "workloads/trace/trace_digest.hpp"

namespace metronome::cli {
namespace {

constexpr NumberRange kChips{1, 65536};
constexpr NumberRange kLinkSpeeds{1e-3L, 1e6L};

/// "1,2,4" as numbers that grow.
template <class T>
std::vector<T> numbers_of(const Options& options, const std::string& name,
                          const NumberRange& range) {
  std::vector<T> numbers;
  if (!options.has(name)) {
    return numbers;
  }
  const std::string text = options.text(name);
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    const NumberResult<T> number = read_number<T>(text.substr(begin, end - begin), range);
    if (!number.value) {
      throw UserError("--" + name + ": " + number.what, number.hint);
    }
    if (!numbers.empty() && *number.value <= numbers.back()) {
      throw UserError(fmt::format("--{}: {} comes behind {}", name, *number.value, numbers.back()),
                      "numbers that grow, such as 1,2,4");
    }
    numbers.push_back(*number.value);
    begin = end + 1;
  }
  return numbers;
}

/// The program and its baseline, and what tables of them say that they show.
struct Trainings {
  std::vector<trace::Trace> traces;
  std::vector<trace::Facts> facts;
};

Trainings read_trainings(const Options& options, const links::SystemSpec& system,
                         report::Recipe& recipe) {
  const std::string folder = options.arguments()[0];
  const experiment::Training training = experiment::load_training(folder);
  if (!options.allow_unlike()) {
    experiment::require_trained_chips(training, folder, system, experiment::ChipCount::any);
  }
  recipe.inputs["trace"] = trace::trace_digest(folder);
  Trainings read{{training.trace}, {training.facts()}};
  if (options.has("baseline")) {
    const std::string other = options.text("baseline");
    const experiment::Training baseline = experiment::load_training(other);
    report::require_alike(folder + " and its baseline " + other,
                          trace::differences(training.facts(), baseline.facts()),
                          options.allow_unlike());
    recipe.inputs["baseline"] = trace::trace_digest(other);
    read.traces.push_back(baseline.trace);
    read.facts.push_back(baseline.facts());
  }
  return read;
}

/// Batch and number of chips are columns of the rows.
trace::Facts identity_of(const Trainings& read, const arch::AcceleratorSpec& machine,
                         const EnergyTable& prices, Mode mode, const links::SystemSpec& system) {
  std::vector<RunResult> runs;
  for (std::size_t i = 0; i < read.traces.size(); ++i) {
    RunResult& run = runs.emplace_back();
    run.training = read.facts[i];
    run.trace = read.traces[i].schedule_name;
    run.accelerator = machine.name;
    run.memory = sim::memory_text(machine.memory);
    run.mode = mode;
  }
  trace::Facts facts =
      report::identity_of(runs.front(), runs.size() > 1 ? &runs.back() : nullptr, prices);
  std::erase_if(facts, [](const trace::Fact& fact) { return fact.name == "batch"; });
  facts.push_back({"system", system.name});
  return facts;
}

void add_scale_options(Options& options) {
  options.positional("TRACE", 1, 1);
  options.add()("system", po::value<std::string>(), "system file: links and how chips share")(
      "arch", po::value<std::string>(), "accelerator file of each chip")(
      "baseline", po::value<std::string>(), "trace of the training to compare with")(
      "chips", po::value<std::string>()->default_value("1,2,4,8,16,32,64"),
      "numbers of chips, with commas")("links", po::value<std::string>(),
                                       "GB/s of a link, with commas (those of the system)")(
      "mode", po::value<std::string>()->default_value("analytic"), "analytic or cycle")(
      "out", po::value<std::string>(), "file for the table as CSV");
  options.add_jobs("worker processes; changes no result");
  options.add_allow_unlike();
  options.add_set();
}

}  // namespace

void run_scale(const Arguments& arguments) {
  Options options(
      "scale TRACE --system SYSTEM.yaml [--arch ARCH.yaml] [--baseline TRACE] [--chips LIST] "
      "[--links LIST] [--mode analytic|cycle] [--out FILE.csv] [--allow-unlike] [--jobs N] "
      "[--set KEY.PATH=VALUE]...",
      "A trace on more and more accelerators: time, exposed communication, energy, and what the\n"
      "schedule saves against its baseline. The trace's batch is shared; with --set\n"
      "system.parallel.batch=each every chip has as many samples.");
  add_scale_options(options);
  if (!options.parse(arguments)) {
    return;
  }
  (void)options.required("system");
  options.refuse_set("system.chips", "--chips has the numbers of chips");
  if (options.has("links")) {
    options.refuse_set("system.link.bandwidth_gb_per_s", "--links has the speeds of links");
  }
  const std::optional<links::SystemSpec> system = system_of(options);
  const auto machines = machines_of(options, machine_files(options, system), true);
  const auto mode = enum_from_name<Mode>(options.text("mode"));
  if (!mode) {
    throw UserError("`" + options.text("mode") + "` is not a mode", "analytic or cycle");
  }
  const auto counts = numbers_of<std::uint64_t>(options, "chips", kChips);
  const auto speeds = numbers_of<double>(options, "links", kLinkSpeeds);
  if (options.has("out")) {
    require_output_files({options.text("out")}, {options.arguments()[0], options.text("system")});
  }
  if (machines.size() > 1) {
    throw UserError("system.machines: each number of chips has stages of its own",
                    "--arch ARCH.yaml, or `machine`");
  }
  const std::vector<EnergyTable> prices = prices_of(machines);
  report::Stamp stamp{.identity = {}, .recipe = recipe_of("scale", arguments)};
  experiment::add_inputs(stamp.recipe, machines[0]);
  stamp.recipe.inputs["system"] = content_digest(system_inputs(*system));
  const Trainings read = read_trainings(options, *system, stamp.recipe);
  stamp.identity = identity_of(read, machines[0], prices[0], *mode, *system);
  const auto points =
      chips::scaling(read.traces, machines[0], *system, counts, speeds, prices[0],
                     {.mode = *mode, .prices = prices.data(), .jobs = options.jobs()});
  if (options.has("out")) {
    write_file_durably(options.text("out"), report::stamped_csv(chips::scaling_csv(points), stamp));
  }
  print("{} on {}\n{}\n{}", machines[0].name, system->name, chips::scaling_text(points),
        report::stamp_text(stamp));
}

}  // namespace metronome::cli
