#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace metronome::tensor {

/// Who computes the products of quantized operands.
///   fp32      floating point, on the dequantized values
///   portable  integers, on the codes, in plain C++
///   vnni      integers, on the codes, with the AVX-512 dot-product instructions: the same sums and
///             so the same bytes as `portable`
///   automatic vnni where the processor has it, otherwise fp32
/// Products of operands that are not on a grid of at most 8 bits are always in floating point.
enum class KernelSet { automatic, fp32, portable, vnni };

/// `portable` and `vnni` accumulate the exact integer, whatever the order.
[[nodiscard]] inline bool on_codes(KernelSet set) {
  return set == KernelSet::portable || set == KernelSet::vnni;
}

/// Whether this processor can run `set`.
[[nodiscard]] bool available(KernelSet set);
/// What `set` means on this processor; never `automatic`. UserError where it is not available.
[[nodiscard]] KernelSet resolved(KernelSet set);
/// What results depend on, for manifests: the set, and the vector instructions of the
/// floating-point products, as in "vnni, fp32 products in avx512".
[[nodiscard]] std::string kernel_set_name(KernelSet set);

/// 16 lanes of 4 codes: one 512-bit register.
inline constexpr std::size_t kLanes = 16;
inline constexpr std::size_t kQuad = 4;
/// A panel is 3 registers wide, and a block of 9 rows fills the other registers with sums.
inline constexpr std::size_t kPanelVectors = 3;
inline constexpr std::size_t kPanelLanes = kPanelVectors * kLanes;
inline constexpr std::size_t kBlockRows = 9;

/// sums[r][v * kLanes + l] = sum over steps s and i < 4 of
///   rows[(s * row_count + r) * 4 + i] * lanes[v][offsets[s] + 4 * l + i]
/// The caller bounds steps so that a sum fits 32 bits: 4 * steps * 255 * 128 < 2^31.
struct PanelProduct {
  const std::int8_t* rows = nullptr;
  std::size_t row_count = 0;                               ///< 1 to kBlockRows
  std::array<const std::uint8_t*, kPanelVectors> lanes{};  ///< the first `vectors` are read
  std::size_t vectors = 0;                                 ///< 1 to kPanelVectors
  const std::ptrdiff_t* offsets = nullptr;                 ///< bytes, one a step
  std::size_t steps = 0;
  std::int32_t* sums = nullptr;  ///< row-major, kPanelLanes a row
};

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
inline constexpr std::size_t kMaxCodeSum = (std::size_t{1} << 31) / (255 * 128) - 1;

/// The integer products of one kernel set.
struct CodeKernels {
  void (*multiply)(const PanelProduct&) = nullptr;
  void (*dot)(DotTile&) = nullptr;
};
/// Precondition: on_codes(set) and available(set).
[[nodiscard]] const CodeKernels& code_kernels(KernelSet set);

/// The implementations that code_kernels() chooses from.
extern const CodeKernels kPortableKernels;
extern const CodeKernels kVnniKernels;  ///< null functions where the compiler cannot make them

}  // namespace metronome::tensor
