#pragma once

#include <string>

namespace metronome {

/// What tells this program from any other that was ever built: the build-id that the linker wrote
/// into it, in hexadecimal digits; of one without, "content-" and the digest of its file. The same
/// for the whole life of a process.
[[nodiscard]] const std::string& build_id();

}  // namespace metronome
