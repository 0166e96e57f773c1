#pragma once

#include <string>
#include <vector>

#include "sim/chips/system_run.hpp"
#include "sim/engine/accounting.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::chips {

inline arch::AcceleratorSpec machine_of(const std::string& name) {
  return config::load<arch::AcceleratorSpec>(metronome::source_dir() + "/configs/arch/" + name +
                                             ".yaml");
}

inline trace::Trace trace_of(const std::string& schedule, std::uint64_t batch = 16,
                             const std::string& model = "resnet-8") {
  return trace::make_trace(model, "synthetic", batch, schedule::parse_schedule(schedule), 64,
                           trace::DxScale::prescale_requantize);
}

/// With a host that makes masters of the first convolution anew once they are updated.
inline trace::Trace with_projection(trace::Trace trace) {
  trace.steps.front().step.operations.push_back({"project",
                                                 "conv1",
                                                 trace::OperationClass::host,
                                                 trace::HostWork{.flops = 1000, .words = 1000},
                                                 {"conv1.weight.master"},
                                                 {"conv1.weight.master"}});
  return trace;
}

inline links::SystemSpec ring_of(std::uint64_t chips, double gb_per_s = 50) {
  links::SystemSpec system;
  system.chips = chips;
  system.link = {gb_per_s, 500, 1.3, "a test"};
  return system;
}

inline SystemRun run_on(const trace::Trace& trace, const links::SystemSpec& system,
                        Mode mode = Mode::analytic,
                        const std::string& machine_name = "plain_systolic_512") {
  const arch::AcceleratorSpec machine = machine_of(machine_name);
  const std::vector<trace::Trace> traces{trace};
  const EnergyTable prices = sim::complete_table(machine);
  const SharedChips chips(traces, machine, system, prices,
                          {.mode = mode, .jobs = 2, .progress = {}});
  return chips.on(0, system);
}

}  // namespace metronome::chips
