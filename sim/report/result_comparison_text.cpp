// What was found between two results, for people and for programs.
#include <fmt/format.h>

#include <cmath>

#include "sim/report/json_fields.hpp"
#include "sim/report/result_comparison.hpp"
#include "sim/report/text_table.hpp"

namespace metronome::report {
namespace {

using Differences = std::vector<trace::Difference>;

/// "equal", "unknown, ...", or what differs.
std::string state(const Differences& differences, bool known) {
  if (!known) {
    return "unknown: not both have a recipe.json";
  }
  return differences.empty() ? "equal" : "differ: " + trace::differences_text(differences);
}

std::string percent_text(const std::optional<double>& percent) {
  if (!percent) {
    return "text";
  }
  return std::isinf(*percent) ? std::string("one alone") : fmt::format("{:.3g} %", *percent);
}

std::string numbers_text(const ResultComparison& found, const CompareLimits& limits) {
  std::string text = fmt::format("{} of {} values in {} rows of {} tables differ", found.differing,
                                 found.values, found.rows, found.tables);
  if (limits.tolerance_percent > 0) {
    text += fmt::format(" by more than {} %", limits.tolerance_percent);
  }
  if (found.greatest_percent > 0) {
    text += fmt::format(", numbers by up to {}", percent_text(found.greatest_percent));
  }
  return text;
}

void add_alone(std::string& text, const std::string& path, const std::vector<std::string>& list,
               std::uint64_t count) {
  if (count == 0) {
    return;
  }
  text += fmt::format("only in {}:\n", path);
  for (const std::string& one : list) {
    text += "  " + one + "\n";
  }
  if (count > list.size()) {
    text += fmt::format("  and {} more\n", count - list.size());
  }
}

Json differences_json(const Differences& differences) {
  Json out = Json::array();
  for (const trace::Difference& one : differences) {
    out.push_back({{"name", one.name}, {"one", one.one}, {"other", one.other}});
  }
  return out;
}

Json alone_json(const std::vector<std::string>& list, std::uint64_t count) {
  return {{"count", count}, {"first", list}};
}

}  // namespace

std::string comparison_text(const ResultComparison& found, const std::string& one,
                            const std::string& other, const CompareLimits& limits) {
  const bool known = found.recipes > 0;
  std::string text;
  if (!found.unlike.empty()) {
    text += "Unlike: " + trace::differences_text(found.unlike) + "\n";
  }
  text += fmt::format("inputs:  {}\nbinary:  {}\nnumbers: {}\n", state(found.inputs, known),
                      state(found.binary, known), numbers_text(found, limits));
  if (!found.differences.empty()) {
    TextTable table{.rows = {{"table", "row", "column", "one", "other", "difference"}},
                    .left_columns = 3};
    for (const ValueDifference& d : found.differences) {
      table.rows.push_back({d.table, d.row, d.column, d.one, d.other, percent_text(d.percent)});
    }
    text += "\n" + table.text();
    if (found.differing > found.differences.size()) {
      text += fmt::format("and {} more (--most N)\n", found.differing - found.differences.size());
    }
  }
  add_alone(text, one, found.only_one, found.only_one_count);
  add_alone(text, other, found.only_other, found.only_other_count);
  return text;
}

std::string comparison_json(const ResultComparison& found, const std::string& one,
                            const std::string& other, const CompareLimits& limits) {
  Json differences = Json::array();
  for (const ValueDifference& d : found.differences) {
    differences.push_back(
        {{"table", d.table},
         {"row", d.row},
         {"column", d.column},
         {"one", d.one},
         {"other", d.other},
         {"percent", d.percent && std::isfinite(*d.percent) ? Json(*d.percent) : Json(nullptr)}});
  }
  const Json out{{"one", one},
                 {"other", other},
                 {"differ", found.differ(limits)},
                 {"tolerance_percent", limits.tolerance_percent},
                 {"recipes", found.recipes},
                 {"inputs", differences_json(found.inputs)},
                 {"binary", differences_json(found.binary)},
                 {"unlike", differences_json(found.unlike)},
                 {"tables", found.tables},
                 {"rows", found.rows},
                 {"values", found.values},
                 {"differing", found.differing},
                 {"greatest_percent", found.greatest_percent},
                 {"differences", std::move(differences)},
                 {"only_one", alone_json(found.only_one, found.only_one_count)},
                 {"only_other", alone_json(found.only_other, found.only_other_count)}};
  return out.dump(2) + "\n";
}

}  // namespace metronome::report
