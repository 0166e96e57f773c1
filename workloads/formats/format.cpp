#include "workloads/formats/format.hpp"

#include <cmath>
#include <limits>

#include "sim/base/overload.hpp"

namespace metronome::formats {
namespace {

constexpr int kFp32Bits = 32;
constexpr int kMantissaBits = std::numeric_limits<float>::digits;

/// Numbers of FP32 one by one, each a block of its own.
ScaledIntegers exact_fp32(MatrixView matrix) {
  ScaledIntegers result(BlockGrid(matrix.rows, matrix.columns, {1, 1}));
  result.integer_bits = kMantissaBits;
  for (std::size_t i = 0; i < matrix.values.size(); ++i) {
    if (!std::isfinite(matrix.values[i])) {
      result.scales[i].nan = true;
      continue;
    }
    int exponent = 0;
    const float fraction = std::frexp(matrix.values[i], &exponent);
    result.integers[i] = static_cast<std::int64_t>(std::ldexp(fraction, kMantissaBits));
    result.scales[i].exponent = exponent - kMantissaBits;
  }
  return result;
}

ScaledIntegers exact_half(const Half& format, MatrixView matrix, const Rounding& rounding,
                          const Draws& draws) {
  draws.require(rounding, matrix.values.size());
  const bool stochastic = rounding.mode == RoundingMode::stochastic;
  Matrix cast(matrix.rows, matrix.columns);
  for (std::size_t i = 0; i < cast.values.size(); ++i) {
    const std::uint16_t code =
        encode(format.element, matrix.values[i], rounding, draws.of(i, rounding.random_bits),
               stochastic ? Overflow::keep_infinity : Overflow::special);
    cast.values[i] = static_cast<float>(value(format.element, code));
  }
  return exact_fp32(cast);
}

/// What a format stores.
struct Storage {
  int element_bits;
  int scale_bits = 0;  ///< of a block
  BlockShape block{1, 1};
  int tensor_bits = 0;
};

Storage storage_of(const Format& format) {
  return std::visit(
      Overload{
          [](const Fp32&) { return Storage{kFp32Bits}; },
          [](const Half& f) { return Storage{info(f.element).bits}; },
          [](const Mx& f) {
            return Storage{info(f.element).bits, 8, f.block};
          },
          [](const Nvfp4& f) {
            return Storage{info(Element::e2m1).bits, info(Element::e4m3).bits, f.block, kFp32Bits};
          },
          [](const Fp8& f) {
            return Storage{info(f.element).bits, 0, {kWhole, kWhole}, kFp32Bits};
          },
          [](const Bfp& f) {
            // Exponents of fewer bits count from one of the tensor.
            return Storage{f.bits, f.exponent_bits, f.block, f.exponent_bits < 8 ? 8 : 0};
          }},
      format);
}

struct ElementRange {
  double largest, smallest;
};

ElementRange range_of_element(Element element) {
  return {info(element).largest, std::ldexp(1.0, info(element).unit_exponent)};
}

ElementRange element_range(const Format& format) {
  return std::visit(Overload{[](const Fp32&) {
                               return ElementRange{std::numeric_limits<float>::max(),
                                                   std::numeric_limits<float>::denorm_min()};
                             },
                             [](const Half& f) { return range_of_element(f.element); },
                             [](const Mx& f) { return range_of_element(f.element); },
                             [](const Nvfp4&) { return range_of_element(Element::e2m1); },
                             [](const Fp8& f) { return range_of_element(f.element); },
                             [](const Bfp& f) {
                               const double step = std::ldexp(1.0, 2 - f.bits);
                               return ElementRange{2 - step, step};
                             }},
                    format);
}

std::string block_name(const BlockShape& block) {
  return block.columns == kWhole ? "row"
                                 : std::to_string(block.rows) + "x" + std::to_string(block.columns);
}

}  // namespace

ScaledIntegers quantized(const Format& format, MatrixView matrix, const Rounding& rounding,
                         const Draws& draws) {
  return std::visit(
      Overload{
          [&](const Fp32&) { return exact_fp32(matrix); },
          [&](const Half& f) { return exact_half(f, matrix, rounding, draws); },
          [&](const Mx& f) { return exact(quantize_mx(matrix, f, rounding, draws)); },
          [&](const Nvfp4& f) { return exact(quantize_nvfp4(matrix, f, rounding, draws)); },
          [&](const Fp8& f) { return exact(quantize_fp8_current(matrix, f, rounding, draws)); },
          [&](const Bfp& f) { return exact(quantize_bfp(matrix, f, rounding, draws)); }},
      format);
}

std::uint64_t storage_bits(const Format& format, std::size_t rows, std::size_t columns) {
  const Storage storage = storage_of(format);
  const BlockGrid grid(rows, columns, storage.block);
  return std::uint64_t{grid.size()} * storage.element_bits +
         std::uint64_t{grid.blocks()} * storage.scale_bits + storage.tensor_bits;
}

double bits_per_element(const Format& format) {
  const Storage storage = storage_of(format);
  const double elements =
      static_cast<double>(storage.block.rows) * static_cast<double>(storage.block.columns);
  return storage.block.columns == kWhole ? storage.element_bits
                                         : storage.element_bits + storage.scale_bits / elements;
}

double largest_element(const Format& format) { return element_range(format).largest; }

double smallest_element(const Format& format) { return element_range(format).smallest; }

std::string block_text(const Format& format) {
  return std::visit(Overload{[](const Fp32&) { return std::string("-"); },
                             [](const Half&) { return std::string("-"); },
                             [](const Mx& f) { return block_name(f.block); },
                             [](const Nvfp4& f) { return block_name(f.block); },
                             [](const Fp8&) { return std::string("tensor"); },
                             [](const Bfp& f) { return block_name(f.block); }},
                    format);
}

const std::vector<NamedFormat>& named_formats() {
  static const std::vector<NamedFormat> all{{"fp32", Fp32{}},
                                            {"bf16", Half{Element::bf16}},
                                            {"fp16", Half{Element::fp16}},
                                            {"fp8_e4m3", Fp8{Element::e4m3}},
                                            {"fp8_e5m2", Fp8{Element::e5m2}},
                                            {"mxfp8_e4m3", Mx{Element::e4m3}},
                                            {"mxfp8_e5m2", Mx{Element::e5m2}},
                                            {"mxfp6_e3m2", Mx{Element::e3m2}},
                                            {"mxfp6_e2m3", Mx{Element::e2m3}},
                                            {"mxfp4_e2m1", Mx{Element::e2m1}},
                                            {"mxint8", Mx{Element::mxint8}},
                                            {"nvfp4_1x16", Nvfp4{}},
                                            {"nvfp4_16x16", Nvfp4{{16, 16}}},
                                            {"bfp8_1x16", Bfp{}},
                                            {"bfp4_1x16", Bfp{4}},
                                            {"hbfp8_weights", hbfp_weights(8)},
                                            {"hbfp8_samples", hbfp_samples(8)},
                                            {"fast2", fast_bfp(2)},
                                            {"fast4", fast_bfp(4)}};
  return all;
}

}  // namespace metronome::formats
