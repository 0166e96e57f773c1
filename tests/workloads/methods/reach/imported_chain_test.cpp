// A chain of an ONNX file is trained under a constraint, from its own weights.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>

#include "sim/base/files.hpp"
#include "tests/workloads/importers/model_builder.hpp"
#include "tests/workloads/methods/reach/nets.hpp"
#include "workloads/methods/reach/deployed.hpp"
#include "workloads/train/constrained/constrained_trace.hpp"

namespace metronome::reach {
namespace imported_chain_test {

namespace fs = std::filesystem;

class imported_chain : public ::testing::Test {
 protected:
  imported_chain() { fs::create_directories(folder_); }
  ~imported_chain() override { fs::remove_all(folder_); }

  /// Gemm and ReLU, and behind them Gemm and whatever else.
  [[nodiscard]] fs::path file(const std::string& last) const {
    importers::ModelBuilder builder;
    builder.input("x", "1,2").reals("w1", numbers(12), {6, 2}).reals("b1", numbers(6), {6});
    builder.reals("w2", numbers(12), {2, 6}).reals("b2", {0.4F, 0.3F}, {2}).output("y");
    builder.node("Gemm", {"x", "w1", "b1"}, {"h"}).set("transB", 1);
    builder.node("Relu", {"h"}, {"r"});
    builder.node("Gemm", {"r", "w2", "b2"}, {last.empty() ? "y" : "z"}).set("transB", 1);
    if (!last.empty()) {
      builder.node(last, {"z"}, {"y"});
    }
    const fs::path path = folder_ / ("chain" + last + ".onnx");
    write_file_atomically(path, builder.bytes());
    return path;
  }

 private:
  static std::vector<float> numbers(std::size_t count) {
    std::vector<float> values;
    for (std::size_t i = 0; i < count; ++i) {
      values.push_back(0.6F * std::sin(1 + static_cast<float>(i) * 1.7F));
    }
    return values;
  }
  fs::path folder_ = fs::temp_directory_path() / ("imported_chain_" + std::to_string(::getpid()));
};

TEST_F(imported_chain, is_trained_from_its_weights_and_proven_safe) {
  ConstrainedTrainingSpec spec;
  spec.network.path = file("");
  spec.initial_weights.path = spec.network.path;
  spec.samples_per_side = 8;
  spec.pretraining_steps = 0;
  spec.alternating_steps = 1;
  spec.learning_rate = 0;
  check_training(spec);
  const ReluNetwork start = train_constrained(spec, {}).network;
  ASSERT_EQ(start.layers.size(), 2u);
  EXPECT_EQ(start.layers[0].weight(1, 0), double{0.6F * std::sin(1 + 2 * 1.7F)});
  EXPECT_EQ(start.layers[1].bias[0], double{0.4F});

  spec.learning_rate = 0.1;
  spec.pretraining_steps = 200;
  spec.alternating_steps = 60;
  spec.finishing_steps = 200;
  spec.margin = 0.1;
  const ConstrainedResult result = train_constrained(spec, {});
  nn::Network<float> network(graph_of(spec), trace::DxScale::per_tensor);
  deploy(result, range_samples(spec), network);
  const Verification found =
      verify(network, {{{0, 0}, {}}, {{8, 0}, {}}}, spec.input(), spec.unsafe(), {});
  EXPECT_EQ(found.verdict, Verdict::safe) << found.reason;
  EXPECT_TRUE(trace_of(spec, result));
}

TEST_F(imported_chain, with_a_layer_that_cannot_be_bounded_is_refused_by_its_name) {
  ConstrainedTrainingSpec spec;
  spec.network.path = file("Tanh");
  try {
    check_training(spec);
    ADD_FAILURE() << "it is not refused";
  } catch (const UserError& error) {
    const std::string text = error.what();
    EXPECT_NE(text.find("chainTanh.onnx"), std::string::npos) << text;
    EXPECT_NE(text.find("is a layer of kind tanh, which cannot be bounded"), std::string::npos)
        << text;
  }
}

}  // namespace imported_chain_test
}  // namespace metronome::reach
