#pragma once

#include <concepts>
#include <cstdint>
#include <variant>

#include "arch/dram/channel_state.hpp"
#include "arch/dram/command.hpp"
#include "arch/dram/timing.hpp"

namespace metronome::dram {

/// The command of a buffered request that a scheduler has chosen.
struct ScheduledCommand {
  std::uint64_t sequence = ~std::uint64_t{0};
  RequestQueue::Slot slot = RequestQueue::kNone;
  Command command = Command::activate;
};

/// What a scheduler chooses from: the buffered requests of the direction that is served, in clock
/// `now`. The consider functions take the older of the best so far and the candidates that are
/// legal, and note when the others will be.
template <class Banks>
class BasicSchedulerView {
 public:
  BasicSchedulerView(const Timing& timing, const BasicChannelState<Banks>& channel,
                     Direction direction, Clock now, Clock patience, bool columns)
      : timing_(timing),
        channel_(channel),
        queue_(direction == Direction::read ? channel.reads : channel.writes),
        direction_(direction),
        now_(now),
        patience_(patience),
        columns_(columns) {}

  [[nodiscard]] const BasicChannelState<Banks>& channel() const { return channel_; }
  [[nodiscard]] const BasicRequestQueue<Banks>& queue() const { return queue_; }
  /// When the first of the candidates that were not legal will be.
  [[nodiscard]] Clock earliest_ready() {
    // No conflict is overdue before its direction: mostly the others are known to be earlier.
    if (earliest_ready_ > deadline()) {
      for (const unsigned bank : undecided_) {
        note(queue_.at(queue_.oldest_miss(bank)).arrival + patience_);
      }
    }
    return earliest_ready_;
  }
  /// The banks of which buffered requests may be served.
  [[nodiscard]] Banks unblocked(Banks banks) const {
    return banks - channel_.blocked_banks - channel_.asleep_banks;
  }
  /// No request of the direction has waited for the controller's patience.
  [[nodiscard]] bool none_overdue() const { return now_ < deadline(); }
  /// The banks whose oldest request to another row has waited for the controller's patience.
  [[nodiscard]] Banks overdue_conflicts(Banks banks);

  void consider(ScheduledCommand& best, RequestQueue::Slot slot, Command command, Clock ready);
  /// RD or WR of each bank's oldest request to its open row.
  void consider_columns(ScheduledCommand& best, Banks banks);
  /// ACT for each closed bank's oldest request.
  void consider_activates(ScheduledCommand& best);
  /// PRE for each bank's oldest request to another row.
  void consider_precharges(ScheduledCommand& best, Banks banks);
  /// The next command of the request.
  void consider_request(ScheduledCommand& best, RequestQueue::Slot slot);

 private:
  [[nodiscard]] Clock deadline() const {
    return direction_ == Direction::read ? channel_.read_deadline : channel_.write_deadline;
  }
  void note(Clock ready) { earliest_ready_ = std::min(earliest_ready_, ready); }
  template <class Ready>
  [[nodiscard]] Banks of_ready_ranks(Banks banks, Ready ready);

  const Timing& timing_;
  const BasicChannelState<Banks>& channel_;
  const BasicRequestQueue<Banks>& queue_;
  Direction direction_;
  Clock now_;
  Clock patience_;
  bool columns_;  ///< RD and WR may be issued
  Clock earliest_ready_ = kNever;
  Banks undecided_;  ///< of overdue_conflicts(), whose deadlines have not been noted
};
using SchedulerView = BasicSchedulerView<BankSet>;

/// Chooses the next command among those of the buffered requests of one direction. `best` stays as
/// it is when none is legal. A scheduler is a value without state: it decides from the view.
// By reference: a small struct in registers would be put together in memory, in parts.
template <class S>
concept IsSchedulerPolicy = std::copyable<S> &&
    requires(const S& scheduler, ScheduledCommand& best, SchedulerView& view) {
  { scheduler.choose(best, view) } -> std::same_as<void>;
};

/// First ready, first come first served [rixner2000memory]: the oldest request whose next
/// command is legal.
struct FrFcfs {
  /// Hits to an open row go before the PRE of an older request to another row of the bank, until
  /// that one has waited for the controller's patience.
  bool hits_keep_row = true;

  template <class Banks>
  void choose(ScheduledCommand& best, BasicSchedulerView<Banks>& view) const;
};

/// FR-FCFS, but a legal RD or WR before any ACT or PRE, until a request has waited for the
/// controller's patience.
struct RowHitFirst {
  template <class Banks>
  void choose(ScheduledCommand& best, BasicSchedulerView<Banks>& view) const;
};

/// First come first served: the oldest request, one at a time.
struct Fcfs {
  template <class Banks>
  void choose(ScheduledCommand& best, BasicSchedulerView<Banks>& view) const;
};

/// The list of schedulers: a controller holds one of them.
using AnyScheduler = std::variant<FrFcfs, RowHitFirst, Fcfs>;
static_assert(IsSchedulerPolicy<FrFcfs> && IsSchedulerPolicy<RowHitFirst> &&
              IsSchedulerPolicy<Fcfs>);

/// As the device's keys name it.
[[nodiscard]] inline AnyScheduler scheduler_of(const DeviceSpec& device) {
  switch (device.scheduler) {
    case Scheduler::fr_fcfs:
      return FrFcfs{};
    case Scheduler::row_hit_first:
      return RowHitFirst{};
    case Scheduler::fcfs:
      return Fcfs{};
  }
  fail_no_enumerator(device.scheduler);
}

template <class Banks>
inline Banks BasicSchedulerView<Banks>::overdue_conflicts(Banks banks) {
  Banks overdue;
  if (none_overdue()) {
    undecided_ = banks;
    return overdue;
  }
  for (const unsigned bank : banks) {
    const Clock deadline = queue_.at(queue_.oldest_miss(bank)).arrival + patience_;
    if (now_ >= deadline) {
      overdue.insert(bank);
    } else {
      note(deadline);
    }
  }
  return overdue;
}

template <class Banks>
inline void BasicSchedulerView<Banks>::consider(ScheduledCommand& best, RequestQueue::Slot slot,
                                                Command command, Clock ready) {
  if (!columns_ && (command == Command::read || command == Command::write)) {
    return;
  }
  if (ready > now_) {
    note(ready);
    return;
  }
  const std::uint64_t sequence = queue_.at(slot).sequence;
  if (sequence < best.sequence) {
    best = {sequence, slot, command};
  }
}

/// The banks without those whose rank is not ready before `ready(rank)`; notes when it will be.
template <class Banks>
template <class Ready>
Banks BasicSchedulerView<Banks>::of_ready_ranks(Banks banks, Ready ready) {
  for (unsigned rank = 0; !banks.empty() && rank < timing_.ranks(); ++rank) {
    const Banks of_rank = banks & timing_.banks_of<Banks>(rank);
    if (!of_rank.empty() && ready(channel_.timing.ranks[rank]) > now_) {
      note(ready(channel_.timing.ranks[rank]));
      banks -= of_rank;
    }
  }
  return banks;
}

template <class Banks>
inline void BasicSchedulerView<Banks>::consider_columns(ScheduledCommand& best, Banks banks) {
  const bool read = direction_ == Direction::read;
  banks = of_ready_ranks(banks, [&](const RankState& r) { return read ? r.read : r.write; });
  for (const unsigned bank : banks) {
    consider(best, queue_.oldest_hit(bank), read ? Command::read : Command::write,
             read ? timing_.bank_read_ready(channel_.timing, bank)
                  : timing_.bank_write_ready(channel_.timing, bank));
  }
}

template <class Banks>
inline void BasicSchedulerView<Banks>::consider_activates(ScheduledCommand& best) {
  const Banks closed = unblocked(queue_.banks() - channel_.timing.open);
  for (const unsigned bank : of_ready_ranks(closed, [](const RankState& r) { return r.act; })) {
    consider(best, queue_.oldest(bank), Command::activate,
             timing_.bank_act_ready(channel_.timing, bank));
  }
}

template <class Banks>
inline void BasicSchedulerView<Banks>::consider_precharges(ScheduledCommand& best, Banks banks) {
  for (const unsigned bank : banks) {
    consider(best, queue_.oldest_miss(bank), Command::precharge,
             timing_.pre_ready(channel_.timing, bank));
  }
}

template <class Banks>
inline void BasicSchedulerView<Banks>::consider_request(ScheduledCommand& best,
                                                        RequestQueue::Slot slot) {
  const BurstRequest& request = queue_.at(slot).request;
  const BasicTimingState<Banks>& s = channel_.timing;
  const unsigned bank = request.bank;
  if (!s.open.contains(bank)) {
    consider(best, slot, Command::activate, timing_.act_ready(s, bank));
  } else if (request.row != s.banks[bank].row) {
    consider(best, slot, Command::precharge, timing_.pre_ready(s, bank));
  } else if (direction_ == Direction::read) {
    consider(best, slot, Command::read, timing_.read_ready(s, bank));
  } else {
    consider(best, slot, Command::write, timing_.write_ready(s, bank));
  }
}

namespace scheduling {

/// What hits and conflicts of one bank may do. Without priority of hits both compete by age; with
/// it the PRE of a conflict waits for the hits, and an overdue conflict stops them: they would
/// otherwise put it off for ever.
template <class Banks>
struct RowCandidates {
  Banks hits;
  Banks conflicts;
};

template <class Banks>
inline RowCandidates<Banks> row_candidates(BasicSchedulerView<Banks>& view, bool hits_keep_row) {
  RowCandidates<Banks> rows{
      view.unblocked(view.queue().banks_with_hits()),
      view.unblocked(view.queue().banks_with_misses() - view.channel().active_banks)};
  const Banks contested = rows.hits & rows.conflicts;
  if (hits_keep_row && !contested.empty()) {
    const Banks overdue = view.overdue_conflicts(contested);
    rows.hits -= overdue;
    rows.conflicts -= contested - overdue;
  }
  return rows;
}

}  // namespace scheduling

template <class Banks>
inline void FrFcfs::choose(ScheduledCommand& best, BasicSchedulerView<Banks>& view) const {
  const scheduling::RowCandidates<Banks> rows = scheduling::row_candidates(view, hits_keep_row);
  view.consider_columns(best, rows.hits);
  view.consider_activates(best);
  view.consider_precharges(best, rows.conflicts);
}

template <class Banks>
inline void RowHitFirst::choose(ScheduledCommand& best, BasicSchedulerView<Banks>& view) const {
  const scheduling::RowCandidates<Banks> rows = scheduling::row_candidates(view, true);
  view.consider_columns(best, rows.hits);
  if (best.slot != RequestQueue::kNone && view.none_overdue()) {
    return;
  }
  view.consider_activates(best);
  view.consider_precharges(best, rows.conflicts);
}

/// Nothing is prepared for the next request while one is active.
template <class Banks>
inline void Fcfs::choose(ScheduledCommand& best, BasicSchedulerView<Banks>& view) const {
  const BasicRequestQueue<Banks>& queue = view.queue();
  if (!view.channel().active_banks.empty() || queue.size() == 0) {
    return;
  }
  RequestQueue::Slot oldest = RequestQueue::kNone;
  for (const unsigned bank : queue.banks()) {
    const RequestQueue::Slot slot = queue.oldest(bank);
    if (oldest == RequestQueue::kNone || queue.at(slot).sequence < queue.at(oldest).sequence) {
      oldest = slot;
    }
  }
  if (!view.unblocked(Banks::of(queue.at(oldest).request.bank)).empty()) {
    view.consider_request(best, oldest);
  }
}

}  // namespace metronome::dram
