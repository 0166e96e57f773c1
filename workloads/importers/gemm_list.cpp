#include "workloads/importers/gemm_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "sim/base/checked.hpp"
#include "sim/base/csv_table.hpp"
#include "sim/base/text.hpp"
#include "workloads/trace/limits.hpp"

namespace metronome::importers {
namespace {

/// An optional whole number, 1 where it is absent.
std::uint64_t number_or_one(CsvTable& table, std::size_t row, const char* column,
                            const NumberRange& range) {
  return table.text(row, column).empty() ? 1 : table.whole(row, column, range);
}

std::string row_name(CsvTable& table, std::size_t row) {
  const std::string name(table.text(row, "name"));
  if (const auto fault = text_fault(name, TextRule::line)) {
    table.complain(row, "name", fault->what, fault->hint);
  }
  return name.empty() ? fmt::format("gemm_{}", row + 1) : name;
}

void add_row(CsvTable& table, std::size_t row, ProductFile& file) {
  const std::uint64_t m = table.whole(row, "m", trace::kExtents);
  const std::uint64_t n = table.whole(row, "n", trace::kExtents);
  const std::uint64_t k = table.whole(row, "k", trace::kExtents);
  const std::uint64_t batch = number_or_one(table, row, "batch", trace::kExtents);
  const std::uint64_t count = number_or_one(table, row, "count", {1, kMostProducts});
  const std::string name = row_name(table, row);
  auto product = make_product(name, "Gemm", m, n, k, batch);
  const auto parameters = checked_product({n, k, batch, count});
  const auto sum = parameters ? checked_add(file.parameters, *parameters) : parameters;
  if (!product || !sum) {
    table.complain(row, "m", "has more than 2^64 - 1 multiply-accumulates or parameters");
    return;
  }
  if (file.products.size() + count > kMostProducts) {
    table.complain(row, "count", fmt::format("are more than {} products", kMostProducts));
    return;
  }
  if (!table.text(row, "bits").empty()) {
    product->bits = static_cast<int>(table.whole(row, "bits", {1, 32}));
  }
  file.parameters = *sum;
  for (std::uint64_t i = 0; i < count; ++i) {
    product->node = count == 1 ? name : fmt::format("{}.{}", name, i + 1);
    file.products.push_back(*product);
    file.add_gemm(*product);
  }
}

}  // namespace

std::string with_small_header(std::string text) {
  std::size_t begin = 0;
  while (begin < text.size() &&
         (text[begin] == '#' || text[begin] == '\n' || text[begin] == '\r')) {
    begin = std::min(text.find('\n', begin), text.size() - 1) + 1;
  }
  const std::size_t end = std::min(text.find_first_of("\r\n", begin), text.size());
  std::transform(text.begin() + static_cast<std::ptrdiff_t>(begin),
                 text.begin() + static_cast<std::ptrdiff_t>(end),
                 text.begin() + static_cast<std::ptrdiff_t>(begin),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

ProductFile read_gemm_list(std::string text, const std::string& file) {
  CsvTable table(with_small_header(std::move(text)), file, {"m", "n", "k"},
                 {"name", "batch", "count", "bits"});
  ProductFile result;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    add_row(table, row, result);
  }
  if (table.rows() == 0 && table.findings().empty()) {
    table.complain("holds no product", "a row for each behind the names of the columns");
  }
  table.finish();
  return result;
}

}  // namespace metronome::importers
