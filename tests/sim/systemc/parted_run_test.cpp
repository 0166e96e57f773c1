// Outcomes that are taken apart by the steps of an operation against the same simulation in one
// piece. Every case has one SystemC session, and another in a child process.
#include <gtest/gtest.h>

#include <array>

#include "sim/base/random.hpp"
#include "sim/engine/job_variants.hpp"
#include "sim/systemc/outcome_words.hpp"
#include "tests/sim/systemc/forked.hpp"
#include "tests/support/families.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/trace/limits.hpp"

namespace metronome::sim {
namespace parted_run_test {

/// Small buffers, so that small operations have many tiles.
arch::AcceleratorSpec cramped(const std::string& name) {
  auto machine = config::load<arch::AcceleratorSpec>(metronome::source_dir() + "/configs/arch/" +
                                                     name + ".yaml");
  for (arch::BufferSpec* buffer :
       {&machine.input_buffer, &machine.weight_buffer, &machine.output_buffer}) {
    buffer->banks = 2;
    buffer->bank_bytes = Bytes(2048);
  }
  return machine;
}

class Draw {
 public:
  explicit Draw(const std::string& kind) : random_(21, kind) {}
  /// [0, n).
  std::uint64_t operator()(std::uint64_t n) { return random_.below(draw_++, n); }

 private:
  RandomStream random_;
  std::uint64_t draw_ = 0;
};

OperationInput random_product(Draw& draw, const arch::AcceleratorSpec& machine) {
  trace::Convolution c;
  do {
    c.batch = 1 + draw(16);
    c.kernel = {1 + draw(3), 1 + draw(3)};
    c.stride = {1 + draw(2), 1 + draw(2)};
    c.pad = {draw(c.kernel.height), draw(c.kernel.width), 0, 0};
    c.groups = draw(4) == 0 ? 1 + draw(6) : 1;
    c.in_channels = c.groups * (1 + draw(96 / c.groups));
    c.out_channels = c.groups * (1 + draw(96 / c.groups));
    c.in_height = 1 + draw(12);
    c.in_width = 1 + draw(12);
  } while (trace::fault_of(c));
  const auto cls = static_cast<trace::OperationClass>(draw(3));
  const mapping::MatrixJob job = mapping::matrix_job(cls, c, static_cast<int>(2 + draw(7)),
                                                     static_cast<int>(2 + draw(7)), machine);
  return {matrix_program(job, mapping::best_mapping(job, machine), machine), Bin::idle_vector};
}

OperationInput random_elementwise(Draw& draw, const arch::AcceleratorSpec& machine) {
  mapping::VectorJob job;
  job.cls = trace::OperationClass::vector;
  job.adds_per_element = 1;
  job.inputs = {{trace::Role::stash, 1, 16}, {trace::Role::error, 1, 5}};
  job.outputs = {{trace::Role::activation, 1, 3}};
  job.elements = 1;
  job.elements = mapping::vector_block(job, machine) * (5 + draw(20)) + draw(100);
  for (auto* streams : {&job.inputs, &job.outputs}) {
    for (mapping::Stream& stream : *streams) {
      stream.elements = job.elements;
    }
  }
  return {vector_program(job, machine), Bin::idle_vector};
}

constexpr std::size_t kInputs = 30;
using Outcomes = std::array<OperationOutcome, kInputs>;

std::vector<OperationInput> random_inputs(const std::string& kind,
                                          const arch::AcceleratorSpec& machine) {
  Draw draw(kind);
  std::vector<OperationInput> inputs;
  while (inputs.size() < kInputs) {
    inputs.push_back(draw(4) == 0 ? random_elementwise(draw, machine)
                                  : random_product(draw, machine));
    for (std::size_t i = 0; i < inputs.back().program.steps.size(); ++i) {
      inputs.back().parts.push_back(static_cast<std::uint8_t>(draw(3) == 0 ? draw(8) : i / 5 % 4));
    }
  }
  return inputs;
}

dram::Counts sum_of(const std::vector<dram::Counts>& all) {
  dram::Counts sum;
  for (const dram::Counts& one : all) {
    sum += one;
  }
  return sum;
}

/// Every step's part has what the step moves.
void expect_traffic(const OperationInput& input, const PartedOutcome& parted) {
  std::vector<RoleTraffic> expected(parted.parts.size());
  for (std::size_t i = 0; i < input.parts.size(); ++i) {
    const mapping::TileStep& step = input.program.steps[i];
    for (const auto* list :
         {&step.input_loads, &step.weight_loads, &step.side_loads, &step.stores}) {
      for (const mapping::StreamTransfer& stream : *list) {
        Traffic& traffic = expected[input.parts[i]][stream.role];
        (stream.transfer.direction == dram::Direction::read ? traffic.read : traffic.write) +=
            Bytes(stream.transfer.rows * stream.transfer.row_bytes);
      }
    }
  }
  for (std::size_t part = 0; part < expected.size(); ++part) {
    EXPECT_EQ(parted.parts[part].traffic, expected[part]);
  }
}

void expect_parts(const OperationInput& input, const PartedOutcome& parted,
                  const OperationOutcome& whole) {
  OutcomeWords sum{};
  for (const OperationOutcome& part : parted.parts) {
    for (std::size_t i = 0; i < sum.size(); ++i) {
      sum[i] += words_of(part)[i];
    }
  }
  EXPECT_EQ(outcome_of(sum), whole);
  if (!parted.by_loads.empty()) {
    EXPECT_EQ(sum_of(parted.by_loads), whole.dram);
  }
  expect_traffic(input, parted);
  std::vector<std::uint64_t> cycles(parted.parts.size(), 0);
  std::uint64_t begin = 0;
  for (const auto& [part, end] : parted.spans) {
    cycles[part] += end - begin;
    begin = end;
  }
  for (std::size_t part = 0; part < cycles.size(); ++part) {
    EXPECT_EQ(cycles[part], parted.parts[part].cycles.total().count());
  }
}

void expect_as_in_one_piece(const std::string& kind, MemoryMode memory,
                            const arch::AcceleratorSpec& machine) {
  const std::vector<OperationInput> inputs = random_inputs(kind, machine);
  const auto whole = in_a_process<Outcomes>([&] {
    Outcomes outcomes;
    run_session(
        machine, memory, kInputs,
        [&](std::size_t i) {
          return OperationInput{inputs[i].program, inputs[i].idle_bin};
        },
        [&](std::size_t i, const OperationOutcome& outcome) { outcomes[i] = outcome; });
    return outcomes;
  });
  std::size_t told = 0;
  run_session(
      machine, memory, kInputs,
      [&](std::size_t i) {
        OperationInput input = inputs[i];
        input.parted = [&, i](const PartedOutcome& parted) {
          SCOPED_TRACE(i);
          expect_parts(inputs[i], parted, whole[i]);
          ++told;
        };
        return input;
      },
      [&](std::size_t i, const OperationOutcome& outcome) { EXPECT_EQ(outcome, whole[i]) << i; });
  EXPECT_EQ(told, kInputs);
}

class parted_runs : public testing::TestWithParam<std::string> {};

TEST_P(parted_runs, are_in_sum_what_they_are_in_one_piece) {
  expect_as_in_one_piece(GetParam(), MemoryMode::real, cramped("plain_" + GetParam() + "_512"));
}

INSTANTIATE_TEST_SUITE_P(machines, parted_runs,
                         testing::ValuesIn(families_but({"term_serial"})));  // no terms here

TEST(parted_run, is_in_sum_what_it_is_on_channels_that_sleep) {
  expect_as_in_one_piece("balanced", MemoryMode::real, cramped("systolic_512"));
}

TEST(parted_run, is_in_sum_what_it_is_with_ideal_memory) {
  expect_as_in_one_piece("ideal", MemoryMode::ideal, cramped("plain_systolic_512"));
}

}  // namespace parted_run_test
}  // namespace metronome::sim
