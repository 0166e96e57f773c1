#include "arch/dram/controller.hpp"

namespace metronome::dram {

Controller::Controller(const DeviceSpec& device, const PolicySet& policies)
    : policies_(policies),
      all_banks_(policies.timing.all_banks()),
      closes_idle_rows_(
          std::visit([](const auto& page) { return std::decay_t<decltype(page)>::kClosesIdleRows; },
                     policies.page)),
      refresh_interval_(device.trefi),
      burst_bytes_(device.bytes_per_burst().count()) {
  state_.reads = RequestQueue(device.read_queue);
  state_.writes = RequestQueue(device.write_queue);
  reset(0, device.trefi);
}

void Controller::reset(Clock now, Clock first_refresh) {
  dram::reset(state_, policies_.timing.organisation(), now);
  std::visit([&](const auto& policy) { policy.schedule.reset(state_.refresh, now, first_refresh); },
             policies_.refresh);
  state_.next_visit = state_.refresh.next;
}

bool Controller::active_write_to(std::uint64_t burst) const {
  for (const unsigned bank : state_.active_writes) {
    if (state_.active[bank].request.burst == burst) {
      return true;
    }
  }
  return false;
}

void Controller::choose_direction(Clock t) {
  bool reads_overdue = overdue(Direction::read, state_.read_deadline, t);
  bool writes_overdue = overdue(Direction::write, state_.write_deadline, t);
  if (reads_overdue && writes_overdue) {
    reads_overdue = state_.read_deadline < state_.write_deadline;
    writes_overdue = !reads_overdue;
  }
  const DrainInputs inputs{state_.serving_writes, state_.reads.size(), state_.writes.size(),
                           reads_overdue, writes_overdue};
  state_.serving_writes =
      std::visit([&](const auto& policy) { return policy.serve_writes(inputs); }, policies_.drain);
}

/// Whether a request of the direction, buffered or active, has waited for the patience; brings the
/// deadline up to date. An active one is held up by the other direction's commands, too.
bool Controller::overdue(Direction direction, Clock& deadline, Clock t) const {
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

void Controller::choose(ScheduledCommand& best, Direction direction, Clock t) {
  SchedulerView view(policies_.timing, state_, direction, t, policies_.patience);
  std::visit([&](const auto& scheduler) { scheduler.choose(best, view); }, policies_.scheduler);
  note_ready(view.earliest_ready());
}

/// An open bank that no request is active in or buffered for, whose time is over and that may be
/// closed in clock t; kMaxBanks if none. Notes when the next one can be.
unsigned Controller::idle_bank(Clock t) {
  const BankSet wanted =
      state_.active_banks | state_.reads.banks() | state_.writes.banks() | state_.blocked_banks;
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

void Controller::note_column(unsigned bank, Clock t) {
  state_.timing.banks[bank].idle_close =
      std::visit([&](const auto& page) { return page.idle_close(t); }, policies_.page);
}

void Controller::activate(Clock t, RequestQueue& queue, RequestQueue::Slot slot) {
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

void Controller::precharge(Clock t, unsigned bank) {
  const unsigned rank = policies_.timing.rank_of(bank);
  if ((state_.timing.open & policies_.timing.banks_of(rank)).has_one()) {
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

void Controller::precharge_all(Clock t, unsigned rank) {
  account(t, rank);
  const BankSet open = state_.timing.open & policies_.timing.banks_of(rank);
  state_.counts.banks_precharged += open.size();
  ++state_.counts.precharge_alls;
  state_.command_bus_free = t + policies_.timing.precharge_bus();
  policies_.timing.precharge_all(state_.timing, rank, t);
  for (const unsigned bank : open) {
    state_.reads.closed(bank);
    state_.writes.closed(bank);
  }
}

void Controller::refreshed(Clock t, unsigned rank, const RefreshSchedule& schedule,
                           Clock duration) {
  state_.residency[rank].refresh_end = t + duration;
  state_.command_bus_free = t + policies_.timing.precharge_bus();
  schedule.refreshed(state_.refresh, rank, t);
  state_.blocked_banks = {};
}

/// Adds the clocks since the last change to the state that is about to end.
void Controller::account(Clock t, unsigned rank) {
  count_residency(state_.counts, rank, t);
  state_.residency[rank].since = t;
}

void Controller::count_residency(Counts& counts, unsigned rank, Clock until) const {
  const auto [since, refresh_end] = state_.residency[rank];
  if (!all_closed(rank)) {
    counts.active_cycles += static_cast<std::uint64_t>(until - since);
    return;
  }
  const Clock refreshing = std::clamp(refresh_end, since, until);
  counts.refresh_cycles += static_cast<std::uint64_t>(refreshing - since);
  counts.precharged_cycles += static_cast<std::uint64_t>(until - refreshing);
}

Counts Controller::counts(Clock now) const {
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
bool Controller::repeatable(const PeriodStart& start) const {
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

bool Controller::idle_repeatable(const PeriodStart& start) const {
  for (unsigned rank = 0; rank < policies_.timing.ranks(); ++rank) {
    if (state_.residency[rank].since - start.residency[rank] != refresh_interval_) {
      return false;
    }
  }
  return empty() && state_.sequence == start.sequence &&
         state_.counts.bursts == start.counts.bursts &&
         state_.visited - start.clock == refresh_interval_;
}

void Controller::fast_forward(const PeriodStart& start, std::uint64_t times,
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

}  // namespace metronome::dram
