#include "tests/claims/expression.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

#include "sim/base/csv_table.hpp"
#include "sim/base/error.hpp"
#include "sim/base/number.hpp"
#include "sim/base/text_file.hpp"

namespace metronome::claims {

namespace {

/// "FILE where COLUMN=VALUE" in its parts; the last two empty where all rows are meant.
struct Source {
  std::string file, column, value;
};

Source source_of(const std::string& text) {
  constexpr std::string_view kWhere = " where ";
  const std::size_t where = text.find(kWhere);
  if (where == std::string::npos) {
    return {text, {}, {}};
  }
  const std::string rule = text.substr(where + kWhere.size());
  const std::size_t equal = rule.find('=');
  if (equal == std::string::npos || equal == 0) {
    throw UserError("`" + text + "` is no table", "FILE where COLUMN=VALUE");
  }
  return {text.substr(0, where), rule.substr(0, equal), rule.substr(equal + 1)};
}

}  // namespace

const std::vector<Tables::Row>& Tables::rows(const std::string& name) {
  if (const auto read = read_.find(name); read != read_.end()) {
    return read->second;
  }
  const auto source = sources_.find(name);
  if (source == sources_.end()) {
    throw UserError("no table is called `" + name + "`");
  }
  const Source from = source_of(source->second);
  const CsvTable table(read_text(root_ / from.file), from.file);
  table.finish();
  std::vector<Row> rows;
  for (std::size_t i = 0; i < table.rows(); ++i) {
    Row row;
    for (const std::string& column : table.columns()) {
      row[column] = table.text(i, column);
    }
    const auto cell = row.find(from.column);
    if (from.column.empty() || (cell != row.end() && cell->second == from.value)) {
      rows.push_back(std::move(row));
    }
  }
  if (rows.empty()) {
    throw UserError("`" + source->second + "` has no rows");
  }
  return read_.emplace(name, std::move(rows)).first->second;
}

double Value::number() const {
  const auto* numbers = std::get_if<std::vector<double>>(&is);
  if (numbers == nullptr || numbers->size() != 1) {
    throw UserError("is not one number");
  }
  return numbers->front();
}

bool Value::holds() const {
  const auto* held = std::get_if<bool>(&is);
  if (held == nullptr) {
    throw UserError("is no statement");
  }
  return *held;
}

namespace {

using Numbers = std::vector<double>;

double real(const std::string& text) {
  const auto read = read_number<double>(text, kAnyReal);
  if (!read.value) {
    throw UserError("`" + text + "` is no number");
  }
  return *read.value;
}

/// Cells that are plainly a table's, with their rows.
struct Cells {
  Numbers numbers;
  std::vector<const Tables::Row*> rows;
};

class Parser {
 public:
  Parser(const std::string& text, Tables& tables) : text_(text), tables_(tables) {}

  Value all() {
    Value value = conjunction();
    skip();
    if (at_ != text_.size()) {
      fail("nothing may follow");
    }
    return value;
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw UserError(fmt::format("{} at `{}`", what, text_.substr(at_)));
  }
  void skip() {
    while (at_ < text_.size() && text_[at_] == ' ') {
      ++at_;
    }
  }
  bool take(std::string_view token) {
    skip();
    if (std::string_view(text_).substr(at_, token.size()) != token) {
      return false;
    }
    at_ += token.size();
    return true;
  }
  void require(std::string_view token) {
    if (!take(token)) {
      fail(fmt::format("`{}` is missing", token));
    }
  }
  std::string word() {
    skip();
    const std::size_t begin = at_;
    while (at_ < text_.size() &&
           (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 || text_[at_] == '_')) {
      ++at_;
    }
    return text_.substr(begin, at_ - begin);
  }
  std::string quoted() {
    require("\"");
    const std::size_t end = text_.find('"', at_);
    if (end == std::string::npos) {
      fail("a quote is not closed");
    }
    const std::string out = text_.substr(at_, end - at_);
    at_ = end + 1;
    return out;
  }

  Value conjunction() {
    Value value = comparison();
    while (take("and ")) {
      const Value other = comparison();
      value = {value.holds() && other.holds()};
    }
    return value;
  }

  Value comparison() {
    const Value left = sum();
    for (const char* op : {"<=", ">=", "==", "<", ">"}) {
      if (take(op)) {
        return compare(left, op, sum());
      }
    }
    return left;
  }

  static Value compare(const Value& left, const std::string& op, const Value& right) {
    const auto* a_text = std::get_if<std::string>(&left.is);
    const auto* b_text = std::get_if<std::string>(&right.is);
    if (a_text != nullptr && b_text != nullptr && op == "==") {
      return {*a_text == *b_text};
    }
    const Numbers held = cellwise(numbers(left), numbers(right), [&](double a, double b) {
      return (op == "<"    ? a < b
              : op == ">"  ? a > b
              : op == "<=" ? a <= b
              : op == ">=" ? a >= b
                           : a == b)
                 ? 1.0
                 : 0.0;
    });
    return {std::all_of(held.begin(), held.end(), [](double one) { return one == 1; })};
  }

  static const Numbers& numbers(const Value& value) {
    const auto* all = std::get_if<Numbers>(&value.is);
    if (all == nullptr) {
      throw UserError("numbers are wanted");
    }
    return *all;
  }

  static Numbers cellwise(const Numbers& a, const Numbers& b,
                          const std::function<double(double, double)>& op) {
    if (a.size() != b.size() && a.size() != 1 && b.size() != 1) {
      throw UserError(fmt::format("{} cells stand against {}", a.size(), b.size()));
    }
    Numbers out;
    for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
      out.push_back(op(a[a.size() == 1 ? 0 : i], b[b.size() == 1 ? 0 : i]));
    }
    return out;
  }

  Value sum() {
    Value value = product();
    while (true) {
      if (take("+ ")) {
        value = {cellwise(numbers(value), numbers(product()), std::plus<>())};
      } else if (take("- ")) {
        value = {cellwise(numbers(value), numbers(product()), std::minus<>())};
      } else {
        return value;
      }
    }
  }

  Value product() {
    Value value = factor();
    while (true) {
      if (take("* ")) {
        value = {cellwise(numbers(value), numbers(factor()), std::multiplies<>())};
      } else if (take("/ ")) {
        value = {cellwise(numbers(value), numbers(factor()), std::divides<>())};
      } else {
        return value;
      }
    }
  }

  Value factor() {
    skip();
    if (take("(")) {
      Value value = conjunction();
      require(")");
      return value;
    }
    if (at_ < text_.size() && text_[at_] == '"') {
      return {quoted()};
    }
    if (at_ < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_])) != 0) {
      const std::size_t begin = at_;
      at_ = std::min(text_.find_first_not_of("0123456789.e", at_), text_.size());
      return {Numbers{real(text_.substr(begin, at_ - begin))}};
    }
    const std::string name = word();
    if (take("(")) {
      return call(name);
    }
    return {cells(name).numbers};
  }

  /// Rows of a table, and a column.
  struct Selection {
    std::vector<const Tables::Row*> rows;
    std::string column;
  };

  /// `name[column=value, ...].column`, the name taken.
  Selection select(const std::string& name) {
    std::vector<const Tables::Row*> rows;
    for (const Tables::Row& row : tables_.rows(name)) {
      rows.push_back(&row);
    }
    if (take("[")) {
      while (!take("]")) {
        const std::string column = filter_column();
        const bool unlike = take("!");
        require("=");
        const std::string wanted = filter_value();
        std::erase_if(
            rows, [&](const Tables::Row* row) { return (cell(*row, column) == wanted) == unlike; });
        (void)take(",");
      }
    }
    require(".");
    if (rows.empty()) {
      fail("no row matches");
    }
    return {rows, word()};
  }

  Cells cells(const std::string& name) {
    const Selection selection = select(name);
    Cells out{{}, selection.rows};
    for (const Tables::Row* row : selection.rows) {
      out.numbers.push_back(real(cell(*row, selection.column)));
    }
    return out;
  }

  const std::string& cell(const Tables::Row& row, const std::string& column) const {
    const auto at = row.find(column);
    if (at == row.end()) {
      fail("there is no column `" + column + "`");
    }
    return at->second;
  }

  /// Axes are called by keys with dots in them.
  std::string filter_column() {
    skip();
    const std::size_t end = std::min(text_.find_first_of("!=]", at_), text_.size());
    const std::string out = text_.substr(at_, end - at_);
    at_ = end;
    return out;
  }

  std::string filter_value() {
    skip();
    if (at_ < text_.size() && text_[at_] == '"') {
      return quoted();
    }
    const std::size_t end = std::min(text_.find_first_of(",]", at_), text_.size());
    const std::string out = text_.substr(at_, end - at_);
    at_ = end;
    return out;
  }

  Value call(const std::string& name) {
    if (name == "where_max" || name == "where_min") {
      const Cells all = cells(word());
      require(",");
      const std::string column = word();
      require(")");
      const auto at = name == "where_max"
                          ? std::max_element(all.numbers.begin(), all.numbers.end())
                          : std::min_element(all.numbers.begin(), all.numbers.end());
      return {cell(*all.rows[static_cast<std::size_t>(at - all.numbers.begin())], column)};
    }
    if (name == "blank") {
      const Selection selection = select(word());
      require(")");
      return {std::all_of(selection.rows.begin(), selection.rows.end(),
                          [&](const auto* row) { return cell(*row, selection.column).empty(); })};
    }
    const Value argument = conjunction();
    require(")");
    const Numbers& all = numbers(argument);
    const auto n = static_cast<double>(all.size());
    if (name == "count") {
      return {Numbers{n}};
    }
    if (name == "abs") {
      return {cellwise(all, {0}, [](double a, double) { return std::abs(a); })};
    }
    if (const auto folded = fold(name, all)) {
      return {Numbers{*folded}};
    }
    fail("`" + name + "` is no function");
  }

  static std::optional<double> fold(const std::string& name, const Numbers& all) {
    const auto n = static_cast<double>(all.size());
    double total = 0;
    double logs = 0;
    for (const double one : all) {
      total += one;
      logs += std::log(one);
    }
    const std::map<std::string, double> folds{{"sum", total},
                                              {"mean", total / n},
                                              {"geomean", std::exp(logs / n)},
                                              {"first", all.front()},
                                              {"min", *std::min_element(all.begin(), all.end())},
                                              {"max", *std::max_element(all.begin(), all.end())}};
    const auto at = folds.find(name);
    return at == folds.end() ? std::nullopt : std::optional(at->second);
  }

  const std::string& text_;
  Tables& tables_;
  std::size_t at_ = 0;
};

}  // namespace

Value evaluate(const std::string& expression, Tables& tables) {
  try {
    return Parser(expression, tables).all();
  } catch (const UserError& error) {
    throw UserError("`" + expression + "`: " + error.what());
  }
}

}  // namespace metronome::claims
