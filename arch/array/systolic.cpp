#include "arch/array/systolic.hpp"

namespace metronome::array {
namespace {

Unrolling output_stationary(const SystolicSpec& grid, std::uint64_t lanes, std::uint64_t passes,
                            const Operands& operands, bool transposed) {
  Unrolling u;
  u.name = transposed ? "os-transposed" : "os";
  u.transposed = transposed;
  u.rows = grid.rows;
  u.columns = grid.columns;
  u.depth = lanes;
  u.cycles_per_step = passes;
  u.skew_cycles = grid.rows + grid.columns - 2;
  u.x_bits = static_cast<std::uint64_t>(transposed ? operands.b_bits : operands.a_bits);
  u.y_bits = static_cast<std::uint64_t>(transposed ? operands.a_bits : operands.b_bits);
  return u;
}

Unrolling stationary_operand(const SystolicSpec& grid, std::uint64_t lanes, std::uint64_t passes,
                             const Operands& operands, bool transposed) {
  Unrolling u = output_stationary(grid, lanes, passes, operands, transposed);
  u.kind = Unrolling::Kind::stationary_operand;
  u.name = transposed ? "is" : "ws";
  u.rows = grid.rows * lanes;
  u.depth = 1;
  if (grid.double_buffered_weights) {
    // The next block loads while this one streams; only the first load of a tile is exposed.
    u.minimum_pass_cycles = grid.rows;
    u.tile_latency_cycles = grid.rows;
  } else {
    u.preload_cycles = grid.rows;
  }
  return u;
}

}  // namespace

std::vector<Unrolling> systolic_unrollings(const SystolicSpec& grid, std::uint64_t lanes,
                                           std::uint64_t passes, const Operands& operands) {
  switch (grid.dataflow) {
    case Dataflow::os:
      return {output_stationary(grid, lanes, passes, operands, false)};
    case Dataflow::ws:
      return {stationary_operand(grid, lanes, passes, operands, false)};
    case Dataflow::is:
      return {stationary_operand(grid, lanes, passes, operands, true)};
    case Dataflow::best:
      break;
  }
  return {stationary_operand(grid, lanes, passes, operands, false),
          stationary_operand(grid, lanes, passes, operands, true),
          output_stationary(grid, lanes, passes, operands, false),
          output_stationary(grid, lanes, passes, operands, true)};
}

std::vector<Unrolling> unrollings(const SystolicSpec& spec, const Operands& operands) {
  const auto passes = [&](int bits) {
    return ceil_div(static_cast<std::uint64_t>(bits),
                    static_cast<std::uint64_t>(spec.operand_bits));
  };
  return systolic_unrollings(spec, 1, passes(operands.a_bits) * passes(operands.b_bits), operands);
}

}  // namespace metronome::array

namespace metronome::config {

const std::vector<std::pair<array::Dataflow, std::string>>& EnumNames<array::Dataflow>::all() {
  static const std::vector<std::pair<array::Dataflow, std::string>> names{
      {array::Dataflow::os, "os"},
      {array::Dataflow::ws, "ws"},
      {array::Dataflow::is, "is"},
      {array::Dataflow::best, "best"}};
  return names;
}

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
          .field(
              "scalesim_counting", &S::scalesim_counting,
              {.doc = "compatibility, for `op`: counts like SCALE-Sim v3 (whole GEMM, no memory, "
                      "one cycle less)"});
  return schema;
}

}  // namespace metronome::config
