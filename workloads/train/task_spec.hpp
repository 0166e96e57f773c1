#pragma once

#include <cstdint>
#include <string_view>

#include "sim/base/enumeration.hpp"
#include "sim/config/schema.hpp"

namespace metronome::train {

struct WorkloadSpec;

/// What of a data set is trained on and tested: the tasks of [chen2021smartdeal]'s public code.
/// adapt: half of the classes; fine_tune: half of the training images.
enum class TaskKind { full, adapt, fine_tune };
constexpr auto enum_rows(TaskKind) {
  using enum TaskKind;
  return enum_list<TaskKind>({{full, "full"}, {adapt, "adapt"}, {fine_tune, "fine_tune"}});
}
/// Which half: that of the training before, or that of the training that goes on from it.
enum class TaskPart { source, target };
constexpr auto enum_rows(TaskPart) {
  using enum TaskPart;
  return enum_list<TaskPart>({{source, "source"}, {target, "target"}});
}
struct TaskSpec {
  static constexpr std::string_view kSchemaName = "task";
  TaskKind kind = TaskKind::full;
  TaskPart part = TaskPart::source;
  std::uint64_t seed = 1;
  bool operator==(const TaskSpec&) const = default;

  /// Whether the last layer of weights that are given tells classes that are not there.
  [[nodiscard]] bool begins_last_layer_anew() const {
    return kind == TaskKind::adapt && part == TaskPart::target;
  }
};

/// What contradicts itself in the task of a workload.
void check_task(const WorkloadSpec& spec,
                const config::StructSchema<WorkloadSpec>::Complain& complain);

}  // namespace metronome::train

namespace metronome::config {
template <>
const StructSchema<train::TaskSpec>& schema_of<train::TaskSpec>();
}  // namespace metronome::config
