#include "workloads/trace/trace_io.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::trace {
namespace trace_io_test {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

Trace example(const std::string& schedule = "cpt:3-8,periods=2") {
  return make_trace("resnet-8", "cifar-10", 128, schedule::parse_schedule(schedule), 4000,
                    DxScale::prescale_requantize);
}

/// One 1x1 convolution, written by hand without derived lists.
const std::string kStep =
    "version: 1\n"
    "model: tiny\n"
    "dataset: none\n"
    "batch: 2\n"
    "dx_scale: segmented\n"
    "forward_macs: 480\n"
    "tensors:\n"
    "  - {name: images, role: activation, format: real, shape: [2, 4, 4, 3]}\n"
    "  - {name: w, role: master, format: real, shape: [5, 1, 1, 3]}\n"
    "  - {name: y, role: activation, format: real, shape: [2, 4, 4, 5]}\n"
    "operations:\n"
    "  - name: c.forward\n"
    "    layer: c\n"
    "    class: forward\n"
    "    work: {kind: matrix, fp32: false, convolution: {batch: 2, in_channels: 3, in_height: 4,\n"
    "           in_width: 4, out_channels: 5, kernel: 1, stride: 1, pad: 0}}\n"
    "    inputs: [images, w]\n"
    "    outputs: [y]\n";

const std::string kSchedule =
    "# metronome trace schedule, version 1\n"
    "# schedule: by hand\n"
    "first_iteration,iterations,layer,forward_bits,backward_bits\n"
    "0,10,*,4,8\n"
    "10,5,*,6,8\n";

class trace_io : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() /
              (std::string("metronome_trace_") +
               ::testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  void put(const std::string& name, const std::string& content) const {
    write_file_atomically(folder_ / name, content);
  }
  [[nodiscard]] std::string get(const std::string& name) const { return read_file(folder_ / name); }

  /// What reading complains about, without the folder's name.
  [[nodiscard]] std::string complaint() const {
    std::string text = "no complaint";
    try {
      (void)read_trace(folder_);
    } catch (const UserError& error) {
      text = error.what();
    }
    const std::string prefix = folder_.string() + "/";
    for (std::size_t at; (at = text.find(prefix)) != std::string::npos;) {
      text.erase(at, prefix.size());
    }
    return text;
  }
  /// The complaint about kStep with a part of it replaced.
  [[nodiscard]] std::string complaint_with(const std::string& part, const std::string& by) const {
    std::string step = kStep;
    EXPECT_NE(step.find(part), std::string::npos) << part;
    step.replace(step.find(part), part.size(), by);
    put("step.yaml", step);
    put("schedule.csv", kSchedule);
    return complaint();
  }
  [[nodiscard]] std::string complaint_about_schedule(const std::string& rows) const {
    put("step.yaml", kStep);
    put("schedule.csv", kSchedule.substr(0, kSchedule.find("0,10,*")) + rows);
    return complaint();
  }

  fs::path folder_;
};

TEST_F(trace_io, statistics_of_parts_are_written_where_there_are_some_and_must_divide_the_batch) {
  Trace trace = make_trace("resnet-8", "cifar-10", 8, schedule::parse_schedule("static:8"), 4,
                           DxScale::prescale_requantize);
  write_trace(trace, folder_);
  EXPECT_EQ(get("steps/train.yaml").find("statistics_part"), std::string::npos);
  take_statistics_of_parts(trace, 4);
  fs::remove_all(folder_);
  write_trace(trace, folder_);
  EXPECT_EQ(read_trace(folder_), trace);
  EXPECT_EQ(read_trace(folder_).step().statistics_part, 4u);
  EXPECT_THROW(take_statistics_of_parts(trace, 3), UserError);
  EXPECT_THROW(take_statistics_of_parts(trace, 1), UserError);
  fs::remove_all(folder_);
  EXPECT_NE(complaint_with("dx_scale: segmented\n", "dx_scale: segmented\nstatistics_part: 3\n")
                .find("statistics_part: does not divide the batch"),
            std::string::npos);
}

TEST_F(trace_io, a_written_trace_reads_back_equal) {
  Trace trace = example();
  trace.metrics = {{0, 2.302585092994046, 0.1, std::nullopt, 0.1, {3, 8}, std::nullopt},
                   {3999, 0.25, 0.9375, 0.875, 1e-3, {8, 8}, Precision(8, 0)}};
  write_trace(trace, folder_);
  EXPECT_EQ(read_trace(folder_), trace);
}

TEST_F(trace_io, exceptions_of_layers_read_back_equal) {
  Trace trace = example();
  trace.schedule = {{0, 10, {{4, 8}, {{"conv1", {8, 8}}, {"fc", {0, 0}}}}}, {10, 3, {{4, 8}, {}}}};
  write_trace(trace, folder_);
  EXPECT_EQ(read_trace(folder_), trace);
}

TEST_F(trace_io, every_dx_scale_reads_back_equal) {
  for (const DxScale scale :
       {DxScale::segmented, DxScale::prescale_requantize, DxScale::per_tensor}) {
    const Trace trace =
        make_trace("resnet-20", "cifar-10", 1, schedule::parse_schedule("static:8"), 5, scale);
    write_trace(trace, folder_);
    EXPECT_EQ(read_trace(folder_), trace);
  }
}

TEST_F(trace_io, rewriting_what_was_read_gives_the_same_bytes) {
  Trace trace = example();
  trace.metrics = {{0, 0.1, {}, {}, {}, {3, 8}, {}}};
  write_trace(trace, folder_);
  const std::vector<std::string> names = trace_files(folder_);
  EXPECT_EQ(names.size(), 5u);
  std::vector<std::string> before;
  for (const std::string& name : names) {
    before.push_back(get(name));
  }
  write_trace(read_trace(folder_), folder_);
  for (std::size_t i = 0; i < names.size(); ++i) {
    EXPECT_EQ(get(names[i]), before[i]) << names[i];
  }
}

TEST_F(trace_io, csv_files_have_the_documented_form) {
  Trace trace = example("cpt:3-8,periods=2,backward=6-8");
  Precision own(8, 0);
  own.stash_bits = 4;
  trace.schedule = {{0, 10, {{4, 8}, {{"conv1", own}}}}, {10, 3, {{6, 8}, {}}}};
  trace.metrics = {{7, 1.5, std::nullopt, 0.25, 0.1, {4, 8}, Precision(8, 0)}};
  write_trace(trace, folder_);
  EXPECT_EQ(get("assignments.csv"),
            "# metronome trace assignments, version 2\n"
            "assignment,layer,weight_bits,activation_bits,error_bits,gradient_bits,stash_bits\n"
            "0,*,4,4,8,fp32,4\n"
            "0,conv1,8,8,fp32,fp32,4\n"
            "1,*,6,6,8,fp32,6\n");
  EXPECT_EQ(get("timeline.csv"),
            "# metronome trace timeline, version 2\n"
            "first_iteration,iterations,step,assignment\n"
            "0,10,train,0\n"
            "10,3,train,1\n");
  EXPECT_EQ(get("metrics.csv"),
            "# metronome trace metrics, version 2\n"
            "iteration,loss,train_accuracy,test_accuracy,learning_rate,weight_bits,"
            "activation_bits,error_bits,gradient_bits,stash_bits,evaluation_weight_bits,"
            "evaluation_activation_bits,test_loss\n"
            "7,1.5,,0.25,0.1,4,4,8,fp32,4,8,8,\n");
}

TEST_F(trace_io, the_file_of_a_step_names_the_producers_and_consumers_of_each_tensor) {
  write_trace(example(), folder_);
  const std::string step = get("steps/train.yaml");
  EXPECT_THAT(step, HasSubstr("  - name: conv1.weight.codes\n"
                              "    role: weight\n"
                              "    format: codes\n"
                              "    shape: [16, 3, 3, 3]\n"
                              "    producers: [conv1.quantize_weight]\n"
                              "    consumers: [conv1.forward]\n"));
  EXPECT_EQ(step.find("version: 2\n"), step.find('\n') + 1);
}

TEST_F(trace_io, a_trace_without_metrics_has_no_metrics_file) {
  put("metrics.csv", "of an earlier run\n");
  put("weights.bin", "kept");
  write_trace(example(), folder_);
  EXPECT_FALSE(fs::exists(folder_ / "metrics.csv"));
  EXPECT_TRUE(fs::exists(folder_ / "weights.bin"));
}

TEST_F(trace_io, a_trace_by_hand_may_leave_out_what_follows) {
  put("step.yaml", kStep);
  put("schedule.csv", kSchedule);
  const Trace trace = read_trace(folder_);
  EXPECT_EQ(trace.schedule_name, "by hand");
  EXPECT_EQ(trace.iterations(), 15u);
  EXPECT_EQ(trace.step().operations.at(0).inputs.at(1), "w");
}

TEST_F(trace_io, another_version_is_refused_and_nothing_else_is_said_of_the_file) {
  EXPECT_EQ(complaint_with("version: 1\nmodel: tiny", "version: 2\nmodle: tiny"),
            "step.yaml:1:10: version: trace version `2` cannot be read (this program reads version "
            "1: make the trace again)");
  EXPECT_THAT(complaint_with("version: 1\n", ""), HasSubstr("version: is missing"));
  put("step.yaml", kStep);
  put("schedule.csv", "# metronome trace schedule, version 7\nx\n");
  EXPECT_EQ(complaint(),
            "schedule.csv:1:1: version 7 cannot be read (the first line is `# metronome trace "
            "schedule, version 1`)");
  put("schedule.csv", "first_iteration\n");
  EXPECT_THAT(complaint(), HasSubstr("schedule.csv:1:1: does not start with its version"));
}

TEST_F(trace_io, complaints_about_all_files_come_at_once) {
  put("step.yaml", "version: 1\nmodle: tiny\nbatch: 0\n");
  put("schedule.csv", kSchedule + "15,1,*,x,8\n");
  put("metrics.csv", "# metronome trace metrics, version 1\niteration\n");
  const std::string text = complaint();
  EXPECT_THAT(text, HasSubstr("step.yaml:2:1: modle: unknown key (did you mean `model`?)"));
  EXPECT_THAT(text, HasSubstr("step.yaml:3:8: batch: 0 is out of range"));
  EXPECT_THAT(text, HasSubstr("operations: is missing"));
  EXPECT_THAT(text, HasSubstr("schedule.csv:6:8: forward_bits: `x` is not a number of bits"));
  EXPECT_THAT(text, HasSubstr("metrics.csv:2:1: loss: column is missing"));
}

TEST_F(trace_io, a_name_that_no_tensor_has_is_an_error_with_the_nearest_one) {
  EXPECT_EQ(complaint_with("[images, w]", "[imagse, w]"),
            "step.yaml:17:13: operations[0].inputs: there is no tensor `imagse` (did you mean "
            "`images`?)");
}

TEST_F(trace_io, a_tensor_that_no_operation_uses_is_an_error) {
  EXPECT_EQ(complaint_with("operations:\n",
                           "  - {name: z, role: error, format: real, shape: [1]}\noperations:\n"),
            "step.yaml:11:12: tensors[3].name: no operation uses `z` (remove it)");
}

TEST_F(trace_io, shapes_must_fit_the_matrix_product) {
  EXPECT_EQ(complaint_with("shape: [5, 1, 1, 3]", "shape: [5, 3]"),
            "step.yaml:17:13: operations[0].inputs: `w` has shape [5, 3], which is not that of "
            "operand b of c.forward ([5, 1, 1, 3])");
  EXPECT_THAT(complaint_with("kernel: 1", "kernel: 5"),
              HasSubstr("work.convolution.kernel: is larger than the padded input"));
  EXPECT_THAT(complaint_with("[images, w]", "[images]"),
              HasSubstr("a matrix product of 1 inputs and 1 outputs"));
  EXPECT_THAT(complaint_with("class: forward", "class: update"),
              HasSubstr("class update does not go with matrix work"));
}

TEST_F(trace_io, work_of_the_host_is_of_its_class_counted_and_within_limits) {
  const auto with = [&](const std::string& cls, const std::string& work) {
    return complaint_with("outputs: [y]\n",
                          "outputs: [y]\n  - {name: solve, layer: host, class: " + cls +
                              ", work: {kind: host, " + work + "}, inputs: [w], outputs: [w]}\n");
  };
  EXPECT_EQ(with("host", "flops: 0, words: 1000000000000000"), "no complaint");
  EXPECT_THAT(with("update", "flops: 1, words: 1"),
              HasSubstr("operations[1].class: class update does not go with host work"));
  EXPECT_THAT(with("host", "flops: 1"), HasSubstr("operations[1].work.words: is missing"));
  EXPECT_THAT(with("host", "flops: -1, words: 1"), HasSubstr("-1"));
  EXPECT_THAT(with("host", "flops: 1000000000000001, words: 1"), HasSubstr("out of range"));
  EXPECT_THAT(with("host", "flops: 1.5, words: 1"), HasSubstr("1.5"));
  EXPECT_THAT(with("host", "flops: nan, words: 1"), HasSubstr("nan"));
}

TEST_F(trace_io, sizes_that_cannot_be_counted_are_errors) {
  EXPECT_THAT(complaint_with("[5, 1, 1, 3]", "[1000000000, 1000000000, 1000000000]"),
              HasSubstr("tensors[1].shape: the tensor has too many elements"));
  EXPECT_THAT(complaint_with("in_channels: 3, in_height: 4",
                             "in_channels: 999999999, in_height: 999999999"),
              HasSubstr("the convolution has too many multiply-accumulates"));
  EXPECT_THAT(complaint_with("[5, 1, 1, 3]", "[5, 0, 1, 3]"),
              HasSubstr("step.yaml:9:54: tensors[1].shape[1]: 0 is out of range"));
}

TEST_F(trace_io, what_is_read_must_have_been_written) {
  EXPECT_THAT(complaint_with("{name: w, role: master, format: real",
                             "{name: w, role: weight, format: codes"),
              HasSubstr("operations[0].inputs: `w` is read before it is written"));
  EXPECT_THAT(complaint_with("outputs: [y]",
                             "outputs: [y]\n"
                             "  - {name: late, layer: c, class: vector, inputs: [],"
                             " outputs: [images], work: {kind: vector, elements: 1}}"),
              HasSubstr("`images` is read before it is written"));
}

TEST_F(trace_io, names_are_unique) {
  EXPECT_THAT(complaint_with("name: y", "name: w"), HasSubstr("there are two tensors `w`"));
  EXPECT_THAT(complaint_with("outputs: [y]",
                             "outputs: [y]\n  - {name: c.forward, layer: c, class: vector, inputs: "
                             "[y], outputs: [], work: {kind: vector, elements: 1}}"),
              HasSubstr("there are two operations `c.forward`"));
}

TEST_F(trace_io, derived_numbers_and_lists_must_be_right_where_they_stand) {
  EXPECT_EQ(complaint_with("forward_macs: 480", "forward_macs: 481"),
            "step.yaml:6:15: forward_macs: 481 does not follow from the operations (480)");
  EXPECT_EQ(complaint_with("shape: [2, 4, 4, 5]}", "shape: [2, 4, 4, 5], producers: [d]}"),
            "step.yaml:10:79: tensors[2].producers: [d] does not follow from the operations "
            "([c.forward], or leave it out)");
}

TEST_F(trace_io, phases_follow_each_other_without_gap_or_overlap) {
  EXPECT_THAT(
      complaint_about_schedule("0,10,*,4,8\n12,5,*,6,8\n"),
      HasSubstr("schedule.csv:5:1: first_iteration: leaves a gap at iteration 10 (10, where "
                "the phase before ends)"));
  EXPECT_THAT(complaint_about_schedule("0,10,*,4,8\n8,5,*,6,8\n"),
              HasSubstr("schedule.csv:5:1: first_iteration: overlaps iteration 8"));
  EXPECT_THAT(complaint_about_schedule("1,10,*,4,8\n"), HasSubstr("leaves a gap at iteration 0"));
  EXPECT_THAT(complaint_about_schedule("0,0,*,4,8\n"),
              HasSubstr("schedule.csv:4:3: iterations: 0 is out of range (allowed: 1 to 1e12)"));
  EXPECT_THAT(complaint_about_schedule(""), HasSubstr("schedule.csv: has no phase"));
}

TEST_F(trace_io, phases_are_maximal) {
  EXPECT_THAT(
      complaint_about_schedule("0,10,*,4,8\n10,5,*,4,8\n"),
      HasSubstr("schedule.csv:5:1: first_iteration: has the precision of the phase before"));
}

TEST_F(trace_io, exceptions_belong_to_a_phase_and_to_a_layer_of_the_step) {
  EXPECT_EQ(complaint_about_schedule("0,10,*,4,8\n0,10,c,8,8\n"), "no complaint");
  EXPECT_THAT(complaint_about_schedule("0,10,*,4,8\n0,10,d,8,8\n"),
              HasSubstr("schedule.csv:5:6: layer: no step has a convolution or linear layer `d`"));
  EXPECT_THAT(complaint_about_schedule("0,10,*,4,8\n0,9,c,8,8\n"),
              HasSubstr("an exception without its phase before it"));
  EXPECT_THAT(complaint_about_schedule("0,10,*,4,8\n0,10,c,8,8\n0,10,c,6,8\n"),
              HasSubstr("layer `c` stands twice in its phase"));
}

TEST_F(trace_io, metrics_do_not_go_back_in_time) {
  put("step.yaml", kStep);
  put("schedule.csv", kSchedule);
  put("metrics.csv",
      "# metronome trace metrics, version 1\n"
      "iteration,loss,train_accuracy,test_accuracy,learning_rate,forward_bits,backward_bits,"
      "evaluation_bits\n"
      "5,x,,,,4,8,\n3,,,,,4,8,77\n");
  const std::string text = complaint();
  EXPECT_THAT(text, HasSubstr("metrics.csv:3:3: loss: `x` is not a valid number"));
  EXPECT_THAT(text, HasSubstr("metrics.csv:4:11: evaluation_bits: `77` is not a number of bits"));
  EXPECT_THAT(text, HasSubstr("metrics.csv:4:1: iteration: iteration 3 comes after 5"));
}

TEST_F(trace_io, any_cut_of_a_files_text_is_a_user_error_or_reads) {
  for (std::size_t length = 0; length < kStep.size(); length += 7) {
    put("step.yaml", kStep.substr(0, length));
    put("schedule.csv", kSchedule.substr(0, std::min(length, kSchedule.size())));
    EXPECT_NO_THROW((void)complaint()) << length;
  }
}

TEST_F(trace_io, a_folder_that_is_no_trace_is_a_user_error) {
  EXPECT_THAT(complaint(), HasSubstr("is not a trace"));
  put("other", "");
  EXPECT_THAT(complaint(), HasSubstr("is not a trace"));
  put("program.yaml", "version: 2\nsteps: [train]\n");
  const std::string text = complaint();
  EXPECT_THAT(text, HasSubstr("steps/train.yaml: cannot be read"));
  EXPECT_THAT(text, HasSubstr("assignments.csv: cannot be read"));
  EXPECT_THAT(text, Not(HasSubstr("metrics.csv")));
}

}  // namespace trace_io_test
}  // namespace metronome::trace
