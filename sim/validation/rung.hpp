#pragma once

#include <cmath>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "arch/spec/accelerator.hpp"
#include "sim/base/error.hpp"
#include "sim/validation/comparison.hpp"

namespace metronome::validation {

/// A constant of the model that a rung is to be tried with another value of: whether the rung would
/// notice.
struct Change {
  std::string constant;
  double factor = 1;
};

/// What a rung is computed from.
struct Context {
  std::filesystem::path configs;  ///< the folder of presets: our machines, devices, energy tables
  std::filesystem::path results;  ///< beside it: reference/, ku_leuven_28nm/, bitfusion_isca18/
  std::optional<Change> change{};

  [[nodiscard]] std::filesystem::path reference() const { return results / "reference"; }

  /// A constant of our side under the name that the rung lists it by: `value`, or that times the
  /// factor of a change, whole ones rounded and at least one off.
  template <class T>
  [[nodiscard]] T of(const std::string& name, T value) const {
    static_assert(std::is_arithmetic_v<T>);
    if (!change || change->constant != name) {
      return value;
    }
    const double changed = static_cast<double>(value) * change->factor;
    if constexpr (std::is_integral_v<T>) {
      const auto whole = static_cast<T>(std::llround(changed));
      return whole != value || change->factor == 1
                 ? whole
                 : static_cast<T>(change->factor > 1 ? value + 1 : value - 1);
    } else {
      return changed;
    }
  }
};

struct Constant {
  std::string name;
  std::string meaning;
};

/// One rung of the ladder: numbers of ours, computed anew, beside numbers of one origin.
struct Rung {
  std::string name;      ///< of letters, digits and `_`
  std::string summary;   ///< one line: what is compared with whom
  std::string page;      ///< the page of docs/ that goes into it
  std::size_t rows = 0;  ///< so many claims; fewer or more are a failure, so that none gets lost
  /// At least one: each of them, changed by 10 %, must make the rung say `out` (a test).
  std::vector<Constant> constants;
  /// The claims. UserError where the reference data are missing or damaged.
  std::function<std::vector<Claim>(const Context&)> compare;
};

/// The array of a machine whose file must be of family `Spec`. UserError where it is of another.
template <class Spec>
[[nodiscard]] Spec& array_of(arch::AcceleratorSpec& machine) {
  if (auto* spec = std::get_if<Spec>(&machine.array)) {
    return *spec;
  }
  throw UserError("the machine " + machine.name + " has an array of another family");
}

/// Every rung, in the order in which they are shown. A further one is a room of its own (a source
/// file with a function that returns it) and its line in rungs.cpp.
[[nodiscard]] const std::vector<Rung>& rungs();

[[nodiscard]] Rung closed_forms();
[[nodiscard]] Rung three_models();
[[nodiscard]] Rung scalesim();
[[nodiscard]] Rung bitfusion();
[[nodiscard]] Rung dram_commands();
[[nodiscard]] Rung dram_runs();
[[nodiscard]] Rung dram_energy();
[[nodiscard]] Rung ku_leuven();
[[nodiscard]] Rung bit_operations();
[[nodiscard]] Rung published();
[[nodiscard]] Rung method_vectors();

}  // namespace metronome::validation
