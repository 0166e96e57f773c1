// The closed form and the pass-by-pass model of an array share nothing but the specification; they
// must agree in every bin for any shape, tiling, precision, dataflow and port width.
#include "arch/array/analytic.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "arch/array/array.hpp"
#include "arch/array/pass_machine.hpp"
#include "sim/base/random.hpp"

namespace metronome::array {
namespace analytic_test {

ArrayUse walk_all_tiles(const Unrolling& u, const Ports& ports, const GemmShape& gemm,
                        const TileShape& tile) {
  const PassMachine machine(u, ports);
  ArrayUse sum;
  for (std::uint64_t m = 0; m < gemm.m; m += tile.m) {
    for (std::uint64_t n = 0; n < gemm.n; n += tile.n) {
      for (std::uint64_t k = 0; k < gemm.k; k += tile.k) {
        const GemmShape part{std::min(tile.m, gemm.m - m), std::min(tile.n, gemm.n - n),
                             std::min(tile.k, gemm.k - k)};
        sum += machine.run({part, k > 0});
      }
    }
  }
  return sum;
}

std::vector<ArraySpec> families() {
  return {
      SystolicSpec{.rows = 4, .columns = 6},
      SystolicSpec{.rows = 4, .columns = 6, .double_buffered_weights = false},
      SpatialFusionSpec{.rows = 4, .columns = 3},
      SpatialFusionSpec{.rows = 32, .columns = 3, .shift_add = ShiftAdd::per_group},
      OperandSerialSpec{.rows = 4, .columns = 3, .lanes = 4, .drain_outputs_per_cycle = 2},
      DualSerialSpec{
          .rows = 8, .columns = 3, .lanes = 4, .bits_per_cycle = 2, .drain_outputs_per_cycle = 1},
      BinaryOverlaySpec{.rows = 5, .columns = 4, .lanes = 3, .drain_outputs_per_cycle = 1},
      BinaryOverlaySpec{.rows = 3, .columns = 3, .lanes = 6, .extra_stages = 1},
      SystolicSpec{.rows = 4, .columns = 6, .pipelined_passes = true},
      SystolicSpec{
          .rows = 5, .columns = 2, .double_buffered_weights = false, .pipelined_passes = true},
      SpatialFusionSpec{.rows = 4, .columns = 3, .pipelined_passes = true},
      BinaryOverlaySpec{.rows = 5,
                        .columns = 4,
                        .lanes = 3,
                        .drain_outputs_per_cycle = 1,
                        .pipelined_passes = true},
      ChunkedBfpSpec{.rows = 3, .columns = 4, .lanes = 4, .group = 12, .pipelined_passes = true},
      ChunkedBfpSpec{.rows = 3, .columns = 4, .lanes = 4, .group = 12},
      ChunkedBfpSpec{.rows = 2,
                     .columns = 3,
                     .lanes = 2,
                     .chunk_bits = 3,
                     .group = 2,
                     .double_buffered_weights = false},
      TwoInOneSpec{.rows = 4, .columns = 3, .lanes = 2, .drain_outputs_per_cycle = 1},
      TwoInOneSpec{.rows = 3, .columns = 3, .lanes = 3}};
}

struct Case {
  ArraySpec spec;
  Operands operands;
  Unrolling unrolling;
  Ports ports;
  GemmShape gemm;
  TileShape tile;
};

/// Calls `check` with random cases that cover ragged tiles and blocks, wide and narrow ports.
void for_random_cases(std::uint64_t cases, const std::function<void(const Case&)>& check) {
  const RandomStream random(7, "analytic");
  std::uint64_t draw = 0;
  const auto below = [&](std::uint64_t n) { return 1 + random.below(draw++, n); };
  for (const ArraySpec& spec : families()) {
    for (std::uint64_t i = 0; i < cases; ++i) {
      const Operands operands{.a_bits = static_cast<int>(below(i % 7 == 0 ? 16 : 8)),
                              .b_bits = static_cast<int>(below(8))};
      const GemmShape gemm{below(40), below(40), below(40)};
      const TileShape tile{below(gemm.m), below(gemm.n), below(gemm.k)};
      const std::uint64_t port = i % 2 == 0 ? 1 << 20 : 16 * below(32);
      const Ports ports{.input_bits = port,
                        .weight_bits = port,
                        .output_bits = port,
                        .input_transposed = i % 3 == 0 ? below(20) : 0,
                        .weight_transposed = i % 5 == 0 ? below(20) : 0,
                        .input_multicast = i % 4 > 0,
                        .weight_multicast = i % 6 > 0,
                        .shared_output_port = below(2) == 1,
                        .padded_codes = below(2) == 1,
                        .accumulator_bits = 16 + below(32)};
      for (const Unrolling& u : unrollings(spec, operands)) {
        check({spec, operands, u, ports, gemm, tile});
      }
    }
  }
}

TEST(analytic_array, equals_the_pass_by_pass_model_in_every_bin) {
  int with_stall = 0;
  for_random_cases(300, [&](const Case& c) {
    const ArrayUse closed = analytic_use(c.unrolling, c.ports, c.gemm, c.tile);
    const ArrayUse walked = walk_all_tiles(c.unrolling, c.ports, c.gemm, c.tile);
    ASSERT_EQ(closed, walked) << kind_name(c.spec) << ' ' << c.unrolling.name << ' ' << c.gemm.m
                              << 'x' << c.gemm.n << 'x' << c.gemm.k << " tile " << c.tile.m << 'x'
                              << c.tile.n << 'x' << c.tile.k;
    with_stall += closed.port_stall_cycles > 0 ? 1 : 0;
  });
  EXPECT_GT(with_stall, 100) << "narrow ports must have been exercised";
}

TEST(analytic_array, each_perturbed_constant_of_one_model_breaks_the_equality) {
  const std::vector<std::pair<const char*, std::function<void(Unrolling&, Ports&)>>> perturbations{
      {"rows", [](Unrolling& u, Ports&) { ++u.rows; }},
      {"columns", [](Unrolling& u, Ports&) { ++u.columns; }},
      {"depth", [](Unrolling& u, Ports&) { ++u.depth; }},
      {"cycles_per_step", [](Unrolling& u, Ports&) { ++u.cycles_per_step; }},
      {"preload_cycles", [](Unrolling& u, Ports&) { ++u.preload_cycles; }},
      {"skew_cycles", [](Unrolling& u, Ports&) { ++u.skew_cycles; }},
      {"minimum_pass_cycles", [](Unrolling& u, Ports&) { ++u.minimum_pass_cycles; }},
      {"tile_latency_cycles", [](Unrolling& u, Ports&) { ++u.tile_latency_cycles; }},
      {"x_bits", [](Unrolling& u, Ports&) { ++u.x_bits; }},
      {"y_bits", [](Unrolling& u, Ports&) { ++u.y_bits; }},
      {"x_reads", [](Unrolling& u, Ports&) { ++u.x_reads; }},
      {"y_reads", [](Unrolling& u, Ports&) { ++u.y_reads; }},
      {"group", [](Unrolling& u, Ports&) { ++u.group; }},
      {"exponent_bits", [](Unrolling& u, Ports&) { ++u.exponent_bits; }},
      {"cycle_work", [](Unrolling& u, Ports&) { ++u.cycle_work.adds; }},
      {"pass_work", [](Unrolling& u, Ports&) { ++u.pass_work.shifts; }},
      {"tile_work", [](Unrolling& u, Ports&) { ++u.tile_work.register_writes; }},
      {"input port", [](Unrolling&, Ports& p) { p.input_bits /= 2; }},
      {"weight port", [](Unrolling&, Ports& p) { p.weight_bits /= 2; }},
      {"output port", [](Unrolling&, Ports& p) { p.output_bits /= 2; }},
      {"x_planes", [](Unrolling& u, Ports&) { u.x_planes = !u.x_planes; }},
      {"y_planes", [](Unrolling& u, Ports&) { u.y_planes = !u.y_planes; }},
      {"input unit", [](Unrolling&, Ports& p) { p.input_transposed = 1; }},
      {"weight unit", [](Unrolling&, Ports& p) { p.weight_transposed = 1; }},
      {"input multicast", [](Unrolling&, Ports& p) { p.input_multicast ^= true; }},
      {"weight multicast", [](Unrolling&, Ports& p) { p.weight_multicast ^= true; }},
      {"output ports", [](Unrolling&, Ports& p) { p.shared_output_port ^= true; }},
      {"padding", [](Unrolling&, Ports& p) { p.padded_codes ^= true; }},
      {"accumulator", [](Unrolling&, Ports& p) { ++p.accumulator_bits; }}};
  for (const auto& [name, perturb] : perturbations) {
    bool seen_by_closed_form = false;
    bool seen_by_walk = false;
    for_random_cases(60, [&, &apply = perturb](const Case& c) {
      Unrolling u = c.unrolling;
      Ports ports = c.ports;
      apply(u, ports);
      seen_by_closed_form |= analytic_use(u, ports, c.gemm, c.tile) !=
                             walk_all_tiles(c.unrolling, c.ports, c.gemm, c.tile);
      seen_by_walk |= analytic_use(c.unrolling, c.ports, c.gemm, c.tile) !=
                      walk_all_tiles(u, ports, c.gemm, c.tile);
    });
    EXPECT_TRUE(seen_by_closed_form) << name;
    EXPECT_TRUE(seen_by_walk) << name;
  }
}

TEST(analytic_array, stepping_does_all_multiplications_it_claims) {
  for_random_cases(50, [](const Case& c) {
    const ArrayUse use = analytic_use(c.unrolling, c.ports, c.gemm, c.tile);
    const double products =
        static_cast<double>(use.busy_cycles) * peak_macs_per_cycle(c.spec, c.operands);
    ASSERT_GE(products * 1.0000001, static_cast<double>(c.gemm.macs()));
  });
}

}  // namespace analytic_test
}  // namespace metronome::array
