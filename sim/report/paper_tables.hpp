#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sim/report/report_data.hpp"
#include "sim/report/tex_table.hpp"

namespace metronome::report {

/// The tables of runs for a paper: what was saved (with baselines) or taken, what the energy is
/// for, the machines, their area and power by component, and what they do for each watt and square
/// millimetre at each precision.
[[nodiscard]] std::vector<TexTable> paper_tables(const ReportData& data);

/// A CSV table of ours (sweep.csv) as one for a paper: texts as they are, numbers with three
/// digits, fractions in percent, columns of one value for all rows and of identities only where
/// they are named. UserError as parse_csv.
[[nodiscard]] TexTable paper_table_of_csv(const std::string& name, const std::string& caption,
                                          const std::string& csv, const std::string& file);

/// The keys of a bibliography that texts cite in square brackets, in order.
[[nodiscard]] std::set<std::string> cited_keys(std::string_view text);

/// The entries of a BibTeX file with these keys, as they stand there, and the keys without an
/// entry.
struct Sources {
  std::string bibtex;
  std::vector<std::string> missing;
};
[[nodiscard]] Sources sources_of(const std::set<std::string>& keys, std::string_view bibliography);

}  // namespace metronome::report
