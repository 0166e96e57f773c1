#include "arch/dram/refresh.hpp"

#include <algorithm>
#include <span>

namespace metronome::dram {

RefreshSchedule::RefreshSchedule(const DeviceSpec& device, Profile profile, bool enabled)
    : ranks_(device.ranks),
      banks_per_rank_(device.banks_per_rank()),
      per_bank_(profile == Profile::standard && device.refresh_mode == RefreshMode::per_bank),
      enabled_(enabled),
      interval_(device.trefi),
      commands_(per_bank_ ? device.refresh_sets() : 1),
      postponed_(profile == Profile::standard ? commands_ * device.refresh_postpone : 0),
      bank_set_(0) {
  for (unsigned bank = 0; bank < banks_per_rank_; bank += static_cast<unsigned>(commands_)) {
    bank_set_ |= std::uint64_t{1} << bank;
  }
}

void RefreshSchedule::reset(Clock now, Clock first) {
  begin_ = now;
  first_ = first - now;
  for (unsigned rank = 0; rank < ranks_; ++rank) {
    for (std::int64_t number = 0; number < commands_; ++number) {
      last_[set_of(rank, number)] = due(rank, number) - interval_;
    }
    set_turn(rank, 0);
  }
}

/// Nothing is issued before the clock behind the beginning.
Clock RefreshSchedule::due(unsigned rank, std::int64_t number) const {
  const Clock time = first_ + interval_ * number + interval_ * rank / ranks_;
  return begin_ + std::max<Clock>(time / commands_, 1);
}

void RefreshSchedule::refreshed(unsigned rank, Clock t) {
  last_[set_of(rank, turns_[rank].number)] = t;
  set_turn(rank, turns_[rank].number + 1);
}

void RefreshSchedule::set_turn(unsigned rank, std::int64_t number) {
  const std::size_t set = set_of(rank, number);
  const Clock latest = last_[set] + interval_ * (postponed_ / commands_ + 1);
  turns_[rank] = {number, enabled_ ? due(rank, number - postponed_) : kNever,
                  enabled_ ? std::min(due(rank, number + postponed_), latest) : kNever,
                  bank_set_ << set};
  next_ = kNever;
  for (const Turn& turn : std::span(turns_).first(ranks_)) {
    next_ = std::min(next_, turn.allowed);
  }
}

Clock RefreshSchedule::next_change(Clock t) const {
  Clock next = kNever;
  for (const Turn& turn : std::span(turns_).first(ranks_)) {
    next = std::min(next, turn.allowed > t ? turn.allowed : kNever);
    next = std::min(next, turn.forced > t ? turn.forced : kNever);
  }
  return next;
}

void RefreshSchedule::describe(Clock t, std::vector<std::uint64_t>& words) const {
  const auto put = [&](Clock clock) { words.push_back(static_cast<std::uint64_t>(clock - t)); };
  for (unsigned rank = 0; rank < ranks_; ++rank) {
    const Turn& turn = turns_[rank];
    words.push_back(turn.banks);
    put(turn.allowed);
    put(turn.forced);
    put(due(rank, turn.number));
    for (std::int64_t number = 0; number < commands_; ++number) {
      put(last_[set_of(rank, number)]);
    }
  }
}

void RefreshSchedule::shift(Clock distance) {
  begin_ += distance;
  for (Clock& last : last_) {
    last += distance;
  }
  for (Turn& turn : turns_) {
    turn.allowed += distance;
    turn.forced += distance;
  }
  next_ += distance;
}

}  // namespace metronome::dram
