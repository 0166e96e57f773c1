#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/base/enumeration.hpp"
#include "workloads/tensor/panel_product.hpp"

namespace metronome::tensor {

/// Who computes the products of quantized operands.
///   fp32      floating point, on the dequantized values
///   portable  integers, on the codes, in plain C++
///   neon, avx2, avx512, vnni
///             integers, on the codes, with that vector unit; vnni is AVX-512 with its dot products
///             of bytes. The same sums and so the same bytes as `portable`
///   automatic the widest vector unit that the processor has, fp32 where it has none
/// Products of operands that are not on a grid of at most 8 bits are always in floating point.
enum class KernelSet { automatic, fp32, portable, neon, avx2, avx512, vnni };
constexpr auto enum_rows(KernelSet) {
  using enum KernelSet;
  return enum_list<KernelSet>({{automatic, "auto"},
                               {fp32, "fp32"},
                               {portable, "portable"},
                               {neon, "neon"},
                               {avx2, "avx2"},
                               {avx512, "avx512"},
                               {vnni, "vnni"}});
}

/// All others accumulate the exact integer, whatever the order.
[[nodiscard]] inline bool on_codes(KernelSet set) {
  return set != KernelSet::automatic && set != KernelSet::fp32;
}

/// Whether this processor can run `set`.
[[nodiscard]] bool available(KernelSet set);
/// What `set` means on this processor; never `automatic`. UserError where it is not available.
[[nodiscard]] KernelSet resolved(KernelSet set);
/// What results depend on, for manifests: the set, and the vector instructions of the products
/// inside attention, as in "vnni, attention in avx512". All other products are the same bytes
/// everywhere.
[[nodiscard]] std::string kernel_set_name(KernelSet set);

/// Four codes along the reduction axis, which one instruction multiplies and sums.
inline constexpr std::size_t kQuad = 4;
using SignedQuad = std::array<std::int8_t, kQuad>;
using UnsignedQuad = std::array<std::uint8_t, kQuad>;

inline constexpr std::size_t kDotSigned = 4;
inline constexpr std::size_t kDotUnsigned = 6;

/// sums[i][j] = sum over p < length of signed_rows[i][p] * unsigned_rows[j][p];
/// length * 255 * 128 < 2^31.
struct DotTile {
  std::array<const std::int8_t*, kDotSigned> signed_rows{};
  std::array<const std::uint8_t*, kDotUnsigned> unsigned_rows{};
  std::size_t length = 0;
  std::array<std::array<std::int32_t, kDotUnsigned>, kDotSigned> sums{};
};

/// Positions that a sum of products of codes may have before it could leave 32 bits.
inline constexpr std::size_t kMaxCodeSum = (std::size_t{1} << 31) / (std::size_t{255} * 128) - 1;

/// Row and lane elements are quads; a sum fits 32 bits if 4 * steps <= kMaxCodeSum.
using CodePanel = PanelProduct<SignedQuad, UnsignedQuad, std::int32_t>;

/// The integer products of one kernel set.
struct CodeKernels {
  void (*multiply)(const CodePanel&) = nullptr;
  void (*dot)(DotTile&) = nullptr;
};
/// Precondition: on_codes(set) and available(set).
[[nodiscard]] const CodeKernels& code_kernels(KernelSet set);

/// The plain ones; vector_kernels.hpp has the others.
extern const CodeKernels kPortableKernels;

}  // namespace metronome::tensor
