#pragma once

#include <cstdint>
#include <string_view>

#include "sim/base/enumeration.hpp"
#include "sim/config/schema.hpp"

namespace metronome::train {

/// On which samples a training is tested.
enum class TestedSplit { test, validation };
constexpr auto enum_rows(TestedSplit) {
  using enum TestedSplit;
  return enum_list<TestedSplit>({{test, "test"}, {validation, "validation"}});
}
/// A part of the training samples that no training reads, to choose by: data/hold_out.hpp.
struct ValidationSpec {
  static constexpr std::string_view kSchemaName = "validation";
  std::uint64_t samples = 0;
  std::uint64_t seed = 1;
  TestedSplit tested = TestedSplit::validation;
  bool operator==(const ValidationSpec&) const = default;

  /// Of a workload, tests included.
  [[nodiscard]] TestedSplit tested_split() const {
    return samples == 0 ? TestedSplit::test : tested;
  }
};

}  // namespace metronome::train

namespace metronome::config {
template <>
const StructSchema<train::ValidationSpec>& schema_of<train::ValidationSpec>();
}  // namespace metronome::config
