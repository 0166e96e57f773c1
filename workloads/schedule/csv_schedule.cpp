#include "workloads/schedule/csv_schedule.hpp"

#include <fmt/format.h>

#include "sim/base/csv_table.hpp"
#include "sim/base/text_file.hpp"
#include "workloads/trace/limits.hpp"

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

void add_row(Group& group, CsvTable& table, std::size_t row) {
  const Precision precision{table.bits(row, "forward_bits"), table.bits(row, "backward_bits")};
  const std::string layer(table.text(row, "layer"));
  const bool all = layer.empty() || layer == "*";
  if (all ? group.for_all : group.assignment.layers.contains(layer)) {
    table.complain(row, "iteration",
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

std::vector<Group> read_groups(CsvTable& table) {
  std::vector<Group> groups;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::uint64_t iteration = table.whole(row, "iteration", trace::kIterationNumbers);
    if (groups.empty() || groups.back().iteration != iteration) {
      if (!groups.empty() && iteration < groups.back().iteration) {
        table.complain(
            row, "iteration",
            fmt::format("iteration {} comes after {}", iteration, groups.back().iteration),
            "rows in ascending order of iteration");
      }
      groups.push_back({row, iteration, false, {}});
    }
    add_row(groups.back(), table, row);
  }
  return groups;
}

}  // namespace

CsvSpec load_csv_schedule(const std::string& file) {
  return parse_csv_schedule(read_text(file), file);
}

CsvSpec parse_csv_schedule(std::string text, const std::string& file) {
  CsvTable table(std::move(text), file, {"iteration", "forward_bits", "backward_bits"}, {"layer"});
  const std::vector<Group> groups = read_groups(table);
  CsvSpec spec{file, {}};
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
    table.complain(0, "iteration",
                   fmt::format("the first row is for iteration {}", groups.front().iteration),
                   "start with iteration 0");
  }
  table.finish();
  return spec;
}

}  // namespace metronome::schedule
