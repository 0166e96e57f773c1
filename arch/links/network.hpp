#pragma once

#include <cstdint>
#include <optional>
#include <queue>
#include <vector>

#include "arch/links/fabric.hpp"

namespace metronome::links {

/// A message under way; `tag` is its sender's.
struct Message {
  ChipIndex to = 0;
  Bytes bytes{};
  std::uint64_t tag = 0;
};

/// Links with queues: messages are served in the order in which they come to a link. An event for
/// each link that a message enters and for its arrival, none for parts of messages.
class Network {
 public:
  Network(const Fabric& fabric, const LinkClock& clock);

  /// A chip has a message ready; not before the last event.
  void send(Picoseconds now, ChipIndex from, const Message& message);
  /// When the next event is; nothing: no message is under way.
  [[nodiscard]] std::optional<Picoseconds> next() const;
  /// Carries it out; a message that has arrived.
  std::optional<Message> advance();

  /// By link, over all messages so far.
  [[nodiscard]] const std::vector<Bytes>& bytes() const { return bytes_; }
  [[nodiscard]] const std::vector<Picoseconds>& busy() const { return busy_; }

 private:
  struct Event {
    Picoseconds time{};
    std::uint64_t order = 0;  ///< of equal times
    std::uint32_t message = 0, hop = 0;
    bool operator>(const Event& other) const {
      return time != other.time ? time > other.time : order > other.order;
    }
  };
  struct Underway {
    Message message;
    std::vector<LinkIndex> route;
  };

  void schedule(Picoseconds time, std::uint32_t message, std::uint32_t hop);
  void enter(const Event& event, const Underway& underway);

  const Fabric& fabric_;
  LinkClock clock_;
  std::vector<Picoseconds> free_;  ///< by link: when it has sent what it has taken
  std::vector<Picoseconds> busy_;
  std::vector<Bytes> bytes_;
  std::vector<Underway> messages_;
  std::vector<std::uint32_t> unused_;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
  std::uint64_t order_ = 0;
};

}  // namespace metronome::links
