#include "sim/report/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "sim/base/files.hpp"
#include "sim/energy/area.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/markdown_table.hpp"
#include "sim/report/names.hpp"
#include "sim/report/text_table.hpp"
#include "sim/report/units.hpp"

namespace metronome::report {
namespace {

Absolute absolute(const RunResult& run, const RunCosts& costs) {
  return {run.seconds(costs.total.cycles.total()).count(), costs.total.energy.total().count()};
}

std::optional<double> area_of(const ComparedRun& compared) {
  const auto units = leaking_units(compared.run.one_of_each());
  const auto has_row = [&](const auto& unit) {
    return std::any_of(compared.table.areas.begin(), compared.table.areas.end(),
                       [&](const AreaRow& row) { return row.part == unit.first; });
  };
  if (units.empty() || !std::all_of(units.begin(), units.end(), has_row)) {
    return std::nullopt;
  }
  return area(units, compared.table).total_mm2();
}

void add_absolute(Csv& out, const ComparisonRow& row, const Absolute& run) {
  const Absolute relative = row.normalised(run);
  out.add(run.seconds).add(run.joules).add(run.energy_delay());
  out.add(relative.seconds).add(relative.joules).add(relative.energy_delay());
}

double largest(const std::vector<ComparisonRow>& rows,
               const std::function<double(const Absolute&)>& part) {
  double most = 0;
  for (const ComparisonRow& row : rows) {
    most = std::max({most, part(row.cpt), part(row.fixed)});
  }
  return most;
}

/// Head lines and cells of one training (static or cycling) in absolute and normalised numbers.
struct Columns {
  Scale time;
  Scale energy;
  Scale product;

  explicit Columns(const std::vector<ComparisonRow>& rows)
      : time(scale_for(largest(rows, [](const Absolute& a) { return a.seconds; }))),
        energy(scale_for(largest(rows, [](const Absolute& a) { return a.joules; }))),
        product(scale_for(largest(rows, [](const Absolute& a) { return a.energy_delay(); }))) {}

  [[nodiscard]] std::vector<std::string> units() const {
    return {time.prefix + "s", energy.prefix + "J", product.prefix + "J·s"};
  }
  [[nodiscard]] std::vector<std::string> cells(const Absolute& run) const {
    return {significant(run.seconds / time.factor), significant(run.joules / energy.factor),
            significant(run.energy_delay() / product.factor)};
  }
};

std::vector<std::string> relative_cells(const Absolute& relative) {
  return {fmt::format("{:.2f}", relative.seconds), fmt::format("{:.2f}", relative.joules),
          fmt::format("{:.2f}", relative.energy_delay())};
}

void append(std::vector<std::string>& row, const std::vector<std::string>& cells) {
  row.insert(row.end(), cells.begin(), cells.end());
}

}  // namespace

std::string ComparisonRow::energy_saving() const {
  return percent(saved.energy, intervals.saving.p5, intervals.saving.p95);
}

double geometric_mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) {
    sum += std::log(value);
  }
  return std::exp(sum / static_cast<double>(values.size()));
}

std::size_t reference_index(const std::vector<ComparedRun>& runs) {
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (runs[i].run.array_kind == "systolic") {
      return i;
    }
  }
  return 0;
}

std::vector<ComparisonRow> compare(const std::vector<ComparedRun>& runs) {
  std::vector<ComparisonRow> rows;
  if (runs.empty()) {
    return rows;
  }
  const ComparedRun& first = runs[reference_index(runs)];
  const Absolute reference = absolute(first.baseline, first.baseline_costs);
  // Draws follow from causes alone: those of many points are made once, with some room for them.
  constexpr std::size_t kMostUses = 1000;
  thread_local UncertainPrices prices(Sampling{});
  thread_local std::size_t uses = 0;
  if (++uses % kMostUses == 0) {
    prices = UncertainPrices(Sampling{});
  }
  for (const ComparedRun& one : runs) {
    rows.push_back({one.run.accelerator, one.run.array_kind,
                    savings_of(one.costs, one.baseline_costs), absolute(one.run, one.costs),
                    absolute(one.baseline, one.baseline_costs), reference, area_of(one),
                    identity_of(one.run, &one.baseline, one.table),
                    intervals_of(one.costs, &one.baseline_costs, one.table, prices),
                    energy_split(one.costs.energy), energy_split(one.baseline_costs.energy)});
  }
  return rows;
}

std::string comparison_csv(const std::vector<ComparisonRow>& rows) {
  std::vector<std::string> columns{"accelerator",  "array_kind",
                                   "ideal_saving", "executed_bit_operation_saving",
                                   "cycle_saving", "energy_saving"};
  for (const char* training : {"static", "cpt"}) {
    for (const char* column : {"time_s", "energy_j", "energy_delay_js", "relative_time",
                               "relative_energy", "relative_energy_delay"}) {
      columns.push_back(fmt::format("{}_{}", training, column));
    }
  }
  columns.emplace_back("area_mm2");
  for (const char* share : {"p5", "p50", "p95"}) {
    columns.push_back(fmt::format("energy_saving_{}", share));
  }
  for (const char* training : {"static", "cpt"}) {
    for (const auto& [part, name] : kEnumRows<EnergyPart>) {
      columns.push_back(fmt::format("{}_split_{}_j", training, name));
    }
  }
  Csv out(columns);
  for (const ComparisonRow& row : rows) {
    out.add(row.accelerator)
        .add(row.array_kind)
        .add(row.saved.bit_operations)
        .add(row.saved.bit_operations_executed)
        .add(row.saved.cycles)
        .add(row.saved.energy);
    add_absolute(out, row, row.fixed);
    add_absolute(out, row, row.cpt);
    out.add(row.area_mm2 ? number_text(*row.area_mm2) : std::string());
    out.add(row.intervals.saving.p5).add(row.intervals.saving.p50).add(row.intervals.saving.p95);
    for (const EnergySplit* split : {&row.fixed_split, &row.cpt_split}) {
      for (const Joules part : *split) {
        out.add(part.count());
      }
    }
    out.end_row();
  }
  return out.text();
}

std::string headline_text(const std::vector<ComparisonRow>& rows) {
  const Columns columns(rows);
  // A terminal has no room for the products of time and energy; they stand in the other tables.
  const auto two = [](std::vector<std::string> three) {
    three.pop_back();
    return three;
  };
  TextTable table{{{"", "saving", "", "", "static", "", "CPT", "", "rel.", "", ""},
                   {"accelerator", "ideal", "cycles", "energy"}},
                  1};
  append(table.rows[1], two(columns.units()));
  append(table.rows[1], two(columns.units()));
  append(table.rows[1], {"time", "energy", "E·D"});
  for (const ComparisonRow& row : rows) {
    std::vector<std::string> cells{row.accelerator, percent(row.saved.bit_operations),
                                   percent(row.saved.cycles), row.energy_saving()};
    append(cells, two(columns.cells(row.fixed)));
    append(cells, two(columns.cells(row.cpt)));
    append(cells, relative_cells(row.normalised(row.cpt)));
    table.rows.push_back(std::move(cells));
  }
  return table.text() + "\n" + wrapped(headline_sentence(rows), 100);
}

namespace {

/// One row for each training of each accelerator, in percent of its energy.
MarkdownTable split_markdown(const std::vector<ComparisonRow>& rows) {
  std::vector<std::string> head{"accelerator", "training"};
  for (const EnergyPart part : kEnumValues<EnergyPart>) {
    head.push_back(spoken(enum_name(part)));
  }
  MarkdownTable table(head, 2);
  for (const ComparisonRow& row : rows) {
    for (const auto& [training, split, all] :
         {std::tuple("static", &row.fixed_split, row.fixed.joules),
          std::tuple("CPT", &row.cpt_split, row.cpt.joules)}) {
      std::vector<std::string> cells{row.accelerator, training};
      for (const Joules part : *split) {
        cells.push_back(all > 0 ? fmt::format("{:.1f}", 100 * part.count() / all) : "–");
      }
      table.texts(cells);
    }
  }
  return table;
}

}  // namespace

std::string headline_markdown(const std::vector<ComparisonRow>& rows) {
  const Columns columns(rows);
  std::vector<std::string> head{"accelerator", "ideal saving", "cycle saving", "energy saving"};
  for (const char* training : {"static ", "CPT "}) {
    for (const std::string& unit : columns.units()) {
      head.push_back(training + unit);
    }
  }
  append(head, {"relative time", "relative energy", "relative E·D"});
  MarkdownTable table(head, 1);
  for (const ComparisonRow& row : rows) {
    std::vector<std::string> cells{row.accelerator, percent(row.saved.bit_operations),
                                   percent(row.saved.cycles), row.energy_saving()};
    append(cells, columns.cells(row.fixed));
    append(cells, columns.cells(row.cpt));
    append(cells, relative_cells(row.normalised(row.cpt)));
    table.texts(cells);
  }
  return code<Markdown>("{}\n{}\n\nWhat the energy is for, in percent:\n\n{}", table.markdown(),
                        headline_sentence(rows), split_markdown(rows).markdown())
      .source();
}

std::string headline_sentence(const std::vector<ComparisonRow>& rows) {
  if (rows.empty()) {
    return "No accelerator was simulated.";
  }
  const auto reference = std::find_if(rows.begin(), rows.end(), [](const ComparisonRow& row) {
    return row.fixed.seconds == row.reference.seconds && row.fixed.joules == row.reference.joules;
  });
  const std::string name = reference == rows.end() ? "the reference" : reference->accelerator;
  return fmt::format(
      "Savings compare CPT with static training on the same accelerator; `rel.` compares CPT "
      "on "
      "each accelerator with static training on {} (1.00), so what flexibility itself costs is in "
      "it. Behind a saving in energy stands the interval in which nine in ten lie, by the "
      "uncertainty of prices.",
      name);
}

}  // namespace metronome::report
