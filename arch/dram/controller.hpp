#pragma once

#include <bit>
#include <concepts>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "arch/dram/channel_state.hpp"
#include "arch/dram/command.hpp"
#include "arch/dram/counts.hpp"
#include "arch/dram/policy_set.hpp"
#include "arch/dram/request.hpp"
#include "arch/dram/request_port.hpp"

namespace metronome::dram {

/// The controller of one channel. It is three things: its policies, the state of the channel, and
/// the rules below. Event-driven: only the clocks in which something can be accepted or issued are
/// visited.
///
/// In each clock at most one request is accepted, before at most one command is issued, by the
/// first of these rules that applies:
///
/// - Requests whose ACT has been issued (at most one per bank) are active; the oldest of them whose
///   RD or WR is legal goes first.
/// - A refresh that must be issued (see RefreshSchedule) keeps the buffered requests from its
///   banks; when no request is active in them, PREA or PRE (if a bank is open) and REF or REFpb
///   follow as soon as they are legal. One that may be issued does the same once nothing in the
///   buffers wants its banks, and gives way when something does.
/// - Else the drain policy chooses the buffer that is served, and the scheduler one of its requests
///   whose next command (ACT: bank closed; RD or WR: row open; PRE: another row open and no active
///   request in the bank) is legal.
/// - Else a row that nothing wants is closed, when the page policy says so.
/// - Else a rank that nothing wants is powered down, or put into self-refresh, when the power
/// policy
///   says so. Before any of the above, but after requests that are active, one that a request or a
///   refresh wants is woken.
///
/// Nobody starves where the policies have a `patience`: a request that has waited for it stops the
/// hits to another row of its bank, and has its direction served, of two the older one.
///
/// A request to the address of a buffered write needs no command: a read is forwarded, a write
/// coalesces. A write to the address of a waiting read is not accepted before that has been served,
/// where the policies keep the order. Data values are not modelled.
template <class Banks>
class BasicController {
 public:
  /// `device` must be valid, and the policies made for it. Starts as after reset(0, tREFI).
  BasicController(const DeviceSpec& device, const PolicySet& policies);

  /// Banks closed, buffers empty, counts zero, every command legal after clock `now`; refreshes
  /// fall due at `first_refresh`, and every tREFI from there.
  void reset(Clock now, Clock first_refresh);

  /// The next clock that visit() will process; kNever when nothing can ever happen.
  [[nodiscard]] Clock next() const { return state_.next_visit; }
  /// The port may have a request in clock t (or in the first unvisited clock, if that is later).
  void wake(Clock t) {
    state_.next_visit = std::min(state_.next_visit, std::max(t, state_.visited + 1));
    state_.next_offer = std::min(state_.next_offer, t);
  }

  [[nodiscard]] bool acceptable(const BurstRequest& request) const {
    return (!queue(request.direction).full() || write_pending(request.burst)) &&
           !(request.direction == Direction::write && overtakes_read(request));
  }
  /// No request is buffered or active.
  [[nodiscard]] bool empty() const {
    return state_.active_banks.empty() && state_.reads.size() == 0 && state_.writes.size() == 0;
  }

  /// Processes clock next(). InternalError with a dump of the state when requests wait but none has
  /// made progress in kWatchdogVisits idle visits, or none ever can. `Port`: IsRequestPort.
  template <class Port>
  void visit(Port& port);

  /// Requests accepted so far.
  [[nodiscard]] std::uint64_t accepted() const { return state_.counts.bursts; }
  /// The clock last visited.
  [[nodiscard]] Clock visited() const { return state_.visited; }
  /// No refresh is issued before this.
  [[nodiscard]] Clock next_refresh() const { return state_.refresh.next; }
  /// tREFI.
  [[nodiscard]] Clock refresh_interval() const { return refresh_interval_; }
  /// Nothing buffered or active is a write.
  [[nodiscard]] bool only_reads() const {
    return state_.writes.size() == 0 && state_.active_writes.empty();
  }
  /// Writes wait in the buffer while reads are served: they have no part in what happens until one
  /// of them is overdue.
  [[nodiscard]] bool holds_writes() const {
    return !state_.serving_writes && state_.writes.size() != 0 && state_.active_writes.empty();
  }
  /// Not later than the first clock in which a buffered write is overdue.
  [[nodiscard]] Clock write_deadline() const { return state_.write_deadline; }
  /// A write to one of the bursts [first, last] is buffered.
  [[nodiscard]] bool write_within(std::uint64_t first, std::uint64_t last) const {
    return state_.writes.any_within(first, last);
  }

  /// See signature_hash() and append_signature() of the state.
  [[nodiscard]] std::uint64_t signature_hash() const { return dram::signature_hash(state_); }
  void append_signature(const PeriodScope& scope, std::vector<std::uint64_t>& words) const {
    dram::append_signature(state_, policies_.timing.organisation(), scope, words);
  }
  /// A moment to fast-forward from, when later the same signature comes round again.
  [[nodiscard]] PeriodStart period_start() const { return dram::period_start(state_); }
  /// Whether what has been done since the start, without a refresh, can be done again.
  [[nodiscard]] bool repeatable(const PeriodStart& start) const;
  /// Whether the controller is idle and every rank has done the same between the start, one tREFI
  /// ago, and now.
  [[nodiscard]] bool idle_repeatable(const PeriodStart& start) const;
  /// The first clock after the visited one in which an idle rank goes into a deeper state of power.
  [[nodiscard]] Clock next_alarm() const;
  /// Does `times` more times what has been done since the start, where the signature was the same
  /// as now; from each part of the port `scope.bursts[tag]` bursts have been accepted in all these
  /// times.
  void fast_forward(const PeriodStart& start, std::uint64_t times, const PeriodScope& scope);

  /// The whole state in words: refreshes, banks, requests, and when each command becomes legal.
  [[nodiscard]] std::string dump(Clock t) const;

  /// Counts up to the beginning of clock `now`, which must not be before the last visited clock.
  [[nodiscard]] Counts counts(Clock now) const;

 private:
  /// Far more than the clocks, all visited, of a row cycle or of refreshes one after the other.
  static constexpr unsigned kWatchdogVisits = 1u << 16;

  [[nodiscard]] const BasicRequestQueue<Banks>& queue(Direction d) const {
    return d == Direction::read ? state_.reads : state_.writes;
  }
  [[nodiscard]] bool write_pending(std::uint64_t burst) const {
    return state_.writes.holds(burst) || (!state_.active_writes.empty() && active_write_to(burst));
  }
  [[nodiscard]] bool active_write_to(std::uint64_t burst) const;
  /// A read of the address waits, buffered or active.
  [[nodiscard]] bool overtakes_read(const BurstRequest& write) const {
    return policies_.keeps_order &&
           (state_.reads.holds(write.burst) ||
            (state_.active_banks.contains(write.bank) &&
             state_.active[write.bank].request.direction == Direction::read &&
             state_.active[write.bank].request.burst == write.burst));
  }
  [[nodiscard]] Clock column_ready(Direction d, unsigned bank) const {
    return d == Direction::read ? policies_.timing.read_ready(state_.timing, bank)
                                : policies_.timing.write_ready(state_.timing, bank);
  }
  [[nodiscard]] bool refresh_pending(Clock t) const { return t >= state_.refresh.next; }
  void note_ready(Clock ready) { state_.earliest_ready = std::min(state_.earliest_ready, ready); }

  template <class Port>
  void accept(Clock t, const BurstRequest& request, Port& port);
  template <class Port>
  bool issue_active(Clock t, Port& port);
  template <class Port>
  [[gnu::noinline]] bool issue_refresh(Clock t, Port& port);
  template <class Policy, class Port>
  bool refresh_banks(const Policy& policy, Clock t, unsigned rank, Port& port);
  template <class Policy, class Port>
  void close_for_refresh(Clock t, unsigned rank, unsigned bank, Port& port);
  template <class Port>
  bool issue_buffered(Clock t, Port& port);
  template <class Port>
  bool issue_idle_close(Clock t, Port& port);
  template <class Port>
  [[gnu::noinline]] bool issue_wake(Clock t, Port& port);
  template <class Port>
  [[gnu::noinline]] bool issue_sleep(Clock t, Port& port);
  template <class Port>
  void plan_next_visit(Clock t, Port& port);
  template <class Port>
  void issue_column(Clock t, const QueuedRequest& entry, Port& port);

  void choose_direction(Clock t);
  bool overdue(Direction direction, Clock& deadline, Clock t) const;
  void choose(ScheduledCommand& best, Direction direction, Clock t);
  [[nodiscard]] unsigned idle_bank(Clock t);
  void note_column(unsigned bank, Clock t);
  void activate(Clock t, BasicRequestQueue<Banks>& queue, RequestQueue::Slot slot);
  void precharge(Clock t, unsigned bank);
  void precharge_all(Clock t, unsigned rank);
  void refreshed(Clock t, unsigned rank, const RefreshSchedule& schedule, Clock duration);
  [[nodiscard]] bool wanted(unsigned rank) const;
  [[nodiscard]] Clock wake_time(unsigned rank) const;
  [[nodiscard]] Command wake_rank(Clock t, unsigned rank);
  struct SleepStep {
    Command command;
    Clock ready;
  };
  [[nodiscard]] SleepStep sleep_step(Clock t, unsigned rank) const;
  void put_to_sleep(Clock t, unsigned rank, Command command);
  void note_use(Clock t, unsigned rank);
  void account(Clock t, unsigned rank);
  void count_residency(Counts& counts, unsigned rank, Clock until) const;
  [[nodiscard]] Banks banks_of(unsigned rank) const {
    return policies_.timing.banks_of<Banks>(rank);
  }
  [[nodiscard]] bool all_closed(unsigned rank) const {
    return (state_.timing.open & banks_of(rank)).empty();
  }
  [[noreturn]] void fail_without_progress(Clock t) const;

  BasicChannelState<Banks> state_;
  PolicySet policies_;
  Banks all_banks_;
  bool closes_idle_rows_;  ///< the page policy does
  bool powers_down_;       ///< the power policy does
  unsigned turn_limit_;    ///< turns are told apart up to here
  bool finishes_turns_;    ///< the drain policy does
  Clock refresh_interval_;
  std::uint64_t burst_bytes_;
};
using Controller = BasicController<BankSet>;
/// Of a channel of more banks than BankSet holds.
using WideController = BasicController<WideBankSet>;

template <class Banks>
template <class Port>
void BasicController<Banks>::visit(Port& port) {
  // Not a constraint of the template: Clang 16 does not match it with the declaration.
  static_assert(IsRequestPort<Port, BasicController>);
  const Clock t = state_.next_visit;
  state_.visited = t;
  if (t >= state_.next_offer) {
    if (const BurstRequest* request = port.poll(t, *this)) {
      const BurstRequest copy = *request;
      port.accepted();
      accept(t, copy, port);
    }
  }
  state_.earliest_ready = kNever;
  if (t < state_.command_bus_free) {
    state_.earliest_ready = state_.command_bus_free;
    plan_next_visit(t, port);
    return;
  }
  if (issue_active(t, port) || (!state_.asleep_banks.empty() && issue_wake(t, port)) ||
      (refresh_pending(t) && issue_refresh(t, port)) ||
      (state_.blocked_banks != all_banks_ &&
       (issue_buffered(t, port) || issue_idle_close(t, port))) ||
      (powers_down_ && issue_sleep(t, port))) {
    state_.next_visit = t + 1;
    state_.next_offer = 0;
    return;
  }
  plan_next_visit(t, port);
}

/// The next clock in which something can happen, after one in which no command was issued.
template <class Banks>
template <class Port>
void BasicController<Banks>::plan_next_visit(Clock t, Port& port) {
  state_.next_offer = port.next_offer(t, *this);
  Clock next = std::min(state_.earliest_ready, state_.next_offer);
  next = std::min(next, refresh_pending(t)
                            ? next_refresh_change(state_.refresh, policies_.timing.ranks(), t)
                            : state_.refresh.next);
  const Clock deadline = state_.serving_writes ? state_.read_deadline : state_.write_deadline;
  if (deadline > t && state_.blocked_banks != all_banks_) {
    next = std::min(next, deadline);
  }
  state_.next_visit = next;
  if ((next >= kNever || ++state_.idle_visits > kWatchdogVisits) && (!empty() || port.waiting(t))) {
    fail_without_progress(t);
  }
}

template <class Banks>
template <class Port>
void BasicController<Banks>::accept(Clock t, const BurstRequest& request, Port& port) {
  ++state_.counts.bursts;
  state_.idle_visits = 0;
  const bool read = request.direction == Direction::read;
  if (write_pending(request.burst)) {
    ++(read ? state_.counts.forwarded_reads : state_.counts.coalesced_writes);
    port.done(Outcome{request.tag, read ? Service::forwarded : Service::coalesced, t - 1, t});
    return;
  }
  Clock& deadline = read ? state_.read_deadline : state_.write_deadline;
  deadline = std::min(deadline, t - 1 + policies_.patience);
  (read ? state_.reads : state_.writes)
      .push({request, state_.sequence++, t - 1}, state_.timing.banks[request.bank].row);
}

template <class Banks>
template <class Port>
bool BasicController<Banks>::issue_active(Clock t, Port& port) {
  std::uint64_t best = ~std::uint64_t{0};
  unsigned best_bank = 0;
  Clock earliest_ready = kNever;
  for (const unsigned bank : state_.active_banks) {
    const QueuedRequest& entry = state_.active[bank];
    const Clock ready = column_ready(entry.request.direction, bank);
    if (ready > t) {
      earliest_ready = std::min(earliest_ready, ready);
    } else if (entry.sequence < best) {
      best = entry.sequence;
      best_bank = bank;
    }
  }
  note_ready(earliest_ready);
  if (best == ~std::uint64_t{0}) {
    return false;
  }
  state_.active_banks.erase(best_bank);
  state_.active_writes.erase(best_bank);
  issue_column(t, state_.active[best_bank], port);
  return true;
}

template <class Banks>
template <class Port>
bool BasicController<Banks>::issue_refresh(Clock t, Port& port) {
  const auto& pending = state_.refresh.pending;
  state_.blocked_banks = {};
  for (unsigned rank = 0; rank < policies_.timing.ranks(); ++rank) {
    state_.blocked_banks |= t >= pending[rank].forced ? pending[rank].banks : Banks{};
  }
  const Banks wanted = state_.reads.banks() | state_.writes.banks();
  for (unsigned rank = 0; rank < policies_.timing.ranks(); ++rank) {
    const auto& next = pending[rank];
    const bool free = ((state_.active_banks | state_.asleep_banks) & next.banks).empty() &&
                      (t >= next.forced || (t >= next.allowed && (wanted & next.banks).empty()));
    if (free && std::visit([&](const auto& policy) { return refresh_banks(policy, t, rank, port); },
                           policies_.refresh)) {
      return true;
    }
  }
  return false;
}

/// The refresh itself, or a step towards it while banks are open.
template <class Banks>
template <class Policy, class Port>
bool BasicController<Banks>::refresh_banks(const Policy& policy, Clock t, unsigned rank,
                                           Port& port) {
  const Timing& timing = policies_.timing;
  const Banks banks = state_.refresh.pending[rank].banks;
  const Banks open = state_.timing.open & banks;
  const unsigned bank = (open.empty() ? banks : open).front();
  const Clock ready = open.empty()          ? policy.ready(timing, state_.timing, rank, banks)
                      : Policy::kClosesRank ? timing.prea_ready(state_.timing, rank)
                                            : timing.pre_ready(state_.timing, bank);
  if (ready > t) {
    note_ready(ready);
    return false;
  }
  if (!open.empty()) {
    close_for_refresh<Policy>(t, rank, bank, port);
    return true;
  }
  account(t, rank);
  policy.issue(timing, state_.timing, rank, banks, t);
  ++(state_.counts.*Policy::kCount);
  refreshed(t, rank, policy.schedule, policy.duration);
  port.command(CommandRecord{t, Policy::kCommand, static_cast<std::uint8_t>(bank), 0});
  return true;
}

template <class Banks>
template <class Policy, class Port>
void BasicController<Banks>::close_for_refresh(Clock t, unsigned rank, unsigned bank, Port& port) {
  if constexpr (Policy::kClosesRank) {
    const auto first = static_cast<std::uint8_t>(policies_.timing.first_bank(rank));
    precharge_all(t, rank);
    port.command(CommandRecord{t, Command::precharge_all, first, 0});
  } else {
    port.command(CommandRecord{t, Command::precharge, static_cast<std::uint8_t>(bank),
                               state_.timing.banks[bank].row});
    precharge(t, bank);
    state_.conflict_banks.erase(bank);
  }
}

template <class Banks>
template <class Port>
bool BasicController<Banks>::issue_buffered(Clock t, Port& port) {
  choose_direction(t);
  BasicRequestQueue<Banks>& served = state_.serving_writes ? state_.writes : state_.reads;
  ScheduledCommand choice;
  choose(choice, state_.serving_writes ? Direction::write : Direction::read, t);
  if (choice.slot == RequestQueue::kNone) {
    return false;
  }
  const QueuedRequest entry = served.at(choice.slot);
  if (choice.command == Command::activate) {
    activate(t, served, choice.slot);
  } else if (choice.command == Command::precharge) {
    precharge(t, entry.request.bank);
  } else {
    served.remove(choice.slot);
    ++state_.counts.row_hits;
    issue_column(t, entry, port);
    return true;
  }
  port.command(CommandRecord{t, choice.command, entry.request.bank, entry.request.row});
  return true;
}

template <class Banks>
template <class Port>
bool BasicController<Banks>::issue_idle_close(Clock t, Port& port) {
  if (!closes_idle_rows_) {
    return false;
  }
  const unsigned bank = idle_bank(t);
  if (bank == kMaxBanks) {
    return false;
  }
  port.command(CommandRecord{t, Command::precharge, static_cast<std::uint8_t>(bank),
                             state_.timing.banks[bank].row});
  precharge(t, bank);
  return true;
}

/// The exit of a rank that a request wants, or a refresh, or that is to refresh itself from now on.
template <class Banks>
template <class Port>
bool BasicController<Banks>::issue_wake(Clock t, Port& port) {
  for (unsigned rank = 0; rank < policies_.timing.ranks(); ++rank) {
    const unsigned first = policies_.timing.first_bank(rank);
    if (!state_.asleep_banks.contains(first)) {
      continue;
    }
    const Clock ready = wake_time(rank);
    if (ready > t) {
      note_ready(ready);
      continue;
    }
    port.command(CommandRecord{t, wake_rank(t, rank), static_cast<std::uint8_t>(first), 0});
    return true;
  }
  return false;
}

/// The entry of a rank that nothing wants, or the closing of its rows before it.
template <class Banks>
template <class Port>
bool BasicController<Banks>::issue_sleep(Clock t, Port& port) {
  for (unsigned rank = 0; rank < policies_.timing.ranks(); ++rank) {
    const unsigned first = policies_.timing.first_bank(rank);
    if (state_.asleep_banks.contains(first) || wanted(rank)) {
      continue;
    }
    const auto [command, ready] = sleep_step(t, rank);
    if (ready > t) {
      const Clock deeper = state_.power[rank].self_refresh_from;
      note_ready(deeper > t ? std::min(ready, deeper) : ready);
      continue;
    }
    put_to_sleep(t, rank, command);
    port.command(CommandRecord{t, command, static_cast<std::uint8_t>(first), 0});
    return true;
  }
  return false;
}

template <class Banks>
template <class Port>
void BasicController<Banks>::issue_column(Clock t, const QueuedRequest& entry, Port& port) {
  const BurstRequest& request = entry.request;
  const bool read = request.direction == Direction::read;
  state_.idle_visits = 0;
  if (read ? !state_.serving_writes : state_.serving_writes && state_.reads.size() != 0) {
    state_.turn = std::min(state_.turn + 1, turn_limit_);
  }
  state_.command_bus_free = t + policies_.timing.column_bus();
  if (closes_idle_rows_) {
    note_column(request.bank, t);
  }
  if (powers_down_) {
    note_use(t, policies_.timing.rank_of(request.bank));
  }
  if (read) {
    policies_.timing.read(state_.timing, request.bank, t);
    ++state_.counts.reads;
  } else {
    policies_.timing.write(state_.timing, request.bank, t);
    ++state_.counts.writes;
  }
  port.command(CommandRecord{t, read ? Command::read : Command::write, request.bank, request.row,
                             request.column});
  port.done(Outcome{request.tag, read ? Service::read : Service::write, entry.arrival, t});
}

}  // namespace metronome::dram
