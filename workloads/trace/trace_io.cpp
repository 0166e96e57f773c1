#include "workloads/trace/trace_io.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "sim/base/files.hpp"
#include "sim/base/text_file.hpp"
#include "workloads/trace/csv_files.hpp"
#include "workloads/trace/limits.hpp"
#include "workloads/trace/program_file.hpp"
#include "workloads/trace/step_file.hpp"
#include "workloads/trace/timeline_csv.hpp"
#include "workloads/trace/value_statistics.hpp"

namespace metronome::trace {
namespace {

namespace fs = std::filesystem;

const char* const kProgramFile = "program.yaml";
const char* const kAssignmentsFile = "assignments.csv";
const char* const kTimelineFile = "timeline.csv";
const char* const kMetricsFile = "metrics.csv";
const char* const kValuesFile = "value_statistics.csv";
const char* const kStepsFolder = "steps";
/// Of version 1, which has one step.
const char* const kStepFile = "step.yaml";
const char* const kScheduleFile = "schedule.csv";

std::string file_of_step(const std::string& step) {
  return fmt::format("{}/{}.yaml", kStepsFolder, step);
}

std::vector<std::string> step_names(const Trace& trace) {
  std::vector<std::string> names;
  for (const NamedStep& one : trace.steps) {
    names.push_back(one.name);
  }
  return names;
}

/// The newest version only where a program uses what that has beyond the one before.
int program_version(const Trace& trace) {
  const bool formats =
      std::any_of(trace.schedule.begin(), trace.schedule.end(),
                  [](const Phase& phase) { return phase.assignment.has_formats(); });
  int version = formats ? kVersion : kVersionWithoutFormats;
  for (const NamedStep& one : trace.steps) {
    version = std::max(version, version_of(one.step));
  }
  return version;
}

std::string program_yaml(const Trace& trace) {
  return "# metronome trace: a program; timeline.csv says which of its steps runs when\n" +
         config::resolved_yaml(
             ProgramFile{program_version(trace), trace.schedule_name, step_names(trace)});
}

std::string step_yaml(const Step& step) {
  return "# metronome trace: one iteration, operations in execution order\n" +
         config::resolved_yaml(to_file(step));
}

/// Another version may differ in anything, so that this is the only complaint.
void check_version(const config::Node& root, int oldest, int wanted) {
  const config::Node* version = root.find("version");
  for (int known = oldest; known <= wanted; ++known) {
    if (version != nullptr && version->scalar == fmt::format("{}", known)) {
      return;
    }
  }
  const config::Mark& mark = version == nullptr ? root.mark : version->mark;
  throw UserError(Diagnostic{
      mark.file, mark.line, mark.column, "version",
      version == nullptr ? "is missing"
                         : fmt::format("trace version `{}` cannot be read", version->scalar),
      fmt::format("this program reads version {}: make the trace again", wanted)});
  static_assert(kVersionWithoutFormats + 1 == kVersion && kVersion + 1 == kVersionWithRows,
                "files of all these versions are read alike");
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

/// Reads the files of a trace one after the other.
class TraceParser {
 public:
  TraceParser(const TraceFiles& files, const fs::path& directory)
      : files_(files), directory_(directory) {}

  Trace run() {
    if (files_.stands(kProgramFile)) {
      program();
    } else {
      single_step();
    }
    measured();
    reader_.finish();
    return std::move(trace_);
  }

 private:
  [[nodiscard]] std::string path(const std::string& name) const {
    return (directory_ / name).string();
  }
  [[nodiscard]] std::string content(const std::string& name) const {
    return files_.content(name.c_str());
  }

  /// Version 1.
  void single_step() {
    trace_.steps.resize(1);
    collect(reader_, [&] { trace_.steps[0].step = step(kStepFile, 1, 1); });
    collect(reader_, [&] {
      ScheduleFile schedule = parse_schedule_csv(content(kScheduleFile), path(kScheduleFile),
                                                 ExceptionRule(trace_.step()), reader_);
      trace_.schedule_name = std::move(schedule.name);
      trace_.schedule = std::move(schedule.phases);
    });
  }

  void program() {
    std::vector<std::string> steps;
    collect(reader_, [&] { steps = program_file(); });
    if (steps.empty()) {
      return;  // complained of: nothing says what the other files are
    }
    trace_.steps.reserve(steps.size());
    for (const std::string& name : steps) {
      trace_.steps.push_back({name, {}});
      collect(reader_, [&] {
        trace_.steps.back().step =
            step(file_of_step(name), kVersionWithoutFormats, kVersionWithRows);
      });
    }
    collect(reader_, [&] {
      const std::vector<Assignment> assignments = parse_assignments_csv(
          content(kAssignmentsFile), path(kAssignmentsFile), ExceptionRule(trace_.steps), reader_);
      trace_.schedule = parse_timeline_csv(content(kTimelineFile), path(kTimelineFile), steps,
                                           assignments, reader_);
    });
  }

  std::vector<std::string> program_file() {
    const config::Node root = config::parse_yaml(content(kProgramFile), path(kProgramFile));
    check_version(root, kVersionWithoutFormats, kVersionWithRows);
    ProgramFile file;
    if (!config::schema_of<ProgramFile>().read(file, root, reader_, "")) {
      return {};
    }
    trace_.schedule_name = file.schedule;
    return file.steps;
  }

  /// An empty step after complaints about single keys.
  Step step(const std::string& name, int oldest, int latest) {
    const config::Node root = config::parse_yaml(content(name), path(name));
    check_version(root, oldest, latest);
    StepFile file;
    if (!config::schema_of<StepFile>().read(file, root, reader_, "")) {
      return {};
    }
    check_step(file, root, reader_);
    const DxScale dx_scale = dx_scale_.value_or(file.dx_scale);
    if (file.dx_scale != dx_scale) {
      reader_.error(root.find("dx_scale")->mark, "dx_scale",
                    fmt::format("is {} here and {} in the steps before", enum_name(file.dx_scale),
                                enum_name(dx_scale)),
                    "one arithmetic for all steps of a program");
    }
    dx_scale_ = dx_scale;
    return to_step(std::move(file));
  }

  /// What training adds.
  void measured() {
    if (files_.stands(kMetricsFile)) {
      collect(reader_, [&] {
        trace_.metrics = parse_metrics_csv(content(kMetricsFile), path(kMetricsFile), reader_);
      });
    }
    if (files_.stands(kValuesFile)) {
      collect(reader_, [&] {
        trace_.values = parse_value_statistics_csv(content(kValuesFile), path(kValuesFile),
                                                   products(), reader_);
      });
    }
  }

  /// Of all steps, each once.
  [[nodiscard]] std::vector<std::string> products() const {
    std::vector<std::string> all;
    for (const NamedStep& one : trace_.steps) {
      for (const std::string& product : quantized_products(one.step)) {
        if (std::find(all.begin(), all.end(), product) == all.end()) {
          all.push_back(product);
        }
      }
    }
    return all;
  }

  const TraceFiles& files_;
  const fs::path& directory_;
  config::Reader reader_;
  std::optional<DxScale> dx_scale_;  ///< of the first step
  Trace trace_;
};

/// Files of an earlier trace in the folder that this one does not replace.
void remove_others(const std::map<std::string, std::string>& texts, const fs::path& directory) {
  for (const std::string& name : trace_files(directory)) {
    if (!texts.contains(name)) {
      remove_file(directory / name);
    }
  }
}

}  // namespace

std::map<std::string, std::string> trace_texts(const Trace& trace) {
  const NumberedAssignments assignments(trace.schedule);
  std::map<std::string, std::string> texts{
      {kProgramFile, program_yaml(trace)},
      {kAssignmentsFile, assignments_csv(assignments)},
      {kTimelineFile, timeline_csv(trace.schedule, step_names(trace), assignments)}};
  for (const NamedStep& one : trace.steps) {
    texts[file_of_step(one.name)] = step_yaml(one.step);
  }
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
  remove_others(texts, directory);
  for (const auto& [name, text] : texts) {
    write_file_atomically(directory / name, text);
  }
}

bool is_trace(const fs::path& directory) {
  return path_exists(directory / kProgramFile) || path_exists(directory / kStepFile);
}

std::vector<std::string> trace_files(const fs::path& directory) {
  std::vector<std::string> files;
  const auto add = [&](const std::string& name) {
    if (path_exists(directory / name)) {
      files.push_back(name);
    }
  };
  for (const char* name : {kStepFile, kScheduleFile, kProgramFile}) {
    add(name);
  }
  if (is_folder(directory / kStepsFolder)) {
    for (const std::string& name : names_in(directory / kStepsFolder)) {
      if (name.ends_with(".yaml")) {
        files.push_back(fmt::format("{}/{}", kStepsFolder, name));
      }
    }
  }
  for (const char* name : {kAssignmentsFile, kTimelineFile, kMetricsFile, kValuesFile}) {
    add(name);
  }
  return files;
}

Trace read_trace(const fs::path& directory) {
  if (!is_trace(directory)) {
    throw UserError(Diagnostic{directory.string(),
                               0,
                               0,
                               {},
                               "is not a trace",
                               "a folder with program.yaml, as `metronome trace` and `metronome "
                               "train` write it"});
  }
  const TraceFiles files{
      [&](const char* name) { return read_text(directory / name, kMostTableBytes); },
      [&](const char* name) { return path_exists(directory / name); }};
  return parse_trace(files, directory);
}

Trace parse_trace(const TraceFiles& files, const fs::path& directory) {
  return TraceParser(files, directory).run();
}

}  // namespace metronome::trace
