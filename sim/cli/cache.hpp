#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "sim/base/file_cache.hpp"
#include "sim/base/output_folder.hpp"
#include "sim/cli/options.hpp"

namespace metronome::cli {

/// Adds `--cache DIR|off`.
void add_cache_option(Options& options);

/// The folder of --cache, else of the environment variable METRONOME_CACHE, else `metronome` in the
/// user's folder of caches ($XDG_CACHE_HOME, ~/.cache); nothing: it is off, or there is none.
[[nodiscard]] std::optional<std::filesystem::path> cache_folder(const Options& options);

/// The cache of operations' results; null: there is none. UserError where one that was named is no
/// cache or lies in `out`, the command's result; the user's own is then left out.
[[nodiscard]] std::unique_ptr<FileCache> open_cache(const Options& options,
                                                    const OutputFolder& out);
/// Likewise; `taken`: the folders that are the command's.
[[nodiscard]] std::unique_ptr<FileCache> open_cache(
    const Options& options, const std::vector<std::filesystem::path>& taken);

}  // namespace metronome::cli
