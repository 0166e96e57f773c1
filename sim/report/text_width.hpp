#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace metronome::report {

/// How wide a text is, in heights of its font: the advance widths of Helvetica, which Arial and
/// Liberation Sans share. Other characters than ASCII are taken from a short list, else for 0.6.
[[nodiscard]] double text_width(std::string_view text);

/// A text in lines of at most `most` heights of the font, broken at spaces and behind `_`, `-`,
/// `,` and `/`. A longer word stands alone in its line.
[[nodiscard]] std::vector<std::string> broken_text(const std::string& text, double most);

/// The widest of them.
[[nodiscard]] double widest(const std::vector<std::string>& texts);

}  // namespace metronome::report
