#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "workloads/formats/bfp.hpp"
#include "workloads/formats/fp8.hpp"
#include "workloads/formats/mx.hpp"
#include "workloads/formats/nvfp4.hpp"

namespace metronome::formats {

/// Not quantized. Products are rounded one by one to FP32, and added in order.
struct Fp32 {
  bool operator==(const Fp32&) const = default;
};

/// FP16 or BF16: cast number by number, as IEEE rounds; stochastic rounding saturates.
struct Half {
  Element element = Element::bf16;
  bool operator==(const Half&) const = default;
};

/// What an operand of a product is quantized to; FP8 with current scaling.
using Format = std::variant<Fp32, Half, Mx, Nvfp4, Fp8, Bfp>;

[[nodiscard]] ScaledIntegers quantized(const Format& format, MatrixView matrix,
                                       const Rounding& rounding = {}, const Draws& draws = {});

/// Elements, scales of blocks and of the tensor; scales are not padded.
[[nodiscard]] std::uint64_t storage_bits(const Format& format, std::size_t rows,
                                         std::size_t columns);
/// Of a large matrix of whole blocks.
[[nodiscard]] double bits_per_element(const Format& format);

/// Of the elements, without scales. Of BFP as multiples of the block's 2^E.
[[nodiscard]] double largest_element(const Format& format);
[[nodiscard]] double smallest_element(const Format& format);
/// "1x32", "16x16", "tensor", "row"; "-" where elements have no common scale.
[[nodiscard]] std::string block_text(const Format& format);

struct NamedFormat {
  std::string name;
  Format format;
};
/// Every kind of format with its usual parameters.
[[nodiscard]] const std::vector<NamedFormat>& named_formats();

}  // namespace metronome::formats
