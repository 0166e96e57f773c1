#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "arch/array/chunked_bfp.hpp"
#include "arch/array/chunked_fp.hpp"
#include "arch/array/stepped_tile.hpp"
#include "arch/array/wide_sum.hpp"
#include "sim/base/quantity.hpp"

namespace metronome::array {

/// Multipliers of one fixed width. An operand travels as one limb of that width.
class FixedPe {
 public:
  using Word = std::int32_t;
  using Sum = std::int64_t;
  static constexpr unsigned kWordBits = 17;  ///< of the widest signed or unsigned operand

  explicit FixedPe(int operand_bits) : limb_bits_(static_cast<std::uint64_t>(operand_bits)) {}

  [[nodiscard]] std::uint64_t lanes() const { return 1; }
  [[nodiscard]] std::uint64_t limb_bits() const { return limb_bits_; }
  [[nodiscard]] std::uint64_t limbs(int bits) const {
    return ceil_div(static_cast<std::uint64_t>(bits), limb_bits_);
  }

  /// 1 x 1-bit products of a clock, and what else one product takes.
  [[nodiscard]] std::uint64_t bit_products() const { return limb_bits_ * limb_bits_; }
  [[nodiscard]] ArrayWork work() const { return {.adds = 1}; }

  void load_x(Word& word, std::uint64_t, std::int32_t limb) const { word = limb; }
  void load_y(Word& word, std::uint64_t, std::int32_t limb) const { word = limb; }
  [[nodiscard]] std::int64_t multiply(const Word& x, const Word& y) const {
    return static_cast<std::int64_t>(x) * y;
  }
  /// A word as it is shown in a wave form.
  [[nodiscard]] std::int64_t packed(const Word& word) const { return word; }

 private:
  std::uint64_t limb_bits_;
};

/// 2-bit digits of an operand: 1, 2 or 4.
[[nodiscard]] inline std::uint64_t brick_digits(int bits) {
  return bits <= 2 ? 1 : bits <= 4 ? 2 : 4;
}

/// A Fusion Unit: 16 bricks multiply 2-bit digits (the top one of an operand signed), shifters and
/// adders compose them to as many products as fit.
class FusionPe {
 public:
  using Word = std::array<std::int16_t, 16>;  ///< the digit at each brick
  using Sum = std::int64_t;
  static constexpr unsigned kWordBits = 64;  ///< of packed()

  FusionPe(int x_bits, int y_bits)
      : x_digits_(brick_digits(x_bits)), y_digits_(brick_digits(y_bits)) {
    for (std::uint64_t brick = 0; brick < kBricks; ++brick) {
      const std::uint64_t part = brick % parts();
      weights_[brick] = 1 << (2 * (part / y_digits_ + part % y_digits_));
    }
  }

  [[nodiscard]] std::uint64_t lanes() const { return kBricks / parts(); }
  [[nodiscard]] std::uint64_t limb_bits() const { return 8; }
  [[nodiscard]] std::uint64_t limbs(int bits) const {
    return ceil_div(static_cast<std::uint64_t>(bits), limb_bits());
  }
  [[nodiscard]] std::uint64_t bit_products() const { return kBricks * 2 * 2; }
  [[nodiscard]] ArrayWork work() const {
    ArrayWork sum;
    for (const std::int32_t weight : weights_) {
      sum += {.adds = 1, .shifts = weight > 1 ? 1u : 0u};
    }
    return sum;
  }

  void load_x(Word& word, std::uint64_t lane, std::int32_t limb) const {
    for (std::uint64_t part = 0; part < parts(); ++part) {
      word[lane * parts() + part] = digit(limb, part / y_digits_, x_digits_);
    }
  }
  void load_y(Word& word, std::uint64_t lane, std::int32_t limb) const {
    for (std::uint64_t part = 0; part < parts(); ++part) {
      word[lane * parts() + part] = digit(limb, part % y_digits_, y_digits_);
    }
  }
  [[nodiscard]] std::int64_t multiply(const Word& x, const Word& y) const {
    std::int32_t sum = 0;
    for (std::size_t brick = 0; brick < kBricks; ++brick) {
      sum += x[brick] * y[brick] * weights_[brick];
    }
    return sum;
  }
  /// A word as it is shown in a wave form: four bits in two's complement for each digit.
  [[nodiscard]] std::int64_t packed(const Word& word) const {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < word.size(); ++i) {
      bits |= (static_cast<std::uint64_t>(word[i]) & 0xf) << (4 * i);
    }
    return static_cast<std::int64_t>(bits);
  }

 private:
  static constexpr std::uint64_t kBricks = 16;

  static std::int16_t digit(std::int32_t limb, std::uint64_t index, std::uint64_t count) {
    return static_cast<std::int16_t>(digit_of(limb, index, count, 2));
  }
  /// Bricks that make one product.
  [[nodiscard]] std::uint64_t parts() const { return x_digits_ * y_digits_; }

  std::uint64_t x_digits_, y_digits_;
  std::array<std::int32_t, kBricks> weights_{};  ///< of each brick's product
};

/// Sixteen units that share one shift-add (BitBlade): all products of one pair of digits are added
/// first, then shifted.
class GroupPe {
 public:
  using Word = std::array<std::int8_t, 256>;  ///< digits, lane by lane
  using Sum = std::int64_t;
  static constexpr unsigned kWordBits = 64;  ///< of packed()

  GroupPe(int x_bits, int y_bits)
      : x_digits_(brick_digits(x_bits)),
        y_digits_(brick_digits(y_bits)),
        lanes_(kBricks / (x_digits_ * y_digits_)) {}

  [[nodiscard]] std::uint64_t lanes() const { return lanes_; }
  [[nodiscard]] std::uint64_t limb_bits() const { return 8; }
  [[nodiscard]] std::uint64_t limbs(int bits) const {
    return ceil_div(static_cast<std::uint64_t>(bits), limb_bits());
  }

  [[nodiscard]] std::uint64_t bit_products() const { return kBricks * 2 * 2; }
  [[nodiscard]] ArrayWork work() const {
    return {.adds = kBricks, .shifts = x_digits_ * y_digits_ - 1};
  }

  void load_x(Word& word, std::uint64_t lane, std::int32_t limb) const {
    load(word, lane, limb, x_digits_);
  }
  void load_y(Word& word, std::uint64_t lane, std::int32_t limb) const {
    load(word, lane, limb, y_digits_);
  }
  [[nodiscard]] std::int64_t multiply(const Word& x, const Word& y) const {
    std::int32_t sum = 0;
    for (std::uint64_t i = 0; i < x_digits_; ++i) {
      for (std::uint64_t j = 0; j < y_digits_; ++j) {
        std::int32_t equal = 0;
        for (std::uint64_t lane = 0; lane < lanes_; ++lane) {
          equal += x[lane * x_digits_ + i] * y[lane * y_digits_ + j];
        }
        sum += equal * (1 << (2 * (i + j)));
      }
    }
    return sum;
  }
  /// Four bits in two's complement for each of the first sixteen digits.
  [[nodiscard]] std::int64_t packed(const Word& word) const {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < 16; ++i) {
      bits |= (static_cast<std::uint64_t>(word[i]) & 0xf) << (4 * i);
    }
    return static_cast<std::int64_t>(bits);
  }

 private:
  static constexpr std::uint64_t kBricks = 256;

  static void load(Word& word, std::uint64_t lane, std::int32_t limb, std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) {
      word[lane * count + i] = static_cast<std::int8_t>(digit_of(limb, i, count, 2));
    }
  }

  std::uint64_t x_digits_, y_digits_, lanes_;
};

/// A unit of block floating point whose groups all have one exponent: multiplies chunks of
/// mantissas, lane by lane, and adds the products.
class ChunkPe {
 public:
  using Word = std::array<std::int16_t, kMaxChunkLanes>;
  using Sum = std::int64_t;
  static constexpr unsigned kWordBits = 64;  ///< of packed()

  explicit ChunkPe(const ChunkedBfpSpec& spec) : spec_(spec) {}

  [[nodiscard]] std::uint64_t lanes() const { return spec_.lanes; }
  [[nodiscard]] std::uint64_t limb_bits() const {
    return static_cast<std::uint64_t>(spec_.chunk_bits);
  }
  [[nodiscard]] std::uint64_t limbs(int bits) const { return chunks_of(spec_, bits); }
  [[nodiscard]] std::uint64_t bit_products() const { return lanes() * limb_bits() * limb_bits(); }
  [[nodiscard]] ArrayWork work() const { return {.adds = lanes()}; }

  void load_x(Word& word, std::uint64_t lane, std::int32_t chunk) const {
    word[lane] = static_cast<std::int16_t>(chunk);
  }
  void load_y(Word& word, std::uint64_t lane, std::int32_t chunk) const {
    word[lane] = static_cast<std::int16_t>(chunk);
  }
  [[nodiscard]] std::int64_t multiply(const Word& x, const Word& y) const {
    std::int32_t sum = 0;
    for (std::size_t lane = 0; lane < kMaxChunkLanes; ++lane) {  // beyond `lanes` there are zeros
      sum += x[lane] * y[lane];
    }
    return sum;
  }
  /// A byte in two's complement for each of the first eight chunks.
  [[nodiscard]] std::int64_t packed(const Word& word) const {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < 8; ++i) {
      bits |= (static_cast<std::uint64_t>(word[i]) & 0xff) << (8 * i);
    }
    return static_cast<std::int64_t>(bits);
  }

 private:
  ChunkedBfpSpec spec_;
};

/// The same with the exponents of the groups: they travel with the chunks, their sum shifts the
/// unit's sum, and accumulators are wide enough for every exponent, so that sums are exact.
class ScaledChunkPe {
 public:
  struct Word {
    ChunkPe::Word chunks{};
    std::int32_t exponent = 0;
  };
  using Sum = WideSum;
  static constexpr unsigned kWordBits = ChunkPe::kWordBits;

  explicit ScaledChunkPe(const ChunkedBfpSpec& spec) : pe_(spec) {}

  [[nodiscard]] std::uint64_t lanes() const { return pe_.lanes(); }
  [[nodiscard]] std::uint64_t limb_bits() const { return pe_.limb_bits(); }
  [[nodiscard]] std::uint64_t limbs(int bits) const { return pe_.limbs(bits); }
  [[nodiscard]] std::uint64_t bit_products() const { return pe_.bit_products(); }
  [[nodiscard]] ArrayWork work() const { return pe_.work(); }

  void load_x(Word& word, std::uint64_t lane, std::int32_t chunk) const {
    pe_.load_x(word.chunks, lane, chunk);
  }
  void load_y(Word& word, std::uint64_t lane, std::int32_t chunk) const {
    pe_.load_y(word.chunks, lane, chunk);
  }
  void load_exponent(Word& word, std::int32_t exponent) const { word.exponent = exponent; }
  [[nodiscard]] WideSum multiply(const Word& x, const Word& y) const {
    return WideSum(pe_.multiply(x.chunks, y.chunks)) << (x.exponent + y.exponent);
  }
  [[nodiscard]] std::int64_t packed(const Word& word) const { return pe_.packed(word.chunks); }

 private:
  ChunkPe pe_;
};

/// A unit of small floating-point numbers: multiplies chunks of significands, lane by lane, shifts
/// each product by the sum of its two exponents, cuts off what is below the register's least bit,
/// and adds. `Result` holds every sum that may come.
template <class Result>
class FloatChunkPe {
 public:
  struct Word {
    ChunkPe::Word chunks{};
    ChunkPe::Word exponents{};
  };
  using Sum = Result;
  static constexpr unsigned kWordBits = ChunkPe::kWordBits;

  /// `limbs`: those of x and y that pass, empty ones included (passing_chunks).
  FloatChunkPe(const ChunkedFpSpec& spec, const Operands& operands, ChunkPair limbs)
      : lanes_(spec.lanes),
        fed_lanes_(fed_lanes(spec, operands)),
        chunk_bits_(static_cast<std::uint64_t>(spec.chunk_bits)),
        limbs_(limbs),
        cut_(static_cast<std::int64_t>(cut_bits(spec, operands))) {}

  [[nodiscard]] std::uint64_t lanes() const { return lanes_; }
  [[nodiscard]] std::uint64_t limb_bits() const { return chunk_bits_; }
  [[nodiscard]] ChunkPair pair_limbs() const { return limbs_; }
  [[nodiscard]] std::uint64_t bit_products() const { return lanes_ * chunk_bits_ * chunk_bits_; }
  [[nodiscard]] ArrayWork work() const { return {.adds = fed_lanes_, .shifts = fed_lanes_}; }

  void load_x(Word& word, std::uint64_t lane, std::int32_t chunk) const {
    word.chunks[lane] = static_cast<std::int16_t>(chunk);
  }
  void load_y(Word& word, std::uint64_t lane, std::int32_t chunk) const {
    word.chunks[lane] = static_cast<std::int16_t>(chunk);
  }
  void load_lane_exponent(Word& word, std::uint64_t lane, std::int32_t exponent) const {
    word.exponents[lane] = static_cast<std::int16_t>(exponent);
  }
  [[nodiscard]] Result multiply(const Word& x, const Word& y) const {
    Result sum(0);
    for (std::size_t lane = 0; lane < lanes_; ++lane) {
      const std::int64_t product = std::int64_t{x.chunks[lane]} * y.chunks[lane];
      const std::int64_t shift = std::int64_t{x.exponents[lane]} + y.exponents[lane] - cut_;
      sum += shift >= 0 ? Result(Result(product) << static_cast<unsigned>(shift))
                        : Result(product >> std::min<std::int64_t>(-shift, 63));
    }
    return sum;
  }
  [[nodiscard]] std::int64_t packed(const Word& word) const {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < 8; ++i) {
      bits |= (static_cast<std::uint64_t>(word.chunks[i]) & 0xff) << (8 * i);
    }
    return static_cast<std::int64_t>(bits);
  }

 private:
  std::uint64_t lanes_, fed_lanes_, chunk_bits_;
  ChunkPair limbs_;
  std::int64_t cut_;  ///< bits of an exact sum that the register has not
};

}  // namespace metronome::array
