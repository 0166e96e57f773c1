#include "sim/sweep/grid.hpp"

#include <algorithm>
#include <optional>

#include "sim/base/files.hpp"
#include "sim/base/hash.hpp"
#include "sim/config/place.hpp"
#include "sim/energy/memories.hpp"
#include "sim/report/names.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/trace/trace_digest.hpp"

namespace metronome::sweep {
namespace {

/// Raised when the same configuration would give another result or another form of it.
constexpr const char* kResultVersion = "sweep point 7\n";

/// A key of a point and where it was set.
struct Placed {
  std::string key;
  config::Mark mark;
};

/// What is written of a point's keys.
class PointSources {
 public:
  /// `sets`: of axes and of the command, later ones win.
  PointSources(const config::Node& base, const std::vector<config::Override>& sets)
      : base_(base), sets_(sets) {}

  [[nodiscard]] Placed operator()(const std::string& key) const {
    for (auto set = sets_.rbegin(); set != sets_.rend(); ++set) {
      if (covers(set->path, key)) {
        return {key, set->node ? set->node->mark
                               : config::Mark{"--set " + set->path + "=" + set->value, 0, 0}};
      }
    }
    return {"base." + key, config::place_of(base_, key)};
  }

 private:
  const config::Node& base_;
  const std::vector<config::Override>& sets_;
};

void check_training(const TraceSpec& trace, const PointSources& sources, config::Reader& reader) {
  for (const auto& [key, folder] : {std::pair{"trace.directory", &TraceSpec::directory},
                                    {"trace.baseline_directory", &TraceSpec::baseline_directory},
                                    {"trace.statistics", &TraceSpec::statistics}}) {
    const std::filesystem::path& path = (trace.*folder).path;
    if (!path.empty() && !is_folder(path)) {
      const Placed place = sources(key);
      reader.error(place.mark, place.key, path.string() + " is no folder",
                   "a trace as `metronome train` or `metronome trace` writes it");
    }
  }
  if (trace.trained()) {
    return;
  }
  for (const auto& [key, text] : {std::pair{"trace.schedule", &TraceSpec::schedule},
                                  {"trace.baseline_schedule", &TraceSpec::baseline_schedule}}) {
    try {
      (void)schedule::parse_schedule(trace.*text).phases(trace.iterations);
    } catch (const UserError& error) {
      const Placed place = sources(key);
      for (const Diagnostic& diagnostic : error.diagnostics()) {
        reader.error(place.mark, place.key, diagnostic.what, diagnostic.hint);
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

/// A network that cannot be read, or not with this data set, is a mistake in the configuration: no
/// machine makes the point feasible.
void require_readable(const TraceSpec& trace, const PointSources& sources, FilesRead& files) {
  if (trace.trained() || !files.networks.emplace(std::string(trace.model), trace.dataset).second) {
    return;
  }
  try {
    (void)trace::requested_model({.model = trace.model, .dataset = trace.dataset});
  } catch (const UserError& error) {
    const Placed place = sources("trace.model");
    std::vector<Diagnostic> wrong = error.diagnostics();
    for (Diagnostic& one : wrong) {
      if (one.file.empty()) {  // what is wrong within a network's file has its place there
        one.file = place.mark.file;
        one.line = place.mark.line;
        one.column = place.mark.column;
        one.key = place.key;
      }
    }
    throw UserError(wrong, error.further());
  }
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

Grid::Grid(const SweepSpec& sweep, std::vector<config::Override> overrides)
    : sweep_(sweep), overrides_(std::move(overrides)) {
  refuse_overrides_of_axes(sweep, overrides_);
  std::vector<std::size_t> sizes;
  for (const Axis& axis : sweep.axes) {
    sizes.push_back(axis.values.size());
  }
  if (sweep.sample.is_asked()) {
    drawn_ = sampled_places(sweep.sample, sizes);
    count_ = drawn_.size() / sizes.size();
    return;
  }
  strides_.resize(sizes.size());
  for (std::size_t axis = sizes.size(); axis-- > 0;) {
    strides_[axis] = count_;
    count_ *= sizes[axis];  // checked: at most a million
  }
}

std::size_t Grid::place(std::size_t index, std::size_t axis) const {
  return drawn_.empty() ? index / strides_[axis] % sweep_.axes[axis].values.size()
                        : drawn_[index * sweep_.axes.size() + axis];
}

std::vector<std::string> Grid::labels(std::size_t index) const {
  std::vector<std::string> labels;
  for (std::size_t axis = 0; axis < sweep_.axes.size(); ++axis) {
    labels.push_back(sweep_.axes[axis].values[place(index, axis)].label);
  }
  return labels;
}

Point Grid::read(const std::vector<std::size_t>& places) const {
  Point point;
  std::vector<config::Override> all;
  for (std::size_t axis = 0; axis < places.size(); ++axis) {
    const AxisValue& value = sweep_.axes[axis].values[places[axis]];
    point.labels.push_back(value.label);
    all.insert(all.end(), value.set.begin(), value.set.end());
  }
  all.insert(all.end(), overrides_.begin(), overrides_.end());
  const PointSources sources(sweep_.base.node, all);
  config::Reader reader(all);
  if (config::schema_of<PointSpec>().read(point.spec, sweep_.base.node, reader, "")) {
    check_training(point.spec.trace, sources, reader);
  }
  reader.finish();
  require_readable(point.spec.trace, sources, files_);
  point.accuracy = trained_accuracy(point.spec.trace, point.spec.accelerator.training.dx_scale);
  return point;
}

/// Chooses the size of the machine, beside that of the point with the machine that the others equal
/// and all other labels as they are.
void Grid::make_equal(Point& point, const std::vector<std::size_t>& places) const {
  const std::size_t axis = machine_axis(sweep_.axes);
  const std::vector<AxisValue>& machines = sweep_.axes[axis].values;
  std::vector<std::size_t> others = places;
  others[axis] = static_cast<std::size_t>(
      std::find_if(machines.begin(), machines.end(),
                   [&](const AxisValue& one) { return one.label == sweep_.equal.to; }) -
      machines.begin());
  const bool is_reference = others == places;
  const arch::AcceleratorSpec reference =
      is_reference ? point.spec.accelerator : read(others).spec.accelerator;
  const std::string pair = config::resolved_yaml(point.spec.accelerator) +
                           config::resolved_yaml(reference) + (is_reference ? "the same" : "");
  try {
    if (!files_.equal.contains(pair)) {
      files_.equal.emplace(
          pair, is_reference
                    ? experiment::reference_of(sweep_.equal, reference)
                    : experiment::made_equal(sweep_.equal, point.spec.accelerator, reference));
    }
  } catch (const UserError& error) {
    std::vector<Diagnostic> wrong = error.diagnostics();
    for (Diagnostic& one : wrong) {
      if (one.file.empty()) {
        one.file = sweep_.equal.mark.file;
        one.line = sweep_.equal.mark.line;
        one.column = sweep_.equal.mark.column;
        one.key = one.key.empty() ? "equal" : one.key;
      }
    }
    throw UserError(wrong);
  }
  const experiment::EqualMachine& machine = files_.equal.at(pair);
  point.spec.accelerator = machine.spec;
  point.equality = machine.facts;
}

Point Grid::point(std::size_t index) const {
  std::vector<std::size_t> places;
  for (std::size_t axis = 0; axis < sweep_.axes.size(); ++axis) {
    places.push_back(place(index, axis));
  }
  Point point = read(places);
  if (sweep_.equal.is_asked()) {
    make_equal(point, places);
  }
  name_point(point, files_);
  point.refused = refusal_of(point, sweep_);
  return point;
}

std::vector<std::size_t> Grid::representatives() const {
  std::vector<std::size_t> chosen;
  if (count_ <= kMostRead) {
    for (std::size_t i = 0; i < count_; ++i) {
      chosen.push_back(i);
    }
    return chosen;
  }
  if (drawn_.empty()) {
    for (std::size_t axis = 0; axis < sweep_.axes.size(); ++axis) {
      for (std::size_t value = axis == 0 ? 0 : 1; value < sweep_.axes[axis].values.size();
           ++value) {
        chosen.push_back(value * strides_[axis]);
      }
    }
    return chosen;
  }
  std::vector<std::set<std::size_t>> seen(sweep_.axes.size());
  for (std::size_t i = 0; i < count_; ++i) {
    bool fresh = false;
    for (std::size_t axis = 0; axis < seen.size(); ++axis) {
      fresh |= seen[axis].insert(place(i, axis)).second;
    }
    if (fresh) {
      chosen.push_back(i);
    }
  }
  return chosen;
}

void Grid::read_representatives(const std::function<void(Point&&)>& visit) const {
  Findings findings;
  for (const std::size_t index : representatives()) {
    std::optional<Point> point;
    try {
      point = this->point(index);
    } catch (const UserError& error) {
      findings.add(error);
    }
    if (point) {
      visit(std::move(*point));
    }
  }
  findings.raise();
}

Point unreadable_point(const Grid& grid, std::size_t index) {
  Point point;
  point.labels = grid.labels(index);
  std::string text = "unreadable";
  for (const std::string& label : point.labels) {
    text += "\n" + label;
  }
  point.key = content_digest(text);
  point.training_key = point.key;
  return point;
}

std::vector<Point> grid_of(const SweepSpec& sweep, const std::vector<config::Override>& overrides) {
  const Grid grid(sweep, overrides);
  std::vector<Point> points;
  Findings findings;
  for (std::size_t i = 0; i < grid.count(); ++i) {
    try {
      points.push_back(grid.point(i));
    } catch (const UserError& error) {
      findings.add(error);
    }
  }
  findings.raise();
  return points;
}

}  // namespace metronome::sweep
