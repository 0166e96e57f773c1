// The prices of a machine: its energy table at its technology, its buffers, ways and memory.
#include <fmt/format.h>

#include <set>

#include "sim/base/kept_files.hpp"
#include "sim/energy/memories.hpp"
#include "sim/energy/technology.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/overheads.hpp"

namespace metronome::sim {
namespace {

std::map<std::string, const arch::BufferSpec*> buffers_of(const arch::AcceleratorSpec& machine) {
  return {{"input_buffer", &machine.input_buffer},
          {"weight_buffer", &machine.weight_buffer},
          {"output_buffer", &machine.output_buffer}};
}

/// Buffers whose banks neither the table nor its SRAM table holds.
std::vector<Diagnostic> misfits(const arch::AcceleratorSpec& machine, const EnergyTable& table) {
  if (table.sram_table.path.empty()) {
    return {};
  }
  const SramTable sram = SramTable::load(table.sram_table.path);
  std::vector<Diagnostic> found;
  for (const auto& [key, buffer] : buffers_of(machine)) {
    const BankShape bank{buffer->bank_bytes.count(), buffer->word_bytes.count()};
    const std::string why = sram.misfit(table.sram_cell, table.technology_nm, bank);
    if (!why.empty() && !has_part(table, arch::bank_name(*buffer))) {
      found.push_back({{},
                       0,
                       0,
                       key + ".bank_bytes",
                       why,
                       "more or fewer banks of another size, or rows of its own in the energy "
                       "table"});
    }
  }
  return found;
}

/// The machine's table, at the machine's technology.
EnergyTable table_of(const arch::AcceleratorSpec& machine) {
  static KeptFiles<EnergyTable> kept;
  const std::filesystem::path& file = machine.energy.path;
  const EnergyTable table = kept.get(file, [&] { return config::load<EnergyTable>(file); });
  const arch::TechnologySpec& own = machine.technology;
  return scaled_to(
      table, {own.node_nm.value_or(table.technology_nm), own.voltage_v.value_or(table.voltage_v)});
}

/// A clock that the machine's technology does not reach: a table's prices hold up to its clock,
/// which follows the delay of logic. A machine without a technology of its own is believed.
std::vector<Diagnostic> too_fast(const arch::AcceleratorSpec& machine, const EnergyTable& table) {
  constexpr double kRounding = 1 + 1e-9;
  if (machine.technology == arch::TechnologySpec{} ||
      machine.clock_hz.count() <= table.clock.count() * kRounding) {
    return {};
  }
  return {{{},
           0,
           0,
           "clock_hz",
           fmt::format("is {:.4g} Hz; logic of energy table {} reaches {:.4g} Hz",
                       machine.clock_hz.count(), table.name, table.clock.count()),
           "a lower clock, or a higher technology.voltage_v"}};
}

}  // namespace

EnergyTable complete_table(const arch::AcceleratorSpec& machine) {
  const EnergyTable table = table_of(machine);
  std::vector<Diagnostic> wrong = too_fast(machine, table);
  for (Diagnostic& one : misfits(machine, table)) {
    const std::string buffer = one.key.substr(0, one.key.find('.'));
    one.what = arch::bank_name(*buffers_of(machine).at(buffer)) + ": " + one.what;
    wrong.push_back(std::move(one));
  }
  for (Diagnostic& one : wrong) {
    one.file = "accelerator " + machine.name;
  }
  if (!wrong.empty()) {
    throw UserError(wrong);
  }
  std::set<std::string> parts{feed_name(machine.array)};
  for (const auto& [key, buffer] : buffers_of(machine)) {
    parts.insert(arch::bank_name(*buffer));
    if (buffer->banks > 1) {
      parts.insert(arch::wire_name(*buffer));
    }
  }
  return with_dram(with_memories(table, parts), machine.memory.device);
}

std::vector<Diagnostic> unpriced_parts(const arch::AcceleratorSpec& machine) {
  const EnergyTable table = table_of(machine);
  std::vector<Diagnostic> found = misfits(machine, table);
  for (Diagnostic& one : too_fast(machine, table)) {
    found.push_back(std::move(one));
  }
  return found;
}

}  // namespace metronome::sim
