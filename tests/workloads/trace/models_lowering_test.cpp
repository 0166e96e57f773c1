// What holds of the lowered step of every model.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "workloads/trace/bit_operations.hpp"
#include "workloads/trace/lowering.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::trace {
namespace models_lowering_test {

constexpr std::uint64_t kBatch = 2;

model::Graph graph_of(const std::string& name) {
  const model::Graph graph = model::make_model(name, {3, 32, 32}, 10);
  return graph.reads_tokens() ? model::make_model(name, {1, 5, 1}, 11) : graph;
}

class every_model : public ::testing::TestWithParam<std::tuple<std::string, DxScale>> {
 protected:
  model::Graph graph_ = graph_of(std::get<0>(GetParam()));
  Step step_ = lower(graph_, "synthetic", kBatch, std::get<1>(GetParam()));
};

TEST_P(every_model, reads_only_what_was_produced_earlier_or_persists) {
  std::set<std::string> written;
  for (const Operation& op : step_.operations) {
    written.insert(op.outputs.begin(), op.outputs.end());
  }
  std::set<std::string> available;
  for (const Tensor& tensor : step_.tensors) {
    const bool state = tensor.role == Role::activation && tensor.format == Format::real;
    if (tensor.role == Role::master || tensor.role == Role::optimizer_state ||
        (state && !written.contains(tensor.name))) {
      available.insert(tensor.name);
    }
  }
  for (const Operation& op : step_.operations) {
    for (const std::string& input : op.inputs) {
      EXPECT_TRUE(available.contains(input)) << op.name << " reads " << input;
    }
    available.insert(op.outputs.begin(), op.outputs.end());
  }
}

TEST_P(every_model, names_everything_once_and_reads_each_tensor) {
  std::set<std::string> read;
  std::set<std::string> operations;
  for (const Operation& op : step_.operations) {
    EXPECT_TRUE(operations.insert(op.name).second) << op.name;
    read.insert(op.inputs.begin(), op.inputs.end());
  }
  std::set<std::string> declared;
  for (const Tensor& tensor : step_.tensors) {
    EXPECT_TRUE(declared.insert(tensor.name).second) << tensor.name;
    // The table of an embedding is read through its rows and by its update.
    EXPECT_TRUE(read.contains(tensor.name)) << tensor.name;
  }
}

TEST_P(every_model, has_operands_of_its_gemms_sizes) {
  for (const Operation& op : step_.operations) {
    if (const auto* work = std::get_if<MatrixWork>(&op.work)) {
      const Gemm gemm = gemm_of(work->convolution, OperationClass::forward);
      const Convolution& c = work->convolution;
      const std::uint64_t image = c.batch * c.in_height * c.in_width * c.in_channels;
      const std::uint64_t output = gemm.m * gemm.n * c.groups;
      const std::uint64_t weight = gemm.k * gemm.n * c.groups;
      std::vector<std::uint64_t> wanted{image, weight, output};
      if (op.cls == OperationClass::input_gradient) {
        wanted = {output, weight, image};
      } else if (op.cls == OperationClass::weight_gradient) {
        wanted = {output, image, weight};
      }
      const std::vector<std::string> names{op.inputs[0], op.inputs[1], op.outputs[0]};
      for (std::size_t i = 0; i < names.size(); ++i) {
        EXPECT_EQ(step_.tensor(names[i]).elements(), wanted[i]) << op.name << " " << names[i];
      }
    }
  }
}

TEST_P(every_model, computes_each_class_of_the_models_macs) {
  const std::uint64_t forward = model::forward_macs(graph_) * kBatch;
  std::map<OperationClass, std::uint64_t> macs;
  for (const Operation& op : step_.operations) {
    if (const auto* work = std::get_if<MatrixWork>(&op.work)) {
      macs[op.cls] += useful_macs(*work).count();
    }
  }
  EXPECT_EQ(step_.forward_macs, Macs(forward));
  EXPECT_EQ(macs[OperationClass::forward], forward);
  EXPECT_EQ(macs[OperationClass::weight_gradient], forward);
  EXPECT_LE(macs[OperationClass::input_gradient], forward);
  EXPECT_GT(macs[OperationClass::input_gradient], 0u);
}

TEST_P(every_model, updates_every_parameter_once) {
  std::uint64_t updated = 0;
  for (const Operation& op : step_.operations) {
    updated += op.cls == OperationClass::update ? std::get<VectorWork>(op.work).elements : 0;
  }
  std::uint64_t parameters = 0;
  for (model::NodeIndex i = 0; i < graph_.nodes.size(); ++i) {
    parameters += model::parameter_count(graph_, i);
  }
  EXPECT_EQ(updated, parameters);
}

INSTANTIATE_TEST_SUITE_P(
    lowering, every_model,
    ::testing::Combine(::testing::Values("resnet-20", "mobilenet-v2", "resnet-18", "resnet-50",
                                         "mlp", "lenet-5", "transformer-base", "lstm-2"),
                       ::testing::Values(DxScale::segmented, DxScale::prescale_requantize,
                                         DxScale::per_tensor)),
    [](const auto& chosen) {
      std::string name = std::get<0>(chosen.param) + "_";
      std::replace(name.begin(), name.end(), '-', '_');
      return name + std::string(enum_name(std::get<1>(chosen.param)));
    });

/// The networks of [fu2021cpt] on their data, forward multiply-accumulates of a
/// sample; of language models for each token, all layers: blocks, scores, output.
struct Published {
  const char* model;
  const char* dataset;
  const char* schedule;
  double macs;
};

TEST(paper, each_of_its_eleven_networks_gives_a_trace_of_its_run) {
  const double transformer = 512 * (18.874e6 + 2.0 * 6 * 512 * 512 + 512.0 * 267735);
  const double lstm = 35 * (6.76e6 + 6.5e6);
  for (const Published& p :
       {Published{"resnet-38", "cifar-10", "cpt:3-8,periods=32,backward=8", 83.281e6},
        Published{"resnet-74", "cifar-100", "cpt:3-8,periods=32,backward=8", 168.221e6},
        Published{"resnet-110", "cifar-10", "cpt:3-6,periods=32,backward=6", 253.150e6},
        Published{"resnet-152", "cifar-10", "cpt:3-4,periods=32,backward=6", 352.241e6},
        Published{"resnet-164", "cifar-10", "cpt:3-8,periods=32,backward=8", 380.552e6},
        Published{"mobilenet-v2", "cifar-100", "cpt:3-8,periods=32,backward=8", 91.27e6},
        Published{"resnet-18", "imagenet", "cpt:4-8,periods=32,backward=8", 1.814e9},
        Published{"resnet-34", "imagenet", "cpt:4-8,periods=32,backward=8", 3.664e9},
        Published{"resnet-50", "imagenet", "cpt:4-6,periods=32,backward=6", 4.089e9},
        Published{"transformer-base", "wikitext-103", "cpt:4-8,periods=32,backward=8", transformer},
        Published{"lstm-2", "ptb", "cpt:5-8,periods=32,backward=8", lstm}}) {
    const Trace trace = make_trace(p.model, p.dataset, kBatch, schedule::parse_schedule(p.schedule),
                                   64000, DxScale::prescale_requantize);
    EXPECT_NEAR(static_cast<double>(trace.step().forward_macs.count()), kBatch * p.macs,
                kBatch * p.macs * 3e-4)
        << p.model;
    EXPECT_EQ(trace.iterations(), 64000u);
    EXPECT_GE(trace.schedule.size(), 2 * 32u) << p.model;
  }
}

}  // namespace models_lowering_test
}  // namespace metronome::trace
