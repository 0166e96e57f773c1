#pragma once

#include <optional>

#include "sim/energy/area.hpp"
#include "sim/report/report_data.hpp"
#include "sim/report/tex_table.hpp"

namespace metronome::report {

/// Of the units that leaked; nothing where one of them has no area.
[[nodiscard]] std::optional<AreaReport> area_of(const ReportEntry& entry);

/// Area and mean power of each training by component, at the node and clock of the machine. Of the
/// memory the area is that of its interface, the power that of DRAM and interface.
[[nodiscard]] TexTable area_power_table(const ReportData& data);

/// Of an iteration of each precision level: operations a second (two for a multiply-accumulate),
/// for each watt and square millimetre, and the peak of the array at the widths of its forward
/// products.
[[nodiscard]] TexTable efficiency_table(const ReportData& data);

}  // namespace metronome::report
