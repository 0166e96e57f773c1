// The one visitor of the channel state: it reaches every member, and what is made from it (reset,
// signature, fast-forward) treats each as its kind demands.
#include "arch/dram/channel_state.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace metronome::dram {
namespace channel_state_test {

constexpr Organisation kSome{2, 8, 32};
constexpr Organisation kWhole{kMaxRanks, BankSet::kCapacity, BankSet::kCapacity};
constexpr Clock kNow = 1'000;

/// Every member in words, as it is.
struct Content {
  std::vector<std::uint64_t> words;

  void put(BankSet banks) { words.push_back(banks.bits()); }
  template <std::integral T>
  void put(T value) {
    words.push_back(static_cast<std::uint64_t>(value));
  }
  void put(const QueuedRequest& e) {
    put(e.request.burst);
    put(e.request.row);
    put(e.request.tag);
    put(e.sequence);
    put(e.arrival);
  }
  template <class T>
  void exact(const char*, const T& value, const T&) {
    put(value);
  }
  void bound(const char*, Clock clock) { put(clock); }
  void alarm(const char*, Clock clock) { put(clock); }
  void moment(const char*, Clock clock, Clock) { put(clock); }
  void request(const char*, const QueuedRequest& entry) { put(entry); }
  void requests(const char*, Direction, const RequestQueue& queue) {
    put(queue.size());
    for (const QueuedRequest& entry : queue.entries()) {
      put(entry);
    }
  }
  template <class T>
  void hint(const char*, const T& value, const T&) {
    put(value);
  }
  void counts(const char*, const Counts& counts) {
    put(counts.activates);
    put(counts.refresh_cycles);
  }
  void residency(const char*, unsigned, Clock since, Clock refresh_end) {
    put(since);
    put(refresh_end);
  }
  void now(const char*, Clock clock) { put(clock); }
  void next_sequence(const char*, std::uint64_t sequence) { put(sequence); }
  static constexpr bool visits_refresh() { return true; }
};

std::vector<std::uint64_t> content(const ChannelState& state) {
  Content visitor;
  visit_members(state, kSome, visitor);
  return visitor.words;
}

/// What a member is to the future.
enum class Part { decides, origin, none };

/// Changes the member number `target` in the order of visits, fields of requests one by one.
struct Perturb {
  int target;
  int count = 0;
  std::string name{};
  Part part = Part::none;

  bool is_target(const char* member, Part its_part) {
    if (count++ != target) {
      return false;
    }
    name = member;
    part = its_part;
    return true;
  }
  static void change(bool& value) { value = !value; }
  static void change(BankSet& banks) { banks.assign(13, !banks.contains(13)); }
  template <std::integral T>
  static void change(T& value) {
    value += 3;
  }
  template <class T>
  void apply(const char* member, T& value, Part its_part) {
    if (is_target(member, its_part)) {
      change(value);
    }
  }
  template <class T>
  void exact(const char* member, T& value, const T&) {
    apply(member, value, Part::decides);
  }
  void bound(const char* member, Clock& clock) { apply(member, clock, Part::decides); }
  void alarm(const char* member, Clock& clock) { apply(member, clock, Part::decides); }
  void moment(const char* member, Clock& clock, Clock) { apply(member, clock, Part::decides); }
  void request(const char* member, QueuedRequest& entry) {
    apply(member, entry.request.burst, Part::decides);
    apply(member, entry.request.row, Part::decides);
    apply(member, entry.request.tag, Part::decides);
    apply(member, entry.sequence, Part::decides);
    apply(member, entry.arrival, Part::decides);
  }
  void requests(const char* member, Direction, RequestQueue& queue) {
    if (is_target(member, Part::decides)) {
      queue.push({{99, 1, 2, Direction::read, 0}, 8, 900}, kClosedRow);
    }
  }
  template <class T>
  void hint(const char* member, T& value, const T&) {
    apply(member, value, Part::none);
  }
  void counts(const char* member, Counts& counts) { apply(member, counts.activates, Part::none); }
  void residency(const char* member, unsigned, Clock& since, Clock& refresh_end) {
    apply(member, since, Part::none);
    apply(member, refresh_end, Part::decides);
  }
  void now(const char* member, Clock& clock) { apply(member, clock, Part::origin); }
  void next_sequence(const char* member, std::uint64_t& sequence) {
    apply(member, sequence, Part::origin);
  }
  static constexpr bool visits_refresh() { return true; }
};

/// Makes every bound lie in the future, each at another distance.
struct Future : Perturb {
  Clock next = kNow + 10;
  void bound(const char*, Clock& clock) { clock = next += 7; }
  void alarm(const char*, Clock& clock) { clock = next += 7; }
  void moment(const char*, Clock& clock, Clock) { clock = next += 7; }
};

/// The burst that each tag offers next.
const std::vector<std::uint64_t> kBursts{5'000, 6'000, 7'000, 8'000};

/// A state in which every member says something.
ChannelState busy() {
  ChannelState state;
  reset(state, kSome, kNow);
  Future future{{.target = -1}};
  visit_members(state, kSome, future);
  state.sequence = 9;
  for (const unsigned bank : {3u, 20u}) {
    state.active_banks.insert(bank);
    state.active[bank] = {{4'000 + bank, 5, static_cast<std::uint8_t>(bank)}, bank % 4, 950};
  }
  state.reads.push({{4'100, 2, 4, Direction::read, 0}, 5, 960}, kClosedRow);
  state.writes.push({{4'200, 2, 5, Direction::write, 0}, 6, 970}, kClosedRow);
  return state;
}

std::vector<std::uint64_t> signature(const ChannelState& state,
                                     const std::vector<std::uint64_t>& bursts = kBursts) {
  std::vector<std::uint64_t> words;
  append_signature(state, kSome, {.bursts = bursts, .refreshes = true}, words);
  return words;
}

/// The state with one member changed; `done` behind the last one.
struct Perturbed {
  ChannelState state = busy();
  Perturb how;
  bool done;
  explicit Perturbed(int member) : how{.target = member} {
    visit_members(state, kSome, how);
    done = member >= how.count;
  }
};

/// Members on which no future depends, one by one: the reason stands beside each in ChannelState.
const std::set<std::string> kWithoutFuture{"next_offer",     "earliest_ready", "read_deadline",
                                           "write_deadline", "idle_visits",    "quiet_until",
                                           "counts",         "residency"};

TEST(channel_state, every_member_that_decides_the_future_is_in_the_signature) {
  const std::vector<std::uint64_t> before = signature(busy());
  int members = 0;
  for (; !Perturbed(members).done; ++members) {
    const Perturbed changed(members);
    EXPECT_NE(content(changed.state), content(busy())) << changed.how.name;
    if (changed.how.part == Part::none) {
      EXPECT_TRUE(kWithoutFuture.contains(changed.how.name)) << changed.how.name;
      EXPECT_EQ(signature(changed.state), before) << changed.how.name;
    } else {
      EXPECT_NE(signature(changed.state), before) << changed.how.name << ' ' << members;
    }
  }
  EXPECT_GT(members, 32 * 6 + 8 * 3 + 2 * 16);
}

TEST(channel_state, reset_restores_every_member) {
  ChannelState fresh;
  reset(fresh, kSome, 77);
  for (int member = 0; !Perturbed(member).done; ++member) {
    Perturbed changed(member);
    reset(changed.state, kSome, 77);
    EXPECT_EQ(content(changed.state), content(fresh)) << changed.how.name << ' ' << member;
  }
}

TEST(channel_state, fast_forward_keeps_the_signature_whatever_member_is_changed) {
  std::vector<std::uint64_t> later = kBursts;
  std::vector<std::uint64_t> skipped;
  for (std::size_t tag = 0; tag < later.size(); ++tag) {
    skipped.push_back(10 * (tag + 1));
    later[tag] += skipped.back();
  }
  for (int member = 0; !Perturbed(member).done; ++member) {
    Perturbed changed(member);
    const std::vector<std::uint64_t> before = signature(changed.state);
    const Clock visited = changed.state.visited;
    PeriodStart start = period_start(changed.state);
    start.clock -= 50;
    start.counts = {};
    start.residency.fill(-1);
    const Counts counted = changed.state.counts;
    const Clock since = changed.state.residency[1].since;
    fast_forward(changed.state, kSome, start, 4, {.bursts = skipped, .refreshes = true});
    EXPECT_EQ(signature(changed.state, later), before) << changed.how.name << ' ' << member;
    EXPECT_EQ(changed.state.visited, visited + 200);
    EXPECT_EQ(changed.state.counts.activates, 5 * counted.activates);
    EXPECT_EQ(changed.state.residency[1].since, since + 200);
  }
}

TEST(channel_state, a_bound_that_is_past_has_no_part_in_the_signature) {
  ChannelState a = busy();
  ChannelState b = busy();
  a.timing.banks[2].act = kNow - 1;
  b.timing.banks[2].act = kNow - 400;
  EXPECT_EQ(signature(a), signature(b));
  b.timing.banks[2].act = kNow + 1;
  EXPECT_NE(signature(a), signature(b));
}

TEST(channel_state, held_writes_stay_and_are_told_apart_by_identity) {
  ChannelState state = busy();
  const PeriodScope held{.bursts = kBursts, .writes_held = true};
  std::vector<std::uint64_t> before;
  append_signature(state, kSome, held, before);
  PeriodStart start = period_start(state);
  start.clock -= 50;
  const std::vector<std::uint64_t> none(kBursts.size(), 0);
  fast_forward(state, kSome, start, 3, {.bursts = none, .writes_held = true});
  std::vector<std::uint64_t> after;
  append_signature(state, kSome, held, after);
  EXPECT_EQ(after, before);
  EXPECT_EQ(state.writes.entries()[0].arrival, 970);
  EXPECT_EQ(state.reads.entries()[0].arrival, 960 + 150);
}

/// Which bytes of the state the visitor hands out.
struct Places {
  std::vector<std::pair<const char*, std::size_t>> places;

  template <class T>
  void put(const T& member) {
    places.emplace_back(reinterpret_cast<const char*>(&member), sizeof member);
  }
  template <class T>
  void exact(const char*, const T& value, const T&) {
    put(value);
  }
  void bound(const char*, const Clock& clock) { put(clock); }
  void alarm(const char*, const Clock& clock) { put(clock); }
  void moment(const char*, const Clock& clock, Clock) { put(clock); }
  void request(const char*, const QueuedRequest& entry) { put(entry); }
  void requests(const char*, Direction, const RequestQueue& queue) { put(queue); }
  template <class T>
  void hint(const char*, const T& value, const T&) {
    put(value);
  }
  void counts(const char*, const Counts& counts) { put(counts); }
  void residency(const char*, unsigned, const Clock& since, const Clock& refresh_end) {
    put(since);
    put(refresh_end);
  }
  void now(const char*, const Clock& clock) { put(clock); }
  void next_sequence(const char*, const std::uint64_t& sequence) { put(sequence); }
  static constexpr bool visits_refresh() { return true; }
};

// A member that the structured bindings name, but that is not handed to the visitor, leaves a gap.
TEST(channel_state, the_visitor_hands_out_all_of_the_state) {
  ChannelState state;
  state.active_banks = BankSet::below(BankSet::kCapacity);
  const ChannelState& seen = state;
  Places visitor;
  visit_members(seen, kWhole, visitor);
  std::sort(visitor.places.begin(), visitor.places.end());
  const char* end = reinterpret_cast<const char*>(&state);
  for (const auto& [begin, size] : visitor.places) {
    EXPECT_GE(begin, end) << "a member is visited twice";
    EXPECT_LT(begin - end, static_cast<std::ptrdiff_t>(alignof(ChannelState)))
        << "behind byte " << end - reinterpret_cast<const char*>(&state);
    end = begin + size;
  }
  EXPECT_LT(reinterpret_cast<const char*>(&state + 1) - end,
            static_cast<std::ptrdiff_t>(alignof(ChannelState)));
}

}  // namespace channel_state_test
}  // namespace metronome::dram
