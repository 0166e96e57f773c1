// Metronome as a library: what cycling precision saves against static precision on one machine, in
// time and energy, for a network and a schedule of your own choice.
//
//     library_use configs/arch/plain_dual_serial_512.yaml
#include <cstdio>
#include <exception>
#include <string>

#include "sim/energy/pricing.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/simulate.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace {

using namespace metronome;

/// A trace without training: shapes and schedule alone.
trace::Trace trace_of(const std::string& schedule) {
  constexpr std::uint64_t kBatch = 128, kIterations = 64'000;
  return trace::make_trace("resnet-20", "cifar-10", kBatch, schedule::parse_schedule(schedule),
                           kIterations, trace::DxScale::prescale_requantize);
}

void compare(const char* file) {
  const auto machine = config::load<arch::AcceleratorSpec>(file);
  const EnergyTable prices = sim::complete_table(machine);
  const trace::Trace traces[] = {trace_of("cpt:3-8,periods=32,backward=8"),
                                 trace_of("static:8,backward=8")};
  // The closed form; Mode::cycle runs the SystemC model instead.
  const auto runs = sim::simulate(traces, machine, {.mode = Mode::analytic, .prices = &prices});
  double seconds[2], joules[2];
  for (int i = 0; i < 2; ++i) {
    const Measure total = runs[i].total();
    seconds[i] = static_cast<double>(total.cycles.total().count()) / machine.clock_hz.count();
    joules[i] = price(total, prices, machine.clock_hz).total().count();
    std::printf("%-32s %8.1f s %8.1f J\n", runs[i].trace.c_str(), seconds[i], joules[i]);
  }
  std::printf("saving on %s: %.1f %% of the time, %.1f %% of the energy\n", machine.name.c_str(),
              100 * (1 - seconds[0] / seconds[1]), 100 * (1 - joules[0] / joules[1]));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: library_use ACCELERATOR.yaml\n");
    return 2;
  }
  try {
    compare(argv[1]);
  } catch (const UserError& error) {  // file, line, key, what is wrong, what would be right
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
  }
  return 0;
}
