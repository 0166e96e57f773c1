#include "workloads/schedule/schedule_kind.hpp"

#include <algorithm>
#include <iterator>

namespace metronome::schedule {

trace::Assignment evaluated(const trace::Precision& largest) {
  trace::Precision forward(largest.activation_bits, 0);
  forward.weight_bits = largest.weight_bits;
  return {forward, {}};
}

int largest_bits(const trace::Precision& precision) {
  int most = 0;
  for (const trace::PrecisionField& field : trace::kPrecisionFields) {
    most = std::max(most, precision.*field.bits);
  }
  return most;
}

std::vector<trace::Assignment> levels_of(const std::vector<trace::Phase>& phases) {
  std::vector<trace::Assignment> levels;
  std::transform(phases.begin(), phases.end(), std::back_inserter(levels),
                 [](const trace::Phase& phase) { return phase.assignment; });
  return levels;
}

void append_phase(std::vector<trace::Phase>& phases, std::uint64_t first, std::uint64_t end,
                  const trace::Precision& precision) {
  if (!phases.empty() && phases.back().assignment.all == precision) {
    phases.back().iterations += end - first;
  } else {
    phases.push_back({first, end - first, {precision, {}}});
  }
}

}  // namespace metronome::schedule
