// With ideal memory the SystemC simulation and the closed form agree in every attribution bin; with
// real memory the closed form is a lower bound. The two share the tile shapes and nothing else.
// Every case runs one SystemC session, so each must be a process of its own (CTest sees to it).
#include <gtest/gtest.h>

#include "arch/array/families.hpp"
#include "arch/mapping/patches.hpp"
#include "sim/base/random.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/systemc/session.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/trace/limits.hpp"

namespace metronome::sim {
namespace agreement_test {

using mapping::Job;
using mapping::Mapping;
using mapping::MatrixJob;
using mapping::VectorJob;
using trace::OperationClass;

arch::AcceleratorSpec preset(const std::string& kind, const std::vector<std::string>& set = {}) {
  return config::load<arch::AcceleratorSpec>(
      metronome::source_dir() + "/configs/arch/plain_" + kind + "_512.yaml",
      config::parse_overrides(set));
}

/// Small buffers and narrow ports, so that small operations have many tiles and ports bind.
arch::AcceleratorSpec cramped(const std::string& kind, const std::vector<std::string>& set = {}) {
  arch::AcceleratorSpec machine = preset(kind, set);
  for (arch::BufferSpec* buffer :
       {&machine.input_buffer, &machine.weight_buffer, &machine.output_buffer}) {
    buffer->banks = 2;
    buffer->bank_bytes = Bytes(2048);
    buffer->port_bits_per_cycle = 128;  // the search finds walks that wider ports suffice for
  }
  machine.vector.lanes = 3;
  return machine;
}

/// Of all codes of a width, each as likely as the others.
array::TermShares uniform_terms(const array::TermSerialSpec& spec, int bits) {
  array::CodeMatrix all{1, std::uint64_t{1} << bits, bits, false, 0, {}};
  for (std::uint64_t code = 0; code < all.columns; ++code) {
    all.codes.push_back(static_cast<std::int32_t>(code));
  }
  return array::term_shares(spec, all);
}

/// The choices of training that change how one product runs, one in turn; others stay plain.
void vary(MatrixJob& job, std::uint64_t choice) {
  switch (choice) {
    case 1:  // training.strided_input_gradient: zero_insertion
      job.phases = false;
      break;
    case 2:
      job.executor = mapping::Executor::vector_unit;
      job.segmented = false;
      break;
    case 3:
      job.block_scaled = !job.segmented;
      break;
    case 4: {  // an optimiser's update: the product itself is not stored
      const mapping::Stream master{trace::Role::master, job.c.elements, 32};
      job.epilogue = {{master, master}, {master, master}, 3, 3};
      job.c.bits = 0;
      break;
    }
    case 5:
      job.longest_sum = 50;
      break;
    default:
      break;
  }
}

/// Work on each element of one operand or both on its way in; the transposers' stays.
void load_with_work(MatrixJob& job, std::uint64_t choice) {
  mapping::ElementCost& cost = choice % 2 == 0 ? job.a_loading : job.b_loading;
  cost.adds = 1.5;
  cost.units.quantized = 1;
  cost.units.random = 1;
  if (choice > 2) {  // made of real numbers, and of others and a mask that lie beside them
    using mapping::Stream;
    job.a_loading.multiplies = 1;
    job.a_made = mapping::MadeOperand{{Stream{trace::Role::stash, job.a.elements, 16},
                                       Stream{trace::Role::stash, job.a.elements, 1}},
                                      job.a.bits,
                                      job.a.role};
    job.a.bits = 16;
    job.b_loading.units.ranged = 1;
    job.b_made = mapping::MadeOperand{{}, job.b.bits, job.b.role};
    job.b.bits = 16;
  }
}

/// Weights stored as planes, or as coefficients, that an engine makes codes of.
void load_through_engine(MatrixJob& job, std::uint64_t choice) {
  if (job.is_weight_gradient() || job.executor != mapping::Executor::array) {
    return;
  }
  const unsigned bits = job.b_held_bits();
  job.b.role = trace::Role::weight;
  job.b_made = mapping::MadeOperand{{}, bits, trace::Role::weight};
  if (choice == 1) {
    job.b.bits = 1;
    job.b_made->planes = bits;
    job.b_made->engine =
        mapping::EngineWork{mapping::LoadEngine::assembler, 1.0 * bits, 1.0 * bits};
  } else {
    const std::uint64_t weights = job.b.elements;
    job.b = {trace::Role::weight, 2 * weights + 3, 1};
    job.b_made->beside = {{trace::Role::master, weights / 9 + 1, 32}};
    job.b_made->by_tiles = true;
    job.b_made->engine = mapping::EngineWork{mapping::LoadEngine::rebuild, 0.3, 1.5};
  }
}

/// Rows of a forward product's weights that the feed leaves out.
void leave_rows_out(MatrixJob& job, std::uint64_t kept) {
  if (job.cls == OperationClass::forward && job.executor == mapping::Executor::array) {
    job.kept_rows = kept;
    job.all_rows = 17;
  }
}

/// Random convolutions of every class, precision, stride and padding.
std::vector<MatrixJob> random_jobs(const arch::AcceleratorSpec& machine, std::size_t count,
                                   bool segmented) {
  const RandomStream random(11, "jobs", segmented ? 1 : 0);
  std::uint64_t draw = 0;
  const auto below = [&](std::uint64_t n) { return 1 + random.below(draw++, n); };
  std::vector<MatrixJob> jobs;
  while (jobs.size() < count) {
    trace::Convolution c;
    c.kernel = {below(3), below(3)};
    c.stride = {below(2), below(2)};
    c.dilation = {below(2), below(2)};
    c.pad = {below(c.kernel.height) - 1, below(c.kernel.width) - 1, below(c.kernel.height) - 1,
             below(c.kernel.width) - 1};
    c.batch = below(5);
    c.groups = below(4) == 1 ? below(3) : 1;
    c.in_channels = c.groups * below(40 / c.groups);
    c.out_channels = c.groups * below(40 / c.groups);
    c.in_height = below(12);
    c.in_width = below(12);
    c.transposed = below(4) == 1;
    if (trace::fault_of(c)) {
      continue;
    }
    const auto cls = static_cast<OperationClass>(below(3) - 1);
    MatrixJob job = mapping::matrix_job(cls, c, static_cast<int>(below(8)),
                                        static_cast<int>(below(8)), machine);
    if (const auto* terms = std::get_if<array::TermSerialSpec>(&machine.array)) {
      mapping::set_terms(job, uniform_terms(*terms, job.operands.a_bits),
                         uniform_terms(*terms, job.operands.b_bits));
    }
    job.segmented = segmented && cls == OperationClass::input_gradient;
    if (!segmented && cls == OperationClass::input_gradient) {
      job.epilogue.inputs = {
          {trace::Role::partial_sum, c.groups * c.batch * c.out_height() * c.out_width(), 32}};
    }
    vary(job, below(7) - 1);
    if (machine.vector.has_units()) {
      load_with_work(job, below(4));
    }
    if (machine.load_path.rebuilt_rows_per_cycle) {
      load_through_engine(job, below(2));
    }
    if (machine.load_path.skips_zero_rows) {
      leave_rows_out(job, below(16));
    }
    jobs.push_back(job);
  }
  return jobs;
}

std::vector<VectorJob> random_vector_jobs(std::size_t count) {
  const RandomStream random(12, "vector jobs");
  std::uint64_t draw = 0;
  const auto below = [&](std::uint64_t n) { return 1 + random.below(draw++, n); };
  std::vector<VectorJob> jobs;
  for (std::size_t i = 0; i < count; ++i) {
    VectorJob job;
    job.cls = static_cast<OperationClass>(2 + below(3));
    job.elements = below(20000);
    job.adds_per_element = static_cast<double>(below(4));
    job.multiplies_per_element = static_cast<double>(below(3));
    job.inputs = {{trace::Role::stash, job.elements, 16}, {trace::Role::error, job.elements, 5}};
    job.outputs = {{trace::Role::activation, job.elements / 2 + 1, 3}};
    jobs.push_back(job);
  }
  return jobs;
}

struct Prepared {
  OperationInput input;
  OperationOutcome analytic;
  std::string text;
};

std::vector<Prepared> prepare(const arch::AcceleratorSpec& machine, MemoryMode memory,
                              std::size_t count) {
  std::vector<Prepared> all;
  for (const bool segmented : {false, true}) {
    for (const MatrixJob& job : random_jobs(machine, count, segmented)) {
      const Mapping mapping = mapping::best_mapping(job, machine);
      all.push_back({{mapping::matrix_program(job, mapping, machine), Bin::idle_vector},
                     analytic_outcome(job, mapping, machine, memory),
                     mapping::job_key(job) + " | " + mapping_text(mapping)});
    }
  }
  for (const VectorJob& job : random_vector_jobs(count / 2)) {
    all.push_back({{mapping::vector_program(job, machine), idle_bin(job.cls)},
                   analytic_outcome(job, machine, memory),
                   mapping::job_key(job)});
  }
  return all;
}

std::vector<OperationOutcome> simulate_all(const arch::AcceleratorSpec& machine, MemoryMode mode,
                                           const std::vector<Prepared>& prepared) {
  std::vector<OperationOutcome> outcomes(prepared.size());
  run_session(
      machine, mode, prepared.size(), [&](std::size_t i) { return prepared[i].input; },
      [&](std::size_t i, const OperationOutcome& outcome) { outcomes[i] = outcome; });
  return outcomes;
}

void expect_equal_with_ideal_memory(const arch::AcceleratorSpec& machine) {
  const std::vector<Prepared> prepared = prepare(machine, MemoryMode::ideal, 120);
  const auto outcomes = simulate_all(machine, MemoryMode::ideal, prepared);
  std::size_t with_port_stall = 0;
  for (std::size_t i = 0; i < prepared.size(); ++i) {
    ASSERT_EQ(outcomes[i].cycles, prepared[i].analytic.cycles) << prepared[i].text;
    ASSERT_EQ(outcomes[i].use, prepared[i].analytic.use) << prepared[i].text;
    ASSERT_EQ(outcomes[i].scaled_sums, prepared[i].analytic.scaled_sums) << prepared[i].text;
    ASSERT_EQ(outcomes[i].traffic, prepared[i].analytic.traffic) << prepared[i].text;
    ASSERT_EQ(outcomes[i].dram, prepared[i].analytic.dram) << prepared[i].text;
    ASSERT_EQ(outcomes[i].a_loaded, prepared[i].analytic.a_loaded) << prepared[i].text;
    ASSERT_EQ(outcomes[i].b_loaded, prepared[i].analytic.b_loaded) << prepared[i].text;
    with_port_stall += outcomes[i].cycles[Bin::stall_port] > 0 ? 1 : 0;
  }
  EXPECT_GT(with_port_stall, 5u) << "ports must bind in some cases";
}

class every_family : public testing::TestWithParam<std::string> {};

TEST_P(every_family, equals_closed_form_in_every_bin_with_ideal_memory) {
  expect_equal_with_ideal_memory(cramped(GetParam()));
}

/// Work on operands as they are loaded, beside the array.
void expect_equal_with_loading(arch::AcceleratorSpec machine) {
  machine.vector.range_elements_per_lane_cycle = 0.5;
  machine.vector.quantizer_elements_per_lane_cycle = 1;
  machine.vector.random_numbers_per_lane_cycle = 0.25;
  machine.vector.transposer_elements_per_lane_cycle = 2;
  expect_equal_with_ideal_memory(machine);
}
TEST_P(every_family, with_loading_work_equals_closed_form_in_every_bin) {
  expect_equal_with_loading(cramped(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(machines, every_family, testing::ValuesIn(array::family_names()),
                         [](const auto& one) { return one.param; });

TEST(ideal_memory, operand_serial_with_loading_work_and_sums_equals_closed_form_in_every_bin) {
  arch::AcceleratorSpec machine = cramped("operand_serial");
  machine.training.corrections = array::CorrectionUnit::array;
  expect_equal_with_loading(machine);
}
/// Engines in the load path, with work of the lanes beside them and without.
arch::AcceleratorSpec with_load_path(arch::AcceleratorSpec machine) {
  machine.load_path.assembled_bits_per_cycle = 5;
  machine.load_path.rebuilt_rows_per_cycle = 0.4;
  for (arch::BufferSpec* buffer :
       {&machine.input_buffer, &machine.weight_buffer, &machine.output_buffer}) {
    buffer->banks = 4;  // the jobs of this draw have larger tiles
  }
  return machine;
}
TEST(ideal_memory, systolic_with_engines_in_its_load_path_equals_closed_form_in_every_bin) {
  expect_equal_with_ideal_memory(with_load_path(cramped("systolic")));
}
TEST(ideal_memory, operand_serial_with_engines_and_loading_work_equals_closed_form_in_every_bin) {
  expect_equal_with_loading(with_load_path(cramped("operand_serial")));
}
TEST(ideal_memory, term_serial_with_engines_in_its_load_path_equals_closed_form_in_every_bin) {
  expect_equal_with_ideal_memory(with_load_path(cramped("term_serial")));
}
TEST(ideal_memory, an_engine_that_is_too_slow_is_waited_for_in_a_bin_of_its_own) {
  const arch::AcceleratorSpec slow = with_load_path(cramped("spatial_fusion"));
  expect_equal_with_ideal_memory(slow);
  std::uint64_t waited = 0;
  for (const Prepared& one : prepare(slow, MemoryMode::ideal, 60)) {
    waited += one.analytic.cycles[Bin::stall_rebuild];
  }
  EXPECT_GT(waited, 1000u);
}
/// Feeds that leave out rows, of every family that can.
arch::AcceleratorSpec with_skipped_rows(arch::AcceleratorSpec machine) {
  machine = with_load_path(std::move(machine));
  machine.load_path.skips_zero_rows = true;
  return machine;
}
TEST(ideal_memory, systolic_that_leaves_rows_out_equals_closed_form_in_every_bin) {
  expect_equal_with_ideal_memory(with_skipped_rows(cramped("systolic")));
}
TEST(ideal_memory, pipelined_systolic_that_leaves_rows_out_equals_closed_form_in_every_bin) {
  expect_equal_with_ideal_memory(
      with_skipped_rows(cramped("systolic", {"array.pipelined_passes=true"})));
}
TEST(ideal_memory, spatial_fusion_that_leaves_rows_out_equals_closed_form_in_every_bin) {
  expect_equal_with_ideal_memory(with_skipped_rows(cramped("spatial_fusion")));
}
TEST(ideal_memory, operand_serial_that_leaves_rows_out_equals_closed_form_in_every_bin) {
  expect_equal_with_loading(with_skipped_rows(cramped("operand_serial")));
}
TEST(ideal_memory, two_in_one_that_leaves_rows_out_equals_closed_form_in_every_bin) {
  expect_equal_with_ideal_memory(with_skipped_rows(cramped("two_in_one")));
}
TEST(real_memory, closed_form_with_engines_is_a_lower_bound) {
  const arch::AcceleratorSpec machine = with_load_path(cramped("systolic"));
  const std::vector<Prepared> prepared = prepare(machine, MemoryMode::real, 60);
  const auto outcomes = simulate_all(machine, MemoryMode::real, prepared);
  for (std::size_t i = 0; i < prepared.size(); ++i) {
    ASSERT_GE(outcomes[i].cycles.total(), prepared[i].analytic.cycles.total()) << prepared[i].text;
    ASSERT_EQ(outcomes[i].traffic, prepared[i].analytic.traffic) << prepared[i].text;
    ASSERT_EQ(outcomes[i].b_loaded, prepared[i].analytic.b_loaded) << prepared[i].text;
  }
}
TEST(real_memory, closed_form_with_loading_work_is_a_lower_bound) {
  arch::AcceleratorSpec machine = cramped("dual_serial");
  machine.vector.transposer_elements_per_lane_cycle = 0.5;
  const std::vector<Prepared> prepared = prepare(machine, MemoryMode::real, 60);
  const auto outcomes = simulate_all(machine, MemoryMode::real, prepared);
  std::size_t loaded = 0;
  for (std::size_t i = 0; i < prepared.size(); ++i) {
    const OperationOutcome& bound = prepared[i].analytic;
    ASSERT_GE(outcomes[i].cycles.total(), bound.cycles.total()) << prepared[i].text;
    ASSERT_EQ(outcomes[i].a_loaded, bound.a_loaded) << prepared[i].text;
    ASSERT_EQ(outcomes[i].b_loaded, bound.b_loaded) << prepared[i].text;
    loaded += bound.b_loaded > 0 ? 1 : 0;
  }
  EXPECT_GT(loaded, 20u);
}

/// A machine whose passes follow each other without a gap.
arch::AcceleratorSpec pipelined(const std::string& kind) {
  return cramped(kind, {"array.pipelined_passes=true"});
}

TEST(ideal_memory, pipelined_systolic_equals_closed_form_in_every_bin) {
  expect_equal_with_ideal_memory(pipelined("systolic"));
}
TEST(ideal_memory, pipelined_spatial_fusion_equals_closed_form_in_every_bin) {
  expect_equal_with_ideal_memory(pipelined("spatial_fusion"));
}
TEST(ideal_memory, pipelined_binary_overlay_equals_closed_form_in_every_bin) {
  expect_equal_with_ideal_memory(pipelined("binary_overlay"));
}
TEST(ideal_memory, pipelined_chunked_bfp_equals_closed_form_in_every_bin) {
  expect_equal_with_ideal_memory(pipelined("chunked_bfp"));
}
TEST(ideal_memory, pipelined_chunked_fp_equals_closed_form_in_every_bin) {
  expect_equal_with_ideal_memory(pipelined("chunked_fp"));
}

TEST(ideal_memory, correction_sums_on_the_array_take_the_same_cycles_in_every_bin) {
  arch::AcceleratorSpec machine = cramped("operand_serial");
  machine.training.corrections = array::CorrectionUnit::array;
  expect_equal_with_ideal_memory(machine);
}

/// The two models must not agree by sharing: a constant changed for the closed form alone shows.
TEST(ideal_memory, a_constant_changed_for_one_model_breaks_the_equality) {
  const arch::AcceleratorSpec machine = cramped("operand_serial");
  const std::vector<Prepared> prepared = prepare(machine, MemoryMode::ideal, 40);
  const auto outcomes = simulate_all(machine, MemoryMode::ideal, prepared);
  using Change = void (*)(arch::AcceleratorSpec&);
  const std::vector<Change> changes{
      [](arch::AcceleratorSpec& m) { ++m.vector.lanes; },
      [](arch::AcceleratorSpec& m) { ++m.vector.pipeline_cycles; },
      [](arch::AcceleratorSpec& m) { ++std::get<array::OperandSerialSpec>(m.array).lanes; },
      [](arch::AcceleratorSpec& m) {
        --std::get<array::OperandSerialSpec>(m.array).drain_outputs_per_cycle;
      },
      [](arch::AcceleratorSpec& m) { m.input_buffer.port_bits_per_cycle /= 2; },
      [](arch::AcceleratorSpec& m) { m.output_buffer.port_bits_per_cycle /= 2; }};
  for (std::size_t c = 0; c < changes.size(); ++c) {
    arch::AcceleratorSpec changed = machine;
    changes[c](changed);
    const std::vector<Prepared> other = prepare(changed, MemoryMode::ideal, 40);
    bool differs = false;
    for (std::size_t i = 0; i < prepared.size(); ++i) {
      differs |= outcomes[i].cycles != other[i].analytic.cycles;
    }
    EXPECT_TRUE(differs) << "change " << c;
  }
}

void expect_lower_bound_with_real_memory(const arch::AcceleratorSpec& machine, std::size_t count) {
  const std::vector<Prepared> prepared = prepare(machine, MemoryMode::real, count);
  const auto outcomes = simulate_all(machine, MemoryMode::real, prepared);
  for (std::size_t i = 0; i < prepared.size(); ++i) {
    const OperationOutcome& real = outcomes[i];
    const OperationOutcome& bound = prepared[i].analytic;
    ASSERT_GE(real.cycles.total(), bound.cycles.total()) << prepared[i].text;
    ASSERT_EQ(real.use, bound.use) << prepared[i].text;
    ASSERT_EQ(real.traffic, bound.traffic) << prepared[i].text;
    ASSERT_GE(real.dram.activates + real.dram.forwarded_reads,
              std::min<std::uint64_t>(bound.dram.activates, 1));
  }
}

TEST(real_memory, closed_form_is_a_lower_bound_systolic) {
  expect_lower_bound_with_real_memory(cramped("systolic"), 60);
}
TEST(real_memory, closed_form_is_a_lower_bound_dual_serial) {
  expect_lower_bound_with_real_memory(preset("dual_serial"), 60);
}
TEST(real_memory, closed_form_is_a_lower_bound_pipelined_spatial_fusion) {
  expect_lower_bound_with_real_memory(pipelined("spatial_fusion"), 60);
}

TEST(real_memory, closed_form_is_a_lower_bound_chunked_bfp) {
  expect_lower_bound_with_real_memory(cramped("chunked_bfp"), 60);
}
TEST(real_memory, closed_form_is_a_lower_bound_chunked_fp) {
  expect_lower_bound_with_real_memory(cramped("chunked_fp"), 60);
}

TEST(session, an_operation_does_not_depend_on_what_ran_before_it) {
  const arch::AcceleratorSpec machine = cramped("operand_serial");
  std::vector<Prepared> prepared = prepare(machine, MemoryMode::real, 10);
  const std::size_t count = prepared.size();
  for (std::size_t i = 0; i < count; ++i) {
    prepared.push_back(prepared[count - 1 - i]);  // once more, in reverse
  }
  const auto outcomes = simulate_all(machine, MemoryMode::real, prepared);
  for (std::size_t i = 0; i < count; ++i) {
    ASSERT_EQ(outcomes[i], outcomes[2 * count - 1 - i]) << prepared[i].text;
  }
}

}  // namespace agreement_test
}  // namespace metronome::sim
