#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sim/config/text_rules.hpp"
#include "sim/experiment/width_experiment.hpp"
#include "workloads/methods/weights/form/rounded_grid.hpp"

namespace metronome::config {
namespace {

using experiment::WidthExperimentSpec;
using Complain = StructSchema<WidthExperimentSpec>::Complain;
using weights::CostUnit;

void check_machines(const WidthExperimentSpec& spec, const Complain& complain) {
  std::set<std::string> names;
  for (const arch::AcceleratorSpec& machine : spec.accelerators) {
    if (!names.insert(machine.name).second) {
      complain("accelerators", "two of them are named " + machine.name, "give each its own name");
    }
  }
  const bool of_machine = std::any_of(spec.costs.begin(), spec.costs.end(), [](CostUnit unit) {
    return unit != CostUnit::bit_operations;
  });
  if (of_machine && spec.accelerators.empty()) {
    complain("costs", "are those of a machine, and there is none",
             "accelerators: [../arch/binary_overlay_512.yaml], or costs: [bit_operations]");
  }
  if (spec.costs.empty()) {
    complain("costs", "is empty", "such as [bit_operations, cycles]");
  }
}

void check_search(const WidthExperimentSpec& spec, const Complain& complain) {
  const auto* form = std::get_if<weights::BlendedSpec>(&spec.workload.form);
  if (form == nullptr) {
    complain("workload", "is no search: its weights are no mixture", "weights: blended");
    return;
  }
  if (!form->search.costs.empty()) {
    complain("workload", "names a table of costs, which this makes itself",
             "leave weights.search.costs out");
  }
  const std::vector<int>& candidates = form->candidates;
  if (spec.target_bits > 0 &&
      std::find(candidates.begin(), candidates.end(), spec.target_bits) == candidates.end()) {
    complain("target_bits", fmt::format("{} bits are no candidate", spec.target_bits),
             "one of weights.candidates, or 0: weights.search.target");
  }
  if (spec.periods > 0 && spec.least_bits > candidates.front()) {
    complain("least_bits", "is above what a layer may get",
             fmt::format("at most {}, the least candidate", candidates.front()));
  }
  if (const std::uint64_t iterations = iterations_retrained(spec); spec.periods > iterations) {
    complain("periods",
             fmt::format("{} do not fit into {} iterations with the widths found", spec.periods,
                         iterations),
             fmt::format("at most {}, or more retraining_iterations", iterations));
  }
}

void check_lists(const WidthExperimentSpec& spec, const Complain& complain) {
  if (spec.seeds.empty()) {
    complain("seeds", "is empty", "such as [1, 2, 3]");
  }
  if (std::set<std::uint64_t>(spec.seeds.begin(), spec.seeds.end()).size() != spec.seeds.size()) {
    complain("seeds", "has one twice", "each once");
  }
  if (std::set<int>(spec.uniform_bits.begin(), spec.uniform_bits.end()).size() !=
      spec.uniform_bits.size()) {
    complain("uniform_bits", "has one twice", "each once");
  }
  std::set<std::pair<int, int>> pairs;
  for (const int bits : spec.uniform_bits) {
    pairs.emplace(bits, bits);
  }
  for (const std::string& text : spec.uniform_pairs) {
    const auto pair = experiment::width_pair(text);
    if (!pair) {
      complain("uniform_pairs", fmt::format("`{}` is no pair of widths", text),
               fmt::format("bits of weights x bits of inputs, 1 to {} each, such as 3x2",
                           weights::kMostRoundedBits));
    } else if (!pairs.insert(*pair).second) {
      complain("uniform_pairs", fmt::format("{} is there twice", text), "each once");
    }
  }
  if (std::set<CostUnit>(spec.costs.begin(), spec.costs.end()).size() != spec.costs.size()) {
    complain("costs", "has one twice", "each once");
  }
}

}  // namespace
}  // namespace metronome::config

namespace metronome::experiment {

std::optional<std::pair<int, int>> width_pair(const std::string& text) {
  const std::size_t x = text.find('x');
  const auto bits = [](std::string_view digits) {
    const bool one = digits.size() == 1 && digits[0] >= '1' && digits[0] <= '9';
    const int value = one ? digits[0] - '0' : 0;
    return value <= weights::kMostRoundedBits ? value : 0;
  };
  if (x == std::string::npos) {
    return std::nullopt;
  }
  const std::string_view all = text;
  const std::pair pair{bits(all.substr(0, x)), bits(all.substr(x + 1))};
  return pair.first > 0 && pair.second > 0 ? std::optional(pair) : std::nullopt;
}

}  // namespace metronome::experiment

namespace metronome::config {

template <>
const StructSchema<WidthExperimentSpec>& schema_of<WidthExperimentSpec>() {
  using S = WidthExperimentSpec;
  static const auto schema =
      StructSchema<S>("a search of widths for several machines, and trainings of what it finds")
          .field("name", &S::name, {.doc = "names the result folder", .required = true})
          .field("workload", &S::workload,
                 {.doc = "the search: weights: blended, schedule: static:fp32", .required = true})
          .field("accelerators", &S::accelerators,
                 {.doc = "accelerator files, or maps of their keys: machines whose costs are "
                         "searched for"})
          .field("costs", &S::costs,
                 {.doc = "what is searched for: bit_operations once, others for each machine"})
          .field("uniform_bits", &S::uniform_bits,
                 {.unit = "bits",
                  .doc = "widths that all layers have alike, trained beside what is found",
                  .min = 1,
                  .max = weights::kMostRoundedBits})
          .field("uniform_pairs", &S::uniform_pairs,
                 {.unit = "bits",
                  .doc = "further widths that all layers have alike, bits of weights x bits of "
                         "inputs, such as 3x2"})
          .field("target_bits", &S::target_bits,
                 {.unit = "bits",
                  .doc = "the target of every search is what all layers cost at this width; 0: "
                         "weights.search.target",
                  .min = 0,
                  .max = weights::kMostRoundedBits})
          .field("retraining_iterations", &S::retraining_iterations,
                 {.unit = "iterations",
                  .doc = "of trainings with fixed widths; 0: those of the search",
                  .min = 0,
                  .max = 1e9})
          .field("seeds", &S::seeds,
                 {.doc = "each with all searches and trainings",
                  .min = kAnyWhole.min,
                  .max = kAnyWhole.max})
          .field("batch", &S::batch,
                 {.unit = "samples",
                  .doc = "of the inference that costs are of",
                  .min = 1,
                  .max = 65536})
          .field("mode", &S::mode, {.doc = "of the simulation of costs"})
          .field("least_bits", &S::least_bits,
                 {.unit = "bits",
                  .doc = "with which each period of a cycled schedule begins",
                  .min = 1,
                  .max = weights::kMostRoundedBits})
          .field("periods", &S::periods,
                 {.doc = "of a schedule that cycles each layer up to what was found; 0: none is "
                         "written",
                  .min = 0,
                  .max = 1e6})
          .validate(keeps("name", &S::name, TextRule::name))
          .validate(check_machines)
          .validate(check_search)
          .validate(check_lists);
  return schema;
}

}  // namespace metronome::config
