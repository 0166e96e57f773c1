// Arrays of small floating-point numbers inside the SystemC platform: stepped on real codes they
// take the clocks of the cycle model in every bin, with ideal memory those of the closed form. One
// session, one process, per case.
#include <gtest/gtest.h>

#include "sim/engine/simulate.hpp"
#include "sim/engine/stepped.hpp"
#include "tests/sim/systemc/forked.hpp"
#include "tests/sim/systemc/layers.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::sim {
namespace float_platform_test {

using array::NumberFormat;
using trace::OperationClass;

arch::AcceleratorSpec cramped(const std::string& kind, bool pipelined) {
  auto machine = config::load<arch::AcceleratorSpec>(metronome::source_dir() +
                                                     "/configs/arch/plain_" + kind + "_512.yaml");
  if (auto* array = std::get_if<array::ChunkedFpSpec>(&machine.array)) {
    array->rows = 6;
    array->columns = 5;
    array->lanes = 8;
    array->pipelined_passes = pipelined;
  }
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
  NumberFormat a, b;
  bool pipelined = false;
};

class float_platform : public testing::TestWithParam<Case> {};

TEST_P(float_platform, modes_agree_in_every_bin_on_numbers) {
  const Case& c = GetParam();
  const arch::AcceleratorSpec machine = cramped(c.kind, c.pipelined);
  const array::Operands operands{.a_bits = array::stored_bits(c.a, 8),
                                 .b_bits = array::stored_bits(c.b, 8),
                                 .a_format = c.a,
                                 .b_format = c.b,
                                 .scale_group = 32,
                                 .scale_bits = 8};
  mapping::MatrixJob job = mapping::matrix_job(c.cls, layers::kSquare, operands, machine);
  const auto run = [&](Mode mode) {
    const std::vector<mapping::Job> jobs{job};
    return execute(jobs, machine, {.mode = mode, .memory = c.memory, .progress = {}}).front();
  };
  job.fixed_mapping = run(Mode::cycle).mapping;
  const OperationOutcome cycle = run(Mode::cycle).outcome;
  const OperationOutcome closed = run(Mode::analytic).outcome;
  const SteppedResult stepped = execute_stepped(job, machine,
                                                {.codes = {.seed = 5,
                                                           .is_signed = false,
                                                           .a_file = {},
                                                           .b_file = {},
                                                           .a_histogram = {},
                                                           .b_histogram = {}},
                                                 .memory = c.memory});
  // chunked_fp's register of 28 bits cuts off bits of sums of the wide formats.
  EXPECT_EQ(stepped.exact, c.a != NumberFormat::e4m3 && c.a != NumberFormat::e5m2);
  EXPECT_EQ(stepped.outcome, cycle);
  EXPECT_EQ(stepped.outcome.use, closed.use);
  if (c.memory == MemoryMode::ideal) {
    EXPECT_EQ(stepped.outcome.cycles, closed.cycles);
  } else {
    EXPECT_GE(stepped.outcome.cycles.total(), closed.cycles.total());
  }
}

constexpr auto kReal = MemoryMode::real;
constexpr auto kIdeal = MemoryMode::ideal;

INSTANTIATE_TEST_SUITE_P(machines, float_platform,
                         testing::Values(Case{"chunked_fp", kReal, OperationClass::forward,
                                              NumberFormat::e2m1, NumberFormat::e2m1},
                                         Case{"chunked_fp", kIdeal, OperationClass::input_gradient,
                                              NumberFormat::e5m2, NumberFormat::e4m3},
                                         Case{"chunked_fp", kIdeal, OperationClass::weight_gradient,
                                              NumberFormat::e2m3, NumberFormat::e2m1},
                                         Case{"chunked_fp", kReal, OperationClass::weight_gradient,
                                              NumberFormat::e4m3, NumberFormat::e4m3, true},
                                         Case{"chunked_fp", kIdeal, OperationClass::forward,
                                              NumberFormat::integer, NumberFormat::integer, true},
                                         Case{"systolic", kReal, OperationClass::forward,
                                              NumberFormat::e2m1, NumberFormat::e2m1},
                                         Case{"dual_serial", kIdeal, OperationClass::input_gradient,
                                              NumberFormat::e2m3, NumberFormat::e2m1}),
                         [](const testing::TestParamInfo<Case>& one) {
                           return std::string(one.param.kind) + "_" +
                                  std::string(enum_name(one.param.a)) + "_" +
                                  std::string(enum_name(one.param.b)) +
                                  (one.param.memory == MemoryMode::real ? "_real" : "_ideal") +
                                  (one.param.pipelined ? "_pipelined" : "");
                         });

}  // namespace float_platform_test
}  // namespace metronome::sim
