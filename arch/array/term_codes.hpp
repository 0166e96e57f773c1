#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "arch/array/stream_time.hpp"
#include "arch/array/term_serial.hpp"

namespace metronome::array {

/// Clocks that a row of lanes needs for the terms of its elements (exponents as sets of bits) when
/// each clock serves, in every lane, the lowest pending term if it lies less than `reach` powers of
/// two above the lowest pending term of all lanes.
[[nodiscard]] std::uint64_t windowed_clocks(std::span<const std::uint32_t> lanes,
                                            std::uint64_t reach);

/// The terms of the operands of a whole GEMM, as x and y of a walk.
class TermOperands {
 public:
  TermOperands(const TermSerialSpec& spec, const Operands& operands, bool transposed, CodeMatrix a,
               CodeMatrix b);

  /// Terms of the elements (outer, k) to (outer, k + count), as sets of exponents.
  [[nodiscard]] std::span<const std::uint32_t> x(std::uint64_t outer, std::uint64_t k,
                                                 std::uint64_t count) const {
    return {&x_[outer * depth_ + k], count};
  }
  [[nodiscard]] std::uint64_t x_clocks(std::uint64_t outer, std::uint64_t k) const;
  [[nodiscard]] std::uint64_t y_clocks(std::uint64_t outer, std::uint64_t k) const;
  [[nodiscard]] std::uint64_t y_limbs() const { return y_limbs_; }
  [[nodiscard]] const TermSerialSpec& spec() const { return spec_; }
  /// Clocks of one row of lanes of x in which every y is bit-parallel.
  [[nodiscard]] std::uint64_t row_clocks(std::uint64_t outer, std::uint64_t k,
                                         std::uint64_t count) const {
    return y_limbs_ * windowed_clocks(x(outer, k, count), spec_.window_positions);
  }

 private:
  TermSerialSpec spec_;
  std::uint64_t depth_;
  std::uint64_t y_limbs_;  ///< 0: y is cut into terms
  std::vector<std::uint32_t> x_, y_;
};

/// The stream of passes on given codes, every unit followed through its steps: the cycle model.
class TermCodes final : public StreamTime {
 public:
  explicit TermCodes(TermOperands operands) : operands_(std::move(operands)) {}
  [[nodiscard]] StreamClocks clocks(const PassBlock& block) const override;
  [[nodiscard]] bool by_place() const override { return true; }

 private:
  [[nodiscard]] std::uint64_t unit_clocks(std::uint64_t x, std::uint64_t y, std::uint64_t k,
                                          std::uint64_t lanes) const;

  TermOperands operands_;
};

/// The same in closed form: steps from the largest numbers of terms, work from sums of terms, the
/// start of a step from the ends of those before it.
class TermMaxima final : public StreamTime {
 public:
  explicit TermMaxima(TermOperands operands) : operands_(std::move(operands)) {}
  [[nodiscard]] StreamClocks clocks(const PassBlock& block) const override;
  [[nodiscard]] bool by_place() const override { return true; }

 private:
  [[nodiscard]] std::uint64_t work(const PassBlock& block) const;
  [[nodiscard]] std::uint64_t step_clocks(const PassBlock& group, std::uint64_t k,
                                          std::uint64_t lanes) const;
  [[nodiscard]] std::uint64_t last_end(const PassBlock& block) const;

  TermOperands operands_;
};

}  // namespace metronome::array
