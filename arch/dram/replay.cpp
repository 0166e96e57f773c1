#include "arch/dram/replay.hpp"

#include <fmt/format.h>

#include <iterator>
#include <memory>
#include <variant>

#include "arch/dram/address_map.hpp"
#include "arch/dram/controller.hpp"
#include "arch/dram/idle_time.hpp"

namespace metronome::dram {
// Named: a class outside of it has these as members, whose names are used in this file only.
namespace replaying {

/// Offers a trace to a controller, in order; a request that is not acceptable holds up the rest.
template <bool kObserved>
class TracePort {
 public:
  TracePort(const DeviceSpec& device, const ReplayOptions& options, unsigned channel)
      : map_(device),
        burst_bits_(static_cast<unsigned>(std::countr_zero(device.bytes_per_burst().count()))),
        burst_length_(device.burst_length),
        read_latency_(Clock{device.cl} + device.burst_clocks()),
        controller_phy_(device.controller_phy_clocks),
        write_latency_(
            options.profile == Profile::ramulator ? 0 : Clock{device.cwl} + device.burst_clocks()),
        channel_(static_cast<std::uint16_t>(channel)),
        commands_(options.commands),
        take_commands_(options.take_commands),
        statistics_(options.statistics == nullptr ? nullptr : options.statistics + channel) {}

  /// More requests, behind those that it has.
  void add(const Request& request) { requests_.push_back(request); }
  /// Those that have been taken are forgotten; the next can be offered.
  void refill() {
    requests_.erase(requests_.begin(), requests_.begin() + static_cast<std::ptrdiff_t>(position_));
    position_ = 0;
    decode();
  }

  template <class Controller>
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
  template <class Controller>
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
        end(reads_, outcome, outcome.clock + read_latency_);
        reads_.latency_sum += controller_phy_;
        break;
      case Service::forwarded:
        end(reads_, outcome, outcome.clock);
        break;
      case Service::write:
        end(writes_, outcome, outcome.clock + write_latency_);
        break;
      case Service::coalesced:
        end(writes_, outcome, outcome.clock);
        break;
    }
  }
  void command(const CommandRecord& record) {
    if constexpr (kObserved) {
      if (commands_ != nullptr) {
        commands_->push_back(record);
        commands_->back().channel = channel_;
        if (record.command != Command::read && record.command != Command::write) {
          commands_->back().column = 0;
        }
        if (take_commands_ && commands_->size() >= ReplayOptions::kCommandsHeld) {
          take_commands_();
        }
      }
      if (statistics_ != nullptr) {
        statistics_->command(record);
      }
    }
  }

  [[nodiscard]] Clock last() const { return last_; }
  /// Of one direction: requests, and the sum of their latencies.
  struct Ended {
    std::uint64_t requests = 0;
    std::uint64_t latency_sum = 0;
  };
  [[nodiscard]] const Ended& reads() const { return reads_; }
  [[nodiscard]] const Ended& writes() const { return writes_; }

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
    if constexpr (kObserved) {
      head_.column = map_.place(head_.burst).column * burst_length_;
    }
    head_.direction = request.direction;
    arrival_ = static_cast<Clock>(request.arrival);
  }
  void end(Ended& of, const Outcome& outcome, Clock clock) {
    last_ = std::max(last_, clock);
    of.latency_sum += static_cast<std::uint64_t>(clock - outcome.arrival);
    ++of.requests;
  }

  AddressMap map_;
  unsigned burst_bits_;
  unsigned burst_length_;
  Clock read_latency_;
  std::uint64_t controller_phy_;
  Clock write_latency_;
  std::uint16_t channel_;
  std::vector<Request> requests_;
  std::vector<CommandRecord>* commands_;
  std::function<void()> take_commands_;
  Statistics* statistics_;
  BurstRequest head_;
  Clock accepted_ = 0;  ///< clock of the last acceptance, where it is observed
  Clock arrival_ = 0;
  std::size_t position_ = 0;
  Clock last_ = 0;
  Ended reads_;
  Ended writes_;
};

/// Of a gap whose commands are listed one by one.
constexpr Clock kMostListedIdle = 1'000'000;

static void check_listed(Clock idle, Clock interval) {
  if (idle / interval > kMostListedIdle) {
    throw UserError(fmt::format("the trace is idle for {} refresh intervals at a time: their "
                                "commands are too many to list",
                                idle / interval),
                    fmt::format("at most {}, or no list of commands", kMostListedIdle));
  }
}

/// One channel and its share of the trace.
template <class Banks, bool kObserved>
class ChannelReplay {
 public:
  ChannelReplay(const DeviceSpec& device, const ReplayOptions& options, unsigned channel)
      : controller_(device, policies_of(device, options.profile, options.refresh)),
        port_(device, options, channel),
        listed_(options.commands != nullptr) {}

  void add(const Request& request) { port_.add(request); }

  /// Goes on until every request that has been added is taken; at the `end`, until all are served.
  void run(bool end) {
    port_.refill();
    if (port_.offers()) {
      controller_.wake(visited_ + 1);
    }
    const Clock long_idle = kLongIdle * controller_.refresh_interval();
    while (port_.offers() || (end && !controller_.empty())) {
      if (port_.offers() && port_.arrival() - visited_ > long_idle && controller_.empty()) {
        if (!listed_) {
          pass_idle(controller_, port_, port_.arrival());
        } else {
          check_listed(port_.arrival() - visited_, controller_.refresh_interval());
        }
      }
      visited_ = controller_.next();
      controller_.visit(port_);
    }
  }
  [[nodiscard]] Clock last() const { return port_.last(); }
  [[nodiscard]] const TracePort<kObserved>& port() const { return port_; }
  /// Stands by for others that have more to do.
  void idle_until(Clock end) {
    if (!listed_ && end - visited_ > kLongIdle * controller_.refresh_interval()) {
      pass_idle(controller_, port_, end);
    }
    while (controller_.next() < end) {
      controller_.visit(port_);
    }
  }
  /// Up to clock `end`, or the last visited one if that is later.
  [[nodiscard]] Counts counts(Clock end) const {
    return controller_.counts(std::max(controller_.visited(), end));
  }

 private:
  BasicController<Banks> controller_;
  TracePort<kObserved> port_;
  Clock visited_ = 0;
  bool listed_;
};

static void derive(ReplayResult& result, const DeviceSpec& device) {
  result.energy = energy_of(device, result.counts);
  for (const Supply supply : kEnumValues<Supply>) {
    result.energy_by_supply[supply] = energy_of(device, result.counts, supply).total();
  }
  if (const std::uint64_t cas = result.counts.reads + result.counts.writes; cas > 0) {
    result.row_hit_rate = static_cast<double>(result.counts.row_hits) / static_cast<double>(cas);
  }
  if (result.cycles > Cycles(0)) {
    const std::uint64_t bursts = result.counts.reads + result.counts.writes;
    const double bytes = static_cast<double>(bursts * device.bytes_per_burst().count());
    const double seconds = static_cast<double>(result.cycles.count()) *
                           static_cast<double>(device.clock_period.count()) * 1e-12;
    result.bandwidth_gb_per_s = bytes / seconds * 1e-9;
    result.peak_fraction = bytes / seconds / device.peak_bytes_per_second() / result.channels;
  }
}

static double mean(std::uint64_t sum, std::uint64_t count) {
  return count == 0 ? 0 : static_cast<double>(sum) / static_cast<double>(count);
}

/// All channels of one kind.
template <class Banks, bool kObserved>
class Channels {
 public:
  Channels(const DeviceSpec& device, const ReplayOptions& options) {
    for (unsigned c = 0; c < device.channels; ++c) {
      channels_.push_back(std::make_unique<ChannelReplay<Banks, kObserved>>(device, options, c));
    }
  }

  void add(std::span<const Request> requests, std::uint64_t block) {
    for (const Request& request : requests) {
      add(request, block);
      if (++added_ == Replayer::kBlock) {
        added_ = 0;
        for (auto& channel : channels_) {
          channel->run(false);
        }
      }
    }
  }

  void finish(ReplayResult& result) {
    Clock last = 0;
    std::uint64_t read_latency = 0;
    std::uint64_t write_latency = 0;
    for (auto& channel : channels_) {
      channel->run(true);
      last = std::max(last, channel->last());
      result.reads += channel->port().reads().requests;
      result.writes += channel->port().writes().requests;
      read_latency += channel->port().reads().latency_sum;
      write_latency += channel->port().writes().latency_sum;
    }
    result.cycles = Cycles(static_cast<std::uint64_t>(last));
    result.mean_read_latency_cycles = mean(read_latency, result.reads);
    result.mean_write_latency_cycles = mean(write_latency, result.writes);
    for (auto& channel : channels_) {
      if (channels_.size() > 1) {
        channel->idle_until(last);
      }
      result.counts += channel->counts(last);
    }
  }

 private:
  void add(Request request, std::uint64_t block) {
    const std::uint64_t n = channels_.size();
    if (n == 1) {
      channels_.front()->add(request);
      return;
    }
    const std::uint64_t number = request.address / block;
    request.address = number / n * block + request.address % block;
    channels_[number % n]->add(request);
  }

  std::vector<std::unique_ptr<ChannelReplay<Banks, kObserved>>> channels_;
  std::size_t added_ = 0;  ///< since the channels have run
};

}  // namespace replaying

using namespace replaying;

struct Replayer::Impl {
  Impl(const DeviceSpec& d, const ReplayOptions& options)
      : device(d), take_commands(options.take_commands) {
    if (d.banks() <= BankSet::kCapacity) {
      add_channels<BankSet>(options);
    } else {
      add_channels<WideBankSet>(options);
    }
  }
  DeviceSpec device;
  std::function<void()> take_commands;
  std::variant<std::monostate, Channels<BankSet, true>, Channels<BankSet, false>,
               Channels<WideBankSet, true>, Channels<WideBankSet, false>>
      channels;
  std::uint64_t requests = 0;

  template <class Banks>
  void add_channels(const ReplayOptions& options) {
    if (options.commands != nullptr || options.statistics != nullptr) {
      channels.emplace<Channels<Banks, true>>(device, options);
    } else {
      channels.emplace<Channels<Banks, false>>(device, options);
    }
  }

  template <class F>
  void with_channels(const F& f) {
    std::visit(
        [&](auto& kind) {
          if constexpr (!std::is_same_v<std::decay_t<decltype(kind)>, std::monostate>) {
            f(kind);
          }
        },
        channels);
  }
};

Replayer::Replayer(const DeviceSpec& device, const ReplayOptions& options)
    : impl_(std::make_unique<Impl>(device, options)) {}
Replayer::~Replayer() = default;

void Replayer::add(std::span<const Request> requests) {
  impl_->requests += requests.size();
  impl_->with_channels(
      [&](auto& channels) { channels.add(requests, impl_->device.channel_interleave.count()); });
}

ReplayResult Replayer::finish() {
  ReplayResult result;
  result.requests = impl_->requests;
  result.channels = impl_->device.channels;
  impl_->with_channels([&](auto& channels) { channels.finish(result); });
  if (impl_->take_commands) {
    impl_->take_commands();
  }
  derive(result, impl_->device);
  return result;
}

ReplayResult replay(const DeviceSpec& device, std::span<const Request> requests,
                    const ReplayOptions& options) {
  const std::uint64_t capacity = device.capacity_bytes().count() * device.channels;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (requests[i].address >= capacity) {
      throw UserError(fmt::format("request {}: address {:#x} is beyond the device's capacity",
                                  i + 1, requests[i].address),
                      fmt::format("below {:#x}", capacity));
    }
  }
  Replayer replayer(device, options);
  replayer.add(requests);
  return replayer.finish();
}

}  // namespace metronome::dram
