// Preloaded into the program under test. Counts the calls that change files below a folder, apart
// for the process that was started and its forks, and raises a signal in front of a chosen one. Of
// a write that is chosen for SIGKILL half the bytes are written first.
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "tests/torture/counters.hpp"

namespace metronome::torture {
namespace {

struct Settings {
  Counters* counters = nullptr;
  char root[PATH_MAX] = "";
  std::size_t root_size = 0;
  Role role = Role::parent;
  std::uint64_t call = 0;
  int signal = 0;
};

Settings settings;

std::uint64_t number(const char* variable) {
  const char* text = std::getenv(variable);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : 0;
}

template <typename Function>
Function* original(const char* name) {
  void* found = ::dlsym(RTLD_NEXT, name);
  Function* function = nullptr;
  static_assert(sizeof(function) == sizeof(found));
  std::memcpy(&function, &found, sizeof(function));  // POSIX guarantees what the language does not
  return function;
}

/// The helpers that the program starts (gnuplot) carry the library too and are left alone.
__attribute__((constructor)) void start() {
  const char* file = std::getenv(kCountersVariable);
  const char* root = std::getenv(kRootVariable);
  if (file == nullptr || root == nullptr ||
      std::strcmp(program_invocation_short_name, "metronome") != 0) {
    return;
  }
  const int fd = ::open(file, O_RDWR | O_CLOEXEC);
  void* mapped = ::mmap(nullptr, sizeof(Counters), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  ::close(fd);
  if (mapped == MAP_FAILED) {
    return;
  }
  settings.root_size = std::strlen(root);
  std::strncpy(settings.root, root, sizeof(settings.root) - 1);
  settings.role = static_cast<Role>(number(kRoleVariable));
  settings.call = number(kCallVariable);
  settings.signal = static_cast<int>(number(kSignalVariable));
  settings.counters = static_cast<Counters*>(mapped);
  pid_t none = 0;
  settings.counters->parent.compare_exchange_strong(none, ::getpid());
  ::pthread_atfork(nullptr, nullptr, [] { ++settings.counters->workers; });
}

bool starts_with_root(const char* path) {
  return std::strncmp(path, settings.root, settings.root_size) == 0;
}

/// What an open descriptor stands for; empty where that is no file.
struct DescriptorPath {
  char text[PATH_MAX] = "";
  explicit DescriptorPath(int fd) {
    char link[64];
    std::snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
    const ssize_t size = ::readlink(link, text, sizeof(text) - 1);
    text[size > 0 ? size : 0] = '\0';
  }
};

bool inside(int folder, const char* path) {
  if (path == nullptr) {
    return false;
  }
  if (path[0] == '/') {
    return starts_with_root(path);
  }
  if (folder != AT_FDCWD) {
    return starts_with_root(DescriptorPath(folder).text);
  }
  char here[PATH_MAX];
  return ::getcwd(here, sizeof(here)) != nullptr && starts_with_root(here);
}

/// Counts one call; true where it is the chosen one.
bool chosen() {
  Counters& counters = *settings.counters;
  const Role role = ::getpid() == counters.parent ? Role::parent : Role::worker;
  const std::uint64_t call = ++counters.calls[static_cast<std::size_t>(role)];
  return role == settings.role && call == settings.call;
}

void fire() {
  ++settings.counters->fired;
  ::kill(::getpid(), settings.signal);
}

void before_path(int folder, const char* path) {
  const int error = errno;
  if (settings.counters != nullptr && inside(folder, path) && chosen()) {
    fire();
  }
  errno = error;
}

/// True where half of what is to be written goes out before the end.
bool before_descriptor(int fd, bool writes) {
  const int error = errno;
  bool half = false;
  if (settings.counters != nullptr && starts_with_root(DescriptorPath(fd).text) && chosen()) {
    half = writes && settings.signal == SIGKILL;
    if (!half) {
      fire();
    }
  }
  errno = error;
  return half;
}

bool opens_to_write(int flags) { return (flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) != 0; }

int open_counted(int folder, const char* path, int flags, mode_t mode) {
  if (opens_to_write(flags)) {
    before_path(folder, path);
  }
  static auto* openat_original = original<int(int, const char*, int, ...)>("openat64");
  return openat_original(folder, path, flags, mode);
}

mode_t mode_of(int flags, va_list arguments) {
  return (flags & (O_CREAT | __O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
}

}  // namespace
}  // namespace metronome::torture

using namespace metronome::torture;

extern "C" {

int rename(const char* from, const char* to) {
  before_path(AT_FDCWD, to);
  static auto* next = original<int(const char*, const char*)>("rename");
  return next(from, to);
}

int renameat(int from_folder, const char* from, int to_folder, const char* to) {
  before_path(to_folder, to);
  static auto* next = original<int(int, const char*, int, const char*)>("renameat");
  return next(from_folder, from, to_folder, to);
}

int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) {
  before_path(to_folder, to);
  if (flags != 0 && std::getenv(kNoExchangeVariable) != nullptr) {
    errno = EINVAL;
    return -1;
  }
  static auto* next = original<int(int, const char*, int, const char*, unsigned)>("renameat2");
  return next(from_folder, from, to_folder, to, flags);
}

int link(const char* from, const char* to) {
  before_path(AT_FDCWD, to);
  static auto* next = original<int(const char*, const char*)>("link");
  return next(from, to);
}

int unlink(const char* path) {
  before_path(AT_FDCWD, path);
  static auto* next = original<int(const char*)>("unlink");
  return next(path);
}

int unlinkat(int folder, const char* path, int flags) {
  before_path(folder, path);
  static auto* next = original<int(int, const char*, int)>("unlinkat");
  return next(folder, path, flags);
}

int remove(const char* path) {
  before_path(AT_FDCWD, path);
  static auto* next = original<int(const char*)>("remove");
  return next(path);
}

int rmdir(const char* path) {
  before_path(AT_FDCWD, path);
  static auto* next = original<int(const char*)>("rmdir");
  return next(path);
}

int mkdir(const char* path, mode_t mode) {
  before_path(AT_FDCWD, path);
  static auto* next = original<int(const char*, mode_t)>("mkdir");
  return next(path, mode);
}

int mkdirat(int folder, const char* path, mode_t mode) {
  before_path(folder, path);
  static auto* next = original<int(int, const char*, mode_t)>("mkdirat");
  return next(folder, path, mode);
}

int open(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return open_counted(AT_FDCWD, path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return open_counted(AT_FDCWD, path, flags, mode);
}

int openat(int folder, const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return open_counted(folder, path, flags, mode);
}

int openat64(int folder, const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return open_counted(folder, path, flags, mode);
}

FILE* fopen(const char* path, const char* mode) {
  if (std::strpbrk(mode, "wa+") != nullptr) {
    before_path(AT_FDCWD, path);
  }
  static auto* next = original<FILE*(const char*, const char*)>("fopen");
  return next(path, mode);
}

FILE* fopen64(const char* path, const char* mode) {
  if (std::strpbrk(mode, "wa+") != nullptr) {
    before_path(AT_FDCWD, path);
  }
  static auto* next = original<FILE*(const char*, const char*)>("fopen64");
  return next(path, mode);
}

ssize_t write(int fd, const void* data, size_t size) {
  static auto* next = original<ssize_t(int, const void*, size_t)>("write");
  if (before_descriptor(fd, true)) {
    (void)next(fd, data, size / 2);
    fire();
  }
  return next(fd, data, size);
}

ssize_t pwrite(int fd, const void* data, size_t size, off_t at) {
  before_descriptor(fd, false);
  static auto* next = original<ssize_t(int, const void*, size_t, off_t)>("pwrite");
  return next(fd, data, size, at);
}

ssize_t writev(int fd, const struct iovec* parts, int count) {
  static auto* next = original<ssize_t(int, const struct iovec*, int)>("writev");
  if (before_descriptor(fd, true)) {
    (void)next(fd, parts, (count + 1) / 2);
    fire();
  }
  return next(fd, parts, count);
}

int ftruncate(int fd, off_t size) {
  before_descriptor(fd, false);
  static auto* next = original<int(int, off_t)>("ftruncate");
  return next(fd, size);
}

int fsync(int fd) {
  before_descriptor(fd, false);
  static auto* next = original<int(int)>("fsync");
  return next(fd);
}

int syncfs(int fd) {
  before_descriptor(fd, false);
  static auto* next = original<int(int)>("syncfs");
  return next(fd);
}

int fdatasync(int fd) {
  before_descriptor(fd, false);
  static auto* next = original<int(int)>("fdatasync");
  return next(fd);
}

}  // extern "C"
