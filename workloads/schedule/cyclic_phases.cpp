#include "workloads/schedule/cyclic_phases.hpp"

#include <fmt/format.h>

#include "sim/base/error.hpp"

namespace metronome::schedule {

std::uint64_t period_iterations(const std::string& schedule, std::uint64_t periods,
                                std::uint64_t iterations) {
  const std::uint64_t period = iterations / periods;
  if (period == 0) {
    throw UserError(Diagnostic{
        {},
        0,
        0,
        "schedule " + schedule,
        fmt::format("a run of {} iterations cannot hold {} precision periods", iterations, periods),
        fmt::format("at least {0} iterations, or at most {1} periods", periods, iterations)});
  }
  return period;
}

void check_phase_count(const std::string& schedule, std::size_t phases) {
  if (phases > trace::kMostPhases) {
    throw UserError(Diagnostic{{},
                               0,
                               0,
                               "schedule " + schedule,
                               fmt::format("has more than {} phases", trace::kMostPhases),
                               "fewer periods"});
  }
}

}  // namespace metronome::schedule
