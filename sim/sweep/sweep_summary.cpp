#include "sim/sweep/sweep_summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "sim/report/markdown_table.hpp"
#include "sim/report/units.hpp"
#include "sim/sweep/sensitivity.hpp"
#include "sim/sweep/set_apart.hpp"
#include "sim/sweep/sweep_sections.hpp"

namespace metronome::sweep {
namespace {

using report::code;
using report::Markdown;
using report::MarkdownTable;
using report::percent;
using report::significant;

struct Mean {
  double sum = 0;
  double least = 0, most = 0;
  std::size_t count = 0;

  void add(double value) {
    least = count == 0 ? value : std::min(least, value);
    most = count == 0 ? value : std::max(most, value);
    sum += value;
    ++count;
  }
  [[nodiscard]] double mean() const { return count > 0 ? sum / static_cast<double>(count) : 0; }
};

std::string marks(const PointResult& result) {
  return std::string(borrows(result) ? " †" : "") + (block_floating_point(result) ? " ‡" : "");
}

/// Axes, then `columns`.
std::vector<std::string> head_of(const FinishedSweep& sweep,
                                 const std::vector<std::string>& columns) {
  std::vector<std::string> head = sweep.axes;
  head.insert(head.end(), columns.begin(), columns.end());
  return head;
}

/// "7.6 %, vector unit": of the multiply-accumulates, those of layers in FP32, and where they run.
std::string fp32_text(const PointResult& result) {
  return result.fp32_products.empty()
             ? "none"
             : percent(result.number("fp32_mac_fraction")) + ", " + result.fp32_products;
}

/// "13.6 %" and "8 % (6–9)", or why there is none.
std::vector<std::string> savings_of(const PointResult& result) {
  if (!result.message.empty()) {
    return {std::string(status_text(result.status)), "–"};
  }
  return {percent(result.number("cycle_saving_fraction")), energy_saving(result)};
}

Markdown headline(const SetApart& parts) {
  const FinishedSweep& sweep = parts.rows;
  std::vector<std::string> head =
      head_of(sweep, {"ideal", "cycles", "energy", "static s", "CPT s", "static J", "CPT J",
                      "CPT J s", "mm²", "static W", "static pJ/MAC", "time that stays",
                      "energy that stays", "static memory idle", "CPT memory idle", "FP32 layers"});
  for (const std::string& label : parts.labels) {
    head.push_back("cycles, " + label);
    head.push_back("energy, " + label);
  }
  head.emplace_back("accuracy");
  MarkdownTable table(head, sweep.axes.size());
  for (std::size_t i = 0; i < sweep.points.size(); ++i) {
    const PointResult& result = sweep.results[i];
    std::vector<std::string> cells = sweep.points[i].labels;
    cells.back() += marks(result);
    if (!result.message.empty()) {
      cells.emplace_back(status_text(result.status));
      table.texts(cells);
      continue;
    }
    for (const char* name : {"ideal_saving_fraction", "cycle_saving_fraction"}) {
      cells.push_back(percent(result.number(name)));
    }
    cells.push_back(energy_saving(result));
    for (const char* name :
         {"static_time_s", "cpt_time_s", "static_energy_j", "cpt_energy_j", "cpt_energy_delay_js",
          "area_mm2", "static_power_w", "static_energy_per_mac_pj"}) {
      cells.push_back(significant(result.number(name)));
    }
    for (const char* name : {"bit_independent_time_fraction", "bit_independent_energy_fraction"}) {
      cells.push_back(percent(result.number(name)));
    }
    for (const char* training : {"static", "cpt"}) {
      const std::string name = training;
      cells.push_back(percent(result.number(name + "_split_memory_idle_j") /
                              result.number(name + "_energy_j")));
    }
    cells.push_back(fp32_text(result));
    for (std::size_t label = 0; label < parts.labels.size(); ++label) {
      const std::vector<std::string> savings = savings_of(parts.beside[i][label]);
      cells.insert(cells.end(), savings.begin(), savings.end());
    }
    const auto accuracy = accuracy_of(sweep.points[i], result);
    cells.push_back(accuracy ? accuracy->text() : "–");
    table.texts(cells);
  }
  return table.markdown();
}

Markdown legend(const FinishedSweep& sweep) {
  Markdown text(
      "\nSavings: CPT against static training on the same machine. *Stays*: of a static iteration, "
      "the share\nthat is left at no bit operations (intercept of the least-squares line through "
      "the levels).\n");
  std::set<std::string> arithmetics;
  for (const trace::Facts& one : sweep.identity.points) {
    arithmetics.insert(trace::fact(one, "dx_scale"));
  }
  for (const std::string& arithmetic : arithmetics) {
    text += code<Markdown>("Input gradients as {} (docs/training_on_the_accelerator.md).\n",
                           arithmetic.empty() ? "they were trained" : arithmetic);
  }
  text +=
      "*FP32 layers*: their share of the multiply-accumulates, and where they run. *Accuracy*: of "
      "the training of the row,\nmean and sample standard deviation over seeds, where it was "
      "trained.\n";
  std::set<std::string> lenders;
  bool bfp = false;
  for (const PointResult& result : sweep.results) {
    if (borrows(result)) {
      lenders.insert(result.value_statistics);
    }
    bfp = bfp || block_floating_point(result);
  }
  for (const std::string& lender : lenders) {
    text += code<Markdown>("† The machine's time depends on values; statistics {}.\n", lender);
  }
  if (bfp) {
    text += "‡ Block floating point: another arithmetic than the one that was trained.\n";
  }
  return text;
}

/// The points that promise a saving by the label of their last axis, in the order of the axis.
std::vector<std::pair<std::string, std::vector<std::size_t>>> by_last_axis(
    const FinishedSweep& sweep) {
  std::vector<std::pair<std::string, std::vector<std::size_t>>> groups;
  for (std::size_t i = 0; i < sweep.points.size(); ++i) {
    const PointResult& result = sweep.results[i];
    if (!result.message.empty() || result.number("ideal_saving_fraction") <= 0) {
      continue;  // nothing could be realised
    }
    const std::string label = without_seed(sweep.points[i].labels.back());
    const auto at = std::find_if(groups.begin(), groups.end(),
                                 [&](const auto& group) { return group.first == label; });
    if (at == groups.end()) {
      groups.emplace_back(label, std::vector{i});
    } else {
      at->second.push_back(i);
    }
  }
  return groups;
}

/// "utilisation 9.1, idle: vector 4.0, fill_drain 1.2": mean losses in points, the largest three.
std::string losses(const FinishedSweep& sweep, const std::vector<std::size_t>& members,
                   const std::string& saving) {
  std::map<std::string, Mean> changes;
  for (const std::size_t i : members) {
    for (const NamedWaterfall& named : sweep.results[i].waterfalls) {
      for (const report::WaterfallStep& step : named.waterfall.steps) {
        if (named.saving == saving) {
          changes[step.effect].add(100 * step.change);
        }
      }
    }
  }
  std::vector<std::pair<double, std::string>> order;
  order.reserve(changes.size());
  for (const auto& [effect, change] : changes) {
    order.emplace_back(change.mean(), effect);
  }
  std::sort(order.begin(), order.end());
  std::string text;
  for (std::size_t i = 0; i < order.size() && i < 3 && order[i].first < -0.05; ++i) {
    text += fmt::format("{}{} {:.1f}", i > 0 ? ", " : "", order[i].second, -order[i].first);
  }
  return text;
}

Mean mean_of(const FinishedSweep& sweep, const std::vector<std::size_t>& members,
             const std::string& name) {
  Mean mean;
  for (const std::size_t i : members) {
    mean.add(sweep.results[i].number(name));
  }
  return mean;
}

Mean realised(const FinishedSweep& sweep, const std::vector<std::size_t>& members,
              const std::string& name) {
  Mean mean;
  for (const std::size_t i : members) {
    const PointResult& result = sweep.results[i];
    mean.add(result.number(name) / result.number("ideal_saving_fraction"));
  }
  return mean;
}

std::string range_text(const Mean& mean) {
  return fmt::format("{} ({} to {})", percent(mean.mean()), percent(mean.least),
                     percent(mean.most));
}

Markdown realisation(const FinishedSweep& sweep) {
  MarkdownTable table({sweep.axes.back(), "of ideal, cycles", "of ideal, energy", "time that stays",
                       "energy that stays", "lost in cycles", "lost in energy"},
                      7);
  for (const auto& [label, members] : by_last_axis(sweep)) {
    const Mean cycles = realised(sweep, members, "cycle_saving_fraction");
    const Mean energy = realised(sweep, members, "energy_saving_fraction");
    table.texts({label, range_text(cycles), range_text(energy),
                 range_text(mean_of(sweep, members, "bit_independent_time_fraction")),
                 range_text(mean_of(sweep, members, "bit_independent_energy_fraction")),
                 losses(sweep, members, "cycles"), losses(sweep, members, "energy")});
  }
  Markdown text(
      "\n## What of the ideal saving is realised, and what is lost\n\n"
      "Mean over the points of each row (least to most). Lost: the largest steps of the mean "
      "waterfall, in points.\n\n");
  text += table.markdown();
  return text;
}

/// By input channels, every point counting alike: what CPT saves in products alone and in all that
/// belongs to the layer, and how much of the static training's time that other work is.
Markdown layers(const FinishedSweep& sweep) {
  struct Row {
    double product = 0, product_cpt = 0, whole = 0, whole_cpt = 0, energy = 0, energy_cpt = 0;
    double useful = 0;
  };
  std::map<double, Row> rows;
  double points = 0;
  for (const PointResult& result : sweep.results) {
    double time = 0;
    double energy = 0;
    for (const LayerRow& layer : result.layers) {
      time += layer.static_whole_time_s;
      energy += layer.static_whole_energy_j;
    }
    points += time > 0 ? 1 : 0;
    for (const LayerRow& layer : result.layers) {
      Row& row = rows[layer.in_channels];
      row.product += layer.static_product_time_s / time;
      row.product_cpt += layer.cpt_product_time_s / time;
      row.whole += layer.static_whole_time_s / time;
      row.whole_cpt += layer.cpt_whole_time_s / time;
      row.energy += layer.static_whole_energy_j / energy;
      row.energy_cpt += layer.cpt_whole_energy_j / energy;
      row.useful += layer.static_utilization * layer.static_product_time_s / time;
    }
  }
  Markdown text(
      "\n## Which layers low precision helps\n\nBy input channels, every point counting alike. "
      "*Whole*: products and what belongs to the layer besides\n(batch norm, activation, "
      "quantization, update). *Other*: the share of that in the static training's\ntime of the "
      "layer. *Utilisation*: of the products' time, what the array would need at its peak.\n\n");
  MarkdownTable table({"input channels", "saved: products, cycles", "whole, cycles",
                       "whole, energy", "other", "utilisation", "share of time"},
                      0);
  for (const auto& [channels, row] : rows) {
    table.texts({fmt::format("{:.0f}", channels), percent(1 - row.product_cpt / row.product),
                 percent(1 - row.whole_cpt / row.whole), percent(1 - row.energy_cpt / row.energy),
                 percent(1 - row.product / row.whole), percent(row.useful / row.product),
                 percent(row.whole / points)});
  }
  return text + table.markdown();
}

/// Of repetitions of one training: accuracies and costs at the end, and where the target is reached
/// for the first time.
struct Repetitions {
  std::vector<std::string> labels;
  Mean accuracy, time, energy;
  double squares = 0;  ///< of accuracies
  Mean target_time, target_energy;

  void add(const PointResult& result, const std::optional<double>& target) {
    const report::ProgressPoint& last = result.progress.back();
    accuracy.add(last.test_accuracy);
    squares += last.test_accuracy * last.test_accuracy;
    time.add(last.time_s);
    energy.add(last.energy_j);
    const report::ProgressPoint* reached =
        target ? report::first_reaching(result.progress, *target) : nullptr;
    if (reached != nullptr) {
      target_time.add(reached->time_s);
      target_energy.add(reached->energy_j);
    }
  }
  [[nodiscard]] double deviation() const {
    const auto n = static_cast<double>(accuracy.count);
    const double mean = accuracy.mean();
    return n > 1 ? std::sqrt(std::max(0.0, (squares - n * mean * mean) / (n - 1))) : 0;
  }
};

std::vector<Repetitions> repetitions_of(const FinishedSweep& sweep) {
  std::vector<Repetitions> all;
  for (std::size_t i = 0; i < sweep.points.size(); ++i) {
    if (sweep.results[i].progress.empty()) {
      continue;
    }
    std::vector<std::string> labels;
    for (const std::string& one : sweep.points[i].labels) {
      labels.push_back(without_seed(one));
    }
    const auto at = std::find_if(all.begin(), all.end(),
                                 [&](const Repetitions& r) { return r.labels == labels; });
    Repetitions& group = at != all.end() ? *at : all.emplace_back();
    group.labels = labels;
    group.add(sweep.results[i], sweep.target_accuracy);
  }
  return all;
}

Markdown accuracy(const FinishedSweep& sweep) {
  const std::vector<Repetitions> all = repetitions_of(sweep);
  if (all.empty()) {
    return {};
  }
  Markdown text(
      "\n## Accuracy and what it costs\n\nMeans over seeds; ± is the sample standard "
      "deviation.");
  if (sweep.target_accuracy) {
    text += code<Markdown>(" *To {}*: at the first test that reaches it, and how many seeds do.",
                           percent(*sweep.target_accuracy));
  }
  text += "\n\n";
  const std::string target =
      sweep.target_accuracy ? percent(*sweep.target_accuracy) : std::string("target");
  MarkdownTable table(
      head_of(sweep, {"accuracy", "s", "J", "s to " + target, "J to " + target, "seeds"}),
      sweep.axes.size());
  for (const Repetitions& group : all) {
    const bool reached = group.target_time.count > 0;
    std::vector<std::string> cells = group.labels;
    cells.push_back(
        fmt::format("{:.2f} ± {:.2f} %", 100 * group.accuracy.mean(), 100 * group.deviation()));
    cells.push_back(significant(group.time.mean()));
    cells.push_back(significant(group.energy.mean()));
    cells.push_back(reached ? significant(group.target_time.mean()) : "–");
    cells.push_back(reached ? significant(group.target_energy.mean()) : "–");
    cells.push_back(fmt::format("{} of {}", group.target_time.count, group.accuracy.count));
    table.texts(cells);
  }
  return text + table.markdown();
}

}  // namespace

std::string summary_markdown(const FinishedSweep& whole) {
  const SetApart parts = set_apart(whole);
  const FinishedSweep& sweep = parts.rows;
  Markdown text = code<Markdown>("# {}\n\n", sweep.name);
  if (const std::string partial = whole.partial_text(); !partial.empty()) {
    text += code<Markdown>("**{}**: the others have no result yet.\n\n", partial);
  }
  text += headline(parts) + legend(sweep);
  const bool any = std::any_of(sweep.results.begin(), sweep.results.end(),
                               [](const PointResult& r) { return r.message.empty(); });
  if (any) {
    text += sensitivity_markdown(sweep);
    text += matrices(sweep);
    text += energy_parts(sweep);
    text += accuracy(sweep);
    text += realisation(sweep);
    text += layers(sweep);
  }
  return text.source();
}

}  // namespace metronome::sweep
