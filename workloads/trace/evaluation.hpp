#pragma once

#include <cstdint>
#include <string>

#include "workloads/trace/trace.hpp"

namespace metronome::trace {

/// The name of the step that tests the network.
inline constexpr const char* kEvaluateStep = "evaluate";

/// Samples (of texts: tokens) of a data set's test split. UserError where it is not known.
[[nodiscard]] std::uint64_t test_samples(const std::string& dataset);

/// Another step that runs between the iterations of a program.
struct Interlude {
  NamedStep step;
  Assignment assignment;
  std::uint64_t every = 1;       ///< iterations of the program's steps before it
  std::uint64_t iterations = 1;  ///< of it, each time
};

/// Runs the step after every so many iterations, and at the end of the program. Iterations of the
/// program are numbered along its timeline: those behind an interlude move by it. UserError where
/// the timeline becomes too long.
void interleave(Trace& trace, Interlude interlude);

}  // namespace metronome::trace
