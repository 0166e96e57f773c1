#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "sim/base/failure.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/base/warning.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/error_file.hpp"
#include "sim/cli/output.hpp"
#include "sim/cli/print.hpp"

namespace {

void print_failure(const metronome::Failure& failure) {
  const bool ours = failure.kind == metronome::FailureKind::internal;
  for (const std::string& message : failure.messages()) {
    metronome::cli::note("{}: {}\n", ours ? "internal error (please report it)" : "error", message);
  }
  const std::string kept = metronome::kept_note();
  if (failure.kind == metronome::FailureKind::environment && !kept.empty()) {
    metronome::cli::note("{}\n", kept);
  }
}

}  // namespace

/// The only place that prints errors and chooses the exit code (FailureKind): 0 ok, 1 our bug, 2
/// what the user named or wrote, 3 the environment, 4 a check that ran and says no; 128 + n: ended
/// by signal n.
int main(int argc, char** argv) {
  namespace cli = metronome::cli;
  try {
    cli::hold_standard_descriptors();
    metronome::catch_interrupts();
    metronome::set_warning_sink([](const std::string& text) { cli::note("warning: {}\n", text); });
    cli::run(std::vector<std::string>(argv + 1, argv + argc));
    cli::flush_output();
    metronome::stop_if_interrupted();
    return 0;
  } catch (const metronome::Interrupted& interrupted) {
    cli::clear_status();
    if (interrupted.signal() != SIGPIPE) {
      (void)std::fflush(stdout);  // what was printed before counts
    }
    metronome::end_by_signal(interrupted.signal());
  } catch (const std::exception&) {
    const metronome::Failure failure = metronome::failure_of(std::current_exception());
    print_failure(failure);
    cli::write_error_file(failure);
    return failure.exit_code();
  }
}
