#include "sim/experiment/width_tables.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/experiment/width_costs.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/text_table.hpp"
#include "sim/report/units.hpp"

namespace metronome::experiment {
namespace {

using weights::CostUnit;
using weights::PairCost;

double delay_energy(const PairCost& cost) { return cost.energy_j * cost.cycles; }

/// Whether no other choice of the seed has at least the accuracy for less, or more for as much.
template <class Cost>
bool on_front(const WidthChoiceResult& choice, const std::vector<WidthChoiceResult>& all,
              const Cost& cost) {
  return std::none_of(all.begin(), all.end(), [&](const WidthChoiceResult& other) {
    const bool as_good = other.test_accuracy >= choice.test_accuracy && cost(other) <= cost(choice);
    const bool better = other.test_accuracy > choice.test_accuracy || cost(other) < cost(choice);
    return other.seed == choice.seed && as_good && better;
  });
}

double percent_above(double value, double target) { return 100 * (value / target - 1); }

/// Over the pairs that all layers have alike: sums over the layers.
double alike_correlation(const weights::WidthCosts& table, double PairCost::*cost) {
  const std::size_t pairs = table.widths.size() * table.widths.size();
  std::vector<double> operations(pairs);
  std::vector<double> costs(pairs);
  for (std::size_t i = 0; i < table.costs.size(); ++i) {
    operations[i % pairs] += table.costs[i].bit_operations;
    costs[i % pairs] += table.costs[i].*cost;
  }
  return rank_correlation(operations, costs);
}

double entry_correlation(const weights::WidthCosts& table, double PairCost::*cost) {
  std::vector<double> operations;
  std::vector<double> costs;
  for (const PairCost& entry : table.costs) {
    operations.push_back(entry.bit_operations);
    costs.push_back(entry.*cost);
  }
  return rank_correlation(operations, costs);
}

}  // namespace

std::string searches_csv(const std::vector<WidthChoiceResult>& choices) {
  report::Csv out({"seed", "choice", "widths", "cost_at_1x1", "target", "expected", "strongest",
                   "chosen", "expected_gap_percent", "strongest_gap_percent",
                   "chosen_gap_percent"});
  for (const WidthChoiceResult& choice : choices) {
    if (choice.search) {
      const SearchNumbers& s = *choice.search;
      out.add(choice.seed).add(choice.name).add(widths_text(choice)).add(s.unit_cost);
      out.add(s.target).add(s.expected).add(s.strongest).add(s.chosen);
      out.add(percent_above(s.expected, s.target)).add(percent_above(s.strongest, s.target));
      out.add(percent_above(s.chosen, s.target));
      out.end_row();
    }
  }
  return out.text();
}

std::string choices_csv(const std::vector<WidthChoiceResult>& choices,
                        const std::vector<std::string>& machines) {
  report::Csv out({"seed", "choice", "widths", "accelerator", "test_accuracy_percent",
                   "bit_operations", "cycles", "energy_j", "energy_delay_j_cycles", "dram_bytes",
                   "searched_cycles", "searched_energy_j", "searched_dram_bytes",
                   "pareto_bit_operations", "pareto_cycles", "pareto_energy"});
  for (std::size_t m = 0; m < machines.size(); ++m) {
    for (const WidthChoiceResult& choice : choices) {
      const PairCost& cost = choice.costs[m];
      const PairCost& searched = choice.searched[m];
      out.add(choice.seed).add(choice.name).add(widths_text(choice)).add(machines[m]);
      out.add(100 * choice.test_accuracy).add(searched.bit_operations).add(cost.cycles);
      out.add(cost.energy_j).add(delay_energy(cost)).add(cost.dram_bytes);
      out.add(searched.cycles).add(searched.energy_j).add(searched.dram_bytes);
      const auto front = [&](const auto& of) { return on_front(choice, choices, of) ? 1 : 0; };
      out.add(front([m](const auto& c) { return c.searched[m].bit_operations; }));
      out.add(front([m](const auto& c) { return c.costs[m].cycles; }));
      out.add(front([m](const auto& c) { return c.costs[m].energy_j; }));
      out.end_row();
    }
  }
  return out.text();
}

std::string correlation_csv(const std::vector<weights::WidthCosts>& tables) {
  report::Csv out({"accelerator", "cost", "pairs_alike", "entries"});
  const std::vector<std::pair<const char*, double PairCost::*>> costs{
      {"cycles", &PairCost::cycles},
      {"energy", &PairCost::energy_j},
      {"dram_bytes", &PairCost::dram_bytes}};
  for (const weights::WidthCosts& table : tables) {
    for (const auto& [name, cost] : costs) {
      out.add(table.machine).add(name);
      out.add(alike_correlation(table, cost)).add(entry_correlation(table, cost));
      out.end_row();
    }
  }
  return out.text();
}

namespace {

/// A choice, means over its seeds: cost and accuracy.
struct MeanChoice {
  std::string name;
  bool searched = false;
  std::pair<double, double> at{};
  std::size_t seeds = 0;
};

std::vector<MeanChoice> mean_choices(const std::vector<WidthChoiceResult>& choices,
                                     std::size_t machine) {
  std::vector<MeanChoice> means;
  for (const WidthChoiceResult& choice : choices) {
    auto own = std::find_if(means.begin(), means.end(),
                            [&](const MeanChoice& mean) { return mean.name == choice.name; });
    if (own == means.end()) {
      means.push_back({choice.name, choice.search.has_value(), {}, 0});
      own = std::prev(means.end());
    }
    own->at.first += choice.costs[machine].cycles;
    own->at.second += choice.test_accuracy;
    ++own->seeds;
  }
  for (MeanChoice& mean : means) {
    mean.at.first /= static_cast<double>(mean.seeds);
    mean.at.second /= static_cast<double>(mean.seeds);
  }
  const auto unit = std::find_if(means.begin(), means.end(),
                                 [](const MeanChoice& mean) { return mean.name == "uniform_2"; });
  const double one = unit == means.end() ? means.front().at.first : unit->at.first;
  for (MeanChoice& mean : means) {
    mean.at.first /= one;
  }
  return means;
}

/// Of those that none is better than, by cost.
std::vector<std::pair<double, double>> front_of(const std::vector<MeanChoice>& means) {
  std::vector<std::pair<double, double>> front;
  for (const MeanChoice& mean : means) {
    const bool beaten = std::any_of(means.begin(), means.end(), [&](const MeanChoice& other) {
      return other.at.first <= mean.at.first && other.at.second >= mean.at.second &&
             other.at != mean.at;
    });
    if (!beaten && std::find(front.begin(), front.end(), mean.at) == front.end()) {
      front.push_back(mean.at);
    }
  }
  std::sort(front.begin(), front.end());
  return front;
}

}  // namespace

report::Figure front_figure(const std::vector<WidthChoiceResult>& choices,
                            const std::vector<weights::WidthCosts>& tables) {
  using report::LineStyle;
  report::LineChart chart;
  chart.frame = {.name = "pareto_cycles",
                 .title = "Accuracy against cycles of an inference",
                 .value_label = "Test accuracy",
                 .unit = "",
                 .value_column = "accuracy",
                 .height = 200 * static_cast<int>(tables.size()) + 60};
  chart.x_label = "Cycles, in those of 2 x 2 bits";
  chart.x_column = "relative_cycles";
  for (std::size_t m = 0; m < tables.size(); ++m) {
    const std::vector<MeanChoice> means = mean_choices(choices, m);
    report::LineSeries front{"Pareto front", "#1b3a5c", LineStyle::line, false, front_of(means)};
    report::LineSeries alike{"alike in all layers", "#3f6a54", LineStyle::marks, false, {}};
    report::LineSeries by_bits{"searched: bit operations", "#8a2d1f", LineStyle::marks, false, {}};
    report::LineSeries by_costs{
        "searched: costs of a machine", "#7a5c1e", LineStyle::marks, false, {}};
    for (const MeanChoice& mean : means) {
      (!mean.searched                  ? alike
       : mean.name == "bit_operations" ? by_bits
                                       : by_costs)
          .points.push_back(mean.at);
    }
    report::LinePanel panel{.label = fmt::format("{} (rank {:.2f})", tables[m].machine,
                                                 alike_correlation(tables[m], &PairCost::cycles)),
                            .unit = "",
                            .percent = true,
                            .from_zero = false,
                            .series = {std::move(front)}};
    for (report::LineSeries* series : {&alike, &by_bits, &by_costs}) {
      if (!series->points.empty()) {
        panel.series.push_back(std::move(*series));
      }
    }
    chart.panels.push_back(std::move(panel));
  }
  std::vector<report::Figure> figures;
  report::append_figure(figures, chart,
                        "Means over the seeds. Rank: Spearman's correlation of bit operations and "
                        "cycles of the machine, over the pairs of widths that all layers have "
                        "alike.");
  return std::move(figures.front());
}

std::string widths_text(const WidthChoiceResult& choice) {
  std::string text;
  for (std::size_t l = 0; l < choice.weight_bits.size(); ++l) {
    text +=
        fmt::format("{}{}x{}", l == 0 ? "" : " ", choice.weight_bits[l], choice.activation_bits[l]);
  }
  return text;
}

std::string choices_text(const std::vector<WidthChoiceResult>& choices,
                         const std::vector<std::string>& machines) {
  std::vector<std::string> heading{"seed", "choice", "widths", "test %", "target", "chosen"};
  for (const std::string& machine : machines) {
    heading.push_back(machine + " cycles");
    heading.push_back("uJ");
  }
  report::TextTable table{{heading}, 3};
  for (const WidthChoiceResult& choice : choices) {
    std::vector<std::string> row{std::to_string(choice.seed),
                                 choice.name,
                                 widths_text(choice),
                                 fmt::format("{:.2f}", 100 * choice.test_accuracy),
                                 choice.search ? fmt::format("{:.3f}", choice.search->target) : "",
                                 choice.search ? fmt::format("{:.3f}", choice.search->chosen) : ""};
    for (const PairCost& cost : choice.costs) {
      row.push_back(fmt::format("{:.0f}", cost.cycles));
      row.push_back(report::significant(1e6 * cost.energy_j));
    }
    table.rows.push_back(std::move(row));
  }
  return table.text();
}

}  // namespace metronome::experiment
