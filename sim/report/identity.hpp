#pragma once

#include <string>
#include <vector>

#include "sim/energy/energy_table.hpp"
#include "sim/ledger/run_result.hpp"

namespace metronome::report {

/// What every output of a run says that it shows: model, dataset, batch, iterations, optimizer,
/// dx_scale, seed (of trained runs; the baseline's behind it where it has another), schedule,
/// baseline_schedule (empty without one), mode, accelerator, memory and energy_table, in that
/// order, and RunResult::equality.
[[nodiscard]] trace::Facts identity_of(const RunResult& run, const RunResult* baseline,
                                       const EnergyTable& table);

/// Of several runs in one output: of each name its distinct values, "; " between them.
[[nodiscard]] trace::Facts joined(const std::vector<trace::Facts>& identities);

/// What must be equal of runs on several machines that are compared: the training with both its
/// schedules, how cycles were obtained, and the technology of the prices.
[[nodiscard]] trace::Facts conditions_of(const RunResult& run, const RunResult* baseline,
                                         const EnergyTable& table);

/// Node, voltage and SRAM cell of a table.
[[nodiscard]] trace::Facts technology_of(const EnergyTable& table);

/// UserError where there are differences and they are not `allowed`. `what`: "the run and its
/// baseline".
void require_alike(const std::string& what, const std::vector<trace::Difference>& differences,
                   bool allowed);

}  // namespace metronome::report
