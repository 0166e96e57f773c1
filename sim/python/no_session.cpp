// SystemC's kernel belongs to a program: its library needs sc_main, and it is global, so that one
// simulation is all that a process can run. An interpreter is no such process. What is asked of
// this module needs none of it: analytic mode and the other questions of module.cpp never begin a
// session. The linker finds these functions first and takes nothing else of sim/systemc, nor its
// library.
#include "sim/base/error.hpp"
#include "sim/systemc/session.hpp"
#include "sim/systemc/system_session.hpp"

namespace metronome::sim {
namespace {

[[noreturn]] void fail_session() {
  throw InternalError("a session of the SystemC model was asked for inside of Python");
}

}  // namespace

void run_session(const arch::AcceleratorSpec& /*machine*/, MemoryMode /*memory*/,
                 std::size_t /*operations*/,
                 const std::function<OperationInput(std::size_t)>& /*input*/,
                 const std::function<void(std::size_t, const OperationOutcome&)>& /*done*/,
                 Continuity /*continuity*/) {
  fail_session();
}

void run_session(const arch::AcceleratorSpec& /*machine*/, MemoryMode /*memory*/,
                 const std::function<std::optional<OperationInput>()>& /*next*/,
                 const std::function<void(const OperationOutcome&)>& /*done*/,
                 Continuity /*continuity*/) {
  fail_session();
}

std::vector<links::ProgramTimes> run_programs(const links::SystemSpec& /*system*/,
                                              std::span<const links::SystemProgram> /*programs*/) {
  fail_session();
}

std::vector<links::ProgramTimes> run_programs_apart(
    const links::SystemSpec& /*system*/, std::span<const links::SystemProgram> /*programs*/) {
  fail_session();
}

}  // namespace metronome::sim
