// The keys of a device file and the rules that they keep.
#include <bit>

#include "arch/dram/address_map.hpp"
#include "arch/dram/device.hpp"
#include "sim/config/text_rules.hpp"

namespace metronome::config {

namespace {

using dram::DeviceSpec;
using Schema = StructSchema<DeviceSpec>;
using Complain = Schema::Complain;

constexpr double kMaxClocks = 1e6;
/// Of a channel: addresses of a thousand of them are far from the end of 64 bits.
constexpr std::uint64_t kMaxCapacity = std::uint64_t{1} << 48;

void add_organisation(Schema& schema) {
  schema.field("name", &DeviceSpec::name, {.doc = "shown in reports", .required = true})
      .field("source", &DeviceSpec::source, {.doc = "where the numbers come from"})
      .field("clock_period_ps", &DeviceSpec::clock_period,
             {.unit = "ps", .doc = "one memory (command) clock", .min = 1, .max = 1e6})
      .field("bus_width_bits", &DeviceSpec::bus_width_bits,
             {.unit = "bits", .doc = "data bus of the channel", .min = 8, .max = 4096})
      .field("chip_width_bits", &DeviceSpec::chip_width_bits,
             {.unit = "bits", .doc = "data pins of one chip", .min = 4, .max = 4096})
      .field("burst_length", &DeviceSpec::burst_length,
             {.unit = "beats", .doc = "beats of one RD or WR", .min = 2, .max = 64})
      .field("beats_per_clock", &DeviceSpec::beats_per_clock,
             {.unit = "beats",
              .doc = "on a data pin; above 2 with a data clock of its own",
              .min = 2,
              .max = 16})
      .field("channels", &DeviceSpec::channels,
             {.doc = "independent channels like this one that a replay has (a machine: "
                     "memory.channels)",
              .min = 1,
              .max = 1024})
      .field("channel_interleave_bytes", &DeviceSpec::channel_interleave,
             {.unit = "bytes",
              .doc = "consecutive bytes in one channel of a replay; a multiple of a burst",
              .min = 1,
              .max = 1 << 30})
      .field("pseudo_channels", &DeviceSpec::pseudo_channels,
             {.doc = "of a channel, sharing its command bus; this file describes one of them",
              .min = 1,
              .max = 4})
      .field(
          "ranks", &DeviceSpec::ranks,
          {.doc = "sets of chips that share the channel's buses", .min = 1, .max = dram::kMaxRanks})
      .field("bank_groups", &DeviceSpec::bank_groups, {.doc = "of a rank", .min = 1, .max = 64})
      .field("banks_per_group", &DeviceSpec::banks_per_group,
             {.doc = "of a bank group", .min = 1, .max = 64})
      .field("rows", &DeviceSpec::rows, {.doc = "rows of a bank", .min = 1, .max = 1 << 24})
      .field("columns", &DeviceSpec::columns,
             {.doc = "columns of a row, each as wide as the bus", .min = 1, .max = 1 << 20});
}

void add_timing(Schema& schema) {
  const auto clocks = [](std::string doc, double least = 1) {
    return FieldSpec{.unit = "clocks", .doc = std::move(doc), .min = least, .max = kMaxClocks};
  };
  schema.field("cl", &DeviceSpec::cl, clocks("RD to the first data beat"))
      .field("cwl", &DeviceSpec::cwl, clocks("WR to the first data beat"))
      .field("trcd", &DeviceSpec::trcd, clocks("ACT to RD or WR"))
      .field("trcd_write", &DeviceSpec::trcd_write, clocks("ACT to WR; 0: as trcd", 0))
      .field("trp", &DeviceSpec::trp, clocks("PRE to ACT"))
      .field("trp_all", &DeviceSpec::trp_all, clocks("PREA to ACT or REF"))
      .field("tras", &DeviceSpec::tras, clocks("ACT to PRE"))
      .field("trc", &DeviceSpec::trc, clocks("ACT to ACT of one bank"))
      .field("tccd_s", &DeviceSpec::tccd_s, clocks("RD to RD or WR to WR, other bank group"))
      .field("tccd_l", &DeviceSpec::tccd_l, clocks("RD to RD or WR to WR, same bank group"))
      .field("tccd_l_write", &DeviceSpec::tccd_l_write,
             clocks("WR to WR, same bank group (tCCD_L_WR); 0: as tccd_l", 0))
      .field("trrd_s", &DeviceSpec::trrd_s, clocks("ACT to ACT, other bank group"))
      .field("trrd_l", &DeviceSpec::trrd_l, clocks("ACT to ACT, same bank group"))
      .field("tfaw", &DeviceSpec::tfaw, clocks("ACT to the fourth-next ACT"))
      .field("twtr_s", &DeviceSpec::twtr_s, clocks("end of write data to RD, other group", 0))
      .field("twtr_l", &DeviceSpec::twtr_l, clocks("end of write data to RD, same group", 0))
      .field("twr", &DeviceSpec::twr, clocks("end of write data to PRE"))
      .field("trtp", &DeviceSpec::trtp, clocks("RD to PRE"))
      .field("tppd", &DeviceSpec::tppd, clocks("PRE to PRE of any bank", 0))
      .field("trfc", &DeviceSpec::trfc, clocks("REF to ACT"))
      .field("trefi", &DeviceSpec::trefi, clocks("between refreshes of a rank falling due"))
      .field("trfc_bank", &DeviceSpec::trfc_bank,
             clocks("REFpb to ACT or REFpb of its banks (tRFCpb); 0: no per-bank refresh", 0))
      .field("trrefd", &DeviceSpec::trrefd,
             clocks("REFpb to ACT of another bank (tRREFD; LPDDR: tPBR2ACT, tRRD)", 0))
      .field("tpbr2pbr", &DeviceSpec::tpbr2pbr, clocks("REFpb to REFpb of another bank", 0))
      .field("banks_per_refresh", &DeviceSpec::banks_per_refresh,
             {.unit = "banks", .doc = "that one REFpb covers", .min = 1, .max = 64})
      .field("read_to_write_gap", &DeviceSpec::read_to_write_gap,
             clocks("idle clocks of the data bus from read to write data", 0))
      .field("trtrs", &DeviceSpec::trtrs,
             clocks("idle clocks of the data bus between the bursts of two ranks", 0))
      .field(
          "controller_phy_clocks", &DeviceSpec::controller_phy_clocks,
          clocks("of a read that goes to the DRAM, in the controller and the PHY, there and back: "
                 "adds to the latency, takes no bandwidth; 0: as other simulators count",
                 0))
      .field("tcke", &DeviceSpec::tcke, clocks("power-down entry to exit, and exit to entry"))
      .field("txp", &DeviceSpec::txp, clocks("power-down exit to any command"))
      .field("txp_dll", &DeviceSpec::txp_dll,
             clocks("exit from precharged power-down with the DLL off to RD or WR (tXPDLL); 0: the "
                    "device has no slow exit",
                    0))
      .field("tckesr", &DeviceSpec::tckesr, clocks("SRE to SRX (LPDDR: tSR)"))
      .field("txs", &DeviceSpec::txs, clocks("self-refresh exit to any command (LPDDR: tXSR)"))
      .field("txs_dll", &DeviceSpec::txs_dll,
             clocks("self-refresh exit to RD or WR, with a DLL; 0: as txs", 0))
      .field("activate_bus_clocks", &DeviceSpec::activate_bus_clocks,
             {.unit = "clocks", .doc = "ACT occupies the command bus", .min = 1, .max = 16})
      .field("column_bus_clocks", &DeviceSpec::column_bus_clocks,
             {.unit = "clocks", .doc = "RD or WR occupies the command bus", .min = 1, .max = 16})
      .field("precharge_bus_clocks", &DeviceSpec::precharge_bus_clocks,
             {.unit = "clocks", .doc = "PRE, PREA or REF occupies it", .min = 1, .max = 16});
}

void add_low_power(Schema& schema) {
  schema
      .field("power_down", &DeviceSpec::power_down,
             {.doc = "of a rank that nobody wants: never; timeout: after power_down_idle clocks; "
                     "adaptive: the wait doubles after a sleep too short, halves after a long one"})
      .field("power_down_idle", &DeviceSpec::power_down_idle,
             {.unit = "clocks",
              .doc = "without RD or WR, after which a rank is powered down",
              .min = 1,
              .max = kMaxClocks})
      .field("power_down_rows", &DeviceSpec::power_down_rows,
             {.doc = "keep: active power-down; close: open rows are precharged first"})
      .field("power_down_exit", &DeviceSpec::power_down_exit,
             {.doc = "from precharged power-down: fast (txp), or slow (txp_dll, idd2p_slow_ma)"})
      .field("self_refresh_idle", &DeviceSpec::self_refresh_idle,
             {.unit = "clocks",
              .doc = "without RD or WR, after which a rank refreshes itself; 0: never",
              .min = 0,
              .max = 4e9});
}

void add_controller(Schema& schema) {
  schema
      .field("mapping", &DeviceSpec::mapping,
             {.doc = "fields Ro, Ra, Ba, Bg, Co of the burst address, most significant first"})
      .field("bank_hash", &DeviceSpec::bank_hash,
             {.doc = "bank = its field XOR the lowest bits of the row"})
      .field("scheduler", &DeviceSpec::scheduler,
             {.doc = "fr_fcfs, row_hit_first, or fcfs (one request at a time)"})
      .field("page_policy", &DeviceSpec::page_policy,
             {.doc = "open; closed: an unwanted row is closed at once; adaptive: after a timeout"})
      .field("page_timeout", &DeviceSpec::page_timeout,
             {.unit = "clocks",
              .doc = "of the adaptive policy, since the last RD or WR",
              .min = 1,
              .max = kMaxClocks})
      .field("refresh_mode", &DeviceSpec::refresh_mode,
             {.doc = "all_bank (REF), or per_bank (REFpb) where the device has it"})
      .field("refresh_postpone", &DeviceSpec::refresh_postpone,
             {.unit = "tREFI",
              .doc = "a refresh may be put off, or pulled in when nobody wants its banks",
              .min = 0,
              .max = 8})
      .field("read_queue", &DeviceSpec::read_queue,
             {.unit = "requests",
              .doc = "reads that wait in the controller at most",
              .min = 1,
              .max = dram::kMaxQueue})
      .field("write_queue", &DeviceSpec::write_queue,
             {.unit = "requests",
              .doc = "writes that wait in the controller at most",
              .min = 1,
              .max = dram::kMaxQueue})
      .field("write_high_watermark", &DeviceSpec::write_high_watermark,
             {.doc = "fraction of write_queue above which writes are drained", .min = 0, .max = 1})
      .field("write_low_watermark", &DeviceSpec::write_low_watermark,
             {.doc = "fraction below which reads are served again", .min = 0, .max = 1})
      .field("read_batch", &DeviceSpec::read_batch,
             {.unit = "requests",
              .doc = "reads served at a stretch while writes are to be drained",
              .min = 1,
              .max = 1024})
      .field("write_batch", &DeviceSpec::write_batch,
             {.unit = "requests",
              .doc = "writes served at a stretch while reads wait",
              .min = 1,
              .max = 1024})
      .field(
          "patience", &DeviceSpec::patience,
          {.unit = "clocks",
           .doc = "wait after which a write is drained and a row conflict goes before hits; below "
                  "a few hundred clocks conflicts close rows that are still hit",
           .min = 1,
           .max = kMaxClocks});
}

FieldSpec current(std::string doc) {
  return {.unit = "mA per chip", .doc = std::move(doc), .min = 0, .max = 1e5};
}

void add_power(Schema& schema) {
  schema
      .field("vdd_v", &DeviceSpec::vdd_v,
             {.unit = "V", .doc = "core supply", .min = 0.1, .max = 10})
      .field("idd0_ma", &DeviceSpec::idd0_ma, current("one-bank activate-precharge"))
      .field("idd2n_ma", &DeviceSpec::idd2n_ma, current("precharged standby"))
      .field("idd2p_ma", &DeviceSpec::idd2p_ma, current("precharged power-down, fast exit"))
      .field("idd2p_slow_ma", &DeviceSpec::idd2p_slow_ma,
             current("precharged power-down, slow exit; 0: as idd2p_ma"))
      .field("idd3n_ma", &DeviceSpec::idd3n_ma, current("active standby"))
      .field("idd3p_ma", &DeviceSpec::idd3p_ma, current("active power-down"))
      .field("idd4r_ma", &DeviceSpec::idd4r_ma, current("burst read"))
      .field("idd4w_ma", &DeviceSpec::idd4w_ma, current("burst write"))
      .field("idd5b_ma", &DeviceSpec::idd5b_ma, current("burst refresh of all banks"))
      .field("idd5pb_ma", &DeviceSpec::idd5pb_ma,
             current("average of per-bank refresh; 0: a bank's share of idd5b_ma"))
      .field("idd6_ma", &DeviceSpec::idd6_ma, current("self-refresh"))
      .field("vpp", &DeviceSpec::vpp, {.doc = "word-line supply: VPP; in LPDDR the VDD1 rail"})
      .field("vddq", &DeviceSpec::vddq, {.doc = "supply of the output drivers"});
}

void add_interface_power(Schema& schema) {
  const auto per_bit = [](std::string doc) {
    return FieldSpec{.unit = "pJ", .doc = std::move(doc), .min = 0, .max = 1e4};
  };
  const auto pin = [](std::string doc) {
    return FieldSpec{.unit = "mW", .doc = std::move(doc), .min = 0, .max = 1e4};
  };
  schema
      .field("state_power", &DeviceSpec::state_power,
             {.doc = "where no currents are public: power of a chip in its states"})
      .field("read_pj_per_bit", &DeviceSpec::read_pj_per_bit,
             per_bit(
                 "where no currents are public: a read bit's energy, activation and pins included"))
      .field(
          "write_pj_per_bit", &DeviceSpec::write_pj_per_bit,
          per_bit(
              "where no currents are public: a written bit's energy, activation and pins included"))
      .field("io_read_mw_per_pin", &DeviceSpec::io_read_mw_per_pin,
             pin("driving one data or strobe pin in a read"))
      .field("io_write_mw_per_pin", &DeviceSpec::io_write_mw_per_pin,
             pin("terminating one data, strobe or mask pin in a write"))
      .field("termination_read_mw_per_pin", &DeviceSpec::termination_read_mw_per_pin,
             pin("terminating one pin of each other rank in a read"))
      .field("termination_write_mw_per_pin", &DeviceSpec::termination_write_mw_per_pin,
             pin("terminating one pin of each other rank in a write"));
}

void check_powers_of_two(const DeviceSpec& d, const Complain& complain) {
  const auto check = [&](const char* key, unsigned value) {
    if (!std::has_single_bit(value)) {
      complain(key, fmt::format("{} is not a power of two", value), "addresses are cut by bits");
    }
  };
  check("bus_width_bits", d.bus_width_bits);
  check("chip_width_bits", d.chip_width_bits);
  check("burst_length", d.burst_length);
  check("beats_per_clock", d.beats_per_clock);
  check("pseudo_channels", d.pseudo_channels);
  check("bank_groups", d.bank_groups);
  check("banks_per_group", d.banks_per_group);
  check("columns", d.columns);
}

void check_organisation(const DeviceSpec& d, const Complain& complain) {
  check_powers_of_two(d, complain);
  if (d.chip_width_bits > d.bus_width_bits) {
    complain("chip_width_bits", "is wider than the bus", "at most bus_width_bits");
  }
  if (d.burst_length < d.beats_per_clock) {
    complain("burst_length", "is shorter than a clock", "at least beats_per_clock");
  }
  if (d.channel_interleave.count() % std::max<std::uint64_t>(d.bytes_per_burst().count(), 1) != 0) {
    complain("channel_interleave_bytes", "cuts bursts",
             fmt::format("a multiple of {}", d.bytes_per_burst().count()));
  }
  if (d.capacity_bytes().count() > kMaxCapacity) {
    complain("rows", "the capacity is beyond 2^48 bytes", "fewer rows, columns or banks");
  } else if (d.channels > 1 && d.channel_interleave.count() > 0 &&
             d.capacity_bytes().count() % d.channel_interleave.count() != 0) {
    complain("channel_interleave_bytes", "does not divide the capacity of a channel",
             fmt::format("a divisor of {}", d.capacity_bytes().count()));
  }
  if (d.burst_length > d.columns) {
    complain("burst_length", "is longer than a row", "at most columns");
  }
  if (d.banks() > dram::kMaxBanks) {
    complain("bank_groups", fmt::format("{} banks are too many", d.banks()),
             fmt::format("ranks * bank_groups * banks_per_group <= {}", dram::kMaxBanks));
  }
}

/// Complains about a key whose value is less than the rule wants.
auto at_least_for(const Complain& complain) {
  return [&complain](const char* key, unsigned value, unsigned least, const char* rule) {
    if (value < least) {
      complain(key, fmt::format("{} is less than {}", value, least), rule);
    }
  };
}

void check_timing(const DeviceSpec& d, const Complain& complain) {
  const auto at_least = at_least_for(complain);
  at_least("trc", d.trc, d.tras + d.trp, "trc >= tras + trp");
  at_least("tras", d.tras, d.trcd, "tras >= trcd");
  at_least("tras", d.tras, d.activate_to_write(), "tras >= trcd_write");
  at_least("trp_all", d.trp_all, d.trp, "trp_all >= trp");
  at_least("tccd_s", d.tccd_s, d.burst_clocks(), "tccd_s >= burst_length / beats_per_clock");
  at_least("tccd_l", d.tccd_l, d.tccd_s, "tccd_l >= tccd_s");
  at_least("tccd_l_write", d.write_to_write_l(), d.tccd_l, "tccd_l_write >= tccd_l");
  at_least("trrd_l", d.trrd_l, d.trrd_s, "trrd_l >= trrd_s");
  at_least("tfaw", d.tfaw, d.trrd_s, "tfaw >= trrd_s");
  at_least("twtr_l", d.twtr_l, d.twtr_s, "twtr_l >= twtr_s");
  at_least("cl", d.cl + d.burst_clocks() + d.read_to_write_gap, d.cwl + 1,
           "cl + burst_length / beats_per_clock + read_to_write_gap > cwl");
  at_least("cl", d.cl + d.burst_clocks() + d.trtrs, d.ranks > 1 ? d.cwl + 1 : 0,
           "cl + burst_length / beats_per_clock + trtrs > cwl");
}

/// A command must not hold the bus longer than the banks and the data bus need to be kept busy.
void check_command_bus(const DeviceSpec& d, const Complain& complain) {
  const auto at_least = at_least_for(complain);
  at_least("trrd_s", d.trrd_s, d.activate_bus_clocks, "trrd_s >= activate_bus_clocks");
  at_least("trp", d.trp, d.precharge_bus_clocks, "trp >= precharge_bus_clocks");
  at_least("tccd_s", d.tccd_s, d.column_bus_clocks * d.pseudo_channels,
           "tccd_s >= column_bus_clocks * pseudo_channels");
}

void check_refresh(const DeviceSpec& d, const Complain& complain) {
  const auto at_least = at_least_for(complain);
  at_least("trfc", d.trfc, d.trc, "trfc >= trc");
  // Before a refresh every open row is written back and closed; twice that still leaves time to
  // serve.
  const unsigned refresh = d.trfc + d.trc + d.trp_all + d.cwl + d.burst_clocks() + d.twr;
  at_least("trefi", d.trefi, 2 * refresh, "refreshing must leave half of the time");
  if (!std::has_single_bit(d.banks_per_refresh) || d.banks_per_refresh > d.banks_per_rank()) {
    complain("banks_per_refresh", "is not a power of two up to the banks of a rank",
             "1, or 2 where one REFpb covers a pair");
  } else if (d.trfc_bank != 0) {
    at_least("trfc", d.trfc, d.trfc_bank, "trfc >= trfc_bank");
    at_least("trfc_bank", d.trfc_bank, d.trc, "trfc_bank >= trc");
    at_least("trrefd", d.trrefd, d.trrd_l, "trrefd >= trrd_l");
    at_least("tpbr2pbr", d.tpbr2pbr, d.trrefd, "tpbr2pbr >= trrefd");
    at_least("trefi", d.trefi, 2 * d.refresh_sets() * d.tpbr2pbr,
             "a REFpb for each set of banks, tpbr2pbr apart, must leave half of the time");
  } else if (d.refresh_mode == dram::RefreshMode::per_bank) {
    complain("refresh_mode", "per_bank needs the timing of REFpb",
             "set trfc_bank, trrefd and tpbr2pbr");
  }
}

void check_power_states(const DeviceSpec& d, const Complain& complain) {
  const auto at_least = at_least_for(complain);
  at_least("txp_dll", d.txp_dll, d.txp_dll > 0 ? d.txp : 0, "txp_dll >= txp");
  at_least("txs", d.txs, d.trfc, "txs >= trfc");
  at_least("txs_dll", d.txs_dll, d.txs_dll > 0 ? d.txs : 0, "txs_dll >= txs");
  if (d.power_down_exit == dram::PowerDownExit::slow && d.txp_dll == 0) {
    complain("power_down_exit", "the device has no slow exit", "fast, or set txp_dll");
  }
  if (d.self_refresh_idle > 0 && d.power_down == dram::PowerDown::never) {
    complain("self_refresh_idle", "nothing is ever powered down",
             "power_down: timeout or adaptive, or self_refresh_idle: 0");
  }
}

void check_controller(const DeviceSpec& d, const Complain& complain) {
  if (d.write_low_watermark > d.write_high_watermark) {
    complain("write_low_watermark", "is above the high watermark", "low <= high");
  }
  if (const std::string wrong = dram::AddressMap::complaint(d); !wrong.empty()) {
    complain("mapping", wrong, "such as RoBaCoBg or RoCoBa");
  }
}

/// No command takes less than the standby that it is measured on top of.
template <class Currents>
void check_above_standby(const Currents& c, const Complain& complain) {
  const auto above = [&](const char* key, double value, double least, const char* rule) {
    if (value < least) {
      complain(key, fmt::format("{} is less than {}", value, least), rule);
    }
  };
  above("idd3n_ma", c.idd3n_ma, c.idd2n_ma, "idd3n_ma >= idd2n_ma");
  above("idd0_ma", c.idd0_ma, c.idd3n_ma, "idd0_ma >= idd3n_ma");
  above("idd4r_ma", c.idd4r_ma, c.idd3n_ma, "idd4r_ma >= idd3n_ma");
  above("idd4w_ma", c.idd4w_ma, c.idd3n_ma, "idd4w_ma >= idd3n_ma");
  above("idd5b_ma", c.idd5b_ma, c.idd3n_ma, "idd5b_ma >= idd3n_ma");
  above("idd5pb_ma", c.idd5pb_ma, c.idd5pb_ma > 0 ? c.idd2n_ma : 0, "idd5pb_ma >= idd2n_ma");
}

void check_currents(const DeviceSpec& d, const Complain& complain) {
  check_above_standby(d, complain);
  const auto at_most = [&](const char* key, double value, double most, const char* rule) {
    if (value > most) {
      complain(key, fmt::format("{} is more than {}", value, most), rule);
    }
  };
  at_most("idd2p_ma", d.idd2p_ma, d.idd2n_ma, "idd2p_ma <= idd2n_ma");
  at_most("idd2p_slow_ma", d.idd2p_slow_ma, d.idd2p_ma, "idd2p_slow_ma <= idd2p_ma");
  at_most("idd3p_ma", d.idd3p_ma, d.idd3n_ma, "idd3p_ma <= idd3n_ma");
  at_most("idd6_ma", d.idd6_ma, d.idd2n_ma, "idd6_ma <= idd2n_ma");
  if (d.idd0_ma > 0 && (d.read_pj_per_bit > 0 || d.write_pj_per_bit > 0)) {
    complain(d.read_pj_per_bit > 0 ? "read_pj_per_bit" : "write_pj_per_bit",
             "counts again what the currents give", "a price per bit, or currents, not both");
  }
  if (d.idd2n_ma > 0 && d.state_power.used()) {
    complain("state_power", "counts again what the currents give", "powers, or currents, not both");
  }
  if (d.vddq.idd4r_ma > 0 && d.io_read_mw_per_pin > 0) {
    complain("io_read_mw_per_pin", "counts again what vddq.idd4r_ma gives", "one of the two");
  }
}

/// A rank is put into no state that costs nothing while another is paid for.
void check_no_state_is_free(const DeviceSpec& d, const Complain& complain) {
  const bool sleeps = d.power_down != dram::PowerDown::never;
  const auto paid = [&](const char* key, double value, bool reached) {
    if (reached && d.idd2n_ma > 0 && value == 0) {
      complain(key, "is 0, and power_down puts ranks into this state", "no state is free");
    }
  };
  paid("idd2p_ma", d.idd2p_ma, sleeps);
  paid("idd3p_ma", d.idd3p_ma, sleeps && d.power_down_rows == dram::PowerDownRows::keep);
  paid("idd6_ma", d.idd6_ma, sleeps && d.self_refresh_idle > 0);
  for (const auto& [key, price] : {std::pair{"read_pj_per_bit", d.read_pj_per_bit},
                                   std::pair{"write_pj_per_bit", d.write_pj_per_bit}}) {
    if (price > 0 && d.idd2n_ma == 0 && !d.state_power.used()) {
      complain(key, "has no standby and no refresh in it, which nothing else gives",
               "state_power beside it");
    }
  }
}

void check_rail(const dram::RailSpec& rail,
                const StructSchema<dram::RailSpec>::Complain& complain) {
  check_above_standby(rail, complain);
}

Schema make_schema() {
  Schema schema("one DRAM channel and its ranks; timing in memory clocks");
  add_organisation(schema);
  add_timing(schema);
  add_low_power(schema);
  add_controller(schema);
  add_power(schema);
  add_interface_power(schema);
  schema.validate(config::keeps("name", &DeviceSpec::name, TextRule::label));
  schema.validate(check_organisation).validate(check_timing).validate(check_command_bus);
  schema.validate(check_power_states).validate(check_no_state_is_free);
  schema.validate(check_refresh).validate(check_currents).validate(check_controller);
  return schema;
}

}  // namespace

template <>
const StructSchema<dram::RailSpec>& schema_of<dram::RailSpec>() {
  using dram::RailSpec;
  static const auto schema =
      StructSchema<RailSpec>("a supply of the chips besides the main one, and its currents")
          .field("voltage_v", &RailSpec::voltage_v,
                 {.unit = "V", .doc = "0: not modelled", .min = 0, .max = 10})
          .field("idd0_ma", &RailSpec::idd0_ma, current("one-bank activate-precharge"))
          .field("idd2n_ma", &RailSpec::idd2n_ma, current("precharged standby"))
          .field("idd3n_ma", &RailSpec::idd3n_ma, current("active standby"))
          .field("idd4r_ma", &RailSpec::idd4r_ma, current("burst read"))
          .field("idd4w_ma", &RailSpec::idd4w_ma, current("burst write"))
          .field("idd5b_ma", &RailSpec::idd5b_ma, current("burst refresh of all banks"))
          .field("idd5pb_ma", &RailSpec::idd5pb_ma, current("average of per-bank refresh"))
          .field("idd2p_ma", &RailSpec::idd2p_ma, current("precharged power-down, fast exit"))
          .field("idd2p_slow_ma", &RailSpec::idd2p_slow_ma,
                 current("precharged power-down, slow exit; 0: as idd2p_ma"))
          .field("idd3p_ma", &RailSpec::idd3p_ma, current("active power-down"))
          .field("idd6_ma", &RailSpec::idd6_ma, current("self-refresh"))
          .validate(check_rail);
  return schema;
}

template <>
const StructSchema<DeviceSpec>& schema_of<DeviceSpec>() {
  static const Schema schema = make_schema();
  return schema;
}

}  // namespace metronome::config
