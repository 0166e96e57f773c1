#pragma once

#include <gtest/gtest.h>

#include <cmath>

#include "tests/workloads/formats/vectors.hpp"

namespace metronome::formats {

inline void expect_codes(const std::vector<float>& x, Element element,
                         const std::vector<std::uint16_t>& codes, const Rounding& rounding,
                         const Draws& draws, Overflow overflow) {
  ASSERT_EQ(x.size(), codes.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    EXPECT_EQ(encode(element, x[i], rounding, draws.of(i, rounding.random_bits), overflow),
              codes[i])
        << i << ": " << x[i];
  }
}

template <class T>
std::vector<std::uint16_t> codes_of(Vectors& vectors, const std::string& file) {
  const std::vector<T> codes = vectors.read<T>(file);
  return {codes.begin(), codes.end()};
}

inline void compare_elements(Vectors& vectors) {
  for (const std::string& name : vectors.between("elem_", "_x.f32")) {
    SCOPED_TRACE(name);
    const std::string begin = "elem_" + name;
    const Element element = element_named(name);
    const std::vector<float> x = vectors.read<float>(begin + "_x.f32");
    const auto codes = [&](const char* kind) {
      return codes_of<std::uint8_t>(vectors, begin + kind + ".u8");
    };
    expect_codes(x, element, codes("_rne"), {}, {}, Overflow::saturate);
    expect_codes(x, element, codes("_sr"), vectors.stochastic(begin + "_r.u16"),
                 vectors.draws<std::uint16_t>(begin + "_r.u16"), Overflow::saturate);
    if (vectors.has(begin + "_nosat.u8")) {
      expect_codes(x, element, codes("_nosat"), {}, {}, Overflow::special);
    }
  }
}

inline void compare_halves(Vectors& vectors) {
  std::vector<float> x = vectors.read<float>("bf16_x.f32");
  expect_codes(x, Element::bf16, codes_of<std::uint16_t>(vectors, "bf16_rne.u16"), {}, {},
               Overflow::special);
  for (float& number : x) {
    number = std::isnan(number) ? 0 : number;  // as the manifest says of bf16_sr
  }
  expect_codes(x, Element::bf16, codes_of<std::uint16_t>(vectors, "bf16_sr.u16"),
               vectors.stochastic("bf16_r.u16"), vectors.draws<std::uint16_t>("bf16_r.u16"),
               Overflow::keep_infinity);
  expect_codes(vectors.read<float>("fp16_x.f32"), Element::fp16,
               codes_of<std::uint16_t>(vectors, "fp16_rne.u16"), {}, {}, Overflow::special);
}

}  // namespace metronome::formats
