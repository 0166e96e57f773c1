#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "arch/spec/accelerator.hpp"
#include "sim/base/enumeration.hpp"
#include "sim/config/schema.hpp"
#include "workloads/trace/facts.hpp"

namespace metronome::experiment {

/// What machines are made equal in (docs/area.md):
///   area   square millimetres, as `metronome area` adds them;
///   peak   8 x 8 bit multiply-accumulates a second at full utilisation;
///   power  watts of an 8 x 8 bit product at that peak: multiply-accumulates, clock tree, leakage.
enum class EqualMeasure { area, peak, power };
constexpr auto enum_rows(EqualMeasure) {
  using enum EqualMeasure;
  return enum_list<EqualMeasure>({{area, "area"}, {peak, "peak"}, {power, "power"}});
}

/// `equal: {measure: area, to: systolic_512, by: array.columns}` of an experiment or a sweep: an
/// integer key of every other machine is chosen so that it equals the one named.
struct EqualSpec {
  static constexpr std::string_view kSchemaName = "equal";
  EqualMeasure measure = EqualMeasure::area;
  std::string to;
  std::string by;
  double tolerance = 0.02;

  [[nodiscard]] bool is_asked() const { return !to.empty(); }
  bool operator==(const EqualSpec&) const = default;
};

/// Of a machine in mm2, MAC/s or W. UserError where a row of its energy table is missing.
[[nodiscard]] double measured(EqualMeasure measure, const arch::AcceleratorSpec& machine);

/// A machine as it is simulated, and what outputs say of its size (RunResult::equality): empty
/// where no equality is asked.
struct EqualMachine {
  arch::AcceleratorSpec spec;
  trace::Facts facts{};
  bool operator==(const EqualMachine&) const = default;
};

/// The machine with the value of the key that brings it nearest to the reference; the smaller one
/// of two equally near. A function of the arguments alone, whatever value the key had. UserError
/// where no value comes within the tolerance (with the nearest ones), where the machine has no such
/// integer key, and where the measure does not grow with it.
[[nodiscard]] EqualMachine made_equal(const EqualSpec& equal, const arch::AcceleratorSpec& machine,
                                      const arch::AcceleratorSpec& reference);

/// The machine that the others equal, as it is.
[[nodiscard]] EqualMachine reference_of(const EqualSpec& equal,
                                        const arch::AcceleratorSpec& reference);

/// All machines of an experiment, in order; the one that is named stays. UserError with the
/// complaints of all machines.
[[nodiscard]] std::vector<EqualMachine> made_equal(
    const EqualSpec& equal, const std::vector<arch::AcceleratorSpec>& machines);

}  // namespace metronome::experiment

namespace metronome::config {
template <>
const StructSchema<experiment::EqualSpec>& schema_of<experiment::EqualSpec>();
}  // namespace metronome::config
