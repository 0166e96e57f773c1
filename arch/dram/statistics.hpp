#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "arch/dram/command.hpp"
#include "arch/dram/data_bus_analysis.hpp"
#include "arch/dram/device.hpp"
#include "arch/dram/request.hpp"

namespace metronome::dram {

/// What happened in one bank. The sums over the banks are the channel's counts.
struct BankCounts {
  std::uint64_t activates = 0;
  std::uint64_t precharges = 0;  ///< times that the bank was closed, by PRE or by PREA
  std::uint64_t reads = 0;
  std::uint64_t writes = 0;
  std::uint64_t row_hits = 0;  ///< RD and WR that needed no ACT of their own
  bool operator==(const BankCounts&) const = default;
};

/// Data moved per interval of `width` clocks, from clock 0; the last interval may be cut short.
struct BandwidthProfile {
  struct Interval {
    std::uint64_t read_bursts = 0;
    std::uint64_t write_bursts = 0;
  };
  Clock width = 64;  ///< doubled as often as needed to keep the intervals within kIntervals
  std::vector<Interval> intervals;

  static constexpr std::size_t kIntervals = 1024;
  /// A burst whose first beat is in clock `begin`.
  void add(Clock begin, Direction direction);
  /// Twice the width.
  void coarsen();
};

/// An observer of one channel: counters by bank, the data bus slot by slot, bandwidth over time.
class Statistics {
 public:
  explicit Statistics(const DeviceSpec& device);

  void command(const CommandRecord& record) {
    data_bus_.command(record);
    record.command == Command::read || record.command == Command::write ? column(record)
                                                                        : row(record);
  }
  /// Of the request that the last RD or WR has served: see DataBusAnalysis::column.
  void served(Clock accepted, LossReason held_by) { data_bus_.column(column_, accepted, held_by); }

  [[nodiscard]] const std::vector<BankCounts>& banks() const { return banks_; }
  struct Place {
    unsigned rank, bank_group, bank;
  };
  /// Of banks()[index].
  [[nodiscard]] Place place(std::size_t index) const {
    const auto i = static_cast<unsigned>(index);
    return {i / banks_per_rank_, i % banks_per_rank_ / banks_per_group_, i % banks_per_group_};
  }
  [[nodiscard]] const DataBusUse& bus() const { return data_bus_.use(); }
  [[nodiscard]] const BandwidthProfile& bandwidth() const { return bandwidth_; }

 private:
  void column(const CommandRecord& record);
  void row(const CommandRecord& record);
  void close(unsigned bank);

  unsigned banks_per_group_;
  unsigned banks_per_rank_;
  DataBusAnalysis data_bus_;
  std::vector<BankCounts> banks_;
  std::vector<bool> open_;
  std::vector<bool> fresh_;  ///< activated, and no RD or WR since
  BandwidthProfile bandwidth_;
  CommandRecord column_;
};

/// The data buses of all channels together: clocks, busy and lost ones are sums.
[[nodiscard]] DataBusUse bus_of(std::span<const Statistics> channels);
/// The bandwidth of all channels together.
[[nodiscard]] BandwidthProfile bandwidth_of(std::span<const Statistics> channels);

/// One row for each bank, units in the header; with several channels, the channel first.
[[nodiscard]] std::string counters_csv(std::span<const Statistics> channels);

}  // namespace metronome::dram
