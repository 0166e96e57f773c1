#pragma once

#include <tlm>

#include "arch/dram/transfer.hpp"

namespace metronome::sim {

/// Carries a whole DMA descriptor in a generic payload: transactions are tiles, not words.
struct DescriptorExtension : tlm::tlm_extension<DescriptorExtension> {
  dram::Transfer transfer;

  [[nodiscard]] tlm::tlm_extension_base* clone() const override {
    auto* copy = new DescriptorExtension;  // owned by the payload that it is attached to
    copy->transfer = transfer;
    return copy;
  }
  void copy_from(const tlm::tlm_extension_base& other) override {
    transfer = static_cast<const DescriptorExtension&>(other).transfer;
  }
};

}  // namespace metronome::sim
