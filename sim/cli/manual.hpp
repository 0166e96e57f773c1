#pragma once

#include <map>
#include <string>

#include "sim/cli/completion.hpp"

namespace metronome::cli {

/// Manual pages of section 1 by file name, in the language of man(7): `metronome.1` with the
/// commands and exit codes, and `metronome-COMMAND.1` for each.
[[nodiscard]] std::map<std::string, std::string> manual_pages(
    const std::vector<Described>& commands);

/// A text in that language: what would be a request, an escape or another sign than the one written
/// is spelled out.
[[nodiscard]] std::string roff_text(const std::string& text);

}  // namespace metronome::cli
