#include "sim/base/worker_pool.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <optional>
#include <vector>

#include "sim/base/error.hpp"

namespace metronome {
namespace {

enum class Kind : std::uint32_t { result, user_error, internal_error };

struct Header {
  Kind kind;
  std::uint32_t reserved;
  std::uint64_t length;
};

void write_all(int fd, const char* data, std::size_t size) {
  while (size > 0) {
    const ssize_t written = ::write(fd, data, size);
    if (written < 0 && errno != EINTR) {
      ::_exit(3);  // the parent is gone; nobody is left to be told
    }
    const auto step = static_cast<std::size_t>(written > 0 ? written : 0);
    data += step;
    size -= step;
  }
}

void send_message(int fd, Kind kind, std::string_view bytes) {
  const Header header{kind, 0, bytes.size()};
  std::array<char, sizeof(Header)> raw{};
  std::memcpy(raw.data(), &header, sizeof(header));
  write_all(fd, raw.data(), raw.size());
  write_all(fd, bytes.data(), bytes.size());
}

[[noreturn]] void run_child(int fd, unsigned worker,
                            const std::function<void(unsigned, const SendResult&)>& work) {
  try {
    work(worker, [fd](std::string_view bytes) { send_message(fd, Kind::result, bytes); });
  } catch (const UserError& error) {
    send_message(fd, Kind::user_error, error.what());
  } catch (const std::exception& error) {
    send_message(fd, Kind::internal_error, error.what());
  }
  ::_exit(0);  // no destructors of the parent's global state
}

/// The parent's end of one worker.
struct Worker {
  pid_t pid = -1;
  int fd = -1;
  std::string buffer;
};

class Pool {
 public:
  explicit Pool(const std::function<void(unsigned, std::string_view)>& receive)
      : receive_(receive) {}
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  /// Workers that are still there (an exception of `receive` passes through) end with the pool.
  ~Pool() {
    for (const Worker& worker : workers_) {
      if (worker.fd >= 0) {
        ::close(worker.fd);
      }
      if (worker.pid > 0) {
        ::kill(worker.pid, SIGKILL);
        ::waitpid(worker.pid, nullptr, 0);
      }
    }
  }

  void start(unsigned index, const std::function<void(unsigned, const SendResult&)>& work) {
    std::array<int, 2> ends{};
    METRONOME_ASSERT(::pipe(ends.data()) == 0, "a pipe can be made");
    std::fflush(nullptr);  // buffered output would be printed twice
    const pid_t pid = ::fork();
    METRONOME_ASSERT(pid >= 0, "a worker process can be made");
    if (pid == 0) {
      ::close(ends[0]);
      run_child(ends[1], index, work);
    }
    ::close(ends[1]);
    workers_.push_back({pid, ends[0], {}});
  }

  void drain() {
    std::size_t open = workers_.size();
    while (open > 0) {
      std::vector<pollfd> polled;
      for (const Worker& worker : workers_) {
        polled.push_back({worker.fd, POLLIN, 0});
      }
      if (::poll(polled.data(), polled.size(), -1) < 0) {
        continue;  // interrupted
      }
      for (std::size_t i = 0; i < polled.size(); ++i) {
        if (polled[i].revents != 0 && !read_some(static_cast<unsigned>(i))) {
          --open;
        }
      }
    }
  }

  void finish() {
    for (Worker& worker : workers_) {
      int status = 0;
      ::waitpid(worker.pid, &status, 0);
      worker.pid = -1;
      if (!(WIFEXITED(status) && WEXITSTATUS(status) == 0) && !internal_) {
        internal_ = WIFSIGNALED(status)
                        ? fmt::format("a worker process was killed by signal {}", WTERMSIG(status))
                        : "a worker process failed";
      }
    }
    if (user_) {
      throw UserError(*user_);
    }
    if (internal_) {
      throw InternalError(*internal_);
    }
  }

 private:
  /// False at the end of the worker's output.
  bool read_some(unsigned index) {
    Worker& worker = workers_[index];
    std::array<char, 65536> chunk;
    const ssize_t size = ::read(worker.fd, chunk.data(), chunk.size());
    if (size < 0) {
      return errno == EINTR;
    }
    if (size == 0) {
      ::close(worker.fd);
      worker.fd = -1;  // poll ignores it
      return false;
    }
    worker.buffer.append(chunk.data(), static_cast<std::size_t>(size));
    take_messages(index);
    return true;
  }

  void take_messages(unsigned index) {
    std::string& buffer = workers_[index].buffer;
    std::size_t at = 0;
    Header header{};
    while (buffer.size() - at >= sizeof(header)) {
      std::memcpy(&header, buffer.data() + at, sizeof(header));
      if (buffer.size() - at - sizeof(header) < header.length) {
        break;
      }
      const std::string_view bytes(buffer.data() + at + sizeof(header), header.length);
      dispatch(index, header.kind, bytes);
      at += sizeof(header) + header.length;
    }
    buffer.erase(0, at);
  }

  void dispatch(unsigned index, Kind kind, std::string_view bytes) {
    switch (kind) {
      case Kind::result:
        receive_(index, bytes);
        break;
      case Kind::user_error:
        user_ = std::string(bytes);
        break;
      case Kind::internal_error:
        internal_ = std::string(bytes);
        break;
    }
  }

  const std::function<void(unsigned, std::string_view)>& receive_;
  std::vector<Worker> workers_;
  std::optional<std::string> user_;
  std::optional<std::string> internal_;
};

}  // namespace

void run_workers(unsigned workers, const std::function<void(unsigned, const SendResult&)>& work,
                 const std::function<void(unsigned, std::string_view)>& receive) {
  Pool pool(receive);
  for (unsigned i = 0; i < workers; ++i) {
    pool.start(i, work);
  }
  pool.drain();
  pool.finish();
}

}  // namespace metronome
