#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

namespace metronome::data {

/// The content of an IDX file of unsigned bytes (the format of MNIST): extents, outermost first,
/// and their product of bytes.
struct IdxArray {
  std::vector<std::size_t> extents;
  std::vector<std::uint8_t> bytes;
  bool operator==(const IdxArray&) const = default;
};

/// Reads an IDX file, gzip-compressed or not, of `dimensions` dimensions. UserError naming the file
/// and what was expected where the file is absent, is no such file, or is not as long as its header
/// says.
[[nodiscard]] IdxArray read_idx(const std::filesystem::path& path, std::size_t dimensions);

/// The same of the content of a file, expanded already.
[[nodiscard]] IdxArray parse_idx(std::string_view text, const std::filesystem::path& path,
                                 std::size_t dimensions);

}  // namespace metronome::data
