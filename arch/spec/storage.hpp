#pragma once

#include <cstdint>
#include <string_view>

#include "sim/base/enumeration.hpp"
#include "sim/config/schema.hpp"
#include "workloads/trace/trace.hpp"

namespace metronome::arch {

/// How k-bit codes lie in memory: packed without gaps, or each in the next power of two of bits.
enum class Packing { dense, power_of_two };
constexpr auto enum_rows(Packing) {
  using enum Packing;
  return enum_list<Packing>({{dense, "dense"}, {power_of_two, "power_of_two"}});
}

/// Widths at which tensors are stored, in DRAM and in the buffers alike.
struct StorageSpec {
  static constexpr std::string_view kSchemaName = "storage";
  Packing packing = Packing::dense;
  unsigned activation_bits =
      16;                    ///< real activations: the residual path and what is quantized next
  unsigned stash_bits = 16;  ///< convolution outputs, kept for batch norm's backward pass
  unsigned error_bits = 16;  ///< real errors, before quantization
  unsigned gradient_bits = 32;
  unsigned master_bits = 32;
  unsigned optimizer_state_bits = 32;
  unsigned partial_sum_bits = 32;
  bool operator==(const StorageSpec&) const = default;
};

/// Of real feedback, which is what the trainer multiplies: FP32.
inline constexpr unsigned kFeedbackBits = 32;

/// Bits per stored element of a tensor, `code_bits` being what the precision assignment gives its
/// role (0: FP32, stored as a real number); of masks, and of stored codes, whose bits are elements,
/// one; none of what is generated.
[[nodiscard]] unsigned stored_bits(const StorageSpec& spec, trace::Role role, trace::Format format,
                                   int code_bits);

}  // namespace metronome::arch

namespace metronome::config {
template <>
const StructSchema<arch::StorageSpec>& schema_of<arch::StorageSpec>();
}  // namespace metronome::config
