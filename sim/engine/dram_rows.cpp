// The rows of energy tables that come from a memory device.
#include <algorithm>

#include "arch/dram/energy.hpp"
#include "sim/engine/accounting.hpp"

namespace metronome::sim {
namespace {

/// Billed by elapsed time.
bool billed_by_time(dram::EnergyEvent event) {
  return event == dram::EnergyEvent::refresh || event == dram::EnergyEvent::refresh_bank;
}

/// What a price of a DRAM rests on.
enum class DramCause {
  currents,  ///< of a data sheet
  states,    ///< powers that the device file assumes
  bits,      ///< a price per bit that it assumes
  pins,      ///< powers of pins that it assumes
  nothing,   ///< it names no source
};
constexpr auto enum_rows(DramCause) {
  using enum DramCause;
  return enum_list<DramCause>({{currents, "data-sheet currents"},
                               {states, "powers of states"},
                               {bits, "price of a bit"},
                               {pins, "pins"},
                               {nothing, "device without a source"}});
}

/// Whether a device's source says that it assumes the powers of its pins, or all its energies:
/// "...; I/O assumed", "...; energies assumed".
bool source_assumes(const dram::DeviceSpec& device, bool pins) {
  return device.source.find("energies assumed") != std::string::npos ||
         (pins && device.source.find("I/O assumed") != std::string::npos);
}

bool is_of_pins(dram::EnergyEvent event) {
  using enum dram::EnergyEvent;
  return event == io_read || event == io_write || event == termination_read ||
         event == termination_write;
}

DramCause cause_of(const dram::DeviceSpec& device, const dram::EnergyRow& row) {
  using enum dram::EnergyEvent;
  if (row.event == bit_read || row.event == bit_write) {
    return DramCause::bits;
  }
  if (row.assumed) {
    return DramCause::states;
  }
  const bool pins = is_of_pins(row.event);
  // No current of a data sheet is theirs.
  const bool unnamed = pins && row.picojoules_per_event.count() > 0 &&
                       device.source.find("I/O") == std::string::npos;
  if (unnamed || source_assumes(device, pins)) {
    return pins ? DramCause::pins : DramCause::states;
  }
  return device.source.empty() ? DramCause::nothing : DramCause::currents;
}

/// Data-sheet currents are shared by all devices; what a device file assumes is its own.
std::string cause_name(const dram::DeviceSpec& device, DramCause cause) {
  const std::string name = "DRAM: " + std::string(enum_name(cause));
  return cause == DramCause::currents ? name : name + " of " + device.name;
}

Uncertainty uncertainty_of(const dram::DeviceSpec& device, DramCause cause) {
  const dram::StatePowerSpec& states = device.state_power;
  const std::string name = cause_name(device, cause);
  switch (cause) {
    case DramCause::currents:
      return {name, 0.5, 1.1,
              "data sheets give the worst part sold, modules take less [ghose2018vampire]; half is "
              "chosen"};
    case DramCause::states:
      return {name, states.low_factor, states.high_factor,
              states.reason.empty() ? "the device file gives none" : states.reason};
    case DramCause::bits:
      return {name, std::min(0.5, states.low_factor), std::max(2.0, states.high_factor),
              "no public figure: at least half to twice"};
    case DramCause::pins:
      return {name, 0.5, 2, "no public figure of the pins"};
    case DramCause::nothing:
      return {name, 0.4, 2.5, "the device file names no source"};
  }
  fail_no_enumerator(cause);
}

}  // namespace

EnergyTable with_dram(const EnergyTable& table, const dram::DeviceSpec& device) {
  return table.with(dram_energy_rows(device), dram_causes(device));
}

std::vector<EnergyRow> dram_energy_rows(const dram::DeviceSpec& device) {
  std::vector<EnergyRow> rows;
  const auto add = [&](const std::string& action, Picojoules value, const std::string& how,
                       const dram::EnergyRow& of) {
    EnergyRow row;
    row.component = Component::dram;
    row.action = action;
    row.value = value.count();
    row.how = how;
    row.voltage_v = device.vdd_v;
    row.source = device.name + (device.source.empty() ? "" : ": " + device.source);
    const DramCause cause = cause_of(device, of);
    row.provenance = cause == DramCause::currents ? Provenance::scaled : Provenance::assumed;
    row.uncertain_by = {cause_name(device, cause)};
    rows.push_back(std::move(row));
  };
  const bool per_bank = device.refresh_mode == dram::RefreshMode::per_bank;
  const auto used = per_bank ? dram::EnergyEvent::refresh_bank : dram::EnergyEvent::refresh;
  for (const dram::EnergyRow& row : dram::energy_rows(device)) {
    if (!billed_by_time(row.event)) {
      add(std::string(enum_name(row.event)), row.picojoules_per_event, row.formula, row);
    } else if (row.event == used) {
      add("refresh_clock", dram::refresh_energy_per_clock(device),
          row.formula + "; over tREFI, per elapsed clock of a rank", row);
    }
  }
  return rows;
}

std::vector<Uncertainty> dram_causes(const dram::DeviceSpec& device) {
  std::vector<Uncertainty> causes;
  for (const DramCause cause : kEnumValues<DramCause>) {
    causes.push_back(uncertainty_of(device, cause));
  }
  return causes;
}

}  // namespace metronome::sim
