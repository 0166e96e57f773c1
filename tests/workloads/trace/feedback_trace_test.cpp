// Direct feedback in a step: what it replaces, what its matrices are, what is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <set>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/model/builders.hpp"
#include "workloads/model/network_file.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/facts.hpp"
#include "workloads/trace/lowering.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/trace/trace_io.hpp"

namespace metronome::trace {
namespace feedback_trace_test {

using ::testing::HasSubstr;

const model::Graph kGraph = model::mlp({16, 12}, {3, 8, 8}, 10);  // fc1 relu1 fc2 relu2 fc3

model::NodeIndex node(const model::Graph& graph, const std::string& name) {
  for (model::NodeIndex i = 0; i < graph.nodes.size(); ++i) {
    if (graph.nodes[i].name == name) {
      return i;
    }
  }
  throw std::runtime_error("no node " + name);
}

FeedbackRoute route(FeedbackOperand operand) {
  return {{node(kGraph, "relu1"), node(kGraph, "relu2")}, 10, operand};
}

Step step(const FeedbackRoute& way = {}, DxScale dx_scale = DxScale::prescale_requantize) {
  return lower(kGraph, "none", 4, dx_scale, UpdateRule::momentum, {}, way);
}

std::set<std::string> names(const Step& of) {
  std::set<std::string> all;
  for (const Operation& operation : of.operations) {
    all.insert(operation.name);
  }
  return all;
}

const Operation& operation(const Step& of, const std::string& name) {
  for (const Operation& one : of.operations) {
    if (one.name == name) {
      return one;
    }
  }
  throw std::runtime_error("no operation " + name);
}

// Nothing is trained before a layer that only reshapes the samples: what reads it makes no error
// for it, as what reads the samples makes none.
TEST(feedback_trace, a_layer_behind_reshaped_samples_has_no_input_gradient) {
  const model::Graph graph = model::read_network(source_dir() + "/configs/networks/bdfa_mlp.yaml",
                                                 model::Shape{3, 32, 32});
  for (const std::vector<model::NodeIndex>& fed :
       {std::vector<model::NodeIndex>{}, {node(graph, "tanh1"), node(graph, "tanh2")}}) {
    const Step all = lower(graph, "none", 4, DxScale::prescale_requantize, UpdateRule::momentum, {},
                           {fed, 10, FeedbackOperand::real});
    const std::set<std::string> done = names(all);
    EXPECT_FALSE(done.contains("fc1.input_gradient"));
    EXPECT_FALSE(done.contains("flat.backward"));
    EXPECT_TRUE(done.contains("fc1.weight_gradient"));
    EXPECT_EQ(done.contains("fc2.input_gradient"), fed.empty());
    // All errors that are written are read.
    std::set<std::string> read;
    for (const Operation& one : all.operations) {
      read.insert(one.inputs.begin(), one.inputs.end());
    }
    for (const Tensor& tensor : all.tensors) {
      EXPECT_TRUE(tensor.role != Role::error || read.contains(tensor.name)) << tensor.name;
    }
  }
}

TEST(feedback_trace, one_projection_replaces_the_input_gradients_and_nothing_else) {
  for (const DxScale dx_scale : kEnumValues<DxScale>) {
    std::set<std::string> expected = names(step({}, dx_scale));
    for (const char* gone :
         {"fc2.input_gradient", "fc3.input_gradient", "fc2.quantize_weight_per_tensor"}) {
      expected.erase(gone);
    }
    expected.insert("loss.project");
    // A product wrote relu1's error and left its range to the next pass; relu1.backward has it.
    EXPECT_EQ(names(step(route(FeedbackOperand::signs), dx_scale)), expected);
  }
}

TEST(feedback_trace, the_projection_comes_behind_the_loss_and_makes_all_errors_at_once) {
  const Step fed = step(route(FeedbackOperand::generated));
  const Operation& project = operation(fed, "loss.project");
  EXPECT_EQ(project.cls, OperationClass::vector);
  EXPECT_EQ(project.inputs,
            (std::vector<std::string>{"fc3.output_error", "relu1.feedback", "relu2.feedback"}));
  EXPECT_EQ(project.outputs,
            (std::vector<std::string>{"relu1.output_error", "relu2.output_error"}));
  const auto& work = std::get<VectorWork>(project.work);
  EXPECT_EQ(work.elements, 4u * (16 + 12));
  EXPECT_EQ(work.adds_per_element, 10);
  EXPECT_EQ(work.multiplies_per_element, 0);
  for (std::size_t i = 0; i < fed.operations.size(); ++i) {
    if (fed.operations[i].name == "loss.project") {
      EXPECT_EQ(fed.operations[i - 1].name, "loss.softmax_cross_entropy");
    }
  }
  EXPECT_EQ(operation(fed, "relu2.backward").inputs.front(), "relu2.output_error");
}

TEST(feedback_trace, matrices_are_numbers_signs_or_nothing_in_memory) {
  const std::vector<std::pair<FeedbackOperand, Format>> formats{
      {FeedbackOperand::real, Format::real},
      {FeedbackOperand::signs, Format::mask},
      {FeedbackOperand::generated, Format::generated}};
  for (const auto& [operand, format] : formats) {
    const Step fed = step(route(operand));
    EXPECT_EQ(fed.tensor("relu1.feedback"),
              (Tensor{"relu1.feedback", Role::feedback, format, {16, 10}}));
    EXPECT_EQ(fed.tensor("relu2.feedback").shape, (std::vector<std::uint64_t>{12, 10}));
    EXPECT_EQ(std::get<VectorWork>(operation(fed, "loss.project").work).multiplies_per_element,
              operand == FeedbackOperand::real ? 10 : 0);
  }
}

TEST(feedback_trace, only_the_forward_pass_reads_weights_of_layers_that_are_fed) {
  const Step fed = step(route(FeedbackOperand::signs));
  for (const Operation& one : fed.operations) {
    for (const std::string& name : one.inputs) {
      const bool weights = name == "fc2.weight.codes" || name == "fc3.weight.master";
      EXPECT_TRUE(!weights || one.cls == OperationClass::forward ||
                  one.cls == OperationClass::update)
          << one.name << " reads " << name;
    }
  }
}

TEST(feedback_trace, at_the_boundary_the_convolutional_part_goes_on_as_before) {
  const model::Graph resnet = model::cifar_resnet(1, {3, 32, 32}, 10);
  const auto pool = resnet.nodes.back().inputs.front();
  const auto lowered = [&](const FeedbackRoute& way) {
    return lower(resnet, "none", 2, DxScale::prescale_requantize, UpdateRule::momentum, {}, way);
  };
  std::set<std::string> expected = names(lowered({}));
  EXPECT_EQ(expected.erase("fc.input_gradient"), 1u);
  expected.insert("loss.project");
  EXPECT_EQ(names(lowered({{pool}, 10, FeedbackOperand::signs})), expected);
}

TEST(feedback_trace, a_layer_that_is_fed_without_an_activation_gets_the_range_of_its_error) {
  const Step fed = lower(kGraph, "none", 4, DxScale::prescale_requantize, UpdateRule::momentum, {},
                         {{node(kGraph, "fc2")}, 10, FeedbackOperand::signs});
  EXPECT_EQ(operation(fed, "fc2.range_error").inputs, std::vector<std::string>{"fc2.output_error"});
}

class feedback_files : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("metronome_feedback_" + std::to_string(::getpid()));
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] Trace trace(const FeedbackRoute& way) const {
    return make_trace(kGraph, "none", 4, schedule::parse_schedule("cpt:3-8,periods=2,backward=8"),
                      12, DxScale::prescale_requantize, UpdateRule::momentum, way);
  }
  /// What reading the trace says after a text of its step was replaced.
  [[nodiscard]] std::string said_after(const std::string& from, const std::string& to) const {
    write_trace(trace(route(FeedbackOperand::generated)), folder_);
    const auto file = folder_ / "steps" / "train.yaml";
    std::string text = read_file(file);
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    write_file_atomically(file, text.replace(at, from.size(), to));
    try {
      (void)read_trace(folder_);
    } catch (const UserError& error) {
      return error.what();
    }
    return "";
  }

  std::filesystem::path folder_;
};

TEST_F(feedback_files, are_read_as_they_were_written_and_a_plain_step_says_nothing_of_it) {
  for (const FeedbackOperand operand : kEnumValues<FeedbackOperand>) {
    FeedbackRoute way = route(operand);
    way.delay = operand == FeedbackOperand::signs ? 1 : 0;
    const Trace written = trace(way);
    EXPECT_EQ(written.step().delay, way.delay);
    write_trace(written, folder_);
    EXPECT_EQ(read_trace(folder_), written);
  }
  write_trace(trace({}), folder_);
  const std::string plain = read_file(folder_ / "steps" / "train.yaml");
  EXPECT_EQ(plain.find("feedback"), std::string::npos);
  EXPECT_EQ(plain.find("delay"), std::string::npos);
}

TEST_F(feedback_files, that_no_machine_could_execute_are_refused) {
  EXPECT_EQ(said_after("role: feedback\n    format: generated", "role: feedback\n    format: real"),
            "");
  EXPECT_THAT(said_after("role: feedback\n    format: generated",
                         "role: optimizer_state\n    format: generated"),
              HasSubstr("`relu1.feedback` cannot be generated"));
  EXPECT_THAT(said_after("outputs: [relu1.output_error, relu2.output_error]",
                         "outputs: [relu1.output_error, relu2.output_error, relu1.feedback]"),
              HasSubstr("`relu1.feedback` is feedback, which is fixed"));
  EXPECT_THAT(said_after("name: loss.project\n    layer: loss\n    class: vector",
                         "name: loss.project\n    layer: loss\n    class: quantize"),
              HasSubstr("which no operation of class quantize reads"));
  EXPECT_THAT(said_after("elements: 112", "elements: 111"),
              HasSubstr("111 elements are those of no tensor of loss.project"));
  EXPECT_THAT(said_after("version: 2", "version: 2\ndelay: 2"), HasSubstr("delay"));
}

TEST_F(feedback_files, tell_runs_apart) {
  const auto text = [&](const FeedbackRoute& one, const FeedbackRoute& other) {
    return differences_text(differences(facts_of(trace(one)), facts_of(trace(other))));
  };
  EXPECT_EQ(text(route(FeedbackOperand::generated), {}),
            "errors by generated feedback to relu1, relu2 against none");
  const auto errors = [](const model::Graph& graph, const std::string& fed) {
    return fact(facts_of(make_trace(graph, "none", 2, schedule::parse_schedule("static:8"), 1,
                                    DxScale::prescale_requantize, UpdateRule::momentum,
                                    {{node(graph, fed)}, 10, FeedbackOperand::signs})),
                "errors");
  };
  const model::Graph resnet = model::cifar_resnet(1, {3, 32, 32}, 10);
  const std::string pool = resnet.nodes[resnet.nodes.back().inputs.front()].name;
  EXPECT_EQ(errors(resnet, pool),
            "by binary feedback to " + pool + " (a single fully connected layer: no hidden error)");
  EXPECT_EQ(errors(model::mlp({16}, {3, 8, 8}, 10), "relu1"), "by binary feedback to relu1")
      << "one place, and it is hidden";
  FeedbackRoute late = route(FeedbackOperand::signs);
  late.delay = 1;
  EXPECT_EQ(text(route(FeedbackOperand::signs), late),
            "errors by binary feedback to relu1, relu2 against by binary feedback to relu1, relu2; "
            "updates 1 iteration later");
}

}  // namespace feedback_trace_test
}  // namespace metronome::trace
