#include "sim/systemc/split_run.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>

#include "sim/base/child_process.hpp"
#include "sim/base/error.hpp"

namespace metronome::sim {
namespace {

static_assert(std::is_trivially_copyable_v<OperationOutcome>, "it goes through a pipe as it is");
constexpr std::size_t kBytes = sizeof(OperationOutcome);

/// False: nobody reads it any more.
bool send_outcome(const FileDescriptor& to, const OperationOutcome& outcome) {
  static_assert(kBytes <= 4096, "a pipe takes PIPE_BUF bytes at once");
  ssize_t written = 0;
  do {
    written = ::write(to.number(), &outcome, kBytes);
  } while (written < 0 && errno == EINTR);
  return written == static_cast<ssize_t>(kBytes);
}

/// False: the other end was closed without having sent one.
bool receive_outcome(const FileDescriptor& from, OperationOutcome& outcome) {
  const std::span<std::byte> bytes = std::as_writable_bytes(std::span(&outcome, 1));
  std::size_t have = 0;
  while (have < kBytes) {
    const ssize_t size = ::read(from.number(), bytes.data() + have, kBytes - have);
    if (size == 0 || (size < 0 && errno != EINTR)) {
      return false;
    }
    have += size > 0 ? static_cast<std::size_t>(size) : 0;
  }
  return true;
}

}  // namespace

bool runs_can_split() { return ::syscall(SYS_gettid) == ::getpid(); }

void SplitRun::split(const std::function<void(std::size_t resume)>& load) {
  METRONOME_ASSERT(runs_can_split(), "only where they can are runs split");
  try {
    Pipe pipe = make_pipe();
    ChildProcess child([&] {
      pipe.read.reset();
      return make_shorter_run(load, std::move(pipe.write));
    });
    pipe.write.reset();
    OperationOutcome outcome;
    const bool received = receive_outcome(pipe.read, outcome);
    if (child.wait() == 0 && received) {
      shorter_->done(outcome);
    }
  } catch (const EnvironmentError&) {
    // No process, or no descriptor: the run is made by itself, later.
  }
}

/// In the child, to its end.
int SplitRun::make_shorter_run(const std::function<void(std::size_t resume)>& load,
                               FileDescriptor to) {
  in_shorter_run_ = true;
  load(shorter_->resume);
  sc_core::wait(ev_outcome_);
  return send_outcome(to, outcome_) ? 0 : 1;
}

void SplitRun::finish(const OperationOutcome& outcome) {
  if (in_shorter_run_) {
    outcome_ = outcome;
    ev_outcome_.notify(sc_core::SC_ZERO_TIME);
    sc_core::wait(ev_never_);
  }
}

}  // namespace metronome::sim
