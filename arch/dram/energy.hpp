#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "arch/dram/counts.hpp"
#include "arch/dram/device.hpp"
#include "sim/base/enumeration.hpp"

namespace metronome::dram {

/// Voltage domains; in LPDDR these are VDD2, VDD1 and VDDQ.
enum class Supply : std::uint8_t { vdd, vpp, vddq };
constexpr auto enum_rows(Supply) {
  using enum Supply;
  return enum_list<Supply>({{vdd, "vdd"}, {vpp, "vpp"}, {vddq, "vddq"}});
}

/// What is priced. Each has a price per event (energy_rows) and a number of events (event_count);
/// the energy of a run is the sum of their products and nothing else.
enum class EnergyEvent : std::uint8_t {
  activate,                     ///< one ACT
  precharge,                    ///< one bank closed, by PRE or by PREA
  read,                         ///< one RD
  write,                        ///< one WR
  refresh,                      ///< one REF
  refresh_bank,                 ///< one REFpb
  active_cycle,                 ///< one clock with a bank open, or within a refresh
  precharged_cycle,             ///< one clock with all banks closed, refresh excepted
  active_power_down_cycle,      ///< one clock in power-down, a bank open
  precharged_power_down_cycle,  ///< one clock in power-down, all banks closed
  self_refresh_cycle,           ///< one clock in self-refresh
  self_refresh_entry,           ///< one SRE: the refresh that it begins with
  io_read,                      ///< the data pins in one RD
  io_write,                     ///< the data pins in one WR
  termination_read,             ///< the pins of the other ranks in one RD
  termination_write,            ///< the pins of the other ranks in one WR
  bit_read,                     ///< one bit read, where only a price per bit is public
  bit_write,                    ///< one bit written, likewise
};
/// The names of energy_rows.
constexpr auto enum_rows(EnergyEvent) {
  using enum EnergyEvent;
  return enum_list<EnergyEvent>({{activate, "activate"},
                                 {precharge, "precharge"},
                                 {read, "read"},
                                 {write, "write"},
                                 {refresh, "refresh"},
                                 {refresh_bank, "refresh_bank"},
                                 {active_cycle, "background_active"},
                                 {precharged_cycle, "background_precharged"},
                                 {active_power_down_cycle, "background_active_power_down"},
                                 {precharged_power_down_cycle, "background_power_down"},
                                 {self_refresh_cycle, "self_refresh"},
                                 {self_refresh_entry, "self_refresh_entry"},
                                 {io_read, "io_read"},
                                 {io_write, "io_write"},
                                 {termination_read, "termination_read"},
                                 {termination_write, "termination_write"},
                                 {bit_read, "bit_read"},
                                 {bit_write, "bit_write"}});
}

using EventEnergies = EnumArray<EnergyEvent, Picojoules>;

/// A table row for the pricing stage: energies of all chips of the rank.
struct EnergyRow {
  EnergyEvent event = EnergyEvent::activate;
  std::string counted;  ///< what an event is, in words
  Picojoules picojoules_per_event;
  std::string formula;   ///< with its source
  bool assumed = false;  ///< no public figure is behind it
};

struct EnergyBreakdown {
  Picojoules activate;
  Picojoules precharge;
  Picojoules read;
  Picojoules write;
  Picojoules refresh;
  Picojoules background_active;
  Picojoules background_precharged;
  Picojoules background_power_down;  ///< rows open or closed
  Picojoules self_refresh;           ///< with the refreshes within
  Picojoules io;
  Picojoules termination;  ///< of ranks that neither read nor write

  [[nodiscard]] Picojoules total() const {
    return activate + precharge + read + write + refresh + background_active +
           background_precharged + background_power_down + self_refresh + io + termination;
  }
};

/// Price of each event in one voltage domain. Equations: DRAMPower 4 [chandrasekar2012drampower],
/// which are those of Micron's TN-41-01 [micron2007power] with the activate-precharge pair split:
/// currents in mA per chip times V times ns give pJ, times the chips of the rank. REFpb as in
/// DRAMPower 5: V * (IDD5pb * tREFIpb - IDD2N * (tREFIpb - tRFCpb) - IDD3N * tRFCpb). The pins
/// belong to VDDQ; a price per bit and powers of states belong to VDD. Power-down and self-refresh:
/// IDD3P, IDD2P (of the device's exit) and IDD6 for their clocks; an SRE begins with a refresh.
[[nodiscard]] EventEnergies event_energies(const DeviceSpec& device, Supply supply);
/// Of all domains.
[[nodiscard]] EventEnergies event_energies(const DeviceSpec& device);

/// Of the refreshes that a rank needs for each clock of its life, in the device's mode.
[[nodiscard]] Picojoules refresh_energy_per_clock(const DeviceSpec& device);

/// How many events of each kind the counts hold.
[[nodiscard]] EnumArray<EnergyEvent, std::uint64_t> event_counts(const Counts& counts);

[[nodiscard]] EnergyBreakdown energy_of(const DeviceSpec& device, const Counts& counts);
[[nodiscard]] EnergyBreakdown energy_of(const DeviceSpec& device, const Counts& counts,
                                        Supply supply);

/// The rows in the order of EnergyEvent.
[[nodiscard]] std::vector<EnergyRow> energy_rows(const DeviceSpec& device);

}  // namespace metronome::dram
