#include "sim/base/hash.hpp"

#include <fmt/format.h>

#include "sim/base/files.hpp"

namespace metronome {

std::string hex_digest(std::uint64_t hash) { return fmt::format("{:016x}", hash); }

std::string file_digest(const std::string& path) { return hex_digest(fnv1a(read_file(path))); }

}  // namespace metronome
