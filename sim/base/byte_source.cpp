#include "sim/base/byte_source.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/iostreams/close.hpp>
#include <boost/iostreams/filter/gzip.hpp>
#include <boost/iostreams/filtering_streambuf.hpp>
#include <cerrno>
#include <new>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/base/file_descriptor.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/base/read_files.hpp"

namespace metronome {

struct ByteSource::Impl {
  /// What the decompressor reads from: the rest of a piece, then the source.
  struct Compressed {
    using char_type = char;
    using category = boost::iostreams::source_tag;
    Impl* impl;
    std::streamsize read(char* to, std::streamsize most) {
      if (impl->rest.empty()) {
        impl->rest = impl->read_raw();
      }
      const auto size = std::min(impl->rest.size(), static_cast<std::size_t>(most));
      std::copy_n(impl->rest.begin(), size, to);
      impl->rest.remove_prefix(size);
      return size == 0 ? -1 : static_cast<std::streamsize>(size);
    }
  };
  using Expander = boost::iostreams::filtering_streambuf<boost::iostreams::input>;

  explicit Impl(const std::filesystem::path& path)
      : name(path == "-" ? "standard input" : path.string()),
        descriptor(path == "-" ? ::dup(STDIN_FILENO) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (!descriptor.open()) {
      fail(errno);
    }
  }

  [[noreturn]] void fail(int error_number) const {
    if (error_number == ENOENT) {
      throw UserError(Diagnostic{name, 0, 0, {}, "cannot be read", "no such file"});
    }
    throw_system_error(name, "cannot be read", error_number);
  }

  /// A pipe may give nothing for long: Interrupted where the process is asked to end meanwhile.
  void wait_for_input() const {
    std::array<pollfd, 2> watched{
        {{descriptor.number(), POLLIN, 0}, {interrupt_descriptor(), POLLIN, 0}}};
    int ready = -1;
    do {
      ready = ::poll(watched.data(), watched.size(), -1);
      stop_if_interrupted();
    } while (ready < 0 && errno == EINTR);
  }

  /// Fills `raw` as far as the source gives; empty at its end.
  std::string_view read_raw() {
    std::size_t size = 0;
    while (size < raw.size()) {
      wait_for_input();
      const ssize_t got = ::read(descriptor.number(), raw.data() + size, raw.size() - size);
      if (got == 0) {
        break;
      }
      if (got > 0) {
        size += static_cast<std::size_t>(got);
      } else if (errno != EINTR) {
        fail(errno);
      }
    }
    hash = fnv1a({raw.data(), size}, hash);
    if (size == 0) {
      struct stat found {};
      const bool file = ::fstat(descriptor.number(), &found) == 0 && S_ISREG(found.st_mode);
      note_read_digest(name, file ? hex_digest(hash) : kStream);
    }
    return {raw.data(), size};
  }

  void begin_expanding(std::string_view piece) {
    rest = piece;
    expanded.resize(kPiece);
    expander.emplace();
    expander->push(boost::iostreams::gzip_decompressor());
    expander->push(Compressed{this});
  }

  std::string_view expand() {
    try {
      const auto size = expander->sgetn(expanded.data(), static_cast<std::streamsize>(kPiece));
      if (size <= 0) {
        boost::iostreams::close(*expander);  // complains where the data end early
        return {};
      }
      return {expanded.data(), static_cast<std::size_t>(size)};
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::ios_base::failure&) {
      throw UserError(
          Diagnostic{name, 0, 0, {}, "damaged gzip data", "fetch or install the file again"});
    }
  }

  std::string_view next() {
    if (!begun) {
      begun = true;
      const std::string_view piece = read_raw();
      if (!piece.starts_with("\x1f\x8b")) {
        return piece;
      }
      begin_expanding(piece);
    }
    return expander ? expand() : read_raw();
  }

  std::string name;
  FileDescriptor descriptor;
  std::vector<char> raw = std::vector<char>(kPiece);
  std::string_view rest;  ///< of `raw`, not yet expanded
  std::vector<char> expanded;
  std::optional<Expander> expander;
  bool begun = false;
  std::uint64_t hash = fnv1a({});
};

ByteSource::ByteSource(const std::filesystem::path& path) : impl_(std::make_unique<Impl>(path)) {}
ByteSource::~ByteSource() = default;
std::string_view ByteSource::next() { return impl_->next(); }
std::string ByteSource::digest() const { return hex_digest(impl_->hash); }

}  // namespace metronome
