#pragma once

/// \file
/// Where the tests find the project's own files.

#include <string>

namespace metronome {

/// The root of the sources this program was built from, absolute, without a slash at its end. It is
/// a function of one source, not a definition on every compiler's command line, so that equal tests
/// in two checkouts are compiled once.
std::string source_dir();

}  // namespace metronome
