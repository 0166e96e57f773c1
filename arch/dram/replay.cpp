#include "arch/dram/replay.hpp"

#include <fmt/format.h>

#include <iterator>
#include <nlohmann/json.hpp>

#include "arch/dram/address_map.hpp"
#include "arch/dram/controller.hpp"

namespace metronome::config {

const std::vector<std::pair<dram::Profile, std::string>>& EnumNames<dram::Profile>::all() {
  static const std::vector<std::pair<dram::Profile, std::string>> names{
      {dram::Profile::standard, "standard"}, {dram::Profile::ramulator, "ramulator"}};
  return names;
}

}  // namespace metronome::config

namespace metronome::dram {
namespace {

/// Offers a trace to a controller, in order; a request that is not acceptable holds up the rest.
template <bool kObserved>
class TracePort {
 public:
  TracePort(const DeviceSpec& device, std::span<const Request> requests,
            std::vector<CommandRecord>* commands)
      : map_(device),
        burst_bits_(static_cast<unsigned>(std::countr_zero(device.bytes_per_burst().count()))),
        read_latency_(Clock{device.cl} + device.burst_clocks()),
        requests_(requests),
        commands_(commands) {
    decode();
  }

  const BurstRequest* poll(Clock t, const Controller& controller) const {
    return waiting(t) && controller.acceptable(head_) ? &head_ : nullptr;
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
  [[nodiscard]] bool waiting(Clock t) const { return offers() && arrival_ < t; }
  void done(const Outcome& outcome) {
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
      commands_->push_back(record);
    }
  }

  [[nodiscard]] Clock last() const { return last_; }
  [[nodiscard]] double mean_read_latency() const {
    return reads_ == 0 ? 0 : static_cast<double>(latency_sum_) / static_cast<double>(reads_);
  }

 private:
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
  BurstRequest head_;
  Clock arrival_ = 0;
  std::size_t position_ = 0;
  Clock last_ = 0;
  std::uint64_t latency_sum_ = 0;
  std::uint64_t reads_ = 0;
};

template <bool kObserved>
ReplayResult run(const DeviceSpec& device, std::span<const Request> requests,
                 const ReplayOptions& options) {
  Controller controller(device, options.profile, options.refresh);
  TracePort<kObserved> port(device, requests, options.commands);
  controller.wake(1);
  Clock visited = 0;
  while (port.offers() || !controller.empty()) {
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
  ReplayResult result = options.commands != nullptr ? run<true>(device, requests, options)
                                                    : run<false>(device, requests, options);
  derive(result, device);
  return result;
}

std::string to_json(const ReplayResult& r) {
  const EnergyBreakdown& e = r.energy;
  const nlohmann::ordered_json json{{"requests", r.requests},
                                    {"cycles", r.cycles.count()},
                                    {"row_hit_rate", r.row_hit_rate},
                                    {"mean_read_latency_cycles", r.mean_read_latency_cycles},
                                    {"bandwidth_gb_per_s", r.bandwidth_gb_per_s},
                                    {"peak_fraction", r.peak_fraction},
                                    {"commands",
                                     {{"ACT", r.counts.activates},
                                      {"PRE", r.counts.precharges},
                                      {"PREA", r.counts.precharge_alls},
                                      {"RD", r.counts.reads},
                                      {"WR", r.counts.writes},
                                      {"REF", r.counts.refreshes}}},
                                    {"energy_pj",
                                     {{"activate", e.activate.count()},
                                      {"precharge", e.precharge.count()},
                                      {"read", e.read.count()},
                                      {"write", e.write.count()},
                                      {"refresh", e.refresh.count()},
                                      {"background_active", e.background_active.count()},
                                      {"background_precharged", e.background_precharged.count()},
                                      {"io", e.io.count()},
                                      {"total", e.total().count()}}}};
  return json.dump(2);
}

std::string commands_text(const DeviceSpec& device, std::span<const CommandRecord> commands) {
  std::string text;
  for (const CommandRecord& record : commands) {
    const std::string_view name = command_name(record.command);
    auto out = std::back_inserter(text);
    if (record.command == Command::precharge_all || record.command == Command::refresh) {
      fmt::format_to(out, "{} {} -1 -1 -1\n", record.clock, name);
    } else {
      fmt::format_to(out, "{} {} {} {} {}\n", record.clock, name,
                     record.bank / device.banks_per_group, record.bank % device.banks_per_group,
                     record.row);
    }
  }
  return text;
}

}  // namespace metronome::dram
