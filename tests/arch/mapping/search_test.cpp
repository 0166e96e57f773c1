// The search finds what trying everything finds.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "arch/mapping/estimate.hpp"
#include "arch/mapping/mapping.hpp"
#include "machines.hpp"

namespace metronome::mapping {
namespace search_test {

std::vector<std::uint64_t> doubled(std::uint64_t whole) {
  std::vector<std::uint64_t> sizes{whole};
  for (std::uint64_t size = 1; size < whole; size *= 2) {
    sizes.insert(sizes.end() - 1, size);
  }
  return sizes;
}

std::vector<SpatialCut> all_cuts(const Geometry& geometry) {
  std::vector<SpatialCut> cuts;
  for (const std::uint64_t images : doubled(geometry.anchor().batch)) {
    cuts.push_back({images, 0});
  }
  for (std::uint64_t rows = 1; rows < geometry.anchor().height; ++rows) {
    if (geometry.anchor().height % rows == 0) {
      cuts.push_back({1, rows});
    }
  }
  return cuts;
}

/// Every legal mapping of whole channels by powers of two, in the order in which ties are resolved.
std::vector<Mapping> every_mapping(const MatrixJob& job, const arch::AcceleratorSpec& machine) {
  const Geometry geometry(job);
  std::vector<Mapping> all;
  for (const array::Unrolling& walk : unrollings(job, machine)) {
    const array::GemmShape gemm = array_shape(job, walk);
    const std::uint64_t taps = taps_on_array(job, walk);
    for (const SpatialCut& cut : all_cuts(geometry)) {
      for (const std::uint64_t channels : doubled(geometry.window().channels)) {
        for (const std::uint64_t other : doubled(geometry.anchor().channels)) {
          Mapping mapping{walk, cut, {geometry.tile_pixels(cut), other, channels * taps}, {}};
          if (job.is_weight_gradient()) {
            mapping.tile = {other, channels * taps, geometry.tile_pixels(cut)};
          }
          for (const LoopOrder order : {LoopOrder::m_outer, LoopOrder::n_outer}) {
            mapping.order = order;
            const TileCounts tiles = tile_counts(job, mapping);
            if (order == LoopOrder::n_outer && (tiles.m == 1 || tiles.n == 1)) {
              continue;  // the same schedule
            }
            if (why_illegal(job, mapping, machine).empty()) {
              all.push_back(mapping);
            }
          }
        }
      }
    }
    EXPECT_GT(gemm.macs(), 0u);
  }
  return all;
}

struct Tried {
  Mapping mapping;
  double score = 0, cycles = 0;
};

/// By the rule as mapping.hpp states it, each candidate estimated by itself.
std::vector<Mapping> best_of_all(const MatrixJob& job, const arch::AcceleratorSpec& machine,
                                 const MappingWeights& weights, std::size_t count) {
  std::vector<Tried> tried;
  for (const Mapping& mapping : every_mapping(job, machine)) {
    const Estimator estimator(job, machine, weights);
    const Estimate e = estimator.of(mapping);
    const double scores[] = {e.cycles * std::pow(std::max(e.bus_bytes, 1.0), 1.0 / 32),
                             e.picojoules, e.picojoules * e.cycles};
    const double off_bytes = estimator.tiling(mapping).on_bytes ? 1 : 1.005;
    const double score = score_of(e, machine.mapping.objective) * off_bytes;
    EXPECT_NEAR(score, scores[static_cast<std::size_t>(machine.mapping.objective)] * off_bytes,
                1e-12 * score);
    tried.push_back({mapping, score, e.cycles});
  }
  std::stable_sort(tried.begin(), tried.end(), [](const Tried& x, const Tried& y) {
    return std::pair(x.score, x.cycles) < std::pair(y.score, y.cycles);
  });
  std::vector<Mapping> best;  // each tiling with its best walk
  for (const Tried& one : tried) {
    const bool known = std::any_of(best.begin(), best.end(), [&](const Mapping& other) {
      return other.cut == one.mapping.cut && other.tile == one.mapping.tile &&
             other.order == one.mapping.order &&
             taps_on_array(job, other.unrolling) == taps_on_array(job, one.mapping.unrolling);
    });
    if (!known && best.size() < count) {
      best.push_back(one.mapping);
    }
  }
  return best;
}

std::string text_of(const std::vector<Mapping>& mappings) {
  std::string text;
  for (const Mapping& mapping : mappings) {
    text += mapping_text(mapping) + "\n";
  }
  return text;
}

void expect_nothing_is_missed(arch::AcceleratorSpec machine, const std::vector<MatrixJob>& jobs) {
  const MappingWeights weights{0.05, 0.04, 0.1, 20, 300};
  for (const auto& [objective, name] : kEnumRows<arch::Objective>) {
    machine.mapping.objective = objective;
    for (const MatrixJob& job : jobs) {
      for (const std::size_t count : {1, 4}) {
        ASSERT_EQ(text_of(best_mappings(job, machine, weights, count)),
                  text_of(best_of_all(job, machine, weights, count)))
            << machine.name << " " << name << ": " << job_key(job);
      }
    }
  }
}

TEST(best_mapping, is_that_of_trying_every_one) {
  for (const std::string& family : kFamilies) {
    expect_nothing_is_missed(cramped(family), random_jobs(cramped(family), 25, 1));
    expect_nothing_is_missed(preset(family), random_jobs(preset(family), 10, 8));
  }
}

TEST(best_mapping, is_that_of_trying_every_one_with_phases_segments_groups_and_side_work) {
  for (const std::string& family : kFamilies) {
    arch::AcceleratorSpec machine = cramped(family);
    machine.training.corrections = array::CorrectionUnit::array;
    machine.training.strided_input_gradient = arch::StridedInputGradient::phase_decomposition;
    machine.training.dx_scale = trace::DxScale::segmented;
    std::vector<MatrixJob> jobs = random_jobs(machine, 20, 1);
    for (MatrixJob& job : jobs) {
      const std::uint64_t results = job.c.elements;
      job.epilogue.inputs.push_back({trace::Role::activation, results, 16});
      job.epilogue.outputs.push_back({trace::Role::activation, results, 4});
    }
    expect_nothing_is_missed(machine, jobs);
    machine.training.dx_scale = trace::DxScale::per_tensor;
    trace::Convolution grouped;
    grouped.batch = 3;
    grouped.in_channels = grouped.out_channels = 24;
    grouped.in_height = grouped.in_width = 6;
    grouped.kernel = 3;
    grouped.pad = 1;
    grouped.groups = 4;
    std::vector<MatrixJob> groups;
    for (const auto cls : {trace::OperationClass::forward, trace::OperationClass::input_gradient,
                           trace::OperationClass::weight_gradient}) {
      groups.push_back(matrix_job(cls, grouped, 5, 3, machine));
    }
    expect_nothing_is_missed(machine, groups);
  }
}

TEST(best_mapping, of_equals_is_the_first) {
  // Nothing counts under energy without weights: every mapping costs the same.
  arch::AcceleratorSpec machine = cramped("spatial_fusion");
  machine.mapping.objective = arch::Objective::energy;
  for (const MatrixJob& job : random_jobs(machine, 20, 8)) {
    const Mapping all = best_of_all(job, machine, {}, 1).front();
    EXPECT_EQ(mapping_text(best_mapping(job, machine)), mapping_text(all)) << job_key(job);
  }
}

TEST(traffic_factor, doubling_bytes_costs_two_percent_and_tripling_three_and_a_half) {
  for (const double bytes : {1.0, 5e3, 1e9, 3e15}) {
    EXPECT_NEAR(traffic_factor(2 * bytes) / traffic_factor(bytes), 1.0219, 1e-4);
    EXPECT_NEAR(traffic_factor(3 * bytes) / traffic_factor(bytes), 1.0349, 1e-4);
  }
  EXPECT_EQ(traffic_factor(0), 1);
}

TEST(best_mapping, is_never_worse_by_the_objective_in_a_larger_buffer) {
  for (const std::string& family : kFamilies) {
    const arch::AcceleratorSpec machine = cramped(family);
    arch::AcceleratorSpec larger = machine;
    for (arch::BufferSpec* buffer :
         {&larger.input_buffer, &larger.weight_buffer, &larger.output_buffer}) {
      buffer->banks *= 2;
    }
    const MappingWeights none;
    for (const MatrixJob& job : random_jobs(machine, 60, 8)) {
      const auto score = [&](const arch::AcceleratorSpec& on) {
        return Estimator(job, on, none).of(best_mapping(job, on)).weighted_cycles;
      };
      EXPECT_LE(score(larger), score(machine)) << job_key(job);
    }
  }
}

TEST(least_cycles, no_tiling_is_below) {
  for (const std::string& family : kFamilies) {
    const arch::AcceleratorSpec machine = cramped(family);
    for (const MatrixJob& job : random_jobs(machine, 15, 1)) {
      for (const Mapping& mapping : every_mapping(job, machine)) {
        const std::uint64_t least = WalkUse(job, mapping.unrolling, machine).least_cycles();
        ASSERT_LE(least, array_use(job, mapping, machine).busy_cycles) << mapping_text(mapping);
      }
    }
  }
}

TEST(estimator, lists_exactly_the_tilings_that_are_legal) {
  for (const std::string& family : kFamilies) {
    const arch::AcceleratorSpec machine = cramped(family);
    for (const MatrixJob& job : random_jobs(machine, 20, 1)) {
      const Estimator estimator(job, machine, {});
      std::vector<Mapping> listed;
      for (const array::Unrolling& walk : unrollings(job, machine)) {
        for (const Tiling& tiling : estimator.tilings(walk)) {
          listed.push_back(tiling.with(walk));
          const Tiling alone = estimator.tiling(listed.back());
          ASSERT_EQ(alone.bus_bytes, tiling.bus_bytes);
          ASSERT_EQ(alone.exposed_cycles, tiling.exposed_cycles);
          ASSERT_EQ(alone.on_bytes, tiling.on_bytes);
        }
      }
      const std::vector<Mapping> legal = every_mapping(job, machine);
      ASSERT_EQ(listed.size(), legal.size()) << job_key(job);
      for (std::size_t i = 0; i < legal.size(); ++i) {
        ASSERT_EQ(mapping_text(listed[i]), mapping_text(legal[i])) << job_key(job);
      }
    }
  }
}

}  // namespace search_test
}  // namespace metronome::mapping
