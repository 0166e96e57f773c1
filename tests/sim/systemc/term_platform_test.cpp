// Term-serial arrays inside the SystemC platform: given the same codes, all modes take the same
// cycles in every bin. One session, one process, per case.
#include <gtest/gtest.h>

#include "sim/engine/stepped.hpp"
#include "tests/sim/systemc/forked.hpp"
#include "tests/sim/systemc/layers.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::sim {
namespace term_platform_test {

using trace::OperationClass;

arch::AcceleratorSpec cramped(const std::string& file) {
  auto machine = config::load<arch::AcceleratorSpec>(metronome::source_dir() + "/configs/arch/" +
                                                     file + ".yaml");
  auto& array = std::get<array::TermSerialSpec>(machine.array);
  array.rows = 8;
  array.columns = 4;
  array.lanes = 4;
  for (arch::BufferSpec* buffer :
       {&machine.input_buffer, &machine.weight_buffer, &machine.output_buffer}) {
    buffer->banks = 2;
    buffer->bank_bytes = Bytes(2048);
    buffer->port_bits_per_cycle = 128;
  }
  return machine;
}

struct Case {
  const char* file;
  MemoryMode memory;
  OperationClass cls;
  int a_bits, b_bits;
  trace::Convolution layer = layers::kSquare;
  bool phases = false;
};

class term_platform : public testing::TestWithParam<Case> {};

TEST_P(term_platform, modes_agree_in_every_bin_on_the_same_codes) {
  const Case& c = GetParam();
  arch::AcceleratorSpec machine = cramped(c.file);
  machine.training.strided_input_gradient = c.phases
                                                ? arch::StridedInputGradient::phase_decomposition
                                                : arch::StridedInputGradient::zero_insertion;
  const mapping::MatrixJob job = mapping::matrix_job(c.cls, c.layer, c.a_bits, c.b_bits, machine);
  const SteppedOptions options{.codes = {.seed = 5,
                                         .is_signed = false,
                                         .a_file = {},
                                         .b_file = {},
                                         .a_histogram = {},
                                         .b_histogram = {}},
                               .memory = c.memory};
  const TimedOnCodes closed = execute_on_codes(job, machine, Mode::analytic, options);
  const auto cycle = in_a_process<OperationOutcome>(
      [&] { return execute_on_codes(job, machine, Mode::cycle, options).outcome; });
  const SteppedResult stepped = execute_stepped(job, machine, options);
  EXPECT_EQ(job.phases, c.phases);
  EXPECT_TRUE(stepped.exact);
  EXPECT_EQ(stepped.mapping, closed.mapping);
  EXPECT_EQ(stepped.outcome, cycle);
  EXPECT_EQ(stepped.outcome.use, closed.outcome.use);
  EXPECT_GT(stepped.outcome.cycles[Bin::stall_synchronisation], 0u);
  if (c.memory == MemoryMode::ideal) {
    EXPECT_EQ(stepped.outcome.cycles, closed.outcome.cycles);
  } else {
    EXPECT_GE(stepped.outcome.cycles.total(), closed.outcome.cycles.total());
  }
}

constexpr auto kReal = MemoryMode::real;
constexpr auto kIdeal = MemoryMode::ideal;

INSTANTIATE_TEST_SUITE_P(
    machines, term_platform,
    testing::Values(Case{"plain_term_serial_512", kReal, OperationClass::forward, 8, 8},
                    Case{"plain_term_serial_512", kIdeal, OperationClass::input_gradient, 8, 3},
                    Case{"published/pragmatic", kReal, OperationClass::input_gradient, 8, 5},
                    Case{"published/pragmatic", kIdeal, OperationClass::weight_gradient, 8, 8},
                    Case{"published/laconic", kReal, OperationClass::weight_gradient, 8, 4},
                    Case{"published/laconic", kIdeal, OperationClass::forward, 6, 6},
                    Case{"plain_term_serial_512", kReal, OperationClass::weight_gradient, 8, 4,
                         layers::kRagged},
                    Case{"plain_term_serial_512", kIdeal, OperationClass::forward, 6, 5,
                         layers::kTransposed},
                    Case{"plain_term_serial_512", kReal, OperationClass::input_gradient, 8, 3,
                         layers::kSquare, true},
                    Case{"published/pragmatic", kIdeal, OperationClass::input_gradient, 8, 5,
                         layers::kRagged, true},
                    Case{"published/laconic", kIdeal, OperationClass::forward, 6, 6,
                         layers::kTransposed, true}),
    [](const testing::TestParamInfo<Case>& one) {
      const std::string file = one.param.file;
      return file.substr(file.find('/') + 1) +
             (one.param.memory == MemoryMode::real ? "_real" : "_ideal") +
             (one.param.layer.transposed   ? "_transposed"
              : one.param.layer.groups > 1 ? "_ragged"
                                           : "") +
             (one.param.phases ? "_in_phases" : "");
    });

}  // namespace term_platform_test
}  // namespace metronome::sim
