#pragma once

#include <cstdint>
#include <vector>

#include "arch/spec/accelerator.hpp"

namespace metronome::mapping {

/// Hands out canonical addresses: each tensor begins at the first row of the first bank of the
/// first channel, so that an operation's timing does not depend on where its tensors happen to lie.
class Placement {
 public:
  explicit Placement(const arch::AcceleratorSpec& machine);
  /// The given addresses instead, in order; canonical ones where there are none.
  Placement(const arch::AcceleratorSpec& machine, std::vector<std::uint64_t> fixed);

  /// What addresses of tensors are multiples of: a row of every bank of every channel.
  [[nodiscard]] static std::uint64_t alignment(const arch::AcceleratorSpec& machine);

  /// Address of a tensor of `size`. UserError where the memory is full.
  std::uint64_t place(Bytes size);

 private:
  std::uint64_t alignment_;
  std::uint64_t capacity_;
  std::uint64_t next_ = 0;
  std::vector<std::uint64_t> fixed_;
  std::size_t placed_ = 0;
};

}  // namespace metronome::mapping
