#pragma once

#include <concepts>

#include "arch/dram/clock.hpp"
#include "arch/dram/command.hpp"
#include "arch/dram/request.hpp"

namespace metronome::dram {

/// Gives the requests to a controller and takes the outcomes:
///
/// - `poll(t, controller)`: what to accept in clock t; it must be acceptable(). nullptr: nothing.
/// - `accepted()`: the polled request has been accepted.
/// - `next_offer(t, controller)`: the first clock after t in which poll may succeed while the
///   buffers stay as they are; kNever if none.
/// - `waiting(t)`: a request is held up by back-pressure.
/// - `done(outcome)`: a request has been served.
/// - `command(record)`: an observer; an empty one costs nothing.
template <class P, class Controller>
concept IsRequestPort = requires(P& port, const Controller& controller, Clock t,
                                 const Outcome& outcome, const CommandRecord& record) {
  { port.poll(t, controller) } -> std::convertible_to<const BurstRequest*>;
  port.accepted();
  { port.next_offer(t, controller) } -> std::convertible_to<Clock>;
  { port.waiting(t) } -> std::convertible_to<bool>;
  port.done(outcome);
  port.command(record);
};

}  // namespace metronome::dram
