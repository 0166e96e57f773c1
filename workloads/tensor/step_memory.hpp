#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <new>
#include <vector>

namespace metronome::tensor {

/// Memory of what a step makes and drops again. A thread keeps what it gets back for the next
/// vector of about its size, so that steps like the first neither ask the system for memory nor
/// touch a new page. For vectors that are made and dropped by one thread: what another one drops is
/// not found again.
class StepMemory {
 public:
  static StepMemory& of_this_thread() {
    thread_local StepMemory memory;
    return memory;
  }

  [[nodiscard]] void* take(std::size_t bytes) {
    const SizeClass size = class_of(bytes);
    Free*& first = free_[size.index];
    if (first == nullptr) {
      return ::operator new(size.bytes, kAlignment);
    }
    void* const memory = first;
    first = first->next;
    return memory;
  }
  void give_back(void* memory, std::size_t bytes) {
    Free*& first = free_[class_of(bytes).index];
    first = ::new (memory) Free{first};
  }

  StepMemory(const StepMemory&) = delete;
  StepMemory& operator=(const StepMemory&) = delete;
  ~StepMemory() {
    for (Free* first : free_) {
      while (first != nullptr) {
        Free* const next = first->next;
        ::operator delete(first, kAlignment);
        first = next;
      }
    }
  }

 private:
  static constexpr std::align_val_t kAlignment{64};
  /// Sizes from one power of two to the next: at most an eighth of a piece is not used.
  static constexpr std::size_t kSteps = 8;

  struct Free {
    Free* next;
  };
  struct SizeClass {
    std::size_t index, bytes;
  };

  static SizeClass class_of(std::size_t bytes) {
    const std::size_t wanted = std::max<std::size_t>(bytes, 64) - 1;
    const auto power = static_cast<std::size_t>(std::bit_width(wanted)) - 1;  // 2^power <= wanted
    const std::size_t step = (std::size_t{1} << power) / kSteps;
    const std::size_t number = (wanted - (std::size_t{1} << power)) / step;
    return {power * kSteps + number, (std::size_t{1} << power) + (number + 1) * step};
  }

  StepMemory() = default;

  std::array<Free*, 64 * kSteps> free_{};
};

template <class T>
struct StepAllocator {
  using value_type = T;

  StepAllocator() = default;
  template <class U>
  StepAllocator(const StepAllocator<U>&) {}

  [[nodiscard]] T* allocate(std::size_t n) {
    return static_cast<T*>(StepMemory::of_this_thread().take(n * sizeof(T)));
  }
  void deallocate(T* pointer, std::size_t n) {
    StepMemory::of_this_thread().give_back(pointer, n * sizeof(T));
  }

  template <class U>
  bool operator==(const StepAllocator<U>&) const {
    return true;
  }
};

/// Begins at a cache line.
template <class T>
using StepVector = std::vector<T, StepAllocator<T>>;

}  // namespace metronome::tensor
