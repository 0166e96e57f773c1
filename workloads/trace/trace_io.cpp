#include "workloads/trace/trace_io.hpp"

#include <fmt/format.h>

#include "sim/base/files.hpp"
#include "workloads/trace/csv_files.hpp"
#include "workloads/trace/step_file.hpp"
#include "workloads/trace/value_statistics.hpp"

namespace metronome::trace {
namespace {

namespace fs = std::filesystem;

const char* const kStepFile = "step.yaml";
const char* const kScheduleFile = "schedule.csv";
const char* const kMetricsFile = "metrics.csv";
const char* const kValuesFile = "value_statistics.csv";

/// A file that a trace has only where there is something to write: an old one is removed.
void write_or_remove(const fs::path& file, bool present, const std::string& text) {
  if (present) {
    write_file_atomically(file, text);
  } else {
    fs::remove(file);
  }
}

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
Step read_step(const fs::path& path, config::Reader& reader) {
  const config::Node root = config::load_yaml(path);
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

void write_trace(const Trace& trace, const fs::path& directory) {
  write_file_atomically(directory / kStepFile, step_yaml(trace.step));
  write_file_atomically(directory / kScheduleFile,
                        schedule_csv({trace.schedule_name, trace.schedule}));
  write_or_remove(directory / kMetricsFile, !trace.metrics.empty(), metrics_csv(trace.metrics));
  write_or_remove(directory / kValuesFile, !trace.values.empty(),
                  value_statistics_csv(trace.values));
}

Trace read_trace(const fs::path& directory) {
  if (!fs::is_directory(directory)) {
    throw UserError(Diagnostic{directory.string(),
                               0,
                               0,
                               {},
                               "is not a trace",
                               "a folder with step.yaml and schedule.csv, as `metronome trace` and "
                               "`metronome train` write it"});
  }
  config::Reader reader;
  Trace trace;
  collect(reader, [&] { trace.step = read_step(directory / kStepFile, reader); });
  collect(reader, [&] {
    const fs::path path = directory / kScheduleFile;
    ScheduleFile schedule =
        parse_schedule_csv(read_file(path), path.string(), matrix_layers(trace.step), reader);
    trace.schedule_name = std::move(schedule.name);
    trace.schedule = std::move(schedule.phases);
  });
  if (const fs::path path = directory / kMetricsFile; fs::exists(path)) {
    collect(reader,
            [&] { trace.metrics = parse_metrics_csv(read_file(path), path.string(), reader); });
  }
  if (const fs::path path = directory / kValuesFile; fs::exists(path)) {
    collect(reader, [&] {
      trace.values = parse_value_statistics_csv(read_file(path), path.string(),
                                                quantized_products(trace.step), reader);
    });
  }
  reader.finish();
  return trace;
}

}  // namespace metronome::trace
