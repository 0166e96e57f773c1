#include "tests/sim/cli/tested_binary.hpp"

namespace metronome {

std::string binary() { return METRONOME_BINARY; }

}  // namespace metronome
