#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace metronome::report {

/// Where two files of a result say something else, text for text, though not what made them: of a
/// CSV table every cell but those of the columns run_version and run_recipe, headers and the order
/// of rows included; of summary.json all but its recipe; of other texts every line but those that
/// name version, command and recipe (stamp.hpp). A sentence that says which place differs first, or
/// nothing. UserError where a file is damaged or the two are of different kinds.
[[nodiscard]] std::optional<std::string> exact_difference(const std::filesystem::path& one,
                                                          const std::filesystem::path& other);

}  // namespace metronome::report
