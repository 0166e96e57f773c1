#include "sim/report/breakdown_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/energy/energy_split.hpp"
#include "sim/report/names.hpp"
#include "sim/report/units.hpp"

namespace metronome::report {
namespace {

std::vector<double> values_of(const std::vector<RunView>& views, const Breakdown& breakdown,
                              std::size_t part) {
  std::vector<double> values;
  values.reserve(views.size());
  for (const RunView& view : views) {
    values.push_back(breakdown.value(view, part));
  }
  return values;
}

std::string number_cell(double value) {
  constexpr double kLeast = 0.001;
  if (value == 0) {
    return "0";
  }
  return value < kLeast ? "< 0.001" : significant(value);
}

std::vector<std::string> cells(const std::string& name, const std::vector<double>& values,
                               const std::vector<double>& totals, const Scale& scale) {
  std::vector<std::string> out{name};
  for (std::size_t i = 0; i < values.size(); ++i) {
    out.push_back(number_cell(values[i] / scale.factor));
    if (values.size() <= 2) {
      out.push_back(totals[i] > 0 ? fmt::format("{:.1f}", 100 * values[i] / totals[i]) : "–");
    }
  }
  return out;
}

/// Accelerators above their trainings; a training's share, where shown, beside its number.
void add_heads(HtmlTable& table, const std::vector<RunView>& views, const std::string& unit) {
  std::vector<std::pair<std::string, int>> groups{{"", 1}};
  std::vector<std::string> head{unit};
  for (const RunView& view : views) {
    const int columns = with_shares(views) ? 2 : 1;
    if (groups.back().first == view.accelerator) {
      groups.back().second += columns;
    } else {
      groups.emplace_back(view.accelerator, columns);
    }
    head.push_back(view.training);
    if (with_shares(views)) {
      head.emplace_back("%");
    }
  }
  table.spans(groups).head(head);
}

}  // namespace

bool with_shares(const std::vector<RunView>& views) { return views.size() <= 2; }

std::vector<RunView> views_of(const ReportData& data) {
  std::vector<RunView> views;
  for (const ReportEntry& entry : data.entries) {
    if (entry.baseline != nullptr) {
      views.push_back({entry.run.accelerator, training_label(*entry.baseline), entry.baseline,
                       &*entry.baseline_costs, &entry.table});
    }
    views.push_back(
        {entry.run.accelerator, training_label(entry.run), &entry.run, &entry.costs, &entry.table});
  }
  return views;
}

Breakdown split_breakdown() {
  return breakdown_by<EnergyPart>(
      "What the energy of the run is for; leakage counts where the unit that leaks does, and "
      "memory "
      "idle is the DRAM's states and refresh over all the time.",
      "J", [](EnergyPart part) { return spoken(enum_name(part)); },
      [](const RunView& view, EnergyPart part) {
        return energy_split(view.costs->energy)[part].count();
      });
}

Breakdown provenance_breakdown(Told told) {
  return breakdown_by<Provenance>(
      "Energy of the run by the provenance of its prices.", told == Told::joules ? "J" : "%",
      enum_name<Provenance>, [told](const RunView& view, Provenance provenance) {
        const EnergyReport& energy = view.costs->energy;
        const double joules = energy_by_provenance(energy, *view.table)[provenance].count();
        const double all = energy.total().count();
        return told == Told::joules ? joules : all > 0 ? 100 * joules / all : 0;
      });
}

HtmlTable breakdown_table(const std::vector<RunView>& views, const Breakdown& breakdown) {
  std::vector<double> totals(views.size(), 0.0);
  std::vector<std::vector<double>> rows;
  for (std::size_t part = 0; part < breakdown.parts.size(); ++part) {
    rows.push_back(values_of(views, breakdown, part));
    for (std::size_t i = 0; i < views.size(); ++i) {
      totals[i] += rows.back()[i];
    }
  }
  const double most = totals.empty() ? 0 : *std::max_element(totals.begin(), totals.end());
  const Scale scale = scale_for(most);
  HtmlTable table(breakdown.caption);
  add_heads(table, views, scale.prefix + breakdown.unit);
  for (std::size_t part = 0; part < rows.size(); ++part) {
    if (std::any_of(rows[part].begin(), rows[part].end(), [](double v) { return v > 0; })) {
      table.row(cells(breakdown.parts[part], rows[part], totals, scale));
    }
  }
  table.row(cells("total", totals, totals, scale), "total");
  return table;
}

}  // namespace metronome::report
