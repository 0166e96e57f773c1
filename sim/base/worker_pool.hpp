#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace metronome {

/// Sends one result from a worker process to its parent.
using SendResult = std::function<void(std::string_view bytes)>;

/// Forks `workers` processes, runs `work(worker, send)` in each, and calls `receive` in the parent
/// for everything sent, as it comes (any order between workers, in order within one). A UserError
/// or another exception in a worker is thrown here again, after all workers have ended; so is the
/// death of a worker. The SystemC kernel and other global state stay untouched in the parent.
void run_workers(unsigned workers,
                 const std::function<void(unsigned worker, const SendResult& send)>& work,
                 const std::function<void(unsigned worker, std::string_view bytes)>& receive);

}  // namespace metronome
