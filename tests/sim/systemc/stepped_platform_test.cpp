// The stepped arrays inside the SystemC platform: real operands, the same tile schedule, the same
// clocks in every bin as the cycle model, whatever the memory. One session, one process, per case.
#include <gtest/gtest.h>

#include "sim/engine/accounting.hpp"
#include "sim/engine/simulate.hpp"
#include "sim/engine/stepped.hpp"

namespace metronome::sim {
namespace {

using trace::OperationClass;

/// A preset with small buffers and narrow ports, so that small operations have many tiles.
arch::AcceleratorSpec cramped(const std::string& kind) {
  auto machine = config::load<arch::AcceleratorSpec>(std::string(METRONOME_SOURCE_DIR) +
                                                     "/configs/arch/" + kind + "_512.yaml");
  for (arch::BufferSpec* buffer :
       {&machine.input_buffer, &machine.weight_buffer, &machine.output_buffer}) {
    buffer->banks = 2;
    buffer->bank_bytes = Bytes(2048);
    buffer->port_bits_per_cycle = 256;
  }
  return machine;
}

struct Case {
  const char* kind;
  MemoryMode memory;
  OperationClass cls;
  int a_bits, b_bits;
};

class stepped_platform : public testing::TestWithParam<Case> {};

TEST_P(stepped_platform, equals_cycle_in_every_bin_and_is_exact) {
  const Case& c = GetParam();
  const arch::AcceleratorSpec machine = cramped(c.kind);
  const trace::Convolution layer{.batch = 2,
                                 .in_channels = 24,
                                 .in_height = 9,
                                 .in_width = 9,
                                 .out_channels = 20,
                                 .kernel = 3,
                                 .stride = 2,
                                 .pad = 1};
  const mapping::MatrixJob job = mapping::matrix_job(c.cls, layer, c.a_bits, c.b_bits, machine);
  const std::vector<mapping::Job> jobs{job};
  // Simulated by a worker process: this one has a session of its own.
  const auto cycle =
      execute(jobs, machine, {.mode = Mode::cycle, .memory = c.memory, .progress = {}});
  const SteppedResult stepped =
      execute_stepped(job, machine, {.seed = 5, .is_signed = false, .memory = c.memory});
  EXPECT_TRUE(stepped.exact);
  EXPECT_EQ(stepped.mapping, cycle[0].mapping);
  EXPECT_EQ(stepped.outcome, cycle[0].outcome);
  EXPECT_EQ(stepped.outcome.cycles.total().count() > stepped.outcome.use.cycles(),
            c.memory == MemoryMode::real)
      << "real memory makes the array wait";
  const trace::Gemm gemm = trace::gemm_of(layer, c.cls);
  EXPECT_EQ(stepped.counts.side_adds, gemm.m * gemm.k + gemm.k * gemm.n + 2 * gemm.m * gemm.n);
}

constexpr auto kReal = MemoryMode::real;
constexpr auto kIdeal = MemoryMode::ideal;

INSTANTIATE_TEST_SUITE_P(
    families, stepped_platform,
    testing::Values(Case{"systolic", kReal, OperationClass::forward, 8, 8},
                    Case{"systolic", kIdeal, OperationClass::weight_gradient, 8, 16},
                    Case{"spatial_fusion", kReal, OperationClass::input_gradient, 8, 3},
                    Case{"spatial_fusion", kIdeal, OperationClass::forward, 2, 2},
                    Case{"operand_serial", kReal, OperationClass::weight_gradient, 8, 4},
                    Case{"operand_serial", kIdeal, OperationClass::forward, 5, 5},
                    Case{"dual_serial", kReal, OperationClass::forward, 3, 3},
                    Case{"dual_serial", kIdeal, OperationClass::input_gradient, 8, 6},
                    Case{"binary_overlay", kReal, OperationClass::weight_gradient, 8, 3},
                    Case{"binary_overlay", kIdeal, OperationClass::forward, 4, 4}),
    [](const testing::TestParamInfo<Case>& one) {
      return std::string(one.param.kind) +
             (one.param.memory == MemoryMode::real ? "_real" : "_ideal");
    });

}  // namespace
}  // namespace metronome::sim
