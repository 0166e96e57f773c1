#include "sim/engine/extrapolation.hpp"

#include <algorithm>
#include <array>

#include "sim/engine/outcome_words.hpp"

namespace metronome::sim {
namespace {

/// Where an array waits for memory. Work without one has a single bin.
constexpr std::array kWaiting{Bin::stall_weights, Bin::stall_activations, Bin::stall_partial_sums,
                              Bin::stall_store,   Bin::idle_vector,       Bin::idle_quantize,
                              Bin::idle_update,   Bin::idle_host};
constexpr std::array kStanding{&dram::Counts::active_cycles,
                               &dram::Counts::precharged_cycles,
                               &dram::Counts::refresh_cycles,
                               &dram::Counts::active_power_down_cycles,
                               &dram::Counts::precharged_power_down_cycles,
                               &dram::Counts::self_refresh_cycles};

}  // namespace

Extrapolation::Extrapolation(const arch::AcceleratorSpec& machine, std::uint64_t compute_cycles)
    : compute_cycles_(compute_cycles),
      cycle_(clock_period(machine.clock_hz).count()),
      interval_(static_cast<std::uint64_t>(machine.memory.device.trefi) *
                machine.memory.device.clock_period.count()) {
  const dram::DeviceSpec& device = machine.memory.device;
  // Refreshes bank by bank are many and short.
  if (machine.memory.refresh && device.refresh_mode == dram::RefreshMode::all_bank) {
    refresh_cost_ = static_cast<std::uint64_t>(device.trfc + device.trp + device.trcd) *
                    device.clock_period.count();
  }
}

std::uint64_t Extrapolation::along(std::uint64_t earlier, std::uint64_t later, Wide excess,
                                   const Slope& slope) {
  const Wide rise = (Wide{later} - Wide{earlier} - excess) * Wide{slope.left_out};
  const Wide half = Wide{slope.difference / 2} * (rise < 0 ? -1 : 1);
  const Wide all = Wide{later} + (rise + half) / Wide{slope.difference};
  return static_cast<std::uint64_t>(std::max<Wide>(all, 0));
}

OperationOutcome Extrapolation::line(const OperationOutcome& shorter,
                                     const OperationOutcome& longer, const Slope& slope) const {
  const OutcomeWords a = words_of(shorter);
  const OutcomeWords b = words_of(longer);
  OutcomeWords all{};
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i] = along(a[i], b[i], 0, slope);
  }
  return outcome_of(all);
}

/// Cycles by which the runs differ more than they would with the average number of refreshes.
Extrapolation::Wide Extrapolation::refresh_excess(std::uint64_t shorter, std::uint64_t longer,
                                                  const Slope& slope) const {
  if (refresh_cost_ == 0 || longer <= shorter) {
    return 0;
  }
  // The first falls due half an interval behind the start (Memory::reset).
  const auto due = [&](std::uint64_t cycles) {
    return (Wide{cycles} * cycle_ + interval_ / 2) / interval_;
  };
  const Wide all = along(shorter, longer, 0, slope);
  const Wide waited = std::max<Wide>(all - compute_cycles_, 0) * interval_ / all;
  const Wide cost = std::min<Wide>(refresh_cost_, waited) / cycle_;
  const Wide more = (due(longer) - due(shorter)) * interval_ - Wide{longer - shorter} * cycle_;
  return more * cost / interval_;
}

OperationOutcome Extrapolation::whole(const OperationOutcome& shorter,
                                      const OperationOutcome& longer, const Slope& slope) const {
  OperationOutcome all = line(shorter, longer, slope);
  const std::uint64_t before = shorter.cycles.total().count();
  const std::uint64_t after = longer.cycles.total().count();
  const Wide excess = refresh_excess(before, after, slope);
  const auto rise = [&](Bin bin) {
    return std::max<Wide>(Wide{longer.cycles[bin]} - Wide{shorter.cycles[bin]}, 0);
  };
  Wide waiting = 0;
  for (const Bin bin : kWaiting) {
    waiting += rise(bin);
  }
  if (excess == 0 || waiting <= std::max(excess, -excess)) {
    return all;
  }
  for (const Bin bin : kWaiting) {
    all.cycles[bin] =
        along(shorter.cycles[bin], longer.cycles[bin], excess * rise(bin) / waiting, slope);
  }
  for (const auto clocks : kStanding) {
    const Wide more = Wide{longer.dram.*clocks} - Wide{shorter.dram.*clocks};
    all.dram.*clocks = along(shorter.dram.*clocks, longer.dram.*clocks,
                             more * excess / Wide{after - before}, slope);
  }
  return all;
}

}  // namespace metronome::sim
