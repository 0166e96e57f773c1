#include "sim/validation/validation_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "sim/base/files.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/number.hpp"
#include "sim/report/chart.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/draw.hpp"
#include "sim/report/markdown_table.hpp"
#include "sim/report/palette.hpp"
#include "sim/report/recipe_fields.hpp"
#include "sim/report/stamp.hpp"
#include "sim/report/text_table.hpp"

namespace metronome::validation {
namespace {

using report::Json;
using Cells = std::vector<std::vector<std::string>>;

constexpr std::size_t kMostOutShown = 100;

/// A row that stands for a rung without numbers.
bool is_failure(const Row& row) { return !row.claim.ours && !row.claim.theirs; }

std::string number_or_nothing(const std::optional<double>& number) {
  return number ? number_text(*number) : std::string();
}

Json json_or_null(const std::optional<double>& number) {
  return number ? Json(*number) : Json(nullptr);
}

std::string explained_by(const Row& row) {
  return row.verdict == Verdict::explained ? row.claim.explanation->topic : std::string();
}

Json summary_json(const Summary& s) {
  Json json{{"rows", s.total()}, {"cases", s.cases}};
  for (const auto& [verdict, name] : kEnumRows<Verdict>) {
    json[name] = s.rows[verdict];
  }
  json["rows_without_difference"] = s.without_number;
  json["mape_percent"] = s.mape_percent;
  json["mape_without_explained_percent"] = s.mape_unexplained_percent;
  json["worst_without_explained_percent"] = s.worst_percent;
  return json;
}

Json row_json(const Row& row) {
  const Claim& c = row.claim;
  return {{"rung", row.rung},
          {"case", c.of},
          {"quantity", c.quantity},
          {"unit", c.unit},
          {"ours", json_or_null(c.ours)},
          {"theirs", json_or_null(c.theirs)},
          {"difference_percent", json_or_null(row.difference_percent)},
          {"tolerance_percent", c.tolerance_percent},
          {"source", c.source},
          {"verdict", enum_name(row.verdict)},
          {"explained_by", explained_by(row)}};
}

std::string percent_text(double percent) { return fmt::format("{:.3g}", percent); }

std::vector<std::string> summary_cells(const std::string& name, const Summary& s) {
  return {name,
          std::to_string(s.cases),
          std::to_string(s.total()),
          std::to_string(s.rows[Verdict::within]),
          std::to_string(s.rows[Verdict::explained]),
          std::to_string(s.rows[Verdict::out]),
          percent_text(s.worst_percent),
          percent_text(s.mape_unexplained_percent),
          percent_text(s.mape_percent)};
}

const std::vector<std::string> kSummaryHead{"rung",      "cases",     "rows",
                                            "within",    "explained", "out",
                                            "largest %", "MAPE %",    "with explained %"};

Cells summary_table(const Validation& validation) {
  Cells cells{kSummaryHead};
  for (const RungResult& result : validation.results) {
    cells.push_back(summary_cells(result.rung->name, summary_of(result.rows)));
  }
  cells.push_back(summary_cells("all", summary_of(validation.rows())));
  return cells;
}

/// The known differences that rows rest on, with how many and how large.
Cells explained_table(const Validation& validation) {
  struct Met {
    std::size_t rows = 0;
    double least = 0, most = 0;
  };
  std::map<std::string, Met> met;
  for (const Row& row : validation.rows()) {
    if (row.verdict != Verdict::explained) {
      continue;
    }
    Met& m = met[explained_by(row)];
    const double d = *row.difference_percent;
    m.least = m.rows == 0 ? d : std::min(m.least, d);
    m.most = m.rows == 0 ? d : std::max(m.most, d);
    ++m.rows;
  }
  Cells cells{{"known difference (tests/DEVIATIONS.md)", "rows", "from %", "to %"}};
  for (const auto& [topic, m] : met) {
    cells.push_back({topic, std::to_string(m.rows), percent_text(m.least), percent_text(m.most)});
  }
  return cells;
}

/// Rungs that could not be computed, in words.
std::string failures_text(const Validation& validation) {
  std::string text;
  for (const Row& row : validation.rows()) {
    if (is_failure(row)) {
      text += fmt::format("{} cannot be computed: {}\n", row.rung, row.claim.source);
    }
  }
  return text;
}

/// Every row that is out, up to kMostOutShown of a rung.
Cells out_table(const Validation& validation) {
  Cells cells{{"out", "case", "quantity", "ours", "theirs", "difference %", "allowed %", "source"}};
  for (const RungResult& result : validation.results) {
    std::size_t shown = 0;
    for (const Row& row : result.rows) {
      if (row.verdict != Verdict::out || is_failure(row) || shown == kMostOutShown) {
        continue;
      }
      ++shown;
      const Claim& c = row.claim;
      cells.push_back({row.rung, c.of, c.quantity, number_or_nothing(c.ours),
                       number_or_nothing(c.theirs),
                       row.difference_percent ? percent_text(*row.difference_percent) : "none",
                       percent_text(c.tolerance_percent), c.source});
    }
  }
  return cells;
}

report::Markdown markdown(const Cells& cells, std::size_t left) {
  report::MarkdownTable table(cells.front(), left);
  for (std::size_t i = 1; i < cells.size(); ++i) {
    table.texts(cells[i]);
  }
  return table.markdown();
}

/// Of a rung, a mark a row that has a place: its value, or its difference, over the reference's.
report::LineSeries marks_of(const RungResult& result, std::size_t place, bool values) {
  report::LineSeries series{.name = result.rung->name,
                            .colour = report::line_colour(place),
                            .style = report::LineStyle::marks,
                            .points = {}};
  for (const Row& row : result.rows) {
    const bool shown = row.difference_percent && *row.claim.theirs > 0;
    if (shown && !values) {
      series.points.emplace_back(*row.claim.theirs, *row.difference_percent);
    } else if (shown && row.claim.ours.value_or(0) > 0) {
      series.points.emplace_back(*row.claim.theirs, *row.claim.ours);
    }
  }
  return series;
}

/// Our values against the reference's, and their differences below, a mark a row.
std::vector<report::Figure> figures_of(const Validation& validation) {
  report::LineChart chart;
  chart.frame = {.name = "validation",
                 .title = "Our numbers against those of the reference",
                 .value_label = "",
                 .unit = "",
                 .value_column = "value",
                 .height = 760};
  chart.x_label = "Value of the reference, in its unit";
  chart.x_column = "theirs";
  chart.logarithmic_x = true;
  report::LinePanel values{.label = "Our value", .unit = "", .series = {}, .logarithmic = true};
  report::LinePanel differences{"Difference, %", "", false, false, 0, 1, {}};
  std::size_t shown = 0;
  for (std::size_t i = 0; i < validation.results.size(); ++i) {
    values.series.push_back(marks_of(validation.results[i], i, true));
    differences.series.push_back(marks_of(validation.results[i], i, false));
    shown += differences.series.back().points.size();
  }
  const bool any = std::any_of(values.series.begin(), values.series.end(),
                               [](const auto& series) { return !series.points.empty(); });
  if (any) {
    chart.panels.push_back(std::move(values));
  }
  chart.panels.push_back(std::move(differences));
  const Summary all = summary_of(validation.rows());
  std::vector<report::Figure> figures;
  report::append_figure(
      figures, chart,
      fmt::format(
          "A mark a row; below, 0 is equal. The mean absolute difference is {} %, with explained "
          "rows {} %. {} of {} rows have a reference of zero or below, or no number, and no place "
          "on this axis; the table has them.",
          percent_text(all.mape_unexplained_percent), percent_text(all.mape_percent),
          validation.rows().size() - shown, validation.rows().size()));
  return figures;
}

report::Stamp stamp_of(const Validation& validation) {
  std::string names;
  for (const RungResult& result : validation.results) {
    names += (names.empty() ? "" : " ") + result.rung->name;
  }
  report::Stamp stamp{.identity = {{"rungs", names}}, .recipe = validation.recipe};
  if (validation.change) {
    stamp.identity.push_back({"changed", fmt::format("{} times {}", validation.change->constant,
                                                     validation.change->factor)});
  }
  return stamp;
}

/// Of the names and contents of all files below a folder.
std::string folder_digest(const std::filesystem::path& folder) {
  std::string lines;
  for (const std::string& name : names_in(folder)) {
    const std::filesystem::path path = folder / name;
    lines +=
        name + " " + (is_folder(path) ? folder_digest(path) : file_digest(path.string())) + "\n";
  }
  return content_digest(lines);
}

}  // namespace

std::string validation_csv(const Validation& validation) {
  report::Csv csv({"rung", "case", "quantity", "unit", "ours", "theirs", "difference_percent",
                   "tolerance_percent", "source", "verdict", "explained_by"});
  for (const Row& row : validation.rows()) {
    const Claim& c = row.claim;
    csv.add(row.rung).add(c.of).add(c.quantity).add(c.unit);
    csv.add(number_or_nothing(c.ours)).add(number_or_nothing(c.theirs));
    csv.add(number_or_nothing(row.difference_percent)).add(c.tolerance_percent);
    csv.add(c.source).add(enum_name(row.verdict)).add(explained_by(row));
    csv.end_row();
  }
  return report::stamped_csv(csv.text(), stamp_of(validation));
}

std::string validation_json(const Validation& validation) {
  Json json;
  json["summary"] = summary_json(summary_of(validation.rows()));
  json["rungs"] = Json::array();
  for (const RungResult& result : validation.results) {
    const Rung& rung = *result.rung;
    Json one{{"name", rung.name}, {"what", rung.summary}, {"page", rung.page}};
    one["summary"] = summary_json(summary_of(result.rows));
    json["rungs"].push_back(std::move(one));
  }
  json["rows"] = Json::array();
  for (const Row& row : validation.rows()) {
    json["rows"].push_back(row_json(row));
  }
  json["recipe"] = report::recipe_fields(validation.recipe);
  return json.dump(2) + "\n";
}

std::string out_text(const Summary& summary) {
  return fmt::format("{} of {} rows are out", summary.rows[Verdict::out], summary.total());
}

std::string validation_text(const Validation& validation) {
  std::string text = report::TextTable{summary_table(validation), 1}.text();
  if (const Cells known = explained_table(validation); known.size() > 1) {
    text += "\n" + report::TextTable{known, 1}.text();
  }
  if (const Cells out = out_table(validation); out.size() > 1) {
    text += "\n" + report::TextTable{out, 3}.text();
  }
  if (const std::string failures = failures_text(validation); !failures.empty()) {
    text += "\n" + failures;
  }
  return text + "\n" + report::stamp_text(stamp_of(validation));
}

std::string validation_markdown(const Validation& validation) {
  report::Markdown text("# Validation\n\n");
  text += markdown(summary_table(validation), 1);
  text += "\n`largest` and `MAPE`: absolute differences in percent, without explained rows.\n";
  Cells pages{{"rung", "what", "page"}};
  for (const RungResult& result : validation.results) {
    pages.push_back({std::string(result.rung->name), std::string(result.rung->summary),
                     std::string(result.rung->page)});
  }
  text += "\n";
  text += markdown(pages, 3);
  if (const Cells known = explained_table(validation); known.size() > 1) {
    text += "\n";
    text += markdown(known, 1);
  }
  if (const Cells out = out_table(validation); out.size() > 1) {
    text += "\n";
    text += markdown(out, 3);
  }
  if (const std::string failures = failures_text(validation); !failures.empty()) {
    text += report::code<report::Markdown>("\n{}\n", failures);
  }
  return text.source() + report::stamp_markdown(stamp_of(validation));
}

std::string write_validation(const Validation& validation, const std::filesystem::path& folder) {
  const report::Stamp stamp = stamp_of(validation);
  std::vector<report::Figure> figures = figures_of(validation);
  report::put_stamp(figures, stamp);
  const std::vector<std::string> drawn = report::draw(figures);
  report::write_figures(figures, drawn, folder / "figures");
  write_file_atomically(folder / "validation.csv", validation_csv(validation));
  write_file_atomically(folder / "validation.json", validation_json(validation));
  write_file_atomically(folder / "validation.md", validation_markdown(validation));
  write_file_atomically(folder / "recipe.json", report::recipe_json(validation.recipe));
  return report::figures_state(drawn);
}

std::map<std::string, std::string> validation_inputs(const Context& context) {
  const auto digest = [](const std::filesystem::path& path) {
    return is_folder(path) ? folder_digest(path) : std::string("absent");
  };
  return {{"presets", digest(context.configs)},
          {"reference", digest(context.reference())},
          {"reference ku_leuven_28nm", digest(context.results / "ku_leuven_28nm")},
          {"reference published_points", digest(context.results / "published_points")}};
}

}  // namespace metronome::validation
