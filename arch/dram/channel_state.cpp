#include "arch/dram/channel_state.hpp"

#include <algorithm>

namespace metronome::dram {
namespace {

struct Reset {
  Clock at;

  template <class T>
  void exact(const char*, T& value, const T& initial) const {
    value = initial;
  }
  void bound(const char*, Clock& clock) const { clock = 0; }
  void alarm(const char*, Clock& clock) const { clock = 0; }
  void moment(const char*, Clock& clock, Clock initial) const { clock = initial; }
  void request(const char*, QueuedRequest& entry) const { entry = {}; }
  template <class Queue>
  void requests(const char*, Direction, Queue& queue) const {
    queue.clear();
  }
  template <class T>
  void hint(const char*, T& value, const T& initial) const {
    value = initial;
  }
  void counts(const char*, Counts& counts) const { counts = {}; }
  void residency(const char*, unsigned, Clock& since, Clock& refresh_end) const {
    since = refresh_end = at;
  }
  void now(const char*, Clock& clock) const { clock = at; }
  void next_sequence(const char*, std::uint64_t& sequence) const { sequence = 0; }
  static constexpr bool visits_refresh() { return true; }
};

template <std::integral T>
std::uint64_t word_of(T value) {
  return static_cast<std::uint64_t>(value);
}

/// Requests are appended as they are visited; other members, one word each, are gathered first,
/// which is several times as fast as appending each.
struct Signature {
  Clock at;
  std::uint64_t sequence;
  const PeriodScope& scope;
  std::vector<std::uint64_t>& words;
  std::uint64_t* end;  ///< of the gathered words

  void put(std::uint64_t word) { *end++ = word; }
  template <class T>
  void exact(const char*, const T& value, const T&) {
    if constexpr (std::integral<T>) {
      put(word_of(value));
    } else {
      for (const std::uint64_t word : value.words()) {
        put(word);
      }
    }
  }
  void bound(const char*, Clock clock) { put(word_of(std::max<Clock>(clock - at, 0))); }
  void alarm(const char* name, Clock clock) {
    scope.alarms_stay ? put(word_of(clock > at)) : bound(name, clock);
  }
  void moment(const char*, Clock clock, Clock) { put(word_of(clock - at)); }
  void request(const char*, const QueuedRequest& entry) {
    RequestQueue::append_signature(entry, at, sequence, scope.bursts, words);
  }
  template <class Queue>
  void requests(const char*, Direction direction, const Queue& queue) {
    if (direction == Direction::write && scope.writes_held) {
      queue.append_identity(words);
    } else {
      queue.append_signature(at, sequence, scope.bursts, words);
    }
  }
  template <class T>
  void hint(const char*, const T&, const T&) {}
  void counts(const char*, const Counts&) {}
  // How the time is counted that a refresh takes up is to repeat itself as well.
  void residency(const char* name, unsigned, Clock, Clock refresh_end) { bound(name, refresh_end); }
  void now(const char*, Clock) {}
  void next_sequence(const char*, std::uint64_t) {}
  [[nodiscard]] bool visits_refresh() const { return scope.refreshes; }
};

struct Advance {
  Clock from;
  Clock distance;
  std::uint64_t sequences;
  std::uint64_t times;
  const PeriodStart& start;
  const PeriodScope& scope;

  template <class T>
  void exact(const char*, T&, const T&) const {}
  void bound(const char*, Clock& clock) const { clock += clock > from ? distance : 0; }
  void alarm(const char* name, Clock& clock) const {
    if (!scope.alarms_stay) {
      bound(name, clock);
    }
  }
  void moment(const char*, Clock& clock, Clock) const { clock += distance; }
  void request(const char*, QueuedRequest& entry) const {
    entry.request.burst += scope.bursts[entry.request.tag];
    entry.sequence += sequences;
    entry.arrival += distance;
  }
  template <class Queue>
  void requests(const char*, Direction direction, Queue& queue) const {
    if (direction == Direction::read || !scope.writes_held) {
      queue.shift(distance, sequences, scope.bursts);
    }
  }
  template <class T>
  void hint(const char*, T&, const T&) const {}
  void counts(const char*, Counts& counts) const { counts.repeat_since(start.counts, times); }
  /// A rank that has stayed in one state since the start goes on in it.
  void residency(const char*, unsigned rank, Clock& since, Clock& refresh_end) const {
    if (since != start.residency[rank]) {
      since += distance;
      refresh_end += distance;
    }
  }
  void now(const char*, Clock& clock) const { clock += distance; }
  void next_sequence(const char*, std::uint64_t& sequence) const { sequence += sequences; }
  [[nodiscard]] bool visits_refresh() const { return scope.refreshes; }
};

}  // namespace

template <class Banks>
void reset(BasicChannelState<Banks>& state, const Organisation& used, Clock now) {
  Reset visitor{now};
  visit_members(state, used, visitor);
}

namespace {

template <class Banks>
void append(const BasicChannelState<Banks>& state, const Organisation& used,
            const PeriodScope& scope, Clock at, std::vector<std::uint64_t>& words) {
  // Large enough: each word comes from a member that takes up a word, with its padding.
  std::array<std::uint64_t, sizeof(BasicChannelState<Banks>) / sizeof(std::uint64_t)> gathered;
  Signature visitor{at, state.sequence, scope, words, gathered.data()};
  visit_members(state, used, visitor);
  words.insert(words.end(), gathered.data(), visitor.end);
}

}  // namespace

template <class Banks>
void append_signature(const BasicChannelState<Banks>& state, const Organisation& used,
                      const PeriodScope& scope, std::vector<std::uint64_t>& words) {
  append(state, used, scope, state.visited, words);
}

template <class Banks>
void append_idle_signature(const BasicChannelState<Banks>& state, const Organisation& used,
                           Clock at, std::vector<std::uint64_t>& words) {
  append(state, used, {.refreshes = true}, at, words);
}

template <class Banks>
std::uint64_t signature_hash(const BasicChannelState<Banks>& state) {
  const auto near = [&](Clock bound) {
    return static_cast<std::uint64_t>(std::clamp<Clock>(bound - state.visited, 0, 0xfff));
  };
  const RankState& rank = state.timing.ranks[0];
  std::uint64_t key = near(state.next_visit) | near(rank.read) << 12 | near(rank.write) << 24 |
                      near(rank.act) << 36 | std::uint64_t{state.reads.size()} << 48 |
                      std::uint64_t{state.writes.size()} << 55 |
                      std::uint64_t{state.serving_writes} << 62;
  for (const auto& [high, low] :
       {std::pair(state.timing.open, state.active_banks),
        std::pair(state.reads.banks_with_hits(), state.reads.banks()),
        std::pair(state.writes.banks_with_hits(), state.writes.banks())}) {
    const auto highs = high.words();
    const auto lows = low.words();
    for (std::size_t i = 0; i < lows.size(); ++i) {
      key = (key ^ highs[i] << 32 ^ lows[i]) * 0x9e3779b97f4a7c15ULL;
      key ^= key >> 29;
    }
  }
  return key;
}

template <class Banks>
PeriodStart period_start(const BasicChannelState<Banks>& state) {
  PeriodStart start{state.visited, state.sequence, state.counts, {}};
  for (std::size_t rank = 0; rank < start.residency.size(); ++rank) {
    start.residency[rank] = state.residency[rank].since;
  }
  return start;
}

template <class Banks>
void fast_forward(BasicChannelState<Banks>& state, const Organisation& used,
                  const PeriodStart& start, std::uint64_t times, const PeriodScope& scope) {
  const Advance visitor{state.visited,
                        static_cast<Clock>(times) * (state.visited - start.clock),
                        times * (state.sequence - start.sequence),
                        times,
                        start,
                        scope};
  visit_members(state, used, visitor);
}

template void reset(BasicChannelState<BankSet>&, const Organisation&, Clock);
template void append_signature(const BasicChannelState<BankSet>&, const Organisation&,
                               const PeriodScope&, std::vector<std::uint64_t>&);
template void append_idle_signature(const BasicChannelState<BankSet>&, const Organisation&, Clock,
                                    std::vector<std::uint64_t>&);
template std::uint64_t signature_hash(const BasicChannelState<BankSet>&);
template PeriodStart period_start(const BasicChannelState<BankSet>&);
template void fast_forward(BasicChannelState<BankSet>&, const Organisation&, const PeriodStart&,
                           std::uint64_t, const PeriodScope&);

template void reset(BasicChannelState<WideBankSet>&, const Organisation&, Clock);
template void append_signature(const BasicChannelState<WideBankSet>&, const Organisation&,
                               const PeriodScope&, std::vector<std::uint64_t>&);
template void append_idle_signature(const BasicChannelState<WideBankSet>&, const Organisation&,
                                    Clock, std::vector<std::uint64_t>&);
template std::uint64_t signature_hash(const BasicChannelState<WideBankSet>&);
template PeriodStart period_start(const BasicChannelState<WideBankSet>&);
template void fast_forward(BasicChannelState<WideBankSet>&, const Organisation&, const PeriodStart&,
                           std::uint64_t, const PeriodScope&);

}  // namespace metronome::dram
