// Products of any shape on the SystemC platform, strided input gradients in phases above all: the
// three models agree, and the phases give the same tensor as one product over inserted zeros, on
// any machine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <filesystem>

#include "arch/mapping/stride_phases.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/stepped.hpp"
#include "tests/arch/mapping/machines.hpp"
#include "tests/sim/systemc/forked.hpp"
#include "tests/sim/systemc/layers.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::sim {
namespace stepped_phases_test {

using mapping::MatrixJob;
using trace::OperationClass;

arch::AcceleratorSpec in_phases(arch::AcceleratorSpec machine) {
  machine.training.strided_input_gradient = arch::StridedInputGradient::phase_decomposition;
  return machine;
}

SteppedOptions options_of(std::uint64_t seed, MemoryMode memory) {
  SteppedOptions options;
  options.codes.seed = seed;
  options.codes.is_signed = seed % 3 == 0;
  options.memory = memory;
  return options;
}

/// What is compared of a stepped operation.
struct Stepped {
  OperationOutcome outcome;
  array::SteppedCounts counts;
  std::uint64_t checksum = 0;
  bool exact = false;
};

Stepped stepped_in_a_process(const MatrixJob& job, const arch::AcceleratorSpec& machine,
                             const SteppedOptions& options) {
  return in_a_process<Stepped>([&] {
    const SteppedResult result = execute_stepped(job, machine, options);
    return Stepped{result.outcome, result.counts, result.checksum, result.exact};
  });
}

/// The same operation in a mode that moves no codes, its time from the same codes where it depends
/// on them.
OperationOutcome outcome_in(Mode mode, const MatrixJob& job, const arch::AcceleratorSpec& machine,
                            const SteppedOptions& options) {
  return in_a_process<OperationOutcome>([&] {
    if (array::depends_on_values(machine.array)) {
      return execute_on_codes(job, machine, mode, options).outcome;
    }
    const mapping::Mapping mapping = mapping::best_mapping(job, machine);
    if (mode == Mode::analytic) {
      return analytic_outcome(job, mapping, machine, options.memory);
    }
    OperationOutcome outcome;
    run_session(
        machine, options.memory, 1,
        [&](std::size_t) {
          return OperationInput{mapping::matrix_program(job, mapping, machine), Bin::idle_vector};
        },
        [&](std::size_t, const OperationOutcome& one) { outcome = one; });
    return outcome;
  });
}

void expect_agreement(const MatrixJob& job, const arch::AcceleratorSpec& machine,
                      const SteppedOptions& options) {
  SCOPED_TRACE(machine.name + ": " + mapping::job_key(job));
  const Stepped stepped = stepped_in_a_process(job, machine, options);
  const OperationOutcome cycle = outcome_in(Mode::cycle, job, machine, options);
  const OperationOutcome closed = outcome_in(Mode::analytic, job, machine, options);
  ASSERT_TRUE(stepped.exact);
  ASSERT_EQ(stepped.outcome, cycle);
  ASSERT_EQ(stepped.outcome.use, closed.use);
  ASSERT_EQ(stepped.outcome.scaled_sums, closed.scaled_sums);
  ASSERT_EQ(stepped.outcome.traffic, closed.traffic);
  if (options.memory == MemoryMode::ideal) {
    ASSERT_EQ(stepped.outcome.cycles, closed.cycles);
  } else {
    ASSERT_GE(stepped.outcome.cycles.total(), closed.cycles.total());
  }
  const Measure measure = measure_of(job, machine, stepped.outcome);
  const auto adds = measure.counts.find({Component::array, "side_adder.add", 0, 0});
  ASSERT_EQ(adds == measure.counts.end() ? 0 : adds->second, stepped.counts.side_adds);
  if (!job.phases) {
    return;
  }
  MatrixJob inserted = job;
  inserted.phases = false;
  const Stepped whole = stepped_in_a_process(inserted, machine, options);
  ASSERT_EQ(stepped.checksum, whole.checksum) << "the same tensor from the same codes";
  ASSERT_LE(stepped.counts.useful, whole.counts.useful);
}

/// What is drawn.
enum class Drawn : std::uint8_t {
  in_phases,  ///< input gradients of strided layers and forward passes of transposed ones
  forward,    ///< one product
  weight_gradient
};

/// A product of any shape.
MatrixJob random_job(const RandomStream& random, arch::AcceleratorSpec machine, Drawn drawn) {
  std::uint64_t draw = 0;
  const auto below = [&](std::uint64_t n) { return 1 + random.below(draw++, n); };
  machine.training.dx_scale =
      below(2) == 1 ? trace::DxScale::segmented : trace::DxScale::per_tensor;
  if (below(3) == 1) {
    machine.training.range_method = arch::RangeMethod::block_local;
  }
  while (true) {
    trace::Convolution c = mapping::random_convolution(below, 4, 4, 9);
    c.groups = below(3);
    c.in_channels = c.groups * below(12);
    c.out_channels = c.groups * below(12);
    const bool forward = drawn == Drawn::forward || (drawn == Drawn::in_phases && c.transposed);
    const auto cls = drawn == Drawn::weight_gradient ? OperationClass::weight_gradient
                     : forward                       ? OperationClass::forward
                                                     : OperationClass::input_gradient;
    const MatrixJob job = mapping::matrix_job(cls, c, static_cast<int>(below(8)),
                                              static_cast<int>(below(8)), machine);
    if (job.phases == (drawn == Drawn::in_phases)) {
      return job;
    }
  }
}

void expect_agreement_of_random_jobs(const std::string& family, array::CorrectionUnit corrections) {
  arch::AcceleratorSpec machine = in_phases(mapping::cramped(family));
  machine.training.corrections = corrections;
  machine.output_buffer.bank_bytes = Bytes(16384);  // whole images of transposed layers
  // An odd number of kinds: each comes with ideal and with real memory, three times.
  constexpr std::array kKinds{Drawn::in_phases, Drawn::forward, Drawn::weight_gradient};
  for (std::uint64_t run = 0; run < 6 * kKinds.size(); ++run) {
    const Drawn drawn = kKinds[run % kKinds.size()];
    const MatrixJob job = random_job(RandomStream(51, family, run), machine, drawn);
    ASSERT_NO_FATAL_FAILURE(expect_agreement(
        job, machine, options_of(run, run % 2 == 0 ? MemoryMode::ideal : MemoryMode::real)));
  }
}

class families : public testing::TestWithParam<std::string> {};

TEST_P(families, agree_in_all_models_on_random_products) {
  expect_agreement_of_random_jobs(GetParam(), array::CorrectionUnit::side_adders);
}

INSTANTIATE_TEST_SUITE_P(stepped_phases, families, testing::ValuesIn(mapping::kFamilies),
                         [](const auto& one) { return one.param; });

TEST(stepped_phases, agree_in_all_models_where_the_array_forms_the_sums) {
  for (const char* family : {"systolic", "operand_serial", "dual_serial"}) {
    ASSERT_NO_FATAL_FAILURE(expect_agreement_of_random_jobs(family, array::CorrectionUnit::array));
  }
}

TEST(stepped_phases, agree_in_all_models_on_every_machine) {
  const std::filesystem::path folder = metronome::source_dir() + "/configs/arch";
  std::vector<std::filesystem::path> files;
  for (const auto& path : {folder, folder / "published"}) {  // those of compat/ have own countings
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
      if (entry.path().extension() == ".yaml") {
        files.push_back(entry.path());
      }
    }
  }
  std::sort(files.begin(), files.end());
  ASSERT_GT(files.size(), 15u);
  for (const auto& file : files) {
    const auto machine = in_phases(config::load<arch::AcceleratorSpec>(file));
    const MatrixJob job =
        mapping::matrix_job(OperationClass::input_gradient, layers::kSquare, 4, 4, machine);
    ASSERT_TRUE(job.phases);
    ASSERT_NO_FATAL_FAILURE(
        expect_agreement(job, machine, options_of(files.size(), MemoryMode::ideal)));
  }
}

/// With kernel, stride and the rest as they are.
trace::Convolution small(model::PerAxis kernel, model::PerAxis stride) {
  return {.batch = 2,
          .in_channels = 3,
          .in_height = 8,
          .in_width = 6,
          .out_channels = 4,
          .kernel = kernel,
          .stride = stride};
}

TEST(stepped_phases, may_be_without_a_tap_or_a_result_or_none_at_all) {
  trace::Convolution pixel = small(2, 5);  // of taps at -1 and 1 of one pixel
  pixel.in_height = pixel.in_width = 1;
  pixel.dilation = 2;
  pixel.pad = 1;
  pixel.groups = 1;
  trace::Convolution grouped = pixel;
  grouped.in_channels = grouped.out_channels = 4;
  grouped.groups = 2;
  trace::Convolution dilated = small(3, 2);
  dilated.dilation = 2;
  dilated.pad = {1, 2, 3, 0};
  for (const trace::Convolution& layer :
       {small(1, 2), small(2, 4), small(2, 2), small({1, 3}, {4, 1}), dilated, pixel, grouped}) {
    ASSERT_FALSE(trace::fault_of(layer));
    for (const char* family : {"operand_serial", "term_serial", "chunked_bfp"}) {
      for (const auto scale : {trace::DxScale::per_tensor, trace::DxScale::segmented}) {
        arch::AcceleratorSpec machine = in_phases(mapping::preset(family));
        machine.training.dx_scale = scale;
        const MatrixJob job =
            mapping::matrix_job(OperationClass::input_gradient, layer, 5, 3, machine);
        ASSERT_TRUE(job.phases);
        ASSERT_NO_FATAL_FAILURE(expect_agreement(job, machine, options_of(4, MemoryMode::ideal)));
        ASSERT_NO_FATAL_FAILURE(expect_agreement(job, machine, options_of(5, MemoryMode::real)));
      }
    }
  }
}

TEST(stepped_phases, do_none_of_the_products_of_inserted_zeros) {
  const arch::AcceleratorSpec machine = in_phases(mapping::preset("dual_serial"));
  const MatrixJob job =
      mapping::matrix_job(OperationClass::input_gradient, small(2, 2), 4, 3, machine);
  const SteppedOptions options = options_of(1, MemoryMode::ideal);
  // Each result has one of the four taps.
  const std::uint64_t products = 2 * 8 * 6 * 3 * 4 * 4 * 3;
  EXPECT_EQ(stepped_in_a_process(job, machine, options).counts.useful, products);
  MatrixJob inserted = job;
  inserted.phases = false;
  EXPECT_EQ(stepped_in_a_process(inserted, machine, options).counts.useful, 4 * products);
}

// No element of a phase is an inserted zero, without terms: Laconic's mean lane has as much to do
// as on the codes, Pragmatic's slowest takes as long. docs/term_serial.md states 2 %; taken for
// zeros, the elements of this layer would be 73 and 9 % off.
TEST(stepped_phases, take_the_time_that_is_expected_from_shares_of_terms) {
  const auto ratio = [](const std::string& machine_name, auto cycles_of) {
    const auto machine = in_phases(config::load<arch::AcceleratorSpec>(
        metronome::source_dir() + "/configs/arch/published/" + machine_name + ".yaml"));
    trace::Convolution layer = small(3, 2);
    layer.in_height = layer.in_width = 17;
    layer.in_channels = layer.out_channels = 32;
    const MatrixJob bare =
        mapping::matrix_job(OperationClass::input_gradient, layer, 8, 8, machine);
    const SteppedOptions options = options_of(2, MemoryMode::ideal);
    const MatrixJob job = with_terms(bare, machine, operand_tensors(bare, options.codes));
    const auto expected =
        analytic_outcome(job, mapping::best_mapping(job, machine), machine, MemoryMode::ideal);
    const auto taken = execute_on_codes(bare, machine, Mode::analytic, options).outcome;
    return static_cast<double>(cycles_of(expected)) / static_cast<double>(cycles_of(taken));
  };
  const auto busy = [](const OperationOutcome& outcome) { return outcome.cycles[Bin::busy]; };
  const auto total = [](const OperationOutcome& outcome) { return outcome.cycles.total().count(); };
  EXPECT_NEAR(ratio("laconic", busy), 1, 0.02);
  EXPECT_NEAR(ratio("laconic", total), 1, 0.02);
  EXPECT_NEAR(ratio("pragmatic", total), 1, 0.02);
}

TEST(stepped_phases, that_are_too_large_are_refused_before_anything_is_drawn) {
  const arch::AcceleratorSpec machine = in_phases(mapping::preset("systolic"));
  trace::Convolution large = small(3, 2);
  large.in_height = large.in_width = 4096;
  large.in_channels = large.out_channels = 64;
  const MatrixJob job = mapping::matrix_job(OperationClass::input_gradient, large, 8, 8, machine);
  EXPECT_THAT([&] { (void)execute_stepped(job, machine, options_of(1, MemoryMode::ideal)); },
              testing::ThrowsMessage<UserError>(testing::HasSubstr("would fill the memory")));
}

TEST(stepped_phases, are_all_in_the_wave_form_of_the_first_group) {
  const arch::AcceleratorSpec machine = in_phases(mapping::preset("operand_serial"));
  const MatrixJob job =
      mapping::matrix_job(OperationClass::input_gradient, small(3, 2), 4, 4, machine);
  SteppedOptions options = options_of(1, MemoryMode::ideal);
  options.wave = WaveOptions{};
  const SteppedResult result = execute_stepped(job, machine, options);
  EXPECT_EQ(result.wave_clocks, result.outcome.use.cycles());
  EXPECT_EQ(mapping::phases_of(job).size(), 4u);
  // "$var wire 32 ID stride_phase $end", then "bVALUE ID".
  const std::size_t name = result.vcd.find(" stride_phase");
  ASSERT_NE(name, std::string::npos);
  const std::size_t id = result.vcd.rfind(' ', name - 1) + 1;
  const std::string signal = result.vcd.substr(id, name - id);
  for (const char* phase : {"b0 ", "b1 ", "b10 ", "b11 "}) {
    EXPECT_THAT(result.vcd, testing::HasSubstr("\n" + (phase + signal) + "\n"));
  }
}

}  // namespace stepped_phases_test
}  // namespace metronome::sim
