#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/enumeration.hpp"
#include "sim/config/schema.hpp"

namespace metronome::arch {

/// What the search for a mapping makes least.
enum class Objective { cycles, energy, edp };
constexpr auto enum_rows(Objective) {
  using enum Objective;
  return enum_list<Objective>({{cycles, "cycles"}, {energy, "energy"}, {edp, "edp"}});
}

/// By what a mapping is chosen: the mapper's estimate, or runs of the best by the estimate.
enum class Choose { estimate, simulate };
constexpr auto enum_rows(Choose) {
  using enum Choose;
  return enum_list<Choose>({{estimate, "estimate"}, {simulate, "simulate"}});
}

/// A mapping that the user fixes.
struct FixedMapping {
  static constexpr std::string_view kSchemaName = "fixed_mapping";
  std::string operation;  ///< its name in operations.csv
  std::string mapping;    ///< as mapping_text() prints it
  bool operator==(const FixedMapping&) const = default;
};

/// How operations are mapped to the array.
struct MappingSpec {
  static constexpr std::string_view kSchemaName = "mapping";
  Objective objective = Objective::cycles;
  std::optional<Choose> choose;  ///< absent: simulate, in the closed form by that form
  std::uint64_t candidates = 4;  ///< that are run
  std::vector<FixedMapping> fixed;
  bool operator==(const MappingSpec&) const = default;

  /// The mapping fixed for an operation; empty: none.
  [[nodiscard]] std::string fixed_for(const std::string& operation) const;
};

}  // namespace metronome::arch

namespace metronome::config {
template <>
const StructSchema<arch::FixedMapping>& schema_of<arch::FixedMapping>();
template <>
const StructSchema<arch::MappingSpec>& schema_of<arch::MappingSpec>();
}  // namespace metronome::config
