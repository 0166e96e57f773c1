#include <fmt/format.h>

#include "sim/base/files.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "workloads/model/network_file.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/data_shapes.hpp"
#include "workloads/trace/format_timeline.hpp"
#include "workloads/trace/limits.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::cli {

void run_formats(const Arguments& arguments) {
  Options options(
      "formats --schedule S --model M [--dataset D] [--iterations N] [--vocabulary N] "
      "[--sequence-length N]",
      "Prints which format each operand of each layer has when, as CSV.");
  options.add()("schedule", po::value<std::string>(),
                "see `metronome list schedules`, or recipe:NAME of `metronome list recipes`")(
      "model", po::value<std::string>(), "see `metronome list models`, or a network file")(
      "dataset", po::value<std::string>(),
      "see `metronome list datasets`; none: what a network file says");
  options.add_whole("iterations", 64000, trace::kIterations, "iterations of the run");
  options.add_whole("vocabulary", 0, trace::kVocabulary,
                    "words of a text that the model knows; 0: all of the data set's");
  options.add_whole("sequence-length", 0, {0, trace::kExtents.max},
                    "tokens of a sequence; 0: as many as the data set is cut into");
  if (!options.parse(arguments)) {
    return;
  }
  const std::string model = options.required("model");
  const bool own = model::is_network_file(model);
  const model::Graph graph = trace::requested_model(
      {.model = model,
       .dataset = own && !options.has("dataset") ? trace::kNoDataSet : options.required("dataset"),
       .vocabulary = options.whole("vocabulary"),
       .sequence_length = options.whole("sequence-length")});
  const schedule::Schedule schedule = schedule::parse_schedule(options.required("schedule"));
  print_text(trace::format_timeline_csv(
      trace::format_timeline(graph, schedule, options.whole("iterations"))));
}

}  // namespace metronome::cli
