#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "arch/dram/command.hpp"
#include "arch/dram/counts.hpp"
#include "arch/dram/device.hpp"
#include "arch/dram/energy.hpp"
#include "arch/dram/policy_set.hpp"
#include "arch/dram/request.hpp"
#include "arch/dram/statistics.hpp"
#include "arch/dram/trace_source.hpp"

namespace metronome::dram {

struct ReplayOptions {
  Profile profile = Profile::standard;
  bool refresh = true;
  /// Commands are appended here, in order of time within each channel; nullptr: they are not
  /// observed, at no cost.
  std::vector<CommandRecord>* commands = nullptr;
  /// Called whenever so many commands have come together, to take them out of the list, and at the
  /// end; unset: all of them stay.
  static constexpr std::size_t kCommandsHeld = 16384;
  std::function<void()> take_commands = {};
  /// Counts by bank, explains the data bus, follows the bandwidth; the first of as many as the
  /// device has channels, made for the same device.
  Statistics* statistics = nullptr;
};

struct ReplayResult {
  std::uint64_t requests = 0;
  unsigned channels = 1;
  /// The later of the last RD's clock + CL + BL/2 and the last WR's clock + CWL + BL/2 (profile
  /// ramulator: the last WR's clock), of all channels; a forwarded read completes one clock after
  /// its arrival.
  Cycles cycles;
  double row_hit_rate = 0;  ///< of the RD and WR commands
  /// From arrival (the clock before acceptance) to the end of the data, as `cycles` has it; of the
  /// reads (forwarded ones too; those of an RD with the clocks of controller and PHY) and of the
  /// writes (merged ones end when accepted). 0 without any.
  double mean_read_latency_cycles = 0;
  double mean_write_latency_cycles = 0;
  std::uint64_t reads = 0;        ///< requests
  std::uint64_t writes = 0;       ///< requests
  double bandwidth_gb_per_s = 0;  ///< 10^9 bytes over the pins, of all channels, over `cycles`
  double peak_fraction = 0;       ///< at most 1
  Counts counts;                  ///< up to `cycles`, of all channels
  EnergyBreakdown energy;
  EnumArray<Supply, Picojoules> energy_by_supply;  ///< sums to energy.total()
};

/// Replays requests that come piece by piece; how they are cut changes nothing. Each of the
/// device's channels takes its requests in order, one per memory clock from clock 1 on, with
/// back-pressure, and does not wait for the others; blocks of `channel_interleave` bytes lie in the
/// channels in turn. The first refresh falls due at tREFI. What has been taken in is not kept.
/// After each kBlock requests every channel goes as far as its share of them reaches, and commands
/// come in that order.
class Replayer {
 public:
  static constexpr std::size_t kBlock = 16384;

  /// The device must be valid.
  Replayer(const DeviceSpec& device, const ReplayOptions& options);
  ~Replayer();
  Replayer(const Replayer&) = delete;
  Replayer& operator=(const Replayer&) = delete;

  /// The next requests, which must lie within the capacity of all channels.
  void add(std::span<const Request> requests);
  /// The result, when all has been added.
  [[nodiscard]] ReplayResult finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Replays all of the requests. UserError for an address beyond the capacity.
[[nodiscard]] ReplayResult replay(const DeviceSpec& device, std::span<const Request> requests,
                                  const ReplayOptions& options = {});

/// The fields of `metronome dram --json`, in order, indented, without a newline at the end; REFpb
/// and the commands of power states when there are any, the energy by supply when there is more
/// than one; with the statistics of the channels also the data bus and the banks.
[[nodiscard]] std::string to_json(const ReplayResult& result,
                                  std::span<const Statistics> statistics = {});

/// Appends `clk CMD bank_group bank row` lines; commands of a rank have -1 in the last three. With
/// several ranks the bank groups are numbered through them, and commands of a rank have its first.
/// For one channel.
void append_commands_text(const DeviceSpec& device, std::span<const CommandRecord> commands,
                          std::string& out);

/// Appends lines with every field, those of kCommandsHeader. Commands of a rank have no bank group
/// and bank, and only those of a row or a column have that.
void append_commands_csv(const DeviceSpec& device, std::span<const CommandRecord> commands,
                         std::string& out);
inline constexpr std::string_view kCommandsHeader =
    "clock,command,channel,rank,bank_group,bank,row,column\n";

}  // namespace metronome::dram
