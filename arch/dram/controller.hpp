#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <string>

#include "arch/dram/command.hpp"
#include "arch/dram/counts.hpp"
#include "arch/dram/refresh.hpp"
#include "arch/dram/request_queue.hpp"
#include "arch/dram/timing_state.hpp"

namespace metronome::dram {

/// The controller of one channel: FR-FCFS over a read and a write buffer, with refresh.
/// Event-driven: only the clocks in which
/// something can be accepted or issued are visited.
///
/// In each clock at most one request is accepted, before at most one command is issued, by the
/// first of these rules that applies:
///
/// - Requests whose ACT has been issued (at most one per bank) are active; the oldest of them whose
///   RD or WR is legal goes first.
/// - A refresh that must be issued (see RefreshSchedule) keeps the buffered requests from its
/// banks;
///   when no request is active in them, PREA or PRE (if a bank is open) and REF or REFpb follow as
///   soon as they are legal. One that may be issued does the same once nothing in the buffers wants
///   its banks, and gives way when something does.
/// - Else one buffer is served. Writes begin when their buffer is above its high watermark or there
///   are no reads, and end when it is empty or below its low watermark and there are reads. Of the
///   requests whose next command (ACT: bank closed; RD or WR: row open; PRE: another row open and
///   no active request in the bank) is legal, the oldest issues it.
/// - In the standard profile the PRE also waits while the buffer has requests to the open row, and
///   nobody starves: when a request has waited for the device's `patience`, the row's hits stop and
///   it is closed; when a write or a read has waited as long, its buffer is served, the one with
///   the older request first.
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
  void wake(Clock t) {
    next_ = std::min(next_, std::max(t, visited_ + 1));
    offer_ = std::min(offer_, t);
  }

  [[nodiscard]] bool acceptable(const BurstRequest& request) const {
    return !queue(request.direction).full() || write_pending(request.burst);
  }
  /// No request is buffered or active.
  [[nodiscard]] bool empty() const {
    return active_banks_ == 0 && reads_.size() == 0 && writes_.size() == 0;
  }

  /// Processes clock next(). InternalError with a dump of the state when requests wait but none has
  /// made progress in kPatience idle visits, or none ever can.
  template <class Port>
  void visit(Port& port);

  /// A moment to measure from, when later the same situation comes round again.
  struct Mark {
    Clock clock = 0;
    std::uint64_t sequence = 0;
    std::array<Clock, kMaxRanks> accounted{};
    Counts counts;
  };
  [[nodiscard]] Mark mark() const { return {visited_, sequence_, accounted_, counts_}; }
  /// Requests accepted so far.
  [[nodiscard]] std::uint64_t accepted() const { return counts_.bursts; }
  /// The clock last visited.
  [[nodiscard]] Clock visited() const { return visited_; }
  /// No refresh is issued before this.
  [[nodiscard]] Clock next_refresh() const { return refresh_.next(); }
  /// Nothing buffered or active is a write.
  [[nodiscard]] bool only_reads() const { return writes_.size() == 0 && active_writes_ == 0; }
  /// Writes wait in the buffer while reads are served: they have no part in what happens until one
  /// of them is overdue.
  [[nodiscard]] bool writes_rest() const {
    return !write_mode_ && writes_.size() != 0 && active_writes_ == 0;
  }
  /// Not later than the first clock in which a buffered write is overdue.
  [[nodiscard]] Clock write_deadline() const { return write_deadline_; }
  /// A write to one of the bursts [first, last] is buffered.
  [[nodiscard]] bool write_within(std::uint64_t first, std::uint64_t last) const {
    return writes_.any_within(first, last);
  }
  /// What can be had of describe() at next to no cost: unequal means unequal futures.
  [[nodiscard]] std::uint64_t glance() const;
  /// Appends all on which the future depends, as seen from the last visited clock and from the
  /// bursts that the parts of a port (by tag) offer next, except when refreshes fall due: equal
  /// words at two moments mean that the controller does the same from both, at the same distance,
  /// as long as no refresh falls due and the port offers the same at the same distance. `resting`:
  /// buffered writes are described as they are, not as seen from now; equal words then hold until
  /// one is overdue, if the port offers reads only and none to their bursts.
  void describe(std::span<const std::uint64_t> origin, std::vector<std::uint64_t>& words,
                bool resting) const;
  /// Whether what has been done since the mark can be done again by leap().
  [[nodiscard]] bool repeatable(const Mark& since) const;
  /// Does `times` more times what has been done since the mark, where describe() was the same as
  /// now; from each part `bursts[tag]` bursts have been accepted in all these times. `resting`: as
  /// in describe(); these writes stay as they are.
  void leap(const Mark& since, std::uint64_t times, std::span<const std::uint64_t> bursts,
            bool resting);

  /// Appends all on which the future of an empty controller depends that is offered nothing, as
  /// seen from the last visited clock: describe() and the refreshes.
  void describe_idle(std::vector<std::uint64_t>& words) const;
  /// Whether every rank has done the same between the mark, one tREFI ago, and now.
  [[nodiscard]] bool idle_since(const Mark& since) const;
  /// Does `times` more times what an idle_since() controller has done since the mark, where
  /// describe_idle() was the same as now.
  void leap_idle(const Mark& since, std::uint64_t times);
  /// tREFI.
  [[nodiscard]] Clock refresh_interval() const { return refresh_.interval(); }

  /// The whole state in words: refreshes, banks, requests, and when each command becomes legal.
  [[nodiscard]] std::string dump(Clock t) const;

  /// Counts up to the beginning of clock `now`, which must not be before the last visited clock.
  [[nodiscard]] Counts counts(Clock now) const;

 private:
  using Entry = RequestQueue::Entry;
  /// Far more than the clocks, all visited, of a row cycle or of refreshes one after the other.
  static constexpr unsigned kPatience = 1u << 16;

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
  [[nodiscard]] bool refresh_pending(Clock t) const { return t >= refresh_.next(); }

  template <class Port>
  void accept(Clock t, const BurstRequest& request, Port& port);
  template <class Port>
  bool issue_active(Clock t, Port& port);
  template <class Port>
  [[gnu::noinline]] bool issue_refresh(Clock t, Port& port);
  template <class Port>
  bool refresh_banks(Clock t, unsigned rank, std::uint64_t banks, Port& port);
  template <class Port>
  void close_for_refresh(Clock t, unsigned rank, unsigned bank, Port& port);
  template <class Port>
  bool issue_buffered(Clock t, Port& port);
  template <class Port>
  bool issue_unwanted(Clock t, Port& port);
  template <class Port>
  void plan(Clock t, Port& port);
  template <class Port>
  void cas(Clock t, const Entry& entry, Port& port);

  void update_mode(Clock t);
  bool overdue(Direction direction, Clock& deadline, Clock t) const;
  // By reference: a small struct in registers would be put together in memory, in parts.
  void choose(Choice& best, const RequestQueue& queue, Direction direction, Clock t);
  void choose_oldest(Choice& best, const RequestQueue& queue, Direction direction, Clock t);
  [[nodiscard]] unsigned unwanted_bank(Clock t);
  void consider(Choice& best, const RequestQueue& queue, RequestQueue::Slot slot, Command command,
                Clock ready, Clock t);
  void consider_activates(Choice& best, const RequestQueue& queue, Clock t);
  void consider_hits(Choice& best, const RequestQueue& queue, Direction direction,
                     std::uint64_t banks, Clock t);
  template <class Ready>
  std::uint64_t of_ready_ranks(std::uint64_t banks, Clock t, Ready ready);
  std::uint64_t overdue_banks(const RequestQueue& queue, std::uint64_t contested, Clock t);
  void activate(Clock t, RequestQueue& queue, RequestQueue::Slot slot);
  void precharge(Clock t, unsigned bank);
  void precharge_all(Clock t, unsigned rank);
  void refresh(Clock t, unsigned rank, std::uint64_t banks);
  void account(Clock t, unsigned rank);
  void count_standby(Counts& counts, unsigned rank, Clock until) const;
  [[nodiscard]] bool all_closed(unsigned rank) const {
    return (timing_.open_mask() & timing_.banks_of(rank)) == 0;
  }
  [[noreturn]] void give_up(Clock t) const;

  TimingState timing_;
  RequestQueue reads_;
  RequestQueue writes_;
  std::array<Entry, kMaxBanks> active_{};
  std::uint64_t active_banks_ = 0;    ///< bit b: active_[b] waits for its RD or WR
  std::uint64_t active_writes_ = 0;   ///< of these, the writes that forwarding searches
  std::uint64_t conflict_banks_ = 0;  ///< bit b: closed by a PRE since its last ACT

  Clock next_ = 1;
  Clock visited_ = 0;
  Clock offer_ = 0;         ///< the port offers nothing before this, as long as the buffers stay
  Clock soonest_ = kNever;  ///< the earliest legal command that was not legal in this visit
  RefreshSchedule refresh_;
  std::uint64_t blocked_banks_ = 0;  ///< bit b: a due refresh keeps buffered requests from bank b
  /// Not later than the first clock in which a request of the direction is overdue.
  Clock read_deadline_ = kNever;
  Clock write_deadline_ = kNever;
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
  Clock trfc_;  ///< of the refreshes that are issued: REF or REFpb
  std::uint64_t burst_bytes_;
  std::uint64_t all_banks_ = 0;

  Counts counts_;
  std::array<Clock, kMaxRanks> accounted_{};    ///< by rank: residency is counted up to here
  std::array<Clock, kMaxRanks> refresh_end_{};  ///< by rank: the end of its last refresh
  unsigned idle_visits_ = 0;  ///< and activates, since a request was last accepted or served
};

template <class Port>
void Controller::visit(Port& port) {
  const Clock t = next_;
  visited_ = t;
  if (t >= offer_) {
    if (const BurstRequest* request = port.poll(t, *this)) {
      const BurstRequest copy = *request;
      port.accepted();
      accept(t, copy, port);
    }
  }
  soonest_ = kNever;
  if (t < bus_free_) {
    soonest_ = bus_free_;
    plan(t, port);
    return;
  }
  if (issue_active(t, port) || (refresh_pending(t) && issue_refresh(t, port)) ||
      (blocked_banks_ != all_banks_ && (issue_buffered(t, port) || issue_unwanted(t, port)))) {
    next_ = t + 1;
    offer_ = 0;
    return;
  }
  plan(t, port);
}

/// The next clock in which something can happen, after one in which no command was issued.
template <class Port>
void Controller::plan(Clock t, Port& port) {
  offer_ = port.next_offer(t, *this);
  next_ = std::min(soonest_, offer_);
  next_ = std::min(next_, refresh_pending(t) ? refresh_.next_change(t) : refresh_.next());
  const Clock deadline = write_mode_ ? read_deadline_ : write_deadline_;
  if (deadline > t && blocked_banks_ != all_banks_) {
    next_ = std::min(next_, deadline);
  }
  if ((next_ >= kNever || ++idle_visits_ > kPatience) && (!empty() || port.waiting(t))) {
    give_up(t);
  }
}

template <class Port>
void Controller::accept(Clock t, const BurstRequest& request, Port& port) {
  ++counts_.bursts;
  idle_visits_ = 0;
  const bool read = request.direction == Direction::read;
  if (write_pending(request.burst)) {
    ++(read ? counts_.forwarded_reads : counts_.coalesced_writes);
    port.done(Outcome{request.tag, read ? Service::forwarded : Service::coalesced, t - 1, t});
    return;
  }
  Clock& deadline = read ? read_deadline_ : write_deadline_;
  deadline = std::min(deadline, t - 1 + patience_);
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
  blocked_banks_ = 0;
  for (unsigned rank = 0; rank < refresh_.ranks(); ++rank) {
    blocked_banks_ |= refresh_.forced(rank, t) ? refresh_.banks(rank) : 0;
  }
  const std::uint64_t wanted = reads_.banks() | writes_.banks();
  for (unsigned rank = 0; rank < refresh_.ranks(); ++rank) {
    const std::uint64_t banks = refresh_.banks(rank);
    const bool free =
        (active_banks_ & banks) == 0 &&
        (refresh_.forced(rank, t) || (refresh_.allowed(rank, t) && (wanted & banks) == 0));
    if (free && refresh_banks(t, rank, banks, port)) {
      return true;
    }
  }
  return false;
}

/// The refresh itself, or a step towards it while banks are open.
template <class Port>
bool Controller::refresh_banks(Clock t, unsigned rank, std::uint64_t banks, Port& port) {
  const bool single = refresh_.per_bank();
  const std::uint64_t open = timing_.open_mask() & banks;
  const auto bank = static_cast<unsigned>(std::countr_zero(open != 0 ? open : banks));
  const Clock ready =
      open != 0 ? (single ? timing_.pre_ready(bank) : timing_.prea_ready(rank))
                : (single ? timing_.refresh_bank_ready(banks) : timing_.refresh_ready(rank));
  if (ready > t) {
    soonest_ = std::min(soonest_, ready);
    return false;
  }
  if (open != 0) {
    close_for_refresh(t, rank, bank, port);
    return true;
  }
  refresh(t, rank, banks);
  port.command(CommandRecord{t, single ? Command::refresh_bank : Command::refresh,
                             static_cast<std::uint8_t>(bank), 0});
  return true;
}

template <class Port>
void Controller::close_for_refresh(Clock t, unsigned rank, unsigned bank, Port& port) {
  if (refresh_.per_bank()) {
    port.command(
        CommandRecord{t, Command::precharge, static_cast<std::uint8_t>(bank), timing_.row(bank)});
    precharge(t, bank);
    conflict_banks_ &= ~(std::uint64_t{1} << bank);
    return;
  }
  const auto first = static_cast<std::uint8_t>(timing_.first_bank(rank));
  precharge_all(t, rank);
  port.command(CommandRecord{t, Command::precharge_all, first, 0});
}

template <class Port>
bool Controller::issue_buffered(Clock t, Port& port) {
  update_mode(t);
  RequestQueue& served = write_mode_ ? writes_ : reads_;
  Choice choice;
  choose(choice, served, write_mode_ ? Direction::write : Direction::read, t);
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
  idle_visits_ = 0;
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
