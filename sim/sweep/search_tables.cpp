#include <fmt/format.h>

#include <algorithm>

#include "sim/base/files.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/markdown_table.hpp"
#include "sim/report/stamp.hpp"
#include "sim/report/text_table.hpp"
#include "sim/report/units.hpp"
#include "sim/sweep/run_search.hpp"
#include "sim/sweep/search_worth.hpp"
#include "sim/sweep/sweep_tables.hpp"

namespace metronome::sweep {
namespace {

using report::code;
using report::Csv;
using report::Markdown;
using report::MarkdownTable;

std::vector<std::string> axis_names(const Grid& grid) {
  std::vector<std::string> names;
  for (const Axis& axis : grid.sweep().axes) {
    names.push_back(axis.name);
  }
  return names;
}

/// An objective each; empty fields where there are none.
void add_objectives(Csv& out, const std::vector<double>& values, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    if (values.empty()) {
      out.add("");
    } else {
      out.add(values[i]);
    }
  }
}

std::string evaluations_csv(const Grid& grid, const FinishedSearch& finished) {
  const std::vector<std::string>& objectives = grid.sweep().objectives;
  std::vector<std::string> columns{"evaluation", "generation"};
  for (const std::string& name : axis_names(grid)) {
    columns.push_back(name);
  }
  columns.insert(columns.end(), {"status", "message", "pareto"});
  columns.insert(columns.end(), objectives.begin(), objectives.end());
  Csv out(columns);
  for (std::size_t i = 0; i < finished.points.size(); ++i) {
    const SearchedPoint& point = finished.points[i];
    out.add(std::uint64_t{i + 1}).add(std::uint64_t{point.generation});
    out.add_all(grid.labels(point.index));
    out.add(status_text(point.status)).add(point.message);
    out.add(finished.front[i] ? "true" : "false");
    add_objectives(out, point.objectives, objectives.size());
    out.end_row();
  }
  return out.text();
}

std::string front_csv(const Grid& grid, const FinishedSearch& finished) {
  const std::vector<std::string>& objectives = grid.sweep().objectives;
  std::vector<std::string> columns = axis_names(grid);
  columns.insert(columns.end(), objectives.begin(), objectives.end());
  for (const std::string& name : objectives) {
    columns.push_back("confirmed_" + name);
  }
  columns.emplace_back("stays");
  Csv out(columns);
  std::size_t next = 0;  // of the confirmed ones
  for (std::size_t i = 0; i < finished.points.size(); ++i) {
    if (!finished.front[i]) {
      continue;
    }
    out.add_all(grid.labels(finished.points[i].index));
    add_objectives(out, finished.points[i].objectives, objectives.size());
    if (finished.confirmed.empty()) {
      add_objectives(out, {}, objectives.size());
      out.add("");
    } else {
      const Confirmed& one = finished.confirmed[next++];
      add_objectives(out, one.objectives, objectives.size());
      out.add(one.stays ? "true" : "false");
    }
    out.end_row();
  }
  return out.text();
}

std::string hypervolume_csv(const Grid& grid, const FinishedSearch& finished) {
  std::vector<std::string> columns{"generation", "evaluations", "front", "hypervolume"};
  for (const std::string& name : grid.sweep().objectives) {
    columns.push_back("reference_" + name);
  }
  Csv out(columns);
  for (const Hypervolume& one : finished.volumes) {
    out.add(std::uint64_t{one.generation}).add(std::uint64_t{one.evaluations});
    out.add(std::uint64_t{one.front}).add(one.volume);
    add_objectives(out, finished.reference, finished.reference.size());
    out.end_row();
  }
  return out.text();
}

/// "320 of 4096 points evaluated by nsga2, seed 1: 300 ok, 20 infeasible; 12 on the front, 1 of
/// which leaves it in cycle mode".
std::string counts_of(const SearchSpec& search, const Grid& grid, const FinishedSearch& finished) {
  EnumArray<PointStatus, std::size_t> by_status{};
  for (const SearchedPoint& point : finished.points) {
    ++by_status[point.status];
  }
  std::string text =
      fmt::format("{} of {} points evaluated by {}, seed {}:", finished.points.size(), grid.count(),
                  enum_name(search.method), search.seed);
  for (const auto& [status, name] : kEnumRows<PointStatus>) {
    if (by_status[status] > 0 || status == PointStatus::done) {
      text += fmt::format(" {} {},", by_status[status], status_text(status));
    }
  }
  text.back() = ';';
  text += fmt::format(" {} on the front",
                      std::count(finished.front.begin(), finished.front.end(), true));
  if (!finished.confirmed.empty()) {
    text += fmt::format(", {} of which leave it in cycle mode",
                        std::count_if(finished.confirmed.begin(), finished.confirmed.end(),
                                      [](const Confirmed& one) { return !one.stays; }));
  }
  return text;
}

std::vector<std::vector<std::string>> front_rows(const Grid& grid, const FinishedSearch& finished) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < finished.points.size(); ++i) {
    if (finished.front[i]) {
      rows.push_back(grid.labels(finished.points[i].index));
      for (const double value : finished.points[i].objectives) {
        rows.back().push_back(report::significant(value));
      }
    }
  }
  return rows;
}

std::vector<std::string> front_head(const Grid& grid) {
  std::vector<std::string> head = axis_names(grid);
  head.insert(head.end(), grid.sweep().objectives.begin(), grid.sweep().objectives.end());
  return head;
}

}  // namespace

void write_search_tables(const SearchSpec& search, const Grid& grid, const FinishedSearch& finished,
                         const SearchWorth* worth, const report::Recipe& recipe,
                         const std::filesystem::path& folder) {
  const report::Stamp stamp{{}, recipe};
  write_file_atomically(folder / "evaluations.csv",
                        report::stamped_csv(evaluations_csv(grid, finished), stamp));
  write_file_atomically(folder / "front.csv",
                        report::stamped_csv(front_csv(grid, finished), stamp));
  write_file_atomically(folder / "hypervolume.csv",
                        report::stamped_csv(hypervolume_csv(grid, finished), stamp));
  MarkdownTable table(front_head(grid), axis_names(grid).size());
  for (const auto& row : front_rows(grid, finished)) {
    table.texts(row);
  }
  Markdown text = code<Markdown>("# {}\n\n{}.\n\n", search.name, counts_of(search, grid, finished));
  text += table.markdown();
  if (worth != nullptr) {
    write_file_atomically(folder / "worth.csv", report::stamped_csv(worth_csv(*worth), stamp));
    text += code<Markdown>("\n");
    text += worth_markdown(*worth);
  }
  write_file_atomically(folder / "search.md", text.source() + report::stamp_markdown(stamp));
  write_file_atomically(folder / "recipe.json", report::recipe_json(recipe));
}

std::string search_text(const SearchSpec& search, const Grid& grid,
                        const FinishedSearch& finished) {
  report::TextTable table;
  table.left_columns = axis_names(grid).size();
  table.rows = front_rows(grid, finished);
  table.rows.insert(table.rows.begin(), front_head(grid));
  return table.text() + "\n" + counts_of(search, grid, finished) + "\n";
}

}  // namespace metronome::sweep
