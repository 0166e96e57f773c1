#include "workloads/trace/timeline_csv.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

#include "sim/base/csv_table.hpp"
#include "sim/base/text.hpp"
#include "workloads/precision/precision_csv.hpp"
#include "workloads/trace/csv_heading.hpp"
#include "workloads/trace/limits.hpp"

namespace metronome::trace {
namespace {

const std::string kAssignmentsHeading = "metronome trace assignments, version ";
const std::string kTimelineHeading = "metronome trace timeline, version ";
const std::vector<std::string> kTimelineColumns{"first_iteration", "iterations", "step",
                                                "assignment"};

std::vector<std::string> assignment_columns(bool formats) {
  std::vector<std::string> columns{"assignment", "layer"};
  const std::vector<std::string> precision = precision_columns();
  columns.insert(columns.end(), precision.begin(), precision.end());
  if (formats) {
    columns.emplace_back(kPresetColumn);
  }
  return columns;
}

/// The rows of one assignment are gathered here, one after the other.
class AssignmentRows {
 public:
  AssignmentRows(CsvTable& table, const ExceptionRule& rule)
      : table_(table), precisions_(table), rule_(rule) {}

  std::vector<Assignment> read() {
    for (std::size_t row = 0; row < table_.rows(); ++row) {
      const std::uint64_t number = table_.whole(row, "assignment", kIterationNumbers);
      if (table_.text(row, "layer") == "*") {
        close();
        start(row, number);
      } else if (!open_ || number != assignments_.size()) {
        table_.complain(row, "layer", "an exception without its assignment before it",
                        "after the row of layer * with the same number");
      } else {
        add_exception(row);
      }
    }
    close();
    if (assignments_.empty() && table_.findings().empty()) {
      table_.complain("has no assignment", "at least one row of layer *");
    }
    return std::move(assignments_);
  }

 private:
  void start(std::size_t row, std::uint64_t number) {
    if (number != assignments_.size()) {
      table_.complain(
          row, "assignment",
          fmt::format("assignment {} comes where {} is due", number, assignments_.size()),
          "numbers ascend from 0");
    }
    open_ = true;
    row_ = row;
    all_ = precisions_.read(row);
    exceptions_.clear();
  }

  void add_exception(std::size_t row) {
    const Precision precision = precisions_.read(row);
    const std::string layer(table_.text(row, "layer"));
    if (auto fault = rule_.fault(layer, precision, !table_.findings().full())) {
      table_.complain(row, "layer", std::move(fault->what), std::move(fault->hint));
    }
    if (!exceptions_.emplace(layer, precision).second) {
      table_.complain(row, "layer", fmt::format("layer `{}` stands twice in its assignment", layer),
                      "keep one of them");
    }
  }

  void close() {
    if (!open_) {
      return;
    }
    const LayerPrecisions like =
        assignments_.empty() ? LayerPrecisions{} : assignments_.front().layers;
    assignments_.push_back({all_, LayerPrecisions(exceptions_, like)});
    const auto [at, fresh] = known_.try_emplace(assignments_.back(), assignments_.size() - 1);
    if (!fresh) {
      table_.complain(row_, "assignment", fmt::format("is the same as assignment {}", at->second),
                      "one of both");
    }
    open_ = false;
  }

  CsvTable& table_;
  PrecisionColumns precisions_;
  const ExceptionRule& rule_;
  std::vector<Assignment> assignments_;
  std::map<Assignment, std::size_t> known_;
  bool open_ = false;  ///< one is being gathered:
  std::size_t row_ = 0;
  Precision all_;
  std::map<std::string, Precision> exceptions_;
};

/// Reads a timeline row by row.
class TimelineRows {
 public:
  TimelineRows(CsvTable& table, const std::vector<std::string>& steps,
               const std::vector<Assignment>& assignments)
      : table_(table), steps_(steps), assignments_(assignments) {}

  std::vector<Phase> read() {
    step_used_.resize(steps_.size());
    assignment_used_.resize(assignments_.size());
    for (std::size_t row = 0; row < table_.rows(); ++row) {
      add(row);
    }
    if (timeline_.empty() && table_.findings().empty()) {
      table_.complain("has no row", "at least one");
    }
    if (table_.findings().empty()) {
      check_use();
    }
    return std::move(timeline_);
  }

 private:
  void add(std::size_t row) {
    const std::uint64_t first = table_.whole(row, "first_iteration", kIterationNumbers);
    const std::uint64_t count = table_.whole(row, "iterations", kIterations);
    const std::uint64_t expected =
        timeline_.empty() ? 0 : timeline_.back().first_iteration + timeline_.back().iterations;
    if (first != expected) {
      table_.complain(
          row, "first_iteration",
          fmt::format("{} iteration {}", first < expected ? "overlaps" : "leaves a gap at",
                      std::min(first, expected)),
          fmt::format("{}, where the row before ends", expected));
    }
    const std::string step(table_.text(row, "step"));
    const auto at = std::find(steps_.begin(), steps_.end(), step);
    const std::uint64_t assignment = table_.whole(row, "assignment", kIterationNumbers);
    if (at == steps_.end()) {
      table_.complain(row, "step", fmt::format("the program has no step `{}`", step),
                      table_.findings().full() ? "" : name_hint(step, steps_));
      return;
    }
    if (assignment >= assignments_.size()) {
      table_.complain(row, "assignment", fmt::format("there is no assignment {}", assignment),
                      fmt::format("assignments.csv has {}", assignments_.size()));
      return;
    }
    const auto number = static_cast<std::size_t>(at - steps_.begin());
    if (!timeline_.empty() && timeline_.back().step == number && before_ == assignment) {
      table_.complain(row, "assignment", "has the step and the assignment of the row before",
                      "one row for both");
    }
    before_ = assignment;
    step_used_[number] = true;
    assignment_used_[assignment] = true;
    timeline_.push_back({first, count, assignments_[assignment], number});
  }

  /// What never runs was not meant to stand there.
  void check_use() {
    const auto step = std::find(step_used_.begin(), step_used_.end(), false);
    if (step != step_used_.end()) {
      table_.complain(fmt::format("never runs the step `{}`",
                                  steps_[static_cast<std::size_t>(step - step_used_.begin())]),
                      "a row for it, or leave it out of program.yaml");
    }
    const auto assignment = std::find(assignment_used_.begin(), assignment_used_.end(), false);
    if (assignment != assignment_used_.end()) {
      table_.complain(
          fmt::format("never uses assignment {}", assignment - assignment_used_.begin()),
          "a row with it, or leave it out of assignments.csv");
    }
  }

  CsvTable& table_;
  const std::vector<std::string>& steps_;
  const std::vector<Assignment>& assignments_;
  std::vector<Phase> timeline_;
  std::uint64_t before_ = 0;  ///< the assignment of the last row
  std::vector<bool> step_used_, assignment_used_;
};

}  // namespace

NumberedAssignments::NumberedAssignments(const std::vector<Phase>& timeline) {
  for (const Phase& phase : timeline) {
    if (index_.try_emplace(&phase.assignment, list_.size()).second) {
      list_.push_back(&phase.assignment);
    }
  }
}

std::string assignments_csv(const NumberedAssignments& assignments) {
  const bool formats =
      std::any_of(assignments.list().begin(), assignments.list().end(),
                  [](const Assignment* assignment) { return assignment->has_formats(); });
  std::string text = csv_head(kAssignmentsHeading, assignment_columns(formats),
                              formats ? kVersion : kVersionWithoutFormats);
  std::size_t number = 0;
  const auto row = [&](const std::string& layer, const Precision& precision) {
    fmt::format_to(std::back_inserter(text), "{},{}", number, csv_field(layer));
    for (const PrecisionField& field : kPrecisionFields) {
      fmt::format_to(std::back_inserter(text), ",{}", bits_text(precision.*field.bits));
    }
    if (formats) {
      fmt::format_to(std::back_inserter(text), ",{}", csv_field(precision.formats.text()));
    }
    text += '\n';
  };
  for (const Assignment* assignment : assignments.list()) {
    row("*", assignment->all);
    for (const auto& [layer, precision] : assignment->layers) {
      row(layer, precision);
    }
    ++number;
  }
  return text;
}

std::vector<Assignment> parse_assignments_csv(std::string text, const std::string& file,
                                              const ExceptionRule& rule, config::Reader& reader) {
  CsvTable table(std::move(text), file, {"assignment", "layer"}, PrecisionColumns::names());
  check_heading(table, file, kAssignmentsHeading);
  std::vector<Assignment> assignments = AssignmentRows(table, rule).read();
  reader.add(table.findings());
  return assignments;
}

std::string timeline_csv(const std::vector<Phase>& timeline, const std::vector<std::string>& steps,
                         const NumberedAssignments& assignments) {
  std::string text = csv_head(kTimelineHeading, kTimelineColumns);
  for (const Phase& phase : timeline) {
    fmt::format_to(std::back_inserter(text), "{},{},{},{}\n", phase.first_iteration,
                   phase.iterations, csv_field(steps.at(phase.step)),
                   assignments.number_of(phase.assignment));
  }
  return text;
}

std::vector<Phase> parse_timeline_csv(std::string text, const std::string& file,
                                      const std::vector<std::string>& steps,
                                      const std::vector<Assignment>& assignments,
                                      config::Reader& reader) {
  CsvTable table(std::move(text), file, kTimelineColumns);
  check_heading(table, file, kTimelineHeading, kVersionWithoutFormats);
  std::vector<Phase> timeline = TimelineRows(table, steps, assignments).read();
  reader.add(table.findings());
  return timeline;
}

}  // namespace metronome::trace
