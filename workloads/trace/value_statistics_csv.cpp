#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

#include "sim/base/csv_table.hpp"
#include "sim/base/text.hpp"
#include "workloads/precision/precision_csv.hpp"
#include "workloads/trace/csv_files.hpp"
#include "workloads/trace/csv_heading.hpp"
#include "workloads/trace/limits.hpp"

namespace metronome::trace {
namespace {

const std::string kHeading = "metronome trace value statistics, version ";
/// Codes counted: a hundred of them, each times its index, still fit 64 bits.
constexpr NumberRange kCounts{0, 1e16L};
constexpr NumberRange kIterationCounts{0, kIterations.max};

template <std::size_t N>
void append_names(std::vector<std::string>& columns, const char* what,
                  const std::array<std::uint64_t, N>&) {
  for (std::size_t i = 0; i < N; ++i) {
    columns.push_back(fmt::format("{}_{}", what, i));
  }
}

void append(std::vector<std::string>& list, const std::vector<std::string>& more) {
  list.insert(list.end(), more.begin(), more.end());
}

/// All but those of the precision.
std::vector<std::string> count_columns() {
  std::vector<std::string> names{"coding", "iterations", "values", "zeros"};
  const CodeCounts counts;
  append_names(names, "bit", counts.bit);
  append_names(names, "ones", counts.ones);
  append_names(names, "signed_digits", counts.signed_digits);
  return names;
}

const std::vector<std::string> kOperandColumns{"product", "operand", "role"};

std::vector<std::string> columns(bool formats) {
  std::vector<std::string> names = kOperandColumns;
  append(names, precision_columns());
  if (formats) {
    names.emplace_back(kPresetColumn);
  }
  append(names, count_columns());
  return names;
}

std::vector<std::string> required_columns() {
  std::vector<std::string> names = kOperandColumns;
  append(names, count_columns());
  return names;
}

template <std::size_t N>
void append_counts(std::string& text, const std::array<std::uint64_t, N>& counts) {
  for (const std::uint64_t count : counts) {
    text += fmt::format(",{}", count);
  }
}

template <std::size_t N>
void read_counts(CsvTable& table, std::size_t row, const char* what,
                 std::array<std::uint64_t, N>& counts) {
  for (std::size_t i = 0; i < N; ++i) {
    counts[i] = table.whole(row, fmt::format("{}_{}", what, i), kCounts);
  }
}

template <std::size_t N>
std::uint64_t sum(const std::array<std::uint64_t, N>& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

/// The codes that each histogram is of are the same ones: equally many, equally many zeros, and as
/// many ones as bits that are set.
void check_consistent(CsvTable& table, std::size_t row, const CodeCounts& counts) {
  const std::uint64_t values = table.whole(row, "values", kCounts);
  std::uint64_t ones = 0;
  for (std::size_t i = 0; i < counts.ones.size(); ++i) {
    ones += i * counts.ones[i];
  }
  const auto expect = [&](const char* column, const char* what, std::uint64_t found,
                          std::uint64_t expected) {
    if (found != expected) {
      table.complain(row, column, fmt::format("{} is {}, which is not {}", what, found, expected),
                     "counts of the same codes");
    }
  };
  expect("ones_0", "the sum of the ones_ columns", sum(counts.ones), values);
  expect("signed_digits_0", "the sum of the signed_digits_ columns", sum(counts.signed_digits),
         values);
  expect("zeros", "ones_0", counts.ones[0], table.whole(row, "zeros", kCounts));
  expect("zeros", "signed_digits_0", counts.signed_digits[0], counts.ones[0]);
  expect("bit_0", "the sum of the bit_ columns", sum(counts.bit), ones);
}

/// A name of an enumeration, or nothing and a complaint.
template <class E>
std::optional<E> read_name(CsvTable& table, std::size_t row, const char* column) {
  const std::string text(table.text(row, column));
  const auto value = enum_from_name<E>(text);
  if (!value) {
    table.complain(row, column, fmt::format("`{}` is none", text),
                   name_hint(text, enum_name_list<E>()));
  }
  return value;
}

void read_row(CsvTable& table, std::size_t row, const PrecisionColumns& precisions,
              const std::vector<std::string>& products, ValueStatistics& statistics,
              std::set<OperandKey>& raw_seen, std::set<OperandKey>& centred_seen) {
  const auto operand = read_name<Operand>(table, row, "operand");
  const auto role = read_name<Role>(table, row, "role");
  const std::string product(table.text(row, "product"));
  const std::string coding(table.text(row, "coding"));
  if (std::find(products.begin(), products.end(), product) == products.end()) {
    table.complain(row, "product", fmt::format("the step has no product of codes `{}`", product),
                   table.findings().full() ? "" : name_hint(product, products));
  }
  if (coding != "raw" && coding != "centred") {
    table.complain(row, "coding", fmt::format("`{}` is none", coding), "raw or centred");
  }
  CodeCounts counts;
  read_counts(table, row, "bit", counts.bit);
  read_counts(table, row, "ones", counts.ones);
  read_counts(table, row, "signed_digits", counts.signed_digits);
  check_consistent(table, row, counts);
  if (!operand || !role) {
    return;
  }
  const OperandKey key{product, *operand, precisions.read(row)};
  OperandCounts& target = statistics[key];
  target.role = *role;
  target.iterations = table.whole(row, "iterations", kIterationCounts);
  (coding == "raw" ? target.raw : target.centred) = counts;
  if (!(coding == "raw" ? raw_seen : centred_seen).insert(key).second) {
    table.complain(row, "product", fmt::format("`{}` stands twice with this coding", product),
                   "keep one of them");
  }
}

}  // namespace

std::string value_statistics_csv(const ValueStatistics& statistics) {
  const bool formats = std::any_of(statistics.begin(), statistics.end(), [](const auto& entry) {
    return entry.first.precision.formats.any();
  });
  std::string text =
      csv_head(kHeading, columns(formats), formats ? kVersion : kVersionWithoutFormats);
  for (const auto& [key, counts] : statistics) {
    const auto row = [&](const char* coding, const CodeCounts& codes) {
      const std::string preset =
          formats ? "," + csv_field(key.precision.formats.text()) : std::string();
      text +=
          fmt::format("{},{},{},{}{},{},{},{},{}", csv_field(key.product), enum_name(key.operand),
                      enum_name(counts.role), fmt::join(precision_cells(key.precision), ","),
                      preset, coding, counts.iterations, codes.values(), codes.zeros());
      append_counts(text, codes.bit);
      append_counts(text, codes.ones);
      append_counts(text, codes.signed_digits);
      text += '\n';
    };
    row("raw", counts.raw);
    row("centred", counts.centred);
  }
  return text;
}

ValueStatistics parse_value_statistics_csv(const std::string& text, const std::string& file,
                                           const std::vector<std::string>& products,
                                           config::Reader& reader) {
  CsvTable table(text, file, required_columns(), PrecisionColumns::names());
  const PrecisionColumns precisions(table);
  check_heading(table, file, kHeading);
  ValueStatistics statistics;
  std::set<OperandKey> raw_seen;
  std::set<OperandKey> centred_seen;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    read_row(table, row, precisions, products, statistics, raw_seen, centred_seen);
  }
  if (raw_seen != centred_seen) {
    table.complain("has operands with one coding only", "a raw and a centred row for each");
  }
  reader.add(table.findings());
  return statistics;
}

}  // namespace metronome::trace
