#pragma once

#include <cstdint>
#include <vector>

#include "workloads/formats/element.hpp"
#include "workloads/formats/scaled_integers.hpp"

namespace metronome::formats {

/// FP8 with one FP32 scale a tensor [nvidia2025te]: code = E4M3 or E5M2 of x * scale, saturating;
/// value = code * (1 / scale), all in FP32.
struct Fp8 {
  Element element = Element::e4m3;
  int margin = 0;  ///< powers of two kept free above the largest magnitude
  /// Elements whose products are summed exactly before they are added in FP32.
  std::size_t sum_block = 32;
  bool operator==(const Fp8&) const = default;
};

struct Fp8Tensor {
  Fp8 format;
  std::size_t rows, columns;
  std::vector<std::uint8_t> codes;
  float scale;
};

/// largest of the element / `largest` / 2^margin in FP32, at most the largest FP32 number; `kept`
/// where `largest` is 0 or not finite.
[[nodiscard]] float fp8_scale(float largest, const Fp8& format, float kept = 1);

[[nodiscard]] Fp8Tensor quantize_fp8(MatrixView matrix, float scale, const Fp8& format,
                                     const Rounding& rounding = {}, const Draws& draws = {});

/// Current scaling: the scale of this tensor's own largest magnitude (infinite, if a number is).
[[nodiscard]] Fp8Tensor quantize_fp8_current(MatrixView matrix, const Fp8& format,
                                             const Rounding& rounding = {},
                                             const Draws& draws = {});

[[nodiscard]] ScaledIntegers exact(const Fp8Tensor& tensor);

/// Delayed scaling: the scale of a step comes from the largest magnitudes of the last ones before.
class DelayedScale {
 public:
  explicit DelayedScale(const Fp8& format, std::size_t history = 1024, float initial = 1);

  /// For the tensor of this step.
  [[nodiscard]] float scale() const { return scale_; }
  /// The largest magnitude of this step's tensor; infinity where a number is not finite.
  void record(float largest);

 private:
  Fp8 format_;
  std::vector<float> history_;
  std::size_t next_ = 0;
  float scale_;
};

/// Of a matrix; infinity where a number is not finite.
[[nodiscard]] float largest_of(MatrixView matrix);

}  // namespace metronome::formats
