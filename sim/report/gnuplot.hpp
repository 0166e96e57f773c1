#pragma once

#include <string>

namespace metronome::report {

/// What gnuplot has made of a script.
struct GnuplotRun {
  std::string output;     ///< its standard output
  std::string complaint;  ///< why there is none; empty: all is well
};

/// Runs gnuplot on a script without the user's own settings and without any file: what the script
/// draws goes to gnuplot's standard output. Missing, failing or endless programs are complaints.
[[nodiscard]] GnuplotRun run_gnuplot(const std::string& script,
                                     const std::string& program = "gnuplot");

}  // namespace metronome::report
