#pragma once

#include <fcntl.h>
#include <spawn.h>

#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include "sim/base/text.hpp"
#include "tests/sim/cli/binary.hpp"

namespace metronome::cli::hostile {

/// Why a text is no well-formed HTML or SVG of ours, without scripts; empty where it is.
[[nodiscard]] std::string markup_fault(const std::string& text);
/// Why a table in LaTeX holds what no table of ours does; empty where it does not.
[[nodiscard]] std::string tex_fault(const std::string& text);
/// Why a page in Markdown has HTML in it or rows with more cells than their head.
[[nodiscard]] std::string markdown_fault(const std::string& text);
/// Why a script of gnuplot could run a program.
[[nodiscard]] std::string gnuplot_fault(const std::string& text);
/// Why a CSV file has rows of different lengths or bytes that are not UTF-8.
[[nodiscard]] std::string csv_fault(const std::string& text);
/// What is wrong with any file below a folder, by the ending of its name; empty where nothing is.
[[nodiscard]] std::string folder_fault(const fs::path& folder);

/// A double-quoted scalar of YAML (or string of JSON) that means the text.
[[nodiscard]] std::string quoted(const std::string& text);

/// Runs commands inside of at("work") and looks at what they leave.
class Hostile : public Command {
 protected:
  Hostile();

  /// Texts that would make at("canary") through a shell, leave a folder or end a quote where they
  /// could.
  [[nodiscard]] std::vector<std::string> texts() const;
  /// Runs the program with these words. It may say no (2), but nothing of the texts may have been
  /// executed, nothing may have changed outside of work/out, and what it prints must be clean.
  Ran call(const std::vector<std::string>& words);
  /// As call; everything below work/out must be well formed. True where it was not refused.
  bool makes_clean_files(const std::vector<std::string>& words);
};

}  // namespace metronome::cli::hostile
