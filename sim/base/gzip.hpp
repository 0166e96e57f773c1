#pragma once

#include <string>

namespace metronome {

/// `content` itself, or expanded where it is gzip (by its magic number). UserError naming `file`
/// where it is damaged.
[[nodiscard]] std::string expand_gzip(std::string content, const std::string& file);

}  // namespace metronome
