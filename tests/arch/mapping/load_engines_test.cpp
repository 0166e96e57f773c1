// Which array takes which stored weights, and what of them crosses the pins (docs/weights.md).
#include "arch/mapping/load_engines.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "arch/mapping/analytic_operation.hpp"
#include "arch/mapping/loading.hpp"
#include "arch/mapping/program.hpp"
#include "arch/mapping/traffic.hpp"
#include "machines.hpp"
#include "sim/base/error.hpp"

namespace metronome::mapping {
namespace load_engines_test {

using testing::HasSubstr;
using trace::Format;
using trace::Role;

const trace::Convolution kLayer{.batch = 2,
                                .in_channels = 16,
                                .in_height = 8,
                                .in_width = 8,
                                .out_channels = 64,
                                .kernel = {3},
                                .stride = {1},
                                .pad = {1}};

/// A step of one product whose weights are stored codes of 8 bits.
trace::Step step_of(Format format) {
  trace::Step step{.model = "m", .dataset = "d", .batch = 2, .tensors = {}, .operations = {}};
  step.tensors = {{"x", Role::activation, Format::codes, {2, 8, 8, 16}},
                  {"w", Role::weight, format, {8, 64, 3, 3, 16}},
                  {"y", Role::stash, Format::real, {2, 8, 8, 64}}};
  step.operations = {{"c.forward",
                      "c",
                      trace::OperationClass::forward,
                      trace::MatrixWork{kLayer},
                      {"x", "w"},
                      {"y"}}};
  return step;
}

MatrixJob job_of(Format format, int bits, const arch::AcceleratorSpec& machine) {
  const trace::Step step = step_of(format);
  return std::get<MatrixJob>(
      resolve(MachineOperation(step.operations[0]), step, trace::Precision(bits, 8), machine));
}

std::string refusal(Format format, int bits, const arch::AcceleratorSpec& machine) {
  try {
    (void)job_of(format, bits, machine);
  } catch (const UserError& error) {
    return error.what() + std::string(" | ") + error.diagnostics().front().hint;
  }
  return {};
}

arch::AcceleratorSpec with_assembler(const std::string& family) {
  arch::AcceleratorSpec machine = preset(family);
  machine.load_path.assembled_bits_per_cycle = 512;
  return machine;
}

// The table "Which array takes which form" of docs/weights.md.
TEST(load_engines, each_family_takes_planes_as_the_table_says) {
  struct Row {
    const char* family;
    bool native, assembled;
  };
  for (const Row& row : {Row{"systolic", false, true}, Row{"spatial_fusion", false, true},
                         Row{"operand_serial", false, true}, Row{"dual_serial", true, true},
                         Row{"binary_overlay", true, true}, Row{"term_serial", false, true},
                         Row{"chunked_bfp", false, false}, Row{"two_in_one", false, true},
                         Row{"chunked_fp", false, true}}) {
    const std::string bare = refusal(Format::planes, 4, preset(row.family));
    EXPECT_EQ(bare.empty(), row.native) << row.family << ' ' << bare;
    EXPECT_EQ(refusal(Format::planes, 4, with_assembler(row.family)).empty(), row.assembled)
        << row.family;
    EXPECT_EQ(refusal(Format::packed, 4, preset(row.family)).empty(), row.assembled) << row.family;
    EXPECT_EQ(array::is_plane_serial(preset(row.family).array), row.native) << row.family;
    if (row.assembled) {
      const MatrixJob job = job_of(Format::planes, 4, with_assembler(row.family));
      EXPECT_EQ(job.b_made->engine.has_value(), !row.native) << row.family;
      EXPECT_EQ(job.b_held_bits(), 4u);
    }
  }
  arch::AcceleratorSpec serial = preset("operand_serial");
  std::get<array::OperandSerialSpec>(serial.array).serial = array::SerialOperand::weight;
  EXPECT_TRUE(refusal(Format::planes, 4, serial).empty()) << "serial: weight takes planes";
}

TEST(load_engines, a_refusal_names_what_would_do) {
  const std::string codes = refusal(Format::planes, 4, preset("systolic"));
  EXPECT_THAT(codes, HasSubstr("takes codes"));
  EXPECT_THAT(codes, HasSubstr("load_path.assembled_bits_per_cycle"));
  EXPECT_THAT(codes, HasSubstr("--layout packed"));
  EXPECT_THAT(codes, HasSubstr("dual_serial"));
  EXPECT_THAT(refusal(Format::planes, 4, with_assembler("chunked_bfp")),
              HasSubstr("--layout separate"));
  EXPECT_THAT(refusal(Format::planes, 9, with_assembler("systolic")), HasSubstr("at most 8 bits"));
  EXPECT_THAT(refusal(Format::packed, 0, with_assembler("systolic")), HasSubstr("real numbers"));
}

TEST(load_engines, a_low_mode_reads_its_share_of_the_planes_and_all_of_packed_codes) {
  const arch::AcceleratorSpec machine = with_assembler("systolic");
  const auto bytes = [&](Format format, int bits) {
    const MatrixJob job = job_of(format, bits, machine);
    return traffic_of(job, parse_mapping("os, tile 128x64x144, m outer", job, machine)).b;
  };
  const std::uint64_t weights = kLayer.weights();
  for (int bits = 1; bits <= 8; ++bits) {
    EXPECT_EQ(bytes(Format::planes, bits), weights / 8 * static_cast<std::uint64_t>(bits));
    EXPECT_EQ(bytes(Format::packed, bits), weights) << "no saving";
  }
}

TEST(load_engines, planes_begin_on_bursts_of_their_own) {
  arch::AcceleratorSpec machine = with_assembler("systolic");
  trace::Convolution odd = kLayer;
  odd.out_channels = 5;
  MatrixJob job = matrix_job(trace::OperationClass::forward, odd, 8, 3, machine);
  job.b.bits = 1;
  job.b_made = MadeOperand{{}, 3, Role::weight};
  job.b_made->planes = 3;
  const Program program = matrix_program(job, best_mapping(job, machine), machine);
  const std::uint64_t burst = machine.memory.device.bytes_per_burst().count();
  ASSERT_EQ(program.steps.front().weight_loads.size(), 3u);
  const std::uint64_t first = program.steps.front().weight_loads[0].transfer.base;
  const std::uint64_t plane = round_up(bytes_for(Bits(odd.weights())).count(), burst);
  for (std::uint64_t i = 0; i < 3; ++i) {
    EXPECT_EQ(program.steps.front().weight_loads[i].transfer.base, first + i * plane);
  }
}

/// A step with tables, planes and a load of them, with a product or without.
MachineStep stored_step(bool multiplies) {
  trace::Step step = step_of(Format::planes);
  step.tensors.push_back({"bn.table", Role::master, Format::real, {2, 64}});
  trace::Operation load{"tables.load",          "tables",     trace::OperationClass::load,
                        trace::VectorWork{128}, {"bn.table"}, {}};
  MachineStep out{step, {}};
  out.operations.emplace_back(load);
  if (multiplies) {
    out.operations.emplace_back(step.operations[0]);
  }
  return out;
}

TEST(load_engines, what_stays_on_chip_is_loaded_by_the_steps_that_only_load) {
  const std::uint64_t room = 8 * kLayer.weights() / 8 + 128 * 4;
  for (const bool resident : {false, true}) {
    arch::AcceleratorSpec machine = with_assembler("systolic");
    machine.load_path.resident_bytes = resident ? room : 0;
    MachineStep infer = stored_step(true);
    keep_stored_weights(infer, machine);
    EXPECT_EQ(infer.operations[0].operation.inputs.empty(), resident) << "tables";
    const auto job = std::get<MatrixJob>(
        resolve(infer.operations[1], infer.tensors, trace::Precision(4, 8), machine));
    EXPECT_EQ(job.b.held, resident);
    EXPECT_EQ(traffic_of(job, best_mapping(job, machine)).b > 0, !resident);
    MachineStep fill = stored_step(false);
    keep_stored_weights(fill, machine);
    EXPECT_EQ(fill.operations[0].operation.inputs.empty(), !resident);
  }
  arch::AcceleratorSpec small = with_assembler("systolic");
  small.load_path.resident_bytes = room - 1;
  MachineStep infer = stored_step(true);
  EXPECT_THROW(keep_stored_weights(infer, small), UserError);
}

TEST(load_engines, codes_of_one_precision_do_not_stay_and_are_refused_where_a_store_is_set_aside) {
  arch::AcceleratorSpec machine = with_assembler("systolic");
  machine.load_path.resident_bytes = 65536;
  MachineStep codes = stored_step(true);
  codes.tensors.tensors[1].format = Format::codes;
  codes.tensors.tensors[1].shape = {64, 3, 3, 16};
  const auto complaint = [&](const MachineStep& step) -> std::string {
    MachineStep own = step;
    try {
      keep_stored_weights(own, machine);
    } catch (const UserError& error) {
      return error.what();
    }
    return {};
  };
  EXPECT_THAT(complaint(codes), HasSubstr("`w` does not stay on chip"));
  MachineStep packed = codes;
  packed.tensors.tensors[1].format = Format::packed;
  packed.tensors.tensors[1].shape = {8, 64, 3, 3, 16};
  EXPECT_EQ(complaint(packed), "");
  MachineStep both = packed;  // a layer that keeps bits of its own beside one of packed codes
  both.tensors.tensors.push_back(codes.tensors.tensors[1]);
  both.tensors.tensors.back().name = "own";
  both.operations.push_back(both.operations.back());
  both.operations.back().operation.inputs[1] = "own";
  both.operations.back().operation.name = "own.forward";
  EXPECT_EQ(complaint(both), "");
  MachineStep training = codes;  // codes that the step itself makes of masters
  trace::Operation quantize{"w.quantize",          "c",   trace::OperationClass::quantize,
                            trace::VectorWork{64}, {"m"}, {"w"}};
  training.operations.emplace(training.operations.begin(), quantize);
  EXPECT_EQ(complaint(training), "");
  machine.load_path.resident_bytes = 0;
  EXPECT_EQ(complaint(codes), "");
}

/// A step that rebuilds weights before a product.
trace::Step rebuilding_step() {
  trace::Step step = step_of(Format::codes);
  step.tensors[1].shape = {64, 3, 3, 16};
  const std::uint64_t weights = kLayer.weights();
  step.tensors.push_back({"c.row_map", Role::weight, Format::mask, {weights / 3}});
  step.tensors.push_back({"c.coefficients", Role::weight, Format::mask, {3 * weights}});
  step.tensors.push_back({"c.basis", Role::weight, Format::mask, {960}});
  trace::VectorWork work{weights, 4.5, 1};
  work.rebuilt_rows = weights / 6;
  work.shift_adds = weights;
  step.operations.insert(step.operations.begin(), {"c.rebuild",
                                                   "c",
                                                   trace::OperationClass::quantize,
                                                   work,
                                                   {"c.row_map", "c.coefficients", "c.basis"},
                                                   {"w"}});
  return step;
}

TEST(load_engines, a_machine_with_an_engine_rebuilds_as_it_loads) {
  const trace::Step step = rebuilding_step();
  arch::AcceleratorSpec machine = preset("systolic");
  EXPECT_EQ(machine_step(step, machine).operations.size(), 2u) << "a pass of the vector unit";
  machine.load_path.rebuilt_rows_per_cycle = 2;
  const MachineStep out = machine_step(step, machine);
  ASSERT_EQ(out.operations.size(), 1u);
  const auto job =
      std::get<MatrixJob>(resolve(out.operations[0], out.tensors, trace::Precision(8, 8), machine));
  ASSERT_TRUE(job.b_made && job.b_made->engine && job.b_made->by_tiles);
  EXPECT_EQ(job.b_held_bits(), 8u);
  const Mapping whole = parse_mapping("os, tile 128x64x144, m outer", job, machine);
  const OperationTraffic traffic = traffic_of(job, whole);
  std::uint64_t bytes = traffic.b;
  for (const MovedBeside& one : traffic.beside) {
    bytes += one.moved;
  }
  const std::uint64_t weights = kLayer.weights();
  EXPECT_EQ(bytes, 3 * weights / 8 + weights / 3 / 8 + 960 / 8) << "coefficients, map and basis";
  EXPECT_EQ(engine_cycles(job.b_made, weights, machine.load_path), weights / 6 / 2);
  EXPECT_EQ(loading_excess(job, whole, machine).engine, weights / 6 / 2) << "the only tile";
  machine.load_path.rebuilt_rows_per_cycle = arch::kNeverWaitedFor;
  EXPECT_EQ(loading_excess(job, whole, machine), LoadingExcess{});
}

/// A step of a weight gradient, its projection to coefficients and bases, and what switches them.
trace::Step projecting_step() {
  trace::Step step = step_of(Format::codes);
  const std::uint64_t weights = kLayer.weights();
  step.tensors = {{"x", Role::activation, Format::codes, {2, 8, 8, 16}},
                  {"e", Role::error, Format::codes, {2, 8, 8, 64}},
                  {"g", Role::gradient, Format::real, {64, 3, 3, 16}},
                  {"map", Role::master, Format::mask, {weights / 3}},
                  {"coefficients", Role::master, Format::mask, {3 * weights}},
                  {"basis", Role::master, Format::real, {64 * 9}},
                  {"basis.gradient", Role::gradient, Format::real, {64 * 9}},
                  {"coefficients.gradient", Role::gradient, Format::real, {weights / 2}},
                  {"counters", Role::optimizer_state, Format::mask, {weights}}};
  step.operations = {{"c.weight_gradient",
                      "c",
                      trace::OperationClass::weight_gradient,
                      trace::MatrixWork{kLayer},
                      {"e", "x"},
                      {"g"}},
                     {"c.project",
                      "c",
                      trace::OperationClass::vector,
                      trace::VectorWork{weights, 6, 6},
                      {"g", "map", "coefficients", "basis"},
                      {"coefficients.gradient", "basis.gradient"}},
                     {"c.update_basis",
                      "c",
                      trace::OperationClass::update,
                      trace::VectorWork{64 * 9, 1, 1},
                      {"basis", "basis.gradient"},
                      {"basis"}},
                     {"c.switch",
                      "c",
                      trace::OperationClass::update,
                      trace::VectorWork{weights / 2, 4, 1},
                      {"map", "coefficients", "counters", "coefficients.gradient"},
                      {"map", "coefficients", "counters"}}};
  return step;
}

MatrixJob product_of(const MachineStep& step, const arch::AcceleratorSpec& machine) {
  return std::get<MatrixJob>(
      resolve(step.operations[0], step.tensors, trace::Precision(8, 8), machine));
}

/// Of the product, cut as the mapping says, and of all passes.
std::uint64_t bytes_of(const MachineStep& step, const Mapping& mapping,
                       const arch::AcceleratorSpec& machine) {
  std::uint64_t bytes = 0;
  for (const MachineOperation& one : step.operations) {
    const Job job = resolve(one, step.tensors, trace::Precision(8, 8), machine);
    const auto* matrix = std::get_if<MatrixJob>(&job);
    const AnalyticCost cost = matrix != nullptr ? analytic_cost(*matrix, mapping, machine)
                                                : analytic_cost(std::get<VectorJob>(job), machine);
    bytes += cost.read_bytes + cost.write_bytes;
  }
  return bytes;
}

TEST(load_engines, gradients_of_coefficients_are_projected_as_they_leave_the_array) {
  const trace::Step step = projecting_step();
  arch::AcceleratorSpec machine = preset("systolic");
  machine.training.output_path = arch::OutputPath::reductions;
  const MachineStep apart = machine_step(step, machine);
  ASSERT_EQ(apart.operations.size(), 4u);
  machine.training.output_path = arch::OutputPath::elementwise;
  const MachineStep together = machine_step(step, machine);
  ASSERT_EQ(together.operations.size(), 3u);
  const FusedWork& fused = together.operations[0].fused;
  EXPECT_FALSE(fused.keeps_product) << "nothing else reads the gradient of the weights";
  EXPECT_EQ(fused.adds_per_result, 6) << "the same work";
  EXPECT_EQ(fused.multiplies_per_result, 6);
  EXPECT_THAT(fused.inputs, testing::ElementsAre("map", "coefficients", "basis"));
  EXPECT_THAT(fused.outputs, testing::ElementsAre("coefficients.gradient", "basis.gradient"));
  const Mapping mapping = best_mapping(product_of(apart, machine), machine);
  EXPECT_EQ(bytes_of(apart, mapping, machine) - bytes_of(together, mapping, machine),
            2 * 4 * kLayer.weights())
      << "the gradient is neither written nor read";
}

TEST(load_engines, a_gradient_that_something_else_reads_is_written_too) {
  trace::Step step = projecting_step();
  arch::AcceleratorSpec machine = preset("systolic");
  machine.training.output_path = arch::OutputPath::elementwise;
  step.operations.push_back({"c.clip",
                             "c",
                             trace::OperationClass::update,
                             trace::VectorWork{kLayer.weights(), 1, 1},
                             {"g", "counters"},
                             {"counters"}});
  const MachineStep out = machine_step(step, machine);
  EXPECT_TRUE(out.operations[0].fused.keeps_product);
  EXPECT_THAT(out.operations[0].fused.outputs,
              testing::ElementsAre("coefficients.gradient", "basis.gradient"));
}

TEST(load_engines, the_last_part_of_a_batch_projects) {
  arch::AcceleratorSpec machine = preset("systolic");
  machine.training.output_path = arch::OutputPath::elementwise;
  machine.training.micro_batches = 2;
  const MachineStep out = machine_step(projecting_step(), machine);
  ASSERT_EQ(out.operations.size(), 4u);
  EXPECT_TRUE(out.operations[0].fused.outputs.empty());
  EXPECT_TRUE(out.operations[0].fused.keeps_product) << "the second part goes on from it";
  EXPECT_EQ(out.operations[1].fused.outputs.size(), 2u);
  EXPECT_FALSE(out.operations[1].fused.keeps_product);
}

}  // namespace load_engines_test
}  // namespace metronome::mapping
