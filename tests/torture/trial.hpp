#pragma once

#include <string>
#include <vector>

#include "tests/torture/bench.hpp"
#include "tests/torture/plan.hpp"

namespace metronome::torture {

/// What a kill may break.
enum class Loss { hang, exit_code, orphan, not_resumed, different, leftover };
constexpr std::size_t kLosses = 6;

struct Finding {
  Loss loss;
  std::string text;
};

struct TrialResult {
  std::vector<Kill> landed;  ///< the kills that met a running program
  std::vector<Finding> findings;
};

/// Runs the trial on a bench that gives `undisturbed` when nobody disturbs it.
[[nodiscard]] TrialResult run_trial(const Bench& bench, const Trial& trial,
                                    const Undisturbed& undisturbed);

}  // namespace metronome::torture
