#pragma once

#include <memory>
#include <vector>

#include "arch/array/array.hpp"
#include "arch/array/pass_machine.hpp"
#include "arch/array/stepped_tile.hpp"

namespace metronome::array {

/// A matrix of codes, row by row. A code stands for (code - zero_point) times a scale.
struct CodeMatrix {
  std::uint64_t rows = 1, columns = 1;
  int bits = 8;            ///< 1 to 16; 1-bit signed codes are -1 and 0
  bool is_signed = false;  ///< two's complement
  std::int64_t zero_point = 0;
  std::vector<std::int32_t> codes;

  [[nodiscard]] std::int32_t at(std::uint64_t row, std::uint64_t column) const {
    return codes[row * columns + column];
  }
};

/// Whether every code can be written with the bits.
[[nodiscard]] bool codes_fit(const CodeMatrix& matrix);

/// The array of one family, every PE at every clock, on the codes of one GEMM C = A B. Shares with
/// PassMachine the specification of the family and the direction of the walk, no constant of time.
class SteppedArray {
 public:
  /// `walk` says which walk of the family is taken (its kind and whether it is transposed).
  SteppedArray(const ArraySpec& spec, const Operands& operands, const Unrolling& walk,
               const Ports& ports, CodeMatrix a, CodeMatrix b);
  ~SteppedArray();
  SteppedArray(SteppedArray&&) noexcept;
  SteppedArray& operator=(SteppedArray&&) noexcept;

  /// Steps one tile, at its place in the GEMM. Tiles along k come in order.
  ArrayUse run(const Tile& tile);

  /// The integer result, zero points corrected: side adders form row sums of A and column sums of
  /// B and add them to each result. Counted, and without array cycles.
  [[nodiscard]] std::vector<std::int64_t> result();
  [[nodiscard]] const SteppedCounts& counts() const { return counts_; }

 private:
  class Machine;

  std::unique_ptr<Machine> machine_;
  bool transposed_;
  CodeMatrix a_, b_;
  std::vector<std::int64_t> sums_;
  SteppedCounts counts_;
};

/// The same product in 64-bit integers, straight from the definition.
[[nodiscard]] std::vector<std::int64_t> exact_product(const CodeMatrix& a, const CodeMatrix& b);

}  // namespace metronome::array
