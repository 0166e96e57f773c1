// What a machine does besides computing is counted where it happens, and has prices.
#include "sim/engine/overheads.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "sim/energy/pricing.hpp"
#include "sim/energy/technology.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/simulate.hpp"
#include "tests/support/families.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::sim {
namespace overheads_test {

using ::testing::HasSubstr;
using trace::OperationClass;
using trace::Role;

arch::AcceleratorSpec machine_of(const std::string& kind) {
  return config::load<arch::AcceleratorSpec>(metronome::source_dir() + "/configs/arch/plain_" +
                                             kind + "_512.yaml");
}

trace::Convolution convolution(std::uint64_t stride = 1) {
  trace::Convolution c;
  c.batch = 2;
  c.in_channels = 32;
  c.in_height = c.in_width = 16;
  c.out_channels = 32;
  c.kernel = {3};
  c.stride = {stride};
  c.pad = {1};
  return c;
}

Measure measured(const mapping::Job& job, const arch::AcceleratorSpec& machine, Mode mode) {
  const std::vector<mapping::Job> jobs{job};
  const auto results =
      execute(jobs, machine, {.mode = mode, .memory = MemoryMode::ideal, .progress = {}});
  return measure_of(job, machine, results[0].outcome);
}

std::uint64_t counted(const Measure& measure, const std::string& action) {
  std::uint64_t sum = 0;
  for (const auto& [activity, n] : measure.counts) {
    sum += activity.action == action ? n : 0;
  }
  return sum;
}

/// Of all activities of a component whose names end so.
std::uint64_t counted(const Measure& measure, Component component, const std::string& end) {
  std::uint64_t sum = 0;
  for (const auto& [activity, n] : measure.counts) {
    sum += activity.component == component && activity.action.ends_with(end) ? n : 0;
  }
  return sum;
}

TEST(overheads, ways_clock_and_zeros_are_those_of_what_happens_in_both_modes) {
  // The time of term-serial arrays asks for terms, which jobs of bits have not.
  for (const std::string& kind : families_but({"term_serial"})) {
    arch::AcceleratorSpec machine = machine_of(kind);
    machine.training.strided_input_gradient = arch::StridedInputGradient::zero_insertion;
    const std::string hw = array::hardware_name(machine.array);
    for (const OperationClass cls : {OperationClass::forward, OperationClass::input_gradient,
                                     OperationClass::weight_gradient}) {
      const mapping::MatrixJob job = mapping::matrix_job(cls, convolution(2), 5, 8, machine);
      const Measure form = measured(job, machine, Mode::analytic);
      const Measure cycle = measured(job, machine, Mode::cycle);
      for (const Measure& m : {form, cycle}) {
        EXPECT_EQ(counted(m, hw + ".clock"),
                  array::mac_units(machine.array) * m.cycles.total().count());
        EXPECT_EQ(counted(m, Component::interconnect, ".multicast_bit"),
                  counted(m, Component::input_buffer, ".read_bit") +
                      counted(m, Component::weight_buffer, ".read_bit"))
            << kind;
        EXPECT_EQ(counted(m, "dma.bit"),
                  8 * (m.total_traffic().read.count() + m.total_traffic().write.count()));
        EXPECT_EQ(counted(m, "memory_controller.bit"), counted(m, "ddr_phy.bit"));
        EXPECT_LE(counted(m, hw + ".zero_bit_product"), counted(m, hw + ".padded_bit_product"));
        EXPECT_EQ(
            counted(m, hw + ".zero_bit_product") > 0,
            cls == OperationClass::input_gradient || counted(form, hw + ".zero_bit_product") > 0)
            << kind << ": zeros are inserted";
      }
      for (const char* action : {".clock", ".zero_bit_product", ".idle_bit_product"}) {
        EXPECT_EQ(counted(form, hw + action), counted(cycle, hw + action)) << kind << action;
      }
      EXPECT_EQ(counted(form, feed_name(machine.array) + ".bit"),
                counted(cycle, feed_name(machine.array) + ".bit"));
      EXPECT_EQ(counted(form, "vector_registers.bit"), counted(cycle, "vector_registers.bit"));
    }
  }
}

TEST(overheads, a_product_that_fills_the_array_has_no_empty_multiplier) {
  arch::AcceleratorSpec machine = machine_of("systolic");
  const trace::Convolution gemm = mapping::convolution_of_gemm({.m = 256, .n = 64, .k = 128});
  mapping::MatrixJob job = mapping::matrix_job(OperationClass::forward, gemm, 8, 8, machine);
  EXPECT_EQ(counted(measured(job, machine, Mode::analytic), "systolic.zero_bit_product"), 0u);
  // At 5 bits the multipliers are as busy, and what they are too wide is in the price of a product.
  job = mapping::matrix_job(OperationClass::forward, gemm, 5, 5, machine);
  const Measure narrow = measured(job, machine, Mode::analytic);
  EXPECT_EQ(counted(narrow, "systolic.zero_bit_product"), 0u);
  EXPECT_EQ(counted(narrow, "systolic.padded_bit_product"), 256u * 64 * 128 * (64 - 25));
}

TEST(overheads, inserted_zeros_are_empty_multipliers_and_phases_have_none_of_them) {
  arch::AcceleratorSpec machine = machine_of("systolic");
  const auto zeros = [&] {
    const mapping::MatrixJob job =
        mapping::matrix_job(OperationClass::input_gradient, convolution(2), 8, 8, machine);
    return counted(measured(job, machine, Mode::analytic), "systolic.zero_bit_product");
  };
  machine.training.strided_input_gradient = arch::StridedInputGradient::zero_insertion;
  const std::uint64_t inserted = zeros();
  machine.training.strided_input_gradient = arch::StridedInputGradient::phase_decomposition;
  EXPECT_GT(inserted, 3 * zeros());
}

// Two of the five outputs of a row lie in the border: 25 products forward, 9 backward.
TEST(overheads, a_gradient_does_no_products_of_windows_in_the_border) {
  arch::AcceleratorSpec machine = machine_of("systolic");
  trace::Convolution layer{
      .batch = 1, .in_channels = 64, .in_height = 3, .in_width = 3, .out_channels = 64, .pad = 1};
  const auto macs = [&] {
    const mapping::MatrixJob job =
        mapping::matrix_job(OperationClass::input_gradient, layer, 8, 8, machine);
    return measured(job, machine, Mode::analytic).macs.count();
  };
  EXPECT_EQ(macs(), 9u * 64 * 64);
  // At stride 2 rows of 9 have 5 windows of 3; 5 results are met by one tap, 4 by two.
  machine.training.strided_input_gradient = arch::StridedInputGradient::phase_decomposition;
  layer.in_height = layer.in_width = 9;
  layer.kernel = 3;
  layer.stride = 2;
  EXPECT_EQ(macs(), 13u * 13 * 64 * 64);
}

TEST(overheads, transposed_operands_are_counted_unless_there_is_a_copy) {
  arch::AcceleratorSpec machine = machine_of("dual_serial");
  const auto bits = [&](OperationClass cls) {
    const mapping::MatrixJob job = mapping::matrix_job(cls, convolution(), 8, 8, machine);
    return counted(measured(job, machine, Mode::analytic), "transposer.bit");
  };
  EXPECT_EQ(bits(OperationClass::forward), 0u);
  EXPECT_GE(bits(OperationClass::input_gradient), 32u * 32 * 9 * 8) << "the weights";
  EXPECT_GT(bits(OperationClass::weight_gradient), bits(OperationClass::input_gradient));
  machine.training.transposed_reads = arch::TransposedReads::dual_copy;
  EXPECT_EQ(bits(OperationClass::input_gradient), 0u);
  machine.input_buffer.transposed_elements_per_cycle = 64;
  const mapping::MatrixJob job =
      mapping::matrix_job(OperationClass::forward, convolution(), 8, 8, machine);
  const Measure planes = measured(job, machine, Mode::analytic);
  EXPECT_EQ(counted(planes, "transposer.bit"),
            counted(planes, Component::input_buffer, ".read_bit"));
}

TEST(overheads, products_on_the_lanes_use_neither_the_arrays_clock_nor_its_ways) {
  const arch::AcceleratorSpec machine = machine_of("systolic");
  mapping::MatrixJob job =
      mapping::matrix_job(OperationClass::forward, convolution(), 8, 8, machine);
  job.executor = mapping::Executor::vector_unit;
  job.zero_points = false;
  const Measure m = measured(job, machine, Mode::analytic);
  EXPECT_EQ(counted(m, "systolic.clock"), 0u);
  EXPECT_EQ(counted(m, Component::interconnect, "multicast_bit"), 0u);
  EXPECT_GE(counted(m, "vector_registers.bit"), 2 * 96 * m.macs.count());
}

TEST(overheads, a_quantization_steps_packs_and_draws_the_random_numbers_that_it_takes) {
  const arch::AcceleratorSpec machine = machine_of("systolic");
  mapping::VectorJob job;
  job.cls = OperationClass::quantize;
  job.elements = 1000;
  job.adds_per_element = 4;
  job.multiplies_per_element = 1;
  job.units.random = 2;
  job.inputs = {{Role::error, 1000, 16}};
  job.outputs = {{Role::error, 1000, 5}, {Role::error, 1000, 6}, {Role::error, 50, 8}};
  const Measure errors = measured(job, machine, Mode::analytic);
  EXPECT_EQ(counted(errors, "quantizer.step"), 4000u);
  EXPECT_EQ(counted(errors, "vector.add_fp32"), 0u);
  EXPECT_EQ(counted(errors, "vector.multiply_fp32"), 1000u);
  EXPECT_EQ(counted(errors, "packer.bit"), 11'000u) << "not the exponents of groups";
  EXPECT_EQ(counted(errors, "random_bits.bit"), 2 * 16'000u);
  EXPECT_EQ(counted(errors, "instruction.vector"), (5000u + 63) / 64);
  job.units.random = 0;
  EXPECT_EQ(counted(measured(job, machine, Mode::analytic), "random_bits.bit"), 0u);
  job.cls = OperationClass::vector;
  const Measure other = measured(job, machine, Mode::analytic);
  EXPECT_EQ(counted(other, "quantizer.step") + counted(other, "packer.bit"), 0u);
  EXPECT_EQ(counted(other, "vector.add_fp32"), 4000u);
}

vector::VectorSpec with_units(vector::VectorSpec spec) {
  spec.range_elements_per_lane_cycle = 1;
  spec.quantizer_elements_per_lane_cycle = 0.5;
  spec.random_numbers_per_lane_cycle = 1;
  spec.transposer_elements_per_lane_cycle = 2;
  spec.feedback_adds_per_lane_cycle = 1;
  spec.feedback_bits_per_lane_cycle = 4;
  return spec;
}

TEST(overheads, what_passes_a_unit_is_counted_there_and_not_on_the_lanes) {
  arch::AcceleratorSpec machine = machine_of("systolic");
  machine.vector = with_units(machine.vector);
  mapping::VectorJob job;
  job.cls = OperationClass::quantize;
  job.elements = 1024;       // one block
  job.adds_per_element = 1;  // the sum of corrections
  job.multiplies_per_element = 1;
  job.units = {.ranged = 0, .quantized = 2, .random = 2};
  job.inputs = {{Role::error, 1024, 16}};
  job.outputs = {{Role::error, 1024, 5}, {Role::error, 1024, 6}};
  for (const Mode mode : {Mode::analytic, Mode::cycle}) {
    const Measure m = measured(job, machine, mode);
    EXPECT_EQ(counted(m, "quantizer.step"), 0u);
    EXPECT_EQ(counted(m, "vector.add_fp32"), 1024u);
    EXPECT_EQ(counted(m, "vector.multiply_fp32"), 1024u);
    EXPECT_EQ(counted(m, "quantizer_unit.element"), 2048u);
    EXPECT_EQ(counted(m, "random_bits.bit"), 2 * 16 * 1024u) << "once, not for each code again";
    EXPECT_EQ(counted(m, "packer.bit"), 11 * 1024u);
    EXPECT_EQ(counted(m, "range_unit.element"), 0u);
    // 2048 codes at 32 a cycle, 2048 operations on 64 lanes.
    EXPECT_EQ(m.cycles[Bin::idle_quantize], 64 + machine.vector.pipeline_cycles);
  }
  job.outputs.clear();
  job.adds_per_element = job.multiplies_per_element = 0;
  job.units = {.ranged = 1};
  const Measure range = measured(job, machine, Mode::analytic);
  EXPECT_EQ(counted(range, "range_unit.element"), 1024u);
  EXPECT_EQ(range.cycles[Bin::idle_quantize], 16 + machine.vector.pipeline_cycles);
}

TEST(overheads, additions_by_signs_are_the_adders_and_need_no_multiplier) {
  arch::AcceleratorSpec machine = machine_of("systolic");
  machine.vector = with_units(machine.vector);
  mapping::VectorJob job;
  job.elements = 1024;
  job.units = {.signed_adds = 10, .generated = 0.25};
  job.inputs = {{Role::error, 80, 16}, {Role::feedback, 256, 0}};
  job.outputs = {{Role::error, 1024, 16}};
  for (const Mode mode : {Mode::analytic, Mode::cycle}) {
    const Measure m = measured(job, machine, mode);
    EXPECT_EQ(counted(m, "feedback_adder.add_fp32"), 10240u);
    EXPECT_EQ(counted(m, "vector_registers.bit"), 96 * 10240u) << "as on a lane";
    EXPECT_EQ(counted(m, "feedback_bits.bit"), 256u);
    EXPECT_EQ(counted(m, "vector.add_fp32") + counted(m, "vector.multiply_fp32"), 0u);
    EXPECT_EQ(m.traffic(Role::feedback), Traffic{}) << "no byte of what is generated";
    const EnergyReport report = price(m, complete_table(machine), machine.clock_hz);
    EXPECT_GT(report.of(Component::vector).count(), 10240 * 0.478e-12);
  }
}

TEST(overheads, units_stand_in_a_machines_area_in_place_of_what_compares_and_rounds_in_the_lanes) {
  const vector::VectorSpec plain{.lanes = 50};
  using Parts = std::map<std::string, std::uint64_t>;
  EXPECT_EQ(vector_parts(plain),
            (Parts{{"vector", 50}, {"vector_registers", 50}, {"quantizer", 50}, {"packer", 50}}));
  EXPECT_EQ(vector_parts(with_units(plain)), (Parts{{"vector", 50},
                                                    {"vector_registers", 50},
                                                    {"range_unit", 50},
                                                    {"quantizer_unit", 25},
                                                    {"packer", 25},
                                                    {"random_unit", 50},
                                                    {"transposer_unit", 100},
                                                    {"feedback_adder", 50},
                                                    {"feedback_generator", 200}}));
  vector::VectorSpec ranges_only = plain;
  ranges_only.range_elements_per_lane_cycle = 0.01;
  EXPECT_EQ(vector_parts(ranges_only).at("range_unit"), 1u) << "half a unit is one";
  EXPECT_EQ(vector_parts(ranges_only).at("quantizer"), 50u);
  EXPECT_EQ(vector_parts(ranges_only).at("packer"), 50u);
}

TEST(overheads, every_unit_of_a_machine_has_prices_and_an_area) {
  arch::AcceleratorSpec machine = machine_of("systolic");
  machine.vector = with_units(machine.vector);
  const auto step =
      trace::make_trace("resnet-8", "cifar-10", 4, schedule::parse_schedule("static:8,backward=8"),
                        1, trace::DxScale::prescale_requantize);
  const mapping::MachineStep all = mapping::machine_step(step.step(), machine);
  Measure sum;
  for (const mapping::MachineOperation& one : all.operations) {
    const mapping::Job job =
        mapping::resolve(one, all.tensors, trace::Assignment{{8, 8}, {}}, machine);
    sum += measured(job, machine, Mode::analytic);
  }
  for (const char* action : {"range_unit.element", "quantizer_unit.element", "random_bits.bit",
                             "transposer.bit", "transposer_unit.leakage"}) {
    EXPECT_GT(counted(sum, action), 0u) << action;
  }
  EXPECT_EQ(counted(sum, "quantizer.step"), 0u);
  const EnergyReport report = price(sum, complete_table(machine), machine.clock_hz);
  EXPECT_GT(report.of(Component::vector).count(), 0);
}

TEST(overheads, partial_sums_are_as_wide_as_the_accumulators_in_both_modes) {
  arch::AcceleratorSpec machine = machine_of("operand_serial");
  const mapping::MatrixJob job =
      mapping::matrix_job(OperationClass::forward, convolution(), 4, 4, machine);
  const auto bits = [&](Mode mode) {
    const Measure m = measured(job, machine, mode);
    return counted(m, Component::output_buffer, ".write_bit");
  };
  const std::uint64_t wide = bits(Mode::analytic);
  machine.training.accumulator_bits = 24;
  EXPECT_LT(bits(Mode::analytic), wide);
  EXPECT_EQ(bits(Mode::analytic), bits(Mode::cycle));
  EXPECT_EQ(mapping::sum_bits(job, machine), 24u);
  mapping::MatrixJob on_lanes = job;
  on_lanes.executor = mapping::Executor::vector_unit;
  EXPECT_EQ(mapping::sum_bits(on_lanes, machine), 32u) << "FP32";
  mapping::MatrixJob cut = job;
  cut.longest_sum = 16;
  EXPECT_EQ(mapping::sum_bits(cut, machine), 32u) << "pieces are added in FP32";
}

// Nothing is free by omission: each delivered machine's table prices all that it does.
TEST(overheads, every_delivered_machine_has_a_price_for_everything_it_does) {
  const trace::Trace trace =
      trace::make_trace("resnet-8", "synthetic", 2, schedule::parse_schedule("static:4,backward=8"),
                        4, trace::DxScale::prescale_requantize);
  std::size_t machines = 0;
  for (const auto& file :
       std::filesystem::recursive_directory_iterator(metronome::source_dir() + "/configs/arch")) {
    if (file.path().extension() != ".yaml" ||
        file.path().string().find("compat") != std::string::npos) {
      continue;
    }
    const auto machine = config::load<arch::AcceleratorSpec>(file.path());
    if (array::depends_on_values(machine.array)) {
      continue;  // needs statistics
    }
    const RunResult run =
        simulate(std::span(&trace, 1), machine, {.mode = Mode::analytic, .progress = {}}).front();
    const auto none = unpriced(run.activities(), complete_table(machine));
    EXPECT_TRUE(none.empty()) << machine.name << ' ' << none.front().action;
    ++machines;
  }
  EXPECT_GE(machines, 12u);
}

TEST(technology_of_a_machine, scales_its_prices_and_is_refused_where_its_clock_is_too_high) {
  arch::AcceleratorSpec machine = machine_of("dual_serial");
  const EnergyTable own = complete_table(machine);
  machine.technology = {28, 0.9};
  EXPECT_EQ(complete_table(machine), own);
  machine.technology = {16, {}};
  const EnergyTable small = complete_table(machine);
  const Activity product{Component::array, "dual_serial.bit_product"};
  EXPECT_NEAR(small.rows[*small.find(product)].value / own.rows[*own.find(product)].value,
              energy_factor({28, 0.9}, {16, 0.9}), 1e-12);
  EXPECT_EQ(small.technology_nm, 16);
  for (const EnergyRow& row : own.rows) {
    if (row.component == Component::dram) {
      const auto same = small.find({row.component, row.action});
      ASSERT_TRUE(same);
      EXPECT_EQ(small.rows[*same], row) << "another chip";
    }
  }
  machine.technology = {28, 0.55};
  try {
    (void)complete_table(machine);
    ADD_FAILURE() << "1 GHz at 0.55 V";
  } catch (const UserError& error) {
    EXPECT_THAT(error.what(), HasSubstr("clock_hz"));
    EXPECT_THAT(error.what(), HasSubstr("28nm at 28 nm, 0.55 V reaches"));
  }
  machine.clock_hz = Hertz(1e8);
  EXPECT_NO_THROW((void)complete_table(machine));
}

TEST(prices, F6_4_a_simulation_that_is_given_prices_reads_none) {
  arch::AcceleratorSpec machine = machine_of("dual_serial");
  machine.mapping.objective = arch::Objective::energy;
  const EnergyTable prices = complete_table(machine);
  machine.energy.path = "/nowhere/prices.yaml";
  const trace::Trace trace =
      trace::make_trace("lenet-5", "synthetic", 2, schedule::parse_schedule("static:4,backward=8"),
                        4, trace::DxScale::prescale_requantize);
  const auto run = [&](const EnergyTable* given) {
    return simulate(std::span(&trace, 1), machine,
                    {.mode = Mode::analytic, .prices = given, .progress = {}});
  };
  EXPECT_NO_THROW((void)run(&prices));
  EXPECT_THROW((void)run(nullptr), UserError) << "the objective needs prices";
}

}  // namespace overheads_test
}  // namespace metronome::sim
