#include "arch/dram/replay.hpp"

#include <fmt/format.h>

#include <iterator>

#include "arch/dram/address_map.hpp"
#include "arch/dram/controller.hpp"
#include "arch/dram/idle_time.hpp"

namespace metronome::dram {
namespace {

/// Offers a trace to a controller, in order; a request that is not acceptable holds up the rest.
template <bool kObserved>
class TracePort {
 public:
  TracePort(const DeviceSpec& device, std::span<const Request> requests,
            const ReplayOptions& options)
      : map_(device),
        burst_bits_(static_cast<unsigned>(std::countr_zero(device.bytes_per_burst().count()))),
        read_latency_(Clock{device.cl} + device.burst_clocks()),
        requests_(requests),
        commands_(options.commands),
        statistics_(options.statistics) {
    decode();
  }

  const BurstRequest* poll(Clock t, const Controller& controller) {
    if (!waiting(t) || !controller.acceptable(head_)) {
      return nullptr;
    }
    if constexpr (kObserved) {
      head_.tag = static_cast<std::uint32_t>(held_by(t));
      accepted_ = t;
    }
    return &head_;
  }
  void accepted() {
    ++position_;
    decode();
  }
  Clock next_offer(Clock t, const Controller& controller) const {
    const bool acceptable = offers() && controller.acceptable(head_);
    return acceptable ? std::max(t, arrival_) + 1 : kNever;
  }
  [[nodiscard]] bool offers() const { return position_ < requests_.size(); }
  /// Of the request that is offered next.
  [[nodiscard]] Clock arrival() const { return arrival_; }
  [[nodiscard]] bool waiting(Clock t) const { return offers() && arrival_ < t; }
  void done(const Outcome& outcome) {
    if constexpr (kObserved) {
      const bool command = outcome.service == Service::read || outcome.service == Service::write;
      if (command && statistics_ != nullptr) {
        statistics_->served(outcome.arrival + 1, static_cast<LossReason>(outcome.tag));
      }
    }
    switch (outcome.service) {
      case Service::read:
        finish_read(outcome, outcome.clock + read_latency_);
        break;
      case Service::forwarded:
        finish_read(outcome, outcome.clock);
        break;
      case Service::write:
      case Service::coalesced:
        last_ = std::max(last_, outcome.clock);
        break;
    }
  }
  void command(const CommandRecord& record) {
    if constexpr (kObserved) {
      if (commands_ != nullptr) {
        commands_->push_back(record);
      }
      if (statistics_ != nullptr) {
        statistics_->command(record);
      }
    }
  }

  [[nodiscard]] Clock last() const { return last_; }
  [[nodiscard]] double mean_read_latency() const {
    return reads_ == 0 ? 0 : static_cast<double>(latency_sum_) / static_cast<double>(reads_);
  }

 private:
  /// Why the request that clock t accepts was not accepted before.
  [[nodiscard]] LossReason held_by(Clock t) const {
    if (arrival_ + 1 == t) {
      return LossReason::no_request;
    }
    return accepted_ + 1 == t ? LossReason::request_rate : LossReason::queue_full;
  }
  void decode() {
    if (position_ == requests_.size()) {
      return;
    }
    const Request& request = requests_[position_];
    head_.burst = request.address >> burst_bits_;
    head_.row = map_.row(head_.burst);
    head_.bank = map_.bank(head_.burst);
    head_.direction = request.direction;
    arrival_ = static_cast<Clock>(request.arrival);
  }
  void finish_read(const Outcome& outcome, Clock end) {
    last_ = std::max(last_, end);
    latency_sum_ += static_cast<std::uint64_t>(end - outcome.arrival);
    ++reads_;
  }

  AddressMap map_;
  unsigned burst_bits_;
  Clock read_latency_;
  std::span<const Request> requests_;
  std::vector<CommandRecord>* commands_;
  Statistics* statistics_;
  BurstRequest head_;
  Clock accepted_ = 0;  ///< clock of the last acceptance, where it is observed
  Clock arrival_ = 0;
  std::size_t position_ = 0;
  Clock last_ = 0;
  std::uint64_t latency_sum_ = 0;
  std::uint64_t reads_ = 0;
};

/// Of a gap whose commands are listed one by one.
constexpr Clock kMostListedIdle = 1'000'000;

void check_listed(Clock idle, Clock interval) {
  if (idle / interval > kMostListedIdle) {
    throw UserError(fmt::format("the trace is idle for {} refresh intervals at a time: their "
                                "commands are too many to list",
                                idle / interval),
                    fmt::format("at most {}, or no list of commands", kMostListedIdle));
  }
}

template <bool kObserved>
ReplayResult run(const DeviceSpec& device, std::span<const Request> requests,
                 const ReplayOptions& options) {
  Controller controller(device, policies_of(device, options.profile, options.refresh));
  TracePort<kObserved> port(device, requests, options);
  controller.wake(1);
  Clock visited = 0;
  const Clock long_idle = kLongIdle * controller.refresh_interval();
  while (port.offers() || !controller.empty()) {
    if (port.offers() && port.arrival() - visited > long_idle && controller.empty()) {
      if (options.commands == nullptr) {
        pass_idle(controller, port, port.arrival());
      } else {
        check_listed(port.arrival() - visited, controller.refresh_interval());
      }
    }
    visited = controller.next();
    controller.visit(port);
  }
  ReplayResult result;
  result.requests = requests.size();
  result.cycles = Cycles(static_cast<std::uint64_t>(port.last()));
  result.mean_read_latency_cycles = port.mean_read_latency();
  result.counts = controller.counts(std::max(visited, port.last()));
  return result;
}

void derive(ReplayResult& result, const DeviceSpec& device) {
  result.energy = energy_of(device, result.counts);
  for (const Supply supply : kEnumValues<Supply>) {
    result.energy_by_supply[supply] = energy_of(device, result.counts, supply).total();
  }
  if (const std::uint64_t cas = result.counts.reads + result.counts.writes; cas > 0) {
    result.row_hit_rate = static_cast<double>(result.counts.row_hits) / static_cast<double>(cas);
  }
  if (result.cycles > Cycles(0)) {
    const double bytes = static_cast<double>(result.requests * device.bytes_per_burst().count());
    const double seconds = static_cast<double>(result.cycles.count()) *
                           static_cast<double>(device.clock_period.count()) * 1e-12;
    result.bandwidth_gb_per_s = bytes / seconds * 1e-9;
    result.peak_fraction = bytes / seconds / device.peak_bytes_per_second();
  }
}

}  // namespace

ReplayResult replay(const DeviceSpec& device, std::span<const Request> requests,
                    const ReplayOptions& options) {
  const std::uint64_t capacity = device.capacity_bytes().count();
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (requests[i].address >= capacity) {
      throw UserError(fmt::format("request {}: address {:#x} is beyond the device's capacity",
                                  i + 1, requests[i].address),
                      fmt::format("below {:#x}", capacity));
    }
  }
  const bool observed = options.commands != nullptr || options.statistics != nullptr;
  ReplayResult result =
      observed ? run<true>(device, requests, options) : run<false>(device, requests, options);
  derive(result, device);
  return result;
}

}  // namespace metronome::dram
