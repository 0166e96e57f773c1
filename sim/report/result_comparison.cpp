#include "sim/report/result_comparison.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <set>

#include "sim/base/enumeration.hpp"
#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/number.hpp"
#include "sim/report/identity.hpp"
#include "sim/report/result_table.hpp"

namespace metronome::report {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSummary = "summary.json";
constexpr const char* kRecipe = "recipe.json";

/// The tables and recipes below a result, by relative path.
struct Found {
  std::set<std::string> tables;
  std::set<std::string> recipes;
};

/// Whether a file is a table by its name.
bool is_table(const std::string& name) { return name == kSummary || name.ends_with(".csv"); }

/// Folders whose files are drawn from the tables, or are what the tables are gathered from.
bool is_looked_into(const std::string& name) {
  return name != "figures" && name != "points" && !name.starts_with('.') &&
         !name.ends_with(".partial");
}

void look(const fs::path& root, const fs::path& below, Found& found) {
  for (const std::string& name : names_in(root / below)) {
    const fs::path path = below / name;
    const std::string what = what_stands_at(root / path);
    if (what == "a folder") {
      if (is_looked_into(name)) {
        look(root, path, found);
      }
    } else if (what == "a file" && is_table(name)) {
      found.tables.insert(path.string());
    } else if (what == "a file" && name == kRecipe) {
      found.recipes.insert(path.string());
    }
  }
}

Found tables_of(const fs::path& root) {
  Found found;
  look(root, {}, found);
  if (found.tables.empty()) {
    throw UserError(Diagnostic{root.string(),
                               0,
                               0,
                               {},
                               "holds no result: no table lies in it",
                               "a folder that `metronome run`, `simulate`, `sweep` or `reproduce` "
                               "wrote, or one with several of them"});
  }
  return found;
}

/// A number that is a part of a whole already: its difference is in points.
std::optional<double> points_of(const std::string& name) {
  if (name.ends_with("_percent")) {
    return 1;
  }
  for (const char* part : {"_fraction", "utilization", "estimate_error"}) {
    if (name.ends_with(part)) {
      return 100;
    }
  }
  for (const char* part : {"saving", "share", "accuracy"}) {
    if (name.find(part) != std::string::npos) {
      return 100;
    }
  }
  return std::nullopt;
}

double percent_between(const std::string& name, long double one, long double other) {
  const long double difference = std::abs(one - other);
  if (const auto points = points_of(name)) {
    return static_cast<double>(difference * *points);
  }
  const long double greater = std::max(std::abs(one), std::abs(other));
  return greater > 0 ? static_cast<double>(difference / greater * 100) : 0;
}

/// Whether a column is a part of the result, and its absence a difference.
bool is_result(ColumnUse use) {
  switch (use) {
    case ColumnUse::identity:
    case ColumnUse::manner:
    case ColumnUse::value:
      return true;
    case ColumnUse::fact:
    case ColumnUse::place:
      return false;
  }
  fail_no_enumerator(use);
}

class Comparer {
 public:
  Comparer(const CompareLimits& limits, ResultComparison& found) : limits_(limits), found_(found) {}

  void tables(const std::string& path, const ResultTable& one, const ResultTable& other) {
    ++found_.tables;
    path_ = path;
    match_columns(one, other);
    for (std::size_t row = 0; row < one.rows(); ++row) {
      const auto at = other.find(one.identity(row));
      if (!at) {
        alone(found_.only_one, found_.only_one_count, "row " + one.identity(row));
        continue;
      }
      ++found_.rows;
      compare_rows(one.identity(row), one.columns(), one.cells(row), other.cells(*at));
    }
    for (std::size_t row = 0; row < other.rows(); ++row) {
      if (!one.find(other.identity(row))) {
        alone(found_.only_other, found_.only_other_count, "row " + other.identity(row));
      }
    }
  }

  void missing(const std::set<std::string>& one, const std::set<std::string>& other) {
    for (const std::string& path : one) {
      if (!other.contains(path)) {
        add_alone(found_.only_one, found_.only_one_count, path);
      }
    }
    for (const std::string& path : other) {
      if (!one.contains(path)) {
        add_alone(found_.only_other, found_.only_other_count, path);
      }
    }
  }

  void recipes(const Recipe& one, const Recipe& other) {
    ++found_.recipes;
    const auto differ = [](std::vector<trace::Difference>& list, const std::string& name,
                           const std::string& a, const std::string& b) {
      const auto shown = [](const std::string& text) { return text.empty() ? "none" : text; };
      const trace::Difference all{name, shown(a), shown(b)};
      if (a != b && std::find(list.begin(), list.end(), all) == list.end()) {
        list.push_back(all);
      }
    };
    differ(found_.binary, "version", one.version, other.version);
    differ(found_.inputs, "seed", std::to_string(one.seed), std::to_string(other.seed));
    differ(found_.inputs, "overrides", fmt::format("{}", fmt::join(one.overrides, " ")),
           fmt::format("{}", fmt::join(other.overrides, " ")));
    std::map<std::string, std::pair<std::string, std::string>> digests;
    for (const auto& [name, digest] : one.inputs) {
      digests[name].first = digest;
    }
    for (const auto& [name, digest] : other.inputs) {
      digests[name].second = digest;
    }
    for (const auto& [name, pair] : digests) {
      differ(found_.inputs, name, pair.first, pair.second);
    }
  }

  /// Sorts what was found.
  void finish() {
    order();
    if (found_.differences.size() > limits_.most) {
      found_.differences.resize(limits_.most);
    }
  }

 private:
  struct Pair {
    std::size_t one;
    std::size_t other;
    ColumnUse use;
  };

  void match_columns(const ResultTable& one, const ResultTable& other) {
    pairs_.clear();
    const auto& names = other.columns();
    std::set<std::string> in_one;
    for (std::size_t i = 0; i < one.columns().size(); ++i) {
      const std::string& name = one.columns()[i];
      in_one.insert(name);
      const auto at = std::find(names.begin(), names.end(), name);
      if (at != names.end()) {
        pairs_.push_back({i, static_cast<std::size_t>(at - names.begin()), one.use(i)});
      } else if (is_result(one.use(i))) {
        alone(found_.only_one, found_.only_one_count, "column " + name);
      }
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (!in_one.contains(names[i]) && is_result(other.use(i))) {
        alone(found_.only_other, found_.only_other_count, "column " + names[i]);
      }
    }
  }

  void compare_rows(const std::string& row, const std::vector<std::string>& columns,
                    const std::vector<std::string>& one, const std::vector<std::string>& other) {
    for (const Pair& pair : pairs_) {
      const std::string& a = one[pair.one];
      const std::string& b = other[pair.other];
      switch (pair.use) {
        case ColumnUse::value:
          compare_values(row, columns[pair.one], a, b);
          break;
        case ColumnUse::manner:
          if (limits_.tolerance_percent == 0) {
            compare_values(row, columns[pair.one], a, b);
          }
          break;
        case ColumnUse::fact:
          compare_facts(columns[pair.one], a, b);
          break;
        case ColumnUse::identity:
        case ColumnUse::place:
          break;
      }
    }
  }

  void compare_facts(const std::string& column, const std::string& a, const std::string& b) {
    if (a == b) {
      return;
    }
    trace::Difference difference{column.substr(std::string_view("run_").size()), a, b};
    auto& known = found_.unlike;
    if (known.size() < kMostUnlike &&
        std::find(known.begin(), known.end(), difference) == known.end()) {
      known.push_back(std::move(difference));
    }
  }

  void compare_values(const std::string& row, const std::string& column, const std::string& a,
                      const std::string& b) {
    ++found_.values;
    if (a == b) {
      return;
    }
    ValueDifference difference{path_, row, column, a, b, {}};
    const auto x = read_number<long double>(a, kAnyReal).value;
    const auto y = read_number<long double>(b, kAnyReal).value;
    if (x && y) {
      if (*x == *y) {
        return;
      }
      // A summary's rows are named by what stands in them.
      const double percent = percent_between(column == "value" ? row : column, *x, *y);
      found_.greatest_percent = std::max(found_.greatest_percent, percent);
      if (limits_.tolerance_percent > 0 && percent <= limits_.tolerance_percent) {
        return;
      }
      difference.percent = percent;
    } else if (x || y) {
      difference.percent = std::numeric_limits<double>::infinity();
    }
    ++found_.differing;
    found_.differences.push_back(std::move(difference));
    if (found_.differences.size() >= 2 * limits_.most + kKeptAtLeast) {
      order();
      found_.differences.resize(limits_.most);
    }
  }

  /// Stable: among equal ones in the order of the tables.
  void order() {
    std::stable_sort(found_.differences.begin(), found_.differences.end(),
                     [](const ValueDifference& a, const ValueDifference& b) {
                       // Nothing is less than any number.
                       return a.percent > b.percent;
                     });
  }

  void alone(std::vector<std::string>& list, std::uint64_t& count, const std::string& what) const {
    add_alone(list, count, path_ + ": " + what);
  }
  void add_alone(std::vector<std::string>& list, std::uint64_t& count,
                 const std::string& what) const {
    ++count;
    if (list.size() < limits_.most) {
      list.push_back(what);
    }
  }

  static constexpr std::size_t kMostUnlike = 20;
  static constexpr std::size_t kKeptAtLeast = 1000;

  const CompareLimits& limits_;
  ResultComparison& found_;
  std::string path_;
  std::vector<Pair> pairs_;
};

std::unique_ptr<ResultTable> load_table(const fs::path& file) {
  const std::string name = file.filename().string();
  if (!is_table(name)) {
    throw UserError(Diagnostic{file.string(),
                               0,
                               0,
                               {},
                               "is no table of a result",
                               "a CSV file, summary.json, or the folder of a result"});
  }
  std::string text = read_file(file);
  if (name == kSummary) {
    text = summary_rows(text, file.string());
  }
  return std::make_unique<ResultTable>(name, std::move(text), file.string());
}

void compare_files(Comparer& comparer, const std::string& path, const fs::path& one,
                   const fs::path& other) {
  const auto a = load_table(one);
  const auto b = load_table(other);
  comparer.tables(path, *a, *b);
}

void compare_folders(Comparer& comparer, const fs::path& one, const fs::path& other) {
  const Found a = tables_of(one);
  const Found b = tables_of(other);
  bool common = false;
  for (const std::string& path : a.tables) {
    if (b.tables.contains(path)) {
      common = true;
      compare_files(comparer, path, one / path, other / path);
    }
  }
  if (!common) {
    throw UserError(fmt::format("{} and {} have no table in common", one.string(), other.string()),
                    fmt::format("the first has {}, the second {}; results in folders are matched "
                                "by their paths below them",
                                *a.tables.begin(), *b.tables.begin()));
  }
  comparer.missing(a.tables, b.tables);
  for (const std::string& path : a.recipes) {
    if (b.recipes.contains(path)) {
      comparer.recipes(parse_recipe(read_file(one / path), (one / path).string()),
                       parse_recipe(read_file(other / path), (other / path).string()));
    }
  }
}

void require_there(const fs::path& path) {
  if (!path_exists(path)) {
    throw UserError(Diagnostic{path.string(), 0, 0, {}, "is no result", "nothing stands there"});
  }
}

}  // namespace

ResultComparison compare_results(const fs::path& one, const fs::path& other,
                                 const CompareLimits& limits) {
  require_there(one);
  require_there(other);
  ResultComparison found;
  Comparer comparer(limits, found);
  if (is_folder(one) && is_folder(other)) {
    compare_folders(comparer, one, other);
  } else if (!is_folder(one) && !is_folder(other)) {
    compare_files(comparer, other.filename().string(), one, other);
  } else {
    throw UserError(
        fmt::format("{} is a {}, {} is a {}", one.string(), is_folder(one) ? "folder" : "file",
                    other.string(), is_folder(other) ? "folder" : "file"),
        "two folders, or two tables");
  }
  require_alike(fmt::format("{} and {}", one.string(), other.string()), found.unlike,
                limits.allow_unlike);
  comparer.finish();
  return found;
}

}  // namespace metronome::report
