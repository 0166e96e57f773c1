#include "sim/report/exact_comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "sim/base/csv.hpp"
#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/text.hpp"

namespace metronome::report {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// A value as it stands in a line of a terminal.
std::string shown(const std::string& text) {
  constexpr std::size_t kMost = 80;
  return text.empty() ? "nothing"
                      : printable(text.size() > kMost ? text.substr(0, kMost) + "..." : text);
}

std::string says(const std::string& place, const std::string& one, const std::string& other) {
  return fmt::format("{}: {} here, {} there", place, shown(one), shown(other));
}

/// The columns of made-by, which another version and another folder change.
bool is_made_by(const std::string& column) {
  return column == "run_version" || column == "run_recipe";
}

/// A comment is a row of one field, too.
std::optional<std::string> row_difference(const CsvRow& one, const CsvRow& other,
                                          const std::vector<std::string>& header) {
  const std::size_t fields = std::max(one.fields.size(), other.fields.size());
  for (std::size_t i = 0; i < fields; ++i) {
    const bool both = i < one.fields.size() && i < other.fields.size();
    const bool named = !one.comment && i < header.size();
    if (both && (one.fields[i].text == other.fields[i].text || (named && is_made_by(header[i])))) {
      continue;
    }
    const auto cell = [i](const CsvRow& row) {
      return i < row.fields.size() ? row.fields[i].text : std::string();
    };
    return says(
        fmt::format("line {}, {}", other.line,
                    named ? "column " + printable(header[i]) : "field " + std::to_string(i + 1)),
        cell(one), cell(other));
  }
  return std::nullopt;
}

std::optional<std::string> csv_difference(const std::string& one, const std::string& one_name,
                                          const std::string& other, const std::string& other_name) {
  CsvReader a(one, one_name);
  CsvReader b(other, other_name);
  CsvRow row_a;
  CsvRow row_b;
  std::vector<std::string> header;  // empty until it was read: its own cells all count
  while (true) {
    const bool more_a = a.next(row_a);
    const bool more_b = b.next(row_b);
    if (!more_a && !more_b) {
      return std::nullopt;
    }
    if (more_a != more_b) {
      return fmt::format("line {}: stands {} only", more_a ? row_a.line : row_b.line,
                         more_a ? "here" : "there");
    }
    if (row_a.comment != row_b.comment) {
      return fmt::format("line {}: a comment {} only", row_b.line,
                         row_a.comment ? "here" : "there");
    }
    if (auto difference = row_difference(row_a, row_b, header)) {
      return difference;
    }
    if (header.empty() && !row_a.comment) {
      for (const CsvField& field : row_a.fields) {
        header.push_back(field.text);
      }
    }
  }
}

Json summary_of(const std::string& text, const std::string& name) {
  Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) {
    throw UserError(Diagnostic{name, 0, 0, {}, "is no JSON object", "a summary.json of a run"});
  }
  json.erase("recipe");
  return json;
}

std::optional<std::string> json_difference(const Json& one, const Json& other) {
  if (one == other) {
    return std::nullopt;
  }
  const Json a = one.flatten();
  const Json b = other.flatten();
  const auto text = [](const Json& all, const std::string& key) {
    return all.contains(key) ? all[key].dump() : std::string();
  };
  for (const Json& side : {a, b}) {
    for (const auto& item : side.items()) {
      if (!a.contains(item.key()) || !b.contains(item.key()) || a[item.key()] != b[item.key()]) {
        return says(item.key(), text(a, item.key()), text(b, item.key()));
      }
    }
  }
  return "other structure";
}

/// Lines of a stamp that say what made a text, by how they begin.
bool is_made_by_line(std::string_view one, std::string_view other) {
  static constexpr std::array<std::string_view, 5> kStarts{
      "% version: ", "% recipe: ", "% made by: ", "% input ", "Made by `metronome "};
  return std::any_of(kStarts.begin(), kStarts.end(), [&](std::string_view start) {
    return one.starts_with(start) && other.starts_with(start);
  });
}

std::optional<std::string> text_difference(const std::string& one, const std::string& other) {
  std::size_t at_one = 0;
  std::size_t at_other = 0;
  const auto next = [](const std::string& text, std::size_t& at) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string line = text.substr(at, end - at);
    at = end + 1;
    return line;
  };
  for (int line = 1; at_one < one.size() || at_other < other.size(); ++line) {
    if ((at_one < one.size()) != (at_other < other.size())) {
      return fmt::format("line {}: stands {} only", line, at_one < one.size() ? "here" : "there");
    }
    const std::string a = next(one, at_one);
    const std::string b = next(other, at_other);
    if (a != b && !is_made_by_line(a, b)) {
      return says(fmt::format("line {}", line), a, b);
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> exact_difference(const fs::path& one, const fs::path& other) {
  const std::string ending = one.extension().string();
  if (ending != other.extension().string()) {
    throw UserError(fmt::format("{} and {} are of different kinds", one.string(), other.string()),
                    "two tables, two summaries or two texts");
  }
  const std::string a = read_file(one);
  const std::string b = read_file(other);
  if (ending == ".csv") {
    return csv_difference(a, one.string(), b, other.string());
  }
  if (ending == ".json") {
    return json_difference(summary_of(a, one.string()), summary_of(b, other.string()));
  }
  return text_difference(a, b);
}

}  // namespace metronome::report
