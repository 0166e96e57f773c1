#include "sim/sweep/grid.hpp"

#include <algorithm>

#include "sim/base/hash.hpp"
#include "sim/report/names.hpp"
#include "workloads/schedule/schedule.hpp"

namespace metronome::sweep {
namespace {

/// Raised when the same configuration would give another result or another form of it.
constexpr const char* kResultVersion = "sweep point 1\n";

std::size_t points_of(const std::vector<Axis>& axes) {
  std::size_t count = 1;
  for (const Axis& axis : axes) {
    count *= axis.values.size();
  }
  return count;
}

/// The values of the index-th point, the last axis varying fastest.
std::vector<const AxisValue*> values_at(const std::vector<Axis>& axes, std::size_t index) {
  std::vector<const AxisValue*> values(axes.size());
  for (std::size_t i = axes.size(); i-- > 0;) {
    values[i] = &axes[i].values[index % axes[i].values.size()];
    index /= axes[i].values.size();
  }
  return values;
}

void check_schedules(const PointSpec& spec, const config::Node& base, config::Reader& reader) {
  for (const std::string& text : {spec.trace.schedule, spec.trace.baseline_schedule}) {
    try {
      (void)schedule::parse_schedule(text).phases(spec.trace.iterations);
    } catch (const UserError& error) {
      for (const Diagnostic& diagnostic : error.diagnostics()) {
        reader.error(base.mark, "base.trace", diagnostic.what, diagnostic.hint);
      }
    }
  }
}

Point read_point(const SweepSpec& sweep, const std::vector<const AxisValue*>& values,
                 const std::vector<config::Override>& overrides) {
  Point point;
  std::vector<config::Override> all;
  for (const AxisValue* value : values) {
    point.labels.push_back(value->label);
    all.insert(all.end(), value->set.begin(), value->set.end());
  }
  all.insert(all.end(), overrides.begin(), overrides.end());
  config::Reader reader(std::move(all));
  if (config::schema_of<PointSpec>().read(point.spec, sweep.base.node, reader, "")) {
    check_schedules(point.spec, sweep.base.node, reader);
  }
  reader.finish();
  const std::string training = config::resolved_yaml(point.spec.trace);
  const std::string machine = config::resolved_yaml(point.spec.accelerator);
  point.training_key = hex_digest(fnv1a(training));
  point.key =
      hex_digest(fnv1a(kResultVersion + training + machine + config::enum_name(point.spec.mode) +
                       file_digest(point.spec.accelerator.energy.path)));
  return point;
}

}  // namespace

PointSpec::PointSpec() = default;

std::vector<Point> grid_of(const SweepSpec& sweep, const std::vector<config::Override>& overrides) {
  std::vector<Point> points;
  std::vector<Diagnostic> complaints;
  for (std::size_t i = 0; i < points_of(sweep.axes); ++i) {
    try {
      points.push_back(read_point(sweep, values_at(sweep.axes, i), overrides));
    } catch (const UserError& error) {
      for (const Diagnostic& one : error.diagnostics()) {
        if (std::find(complaints.begin(), complaints.end(), one) == complaints.end()) {
          complaints.push_back(one);
        }
      }
    }
  }
  if (!complaints.empty()) {
    throw UserError(complaints);
  }
  return points;
}

}  // namespace metronome::sweep
