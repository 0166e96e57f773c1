#include "sim/base/files.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <boost/iostreams/copy.hpp>
#include <boost/iostreams/device/array.hpp>
#include <boost/iostreams/device/back_inserter.hpp>
#include <boost/iostreams/filter/gzip.hpp>
#include <boost/iostreams/filtering_stream.hpp>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "sim/base/error.hpp"

namespace metronome {
namespace fs = std::filesystem;

std::string read_file(const fs::path& path, std::uint64_t most_bytes) {
  std::ifstream in(path, std::ios::binary);
  if (!in || fs::is_directory(path)) {
    throw UserError(Diagnostic{path.string(),
                               0,
                               0,
                               {},
                               "cannot be read",
                               fs::exists(path) ? "it must be a readable file" : "no such file"});
  }
  // In pieces, because a pipe or a device does not say how much it has.
  std::string content;
  std::vector<char> piece(std::size_t{1} << 16);
  while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())) || in.gcount() > 0) {
    content.append(piece.data(), static_cast<std::size_t>(in.gcount()));
    if (content.size() > most_bytes) {
      throw UserError(Diagnostic{path.string(),
                                 0,
                                 0,
                                 {},
                                 "is too large",
                                 fmt::format("at most {} bytes of it are read", most_bytes)});
    }
  }
  return content;
}

std::string read_maybe_gzip(const fs::path& path) {
  std::string raw = read_file(path);
  if (raw.size() < 2 || raw[0] != '\x1f' || raw[1] != '\x8b') {
    return raw;
  }
  namespace io = boost::iostreams;
  std::string expanded;
  io::filtering_istream in;
  in.push(io::gzip_decompressor());
  in.push(io::array_source(raw.data(), raw.size()));
  try {
    io::copy(in, io::back_inserter(expanded));
  } catch (const std::exception&) {
    throw UserError(Diagnostic{
        path.string(), 0, 0, {}, "damaged gzip data", "fetch or install the file again"});
  }
  return expanded;
}

void write_file_atomically(const fs::path& path, std::string_view content) {
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  std::error_code error;
  fs::create_directories(folder, error);
  const fs::path staging =
      folder / fmt::format(".{}.{}.partial", path.filename().string(), ::getpid());
  {
    std::ofstream out(staging, std::ios::binary | std::ios::trunc);
    out.write(content.data(), static_cast<std::streamsize>(content.size()));
    out.flush();
    if (!out) {
      const std::string reason = std::strerror(errno);
      fs::remove(staging, error);
      throw UserError(Diagnostic{path.string(), 0, 0, {}, "cannot be written", reason});
    }
  }
  fs::rename(staging, path);
}

AtomicDirectory::AtomicDirectory(fs::path final_path) : final_(std::move(final_path)) {
  final_ = final_.lexically_normal();
  if (!final_.has_filename()) {
    final_ = final_.parent_path();
  }
  const fs::path folder = final_.has_parent_path() ? final_.parent_path() : fs::path(".");
  staging_ = folder / fmt::format(".{}.{}.partial", final_.filename().string(), ::getpid());
  std::error_code error;
  fs::remove_all(staging_, error);
  fs::create_directories(staging_, error);
  if (error) {
    throw UserError(Diagnostic{final_.string(), 0, 0, {}, "cannot be created", error.message()});
  }
}

AtomicDirectory::~AtomicDirectory() {
  std::error_code ignored;
  fs::remove_all(staging_, ignored);
}

void AtomicDirectory::commit() {
  if (fs::exists(final_)) {
    const fs::path old = staging_.string() + ".old";
    fs::rename(final_, old);
    fs::rename(staging_, final_);
    fs::remove_all(old);
  } else {
    fs::rename(staging_, final_);
  }
}

std::string number_text(double value) { return fmt::format("{}", value); }

}  // namespace metronome
