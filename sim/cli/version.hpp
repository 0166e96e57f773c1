#pragma once

namespace metronome::cli {

/// "0.1.0 (commit 0123456789ab)": the release and the commit that was built, "-dirty" behind it
/// where tracked files differ from it. Defined in a source that the build writes
/// (cmake/WriteVersion.cmake), a library of its own, so that a commit costs one small compilation
/// and a link of the program.
[[nodiscard]] const char* version();

/// "0.1.0 (sources 0123456789ab)": what OutputRequest::program wants. Commits that leave the
/// program as it is do not change it; changes that are not committed do.
[[nodiscard]] const char* program();

}  // namespace metronome::cli
