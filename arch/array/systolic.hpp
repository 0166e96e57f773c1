#pragma once

#include <string_view>
#include <vector>

#include "arch/array/unrolling.hpp"
#include "sim/base/enumeration.hpp"
#include "sim/config/schema.hpp"

namespace metronome::array {

/// Which dataflow a systolic array runs; `best` takes the quickest for each operation.
enum class Dataflow { os, ws, is, best };
constexpr auto enum_rows(Dataflow) {
  using enum Dataflow;
  return enum_list<Dataflow>({{os, "os"}, {ws, "ws"}, {is, "is"}, {best, "best"}});
}

/// A grid of bit-parallel multiply-accumulators of one fixed width. Narrower operands use the same
/// time; wider ones take ceil(bits / width) passes on each side.
/// Cycle formulas: SCALE-Sim [samajdar2020scalesim], per fold of a rows x columns array
///   os: K + R + C - 2,   ws: R + M + R + C - 2 (R: weight load),   is: the same with M, N
///   exchanged;
/// with `pipelined_passes`, of the F folds of a tile together
///   os: F max(K, R) + R + C - 2 + R (drain),   ws: R + F max(M, R) + R + C - 2.
struct SystolicSpec {
  static constexpr std::string_view kSchemaName = "systolic";
  std::uint64_t rows = 16;
  std::uint64_t columns = 32;
  int operand_bits = 8;
  Dataflow dataflow = Dataflow::best;
  bool double_buffered_weights = true;
  bool pipelined_passes = false;   ///< see overlaps()
  bool scalesim_counting = false;  ///< compatibility: see scalesim.hpp
  bool operator==(const SystolicSpec&) const = default;
};

/// What the PEs of a systolic grid do with operands of given widths. Operands wider than a
/// multiplier enter in limbs, each pair of which takes a cycle of a step.
struct SystolicPe {
  std::uint64_t lanes = 1;  ///< products of one PE that are added along k
  std::uint64_t a_limbs = 1, b_limbs = 1;
  std::uint64_t adds = 1;    ///< of one PE in a cycle, the one to the sum included
  std::uint64_t shifts = 0;  ///< of parts of products inside one PE
};

/// Whether a pass of this kind enters right behind the one before it: its first wave takes the sums
/// into shadow registers, or the next stationary operand out of them, PE by PE. A stationary
/// operand without a second register is loaded between passes, so that there the grid runs empty.
[[nodiscard]] inline bool overlaps(Unrolling::Kind kind, bool pipelined_passes,
                                   bool double_buffered_weights) {
  return pipelined_passes &&
         (kind == Unrolling::Kind::output_stationary || double_buffered_weights);
}

/// What a family of systolic grids says of the key in its field table.
inline constexpr const char* kPipelinedPassesDoc =
    "the next pass of a tile enters right behind the present one, so that fill and drain are paid "
    "once a tile (docs/arrays.md)";
/// Complains where the key could have no effect.
template <class Spec, class Complain>
void check_pipelined_passes(const Spec& spec, const Complain& complain) {
  const bool stationary = spec.dataflow == Dataflow::ws || spec.dataflow == Dataflow::is;
  if (spec.pipelined_passes && stationary && !spec.double_buffered_weights) {
    complain("pipelined_passes", "needs a second register for the stationary operand",
             "double_buffered_weights: true");
  }
}

/// The walks that a systolic grid offers.
[[nodiscard]] std::vector<Unrolling> systolic_unrollings(const SystolicSpec& grid,
                                                         const SystolicPe& pe,
                                                         const Operands& operands);

[[nodiscard]] std::vector<Unrolling> unrollings(const SystolicSpec& spec, const Operands& operands);

}  // namespace metronome::array

namespace metronome::config {
template <>
const StructSchema<array::SystolicSpec>& schema_of<array::SystolicSpec>();
}  // namespace metronome::config
