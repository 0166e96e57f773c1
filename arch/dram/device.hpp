#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "arch/dram/clock.hpp"
#include "sim/base/enumeration.hpp"
#include "sim/base/quantity.hpp"
#include "sim/config/schema.hpp"

namespace metronome::dram {

/// Which buffered request goes next, within the direction that is served.
enum class Scheduler : std::uint8_t {
  fr_fcfs,        ///< the oldest whose next command is legal
  row_hit_first,  ///< as fr_fcfs, but a legal RD or WR before any ACT or PRE
  fcfs,           ///< the oldest, one at a time
};
constexpr auto enum_rows(Scheduler) {
  using enum Scheduler;
  return enum_list<Scheduler>(
      {{fr_fcfs, "fr_fcfs"}, {row_hit_first, "row_hit_first"}, {fcfs, "fcfs"}});
}

/// When a row is closed that nothing buffered asks for.
enum class PagePolicy : std::uint8_t {
  open,      ///< when another row is wanted
  closed,    ///< as soon as it is legal
  adaptive,  ///< after `page_timeout` clocks without RD or WR
};
constexpr auto enum_rows(PagePolicy) {
  using enum PagePolicy;
  return enum_list<PagePolicy>({{open, "open"}, {closed, "closed"}, {adaptive, "adaptive"}});
}

/// How a rank is refreshed.
enum class RefreshMode : std::uint8_t {
  all_bank,  ///< REF: the whole rank stands still for tRFC
  per_bank,  ///< REFpb: one bank (or `banks_per_refresh` of them) at a time
};
constexpr auto enum_rows(RefreshMode) {
  using enum RefreshMode;
  return enum_list<RefreshMode>({{all_bank, "all_bank"}, {per_bank, "per_bank"}});
}

/// When a rank that nobody wants is put into a low-power state.
enum class PowerDown : std::uint8_t {
  never,
  timeout,   ///< after `power_down_idle` clocks without RD or WR
  adaptive,  ///< the same, with a wait that doubles after a sleep too short, halves after a long
             ///< one
};
constexpr auto enum_rows(PowerDown) {
  using enum PowerDown;
  return enum_list<PowerDown>({{never, "never"}, {timeout, "timeout"}, {adaptive, "adaptive"}});
}

/// What becomes of the open rows of a rank that is powered down.
enum class PowerDownRows : std::uint8_t {
  keep,   ///< they stay open: active power-down
  close,  ///< PREA first: precharged power-down
};
constexpr auto enum_rows(PowerDownRows) {
  using enum PowerDownRows;
  return enum_list<PowerDownRows>({{keep, "keep"}, {close, "close"}});
}

/// How a rank leaves precharged power-down.
enum class PowerDownExit : std::uint8_t {
  fast,  ///< tXP to any command
  slow,  ///< DLL off meanwhile: tXPDLL to RD and WR, at a lower current
};
constexpr auto enum_rows(PowerDownExit) {
  using enum PowerDownExit;
  return enum_list<PowerDownExit>({{fast, "fast"}, {slow, "slow"}});
}

/// A supply of the chips besides the main one, with the share of each IDD current that it carries.
struct RailSpec {
  static constexpr std::string_view kSchemaName = "dram_rail";

  double voltage_v = 0;  ///< 0: not modelled
  double idd0_ma = 0;
  double idd2n_ma = 0;
  double idd3n_ma = 0;
  double idd4r_ma = 0;
  double idd4w_ma = 0;
  double idd5b_ma = 0;
  double idd5pb_ma = 0;
  double idd2p_ma = 0;
  double idd2p_slow_ma = 0;
  double idd3p_ma = 0;
  double idd6_ma = 0;

  bool operator==(const RailSpec&) const = default;
};

/// Power of a chip in its states, for devices without public currents. All zero: not used.
struct StatePowerSpec {
  static constexpr std::string_view kSchemaName = "dram_state_power";

  double precharged_mw = 0;
  double active_mw = 0;
  double precharged_power_down_mw = 0;
  double active_power_down_mw = 0;
  double self_refresh_mw = 0;
  double refresh_mw = 0;  ///< while a REF lasts, on top of active_mw
  /// The true power is taken to lie between these multiples.
  double low_factor = 1;
  double high_factor = 1;
  std::string reason;

  bool operator==(const StatePowerSpec&) const = default;
  [[nodiscard]] bool used() const { return precharged_mw > 0; }
};

/// One channel (or one of its pseudo channels) and its ranks: organisation, timing in memory
/// clocks, currents and controller settings. Constraints are counted from command to command on the
/// channel's one command bus, one command per clock. Names and meanings are JEDEC's
/// ([jedec2012sdram] for DDR4). The initial values are the DDR4-2400 8 Gb x8 device of
/// configs/dram/ddr4_2400.yaml.
struct DeviceSpec {
  static constexpr std::string_view kSchemaName = "dram_device";

  std::string name = "DDR4-2400 8Gb x8";
  std::string source;

  Picoseconds clock_period{833};
  unsigned bus_width_bits = 64;
  unsigned chip_width_bits = 8;
  unsigned burst_length = 8;  ///< beats
  unsigned beats_per_clock = 2;

  unsigned channels = 1;          ///< that a replay has, each like this; machines count their own
  Bytes channel_interleave{256};  ///< consecutive bytes in one channel of a replay
  unsigned pseudo_channels = 1;   ///< of a channel: they share its command bus, nothing else
  unsigned ranks = 1;
  unsigned bank_groups = 4;  ///< of a rank
  unsigned banks_per_group = 4;
  unsigned rows = 65536;
  unsigned columns = 1024;  ///< of bus_width_bits, per row

  unsigned cl = 17;
  unsigned cwl = 12;
  unsigned trcd = 17;
  unsigned trcd_write = 0;  ///< ACT to WR; 0: as trcd
  unsigned trp = 17;
  unsigned trp_all = 17;  ///< after PREA
  unsigned tras = 39;
  unsigned trc = 56;
  unsigned tccd_s = 4;
  unsigned tccd_l = 6;
  unsigned tccd_l_write = 0;  ///< WR to WR of a bank group (tCCD_L_WR); 0: as tccd_l
  unsigned trrd_s = 4;
  unsigned trrd_l = 6;
  unsigned tfaw = 26;
  unsigned twtr_s = 3;
  unsigned twtr_l = 9;
  unsigned twr = 18;
  unsigned trtp = 9;
  unsigned tppd = 0;  ///< PRE or PREA to PRE or PREA
  unsigned trfc = 420;
  unsigned trefi = 9360;
  unsigned trfc_bank = 0;          ///< REFpb to ACT or REFpb of its banks; 0: there is no REFpb
  unsigned trrefd = 0;             ///< REFpb to ACT of another bank of the rank
  unsigned tpbr2pbr = 0;           ///< REFpb to REFpb of another bank of the rank
  unsigned banks_per_refresh = 1;  ///< that one REFpb covers
  unsigned read_to_write_gap = 2;  ///< RD to WR is CL + BL/2 + this - CWL
  unsigned trtrs = 1;              ///< idle clocks of the data bus between the bursts of two ranks
  /// Of a read, in the controller and the PHY, there and back: latency, no bandwidth.
  unsigned controller_phy_clocks = 0;

  unsigned tcke = 6;       ///< PDE to PDX and PDX to PDE
  unsigned txp = 8;        ///< PDX to any command
  unsigned txp_dll = 325;  ///< PDX to RD or WR, slow exit; 0: there is none
  unsigned tckesr = 7;     ///< SRE to SRX
  unsigned txs = 432;      ///< SRX to any command
  unsigned txs_dll = 768;  ///< SRX to RD or WR; 0: as txs

  unsigned activate_bus_clocks = 1;   ///< clocks of the command bus that an ACT takes
  unsigned column_bus_clocks = 1;     ///< RD, WR
  unsigned precharge_bus_clocks = 1;  ///< PRE, PREA, REF

  std::string mapping = "RoBaCoBg";
  bool bank_hash = false;  ///< bank = bank field XOR the lowest bits of the row
  Scheduler scheduler = Scheduler::fr_fcfs;
  PagePolicy page_policy = PagePolicy::open;
  unsigned page_timeout = 128;
  RefreshMode refresh_mode = RefreshMode::all_bank;
  unsigned refresh_postpone = 0;  ///< tREFI that a refresh may be put off, or pulled in

  PowerDown power_down = PowerDown::never;
  unsigned power_down_idle = 64;  ///< clocks without RD or WR, after which a rank is powered down
  PowerDownRows power_down_rows = PowerDownRows::close;
  PowerDownExit power_down_exit = PowerDownExit::fast;
  unsigned self_refresh_idle = 0;  ///< the same for self-refresh; 0: never

  unsigned read_queue = 32;
  unsigned write_queue = 32;
  double write_high_watermark = 0.8;  ///< fraction of write_queue above which writes are drained
  double write_low_watermark = 0.2;   ///< and below which reads are served again
  unsigned read_batch = 32;   ///< reads that are served at a stretch while writes are to be drained
  unsigned write_batch = 32;  ///< writes that are served at a stretch while reads wait
  /// A request that has waited for so many clocks is overdue: it closes a row that others still
  /// hit, and a write is drained with the next turn. (Not in the ramulator profile.)
  unsigned patience = 9360;

  double vdd_v = 1.2;
  double idd0_ma = 48;       ///< one-bank activate-precharge
  double idd2n_ma = 34;      ///< precharged standby
  double idd2p_ma = 25;      ///< precharged power-down, fast exit
  double idd2p_slow_ma = 0;  ///< precharged power-down, slow exit; 0: as idd2p_ma
  double idd3n_ma = 43;      ///< active standby
  double idd3p_ma = 37;      ///< active power-down
  double idd4r_ma = 135;
  double idd4w_ma = 123;
  double idd5b_ma = 250;  ///< burst refresh, all banks
  double idd5pb_ma = 0;   ///< average with a REFpb every tREFI / banks; 0: a share of idd5b
  double idd6_ma = 30;    ///< self-refresh
  RailSpec vpp;           ///< word lines: VPP; in LPDDR the VDD1 rail
  RailSpec vddq;          ///< output drivers, where their currents are known
  /// For devices without trustworthy currents: the power of their states, and the energy of moving
  /// a bit, activation and pins shared out. 0 where currents are known.
  StatePowerSpec state_power;
  double read_pj_per_bit = 0;
  double write_pj_per_bit = 0;
  /// From VDDQ, where no currents of it are given: mean power of a data or strobe pin while it
  /// drives a read, or of one (masks too) that terminates a write; and of each pin of every other
  /// rank that terminates meanwhile.
  double io_read_mw_per_pin = 0;
  double io_write_mw_per_pin = 0;
  double termination_read_mw_per_pin = 0;
  double termination_write_mw_per_pin = 0;

  bool operator==(const DeviceSpec&) const = default;

  [[nodiscard]] unsigned banks_per_rank() const { return bank_groups * banks_per_group; }
  /// REFpb commands that refresh a rank as one REF does.
  [[nodiscard]] unsigned refresh_sets() const { return banks_per_rank() / banks_per_refresh; }
  /// Of the channel.
  [[nodiscard]] unsigned banks() const { return ranks * banks_per_rank(); }
  /// Of one rank.
  [[nodiscard]] unsigned chips() const { return bus_width_bits / chip_width_bits; }
  /// Clocks for which one burst occupies the data bus.
  [[nodiscard]] unsigned burst_clocks() const { return burst_length / beats_per_clock; }
  [[nodiscard]] unsigned activate_to_write() const { return trcd_write == 0 ? trcd : trcd_write; }
  [[nodiscard]] unsigned write_to_write_l() const {
    return tccd_l_write == 0 ? tccd_l : tccd_l_write;
  }
  [[nodiscard]] unsigned bursts_per_row() const { return columns / burst_length; }
  [[nodiscard]] Bytes bytes_per_burst() const {
    return Bytes(std::uint64_t{burst_length} * bus_width_bits / 8);
  }
  [[nodiscard]] Bytes capacity_bytes() const {
    return Bytes(std::uint64_t{banks()} * rows * columns * bus_width_bits / 8);
  }
  [[nodiscard]] double peak_bytes_per_second() const {
    return 1.0 * beats_per_clock * bus_width_bits / 8 /
           (static_cast<double>(clock_period.count()) * 1e-12);
  }
};

/// Limits of the implementation: queue entries are bits of one machine word, banks of one where
/// that is enough, or else of four (index_set.hpp), and a bank's number is a byte.
inline constexpr unsigned kMaxRanks = 8;
inline constexpr unsigned kMaxBanks = 256;  ///< of all ranks of a channel
inline constexpr unsigned kMaxQueue = 64;

}  // namespace metronome::dram

namespace metronome::config {
template <>
const StructSchema<dram::RailSpec>& schema_of<dram::RailSpec>();
template <>
const StructSchema<dram::StatePowerSpec>& schema_of<dram::StatePowerSpec>();
template <>
const StructSchema<dram::DeviceSpec>& schema_of<dram::DeviceSpec>();
}  // namespace metronome::config
