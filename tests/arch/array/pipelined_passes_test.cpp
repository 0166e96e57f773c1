// Passes that follow each other without a gap: fill and drain stand once in a tile's time. The
// clocks here are counted from the grid's geometry; that the three models agree on them, and that
// results stay exact, is in analytic_test.cpp, stepped_test.cpp and stepped_blocks_test.cpp.
#include <gtest/gtest.h>

#include <functional>

#include "arch/array/analytic.hpp"
#include "arch/array/array.hpp"
#include "arch/array/scalesim.hpp"
#include "sim/base/error.hpp"
#include "sim/config/codec.hpp"

namespace metronome::array {
namespace pipelined_passes_test {

constexpr Ports kWide{1 << 24, 1 << 24, 1 << 24};

Unrolling walk_of(const ArraySpec& spec, const std::string& name, int bits = 8) {
  for (const Unrolling& u : unrollings(spec, {.a_bits = bits, .b_bits = bits})) {
    if (u.name == name) {
      return u;
    }
  }
  throw std::invalid_argument(name);
}

ArrayUse whole(const Unrolling& u, const GemmShape& gemm, const Ports& ports = kWide) {
  return analytic_use(u, ports, gemm, {gemm.m, gemm.n, gemm.k});
}

TEST(pipelined_passes, output_stationary_folds_pay_skew_and_drain_once) {
  constexpr std::uint64_t kRows = 4, kColumns = 6;
  const SystolicSpec plain{.rows = kRows, .columns = kColumns};
  SystolicSpec pipelined = plain;
  pipelined.pipelined_passes = true;
  for (const std::uint64_t k : {1, 3, 4, 5, 40}) {
    for (const std::uint64_t folds : {1, 2, 7}) {
      const GemmShape gemm{kRows, folds * kColumns, k};
      EXPECT_EQ(whole(walk_of(plain, "os"), gemm).cycles(), folds * (k + kRows + kColumns - 2));
      const ArrayUse use = whole(walk_of(pipelined, "os"), gemm);
      // The last sum of the last fold: in at the far corner, then down a column of registers.
      const std::uint64_t spacing = std::max(k, kRows);
      EXPECT_EQ(use.cycles(), folds * spacing + (kRows + kColumns - 2) + kRows);
      EXPECT_EQ(use.busy_cycles, folds * k);
    }
  }
}

TEST(pipelined_passes, stationary_folds_pay_load_and_skew_once) {
  constexpr std::uint64_t kRows = 4, kColumns = 6;
  const SystolicSpec spec{.rows = kRows, .columns = kColumns, .pipelined_passes = true};
  for (const std::uint64_t m : {1, 4, 5, 40}) {
    for (const std::uint64_t folds : {1, 2, 7}) {
      const ArrayUse use = whole(walk_of(spec, "ws"), {m, kColumns, folds * kRows});
      EXPECT_EQ(use.cycles(), kRows + folds * std::max(m, kRows) + kRows + kColumns - 2);
      // Likewise with the folds beside each other, but for the partial sums.
      ArrayUse beside = whole(walk_of(spec, "ws"), {m, folds * kColumns, kRows});
      beside.output_read_bits = (folds - 1) * m * kColumns * kAccumulatorBits;
      EXPECT_EQ(use, beside);
    }
  }
}

TEST(pipelined_passes, a_limb_pair_is_a_beat_of_the_stream) {
  const SystolicSpec spec{.rows = 4, .columns = 6, .operand_bits = 8, .pipelined_passes = true};
  const ArrayUse use = whole(walk_of(spec, "os", 16), {8, 6, 10});
  EXPECT_EQ(use.busy_cycles, 2u * 10 * 4);
  EXPECT_EQ(use.fill_drain_cycles, 4u + 6 - 2 + 4);
}

TEST(pipelined_passes, groups_of_units_are_the_rows_of_the_grid) {
  const SpatialFusionSpec units{.rows = 32, .columns = 3, .pipelined_passes = true};
  SpatialFusionSpec groups = units;
  groups.shift_add = ShiftAdd::per_group;
  const GemmShape gemm{64, 9, 640};
  EXPECT_EQ(whole(walk_of(units, "os"), gemm).fill_drain_cycles, 32u + 3 - 2 + 32);
  EXPECT_EQ(whole(walk_of(groups, "os"), gemm).fill_drain_cycles, 2u + 3 - 2 + 2);
}

TEST(pipelined_passes, block_floating_point_pays_once_too) {
  const ChunkedBfpSpec spec{
      .rows = 3, .columns = 4, .lanes = 4, .group = 8, .pipelined_passes = true};
  const ArrayUse use = whole(walk_of(spec, "os"), {9, 8, 64});
  EXPECT_EQ(use.busy_cycles, 3u * 2 * (64 / 4) * 16);
  EXPECT_EQ(use.fill_drain_cycles, 3u + 4 - 2 + 3);
}

TEST(pipelined_passes, an_overlay_pays_its_latency_once) {
  BinaryOverlaySpec spec{.rows = 4, .columns = 4, .lanes = 8, .drain_outputs_per_cycle = 2};
  const std::uint64_t latency = 3 + 1 + 3 + 2, drain = 4 * 4 / 2;  // compressor of 8 bits: 2 levels
  ASSERT_EQ(pipeline_latency(spec), latency);
  const GemmShape gemm{12, 8, 80};  // six blocks of 10 chunks and 64 pairs of planes
  EXPECT_EQ(whole(walk_of(spec, "rows=m"), gemm).fill_drain_cycles, 6 * latency + drain);
  spec.pipelined_passes = true;
  EXPECT_EQ(whole(walk_of(spec, "rows=m"), gemm).fill_drain_cycles, latency + drain);
  // One chunk and one pair of planes: blocks come no faster than results are written.
  const ArrayUse narrow = whole(walk_of(spec, "rows=m", 1), {12, 8, 8});
  EXPECT_EQ(narrow.cycles(), 6 * drain + latency + drain);
}

TEST(pipelined_passes, the_port_is_booked_for_a_pass_in_its_own_window) {
  const SystolicSpec spec{.rows = 4, .columns = 6, .pipelined_passes = true};
  Ports ports = kWide;
  ports.output_bits = 32;  // a sum a clock
  const GemmShape gemm{8, 12, 10};
  const ArrayUse use = whole(walk_of(spec, "os"), gemm, ports);
  EXPECT_EQ(use.port_stall_cycles, 4u * (4 * 6 - 10));
}

TEST(pipelined_passes, a_single_register_for_the_stationary_operand_empties_the_grid) {
  SystolicSpec spec{.rows = 4, .columns = 6, .double_buffered_weights = false};
  const Unrolling plain = walk_of(spec, "ws");
  spec.pipelined_passes = true;
  EXPECT_EQ(walk_of(spec, "ws"), plain);
  EXPECT_EQ(walk_of(spec, "os").skew_cycles, 0u) << "sums have shadow registers all the same";
}

TEST(pipelined_passes,
     a_further_pass_never_costs_more_and_one_alone_loses_at_most_its_window_and_drain) {
  for (const std::uint64_t rows : {1, 2, 5}) {
    for (const std::uint64_t columns : {1, 3, 6}) {
      SystolicSpec spec{.rows = rows, .columns = columns};
      for (const Unrolling& plain : unrollings(spec, {})) {
        spec.pipelined_passes = true;
        const Unrolling pipelined = walk_of(spec, plain.name);
        spec.pipelined_passes = false;
        for (const GemmShape& gemm : {GemmShape{1, 1, 1}, {5, 5, 5}, {7, 9, 30}, {30, 13, 2}}) {
          const ArrayUse before = whole(plain, gemm), after = whole(pipelined, gemm);
          EXPECT_EQ(after.busy_cycles, before.busy_cycles);
          EXPECT_LE(after.cycles(), before.cycles() + 2 * rows - 1) << plain.name;
          GemmShape wider = gemm;  // by passes of its own
          (plain.transposed ? wider.m : wider.n) += columns;
          EXPECT_LE(whole(pipelined, wider).cycles() - after.cycles(),
                    whole(plain, wider).cycles() - before.cycles())
              << plain.name;
          EXPECT_EQ(after.input_read_bits, before.input_read_bits);
          EXPECT_EQ(after.output_write_bits, before.output_write_bits);
        }
      }
    }
  }
}

TEST(pipelined_passes, scalesim_counting_fills_and_drains_in_every_fold) {
  SystolicSpec spec{.rows = 4, .columns = 6, .dataflow = Dataflow::os, .scalesim_counting = true};
  const ArrayUse published = scalesim_use(spec, {}, {40, 40, 40});
  spec.pipelined_passes = true;
  EXPECT_EQ(scalesim_use(spec, {}, {40, 40, 40}), published);
}

std::string refusal(const std::function<void()>& read) {
  try {
    read();
  } catch (const UserError& error) {
    return error.what();
  }
  return "accepted";
}

template <class Spec>
std::string read(const std::string& text) {
  return refusal([&] {
    Spec spec;
    config::Reader reader;
    config::schema_of<Spec>().read(spec, config::parse_yaml(text, "array.yaml"), reader, "");
    reader.finish();
  });
}

TEST(pipelined_passes, the_key_is_refused_where_it_could_have_no_effect) {
  const std::string key = "pipelined_passes: true\n";
  EXPECT_EQ(read<SystolicSpec>(key), "accepted");
  EXPECT_EQ(read<BinaryOverlaySpec>(key), "accepted");
  EXPECT_EQ(read<SystolicSpec>(key + "double_buffered_weights: false\n"), "accepted");
  const std::string stationary = key + "dataflow: ws\ndouble_buffered_weights: false\n";
  for (const std::string& error :
       {read<SystolicSpec>(stationary), read<SpatialFusionSpec>(stationary),
        read<ChunkedBfpSpec>(stationary)}) {
    EXPECT_NE(error.find("pipelined_passes"), std::string::npos) << error;
    EXPECT_NE(error.find("double_buffered_weights: true"), std::string::npos) << error;
  }
  EXPECT_NE(read<SystolicSpec>(key + "scalesim_counting: true\n").find("every fold"),
            std::string::npos);
  EXPECT_NE(read<SpatialFusionSpec>(key + "bitfusion_counting: true\n").find("no fill"),
            std::string::npos);
  EXPECT_NE(read<SystolicSpec>("pipelined_passes: maybe\n").find("maybe"), std::string::npos);
}

}  // namespace pipelined_passes_test
}  // namespace metronome::array
