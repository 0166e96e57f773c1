#pragma once

#include <cstdint>
#include <vector>

#include "arch/array/codes.hpp"
#include "arch/array/dual_serial.hpp"
#include "arch/array/stream_time.hpp"

namespace metronome::array {

/// Bits that a code takes: up to its leading one, or, in two's complement, up to the last bit that
/// differs from the sign, and the sign. At least 1.
[[nodiscard]] std::uint64_t code_width(std::int32_t code, bool is_signed);

/// Shares of a tensor's elements by the bits that they take; index is the number of bits.
[[nodiscard]] TermShares width_shares(const CodeMatrix& codes);

/// Clocks of a step whose operands take so many bits.
[[nodiscard]] std::uint64_t step_clocks(const DualSerialSpec& spec, std::uint64_t x_width,
                                        std::uint64_t y_width);

/// The operands of a whole GEMM, as x and y of a walk.
struct GroupOperands {
  GroupOperands(const DualSerialSpec& loom, bool transposed, const CodeMatrix& a,
                const CodeMatrix& b);

  DualSerialSpec spec;
  std::uint64_t depth = 0;
  bool x_signed = false, y_signed = false;
  std::vector<std::int32_t> x, y;  ///< codes, outer by outer
};

/// The stream of passes on given codes: each step detects the leading one of its two groups and
/// counts its digits down. The cycle model.
class GroupCodes final : public StreamTime {
 public:
  explicit GroupCodes(GroupOperands operands) : operands_(std::move(operands)) {}
  [[nodiscard]] StreamClocks clocks(const PassBlock& block) const override;
  [[nodiscard]] bool by_place() const override { return true; }

 private:
  GroupOperands operands_;
};

/// The same in closed form: for each step the largest widths, multiplied.
class GroupMaxima final : public StreamTime {
 public:
  explicit GroupMaxima(const GroupOperands& operands);
  [[nodiscard]] StreamClocks clocks(const PassBlock& block) const override;
  [[nodiscard]] bool by_place() const override { return true; }

 private:
  DualSerialSpec spec_;
  std::uint64_t depth_;
  std::vector<std::uint64_t> x_, y_;  ///< widths
};

/// The expected stream, from the shares of x and y by width, all elements independent: the largest
/// of a group's draws, exactly; the steps' sum rounded to nearest.
class GroupExpectation final : public StreamTime {
 public:
  GroupExpectation(const DualSerialSpec& spec, TermShares x, TermShares y);
  [[nodiscard]] StreamClocks clocks(const PassBlock& block) const override;
  [[nodiscard]] bool by_place() const override { return false; }

 private:
  DualSerialSpec spec_;
  TermShares x_, y_;
};

}  // namespace metronome::array
