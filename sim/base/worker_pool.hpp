#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace metronome {

/// A worker process's line to its parent.
class SendResult {
 public:
  explicit SendResult(int descriptor) : descriptor_(descriptor) {}
  /// Sends one result.
  void operator()(std::string_view bytes) const;
  /// Names what is worked on from now on ("point resnet-8 / 64 KiB"), for the message where the
  /// worker is killed over it.
  void working_on(std::string_view what) const;
  /// Sends an exception that ended the work (the pool does it).
  void failure(std::string_view bytes) const;
  /// Sends what the worker has read (read_files.hpp), which counts as the parent's (likewise).
  void files(std::string_view bytes) const;

 private:
  int descriptor_;
};

/// Forks up to `workers` processes, runs `work(worker, send)` for each number in a process of its
/// own, and calls `receive` in the parent for everything sent, as it comes (any order between
/// workers, in order within one). Where the system refuses so many processes at a time, the rest
/// runs when earlier ones have ended, after a warning. The SystemC kernel and other global state
/// stay untouched in the parent, but that files which workers have read count as read
/// (read_files.hpp). No worker outlives its parent.
///
/// When all have ended, what went wrong is thrown, of the worker with the lowest number: an
/// exception as what it was (as a Failure says), the death of a worker by a signal as
/// EnvironmentError (killed) or InternalError (crashed); what the others sent was received.
/// EnvironmentError where not even one process can be made. Interrupted, with the workers ended,
/// where this process is.
void run_workers(unsigned workers,
                 const std::function<void(unsigned worker, const SendResult& send)>& work,
                 const std::function<void(unsigned worker, std::string_view bytes)>& receive);

}  // namespace metronome
