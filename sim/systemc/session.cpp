#include "sim/systemc/session.hpp"

#include "sim/systemc/accelerator_module.hpp"

namespace metronome::sim {

void run_session(const arch::AcceleratorSpec& machine, MemoryMode memory, std::size_t operations,
                 const std::function<OperationInput(std::size_t)>& input,
                 const std::function<void(std::size_t, const OperationOutcome&)>& done,
                 Continuity continuity) {
  std::size_t begun = 0;
  std::size_t finished = 0;
  run_session(
      machine, memory,
      [&] { return begun < operations ? std::optional(input(begun++)) : std::nullopt; },
      [&](const OperationOutcome& outcome) { done(finished++, outcome); }, continuity);
  METRONOME_ASSERT(finished == operations, "the simulation ended before its last operation");
}

void run_session(const arch::AcceleratorSpec& machine, MemoryMode memory,
                 const std::function<std::optional<OperationInput>()>& next,
                 const std::function<void(const OperationOutcome&)>& done, Continuity continuity) {
  METRONOME_ASSERT(sc_core::sc_get_status() == sc_core::SC_ELABORATION,
                   "a process runs one SystemC session");
  sc_core::sc_report_handler::set_actions(sc_core::SC_INFO, sc_core::SC_DO_NOTHING);
  const AcceleratorModule top("accelerator", machine, memory, {next, done, continuity});
  sc_core::sc_start();
  if (top.sequencer().failure()) {
    std::rethrow_exception(top.sequencer().failure());
  }
  METRONOME_ASSERT(top.sequencer().finished(), "the simulation ended before its last operation");
}

}  // namespace metronome::sim

/// SystemC's library brings a main() that calls this; the command line has its own.
// Weak: a program that embeds the platform has its own.
[[gnu::weak]] int sc_main(int, char**) { return 0; }
