#include "sim/base/file_cache.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>

#include "sim/base/bytes.hpp"
#include "sim/base/error.hpp"
#include "sim/base/file_descriptor.hpp"
#include "sim/base/files.hpp"
#include "sim/base/hash.hpp"

namespace metronome {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kCacheMagic("METRONOMEC\0\0", 12);
constexpr std::uint32_t kCacheVersion = 1;
constexpr std::size_t kEntryHash = sizeof(std::uint64_t);
constexpr std::uint64_t kOtherSeed = 0x9e3779b97f4a7c15ULL;
constexpr std::size_t kMostEntryBytes = std::size_t{1} << 20;
constexpr std::size_t kMostKnownBytes = std::size_t{64} << 20;
constexpr unsigned kFolders = 256;
constexpr unsigned kLooksEvery = 32;  ///< a folder is looked through at one entry of so many
constexpr std::time_t kRenewedSeconds = 3600;
constexpr std::time_t kAbandonedSeconds = 3600;  ///< nobody writes an entry for so long
constexpr const char* kTag = "CACHEDIR.TAG";
constexpr const char* kTagText =
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# This folder is a cache of metronome; it may be removed at any time.\n";

bool all_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_entry(std::string_view name) { return name.size() == 32 && all_hex(name); }

/// ".NAME.PID.new"
bool is_unfinished(std::string_view name) {
  return name.size() > 38 && name[0] == '.' && is_entry(name.substr(1, 32)) &&
         name.ends_with(".new");
}

std::string name_of(const std::string& key) {
  return hex_digest(fnv1a(key)) + hex_digest(fnv1a(key, kOtherSeed));
}

std::string entry_of(const std::string& key, std::string_view bytes) {
  std::string entry(kCacheMagic);
  put(entry, kCacheVersion);
  put(entry, static_cast<std::uint32_t>(key.size()));
  put(entry, static_cast<std::uint32_t>(bytes.size()));
  entry += key;
  entry += bytes;
  put(entry, fnv1a(entry));
  return entry;
}

struct Entry {
  std::string_view key;
  std::string_view bytes;
};

/// Nothing where it is not whole.
std::optional<Entry> parse_entry(std::string_view file) {
  constexpr std::size_t kHead = kCacheMagic.size() + 3 * sizeof(std::uint32_t);
  if (file.size() < kHead + kEntryHash || !file.starts_with(kCacheMagic)) {
    return std::nullopt;
  }
  ByteReader reader(file.substr(kCacheMagic.size()), {}, "cache", {});
  if (reader.number<std::uint32_t>() != kCacheVersion) {
    return std::nullopt;
  }
  const std::uint64_t key = reader.number<std::uint32_t>();
  const std::uint64_t bytes = reader.number<std::uint32_t>();
  if (key + bytes + kEntryHash != reader.left()) {
    return std::nullopt;
  }
  const std::uint64_t hash = fnv1a(file.substr(0, file.size() - kEntryHash));
  const Entry entry{reader.take(key), reader.take(bytes)};
  return reader.number<std::uint64_t>() == hash ? std::optional(entry) : std::nullopt;
}

/// A small file's bytes; empty where it cannot be read. A use renews its time now and then.
std::string read_entry(const fs::path& path, bool renew) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  struct stat status {};
  if (!file.open() || ::fstat(file.number(), &status) != 0 || !S_ISREG(status.st_mode) ||
      static_cast<std::uint64_t>(status.st_size) > kMostEntryBytes) {
    return {};
  }
  std::string content(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t got = 0;
  while (got < content.size()) {
    const ssize_t part = ::read(file.number(), content.data() + got, content.size() - got);
    if (part == 0 || (part < 0 && errno != EINTR)) {
      return {};
    }
    got += static_cast<std::size_t>(std::max<ssize_t>(part, 0));
  }
  if (renew && std::time(nullptr) - status.st_mtime > kRenewedSeconds) {
    (void)::futimens(file.number(), nullptr);  // of another user's it may not be
  }
  return content;
}

/// A file of ours in one of the 256 folders.
struct Stored {
  fs::path path;
  std::uint64_t bytes = 0;
  timespec used{};
  bool finished = true;
};

bool older(const Stored& a, const Stored& b) {
  return a.used.tv_sec != b.used.tv_sec     ? a.used.tv_sec < b.used.tv_sec
         : a.used.tv_nsec != b.used.tv_nsec ? a.used.tv_nsec < b.used.tv_nsec
                                            : a.path < b.path;
}

/// In a folder that may vanish, change and hold anything meanwhile.
std::vector<Stored> stored_in(const fs::path& folder) {
  std::vector<Stored> all;
  std::error_code failed;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    const std::string name = at->path().filename().string();
    struct stat status {};
    if ((is_entry(name) || is_unfinished(name)) && ::lstat(at->path().c_str(), &status) == 0 &&
        S_ISREG(status.st_mode)) {
      all.push_back(
          {at->path(), static_cast<std::uint64_t>(status.st_size), status.st_mtim, is_entry(name)});
    }
  }
  return all;
}

/// Removes a file; false where that cannot be.
bool unlinked(const fs::path& path) { return ::unlink(path.c_str()) == 0; }

/// Removes what dead writers have left, and the entries used longest ago until at most so many
/// bytes are left.
std::uint64_t prune_some(std::vector<Stored> all, std::uint64_t most_bytes) {
  std::sort(all.begin(), all.end(), older);
  std::uint64_t bytes = 0;
  for (const Stored& one : all) {
    bytes += one.finished ? one.bytes : 0;
  }
  const std::time_t now = std::time(nullptr);
  std::uint64_t removed = 0;
  for (const Stored& one : all) {
    const bool abandoned = !one.finished && now - one.used.tv_sec > kAbandonedSeconds;
    if (abandoned || (one.finished && bytes > most_bytes)) {
      removed += unlinked(one.path) ? 1 : 0;
      bytes -= one.finished ? one.bytes : 0;
    }
  }
  return removed;
}

std::vector<Stored> stored_below(const fs::path& folder) {
  std::vector<Stored> all;
  for (unsigned i = 0; i < kFolders; ++i) {
    std::vector<Stored> some = stored_in(folder / fmt::format("{:02x}", i));
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

/// UserError where files of others lie there. Of several processes that make a cache at once, each
/// may see what the others have made so far.
void require_ours(const fs::path& folder) {
  const std::vector<std::string> names = names_in(folder);
  const auto other = std::find_if(names.begin(), names.end(), [](const std::string& name) {
    return name.find(kTag) == std::string::npos && !(name.size() == 2 && all_hex(name));
  });
  if (other != names.end() && !path_exists(folder / kTag)) {
    throw UserError(Diagnostic{folder.string(),
                               0,
                               0,
                               {},
                               fmt::format("is no cache: it holds {} and no {}", *other, kTag),
                               "an empty folder, or one that does not exist"});
  }
}

}  // namespace

FileCache::FileCache(fs::path folder, std::uint64_t most_bytes)
    : folder_(std::move(folder)), most_bytes_(most_bytes) {
  if (what_stands_at(folder_).empty()) {
    make_folder(folder_);
  }
  if (!is_folder(folder_)) {
    throw UserError(Diagnostic{folder_.string(), 0, 0, {}, "is no folder", "a folder for a cache"});
  }
  require_ours(folder_);
  if (!path_exists(folder_ / kTag)) {
    writes_ = write(folder_ / kTag, kTagText);
  }
}

std::optional<std::string> FileCache::find(const std::string& key) {
  if (const auto at = known_.find(key); at != known_.end()) {
    return at->second;
  }
  const std::string name = name_of(key);
  const std::string file = read_entry(folder_ / name.substr(0, 2) / name, true);
  const auto entry = parse_entry(file);
  if (!entry || entry->key != key) {
    return std::nullopt;
  }
  remember(key, entry->bytes);
  return std::string(entry->bytes);
}

void FileCache::keep(const std::string& key, std::string_view bytes) {
  remember(key, bytes);
  const std::string entry = entry_of(key, bytes);
  if (!writes_ || entry.size() > kMostEntryBytes) {
    return;
  }
  const std::string name = name_of(key);
  const fs::path folder = folder_ / name.substr(0, 2);
  if (!write(folder / name, entry)) {
    writes_ = false;
    return;
  }
  if (fnv1a(name) % kLooksEvery == 0) {
    prune_some(stored_in(folder), most_bytes_ / kFolders);
  }
}

bool FileCache::write(const fs::path& file, std::string_view content) const {
  const fs::path folder = file.parent_path();
  const fs::path beside = folder / fmt::format(".{}.{}.new", file.filename().string(), ::getpid());
  const auto open = [&] {
    return ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
  };
  int number = open();
  if (number < 0 && errno == ENOENT) {
    (void)::mkdir(folder.c_str(), 0777);
    number = open();
  } else if (number < 0 && errno == EEXIST) {  // of a dead process of our number
    (void)unlinked(beside);
    number = open();
  }
  FileDescriptor out(number);
  if (!out.open()) {
    return false;
  }
  bool good = true;
  for (std::size_t at = 0; good && at < content.size();) {
    const ssize_t written = ::write(number, content.data() + at, content.size() - at);
    good = written > 0 || (written < 0 && errno == EINTR);
    at += static_cast<std::size_t>(std::max<ssize_t>(written, 0));
  }
  good = out.close() == 0 && good;
  if (good && ::rename(beside.c_str(), file.c_str()) == 0) {
    return true;
  }
  (void)unlinked(beside);
  return false;
}

void FileCache::remember(const std::string& key, std::string_view bytes) {
  const std::size_t size = key.size() + bytes.size();
  if (known_bytes_ + size > kMostKnownBytes) {
    known_.clear();
    known_bytes_ = 0;
  }
  if (known_.insert_or_assign(key, std::string(bytes)).second) {
    known_bytes_ += size;
  }
}

CacheState FileCache::state() const {
  CacheState state;
  for (const Stored& one : stored_below(folder_)) {
    state.entries += one.finished ? 1 : 0;
    state.bytes += one.finished ? one.bytes : 0;
    state.unfinished += one.finished ? 0 : 1;
  }
  return state;
}

std::vector<fs::path> FileCache::damaged() const {
  std::vector<fs::path> found;
  for (const Stored& one : stored_below(folder_)) {
    if (!one.finished) {
      continue;
    }
    const std::string file = read_entry(one.path, false);
    const auto entry = parse_entry(file);
    // An entry that went meanwhile is none.
    const bool whole = entry && name_of(std::string(entry->key)) == one.path.filename();
    if (!whole && path_exists(one.path)) {
      found.push_back(one.path);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::uint64_t FileCache::prune(std::uint64_t most_bytes) {
  std::uint64_t removed = 0;
  for (const fs::path& path : damaged()) {
    removed += unlinked(path) ? 1 : 0;
  }
  return removed + prune_some(stored_below(folder_), most_bytes);
}

std::uint64_t FileCache::clear() {
  known_.clear();
  known_bytes_ = 0;
  std::uint64_t removed = 0;
  for (const Stored& one : stored_below(folder_)) {
    removed += unlinked(one.path) ? 1 : 0;
  }
  for (unsigned i = 0; i < kFolders; ++i) {
    (void)::rmdir((folder_ / fmt::format("{:02x}", i)).c_str());  // where it is empty
  }
  return removed;
}

}  // namespace metronome
