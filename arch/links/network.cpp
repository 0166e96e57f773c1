#include "arch/links/network.hpp"

#include <algorithm>

#include "sim/base/error.hpp"

namespace metronome::links {

Picoseconds LinkLine::pass(Picoseconds now, Bytes message, bool last, const LinkClock& clock) {
  const Picoseconds start = std::max(now, free_);
  free_ = start + clock.occupancy(message);
  count(message, clock);
  const bool stored = clock.timing() == Timing::astra_sim_aware;
  return start + (last || stored ? clock.crossing(message) : clock.latency());
}

void LinkLine::count(Bytes message, const LinkClock& clock) {
  busy_ += clock.occupancy(message);
  bytes_ += message;
}

Network::Network(const Fabric& fabric, const LinkClock& clock)
    : fabric_(fabric), clock_(clock), lines_(fabric.links()) {}

bool Network::Event::operator>(const Event& other) const {
  if (when != other.when) {
    return when > other.when;
  }
  if (has_way(copy, other.copy) || has_way(other.copy, copy)) {
    return has_way(other.copy, copy);
  }
  return order > other.order;
}

void Network::schedule(Instant when, std::uint32_t message, std::uint32_t hop) {
  events_.push({when, message, hop, messages_[message].message, order_++});
}

void Network::send(Instant now, const Message& message) {
  Underway underway{message, fabric_.route(message.from, message.to)};
  METRONOME_ASSERT(!underway.route.empty(), "a chip sends to others");
  std::uint32_t index = 0;
  if (unused_.empty()) {
    index = static_cast<std::uint32_t>(messages_.size());
    messages_.push_back(std::move(underway));
  } else {
    index = unused_.back();
    unused_.pop_back();
    messages_[index] = std::move(underway);
  }
  schedule(now.then(now.time), index, 0);
}

std::optional<Instant> Network::next() const {
  return events_.empty() ? std::nullopt : std::optional(events_.top().when);
}

std::optional<Message> Network::advance() {
  const Event event = events_.top();
  events_.pop();
  const Underway& underway = messages_[event.message];
  if (event.hop < underway.route.size()) {
    enter(event, underway);
    return std::nullopt;
  }
  unused_.push_back(event.message);
  return event.copy;
}

void Network::enter(const Event& event, const Underway& underway) {
  const auto hops = static_cast<std::uint32_t>(underway.route.size());
  const Bytes bytes = event.copy.bytes;
  if (clock_.timing() == Timing::astra_sim_unaware) {
    for (const LinkIndex link : underway.route) {
      lines_[link].count(bytes, clock_);
    }
    schedule(event.when.then(event.when.time + clock_.crossing(bytes, hops)), event.message, hops);
    return;
  }
  const bool last = event.hop + 1 == hops;
  const Picoseconds there =
      lines_[underway.route[event.hop]].pass(event.when.time, bytes, last, clock_);
  Instant next = event.when.then(there);
  next.round += last ? 0 : 1;  // it comes to the next link as what a chip sends then does
  schedule(next, event.message, event.hop + 1);
}

std::vector<Bytes> Network::bytes() const {
  std::vector<Bytes> all;
  for (const LinkLine& line : lines_) {
    all.push_back(line.bytes());
  }
  return all;
}

std::vector<Picoseconds> Network::busy() const {
  std::vector<Picoseconds> all;
  for (const LinkLine& line : lines_) {
    all.push_back(line.busy());
  }
  return all;
}

}  // namespace metronome::links
