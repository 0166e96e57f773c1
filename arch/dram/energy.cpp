#include "arch/dram/energy.hpp"

#include <fmt/format.h>

namespace metronome::dram {
namespace {

struct RowText {
  const char* counted;
  const char* formula;
};

constexpr auto kRowTexts = enum_table<EnergyEvent, RowText>(
    {{EnergyEvent::activate,
      {"ACT command", "chips * sum of V * (IDD0 - IDD3N) * tRAS; DRAMPower 4"}},
     {EnergyEvent::precharge,
      {"bank closed by PRE or PREA",
       "chips * sum of V * (IDD0 - IDD2N) * (tRC - tRAS); DRAMPower 4"}},
     {EnergyEvent::read, {"RD command", "chips * sum of V * (IDD4R - IDD3N) * BL/2; DRAMPower 4"}},
     {EnergyEvent::write, {"WR command", "chips * sum of V * (IDD4W - IDD3N) * BL/2; DRAMPower 4"}},
     {EnergyEvent::refresh,
      {"REF command, all banks", "chips * sum of V * (IDD5B - IDD3N) * tRFC; DRAMPower 4"}},
     {EnergyEvent::refresh_bank,
      {"REFpb command",
       "chips * sum of V * (IDD5pb * tREFIpb - IDD2N * (tREFIpb - tRFCpb) - IDD3N * tRFCpb), "
       "DRAMPower 5; without IDD5pb the banks' share of a REF"}},
     {EnergyEvent::active_cycle,
      {"clock with a bank open or in refresh", "chips * sum of V * IDD3N * tCK; DRAMPower 4"}},
     {EnergyEvent::precharged_cycle,
      {"clock with all banks closed", "chips * sum of V * IDD2N * tCK; DRAMPower 4"}},
     {EnergyEvent::active_power_down_cycle,
      {"clock in power-down with a bank open", "chips * sum of V * IDD3P * tCK; DRAMPower 4"}},
     {EnergyEvent::precharged_power_down_cycle,
      {"clock in power-down with all banks closed",
       "chips * sum of V * IDD2P (of the exit) * tCK; DRAMPower 4"}},
     {EnergyEvent::self_refresh_cycle,
      {"clock in self-refresh, its refreshes included",
       "chips * sum of V * IDD6 * tCK; DRAMPower 4"}},
     {EnergyEvent::self_refresh_entry,
      {"SRE command", "as REF: self-refresh begins with one; DRAMPower 4"}},
     {EnergyEvent::io_read,
      {"RD command", "P_pin * BL/beats_per_clock * tCK * (width + width/8): DQ, DQS; DRAMPower 4"}},
     {EnergyEvent::io_write,
      {"WR command",
       "P_pin * BL/beats_per_clock * tCK * (width + width/4): DQ, DQS, DM; DRAMPower 4"}},
     {EnergyEvent::termination_read, {"RD command", "as io_read, for each other rank"}},
     {EnergyEvent::termination_write, {"WR command", "as io_write, for each other rank"}},
     {EnergyEvent::bit_read,
      {"bit moved by RD",
       "price per bit, activation and pins included, background apart; no public currents"}},
     {EnergyEvent::bit_write,
      {"bit moved by WR",
       "price per bit, activation and pins included, background apart; no public currents"}}});

double nanoseconds(const DeviceSpec& d) {
  return static_cast<double>(d.clock_period.count()) * 1e-3;
}

/// Energy of the data pins in one burst; mW * ns = pJ. `extra` is the number of further pins for
/// each eight data pins.
double pin_energy(const DeviceSpec& d, double milliwatts, double extra) {
  const double pins = d.bus_width_bits * (1.0 + extra / 8.0);
  return milliwatts * d.burst_clocks() * nanoseconds(d) * pins;
}

RailSpec rail_of(const DeviceSpec& d, Supply supply) {
  switch (supply) {
    case Supply::vpp:
      return d.vpp;
    case Supply::vddq:
      return d.vddq;
    case Supply::vdd:
      return {d.vdd_v,    d.idd0_ma,   d.idd2n_ma, d.idd3n_ma,      d.idd4r_ma, d.idd4w_ma,
              d.idd5b_ma, d.idd5pb_ma, d.idd2p_ma, d.idd2p_slow_ma, d.idd3p_ma, d.idd6_ma};
  }
  fail_no_enumerator(supply);
}

/// mA * clocks that one REFpb takes on top of the background, which is active while it lasts.
double bank_refresh_charge(const DeviceSpec& d, const RailSpec& r, bool measured) {
  if (!measured) {
    return (r.idd5b_ma - r.idd3n_ma) * d.trfc / d.refresh_sets();
  }
  const double interval = 1.0 * d.trefi / d.refresh_sets();
  return r.idd5pb_ma * interval - r.idd2n_ma * (interval - d.trfc_bank) - r.idd3n_ma * d.trfc_bank;
}

/// Of a rank in one of its states, or in refresh on top of that, where the device gives powers: mW
/// in one clock, and mW in tRFC; mW * ns = pJ.
Picojoules state_energy(const DeviceSpec& d, EnergyEvent event) {
  const StatePowerSpec& p = d.state_power;
  const auto price = [&](double milliwatts, double clocks) {
    return Picojoules(d.chips() * milliwatts * clocks * nanoseconds(d));
  };
  switch (event) {
    case EnergyEvent::active_cycle:
      return price(p.active_mw, 1);
    case EnergyEvent::precharged_cycle:
      return price(p.precharged_mw, 1);
    case EnergyEvent::active_power_down_cycle:
      return price(p.active_power_down_mw, 1);
    case EnergyEvent::precharged_power_down_cycle:
      return price(p.precharged_power_down_mw, 1);
    case EnergyEvent::self_refresh_cycle:
      return price(p.self_refresh_mw, 1);
    case EnergyEvent::refresh:
    case EnergyEvent::self_refresh_entry:
      return price(p.refresh_mw, d.trfc);
    case EnergyEvent::refresh_bank:
      return price(p.refresh_mw, 1.0 * d.trfc / d.refresh_sets());
    case EnergyEvent::activate:
    case EnergyEvent::precharge:
    case EnergyEvent::read:
    case EnergyEvent::write:
    case EnergyEvent::io_read:
    case EnergyEvent::io_write:
    case EnergyEvent::termination_read:
    case EnergyEvent::termination_write:
    case EnergyEvent::bit_read:
    case EnergyEvent::bit_write:
      return Picojoules(0);
  }
  fail_no_enumerator(event);
}

Picojoules event_energy(const DeviceSpec& d, Supply supply, EnergyEvent event) {
  const RailSpec r = rail_of(d, supply);
  const auto price = [&](double milliampere_clocks) {
    return Picojoules(d.chips() * r.voltage_v * milliampere_clocks * nanoseconds(d));
  };
  const double pins = supply == Supply::vddq ? 1 : 0;
  const double bits = supply == Supply::vdd ? 1 : 0;
  const double others = pins * (d.ranks - 1);
  switch (event) {
    case EnergyEvent::activate:
      return price((r.idd0_ma - r.idd3n_ma) * d.tras);
    case EnergyEvent::precharge:
      return price((r.idd0_ma - r.idd2n_ma) * (d.trc - d.tras));
    case EnergyEvent::read:
      return price((r.idd4r_ma - r.idd3n_ma) * d.burst_clocks());
    case EnergyEvent::write:
      return price((r.idd4w_ma - r.idd3n_ma) * d.burst_clocks());
    case EnergyEvent::refresh:
    case EnergyEvent::self_refresh_entry:
      return price((r.idd5b_ma - r.idd3n_ma) * d.trfc);
    case EnergyEvent::refresh_bank:
      return price(bank_refresh_charge(d, r, d.idd5pb_ma > 0));
    case EnergyEvent::active_cycle:
      return price(r.idd3n_ma);
    case EnergyEvent::precharged_cycle:
      return price(r.idd2n_ma);
    case EnergyEvent::active_power_down_cycle:
      return price(r.idd3p_ma);
    case EnergyEvent::precharged_power_down_cycle: {
      const bool slow = d.power_down_exit == PowerDownExit::slow && r.idd2p_slow_ma > 0;
      return price(slow ? r.idd2p_slow_ma : r.idd2p_ma);
    }
    case EnergyEvent::self_refresh_cycle:
      return price(r.idd6_ma);
    case EnergyEvent::io_read:
      return Picojoules(pins * pin_energy(d, d.io_read_mw_per_pin, 1));
    case EnergyEvent::io_write:
      return Picojoules(pins * pin_energy(d, d.io_write_mw_per_pin, 2));
    case EnergyEvent::termination_read:
      return Picojoules(others * pin_energy(d, d.termination_read_mw_per_pin, 1));
    case EnergyEvent::termination_write:
      return Picojoules(others * pin_energy(d, d.termination_write_mw_per_pin, 2));
    case EnergyEvent::bit_read:
      return Picojoules(bits * d.read_pj_per_bit);
    case EnergyEvent::bit_write:
      return Picojoules(bits * d.write_pj_per_bit);
  }
  fail_no_enumerator(event);
}

std::uint64_t event_count(const Counts& c, EnergyEvent event) {
  switch (event) {
    case EnergyEvent::activate:
      return c.activates;
    case EnergyEvent::precharge:
      return c.banks_precharged;
    case EnergyEvent::read:
    case EnergyEvent::io_read:
    case EnergyEvent::termination_read:
      return c.reads;
    case EnergyEvent::write:
    case EnergyEvent::io_write:
    case EnergyEvent::termination_write:
      return c.writes;
    case EnergyEvent::refresh:
      return c.refreshes;
    case EnergyEvent::refresh_bank:
      return c.bank_refreshes;
    case EnergyEvent::active_cycle:
      return c.active_cycles + c.refresh_cycles;
    case EnergyEvent::precharged_cycle:
      return c.precharged_cycles;
    case EnergyEvent::active_power_down_cycle:
      return c.active_power_down_cycles;
    case EnergyEvent::precharged_power_down_cycle:
      return c.precharged_power_down_cycles;
    case EnergyEvent::self_refresh_cycle:
      return c.self_refresh_cycles;
    case EnergyEvent::self_refresh_entry:
      return c.self_refreshes;
    case EnergyEvent::bit_read:
      return 8 * c.read_bytes;
    case EnergyEvent::bit_write:
      return 8 * c.write_bytes;
  }
  fail_no_enumerator(event);
}

}  // namespace

EventEnergies event_energies(const DeviceSpec& device, Supply supply) {
  return enum_array<EnergyEvent>([&](EnergyEvent event) {
    return event_energy(device, supply, event) +
           (supply == Supply::vdd ? state_energy(device, event) : Picojoules(0));
  });
}

EventEnergies event_energies(const DeviceSpec& device) {
  EventEnergies sum;
  for (const Supply supply : kEnumValues<Supply>) {
    for (const EnergyEvent event : kEnumValues<EnergyEvent>) {
      sum[event] += event_energies(device, supply)[event];
    }
  }
  return sum;
}

EnumArray<EnergyEvent, std::uint64_t> event_counts(const Counts& counts) {
  return enum_array<EnergyEvent>([&](EnergyEvent event) { return event_count(counts, event); });
}

Picojoules refresh_energy_per_clock(const DeviceSpec& d) {
  const bool per_bank = d.refresh_mode == RefreshMode::per_bank;
  const auto event = per_bank ? EnergyEvent::refresh_bank : EnergyEvent::refresh;
  const double commands = per_bank ? d.refresh_sets() : 1;
  return event_energies(d)[event] * (commands / d.trefi);
}

namespace {

EnergyBreakdown breakdown(const EventEnergies& prices, const Counts& counts) {
  const auto product = [&](EnergyEvent event) {
    return prices[event] * static_cast<double>(event_count(counts, event));
  };
  using enum EnergyEvent;
  return {.activate = product(activate),
          .precharge = product(precharge),
          .read = product(read) + product(bit_read),
          .write = product(write) + product(bit_write),
          .refresh = product(refresh) + product(refresh_bank),
          .background_active = product(active_cycle),
          .background_precharged = product(precharged_cycle),
          .background_power_down =
              product(active_power_down_cycle) + product(precharged_power_down_cycle),
          .self_refresh = product(self_refresh_cycle) + product(self_refresh_entry),
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
  for (const EnergyEvent event : kEnumValues<EnergyEvent>) {
    EnergyRow row{event, kRowTexts[event].counted, prices[event], kRowTexts[event].formula};
    const bool by_state = state_energy(device, event).count() > 0;
    const bool by_bit = event == EnergyEvent::bit_read || event == EnergyEvent::bit_write;
    if (by_state) {
      row.formula = fmt::format("chips * power of the state * time; between {} and {} times: {}",
                                device.state_power.low_factor, device.state_power.high_factor,
                                device.state_power.reason);
    }
    row.assumed = by_state || (by_bit && prices[event].count() > 0);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace metronome::dram
