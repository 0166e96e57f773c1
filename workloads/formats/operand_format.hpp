#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "workloads/formats/quantized_linear.hpp"

namespace metronome::formats {

/// How an operand of a product is quantized, as files and schedules write it: a format, how it
/// rounds, and what precedes it. Unlike Operand it holds no draws and no signs.
struct OperandFormat {
  Format format{};
  Rounding rounding{};
  std::size_t hadamard_tile = 0;  ///< of a random Hadamard transform before it; 0: none
  bool hadamard_drawn = false;    ///< signs are drawn in each iteration; else one fixed list
  bool delayed = false;           ///< FP8: the scale comes from the steps before (DelayedScale)
  bool operator==(const OperandFormat&) const = default;
};

/// Tiles of a transform: powers of two from 2 on.
inline constexpr std::size_t kMostHadamardTile = 1024;

/// What was read of a text, or what is wrong with it and what would be right.
template <class T>
struct FormatResult {
  std::optional<T> value;
  std::string what;
  std::string hint;
};

/// NAME[/PART]...: a name of operand_names() or `bfpB` (B bits with the sign), then in any order
///   RxC        a block of R rows and C columns along the reduction, `row` the whole of it (BFP)
///   srR        stochastic rounding with R bits, `sr` with 16; `rz`: toward zero
///   rhtT       a random Hadamard transform of tiles of T; `rhtT_drawn`: signs of each iteration
///   rceil      scales of MX rounded up; factor=F: elements of MX times F
///   headroom=H, scale=S, 4over6: of NVFP4 (nvfp4.hpp)
///   margin=M, delayed: of FP8
///   ceil, exponents=E: of BFP (bfp.hpp)
[[nodiscard]] FormatResult<OperandFormat> read_operand_format(std::string_view text);

/// The canonical text: what is not the default of its name; read_operand_format() reads it back.
[[nodiscard]] std::string operand_text(const OperandFormat& operand);

/// "fp32", "mxfp8_e4m3", ... and the short "mxfp8", "mxfp4".
[[nodiscard]] std::vector<std::string> operand_names();

/// Bits of an element without its scales; 0 of FP32.
[[nodiscard]] int element_bits(const Format& format);

/// Elements that share a scale, of formats with scales of blocks.
[[nodiscard]] std::optional<BlockShape> block_of(const Format& format);
/// Whether a scale needs the largest magnitude of the whole tensor: of NVFP4 and of FP8.
[[nodiscard]] bool has_tensor_scale(const Format& format);

/// Whether that must be known before the first code is made: the scale is not one of steps before.
/// Of a transformed operand it is the largest magnitude of the transform.
[[nodiscard]] bool has_current_tensor_scale(const OperandFormat& operand);

/// Whether one copy of a tensor serves both operands, although their reductions differ: they are
/// equal, have no transform, and no scales of blocks, or those of square ones.
[[nodiscard]] bool share_copy(const OperandFormat& one, const OperandFormat& other);

}  // namespace metronome::formats
