#include "workloads/methods/weights/blended_grids/cost_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/csv_table.hpp"
#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/number.hpp"
#include "sim/base/text.hpp"
#include "sim/base/text_file.hpp"
#include "workloads/methods/weights/form/rounded_grid.hpp"

namespace metronome::weights {
namespace {

constexpr NumberRange kCosts{0, 1e300L};
constexpr NumberRange kWidths{1, kMostRoundedBits};
constexpr NumberRange kBatches{1, 1e9L};
constexpr std::uint64_t kMostBytes = 64ULL << 20;

double value_of(const PairCost& cost, CostUnit unit) {
  switch (unit) {
    case CostUnit::bit_operations:
      return cost.bit_operations;
    case CostUnit::cycles:
      return cost.cycles;
    case CostUnit::energy:
    case CostUnit::edp:  // times the cycles
      return cost.energy_j;
    case CostUnit::dram_bytes:
      return cost.dram_bytes;
  }
  fail_no_enumerator(unit);
}

const std::vector<std::string>& heading() {
  static const std::vector<std::string> columns{
      "machine",     "machine_digest",  "network_digest", "batch",  "mode",     "layer",
      "weight_bits", "activation_bits", "bit_operations", "cycles", "energy_j", "dram_bytes"};
  return columns;
}

/// What all rows of a file must have in common.
void take_origin(CsvTable& table, std::size_t row, WidthCosts& costs) {
  const auto same = [&](const char* column, std::string& kept) {
    const std::string text(table.text(row, column));
    if (row == 0) {
      kept = text;
    }
    if (text != kept || text.empty()) {
      table.complain(row, column,
                     text.empty() ? "is empty" : fmt::format("`{}` behind `{}`", text, kept),
                     "rows of one machine, network, batch and mode");
    }
  };
  same("machine", costs.machine);
  same("machine_digest", costs.machine_digest);
  same("network_digest", costs.network_digest);
  same("mode", costs.mode);
  const std::uint64_t batch = table.whole(row, "batch", kBatches);
  costs.batch = row == 0 ? batch : costs.batch;
  if (batch != costs.batch) {
    table.complain(row, "batch", fmt::format("{} behind {}", batch, costs.batch),
                   "rows of one batch");
  }
}

/// One row as it stands.
struct Row {
  std::string layer;
  int weight = 0, activation = 0;
  PairCost cost;
};

Row read_row(CsvTable& table, std::size_t row) {
  return {std::string(table.text(row, "layer")),
          static_cast<int>(table.whole(row, "weight_bits", kWidths)),
          static_cast<int>(table.whole(row, "activation_bits", kWidths)),
          {table.real(row, "bit_operations", kCosts), table.real(row, "cycles", kCosts),
           table.real(row, "energy_j", kCosts), table.real(row, "dram_bytes", kCosts)}};
}

/// The widths of the first layer are those of all; rows go through weights, then activations.
void take_rows(CsvTable& table, const std::vector<Row>& rows, WidthCosts& costs) {
  for (const Row& row : rows) {
    if (row.layer == rows.front().layer && row.weight == rows.front().weight) {
      costs.widths.push_back(row.activation);
    }
  }
  const bool rises =
      std::is_sorted(costs.widths.begin(), costs.widths.end(), [](int a, int b) { return a <= b; });
  if (costs.widths.front() != 1 || !rises) {
    table.complain(0, "activation_bits", "the widths of the first layer do not rise from 1",
                   "rows in the order of layers, weight bits and activation bits");
    return;
  }
  const std::size_t width_count = costs.widths.size();
  const std::size_t pairs = width_count * width_count;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::size_t pair = i % pairs;
    if (pair == 0) {
      if (std::find(costs.layers.begin(), costs.layers.end(), rows[i].layer) !=
          costs.layers.end()) {
        table.complain(i, "layer", fmt::format("layer `{}` is there twice", rows[i].layer));
      }
      costs.layers.push_back(rows[i].layer);
    }
    const int weight = costs.widths[pair / width_count];
    const int activation = costs.widths[pair % width_count];
    if (rows[i].layer != costs.layers.back() || rows[i].weight != weight ||
        rows[i].activation != activation) {
      table.complain(i, "layer",
                     fmt::format("{} bits x {} bits of layer `{}` should stand here", weight,
                                 activation, costs.layers.back()),
                     "every pair of widths of every layer once, in order");
      return;
    }
    costs.costs.push_back(rows[i].cost);
  }
  if (rows.size() % pairs != 0) {
    table.complain(fmt::format("ends within the pairs of layer `{}`", costs.layers.back()),
                   "every pair of widths of every layer");
  }
}

}  // namespace

CostTable WidthCosts::table(CostUnit unit, const std::vector<int>& candidates) const {
  std::vector<std::size_t> which;
  for (const int bits : candidates) {
    const auto at = std::find(widths.begin(), widths.end(), bits);
    if (at == widths.end()) {
      throw UserError(fmt::format("the table of costs of {} has no {} bits", machine, bits),
                      "candidates that it was made for");
    }
    which.push_back(static_cast<std::size_t>(at - widths.begin()));
  }
  std::vector<double> terms;
  std::vector<double> factors;
  for (std::size_t l = 0; l < layers.size(); ++l) {
    for (const std::size_t i : which) {
      for (const std::size_t j : which) {
        terms.push_back(value_of(at(l, i, j), unit));
        if (unit == CostUnit::edp) {
          factors.push_back(at(l, i, j).cycles);
        }
      }
    }
  }
  return CostTable({machine_digest, network_digest, std::string(enum_name(unit)), batch},
                   layers.size(), candidates.size(), std::move(terms), std::move(factors));
}

double WidthCosts::unit_cost(CostUnit unit) const {
  double sum = 0;
  double cycles = 0;
  for (std::size_t l = 0; l < layers.size(); ++l) {
    sum += value_of(at(l, 0, 0), unit);
    cycles += at(l, 0, 0).cycles;
  }
  return unit == CostUnit::edp ? sum * cycles : sum;
}

std::string width_costs_csv(const WidthCosts& costs) {
  std::string text;
  for (const std::string& column : heading()) {
    text += (text.empty() ? "" : ",") + column;
  }
  text += '\n';
  const std::size_t width_count = costs.widths.size();
  for (std::size_t i = 0; i < costs.costs.size(); ++i) {
    const PairCost& cost = costs.costs[i];
    text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}\n", csv_field(costs.machine),
                        costs.machine_digest, costs.network_digest, costs.batch, costs.mode,
                        csv_field(costs.layers[i / (width_count * width_count)]),
                        costs.widths[i / width_count % width_count], costs.widths[i % width_count],
                        number_text(cost.bit_operations), number_text(cost.cycles),
                        number_text(cost.energy_j), number_text(cost.dram_bytes));
  }
  return text;
}

WidthCosts parse_width_costs(std::string text, const std::string& file) {
  CsvTable table(std::move(text), file, heading());
  WidthCosts costs;
  std::vector<Row> rows;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    take_origin(table, row, costs);
    rows.push_back(read_row(table, row));
  }
  if (rows.empty() && table.findings().empty()) {
    table.complain("has no rows", "a table that `metronome width-costs` has written");
  }
  table.finish();
  take_rows(table, rows, costs);
  table.finish();
  return costs;
}

WidthCosts read_width_costs(const std::filesystem::path& file) {
  return parse_width_costs(read_text(file.string(), kMostBytes), file.string());
}

}  // namespace metronome::weights
