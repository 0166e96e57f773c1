#include "workloads/schedule/csv_schedule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "sim/base/csv_table.hpp"
#include "sim/base/text_file.hpp"
#include "workloads/precision/precision_csv.hpp"

namespace metronome::schedule {
namespace {

using trace::Assignment;
using trace::Precision;

/// The rows of one iteration, gathered.
struct Group {
  std::size_t row = 0;  ///< the first
  std::uint64_t iteration = 0;
  bool for_all = false;
  Precision all;
  std::map<std::string, Precision> layers;
};

void add_row(Group& group, CsvTable& table, std::size_t row, const char* counter,
             const Precision& precision) {
  const std::string layer(table.text(row, "layer"));
  const bool all = layer.empty() || layer == "*";
  if (all ? group.for_all : group.layers.contains(layer)) {
    table.complain(row, counter,
                   fmt::format("iteration {} is stated twice for {}", group.iteration,
                               all ? "all layers" : "layer `" + layer + "`"),
                   "keep one of the rows");
  }
  if (all) {
    group.for_all = true;
    group.all = precision;
  } else {
    group.layers[layer] = precision;
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

/// Reads groups one after the other; `use` takes each.
template <class Use>
void read_groups(CsvTable& table, const Count& count, const Use& use) {
  const trace::PrecisionColumns precisions(table);
  const NumberRange numbers{
      0, std::floor(trace::kIterationNumbers.max / static_cast<long double>(count.iterations))};
  std::optional<Group> group;
  for (std::size_t row = 0; count.known && row < table.rows(); ++row) {
    const std::uint64_t iteration = table.whole(row, count.column, numbers) * count.iterations;
    if (!group || group->iteration != iteration) {
      if (group && iteration < group->iteration) {
        table.complain(row, count.column,
                       fmt::format("iteration {} comes after {}", iteration, group->iteration),
                       "rows in ascending order of iteration");
      }
      if (group) {
        use(*group);
      }
      group = Group{row, iteration, false, {}, {}};
    }
    add_row(*group, table, row, count.column, precisions.read(row));
  }
  if (group) {
    use(*group);
  }
}

}  // namespace

CsvSpec load_csv_schedule(const std::string& file, std::uint64_t iterations_per_epoch) {
  return parse_csv_schedule(read_text(file, trace::kMostTableBytes), file, iterations_per_epoch);
}

CsvSpec parse_csv_schedule(std::string text, const std::string& file,
                           std::uint64_t iterations_per_epoch) {
  std::vector<std::string> columns = trace::PrecisionColumns::names();
  columns.insert(columns.end(), {"iteration", "epoch", "layer"});
  CsvTable table(std::move(text), file, {}, columns);
  const Count count = count_of(table, iterations_per_epoch);
  CsvSpec spec{file, iterations_per_epoch, {}};
  std::optional<std::uint64_t> first;
  std::vector<std::pair<std::size_t, std::uint64_t>> for_some;  // rows and iterations
  read_groups(table, count, [&](const Group& group) {
    first = first.value_or(group.iteration);
    if (!group.for_all) {
      for_some.emplace_back(group.row, group.iteration);
    }
    const bool fresh = spec.changes.empty();
    const Assignment assignment{
        group.all,
        trace::LayerPrecisions(
            group.layers, fresh ? trace::LayerPrecisions() : spec.changes.front().second.layers)};
    if (fresh || spec.changes.back().second != assignment) {
      spec.changes.emplace_back(group.iteration, assignment);
    }
  });
  for (const auto& [row, iteration] : for_some) {
    table.complain(row, "layer", fmt::format("iteration {} has no row for all layers", iteration),
                   "add one whose layer is *");
  }
  if (!first && table.findings().empty()) {
    table.complain("states no precision", "a first row for iteration 0");
  } else if (first.value_or(0) != 0) {
    table.complain(0, count.column, fmt::format("the first row is for iteration {}", *first),
                   "start with iteration 0");
  }
  table.finish();
  return spec;
}

}  // namespace metronome::schedule
