#include "arch/links/network.hpp"

#include <algorithm>

#include "sim/base/error.hpp"

namespace metronome::links {

Network::Network(const Fabric& fabric, const LinkClock& clock)
    : fabric_(fabric),
      clock_(clock),
      free_(fabric.links()),
      busy_(fabric.links()),
      bytes_(fabric.links()) {}

void Network::schedule(Picoseconds time, std::uint32_t message, std::uint32_t hop) {
  events_.push({time, order_++, message, hop});
}

void Network::send(Picoseconds now, ChipIndex from, const Message& message) {
  Underway underway{message, fabric_.route(from, message.to)};
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
  schedule(now, index, 0);
}

std::optional<Picoseconds> Network::next() const {
  return events_.empty() ? std::nullopt : std::optional(events_.top().time);
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
  return underway.message;
}

void Network::enter(const Event& event, const Underway& underway) {
  const auto hops = static_cast<std::uint32_t>(underway.route.size());
  const Bytes bytes = underway.message.bytes;
  const Picoseconds occupancy = clock_.occupancy(bytes);
  const auto pass = [&](LinkIndex link) {
    busy_[link] += occupancy;
    bytes_[link] += bytes;
  };
  if (clock_.timing() == Timing::astra_sim_unaware) {
    for (const LinkIndex link : underway.route) {
      pass(link);
    }
    schedule(event.time + clock_.crossing(bytes, hops), event.message, hops);
    return;
  }
  const LinkIndex link = underway.route[event.hop];
  const Picoseconds start = std::max(event.time, free_[link]);
  free_[link] = start + occupancy;
  pass(link);
  const bool last = event.hop + 1 == hops;
  const bool stored = clock_.timing() == Timing::astra_sim_aware;
  schedule(start + (last || stored ? clock_.crossing(bytes) : clock_.latency()), event.message,
           event.hop + 1);
}

}  // namespace metronome::links
