#include "workloads/trace/facts.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "sim/base/files.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/trace/trace_digest.hpp"
#include "workloads/trace/trace_io.hpp"

namespace metronome::trace {
namespace facts_test {

namespace fs = std::filesystem;

Trace trace_of(const std::string& model, std::uint64_t batch, std::uint64_t iterations,
               const std::string& schedule, UpdateRule rule = UpdateRule::momentum,
               DxScale dx_scale = DxScale::prescale_requantize) {
  return make_trace(model, "cifar-10", batch, schedule::parse_schedule(schedule), iterations,
                    dx_scale, rule, 0);
}

std::vector<std::string> names_that_differ(const Trace& one, const Trace& other) {
  std::vector<std::string> names;
  for (const Difference& difference : differences(facts_of(one), facts_of(other))) {
    names.push_back(difference.name);
  }
  return names;
}

const char* const kStatic = "static:8,backward=8";

TEST(facts, of_trainings_that_differ_in_precision_alone_are_equal) {
  const Trace cycling = trace_of("resnet-8", 4, 64, "cpt:3-8,periods=2,backward=8");
  EXPECT_EQ(facts_of(cycling), facts_of(trace_of("resnet-8", 4, 64, kStatic)));
  EXPECT_EQ(facts_of(cycling), facts_of(trace_of("resnet-8", 4, 64, "static:0,backward=0")));
}

TEST(facts, a_seed_is_told_and_not_compared) {
  const Facts one{{"batch", "4"}, {"seed", "1"}};
  EXPECT_TRUE(differences(one, {{"batch", "4"}, {"seed", "2"}}).empty());
  EXPECT_EQ(differences(one, {{"batch", "8"}, {"seed", "2"}}).size(), 1u);
}

TEST(facts, of_trainings_in_different_formats_are_equal) {
  struct Case {
    const char* model;
    const char* dataset;
  };
  for (const Case& one : {Case{"resnet-8", "cifar-10"}, Case{"gpt2-small", "gpt2-text"},
                          Case{"vit-s-16", "imagenet"}, Case{"bert-base", "bert-text"}}) {
    const auto facts = [&](const char* schedule) {
      return facts_of(make_trace(one.model, one.dataset, 4, schedule::parse_schedule(schedule), 64,
                                 DxScale::prescale_requantize, UpdateRule::momentum, 0));
    };
    const Facts eight = facts("static:8");
    for (const char* schedule :
         {"static:fp32", "static:bf16", "static:fp8", "static:fp8_delayed", "static:mxfp8",
          "static:mxfp4", "static:mxint8", "static:nvfp4", "static:bfp:4,16",
          "recipe:nvfp4_pretraining", "recipe:quartet", "recipe:quartet2"}) {
      EXPECT_EQ(facts(schedule), eight) << one.model << " " << schedule;
    }
  }
}

TEST(facts, of_other_passes_differ_in_any_format) {
  // A pass with another multiplication, or one that reads a tensor more, is another network's.
  for (const char* schedule : {"static:fp8", "static:mxfp4"}) {
    const Trace base = trace_of("resnet-8", 4, 64, schedule);
    Trace multiplied = base;
    Trace joined = base;
    const auto first_pass = [](Trace& trace) -> Operation& {
      std::vector<Operation>& all = trace.steps[0].step.operations;
      return *std::find_if(all.begin(), all.end(), [](const Operation& operation) {
        return operation.cls == OperationClass::vector;
      });
    };
    std::get<VectorWork>(first_pass(multiplied).work).multiplies_per_element += 1;
    first_pass(joined).inputs.push_back(first_pass(joined).inputs.front());
    EXPECT_EQ(names_that_differ(base, multiplied), std::vector<std::string>{"elementwise"});
    EXPECT_EQ(names_that_differ(base, joined), std::vector<std::string>{"elementwise"});
  }
}

TEST(facts, F3_1_each_way_in_which_trainings_differ_is_named) {
  using Names = std::vector<std::string>;
  const Trace base = trace_of("resnet-8", 4, 64, kStatic);
  const auto differing = [&](const Trace& other) { return names_that_differ(base, other); };
  EXPECT_EQ(differing(trace_of("resnet-8", 8, 64, kStatic)), (Names{"batch"}));
  EXPECT_EQ(differing(trace_of("resnet-8", 4, 65, kStatic)), (Names{"iterations"}));
  EXPECT_EQ(differing(trace_of("resnet-14", 4, 64, kStatic)), (Names{"model"}));
  for (const UpdateRule rule : {UpdateRule::sgd, UpdateRule::adam}) {
    EXPECT_EQ(differing(trace_of("resnet-8", 4, 64, kStatic, rule)), (Names{"optimizer"}));
  }
  EXPECT_EQ(
      differing(trace_of("resnet-8", 4, 64, kStatic, UpdateRule::momentum, DxScale::per_tensor)),
      (Names{"dx_scale"}));
  Trace parts = base;
  take_statistics_of_parts(parts, 2);
  EXPECT_EQ(differing(parts), (Names{"batch_norm_part"}));
  Trace edited = base;  // the names say the same, the work is another
  for (Operation& operation : edited.steps[0].step.operations) {
    if (auto* matrix = std::get_if<MatrixWork>(&operation.work)) {
      matrix->convolution.out_channels *= 2;
    }
  }
  EXPECT_EQ(differing(edited), (Names{"shapes"}));
}

TEST(facts, steps_that_one_alone_has_are_named) {
  const Trace base = trace_of("resnet-8", 4, 64, kStatic);
  Trace tested = base;
  const Assignment bits = base.schedule.front().assignment;
  tested.steps.push_back({"evaluate", base.step()});
  tested.schedule.push_back({64, 7, bits, 1});
  const auto text = [](const Trace& one, const Trace& other) {
    return differences_text(differences(facts_of(one), facts_of(other)));
  };
  EXPECT_EQ(text(tested, base), "other_steps evaluate 7 against none");
  EXPECT_EQ(text(base, tested), "other_steps none against evaluate 7");
  EXPECT_EQ(text(tested, tested), "");
  Trace longer = tested;
  longer.schedule.back().iterations = 8;
  EXPECT_EQ(text(tested, longer), "other_steps evaluate 7 against evaluate 8");
  Trace other = tested;  // as long, of another step
  for (Operation& operation : other.steps[1].step.operations) {
    if (auto* matrix = std::get_if<MatrixWork>(&operation.work)) {
      matrix->convolution.out_channels *= 2;
    }
  }
  EXPECT_TRUE(text(tested, other).starts_with("other_shapes"));
}

TEST(facts, work_of_the_host_and_of_passes_tells_trainings_apart) {
  const Trace base = trace_of("resnet-8", 4, 64, kStatic);
  const auto text = [](const Trace& one, const Trace& other) {
    return differences_text(differences(facts_of(one), facts_of(other)));
  };
  const auto with_host = [&](std::uint64_t flops) {
    Trace trace = base;
    trace.steps[0].step.operations.push_back(
        {"solve", "host", OperationClass::host, HostWork{flops, 7}, {}, {}});
    return trace;
  };
  EXPECT_EQ(text(with_host(50), base), "host_work train 50 operations and 7 words against none");
  EXPECT_EQ(text(base, with_host(50)), "host_work none against train 50 operations and 7 words");
  EXPECT_EQ(text(with_host(50), with_host(60)),
            "host_work train 50 operations and 7 words against train 60 operations and 7 words");
  EXPECT_EQ(text(with_host(50), with_host(50)), "");
  Trace heavier = base;  // a layer that takes longer, under the same name
  for (Operation& operation : heavier.steps[0].step.operations) {
    if (auto* work = std::get_if<VectorWork>(&operation.work);
        work != nullptr && operation.cls == OperationClass::vector) {
      work->adds_per_element += 1;
    }
  }
  EXPECT_TRUE(text(heavier, base).starts_with("elementwise "));
}

TEST(facts, the_optimizer_is_what_the_step_keeps_for_each_weight) {
  for (const UpdateRule rule : {UpdateRule::sgd, UpdateRule::momentum, UpdateRule::adam}) {
    EXPECT_EQ(update_rule_of(trace_of("resnet-8", 4, 2, kStatic, rule).step()), rule);
  }
}

TEST(differences, are_of_what_both_state_and_show_both_values) {
  const Facts one{{"batch", "64"}, {"model", "a"}, {"learning_rate", "0.1"}};
  const Facts other{{"model", "b"}, {"batch", "128"}};
  EXPECT_EQ(differences_text(differences(one, other)), "batch 64 against 128, model a against b");
  EXPECT_TRUE(differences(one, one).empty());
}

TEST(trace_digest, F3_2_changes_with_every_file_of_the_trace_and_with_no_other) {
  const fs::path folder =
      fs::temp_directory_path() / fmt::format("metronome_trace_digest_{}", ::getpid());
  write_trace(trace_of("resnet-8", 2, 4, kStatic), folder);
  std::string before = trace_digest(folder);
  for (const char* name : {"program.yaml", "steps/train.yaml", "assignments.csv", "timeline.csv",
                           "metrics.csv", "value_statistics.csv", "resolved.yaml"}) {
    const std::string old = fs::exists(folder / name) ? read_file(folder / name) : "";
    write_file_atomically(folder / name, old + "# more\n");
    EXPECT_NE(trace_digest(folder), before) << name;
    before = trace_digest(folder);
  }
  for (const char* name : {"manifest.json", "report.html", "weights.bin"}) {
    write_file_atomically(folder / name, "x");
    EXPECT_EQ(trace_digest(folder), before) << name;
  }
  fs::remove_all(folder);
}

}  // namespace facts_test
}  // namespace metronome::trace
