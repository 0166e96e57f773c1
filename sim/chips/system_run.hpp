#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/chips/level_program.hpp"
#include "sim/energy/energy_table.hpp"
#include "sim/engine/simulate.hpp"

namespace metronome::chips {

/// One iteration of a level on a system.
struct LevelTimes {
  Picoseconds time{};             ///< until the last chip and the last collective are done
  std::vector<Picoseconds> work;  ///< by chip
  Picoseconds communication{};    ///< in which collectives were under way on the first chip
  Bytes sent{}, received{};       ///< by all chips
  std::vector<Bytes> link_bytes;  ///< by link
  std::vector<Picoseconds> link_busy;
  std::vector<Picoseconds> began, done;  ///< by collective: on the first chip; on the last one
  std::vector<Exchange> exchanges;       ///< the collectives
  std::vector<links::Request> requests;  ///< likewise
  /// Of a pipeline: the time of an iteration over links that take none.
  std::optional<Picoseconds> without_links{};

  [[nodiscard]] Picoseconds idle(std::size_t chip) const { return time - work[chip]; }
  /// Of it, what a pipeline makes a chip wait for others, whatever links take: its bubble.
  [[nodiscard]] Picoseconds bubble(std::size_t chip) const {
    return without_links ? *without_links - work[chip] : Picoseconds{};
  }
  /// What an iteration takes longer than its work, or a pipeline without its links: the time of
  /// communication that is not hidden.
  [[nodiscard]] Picoseconds exposed() const;
};

/// A stage of a pipeline.
struct StageInfo {
  std::string first_layer;
  std::uint64_t most_stashes = 0;  ///< micro-batches between their passes at once
};

/// A run on a system: that of one chip, of which all are alike, or of each stage of a pipeline; and
/// what joins them.
struct SystemRun {
  RunResult chip;                  ///< of a pipeline the first stage's
  std::vector<RunResult> others;   ///< of a pipeline: those of the stages behind it
  std::vector<StageInfo> stages;   ///< of a pipeline, else none
  std::vector<LevelTimes> levels;  ///< as chip.levels
  links::SystemSpec system;
  /// Chips share samples that batch norm takes statistics of: its own ones' or those of all.
  bool shares_statistics = false;
  /// By level: of one iteration on one chip; of a pipeline by stage.
  std::vector<std::vector<Joules>> work_energies;
  std::vector<std::optional<Joules>> link_energy;  ///< by level: of one iteration on all links
  /// By level, by kind of chip (one, or each stage), by idle time: of one iteration on such a chip.
  std::vector<std::vector<std::map<Picoseconds, Joules>>> idle_energies;
  std::vector<Joules> switch_energies;  ///< of the whole run on one chip; of a pipeline by stage

  [[nodiscard]] const RunResult& run_of(std::size_t number) const {
    return number == 0 || others.empty() ? chip : others.at(number - 1);
  }
  /// Of one iteration, without and for the time in which a chip waits; on all chips.
  [[nodiscard]] Joules work_energy_of(std::size_t level, std::size_t number) const {
    return work_energies[level].at(kind_of(number));
  }
  [[nodiscard]] Joules work_energy(std::size_t level) const;
  [[nodiscard]] Joules idle_energy_of(std::size_t level, std::size_t number) const {
    return idle_energies[level].at(kind_of(number)).at(levels[level].idle(number));
  }
  [[nodiscard]] Joules idle_energy(std::size_t level) const;
  /// Of the whole run: changes of precision, all chips at a time; on all chips.
  [[nodiscard]] Seconds switching() const;
  [[nodiscard]] Joules switch_energy() const;
  /// Of the whole run, changes of precision included.
  [[nodiscard]] Seconds time() const;
  [[nodiscard]] Joules chip_energy() const;  ///< of all chips, idle time included
  /// Nothing where links are not priced.
  [[nodiscard]] std::optional<Joules> links_energy() const;
  /// Of chips, and of links where they are priced.
  [[nodiscard]] Joules energy() const;
  /// A time of one iteration, in all iterations of the level.
  [[nodiscard]] Seconds seconds(Picoseconds of_iteration, std::size_t level) const;

 private:
  [[nodiscard]] std::size_t kind_of(std::size_t number) const {
    return others.empty() ? 0 : number;
  }
};

/// Prices a run whose chips and times are known. `machines`, `prices`: of each kind of chip.
void price_system(SystemRun& run, const std::vector<const arch::AcceleratorSpec*>& machines,
                  const std::vector<const EnergyTable*>& prices);

/// What both ways of timing a level have in common.
[[nodiscard]] LevelTimes level_times(const LevelProgram& level, const links::ProgramTimes& times);

/// Traces on chips that share their batches: the operations of a chip as sim::simulate, once for
/// all chips; then, on links as often as asked for, an iteration of each level: in cycle mode on
/// SystemC modules; in analytic mode, where one collective is under way at a time, by the time of
/// each distinct one alone, begun on all chips together when all are ready for it (closed_form
/// where there is one, else event by event).
class SharedChips {
 public:
  /// UserError as chip_trace, require_whole_batch and sim::simulate, and where a system cannot be.
  /// The machine and the prices outlive it.
  SharedChips(std::span<const trace::Trace> traces, const arch::AcceleratorSpec& machine,
              const links::SystemSpec& system, const EnergyTable& prices,
              const sim::SimulateOptions& options);

  [[nodiscard]] std::size_t traces() const { return chips_.size(); }
  /// The facts of a trace's training beside those of the trace itself.
  void add_facts(std::size_t trace, const trace::Facts& facts);
  /// On a system that differs from that of the constructor in links, collectives and timing only.
  /// UserError as StepProgram.
  [[nodiscard]] SystemRun on(std::size_t trace, const links::SystemSpec& system) const;

 private:
  const arch::AcceleratorSpec& machine_;
  const EnergyTable& prices_;
  Mode mode_;
  std::vector<std::vector<ChipStep>> steps_;  ///< by trace
  std::vector<RunResult> chips_;              ///< likewise
};

/// Times of levels of a run of the chip's trace.
class LevelTimer {
 public:
  LevelTimer(const links::SystemSpec& system, Mode mode) : system_(system), mode_(mode) {}
  [[nodiscard]] std::vector<LevelTimes> times(std::span<const LevelProgram> levels);
  /// The same of one level in full, by chip; in cycle mode in the plain queue of events, which has
  /// the times of the modules. Links are left out where one chip stands for all.
  [[nodiscard]] links::ProgramTimes program_times(const LevelProgram& level);

 private:
  struct Alone {
    Picoseconds time{};
    std::vector<Bytes> link_bytes;
    std::vector<Picoseconds> link_busy;
    Bytes sent{};
    bool ends_together = true;  ///< on all chips, nearly
  };
  [[nodiscard]] const Alone& alone(const links::Request& request);
  [[nodiscard]] bool stands_for_all(const LevelProgram& level);
  /// Times of one chip that stands for all, begun together with them.
  [[nodiscard]] links::ProgramTimes one_chip(const LevelProgram& level);
  [[nodiscard]] LevelTimes together(const LevelProgram& level);

  const links::SystemSpec& system_;
  Mode mode_;
  std::map<std::pair<links::Collective, links::Payload>, Alone> known_;
};

}  // namespace metronome::chips
