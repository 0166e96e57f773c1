#pragma once

#include <string>

namespace metronome {

/// The program under test, built beside the tests; see tests/support/source_dir.hpp for why it is a
/// function.
std::string binary();

}  // namespace metronome
