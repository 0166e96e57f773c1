#include "sim/base/worker_pool.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <map>
#include <vector>

#include "sim/base/child_process.hpp"
#include "sim/base/error.hpp"
#include "sim/base/failure.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/base/pipe.hpp"
#include "sim/base/read_files.hpp"
#include "sim/base/warning.hpp"

namespace metronome {
namespace {

using Work = std::function<void(unsigned, const SendResult&)>;
using Receive = std::function<void(unsigned, std::string_view)>;

enum class Kind : std::uint32_t { result, working_on, failure, files };

struct Header {
  Kind kind;
  std::uint32_t reserved;
  std::uint64_t length;
};

void write_all(int fd, const char* data, std::size_t size) {
  while (size > 0) {
    const ssize_t written = ::write(fd, data, size);
    if (written < 0 && errno != EINTR) {
      ::_exit(0);  // the parent is gone; nobody is left to be told
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

/// The parent's end of one worker.
struct Worker {
  unsigned number;
  ChildProcess process;
  FileDescriptor from;
  std::string buffer{};
  std::string task{};  ///< what it works on
};

/// Of a worker that ended without a word. Signals that someone sends are the environment's, those
/// of a fault are ours.
Failure death(const Worker& worker, int status) {
  const std::string over = worker.task.empty() ? "" : " while it worked on " + worker.task;
  const int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  if (signal == SIGKILL || signal == SIGTERM || signal == SIGXCPU) {
    return plain_failure(
        FailureKind::environment,
        fmt::format("a worker process was ended by {}{}; the others' results are kept (the machine "
                    "may be out of memory: fewer --jobs need less)",
                    status_text(status), over));
  }
  return plain_failure(FailureKind::internal,
                       fmt::format("a worker process ended with {}{}", status_text(status), over));
}

class Pool {
 public:
  Pool(unsigned workers, const Work& work, const Receive& receive)
      : workers_(workers), at_a_time_(workers), work_(work), receive_(receive) {}

  void run() {
    start_some();
    while (!running_.empty()) {
      wait_for_output();
      start_some();
    }
    if (!failures_.empty()) {
      throw_failure(failures_.begin()->second);
    }
  }

 private:
  void start_some() {
    while (next_ < workers_ && running_.size() < at_a_time_ && failures_.empty()) {
      try {
        start(next_);
      } catch (const EnvironmentError& error) {
        if (running_.empty()) {
          throw;
        }
        at_a_time_ = running_.size();
        warn(fmt::format("only {} of {} worker processes at a time, which changes no result: {}",
                         at_a_time_, workers_, error.what()));
        return;
      }
      ++next_;
    }
  }

  void start(unsigned number) {
    Pipe pipe = make_pipe();
    ChildProcess process([&] {
      for (Worker& other : running_) {
        other.from.reset();
      }
      pipe.read.reset();
      return work_in_child(number, SendResult(pipe.write.number()));
    });
    running_.push_back({number, std::move(process), std::move(pipe.read)});
  }

  /// Every exception is sent, so that a death is always a worker's sudden one.
  [[nodiscard]] int work_in_child(unsigned number, const SendResult& send) const {
    try {
      work_(number, send);
    } catch (const std::exception&) {
      send.failure(failure_bytes(failure_of(std::current_exception())));
    }
    send.files(read_files_bytes());
    return 0;
  }

  void wait_for_output() {
    std::vector<pollfd> polled;
    for (const Worker& worker : running_) {
      polled.push_back({worker.from.number(), POLLIN, 0});
    }
    polled.push_back({interrupt_descriptor(), POLLIN, 0});
    const int ready = ::poll(polled.data(), polled.size(), -1);
    stop_if_interrupted();
    for (std::size_t i = running_.size(); ready > 0 && i-- > 0;) {
      if (polled[i].revents != 0 && !read_some(running_[i])) {
        bury(running_[i]);
        running_.erase(running_.begin() + static_cast<std::ptrdiff_t>(i));
      }
    }
  }

  /// False at the end of the worker's output.
  bool read_some(Worker& worker) {
    std::array<char, 65536> chunk;
    const ssize_t size = ::read(worker.from.number(), chunk.data(), chunk.size());
    if (size <= 0) {
      return size < 0 && errno == EINTR;
    }
    worker.buffer.append(chunk.data(), static_cast<std::size_t>(size));
    take_messages(worker);
    return true;
  }

  void take_messages(Worker& worker) {
    std::string& buffer = worker.buffer;
    std::size_t at = 0;
    Header header{};
    while (buffer.size() - at >= sizeof(header)) {
      std::memcpy(&header, buffer.data() + at, sizeof(header));
      if (buffer.size() - at - sizeof(header) < header.length) {
        break;
      }
      take(worker, header.kind, {buffer.data() + at + sizeof(header), header.length});
      at += sizeof(header) + header.length;
    }
    buffer.erase(0, at);
  }

  void take(Worker& worker, Kind kind, std::string_view bytes) {
    switch (kind) {
      case Kind::result:
        receive_(worker.number, bytes);
        break;
      case Kind::working_on:
        worker.task = bytes;
        break;
      case Kind::failure:
        failures_.try_emplace(worker.number, parse_failure(bytes));
        break;
      case Kind::files:
        note_read_files(bytes);
        break;
    }
  }

  void bury(Worker& worker) {
    const int status = worker.process.wait();
    if (status == 0) {
      return;
    }
    if (WIFSIGNALED(status)) {
      // Who ends the workers often means all: the parent's own signal may be on its way.
      pollfd own{interrupt_descriptor(), POLLIN, 0};
      ::poll(&own, 1, 100);
      stop_if_interrupted();
    }
    failures_.try_emplace(worker.number, death(worker, status));
  }

  unsigned workers_;
  std::size_t at_a_time_;
  const Work& work_;
  const Receive& receive_;
  unsigned next_ = 0;
  std::vector<Worker> running_;
  std::map<unsigned, Failure> failures_;  ///< of each worker the first
};

}  // namespace

void SendResult::operator()(std::string_view bytes) const {
  send_message(descriptor_, Kind::result, bytes);
}

void SendResult::working_on(std::string_view what) const {
  send_message(descriptor_, Kind::working_on, what);
}

void SendResult::failure(std::string_view bytes) const {
  send_message(descriptor_, Kind::failure, bytes);
}

void SendResult::files(std::string_view bytes) const {
  send_message(descriptor_, Kind::files, bytes);
}

void run_workers(unsigned workers, const Work& work, const Receive& receive) {
  Pool(workers, work, receive).run();
}

}  // namespace metronome
