#pragma once

#include "arch/dram/basic_controller.hpp"

/// What a controller does in a clock, as templates of its port.
namespace metronome::dram {

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
      state_.next_offer = 0;
    }
  }
  // Nothing was legal when last looked, and will not be before then: the same would be found.
  if (t < state_.quiet_until && none_overdue(t)) {
    plan_next_visit(t, port);
    return;
  }
  state_.earliest_ready = kNever;
  if (t < state_.command_bus_free) {
    state_.earliest_ready = state_.command_bus_free;
    plan_next_visit(t, port);
    return;
  }
  if (issue(t, port)) {
    state_.next_visit = t + 1;
    state_.next_offer = 0;
    state_.quiet_until = 0;
    return;
  }
  plan_next_visit(t, port);
}

/// The command of clock t, by the rules; false: none is legal.
template <class Banks>
template <class Port>
bool BasicController<Banks>::issue(Clock t, Port& port) {
  if (issue_active(t, port) || (!state_.asleep_banks.empty() && issue_wake(t, port)) ||
      (refresh_pending(t) && issue_refresh(t, port)) ||
      (state_.blocked_banks != all_banks_ &&
       (issue_buffered(t, port) || issue_idle_close(t, port))) ||
      (powers_down_ && issue_sleep(t, port))) {
    return true;
  }
  state_.quiet_until =
      refresh_pending(t) ? 0 : std::min(state_.earliest_ready, state_.refresh.next);
  return false;
}

/// The next clock in which something can happen, after one in which no command was issued.
template <class Banks>
template <class Port>
void BasicController<Banks>::plan_next_visit(Clock t, Port& port) {
  if (state_.next_offer <= t + 1) {  // else nothing has happened that changes what is offered
    state_.next_offer = port.next_offer(t, *this);
  }
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
  const bool quiet = t < state_.quiet_until && !disturbs(request);
  (read ? state_.reads : state_.writes)
      .push({request, state_.sequence++, t - 1}, state_.timing.banks[request.bank].row);
  if (!quiet || serves_writes_next(t) != state_.serving_writes) {
    state_.quiet_until = 0;
  }
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
  const unsigned bank = entry.request.bank;
  if (choice.command == Command::activate) {
    activate(t, served, choice.slot);
  } else if (choice.command == Command::precharge) {
    precharge(t, bank);
  } else {
    served.remove(choice.slot);
    ++state_.counts.row_hits;
    issue_column(t, entry, port);
  }
  if (choice.command == Command::activate || choice.command == Command::precharge) {
    port.command(CommandRecord{t, choice.command, entry.request.bank, entry.request.row});
  }
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
