#include "sim/sweep/sweep_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "sim/base/files.hpp"
#include "sim/report/draw.hpp"
#include "sim/report/text_table.hpp"
#include "sim/report/units.hpp"
#include "sim/sweep/sensitivity.hpp"
#include "sim/sweep/set_apart.hpp"
#include "sim/sweep/sweep_figures.hpp"
#include "sim/sweep/sweep_summary.hpp"

namespace metronome::sweep {
namespace {

/// Tables with the identity of each row's point, by the key in their first column.
class RowStamps {
 public:
  explicit RowStamps(const FinishedSweep& sweep) : head_(report::facts_of(sweep.stamp())) {
    for (std::size_t i = 0; i < sweep.points.size(); ++i) {
      facts_[sweep.points[i].key] = report::facts_of(
          report::Stamp{sweep.identity.points.at(i), sweep.recipe, sweep.identity.unlike});
      head_ = facts_[sweep.points[i].key];
    }
  }
  [[nodiscard]] std::string operator()(const std::string& csv) const {
    return report::with_facts(csv, [&](const std::vector<std::string>& row) {
      return row.empty() ? head_ : facts_.at(row.front());
    });
  }

 private:
  std::map<std::string, trace::Facts> facts_;
  trace::Facts head_;  ///< whose names are the columns
};

}  // namespace

std::string write_tables(const FinishedSweep& sweep, const std::filesystem::path& folder) {
  const report::Stamp stamp = sweep.stamp();
  const FinishedSweep rows = set_apart(sweep).rows;
  std::vector<report::Figure> figures = figures_of(rows);
  report::put_stamp(figures, stamp);
  const std::vector<std::string> drawn = report::draw(figures);
  report::write_figures(figures, drawn, folder / "figures");
  const RowStamps stamped(sweep);
  write_file_atomically(folder / "sweep.csv", stamped(sweep_csv(sweep)));
  write_file_atomically(folder / "levels.csv", stamped(levels_csv(sweep)));
  write_file_atomically(folder / "waterfall.csv", stamped(waterfall_csv(sweep)));
  write_file_atomically(folder / "tornado.csv", stamped(tornado_csv(sweep)));
  write_file_atomically(folder / "layers.csv", stamped(layers_csv(sweep)));
  if (sweep.reference) {
    write_file_atomically(folder / "sensitivity.csv",
                          report::with_facts(sensitivity_csv(sweep),
                                             [&](const auto&) { return report::facts_of(stamp); }));
  }
  write_file_atomically(folder / "sweep.md",
                        summary_markdown(sweep) + report::stamp_markdown(stamp));
  if (std::any_of(sweep.results.begin(), sweep.results.end(),
                  [](const PointResult& result) { return !result.progress.empty(); })) {
    write_file_atomically(folder / "accuracy.csv", stamped(accuracy_csv(sweep)));
  }
  write_file_atomically(folder / "sweep.tex",
                        report::stamp_comments(stamp, "% ") + latex_table(rows));
  write_file_atomically(folder / "recipe.json", report::recipe_json(sweep.recipe));
  return report::figures_state(drawn);
}

std::string points_text(const Grid& grid) {
  constexpr std::size_t kShown = 20;
  std::set<std::string> results;
  std::size_t read = 0;
  std::size_t refused = 0;
  report::TextTable table;
  table.left_columns = grid.sweep().axes.size();
  table.rows.emplace_back();
  for (const Axis& axis : grid.sweep().axes) {
    table.rows[0].push_back(axis.name);
  }
  grid.read_representatives([&](const Point& point) {
    ++read;
    refused += point.refused.empty() ? 0 : 1;
    if (point.refused.empty()) {
      results.insert(point.key);
    }
    if (table.rows.size() <= kShown) {
      table.rows.push_back(point.labels);
      table.rows.back().push_back(point.refused);
    }
  });
  const std::size_t more = grid.count() + 1 - table.rows.size();
  const std::string of =
      read < grid.count() ? fmt::format(" ({} with every value of every axis were read)", read)
                          : fmt::format(": {} to simulate, {} of which a constraint does not hold",
                                        results.size(), refused);
  return fmt::format("{} points{}\n\n{}{}", grid.count(), of, table.text(),
                     more > 0 ? fmt::format("and {} more\n", more) : "");
}

FinishedSweep finished_sweep(const Grid& grid, const PointsFolder& points, bool allow_unlike) {
  const SweepSpec& spec = grid.sweep();
  FinishedSweep finished{.name = spec.name,
                         .axes = {},
                         .objectives = spec.objectives,
                         .target_accuracy = spec.target_accuracy,
                         .points = {},
                         .results = {}};
  for (const Axis& axis : spec.axes) {
    finished.axes.push_back(axis.name);
  }
  finished.reference = reference_of(spec.axes);
  finished.total = points.missing() > 0 ? grid.count() : 0;
  for (std::size_t i = 0; i < grid.count(); ++i) {
    if (!points.has(i)) {
      continue;
    }
    PointLine line = points.line(i);
    finished.points.push_back(line.result.status == PointStatus::failed ? unreadable_point(grid, i)
                                                                        : grid.point(i));
    finished.points.back().key = line.key;
    finished.results.push_back(std::move(line.result));
  }
  finished.identity = identity_of(finished.points, allow_unlike);
  return finished;
}

std::string terminal_table(const FinishedSweep& sweep) {
  report::TextTable table{{sweep.axes}, sweep.axes.size()};
  for (const char* head :
       {"ideal", "cycles", "energy", "static s", "CPT s", "static J", "CPT J", "front"}) {
    table.rows[0].emplace_back(head);
  }
  const std::vector<bool> front = sweep.front();
  for (std::size_t i = 0; i < sweep.points.size(); ++i) {
    const PointResult& result = sweep.results[i];
    std::vector<std::string> row = sweep.points[i].labels;
    if (!result.message.empty()) {
      row.emplace_back(status_text(result.status));
      table.rows.push_back(std::move(row));
      continue;
    }
    for (const char* name : {"ideal", "cycle", "energy"}) {
      row.push_back(report::percent(result.number(name + std::string("_saving_fraction"))));
    }
    for (const char* name : {"static_time_s", "cpt_time_s", "static_energy_j", "cpt_energy_j"}) {
      row.push_back(report::significant(result.number(name)));
    }
    row.emplace_back(front[i] ? "*" : "");
    table.rows.push_back(std::move(row));
  }
  const std::string partial = sweep.partial_text();
  return (partial.empty() ? "" : partial + "\n\n") + table.text() + "\n" +
         report::stamp_text(sweep.stamp());
}

}  // namespace metronome::sweep
