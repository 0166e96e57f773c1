#include "workloads/data/idx.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"

namespace metronome::data {
namespace {

std::uint32_t big_endian(std::string_view text, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    value = value << 8 | static_cast<std::uint8_t>(text[at + i]);
  }
  return value;
}

[[noreturn]] void fail(const std::filesystem::path& path, std::string what, std::string hint) {
  throw UserError(Diagnostic{
      .file = path.string(), .key = {}, .what = std::move(what), .hint = std::move(hint)});
}

}  // namespace

IdxArray read_idx(const std::filesystem::path& path, std::size_t dimensions) {
  return parse_idx(read_maybe_gzip(path), path, dimensions);
}

IdxArray parse_idx(std::string_view text, const std::filesystem::path& path,
                   std::size_t dimensions) {
  // Two zero bytes, the element type (8: unsigned byte), the number of dimensions; then extents.
  const std::size_t header = 4 + 4 * dimensions;
  if (text.size() < header) {
    fail(path, fmt::format("is {} bytes long, too short for an IDX header", text.size()),
         fmt::format("an IDX file of {} dimensions starts with {} bytes of header", dimensions,
                     header));
  }
  const std::uint32_t magic = big_endian(text, 0);
  const std::uint32_t expected = 0x0800 + static_cast<std::uint32_t>(dimensions);
  if (magic != expected) {
    fail(
        path, fmt::format("has the magic number 0x{:08x}", magic),
        fmt::format("expected 0x{:08x}: IDX, unsigned bytes, {} dimensions", expected, dimensions));
  }
  IdxArray array;
  std::uint64_t elements = 1;
  for (std::size_t i = 0; i < dimensions; ++i) {
    array.extents.push_back(big_endian(text, 4 + 4 * i));
    // 2^32 elements are refused here, so that no product of extents overflows.
    elements = std::min<std::uint64_t>(elements * array.extents.back(), std::uint64_t{1} << 32);
  }
  if (text.size() - header != elements) {
    fail(path, fmt::format("holds {} bytes after its header", text.size() - header),
         fmt::format("its header says {}", elements));
  }
  array.bytes.assign(text.begin() + static_cast<std::ptrdiff_t>(header), text.end());
  return array;
}

}  // namespace metronome::data
