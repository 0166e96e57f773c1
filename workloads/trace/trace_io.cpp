#include "workloads/trace/trace_io.hpp"

#include <fmt/format.h>

#include "sim/base/files.hpp"
#include "sim/base/text_file.hpp"
#include "workloads/trace/csv_files.hpp"
#include "workloads/trace/limits.hpp"
#include "workloads/trace/step_file.hpp"
#include "workloads/trace/value_statistics.hpp"

namespace metronome::trace {
namespace {

namespace fs = std::filesystem;

const char* const kStepFile = "step.yaml";
const char* const kScheduleFile = "schedule.csv";
const char* const kMetricsFile = "metrics.csv";
const char* const kValuesFile = "value_statistics.csv";

std::string step_yaml(const Step& step) {
  return "# metronome trace: one training iteration, operations in execution order\n" +
         config::resolved_yaml(to_file(step));
}

/// Another version may differ in anything, so that this is the only complaint.
void check_version(const config::Node& root) {
  const config::Node* version = root.find("version");
  if (version != nullptr && version->scalar == fmt::format("{}", kVersion)) {
    return;
  }
  const config::Mark& mark = version == nullptr ? root.mark : version->mark;
  throw UserError(Diagnostic{
      mark.file, mark.line, mark.column, "version",
      version == nullptr ? "is missing"
                         : fmt::format("trace version `{}` cannot be read", version->scalar),
      fmt::format("this program reads version {}: make the trace again", kVersion)});
}

/// An empty step after complaints about single keys.
Step read_step(const std::string& text, const fs::path& path, config::Reader& reader) {
  const config::Node root = config::parse_yaml(text, path.string());
  check_version(root);
  StepFile file;
  if (!config::schema_of<StepFile>().read(file, root, reader, "")) {
    return {};
  }
  check_step(file, root, reader);
  return to_step(std::move(file));
}

/// Runs one file's reading; what it throws joins the other complaints.
template <class Read>
void collect(config::Reader& reader, const Read& read) {
  try {
    read();
  } catch (const UserError& error) {
    reader.add(error);
  }
}

}  // namespace

std::map<std::string, std::string> trace_texts(const Trace& trace) {
  std::map<std::string, std::string> texts{
      {kStepFile, step_yaml(trace.step())},
      {kScheduleFile, schedule_csv({trace.schedule_name, trace.schedule})}};
  if (!trace.metrics.empty()) {
    texts[kMetricsFile] = metrics_csv(trace.metrics);
  }
  if (!trace.values.empty()) {
    texts[kValuesFile] = value_statistics_csv(trace.values);
  }
  return texts;
}

void write_trace(const Trace& trace, const fs::path& directory) {
  const auto texts = trace_texts(trace);
  for (const char* optional : {kMetricsFile, kValuesFile}) {
    if (!texts.contains(optional)) {
      remove_file(directory / optional);  // of an earlier trace in this folder
    }
  }
  for (const auto& [name, text] : texts) {
    write_file_atomically(directory / name, text);
  }
}

Trace read_trace(const fs::path& directory) {
  if (!is_folder(directory)) {
    throw UserError(Diagnostic{directory.string(),
                               0,
                               0,
                               {},
                               "is not a trace",
                               "a folder with step.yaml and schedule.csv, as `metronome trace` and "
                               "`metronome train` write it"});
  }
  const TraceFiles files{
      [&](const char* name) { return read_text(directory / name, kMostTableBytes); },
      [&](const char* name) { return path_exists(directory / name); }};
  return parse_trace(files, directory);
}

Trace parse_trace(const TraceFiles& files, const fs::path& directory) {
  config::Reader reader;
  Trace trace;
  trace.steps.resize(1);
  const auto path = [&](const char* name) { return (directory / name).string(); };
  collect(reader, [&] {
    trace.steps[0].step = read_step(files.content(kStepFile), path(kStepFile), reader);
  });
  collect(reader, [&] {
    ScheduleFile schedule = parse_schedule_csv(files.content(kScheduleFile), path(kScheduleFile),
                                               matrix_layers(trace.step()), reader);
    trace.schedule_name = std::move(schedule.name);
    trace.schedule = std::move(schedule.phases);
  });
  if (files.stands(kMetricsFile)) {
    collect(reader, [&] {
      trace.metrics = parse_metrics_csv(files.content(kMetricsFile), path(kMetricsFile), reader);
    });
  }
  if (files.stands(kValuesFile)) {
    collect(reader, [&] {
      trace.values = parse_value_statistics_csv(files.content(kValuesFile), path(kValuesFile),
                                                quantized_products(trace.step()), reader);
    });
  }
  reader.finish();
  return trace;
}

}  // namespace metronome::trace
