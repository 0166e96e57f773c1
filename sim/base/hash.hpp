#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace metronome {

/// FNV-1a, 64 bits: a stable identity for keys and file contents (not a cryptographic one).
[[nodiscard]] constexpr std::uint64_t fnv1a(std::string_view text,
                                            std::uint64_t seed = 0xcbf29ce484222325ULL) {
  for (const char c : text) {
    seed ^= static_cast<std::uint8_t>(c);
    seed *= 0x100000001b3ULL;
  }
  return seed;
}

/// 16 lower-case hexadecimal digits.
[[nodiscard]] std::string hex_digest(std::uint64_t hash);

/// The identity of a content: the one function that names contents in manifests, recipes and keys.
[[nodiscard]] std::string content_digest(std::string_view content);

/// content_digest of a file's bytes. UserError where it cannot be read.
[[nodiscard]] std::string file_digest(const std::string& path);

}  // namespace metronome
