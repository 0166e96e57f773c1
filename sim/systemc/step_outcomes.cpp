#include "sim/systemc/step_outcomes.hpp"

#include <algorithm>
#include <utility>

#include "sim/systemc/outcome_words.hpp"

namespace metronome::sim {
namespace {

/// To a part what has been counted since the last time.
void book(dram::Counts& part, const dram::Counts& now, dram::Counts& booked) {
  part += now - booked;
  booked = now;
}

/// Every step that is told from others loads something.
bool all_parts_load(const OperationInput& operation) {
  for (std::size_t i = 0; i < operation.parts.size(); ++i) {
    const mapping::TileStep& step = operation.program.steps[i];
    if (operation.parts[i] != 0 && step.weight_loads.empty() && step.input_loads.empty()) {
      return false;
    }
  }
  return true;
}

}  // namespace

StepOutcomes::StepOutcomes(const OperationInput& operation, std::function<dram::Counts()> memory)
    : operation_(operation), memory_(std::move(memory)) {
  const auto& parts = operation.parts;
  const auto last = std::max_element(parts.begin(), parts.end());
  parted_.parts.resize(last == parts.end() ? 1 : *last + std::size_t{1});
  if (!parts.empty() && all_parts_load(operation)) {
    parted_.by_loads.resize(parted_.parts.size());
  }
}

void StepOutcomes::step_done(std::size_t step, std::uint64_t now) {
  if (ends_part(step)) {
    book(of(step).dram, memory_(), worked_);
    parted_.spans.push_back({part_of(step), now});
  }
}

void StepOutcomes::loads_sent(std::size_t step) {
  if (!parted_.by_loads.empty() && ends_part(step)) {
    book(parted_.by_loads[part_of(step)], memory_(), loaded_);
  }
}

void StepOutcomes::finish(std::uint64_t now) {
  const std::size_t last = operation_.program.steps.size() - 1;
  book(of(last).dram, memory_(), worked_);
  if (!parted_.by_loads.empty()) {
    book(parted_.by_loads[part_of(last)], memory_(), loaded_);
  }
  parted_.spans.push_back({part_of(last), now});
}

OperationOutcome StepOutcomes::whole() const {
  OutcomeWords sum{};
  for (const OperationOutcome& part : parted_.parts) {
    const OutcomeWords words = words_of(part);
    for (std::size_t i = 0; i < sum.size(); ++i) {
      sum[i] += words[i];
    }
  }
  return outcome_of(sum);
}

}  // namespace metronome::sim
