// The directory of a program, version 2: program.yaml, steps/, assignments.csv, timeline.csv.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "workloads/trace/evaluation.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/trace/trace_io.hpp"

namespace metronome::trace {
namespace program_io_test {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Files = std::map<std::string, std::string>;

/// One 1x1 convolution and a pass over its output, by hand.
std::string step_text(const std::string& layer, int batch) {
  const std::string n = std::to_string(batch);
  return "version: 2\n"
         "model: tiny\n"
         "dataset: none\n"
         "batch: " +
         n +
         "\n"
         "dx_scale: segmented\n"
         "forward_macs: " +
         std::to_string(batch * 240) +
         "\n"
         "tensors:\n"
         "  - {name: images, role: activation, format: real, shape: [" +
         n +
         ", 4, 4, 3]}\n"
         "  - {name: w, role: master, format: real, shape: [5, 1, 1, 3]}\n"
         "  - {name: y, role: activation, format: real, shape: [" +
         n +
         ", 4, 4, 5]}\n"
         "operations:\n"
         "  - {name: c.forward, layer: " +
         layer +
         ", class: forward, inputs: [images, w],\n"
         "     outputs: [y], work: {kind: matrix, fp32: false, convolution: {batch: " +
         n +
         ",\n"
         "     in_channels: 3, in_height: 4, in_width: 4, out_channels: 5, kernel: 1, stride: 1,\n"
         "     pad: 0}}}\n"
         "  - {name: c.mean, layer: " +
         layer +
         ", class: vector, inputs: [y], outputs: [],\n"
         "     work: {kind: vector, elements: " +
         std::to_string(batch * 80) + "}}\n";
}

Files good() {
  return {{"program.yaml", "version: 2\nschedule: by hand\nsteps: [train, weigh-in]\n"},
          {"steps/train.yaml", step_text("c", 2)},
          {"steps/weigh-in.yaml", step_text("d", 3)},
          {"assignments.csv",
           "# metronome trace assignments, version 2\n"
           "assignment,layer,weight_bits,activation_bits,error_bits,gradient_bits,stash_bits\n"
           "0,*,4,4,8,fp32,4\n"
           "0,c,8,8,8,fp32,8\n"
           "1,*,8,8,8,fp32,8\n"},
          {"timeline.csv",
           "# metronome trace timeline, version 2\n"
           "first_iteration,iterations,step,assignment\n"
           "0,10,train,0\n"
           "10,2,weigh-in,1\n"
           "12,10,train,0\n"
           "22,1,train,1\n"}};
}

Trace parsed(const Files& files) {
  return parse_trace({[&](const char* name) {
                        const auto at = files.find(name);
                        return at == files.end() ? std::string() : at->second;
                      },
                      [&](const char* name) { return files.contains(name); }},
                     "t");
}

/// What is said of the good files with a part of one replaced.
std::string complaint(const std::string& file, const std::string& part, const std::string& by) {
  Files files = good();
  std::string& text = files.at(file);
  EXPECT_NE(text.find(part), std::string::npos) << part;
  text.replace(text.find(part), part.size(), by);
  try {
    (void)parsed(files);
  } catch (const UserError& error) {
    return error.what();
  }
  return "no complaint";
}

TEST(program_io, steps_and_timeline_are_read) {
  const Trace trace = parsed(good());
  ASSERT_EQ(trace.steps.size(), 2u);
  EXPECT_EQ(trace.steps[1].name, "weigh-in");
  EXPECT_EQ(trace.steps[1].step.batch, 3u);
  EXPECT_EQ(trace.step().batch, 2u);
  EXPECT_EQ(trace.schedule_name, "by hand");
  EXPECT_EQ(trace.iterations(), 23u);
  const Assignment own{{4, 8}, {{"c", {8, 8}}}};
  const Assignment plain{{8, 8}, {}};
  EXPECT_THAT(trace.schedule, ElementsAre(Phase{0, 10, own, 0}, Phase{10, 2, plain, 1},
                                          Phase{12, 10, own, 0}, Phase{22, 1, plain, 0}));
}

TEST(program_io, what_was_read_is_written_and_read_again) {
  const Trace trace = parsed(good());
  EXPECT_EQ(parsed(trace_texts(trace)), trace);
  EXPECT_EQ(trace_texts(parsed(trace_texts(trace))), trace_texts(trace));
}

TEST(program_io, tables_have_the_documented_form) {
  const auto texts = trace_texts(parsed(good()));
  EXPECT_EQ(texts.at("timeline.csv"), good().at("timeline.csv"));
  EXPECT_EQ(texts.at("assignments.csv"), good().at("assignments.csv"));
  EXPECT_THAT(texts.at("program.yaml"), HasSubstr("version: 2\n"));
  EXPECT_THAT(texts.at("program.yaml"), HasSubstr("schedule: by hand\n"));
}

TEST(program_io, a_timeline_has_no_gap_and_no_overlap) {
  EXPECT_THAT(complaint("timeline.csv", "12,10,train", "13,10,train"),
              HasSubstr("t/timeline.csv:5:1: first_iteration: leaves a gap at iteration 12 (12, "
                        "where the row before ends)"));
  EXPECT_THAT(complaint("timeline.csv", "12,10,train", "11,10,train"),
              HasSubstr("t/timeline.csv:5:1: first_iteration: overlaps iteration 11"));
  EXPECT_THAT(complaint("timeline.csv", "0,10,train", "1,10,train"),
              HasSubstr("leaves a gap at iteration 0"));
  EXPECT_THAT(complaint("timeline.csv", "22,1,train,1", "22,0,train,1"),
              HasSubstr("t/timeline.csv:6:4: iterations: 0 is out of range"));
}

TEST(program_io, a_timeline_names_steps_and_assignments_that_there_are) {
  EXPECT_THAT(complaint("timeline.csv", "10,2,weigh-in", "10,2,weigh-on"),
              HasSubstr("t/timeline.csv:4:6: step: the program has no step `weigh-on` (did you "
                        "mean `weigh-in`?)"));
  EXPECT_THAT(complaint("timeline.csv", "22,1,train,1", "22,1,train,2"),
              HasSubstr("t/timeline.csv:6:12: assignment: there is no assignment 2 "
                        "(assignments.csv has 2)"));
}

TEST(program_io, rows_of_a_timeline_are_maximal_and_use_what_there_is) {
  EXPECT_THAT(complaint("timeline.csv", "22,1,train,1", "22,1,train,0"),
              HasSubstr("t/timeline.csv:6:12: assignment: has the step and the assignment of the "
                        "row before"));
  EXPECT_THAT(complaint("timeline.csv", "10,2,weigh-in,1", "10,2,train,1"),
              HasSubstr("t/timeline.csv: never runs the step `weigh-in`"));
  Files unused = good();
  unused["assignments.csv"] += "2,*,6,6,8,fp32,6\n";
  EXPECT_THROW((void)parsed(unused), UserError);
}

TEST(program_io, bits_of_layers_that_stay_in_FP32_are_refused_as_in_a_schedule) {
  Files files = good();
  for (auto& [name, text] : files) {
    for (std::size_t at; (at = text.find("fp32: false")) != std::string::npos;) {
      text.replace(at, 11, "fp32: true");
    }
  }
  try {
    (void)parsed(files);
    FAIL() << "no error";
  } catch (const UserError& error) {
    EXPECT_THAT(error.what(),
                HasSubstr("t/assignments.csv:4:3: layer: bits of `c` have no effect"));
  }
  std::string& rows = files["assignments.csv"];
  const std::size_t at = rows.find("0,c,8");
  ASSERT_NE(at, std::string::npos);
  rows.replace(at, rows.find('\n', at) - at, "0,c,fp32,fp32,fp32,fp32,fp32");
  EXPECT_NO_THROW((void)parsed(files)) << "that is how it is computed";
}

TEST(program_io, a_layer_of_a_step_is_not_called_as_all_layers_are) {
  EXPECT_THAT(complaint("steps/train.yaml", "layer: c,", "layer: \"*\","),
              HasSubstr("operations[0].layer: `*` stands for all layers"));
}

TEST(program_io, assignments_are_numbered_and_different) {
  EXPECT_THAT(complaint("assignments.csv", "1,*,8", "2,*,8"),
              HasSubstr("t/assignments.csv:5:1: assignment: assignment 2 comes where 1 is due"));
  EXPECT_THAT(complaint("assignments.csv", "0,c,8", "1,c,8"),
              HasSubstr("t/assignments.csv:4:3: layer: an exception without its assignment"));
  EXPECT_THAT(
      complaint("assignments.csv", "1,*,8,8,8,fp32,8\n", "1,*,4,4,8,fp32,4\n1,c,8,8,8,fp32,8\n"),
      HasSubstr("t/assignments.csv:5:1: assignment: is the same as assignment 0"));
  EXPECT_THAT(
      complaint("assignments.csv", "0,c,8", "0,e,8"),
      HasSubstr("t/assignments.csv:4:3: layer: no step has a convolution or linear layer `e`"));
  EXPECT_THAT(complaint("assignments.csv", "0,*,4,", "0,*,44,"),
              HasSubstr("t/assignments.csv:3:5: weight_bits: `44` is not a number of bits"));
}

TEST(program_io, a_program_names_its_steps_once_and_as_files) {
  EXPECT_THAT(complaint("program.yaml", "weigh-in]", "train]"), HasSubstr("two steps `train`"));
  EXPECT_THAT(complaint("program.yaml", "weigh-in]", "../x]"), HasSubstr("t/program.yaml:3"));
  EXPECT_THAT(complaint("program.yaml", "[train, weigh-in]", "[]"),
              HasSubstr("steps: is empty (at least one step)"));
  EXPECT_THAT(complaint("program.yaml", "version: 2", "version: 5"),
              HasSubstr("t/program.yaml:1:10: version: trace version `5` cannot be read"));
  EXPECT_THAT(complaint("steps/train.yaml", "version: 2", "version: 1"),
              HasSubstr("t/steps/train.yaml:1:10: version: trace version `1` cannot be read"));
  EXPECT_THAT(complaint("steps/weigh-in.yaml", "dx_scale: segmented", "dx_scale: per_tensor"),
              HasSubstr("t/steps/weigh-in.yaml:5:11: dx_scale: is per_tensor here and segmented"));
}

TEST(program_io, batch_elements_and_shapes_of_a_step_must_agree) {
  EXPECT_THAT(complaint("steps/train.yaml", "batch: 2\n", "batch: 3\n"),
              HasSubstr("t/steps/train.yaml:8:59: tensors[0].shape: `images` is given to a step of "
                        "batch 3 and has shape [2, 4, 4, 3] (3 samples)"));
  EXPECT_THAT(complaint("steps/train.yaml", "batch: 2\n", "batch: 3\n"),
              HasSubstr("operations[0].work: a product of 2 samples in a step of batch 3"));
  EXPECT_THAT(complaint("steps/train.yaml", "batch: 2\n", "batch: 1\n"),
              HasSubstr("is given to a step of batch 1"));
  EXPECT_THAT(complaint("steps/train.yaml", "elements: 160", "elements: 170"),
              HasSubstr("operations[1].work: 170 elements are those of no tensor of c.mean (one of "
                        "160, 160)"));
  EXPECT_THAT(complaint("steps/train.yaml", "shape: [2, 4, 4, 5]", "shape: [2, 4, 5, 5]"),
              HasSubstr("`y` has shape [2, 4, 5, 5], which is not that of operand c"));
}

TEST(program_io, any_cut_of_a_file_is_a_user_error_or_reads) {
  for (const auto& [name, text] : good()) {
    for (std::size_t length = 0; length < text.size(); length += 11) {
      Files files = good();
      files[name] = text.substr(0, length);
      try {
        (void)parsed(files);
      } catch (const UserError&) {
        continue;
      }
    }
  }
}

TEST(program_io, a_folder_holds_one_trace_at_a_time) {
  const fs::path folder = fs::temp_directory_path() / "metronome_program_io";
  fs::remove_all(folder);
  for (const char* old : {"step.yaml", "schedule.csv", "metrics.csv", "steps/other.yaml"}) {
    write_file_atomically(folder / old, "of an earlier trace\n");
  }
  write_file_atomically(folder / "notes.txt", "kept");
  const Trace trace = parsed(good());
  write_trace(trace, folder);
  EXPECT_EQ(read_trace(folder), trace);
  EXPECT_THAT(trace_files(folder),
              ElementsAre("program.yaml", "steps/train.yaml", "steps/weigh-in.yaml",
                          "assignments.csv", "timeline.csv"));
  EXPECT_TRUE(fs::exists(folder / "notes.txt"));
  fs::remove_all(folder);
}

// ---------------------------------------------------------------------------------- evaluations

Trace trained(std::uint64_t iterations, const std::string& schedule = "cpt:3-8,periods=2") {
  return make_trace("resnet-8", "cifar-10", 4, schedule::parse_schedule(schedule), iterations,
                    DxScale::prescale_requantize);
}

TEST(interludes, run_after_every_so_many_iterations_and_at_the_end) {
  Trace trace = trained(10, "static:8");
  const Assignment bits{{4, 0}, {}};
  interleave(trace, {{"test", trace.step()}, bits, 4, 3});
  const Assignment all{{8, 8}, {}};
  EXPECT_THAT(trace.schedule,
              ElementsAre(Phase{0, 4, all, 0}, Phase{4, 3, bits, 1}, Phase{7, 4, all, 0},
                          Phase{11, 3, bits, 1}, Phase{14, 2, all, 0}, Phase{16, 3, bits, 1}));
  EXPECT_EQ(trace.iterations(), 19u);
}

TEST(interludes, leave_the_iterations_of_every_assignment_as_they_were) {
  const Trace before = trained(640);
  Trace after = before;
  interleave(after, {{"test", before.step()}, {{8, 0}, {}}, 30, 2});
  std::map<Assignment, std::uint64_t> iterations;
  for (const Phase& phase : before.schedule) {
    iterations[phase.assignment] += phase.iterations;
  }
  std::uint64_t tests = 0;
  for (const Phase& phase : after.schedule) {
    if (phase.step == 0) {
      iterations[phase.assignment] -= phase.iterations;
    } else {
      tests += phase.iterations;
    }
  }
  for (const auto& [assignment, left] : iterations) {
    EXPECT_EQ(left, 0u);
  }
  EXPECT_EQ(tests, 22u * 2);
  EXPECT_EQ(parsed(trace_texts(after)), after);
}

TEST(interludes, a_timeline_that_becomes_too_long_is_refused) {
  Trace trace = trained(3'000'000, "static:8");
  EXPECT_THROW(interleave(trace, {{"test", trace.step()}, {}, 1, 1}), UserError);
}

TEST(evaluations, are_forward_passes_at_the_bits_of_the_evaluation) {
  const auto schedule = schedule::parse_schedule("cpt:3-6,periods=2");
  const model::Graph graph = requested_model({.model = "resnet-8", .dataset = "cifar-10"});
  Trace trace = trained(100, "cpt:3-6,periods=2");
  add_evaluations(trace, graph, schedule, 50, 7);
  ASSERT_EQ(trace.steps.size(), 2u);
  EXPECT_EQ(trace.steps[1].name, kEvaluateStep);
  for (const Operation& operation : trace.steps[1].step.operations) {
    EXPECT_NE(operation.cls, OperationClass::weight_gradient) << operation.name;
    EXPECT_NE(operation.cls, OperationClass::update) << operation.name;
  }
  const Phase& test = trace.schedule.back();
  EXPECT_EQ(test.step, 1u);
  EXPECT_EQ(test.iterations, 7u);
  EXPECT_EQ(test.assignment.all.weight_bits, 6);
  EXPECT_EQ(test.assignment.all.activation_bits, 6);
}

TEST(evaluations, and_inferences_of_texts_are_read_again) {
  const model::Graph graph = requested_model({.model = "lstm-2", .dataset = "ptb"});
  const auto schedule = schedule::parse_schedule("static:8");
  Trace trace = make_trace(graph, "ptb", 2, schedule, 4, DxScale::prescale_requantize);
  add_evaluations(trace, graph, schedule, 2, 1);
  EXPECT_EQ(parsed(trace_texts(trace)), trace);
}

TEST(evaluations, test_splits_have_the_sizes_of_the_data_sets) {
  EXPECT_EQ(test_samples("cifar-10"), 10'000u);
  EXPECT_EQ(test_samples("imagenet"), 50'000u);
  EXPECT_THROW((void)test_samples("synthetic"), UserError);
}

}  // namespace program_io_test
}  // namespace metronome::trace
