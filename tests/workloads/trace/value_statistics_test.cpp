#include "workloads/trace/value_statistics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/trace/trace_io.hpp"

namespace metronome::trace {
namespace value_statistics_test {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

Trace trace_of(const std::string& model, const std::string& data) {
  return make_trace(model, data, 4, schedule::parse_schedule("static:4,backward=8"), 10,
                    DxScale::prescale_requantize);
}

const Operation& operation(const Trace& trace, const std::string& name) {
  for (const Operation& candidate : trace.step().operations) {
    if (candidate.name == name) {
      return candidate;
    }
  }
  throw std::out_of_range(name);
}

OperandCounts counts_with(Role role, std::uint32_t code, std::uint32_t magnitude) {
  OperandCounts counts;
  counts.role = role;
  counts.iterations = 2;
  counts.raw.add(code, 5);
  counts.centred.add(magnitude, 5);
  return counts;
}

TEST(value_statistics, the_tokens_of_an_lstm_are_one_product_and_fp32_layers_are_none) {
  const Trace lstm = trace_of("lstm-2", "ptb");
  EXPECT_EQ(product_of(operation(lstm, "lstm1.token.3.forward")), "lstm1.recurrent");
  EXPECT_EQ(product_of(operation(lstm, "lstm1.input.weight_gradient")), "lstm1.input");
  const Trace resnet = trace_of("resnet-8", "cifar-10");
  const std::vector<std::string> products = quantized_products(resnet.step());
  EXPECT_EQ(products.size(), 9u);  // 7 convolutions and 2 shortcuts; the linear layer is FP32
  EXPECT_THAT(products, Contains("group2_layer0.downsample"));
  EXPECT_THAT(products, Not(Contains("fc")));
}

TEST(value_statistics, each_operation_finds_the_operands_that_it_multiplies) {
  const Trace trace = trace_of("resnet-8", "cifar-10");
  const std::string conv = "group1_layer0.conv1";
  const Precision precision{4, 8};
  ValueStatistics statistics;
  OperandCounts& activation = statistics[{conv, Operand::forward_a, precision}];
  OperandCounts& weight = statistics[{conv, Operand::forward_b, precision}];
  OperandCounts& error = statistics[{conv, Operand::weight_gradient_a, precision}];
  const auto found = [&](const char* cls, int operand) {
    return counts_of(statistics, operation(trace, conv + "." + cls), operand, precision);
  };
  EXPECT_EQ(found("forward", 0), &activation);
  EXPECT_EQ(found("forward", 1), &weight);
  EXPECT_EQ(found("weight_gradient", 0), &error);
  EXPECT_EQ(found("weight_gradient", 1), &activation);
  EXPECT_EQ(found("input_gradient", 0), &error);
  EXPECT_EQ(found("input_gradient", 1), &weight);
  const OperandCounts& scaled = statistics[{conv, Operand::input_gradient_a, precision}];
  const OperandCounts& one_scale = statistics[{conv, Operand::input_gradient_b, precision}];
  EXPECT_EQ(found("input_gradient", 0), &scaled);
  EXPECT_EQ(found("input_gradient", 1), &one_scale);
  EXPECT_EQ(counts_of(statistics, operation(trace, conv + ".forward"), 0, {3, 8}), nullptr);
  EXPECT_EQ(counts_of(statistics, operation(trace, "conv1.forward"), 0, precision), nullptr);
}

class value_statistics_file : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() /
              (std::string("metronome_values_") +
               ::testing::UnitTest::GetInstance()->current_test_info()->name());
    trace_ = trace_of("resnet-8", "cifar-10");
    trace_.values[{"conv1", Operand::forward_a, {4, 8}}] = counts_with(Role::activation, 6, 1);
    trace_.values[{"conv1", Operand::weight_gradient_a, {4, 8}}] = counts_with(Role::error, 255, 0);
    write_trace(trace_, folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] fs::path file() const { return folder_ / "value_statistics.csv"; }
  /// What reading complains about once `from` has become `to`.
  [[nodiscard]] std::string complaint(const std::string& from, const std::string& to) const {
    std::string text = read_file(file());
    const std::size_t at = text.find(from);
    if (at == std::string::npos) {
      return "no such text";
    }
    write_file_atomically(file(), text.replace(at, from.size(), to));
    try {
      (void)read_trace(folder_);
    } catch (const UserError& error) {
      return error.diagnostics().front().text();
    }
    return "nothing";
  }

  fs::path folder_;
  Trace trace_;
};

TEST_F(value_statistics_file, is_read_back_as_it_was_and_vanishes_with_its_content) {
  EXPECT_EQ(read_trace(folder_), trace_);
  const std::string text = read_file(file());
  EXPECT_THAT(text, HasSubstr("# metronome trace value statistics, version 2\nproduct,operand,"));
  EXPECT_THAT(text, HasSubstr("\nconv1,forward_a,activation,4,4,8,fp32,4,raw,2,5,0,0,5,5,0"));
  EXPECT_THAT(text, HasSubstr("\nconv1,weight_gradient_a,error,4,4,8,fp32,4,centred,2,5,5,0,0"));
  trace_.values.clear();
  write_trace(trace_, folder_);
  EXPECT_FALSE(fs::exists(file()));
}

TEST_F(value_statistics_file, of_number_formats_has_their_presets_in_version_3) {
  const Precision mxfp4 = read_preset("mxfp4").value.value();
  const Precision mxfp6 = read_preset("mxfp6_e2m3").value.value();
  trace_.values[{"conv1", Operand::forward_b, mxfp4}] = counts_with(Role::weight, 6, 6);
  trace_.values[{"conv1", Operand::forward_b, mxfp6}] = counts_with(Role::weight, 60, 60);
  write_trace(trace_, folder_);
  EXPECT_EQ(read_trace(folder_), trace_) << "affine codes beside them";
  const std::string text = read_file(file());
  EXPECT_THAT(text, HasSubstr("# metronome trace value statistics, version 3\n"));
  EXPECT_THAT(text, HasSubstr("\nconv1,forward_b,weight,4,4,4,fp32,4,mxfp4,raw,"));
  EXPECT_THAT(text, HasSubstr("\nconv1,forward_a,activation,4,4,8,fp32,4,,raw,"));
  EXPECT_THAT(complaint(",mxfp4,raw", ",mxfp5,raw"), HasSubstr("`mxfp5`"));
}

TEST_F(value_statistics_file, of_another_version_is_refused) {
  EXPECT_THAT(complaint("version 2", "version 4"), HasSubstr("version 4 cannot be read"));
}

TEST_F(value_statistics_file, with_a_product_that_the_step_has_not_is_refused) {
  EXPECT_THAT(complaint("conv1,", "conv9,"), HasSubstr("no product of codes `conv9`"));
}

TEST_F(value_statistics_file, whose_histograms_are_of_different_codes_is_refused) {
  EXPECT_THAT(complaint(",raw,2,5,", ",raw,2,6,"), HasSubstr("ones_ columns is 5, which is not 6"));
}

TEST_F(value_statistics_file, with_half_an_operand_is_refused) {
  EXPECT_THAT(complaint(",centred,", ",raw,"), HasSubstr("stands twice"));
}

}  // namespace value_statistics_test
}  // namespace metronome::trace
