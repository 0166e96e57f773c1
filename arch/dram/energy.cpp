#include "arch/dram/energy.hpp"

namespace metronome::dram {
namespace {

struct RowText {
  const char* name;
  const char* event;
  const char* formula;
};

constexpr RowText kRowTexts[kEnergyEvents] = {
    {"activate", "ACT command", "chips * VDD * (IDD0 - IDD3N) * tRAS; DRAMPower 4"},
    {"precharge", "bank closed by PRE or PREA",
     "chips * VDD * (IDD0 - IDD2N) * (tRC - tRAS); DRAMPower 4"},
    {"read", "RD command", "chips * VDD * (IDD4R - IDD3N) * BL/2; DRAMPower 4"},
    {"write", "WR command", "chips * VDD * (IDD4W - IDD3N) * BL/2; DRAMPower 4"},
    {"refresh", "REF command, all banks", "chips * VDD * (IDD5B - IDD3N) * tRFC; DRAMPower 4"},
    {"refresh_bank", "REFpb command", "the banks' share of a REF"},
    {"background_active", "clock with a bank open or in refresh",
     "chips * VDD * IDD3N * tCK; DRAMPower 4"},
    {"background_precharged", "clock with all banks closed",
     "chips * VDD * IDD2N * tCK; DRAMPower 4"},
    {"io_read", "RD command",
     "P_pin * BL/beats_per_clock * tCK * (width + width/8): DQ, DQS; DRAMPower 4"},
    {"io_write", "WR command",
     "P_pin * BL/beats_per_clock * tCK * (width + width/4): DQ, DQS, DM; DRAMPower 4"},
    {"bit_read", "bit moved by RD",
     "price per bit from the literature, activation and background included; no public currents"},
    {"bit_write", "bit moved by WR",
     "price per bit from the literature, activation and background included; no public currents"},
};

/// Energy of the data pins in one burst; mW * ns = pJ. `extra` is the number of further pins for
/// each eight data pins.
double pin_energy(const DeviceSpec& d, double milliwatts, double extra) {
  const double nanoseconds = static_cast<double>(d.clock_period.count()) * 1e-3;
  const double pins = d.bus_width_bits * (1.0 + extra / 8.0);
  return milliwatts * d.burst_clocks() * nanoseconds * pins;
}

}  // namespace

std::array<Picojoules, kEnergyEvents> event_energies(const DeviceSpec& d) {
  const double nanoseconds = static_cast<double>(d.clock_period.count()) * 1e-3;
  const auto price = [&](double milliamperes, unsigned clocks) {
    return Picojoules(d.chips() * d.vdd_v * milliamperes * nanoseconds * clocks);
  };
  return {price(d.idd0_ma - d.idd3n_ma, d.tras),
          price(d.idd0_ma - d.idd2n_ma, d.trc - d.tras),
          price(d.idd4r_ma - d.idd3n_ma, d.burst_clocks()),
          price(d.idd4w_ma - d.idd3n_ma, d.burst_clocks()),
          price(d.idd5b_ma - d.idd3n_ma, d.trfc),
          price((d.idd5b_ma - d.idd3n_ma) / d.refresh_sets(), d.trfc),
          price(d.idd3n_ma, 1),
          price(d.idd2n_ma, 1),
          Picojoules(pin_energy(d, d.io_read_mw_per_pin, 1)),
          Picojoules(pin_energy(d, d.io_write_mw_per_pin, 2)),
          Picojoules(d.read_pj_per_bit),
          Picojoules(d.write_pj_per_bit)};
}

std::array<std::uint64_t, kEnergyEvents> event_counts(const Counts& c) {
  return {c.activates,
          c.banks_precharged,
          c.reads,
          c.writes,
          c.refreshes,
          c.bank_refreshes,
          c.active_cycles + c.refresh_cycles,
          c.precharged_cycles,
          c.reads,
          c.writes,
          8 * c.read_bytes,
          8 * c.write_bytes};
}

Picojoules refresh_energy_per_clock(const DeviceSpec& d) {
  const bool per_bank = d.refresh_mode == RefreshMode::per_bank;
  const auto event = per_bank ? EnergyEvent::refresh_bank : EnergyEvent::refresh;
  const double commands = per_bank ? d.refresh_sets() : 1;
  return event_energies(d)[static_cast<std::size_t>(event)] * (commands / d.trefi);
}

EnergyBreakdown energy_of(const DeviceSpec& device, const Counts& counts) {
  const auto prices = event_energies(device);
  const auto events = event_counts(counts);
  const auto product = [&](EnergyEvent event) {
    const auto i = static_cast<std::size_t>(event);
    return prices[i] * static_cast<double>(events[i]);
  };
  return {.activate = product(EnergyEvent::activate),
          .precharge = product(EnergyEvent::precharge),
          .read = product(EnergyEvent::read) + product(EnergyEvent::bit_read),
          .write = product(EnergyEvent::write) + product(EnergyEvent::bit_write),
          .refresh = product(EnergyEvent::refresh) + product(EnergyEvent::refresh_bank),
          .background_active = product(EnergyEvent::active_cycle),
          .background_precharged = product(EnergyEvent::precharged_cycle),
          .io = product(EnergyEvent::io_read) + product(EnergyEvent::io_write)};
}

std::vector<EnergyRow> energy_rows(const DeviceSpec& device) {
  const auto prices = event_energies(device);
  std::vector<EnergyRow> rows;
  for (std::size_t i = 0; i < kEnergyEvents; ++i) {
    rows.push_back({kRowTexts[i].name, kRowTexts[i].event, prices[i], kRowTexts[i].formula});
  }
  return rows;
}

}  // namespace metronome::dram
