#pragma once

#include <string>

#include "sim/cli/command.hpp"
#include "sim/report/manifest.hpp"

namespace metronome::cli {

/// The command as a shell takes it: "metronome simulate A --arch B".
[[nodiscard]] std::string command_text(const std::string& name, const Arguments& arguments);

/// The version, the command without the options that change no result (where to write: --out,
/// --table, --tables, --tables-only; how: --jobs, --shard, --submit, --resume, --restart), and its
/// overrides. The inputs' digests are added by the command.
[[nodiscard]] report::Recipe recipe_of(const std::string& name, const Arguments& arguments);

}  // namespace metronome::cli
