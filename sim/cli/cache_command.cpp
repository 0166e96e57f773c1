#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/cli/cache.hpp"
#include "sim/cli/print.hpp"

namespace metronome::cli {
namespace {

constexpr double kMebibyte = 1 << 20;
constexpr NumberRange kMostMib{0, 1 << 30};
constexpr std::size_t kShown = 20;

void info(const FileCache& cache, bool json) {
  const CacheState state = cache.state();
  if (json) {
    const nlohmann::ordered_json out{{"folder", cache.folder().string()},
                                     {"entries", state.entries},
                                     {"bytes", state.bytes},
                                     {"most_bytes", FileCache::kMostBytes},
                                     {"unfinished", state.unfinished}};
    print("{}\n", out.dump(2));
    return;
  }
  print("{}: {} entries, {:.1f} MiB of at most {:.0f}\n", path_text(cache.folder()), state.entries,
        static_cast<double>(state.bytes) / kMebibyte,
        static_cast<double>(FileCache::kMostBytes) / kMebibyte);
}

void verify(const FileCache& cache) {
  const auto damaged = cache.damaged();
  for (std::size_t i = 0; i < std::min(damaged.size(), kShown); ++i) {
    print("{} is damaged\n", path_text(damaged[i]));
  }
  if (damaged.size() > kShown) {
    print("and {} more\n", damaged.size() - kShown);
  }
  if (!damaged.empty()) {
    throw CheckFailed(fmt::format(
        "{} of {} entries are damaged (none is used; `metronome cache prune` removes them)",
        damaged.size(), cache.state().entries));
  }
  print("{}: all of {} entries are whole\n", path_text(cache.folder()), cache.state().entries);
}

}  // namespace

void run_cache(const Arguments& arguments) {
  Options options(
      "cache info|verify|prune|clear [--cache DIR] [--most-mib N] [--json]",
      "The folder of operations' results that simulations share: what is in it (info), whether\n"
      "entries are damaged (verify, exit code 4), remove damaged ones and those used longest ago\n"
      "(prune), or all (clear). It may be removed at any time.");
  options.positional("info|verify|prune|clear", 1, 1);
  add_cache_option(options);
  options.add_whole("most-mib", FileCache::kMostBytes / (std::uint64_t{1} << 20), kMostMib,
                    "with prune: what may be left, in MiB");
  options.add()("json", po::bool_switch(), "with info: print JSON");
  if (!options.parse(arguments)) {
    return;
  }
  const std::string& what = options.arguments()[0];
  const std::vector<std::string> known{"info", "verify", "prune", "clear"};
  if (std::find(known.begin(), known.end(), what) == known.end()) {
    throw UserError("`" + what + "` is nothing to do with a cache", name_hint(what, known));
  }
  const auto folder = cache_folder(options);
  if (!folder) {
    throw UserError("the cache is off", "--cache DIR");
  }
  if (!path_exists(*folder)) {
    throw UserError(Diagnostic{folder->string(), 0, 0, {}, "is no cache", "nothing stands there"});
  }
  FileCache cache(*folder);
  if (what == "info") {
    info(cache, options.flag("json"));
  } else if (what == "verify") {
    verify(cache);
  } else if (what == "prune") {
    print("{} files removed\n", cache.prune(options.whole("most-mib") << 20));
  } else {
    print("{} files removed\n", cache.clear());
  }
}

}  // namespace metronome::cli
