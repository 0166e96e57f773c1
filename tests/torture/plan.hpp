#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/torture/bench.hpp"

namespace metronome::torture {

/// Who gets the signal; `group`: all at once, as from a terminal.
enum class Target { parent, worker, group };

struct Kill {
  Target target = Target::parent;
  int signal = 0;
  std::uint64_t call = 0;  ///< in front of this call of the target; 0: at a random moment
  double share = 0;        ///< of the undisturbed time, where the moment is random

  /// "at call 17 of the parent, SIGKILL"
  [[nodiscard]] std::string text() const;
};

/// A job that is started, killed, started and killed again, and in the end left alone.
struct Trial {
  std::size_t job = 0;
  std::vector<Kill> kills;
};

struct PlanOptions {
  std::size_t kills = 1000;
  std::uint64_t seed = 1;
  bool every_call = true;  ///< each call of each job at least once, even if that is more than half
};

/// Half of the kills in front of calls, half at random moments; `undisturbed` of each job.
[[nodiscard]] std::vector<Trial> plan(const std::vector<Undisturbed>& undisturbed,
                                      const PlanOptions& options);

[[nodiscard]] std::string signal_name(int signal);
[[nodiscard]] const char* target_name(Target target);

}  // namespace metronome::torture
