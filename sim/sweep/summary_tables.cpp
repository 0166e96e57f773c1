#include "sim/sweep/summary_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "sim/base/files.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/base/output_file.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/markdown_table.hpp"
#include "sim/report/stamp.hpp"
#include "sim/report/units.hpp"
#include "sim/sweep/pareto.hpp"
#include "sim/sweep/sweep_tables.hpp"

namespace metronome::sweep {
namespace {

using report::code;
using report::Csv;
using report::Markdown;
using report::MarkdownTable;

/// What is gathered in a first reading of all lines.
class Gathered {
 public:
  Gathered(const Grid& grid, const PointsFolder& points)
      : objectives_(grid.sweep().objectives), front_(grid.count(), false) {
    for (std::size_t i = 0; i < grid.count(); ++i) {
      if (points.has(i)) {
        stop_if_interrupted();
        add(i, points.line(i));
      }
    }
    for (const auto& [training, members] : trainings_) {
      mark_front(members);
    }
    decltype(trainings_)().swap(trainings_);
  }

  [[nodiscard]] bool on_front(std::size_t point) const { return front_[point]; }
  [[nodiscard]] std::size_t front_size() const {
    return static_cast<std::size_t>(std::count(front_.begin(), front_.end(), true));
  }
  /// Names of all facts, in the order in which points have them.
  [[nodiscard]] const std::vector<std::string>& facts() const { return facts_; }
  /// What points say, where all say the same; else "several".
  [[nodiscard]] const trace::Facts& joined() const { return joined_; }

 private:
  struct Members {
    std::vector<std::size_t> points;
    std::vector<std::vector<double>> values;
  };

  void add(std::size_t index, const PointLine& line) {
    for (const trace::Fact& fact : line.facts) {
      if (std::find(facts_.begin(), facts_.end(), fact.name) == facts_.end()) {
        facts_.push_back(fact.name);
        joined_.push_back(fact);
        continue;
      }
      for (trace::Fact& one : joined_) {
        if (one.name == fact.name && one.value != fact.value) {
          one.value = "several";
        }
      }
    }
    if (line.result.status != PointStatus::done) {
      return;
    }
    Members& members = trainings_[line.training_key];
    members.points.push_back(index);
    members.values.emplace_back();
    for (const std::string& objective : objectives_) {
      members.values.back().push_back(line.result.number(objective));
    }
  }

  void mark_front(const Members& members) {
    const std::vector<bool> best = pareto_front(members.values);
    for (std::size_t k = 0; k < best.size(); ++k) {
      front_[members.points[k]] = best[k];
    }
  }

  const std::vector<std::string>& objectives_;
  std::map<std::string, Members> trainings_;
  std::vector<bool> front_;
  std::vector<std::string> facts_;
  trace::Facts joined_;
};

/// sweep.csv, some rows at a time.
class RowWriter {
 public:
  RowWriter(const Grid& grid, const Gathered& gathered, const report::Stamp& stamp,
            OutputFile& file)
      : grid_(grid), gathered_(gathered), file_(file), stamped_(report::facts_of(stamp)) {
    columns_.emplace_back("point");
    for (const Axis& axis : grid.sweep().axes) {
      columns_.push_back(axis.name);
    }
    for (const std::string& name : column_names()) {
      columns_.push_back(name);
    }
    for (const std::string& name : gathered.facts()) {
      columns_.push_back("run_" + name);
    }
    for (const trace::Fact& fact : stamped_) {
      columns_.push_back("run_" + fact.name);
    }
    rows_.emplace(columns_);
    file_.write(rows_->text());
    header_ = rows_->text().size();
  }

  void add(std::size_t index, const PointLine& line) {
    const PointResult& result = line.result;
    rows_->add(line.key).add_all(grid_.labels(index));
    rows_->add(status_text(result.status)).add(result.message);
    rows_->add(gathered_.on_front(index) ? "true" : "false");
    rows_->add(result.arithmetic).add(result.value_statistics).add(result.fp32_products);
    for (std::size_t i = 0; i < numbers_; ++i) {
      if (result.status == PointStatus::done) {
        rows_->add(result.numbers[i].second);
      } else {
        rows_->add("");
      }
    }
    if (result.progress.empty()) {
      rows_->add("").add("").add("");
    } else {
      rows_->add(100 * result.progress.back().test_accuracy).add("").add(std::uint64_t{1});
    }
    for (const std::string& name : gathered_.facts()) {
      rows_->add(trace::fact(line.facts, name));
    }
    for (const trace::Fact& fact : stamped_) {
      rows_->add(fact.value);
    }
    rows_->end_row();
    if (rows_->text().size() > kPart) {
      flush();
    }
  }

  void flush() {
    file_.write(std::string_view(rows_->text()).substr(header_));
    rows_.emplace(columns_);
  }

 private:
  static constexpr std::size_t kPart = 1 << 18;

  const Grid& grid_;
  const Gathered& gathered_;
  OutputFile& file_;
  trace::Facts stamped_;  ///< of all points alike: version, recipe, how runs are unlike
  std::vector<std::string> columns_;
  std::size_t numbers_ = number_names().size();
  std::optional<Csv> rows_;
  std::size_t header_ = 0;
};

std::string counts_text(const PointsFolder& points, const Gathered& gathered) {
  std::string text = fmt::format("{} of {} points:", points.found(), points.count());
  for (const auto& [status, name] : kEnumRows<PointStatus>) {
    if (points.by_status()[status] > 0 || status == PointStatus::done) {
      text += fmt::format(" {} {},", points.by_status()[status], status_text(status));
    }
  }
  text.back() = ';';
  return text + fmt::format(" {} on the front", gathered.front_size());
}

/// The first points of the front, with their objectives.
Markdown front_table(const Grid& grid, const PointsFolder& points, const Gathered& gathered) {
  constexpr std::size_t kMostShown = 50;
  std::vector<std::string> head;
  for (const Axis& axis : grid.sweep().axes) {
    head.push_back(axis.name);
  }
  const std::size_t labels = head.size();
  head.insert(head.end(), grid.sweep().objectives.begin(), grid.sweep().objectives.end());
  MarkdownTable table(head, labels);
  std::size_t shown = 0;
  for (std::size_t i = 0; i < grid.count() && shown < kMostShown; ++i) {
    if (!gathered.on_front(i)) {
      continue;
    }
    ++shown;
    std::vector<std::string> cells = grid.labels(i);
    const PointLine line = points.line(i);
    for (const std::string& objective : grid.sweep().objectives) {
      cells.push_back(report::significant(line.result.number(objective)));
    }
    table.texts(cells);
  }
  Markdown text = table.markdown();
  if (gathered.front_size() > shown) {
    text += code<Markdown>("\nand {} more: `pareto` is true in sweep.csv.\n",
                           gathered.front_size() - shown);
  }
  return text;
}

}  // namespace

std::string write_summary_tables(const Grid& grid, const PointsFolder& points,
                                 const report::Recipe& recipe, const std::string& unlike,
                                 const std::filesystem::path& folder) {
  const Gathered gathered(grid, points);
  const report::Stamp stamp{gathered.joined(), recipe, unlike};
  OutputFile file(folder / "sweep.csv");
  RowWriter rows(grid, gathered, {{}, recipe, unlike}, file);
  for (std::size_t i = 0; i < grid.count(); ++i) {
    if (points.has(i)) {
      stop_if_interrupted();
      rows.add(i, points.line(i));
    }
  }
  rows.flush();
  file.publish(false);
  const std::string counts = counts_text(points, gathered);
  Markdown text = code<Markdown>(
      "# {}\n\n{}. Of each point the numbers of sweep.csv are kept.\n\n## The front\n\nPoints that "
      "no other of the same training is better than in all objectives.\n\n",
      grid.sweep().name, counts);
  text += front_table(grid, points, gathered);
  write_file_atomically(folder / "sweep.md", text.source() + report::stamp_markdown(stamp));
  write_file_atomically(folder / "recipe.json", report::recipe_json(recipe));
  return counts;
}

}  // namespace metronome::sweep
