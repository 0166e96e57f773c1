#pragma once

#include <cstdint>

#include "arch/spec/accelerator.hpp"

namespace metronome::mapping {

/// Hands out canonical addresses: each tensor begins at the first row of the first bank of the
/// first channel, so that an operation's timing does not depend on where its tensors happen to lie.
class Placement {
 public:
  explicit Placement(const arch::AcceleratorSpec& machine);

  /// Address of a tensor of `size`. UserError where the memory is full.
  std::uint64_t place(Bytes size);

 private:
  std::uint64_t alignment_;
  std::uint64_t capacity_;
  std::uint64_t next_ = 0;
};

}  // namespace metronome::mapping
