#pragma once

#include <memory>
#include <vector>

#include "arch/array/array.hpp"
#include "arch/array/clock_watch.hpp"
#include "arch/array/codes.hpp"
#include "arch/array/corrections.hpp"
#include "arch/array/pass_machine.hpp"
#include "arch/array/stepped_tile.hpp"

namespace metronome::array {

/// The array of one family, every PE at every clock, on the codes of one GEMM C = A B, or of
/// several, whose tiles come in any order (the phases of an input gradient). Shares with
/// PassMachine the specification of the family and the direction of the walk, no constant of time.
class SteppedArray {
 public:
  /// `walk` says which walk of the family is taken (its kind and whether it is transposed).
  SteppedArray(const ArraySpec& spec, const Operands& operands, const Unrolling& walk,
               const Ports& ports, CodeMatrix a, CodeMatrix b,
               CorrectionUnit corrections = CorrectionUnit::side_adders);
  /// A GEMM for each Tile::stride_phase.
  SteppedArray(const ArraySpec& spec, const Operands& operands, const Unrolling& walk,
               const Ports& ports, std::vector<GemmCodes> gemms, CorrectionUnit corrections);
  ~SteppedArray();
  SteppedArray(SteppedArray&&) noexcept;
  SteppedArray& operator=(SteppedArray&&) noexcept;

  /// Steps one tile, at its place in its GEMM. Tiles along k come in order.
  ArrayUse run(const Tile& tile);

  /// The integer result of a GEMM, zero points corrected; sums that the array did not form come
  /// from side adders. Their additions, and those to the results, are counted and take no array
  /// cycles: to be asked for once.
  [[nodiscard]] std::vector<std::int64_t> result(std::uint64_t stride_phase = 0);
  [[nodiscard]] const SteppedCounts& counts() const { return counts_; }
  /// To look at the array as it runs.
  [[nodiscard]] const PeProbe& probe() const;

 private:
  class Machine;

  std::unique_ptr<Machine> machine_;
  struct Gemm {
    CodeMatrix a, b;
    CodeMatrix row_selector, column_selector;  ///< empty with side adders
    std::vector<std::int64_t> product;
    CorrectionSums sums;
  };
  struct Part;
  [[nodiscard]] Gemm gemm_of(const ArraySpec& spec, const Operands& operands,
                             GemmCodes codes) const;
  [[nodiscard]] Part part_of(const Tile& tile);

  bool transposed_;
  bool zero_points_;
  NumberFormat a_format_, b_format_;
  CorrectionUnit corrections_;
  std::vector<Gemm> gemms_;
  SteppedCounts counts_;
};

}  // namespace metronome::array
