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
  /// Of an idle controller; see append_idle_signature() of the state.
  void append_idle_signature(Clock at, std::vector<std::uint64_t>& words) const {
    dram::append_idle_signature(state_, policies_.timing.organisation(), at, words);
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
  [[nodiscard]] bool none_overdue(Clock t) const {
    return t < state_.read_deadline && t < state_.write_deadline;
  }
  void note_ready(Clock ready) { state_.earliest_ready = std::min(state_.earliest_ready, ready); }

  template <class Port>
  void accept(Clock t, const BurstRequest& request, Port& port);
  template <class Port>
  bool issue(Clock t, Port& port);
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

  [[nodiscard]] bool disturbs(const BurstRequest& request) const;
  [[nodiscard]] bool serves_writes_next(Clock t);
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

}  // namespace metronome::dram
