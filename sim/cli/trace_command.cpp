#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <optional>

#include "sim/base/hash.hpp"
#include "sim/cli/answer.hpp"
#include "sim/cli/file_kinds.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/terminal.hpp"
#include "workloads/model/ends.hpp"
#include "workloads/model/graph.hpp"
#include "workloads/model/network_file.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/data_shapes.hpp"
#include "workloads/trace/deployed.hpp"
#include "workloads/trace/evaluation.hpp"
#include "workloads/trace/limits.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/trace/trace_io.hpp"
#include "workloads/train/error_rule.hpp"
#include "workloads/train/inference_trace.hpp"

namespace metronome::cli {
namespace {

namespace fs = std::filesystem;

void add_trace_options(Options& options) {
  options.add()("model", po::value<std::string>(),
                "see `metronome list models`, or a network file")(
      "dataset", po::value<std::string>(),
      "see `metronome list datasets`; none: what a network file says")(
      "ends", po::value<std::string>()->default_value("network"),
      "first and last layers: network (as it says), fp32 or 8 (codes of 8 bits at any schedule)")(
      "schedule", po::value<std::string>(), "see `metronome list schedules`")(
      "optimizer", po::value<std::string>()->default_value("momentum"),
      "sgd, momentum or adam: what an update reads and writes for each weight")(
      "dx-scale", po::value<std::string>()->default_value("prescale_requantize"),
      "segmented, prescale_requantize or per_tensor")("out", po::value<std::string>(),
                                                      "trace folder");
  options.add_whole("batch", 128, trace::kExtents, "samples per iteration");
  options.add_whole("iterations", 64000, trace::kIterations, "iterations of the run");
  options.add_whole("vocabulary", 0, trace::kVocabulary,
                    "words of a text that the model knows; 0: all of the data set's");
  options.add_whole("sequence-length", 0, {0, trace::kExtents.max},
                    "tokens of a sequence; 0: as many as the data set is cut into");
  options.add_whole("batch-norm-part", 0, {0, trace::kExtents.max},
                    "samples whose statistics batch norm takes at a time; 0: the whole batch");
  options.add()("inference", po::bool_switch(),
                "the forward pass alone, of a network as it is deployed: stored codes of weights, "
                "fixed ranges, batch norms as tables")(
      "checkpoint", po::value<std::string>(),
      "with --inference, in the place of --model, --dataset and --schedule: a checkpoint, or the "
      "folder of a training")(
      "mode", po::value<std::string>(),
      "low or high, of a checkpoint with modes; default: each in turn, switched on line")(
      "layout", po::value<std::string>(),
      "plane_major, packed or separate: how stored codes of a checkpoint with bit planes lie; "
      "default: plane_major of nested planes, packed of binary planes")(
      "errors", po::value<std::string>()->default_value("backpropagation"),
      "backpropagation or direct_feedback: where errors of hidden layers come from")(
      "feedback", po::value<std::string>(),
      "uniform, product, binary (default) or lfsr: the matrices of direct_feedback")(
      "boundary", po::value<std::string>(),
      "boundary (default) or first_fc: the error of what lies before the fully connected layers");
  options.add_whole("delay", 0, {0, 1}, "iterations by which updates come later");
  options.add_whole("switch-every", 0, trace::kIterationNumbers,
                    "batches of one mode before the next one's; 0: all of them");
  options.add_whole("refine-every", 0, trace::kIterationNumbers,
                    "of so many batches in the low mode the last is inferred in the high mode as "
                    "well; 0: none");
  options.add_whole("evaluate-every", 0, trace::kIterationNumbers,
                    "iterations after which the network is tested, a step of its own; 0: never");
  options.add_whole("evaluate-iterations", 0, trace::kIterationNumbers,
                    "iterations of a test; 0: the batches of the data set's test split");
}

/// The value of an option that is one of a closed set.
template <Enumeration E>
E chosen(const Options& options, const char* option, const char* what,
         std::optional<E> fallback = {}) {
  if (fallback && !options.has(option)) {
    return *fallback;
  }
  const std::string text = options.text(option);
  const auto value = enum_from_name<E>(text);
  if (!value) {
    throw UserError(fmt::format("`{}` is not {}", text, what),
                    name_hint(text, enum_name_list<E>()));
  }
  return *value;
}

/// By which way errors come, as the trainer's keys of the same names say.
trace::FeedbackRoute route_of(const Options& options, const model::Graph& graph) {
  train::WorkloadSpec spec;
  spec.errors = chosen<train::Errors>(options, "errors", "a rule of errors");
  spec.feedback = chosen(options, "feedback", "a kind of feedback", std::optional(spec.feedback));
  spec.boundary = chosen(options, "boundary", "a boundary", std::optional(spec.boundary));
  spec.delay = options.whole("delay");
  if (spec.errors == train::Errors::backpropagation) {
    if (options.has("feedback") || options.has("boundary") || spec.delay > 0) {
      throw UserError("--feedback, --boundary and --delay are settings of direct feedback",
                      "--errors direct_feedback");
    }
  } else if (options.flag("inference")) {
    throw UserError("an inference has no errors", "no --errors, or a training");
  }
  return train::error_route(spec, graph);
}

/// Iterations of a test: what the user asks for, or what the test split has.
std::uint64_t evaluation_iterations(const Options& options, const trace::Step& step) {
  const std::uint64_t asked = options.whole("evaluate-iterations");
  if (asked > 0) {
    return asked;
  }
  const auto shape = trace::optional_data_set_shape(step.dataset);
  std::uint64_t samples = trace::test_samples(step.dataset);
  if (shape && shape->is_text()) {
    const std::uint64_t given = options.whole("sequence-length");
    samples /= given > 0 ? given : shape->input.height;
  }
  return std::max<std::uint64_t>(1, ceil_div(samples, step.batch));
}

/// Something takes the statistics that --batch-norm-part is about.
void require_statistics(const model::Graph& graph) {
  const bool normed = std::any_of(
      graph.nodes.begin(), graph.nodes.end(),
      [](const model::Node& node) { return std::holds_alternative<model::BatchNorm>(node.layer); });
  if (!normed || graph.loss == model::Loss::none) {
    throw UserError("--batch-norm-part has no effect", normed ? "an inference takes no statistics"
                                                              : graph.name + " has no batch norm");
  }
}

void add_evaluations(const Options& options, const model::Graph& graph,
                     const schedule::Schedule& schedule, trace::Trace& trace) {
  const std::uint64_t every = options.whole("evaluate-every");
  if (every > 0) {
    trace::add_evaluations(trace, graph, schedule, every,
                           evaluation_iterations(options, trace.step()));
  } else if (options.whole("evaluate-iterations") > 0) {
    throw UserError("--evaluate-iterations has no effect", "it belongs to --evaluate-every");
  }
}

struct TraceOptions : Options {
  TraceOptions()
      : Options(
            "trace --model M [--dataset D] [--ends E] --batch N --iterations N --schedule S --out "
            "DIR "
            "[--dx-scale X] [--optimizer O] [--vocabulary N] [--sequence-length N] "
            "[--batch-norm-part N] [--inference] "
            "[--evaluate-every N [--evaluate-iterations N]] [--errors direct_feedback [--feedback "
            "K] "
            "[--boundary B] [--delay 1]]\n"
            "  metronome trace --inference --checkpoint C --batch N --iterations N --out DIR "
            "[--mode low|high] [--layout L] [--switch-every N] [--refine-every N]",
            "Writes a training trace from shapes and a schedule, without training.") {
    add_trace_options(*this);
  }
};

struct WrittenTrace {
  trace::Trace trace;
  fs::path folder;
};

/// Of a stored training.
WrittenTrace write_inference(const Options& options, const Arguments& arguments) {
  const ManifestClock clock("trace", arguments);
  const fs::path checkpoint = options.required("checkpoint");
  for (const char* told : {"model", "dataset", "schedule"}) {
    if (options.has(told)) {
      throw UserError(fmt::format("--{} and --checkpoint exclude each other", told),
                      "the checkpoint tells what it was trained on");
    }
  }
  if (!options.flag("inference") || options.whole("evaluate-every") > 0 ||
      options.text("ends") != enum_name(model::Ends::network) || options.has("feedback") ||
      options.has("boundary") || options.whole("delay") > 0 ||
      options.text("errors") != enum_name(train::Errors::backpropagation) ||
      options.whole("batch-norm-part") > 0) {
    throw UserError("--checkpoint is of inferences",
                    "--inference, without tests, feedback, statistics and --ends, which the "
                    "training has decided");
  }
  OutputRequest request{.path = options.required("out"), .made_by = "trace"};
  request.sources.push_back(checkpoint);
  OutputFolder out(request);
  train::InferenceRequest inference{.batch = options.whole("batch"),
                                    .iterations = options.whole("iterations"),
                                    .mode = {},
                                    .switch_every = options.whole("switch-every"),
                                    .refine_every = options.whole("refine-every"),
                                    .layout = {}};
  if (options.has("layout")) {
    inference.layout = chosen<train::WeightLayout>(options, "layout", "a layout");
  }
  if (options.has("mode")) {
    inference.mode = options.text("mode");
  }
  trace::Trace trace =
      train::inference_trace({.path = checkpoint, .network = {}, .schedule = {}}, inference);
  report::Manifest manifest = clock.manifest();
  manifest.recipe.inputs["checkpoint"] = file_digest(train::trained_file(checkpoint));
  trace::write_trace(trace, out.result());
  write_file_atomically(out.result() / "recipe.json", report::recipe_json(manifest.recipe));
  write_file_atomically(out.result() / kManifestName, report::manifest_json(manifest));
  out.publish();
  return {std::move(trace), out.path()};
}

WrittenTrace write_trace(const Options& options, const Arguments& arguments) {
  if (options.has("checkpoint")) {
    return write_inference(options, arguments);
  }
  for (const char* of_checkpoint : {"mode", "layout"}) {
    if (options.has(of_checkpoint)) {
      throw UserError(fmt::format("--{} has no effect", of_checkpoint),
                      "it belongs to --inference --checkpoint");
    }
  }
  if (options.whole("switch-every") > 0 || options.whole("refine-every") > 0) {
    throw UserError("--switch-every and --refine-every have no effect",
                    "they belong to --inference --checkpoint");
  }
  const ManifestClock clock("trace", arguments);
  const std::string model = options.required("model");
  const bool own = model::is_network_file(model);
  const std::string dataset =
      own && !options.has("dataset") ? trace::kNoDataSet : options.required("dataset");
  const std::string schedule = options.required("schedule");
  const auto dx_scale = chosen<trace::DxScale>(options, "dx-scale", "a dx-scale");
  const auto rule = chosen<trace::UpdateRule>(options, "optimizer", "an optimizer");
  OutputRequest request{.path = options.required("out"), .made_by = "trace"};
  const auto schedule_file = schedule::schedule_file(schedule);
  if (schedule_file) {
    request.sources.emplace_back(*schedule_file);
  }
  if (own) {
    if (!model::is_onnx_file(model)) {
      require_kind(model, model::NetworkFile::kSchemaName);
    }
    request.sources.emplace_back(model);
  }
  OutputFolder out(request);
  const model::Graph graph =
      model::with_ends(trace::requested_model({.model = model,
                                               .dataset = dataset,
                                               .vocabulary = options.whole("vocabulary"),
                                               .sequence_length = options.whole("sequence-length"),
                                               .inference = options.flag("inference")}),
                       chosen<model::Ends>(options, "ends", "a kind of ends"));
  const schedule::Schedule parsed = schedule::parse_schedule(schedule);
  trace::check_ends(graph, chosen<model::Ends>(options, "ends", "a kind of ends"),
                    parsed.bound(trace::format_layers(graph)).levels(options.whole("iterations")));
  trace::Trace trace =
      trace::make_trace(graph, dataset, options.whole("batch"), parsed, options.whole("iterations"),
                        dx_scale, rule, route_of(options, graph));
  if (options.flag("inference")) {
    trace::deploy(trace.steps.front().step, graph);
  }
  if (const std::uint64_t part = options.whole("batch-norm-part"); part > 0) {
    require_statistics(graph);
    trace::take_statistics_of_parts(trace, part);
  }
  add_evaluations(options, graph, parsed, trace);
  report::Manifest manifest = clock.manifest();
  if (schedule_file) {
    manifest.recipe.inputs["schedule"] = file_digest(*schedule_file);
  }
  if (own) {
    manifest.recipe.inputs["model"] = file_digest(model);
  }
  trace::write_trace(trace, out.result());
  write_file_atomically(out.result() / "recipe.json", report::recipe_json(manifest.recipe));
  write_file_atomically(out.result() / kManifestName, report::manifest_json(manifest));
  out.publish();
  return {std::move(trace), out.path()};
}

}  // namespace

Answer trace_answer(const Arguments& arguments) {
  // An output folder takes part in what is said of this process where it is stopped: one at a time.
  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  TraceOptions options;
  options.require(arguments);
  Answer answer;
  answer.json["folder"] = write_trace(options, arguments).folder.string();
  return answer;
}

void run_trace(const Arguments& arguments) {
  TraceOptions options;
  if (!options.parse(arguments)) {
    return;
  }
  const auto [trace, folder] = write_trace(options, arguments);
  print(
      "{} {}: {} operations an iteration, {} phases, {:.4g} multiply-accumulates forward\n"
      "Trace: {}\n",
      trace.step().model, trace::on_data_set(trace.step().dataset), trace.step().operations.size(),
      trace.schedule.size(), static_cast<double>(trace.step().forward_macs.count()),
      path_text(folder));
}

}  // namespace metronome::cli
