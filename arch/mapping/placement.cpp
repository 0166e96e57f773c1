#include "arch/mapping/placement.hpp"

#include <fmt/format.h>

namespace metronome::mapping {

Placement::Placement(const arch::AcceleratorSpec& machine) : Placement(machine, {}) {}

Placement::Placement(const arch::AcceleratorSpec& machine, std::vector<std::uint64_t> fixed)
    : alignment_(alignment(machine)),
      capacity_(machine.memory.capacity_bytes().count()),
      fixed_(std::move(fixed)) {}

std::uint64_t Placement::alignment(const arch::AcceleratorSpec& machine) {
  return machine.memory.capacity_bytes().count() / machine.memory.device.rows;
}

std::uint64_t Placement::place(Bytes size) {
  if (!fixed_.empty()) {
    return fixed_.at(placed_++);
  }
  const std::uint64_t address = next_;
  next_ += round_up(std::max<std::uint64_t>(size.count(), 1), alignment_);
  if (next_ > capacity_) {
    throw UserError(fmt::format("the tensors of one operation need {} bytes, the memory has {}",
                                next_, capacity_),
                    "enlarge memory.channels or reduce the batch");
  }
  return address;
}

}  // namespace metronome::mapping
