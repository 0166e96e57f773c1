#include "sim/engine/job_score.hpp"

#include "arch/mapping/estimate.hpp"
#include "sim/energy/pricing.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/job_variants.hpp"

namespace metronome::sim {

JobScore::JobScore(const arch::AcceleratorSpec& machine, const SimulateOptions& options)
    : machine_(machine), prices_(options.prices) {
  if (prices_ == nullptr && machine.mapping.objective != arch::Objective::cycles) {
    prices_ = &own_.emplace(complete_table(machine));
  }
}

double JobScore::joules(const mapping::Job& job, const OperationOutcome& outcome) const {
  return price(measure_of(job, machine_, outcome), *prices_, machine_.clock_hz).total().count();
}

double JobScore::of(const mapping::Job& job, const OperationOutcome& outcome) const {
  const auto cycles = static_cast<double>(outcome.cycles.total().count());
  switch (machine_.mapping.objective) {
    case arch::Objective::cycles:
      return cycles * mapping::traffic_factor(static_cast<double>(bytes_of(outcome)));
    case arch::Objective::energy:
      return joules(job, outcome);
    case arch::Objective::edp:
      return joules(job, outcome) * cycles;
  }
  fail_no_enumerator(machine_.mapping.objective);
}

}  // namespace metronome::sim
