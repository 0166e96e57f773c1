#include "workloads/methods/weights/coefficients/row_groups.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/base/quantity.hpp"
#include "workloads/methods/weights/coefficients/pruning.hpp"

namespace metronome::weights {
namespace {

/// Rows that have weights.
std::uint64_t rows_of_weights(const BlockLayout& layout) {
  return ceil_div(layout.shape().row(), layout.columns());
}

/// Rows that any of the filters [first, last) has, of `rows` each.
std::uint64_t rows_of_any(const std::vector<char>& has, std::size_t rows, std::size_t first,
                          std::size_t last) {
  std::uint64_t count = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    bool any = false;
    for (std::size_t filter = first; filter < last && !any; ++filter) {
      any = has[filter * rows + row] != 0;
    }
    count += any ? 1 : 0;
  }
  return count;
}

}  // namespace

std::size_t row_group_sizes(std::uint64_t filters) {
  return 1 + static_cast<std::size_t>(std::bit_width(filters - 1));
}

RowGroups row_groups(const BlockLayout& layout, std::span<const double> coefficients) {
  METRONOME_ASSERT(coefficients.size() == layout.coefficients(), "a value for each coefficient");
  const std::size_t rows = rows_of_weights(layout);
  const std::size_t filters = layout.shape().outputs;
  const std::size_t columns = layout.columns();
  std::vector<char> has(filters * rows, 0);
  for (std::size_t filter = 0; filter < filters; ++filter) {
    for (std::size_t row = 0; row < rows; ++row) {
      const std::size_t at = (filter * layout.rows_per_filter() + row) * columns;
      for (std::size_t column = 0; column < columns; ++column) {
        if (coefficients[at + column] != 0) {
          has[filter * rows + row] = 1;
        }
      }
    }
  }
  RowGroups groups{rows, {}};
  for (std::size_t i = 0; i < row_group_sizes(filters); ++i) {
    const std::size_t size = std::size_t{1} << i;
    std::uint64_t kept = 0;
    for (std::size_t first = 0; first < filters; first += size) {
      kept += rows_of_any(has, rows, first, std::min(first + size, filters));
    }
    groups.kept.push_back(kept);
  }
  return groups;
}

RowGroups row_groups_of_pruned(const BlockLayout& layout, std::uint64_t kept_rows) {
  const std::uint64_t rows = rows_of_weights(layout);
  const std::uint64_t filters = layout.shape().outputs;
  const std::uint64_t kept = std::min(kept_rows, rows);
  const double left_out = 1 - static_cast<double>(kept) / static_cast<double>(rows);
  RowGroups groups{rows, {}};
  for (std::size_t i = 0; i < row_group_sizes(filters); ++i) {
    const std::uint64_t size = std::uint64_t{1} << i;
    const std::uint64_t pruned_alike =
        ceil_div<std::uint64_t>(std::min(size, filters), kPrunedTogether);
    const double any = 1 - std::pow(left_out, static_cast<double>(pruned_alike));
    const auto of_group =
        static_cast<std::uint64_t>(std::ceil(any * static_cast<double>(rows) - 1e-9));
    groups.kept.push_back(ceil_div(filters, size) * std::max(of_group, kept));
  }
  return groups;
}

}  // namespace metronome::weights
