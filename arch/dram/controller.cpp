#include "arch/dram/controller.hpp"

#include <cmath>

namespace metronome::dram {

namespace {

Clock page_timeout_of(const DeviceSpec& device, Profile profile) {
  if (profile == Profile::ramulator || device.page_policy == PagePolicy::open) {
    return kNever;
  }
  return device.page_policy == PagePolicy::closed ? 0 : Clock{device.page_timeout};
}

}  // namespace

Controller::Controller(const DeviceSpec& device, Profile profile, bool refresh)
    : timing_(device, profile),
      reads_(device.read_queue),
      writes_(device.write_queue),
      refresh_(device, profile, refresh),
      activate_clocks_(profile == Profile::standard ? device.activate_bus_clocks : 1),
      column_clocks_(profile == Profile::standard ? device.column_bus_clocks : 1),
      precharge_clocks_(profile == Profile::standard ? device.precharge_bus_clocks : 1),
      scheduler_(profile == Profile::standard ? device.scheduler : Scheduler::fr_fcfs),
      page_timeout_(page_timeout_of(device, profile)),
      search_active_(profile == Profile::standard),
      hits_first_(profile == Profile::standard),
      high_watermark_(
          static_cast<unsigned>(std::floor(device.write_high_watermark * device.write_queue))),
      low_watermark_(
          static_cast<unsigned>(std::ceil(device.write_low_watermark * device.write_queue))),
      patience_(profile == Profile::standard ? Clock{device.patience} : kNever),
      trfc_(refresh_.per_bank() ? device.trfc_bank : device.trfc),
      burst_bytes_(device.bytes_per_burst().count()) {
  for (unsigned rank = 0; rank < timing_.ranks(); ++rank) {
    all_banks_ |= timing_.banks_of(rank);
  }
  reset(0, device.trefi);
}

void Controller::reset(Clock now, Clock first_refresh) {
  timing_.reset();
  reads_.clear();
  writes_.clear();
  active_banks_ = active_writes_ = conflict_banks_ = 0;
  visited_ = now;
  offer_ = 0;
  accounted_.fill(now);
  refresh_end_.fill(now);
  bus_free_ = 0;
  last_cas_.fill(0);
  read_deadline_ = write_deadline_ = kNever;
  refresh_.reset(now, first_refresh);
  blocked_banks_ = 0;
  next_ = refresh_.next();
  write_mode_ = false;
  counts_ = {};
  sequence_ = 0;
  idle_visits_ = 0;
}

bool Controller::active_write_to(std::uint64_t burst) const {
  for (std::uint64_t mask = active_writes_; mask != 0; mask &= mask - 1) {
    if (active_[static_cast<std::size_t>(std::countr_zero(mask))].request.burst == burst) {
      return true;
    }
  }
  return false;
}

void Controller::update_mode(Clock t) {
  bool reads_first = overdue(Direction::read, read_deadline_, t);
  bool writes_first = overdue(Direction::write, write_deadline_, t);
  if (reads_first && writes_first) {
    reads_first = read_deadline_ < write_deadline_;
    writes_first = !reads_first;
  }
  if (!write_mode_) {
    write_mode_ =
        !reads_first && (writes_.size() > high_watermark_ || reads_.size() == 0 || writes_first);
  } else if (reads_first || ((writes_.size() < low_watermark_ || writes_.size() == 0) &&
                             reads_.size() != 0 && !writes_first)) {
    write_mode_ = false;
  }
}

/// Whether a request of the direction, buffered or active, has waited for `patience`; brings the
/// deadline up to date. An active one is held up by the other direction's commands, too.
bool Controller::overdue(Direction direction, Clock& deadline, Clock t) const {
  if (t < deadline) {
    return false;
  }
  Clock earliest = queue(direction).earliest_arrival();
  for (std::uint64_t mask = active_banks_; mask != 0; mask &= mask - 1) {
    const Entry& entry = active_[static_cast<std::size_t>(std::countr_zero(mask))];
    if (entry.request.direction == direction) {
      earliest = std::min(earliest, entry.arrival);
    }
  }
  deadline = earliest >= kNever ? kNever : earliest + patience_;
  return t >= deadline;
}

void Controller::consider(Choice& best, const RequestQueue& queue, RequestQueue::Slot slot,
                          Command command, Clock ready, Clock t) {
  if (ready > t) {
    soonest_ = std::min(soonest_, ready);
    return;
  }
  const std::uint64_t sequence = queue.at(slot).sequence;
  if (sequence < best.sequence) {
    best = {sequence, slot, command};
  }
}

/// The banks without those whose rank is not ready before `ready(rank)`; notes when it will be.
template <class Ready>
std::uint64_t Controller::of_ready_ranks(std::uint64_t banks, Clock t, Ready ready) {
  for (unsigned rank = 0; banks != 0 && rank < timing_.ranks(); ++rank) {
    const std::uint64_t of_rank = banks & timing_.banks_of(rank);
    if (of_rank != 0 && ready(rank) > t) {
      soonest_ = std::min(soonest_, ready(rank));
      banks &= ~of_rank;
    }
  }
  return banks;
}

void Controller::consider_activates(Choice& best, const RequestQueue& queue, Clock t) {
  const std::uint64_t closed =
      of_ready_ranks(queue.banks() & ~timing_.open_mask() & ~blocked_banks_, t,
                     [&](unsigned rank) { return timing_.rank_act_ready(rank); });
  for (std::uint64_t mask = closed; mask != 0; mask &= mask - 1) {
    const auto bank = static_cast<unsigned>(std::countr_zero(mask));
    consider(best, queue, queue.oldest(bank), Command::activate, timing_.bank_act_ready(bank), t);
  }
}

void Controller::consider_hits(Choice& best, const RequestQueue& queue, Direction direction,
                               std::uint64_t banks, Clock t) {
  const bool read = direction == Direction::read;
  banks = of_ready_ranks(banks, t, [&](unsigned rank) {
    return read ? timing_.rank_read_ready(rank) : timing_.rank_write_ready(rank);
  });
  for (std::uint64_t mask = banks; mask != 0; mask &= mask - 1) {
    const auto bank = static_cast<unsigned>(std::countr_zero(mask));
    consider(best, queue, queue.oldest_hit(bank), read ? Command::read : Command::write,
             read ? timing_.bank_read_ready(bank) : timing_.bank_write_ready(bank), t);
  }
}

/// Of the banks in which hits and a closable row compete, those whose hits must stop: an overdue
/// conflict's PRE would otherwise be put off by them for ever. Notes when the next one gets
/// overdue.
std::uint64_t Controller::overdue_banks(const RequestQueue& queue, std::uint64_t contested,
                                        Clock t) {
  std::uint64_t overdue = 0;
  for (std::uint64_t mask = contested; mask != 0; mask &= mask - 1) {
    const auto bank = static_cast<unsigned>(std::countr_zero(mask));
    const Clock deadline = queue.at(queue.oldest_miss(bank)).arrival + patience_;
    if (t >= deadline) {
      overdue |= std::uint64_t{1} << bank;
    } else {
      soonest_ = std::min(soonest_, deadline);
    }
  }
  return overdue;
}

void Controller::choose(Choice& best, const RequestQueue& queue, Direction direction, Clock t) {
  if (scheduler_ == Scheduler::fcfs) {
    choose_oldest(best, queue, direction, t);
    return;
  }
  std::uint64_t hits = queue.banks_with_hits() & ~blocked_banks_;
  std::uint64_t closable = queue.banks_with_misses() & ~active_banks_ & ~blocked_banks_;
  if (const std::uint64_t contested = hits & closable; hits_first_ && contested != 0) {
    const std::uint64_t overdue = overdue_banks(queue, contested, t);
    hits &= ~overdue;
    closable &= ~(contested & ~overdue);
  }
  consider_hits(best, queue, direction, hits, t);
  const bool patient = t < (direction == Direction::read ? read_deadline_ : write_deadline_);
  if (scheduler_ == Scheduler::row_hit_first && best.slot != RequestQueue::kNone && patient) {
    return;
  }
  consider_activates(best, queue, t);
  for (std::uint64_t mask = closable; mask != 0; mask &= mask - 1) {
    const auto bank = static_cast<unsigned>(std::countr_zero(mask));
    consider(best, queue, queue.oldest_miss(bank), Command::precharge, timing_.pre_ready(bank), t);
  }
}

/// One request at a time: nothing is prepared for the next while one is active.
void Controller::choose_oldest(Choice& best, const RequestQueue& queue, Direction direction,
                               Clock t) {
  if (active_banks_ != 0 || queue.size() == 0) {
    return;
  }
  unsigned bank = 0;
  std::uint64_t sequence = ~std::uint64_t{0};
  for (std::uint64_t mask = queue.banks(); mask != 0; mask &= mask - 1) {
    const auto candidate = static_cast<unsigned>(std::countr_zero(mask));
    if (queue.at(queue.oldest(candidate)).sequence < sequence) {
      bank = candidate;
      sequence = queue.at(queue.oldest(candidate)).sequence;
    }
  }
  if ((blocked_banks_ >> bank & 1) != 0) {
    return;
  }
  const RequestQueue::Slot slot = queue.oldest(bank);
  if (!timing_.is_open(bank)) {
    consider(best, queue, slot, Command::activate, timing_.act_ready(bank), t);
  } else if (queue.at(slot).request.row == timing_.row(bank)) {
    consider(best, queue, slot, direction == Direction::read ? Command::read : Command::write,
             cas_ready(direction, bank), t);
  } else {
    consider(best, queue, slot, Command::precharge, timing_.pre_ready(bank), t);
  }
}

/// An open bank that no request is active in or buffered for, whose time is over and that may be
/// closed in clock t; kMaxBanks if none. Notes when the next one can be.
unsigned Controller::unwanted_bank(Clock t) {
  const std::uint64_t wanted = active_banks_ | reads_.banks() | writes_.banks() | blocked_banks_;
  for (std::uint64_t mask = timing_.open_mask() & ~wanted; mask != 0; mask &= mask - 1) {
    const auto bank = static_cast<unsigned>(std::countr_zero(mask));
    const Clock ready = std::max(timing_.pre_ready(bank), last_cas_[bank] + page_timeout_);
    if (ready <= t) {
      return bank;
    }
    soonest_ = std::min(soonest_, ready);
  }
  return kMaxBanks;
}

void Controller::activate(Clock t, RequestQueue& queue, RequestQueue::Slot slot) {
  const Entry& entry = queue.at(slot);
  const unsigned bank = entry.request.bank;
  const std::uint32_t row = entry.request.row;
  const std::uint64_t bit = std::uint64_t{1} << bank;
  active_[bank] = entry;
  active_banks_ |= bit;
  if (search_active_ && entry.request.direction == Direction::write) {
    active_writes_ |= bit;
  }
  queue.remove(slot);
  if (const unsigned rank = timing_.rank_of(bank); all_closed(rank)) {
    account(t, rank);
  }
  ++idle_visits_;
  bus_free_ = t + activate_clocks_;
  timing_.activate(bank, row, t);
  reads_.opened(bank, row);
  writes_.opened(bank, row);
  ++counts_.activates;
  ++((conflict_banks_ & bit) != 0 ? counts_.row_conflicts : counts_.row_misses);
  conflict_banks_ &= ~bit;
}

void Controller::precharge(Clock t, unsigned bank) {
  const unsigned rank = timing_.rank_of(bank);
  if (std::has_single_bit(timing_.open_mask() & timing_.banks_of(rank))) {
    account(t, rank);
  }
  bus_free_ = t + precharge_clocks_;
  timing_.precharge(bank, t);
  reads_.closed(bank);
  writes_.closed(bank);
  conflict_banks_ |= std::uint64_t{1} << bank;
  ++counts_.precharges;
  ++counts_.banks_precharged;
}

void Controller::precharge_all(Clock t, unsigned rank) {
  account(t, rank);
  const std::uint64_t open = timing_.open_mask() & timing_.banks_of(rank);
  counts_.banks_precharged += static_cast<unsigned>(std::popcount(open));
  ++counts_.precharge_alls;
  bus_free_ = t + precharge_clocks_;
  timing_.precharge_all(rank, t);
  for (std::uint64_t mask = open; mask != 0; mask &= mask - 1) {
    reads_.closed(static_cast<unsigned>(std::countr_zero(mask)));
    writes_.closed(static_cast<unsigned>(std::countr_zero(mask)));
  }
}

void Controller::refresh(Clock t, unsigned rank, std::uint64_t banks) {
  account(t, rank);
  refresh_end_[rank] = t + trfc_;
  bus_free_ = t + precharge_clocks_;
  if (refresh_.per_bank()) {
    timing_.refresh_bank(banks, t);
    ++counts_.bank_refreshes;
  } else {
    timing_.refresh(rank, t);
    ++counts_.refreshes;
  }
  refresh_.refreshed(rank, t);
  blocked_banks_ = 0;
}

/// Adds the clocks since the last change to the state that is about to end.
void Controller::account(Clock t, unsigned rank) {
  count_standby(counts_, rank, t);
  accounted_[rank] = t;
}

void Controller::count_standby(Counts& counts, unsigned rank, Clock until) const {
  const Clock since = accounted_[rank];
  if (!all_closed(rank)) {
    counts.active_cycles += static_cast<std::uint64_t>(until - since);
    return;
  }
  const Clock refreshing = std::clamp(refresh_end_[rank], since, until);
  counts.refresh_cycles += static_cast<std::uint64_t>(refreshing - since);
  counts.precharged_cycles += static_cast<std::uint64_t>(until - refreshing);
}

Counts Controller::counts(Clock now) const {
  Counts out = counts_;
  out.read_bytes = out.reads * burst_bytes_;
  out.write_bytes = out.writes * burst_bytes_;
  for (unsigned rank = 0; rank < timing_.ranks(); ++rank) {
    count_standby(out, rank, now);
  }
  return out;
}

std::uint64_t Controller::glance() const {
  const auto near = [&](Clock bound) {
    return static_cast<std::uint64_t>(std::clamp<Clock>(bound - visited_, 0, 0xfff));
  };
  std::uint64_t key = near(next_) | near(timing_.rank_read_ready(0)) << 12 |
                      near(timing_.rank_write_ready(0)) << 24 |
                      near(timing_.rank_act_ready(0)) << 36 | std::uint64_t{reads_.size()} << 48 |
                      std::uint64_t{writes_.size()} << 55 | std::uint64_t{write_mode_} << 62;
  for (const std::uint64_t masks :
       {timing_.open_mask() << 32 ^ active_banks_, reads_.banks_with_hits() << 32 ^ reads_.banks(),
        writes_.banks_with_hits() << 32 ^ writes_.banks()}) {
    key = (key ^ masks) * 0x9e3779b97f4a7c15ULL;
    key ^= key >> 29;
  }
  return key;
}

void Controller::describe(std::span<const std::uint64_t> origin, std::vector<std::uint64_t>& words,
                          bool resting) const {
  words.insert(words.end(),
               {static_cast<std::uint64_t>(next_ - visited_), std::uint64_t{write_mode_},
                active_banks_, active_writes_, conflict_banks_,
                static_cast<std::uint64_t>(std::max<Clock>(bus_free_ - visited_, 0))});
  if (page_timeout_ < kNever) {
    for (std::uint64_t mask = timing_.open_mask(); mask != 0; mask &= mask - 1) {
      const Clock last = last_cas_[static_cast<std::size_t>(std::countr_zero(mask))];
      words.push_back(static_cast<std::uint64_t>(visited_ - last));
    }
  }
  timing_.describe(visited_, words);
  reads_.describe(visited_, sequence_, origin, words);
  if (resting) {
    writes_.describe_as_is(words);
  } else {
    writes_.describe(visited_, sequence_, origin, words);
  }
  for (std::uint64_t mask = active_banks_; mask != 0; mask &= mask - 1) {
    RequestQueue::describe(active_[static_cast<std::size_t>(std::countr_zero(mask))], visited_,
                           sequence_, origin, words);
  }
}

/// Standby clocks are added when a rank's last bank closes or its first one opens: either never
/// since the mark, or last at the same distance.
bool Controller::repeatable(const Mark& since) const {
  for (unsigned rank = 0; rank < timing_.ranks(); ++rank) {
    const Clock moved = accounted_[rank] - since.accounted[rank];
    if (moved != 0 && moved != visited_ - since.clock) {
      return false;
    }
  }
  return counts_.refreshes == since.counts.refreshes &&
         counts_.bank_refreshes == since.counts.bank_refreshes && !refresh_pending(visited_) &&
         counts_.forwarded_reads == since.counts.forwarded_reads &&
         counts_.coalesced_writes == since.counts.coalesced_writes;
}

void Controller::leap(const Mark& since, std::uint64_t times, std::span<const std::uint64_t> bursts,
                      bool resting) {
  const Clock distance = static_cast<Clock>(times) * (visited_ - since.clock);
  const std::uint64_t sequences = times * (sequence_ - since.sequence);
  counts_.repeat_since(since.counts, times);
  for (unsigned rank = 0; rank < timing_.ranks(); ++rank) {
    if (accounted_[rank] != since.accounted[rank]) {
      accounted_[rank] += distance;
    }
  }
  timing_.shift(visited_, distance);
  reads_.shift(distance, sequences, bursts);
  if (!resting) {
    writes_.shift(distance, sequences, bursts);
  }
  for (std::uint64_t mask = active_banks_; mask != 0; mask &= mask - 1) {
    Entry& entry = active_[static_cast<std::size_t>(std::countr_zero(mask))];
    entry.request.burst += bursts[entry.request.tag];
    entry.sequence += sequences;
    entry.arrival += distance;
  }
  for (std::uint64_t mask = timing_.open_mask(); mask != 0; mask &= mask - 1) {
    last_cas_[static_cast<std::size_t>(std::countr_zero(mask))] += distance;
  }
  bus_free_ += distance;
  sequence_ += sequences;
  visited_ += distance;
  // What fell due later than now has come nearer.
  next_ = std::min(next_ + distance, refresh_.next());
  if (resting) {
    next_ = std::min(next_, write_deadline_);
  }
  offer_ = 0;
}

void Controller::describe_idle(std::vector<std::uint64_t>& words) const {
  describe({}, words, false);
  refresh_.describe(visited_, words);
  words.push_back(blocked_banks_);
  for (const Clock deadline : {read_deadline_, write_deadline_}) {
    words.push_back(deadline > visited_ ? static_cast<std::uint64_t>(deadline) : 0);
  }
}

bool Controller::idle_since(const Mark& since) const {
  for (unsigned rank = 0; rank < timing_.ranks(); ++rank) {
    if (accounted_[rank] - since.accounted[rank] != refresh_.interval()) {
      return false;
    }
  }
  return empty() && sequence_ == since.sequence && counts_.bursts == since.counts.bursts &&
         visited_ - since.clock == refresh_.interval();
}

void Controller::leap_idle(const Mark& since, std::uint64_t times) {
  const Clock distance = static_cast<Clock>(times) * (visited_ - since.clock);
  counts_.repeat_since(since.counts, times);
  for (unsigned rank = 0; rank < timing_.ranks(); ++rank) {
    accounted_[rank] += distance;
    refresh_end_[rank] += distance;
  }
  timing_.shift(visited_, distance);
  refresh_.shift(distance);
  bus_free_ += distance;
  visited_ += distance;
  next_ += distance;
}

}  // namespace metronome::dram
