#include "arch/dram/refresh_policy.hpp"

#include <algorithm>
#include <span>

namespace metronome::dram {
namespace {

/// Rounded down, of negative numbers too.
Clock floor_div(Clock a, std::int64_t b) { return a >= 0 ? a / b : -((b - 1 - a) / b); }

}  // namespace

RefreshSchedule::RefreshSchedule(const DeviceSpec& device, unsigned commands, bool enabled)
    : ranks_(device.ranks),
      banks_per_rank_(device.banks_per_rank()),
      enabled_(enabled),
      interval_(device.trefi),
      commands_(commands),
      postponed_(commands_ * device.refresh_postpone),
      longest_(interval_ * (Clock{device.refresh_postpone} + 1)) {}

template <class Banks>
void RefreshSchedule::reset(BasicRefreshState<Banks>& state, Clock now, Clock first) const {
  state.not_before = now + 1;
  state.first_offset = first - now;
  for (unsigned rank = 0; rank < ranks_; ++rank) {
    state.pending[rank].interval_begin = now;
    state.pending[rank].index = 0;
    for (std::int64_t index = 0; index < commands_; ++index) {
      state.latest[set_index(rank, index)] = due(state, rank, index) - interval_ + longest_;
    }
  }
  for (unsigned rank = 0; rank < ranks_; ++rank) {
    plan(state, rank);
  }
}

template <class Banks>
Clock RefreshSchedule::due(const BasicRefreshState<Banks>& state, unsigned rank,
                           std::int64_t after) const {
  const BasicNextRefresh<Banks>& pending = state.pending[rank];
  const Clock time =
      state.first_offset + interval_ * (pending.index + after) + interval_ * rank / ranks_;
  return std::max(pending.interval_begin + floor_div(time, commands_), state.not_before);
}

template <class Banks>
void RefreshSchedule::refreshed(BasicRefreshState<Banks>& state, unsigned rank, Clock t) const {
  BasicNextRefresh<Banks>& pending = state.pending[rank];
  state.latest[set_index(rank, pending.index)] = t + longest_;
  if (++pending.index == commands_) {
    pending.index = 0;
    pending.interval_begin += interval_;
  }
  plan(state, rank);
}

template <class Banks>
void RefreshSchedule::plan(BasicRefreshState<Banks>& state, unsigned rank) const {
  BasicNextRefresh<Banks>& pending = state.pending[rank];
  const std::size_t set = set_index(rank, pending.index);
  pending.allowed = enabled_ ? due(state, rank, -postponed_) : kNever;
  pending.forced = enabled_ ? std::min(due(state, rank, postponed_), state.latest[set]) : kNever;
  pending.banks = {};
  for (unsigned bank = 0; bank < banks_per_rank_; bank += static_cast<unsigned>(commands_)) {
    pending.banks.insert(static_cast<unsigned>(set) + bank);
  }
  find_next(state);
}

template <class Banks>
void RefreshSchedule::find_next(BasicRefreshState<Banks>& state) const {
  state.next = kNever;
  for (const BasicNextRefresh<Banks>& next : std::span(state.pending).first(ranks_)) {
    state.next = std::min(state.next, next.allowed);
  }
}

template <class Banks>
void RefreshSchedule::suspend(BasicRefreshState<Banks>& state, unsigned rank) const {
  state.pending[rank].allowed = state.pending[rank].forced = kNever;
  find_next(state);
}

template <class Banks>
void RefreshSchedule::resume(BasicRefreshState<Banks>& state, unsigned rank, Clock t) const {
  BasicNextRefresh<Banks>& pending = state.pending[rank];
  const Clock late = t - due(state, rank, 0);
  pending.interval_begin += floor_div(late, interval_) * interval_;  // due in the last tREFI
  for (std::int64_t index = 0; index < commands_; ++index) {
    state.latest[set_index(rank, index)] = t + longest_;
  }
  plan(state, rank);
}

template <class Banks>
Clock next_refresh_change(const BasicRefreshState<Banks>& state, unsigned ranks, Clock t) {
  Clock change = kNever;
  for (const BasicNextRefresh<Banks>& pending : std::span(state.pending).first(ranks)) {
    change = std::min(change, pending.allowed > t ? pending.allowed : kNever);
    change = std::min(change, pending.forced > t ? pending.forced : kNever);
  }
  return change;
}

template void RefreshSchedule::reset(BasicRefreshState<BankSet>&, Clock, Clock) const;
template void RefreshSchedule::refreshed(BasicRefreshState<BankSet>&, unsigned, Clock) const;
template void RefreshSchedule::suspend(BasicRefreshState<BankSet>&, unsigned) const;
template void RefreshSchedule::resume(BasicRefreshState<BankSet>&, unsigned, Clock) const;
template Clock next_refresh_change(const BasicRefreshState<BankSet>&, unsigned, Clock);

template void RefreshSchedule::reset(BasicRefreshState<WideBankSet>&, Clock, Clock) const;
template void RefreshSchedule::refreshed(BasicRefreshState<WideBankSet>&, unsigned, Clock) const;
template void RefreshSchedule::suspend(BasicRefreshState<WideBankSet>&, unsigned) const;
template void RefreshSchedule::resume(BasicRefreshState<WideBankSet>&, unsigned, Clock) const;
template Clock next_refresh_change(const BasicRefreshState<WideBankSet>&, unsigned, Clock);

}  // namespace metronome::dram
