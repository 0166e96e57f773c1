#include "sim/report/gnuplot.hpp"

#include <fmt/format.h>

#include <chrono>

#include "sim/base/child_process.hpp"
#include "sim/base/error.hpp"
#include "sim/base/program.hpp"

namespace metronome::report {

GnuplotRun run_gnuplot(const std::string& script, const std::string& program) {
  ProgramResult result;
  try {
    // As a file, so that the first error ends it.
    result = run_program({.words = {program, "-d", "/dev/stdin"},
                          .input = script,
                          .environment = {{"TZ", "UTC0"}},  // of the date in a PDF
                          .limit = std::chrono::minutes(5)});
  } catch (const EnvironmentError& error) {
    return {{}, error.what()};
  }
  if (!result.started) {
    return {{},
            fmt::format("cannot run {}: {} (figures need it: apt-get install gnuplot-nox)", program,
                        result.errors)};
  }
  if (!result.good()) {
    const std::string end =
        result.timed_out ? "did not end in time" : "ended with " + status_text(result.status);
    return {{}, fmt::format("{} {}: {}", program, end, result.errors)};
  }
  return {std::move(result.output), {}};
}

}  // namespace metronome::report
