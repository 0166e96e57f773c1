#include "sim/base/text_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/text.hpp"

namespace metronome {
namespace {

using namespace std::string_view_literals;

/// The bytes with which a format's files start.
constexpr std::array<std::pair<std::string_view, std::string_view>, 11> kFormats{{
    {"\x1f\x8b"sv, "gzip data"},
    {"PK\x03\x04"sv, "a zip archive or an Excel workbook"},
    {"\xd0\xcf\x11\xe0"sv, "a Microsoft Office document"},
    {"BZh"sv, "bzip2 data"},
    {"\xfd"
     "7zXZ\x00"sv,
     "xz data"},
    {"\x28\xb5\x2f\xfd"sv, "zstd data"},
    {"%PDF"sv, "a PDF document"},
    {"\x89PNG"sv, "a PNG image"},
    {"\x7f"
     "ELF"sv,
     "a program"},
    {"\x93NUMPY"sv, "a NumPy array"},
    {"\x89HDF"sv, "an HDF5 file"},
}};

/// A tar archive names itself behind its first file's header.
bool is_tar(std::string_view bytes) {
  constexpr std::size_t kAt = 257;
  return bytes.size() > kAt && bytes.substr(kAt).starts_with("ustar");
}

/// Python's pickle, protocols 2 to 5: PROTO, and STOP at the end.
bool is_pickle(std::string_view bytes) {
  return bytes.size() > 2 && bytes[0] == '\x80' && bytes[1] >= 2 && bytes[1] <= 5 &&
         bytes.back() == '.';
}

/// With its byte order mark, or Latin letters with a NUL beside each.
bool is_utf16(std::string_view bytes) {
  if (bytes.starts_with("\xff\xfe"sv) || bytes.starts_with("\xfe\xff"sv)) {
    return true;
  }
  return bytes.size() >= 4 && (bytes[0] == '\0') != (bytes[1] == '\0') &&
         (bytes[0] == '\0') == (bytes[2] == '\0') && (bytes[1] == '\0') == (bytes[3] == '\0');
}

/// Lines of `text` up to the byte `at`.
int line_of(std::string_view text, std::size_t at) {
  return 1 + static_cast<int>(
                 std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

[[noreturn]] void refuse(const std::string& name, int line, std::string what, std::string hint) {
  throw UserError(Diagnostic{name, line, line > 0 ? 1 : 0, {}, std::move(what), std::move(hint)});
}

}  // namespace

std::string binary_format(std::string_view bytes) {
  for (const auto& [start, name] : kFormats) {
    if (bytes.starts_with(start)) {
      return std::string(name);
    }
  }
  if (is_tar(bytes)) {
    return "a tar archive";
  }
  return is_pickle(bytes) ? "a Python pickle" : "";
}

std::string plain_text(std::string bytes, const std::string& name) {
  if (is_utf16(bytes)) {
    refuse(name, 0, "is UTF-16 text", "save it as UTF-8");
  }
  if (const std::string format = binary_format(bytes); !format.empty()) {
    refuse(name, 0, "is " + format, "a text file");
  }
  if (const std::size_t at = bytes.find('\0'); at != std::string::npos) {
    refuse(name, line_of(bytes, at), "holds a NUL byte", "a text file");
  }
  if (const std::size_t at = first_invalid_utf8(bytes); at != std::string::npos) {
    refuse(name, line_of(bytes, at),
           "holds `" + printable(std::string_view(bytes).substr(at, 1)) + "`, which is not UTF-8",
           "save it as UTF-8");
  }
  if (bytes.starts_with("\xef\xbb\xbf"sv)) {
    bytes.erase(0, 3);
  }
  return bytes;
}

std::string read_text(const std::filesystem::path& path, std::uint64_t most_bytes) {
  return plain_text(read_file(path, most_bytes), path.string());
}

}  // namespace metronome
