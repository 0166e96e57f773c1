#pragma once

#include <string>
#include <vector>

#include "workloads/trace/trace.hpp"
#include "workloads/trace/update_rule.hpp"

namespace metronome::trace {

/// A named property: {"batch", "128"}.
struct Fact {
  std::string name;
  std::string value;
  bool operator==(const Fact&) const = default;
};
using Facts = std::vector<Fact>;

/// The value of a name; empty where it is not there.
[[nodiscard]] std::string fact(const Facts& facts, const std::string& name);

/// What of a training must be equal where runs are compared, the precision over time apart: model,
/// dataset, batch, iterations, optimizer, dx_scale, of the main step; the iterations of each other
/// step where there are any; the host's work where there is any; where errors come by feedback; and
/// digests of the shapes of all products and of all passes but those of quantization and the ranges
/// that others find on their way, of the main step and of the others.
[[nodiscard]] Facts facts_of(const Trace& trace);

/// What the optimiser keeps for each weight, by the step's tensors.
[[nodiscard]] UpdateRule update_rule_of(const Step& step);

/// A property of two things that differs.
struct Difference {
  std::string name;
  std::string one;
  std::string other;
  bool operator==(const Difference&) const = default;
};

/// Of the facts that both state, in the order of the first, and of other steps and host work that
/// one has alone; of digests where nothing else differs.
[[nodiscard]] std::vector<Difference> differences(const Facts& one, const Facts& other);

/// "batch 64 against 128, optimizer adam against momentum".
[[nodiscard]] std::string differences_text(const std::vector<Difference>& differences);

}  // namespace metronome::trace
