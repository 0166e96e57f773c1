#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace metronome {

/// The most bytes of a text file that is read as a whole: far above any configuration or table of
/// ours, far below what a machine's memory holds.
inline constexpr std::uint64_t kMostTextBytes = 64ULL << 20;

/// What bytes are that are no text: "gzip data", "a zip archive or an Excel workbook", ... by their
/// first ones; empty where they are none of the formats known here.
[[nodiscard]] std::string binary_format(std::string_view bytes);

/// The text of `bytes`, without the byte order mark that some editors put before it. UserError for
/// UTF-16, for what binary_format knows and for a NUL byte; `name` is the file's in the message.
[[nodiscard]] std::string plain_text(std::string bytes, const std::string& name);

/// The plain text of a file. UserError too where it cannot be read or has more than `most_bytes`.
[[nodiscard]] std::string read_text(const std::filesystem::path& path,
                                    std::uint64_t most_bytes = kMostTextBytes);

}  // namespace metronome
