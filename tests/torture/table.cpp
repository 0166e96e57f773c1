#include "tests/torture/table.hpp"

#include <fmt/format.h>

namespace metronome::torture {

void Table::add(const std::string& job, const TrialResult& result) {
  for (const Kill& kill : result.landed) {
    ++kills_;
    ++rows_[{job, kill.call > 0 ? "n-th call" : "random", target_name(kill.target),
             signal_name(kill.signal)}]
          .kills;
  }
  if (result.findings.empty()) {
    return;
  }
  // What several kills have broken together stands beside the last of them.
  const Kill kill = result.landed.empty() ? Kill{} : result.landed.back();
  Row& row = rows_[{job, kill.call > 0 ? "n-th call" : "random", target_name(kill.target),
                    signal_name(kill.signal)}];
  for (const Finding& finding : result.findings) {
    ++row.losses[static_cast<std::size_t>(finding.loss)];
    ++losses_;
  }
}

std::string Table::markdown() const {
  std::string text =
      "| command | moment | to | signal | kills | hangs | wrong exit codes | orphans | not resumed "
      "| other bytes | leftovers |\n|---|---|---|---|---|---|---|---|---|---|---|\n";
  Row total;
  const auto line = [&](const std::string& name, const Row& row) {
    text += fmt::format("| {} | {} |", name, row.kills);
    for (const std::size_t losses : row.losses) {
      text += fmt::format(" {} |", losses);
    }
    text += "\n";
  };
  for (const auto& [key, row] : rows_) {
    const auto& [job, moment, target, signal] = key;
    line(fmt::format("{} | {} | {} | {}", job, moment, target, signal), row);
    total.kills += row.kills;
    for (std::size_t i = 0; i < kLosses; ++i) {
      total.losses[i] += row.losses[i];
    }
  }
  line("all | | |", total);
  return text;
}

}  // namespace metronome::torture
