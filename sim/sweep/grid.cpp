#include "sim/sweep/grid.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "sim/base/files.hpp"
#include "sim/base/hash.hpp"
#include "sim/energy/memories.hpp"
#include "sim/report/names.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/trace/trace_digest.hpp"

namespace metronome::sweep {
namespace {

/// Raised when the same configuration would give another result or another form of it.
constexpr const char* kResultVersion = "sweep point 6\n";

/// The places along the axes of each point.
class Places {
 public:
  explicit Places(const SweepSpec& sweep) : axes_(sweep.axes) {
    std::vector<std::size_t> sizes;
    for (const Axis& axis : axes_) {
      sizes.push_back(axis.values.size());
      if (!sweep.sample.is_asked()) {
        count_ *= axis.values.size();  // checked: at most 100000
      }
    }
    if (sweep.sample.is_asked()) {
      drawn_ = sampled_places(sweep.sample, sizes);
      count_ = drawn_.size();
    }
  }

  [[nodiscard]] std::size_t count() const { return count_; }
  /// The values of the index-th point; of a whole grid the last axis varies fastest.
  [[nodiscard]] std::vector<const AxisValue*> values_at(std::size_t index) const {
    std::vector<const AxisValue*> values(axes_.size());
    std::size_t left = index;
    for (std::size_t i = axes_.size(); i-- > 0;) {
      const std::size_t size = axes_[i].values.size();
      values[i] = &axes_[i].values[drawn_.empty() ? left % size : drawn_[index][i]];
      left /= size;
    }
    return values;
  }

 private:
  const std::vector<Axis>& axes_;
  std::vector<std::vector<std::size_t>> drawn_;
  std::size_t count_ = 1;
};

void check_training(const PointSpec& spec, const config::Node& base, config::Reader& reader) {
  for (const config::FilePath& folder :
       {spec.trace.directory, spec.trace.baseline_directory, spec.trace.statistics}) {
    if (!folder.path.empty() && !is_folder(folder.path)) {
      reader.error(base.mark, "base.trace", folder.path.string() + " is no folder",
                   "a trace as `metronome train` or `metronome trace` writes it");
    }
  }
  if (spec.trace.trained()) {
    return;
  }
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

std::string training_text(const TraceSpec& trace) {
  if (trace.trained()) {
    return trace::trace_digest(trace.directory.path) +
           trace::trace_digest(trace.baseline_directory.path);
  }
  TraceSpec shapes = trace;
  shapes.statistics.path.clear();      // where they lie does not matter
  shapes.accuracy_table.path.clear();  // stands beside the result
  shapes.accuracy_run.clear();
  shapes.model = trace.model.placeless();
  return config::resolved_yaml(shapes) +
         (trace.model.is_file() ? file_digest(std::string(trace.model)) : std::string());
}

/// What points share: read once.
struct FilesRead {
  std::map<std::filesystem::path, std::string> prices;  ///< digests of energy tables
  std::set<std::pair<std::string, std::string>>
      networks;  ///< with their data sets: they can be read
};

/// A mistake in a network file is one of every point with it: nothing is infeasible, it is refused.
void require_readable(const TraceSpec& trace, FilesRead& files) {
  if (!trace.trained() && trace.model.is_file() &&
      files.networks.emplace(std::string(trace.model), trace.dataset).second) {
    (void)trace::requested_model({.model = trace.model, .dataset = trace.dataset});
  }
}

Point read_point(const SweepSpec& sweep, const std::vector<const AxisValue*>& values,
                 const std::vector<config::Override>& overrides, FilesRead& files) {
  Point point;
  std::vector<config::Override> all;
  for (const AxisValue* value : values) {
    point.labels.push_back(value->label);
    all.insert(all.end(), value->set.begin(), value->set.end());
  }
  all.insert(all.end(), overrides.begin(), overrides.end());
  config::Reader reader(std::move(all));
  if (config::schema_of<PointSpec>().read(point.spec, sweep.base.node, reader, "")) {
    check_training(point.spec, sweep.base.node, reader);
  }
  reader.finish();
  require_readable(point.spec.trace, files);
  point.accuracy = trained_accuracy(point.spec.trace, point.spec.accelerator.training.dx_scale);
  return point;
}

/// Gives a point the names of all that its result depends on.
void name_point(Point& point, FilesRead& files) {
  const std::string training = training_text(point.spec.trace);
  arch::AcceleratorSpec nowhere = point.spec.accelerator;
  nowhere.energy.path.clear();  // its contents count, below, not where it lies
  std::string machine = config::resolved_yaml(nowhere);
  if (array::depends_on_values(point.spec.accelerator.array) &&
      !point.spec.trace.statistics.path.empty()) {
    machine += trace::trace_digest(point.spec.trace.statistics.path);
  }
  point.training_key = content_digest(training);
  std::string& digest = files.prices[point.spec.accelerator.energy.path];
  if (digest.empty()) {
    digest = prices_digest(point.spec.accelerator.energy.path);
  }
  point.key = content_digest(kResultVersion + training + machine +
                             std::string(enum_name(point.spec.mode)) + digest);
}

/// The point with the machine that the others equal, and all other labels as they are.
const Point& reference_of(const Point& point, const std::vector<Point>& points,
                          const SweepSpec& sweep, std::size_t axis) {
  std::vector<std::string> labels = point.labels;
  labels[axis] = sweep.equal.to;
  const auto at = std::find_if(points.begin(), points.end(),
                               [&](const Point& one) { return one.labels == labels; });
  METRONOME_ASSERT(at != points.end(), "a grid has all products of its labels");
  return *at;
}

/// Chooses the sizes of the machines. Points of one machine with one reference are of one size.
void make_equal(std::vector<Point>& points, const SweepSpec& sweep, Findings& findings) {
  const std::size_t axis = machine_axis(sweep.axes);
  std::map<std::string, experiment::EqualMachine> made;
  std::vector<experiment::EqualMachine> machines;
  for (const Point& point : points) {
    const Point& reference = reference_of(point, points, sweep, axis);
    const std::string pair = config::resolved_yaml(point.spec.accelerator) +
                             config::resolved_yaml(reference.spec.accelerator) +
                             (&point == &reference ? "the same" : "");
    try {
      if (!made.contains(pair)) {
        made.emplace(pair, &point == &reference
                               ? experiment::reference_of(sweep.equal, point.spec.accelerator)
                               : experiment::made_equal(sweep.equal, point.spec.accelerator,
                                                        reference.spec.accelerator));
      }
      machines.push_back(made.at(pair));
    } catch (const UserError& error) {
      findings.add(error);
      machines.emplace_back();
    }
  }
  for (std::size_t i = 0; i < points.size(); ++i) {
    points[i].spec.accelerator = std::move(machines[i].spec);
    points[i].equality = std::move(machines[i].facts);
  }
}

/// The constraint that does not hold of a point; what is wrong with one is a mistake in the sweep's
/// file.
std::string refusal_of(const Point& point, const SweepSpec& sweep) {
  try {
    for (const Constraint& constraint : sweep.constraints) {
      if (std::string violated = violation(constraint, point.spec); !violated.empty()) {
        return violated;
      }
    }
  } catch (const UserError& error) {
    std::vector<Diagnostic> wrong = error.diagnostics();
    for (Diagnostic& one : wrong) {
      one.file = one.file.empty() ? sweep.base.node.mark.file : one.file;
    }
    throw UserError(wrong);
  }
  return "";
}

bool is_set_by(const Axis& axis, const std::string& path) {
  return std::any_of(axis.values.begin(), axis.values.end(), [&](const AxisValue& value) {
    return std::any_of(value.set.begin(), value.set.end(),
                       [&](const config::Override& set) { return covers(path, set.path); });
  });
}

/// A point's labels would not be what it is. (Keys below what an axis sets are changed in every
/// point alike, such as one of all machines along an axis of machines.)
void refuse_overrides_of_axes(const SweepSpec& sweep,
                              const std::vector<config::Override>& overrides) {
  for (const config::Override& override : overrides) {
    for (const Axis& axis : sweep.axes) {
      if (is_set_by(axis, override.path)) {
        throw UserError(Diagnostic{{},
                                   0,
                                   0,
                                   "--set " + override.path,
                                   "is what the axis `" + axis.name + "` sets, whose labels stay",
                                   "set axes[N].values, or a key that no axis sets"});
      }
    }
  }
}

}  // namespace

PointSpec::PointSpec() = default;

std::vector<Point> grid_of(const SweepSpec& sweep, const std::vector<config::Override>& overrides) {
  refuse_overrides_of_axes(sweep, overrides);
  std::vector<Point> points;
  std::vector<Diagnostic> complaints;
  FilesRead files;
  const Places places(sweep);
  for (std::size_t i = 0; i < places.count(); ++i) {
    try {
      points.push_back(read_point(sweep, places.values_at(i), overrides, files));
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
  if (sweep.equal.is_asked()) {
    Findings findings;
    make_equal(points, sweep, findings);
    findings.raise();
  }
  for (Point& point : points) {
    name_point(point, files);
    point.refused = refusal_of(point, sweep);
  }
  return points;
}

}  // namespace metronome::sweep
