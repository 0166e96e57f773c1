#pragma once

#include <cstdint>
#include <filesystem>
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

namespace metronome::dram {

/// One line of a trace: one native burst, the one that holds the byte address.
struct Request {
  std::uint64_t address = 0;
  Direction direction = Direction::read;
  std::uint64_t arrival = 0;  ///< not accepted before the memory clock behind this one
  bool operator==(const Request&) const = default;
};

struct ReplayOptions {
  Profile profile = Profile::standard;
  bool refresh = true;
  /// Commands are appended here; nullptr: they are not observed, at no cost.
  std::vector<CommandRecord>* commands = nullptr;
  /// Counts by bank, explains the data bus, follows the bandwidth; made for the same device.
  Statistics* statistics = nullptr;
};

struct ReplayResult {
  std::uint64_t requests = 0;
  /// The later of the last RD's clock + CL + BL/2 and the last WR's clock; a forwarded read
  /// completes one clock after its arrival.
  Cycles cycles;
  double row_hit_rate = 0;              ///< of the RD and WR commands
  double mean_read_latency_cycles = 0;  ///< arrival (the clock before acceptance) to last data beat
  double bandwidth_gb_per_s = 0;        ///< 10^9 bytes of all requests over `cycles`
  double peak_fraction = 0;
  Counts counts;  ///< up to `cycles`
  EnergyBreakdown energy;
  EnumArray<Supply, Picojoules> energy_by_supply;  ///< sums to energy.total()
};

/// Reads one request a line: `R 0xADDR` and `W 0xADDR`; Ramulator's `LD ADDR` and `ST ADDR`;
/// DRAMsim3's `0xADDR READ CLOCK` and `0xADDR WRITE CLOCK`, whose clock is the arrival. Addresses
/// are hexadecimal with 0x, else decimal (with a letter before them). Empty lines are skipped, gzip
/// is expanded. UserError with file, line and column (the first twenty wrong lines) for other text
/// and for addresses that the device does not have or that no burst begins at; and for a file that
/// cannot be read or expanded, or has no request.
[[nodiscard]] std::vector<Request> read_trace(const std::filesystem::path& path,
                                              const DeviceSpec& device);

/// The same of the content of a file, expanded already; `file` is named in errors.
[[nodiscard]] std::vector<Request> parse_trace(std::string_view content, const std::string& file,
                                               const DeviceSpec& device);

/// Offers the requests in order, one per memory clock from clock 1 on, with back-pressure; the
/// first refresh falls due at tREFI. UserError for an address beyond the device's capacity.
[[nodiscard]] ReplayResult replay(const DeviceSpec& device, std::span<const Request> requests,
                                  const ReplayOptions& options = {});

/// The fields of `metronome dram --json`, in order, indented, without a newline at the end; REFpb
/// when there are any, the energy by supply when there is more than one; with statistics also the
/// data bus and the banks.
[[nodiscard]] std::string to_json(const ReplayResult& result,
                                  const Statistics* statistics = nullptr);

/// `clk CMD bank_group bank row` lines; PREA and REF have -1 in the last three. With
/// several ranks the bank groups are numbered through them, and PREA and REF have the rank's first.
[[nodiscard]] std::string commands_text(const DeviceSpec& device,
                                        std::span<const CommandRecord> commands);

}  // namespace metronome::dram
