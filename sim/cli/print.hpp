#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <utility>

namespace metronome::cli {

/// Everything that the commands print goes through here: control characters and bytes that are not
/// UTF-8 are escaped, so that no text of a user's can move the cursor or pass for another line.

/// To standard output.
void print_text(const std::string& text);
/// To standard error.
void note_text(const std::string& text);
/// The name of a file in one line.
[[nodiscard]] std::string path_text(const std::filesystem::path& path);

/// As fmt::print, to standard output.
template <class... Args>
void print(fmt::format_string<Args...> format, Args&&... args) {
  print_text(fmt::format(format, std::forward<Args>(args)...));
}

/// As fmt::print, to standard error.
template <class... Args>
void note(fmt::format_string<Args...> format, Args&&... args) {
  note_text(fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace metronome::cli
