#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "arch/dram/clock.hpp"
#include "arch/dram/counts.hpp"
#include "arch/dram/device.hpp"
#include "arch/dram/index_set.hpp"
#include "arch/dram/request_queue.hpp"

namespace metronome::dram {

/// Everything about one channel that changes as it runs. What stays (timing constraints, policies,
/// queue sizes) is in values beside it, whose functions take the state that they read or change.
///
/// There is one visitor, visit_members(), and reset(), append_signature() and fast_forward() are
/// instances of it: each member is named once, with the kind of thing it is. A structure that gets
/// a member which is not visited does not compile.

/// Earliest legal clocks of a bank's commands.
struct BankState {
  Clock act = 0;
  Clock read = 0;
  Clock write = 0;
  Clock pre = 0;
  Clock idle_close = 0;  ///< the page policy closes an unwanted row from here on
  std::uint32_t row = kClosedRow;
};

/// What its bank group allows.
struct GroupState {
  Clock act = 0;
  Clock read = 0;
  Clock write = 0;
};

/// What its rank allows.
struct RankState {
  Clock act = 0;
  Clock read = 0;
  Clock write = 0;
  Clock pre = 0;  ///< tPPD only
};

/// Of a rank, what the column commands do not look at.
struct RankRowState {
  Clock prea = 0;
  Clock refresh = 0;
  Clock refresh_bank = 0;
  Clock down = 0;                         ///< power-down, as far as commands and data hold it up
  std::array<Clock, 4> four_activates{};  ///< where the tFAW of the last four ACT end, oldest first
};

/// Of a rank, its way in and out of the low-power states.
struct RankPower {
  Clock toggle = 0;             ///< the next entry or exit is legal from here on
  Clock down_from = 0;          ///< powered down from here on, unless somebody wants it
  Clock self_refresh_from = 0;  ///< likewise; only where there is self-refresh
  Clock worthwhile = 0;         ///< a power-down that lasts until then has paid
  Clock wait = 0;               ///< clocks without RD or WR until the rank is powered down
};

template <class Banks>
struct BasicTimingState {
  Banks open;
  std::array<RankState, kMaxRanks> ranks{};
  std::array<RankRowState, kMaxRanks> rank_rows{};
  std::array<GroupState, Banks::kCapacity> groups{};
  std::array<BankState, Banks::kCapacity> banks{};
};
using TimingState = BasicTimingState<BankSet>;

/// The refresh that a rank needs next.
template <class Banks>
struct BasicNextRefresh {
  Clock interval_begin = 0;  ///< of the tREFI that it belongs to
  std::int64_t index = 0;    ///< within that interval
  Clock allowed = kNever;    ///< it may be issued from here on
  Clock forced = kNever;     ///< and must
  Banks banks;               ///< that it covers
};

template <class Banks>
struct BasicRefreshState {
  Clock next = kNever;     ///< the earliest `allowed`
  Clock not_before = 0;    ///< the clock behind reset()
  Clock first_offset = 0;  ///< from reset() to the first REF of rank 0
  std::array<BasicNextRefresh<Banks>, kMaxRanks> pending{};
  std::array<Clock, Banks::kCapacity>
      latest{};  ///< by rank and set of banks: refreshed again by then
};

/// Of a rank, the time that has not been counted yet.
struct Residency {
  Clock since = 0;        ///< counted up to here
  Clock refresh_end = 0;  ///< the end of the last refresh
};

/// `Banks`: BankSet where it has room for all banks of the channel, else WideBankSet.
template <class Banks>
struct BasicChannelState {
  Clock next_visit = 1;
  Clock visited = 0;              ///< the origin of all other clocks
  Clock next_offer = 0;           ///< the port offers nothing before, while the buffers stay
  Clock earliest_ready = kNever;  ///< the earliest command that was not legal in this visit
  Clock quiet_until = 0;          ///< no command is legal before, when last looked
  Clock command_bus_free = 0;
  Banks active_banks;        ///< whose `active` waits for its RD or WR
  Banks active_writes;       ///< of these, the writes that forwarding searches
  Banks conflict_banks;      ///< closed by a PRE since the last ACT
  Banks asleep_banks;        ///< of ranks that are powered down or refresh themselves
  Banks self_refresh_banks;  ///< of these, the latter
  Banks blocked_banks;       ///< kept from buffered requests by a refresh that must be issued
  bool serving_writes = false;
  unsigned turn =
      0;  ///< RD or WR since `serving_writes` last changed, up to turn_limit() of the drain policy
  /// Not later than the first clock in which a request of the direction is overdue.
  Clock read_deadline = kNever;
  Clock write_deadline = kNever;
  std::uint64_t sequence = 0;  ///< of the next request
  unsigned idle_visits = 0;    ///< and activates, since a request was last accepted or served
  BasicTimingState<Banks> timing;
  BasicRequestQueue<Banks> reads{kMaxQueue};
  BasicRequestQueue<Banks> writes{kMaxQueue};
  std::array<QueuedRequest, Banks::kCapacity>
      active{};  ///< by bank: the request that its ACT was for
  BasicRefreshState<Banks> refresh;
  Counts counts;
  std::array<Residency, kMaxRanks> residency{};
  std::array<RankPower, kMaxRanks> power{};
};
using ChannelState = BasicChannelState<BankSet>;

/// How much of the arrays a device uses.
struct Organisation {
  unsigned ranks = 0;
  unsigned groups = 0;  ///< of all ranks
  unsigned banks = 0;   ///< of all ranks
};

// The visitor. `v` has a member function for each kind of member:
//
//   exact(name, value, initial)    decides the future as it is
//   bound(name, clock)             something is possible from here on; without effect once past
//   alarm(name, clock)             as bound; may be one that nothing moves for long
//   moment(name, clock, initial)   decides the future by its distance from now
//   request(name, entry), requests(name, direction, queue)
//   now(name, clock), next_sequence(name, value)    what clocks and ages are relative to
//   hint(name, value, initial)     saves work: any earlier value leads to the same future
//   counts(name, counts), residency(name, rank, residency)    results: no future depends on them
//   visits_refresh()               false: the refreshes are left out

template <class Bank, class V>
void visit_bank(Bank& bank, V& v) {
  auto& [act, read, write, pre, idle_close, row] = bank;
  v.bound("bank.act", act);
  v.bound("bank.read", read);
  v.bound("bank.write", write);
  v.bound("bank.pre", pre);
  v.bound("bank.idle_close", idle_close);
  v.exact("bank.row", row, kClosedRow);
}

template <class Group, class V>
void visit_group(Group& group, V& v) {
  auto& [act, read, write] = group;
  v.bound("group.act", act);
  v.bound("group.read", read);
  v.bound("group.write", write);
}

template <class Rank, class V>
void visit_rank(Rank& rank, V& v) {
  auto& [act, read, write, pre] = rank;
  v.bound("rank.act", act);
  v.bound("rank.read", read);
  v.bound("rank.write", write);
  v.bound("rank.pre", pre);
}

template <class RankRow, class V>
void visit_rank_row(RankRow& rank, V& v) {
  auto& [prea, refresh, refresh_bank, down, four_activates] = rank;
  v.bound("rank.prea", prea);
  v.bound("rank.refresh", refresh);
  v.bound("rank.refresh_bank", refresh_bank);
  v.bound("rank.down", down);
  for (auto& end : four_activates) {
    v.bound("rank.four_activates", end);
  }
}

template <class Timing, class V>
void visit_timing(Timing& timing, const Organisation& used, V& v) {
  auto& [open, ranks, rank_rows, groups, banks] = timing;
  v.exact("open", open, {});
  for (unsigned rank = 0; rank < used.ranks; ++rank) {
    visit_rank(ranks[rank], v);
    visit_rank_row(rank_rows[rank], v);
  }
  for (unsigned group = 0; group < used.groups; ++group) {
    visit_group(groups[group], v);
  }
  for (unsigned bank = 0; bank < used.banks; ++bank) {
    visit_bank(banks[bank], v);
  }
}

template <class Power, class V>
void visit_power(Power& power, V& v) {
  auto& [toggle, down_from, self_refresh_from, worthwhile, wait] = power;
  v.bound("power.toggle", toggle);
  v.alarm("power.down_from", down_from);
  v.alarm("power.self_refresh_from", self_refresh_from);
  v.bound("power.worthwhile", worthwhile);
  v.exact("power.wait", wait, Clock{0});
}

template <class Pending, class V>
void visit_next_refresh(Pending& pending, V& v) {
  auto& [interval_begin, index, allowed, forced, banks] = pending;
  v.moment("refresh.interval_begin", interval_begin, 0);
  v.exact("refresh.index", index, std::int64_t{0});
  v.moment("refresh.allowed", allowed, kNever);
  v.moment("refresh.forced", forced, kNever);
  v.exact("refresh.banks", banks, {});
}

template <class Refresh, class V>
void visit_refresh(Refresh& refresh, const Organisation& used, V& v) {
  auto& [next, not_before, first_offset, pending, latest] = refresh;
  v.moment("refresh.next", next, kNever);
  v.bound("refresh.not_before", not_before);
  v.exact("refresh.first_offset", first_offset, Clock{0});
  for (unsigned rank = 0; rank < used.ranks; ++rank) {
    visit_next_refresh(pending[rank], v);
  }
  for (unsigned set = 0; set < used.banks; ++set) {
    v.bound("refresh.latest", latest[set]);
  }
}

/// `State`: a BasicChannelState, const or not.
template <class State, class V>
void visit_members(State& state, const Organisation& used, V& v) {
  auto& [next_visit, visited, next_offer, earliest_ready, quiet_until, command_bus_free,
         active_banks, active_writes, conflict_banks, asleep_banks, self_refresh_banks,
         blocked_banks, serving_writes, turn, read_deadline, write_deadline, sequence, idle_visits,
         timing, reads, writes, active, refresh, counts, residency, power] = state;
  v.moment("next_visit", next_visit, 1);
  v.hint("next_offer", next_offer, Clock{0});
  v.hint("earliest_ready", earliest_ready, kNever);
  v.hint("quiet_until", quiet_until, Clock{0});
  v.bound("command_bus_free", command_bus_free);
  for (const unsigned bank : active_banks) {
    v.request("active", active[bank]);
  }
  v.exact("active_banks", active_banks, {});
  v.exact("active_writes", active_writes, {});
  v.exact("conflict_banks", conflict_banks, {});
  v.exact("asleep_banks", asleep_banks, {});
  v.exact("self_refresh_banks", self_refresh_banks, {});
  v.exact("blocked_banks", blocked_banks, {});
  v.exact("serving_writes", serving_writes, false);
  v.exact("turn", turn, 0u);
  v.hint("read_deadline", read_deadline, kNever);
  v.hint("write_deadline", write_deadline, kNever);
  v.hint("idle_visits", idle_visits, 0u);
  visit_timing(timing, used, v);
  v.requests("reads", Direction::read, reads);
  v.requests("writes", Direction::write, writes);
  if (v.visits_refresh()) {
    visit_refresh(refresh, used, v);
  }
  v.counts("counts", counts);
  for (unsigned rank = 0; rank < used.ranks; ++rank) {
    auto& [since, refresh_end] = residency[rank];
    v.residency("residency", rank, since, refresh_end);
    visit_power(power[rank], v);
  }
  v.now("visited", visited);
  v.next_sequence("sequence", sequence);
}

/// Banks closed, buffers empty, counts zero, every command legal after clock `now`, no refresh
/// planned.
template <class Banks>
void reset(BasicChannelState<Banks>& state, const Organisation& used, Clock now);

/// What a signature holds, and a fast-forward moves.
struct PeriodScope {
  /// By tag: the bursts that the parts of a port offer next; for fast_forward(), the bursts that
  /// they offer meanwhile.
  std::span<const std::uint64_t> bursts = {};
  /// Buffered writes stay as they are while reads are served: they are described by identity, not
  /// as seen from now. Equal signatures then hold until one of them is overdue.
  bool writes_held = false;
  /// With when refreshes fall due; else equal signatures hold until the next refresh.
  bool refreshes = false;
  /// Alarms stay where they are, however far off: equal signatures then hold until the next of
  /// them. For an idle channel, which moves none.
  bool alarms_stay = false;
};

/// Appends all on which the future depends, as seen from the last visited clock and from the
/// bursts that the port offers next: equal words at two moments mean that the channel does the same
/// from both, at the same distance, as long as the port offers the same at the same distance.
template <class Banks>
void append_signature(const BasicChannelState<Banks>& state, const Organisation& used,
                      const PeriodScope& scope, std::vector<std::uint64_t>& words);

/// Of an idle channel, all on which the future depends, refreshes included, as seen from clock `at`
/// before its next visit: equal words of two channels mean that both do the same from there.
template <class Banks>
void append_idle_signature(const BasicChannelState<Banks>& state, const Organisation& used,
                           Clock at, std::vector<std::uint64_t>& words);

/// A part of the signature at next to no cost: unequal means unequal signatures.
template <class Banks>
[[nodiscard]] std::uint64_t signature_hash(const BasicChannelState<Banks>& state);

/// The beginning of a period that may come round again.
struct PeriodStart {
  Clock clock = 0;
  std::uint64_t sequence = 0;
  Counts counts;
  std::array<Clock, kMaxRanks> residency{};
};
template <class Banks>
[[nodiscard]] PeriodStart period_start(const BasicChannelState<Banks>& state);

/// Does `times` more times what has been done since the start, where the signature was the same.
template <class Banks>
void fast_forward(BasicChannelState<Banks>& state, const Organisation& used,
                  const PeriodStart& start, std::uint64_t times, const PeriodScope& scope);

}  // namespace metronome::dram
