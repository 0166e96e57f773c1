#include "sim/systemc/system_module.hpp"

#include <fmt/format.h>

#include "sim/base/error.hpp"
#include "sim/systemc/clock_domain.hpp"

namespace metronome::sim {

using links::ChipIndex;
using links::Endpoint;
using links::Message;

ChipModule::ChipModule(const sc_core::sc_module_name& name,
                       std::function<void(const Message&)> leave)
    : sc_module(name), leave_(std::move(leave)), ev_due_("ev_due") {
  SC_HAS_PROCESS(ChipModule);
  SC_METHOD(run);
  sensitive << ev_due_;
  dont_initialize();
}

void ChipModule::begin(Endpoint& endpoint, Picoseconds zero) {
  endpoint_ = &endpoint;
  zero_ = zero;
  endpoint_->start();
  arrange({});
}

void ChipModule::deliver(const Message& message) {
  inbox_.push_back({message, sc_core::sc_delta_count()});
  ev_due_.notify(sc_core::SC_ZERO_TIME);
}

void ChipModule::run() {
  const Picoseconds now = kernel_now() - zero_;
  const std::uint64_t delta = sc_core::sc_delta_count();
  for (const Delivered& one : inbox_) {
    if (one.delta < delta) {
      endpoint_->receive(one.message, now);
    }
  }
  std::erase_if(inbox_, [&](const Delivered& one) { return one.delta < delta; });
  if (endpoint_->next() == now) {
    leaving_.clear();
    endpoint_->advance(leaving_);
    for (const Message& message : leaving_) {
      leave_(message);
    }
  }
  arrange(now);
}

void ChipModule::arrange(Picoseconds now) {
  const std::optional<Picoseconds> next = endpoint_->next();
  if (!inbox_.empty() || next == now) {
    ev_due_.notify(sc_core::SC_ZERO_TIME);
  } else if (next) {
    ev_due_.notify(to_sc_time(*next - now));
  }
}

SystemModule::SystemModule(const sc_core::sc_module_name& name, const links::SystemSpec& system)
    : sc_module(name), fabric_(system) {
  const links::LinkClock clock(system.link, system.timing);
  for (links::LinkIndex link = 0; link < fabric_.links(); ++link) {
    own_links_.push_back(
        std::make_unique<LinkModule>(fmt::format("link{}", link).c_str(), clock, *this));
    links_.push_back(own_links_.back().get());
  }
  for (LinkModule* link : links_) {
    link->set_all(&links_);
  }
  for (ChipIndex chip = 0; chip < system.chips; ++chip) {
    chips_.push_back(std::make_unique<ChipModule>(fmt::format("chip{}", chip).c_str(),
                                                  [this](const Message& m) { send(m); }));
  }
  if (system.topology == links::Topology::central_switch) {
    switch_ = std::make_unique<SwitchModule>("switch");
  }
}

SystemModule::~SystemModule() = default;

void SystemModule::begin(std::vector<Endpoint>& chips) {
  const Picoseconds zero = kernel_now();
  for (LinkModule* link : links_) {
    link->begin(zero);
  }
  for (ChipIndex chip = 0; chip < chips.size(); ++chip) {
    chips_[chip]->begin(chips[chip], zero);
  }
}

void SystemModule::send(const Message& message) {
  Travelling travelling{message, fabric_.route(message.from, message.to), 0};
  METRONOME_ASSERT(!travelling.arrived(), "a chip sends to others");
  links_.at(travelling.route.front())->accept(std::move(travelling));
}

void SystemModule::arrive(Travelling message) {
  if (message.arrived()) {
    chips_.at(message.message.to)->deliver(message.message);
  } else if (switch_) {
    switch_->pass(std::move(message), links_);
  } else {
    links_.at(message.route.at(message.hop))->accept(std::move(message));
  }
}

std::vector<Bytes> SystemModule::link_bytes() const {
  std::vector<Bytes> all;
  for (const LinkModule* link : links_) {
    all.push_back(link->line().bytes());
  }
  return all;
}

std::vector<Picoseconds> SystemModule::link_busy() const {
  std::vector<Picoseconds> all;
  for (const LinkModule* link : links_) {
    all.push_back(link->line().busy());
  }
  return all;
}

}  // namespace metronome::sim
