#pragma once

#include <string_view>

namespace metronome::cli {

/// Before anything is opened: a standard descriptor that was closed by whoever started us is taken,
/// so that no file of ours ever becomes the standard output.
void hold_standard_descriptors();

/// Appends to the standard output. EnvironmentError where it cannot be written; Interrupted (by
/// SIGPIPE) where its reader went away.
void write_output(std::string_view text);

/// Everything printed has reached its file or reader; fails as write_output.
void flush_output();

/// Appends to standard error. Never fails.
void write_error(std::string_view text);

/// A line on the terminal behind standard error that stays until the next one, or until something
/// else is written.
void show_status(std::string_view line);
void clear_status();

}  // namespace metronome::cli
