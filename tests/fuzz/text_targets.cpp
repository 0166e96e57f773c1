#include <map>

#include "tests/fuzz/targets.hpp"
#include "workloads/methods/weights/blended_grids/cost_file.hpp"
#include "workloads/schedule/csv_schedule.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/bit_operations.hpp"
#include "workloads/trace/csv_files.hpp"
#include "workloads/trace/timeline_csv.hpp"
#include "workloads/trace/trace_io.hpp"

namespace metronome::fuzz {
namespace {

/// Files in one input: each starts behind a line "@@ NAME".
std::map<std::string, std::string> unpack(std::string_view bytes) {
  std::map<std::string, std::string> files;
  std::string* file = nullptr;
  while (!bytes.empty()) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    const std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    if (line.starts_with("@@ ")) {
      file = &files[std::string(line.substr(3))];
    } else if (file != nullptr) {
      *file += line;
      *file += '\n';
    }
  }
  return files;
}

trace::Trace parse(const std::map<std::string, std::string>& files) {
  return trace::parse_trace({[&](const char* name) {
                               const auto found = files.find(name);
                               return found == files.end() ? std::string() : found->second;
                             },
                             [&](const char* name) { return files.contains(name); }},
                            "trace");
}

/// The ideal work of the trace, as every report has it.
void count(const trace::Trace& trace) {
  std::vector<trace::PaperMeasure> measures;
  for (const trace::NamedStep& one : trace.steps) {
    measures.emplace_back(one.step);
  }
  for (const trace::Phase& phase : trace.schedule) {
    (void)measures.at(phase.step).of(phase.assignment);
  }
}

/// A phase for each.
std::vector<trace::Phase> timeline_of(const std::vector<trace::Assignment>& assignments) {
  std::vector<trace::Phase> timeline;
  for (const trace::Assignment& assignment : assignments) {
    timeline.push_back({timeline.size(), 1, assignment});
  }
  return timeline;
}

/// Reads with a reader of complaints, writes, and reads again.
template <class Write, class Read>
void read_again(const Write& write, const Read& read, std::string_view bytes) {
  const auto whole = [&](const std::string& text) {
    config::Reader reader;
    auto value = read(text, reader);
    reader.finish();
    return value;
  };
  const auto value = whole(std::string(bytes));
  expect_again(value, [&] { return whole(write(value)); });
}

std::vector<std::string> trace_words() {
  return with_common_words(
      {"@@ program.yaml\n",
       "@@ steps/train.yaml\n",
       "@@ steps/test.yaml\n",
       "@@ assignments.csv\n",
       "@@ timeline.csv\n",
       "# metronome trace assignments, version 2\n",
       "# metronome trace timeline, version 2\n",
       "assignment,layer,weight_bits,activation_bits,error_bits,gradient_bits,stash_bits\n",
       "first_iteration,iterations,step,assignment\n",
       "steps: [train]\n",
       "steps: [train, test]\n",
       "version: 2\n",
       "@@ step.yaml\n",
       "@@ schedule.csv\n",
       "@@ metrics.csv\n",
       "# metronome trace schedule, version 1\n",
       "# metronome trace metrics, version 1\n",
       "# metronome trace value statistics, version 1\n",
       "first_iteration,iterations,layer,forward_bits,backward_bits\n",
       "iteration,loss,train_accuracy,test_accuracy,learning_rate,forward_bits,backward_bits,"
       "evaluation_bits\n",
       "iteration,forward_bits,backward_bits,layer\n",
       "# schedule: ",
       "version: 1\n",
       "dx_scale: segmented\n",
       "role: ",
       "format: ",
       "shape: [",
       "producers: [",
       "consumers: [",
       "class: ",
       "kind: matrix",
       "kind: vector",
       "convolution: {",
       "in_channels: ",
       "out_channels: ",
       "kernel: ",
       "stride: ",
       "pad: ",
       "groups: ",
       "fp32: true",
       "elements: ",
       "adds_per_element: ",
       "forward",
       "input_gradient",
       "weight_gradient",
       "quantize",
       "update",
       "codes",
       "real",
       "mask",
       "weight",
       "activation",
       "error",
       "gradient",
       "stash",
       "master",
       "optimizer_state",
       ",",
       ",*,"});
}

}  // namespace

Target trace_directory() {
  return {2048,
          [](std::string_view bytes) {
            return outcome_of([&] {
              const trace::Trace trace = parse(unpack(bytes));
              count(trace);
              expect_again(trace, [&] { return parse(trace::trace_texts(trace)); });
            });
          },
          trace_words()};
}

/// One of the trace's CSV files, by its first line.
Target trace_csv() {
  return {2048,
          [](std::string_view bytes) {
            return outcome_of([&] {
              if (bytes.starts_with("# metronome trace s")) {
                config::Reader reader;  // of version 1, which nothing writes
                (void)trace::parse_schedule_csv(std::string(bytes), "csv", {}, reader);
                reader.finish();
              } else if (bytes.starts_with("# metronome trace a")) {
                read_again(
                    [](const std::vector<trace::Assignment>& assignments) {
                      const std::vector<trace::Phase> timeline = timeline_of(assignments);
                      return trace::assignments_csv(trace::NumberedAssignments(timeline));
                    },
                    [](const std::string& text, config::Reader& reader) {
                      return trace::parse_assignments_csv(text, "csv", {}, reader);
                    },
                    bytes);
              } else if (bytes.starts_with("# metronome trace t")) {
                const std::vector<trace::Assignment> known{{{4, 8}, {}}, {{8, 8}, {}}};
                config::Reader reader;
                (void)trace::parse_timeline_csv(std::string(bytes), "csv", {"train", "test"}, known,
                                                reader);
                reader.finish();
              } else if (bytes.starts_with("# metronome trace m")) {
                read_again(
                    trace::metrics_csv,
                    [](const std::string& text, config::Reader& reader) {
                      return trace::parse_metrics_csv(text, "csv", reader);
                    },
                    bytes);
              } else {
                read_again(
                    trace::value_statistics_csv,
                    [](const std::string& text, config::Reader& reader) {
                      return trace::parse_value_statistics_csv(text, "csv", {"conv1"}, reader);
                    },
                    bytes);
              }
            });
          },
          trace_words()};
}

Target schedule_text() {
  return {128,
          [](std::string_view bytes) {
            return outcome_of([&] {
              const auto schedule = schedule::parse_schedule(std::string(bytes));
              expect_again(schedule, [&] { return schedule::parse_schedule(schedule.name()); });
              for (const std::uint64_t iterations : {1, 7, 64}) {
                try_work([&] {
                  std::uint64_t sum = 0;
                  for (const trace::Phase& phase : schedule.phases(iterations)) {
                    expect(phase.first_iteration == sum, "phases follow each other");
                    sum += phase.iterations;
                  }
                  expect(sum == iterations, "phases are as long as the run");
                  (void)schedule.evaluation(iterations);
                });
              }
            });
          },
          [] {
            std::vector<std::string> words{
                "periods=",        "backward=", "start=", "iterations=", "window=", "epsilon=",
                "alpha=",          ":",         ",",      "-",           "/",       "3-8",
                "csv:schedule.csv"};
            for (const schedule::ScheduleForm& form : schedule::schedule_forms()) {
              words.push_back(form.form.substr(0, form.form.find(':') + 1));
            }
            return with_common_words(std::move(words));
          }()};
}

Target schedule_csv() {
  return {512,
          [](std::string_view bytes) {
            return outcome_of([&] {
              const schedule::Schedule schedule(
                  schedule::parse_csv_schedule(std::string(bytes), "csv"));
              std::uint64_t sum = 0;
              for (const trace::Phase& phase : schedule.phases(100)) {
                sum += phase.iterations;
              }
              expect(sum == 100, "phases are as long as the run");
            });
          },
          trace_words()};
}

Target width_costs() {
  return {1024,
          [](std::string_view bytes) {
            return outcome_of([&] {
              const weights::WidthCosts costs =
                  weights::parse_width_costs(std::string(bytes), "costs");
              const std::string written = weights::width_costs_csv(costs);
              expect(weights::parse_width_costs(written, "costs") == costs,
                     "what is written is read as it was");
              for (const weights::CostUnit unit : kEnumValues<weights::CostUnit>) {
                const weights::CostTable table = costs.table(unit, costs.widths);
                expect(table.layers() == costs.layers.size(), "a row of pairs for each layer");
              }
            });
          },
          trace_words()};
}

}  // namespace metronome::fuzz
