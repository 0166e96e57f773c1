#include "sim/sweep/points_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <tuple>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/number.hpp"

namespace metronome::sweep {
namespace fs = std::filesystem;
namespace {

constexpr const char* kEnding = ".jsonl";
constexpr std::size_t kPart = 1 << 20;
constexpr std::size_t kLongestLine = 64 << 20;
constexpr double kRecent_s = 600;

double now_s() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

[[noreturn]] void refuse_unequal(const fs::path& one, const std::string& other) {
  throw UserError(Diagnostic{one.string(),
                             0,
                             0,
                             {},
                             "has another result of a point than " + other + " beside it",
                             "equal inputs give equal bytes: other programs or processors wrote "
                             "them; remove one of the files, or begin anew with --restart"});
}

std::string writer_name() {
  std::array<char, 256> host{};
  ::gethostname(host.data(), host.size() - 1);
  std::string name(host.data());
  std::replace_if(
      name.begin(), name.end(),
      [](unsigned char c) { return std::isalnum(c) == 0 && c != '-' && c != '.'; }, '_');
  const auto began = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::system_clock::now().time_since_epoch());
  return fmt::format("{}-{}-{}{}", name.substr(0, 100), ::getpid(), began.count(), kEnding);
}

}  // namespace

double begin_of_writer(const std::string& name) {
  const std::size_t dash = name.rfind('-');
  if (!name.ends_with(kEnding) || dash == std::string::npos) {
    return 0;
  }
  const std::string_view digits =
      std::string_view(name).substr(dash + 1, name.size() - dash - 1 - std::strlen(kEnding));
  const LeadingNumber microseconds = leading_decimal(digits);
  return microseconds.digits == digits.size() ? static_cast<double>(microseconds.value) * 1e-6 : 0;
}

PointsFolder::PointsFolder(fs::path folder, std::size_t count)
    : folder_(std::move(folder)), places_(count) {
  scan();
}

void PointsFolder::scan() {
  std::fill(places_.begin(), places_.end(), Place{});
  files_.clear();
  by_status_ = {};
  found_ = 0;
  rate_per_second_ = 0;
  if (!is_folder(folder_)) {
    return;
  }
  contents_.reserve(places_.size());  // at once: growing by doubling holds it twice
  for (const std::string& name : names_in(folder_)) {
    if (name.ends_with(kEnding) && what_stands_at(folder_ / name) == "a file") {
      files_.push_back(name);
      read(static_cast<std::uint32_t>(files_.size() - 1));
    }
  }
  require_equal_contents();
}

void PointsFolder::read(std::uint32_t file) {
  const fs::path path = folder_ / files_[file];
  const FileDescriptor open(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat state {};
  if (!open.open() || ::fstat(open.number(), &state) != 0) {
    throw_system_error(path, "cannot be read", errno);
  }
  const std::size_t before = found_;
  std::string held;
  std::uint64_t begin = 0;  // of what is held
  std::string part(kPart, '\0');
  for (;;) {
    const ssize_t got = ::read(open.number(), part.data(), part.size());
    if (got < 0 && errno != EINTR) {
      throw_system_error(path, "cannot be read", errno);
    }
    if (got == 0) {
      break;  // what is held is torn
    }
    held.append(part, 0, static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    std::size_t at = 0;
    for (std::size_t end = held.find('\n'); end != std::string::npos; end = held.find('\n', at)) {
      take(std::string_view(held).substr(at, end - at), begin + at, file);
      at = end + 1;
    }
    held.erase(0, at);
    begin += at;
    if (held.size() > kLongestLine) {  // no line of ours
      begin += held.size();
      held.clear();
    }
  }
  const double began = begin_of_writer(files_[file]);
  const double last = static_cast<double>(state.st_mtim.tv_sec);
  if (began > 0 && now_s() - last < kRecent_s && last > began) {
    rate_per_second_ += static_cast<double>(found_ - before) / (last - began);
  }
}

void PointsFolder::take(std::string_view line, std::uint64_t offset, std::uint32_t file) {
  const auto head = head_of(line);
  if (!head || head->index >= places_.size()) {
    return;
  }
  contents_.push_back({head->key, head->content, file});
  Place& place = places_[head->index];
  if (place.length > 0) {
    if (this->line(head->index).key != parse_point_line(line, files_[file]).key) {
      refuse_unequal(folder_ / files_[file], files_[place.file]);
    }
    return;
  }
  place = {offset, file, static_cast<std::uint32_t>(line.size())};
  ++by_status_[head->status];
  ++found_;
}

void PointsFolder::require_equal_contents() {
  std::sort(contents_.begin(), contents_.end(), [](const Content& a, const Content& b) {
    return std::tie(a.key, a.content, a.file) < std::tie(b.key, b.content, b.file);
  });
  for (std::size_t i = 1; i < contents_.size(); ++i) {
    const Content& one = contents_[i - 1];
    const Content& other = contents_[i];
    if (one.key == other.key && one.content != other.content) {
      refuse_unequal(folder_ / files_[other.file], files_[one.file]);
    }
  }
  std::vector<Content>().swap(contents_);
}

PointLine PointsFolder::line(std::size_t index) const {
  const Place& place = places_.at(index);
  const fs::path path = folder_ / files_.at(place.file);
  const FileDescriptor open(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!open.open()) {
    throw_system_error(path, "cannot be read", errno);
  }
  std::string text(place.length, '\0');
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t got = ::pread(open.number(), text.data() + done, text.size() - done,
                                static_cast<off_t>(place.offset + done));
    if (got == 0 || (got < 0 && errno != EINTR)) {
      throw_system_error(path, "cannot be read", got == 0 ? EIO : errno);
    }
    done += static_cast<std::size_t>(std::max<ssize_t>(got, 0));
  }
  return parse_point_line(text, path.string());
}

PointsWriter::PointsWriter(fs::path folder) : folder_(std::move(folder)) {}

PointsWriter::~PointsWriter() {
  if (dirty_) {
    ::fdatasync(file_.number());  // nobody is left to be told; a torn line is run again
  }
}

void PointsWriter::open() {
  make_folder(folder_);
  do {
    path_ = folder_ / writer_name();
    file_ = FileDescriptor(
        ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0666));
  } while (!file_.open() && errno == EEXIST);
  if (!file_.open()) {
    throw_system_error(path_, "cannot be written", errno);
  }
  sync_folder(folder_);
}

void PointsWriter::add(std::string_view line) {
  if (!file_.open()) {
    open();
  }
  std::string_view left = line;
  while (!left.empty()) {
    const ssize_t written = ::write(file_.number(), left.data(), left.size());
    if (written < 0 && errno != EINTR) {
      const int error = errno;
      (void)!::ftruncate(file_.number(), static_cast<off_t>(size_));  // else the line is torn
      throw_system_error(path_, "cannot be written", error);
    }
    left.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
  }
  size_ += line.size();
  dirty_ = true;
  if (Clock::now() - synced_ > std::chrono::seconds(1)) {
    if (::fdatasync(file_.number()) != 0) {
      throw_system_error(path_, "cannot be put onto the disk", errno);
    }
    dirty_ = false;
    synced_ = Clock::now();
  }
}

}  // namespace metronome::sweep
