#include "arch/dram/energy.hpp"

namespace metronome::dram {
namespace {

struct RowText {
  const char* name;
  const char* event;
  const char* formula;
};

constexpr RowText kRowTexts[kEnergyEvents] = {
    {"activate", "ACT command", "chips * sum of V * (IDD0 - IDD3N) * tRAS; DRAMPower 4"},
    {"precharge", "bank closed by PRE or PREA",
     "chips * sum of V * (IDD0 - IDD2N) * (tRC - tRAS); DRAMPower 4"},
    {"read", "RD command", "chips * sum of V * (IDD4R - IDD3N) * BL/2; DRAMPower 4"},
    {"write", "WR command", "chips * sum of V * (IDD4W - IDD3N) * BL/2; DRAMPower 4"},
    {"refresh", "REF command, all banks", "chips * sum of V * (IDD5B - IDD3N) * tRFC; DRAMPower 4"},
    {"refresh_bank", "REFpb command",
     "chips * sum of V * (IDD5pb * tREFIpb - IDD2N * (tREFIpb - tRFCpb) - IDD3N * tRFCpb), "
     "DRAMPower 5; without IDD5pb the banks' share of a REF"},
    {"background_active", "clock with a bank open or in refresh",
     "chips * sum of V * IDD3N * tCK; DRAMPower 4"},
    {"background_precharged", "clock with all banks closed",
     "chips * sum of V * IDD2N * tCK; DRAMPower 4"},
    {"io_read", "RD command",
     "P_pin * BL/beats_per_clock * tCK * (width + width/8): DQ, DQS; DRAMPower 4"},
    {"io_write", "WR command",
     "P_pin * BL/beats_per_clock * tCK * (width + width/4): DQ, DQS, DM; DRAMPower 4"},
    {"termination_read", "RD command", "as io_read, for each other rank"},
    {"termination_write", "WR command", "as io_write, for each other rank"},
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

RailSpec rail_of(const DeviceSpec& d, Supply supply) {
  switch (supply) {
    case Supply::vpp:
      return d.vpp;
    case Supply::vddq:
      return d.vddq;
    case Supply::vdd:
      break;
  }
  return {d.vdd_v,    d.idd0_ma,  d.idd2n_ma, d.idd3n_ma,
          d.idd4r_ma, d.idd4w_ma, d.idd5b_ma, d.idd5pb_ma};
}

/// mA * clocks that one REFpb takes on top of the background, which is active while it lasts.
double bank_refresh_charge(const DeviceSpec& d, const RailSpec& r, bool measured) {
  if (!measured) {
    return (r.idd5b_ma - r.idd3n_ma) * d.trfc / d.refresh_sets();
  }
  const double interval = 1.0 * d.trefi / d.refresh_sets();
  return r.idd5pb_ma * interval - r.idd2n_ma * (interval - d.trfc_bank) - r.idd3n_ma * d.trfc_bank;
}

}  // namespace

std::string_view supply_name(Supply supply) {
  constexpr std::string_view kNames[kSupplies] = {"vdd", "vpp", "vddq"};
  return kNames[static_cast<std::size_t>(supply)];
}

std::array<Picojoules, kEnergyEvents> event_energies(const DeviceSpec& d, Supply supply) {
  const double nanoseconds = static_cast<double>(d.clock_period.count()) * 1e-3;
  const RailSpec r = rail_of(d, supply);
  const auto price = [&](double milliampere_clocks) {
    return Picojoules(d.chips() * r.voltage_v * milliampere_clocks * nanoseconds);
  };
  const double pins = supply == Supply::vddq ? 1 : 0;
  const double bits = supply == Supply::vdd ? 1 : 0;
  const double others = pins * (d.ranks - 1);
  return {price((r.idd0_ma - r.idd3n_ma) * d.tras),
          price((r.idd0_ma - r.idd2n_ma) * (d.trc - d.tras)),
          price((r.idd4r_ma - r.idd3n_ma) * d.burst_clocks()),
          price((r.idd4w_ma - r.idd3n_ma) * d.burst_clocks()),
          price((r.idd5b_ma - r.idd3n_ma) * d.trfc),
          price(bank_refresh_charge(d, r, d.idd5pb_ma > 0)),
          price(r.idd3n_ma),
          price(r.idd2n_ma),
          Picojoules(pins * pin_energy(d, d.io_read_mw_per_pin, 1)),
          Picojoules(pins * pin_energy(d, d.io_write_mw_per_pin, 2)),
          Picojoules(others * pin_energy(d, d.termination_read_mw_per_pin, 1)),
          Picojoules(others * pin_energy(d, d.termination_write_mw_per_pin, 2)),
          Picojoules(bits * d.read_pj_per_bit),
          Picojoules(bits * d.write_pj_per_bit)};
}

std::array<Picojoules, kEnergyEvents> event_energies(const DeviceSpec& device) {
  std::array<Picojoules, kEnergyEvents> sum{};
  for (std::size_t s = 0; s < kSupplies; ++s) {
    const auto prices = event_energies(device, static_cast<Supply>(s));
    for (std::size_t i = 0; i < kEnergyEvents; ++i) {
      sum[i] += prices[i];
    }
  }
  return sum;
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

namespace {

EnergyBreakdown breakdown(const std::array<Picojoules, kEnergyEvents>& prices,
                          const Counts& counts) {
  const auto events = event_counts(counts);
  const auto product = [&](EnergyEvent event) {
    const auto i = static_cast<std::size_t>(event);
    return prices[i] * static_cast<double>(events[i]);
  };
  using enum EnergyEvent;
  return {.activate = product(activate),
          .precharge = product(precharge),
          .read = product(read) + product(bit_read),
          .write = product(write) + product(bit_write),
          .refresh = product(refresh) + product(refresh_bank),
          .background_active = product(active_cycle),
          .background_precharged = product(precharged_cycle),
          .io = product(io_read) + product(io_write),
          .termination = product(termination_read) + product(termination_write)};
}

}  // namespace

EnergyBreakdown energy_of(const DeviceSpec& device, const Counts& counts) {
  return breakdown(event_energies(device), counts);
}

EnergyBreakdown energy_of(const DeviceSpec& device, const Counts& counts, Supply supply) {
  return breakdown(event_energies(device, supply), counts);
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
