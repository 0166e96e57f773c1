#include "workloads/schedule/csv_schedule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/base/csv_table.hpp"
#include "sim/base/text_file.hpp"
#include "workloads/trace/limits.hpp"
#include "workloads/trace/precision_csv.hpp"

namespace metronome::schedule {
namespace {

using trace::Assignment;
using trace::Precision;

/// The rows of one iteration, gathered.
struct Group {
  std::size_t row = 0;  ///< the first
  std::uint64_t iteration = 0;
  bool for_all = false;
  Assignment assignment;
};

void add_row(Group& group, CsvTable& table, std::size_t row, const char* counter,
             const Precision& precision) {
  const std::string layer(table.text(row, "layer"));
  const bool all = layer.empty() || layer == "*";
  if (all ? group.for_all : group.assignment.layers.contains(layer)) {
    table.complain(row, counter,
                   fmt::format("iteration {} is stated twice for {}", group.iteration,
                               all ? "all layers" : "layer `" + layer + "`"),
                   "keep one of the rows");
  }
  if (all) {
    group.for_all = true;
    group.assignment.all = precision;
  } else {
    group.assignment.layers[layer] = precision;
  }
}

/// What a file counts by, and how many iterations that is.
struct Count {
  const char* column = "iteration";
  std::uint64_t iterations = 1;
  bool known = true;  ///< the table has that column
};

Count count_of(CsvTable& table, std::uint64_t iterations_per_epoch) {
  const auto has = [&](const char* column) {
    const auto& columns = table.columns();
    return std::find(columns.begin(), columns.end(), column) != columns.end();
  };
  if (has("epoch") == has("iteration")) {
    if (table.findings().empty()) {
      table.complain(
          has("epoch") ? "counts both epochs and iterations" : "has no column iteration or epoch",
          "one of the columns iteration and epoch");
    }
    Count none;
    none.known = false;
    return none;
  }
  if (has("epoch") && iterations_per_epoch == 0) {
    table.complain("counts epochs",
                   "csv:FILE,iterations_per_epoch=N: the samples of an epoch over "
                   "the batch");
  }
  if (!has("epoch") && iterations_per_epoch > 0) {
    table.complain("counts iterations: iterations_per_epoch has no effect", "leave it out");
  }
  return has("epoch") ? Count{"epoch", std::max<std::uint64_t>(iterations_per_epoch, 1)} : Count{};
}

std::vector<Group> read_groups(CsvTable& table, const Count& count) {
  const trace::PrecisionColumns precisions(table);
  const NumberRange numbers{
      0, std::floor(trace::kIterationNumbers.max / static_cast<long double>(count.iterations))};
  std::vector<Group> groups;
  for (std::size_t row = 0; count.known && row < table.rows(); ++row) {
    const std::uint64_t iteration = table.whole(row, count.column, numbers) * count.iterations;
    if (groups.empty() || groups.back().iteration != iteration) {
      if (!groups.empty() && iteration < groups.back().iteration) {
        table.complain(
            row, count.column,
            fmt::format("iteration {} comes after {}", iteration, groups.back().iteration),
            "rows in ascending order of iteration");
      }
      groups.push_back({row, iteration, false, {}});
    }
    add_row(groups.back(), table, row, count.column, precisions.read(row));
  }
  return groups;
}

}  // namespace

CsvSpec load_csv_schedule(const std::string& file, std::uint64_t iterations_per_epoch) {
  return parse_csv_schedule(read_text(file), file, iterations_per_epoch);
}

CsvSpec parse_csv_schedule(std::string text, const std::string& file,
                           std::uint64_t iterations_per_epoch) {
  std::vector<std::string> columns = trace::PrecisionColumns::names();
  columns.insert(columns.end(), {"iteration", "epoch", "layer"});
  CsvTable table(std::move(text), file, {}, columns);
  const Count count = count_of(table, iterations_per_epoch);
  const std::vector<Group> groups = read_groups(table, count);
  CsvSpec spec{file, iterations_per_epoch, {}};
  for (const Group& group : groups) {
    if (!group.for_all) {
      table.complain(group.row, "layer",
                     fmt::format("iteration {} has no row for all layers", group.iteration),
                     "add one whose layer is *");
    }
    if (spec.changes.empty() || spec.changes.back().second != group.assignment) {
      spec.changes.emplace_back(group.iteration, group.assignment);
    }
  }
  if (groups.empty() && table.findings().empty()) {
    table.complain("states no precision", "a first row for iteration 0");
  } else if (!groups.empty() && groups.front().iteration != 0) {
    table.complain(0, count.column,
                   fmt::format("the first row is for iteration {}", groups.front().iteration),
                   "start with iteration 0");
  }
  table.finish();
  return spec;
}

}  // namespace metronome::schedule
