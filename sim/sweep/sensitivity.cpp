#include "sim/sweep/sensitivity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "sim/report/csv.hpp"
#include "sim/report/markdown_table.hpp"
#include "sim/report/units.hpp"

namespace metronome::sweep {
namespace {

constexpr std::array<const char*, 5> kNumbers{"cycle_saving_fraction", "energy_saving_fraction",
                                              "cpt_time_s", "cpt_energy_j", "static_energy_j"};

bool is_saving(const std::string& number) { return number.ends_with("_fraction"); }

/// Whether two points differ at most in their choice.
bool same_besides(const Point& one, const Point& other, std::size_t axis) {
  for (std::size_t i = 0; i < one.labels.size(); ++i) {
    if (i != axis && one.labels[i] != other.labels[i]) {
      return false;
    }
  }
  return true;
}

/// The choices of a group beside their reference.
struct Choices {
  std::string name;
  std::vector<std::size_t> points;
};

std::vector<Choices> groups_of(const FinishedSweep& sweep, std::size_t reference) {
  const ReferenceAxis& axis = *sweep.reference;
  std::vector<Choices> groups;
  for (std::size_t i = 0; i < sweep.points.size(); ++i) {
    const Point& point = sweep.points[i];
    if (i == reference || !same_besides(point, sweep.points[reference], axis.index) ||
        !sweep.results[i].message.empty()) {
      continue;
    }
    const std::string& name = axis.groups.at(point.labels[axis.index]);
    const auto at = std::find_if(groups.begin(), groups.end(),
                                 [&](const Choices& group) { return group.name == name; });
    (at == groups.end() ? groups.emplace_back(Choices{name, {}}) : *at).points.push_back(i);
  }
  return groups;
}

Sensitivity sensitivity_of(const FinishedSweep& sweep, std::size_t reference, const Choices& group,
                           const std::string& number) {
  const std::size_t axis = sweep.reference->index;
  const double value = sweep.results[reference].number(number);
  Sensitivity out{.labels = sweep.points[reference].labels,
                  .group = group.name,
                  .number = number,
                  .choices = group.points.size(),
                  .reference = value,
                  .least = value,
                  .most = value,
                  .least_choice = sweep.reference->label,
                  .most_choice = sweep.reference->label};
  out.labels[axis].clear();
  for (const std::size_t i : group.points) {
    const double other = sweep.results[i].number(number);
    const std::string& label = sweep.points[i].labels[axis];
    if (other < out.least) {
      out.least = other;
      out.least_choice = label;
    }
    if (other > out.most) {
      out.most = other;
      out.most_choice = label;
    }
  }
  return out;
}

/// Spans and ends of one group and number over the other axes.
struct Spread {
  double sum = 0, narrowest = 0, widest = 0;
  std::size_t count = 0;
  std::vector<std::string> least, most;  ///< choices, each once

  void add(const Sensitivity& one) {
    narrowest = count == 0 ? one.span() : std::min(narrowest, one.span());
    widest = count == 0 ? one.span() : std::max(widest, one.span());
    sum += one.span();
    ++count;
    for (auto [list, choice] :
         {std::pair(&least, &one.least_choice), std::pair(&most, &one.most_choice)}) {
      if (std::find(list->begin(), list->end(), *choice) == list->end()) {
        list->push_back(*choice);
      }
    }
  }
  [[nodiscard]] double mean() const { return count > 0 ? sum / static_cast<double>(count) : 0; }
  [[nodiscard]] std::string text(bool points) const {
    const char* unit = points ? "points" : "%";
    return count > 1 ? fmt::format("{:.1f} {} ({:.1f} to {:.1f})", 100 * mean(), unit,
                                   100 * narrowest, 100 * widest)
                     : fmt::format("{:.1f} {}", 100 * mean(), unit);
  }
};

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) {
    out += (out.empty() ? "" : "; ") + text;
  }
  return out;
}

}  // namespace

double Sensitivity::span() const {
  const double width = most - least;
  return is_saving(number) ? width : reference != 0 ? width / reference : 0;
}

std::vector<Sensitivity> sensitivities(const FinishedSweep& sweep) {
  std::vector<Sensitivity> all;
  if (!sweep.reference) {
    return all;
  }
  for (std::size_t i = 0; i < sweep.points.size(); ++i) {
    if (sweep.points[i].labels[sweep.reference->index] != sweep.reference->label ||
        !sweep.results[i].message.empty()) {
      continue;
    }
    const std::vector<Choices> groups = groups_of(sweep, i);
    for (const char* number : kNumbers) {
      std::vector<Sensitivity> rows;
      rows.reserve(groups.size());
      for (const Choices& group : groups) {
        rows.push_back(sensitivity_of(sweep, i, group, number));
      }
      std::stable_sort(rows.begin(), rows.end(), [](const Sensitivity& a, const Sensitivity& b) {
        return a.span() > b.span();
      });
      all.insert(all.end(), rows.begin(), rows.end());
    }
  }
  return all;
}

std::string sensitivity_csv(const FinishedSweep& sweep) {
  std::vector<std::string> columns;
  for (std::size_t i = 0; i < sweep.axes.size(); ++i) {
    if (i != sweep.reference->index) {
      columns.push_back(sweep.axes[i]);
    }
  }
  for (const char* name : {"number", "group", "choices", "reference", "least", "least_choice",
                           "most", "most_choice", "span_fraction"}) {
    columns.emplace_back(name);
  }
  report::Csv out(columns);
  for (const Sensitivity& one : sensitivities(sweep)) {
    for (std::size_t i = 0; i < one.labels.size(); ++i) {
      if (i != sweep.reference->index) {
        out.add(one.labels[i]);
      }
    }
    out.add(one.number).add(one.group).add(static_cast<std::uint64_t>(one.choices));
    out.add(one.reference).add(one.least).add(one.least_choice);
    out.add(one.most).add(one.most_choice).add(one.span());
    out.end_row();
  }
  return out.text();
}

report::Markdown sensitivity_markdown(const FinishedSweep& sweep) {
  const std::vector<Sensitivity> all = sensitivities(sweep);
  if (all.empty()) {
    return {};
  }
  std::map<std::string, std::map<std::string, Spread>> spreads;  // by group and number
  for (const Sensitivity& one : all) {
    spreads[one.group][one.number].add(one);
  }
  std::vector<std::string> order;
  for (const auto& [group, numbers] : spreads) {
    order.push_back(group);
  }
  const auto energy = [&](const std::string& group) {
    return spreads.at(group).at("energy_saving_fraction").mean();
  };
  std::stable_sort(order.begin(), order.end(), [&](const std::string& a, const std::string& b) {
    return energy(a) > energy(b);
  });
  report::MarkdownTable table({"choice", "saving in energy moves by", "least with", "most with",
                               "saving in time", "CPT J", "CPT s"},
                              1);
  for (const std::string& group : order) {
    const auto& numbers = spreads.at(group);
    const Spread& saving = numbers.at("energy_saving_fraction");
    table.texts({group, saving.text(true), joined(saving.least), joined(saving.most),
                 numbers.at("cycle_saving_fraction").text(true),
                 numbers.at("cpt_energy_j").text(false), numbers.at("cpt_time_s").text(false)});
  }
  report::Markdown text = report::code<report::Markdown>(
      "\n## Which choice moves the result by how much\n\nFrom the least to the most among the "
      "choices of a group and *{}*, all else as there; joules and seconds in percent\nof those of "
      "*{}*. Mean over the other axes (least to most). The widest first.\n\n",
      sweep.reference->label, sweep.reference->label);
  return text + table.markdown();
}

}  // namespace metronome::sweep
