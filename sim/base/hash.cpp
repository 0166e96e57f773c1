#include "sim/base/hash.hpp"

#include <fmt/format.h>

#include "sim/base/files.hpp"

namespace metronome {

std::string hex_digest(std::uint64_t hash) { return fmt::format("{:016x}", hash); }

std::string content_digest(std::string_view content) { return hex_digest(fnv1a(content)); }

std::string file_digest(const std::string& path) { return content_digest(read_file(path)); }

}  // namespace metronome
