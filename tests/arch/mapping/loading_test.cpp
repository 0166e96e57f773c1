// Work on operands as they are loaded: the closed form is what the tile nest gives step by step.
#include "arch/mapping/loading.hpp"

#include <gtest/gtest.h>

#include "arch/mapping/analytic_operation.hpp"
#include "arch/mapping/program.hpp"
#include "arch/mapping/tile_kinds.hpp"
#include "machines.hpp"

namespace metronome::mapping {
namespace loading_test {

arch::AcceleratorSpec with_units(const std::string& kind) {
  arch::AcceleratorSpec machine = cramped(kind);
  machine.vector.lanes = 5;
  machine.vector.quantizer_elements_per_lane_cycle = 1;
  machine.vector.transposer_elements_per_lane_cycle = 0.5;
  return machine;
}

struct Walked {
  LoadedElements loaded;
  LoadingExcess excess;
};

/// Step by step: the array's step and the next step's loading begin together, the slower counts.
Walked walked(const MatrixJob& job, const Mapping& mapping, const arch::AcceleratorSpec& machine) {
  const Program program = matrix_program(job, mapping, machine);
  const vector::VectorUnit lanes(machine.vector);
  const array::PassMachine array(mapping.unrolling, ports_of(job.executor, machine));
  const auto cycles = [&](const vector::ElementWork& work) {
    return work.elements > 0 ? lanes.run_cycles(work) : 0;
  };
  Walked all;
  std::uint64_t beside = 0;
  for (const TileStep& step : program.steps) {
    const std::uint64_t lanes_work = cycles(step.input_work) + cycles(step.weight_work);
    const std::uint64_t vector = lanes_work - std::min(lanes_work, beside);
    const std::uint64_t engine =
        step.load_engine_cycles - std::min(step.load_engine_cycles, beside);
    all.excess += {vector, std::max(vector, engine) - vector};
    all.loaded.a += step.input_work.elements;
    all.loaded.b += std::max(step.weight_work.elements, step.made_weights);
    beside = step.tile ? array.run(*step.tile).cycles() : 0;
    for (const auto* more : {&step.phases, &step.sums}) {
      for (const array::Tile& tile : *more) {
        beside += array.run(tile).cycles();
      }
    }
    beside = job.executor == Executor::array ? beside : 0;
  }
  return all;
}

TEST(loading, closed_form_equals_the_tile_nest_for_every_family_class_and_operand) {
  for (const char* kind : {"systolic", "spatial_fusion", "operand_serial", "dual_serial"}) {
    for (const bool sums : {false, true}) {
      arch::AcceleratorSpec machine = with_units(kind);
      machine.training.corrections =
          sums ? array::CorrectionUnit::array : array::CorrectionUnit::side_adders;
      std::uint64_t draw = 0;
      std::size_t waits = 0;
      for (MatrixJob& job : random_jobs(machine, 150, 1)) {
        job.a_loading.units.quantized = ++draw % 3 == 0 ? 1 : 0;
        job.b_loading.multiplies = draw % 4 == 0 ? 2 : 0;
        const Mapping mapping = best_mapping(job, machine);
        const Walked expected = walked(job, mapping, machine);
        ASSERT_EQ(loaded_elements(job, mapping), expected.loaded)
            << job_key(job) << mapping_text(mapping);
        ASSERT_EQ(loading_excess(job, mapping, machine), expected.excess)
            << job_key(job) << mapping_text(mapping);
        waits += expected.excess.vector > 0 ? 1 : 0;
      }
      EXPECT_GT(waits, 50u) << kind;
    }
  }
}

TEST(loading, of_engines_beside_lanes_equals_the_tile_nest_for_every_family) {
  for (const std::string& kind : kFamilies) {
    if (kind == "chunked_bfp" || kind == "term_serial") {
      continue;  // takes no stored codes; needs terms
    }
    arch::AcceleratorSpec machine = with_units(kind);
    add_load_path(machine);
    std::uint64_t draw = 0;
    std::size_t waits = 0;
    for (MatrixJob& job : random_jobs(machine, 100, 1)) {
      store_weights(job, ++draw);
      const Mapping mapping = best_mapping(job, machine);
      const Walked expected = walked(job, mapping, machine);
      ASSERT_EQ(loaded_elements(job, mapping), expected.loaded)
          << job_key(job) << mapping_text(mapping);
      ASSERT_EQ(loading_excess(job, mapping, machine), expected.excess)
          << job_key(job) << mapping_text(mapping);
      waits += expected.excess.engine > 0 ? 1 : 0;
    }
    EXPECT_GT(waits, 10u) << kind;
  }
}

TEST(loading, takes_no_time_and_counts_nothing_without_work) {
  const arch::AcceleratorSpec machine = cramped("systolic");
  for (const MatrixJob& job : random_jobs(machine, 30, 1)) {
    const Mapping mapping = best_mapping(job, machine);
    EXPECT_EQ(loaded_elements(job, mapping), LoadedElements{});
    EXPECT_EQ(loading_excess(job, mapping, machine), LoadingExcess{});
    EXPECT_EQ(loading_cycles(job, loaded_elements(job, mapping), machine), 0);
  }
}

TEST(loading, where_the_lanes_multiply_nothing_is_done_beside_it) {
  const arch::AcceleratorSpec machine = with_units("systolic");
  for (MatrixJob job : random_jobs(machine, 60, 1)) {
    job.executor = Executor::vector_unit;
    job.segmented = false;
    job.a_loading = {.adds = 1};
    job.b_loading = {};
    const Mapping mapping = best_mapping(job, machine);
    const Walked expected = walked(job, mapping, machine);
    EXPECT_EQ(loading_excess(job, mapping, machine), expected.excess) << job_key(job);
    EXPECT_GE(5 * expected.excess.vector, expected.loaded.a) << "all of it is waited for";
  }
}

// A 1x1 convolution of 4 images of 4 pixels, 8 to 8 channels, tiles of one image: 4 x 8 elements.
TEST(loading, of_a_small_product_is_what_the_hand_counts) {
  arch::AcceleratorSpec machine = cramped("systolic");
  machine.vector.lanes = 4;
  machine.vector.pipeline_cycles = 2;
  const trace::Convolution c{
      .batch = 4, .in_channels = 8, .in_height = 2, .in_width = 2, .out_channels = 8};
  MatrixJob job = matrix_job(trace::OperationClass::forward, c, 8, 8, machine);
  job.a_loading = {.adds = 100};
  const Mapping mapping = parse_mapping("os, tile 4x8x8, m outer", job, machine);
  EXPECT_EQ(loaded_elements(job, mapping), (LoadedElements{4 * 4 * 8, 0}));
  // 32 elements of 100 operations on 4 lanes take 800 cycles, and 2; the first of four tiles alone,
  // the others beside the tile before.
  const array::PassMachine array(mapping.unrolling, machine.ports());
  const std::uint64_t beside = array.run({{4, 8, 8}}).cycles();
  ASSERT_LT(beside, 802u);
  EXPECT_EQ(loading_excess(job, mapping, machine), (LoadingExcess{802 + 3 * (802 - beside), 0}));
  job.a_loading = {.adds = 0.125};  // 1 + 2 cycles hide but for the first
  ASSERT_GE(beside, 3u);
  EXPECT_EQ(loading_excess(job, mapping, machine), (LoadingExcess{3, 0}));
  // Read again with every column tile where columns are outside.
  const Mapping again = parse_mapping("os, tile 4x4x8, n outer", job, machine);
  EXPECT_EQ(loaded_elements(job, again), (LoadedElements{2 * 4 * 4 * 8, 0}));
}

TEST(tile_kinds, count_every_tile_and_every_neighbourhood_once) {
  const arch::AcceleratorSpec machine = with_units("dual_serial");
  for (const MatrixJob& job : random_jobs(machine, 200, 1)) {
    const Mapping mapping = best_mapping(job, machine);
    const TileSequences tiles = tile_sequences(job, mapping);
    const TileCounts counts = tile_counts(job, mapping);
    const array::GemmShape gemm = array_shape(job, mapping.unrolling);
    const auto check = [&](const TileSequence& sequence, std::uint64_t count,
                           std::uint64_t extent) {
      std::uint64_t size = 0, first = 0, pairs = 0;
      for (std::size_t i = 0; i < sequence.kinds().size(); ++i) {
        size += sequence.count(i) * sequence.kinds()[i].size;
        first += sequence.kinds()[i].first ? sequence.count(i) : 0;
      }
      for (const auto& [pair, times] : sequence.followed()) {
        pairs += times;
      }
      EXPECT_EQ(sequence.tiles(), count) << job_key(job) << mapping_text(mapping);
      EXPECT_EQ(size, extent) << job_key(job) << mapping_text(mapping);
      EXPECT_EQ(first, 1u);
      EXPECT_EQ(pairs, count - 1) << job_key(job) << mapping_text(mapping);
    };
    check(tiles.m, counts.m, gemm.m);
    check(tiles.n, counts.n, gemm.n);
    check(tiles.k, counts.k, gemm.k);
  }
}

}  // namespace loading_test
}  // namespace metronome::mapping
