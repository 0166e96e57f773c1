#include "arch/dram/memory.hpp"

#include <algorithm>
#include <bit>
#include <memory>
#include <span>
#include <utility>
#include <variant>
#include <vector>

#include "arch/dram/controller.hpp"
#include "arch/dram/fast_forward.hpp"
#include "arch/dram/idle_time.hpp"
#include "arch/dram/transfer_port.hpp"

namespace metronome::dram {
// Named: a class outside of it has these as members, whose names are used in this file only.
namespace simulated {

/// Moments that pass without a comparison of idle channels after as many in which all were unlike.
constexpr unsigned kMostUnlike = 32;

/// All that a memory is, with bank sets of one width.
///
/// Channels that do the same are simulated once, by one of them, their leader. A transfer whose
/// bursts have other numbers in some of them parts these, each group with a leader of its own;
/// leaders that are idle and would do the same from now on become one again.
template <class Banks>
struct Channels {
  struct Channel {
    BasicController<Banks> controller;
    TransferPort port;
    FastForward fast_forward;
  };
  struct InFlight {
    TransferId id = 0;
    unsigned parts = 0;
    Clock last = 0;
    Clock earliest = 0;  ///< scratch of earliest_completion()
  };
  struct Completed {
    Clock clock = 0;
    TransferId id = 0;
  };

  explicit Channels(const MemorySpec& s);

  void reset(Clock now);
  TransferId submit(const Transfer& transfer, Clock seen);
  std::optional<Completed> advance(Clock horizon);
  void run(Channel& channel, Clock until);
  void pass_idle_time(Channel& channel, Clock until);
  void part(unsigned leader);
  void follow(unsigned one, unsigned other);
  void unite_idle();
  [[nodiscard]] Counts counts(unsigned channel) const {
    return channels[leader_of[channel]].controller.counts(reached) + own_counts[channel];
  }
  [[nodiscard]] Counts counts() const;
  [[nodiscard]] Clock earliest_completion();
  void collect(Channel& channel);
  void add_completed(Completed completed);
  [[nodiscard]] bool idle() const { return in_flight == 0 && completed.empty(); }
  [[nodiscard]] Clock next_completion() const {
    return completed.empty() ? kNever : completed.back().clock;
  }

  [[nodiscard]] Clock clock_seen(Picoseconds now) const {
    return static_cast<Clock>(ceil_div(now.count(), period));
  }
  /// The last clock at or before `time`; a huge time is as good as kNever - 1.
  [[nodiscard]] Clock clock_at(Picoseconds time) const {
    return static_cast<Clock>(
        std::min<std::uint64_t>(time.count() / period, static_cast<std::uint64_t>(kNever) - 1));
  }

  MemorySpec spec;
  std::uint64_t period;
  Interleave interleave;
  std::vector<Channel> channels;
  std::vector<unsigned> leaders;    ///< the channels that are simulated
  std::vector<unsigned> leader_of;  ///< by channel
  std::vector<Counts> own_counts;   ///< by channel: what it has counted beyond its leader
  Clock united = 0;                 ///< when leaders were last compared
  unsigned unlike = 0;              ///< comparisons in a row that united none, up to kMostUnlike
  unsigned passed_over = 0;         ///< moments since the last comparison
  std::vector<BurstRanges> bursts;  ///< of a transfer, by channel
  std::vector<std::pair<unsigned, std::vector<std::uint64_t>>> idle_leaders;  ///< scratch
  std::vector<InFlight> transfers;                                            ///< by slot
  std::vector<std::uint32_t> free_slots;
  unsigned in_flight = 0;
  std::vector<Completed> completed;  ///< to be collected; latest first
  TransferId next_id = 0;
  Clock reached = 0;
  Picoseconds reached_time{0};
};

template <class Banks>
Channels<Banks>::Channels(const MemorySpec& s) : spec(s), period(s.device.clock_period.count()) {
  const std::uint64_t burst_bytes = s.device.bytes_per_burst().count();
  METRONOME_ASSERT(std::has_single_bit(s.channel_interleave.count()) &&
                       s.channel_interleave.count() >= burst_bytes,
                   "the memory specification must have been validated");
  interleave = Interleave(
      static_cast<unsigned>(std::countr_zero(burst_bytes)),
      static_cast<unsigned>(std::countr_zero(s.channel_interleave.count() / burst_bytes)),
      s.channels, s.channel_hash);
  for (unsigned c = 0; c < s.channels; ++c) {
    channels.push_back(
        {BasicController<Banks>(s.device, policies_of(s.device, Profile::standard, s.refresh)),
         TransferPort(s.device),
         {}});
  }
  bursts.resize(s.channels);
  leader_of.resize(s.channels);
  own_counts.resize(s.channels);
  reset(0);
}

template <class Banks>
void Channels<Banks>::reset(Clock now) {
  leaders.clear();
  for (unsigned c = 0; c < channels.size(); ++c) {
    leader_of[c] = spec.batching ? 0 : c;
    own_counts[c] = {};
    if (leader_of[c] == c) {  // others are copied where they part
      leaders.push_back(c);
      channels[c].controller.reset(now, now + spec.device.trefi / 2);
      channels[c].port.clear();
      channels[c].fast_forward.clear();
    }
  }
  united = now;
  transfers.clear();
  free_slots.clear();
  completed.clear();
  in_flight = 0;
  reached = now;
}

template <class Banks>
TransferId Channels<Banks>::submit(const Transfer& transfer, Clock seen) {
  const TransferId id = next_id++;
  if (transfer.empty()) {
    add_completed({seen, id});
    return id;
  }
  unite_idle();
  const bool alike = spec.batching && identical_in_channels(transfer, interleave);
  list_bursts(transfer, interleave, std::span(bursts).first(alike ? 1 : channels.size()));
  for (std::size_t i = leaders.size(); !alike && i-- > 0;) {
    part(leaders[i]);
  }
  if (free_slots.empty()) {
    free_slots.push_back(static_cast<std::uint32_t>(transfers.size()));
    transfers.emplace_back();
  }
  const std::uint32_t slot = free_slots.back();
  free_slots.pop_back();
  transfers[slot] = {id, 0, seen};
  std::shared_ptr<const BurstRanges> shared;
  for (const unsigned c : leaders) {
    if (!alike || shared == nullptr) {
      shared = std::make_shared<const BurstRanges>(bursts[alike ? 0 : c]);
    }
    if (!shared->empty()) {
      ++transfers[slot].parts;
      channels[c].port.add(slot, RangeCursor(shared), transfer.direction, seen + 1);
      channels[c].controller.wake(seen + 1);
    }
  }
  ++in_flight;
  return id;
}

/// Of the channels that follow a leader, those with other bursts of the next transfer go their own
/// way, from where it is.
template <class Banks>
void Channels<Banks>::part(unsigned leader) {
  const auto known = static_cast<std::ptrdiff_t>(leaders.size());
  for (unsigned c = 0; c < channels.size(); ++c) {
    if (leader_of[c] != leader || bursts[c] == bursts[leader]) {
      continue;
    }
    const auto own = std::find_if(leaders.begin() + known, leaders.end(),
                                  [&](unsigned other) { return bursts[c] == bursts[other]; });
    if (own != leaders.end()) {
      leader_of[c] = *own;
      continue;
    }
    channels[c] = channels[leader];
    channels[c].port.visit_in_flight([&](std::uint32_t slot) { ++transfers[slot].parts; });
    leader_of[c] = c;
    leaders.push_back(c);
  }
}

/// Idle leaders that are alike become one.
template <class Banks>
void Channels<Banks>::unite_idle() {
  if (!spec.batching || leaders.size() == 1 || united == reached || ++passed_over <= unlike) {
    return;
  }
  united = reached;
  passed_over = 0;
  const std::size_t before = leaders.size();
  idle_leaders.clear();
  for (const unsigned c : std::vector<unsigned>(leaders)) {
    const Channel& channel = channels[c];
    if (!channel.port.idle() || !channel.controller.empty() ||
        channel.controller.next() <= reached) {
      continue;
    }
    std::vector<std::uint64_t> words;
    channel.controller.append_idle_signature(reached, words);
    const auto like = std::find_if(idle_leaders.begin(), idle_leaders.end(),
                                   [&](const auto& other) { return other.second == words; });
    if (like == idle_leaders.end()) {
      idle_leaders.emplace_back(c, std::move(words));
    } else {
      follow(c, like->first);
    }
  }
  unlike = leaders.size() < before ? 0 : std::min(2 * unlike + 1, kMostUnlike);
}

/// Of all channels; a leader is asked once.
template <class Banks>
Counts Channels<Banks>::counts() const {
  Counts sum;
  std::vector<Counts> of_leaders(channels.size());
  for (const unsigned c : leaders) {
    of_leaders[c] = channels[c].controller.counts(reached);
  }
  for (unsigned c = 0; c < channels.size(); ++c) {
    sum += of_leaders[leader_of[c]];
    sum += own_counts[c];
  }
  return sum;
}

/// A leader and those that follow it follow another, from now on.
template <class Banks>
void Channels<Banks>::follow(unsigned one, unsigned other) {
  const Counts beyond =
      channels[one].controller.counts(reached) - channels[other].controller.counts(reached);
  for (unsigned c = 0; c < channels.size(); ++c) {
    if (leader_of[c] == one) {
      leader_of[c] = other;
      own_counts[c] += beyond;
    }
  }
  std::erase(leaders, one);
}

template <class Banks>
void Channels<Banks>::add_completed(Completed entry) {
  const auto later = [](const Completed& a, const Completed& b) {
    return a.clock != b.clock ? a.clock > b.clock : a.id > b.id;
  };
  completed.insert(std::upper_bound(completed.begin(), completed.end(), entry, later), entry);
}

template <class Banks>
void Channels<Banks>::collect(Channel& channel) {
  for (const TransferPort::Finished& part : channel.port.finished()) {
    InFlight& transfer = transfers[part.transfer];
    transfer.last = std::max(transfer.last, part.clock);
    if (--transfer.parts == 0) {
      add_completed({transfer.last, transfer.id});
      free_slots.push_back(part.transfer);
      --in_flight;
    }
  }
  channel.port.finished().clear();
}

/// No transfer completes before this clock, which no channel has passed: up to there, none can run
/// ahead of a completion that another has yet to find.
template <class Banks>
Clock Channels<Banks>::earliest_completion() {
  for (InFlight& transfer : transfers) {
    transfer.earliest = transfer.parts > 0 ? transfer.last : kNever;
  }
  for (const unsigned c : leaders) {
    const Channel& channel = channels[c];
    channel.port.bound_completions(channel.controller, [&](std::uint32_t transfer, Clock earliest) {
      transfers[transfer].earliest = std::max(transfers[transfer].earliest, earliest);
    });
  }
  Clock earliest = kNever;
  for (const InFlight& transfer : transfers) {
    earliest = std::min(earliest, transfer.earliest);
  }
  return earliest;
}

/// Of a channel in which nothing is offered until long after: most of the time up to clock `until`.
template <class Banks>
void Channels<Banks>::pass_idle_time(Channel& channel, Clock until) {
  BasicController<Banks>& controller = channel.controller;
  const Clock end = std::min(until, channel.port.first_start());
  if (spec.batching && controller.empty() &&
      end - controller.visited() > kLongIdle * controller.refresh_interval()) {
    pass_idle(controller, channel.port, end);
  }
}

/// Brings a channel to clock `until`; one that is alone, at most to its next completed part.
template <class Banks>
void Channels<Banks>::run(Channel& channel, Clock until) {
  pass_idle_time(channel, until);
  const bool alone = leaders.size() == 1;
  while (channel.controller.next() <= until && !(alone && !channel.port.finished().empty())) {
    channel.controller.visit(channel.port);
    if (spec.batching) {
      channel.fast_forward.after_visit(channel.controller, channel.port, until);
    }
  }
  collect(channel);
}

template <class Banks>
auto Channels<Banks>::advance(Clock horizon) -> std::optional<Completed> {
  while (!idle()) {
    Clock next = kNever;
    for (const unsigned c : leaders) {
      next = std::min(next, channels[c].controller.next());
    }
    const Clock completion = next_completion();
    if (completion <= horizon && completion < next) {
      const Completed first = completed.back();
      completed.pop_back();
      reached = std::max(reached, completion);
      return first;
    }
    if (next > horizon) {
      reached = std::max(reached, horizon);
      return std::nullopt;
    }
    const Clock until =
        std::min({horizon, completion, leaders.size() > 1 ? earliest_completion() : kNever});
    for (const unsigned c : leaders) {
      run(channels[c], until);
    }
  }
  return std::nullopt;
}

}  // namespace simulated

struct Memory::Impl {
  explicit Impl(const MemorySpec& spec)
      : channels(spec.device.banks() <= BankSet::kCapacity ? Either(std::in_place_index<0>, spec)
                                                           : Either(std::in_place_index<1>, spec)) {
  }

  /// f(channels), of the kind that they are.
  template <class F>
  decltype(auto) with(const F& f) {
    return std::visit(f, channels);
  }

  using Either = std::variant<simulated::Channels<BankSet>, simulated::Channels<WideBankSet>>;
  Either channels;
};

Memory::Memory(const MemorySpec& spec) : impl_(std::make_unique<Impl>(spec)) {}
Memory::~Memory() = default;
Memory::Memory(Memory&&) noexcept = default;
Memory& Memory::operator=(Memory&&) noexcept = default;

TransferId Memory::submit(const Transfer& transfer, Picoseconds now) {
  return impl_->with([&](auto& channels) {
    METRONOME_ASSERT(now >= channels.reached_time, "a transfer is submitted in the past");
    METRONOME_ASSERT(transfer.end() <= channels.spec.capacity_bytes().count(),
                     "a transfer reaches beyond the memory's capacity");
    return channels.submit(transfer, channels.clock_seen(now));
  });
}

std::optional<Completion> Memory::advance(Picoseconds limit) {
  return impl_->with([&](auto& channels) -> std::optional<Completion> {
    const auto found = channels.advance(channels.clock_at(limit));
    if (found) {
      const Picoseconds time(static_cast<std::uint64_t>(found->clock) * channels.period);
      channels.reached_time = std::max(channels.reached_time, time);
      return Completion{found->id, time};
    }
    if (!channels.idle()) {
      channels.reached_time = std::max(channels.reached_time, limit);
    }
    return std::nullopt;
  });
}

void Memory::idle_until(Picoseconds now) {
  METRONOME_ASSERT(idle(), "idle_until() needs an idle memory");
  impl_->with([&](auto& channels) {
    const Clock until = channels.clock_at(now);
    for (const unsigned c : channels.leaders) {
      auto& channel = channels.channels[c];
      channels.pass_idle_time(channel, until);
      while (channel.controller.next() <= until) {
        channel.controller.visit(channel.port);
      }
    }
    channels.reached = std::max(channels.reached, until);
    channels.reached_time = std::max(channels.reached_time, now);
  });
}

bool Memory::idle() const {
  return impl_->with([](const auto& channels) { return channels.idle(); });
}

Counts Memory::counts() const {
  return impl_->with([](const auto& channels) { return channels.counts(); });
}

Counts Memory::counts(unsigned channel) const {
  return impl_->with([&](const auto& simulated) {
    METRONOME_ASSERT(channel < simulated.channels.size(), "there is such a channel");
    return simulated.counts(channel);
  });
}

void Memory::reset(Picoseconds now) {
  impl_->with([&](auto& channels) {
    channels.reset(channels.clock_seen(now));
    channels.reached_time = now;
  });
}

}  // namespace metronome::dram

namespace metronome::config {

template <>
const StructSchema<dram::MemorySpec>& schema_of<dram::MemorySpec>() {
  using dram::MemorySpec;
  static const auto schema =
      StructSchema<MemorySpec>("equal DRAM channels behind one address space")
          .field("device", &MemorySpec::device,
                 {.doc = "one channel: keys, or a device file", .required = true})
          .field(
              "channels", &MemorySpec::channels,
              {.doc = "independent channels of this device, side by side", .min = 1, .max = 1024})
          .field("channel_interleave_bytes", &MemorySpec::channel_interleave,
                 {.unit = "bytes",
                  .doc = "consecutive bytes in one channel",
                  .min = 1,
                  .max = 1 << 30})
          .field(
              "channel_hash", &MemorySpec::channel_hash,
              {.doc = "a block's channel comes from all digits of its number, so that rows of any "
                      "pitch spread over the channels; false: blocks modulo channels"})
          .field("refresh", &MemorySpec::refresh, {.doc = "false: never refresh (idealised)"})
          .field("batching", &MemorySpec::batching,
                 {.doc = "resolve bursts of a steady state many at a time; equal results"})
          .validate([](const MemorySpec& m, const StructSchema<MemorySpec>::Complain& complain) {
            if (m.channels < m.device.pseudo_channels) {
              complain(
                  "channels", "is less than the pseudo channels of one channel",
                  fmt::format("{} of the device count as channels here", m.device.pseudo_channels));
            } else if (m.channels % std::max(m.device.pseudo_channels, 1u) != 0) {
              complain("channels", "cuts the pseudo channels of one channel apart",
                       fmt::format("a multiple of {}", m.device.pseudo_channels));
            }
            const std::uint64_t block = m.channel_interleave.count();
            if (!std::has_single_bit(block) || block < m.device.bytes_per_burst().count()) {
              complain("channel_interleave_bytes", "must be a power of two of at least one burst",
                       fmt::format("at least {}", m.device.bytes_per_burst().count()));
            } else if (m.channels > 1 && m.device.capacity_bytes().count() % block != 0) {
              complain("channel_interleave_bytes", "does not divide the capacity of a channel",
                       fmt::format("a divisor of {}", m.device.capacity_bytes().count()));
            }
          });
  return schema;
}

}  // namespace metronome::config
