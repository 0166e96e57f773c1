#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "arch/dram/address_map.hpp"
#include "arch/dram/burst_ranges.hpp"
#include "arch/dram/controller.hpp"

namespace metronome::dram {

/// The parts of transfers that fall into one channel, as the port of its controller. Parts are
/// served round robin, burst by burst, in order of submission; one whose next burst finds its
/// buffer full is passed over.
class TransferPort {
 public:
  /// A part that has completed: its transfer, and the clock of its last burst's end.
  struct Finished {
    std::uint32_t transfer = 0;
    Clock clock = 0;
  };

  explicit TransferPort(const DeviceSpec& device);

  void clear();
  /// The first burst can be accepted in clock `first`. The cursor must not be done.
  void add(std::uint32_t transfer, const RangeCursor& cursor, Direction direction, Clock first);
  /// Calls `visit(transfer)` for each part in flight.
  template <class Visit>
  void visit_in_flight(const Visit& visit) const {
    for (const std::uint32_t index : in_flight_) {
      visit(parts_[index].transfer);
    }
  }
  /// No part is in flight.
  [[nodiscard]] bool idle() const { return in_flight_.empty(); }
  /// Parts that completed since the owner last cleared this list.
  [[nodiscard]] std::vector<Finished>& finished() { return finished_; }

  template <class Controller>
  const BurstRequest* poll(Clock t, const Controller& controller) {
    if (t == polled_for_) {  // nothing has happened since next_offer() found it
      return &parts_[offering_[polled_]].head;
    }
    const std::size_t n = offering_.size();
    for (std::size_t k = 0, i = first_polled_; k < n; ++k, ++i) {
      i = i < n ? i : i - n;
      const Part& part = parts_[offering_[i]];
      if (part.first <= t && controller.acceptable(part.head)) {
        polled_ = i;
        return &part.head;
      }
    }
    return nullptr;
  }
  void accepted();
  template <class Controller>
  Clock next_offer(Clock t, const Controller& controller);
  [[nodiscard]] bool waiting(Clock t) const;
  /// Nothing is offered before this clock; kNever if there is nothing to offer.
  [[nodiscard]] Clock first_start() const;
  void done(const Outcome& outcome) {
    Part& part = parts_[outcome.tag];
    part.last = std::max(part.last, outcome.clock + latency_[outcome.service]);
    if (--part.outstanding == 0 && part.cursor.done()) {
      finish(outcome.tag);
    }
  }
  void command(const CommandRecord&) {}

  /// Changes whenever a part comes, has offered its last burst or completes.
  [[nodiscard]] std::uint64_t generation() const { return generation_; }
  /// No part that has bursts left writes.
  [[nodiscard]] bool offers_reads_only() const;
  /// The fewest bursts that a part has left in its range; 0: none offers any.
  [[nodiscard]] std::uint64_t bursts_left_in_range() const;
  /// The burst that each part, by tag, offers next.
  void next_bursts(std::vector<std::uint64_t>& out) const;
  /// Appends all on which future offers depend, as seen from clock t and the next_bursts; false
  /// when some part is yet to start.
  bool append_signature(Clock t, std::vector<std::uint64_t>& words) const;
  /// How many times at most every part can go on by as many bursts as since its next burst was that
  /// of `start`, within the rows of DRAM and its range, without a write to an address that
  /// another part reads or writes.
  [[nodiscard]] std::uint64_t repetitions(std::span<const std::uint64_t> start) const;
  /// Every part offers `bursts[tag]` bursts, within repetitions(), in `distance` clocks.
  void fast_forward(std::span<const std::uint64_t> bursts, Clock distance);
  /// Gives for each part in flight its transfer and a clock before which it cannot complete, not
  /// before the controller's next event: `visit(transfer, clock)`.
  template <class Controller, class Visit>
  void bound_completions(const Controller& controller, const Visit& visit) const;

 private:
  struct Part {
    RangeCursor cursor;
    BurstRequest head;  ///< the next burst, decoded
    std::uint32_t transfer = 0;
    std::uint64_t outstanding = 0;
    Clock first = 0;
    Clock last = 0;
  };

  void decode(Part& part) {
    part.head.burst = part.cursor.local();
    part.head.row = map_.row(part.head.burst);
    part.head.bank = map_.bank(part.head.burst);
  }
  void finish(std::uint32_t part);
  [[nodiscard]] bool in_different_rows() const;
  [[nodiscard]] Clock earliest_completion(const Part& part, Clock next, bool only_reads) const;

  AddressMap map_;
  EnumArray<Service, Clock> latency_;  ///< from the outcome's clock to the end of the data
  std::vector<Part> parts_;
  std::vector<std::uint32_t> free_parts_;
  std::vector<std::uint32_t> in_flight_;  ///< parts that have not completed
  std::vector<std::uint32_t> offering_;   ///< parts with bursts left, in order of submission
  std::size_t first_polled_ = 0;          ///< of offering_: where the round robin goes on
  std::size_t polled_ = 0;
  Clock polled_for_ = kNever;  ///< the clock in which polled_ is offered, as next_offer() knows
  Clock latest_first_ = 0;     ///< no part starts later
  std::vector<Finished> finished_;
  std::uint64_t generation_ = 0;
  Clock column_interval_;  ///< between commands of one direction, at least
  AddressMap::Columns columns_;
};

template <class Controller>
Clock TransferPort::next_offer(Clock t, const Controller& controller) {
  if (offering_.empty()) {
    return kNever;
  }
  if (poll(t + 1, controller) != nullptr) {
    polled_for_ = t + 1;
    return t + 1;
  }
  Clock next = kNever;
  if (latest_first_ > t + 1) {
    for (const std::uint32_t index : offering_) {
      const Clock first = parts_[index].first;
      next = first > t + 1 ? std::min(next, first) : next;
    }
  }
  return next;
}

template <class Controller, class Visit>
void TransferPort::bound_completions(const Controller& controller, const Visit& visit) const {
  bool only_reads = controller.only_reads();
  for (const std::uint32_t index : offering_) {
    only_reads = only_reads && parts_[index].head.direction == Direction::read;
  }
  for (const std::uint32_t index : in_flight_) {
    const Part& part = parts_[index];
    visit(part.transfer, earliest_completion(part, controller.next(), only_reads));
  }
}

}  // namespace metronome::dram
