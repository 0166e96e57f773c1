#include "arch/array/systolic.hpp"

namespace metronome::array {
namespace {

/// Sums stay in the PEs; x and y pass through registers of every PE.
Unrolling output_stationary(const SystolicSpec& grid, const SystolicPe& pe,
                            const Operands& operands, bool transposed) {
  Unrolling u;
  u.name = transposed ? "os-transposed" : "os";
  u.transposed = transposed;
  u.rows = grid.rows;
  u.columns = grid.columns;
  u.depth = pe.lanes;
  u.cycles_per_step = pe.a_limbs * pe.b_limbs;
  u.skew_cycles = grid.rows + grid.columns - 2;
  u.x_bits = static_cast<std::uint64_t>(transposed ? operands.b_bits : operands.a_bits);
  u.y_bits = static_cast<std::uint64_t>(transposed ? operands.a_bits : operands.b_bits);
  const std::uint64_t limb_shifts = u.cycles_per_step > 1 ? 1 : 0;
  u.cycle_work = ArrayWork{pe.adds, pe.shifts + limb_shifts, 3} * (grid.rows * grid.columns);
  u.pass_work.register_writes = grid.rows * grid.columns;  // shadow registers of the sums
  if (overlaps(u.kind, grid.pipelined_passes, grid.double_buffered_weights)) {
    // A column's sums go down its shadow registers to the port; those of row r pass R - 1 - r of
    // them, and are gone when the next pass's sums come. The last pass's have nothing to go under.
    u.minimum_pass_cycles = grid.rows;
    u.tile_latency_cycles = u.skew_cycles + grid.rows;
    u.skew_cycles = 0;
    u.pass_work.register_writes = grid.columns * (grid.rows * (grid.rows + 1) / 2);
  }
  return u;
}

/// Sums pass through registers of every PE to accumulators below the grid, where limbs are shifted
/// and added; stationary limbs are shifted in and then taken over from the shift registers.
Unrolling stationary_operand(const SystolicSpec& grid, const SystolicPe& pe,
                             const Operands& operands, bool transposed) {
  SystolicSpec between_passes = grid;
  between_passes.pipelined_passes = false;
  Unrolling u = output_stationary(between_passes, pe, operands, transposed);
  u.kind = Unrolling::Kind::stationary_operand;
  u.name = transposed ? "is" : "ws";
  u.rows = grid.rows * pe.lanes;
  u.depth = 1;
  const std::uint64_t limb_work = u.cycles_per_step > 1 ? grid.columns : 0;
  const std::uint64_t pes = grid.rows * grid.columns;
  u.cycle_work = {pes * pe.adds + limb_work, pes * pe.shifts + limb_work, 2 * pes + grid.columns};
  const std::uint64_t limbs = pes * (transposed ? pe.a_limbs : pe.b_limbs);
  u.pass_work.register_writes = (grid.rows + 1) * limbs;
  if (grid.double_buffered_weights) {
    // The next block loads while this one streams; only the first load of a tile is exposed.
    u.minimum_pass_cycles = grid.rows;
    u.tile_latency_cycles = grid.rows;
    u.tile_work.register_writes = grid.rows * limbs;
    if (overlaps(u.kind, grid.pipelined_passes, true)) {
      u.tile_latency_cycles += u.skew_cycles;
      u.skew_cycles = 0;
      // A row's shadow registers shift only behind the wave that has read them: row r as often as
      // there are rows from it to the last.
      u.pass_work.register_writes = limbs / grid.rows * (grid.rows * (grid.rows + 1) / 2) + limbs;
    }
  } else {
    u.preload_cycles = grid.rows;
  }
  return u;
}

}  // namespace

std::vector<Unrolling> systolic_unrollings(const SystolicSpec& grid, const SystolicPe& pe,
                                           const Operands& operands) {
  switch (grid.dataflow) {
    case Dataflow::os:
      return {output_stationary(grid, pe, operands, false)};
    case Dataflow::ws:
      return {stationary_operand(grid, pe, operands, false)};
    case Dataflow::is:
      return {stationary_operand(grid, pe, operands, true)};
    case Dataflow::best:
      return {stationary_operand(grid, pe, operands, false),
              stationary_operand(grid, pe, operands, true),
              output_stationary(grid, pe, operands, false),
              output_stationary(grid, pe, operands, true)};
  }
  fail_no_enumerator(grid.dataflow);
}

std::vector<Unrolling> unrollings(const SystolicSpec& spec, const Operands& operands) {
  const auto limbs = [&](int bits) {
    return ceil_div(static_cast<std::uint64_t>(bits),
                    static_cast<std::uint64_t>(spec.operand_bits));
  };
  return systolic_unrollings(
      spec, {.a_limbs = limbs(operands.a_bits), .b_limbs = limbs(operands.b_bits)}, operands);
}

}  // namespace metronome::array

namespace metronome::config {

template <>
const StructSchema<array::SystolicSpec>& schema_of<array::SystolicSpec>() {
  using S = array::SystolicSpec;
  static const auto schema =
      StructSchema<S>("a systolic grid of fixed-width multiply-accumulators")
          .field("rows", &S::rows, {.doc = "PEs along the first axis", .min = 1, .max = 4096})
          .field("columns", &S::columns,
                 {.doc = "PEs along the second axis", .min = 1, .max = 4096})
          .field("operand_bits", &S::operand_bits,
                 {.unit = "bits", .doc = "width of each multiplier input", .min = 1, .max = 16})
          .field("dataflow", &S::dataflow,
                 {.doc = "os, ws or is (output-, weight- or input-stationary), or the quickest"})
          .field("double_buffered_weights", &S::double_buffered_weights,
                 {.doc = "load the next stationary block while the present one computes"})
          .field("pipelined_passes", &S::pipelined_passes, {.doc = array::kPipelinedPassesDoc})
          .field(
              "scalesim_counting", &S::scalesim_counting,
              {.doc = "compatibility, for `op`: counts like SCALE-Sim v3 (whole GEMM, no memory, "
                      "one cycle less)"})
          .validate([](const S& s, const StructSchema<S>::Complain& complain) {
            array::check_pipelined_passes(s, complain);
            if (s.pipelined_passes && s.scalesim_counting) {
              complain("pipelined_passes", "SCALE-Sim fills and drains the grid in every fold",
                       "false");
            }
          });
  return schema;
}

}  // namespace metronome::config
