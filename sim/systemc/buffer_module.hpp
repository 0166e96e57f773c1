#pragma once

#include <cstdint>
#include <map>
#include <systemc>

namespace metronome::sim {

/// An on-chip buffer as the stages see it: a few slots, each of one tile. The stage that fills
/// takes a slot and marks it ready; the stage that empties waits for that and gives the slot back.
/// Tickets number the tiles of an operation from 0.
class BufferModule : public sc_core::sc_module {
 public:
  using Ticket = std::uint64_t;

  explicit BufferModule(const sc_core::sc_module_name& name);

  /// Empties the buffer and sets its number of slots, between operations.
  void configure(unsigned slots);

  /// Waits for a free slot; from an SC_THREAD.
  Ticket take();
  /// The tile of a taken slot is complete.
  void mark_ready(Ticket ticket);
  [[nodiscard]] bool is_ready(Ticket ticket) const { return ready_.contains(ticket); }
  /// When the tile of a ready ticket was complete.
  [[nodiscard]] const sc_core::sc_time& ready_since(Ticket ticket) const {
    return ready_.at(ticket);
  }
  /// Waits until the tile is complete; from an SC_THREAD.
  void await_ready(Ticket ticket);
  /// Gives the slot of the oldest tile back.
  void release();

 private:
  unsigned free_ = 0;
  Ticket next_ = 0;
  std::map<Ticket, sc_core::sc_time> ready_;
  sc_core::sc_event ev_freed_;
  sc_core::sc_event ev_ready_;
};

}  // namespace metronome::sim
