#include "sim/systemc/link_module.hpp"

#include <algorithm>

#include "sim/systemc/clock_domain.hpp"

namespace metronome::sim {

LinkModule::LinkModule(const sc_core::sc_module_name& name, const links::LinkClock& clock,
                       Crossing& far_end)
    : sc_module(name), clock_(clock), far_end_(far_end), ev_due_("ev_due") {
  SC_HAS_PROCESS(LinkModule);
  SC_METHOD(run);
  sensitive << ev_due_;
  dont_initialize();
}

void LinkModule::begin(Picoseconds zero) {
  METRONOME_ASSERT(waiting_.empty() && leaving_.empty(), "a link begins empty");
  line_ = {};
  zero_ = zero;
}

void LinkModule::accept(Travelling message) {
  waiting_.push_back({std::move(message), sc_core::sc_delta_count()});
  ev_due_.notify(sc_core::SC_ZERO_TIME);
}

void LinkModule::run() {
  const Picoseconds now = kernel_now() - zero_;
  hand_on(now);
  serve(now);
  if (!waiting_.empty()) {
    ev_due_.notify(sc_core::SC_ZERO_TIME);
  } else if (!leaving_.empty()) {
    const Picoseconds next = leaving_.top().time;
    ev_due_.notify(next > now ? to_sc_time(next - now) : sc_core::SC_ZERO_TIME);
  }
}

void LinkModule::hand_on(Picoseconds now) {
  while (!leaving_.empty() && leaving_.top().time <= now) {
    Travelling message = leaving_.top().message;
    leaving_.pop();
    far_end_.arrive(std::move(message));
  }
}

/// What came in earlier delta cycles; what comes in this one may be followed by more of it.
void LinkModule::serve(Picoseconds now) {
  const std::uint64_t delta = sc_core::sc_delta_count();
  const auto later = std::stable_partition(waiting_.begin(), waiting_.end(),
                                           [&](const Waiting& one) { return one.delta < delta; });
  std::stable_sort(waiting_.begin(), later, [](const Waiting& a, const Waiting& b) {
    return links::has_way(a.message.message, b.message.message);
  });
  for (auto one = waiting_.begin(); one != later; ++one) {
    serve_one(std::move(one->message), now);
  }
  waiting_.erase(waiting_.begin(), later);
}

void LinkModule::serve_one(Travelling message, Picoseconds now) {
  const Bytes bytes = message.message.bytes;
  Picoseconds there{};
  if (clock_.timing() == links::Timing::astra_sim_unaware) {
    for (const links::LinkIndex link : message.route) {
      all_->at(link)->count(bytes);
    }
    there = now + clock_.crossing(bytes, message.route.size());
    message.hop = static_cast<std::uint32_t>(message.route.size());
  } else {
    ++message.hop;
    there = line_.pass(now, bytes, message.arrived(), clock_);
  }
  leaving_.push({there, order_++, std::move(message)});
}

}  // namespace metronome::sim
