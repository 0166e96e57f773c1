#include "sim/chips/scaling.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/chips/system_chips.hpp"
#include "sim/report/text_table.hpp"

namespace metronome::chips {
namespace {

std::optional<double> saved_share(double own, std::optional<double> baseline) {
  return baseline && *baseline > 0 ? std::optional(1 - own / *baseline) : std::nullopt;
}

links::SystemSpec system_of(links::SystemSpec system, std::uint64_t chips) {
  if (system.topology == links::Topology::torus && chips > 1) {
    const std::uint64_t rows = system.rows();
    system.dims = {rows, chips / rows};
  } else if (chips == 1) {  // nothing is joined to anything
    system.topology = links::Topology::ring;
    system.dims.clear();
    system.collectives.algorithm = links::Algorithm::ring;
    system.gradients.sums = links::Sums::shared_scale;
  }
  system.chips = chips;
  return system;
}

std::string percent(const std::optional<double>& share) {
  return share ? fmt::format("{:.1f}", 100 * *share) : "";
}

}  // namespace

double ScalingPoint::rate() const {
  return static_cast<double>(batch) * static_cast<double>(iterations) / own.time.count();
}

std::optional<double> ScalingPoint::saved_time() const {
  return saved_share(own.time.count(),
                     baseline ? std::optional(baseline->time.count()) : std::nullopt);
}

std::optional<double> ScalingPoint::saved_work() const {
  return saved_share(own.work.count(),
                     baseline ? std::optional(baseline->work.count()) : std::nullopt);
}

std::optional<double> ScalingPoint::saved_energy() const {
  return saved_share(own.energy().count(),
                     baseline ? std::optional(baseline->energy().count()) : std::nullopt);
}

std::vector<ScalingPoint> scaling(std::span<const trace::Trace> traces,
                                  const arch::AcceleratorSpec& machine,
                                  const links::SystemSpec& system,
                                  const std::vector<std::uint64_t>& chips,
                                  const std::vector<double>& gb_per_s, const EnergyTable& prices,
                                  const sim::SimulateOptions& options) {
  std::vector<ScalingPoint> points;
  for (const std::uint64_t count : chips) {
    links::SystemSpec own = system_of(system, count);
    for (const Diagnostic& fault : links::system_faults(own)) {
      throw UserError(fmt::format("system.{} on {} chips: {}", fault.key, count, fault.what),
                      fault.hint + ", or other numbers of chips");
    }
    const SystemChips shared(traces, {&machine, 1}, own, {&prices, 1}, options);
    for (const double speed :
         gb_per_s.empty() ? std::vector<double>{system.link.bandwidth_gb_per_s} : gb_per_s) {
      own.link.bandwidth_gb_per_s = speed;
      ScalingPoint point;
      point.system = own;
      const bool each = system.parallel.batch == links::BatchOf::each;
      point.batch = traces[0].step().batch * (each ? count : 1);
      point.iterations = traces[0].iterations();
      point.own = totals_of(shared.on(0, own));
      if (traces.size() > 1) {
        point.baseline = totals_of(shared.on(1, own));
      }
      points.push_back(std::move(point));
    }
  }
  return points;
}

const ScalingPoint& first_of(const std::vector<ScalingPoint>& points, const ScalingPoint& point) {
  const auto found = std::find_if(points.begin(), points.end(), [&](const ScalingPoint& other) {
    return other.system.link.bandwidth_gb_per_s == point.system.link.bandwidth_gb_per_s;
  });
  METRONOME_ASSERT(found != points.end(), "a point is among its own");
  return *found;
}

std::vector<std::string> scaling_columns() {
  return {
      "chips",           "link_gb_per_s",     "batch",         "iterations",      "time_s",
      "work_s",          "exposed_s",         "idle_s",        "communication_s", "bytes_sent",
      "chips_energy_j",  "links_energy_j",    "samples_per_s", "speedup",         "efficiency",
      "baseline_time_s", "baseline_energy_j", "saved_work",    "saved_time",      "saved_energy"};
}

void add_scaling_row(report::Csv& csv, const ScalingPoint& point, const ScalingPoint& first) {
  const auto add_optional = [&](const std::optional<double>& value) {
    value ? csv.add(*value) : csv.add("");
  };
  const SystemTotals& own = point.own;
  const double speedup = point.rate() / first.rate();
  const double more =
      static_cast<double>(point.system.chips) / static_cast<double>(first.system.chips);
  csv.add(point.system.chips).add(point.system.link.bandwidth_gb_per_s);
  csv.add(point.batch).add(point.iterations).add(own.time.count()).add(own.work.count());
  csv.add(own.exposed.count()).add(own.idle.count()).add(own.communication.count());
  csv.add(own.bytes_sent);
  csv.add((own.chips_working + own.chips_idle + own.chips_switching).count());
  add_optional(own.links ? std::optional(own.links->count()) : std::nullopt);
  csv.add(point.rate()).add(speedup).add(speedup / more);
  const auto& baseline = point.baseline;
  add_optional(baseline ? std::optional(baseline->time.count()) : std::nullopt);
  add_optional(baseline ? std::optional(baseline->energy().count()) : std::nullopt);
  add_optional(point.saved_work());
  add_optional(point.saved_time());
  add_optional(point.saved_energy());
}

std::string scaling_csv(const std::vector<ScalingPoint>& points) {
  report::Csv csv(scaling_columns());
  for (const ScalingPoint& point : points) {
    add_scaling_row(csv, point, first_of(points, point));
    csv.end_row();
  }
  return csv.text();
}

std::string scaling_text(const std::vector<ScalingPoint>& points) {
  report::TextTable table;
  table.left_columns = 0;
  table.rows.push_back({"chips", "GB/s", "batch", "time s", "work s", "exposed s", "links J",
                        "energy J", "speedup", "efficiency %", "saved work %", "saved time %",
                        "saved energy %"});
  for (const ScalingPoint& point : points) {
    const ScalingPoint& first = first_of(points, point);
    const double speedup = point.rate() / first.rate();
    const double more =
        static_cast<double>(point.system.chips) / static_cast<double>(first.system.chips);
    table.rows.push_back(
        {fmt::format("{}", point.system.chips),
         fmt::format("{}", point.system.link.bandwidth_gb_per_s), fmt::format("{}", point.batch),
         fmt::format("{:.4g}", point.own.time.count()),
         fmt::format("{:.4g}", point.own.work.count()),
         fmt::format("{:.3g}", point.own.exposed.count()),
         point.own.links ? fmt::format("{:.3g}", point.own.links->count()) : "",
         fmt::format("{:.4g}", point.own.energy().count()), fmt::format("{:.2f}", speedup),
         fmt::format("{:.1f}", 100 * speedup / more), percent(point.saved_work()),
         percent(point.saved_time()), percent(point.saved_energy())});
  }
  return table.text();
}

}  // namespace metronome::chips
