#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <string>

#include "arch/dram/command.hpp"
#include "arch/dram/counts.hpp"
#include "arch/dram/request_queue.hpp"
#include "arch/dram/timing_state.hpp"

namespace metronome::dram {

/// The controller of one channel: FR-FCFS over a read and a write buffer, open page, all-bank
/// refresh every tREFI without postponing. Event-driven: only the clocks in which something can be
/// accepted or issued are visited.
///
/// In each clock at most one request is accepted, before at most one command is issued, by the
/// first of these rules that applies:
///
/// - Requests whose ACT has been issued (at most one per bank) are active; the oldest of them whose
///   RD or WR is legal goes first.
/// - When a refresh is due, no buffered request is served; when no request is active, PREA (if a
///   bank is open) and REF follow as soon as they are legal.
/// - Else one buffer is served. Writes begin when their buffer is above its high watermark or there
///   are no reads, and end when it is empty or below its low watermark and there are reads. Of the
///   requests whose next command (ACT: bank closed; RD or WR: row open; PRE: another row open and
///   no active request in the bank) is legal, the oldest issues it.
/// - In the standard profile the PRE also waits while the buffer has requests to the open row, and
///   nobody starves: when a request has waited for the device's `patience`, the row's hits stop and
///   it is closed; when a write has waited as long, the writes are served.
///
/// A request to the address of a buffered write needs no command: a read is forwarded, a write
/// coalesces. Data values are not modelled; a write does not wait for an older read of its address.
///
/// A Port gives the requests and takes the outcomes. Its members:
///
/// - `const BurstRequest* poll(Clock t, const Controller&)`: what to accept in clock t; it must be
///   acceptable(). nullptr: nothing.
/// - `void accepted()`: the polled request has been accepted.
/// - `Clock next_offer(Clock t, const Controller&)`: the first clock after t in which poll may
///   succeed while the buffers stay as they are; kNever if none.
/// - `bool waiting(Clock t) const`: a request is held up by back-pressure.
/// - `void done(const Outcome&)`: a request has been served.
/// - `void command(const CommandRecord&)`: an observer; an empty one costs nothing.
class Controller {
 public:
  /// `device` must be valid. Starts as after reset(0, first refresh at tREFI).
  Controller(const DeviceSpec& device, Profile profile, bool refresh);

  /// Banks closed, buffers empty, counts zero, every command legal after clock `now`; refreshes
  /// fall due at `first_refresh`, and every tREFI from there.
  void reset(Clock now, Clock first_refresh);

  /// The next clock that visit() will process; kNever when nothing can ever happen.
  [[nodiscard]] Clock next() const { return next_; }
  /// The port may have a request in clock t (or in the first unvisited clock, if that is later).
  void wake(Clock t) { next_ = std::min(next_, std::max(t, visited_ + 1)); }

  [[nodiscard]] bool acceptable(const BurstRequest& request) const {
    return !queue(request.direction).full() || write_pending(request.burst);
  }
  /// No request is buffered or active.
  [[nodiscard]] bool empty() const {
    return active_banks_ == 0 && reads_.size() == 0 && writes_.size() == 0;
  }

  /// Processes clock next(). InternalError with a dump of the state when requests wait but none has
  /// made progress for kPatience refreshes, or none ever can.
  template <class Port>
  void visit(Port& port);

  /// A moment to measure from, when later the same situation comes round again.
  struct Mark {
    Clock clock = 0;
    std::uint64_t sequence = 0;
    Clock accounted = 0;
    Counts counts;
  };
  [[nodiscard]] Mark mark() const { return {visited_, sequence_, accounted_, counts_}; }
  /// Requests accepted so far.
  [[nodiscard]] std::uint64_t accepted() const { return counts_.bursts; }
  /// The clock last visited.
  [[nodiscard]] Clock visited() const { return visited_; }
  /// No refresh is due before this.
  [[nodiscard]] Clock next_refresh() const { return next_refresh_; }
  /// Nothing buffered or active is a write.
  [[nodiscard]] bool only_reads() const { return writes_.size() == 0 && active_writes_ == 0; }
  /// What can be had of describe() at next to no cost: unequal means unequal futures.
  [[nodiscard]] std::uint64_t glance() const;
  /// Appends all on which the future depends, as seen from the last visited clock and from the
  /// bursts that the parts of a port (by tag) offer next, except when refreshes fall due: equal
  /// words at two moments mean that the controller does the same from both, at the same distance,
  /// as long as no refresh falls due and the port offers the same at the same distance.
  void describe(std::span<const std::uint64_t> origin, std::vector<std::uint64_t>& words) const;
  /// Whether what has been done since the mark can be done again by leap().
  [[nodiscard]] bool repeatable(const Mark& since) const;
  /// Does `times` more times what has been done since the mark, where describe() was the same as
  /// now; from each part `bursts[tag]` bursts have been accepted in all these times.
  void leap(const Mark& since, std::uint64_t times, std::span<const std::uint64_t> bursts);

  /// Counts up to the beginning of clock `now`, which must not be before the last visited clock.
  [[nodiscard]] Counts counts(Clock now) const;

 private:
  using Entry = RequestQueue::Entry;
  static constexpr unsigned kPatience = 8;

  struct Choice {
    std::uint64_t sequence = ~std::uint64_t{0};
    RequestQueue::Slot slot = RequestQueue::kNone;
    Command command = Command::activate;
  };

  [[nodiscard]] const RequestQueue& queue(Direction d) const {
    return d == Direction::read ? reads_ : writes_;
  }
  [[nodiscard]] bool write_pending(std::uint64_t burst) const {
    return writes_.holds(burst) || (active_writes_ != 0 && active_write_to(burst));
  }
  [[nodiscard]] bool active_write_to(std::uint64_t burst) const;
  [[nodiscard]] Clock cas_ready(Direction d, unsigned bank) const {
    return d == Direction::read ? timing_.read_ready(bank) : timing_.write_ready(bank);
  }
  [[nodiscard]] bool refresh_pending(Clock t) const { return t >= next_refresh_; }

  template <class Port>
  void accept(Clock t, const BurstRequest& request, Port& port);
  template <class Port>
  bool issue_active(Clock t, Port& port);
  template <class Port>
  bool issue_refresh(Clock t, Port& port);
  template <class Port>
  bool issue_buffered(Clock t, Port& port);
  template <class Port>
  bool issue_unwanted(Clock t, Port& port);
  template <class Port>
  void plan(Clock t, Port& port);
  template <class Port>
  void cas(Clock t, const Entry& entry, Port& port);

  void update_mode(Clock t);
  bool writes_overdue(Clock t);
  Choice choose(const RequestQueue& queue, Direction direction, Clock t);
  Choice choose_oldest(const RequestQueue& queue, Direction direction, Clock t);
  [[nodiscard]] unsigned unwanted_bank(Clock t);
  void consider(Choice& best, const RequestQueue& queue, RequestQueue::Slot slot, Command command,
                Clock ready, Clock t);
  void consider_activates(Choice& best, const RequestQueue& queue, Clock t);
  void consider_hits(Choice& best, const RequestQueue& queue, Direction direction,
                     std::uint64_t banks, Clock t);
  std::uint64_t overdue_banks(const RequestQueue& queue, std::uint64_t contested, Clock t);
  void activate(Clock t, RequestQueue& queue, RequestQueue::Slot slot);
  void precharge(Clock t, unsigned bank);
  void precharge_all(Clock t);
  void refresh(Clock t);
  void account(Clock t);
  void watch(Clock t, bool work);
  [[noreturn]] void give_up(Clock t) const;
  [[nodiscard]] std::string dump(Clock t) const;

  TimingState timing_;
  RequestQueue reads_;
  RequestQueue writes_;
  std::array<Entry, kMaxBanks> active_{};
  std::uint64_t active_banks_ = 0;    ///< bit b: active_[b] waits for its RD or WR
  std::uint64_t active_writes_ = 0;   ///< of these, the writes that forwarding searches
  std::uint64_t conflict_banks_ = 0;  ///< bit b: closed by a PRE since its last ACT

  Clock next_ = 1;
  Clock visited_ = 0;
  Clock soonest_ = kNever;  ///< the earliest legal command that was not legal in this visit
  Clock next_refresh_ = kNever;
  Clock write_deadline_ = kNever;  ///< not later than the first clock in which a write is overdue
  bool write_mode_ = false;
  std::uint64_t sequence_ = 0;

  Clock bus_free_ = 0;  ///< the command bus is occupied before this clock
  std::array<Clock, kMaxBanks> last_cas_{};

  Clock activate_clocks_;
  Clock column_clocks_;
  Clock precharge_clocks_;
  Scheduler scheduler_;
  Clock page_timeout_;  ///< kNever: open page
  bool search_active_;
  bool hits_first_;
  unsigned high_watermark_;
  unsigned low_watermark_;
  Clock patience_;
  Clock trfc_;
  Clock refresh_interval_;
  std::uint64_t burst_bytes_;

  Counts counts_;
  Clock accounted_ = 0;  ///< residency is counted up to here; within a refresh: up to its end
  std::uint64_t progress_at_refresh_ = 0;
  unsigned stalled_refreshes_ = 0;
};

template <class Port>
void Controller::visit(Port& port) {
  const Clock t = next_;
  visited_ = t;
  if (const BurstRequest* request = port.poll(t, *this)) {
    const BurstRequest copy = *request;
    port.accepted();
    accept(t, copy, port);
  }
  soonest_ = kNever;
  if (t < bus_free_) {
    soonest_ = bus_free_;
    plan(t, port);
    return;
  }
  const bool issued = issue_active(t, port) ||
                      (refresh_pending(t) ? issue_refresh(t, port)
                                          : issue_buffered(t, port) || issue_unwanted(t, port));
  if (issued) {
    next_ = t + 1;
    return;
  }
  plan(t, port);
}

/// The next clock in which something can happen, after one in which no command was issued.
template <class Port>
void Controller::plan(Clock t, Port& port) {
  next_ = std::min(soonest_, port.next_offer(t, *this));
  if (!refresh_pending(t)) {
    next_ = std::min(next_, next_refresh_);
    if (!write_mode_ && write_deadline_ > t) {
      next_ = std::min(next_, write_deadline_);
    }
  }
  if (next_ >= kNever && (!empty() || port.waiting(t))) {
    give_up(t);
  }
}

template <class Port>
void Controller::accept(Clock t, const BurstRequest& request, Port& port) {
  ++counts_.bursts;
  const bool read = request.direction == Direction::read;
  if (write_pending(request.burst)) {
    ++(read ? counts_.forwarded_reads : counts_.coalesced_writes);
    port.done(Outcome{request.tag, read ? Service::forwarded : Service::coalesced, t - 1, t});
    return;
  }
  if (!read) {
    write_deadline_ = std::min(write_deadline_, t - 1 + patience_);
  }
  (read ? reads_ : writes_).push({request, sequence_++, t - 1}, timing_.row(request.bank));
}

template <class Port>
bool Controller::issue_active(Clock t, Port& port) {
  std::uint64_t best = ~std::uint64_t{0};
  unsigned best_bank = 0;
  for (std::uint64_t mask = active_banks_; mask != 0; mask &= mask - 1) {
    const auto bank = static_cast<unsigned>(std::countr_zero(mask));
    const Entry& entry = active_[bank];
    const Clock ready = cas_ready(entry.request.direction, bank);
    if (ready > t) {
      soonest_ = std::min(soonest_, ready);
    } else if (entry.sequence < best) {
      best = entry.sequence;
      best_bank = bank;
    }
  }
  if (best == ~std::uint64_t{0}) {
    return false;
  }
  const std::uint64_t bit = std::uint64_t{1} << best_bank;
  active_banks_ &= ~bit;
  active_writes_ &= ~bit;
  cas(t, active_[best_bank], port);
  return true;
}

template <class Port>
bool Controller::issue_refresh(Clock t, Port& port) {
  if (active_banks_ != 0) {
    return false;
  }
  const bool close = timing_.open_banks() > 0;
  const Clock ready = close ? timing_.prea_ready() : timing_.refresh_ready();
  if (ready > t) {
    soonest_ = std::min(soonest_, ready);
    return false;
  }
  if (close) {
    precharge_all(t);
    port.command(CommandRecord{t, Command::precharge_all, 0, 0});
  } else {
    refresh(t);
    port.command(CommandRecord{t, Command::refresh, 0, 0});
    watch(t, !empty() || port.waiting(t));
  }
  return true;
}

template <class Port>
bool Controller::issue_buffered(Clock t, Port& port) {
  update_mode(t);
  RequestQueue& served = write_mode_ ? writes_ : reads_;
  const Choice choice = choose(served, write_mode_ ? Direction::write : Direction::read, t);
  if (choice.slot == RequestQueue::kNone) {
    return false;
  }
  const Entry entry = served.at(choice.slot);
  if (choice.command == Command::activate) {
    activate(t, served, choice.slot);
  } else if (choice.command == Command::precharge) {
    precharge(t, entry.request.bank);
  } else {
    served.remove(choice.slot);
    ++counts_.row_hits;
    cas(t, entry, port);
    return true;
  }
  port.command(CommandRecord{t, choice.command, entry.request.bank, entry.request.row});
  return true;
}

template <class Port>
bool Controller::issue_unwanted(Clock t, Port& port) {
  if (page_timeout_ >= kNever) {
    return false;
  }
  const unsigned bank = unwanted_bank(t);
  if (bank == kMaxBanks) {
    return false;
  }
  port.command(
      CommandRecord{t, Command::precharge, static_cast<std::uint8_t>(bank), timing_.row(bank)});
  precharge(t, bank);
  return true;
}

template <class Port>
void Controller::cas(Clock t, const Entry& entry, Port& port) {
  const BurstRequest& request = entry.request;
  const bool read = request.direction == Direction::read;
  bus_free_ = t + column_clocks_;
  last_cas_[request.bank] = t;
  if (read) {
    timing_.read(request.bank, t);
    ++counts_.reads;
  } else {
    timing_.write(request.bank, t);
    ++counts_.writes;
  }
  port.command(CommandRecord{t, read ? Command::read : Command::write, request.bank, request.row});
  port.done(Outcome{request.tag, read ? Service::read : Service::write, entry.arrival, t});
}

}  // namespace metronome::dram
