#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/base/enumeration.hpp"
#include "sim/config/codec.hpp"
#include "sim/config/schema.hpp"
#include "sim/ledger/measure.hpp"

namespace metronome {

/// What a row's value is: picojoules for each counted event, or microwatts for each unit, where the
/// count is clock cycles times units.
enum class EnergyUnit { picojoule, microwatt };
constexpr auto enum_rows(EnergyUnit) {
  using enum EnergyUnit;
  return enum_list<EnergyUnit>({{picojoule, "pJ"}, {microwatt, "uW"}});
}

/// Where a row's value comes from.
enum class Provenance {
  measured,  ///< published for this node: silicon, synthesis or a circuit model
  scaled,    ///< computed from published values; `how` gives the factor
  assumed,   ///< ours; `how` gives the reason
};
constexpr auto enum_rows(Provenance) {
  using enum Provenance;
  return enum_list<Provenance>({{measured, "measured"}, {scaled, "scaled"}, {assumed, "assumed"}});
}

/// Something that makes prices uncertain, and by how much: nine times in ten the true value lies
/// between `low_factor` and `high_factor` times what a row says. Rows that name one cause (a
/// source, a factor) are off together.
struct Uncertainty {
  static constexpr std::string_view kSchemaName = "uncertainty";
  std::string name;
  double low_factor = 1;   ///< at most 1
  double high_factor = 1;  ///< at least 1
  std::string reason;
  bool operator==(const Uncertainty&) const = default;
};

/// One price. A joule in a report is always a count times one row.
struct EnergyRow {
  static constexpr std::string_view kSchemaName = "energy_row";
  Component component = Component::array;
  std::string action;  ///< "systolic.mac"; the text before the first dot is its family
  std::string bits;    ///< "8x4", in either order; empty: one price for any operand widths
  double value = 0;    ///< in `unit`
  EnergyUnit unit = EnergyUnit::picojoule;
  double technology_nm = 0;         ///< node of the source; 0: not stated (memory devices)
  std::optional<double> voltage_v;  ///< supply of the source; absent: the source does not say
  std::string source;               ///< citation
  Provenance provenance = Provenance::measured;
  std::string how;  ///< factor of a scaled row, reason of an assumed one
  /// What else the value already pays for: parts ("accumulator"), actions or whole components.
  std::vector<std::string> includes;
  /// Names of the table's uncertainties; none: what its provenance alone says (causes_of).
  std::vector<std::string> uncertain_by;
  bool operator==(const EnergyRow&) const = default;
};

/// Area of one unit of a part; the unit is that of the part's leakage row.
struct AreaRow {
  static constexpr std::string_view kSchemaName = "area_row";
  std::string part;     ///< "systolic", "sram_8KiB_32B", "vector"
  double area_um2 = 0;  ///< square micrometres per unit
  double technology_nm = 0;
  std::string source;
  Provenance provenance = Provenance::measured;
  std::string how;
  bool operator==(const AreaRow&) const = default;
};

/// Prices and areas at one node, voltage, clock and SRAM cell type. Valid when check_table finds
/// nothing; loading and with() refuse other tables.
struct EnergyTable {
  static constexpr std::string_view kSchemaName = "energy_table";
  std::string name;
  double technology_nm = 28;
  double voltage_v = 0.9;
  Hertz clock{1e9};
  std::string sram_cell;
  config::FilePath sram_table;  ///< banks that have no rows here; may be absent (memories.hpp)
  std::vector<EnergyRow> rows;
  std::vector<AreaRow> areas;
  std::vector<Uncertainty> uncertainties;
  bool operator==(const EnergyTable&) const = default;

  /// Index of the row that prices an activity: equal component and action, and equal widths in
  /// either order or a row for any widths.
  [[nodiscard]] std::optional<std::size_t> find(const Activity& activity) const;
  /// This table and rows that were derived elsewhere (DRAM commands from a device file).
  /// Equal rows stand once; UserError where a row clashes with one that is here.
  [[nodiscard]] EnergyTable with(const std::vector<EnergyRow>& more,
                                 const std::vector<Uncertainty>& causes = {}) const;
  /// What makes a row uncertain. A row that names nothing has one cause, shared by all rows of its
  /// source and provenance: x 0.8 to 1.25 of a measured value, x 0.6 to 1.6 of a scaled one, x 0.4
  /// to 2.5 of an assumed one (ours: nothing is known about it).
  [[nodiscard]] std::vector<Uncertainty> causes_of(const EnergyRow& row) const;
  /// All causes of a row together: independent, so that their logarithms add as squares. The reason
  /// is that of each.
  [[nodiscard]] Uncertainty interval_of(const EnergyRow& row) const;
};

/// The two widths of "8x4", the larger first; nothing where the text has another form.
[[nodiscard]] std::optional<std::pair<int, int>> parse_bits(std::string_view text);

/// The parts that the events of array work (arch/array/counts.hpp) are priced for, by the action's
/// name behind the family: "useful_bit_product", "register_write", ... Nothing for other actions.
/// A table need not price them: where it does not, a family's other rows are taken to contain them.
[[nodiscard]] std::optional<std::vector<std::string>> parts_of_work(std::string_view action);

/// Whether a table need not price the activity: array work, and what a machine does besides
/// computing (clock, ways, controllers, registers, ...: sim/engine/overheads.hpp), which older
/// tables do not have. unpriced() names them.
[[nodiscard]] bool is_optional(const Activity& activity);

/// The rules over a whole table:
///  - no two rows of equal component, action and widths, nor one for any widths beside one for
///  some;
///  - no row includes what another row charges, and no two actions of one family include the same;
///  - rows of array work stand for their parts: beside a row that includes one of these they clash;
///  - rows of another node or voltage are `scaled`; scaled and assumed rows say how (`dram` rows
///    may be of any node: the device is another chip), and those of another node name the factor
///    from there (technology.hpp), so that nothing is relabelled;
///  - `leakage` is priced in uW, everything else in pJ;
///  - a row without a source is `assumed`;
///  - names of uncertainties differ, give a reason, and rows name none that is not there.
/// Each finding is {key path within the table, what, hint}.
struct TableFinding {
  std::string key;
  std::string what;
  std::string hint;
};
[[nodiscard]] std::vector<TableFinding> check_table(const EnergyTable& table);

namespace config {

template <>
const StructSchema<Uncertainty>& schema_of<Uncertainty>();
template <>
const StructSchema<EnergyRow>& schema_of<EnergyRow>();
template <>
const StructSchema<AreaRow>& schema_of<AreaRow>();
template <>
const StructSchema<EnergyTable>& schema_of<EnergyTable>();

}  // namespace config
}  // namespace metronome
