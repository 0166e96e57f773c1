#include "sim/sweep/sweep_spec.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "sim/base/checked.hpp"
#include "sim/base/csv_table.hpp"
#include "sim/base/files.hpp"
#include "sim/config/text_rules.hpp"
#include "sim/report/names.hpp"
#include "sim/sweep/point_result.hpp"
#include "workloads/trace/limits.hpp"

namespace metronome::sweep {

bool covers(std::string_view key, std::string_view other) {
  return other.starts_with(key) &&
         (other.size() == key.size() || other[key.size()] == '.' || other[key.size()] == '[');
}

std::size_t reference_axis(const std::vector<Axis>& axes) {
  const auto has_one = [](const Axis& axis) { return !axis.reference.empty(); };
  return static_cast<std::size_t>(std::find_if(axes.begin(), axes.end(), has_one) - axes.begin());
}

std::size_t machine_axis(const std::vector<Axis>& axes) {
  const auto chooses = [](const Axis& axis) {
    return std::all_of(axis.values.begin(), axis.values.end(), [](const AxisValue& value) {
      return std::any_of(value.set.begin(), value.set.end(),
                         [](const config::Override& one) { return one.path == "accelerator"; });
    });
  };
  return static_cast<std::size_t>(std::find_if(axes.begin(), axes.end(), chooses) - axes.begin());
}

}  // namespace metronome::sweep

namespace metronome::config {
namespace {

using sweep::Axis;
using sweep::AxisValue;

/// The text of a value as a label: a file is called by its stem.
std::string label_of(const Node& value) {
  const std::filesystem::path path(value.scalar);
  return path.extension() == ".yaml" ? path.stem().string() : value.scalar;
}

bool read_values(Axis& out, const Node& node, const Node& values, Reader& reader,
                 const std::string& path) {
  const Node* key = node.find("key");
  if (key == nullptr || key->kind != Node::Kind::scalar) {
    reader.error(node.mark, join_path(path, "key"), "is missing",
                 "the key that the values are of, such as accelerator.memory.channels");
    return false;
  }
  out.name = key->scalar;
  for (const Node& value : values.items) {
    out.values.push_back({label_of(value), {{key->scalar, value.scalar, value}}});
  }
  return true;
}

bool read_point(AxisValue& out, const Node& point, Reader& reader, const std::string& path) {
  const Node* label = point.find("label");
  const Node* set = point.find("set");
  if (label == nullptr || label->kind != Node::Kind::scalar || set == nullptr ||
      set->kind != Node::Kind::map) {
    reader.error(point.mark, path, "needs a label and a map of keys to set",
                 "{label: NAME, set: {trace.model: resnet-38}}");
    return false;
  }
  out.label = label->scalar;
  if (const Node* group = point.find("group")) {
    out.group = group->scalar;
    if (group->kind != Node::Kind::scalar || out.group.empty()) {
      reader.error(group->mark, join_path(path, "group"), "must be a name");
      return false;
    }
    if (!check_text(out.group, *group, reader, join_path(path, "group"), TextRule::label)) {
      return false;
    }
  }
  for (const Node::Entry& entry : set->entries) {
    out.set.push_back({entry.key, entry.value.scalar, entry.value});
  }
  return true;
}

/// The name of an axis of points.
bool read_name(Axis& out, const Node& node, Reader& reader, const std::string& path) {
  const Node* name = node.find("name");
  if (name == nullptr || name->kind != Node::Kind::scalar) {
    reader.error(node.mark, join_path(path, "name"), "is missing", "a name for the table's column");
    return false;
  }
  out.name = name->scalar;
  return true;
}

bool read_points(Axis& out, const Node& node, const Node& points, Reader& reader,
                 const std::string& path) {
  bool ok = read_name(out, node, reader, path);
  for (const Node& point : points.items) {
    AxisValue value;
    ok &= read_point(value, point, reader, join_path(path, "points"));
    out.values.push_back(std::move(value));
  }
  return ok;
}

/// A row is a point: the column `label`, else all of its values, is what it is called.
void read_rows(Axis& out, const CsvTable& table, const std::string& file) {
  constexpr const char* kLabel = "label";
  for (std::size_t row = 0; row < table.rows(); ++row) {
    AxisValue value;
    std::string all;
    for (const std::string& column : table.columns()) {
      const std::string text(table.text(row, column));
      if (column == kLabel) {
        value.label = text;
      } else if (!text.empty()) {
        all += (all.empty() ? "" : " ") + text;
        value.set.push_back({column, text, Node::make_scalar(text, {file, 0, 0})});
      }
    }
    value.label = value.label.empty() ? all : value.label;
    out.values.push_back(std::move(value));
  }
}

bool read_list(Axis& out, const Node& node, const Node& list, Reader& reader,
               const std::string& path) {
  FilePath file;
  if (!read_name(out, node, reader, path) ||
      !Codec<FilePath>::read(file, list, reader, join_path(path, "file"), {})) {
    return false;
  }
  const CsvTable table(read_file(file.path), file.path.string());
  table.finish();
  if (table.rows() == 0) {
    reader.error(list.mark, join_path(path, "file"), file.path.string() + " has no rows",
                 "a row for each point, its columns keys");
    return false;
  }
  read_rows(out, table, file.path.string());
  return true;
}

/// The name and the labels can be shown in tables and figures, and no two labels are the same.
bool good_labels(const Axis& axis, const Node& node, Reader& reader, const std::string& path) {
  bool ok = check_text(axis.name, node, reader, join_path(path, "name"), TextRule::label);
  std::set<std::string> labels;
  for (const AxisValue& value : axis.values) {
    ok &= check_text(value.label, node, reader, path, TextRule::label);
    if (!labels.insert(value.label).second) {
      reader.error(node.mark, path, "`" + value.label + "` stands twice",
                   "give each value its own label");
      ok = false;
    }
  }
  return ok;
}

/// The reference is one of the axis's values, which is then in no group itself; without a reference
/// there are no groups.
bool read_reference(Axis& axis, const Node& node, Reader& reader, const std::string& path) {
  if (const Node* reference = node.find("reference")) {
    if (reference->kind != Node::Kind::scalar || reference->scalar.empty()) {
      reader.error(reference->mark, join_path(path, "reference"), "must be a label of the axis");
      return false;
    }
    axis.reference = reference->scalar;
  }
  bool ok = true;
  std::vector<std::string> labels;
  for (AxisValue& value : axis.values) {
    labels.push_back(value.label);
    if (axis.reference.empty() ? !value.group.empty()
                               : value.label == axis.reference && !value.group.empty()) {
      reader.error(node.mark, join_path(path, "points"),
                   "`" + value.label + "` is in the group `" + value.group + "`",
                   axis.reference.empty() ? "groups belong to an axis with a `reference`"
                                          : "the reference is in no group");
      ok = false;
    }
    if (!axis.reference.empty() && value.label != axis.reference && value.group.empty()) {
      value.group = axis.name;
    }
  }
  if (!axis.reference.empty() &&
      std::find(labels.begin(), labels.end(), axis.reference) == labels.end()) {
    reader.error(node.find("reference")->mark, join_path(path, "reference"),
                 "`" + axis.reference + "` is no label of the axis",
                 name_hint(axis.reference, labels));
    ok = false;
  }
  return ok;
}

/// Whether the values beside the reference are columns of the tables.
bool read_columns(Axis& axis, const Node& node, Reader& reader, const std::string& path) {
  const Node* columns = node.find("columns");
  if (columns == nullptr) {
    return true;
  }
  const bool read =
      Codec<bool>::read(axis.columns, *columns, reader, join_path(path, "columns"), {});
  if (axis.columns && axis.reference.empty()) {
    reader.error(columns->mark, join_path(path, "columns"), "belongs to an axis with a reference",
                 "reference: " + axis.values.front().label);
    return false;
  }
  return read;
}

/// Columns have names of their own, and no axis overwrites what another one sets.
void check_axes(const sweep::SweepSpec& spec,
                const StructSchema<sweep::SweepSpec>::Complain& complain) {
  if (std::count_if(spec.axes.begin(), spec.axes.end(),
                    [](const Axis& axis) { return !axis.reference.empty(); }) > 1) {
    complain("axes", "two of them have a reference", "choices along one axis, one at a time");
  }
  const bool has_columns = std::any_of(spec.axes.begin(), spec.axes.end(),
                                       [](const Axis& axis) { return axis.columns; });
  if (has_columns && spec.axes.size() < 2) {
    complain("axes", "`columns` leaves no axis for the rows", "a second axis, or no `columns`");
  }
  if (has_columns && spec.sample.is_asked()) {
    complain("axes", "`columns` needs the whole grid, of which `sample` leaves points out",
             "one of the two");
  }
  const std::vector<std::string> columns = sweep::column_names();
  std::set<std::string> names;
  std::set<std::string> before;
  for (const Axis& axis : spec.axes) {
    if (axis.name == "point" ||
        std::find(columns.begin(), columns.end(), axis.name) != columns.end()) {
      complain("axes", "`" + axis.name + "` is a column of sweep.csv", "another name");
    }
    if (!names.insert(axis.name).second) {
      complain("axes", "`" + axis.name + "` stands twice", "give each axis its own name");
    }
    std::set<std::string> keys;
    for (const AxisValue& value : axis.values) {
      for (const Override& one : value.set) {
        keys.insert(one.path);
      }
    }
    for (const std::string& key : keys) {
      for (const std::string& earlier : before) {
        if (sweep::covers(key, earlier)) {
          complain("axes",
                   "`" + axis.name + "` sets `" + key + "`, which an axis before it has set" +
                       (key == earlier ? "" : " in part (`" + earlier + "`)"),
                   "set each key along one axis, a map before its parts");
        }
      }
    }
    before.merge(keys);
  }
}

/// The grid is counted before a point of it is made.
void check_points(const sweep::SweepSpec& spec,
                  const StructSchema<sweep::SweepSpec>::Complain& complain) {
  constexpr std::uint64_t kMostPoints = 1'000'000;
  if (spec.sample.is_asked()) {
    return;  // of so many as are drawn
  }
  std::vector<std::uint64_t> sizes;
  for (const Axis& axis : spec.axes) {
    sizes.push_back(axis.values.size());
  }
  const auto points = checked_product(sizes);
  if (!points || *points > kMostPoints) {
    complain("axes",
             fmt::format("the grid of {} values has {} points", fmt::join(sizes, " x "),
                         points ? std::to_string(*points) : "more than 2^64"),
             fmt::format("at most {} points", kMostPoints));
  }
}

/// The machine that the others equal stands on the axis of machines, and what is chosen is set by
/// no axis.
void check_equal(const sweep::SweepSpec& spec,
                 const StructSchema<sweep::SweepSpec>::Complain& complain) {
  if (!spec.equal.is_asked()) {
    return;
  }
  if (spec.sample.is_asked()) {
    complain("equal", "needs the whole grid, of which `sample` leaves points out",
             "one of the two");
    return;
  }
  const std::size_t at = sweep::machine_axis(spec.axes);
  if (at == spec.axes.size()) {
    complain("equal", "no axis chooses the machines", "{key: accelerator, values: [FILE, FILE]}");
    return;
  }
  std::vector<std::string> labels;
  for (const AxisValue& value : spec.axes[at].values) {
    labels.push_back(value.label);
  }
  if (std::find(labels.begin(), labels.end(), spec.equal.to) == labels.end()) {
    complain(
        "equal",
        fmt::format("to: `{}` is no label of the axis `{}`", spec.equal.to, spec.axes[at].name),
        name_hint(spec.equal.to, labels));
  }
  for (const Axis& axis : spec.axes) {
    for (const AxisValue& value : axis.values) {
      for (const Override& one : value.set) {
        if (one.path == "accelerator." + spec.equal.by) {
          complain("equal",
                   fmt::format("by: `{}` is what the axis `{}` sets", spec.equal.by, axis.name),
                   "a key that no axis sets");
          return;
        }
      }
    }
  }
}

}  // namespace

bool Codec<sweep::Base>::read(sweep::Base& out, const Node& node, Reader& reader,
                              const std::string& path, const FieldSpec&) {
  if (node.kind != Node::Kind::map) {
    reader.error(node.mark, path, "must be a map of keys", type());
    return false;
  }
  out.node = node;
  return true;
}

void Codec<sweep::Base>::describe(const std::string& path, const sweep::Base&, const FieldSpec&,
                                  std::vector<FieldInfo>& rows) {
  schema_of<sweep::PointSpec>().describe(path, sweep::PointSpec(), rows);
}

bool Codec<Axis>::read(Axis& out, const Node& node, Reader& reader, const std::string& path,
                       const FieldSpec&) {
  if (const Node* file = node.find("file");
      file != nullptr && node.find("values") == nullptr && node.find("points") == nullptr) {
    return read_list(out, node, *file, reader, path) && good_labels(out, node, reader, path);
  }
  const Node* values = node.find("values");
  const Node* points = node.find("points");
  const Node* list = values != nullptr ? values : points;
  if ((values == nullptr) == (points == nullptr) || list->kind != Node::Kind::sequence ||
      list->items.empty()) {
    reader.error(node.mark, path,
                 "needs a list `values` (with a key), or `points` or a `file` (with a name)",
                 "{key: accelerator.memory.channels, values: [1, 2, 4]}");
    return false;
  }
  const bool ok = values != nullptr ? read_values(out, node, *values, reader, path)
                                    : read_points(out, node, *points, reader, path);
  return ok && good_labels(out, node, reader, path) && read_reference(out, node, reader, path) &&
         read_columns(out, node, reader, path);
}

Node Codec<Axis>::write(const Axis& value) {
  Node points = Node::make_sequence();
  for (const AxisValue& one : value.values) {
    Node set = Node::make_map();
    for (const Override& override : one.set) {
      set.add(override.path, override.node ? *override.node : Node::make_scalar(override.value));
    }
    Node point = Node::make_map();
    point.add("label", Node::make_scalar(one.label));
    if (!one.group.empty()) {
      point.add("group", Node::make_scalar(one.group));
    }
    point.add("set", std::move(set));
    points.items.push_back(std::move(point));
  }
  Node node = Node::make_map();
  node.add("name", Node::make_scalar(value.name));
  if (!value.reference.empty()) {
    node.add("reference", Node::make_scalar(value.reference));
  }
  if (value.columns) {
    node.add("columns", Node::make_scalar("true"));
  }
  node.add("points", std::move(points));
  return node;
}

template <>
const StructSchema<sweep::SweepSpec>& schema_of<sweep::SweepSpec>() {
  using S = sweep::SweepSpec;
  static const auto schema =
      StructSchema<S>("a sweep: a grid of accelerators and trainings")
          .field("name", &S::name, {.doc = "names the result folder", .required = true})
          .field("base", &S::base, {.doc = "what all points share", .required = true})
          .field("axes", &S::axes,
                 {.doc = "the grid is their product, at most 1000000 points, the last one varying "
                         "fastest",
                  .required = true})
          .field("sample", &S::sample,
                 {.doc = "draws points from the grid instead of taking all of it",
                  .omit_default = true})
          .field("constraints", &S::constraints,
                 {.doc = "what must hold of a point; others are infeasible and not simulated",
                  .omit_default = true})
          .field("keep", &S::keep,
                 {.doc = "of each point: the numbers of sweep.csv, or all that tables and figures "
                         "are made from; by_size: summaries of more than 1000 points",
                  .omit_default = true})
          .field("equal", &S::equal,
                 {.doc = "sizes of the machines along an axis are chosen so that they equal one of "
                         "them, other axes being the same",
                  .omit_default = true})
          .field("objectives", &S::objectives,
                 {.doc = "columns of sweep.csv of which less is better: the Pareto front is that "
                         "of the points with the same training"})
          .field("target_accuracy", &S::target_accuracy,
                 {.doc = "accuracy.csv says when each training reached it, and at what cost",
                  .min = 0,
                  .max = 1})
          .validate(keeps("name", &S::name, TextRule::name))
          .validate([](const S& s, const StructSchema<S>::Complain& complain) {
            const std::vector<std::string> known = sweep::number_names();
            for (const std::string& name : s.objectives) {
              if (std::find(known.begin(), known.end(), name) == known.end()) {
                complain("objectives", "`" + name + "` is not a number of a point",
                         name_hint(name, known));
              }
            }
            if (s.objectives.empty()) {
              complain("objectives", "is empty", "cpt_time_s, cpt_energy_j, area_mm2, ...");
            }
            if (s.axes.empty()) {
              complain("axes", "is empty", "at least one axis");
            }
            check_axes(s, complain);
            check_points(s, complain);
            check_equal(s, complain);
          });
  return schema;
}

}  // namespace metronome::config
