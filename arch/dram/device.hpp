#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "arch/dram/clock.hpp"
#include "sim/base/quantity.hpp"
#include "sim/config/schema.hpp"

namespace metronome::dram {

/// One channel with one rank: organisation, timing in memory clocks, currents and controller
/// settings. Constraints are counted from command to command on the channel's one command bus, one
/// command per clock. Names and meanings are JEDEC's (JESD79-4 for DDR4). The initial values are
/// the DDR4-2400 8 Gb x8 device of configs/dram/ddr4_2400.yaml.
struct DeviceSpec {
  static constexpr std::string_view kSchemaName = "dram_device";

  std::string name = "DDR4-2400 8Gb x8";
  std::string source;

  Picoseconds clock_period{833};
  unsigned bus_width_bits = 64;
  unsigned chip_width_bits = 8;
  unsigned burst_length = 8;  ///< beats; two per clock

  unsigned bank_groups = 4;
  unsigned banks_per_group = 4;
  unsigned rows = 65536;
  unsigned columns = 1024;  ///< of bus_width_bits, per row

  unsigned cl = 17;
  unsigned cwl = 12;
  unsigned trcd = 17;
  unsigned trp = 17;
  unsigned trp_all = 17;  ///< after PREA
  unsigned tras = 39;
  unsigned trc = 56;
  unsigned tccd_s = 4;
  unsigned tccd_l = 6;
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
  unsigned read_to_write_gap = 2;  ///< RD to WR is CL + BL/2 + this - CWL

  std::string mapping = "RoBaCoBg";

  unsigned read_queue = 32;
  unsigned write_queue = 32;
  double write_high_watermark = 0.8;  ///< fraction of write_queue above which writes are drained
  double write_low_watermark = 0.2;   ///< and below which reads have their turn again
  /// After so many clocks a waiting write has the writes served, and a waiting request closes a row
  /// that others still hit. (The ramulator profile knows no patience.)
  unsigned patience = 9360;

  double vdd_v = 1.2;
  double idd0_ma = 48;   ///< one-bank activate-precharge
  double idd2n_ma = 34;  ///< precharged standby
  double idd2p_ma = 25;  ///< precharged power-down; not used, there is no power-down yet
  double idd3n_ma = 43;  ///< active standby
  double idd3p_ma = 37;  ///< active power-down; not used
  double idd4r_ma = 135;
  double idd4w_ma = 123;
  double idd5b_ma = 250;  ///< burst refresh, all banks
  double idd6_ma = 30;    ///< self-refresh; not used
  double io_read_mw_per_pin = 0;
  double io_write_mw_per_pin = 0;

  bool operator==(const DeviceSpec&) const = default;

  [[nodiscard]] unsigned banks() const { return bank_groups * banks_per_group; }
  [[nodiscard]] unsigned chips() const { return bus_width_bits / chip_width_bits; }
  /// Clocks for which one burst occupies the data bus.
  [[nodiscard]] unsigned burst_clocks() const { return burst_length / 2; }
  [[nodiscard]] unsigned bursts_per_row() const { return columns / burst_length; }
  [[nodiscard]] Bytes bytes_per_burst() const {
    return Bytes(std::uint64_t{burst_length} * bus_width_bits / 8);
  }
  [[nodiscard]] Bytes capacity_bytes() const {
    return Bytes(std::uint64_t{banks()} * rows * columns * bus_width_bits / 8);
  }
  /// Two beats of the bus per clock.
  [[nodiscard]] double peak_bytes_per_second() const {
    return 2.0 * bus_width_bits / 8 / (static_cast<double>(clock_period.count()) * 1e-12);
  }
};

/// Limits of the implementation: banks and queue entries are bits of one machine word.
inline constexpr unsigned kMaxBanks = 64;
inline constexpr unsigned kMaxQueue = 64;

}  // namespace metronome::dram

namespace metronome::config {
template <>
const StructSchema<dram::DeviceSpec>& schema_of<dram::DeviceSpec>();
}  // namespace metronome::config
