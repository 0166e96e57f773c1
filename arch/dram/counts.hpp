#pragma once

#include <cstdint>

namespace metronome::dram {

/// What happened in one or several channels; plain integers, so that merging is addition.
/// The six kinds of cycles sum to the clocks elapsed, over the ranks of all channels.
struct Counts {
  std::uint64_t activates = 0;         ///< ACT commands
  std::uint64_t precharges = 0;        ///< PRE commands
  std::uint64_t precharge_alls = 0;    ///< PREA commands
  std::uint64_t banks_precharged = 0;  ///< banks closed, by PRE or by PREA
  std::uint64_t reads = 0;             ///< RD commands
  std::uint64_t writes = 0;            ///< WR commands
  std::uint64_t refreshes = 0;         ///< REF commands, all banks
  std::uint64_t bank_refreshes = 0;    ///< REFpb commands
  std::uint64_t row_hits = 0;          ///< RD and WR that needed no ACT of their own
  std::uint64_t row_misses = 0;        ///< ACT of a bank that was closed by a refresh or never open
  std::uint64_t row_conflicts = 0;     ///< ACT of a bank that a PRE had closed for another row
  std::uint64_t forwarded_reads = 0;   ///< reads answered from a buffered write
  std::uint64_t coalesced_writes = 0;  ///< writes merged into a buffered write
  std::uint64_t bursts = 0;      ///< requests accepted = RD + WR + forwarded + coalesced, once idle
  std::uint64_t read_bytes = 0;  ///< moved over the bus by RD
  std::uint64_t write_bytes = 0;        ///< moved over the bus by WR
  std::uint64_t active_cycles = 0;      ///< clocks with at least one bank of the rank open
  std::uint64_t precharged_cycles = 0;  ///< clocks with every bank closed, refresh excepted
  std::uint64_t refresh_cycles = 0;     ///< clocks within tRFC of a REF or REFpb, every bank closed
  std::uint64_t active_power_down_cycles = 0;      ///< clocks from PDE to PDX, a bank open
  std::uint64_t precharged_power_down_cycles = 0;  ///< clocks from PDE to PDX, every bank closed
  std::uint64_t self_refresh_cycles = 0;           ///< clocks from SRE to SRX
  std::uint64_t power_downs = 0;                   ///< PDE commands
  std::uint64_t self_refreshes = 0;                ///< SRE commands

  Counts& operator+=(const Counts& other);
  Counts& operator-=(const Counts& other);
  friend Counts operator+(Counts a, const Counts& b) { return a += b; }
  friend Counts operator-(Counts a, const Counts& b) { return a -= b; }
  bool operator==(const Counts&) const = default;
  /// Clocks of ranks that the controller must refresh.
  [[nodiscard]] std::uint64_t refreshed_cycles() const {
    return active_cycles + precharged_cycles + refresh_cycles + active_power_down_cycles +
           precharged_power_down_cycles;
  }
  /// Adds `times` times what has been counted since `earlier`.
  void repeat_since(const Counts& earlier, std::uint64_t times);
};

}  // namespace metronome::dram
