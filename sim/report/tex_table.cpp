#include "sim/report/tex_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/base/text.hpp"
#include "sim/report/text_width.hpp"

namespace metronome::report {
namespace {

constexpr double kTexFont = 8;  ///< \footnotesize of a ten-point paper
/// Times, in which papers are set, is narrower than Helvetica; Computer Modern is about as wide.
constexpr double kTexMargin = 1.04;
constexpr double kColumnGap = 6;  ///< at least; points

double column_width(const TexTable& table, std::size_t column) {
  double most = std::max(text_width(table.columns[column].head),
                         text_width("(" + table.columns[column].unit + ")"));
  for (const std::vector<std::string>& row : table.rows) {
    most = std::max(most, text_width(row[column]));
  }
  return most * kTexFont * kTexMargin;
}

double width_of_columns(const TexTable& table, const std::vector<std::size_t>& columns) {
  double sum = 0;
  for (const std::size_t column : columns) {
    sum += column_width(table, column) + (sum > 0 ? kColumnGap : 0);
  }
  return sum;
}

std::vector<std::size_t> named_columns(const TexTable& table,
                                       const std::vector<std::string>& named) {
  std::vector<std::size_t> columns;
  for (const std::string& name : named) {
    const auto at = std::find_if(table.columns.begin(), table.columns.end(),
                                 [&](const TexColumn& column) { return column.name == name; });
    if (at == table.columns.end()) {
      throw UserError("--columns: `" + name + "` is no column of the table " + table.name,
                      name_hint(name, column_names(table)));
    }
    columns.push_back(static_cast<std::size_t>(at - table.columns.begin()));
  }
  return columns;
}

/// `_` would have to be escaped.
std::string label_of(std::string name) {
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

Tex cells_of(const std::vector<std::string>& texts) {
  Tex out;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    out += i == 0 ? CodeLiteral("") : CodeLiteral(" & ");
    out += Tex(texts[i]);
  }
  out += " \\\\\n";
  return out;
}

Tex head_of(const TexTable& table, const std::vector<std::size_t>& columns) {
  std::vector<std::string> heads;
  std::vector<std::string> units;
  bool any = false;
  for (const std::size_t column : columns) {
    const TexColumn& one = table.columns[column];
    heads.push_back(one.head);
    units.push_back(one.unit.empty() ? "" : "(" + one.unit + ")");
    any = any || !one.unit.empty();
  }
  return any ? cells_of(heads) + cells_of(units) : cells_of(heads);
}

}  // namespace

std::vector<std::string> column_names(const TexTable& table) {
  std::vector<std::string> names;
  for (const TexColumn& column : table.columns) {
    names.push_back(column.name);
  }
  return names;
}

std::vector<std::size_t> chosen_columns(const TexTable& table, const TexPlace& place,
                                        const std::vector<std::string>& named) {
  if (!named.empty()) {
    const std::vector<std::size_t> columns = named_columns(table, named);
    const double width = width_of_columns(table, columns);
    if (width > place.width_pt) {
      throw UserError(fmt::format("--columns: the table {} would be {:.0f} points wide, the place "
                                  "has {:.0f}",
                                  table.name, width, place.width_pt),
                      "fewer columns, or the style of a page");
    }
    return columns;
  }
  std::vector<std::size_t> columns;
  for (const std::size_t column : table.wanted) {
    std::vector<std::size_t> more = columns;
    more.push_back(column);
    if (width_of_columns(table, more) <= place.width_pt) {
      columns = std::move(more);
    }
  }
  std::sort(columns.begin(), columns.end());
  return columns;
}

Tex tex_table(const TexTable& table, const TexPlace& place,
              const std::vector<std::size_t>& columns) {
  const Tex star(place.both_columns ? CodeLiteral("*") : CodeLiteral(""));
  const Tex width(place.both_columns ? CodeLiteral("\\textwidth") : CodeLiteral("\\columnwidth"));
  Tex letters;
  for (const std::size_t column : columns) {
    letters += table.columns[column].left ? CodeLiteral("l") : CodeLiteral("r");
  }
  Tex out = code<Tex>(
      "% needs "
      "\\usepackage{{booktabs}}\n\\begin{{table{0}}}\n\\caption{{{1}}}\n\\label{{tab:{2}}}\n"
      "\\centering\\fontsize{{8}}{{9.6}}\\selectfont\n\\setlength{{\\tabcolsep}}{{3pt}}\n"
      "\\begin{{tabular*}}{{{3}}}{{@{{\\extracolsep{{\\fill}}}}{4}@{{}}}}\n\\toprule\n",
      star, table.caption, label_of(table.name), width, letters);
  out += head_of(table, columns);
  out += "\\midrule\n";
  for (const std::vector<std::string>& row : table.rows) {
    std::vector<std::string> shown;
    for (const std::size_t column : columns) {
      shown.push_back(row[column]);
    }
    out += cells_of(shown);
  }
  out += code<Tex>("\\bottomrule\n\\end{{tabular*}}\n\\end{{table{}}}\n", star);
  return out;
}

}  // namespace metronome::report
