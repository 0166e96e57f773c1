#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sim/base/error.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/progress_line.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/train/evaluate.hpp"

namespace metronome::cli {
namespace {

using Json = nlohmann::ordered_json;

void print_json(const train::Evaluation& found) {
  const Json json{{"mode", found.mode.empty() ? Json(nullptr) : Json(found.mode)},
                  {"accuracy", found.accuracy},
                  {"samples", found.samples},
                  {"weight_bits", found.assignment.all.weight_bits},
                  {"activation_bits", found.assignment.all.activation_bits}};
  print("{}\n", json.dump(2));
}

}  // namespace

void run_evaluate(const Arguments& arguments) {
  Options options(
      "evaluate CHECKPOINT [--mode low|high|fp32] [--schedule S] [--split test|validation] "
      "[--json]",
      "The accuracy of a trained network on the whole split that its training was tested on.\n"
      "CHECKPOINT is a checkpoint, or the folder of a training. Bits are those that the\n"
      "training tests at (0: FP32), or those of a mode. Number formats that the training\n"
      "drove are those of its last iteration.");
  options.add()("mode", po::value<std::string>(),
                "low or high, of a training with modes; fp32, of one in affine codes or number "
                "formats; default: "
                "what it reports")("dataset-path", po::value<std::string>(),
                                   "folder of the data set's files, where they lie elsewhere now")(
      "schedule", po::value<std::string>(),
      "in the place of the training's, whose largest bits are tested; of weights without modes")(
      "split", po::value<std::string>(),
      "test or validation: the samples that a training with `validation` has held out")(
      "network", po::value<std::string>(),
      "network file, where the checkpoint is of one that lies elsewhere")("json", po::bool_switch(),
                                                                          "print JSON");
  options.add_jobs("threads; changes no result");
  options.positional("CHECKPOINT", 1, 1);
  if (!options.parse(arguments)) {
    return;
  }
  train::EvaluateRequest request{
      .source = {.path = options.arguments()[0], .network = {}, .schedule = {}}};
  if (options.has("mode")) {
    request.mode = options.text("mode");
  }
  if (options.has("dataset-path")) {
    request.dataset_path = options.text("dataset-path");
  }
  if (options.has("schedule")) {
    request.source.schedule = options.text("schedule");
  }
  if (options.has("network")) {
    request.source.network = options.text("network");
  }
  if (options.has("split")) {
    request.split = enum_from_name<train::TestedSplit>(options.text("split"));
    if (!request.split) {
      throw UserError(fmt::format("--split {}: is no split", options.text("split")),
                      name_hint(options.text("split"), enum_name_list<train::TestedSplit>()));
    }
  }
  request.threads = options.jobs();
  ProgressLine line;
  request.progress = [&](double share) { line.show("evaluating", share, "", -1); };
  const train::Evaluation found = train::evaluate(request);
  line.clear();
  if (options.flag("json")) {
    print_json(found);
  } else {
    print("{}accuracy {:.2f} % at {}{} ({} samples, one seed)\n",
          found.mode.empty() ? "" : found.mode + " mode: ", 100 * found.accuracy,
          trace::forward_words(found.assignment.all),
          schedule::evaluation_exceptions(found.assignment), found.samples);
  }
}

}  // namespace metronome::cli
