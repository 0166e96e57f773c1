#include "sim/report/result_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sim/base/error.hpp"
#include "sim/base/text.hpp"
#include "sim/report/json_fields.hpp"

namespace metronome::report {
namespace {

using Columns = std::vector<std::string>;

/// How rows of a table are recognised. A table of a sweep has its axes, too: the columns behind
/// `point`, up to the first of the table's own.
struct Rule {
  const char* table;
  Columns needs;     ///< columns that tell the table from others of its name
  Columns identity;  ///< those of them that it has; "_bits": all that end so
  Columns places{};
  Columns manners{};
};

const std::vector<Rule>& rules() {
  static const std::vector<Rule> all{
      {"sweep.csv", {"point", "status"}, {}, {"point"}},
      {"levels.csv", {"point", "training"}, {"training", "_bits"}, {"point"}},
      {"layers.csv", {"point", "shape"}, {"shape", "in_channels"}, {"point"}},
      {"waterfall.csv", {"point", "saving"}, {"saving", "effect"}, {"point"}},
      {"accuracy.csv", {"point", "iterations"}, {"iterations"}, {"point"}},
      {"phases.csv", {"first_iteration"}, {"first_iteration", "step"}, {"phase"}},
      {"levels.csv", {"level"}, {"step", "_bits"}, {"level"}},
      {"operations.csv",
       {"operation"},
       {"step", "operation", "layer", "class", "a_bits", "b_bits"},
       {"row"},
       {"mapping"}},
      {"energy.csv",
       {"component", "action"},
       {"component", "action", "a_bits", "b_bits", "unit"},
       {"row", "provenance", "source", "how", "reason"}},
      {"memory.csv", {"trace"}, {"trace", "_bits"}},
      {"overlap.csv",
       {"trace", "level", "of_iteration", "operation"},
       {"trace", "_bits", "of_iteration", "operation", "layer", "class", "executor"},
       {"level"}},
      {"metrics.csv", {"training", "iteration"}, {"training", "iteration"}},
      {"comparison.csv", {"accelerator"}, {"accelerator"}},
      {"summary.json", {"key", "value"}, {"key"}},
      {"residuals.csv", {"design"}, {"clock_ns", "design", "precision"}},
      {"primitives.csv", {"clock_ns"}, {"clock_ns"}},
      {"networks.csv", {"network"}, {"network"}},
      {"layers_compared.csv", {"network", "layer"}, {"network", "layer"}}};
  return all;
}

bool has(const Columns& columns, const std::string& name) {
  return std::find(columns.begin(), columns.end(), name) != columns.end();
}

const Rule* rule_for(const std::string& table, const Columns& columns) {
  const auto at = std::find_if(rules().begin(), rules().end(), [&](const Rule& rule) {
    return table == rule.table &&
           std::all_of(rule.needs.begin(), rule.needs.end(),
                       [&](const std::string& name) { return has(columns, name); });
  });
  return at == rules().end() ? nullptr : &*at;
}

/// Of a sweep's table the columns between `point` and the first of its own: "status" or the first
/// of the identity.
std::size_t end_of_axes(const Rule& rule, const Columns& columns) {
  if (!has(rule.needs, "point")) {
    return 0;
  }
  const std::string& first = rule.identity.empty() ? rule.needs.back() : rule.identity.front();
  const auto behind = std::find(columns.rbegin(), columns.rend(), first);
  return static_cast<std::size_t>(columns.rend() - behind) - 1;
}

ColumnUse use_of(const Rule& rule, const std::string& column) {
  constexpr std::string_view kBits = "_bits";
  if (has(rule.places, column)) {
    return ColumnUse::place;
  }
  if (has(rule.manners, column)) {
    return ColumnUse::manner;
  }
  const bool bits = has(rule.identity, std::string(kBits)) && column.ends_with(kBits);
  return bits || has(rule.identity, column) ? ColumnUse::identity : ColumnUse::value;
}

/// Nothing: no stamp has added the column.
std::optional<ColumnUse> stamp_use(const std::string& column) {
  if (!column.starts_with("run_")) {
    return std::nullopt;
  }
  // Runs may differ in their seed, which recipes tell of.
  static const std::set<std::string> told{"run_version", "run_recipe", "run_seed"};
  return told.contains(column) ? ColumnUse::place : ColumnUse::fact;
}

void flatten(const Json& value, const std::string& path, std::string& out) {
  if (value.is_structured()) {
    std::size_t index = 0;
    for (const auto& item : value.items()) {
      const std::string key = value.is_array() ? std::to_string(index++) : item.key();
      flatten(item.value(), path.empty() ? key : path + "." + key, out);
    }
    return;
  }
  out += csv_field(path) + "," +
         csv_field(value.is_string() ? value.get<std::string>() : value.dump()) + "\n";
}

}  // namespace

ResultTable::ResultTable(const std::string& name, std::string text, std::string file)
    : text_(std::move(text)), file_(std::move(file)) {
  CsvReader reader(text_, file_);
  CsvRow row;
  for (CsvReader::Place place = reader.place(); reader.next(row); place = reader.place()) {
    if (row.comment || row.blank()) {
      continue;
    }
    if (columns_.empty()) {
      read_header(name, row);
    } else {
      take_row(row, place);
    }
  }
  if (columns_.empty()) {
    throw UserError(
        Diagnostic{file_, 1, 0, {}, "is empty", "a table whose first row names columns"});
  }
}

void ResultTable::read_header(const std::string& name, const CsvRow& header) {
  Columns plain;
  std::map<std::string, int> seen;
  for (const CsvField& field : header.fields) {
    const int times = ++seen[field.text];
    plain.push_back(field.text);
    columns_.push_back(times == 1 ? field.text : fmt::format("{}#{}", field.text, times));
  }
  const Rule* rule = rule_for(name, plain);
  const std::size_t axes = rule == nullptr ? 0 : end_of_axes(*rule, plain);
  for (std::size_t i = 0; i < plain.size(); ++i) {
    if (const auto stamp = stamp_use(plain[i])) {
      uses_.push_back(*stamp);
    } else if (rule == nullptr) {
      uses_.push_back(ColumnUse::value);
    } else {
      uses_.push_back(i > 0 && i < axes ? ColumnUse::identity : use_of(*rule, plain[i]));
    }
  }
}

void ResultTable::take_row(const CsvRow& row, const CsvReader::Place& place) {
  if (row.fields.size() > columns_.size()) {
    throw UserError(
        Diagnostic{file_,
                   row.line,
                   row.fields[columns_.size()].column,
                   {},
                   fmt::format("has {} fields, the header {}", row.fields.size(), columns_.size()),
                   "a row has a field for each column"});
  }
  std::vector<std::string> cells;
  for (const CsvField& field : row.fields) {
    cells.push_back(field.text);
  }
  cells.resize(columns_.size());
  rows_.push_back(place);
  std::string identity = identity_of(cells);
  if (const std::size_t times = ++repeated_[identity]; times > 1) {
    identity += fmt::format(" ({})", times);
  }
  by_identity_.emplace(identity, rows_.size() - 1);
  identities_.push_back(std::move(identity));
}

std::string ResultTable::identity_of(const std::vector<std::string>& cells) const {
  std::string text;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (uses_[i] == ColumnUse::identity && !cells[i].empty()) {
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", columns_[i], cells[i]);
    }
  }
  return text.empty() ? fmt::format("row {}", rows_.size()) : text;
}

std::optional<std::size_t> ResultTable::find(const std::string& identity) const {
  const auto at = by_identity_.find(identity);
  return at == by_identity_.end() ? std::nullopt : std::optional(at->second);
}

const std::vector<std::string>& ResultTable::cells(std::size_t row) const {
  CsvReader reader(text_, file_, rows_[row]);
  CsvRow found;
  METRONOME_ASSERT(reader.next(found), "a row stands where it was found");
  cells_.assign(columns_.size(), std::string());
  for (std::size_t i = 0; i < found.fields.size(); ++i) {
    cells_[i] = found.fields[i].text;
  }
  return cells_;
}

std::string summary_rows(std::string_view json, const std::string& file) {
  Json whole = parse_json(json, file);
  if (!whole.is_object()) {
    throw UserError(Diagnostic{file, 1, 0, {}, "is no summary", "a JSON object"});
  }
  whole.erase("identity");
  whole.erase("recipe");
  std::string rows = "key,value\n";
  flatten(whole, "", rows);
  return rows;
}

}  // namespace metronome::report
