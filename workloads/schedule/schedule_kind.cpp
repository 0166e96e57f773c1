#include "workloads/schedule/schedule_kind.hpp"

#include <algorithm>
#include <iterator>

#include "sim/base/error.hpp"

namespace metronome::schedule {

void fail_loss_driven(const std::string& name) {
  throw UserError(Diagnostic{{},
                             0,
                             0,
                             "schedule " + name,
                             "its levels depend on the training",
                             "train with it: the trace of the training has them"});
}

trace::Assignment evaluated(const trace::Precision& largest) {
  if (largest.formats.any()) {
    return {largest, {}};
  }
  trace::Precision forward(largest.activation_bits, 0);
  forward.weight_bits = largest.weight_bits;
  return {forward, {}};
}

int largest_bits(const trace::Precision& precision) {
  if (precision.formats.any()) {
    return 0;
  }
  int most = 0;
  for (const trace::PrecisionField& field : trace::kPrecisionFields) {
    most = std::max(most, precision.*field.bits);
  }
  return most;
}

int largest_bits_of(const std::vector<trace::Precision>& precisions) {
  int most = 0;
  for (const trace::Precision& precision : precisions) {
    most = std::max(most, largest_bits(precision));
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
