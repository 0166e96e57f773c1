#include "sim/sweep/sweep_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "sim/report/csv.hpp"
#include "sim/report/identity.hpp"
#include "sim/report/markup.hpp"
#include "sim/report/units.hpp"
#include "sim/sweep/pareto.hpp"

namespace metronome::sweep {
namespace {

using report::code;
using report::CodeLiteral;
using report::Csv;
using report::Tex;

Csv table(const FinishedSweep& sweep, const std::vector<std::string>& columns) {
  std::vector<std::string> all{"point"};
  all.insert(all.end(), sweep.axes.begin(), sweep.axes.end());
  all.insert(all.end(), columns.begin(), columns.end());
  return Csv(all);
}

void add_labels(Csv& out, const Point& point) {
  out.add(point.key);
  for (const std::string& label : point.labels) {
    out.add(label);
  }
}

void add_accuracy(Csv& out, const std::optional<TrainedAccuracy>& accuracy) {
  if (!accuracy) {
    out.add("").add("").add("");
    return;
  }
  out.add(accuracy->mean_percent);
  if (accuracy->seeds > 1) {
    out.add(accuracy->deviation_percent);
  } else {
    out.add("");
  }
  out.add(static_cast<std::uint64_t>(accuracy->seeds));
}

Tex latex_row(const Point& point, const PointResult& result) {
  Tex row;
  for (std::size_t i = 0; i < point.labels.size(); ++i) {
    const bool last = i + 1 == point.labels.size();
    row += Tex(point.labels[i]);
    row += last && borrows(result) ? CodeLiteral("$^\\dagger$") : CodeLiteral("");
    row += last && block_floating_point(result) ? CodeLiteral("$^\\ddagger$") : CodeLiteral("");
    row += " & ";
  }
  if (!result.message.empty()) {
    row += "\\multicolumn{10}{l}{infeasible} \\\\\n";
    return row;
  }
  for (const char* saving : {"ideal", "cycle", "energy"}) {
    const double percent = 100 * result.number(saving + std::string("_saving_fraction"));
    row += code<Tex>("{:.1f} & ", std::abs(percent) < 0.05 ? 0.0 : percent);
  }
  row += code<Tex>("{:.0f} to {:.0f} & ", 100 * result.number("energy_saving_p5_fraction"),
                   100 * result.number("energy_saving_p95_fraction"));
  for (const char* name : {"static_time_s", "cpt_time_s", "static_energy_j", "cpt_energy_j"}) {
    row += code<Tex>("{} & ", report::significant(result.number(name)));
  }
  return row + code<Tex>("{} & {} \\\\\n",
                         report::significant(result.number("cpt_energy_delay_js")),
                         report::significant(result.number("area_mm2")));
}

}  // namespace

std::string without_seed(const std::string& label) {
  const std::size_t digits = label.find_last_not_of("0123456789") + 1;
  const std::string head = label.substr(0, digits);
  constexpr std::string_view kSeed = " seed ";
  return digits < label.size() && head.ends_with(kSeed) ? head.substr(0, head.size() - kSeed.size())
                                                        : label;
}

std::string energy_saving(const PointResult& result) {
  return report::percent(result.number("energy_saving_fraction"),
                         result.number("energy_saving_p5_fraction"),
                         result.number("energy_saving_p95_fraction"));
}

std::optional<TrainedAccuracy> accuracy_of(const Point& point, const PointResult& result) {
  if (!result.progress.empty()) {
    return TrainedAccuracy{100 * result.progress.back().test_accuracy, 0, 1};
  }
  return point.accuracy;
}

std::string_view status_text(PointStatus status) {
  return status == PointStatus::done ? "ok" : enum_name(status);
}

std::optional<ReferenceAxis> reference_of(const std::vector<Axis>& axes) {
  const std::size_t index = reference_axis(axes);
  if (index == axes.size()) {
    return std::nullopt;
  }
  ReferenceAxis out{index, axes[index].reference, {}, axes[index].columns};
  for (const AxisValue& value : axes[index].values) {
    out.groups.emplace(value.label, value.group);
  }
  return out;
}

bool borrows(const PointResult& result) { return result.value_statistics.starts_with("borrowed"); }

bool block_floating_point(const PointResult& result) {
  return result.arithmetic == "block floating point";
}

std::string FinishedSweep::partial_text() const {
  return total > points.size() ? fmt::format("{} of {} points", points.size(), total) : "";
}

report::Stamp FinishedSweep::stamp() const {
  return {report::joined(identity.points), recipe, identity.unlike};
}

std::vector<bool> FinishedSweep::front() const {
  std::map<std::string, std::vector<std::size_t>> trainings;
  for (std::size_t i = 0; i < points.size(); ++i) {
    trainings[points[i].training_key].push_back(i);
  }
  std::vector<bool> on_front(points.size(), false);
  for (const auto& [training, members] : trainings) {
    std::vector<std::vector<double>> values;
    for (const std::size_t i : members) {
      values.emplace_back();
      for (const std::string& objective : objectives) {
        if (results[i].message.empty()) {
          values.back().push_back(results[i].number(objective));
        }
      }
    }
    const std::vector<bool> best = pareto_front(values);
    for (std::size_t k = 0; k < members.size(); ++k) {
      on_front[members[k]] = best[k];
    }
  }
  return on_front;
}

std::string sweep_csv(const FinishedSweep& sweep) {
  const std::vector<std::string> names = number_names();
  Csv out = table(sweep, column_names());
  const std::vector<bool> front = sweep.front();
  for (std::size_t i = 0; i < sweep.points.size(); ++i) {
    const PointResult& result = sweep.results[i];
    add_labels(out, sweep.points[i]);
    out.add(status_text(result.status)).add(result.message);
    out.add(front[i] ? "true" : "false").add(result.arithmetic).add(result.value_statistics);
    out.add(result.fp32_products);
    for (const std::string& name : names) {
      if (result.message.empty()) {
        out.add(result.number(name));
      } else {
        out.add("");
      }
    }
    add_accuracy(out, accuracy_of(sweep.points[i], result));
    out.end_row();
  }
  return out.text();
}

std::string levels_csv(const FinishedSweep& sweep) {
  Csv out = table(sweep, {"training", "weight_bits", "activation_bits", "error_bits",
                          "gradient_bits", "stash_bits", "iterations", "time_s", "energy_j",
                          "bit_operations_paper", "macs", "dram_bytes", "array_time_at_peak_s"});
  for (std::size_t i = 0; i < sweep.points.size(); ++i) {
    for (const LevelRow& level : sweep.results[i].levels) {
      add_labels(out, sweep.points[i]);
      out.add(level.training).add_all(trace::precision_cells(level.precision));
      out.add(level.iterations).add(level.time_s).add(level.energy_j);
      out.add(level.bit_operations_paper).add(level.macs).add(level.dram_bytes);
      out.add(level.array_time_at_peak_s);
      out.end_row();
    }
  }
  return out.text();
}

std::string layers_csv(const FinishedSweep& sweep) {
  Csv out = table(sweep, {"shape", "in_channels", "layers", "static_product_time_s",
                          "cpt_product_time_s", "static_whole_time_s", "cpt_whole_time_s",
                          "cycle_saving_fraction", "static_whole_energy_j", "cpt_whole_energy_j",
                          "energy_saving_fraction", "static_utilization"});
  // Both are sums of many terms, whose last digits are noise.
  const auto saving = [](double fixed, double cpt) {
    constexpr double kNoise = 1e-12;
    const double saved = fixed > 0 ? 1 - cpt / fixed : 0;
    return std::abs(saved) < kNoise ? 0 : saved;
  };
  for (std::size_t i = 0; i < sweep.points.size(); ++i) {
    for (const LayerRow& row : sweep.results[i].layers) {
      add_labels(out, sweep.points[i]);
      out.add(row.shape).add(row.in_channels).add(row.layers);
      out.add(row.static_product_time_s).add(row.cpt_product_time_s);
      out.add(row.static_whole_time_s).add(row.cpt_whole_time_s);
      out.add(saving(row.static_whole_time_s, row.cpt_whole_time_s));
      out.add(row.static_whole_energy_j).add(row.cpt_whole_energy_j);
      out.add(saving(row.static_whole_energy_j, row.cpt_whole_energy_j));
      out.add(row.static_utilization);
      out.end_row();
    }
  }
  return out.text();
}

std::string waterfall_csv(const FinishedSweep& sweep) {
  Csv out = table(sweep, {"saving", "order", "effect", "change_fraction", "saving_fraction"});
  for (std::size_t i = 0; i < sweep.points.size(); ++i) {
    for (const NamedWaterfall& named : sweep.results[i].waterfalls) {
      const report::Waterfall& waterfall = named.waterfall;
      double after = waterfall.ideal;
      int order = 0;
      const auto row = [&](const std::string& effect, double change) {
        after += change;
        add_labels(out, sweep.points[i]);
        out.add(named.saving).add(order++).add(effect).add(change).add(after);
        out.end_row();
      };
      row("ideal", 0);
      for (const report::WaterfallStep& step : waterfall.steps) {
        row(step.effect, step.change);
      }
    }
  }
  return out.text();
}

std::string tornado_csv(const FinishedSweep& sweep) {
  Csv out = table(sweep, {"order", "component", "action", "provenance", "low_saving_fraction",
                          "high_saving_fraction", "span_fraction"});
  for (std::size_t i = 0; i < sweep.points.size(); ++i) {
    int order = 1;
    for (const PriceRow& row : sweep.results[i].prices) {
      add_labels(out, sweep.points[i]);
      out.add(order++).add(row.component).add(row.action).add(row.provenance);
      out.add(row.low_saving).add(row.high_saving).add(std::abs(row.high_saving - row.low_saving));
      out.end_row();
    }
  }
  return out.text();
}

std::string accuracy_csv(const FinishedSweep& sweep) {
  Csv out = table(
      sweep, {"iterations", "time_s", "energy_j", "test_accuracy", "evaluation_bits", "target"});
  for (std::size_t i = 0; i < sweep.points.size(); ++i) {
    const auto& progress = sweep.results[i].progress;
    const report::ProgressPoint* reached =
        sweep.target_accuracy ? report::first_reaching(progress, *sweep.target_accuracy) : nullptr;
    for (const report::ProgressPoint& point : progress) {
      add_labels(out, sweep.points[i]);
      out.add(point.iterations).add(point.time_s).add(point.energy_j).add(point.test_accuracy);
      out.add(point.evaluation_bits).add(&point == reached ? "true" : "false");
      out.end_row();
    }
  }
  return out.text();
}

std::string latex_table(const FinishedSweep& sweep) {
  Tex columns;
  Tex above;
  Tex head;
  for (const std::string& axis : sweep.axes) {
    columns += "l";
    above += "&";
    head += code<Tex>("{} & ", axis);
  }
  Tex out("% needs \\usepackage{booktabs}\n\\begin{tabular}{");
  out += columns;
  out += "rrrrrrrrrr}\n\\toprule\n";
  out += above;
  out +=
      " \\multicolumn{4}{c}{saving (\\%)} & \\multicolumn{2}{c}{time (s)} & "
      "\\multicolumn{2}{c}{energy (J)} & E$\\cdot$D (J\\,s) & area (mm$^2$) \\\\\n";
  out += head;
  out +=
      "ideal & cycles & energy & (5 to 95) & static & CPT & static & CPT & CPT & \\\\\n\\midrule\n";
  for (std::size_t i = 0; i < sweep.points.size(); ++i) {
    if (i > 0 && sweep.points[i].labels.size() > 1 &&
        sweep.points[i].labels[0] != sweep.points[i - 1].labels[0]) {
      out += "\\midrule\n";
    }
    out += latex_row(sweep.points[i], sweep.results[i]);
  }
  out +=
      "\\bottomrule\n\\end{tabular}\n% dagger: value statistics borrowed from another "
      "training; ddagger: block floating point, another arithmetic than the one trained\n";
  return out.source();
}

}  // namespace metronome::sweep
