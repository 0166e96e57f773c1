#include "sim/base/journal.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>

#include "sim/base/bytes.hpp"
#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/hash.hpp"

namespace metronome {
namespace {

constexpr std::string_view kMagic("METRONOMEJ\0\0", 12);
constexpr std::uint32_t kJournalVersion = 1;
constexpr std::size_t kLengths = 2 * sizeof(std::uint32_t);
constexpr std::size_t kHash = sizeof(std::uint64_t);
/// Between two times that the file is put onto the disk: what a power loss may cost, and far longer
/// than putting it there takes.
constexpr std::chrono::seconds kSyncInterval{5};

std::string header_of(std::uint64_t identity) {
  std::string header(kMagic);
  put(header, kJournalVersion);
  put(header, identity);
  return header;
}

ByteReader reader_of(std::string_view bytes) { return {bytes, {}, "journal", {}}; }

/// A piece that stands whole at the front of some bytes.
struct Piece {
  std::string_view key;
  std::string_view bytes;
  double seconds = 0;
  std::size_t size = 0;  ///< of everything, hash included
};

std::optional<Piece> front_piece(std::string_view file, std::uint64_t identity) {
  if (file.size() < kLengths) {
    return std::nullopt;
  }
  ByteReader reader = reader_of(file);
  const std::uint64_t key_size = reader.number<std::uint32_t>();
  const std::uint64_t size = reader.number<std::uint32_t>();
  if (key_size + size + sizeof(double) + kHash > reader.left()) {
    return std::nullopt;
  }
  const std::size_t hashed = kLengths + key_size + size + sizeof(double);
  ByteReader end = reader_of(file.substr(hashed));
  if (end.number<std::uint64_t>() != fnv1a(file.substr(0, hashed), identity)) {
    return std::nullopt;
  }
  const std::string_view key = reader.take(key_size);
  const std::string_view bytes = reader.take(size);
  return Piece{key, bytes, reader.real(), hashed + kHash};
}

}  // namespace

Journal::Journal(std::filesystem::path file, std::string_view identity)
    : path_(std::move(file)), identity_(fnv1a(identity)) {
  if (std::error_code error;
      !std::filesystem::exists(std::filesystem::symlink_status(path_, error))) {
    return;
  }
  open_file(0);
  const std::string content = read_file(path_);
  if (!content.starts_with(header_of(identity_))) {
    begin_anew();
    return;
  }
  const std::size_t whole = read_pieces(content);
  if (whole < content.size() && ::ftruncate(file_.number(), static_cast<off_t>(whole)) != 0) {
    throw_system_error(path_, "cannot be written", errno);
  }
}

Journal::~Journal() {
  if (dirty_) {
    (void)::fdatasync(file_.number());  // who needs to know that it succeeded syncs the folder
  }
}

void Journal::open_file(int flags) {
  constexpr int kFlags = O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
  constexpr mode_t kMode = 0666;  // what the user's mask leaves of it
  file_ = FileDescriptor(::open(path_.c_str(), kFlags | flags, kMode));
  if (!file_.open()) {
    throw_system_error(path_, "cannot be written", errno);
  }
  struct stat what {};
  if (::fstat(file_.number(), &what) != 0 || !S_ISREG(what.st_mode)) {
    throw UserError(path_.string() + " is no file", "results are kept in a regular file");
  }
}

std::size_t Journal::read_pieces(std::string_view file) {
  std::size_t at = header_of(identity_).size();
  while (const auto piece = front_piece(file.substr(at), identity_)) {
    pieces_[std::string(piece->key)] = piece->bytes;
    earlier_seconds_ = piece->seconds;
    at += piece->size;
  }
  return at;
}

void Journal::begin_anew() {
  if (::ftruncate(file_.number(), 0) != 0) {
    throw_system_error(path_, "cannot be written", errno);
  }
  append(header_of(identity_));
}

const std::string* Journal::find(const std::string& key) const {
  const auto at = pieces_.find(key);
  return at == pieces_.end() ? nullptr : &at->second;
}

double Journal::seconds() const {
  return earlier_seconds_ + std::chrono::duration<double>(Clock::now() - opened_).count();
}

void Journal::keep(const std::string& key, std::string_view bytes) {
  if (path_.empty()) {
    pieces_[key] = bytes;
    return;
  }
  if (!file_.open()) {
    open_file(O_CREAT);
    begin_anew();
  }
  std::string piece;
  put(piece, static_cast<std::uint32_t>(key.size()));
  put(piece, static_cast<std::uint32_t>(bytes.size()));
  piece += key;
  piece += bytes;
  put_real(piece, seconds());
  put(piece, fnv1a(piece, identity_));
  append(piece);
  dirty_ = true;
  pieces_[key] = bytes;
  const auto now = Clock::now();
  if (now - synced_ >= kSyncInterval) {
    synced_ = now;
    dirty_ = false;
    if (::fdatasync(file_.number()) != 0) {
      throw_system_error(path_, "cannot be written", errno);
    }
  }
}

void Journal::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_.number(), bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) {
      throw_system_error(path_, "cannot be written", errno);
    }
    bytes.remove_prefix(static_cast<std::size_t>(written > 0 ? written : 0));
  }
}

}  // namespace metronome
