#include "tests/support/source_dir.hpp"

namespace metronome {

std::string source_dir() { return METRONOME_SOURCE_DIR; }

}  // namespace metronome
