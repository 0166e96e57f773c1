#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/cli/constrained_training_command.hpp"
#include "sim/cli/file_kinds.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/cli/version.hpp"
#include "sim/experiment/training.hpp"
#include "sim/experiment/training_facts.hpp"
#include "workloads/methods/feedback/feedback_plan.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/limits.hpp"

namespace metronome::cli {
namespace {

namespace fs = std::filesystem;

/// "test accuracy 84.36 % at 8 bits, one seed", of texts also the perplexity.
std::string test_text(const train::WorkloadSpec& spec, const experiment::TrainingOutcome& outcome) {
  const bool text = trace::data_set_shape(spec.dataset).is_text();
  return fmt::format(
      "{}{} accuracy {:.2f} % at {}{}, one seed",
      text ? fmt::format("test perplexity {:.2f}, ", std::exp(outcome.test_loss)) : "",
      enum_name(spec.validation.tested_split()), 100 * outcome.test_accuracy,
      trace::forward_words(outcome.evaluation.all),
      schedule::evaluation_exceptions(outcome.evaluation));
}

/// "Errors: by feedback at relu1 (512 numbers), ..."; empty under backpropagation.
std::string errors_text(const train::WorkloadSpec& spec) {
  if (spec.errors == train::Errors::backpropagation) {
    return "";
  }
  const model::Graph graph = train::network_of(spec);
  return fmt::format("Errors: {} feedback at {}\n", enum_name(spec.feedback),
                     feedback::plan_text(graph, feedback::plan_of(graph, spec.boundary)));
}

/// "4 chips: codes of gradients in sums of shared_scale, batch norm local"; empty of one.
std::string chips_text(const train::WorkloadSpec& spec) {
  if (spec.chips.count == 1) {
    return "";
  }
  const auto levels = schedule::parse_schedule(spec.schedule).levels(spec.iterations);
  const bool codes = std::any_of(levels.begin(), levels.end(), experiment::has_gradient_codes);
  return fmt::format(
      "{} chips: {}, batch norm {}\n", spec.chips.count,
      codes ? fmt::format("codes of gradients in sums of {}", enum_name(spec.chips.sums))
            : std::string("gradients in FP32 sums"),
      enum_name(spec.chips.batch_norm));
}

bool parse_train_options(Options& options, const Arguments& arguments) {
  options.add()("out", po::value<std::string>(),
                "trace folder; DIR.partial until the training is finished");
  options.add_whole("checkpoint-every", {}, {0, trace::kIterations.max},
                    "iterations between checkpoints; default: the workload's key checkpoint_every");
  options.add_whole("chips", {}, {1, 1024},
                    "chips that share each batch, simulated in one process (docs/chips.md); "
                    "default: the workload's key chips.count");
  options.add_jobs("threads; changes no result");
  options.add_restart();
  options.add_set();
  options.positional("WORKLOAD.yaml", 1, 1);
  return options.parse(arguments);
}

}  // namespace

void run_train(const Arguments& arguments) {
  Options options(
      "train WORKLOAD.yaml --out DIR [--chips N] [--restart] [--checkpoint-every N] [--jobs N] "
      "[--set KEY=VALUE]...",
      "Trains a model under a precision schedule and writes the training trace, the\n"
      "weights and the metrics. A training that was stopped at any moment goes on when the\n"
      "command is given again, and ends with the same bytes.");
  if (!parse_train_options(options, arguments)) {
    return;
  }
  const fs::path out = options.required("out");
  if (is_constrained_training(options.arguments()[0])) {
    if (options.has("chips")) {
      throw UserError("--chips has no effect on a training under a constraint, which is the host's",
                      "leave it out");
    }
    run_constrained_training(options, arguments);
    return;
  }
  std::vector<config::Override> overrides = options.overrides();
  if (options.has("chips")) {
    options.refuse_set("chips.count", "--chips has the number of chips");
    overrides.push_back({.path = "chips.count", .value = std::to_string(options.whole("chips"))});
  }
  auto spec = load_file<train::WorkloadSpec>(options.arguments()[0], overrides);
  if (options.has("checkpoint-every")) {
    spec.checkpoint_every = options.whole("checkpoint-every");
  }
  const ManifestClock clock("train", arguments);
  ProgressLine line;
  const experiment::TrainingOutcome outcome = experiment::train_into(
      spec, out,
      {.threads = options.jobs(),
       .restart = options.restart(),
       .program = program(),
       .sources = {options.arguments()[0]},
       .progress =
           [&](const train::Progress& p) {
             line.show("training " + spec.schedule,
                       static_cast<double>(p.iteration) / static_cast<double>(p.iterations),
                       train::progress_text(p), p.seconds_left);
           },
       .resumed =
           [&](std::uint64_t iteration) {
             line.message(
                 fmt::format("resuming at iteration {} of {}", iteration, spec.iterations));
           },
       .manifest = [&] { return clock.manifest(); }});
  line.clear();
  if (outcome.was_finished) {
    print("{} is finished; --restart would begin anew\n", path_text(out));
  } else {
    print("{}: {} after {} iterations\n{}{}Trace: {}\n", spec.schedule, test_text(spec, outcome),
          spec.iterations, errors_text(spec), chips_text(spec), path_text(out));
  }
}

}  // namespace metronome::cli
