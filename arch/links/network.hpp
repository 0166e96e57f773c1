#pragma once

#include <cstdint>
#include <optional>
#include <queue>
#include <vector>

#include "arch/links/fabric.hpp"

namespace metronome::links {

/// A message under way; `tag` is its sender's.
struct Message {
  ChipIndex from = 0, to = 0;
  Bytes bytes{};
  std::uint64_t tag = 0;
};

/// Of messages that come to a link at one time, whose turn is first: that of the chip with the
/// lower number, then that with the lower tag, then the one that was sent first.
[[nodiscard]] inline bool has_way(const Message& one, const Message& other) {
  return one.from != other.from ? one.from < other.from : one.tag < other.tag;
}

/// One link: serves messages in the order in which they come to it.
class LinkLine {
 public:
  /// A message's first bit is there; returns when it is at the next link (its first bit, or, where
  /// the link is its last or messages are stored whole, its last one).
  Picoseconds pass(Picoseconds now, Bytes message, bool last, const LinkClock& clock);
  /// A message passes without a queue.
  void count(Bytes message, const LinkClock& clock);

  [[nodiscard]] Bytes bytes() const { return bytes_; }
  [[nodiscard]] Picoseconds busy() const { return busy_; }

 private:
  Picoseconds free_{};  ///< when it has sent what it has taken
  Picoseconds busy_{};
  Bytes bytes_{};
};

/// A time, and the round of what happens at it: what follows at once from an event of one round
/// happens in the next.
struct Instant {
  Picoseconds time{};
  std::uint32_t round = 0;
  auto operator<=>(const Instant&) const = default;

  /// When something happens that was arranged at this instant for `later`.
  [[nodiscard]] Instant then(Picoseconds later) const {
    return later > time ? Instant{later, 0} : Instant{time, round + 1};
  }
};

/// The links of a system. An event for each link that a message enters and for its arrival, none
/// for parts of messages.
class Network {
 public:
  Network(const Fabric& fabric, const LinkClock& clock);

  /// A chip has a message ready; not before the last event.
  void send(Instant now, const Message& message);
  /// When the next event is; nothing: no message is under way.
  [[nodiscard]] std::optional<Instant> next() const;
  /// Carries it out; a message that has arrived.
  std::optional<Message> advance();

  /// By link, over all messages so far.
  [[nodiscard]] std::vector<Bytes> bytes() const;
  [[nodiscard]] std::vector<Picoseconds> busy() const;

 private:
  struct Event {
    Instant when;
    std::uint32_t message = 0, hop = 0;
    Message copy;
    std::uint64_t order = 0;
    bool operator>(const Event& other) const;
  };
  struct Underway {
    Message message;
    std::vector<LinkIndex> route;
  };

  void schedule(Instant when, std::uint32_t message, std::uint32_t hop);
  void enter(const Event& event, const Underway& underway);

  const Fabric& fabric_;
  LinkClock clock_;
  std::vector<LinkLine> lines_;
  std::vector<Underway> messages_;
  std::vector<std::uint32_t> unused_;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
  std::uint64_t order_ = 0;
};

}  // namespace metronome::links
