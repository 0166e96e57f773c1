#include "sim/energy/uncertainty.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/base/random.hpp"

namespace metronome {
namespace {

/// Of a standard normal, nine in ten lie within plus and minus this.
constexpr double kNineInTen = 1.6448536269514722;

double percentile(const std::vector<double>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

std::map<std::size_t, double> joules_by_row(const EnergyReport& report) {
  std::map<std::size_t, double> joules;
  for (const EnergyLine& line : report.lines) {
    joules[line.row] += line.joules.count();
  }
  return joules;
}

double saving(double energy, double baseline) { return baseline > 0 ? 1 - energy / baseline : 0; }

}  // namespace

Interval interval_of(std::vector<double> samples) {
  METRONOME_ASSERT(!samples.empty(), "percentiles are of samples");
  std::sort(samples.begin(), samples.end());
  return {percentile(samples, 0.05), percentile(samples, 0.5), percentile(samples, 0.95)};
}

const std::vector<double>& UncertainPrices::factors(const Uncertainty& cause) {
  const auto [at, fresh] = factors_.try_emplace(
      fmt::format("{} {} {}", cause.low_factor, cause.high_factor, cause.name));
  if (!fresh) {
    return at->second;
  }
  std::vector<double>& normals = normals_[cause.name];
  if (normals.empty()) {
    const RandomStream stream(sampling_.seed, cause.name);
    for (std::uint64_t i = 0; i < sampling_.samples; ++i) {
      normals.push_back(stream.normal(i));
    }
  }
  const double up = std::log(cause.high_factor) / kNineInTen;
  const double down = -std::log(cause.low_factor) / kNineInTen;
  at->second.reserve(normals.size());
  for (const double z : normals) {
    at->second.push_back(std::exp(z > 0 ? z * up : z * down));
  }
  return at->second;
}

std::vector<double> UncertainPrices::energies(const EnergyReport& report,
                                              const EnergyTable& table) {
  // Rows of equal causes are one sum, which is multiplied once in each sample.
  std::map<std::vector<const std::vector<double>*>, double> sums;
  std::vector<std::vector<const std::vector<double>*>> order;
  for (const auto& [row, joules] : joules_by_row(report)) {
    std::vector<const std::vector<double>*> causes;
    for (const Uncertainty& cause : table.causes_of(table.rows.at(row))) {
      causes.push_back(&factors(cause));
    }
    const auto [at, fresh] = sums.try_emplace(causes, 0.0);
    if (fresh) {
      order.push_back(causes);
    }
    at->second += joules;
  }
  std::vector<double> out(sampling_.samples, 0.0);
  for (const auto& causes : order) {  // not that of addresses
    const double joules = sums.at(causes);
    for (std::size_t i = 0; i < out.size(); ++i) {
      double product = joules;
      for (const std::vector<double>* each : causes) {
        product *= (*each)[i];
      }
      out[i] += product;
    }
  }
  return out;
}

std::vector<RowEffect> row_effects(const EnergyReport& report, const EnergyReport* baseline,
                                   const EnergyTable& table) {
  const auto mine = joules_by_row(report);
  const auto theirs = baseline == nullptr ? mine : joules_by_row(*baseline);
  const double total = report.total().count();
  const double total_baseline = baseline == nullptr ? 0 : baseline->total().count();
  std::vector<RowEffect> effects;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    const double own = mine.contains(row) ? mine.at(row) : 0;
    const double other = theirs.contains(row) ? theirs.at(row) : 0;
    if (own == 0 && other == 0) {
      continue;
    }
    const Uncertainty spread = table.interval_of(table.rows[row]);
    const auto at = [&](double factor) {
      const double energy = total + own * (factor - 1);
      return baseline == nullptr ? energy : saving(energy, total_baseline + other * (factor - 1));
    };
    effects.push_back({row, at(spread.low_factor), at(spread.high_factor)});
  }
  std::stable_sort(effects.begin(), effects.end(),
                   [](const RowEffect& a, const RowEffect& b) { return a.span() > b.span(); });
  return effects;
}

}  // namespace metronome
