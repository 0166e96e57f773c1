#include "arch/dram/controller.hpp"

namespace metronome::dram {

template <class Banks>
BasicController<Banks>::BasicController(const DeviceSpec& device, const PolicySet& policies)
    : policies_(policies),
      all_banks_(policies.timing.all_banks<Banks>()),
      closes_idle_rows_(
          std::visit([](const auto& page) { return std::decay_t<decltype(page)>::kClosesIdleRows; },
                     policies.page)),
      powers_down_(
          std::visit([](const auto& power) { return std::decay_t<decltype(power)>::kPowersDown; },
                     policies.power)),
      turn_limit_(std::visit([](const auto& drain) { return drain.turn_limit(); }, policies.drain)),
      finishes_turns_(std::visit(
          [](const auto& drain) { return std::decay_t<decltype(drain)>::kFinishesTurns; },
          policies.drain)),
      refresh_interval_(device.trefi),
      burst_bytes_(device.bytes_per_burst().count()) {
  state_.reads = BasicRequestQueue<Banks>(device.read_queue);
  state_.writes = BasicRequestQueue<Banks>(device.write_queue);
  reset(0, device.trefi);
}

template <class Banks>
void BasicController<Banks>::reset(Clock now, Clock first_refresh) {
  dram::reset(state_, policies_.timing.organisation(), now);
  std::visit([&](const auto& policy) { policy.schedule.reset(state_.refresh, now, first_refresh); },
             policies_.refresh);
  state_.next_visit = state_.refresh.next;
  if (powers_down_) {
    for (unsigned rank = 0; rank < policies_.timing.ranks(); ++rank) {
      state_.power[rank].wait =
          std::visit([](const auto& power) { return power.first_wait(); }, policies_.power);
      note_use(now, rank);
      state_.next_visit = std::min(state_.next_visit, state_.power[rank].down_from);
    }
  }
}

template <class Banks>
bool BasicController<Banks>::active_write_to(std::uint64_t burst) const {
  for (const unsigned bank : state_.active_writes) {
    if (state_.active[bank].request.burst == burst) {
      return true;
    }
  }
  return false;
}

/// Whether what a visit has found, which issued no command, may differ with this request in its
/// buffer: where it is the first that wants a command of its bank, or wakes something.
template <class Banks>
bool BasicController<Banks>::disturbs(const BurstRequest& request) const {
  const unsigned bank = request.bank;
  if (closes_idle_rows_) {
    return true;
  }
  if (powers_down_) {
    const Banks busy = state_.active_banks | state_.reads.banks() | state_.writes.banks();
    if ((busy & banks_of(policies_.timing.rank_of(bank))).empty()) {
      return true;
    }
  }
  if ((request.direction == Direction::write) != state_.serving_writes) {
    return false;
  }
  const BasicRequestQueue<Banks>& served = queue(request.direction);
  if (!state_.timing.open.contains(bank)) {
    return !served.banks().contains(bank);
  }
  return !(request.row == state_.timing.banks[bank].row ? served.banks_with_hits()
                                                        : served.banks_with_misses())
              .contains(bank);
}

/// By the drain policy, as things are in clock t.
template <class Banks>
bool BasicController<Banks>::serves_writes_next(Clock t) {
  bool reads_overdue = overdue(Direction::read, state_.read_deadline, t);
  bool writes_overdue = overdue(Direction::write, state_.write_deadline, t);
  if (reads_overdue && writes_overdue) {
    reads_overdue = state_.read_deadline < state_.write_deadline;
    writes_overdue = !reads_overdue;
  }
  const DrainInputs inputs{
      .serving_writes = state_.serving_writes,
      .reads = state_.reads.size(),
      .writes = state_.writes.size(),
      .reads_overdue = reads_overdue,
      .writes_overdue = writes_overdue,
      .turn = state_.turn,
  };
  return std::visit([&](const auto& policy) { return policy.serve_writes(inputs); },
                    policies_.drain);
}

template <class Banks>
void BasicController<Banks>::choose_direction(Clock t) {
  const bool serve_writes = serves_writes_next(t);
  state_.turn = serve_writes == state_.serving_writes ? state_.turn : 0;
  state_.serving_writes = serve_writes;
}

/// Whether a request of the direction, buffered or active, has waited for the patience; brings the
/// deadline up to date. An active one is held up by the other direction's commands, too.
template <class Banks>
bool BasicController<Banks>::overdue(Direction direction, Clock& deadline, Clock t) const {
  if (t < deadline) {
    return false;
  }
  Clock earliest = queue(direction).earliest_arrival();
  for (const unsigned bank : state_.active_banks) {
    const QueuedRequest& entry = state_.active[bank];
    if (entry.request.direction == direction) {
      earliest = std::min(earliest, entry.arrival);
    }
  }
  deadline = earliest >= kNever ? kNever : earliest + policies_.patience;
  return t >= deadline;
}

template <class Banks>
void BasicController<Banks>::choose(ScheduledCommand& best, Direction direction, Clock t) {
  // Those of the last turn, whose rows have been opened, come first.
  const Banks last_turn = direction == Direction::read ? state_.active_writes
                                                       : state_.active_banks - state_.active_writes;
  BasicSchedulerView<Banks> view(policies_.timing, state_, direction, t, policies_.patience,
                                 !finishes_turns_ || last_turn.empty());
  std::visit([&](const auto& scheduler) { scheduler.choose(best, view); }, policies_.scheduler);
  note_ready(view.earliest_ready());
}

/// An open bank that no request is active in or buffered for, whose time is over and that may be
/// closed in clock t; kMaxBanks if none. Notes when the next one can be.
template <class Banks>
unsigned BasicController<Banks>::idle_bank(Clock t) {
  const Banks wanted = state_.active_banks | state_.reads.banks() | state_.writes.banks() |
                       state_.blocked_banks | state_.asleep_banks;
  for (const unsigned bank : state_.timing.open - wanted) {
    const Clock ready = std::max(policies_.timing.pre_ready(state_.timing, bank),
                                 state_.timing.banks[bank].idle_close);
    if (ready <= t) {
      return bank;
    }
    note_ready(ready);
  }
  return kMaxBanks;
}

template <class Banks>
void BasicController<Banks>::note_column(unsigned bank, Clock t) {
  state_.timing.banks[bank].idle_close =
      std::visit([&](const auto& page) { return page.idle_close(t); }, policies_.page);
}

template <class Banks>
void BasicController<Banks>::activate(Clock t, BasicRequestQueue<Banks>& queue,
                                      RequestQueue::Slot slot) {
  const QueuedRequest& entry = queue.at(slot);
  const unsigned bank = entry.request.bank;
  const std::uint32_t row = entry.request.row;
  state_.active[bank] = entry;
  state_.active_banks.insert(bank);
  if (policies_.search_active_writes && entry.request.direction == Direction::write) {
    state_.active_writes.insert(bank);
  }
  queue.remove(slot);
  if (const unsigned rank = policies_.timing.rank_of(bank); all_closed(rank)) {
    account(t, rank);
  }
  ++state_.idle_visits;
  state_.command_bus_free = t + policies_.timing.activate_bus();
  policies_.timing.activate(state_.timing, bank, row, t);
  state_.reads.opened(bank, row);
  state_.writes.opened(bank, row);
  ++state_.counts.activates;
  ++(state_.conflict_banks.contains(bank) ? state_.counts.row_conflicts : state_.counts.row_misses);
  state_.conflict_banks.erase(bank);
}

template <class Banks>
void BasicController<Banks>::precharge(Clock t, unsigned bank) {
  const unsigned rank = policies_.timing.rank_of(bank);
  if ((state_.timing.open & banks_of(rank)).has_one()) {
    account(t, rank);
  }
  state_.command_bus_free = t + policies_.timing.precharge_bus();
  policies_.timing.precharge(state_.timing, bank, t);
  state_.reads.closed(bank);
  state_.writes.closed(bank);
  state_.conflict_banks.insert(bank);
  ++state_.counts.precharges;
  ++state_.counts.banks_precharged;
}

template <class Banks>
void BasicController<Banks>::precharge_all(Clock t, unsigned rank) {
  account(t, rank);
  const Banks open = state_.timing.open & banks_of(rank);
  state_.counts.banks_precharged += open.size();
  ++state_.counts.precharge_alls;
  state_.command_bus_free = t + policies_.timing.precharge_bus();
  policies_.timing.precharge_all(state_.timing, rank, t);
  for (const unsigned bank : open) {
    state_.reads.closed(bank);
    state_.writes.closed(bank);
  }
}

template <class Banks>
void BasicController<Banks>::refreshed(Clock t, unsigned rank, const RefreshSchedule& schedule,
                                       Clock duration) {
  state_.residency[rank].refresh_end = t + duration;
  state_.command_bus_free = t + policies_.timing.precharge_bus();
  schedule.refreshed(state_.refresh, rank, t);
  state_.blocked_banks = {};
}

/// A request that is active or buffered wants the rank, or a refresh that is allowed.
template <class Banks>
bool BasicController<Banks>::wanted(unsigned rank) const {
  const Banks busy = state_.active_banks | state_.reads.banks() | state_.writes.banks();
  return !(busy & banks_of(rank)).empty() || state_.refresh.pending[rank].allowed <= state_.visited;
}

/// When a rank is woken. One that is powered down wakes as well to go into self-refresh.
template <class Banks>
Clock BasicController<Banks>::wake_time(unsigned rank) const {
  const RankPower& power = state_.power[rank];
  if (wanted(rank)) {
    return power.toggle;
  }
  const bool deep = state_.self_refresh_banks.contains(policies_.timing.first_bank(rank));
  const bool deeper = !deep && policies_.power_steps.self_refresh_idle > 0;
  return std::max(power.toggle, deeper ? power.self_refresh_from : kNever);
}

/// The rank's exit, in clock t; gives its command.
template <class Banks>
Command BasicController<Banks>::wake_rank(Clock t, unsigned rank) {
  const Timing& timing = policies_.timing;
  const Banks banks = banks_of(rank);
  const bool deep = state_.self_refresh_banks.contains(banks.front());
  const bool requested = !((state_.reads.banks() | state_.writes.banks()) & banks).empty();
  account(t, rank);
  state_.asleep_banks -= banks;
  state_.self_refresh_banks -= banks;
  state_.command_bus_free = t + timing.precharge_bus();
  RankPower& power = state_.power[rank];
  if (requested) {
    power.wait = std::visit(
        [&](const auto& policy) { return policy.next_wait(power.wait, t >= power.worthwhile); },
        policies_.power);
  }
  power.toggle = t + timing.power_down_least();
  if (deep) {
    timing.leave_self_refresh(state_.timing, rank, t);
    std::visit([&](const auto& policy) { policy.schedule.resume(state_.refresh, rank, t); },
               policies_.refresh);
    return Command::leave_self_refresh;
  }
  const bool slow = policies_.power_steps.exit == PowerDownExit::slow && all_closed(rank);
  timing.power_up(state_.timing, rank, slow, t);
  return Command::power_up;
}

/// What comes next on the way down, and when it can be.
template <class Banks>
typename BasicController<Banks>::SleepStep BasicController<Banks>::sleep_step(Clock t,
                                                                              unsigned rank) const {
  const Timing& timing = policies_.timing;
  const BasicTimingState<Banks>& s = state_.timing;
  const RankPower& power = state_.power[rank];
  const PowerSteps& steps = policies_.power_steps;
  const bool deep = steps.self_refresh_idle > 0 && t >= power.self_refresh_from;
  if (!all_closed(rank) && (deep || steps.rows == PowerDownRows::close)) {
    return {Command::precharge_all, std::max(power.down_from, timing.prea_ready(s, rank))};
  }
  if (deep) {
    return {Command::self_refresh, std::max(power.toggle, timing.self_refresh_ready(s, rank))};
  }
  return {Command::power_down,
          std::max({power.toggle, power.down_from, timing.power_down_ready(s, rank),
                    state_.residency[rank].refresh_end})};
}

template <class Banks>
void BasicController<Banks>::put_to_sleep(Clock t, unsigned rank, Command command) {
  if (command == Command::precharge_all) {
    precharge_all(t, rank);
    return;
  }
  account(t, rank);
  const Timing& timing = policies_.timing;
  const Banks banks = banks_of(rank);
  state_.command_bus_free = t + timing.precharge_bus();
  state_.asleep_banks |= banks;
  RankPower& power = state_.power[rank];
  power.worthwhile = t + policies_.power_steps.pays_after;
  if (command == Command::power_down) {
    power.toggle = t + timing.power_down_least();
    ++state_.counts.power_downs;
    return;
  }
  power.toggle = t + timing.self_refresh_least();
  ++state_.counts.self_refreshes;
  state_.self_refresh_banks |= banks;
  std::visit([&](const auto& policy) { policy.schedule.suspend(state_.refresh, rank); },
             policies_.refresh);
}

/// An RD or WR in clock t.
template <class Banks>
void BasicController<Banks>::note_use(Clock t, unsigned rank) {
  RankPower& power = state_.power[rank];
  power.down_from = t + power.wait;
  if (policies_.power_steps.self_refresh_idle > 0) {
    power.self_refresh_from = t + policies_.power_steps.self_refresh_idle;
  }
}

/// Adds the clocks since the last change to the state that is about to end.
template <class Banks>
void BasicController<Banks>::account(Clock t, unsigned rank) {
  count_residency(state_.counts, rank, t);
  state_.residency[rank].since = t;
}

template <class Banks>
void BasicController<Banks>::count_residency(Counts& counts, unsigned rank, Clock until) const {
  const auto [since, refresh_end] = state_.residency[rank];
  const auto clocks = static_cast<std::uint64_t>(until - since);
  const unsigned first = policies_.timing.first_bank(rank);
  if (state_.self_refresh_banks.contains(first)) {
    counts.self_refresh_cycles += clocks;
    return;
  }
  if (state_.asleep_banks.contains(first)) {
    (all_closed(rank) ? counts.precharged_power_down_cycles : counts.active_power_down_cycles) +=
        clocks;
    return;
  }
  if (!all_closed(rank)) {
    counts.active_cycles += clocks;
    return;
  }
  const Clock refreshing = std::clamp(refresh_end, since, until);
  counts.refresh_cycles += static_cast<std::uint64_t>(refreshing - since);
  counts.precharged_cycles += static_cast<std::uint64_t>(until - refreshing);
}

template <class Banks>
Counts BasicController<Banks>::counts(Clock now) const {
  Counts out = state_.counts;
  out.read_bytes = out.reads * burst_bytes_;
  out.write_bytes = out.writes * burst_bytes_;
  for (unsigned rank = 0; rank < policies_.timing.ranks(); ++rank) {
    count_residency(out, rank, now);
  }
  return out;
}

/// Standby clocks are added when a rank's last bank closes or its first one opens: either never
/// since the start, or last at the same distance.
template <class Banks>
bool BasicController<Banks>::repeatable(const PeriodStart& start) const {
  for (unsigned rank = 0; rank < policies_.timing.ranks(); ++rank) {
    const Clock moved = state_.residency[rank].since - start.residency[rank];
    if (moved != 0 && moved != state_.visited - start.clock) {
      return false;
    }
  }
  const Counts& counts = state_.counts;
  return counts.refreshes == start.counts.refreshes &&
         counts.bank_refreshes == start.counts.bank_refreshes && !refresh_pending(state_.visited) &&
         counts.forwarded_reads == start.counts.forwarded_reads &&
         counts.coalesced_writes == start.counts.coalesced_writes;
}

template <class Banks>
bool BasicController<Banks>::idle_repeatable(const PeriodStart& start) const {
  for (unsigned rank = 0; rank < policies_.timing.ranks(); ++rank) {
    if (state_.residency[rank].since - start.residency[rank] != refresh_interval_) {
      return false;
    }
  }
  return empty() && state_.sequence == start.sequence &&
         state_.counts.bursts == start.counts.bursts &&
         state_.visited - start.clock == refresh_interval_;
}

template <class Banks>
Clock BasicController<Banks>::next_alarm() const {
  Clock next = kNever;
  for (unsigned rank = 0; powers_down_ && rank < policies_.timing.ranks(); ++rank) {
    const RankPower& power = state_.power[rank];
    for (const Clock alarm : {power.down_from, power.self_refresh_from}) {
      next = alarm > state_.visited ? std::min(next, alarm) : next;
    }
  }
  return next;
}

template <class Banks>
void BasicController<Banks>::fast_forward(const PeriodStart& start, std::uint64_t times,
                                          const PeriodScope& scope) {
  dram::fast_forward(state_, policies_.timing.organisation(), start, times, scope);
  // What falls due at a clock of its own has come nearer.
  if (!scope.refreshes) {
    state_.next_visit = std::min(state_.next_visit, state_.refresh.next);
  }
  if (scope.writes_held) {
    state_.next_visit = std::min(state_.next_visit, state_.write_deadline);
  }
}

template class BasicController<BankSet>;
template class BasicController<WideBankSet>;

}  // namespace metronome::dram
