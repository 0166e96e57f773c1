#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace metronome::data {

/// UserError about a data file.
[[noreturn]] void fail_file(const std::filesystem::path& file, std::string what, std::string hint);

/// How many samples to take: `wanted`, or all that are there for 0. UserError where there are
/// fewer or none.
[[nodiscard]] std::size_t checked_count(const std::filesystem::path& file, std::size_t available,
                                        std::size_t wanted);

}  // namespace metronome::data
