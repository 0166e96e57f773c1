#pragma once

#include <stdexcept>
#include <string>

#include "sim/base/error.hpp"

namespace metronome::fuzz {

enum class Outcome { accepted, refused };

/// What a reader must not do; it ends a fuzzer and fails a test.
class Finding : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

inline void expect(bool holds, const std::string& claim) {
  if (!holds) {
    throw Finding(claim);
  }
}

/// A refusal says of some file or key what is wrong.
inline void expect_said(const UserError& error) {
  expect(!error.diagnostics().empty(), "a refusal has a reason");
  for (const Diagnostic& diagnostic : error.diagnostics()) {
    expect(!diagnostic.what.empty(), "a reason is a sentence");
    expect(diagnostic.line >= 0 && diagnostic.column >= 0, "places count from one");
  }
}

/// Reads, and does with what was read what is cheap. UserError is the one way to refuse; anything
/// else that is thrown is a finding and passes through.
template <class Read>
[[nodiscard]] Outcome outcome_of(const Read& read) {
  try {
    read();
  } catch (const UserError& error) {
    expect_said(error);
    return Outcome::refused;
  }
  return Outcome::accepted;
}

/// Reading what was written gives the same: to refuse it is a finding, too.
template <class T, class Read>
void expect_again(const T& value, const Read& read) {
  try {
    expect(read() == value, "what was written reads back the same");
  } catch (const UserError& error) {
    throw Finding(std::string("what was written is refused: ") + error.what());
  }
}

/// As outcome_of, for work on what was read already: it may be refused, but not break.
template <class Work>
void try_work(const Work& work) {
  (void)outcome_of(work);
}

}  // namespace metronome::fuzz
