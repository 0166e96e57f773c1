// Steps of trainings in number formats: copies, their operands, files.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "workloads/precision/precision_csv.hpp"
#include "workloads/trace/bit_operations.hpp"
#include "workloads/trace/format_storage.hpp"
#include "workloads/trace/format_timeline.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/trace/trace_io.hpp"

namespace metronome::trace {
namespace format_trace_test {

namespace fs = std::filesystem;
using formats::ProductOperand;

Trace traced(const std::string& schedule, const std::string& model = "resnet-8",
             const std::string& dataset = "cifar-10") {
  return make_trace(model, dataset, 32, schedule::parse_schedule(schedule), 100,
                    DxScale::prescale_requantize);
}

bool has(const Step& step, const std::string& tensor) {
  return std::any_of(step.tensors.begin(), step.tensors.end(),
                     [&](const Tensor& one) { return one.name == tensor; });
}

const Operation& operation(const Step& step, const std::string& name) {
  return *std::find_if(step.operations.begin(), step.operations.end(),
                       [&](const Operation& one) { return one.name == name; });
}

/// A layer whose input, weights and error are all quantized.
std::string inner_layer(const Step& step) {
  for (const Operation& one : step.operations) {
    const auto* work = std::get_if<MatrixWork>(&one.work);
    if (work != nullptr && !work->fp32 && one.cls == OperationClass::input_gradient) {
      return one.layer;
    }
  }
  return "";
}

TEST(format_trace, has_two_copies_of_each_operand_where_blocks_are_rows) {
  const Trace trace = traced("static:mxfp8");
  const Step& step = trace.step();
  const std::string layer = inner_layer(step);
  const Operation& forward = operation(step, layer + ".forward");
  const Operation& back = operation(step, layer + ".input_gradient");
  const Operation& gradient = operation(step, layer + ".weight_gradient");
  const auto operand = [&](const std::string& tensor) {
    return step.tensor(tensor).operand.value();
  };
  EXPECT_EQ(operand(forward.inputs[0]), ProductOperand::forward_x);
  EXPECT_EQ(operand(forward.inputs[1]), ProductOperand::forward_w);
  EXPECT_EQ(operand(back.inputs[0]), ProductOperand::input_gradient_dy);
  EXPECT_EQ(operand(back.inputs[1]), ProductOperand::input_gradient_w);
  EXPECT_EQ(operand(gradient.inputs[0]), ProductOperand::weight_gradient_dy);
  EXPECT_EQ(operand(gradient.inputs[1]), ProductOperand::weight_gradient_x);
  EXPECT_EQ(back.inputs.size(), 2u) << "no zero points, no correction";
  // Each copy is made of the real tensor, not of another copy.
  for (const Operation& one : step.operations) {
    if (one.cls == OperationClass::quantize) {
      for (const std::string& input : one.inputs) {
        EXPECT_EQ(step.tensor(input).format, Format::real) << one.name;
      }
    }
  }
}

TEST(format_trace, has_one_copy_where_it_serves_both_products) {
  const Step bf16 = traced("static:bf16").step();
  EXPECT_FALSE(has(bf16, inner_layer(bf16) + ".weight.codes_transposed"));
  EXPECT_FALSE(has(bf16, inner_layer(bf16) + ".error_codes_for_input"));
  const Step nvfp4 = traced("static:nvfp4").step();
  EXPECT_FALSE(has(nvfp4, inner_layer(nvfp4) + ".weight.codes_transposed")) << "16x16";
  EXPECT_TRUE(has(nvfp4, inner_layer(nvfp4) + ".error_codes_for_input"));
  const Step hadamard = traced("static:bf16+weight_gradient=bf16/rht16").step();
  EXPECT_TRUE(has(hadamard, inner_layer(hadamard) + ".error_codes_for_input"));
}

// Blocks of the 1x1 kernel's weight gradient run over tokens, those of the 3x3 kernels over
// samples: the one's copy serves no other.
TEST(format_trace, layers_share_what_a_weight_gradient_reads_only_where_blocks_lie_alike) {
  const auto path = std::filesystem::path(testing::TempDir()) /
                    ("metronome_branch_" + std::to_string(::getpid()) + ".yaml");
  write_file_atomically(
      path,
      "name: branch\n"
      "inputs: [{channels: 3, height: 32, width: 32}]\n"
      "layers:\n"
      "  - {name: conv1, kind: convolution, out_channels: 16, kernel: 3, stride: 4, pad: 1}\n"
      "  - {name: relu1, kind: relu}\n"
      "  - {name: tokens, kind: convolution, out_channels: 16, kernel: 1, from: [relu1]}\n"
      "  - {name: samples, kind: convolution, out_channels: 16, kernel: 3, pad: 1, from: [relu1]}\n"
      "  - {name: more, kind: convolution, out_channels: 16, kernel: 3, pad: 1, from: [relu1]}\n"
      "  - {name: one, kind: add, from: [tokens, samples]}\n"
      "  - {name: sum, kind: add, from: [one, more]}\n"
      "  - {name: flat, kind: reshape}\n"
      "  - {name: fc, kind: linear, out_features: 10}\n");
  const Trace trace = traced("static:mxfp4", path.string());
  const Trace whole = traced("static:fp8", path.string());
  std::filesystem::remove(path);
  const auto read = [](const Trace& of, const char* layer) {
    return of.step().tensor(
        operation(of.step(), std::string(layer) + ".weight_gradient").inputs.at(1));
  };
  EXPECT_NE(read(trace, "tokens").name, read(trace, "samples").name);
  EXPECT_EQ(read(trace, "samples").name, read(trace, "more").name);
  EXPECT_EQ(read(whole, "tokens").name, read(whole, "samples").name) << "without blocks";
  for (const char* layer : {"conv1", "tokens", "samples", "more"}) {
    const auto& work =
        std::get<MatrixWork>(operation(trace.step(), std::string(layer) + ".forward").work);
    EXPECT_EQ(layout_of(read(trace, layer).product.value(), ProductOperand::weight_gradient_x),
              layout_of(work.convolution, ProductOperand::weight_gradient_x))
        << layer;
  }
}

TEST(format_trace, looks_for_ranges_only_where_a_tensor_has_a_scale) {
  const auto ranges = [](const std::string& schedule) {
    const Step step = traced(schedule).step();
    return std::count_if(step.operations.begin(), step.operations.end(), [](const Operation& one) {
      return one.name.find(".range") != std::string::npos;
    });
  };
  EXPECT_EQ(ranges("static:mxfp8"), 0);
  EXPECT_GT(ranges("static:nvfp4"), 0);
  EXPECT_EQ(ranges("static:nvfp4"), ranges("static:8"));
}

TEST(format_trace, is_that_of_before_where_no_format_is_asked_for) {
  const Trace affine = traced("static:affine:8");
  EXPECT_EQ(affine, traced("static:8"));
  for (const Tensor& tensor : affine.step().tensors) {
    EXPECT_FALSE(tensor.operand);
  }
  for (const auto& [name, text] : trace_texts(affine)) {
    EXPECT_EQ(text.find("version 3"), std::string::npos) << name;
    EXPECT_EQ(text.find("version: 3"), std::string::npos) << name;
    EXPECT_EQ(text.find(kPresetColumn), std::string::npos) << name;
  }
}

TEST(format_trace, is_read_back_from_its_files) {
  const fs::path folder =
      fs::temp_directory_path() / ("metronome_format_trace_" + std::to_string(::getpid()));
  for (const char* schedule :
       {"static:bfp:4,16", "late:nvfp4,then=nvfp4+forward=bf16,from=0.82,keep=bf16,first=1,last=1",
        "cpt:4-8,periods=2,backward=8,formats=mxint"}) {
    const Trace trace = traced(schedule);
    write_trace(trace, folder);
    EXPECT_EQ(read_trace(folder), trace) << schedule;
    EXPECT_NE(read_file(folder / "assignments.csv").find("version 3"), std::string::npos);
  }
  fs::remove_all(folder);
}

TEST(format_trace, keeps_products_of_two_activations_in_fp32) {
  const Trace trace =
      traced("static:nvfp4", "transformer-base:layers=1,features=32,heads=2,inner=64", "ptb");
  const Assignment& assignment = trace.schedule.front().assignment;
  EXPECT_EQ(assignment.of("layer0.attention"), Precision(0, 0));
  EXPECT_TRUE(assignment.all.formats.any());
}

TEST(format_trace, refuses_formats_of_layers_that_take_none) {
  const auto graph = requested_model(
      {.model = "transformer-base:layers=1,features=32,heads=2,inner=64", .dataset = "ptb"});
  schedule::CsvSpec spec;
  Assignment assignment{read_preset("bf16").value.value(), {}};
  assignment.layers.set("layer0.attention", read_preset("nvfp4").value.value());
  spec.changes = {{0, assignment}};
  EXPECT_THROW((void)make_trace(graph, "ptb", 8, schedule::Schedule(spec), 10, DxScale::segmented),
               UserError);
}

TEST(format_trace, multiplies_elements_of_each_product_s_own_bits) {
  const PaperBits bits = paper_bits(read_preset("nvfp4+forward=bf16").value.value(), Role::weight);
  EXPECT_EQ(bits.forward, 16u * 16);
  EXPECT_EQ(bits.input_gradient, 4u * 4);
  EXPECT_EQ(bits.weight_gradient, 4u * 4);
}

TEST(format_storage, lays_blocks_along_the_reduction_of_each_product) {
  const Convolution c{.batch = 8,
                      .in_channels = 40,
                      .in_height = 6,
                      .in_width = 6,
                      .out_channels = 24,
                      .kernel = 3,
                      .stride = 1,
                      .pad = 1};
  EXPECT_EQ(layout_of(c, ProductOperand::forward_x), (OperandLayout{1, 8 * 36, 40}));
  EXPECT_EQ(layout_of(c, ProductOperand::forward_w), (OperandLayout{9, 24, 40}));
  EXPECT_EQ(layout_of(c, ProductOperand::input_gradient_dy), (OperandLayout{1, 8 * 36, 24}));
  EXPECT_EQ(layout_of(c, ProductOperand::input_gradient_w), (OperandLayout{9, 40, 24}));
  EXPECT_EQ(layout_of(c, ProductOperand::weight_gradient_dy), (OperandLayout{36, 24, 8}));
  EXPECT_EQ(layout_of(c, ProductOperand::weight_gradient_x), (OperandLayout{36, 40, 8}));
  // Ragged: 40 channels are a block of 32 and one of 8, each with a scale.
  const formats::OperandFormat mxfp4 = formats::read_operand_format("mxfp4").value.value();
  EXPECT_EQ(stored_operand(c, ProductOperand::forward_x, mxfp4),
            (StoredOperand{8 * 36 * 40, 8 * 36 * 2, 4, 8, 0}));
  // A transform of 16 samples where there are 8: zeros are stored as well.
  const formats::OperandFormat turned = formats::read_operand_format("nvfp4/rht16").value.value();
  EXPECT_EQ(stored_operand(c, ProductOperand::weight_gradient_dy, turned),
            (StoredOperand{36 * 24 * 16, 36 * 24, 4, 8, 32}));
  // Channels of each tap, samples, or tokens are filled up to whole tiles; what is whole stays.
  EXPECT_EQ(filled(c, OperationClass::forward, 32).in_channels, 64u);
  EXPECT_EQ(filled(c, OperationClass::input_gradient, 32).out_channels, 32u);
  EXPECT_EQ(filled(c, OperationClass::weight_gradient, 16).batch, 16u);
  EXPECT_EQ(filled(c, OperationClass::weight_gradient, 8), c);
  EXPECT_EQ(filled(c, OperationClass::forward, 0), c);
  Convolution tokens = c;
  tokens.kernel = 1;
  tokens.pad = 0;
  tokens.batch = 3;  // 108 tokens
  const Convolution whole = filled(tokens, OperationClass::weight_gradient, 16);
  EXPECT_EQ(whole.batch * whole.in_height * whole.in_width, 112u);
  EXPECT_EQ(block_run(whole, OperationClass::weight_gradient), 112u);
}

TEST(format_timeline, tells_each_operand_of_each_layer_in_each_phase) {
  const auto graph = requested_model({.model = "resnet-8", .dataset = "cifar-10"});
  const std::size_t layers = format_layers(graph).size();
  const auto rows =
      format_timeline(graph,
                      schedule::parse_schedule(
                          "late:nvfp4,then=nvfp4+forward=bf16,from=0.5,keep=bf16,first=1,last=1"),
                      100);
  ASSERT_EQ(rows.size(), 2 * 6 * layers);
  EXPECT_EQ(rows[0].format, "bf16");
  EXPECT_EQ(rows[6].operand, "forward.x");
  EXPECT_EQ(rows[6].format, "nvfp4");
  EXPECT_DOUBLE_EQ(rows[6].bits_per_element, 4.5);
  EXPECT_EQ(rows[6 * layers + 6].format, "bf16");
  EXPECT_EQ(*rows[6 * layers].first_iteration, 50u);
  const auto driven = format_timeline(graph, schedule::parse_schedule("recipe:muppet"), 100);
  EXPECT_EQ(driven.size(), 5 * 6 * layers);
  EXPECT_FALSE(driven[0].first_iteration);
}

}  // namespace format_trace_test
}  // namespace metronome::trace
