#include "sim/engine/extrapolation.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "arch/dram/touched_bursts.hpp"
#include "sim/systemc/outcome_words.hpp"

namespace metronome::sim {
namespace {

/// 128 bits: products of cycles, strides and picoseconds.
__extension__ using Wide = __int128;

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

/// How often each part of a run is in the operation: fractions of one denominator.
class Weights {
 public:
  Weights(const std::vector<Slope>& slopes, std::size_t parts) : all_(parts, 1) {
    for (std::size_t i = 0; i < slopes.size(); ++i) {
      const auto [measured, left_out] = slopes[i];
      for (std::size_t part = 0; part < parts; ++part) {
        all_[part] *= (part >> i & 1) != 0 ? measured + left_out : measured;
      }
      denominator_ *= measured;
    }
  }
  [[nodiscard]] Wide denominator() const { return denominator_; }
  /// Sum over the parts of `of(part)` times their number in the operation, times the denominator.
  template <class Of>
  [[nodiscard]] Wide whole(const Of& of) const {
    Wide sum = 0;
    for (std::size_t part = 0; part < all_.size(); ++part) {
      sum += of(part) * all_[part];
    }
    return sum;
  }
  /// The same of what is left out.
  template <class Of>
  [[nodiscard]] Wide left_out(const Of& of) const {
    return whole(of) - denominator_ * [&] {
      Wide sum = 0;
      for (std::size_t part = 0; part < all_.size(); ++part) {
        sum += of(part);
      }
      return sum;
    }();
  }
  [[nodiscard]] std::uint64_t rounded(Wide times_denominator) const {
    return static_cast<std::uint64_t>(std::max<Wide>(times_denominator + denominator_ / 2, 0) /
                                      denominator_);
  }

 private:
  std::vector<Wide> all_;
  Wide denominator_ = 1;
};

class Extrapolation {
 public:
  Extrapolation(const PartedOutcome& run, const std::vector<PartBursts>& bursts,
                std::vector<Wide> served, const SteadyState& steady,
                const arch::AcceleratorSpec& machine)
      : run_(run),
        bursts_(bursts),
        served_(std::move(served)),
        weights_(steady.slopes, run.parts.size()),
        compute_cycles_(steady.compute_cycles),
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

  [[nodiscard]] OperationOutcome whole() const {
    OperationOutcome all = linear();
    const std::uint64_t total = all.cycles.total().count();
    const Wide excess = refresh_excess(total) + backlog_excess(total);
    Wide waiting = 0;
    for (const Bin bin : kWaiting) {
      waiting += left_out_of(bin);
    }
    if (excess == 0 || waiting <= std::max(excess, -excess)) {
      return all;
    }
    for (const Bin bin : kWaiting) {
      const Wide cycles = weights_.whole([&](std::size_t i) { return cycles_of(i, bin); });
      all.cycles[bin] = weights_.rounded(cycles - share(excess, left_out_of(bin), waiting));
    }
    const Wide time = weights_.left_out([&](std::size_t i) { return total_of(i); });
    for (const auto clocks : kStanding) {
      const auto of = [&](std::size_t i) { return Wide{run_.parts[i].dram.*clocks}; };
      all.dram.*clocks =
          weights_.rounded(weights_.whole(of) - share(excess, weights_.left_out(of), time));
    }
    return all;
  }

 private:
  [[nodiscard]] Wide cycles_of(std::size_t part, Bin bin) const {
    return Wide{run_.parts[part].cycles[bin]};
  }
  [[nodiscard]] Wide total_of(std::size_t part) const {
    return Wide{run_.parts[part].cycles.total().count()};
  }
  [[nodiscard]] Wide left_out_of(Bin bin) const {
    return weights_.left_out([&](std::size_t i) { return cycles_of(i, bin); });
  }
  /// what * part / all, of numbers of which two may be large.
  [[nodiscard]] static Wide share(Wide what, Wide part, Wide all) {
    return static_cast<Wide>(static_cast<long double>(what) * static_cast<long double>(part) /
                             static_cast<long double>(all));
  }

  [[nodiscard]] OperationOutcome linear() const {
    OutcomeWords all{};
    std::vector<OutcomeWords> parts;
    for (const OperationOutcome& part : run_.parts) {
      parts.push_back(words_of(part));
    }
    for (std::size_t word = 0; word < all.size(); ++word) {
      all[word] =
          weights_.rounded(weights_.whole([&](std::size_t i) { return Wide{parts[i][word]}; }));
    }
    return outcome_of(all);
  }

  /// Cycles, times the denominator, by which what is left out takes more than it would with the
  /// average number of refreshes.
  [[nodiscard]] Wide refresh_excess(std::uint64_t all) const {
    if (refresh_cost_ == 0 || all == 0) {
      return 0;
    }
    // The first falls due half an interval behind the start (Memory::reset).
    const auto due = [&](std::uint64_t cycles) {
      return (Wide{cycles} * cycle_ + interval_ / 2) / interval_;
    };
    std::vector<Wide> more(run_.parts.size(), 0);  // picoseconds
    std::uint64_t begin = 0;
    for (const auto& [part, end] : run_.spans) {
      more[part] += (due(end) - due(begin)) * interval_ - Wide{end - begin} * cycle_;
      begin = end;
    }
    const Wide waited = std::max<Wide>(Wide{all} - compute_cycles_, 0) * interval_ / all;
    const Wide cost = std::min<Wide>(refresh_cost_, waited) / cycle_;
    return weights_.left_out([&](std::size_t i) { return more[i]; }) * cost / interval_;
  }

  /// The same for what the memory moved while the sequencer was at the steps that are left out, and
  /// that is not theirs: of loads ahead of it or stores behind it. An operation that waits for
  /// memory for a quarter of its time takes what the memory takes; one that never waits does not
  /// notice.
  [[nodiscard]] Wide backlog_excess(std::uint64_t all) const {
    if (all <= compute_cycles_) {
      return 0;
    }
    const auto of = [&](std::size_t i) {
      const Wide own = Wide{bursts_[i].read} + bursts_[i].written;
      const Wide served = served_[i];
      return served > 0 ? total_of(i) * (served - own) / served : Wide{0};
    };
    const Wide waited = std::min<Wide>(kBoundFraction * (Wide{all} - compute_cycles_), all);
    return share(weights_.left_out(of), waited, all);
  }

  static constexpr Wide kBoundFraction = 4;

  const PartedOutcome& run_;
  const std::vector<PartBursts>& bursts_;
  std::vector<Wide> served_;  ///< bursts while the sequencer was at the part
  Weights weights_;
  std::uint64_t compute_cycles_;
  std::uint64_t cycle_;     ///< picoseconds
  std::uint64_t interval_;  ///< picoseconds of tREFI
  std::uint64_t refresh_cost_ =
      0;  ///< picoseconds, where the machine does nothing but wait; 0: none
};

constexpr std::array kIdle{
    &dram::Counts::precharged_cycles, &dram::Counts::active_power_down_cycles,
    &dram::Counts::precharged_power_down_cycles, &dram::Counts::self_refresh_cycles};

/// Counts of the memory in a part: commands and open banks are what its loads bring, whenever they
/// are sent; the rest of the time that the part took (`time`) is idle as it was then.
dram::Counts memory_of_part(const dram::Counts& time, const dram::Counts& by_loads) {
  dram::Counts part = by_loads;
  for (const auto count :
       {&dram::Counts::refreshes, &dram::Counts::bank_refreshes, &dram::Counts::refresh_cycles,
        &dram::Counts::power_downs, &dram::Counts::self_refreshes}) {
    part.*count = time.*count;
  }
  Wide idle = 0;
  for (const auto clocks : kIdle) {
    idle += time.*clocks;
  }
  Wide left = idle + time.active_cycles;
  part.active_cycles =
      static_cast<std::uint64_t>(idle > 0 ? std::min<Wide>(by_loads.active_cycles, left) : left);
  left -= part.active_cycles;
  for (const auto clocks : kIdle) {  // in proportion, to the last clock
    const Wide own = time.*clocks;
    const Wide given = idle > 0 ? own * left / idle : 0;
    part.*clocks = static_cast<std::uint64_t>(given);
    idle -= own;
    left -= given;
  }
  return part;
}

/// RD and WR of a part are its bursts but for those that needed no command.
void book_bursts(OperationOutcome& part, const PartBursts& bursts, std::uint64_t burst_bytes) {
  dram::Counts& counts = part.dram;
  counts.reads = bursts.read - std::min(bursts.read, counts.forwarded_reads);
  counts.writes = bursts.written - std::min(bursts.written, counts.coalesced_writes);
  counts.bursts = bursts.read + bursts.written;
  counts.read_bytes = counts.reads * burst_bytes;
  counts.write_bytes = counts.writes * burst_bytes;
}

}  // namespace

std::vector<PartBursts> bursts_of(const mapping::Program& run, const SteadyState& steady,
                                  const arch::AcceleratorSpec& machine) {
  METRONOME_ASSERT(run.steps.size() == steady.parts.size(), "every step of a run has its part");
  const std::uint64_t burst_bytes = machine.memory.device.bytes_per_burst().count();
  std::vector<PartBursts> all(std::size_t{1} << steady.slopes.size());
  for (std::size_t i = 0; i < run.steps.size(); ++i) {
    const mapping::TileStep& step = run.steps[i];
    PartBursts& part = all[steady.parts[i]];
    for (const auto* list :
         {&step.input_loads, &step.weight_loads, &step.side_loads, &step.stores}) {
      for (const mapping::StreamTransfer& stream : *list) {
        const std::uint64_t bursts = dram::touched_units(stream.transfer, burst_bytes);
        (stream.transfer.direction == dram::Direction::read ? part.read : part.written) += bursts;
      }
    }
  }
  return all;
}

OperationOutcome extrapolated(const PartedOutcome& run, const std::vector<PartBursts>& bursts,
                              const SteadyState& steady, const arch::AcceleratorSpec& machine) {
  METRONOME_ASSERT(run.parts.size() == bursts.size(), "every part of a run has its outcome");
  PartedOutcome parted = run;
  std::vector<Wide> served;
  for (const OperationOutcome& part : run.parts) {
    served.push_back(part.dram.bursts);
  }
  for (std::size_t i = 0; i < run.by_loads.size(); ++i) {
    parted.parts[i].dram = memory_of_part(run.parts[i].dram, run.by_loads[i]);
  }
  for (std::size_t i = 0; i < bursts.size(); ++i) {
    book_bursts(parted.parts[i], bursts[i], machine.memory.device.bytes_per_burst().count());
  }
  return Extrapolation(parted, bursts, std::move(served), steady, machine).whole();
}

}  // namespace metronome::sim
