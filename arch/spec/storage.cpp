#include "arch/spec/storage.hpp"

#include <bit>

namespace metronome::arch {

unsigned stored_bits(const StorageSpec& spec, trace::Role role, trace::Format format,
                     int code_bits) {
  if (format == trace::Format::mask || trace::is_bitwise(format)) {
    return 1;
  }
  if (format == trace::Format::generated) {
    return 0;
  }
  if (format == trace::Format::codes && code_bits > 0) {
    const auto bits = static_cast<unsigned>(code_bits);
    return spec.packing == Packing::dense ? bits : std::bit_ceil(bits);
  }
  switch (role) {
    case trace::Role::weight:
    case trace::Role::master:
      return spec.master_bits;
    case trace::Role::activation:
      return spec.activation_bits;
    case trace::Role::error:
      return spec.error_bits;
    case trace::Role::gradient:
      return spec.gradient_bits;
    case trace::Role::stash:
      return spec.stash_bits;
    case trace::Role::optimizer_state:
      return spec.optimizer_state_bits;
    case trace::Role::partial_sum:
      return spec.partial_sum_bits;
    case trace::Role::feedback:
      return kFeedbackBits;
  }
  fail_no_enumerator(role);
}

}  // namespace metronome::arch

namespace metronome::config {

template <>
const StructSchema<arch::StorageSpec>& schema_of<arch::StorageSpec>() {
  using S = arch::StorageSpec;
  const auto width = [](std::string doc) {
    return FieldSpec{.unit = "bits", .doc = std::move(doc), .min = 8, .max = 32};
  };
  static const auto schema =
      StructSchema<S>("stored widths of every operand role")
          .field("packing", &S::packing,
                 {.doc = "codes packed without gaps, or each in the next power of two of bits"})
          .field("activation_bits", &S::activation_bits,
                 width("real activations: residual path, and what is quantized next"))
          .field("stash_bits", &S::stash_bits,
                 width("convolution outputs kept for batch norm's backward pass"))
          .field("error_bits", &S::error_bits, width("real errors, before quantization"))
          .field("gradient_bits", &S::gradient_bits, width("weight gradients"))
          .field("master_bits", &S::master_bits, width("master weights"))
          .field("optimizer_state_bits", &S::optimizer_state_bits, width("momentum"))
          .field("partial_sum_bits", &S::partial_sum_bits, width("correction sums in memory"));
  return schema;
}

}  // namespace metronome::config
