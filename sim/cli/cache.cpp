#include "sim/cli/cache.hpp"

#include <cstdlib>

#include "sim/cli/terminal.hpp"

namespace metronome::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kVariable = "METRONOME_CACHE";
constexpr std::string_view kOff = "off";

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

/// As the XDG base directory specification has it, which wants absolute paths.
std::optional<fs::path> own_folder() {
  const fs::path caches = variable("XDG_CACHE_HOME");
  if (caches.is_absolute()) {
    return caches / "metronome";
  }
  const fs::path home = variable("HOME");
  return home.is_absolute() ? std::optional(home / ".cache" / "metronome") : std::nullopt;
}

/// What was asked for; empty: nothing was.
std::string named(const Options& options) {
  return options.has("cache") ? options.text("cache") : variable(kVariable);
}

}  // namespace

void add_cache_option(Options& options) {
  options.add()("cache", po::value<std::string>(),
                "folder of operations' results that simulations share, or `off`; changes no result "
                "($METRONOME_CACHE, else ~/.cache/metronome)");
}

std::optional<fs::path> cache_folder(const Options& options) {
  const std::string asked = named(options);
  if (asked == kOff) {
    return std::nullopt;
  }
  if (options.has("cache") && asked.empty()) {
    throw UserError("--cache is empty", "a folder, or off");
  }
  return asked.empty() ? own_folder() : std::optional(fs::path(asked));
}

std::unique_ptr<FileCache> open_cache(const Options& options, const OutputFolder& out) {
  return open_cache(options, {out.path(), out.work()});
}

std::unique_ptr<FileCache> open_cache(const Options& options, const std::vector<fs::path>& taken) {
  const auto folder = cache_folder(options);
  if (!folder) {
    return nullptr;
  }
  try {
    require_outside(*folder, options.has("cache") ? "--cache" : kVariable, taken);
    return std::make_unique<FileCache>(*folder);
  } catch (const std::exception&) {
    if (!named(options).empty()) {
      throw;
    }
    return nullptr;  // nobody asked for it
  }
}

}  // namespace metronome::cli
