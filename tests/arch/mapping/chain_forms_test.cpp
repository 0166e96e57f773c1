// Chains of operations in closed form, over precisions, and where there are none.
#include <gtest/gtest.h>

#include "chain_cases.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/model/graph_builder.hpp"

namespace metronome::mapping {
namespace chain_forms_test {

using namespace chain_cases;

TEST(chain_forms, never_move_more_bytes_than_layers_at_any_precision_they_are_made_for) {
  const trace::Trace trace = trace_of("resnet-20", 8, 4);
  std::vector<trace::Assignment> levels;
  for (int bits = 3; bits <= 8; ++bits) {
    levels.push_back({trace::Precision(bits, 8), {}});
  }
  levels.push_back({trace::Precision(0, 0), {}});
  StepUse use;
  for (const trace::Assignment& level : levels) {
    use.assignments.push_back(&level);
  }
  std::size_t fewer = 0;
  for (const std::string& file : kMachines) {
    for (const Execution execution : {Execution::fused_blocks, Execution::depth_first}) {
      const arch::AcceleratorSpec machine = machine_of(file, 1 << 17, execution);
      arch::AcceleratorSpec plain = machine;
      plain.training.execution = Execution::layer;
      const MachineStep layers = machine_step(trace.step(), plain);
      const MachineStep chained = machine_step(trace.step(), machine, &use);
      EXPECT_EQ(total_macs(layers), total_macs(chained)) << file;
      for (const trace::Assignment& level : levels) {
        const std::uint64_t before = total_bytes(layers, plain, level.all);
        const std::uint64_t after = total_bytes(chained, machine, level.all);
        EXPECT_LE(after, before) << file << ' ' << trace::precision_text(level.all);
        fewer += after < before ? 1 : 0;
      }
    }
  }
  EXPECT_GT(fewer, 10u);
}

/// conv1 - ReLU - conv2 of 16 channels and images of 8 x 8.
trace::Trace conv_relu_conv(std::uint64_t batch) {
  model::GraphBuilder b("chain", {16, 8, 8});
  const auto layer = [] {
    model::Convolution c;
    c.out_channels = 16;
    c.kernel = 1;  // tiles of rows read no row twice
    return c;
  };
  auto x = b.convolution("conv1", 0, layer());
  x = b.relu("relu", x);
  b.convolution("conv2", x, layer());
  model::Graph graph = b.graph();
  graph.loss = model::Loss::none;
  return trace::make_trace(graph, "none", batch, schedule::parse_schedule("static:8,backward=8"), 1,
                           trace::DxScale::prescale_requantize);
}

TEST(chain_forms, closed_form_of_conv_relu_conv) {
  constexpr std::uint64_t kBatch = 8;
  constexpr std::uint64_t kImage = 16 * 8 * 8;  // elements of one image of any tensor
  constexpr std::uint64_t kWeights = 16 * 16;
  const trace::Trace trace = conv_relu_conv(kBatch);
  arch::AcceleratorSpec machine =
      machine_of("plain_systolic_512", 0, Execution::layer, arch::RangeMethod::two_pass);
  const std::uint64_t layers =
      total_bytes(machine_step(trace.step(), machine), machine, trace::Precision{});
  // Real numbers have 2 bytes, codes one: quantize 2 + 1, conv1 1 + 2, ReLU 2 + 2, quantize 2 + 1,
  // conv2 1 + 2; weights are quantized (range 4, then 4 + 1) and read.
  EXPECT_EQ(layers, kBatch * kImage * (3 + 3 + 4 + 3 + 3) + 2 * kWeights * (4 + 5 + 1));
  // At most codes and results of one product stay at a time, or real numbers before and behind the
  // ReLU: 4 bytes an element.
  for (const std::uint64_t samples : {8u, 4u, 2u, 1u}) {
    machine.training.resident_bytes = samples * kImage * 4;
    machine.training.execution = Execution::fused_blocks;
    const MachineStep step = machine_step(trace.step(), machine);
    const std::uint64_t parts = kBatch / samples;
    EXPECT_EQ(parts_of(step).at("conv2.forward"), parts);
    // The images come in, and what conv2 gives goes out; its weights are read for every part.
    EXPECT_EQ(total_bytes(step, machine, trace::Precision{}),
              kBatch * kImage * (2 + 2) + 2 * kWeights * (4 + 5 + parts));
    EXPECT_EQ(total_macs(step), 2 * kBatch * 64 * kWeights);
  }
  machine.training.resident_bytes = kImage * 4 - 1;
  const MachineStep none = machine_step(trace.step(), machine);
  EXPECT_LT(total_bytes(none, machine, trace::Precision{}), layers)
      << "shorter chains, whose codes alone stay";
  EXPECT_GT(total_bytes(none, machine, trace::Precision{}),
            kBatch * kImage * (2 + 2) + 2 * kWeights * (4 + 5 + kBatch));
}

std::string complaint(const std::vector<std::string>& overrides, const std::string& file) {
  try {
    (void)config::load<arch::AcceleratorSpec>(
        metronome::source_dir() + "/configs/arch/" + file + ".yaml",
        config::parse_overrides(overrides));
    return "accepted";
  } catch (const UserError& error) {
    return error.what();
  }
}

TEST(chain_forms, refuse_machines_that_cannot_have_them) {
  EXPECT_NE(complaint({"training.execution=depth_first"}, "dual_serial_512")
                .find("needs room for what stays on chip"),
            std::string::npos);
  EXPECT_NE(complaint({"training.execution=depth_first", "training.resident_bytes=65536"},
                      "chunked_bfp_512")
                .find("block floating point"),
            std::string::npos);
  EXPECT_NE(complaint({"training.execution=deep"}, "dual_serial_512").find("depth_first"),
            std::string::npos);
  EXPECT_EQ(complaint({"training.execution=fused_blocks", "training.resident_bytes=65536"},
                      "dual_serial_512"),
            "accepted");
}

TEST(chain_forms, micro_batches_do_not_cut_parts_with_statistics_of_their_own) {
  const trace::Trace trace = trace_of("resnet-8", 8, 4);
  arch::AcceleratorSpec machine = machine_of("dual_serial_512", 0, Execution::layer);
  machine.training.micro_batches = 2;
  EXPECT_NO_THROW((void)machine_step(trace.step(), machine));
  machine.training.micro_batches = 4;
  EXPECT_THROW((void)machine_step(trace.step(), machine), UserError);
}

TEST(chain_forms, products_with_a_fixed_mapping_are_in_none) {
  const trace::Trace trace = conv_relu_conv(8);
  arch::AcceleratorSpec machine =
      machine_of("plain_systolic_512", 1 << 16, Execution::fused_blocks);
  machine.mapping.fixed.push_back({"conv2.forward", "os, tile 64x16x144, m outer"});
  for (const MachineOperation& one : machine_step(trace.step(), machine).operations) {
    EXPECT_TRUE(one.chain == 0 || one.operation.name != "conv2.forward");
  }
}

}  // namespace chain_forms_test
}  // namespace metronome::mapping
