#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/chips/system_run.hpp"
#include "sim/report/stamp.hpp"

namespace metronome::chips {

/// Sums over a whole run, of which every table shows parts. Seconds of a chip are means over chips.
struct SystemTotals {
  Seconds time{}, work{}, idle{}, exposed{}, communication{}, switching{};
  Seconds bubble{};          ///< of a pipeline: part of `idle`
  double bytes_sent = 0;     ///< by all chips
  double bytes_carried = 0;  ///< over all links, once for each
  Joules chips_working{}, chips_idle{}, chips_switching{};
  std::optional<Joules> links;  ///< absent: not priced
  [[nodiscard]] Joules energy() const {
    return chips_working + chips_idle + chips_switching + links.value_or(Joules{});
  }
};
[[nodiscard]] SystemTotals totals_of(const SystemRun& run);

/// Neighbouring chips, from `first` to `last`, that work for equal times in every level.
struct AlikeChips {
  std::uint64_t first = 0, last = 0;
};
[[nodiscard]] std::vector<AlikeChips> alike_chips(const SystemRun& run);

/// "four: 4 x systolic_512, ring, halving_doubling", or of a pipeline's stages
/// "pipe: 1 x systolic_512, 2 x dual_serial_512, ring": the algorithm where chips add up.
[[nodiscard]] std::string system_title(const SystemRun& run);

/// What every output of a run on a system says that it shows: report::identity_of of its machines,
/// the batch of all chips, and the system. `prices`: of each machine.
[[nodiscard]] trace::Facts system_identity(const SystemRun& run, const SystemRun* baseline,
                                           const std::vector<EnergyTable>& prices);

/// Tables of a run on a system, by the name of their file, each with the stamp. Of the whole run
/// where no column says otherwise; energies of links are empty where these have no price.
/// - levels.csv: an iteration of each precision level
/// - phases.csv: each precision phase, with the change of precision before it, the idle time of the
///   chips that have least and most, and the energy of chips and links; together the totals
/// - chips.csv: each chip in each level: work, idle time, energy of both
/// - chip_phases.csv: each chip, or run of chips of equal times, in each phase: its work, idle time
///   and, of a pipeline, bubble
/// - links.csv: each link: bytes, time that it sends, energy
/// - collectives.csv: the collectives and messages of an iteration of each level, in their order
/// - stages.csv: of a pipeline, an iteration of each level on each stage
[[nodiscard]] std::map<std::string, std::string> system_tables(const SystemRun& run,
                                                               const report::Stamp& stamp);

/// system.json: what the run is of (of the system's keys those that have an effect on it), totals,
/// and savings against a baseline where there is one.
[[nodiscard]] std::string system_json(const SystemRun& run, const SystemRun* baseline,
                                      const report::Stamp& stamp);

/// For a terminal.
[[nodiscard]] std::string system_text(const SystemRun& run, const SystemRun* baseline);

}  // namespace metronome::chips
