#pragma once

#include <gtest/gtest.h>

#include <cmath>

#include "tests/workloads/formats/sample.hpp"
#include "tests/workloads/formats/vectors.hpp"
#include "workloads/formats/format.hpp"
#include "workloads/formats/hadamard.hpp"

namespace metronome::formats {

using Bytes = std::vector<std::uint8_t>;

/// Codes are compared where `counts(scale of the block)`.
template <class Counts>
void expect_block_codes(const BlockGrid& grid, const Bytes& found, const Bytes& expected,
                        const Bytes& scales, const Counts& counts) {
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (counts(scales.at(grid.block_of(i)))) {
      EXPECT_EQ(int{found[i]}, int{expected[i]}) << "element " << i;
    }
  }
}

inline void expect_mx(const MxTensor& found, const Bytes& codes, const Bytes& scales) {
  EXPECT_EQ(found.scales, scales);
  expect_block_codes(found.grid, found.codes, codes, scales,
                     [](std::uint8_t scale) { return scale != kNanScale; });
}

inline void compare_mx(Vectors& vectors) {
  const Matrix x = vectors.matrix("mx_x.f32");
  const std::size_t block = vectors.number("mx_x.f32", "blocks of ");
  for (const std::string& name : vectors.between("mx_", "_codes.u8")) {
    SCOPED_TRACE(name);
    Mx format{element_named(name.substr(0, name.find('_'))), {1, block}};
    if (name.find('_') != std::string::npos) {
      const auto rule = enum_from_name<ScaleRule>(name.substr(name.find('_') + 1));
      ASSERT_TRUE(rule) << name;
      format.rule = *rule;
    }
    expect_mx(quantize_mx(x, format), vectors.read<std::uint8_t>("mx_" + name + "_codes.u8"),
              vectors.read<std::uint8_t>("mx_" + name + "_scales.u8"));
  }
}

inline void compare_mx_parts(Vectors& vectors) {
  const Matrix x = vectors.matrix("mx_x.f32");
  const std::size_t block = vectors.number("mx_x.f32", "blocks of ");
  for (const std::string& name : vectors.between("mxsr_", "_codes.u8")) {
    const std::string file = "mxsr_" + name + "_codes.u8";
    const std::vector<std::size_t> shape = vectors.shape(file);
    Mx format{element_named(name), {1, block}};
    format.factor = static_cast<double>(vectors.number(file, "times ")) /
                    static_cast<double>(vectors.number(file, "/"));
    const MxTensor found =
        quantize_mx(part_of(x, vectors.number(file, "rows "), shape.at(0), shape.at(1)), format,
                    vectors.stochastic("mxsr_r.u16"), vectors.draws<std::uint16_t>("mxsr_r.u16"));
    expect_mx(found, vectors.read<std::uint8_t>(file), found.scales);
  }
  const std::vector<std::size_t> shape = vectors.shape("mx1_codes.u8");
  expect_mx(
      quantize_mx(part_of(x, vectors.number("mx1_scales.u8", "rows "), shape.at(0), shape.at(1)),
                  Mx{Element::e4m3, {1, block}}),
      vectors.read<std::uint8_t>("mx1_codes.u8"), vectors.read<std::uint8_t>("mx1_scales.u8"));
}

inline void expect_nvfp4(const Nvfp4Tensor& found, const Bytes& codes, const Bytes& scales) {
  EXPECT_EQ(found.scales, scales);
  expect_block_codes(found.grid, found.codes, codes, scales,
                     [](std::uint8_t scale) { return scale != 0; });
}

inline void compare_nvfp4(Vectors& vectors) {
  const Matrix x = vectors.matrix("nv_x.f32");
  const Nvfp4Tensor rows = quantize_nvfp4(x, Nvfp4{});
  const Bytes scales = vectors.read<std::uint8_t>("nv_scales.u8");
  expect_nvfp4(rows, vectors.read<std::uint8_t>("nv_codes.u8"), scales);
  EXPECT_EQ((std::vector<float>{rows.encode_scale, rows.decode_scale}),
            vectors.read<float>("nv_tensor.f32"));
  const ScaledIntegers exactly = exact(rows);
  const std::vector<double> values = vectors.read<double>("nv_value.f64");
  ASSERT_EQ(values.size(), exactly.integers.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    EXPECT_NEAR(exactly.value(i), values[i], 1e-12 * std::abs(values[i])) << i;
  }
  expect_nvfp4(quantize_nvfp4(x, Nvfp4{}, vectors.stochastic("nv_r.u16"),
                              vectors.draws<std::uint16_t>("nv_r.u16")),
               vectors.read<std::uint8_t>("nv_sr_codes.u8"), scales);
  expect_nvfp4(quantize_nvfp4(x, Nvfp4{{16, 16}}), vectors.read<std::uint8_t>("nv2d_codes.u8"),
               vectors.read<std::uint8_t>("nv2d_scales.u8"));
  const Json& zero = vectors.manifest().at("nv_zero_tensor");
  const Nvfp4Tensor zeros = quantize_nvfp4(Matrix(x.rows, x.columns), Nvfp4{});
  EXPECT_EQ(zeros.encode_scale, zero.at("s_enc").get<float>());
  EXPECT_EQ(zeros.scales, Bytes(zeros.scales.size(), zero.at("scale").get<std::uint8_t>()));
  EXPECT_EQ(zeros.codes, Bytes(x.values.size()));
}

/// Tensors one after the other, a row each.
inline void compare_fp8(Vectors& vectors) {
  const Matrix x = vectors.matrix("delayed_x.f32");
  const std::string text = "delayed_scale.f32";
  const Fp8 delayed{element_named(vectors.what("delayed_codes.u8")),
                    static_cast<int>(vectors.number(text, "margin "))};
  const Fp8 current{element_named(vectors.what("current_codes.u8"))};
  DelayedScale rule(delayed, vectors.number(text, "history "),
                    static_cast<float>(vectors.number(text, "initially ")));
  std::vector<float> delayed_scales, current_scales;
  Bytes delayed_codes, current_codes;
  for (std::size_t t = 0; t < x.rows; ++t) {
    const Matrix tensor = part_of(x, t, 1, x.columns);
    const Fp8Tensor late = quantize_fp8(tensor, rule.scale(), delayed);
    rule.record(largest_of(tensor));
    const Fp8Tensor now = quantize_fp8_current(tensor, current);
    delayed_scales.push_back(late.scale);
    current_scales.push_back(now.scale);
    delayed_codes.insert(delayed_codes.end(), late.codes.begin(), late.codes.end());
    current_codes.insert(current_codes.end(), now.codes.begin(), now.codes.end());
  }
  EXPECT_EQ(delayed_scales, vectors.read<float>("delayed_scale.f32"));
  EXPECT_EQ(delayed_codes, vectors.read<std::uint8_t>("delayed_codes.u8"));
  EXPECT_EQ(current_scales, vectors.read<float>("current_scale.f32"));
  EXPECT_EQ(current_codes, vectors.read<std::uint8_t>("current_codes.u8"));
}

inline void compare_bfp(Vectors& vectors) {
  const Matrix x = vectors.matrix("bfp_x.f32");
  const std::size_t group = vectors.number("bfp_x.f32", "groups of ");
  const Draws draws = vectors.draws<std::uint8_t>("bfp_r.u8");
  const std::vector<std::pair<std::string, Rounding>> roundings{
      {"_rne.i8", {}},
      {"_sr.i8", vectors.stochastic("bfp_r.u8")},
      {"_rz.i8", {RoundingMode::toward_zero}}};
  for (const auto& [kind, rounding] : roundings) {
    for (const std::string& name : vectors.between("bfp", kind)) {
      SCOPED_TRACE(name + kind);
      const std::string file = "bfp" + name + kind;
      const int bits = std::stoi(name);
      const BfpTensor found = quantize_bfp(x, Bfp{bits, {1, group}}, rounding, draws);
      const std::vector<std::int8_t> expected = vectors.read<std::int8_t>(file);
      EXPECT_EQ(found.mantissas, (std::vector<std::int32_t>(expected.begin(), expected.end())));
      EXPECT_EQ(found.exponents, vectors.read<std::int16_t>("bfp_e.i16"));
    }
  }
}

/// The sum of all products, as exactly as a long double holds it.
inline long double exact_dot(const ScaledIntegers& a, const ScaledIntegers& b, std::size_t row) {
  long double sum = 0;
  for (std::size_t column = 0; column < a.grid.columns(); ++column) {
    const std::size_t i = row * a.grid.columns() + column;
    const BlockScale& scale_a = a.scales[a.grid.block_of(i)];
    const BlockScale& scale_b = b.scales[b.grid.block_of(i)];
    sum += std::ldexp(static_cast<long double>(a.integers[i] * scale_a.factor) *
                          static_cast<long double>(b.integers[i] * scale_b.factor),
                      scale_a.exponent + scale_b.exponent);
  }
  return sum * static_cast<long double>(a.tensor_scale) * static_cast<long double>(b.tensor_scale);
}

inline void compare_dot(Vectors& vectors) {
  const Matrix a = vectors.matrix("dot_a.f32");
  const Matrix b = vectors.matrix("dot_b.f32");
  const std::vector<double> expected = vectors.read<double>("dot.f64");
  std::string names = vectors.what("dot.f64");
  names = names.substr(0, names.find(' ')) + ",";
  std::size_t at = 0;
  for (std::size_t end = names.find(','); end != std::string::npos; end = names.find(',')) {
    const std::string name = names.substr(0, end);
    SCOPED_TRACE(name);
    names.erase(0, end + 1);
    const Format format = name == "nvfp4" ? Format(Nvfp4{}) : Format(Mx{element_named(name)});
    const ScaledIntegers qa = quantized(format, a);
    const ScaledIntegers qb = quantized(format, b);
    for (std::size_t row = 0; row < a.rows; ++row) {
      EXPECT_EQ(double{dot(qa, row, qb, row)}, expected.at(at)) << row;
      const double sum = expected.at(at + 1);
      EXPECT_NEAR(static_cast<double>(exact_dot(qa, qb, row)), sum, 1e-15 * std::abs(sum)) << row;
      at += 2;
    }
  }
  EXPECT_EQ(at, expected.size());
}

inline HadamardTransform hadamard_of(const Vectors& vectors) {
  return HadamardTransform(vectors.manifest().at("rht_sign").get<std::vector<int>>());
}

inline void compare_hadamard(Vectors& vectors) {
  const Matrix found = hadamard_of(vectors).apply(vectors.matrix("rht_x.f32"));
  const Matrix expected = vectors.matrix("rht_y.f32");
  ASSERT_EQ(found.values.size(), expected.values.size());
  for (std::size_t row = 0; row < expected.rows; ++row) {
    const float largest = range_of(part_of(expected, row, 1, expected.columns)).largest;
    const float ulp = std::nextafter(largest, INFINITY) - largest;
    for (std::size_t column = 0; column < expected.columns; ++column) {
      EXPECT_NEAR(found.at(row, column), expected.at(row, column), 4 * ulp);
    }
  }
}

}  // namespace metronome::formats
