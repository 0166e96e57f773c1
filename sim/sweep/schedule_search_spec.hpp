#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "arch/spec/accelerator.hpp"
#include "sim/base/enumeration.hpp"
#include "sim/config/schema.hpp"
#include "workloads/train/workload.hpp"

namespace metronome::sweep {

/// How schedules are chosen (halving.hpp).
enum class ScheduleSearchMethod { successive_halving };
constexpr auto enum_rows(ScheduleSearchMethod) {
  using enum ScheduleSearchMethod;
  return enum_list<ScheduleSearchMethod>({{successive_halving, "successive_halving"}});
}

/// Schedules to choose from: each kind with each range of bits, periods, backward bits and offsets
/// of layers, and further ones as they are written.
struct ScheduleSpace {
  static constexpr std::string_view kSchemaName = "schedule_space";
  std::vector<std::string> kinds{"cpt"};
  std::vector<std::string> bounds{"3-8"};
  std::vector<std::uint64_t> periods{8};
  std::vector<std::string> backward{"8"};
  std::vector<std::string> offsets{"none"};
  std::vector<std::string> also;
  bool operator==(const ScheduleSpace&) const = default;

  [[nodiscard]] std::size_t count() const;
  /// The text of a schedule, those of `also` last.
  [[nodiscard]] std::string schedule(std::size_t index) const;
};

/// configs/searches/*.yaml with `schedules`: most accuracy at each number of joules over precision
/// schedules, by short trainings.
struct ScheduleSearchSpec {
  static constexpr std::string_view kSchemaName = "schedule_search";
  std::string name;
  ScheduleSearchMethod method = ScheduleSearchMethod::successive_halving;
  train::WorkloadSpec workload;
  std::vector<arch::AcceleratorSpec> accelerators;
  ScheduleSpace schedules;
  /// Static 3 to 8 bits and CPT.
  std::vector<std::string> baselines{"static:3,backward=8",         "static:4,backward=8",
                                     "static:5,backward=8",         "static:6,backward=8",
                                     "static:7,backward=8",         "static:8,backward=8",
                                     "cpt:3-8,periods=8,backward=8"};
  std::uint64_t candidates = 16;
  std::uint64_t eta = 2;
  std::uint64_t rungs = 3;
  std::uint64_t finalists = 2;
  std::uint64_t seed = 101;
  std::vector<std::uint64_t> seeds{1, 2, 3};
  bool operator==(const ScheduleSearchSpec&) const = default;
};

[[nodiscard]] bool is_static(const std::string& schedule);

/// As that of its workload, and of its schedules (experiment/training.hpp).
[[nodiscard]] ScheduleSearchSpec with_absolute_places(ScheduleSearchSpec spec);
/// What decides the results, for the output folder.
[[nodiscard]] std::string schedule_search_inputs(const ScheduleSearchSpec& spec);

}  // namespace metronome::sweep

namespace metronome::config {
template <>
const StructSchema<sweep::ScheduleSpace>& schema_of<sweep::ScheduleSpace>();
template <>
const StructSchema<sweep::ScheduleSearchSpec>& schema_of<sweep::ScheduleSearchSpec>();
}  // namespace metronome::config
