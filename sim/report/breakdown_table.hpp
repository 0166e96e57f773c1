#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/report/html.hpp"
#include "sim/report/report_data.hpp"

namespace metronome::report {

/// One run of a report: an accelerator's static or cycling training.
struct RunView {
  std::string accelerator;
  std::string training;
  const RunResult* run;
  const RunCosts* costs;
  const EnergyTable* table;
};

/// All runs of a report, the baseline of each accelerator before its run.
[[nodiscard]] std::vector<RunView> views_of(const ReportData& data);

/// A quantity split into named parts.
struct Breakdown {
  std::string caption;
  std::string unit;  ///< base unit
  std::vector<std::string> parts;
  std::function<double(const RunView&, std::size_t part)> value;
};

/// The parts are those of an enumeration: `name` says what a part is called, `value` its quantity.
template <Enumeration E, class Name, class Value>
[[nodiscard]] Breakdown breakdown_by(std::string caption, std::string unit, const Name& name,
                                     Value value) {
  Breakdown out{std::move(caption), std::move(unit), {}, {}};
  for (const E part : kEnumValues<E>) {
    out.parts.emplace_back(name(part));
  }
  out.value = [value](const RunView& view, std::size_t part) {
    return value(view, kEnumValues<E>[part]);
  };
  return out;
}

/// Energy by what it is for (energy_split.hpp).
[[nodiscard]] Breakdown split_breakdown();
/// Energy by the provenance of prices, in joules, or in percent of each run's.
enum class Told { joules, percent };
[[nodiscard]] Breakdown provenance_breakdown(Told told);
/// Whether a table of these runs has shares beside its numbers: there is room for them.
[[nodiscard]] bool with_shares(const std::vector<RunView>& views);

/// One row per part, one column per run (with its shares where there are at most two), the sum
/// below; parts that are zero everywhere are left out. One prefix for the whole table, in its
/// corner.
[[nodiscard]] HtmlTable breakdown_table(const std::vector<RunView>& views,
                                        const Breakdown& breakdown);

}  // namespace metronome::report
