#include "sim/base/shared_counter.hpp"

#include <sys/mman.h>

#include <new>

#include "sim/base/error.hpp"

namespace metronome {

static_assert(std::atomic<std::size_t>::is_always_lock_free);

SharedCounter::SharedCounter() {
  void* memory =
      ::mmap(nullptr, sizeof(*value_), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) {
    throw EnvironmentError("there is no page of shared memory for the workers");
  }
  value_ = new (memory) std::atomic<std::size_t>(0);
}

SharedCounter::~SharedCounter() { ::munmap(value_, sizeof(*value_)); }

}  // namespace metronome
