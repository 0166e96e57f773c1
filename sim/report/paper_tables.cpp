#include "sim/report/paper_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/base/csv.hpp"
#include "sim/base/error.hpp"
#include "sim/base/number.hpp"
#include "sim/energy/area.hpp"
#include "sim/energy/sram_table.hpp"
#include "sim/report/breakdown_table.hpp"
#include "sim/report/efficiency_tables.hpp"
#include "sim/report/names.hpp"
#include "sim/report/units.hpp"

namespace metronome::report {
namespace {

std::string percent_cell(double fraction) {
  const std::string text = fmt::format("{:.1f}", 100 * std::abs(fraction));
  return (fraction < 0 && text != "0.0" ? "\u2212" : "") + text;
}

/// "11.2–18.4".
std::string interval_cell(const ComparisonRow& row) {
  const std::string text = row.energy_saving();
  const std::size_t open = text.find('(');
  return open == std::string::npos ? "" : text.substr(open + 1, text.rfind(')') - open - 1);
}

std::vector<std::size_t> all_of(std::size_t columns) {
  std::vector<std::size_t> all(columns);
  for (std::size_t i = 0; i < columns; ++i) {
    all[i] = i;
  }
  return all;
}

TexTable savings_table(const ReportData& data) {
  const ReportEntry& first = data.entries.front();
  const std::string cpt = training_label(first.run);
  const std::string fixed = training_label(*first.baseline);
  TexTable table{
      .name = "savings",
      .caption = fmt::format("What {} saves over {} on the same accelerator, and what both take.",
                             first.run.trace, first.baseline->trace),
      .columns = {{"accelerator", "accelerator", "", true},
                  {"ideal_saving", "ideal", "%"},
                  {"cycle_saving", "cycles", "%"},
                  {"energy_saving", "energy", "%"},
                  {"energy_saving_interval", "5 to 95", "%"},
                  {"static_time_s", fixed, "s"},
                  {"cpt_time_s", cpt, "s"},
                  {"static_energy_j", fixed, "J"},
                  {"cpt_energy_j", cpt, "J"},
                  {"area_mm2", "area", "mm\u00b2"}},
      .rows = {},
      .wanted = {0, 1, 2, 3, 6, 8, 5, 7, 4, 9}};
  for (const ComparisonRow& row : data.comparison()) {
    table.rows.push_back(
        {row.accelerator, percent_cell(row.saved.bit_operations), percent_cell(row.saved.cycles),
         percent_cell(row.saved.energy), interval_cell(row), significant(row.fixed.seconds),
         significant(row.cpt.seconds), significant(row.fixed.joules), significant(row.cpt.joules),
         row.area_mm2 ? significant(*row.area_mm2) : "\u2013"});
  }
  return table;
}

TexTable energy_table(const ReportData& data) {
  TexTable table{.name = "energy",
                 .caption =
                     "What the energy of each training is for: memory that idles, memory "
                     "traffic, the array, and what is beside it.",
                 .columns = {{"accelerator", "accelerator", "", true},
                             {"training", "training", "", true},
                             {"time_s", "time", "s"},
                             {"energy_j", "all", "J"}},
                 .rows = {},
                 .wanted = {}};
  for (const EnergyPart part : kEnumValues<EnergyPart>) {
    const std::string head = spoken(enum_name(part));
    table.columns.push_back(
        {std::string(enum_name(part)) + "_j", head.substr(head.rfind(' ') + 1), "J"});
  }
  for (const RunView& view : views_of(data)) {
    const EnergySplit split = energy_split(view.costs->energy);
    table.rows.push_back({view.accelerator, view.training,
                          significant(view.run->seconds(view.costs->total.cycles.total()).count()),
                          significant(view.costs->total.energy.total().count())});
    for (const EnergyPart part : kEnumValues<EnergyPart>) {
      table.rows.back().push_back(significant(split[part].count()));
    }
  }
  // The time, which other tables have, where there is room for it.
  table.wanted = {0, 1, 3};
  for (std::size_t i = 4; i < table.columns.size(); ++i) {
    table.wanted.push_back(i);
  }
  table.wanted.push_back(2);
  return table;
}

std::string area_cell(const ReportEntry& entry) {
  const std::optional<AreaReport> area = area_of(entry);
  return area ? significant(area->total_mm2()) : "\u2013";
}

/// Multiply-accumulates a cycle of 8x8 bits; nothing where no product had these widths.
std::string peak_cell(const RunResult& run) {
  for (const OperationResult& operation : run.operations) {
    if (operation.a_bits == 8 && operation.b_bits == 8 && operation.peak_macs_per_cycle > 0) {
      return fmt::format("{:.6g}", operation.peak_macs_per_cycle);
    }
  }
  return "\u2013";
}

/// KiB of all banks of the three buffers.
std::string buffers_cell(const RunResult& run) {
  double bytes = 0;
  for (const auto& [part, count] : leaking_units(run.one_of_each())) {
    const auto bank = parse_bank(part);
    bytes += bank ? count * static_cast<double>(bank->bytes) : 0;
  }
  return bytes > 0 ? fmt::format("{:.6g}", bytes / 1024) : "\u2013";
}

/// What it was made equal in, and with what: "area_mm2, spatial_fusion_512"; empty where it was
/// not.
std::string equal_cell(const RunResult& run) {
  const std::string other = trace::fact(run.equality, "equal_to");
  return trace::fact(run.equality, "equal_measure") + (other.empty() ? "" : ", " + other);
}

TexTable machine_table(const ReportData& data) {
  TexTable table{.name = "machines",
                 .caption = "The machines that were compared.",
                 .columns = {{"accelerator", "accelerator", "", true},
                             {"array", "array", "", true},
                             {"clock_ghz", "clock", "GHz"},
                             {"area_mm2", "area", "mm\u00b2"},
                             {"technology_nm", "node", "nm"},
                             {"peak_macs", "8x8 peak", "MAC/cycle"},
                             {"buffers_kib", "buffers", "KiB"},
                             {"memory", "memory", "", true},
                             {"energy_table", "prices", "", true},
                             {"equal", "made equal in", "", true}},
                 .rows = {},
                 .wanted = {}};
  for (const ReportEntry& entry : data.entries) {
    table.rows.push_back({entry.run.accelerator, spoken(entry.run.array_kind),
                          significant(entry.run.clock.count() * 1e-9), area_cell(entry),
                          fmt::format("{}", entry.table.technology_nm), peak_cell(entry.run),
                          buffers_cell(entry.run), entry.run.memory, entry.table.name,
                          equal_cell(entry.run)});
  }
  const bool equal = std::any_of(data.entries.begin(), data.entries.end(),
                                 [](const auto& entry) { return !entry.run.equality.empty(); });
  table.wanted = all_of(table.columns.size() - (equal ? 0 : 1));
  return table;
}

/// A number of a CSV table as a paper shows it.
std::string shown_cell(const std::string& column, const std::string& cell) {
  const auto number = read_number<double>(cell, kAnyReal);
  if (!number.value) {
    return cell.empty() ? "\u2013" : cell;
  }
  return column.ends_with("_fraction") ? percent_cell(*number.value) : significant(*number.value);
}

TexColumn column_of(const std::string& name, bool text) {
  TexColumn column{name, name, "", text};
  const auto with_unit = [&](const std::string& end, const std::string& unit) {
    if (!text && name.ends_with(end)) {
      column.head = name.substr(0, name.size() - end.size());
      column.unit = unit;
    }
  };
  with_unit("_fraction", "%");
  with_unit("_s", "s");
  with_unit("_j", "J");
  with_unit("_mm2", "mm\u00b2");
  std::replace(column.head.begin(), column.head.end(), '_', ' ');
  return column;
}

}  // namespace

std::vector<TexTable> paper_tables(const ReportData& data) {
  std::vector<TexTable> tables;
  if (data.entries.empty()) {
    return tables;
  }
  if (data.has_baselines()) {
    tables.push_back(savings_table(data));
  }
  tables.push_back(energy_table(data));
  tables.push_back(machine_table(data));
  tables.push_back(area_power_table(data));
  tables.push_back(efficiency_table(data));
  return tables;
}

TexTable paper_table_of_csv(const std::string& name, const std::string& caption,
                            const std::string& csv, const std::string& file) {
  std::vector<std::vector<std::string>> rows;
  CsvReader reader(csv, file);
  CsvRow row;
  while (reader.next(row)) {
    if (!row.comment) {
      rows.emplace_back();
      for (const CsvField& field : row.fields) {
        rows.back().push_back(field.text);
      }
    }
  }
  if (rows.empty()) {
    throw UserError(Diagnostic{file, 1, 1, {}, "is a table without a head", {}});
  }
  TexTable table{.name = name, .caption = caption, .columns = {}, .rows = {}, .wanted = {}};
  table.rows.resize(rows.size() - 1);
  for (std::size_t c = 0; c < rows[0].size(); ++c) {
    bool text = false, differs = false;
    for (std::size_t r = 1; r < rows.size(); ++r) {
      rows[r].resize(rows[0].size());
      text = text || (!rows[r][c].empty() && !read_number<double>(rows[r][c], kAnyReal).value);
      differs = differs || rows[r][c] != rows[1][c];
      table.rows[r - 1].push_back(shown_cell(rows[0][c], rows[r][c]));
    }
    const std::string& head = rows[0][c];
    if (differs && head != "key" && !head.starts_with("run_")) {
      table.wanted.push_back(c);
    }
    table.columns.push_back(column_of(head, text));
  }
  return table;
}

std::set<std::string> cited_keys(std::string_view text) {
  std::set<std::string> keys;
  for (std::size_t at = text.find('['); at != std::string_view::npos; at = text.find('[', at + 1)) {
    const std::size_t end = text.find(']', at);
    if (end == std::string_view::npos) {
      break;
    }
    const std::string key(text.substr(at + 1, end - at - 1));
    const auto of_key = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    const bool year =
        std::any_of(key.begin(), key.end(), [](char c) { return c >= '0' && c <= '9'; });
    const bool named = !key.empty() && key[0] >= 'a' && key[0] <= 'z';
    if (named && year && std::all_of(key.begin(), key.end(), of_key)) {
      keys.insert(key);
    }
  }
  return keys;
}

Sources sources_of(const std::set<std::string>& keys, std::string_view bibliography) {
  Sources sources;
  for (const std::string& key : keys) {
    const std::size_t named = bibliography.find("{" + key + ",");
    const std::size_t begin =
        named == std::string_view::npos ? named : bibliography.rfind('@', named);
    const std::size_t end =
        begin == std::string_view::npos ? begin : bibliography.find("\n}", named);
    if (end == std::string_view::npos) {
      sources.missing.push_back(key);
      continue;
    }
    sources.bibtex += std::string(bibliography.substr(begin, end + 2 - begin)) + "\n\n";
  }
  return sources;
}

}  // namespace metronome::report
