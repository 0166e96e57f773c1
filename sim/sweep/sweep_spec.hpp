#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "arch/spec/accelerator.hpp"
#include "sim/config/schema.hpp"
#include "sim/experiment/equal.hpp"
#include "sim/ledger/run_result.hpp"
#include "sim/sweep/constraint.hpp"
#include "sim/sweep/sample.hpp"
#include "workloads/model/model_name.hpp"
#include "workloads/schedule/schedule_name.hpp"

namespace metronome::sweep {

/// What is trained: a run by shapes and schedule (see `metronome trace`), or the folders of two
/// trained traces, in which case the other keys are not read. `statistics`: folder of a trained
/// trace whose value statistics machines borrow whose time depends on values. `accuracy_table`:
/// what `metronome study --table` wrote, of whose run `accuracy_run` the accuracies stand beside
/// the costs.
struct TraceSpec {
  static constexpr std::string_view kSchemaName = "sweep_trace";
  model::ModelName model;
  std::string dataset;
  std::uint64_t vocabulary = 0;
  trace::UpdateRule optimizer = trace::UpdateRule::momentum;
  std::uint64_t batch = 128;
  std::uint64_t iterations = 64000;
  schedule::ScheduleName schedule = "cpt:3-8,periods=32,backward=8";
  schedule::ScheduleName baseline_schedule = "static:8,backward=8";
  config::FilePath directory;
  config::FilePath baseline_directory;
  config::FilePath statistics;
  config::FilePath accuracy_table;
  std::string accuracy_run;

  [[nodiscard]] bool trained() const { return !directory.path.empty(); }
  bool operator==(const TraceSpec&) const = default;
};

/// One point of a sweep: two trainings of the same shapes on one machine.
struct PointSpec {
  static constexpr std::string_view kSchemaName = "sweep_point";
  arch::AcceleratorSpec accelerator;
  TraceSpec trace;
  Mode mode = Mode::cycle;
  PointSpec();  ///< defined in grid.cpp: inlined, GCC 12 takes members for uninitialised
  bool operator==(const PointSpec&) const = default;
};

/// The keys of a PointSpec that all points share, still as written: a point is read from them and
/// from what its axes set.
struct Base {
  config::Node node = config::Node::make_map();
};

/// One value of an axis: what it is called in tables, and the keys that it sets.
struct AxisValue {
  std::string label;
  std::vector<config::Override> set;  ///< of PointSpec
  std::string group{};                ///< on an axis with a reference: what choice this is one of
};

/// `{key: accelerator.memory.channels, values: [1, 2, 4]}`, or, where several keys change together,
/// `{name: model, points: [{label: ResNet-38, set: {trace.model: resnet-38, ...}}, ...]}`, or
/// `{name: design, file: designs.csv}`: a row of the file is a point, its columns keys (and
/// `label`).
/// With a `reference`, the label of one of its values, the others are that one with a single choice
/// made otherwise: sensitivity.csv says how far each `group` of choices moves the results (a value
/// without one is of the group that is called as the axis). With `columns` as well, tables to be
/// read have rows of the reference alone, and what the others save in columns beside them.
struct Axis {
  std::string name;
  std::vector<AxisValue> values;
  std::string reference{};  ///< empty: none
  bool columns = false;
};

/// What is kept of a point: the numbers of sweep.csv, or all that tables and figures are made from.
enum class Keep { by_size, summary, full };
constexpr auto enum_rows(Keep) {
  using enum Keep;
  return enum_list<Keep>({{by_size, "by_size"}, {summary, "summary"}, {full, "full"}});
}

/// `equal` with its place in the sweep's file, for what turns out to be wrong with it later.
struct PlacedEqual : experiment::EqualSpec {
  config::Mark mark{};
  bool operator==(const PlacedEqual& other) const {
    return experiment::EqualSpec::operator==(other);
  }
};

/// configs/sweeps/*.yaml: a grid, the product of its axes, or points drawn from it.
struct SweepSpec {
  static constexpr std::string_view kSchemaName = "sweep";
  std::string name;
  Base base;
  std::vector<Axis> axes;
  SampleSpec sample;
  std::vector<Constraint> constraints;
  Keep keep = Keep::by_size;  ///< summary above 1000 points, else full
  PlacedEqual equal;          ///< among the machines of the axis that sets `accelerator`
  std::vector<std::string> objectives{"cpt_time_s", "cpt_energy_j"};
  std::optional<double> target_accuracy;  ///< a fraction
};

/// In a sweep's folder: the sweep as it was read.
inline constexpr const char* kSpecName = "sweep.yaml";

/// True: setting `key` replaces what `other` has set, the same key or one below it.
[[nodiscard]] bool covers(std::string_view key, std::string_view other);

/// The axis with a reference; its index, or the number of axes where there is none.
[[nodiscard]] std::size_t reference_axis(const std::vector<Axis>& axes);

/// The axis that chooses whole machines; its index, or the number of axes where there is none.
[[nodiscard]] std::size_t machine_axis(const std::vector<Axis>& axes);

}  // namespace metronome::sweep

namespace metronome::config {

template <>
struct Codec<sweep::Base> {
  static std::string type() { return "map: sweep_point"; }
  static bool read(sweep::Base& out, const Node& node, Reader& reader, const std::string& path,
                   const FieldSpec& spec);
  static Node write(const sweep::Base& value) { return value.node; }
  static void describe(const std::string& path, const sweep::Base& initial, const FieldSpec& spec,
                       std::vector<FieldInfo>& rows);
};

template <>
struct Codec<sweep::Axis> {
  static std::string type() {
    return "map: key and values, or name and points (label, group, set) or file; reference, "
           "columns";
  }
  static bool read(sweep::Axis& out, const Node& node, Reader& reader, const std::string& path,
                   const FieldSpec& spec);
  static Node write(const sweep::Axis& value);
};

template <>
struct Codec<sweep::PlacedEqual> : Codec<experiment::EqualSpec> {
  static bool read(sweep::PlacedEqual& out, const Node& node, Reader& reader,
                   const std::string& path, const FieldSpec& spec) {
    out.mark = node.mark;
    return Codec<experiment::EqualSpec>::read(out, node, reader, path, spec);
  }
};

template <>
const StructSchema<sweep::TraceSpec>& schema_of<sweep::TraceSpec>();
template <>
const StructSchema<sweep::PointSpec>& schema_of<sweep::PointSpec>();
template <>
const StructSchema<sweep::SweepSpec>& schema_of<sweep::SweepSpec>();

}  // namespace metronome::config
