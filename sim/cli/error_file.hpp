#pragma once

#include "sim/base/failure.hpp"

namespace metronome::cli {

/// For programs that start this one: writes a failure into the file that the environment variable
/// METRONOME_ERRORS names, as JSON: `exit_code`, and `errors`, each with file, line and column (0:
/// unknown), key, message and hint. Nothing where there is no such variable; never fails, since
/// there is a failure to be told already.
void write_error_file(const Failure& failure) noexcept;

}  // namespace metronome::cli
