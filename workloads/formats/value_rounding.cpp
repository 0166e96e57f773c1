#include "workloads/formats/value_rounding.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>

#include "sim/base/error.hpp"
#include "sim/base/overload.hpp"

namespace metronome::formats {
namespace {

constexpr float kMostFloat = std::numeric_limits<float>::max();
constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();
/// Added and subtracted, it leaves a whole number, to nearest even.
constexpr double kWholePart = 4503599627370496.0;  // 2^52
constexpr int kDoubleBias = 1023;
constexpr int kDoubleMantissa = 52;

/// Of normal numbers of double, which all numbers of float are.
int exponent_bits_of(double magnitude) {
  return static_cast<int>(std::bit_cast<std::uint64_t>(magnitude) >> kDoubleMantissa) - kDoubleBias;
}

double power_of_two(int exponent) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + kDoubleBias)
                               << kDoubleMantissa);
}

/// rounded() in floating point.
class StepRounding {
 public:
  StepRounding(const Rounding& rounding, const RandomStream* draws)
      : mode_(rounding.mode == RoundingMode::stochastic && draws == nullptr
                  ? RoundingMode::nearest_even
                  : rounding.mode),
        shift_(64 - rounding.random_bits),
        limit_(std::ldexp(1.0, rounding.random_bits)),
        draws_(draws) {}

  [[nodiscard]] double operator()(double steps, std::size_t element) const {
    switch (mode_) {
      case RoundingMode::nearest_even:
        return (steps + kWholePart) - kWholePart;
      case RoundingMode::stochastic: {
        const double low = std::floor(steps);
        const double part = std::floor((steps - low) * limit_);
        return low +
               (part + static_cast<double>(draws_->bits(element) >> shift_) >= limit_ ? 1 : 0);
      }
      case RoundingMode::toward_zero:
        return std::floor(steps);
    }
    fail_no_enumerator(mode_);
  }

 private:
  RoundingMode mode_;
  int shift_;
  double limit_;
  const RandomStream* draws_;
};

/// encode() and value() in one.
class ElementRounding {
 public:
  ElementRounding(Element element, const Rounding& rounding, const RandomStream* draws)
      : rounding_(rounding, draws),
        largest_(info(element).largest),
        least_(element == Element::mxint8 ? 0 : 1 - info(element).bias),
        most_(info(element).largest_exponent),
        mantissa_(info(element).mantissa_bits) {}

  /// Of what rounds beyond the largest number the largest.
  [[nodiscard]] double operator()(double x, std::size_t element) const {
    const double magnitude = std::fabs(x);
    const int exponent = std::max(exponent_bits_of(magnitude), least_);
    if (exponent > most_) {
      return std::isnan(x) ? x : std::copysign(largest_, x);
    }
    const double steps = rounding_(magnitude * power_of_two(mantissa_ - exponent), element);
    return std::copysign(std::min(steps * power_of_two(exponent - mantissa_), largest_), x);
  }

  [[nodiscard]] double largest() const { return largest_; }

 private:
  StepRounding rounding_;
  double largest_;
  int least_, most_, mantissa_;
};

/// Counts what codes are in units of the smallest number, where it has counts.
class Tally {
 public:
  Tally(MagnitudeCounts* counts, double unit) : counts_(counts), per_unit_(1 / unit) {}
  /// The number as it was made.
  double operator()(double element) const {
    if (counts_ != nullptr) {
      ++(*counts_)[static_cast<std::size_t>(std::fabs(element) * per_unit_)];
    }
    return element;
  }

 private:
  MagnitudeCounts* counts_;
  double per_unit_;
};

/// Of the smallest number, in units of the block's scale.
double unit_of(const Format& format) {
  const auto of = [](Element element) { return power_of_two(info(element).unit_exponent); };
  return std::visit(
      Overload{[](const Fp32&) { return 1.0; }, [&](const Half& f) { return of(f.element); },
               [&](const Mx& f) { return of(f.element); },
               [&](const Nvfp4&) { return of(Element::e2m1); },
               [&](const Fp8& f) { return of(f.element); }, [](const Bfp&) { return 1.0; }},
      format);
}

BlockRange range_of_block(const StridedSheet& sheet, const Block& block) {
  BlockRange range;
  for (std::size_t r = block.row; r < block.row_end; ++r) {
    for (std::size_t c = block.column; c < block.column_end; ++c) {
      const float magnitude = std::fabs(sheet.values[sheet.place(r, c)]);
      if (magnitude <= kMostFloat) {
        range.largest = std::max(range.largest, magnitude);
      } else {
        range.finite = false;
      }
    }
  }
  return range;
}

/// values[i] = value_of(values[i], i) for each number of a block.
template <class ValueOf>
void each_value(const StridedSheet& sheet, const Block& block, const ValueOf& value_of) {
  for (std::size_t r = block.row; r < block.row_end; ++r) {
    for (std::size_t c = block.column; c < block.column_end; ++c) {
      const std::size_t at = sheet.place(r, c);
      sheet.values[at] = static_cast<float>(value_of(sheet.values[at], at));
    }
  }
}

void make_nan(const StridedSheet& sheet, const Block& block) {
  each_value(sheet, block, [](float, std::size_t) { return kNoNumber; });
}

/// One rounding for each kind of format; round(sheet, block) of one block.
class HalfValues {
 public:
  HalfValues(const Half& format, const OperandFormat& operand, const RandomStream* draws)
      : element_(format.element, operand.rounding, draws),
        saturates_(operand.rounding.mode == RoundingMode::stochastic) {
    // The next number above the largest would be a power of two.
    const double next = power_of_two(info(format.element).largest_exponent + 1);
    const bool whole = operand.rounding.mode == RoundingMode::toward_zero;
    beyond_ = whole ? next : element_.largest() + (next - element_.largest()) / 2;
  }
  void round(const StridedSheet& sheet, const Block& block, const Tally&) const {
    each_value(sheet, block, [&](float x, std::size_t at) {
      if (!std::isfinite(x)) {
        return static_cast<double>(x);
      }
      const double rounded = element_(x, at);
      const bool beyond = !saturates_ && std::fabs(double{x}) >= beyond_;
      return beyond ? std::copysign(std::numeric_limits<double>::infinity(), rounded) : rounded;
    });
  }

 private:
  ElementRounding element_;
  bool saturates_;
  double beyond_;  ///< from here on nothing is finite
};

class MxValues {
 public:
  MxValues(const Mx& format, const OperandFormat& operand, const RandomStream* draws)
      : format_(format), element_(format.element, operand.rounding, draws) {}
  void round(const StridedSheet& sheet, const Block& block, const Tally& tally) const {
    const BlockRange range = range_of_block(sheet, block);
    if (!range.finite) {
      return make_nan(sheet, block);
    }
    const int exponent = mx_scale(range.largest, format_) - kScaleBias;
    const double up = power_of_two(-exponent) * format_.factor;
    const double down = power_of_two(exponent) / format_.factor;
    each_value(sheet, block,
               [&](float x, std::size_t at) { return tally(element_(x * up, at)) * down; });
  }

 private:
  Mx format_;
  ElementRounding element_;
};

class Nvfp4Values {
 public:
  Nvfp4Values(const Nvfp4& format, const OperandFormat& operand, const TensorFacts& facts,
              const RandomStream* draws)
      : scales_(nvfp4_scales(facts.largest, format)),
        element_(Element::e2m1, operand.rounding, draws),
        nearest_(Element::e2m1, {}, nullptr) {}
  void round(const StridedSheet& sheet, const Block& block, const Tally& tally) const {
    const BlockRange range = range_of_block(sheet, block);
    if (!range.finite) {
      return make_nan(sheet, block);
    }
    const float scale = chosen(sheet, block, range.largest);
    const float step = scale * scales_.decode_scale;
    const float factor = std::min(1.0F / step, kMostFloat);
    each_value(sheet, block, [&](float x, std::size_t at) {
      return tally(scale == 0 ? 0.0 : element_(clamped(x, factor), at)) * scale *
             scales_.decode_scale;
    });
  }

 private:
  static double clamped(float x, float factor) { return std::clamp(x * factor, -6.0F, 6.0F); }
  [[nodiscard]] float chosen(const StridedSheet& sheet, const Block& block, float largest) const {
    const float six = nvfp4_block_scale(largest, 6, scales_);
    if (!scales_.format.four_over_six) {
      return six;
    }
    const float four = nvfp4_block_scale(largest, 4, scales_);
    return error_of(sheet, block, four) < error_of(sheet, block, six) ? four : six;
  }
  [[nodiscard]] double error_of(const StridedSheet& sheet, const Block& block, float scale) const {
    const float factor = std::min(1.0F / (scale * scales_.decode_scale), kMostFloat);
    double sum = 0;
    for (std::size_t r = block.row; r < block.row_end; ++r) {
      for (std::size_t c = block.column; c < block.column_end; ++c) {
        const float x = sheet.values[sheet.place(r, c)];
        const double value =
            scale == 0 ? 0 : nearest_(clamped(x, factor), 0) * scale * scales_.decode_scale;
        sum += (value - x) * (value - x);
      }
    }
    return sum;
  }

  Nvfp4Scales scales_;
  ElementRounding element_;
  ElementRounding nearest_;
};

class Fp8Values {
 public:
  Fp8Values(const Fp8& format, const OperandFormat& operand, const TensorFacts& facts,
            const RandomStream* draws)
      : element_(format.element, operand.rounding, draws) {
    const float largest = facts.finite ? facts.largest : std::numeric_limits<float>::infinity();
    scale_ = facts.delayed_scale ? *facts.delayed_scale : fp8_scale(largest, format);
  }
  void round(const StridedSheet& sheet, const Block& block, const Tally&) const {
    const float inverse = 1.0F / scale_;
    each_value(sheet, block, [&](float x, std::size_t at) {
      const float scaled = x * scale_;
      return element_(scaled, at) * inverse;
    });
  }

 private:
  ElementRounding element_;
  float scale_ = 1;
};

class BfpValues {
 public:
  BfpValues(const Bfp& format, const OperandFormat& operand, const TensorFacts& facts,
            const RandomStream* draws)
      : format_(format),
        rounding_(operand.rounding, draws),
        least_(least_bfp_exponent(facts.largest, format)),
        most_(static_cast<double>((std::int64_t{1} << (format.bits - 1)) - 1)) {}
  void round(const StridedSheet& sheet, const Block& block, const Tally& tally) const {
    const BlockRange range = range_of_block(sheet, block);
    if (!range.finite) {
      return make_nan(sheet, block);
    }
    const int exponent = std::max<int>(bfp_exponent(range, format_.boundary), least_);
    const double up = power_of_two(-(exponent - format_.bits + 2));
    const double down = power_of_two(exponent - format_.bits + 2);
    each_value(sheet, block, [&](float x, std::size_t at) {
      const double steps = std::min(rounding_(std::fabs(double{x}) * up, at), most_);
      return std::copysign(tally(steps), x) * down;
    });
  }

 private:
  Bfp format_;
  StepRounding rounding_;
  int least_;
  double most_;
};

/// Calls use(rounding) with what rounds the format's blocks.
template <class Use>
void with_values(const OperandFormat& operand, const TensorFacts& facts, const RandomStream* draws,
                 const Use& use) {
  std::visit(
      Overload{[](const Fp32&) {}, [&](const Half& f) { use(HalfValues(f, operand, draws)); },
               [&](const Mx& f) { use(MxValues(f, operand, draws)); },
               [&](const Nvfp4& f) { use(Nvfp4Values(f, operand, facts, draws)); },
               [&](const Fp8& f) { use(Fp8Values(f, operand, facts, draws)); },
               [&](const Bfp& f) { use(BfpValues(f, operand, facts, draws)); }},
      operand.format);
}

}  // namespace

ValueRounding::ValueRounding(const OperandFormat& operand, const TensorFacts& facts,
                             const RandomStream* draws)
    : operand_(operand), facts_(facts), draws_(draws) {}

std::size_t ValueRounding::row_step() const {
  const auto block = block_of(operand_.format);
  return block ? block->rows : 1;
}

std::size_t magnitudes_of(const Format& format) {
  constexpr double kMost = 1 << 15;
  const auto of = [&](double largest) {
    const double magnitudes = largest / unit_of(format) + 1;
    return magnitudes <= kMost ? static_cast<std::size_t>(magnitudes) : 0;
  };
  return std::visit(Overload{[](const Fp32&) { return std::size_t{0}; },
                             [](const Half&) { return std::size_t{0}; },
                             [&](const Mx& f) { return of(info(f.element).largest); },
                             [&](const Nvfp4&) { return of(info(Element::e2m1).largest); },
                             [&](const Fp8& f) { return of(info(f.element).largest); },
                             [&](const Bfp& f) { return of(std::ldexp(1.0, f.bits - 1) - 1); }},
                    format);
}

void ValueRounding::round(const StridedSheet& sheet, std::size_t begin, std::size_t end,
                          MagnitudeCounts* counts) const {
  METRONOME_ASSERT(counts == nullptr || counts->size() == magnitudes_of(operand_.format),
                   "counts have a place for each magnitude");
  const Tally tally(counts, unit_of(operand_.format));
  const BlockShape shape = block_of(operand_.format).value_or(BlockShape{1, kWhole});
  METRONOME_ASSERT(begin % shape.rows == 0, "blocks are not parted");
  const std::size_t width = std::min(shape.columns, sheet.columns);
  with_values(operand_, facts_, draws_, [&](const auto& values) {
    for (std::size_t row = begin; row < end; row += shape.rows) {
      for (std::size_t column = 0; column < sheet.columns; column += width) {
        values.round(sheet,
                     {0, row, std::min(row + shape.rows, end), column,
                      std::min(column + width, sheet.columns)},
                     tally);
      }
    }
  });
}

void transform_row(const HadamardTransform& transform, float* row, std::size_t columns) {
  const std::size_t n = transform.tile();
  const double scale = 1 / std::sqrt(static_cast<double>(n));
  std::array<double, kMostHadamardTile> part;
  for (std::size_t begin = 0; begin < columns; begin += n) {
    for (std::size_t j = 0; j < n; ++j) {
      part[j] = begin + j < columns ? double{row[begin + j]} * transform.signs()[j] : 0.0;
    }
    for (std::size_t half = 1; half < n; half *= 2) {
      for (std::size_t i = 0; i < n; ++i) {
        if ((i & half) == 0) {
          const double a = part[i];
          const double b = part[i + half];
          part[i] = a + b;
          part[i + half] = a - b;
        }
      }
    }
    for (std::size_t j = 0; j < n; ++j) {
      row[begin + j] = static_cast<float>(part[j] * scale);
    }
  }
}

}  // namespace metronome::formats
