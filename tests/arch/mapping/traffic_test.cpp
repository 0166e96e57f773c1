// The closed form of what an operation moves, against the transfers of its program.
#include "arch/mapping/traffic.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <numeric>

#include "arch/mapping/analytic_operation.hpp"
#include "arch/mapping/program.hpp"
#include "machines.hpp"

namespace metronome::mapping {
namespace traffic_test {

/// A byte, and the bursts of all devices.
constexpr std::uint64_t kUnits[] = {1, 32, 64};

/// Bytes that transfers ask for, or bursts as the memory goes over them.
std::uint64_t units_of(const std::vector<StreamTransfer>& transfers, std::uint64_t unit) {
  std::uint64_t sum = 0;
  for (const StreamTransfer& one : transfers) {
    if (unit == 1) {
      sum += one.transfer.rows * one.transfer.row_bytes;
      continue;
    }
    const auto bits = static_cast<unsigned>(std::countr_zero(unit));
    for (dram::RowIterator rows(one.transfer, bits); rows.next();) {
      sum += rows.last() - rows.first() + 1;
    }
  }
  return sum;
}

struct Moved {
  std::uint64_t a = 0, b = 0, side_inputs = 0, stores = 0;
  bool operator==(const Moved&) const = default;
};

/// What the loads and stores of all steps move.
Moved moved_by(const Program& program, std::uint64_t unit) {
  Moved moved;
  for (const TileStep& step : program.steps) {
    moved.a += units_of(step.input_loads, unit);
    moved.b += units_of(step.weight_loads, unit);
    moved.side_inputs += units_of(step.side_loads, unit);
    moved.stores += units_of(step.stores, unit);
  }
  return moved;
}

void expect_equal(const MatrixJob& job, const Mapping& mapping, const Program& program,
                  const arch::AcceleratorSpec& machine, std::uint64_t unit) {
  const OperationTraffic closed = traffic_of(job, mapping, Bytes(unit));
  const auto sum = [](const std::vector<std::uint64_t>& bytes) {
    return std::accumulate(bytes.begin(), bytes.end(), std::uint64_t{0});
  };
  const std::size_t beside_a = job.a_made ? job.a_made->beside.size() : 0;
  Moved expected{closed.a, closed.b, sum(closed.side_inputs), closed.c + sum(closed.side_outputs)};
  for (std::size_t i = 0; i < closed.beside.size(); ++i) {
    (i < beside_a ? expected.a : expected.b) += closed.beside[i].moved;
  }
  EXPECT_EQ(expected, moved_by(program, unit)) << machine.name << ' ' << job_key(job) << " | "
                                               << mapping_text(mapping) << ", units of " << unit;
}

/// With the best mapping and with the worst, whose rows are shortest.
void expect_equal(const MatrixJob& job, const arch::AcceleratorSpec& machine) {
  const std::vector<Mapping> mappings = find_mappings(job, machine, {}, 1000);
  ASSERT_FALSE(mappings.empty());
  for (const Mapping& mapping : {mappings.front(), mappings.back()}) {
    const Program program = matrix_program(job, mapping, machine);
    for (const std::uint64_t unit : kUnits) {
      expect_equal(job, mapping, program, machine, unit);
    }
  }
}

// Channels that are no multiple of 8: pixels and rows begin within bytes.
TEST(traffic, is_what_the_program_moves_to_the_byte) {
  for (const std::string& family : kFamilies) {
    for (const bool small : {true, false}) {
      const arch::AcceleratorSpec machine = small ? cramped(family) : preset(family);
      for (const MatrixJob& job : random_jobs(machine, small ? 60 : 20, 1)) {
        expect_equal(job, machine);
      }
    }
  }
}

// Codes behind a transform lie in whole tiles of it, real numbers that become such codes do not.
TEST(traffic, of_real_numbers_ends_before_what_fills_tiles) {
  const RandomStream random(9, "filled traffic", 0);
  std::uint64_t draw = 0;
  const auto below = [&](std::uint64_t n) { return 1 + random.below(draw++, n); };
  for (const bool small : {true, false}) {
    const arch::AcceleratorSpec machine = small ? cramped("chunked_fp") : preset("chunked_fp");
    std::size_t filled = 0;
    for (MatrixJob job : random_jobs(machine, 80, 8)) {
      const bool batch = job.is_weight_gradient();
      const trace::Convolution& c = job.convolution;
      const std::uint64_t run = batch ? c.batch
                                : job.cls == trace::OperationClass::forward
                                    ? c.in_channels / c.groups
                                    : c.out_channels / c.groups;
      if (run < 2) {
        continue;
      }
      MatrixJob with = job;
      with.fill = below(run - 1);
      MatrixJob real = as_stored_a(with, {.elements = 0});
      EXPECT_EQ(real.fill, 0u);
      const ProductElements less = elements_of(real.cls, real.convolution);
      const unsigned which = static_cast<unsigned>(below(3));
      if ((which & 1U) != 0) {
        with.a.elements = less.a;
        with.a.bits = 32;
        with.a_made = MadeOperand{{with.a}, 4};
      }
      if ((which & 2U) != 0) {
        with.b.elements = less.b;
        with.b.bits = 32;
        with.b_made = MadeOperand{{}, 4};
      }
      expect_equal(with, machine);
      const Mapping mapping = best_mapping(with, machine);
      const MappingTraffic estimate = mapping_traffic(with, mapping);
      EXPECT_LE(with.convolution.groups * estimate.b_bytes, traffic_of(with, mapping).b);
      ++filled;
    }
    EXPECT_GT(filled, 20u);
  }
}

TEST(traffic, of_stored_weights_is_what_the_program_moves_to_the_byte) {
  for (const std::string& family : kFamilies) {
    if (family == "chunked_bfp") {
      continue;  // takes no stored codes
    }
    arch::AcceleratorSpec machine = cramped(family);
    add_load_path(machine);
    std::uint64_t draw = 0;
    for (MatrixJob& job : random_jobs(machine, 60, 1)) {
      store_weights(job, ++draw);
      expect_equal(job, machine);
    }
  }
}

TEST(traffic, of_grouped_convolutions_is_that_of_all_groups) {
  const arch::AcceleratorSpec machine = cramped("spatial_fusion");
  const RandomStream random(8, "grouped traffic", 0);
  std::uint64_t draw = 0;
  const auto below = [&](std::uint64_t n) { return 1 + random.below(draw++, n); };
  for (int i = 0; i < 60; ++i) {
    trace::Convolution c = random_convolution(below, 3, 2, 9);
    c.groups = below(5);
    c.in_channels = c.groups * below(9);
    c.out_channels = c.groups * below(9);
    const auto cls = static_cast<trace::OperationClass>(below(3) - 1);
    expect_equal(
        matrix_job(cls, c, static_cast<int>(below(8)), static_cast<int>(below(8)), machine),
        machine);
  }
}

/// Beside results: codes of three bits by results, a bias and exponents of five bits by rows.
TEST(traffic, of_what_goes_beside_results_is_cut_with_them) {
  for (const std::string family : {"systolic", "dual_serial", "chunked_bfp"}) {
    const arch::AcceleratorSpec machine = cramped(family);
    for (MatrixJob job : random_jobs(machine, 40, 1)) {
      const trace::Gemm gemm = trace::gemm_of(job.convolution, job.cls);
      job.epilogue.inputs.push_back({trace::Role::activation, gemm.m * gemm.n, 3});
      job.epilogue.inputs.push_back({trace::Role::master, 2 * gemm.m + 1, 5});
      job.epilogue.outputs.push_back({trace::Role::stash, gemm.m * gemm.n, 7});
      job.epilogue.outputs.push_back({trace::Role::stash, gemm.m / 2, 1});
      expect_equal(job, machine);
    }
  }
}

/// Operands that are made as they are loaded, of tensors of other widths.
TEST(traffic, of_what_is_read_along_with_an_operand_is_cut_as_it_is) {
  for (const std::string family : {"spatial_fusion", "dual_serial", "chunked_bfp"}) {
    const arch::AcceleratorSpec machine = cramped(family);
    for (MatrixJob job : random_jobs(machine, 40, 1)) {
      job.a_made.emplace().beside = {{trace::Role::stash, job.a.elements, 16},
                                     {trace::Role::activation, job.a.elements, 1}};
      job.b_made.emplace().beside = {{trace::Role::error, job.b.elements, 5}};
      expect_equal(job, machine);
    }
  }
}

TEST(traffic, of_vector_operations_is_that_of_their_blocks) {
  arch::AcceleratorSpec machine = cramped("systolic");
  const RandomStream random(3, "vector traffic", 0);
  std::uint64_t draw = 0;
  const auto below = [&](std::uint64_t n) { return 1 + random.below(draw++, n); };
  for (int i = 0; i < 200; ++i) {
    VectorJob job;
    job.elements = below(30'000);
    job.inputs = {{trace::Role::activation, job.elements, static_cast<unsigned>(below(16))},
                  {trace::Role::stash, below(job.elements), static_cast<unsigned>(below(32))}};
    job.outputs = {{trace::Role::activation, job.elements, static_cast<unsigned>(below(8))}};
    job.adds_per_element = 1;
    machine.vector.lanes = below(64);
    const Program program = vector_program(job, machine);
    const Moved moved = moved_by(program, 1);
    const AnalyticCost cost = analytic_cost(job, machine);
    EXPECT_EQ(cost.read_bytes, moved.a) << i;
    EXPECT_EQ(cost.write_bytes, moved.stores) << i;
    const Moved bursts = moved_by(program, machine.memory.device.bytes_per_burst().count());
    EXPECT_EQ(cost.read_bursts, bursts.a) << i;
    EXPECT_EQ(cost.write_bursts, bursts.stores) << i;
  }
}

// Five codes of 3 bits, in tiles of two: bits 0 to 6, 6 to 12 and 12 to 15 lie in bytes 0, 0 to 1
// and 1.
TEST(traffic, counts_a_byte_with_each_tile_that_has_a_part_of_it) {
  EXPECT_EQ(touched_in_tiles({trace::Role::activation, 5, 3}, 5, {0, 5}, 2), 1u + 2u + 1u);
  EXPECT_EQ(touched_in_tiles({trace::Role::activation, 5, 3}, 5, {0, 5}, 5), 2u);
  EXPECT_EQ(touched_in_tiles({trace::Role::activation, 5, 8}, 5, {0, 5}, 2), 5u);
  EXPECT_EQ(touched_in_tiles({trace::Role::activation, 0, 8}, 5, {0, 5}, 2), 0u);
}

}  // namespace traffic_test
}  // namespace metronome::mapping
