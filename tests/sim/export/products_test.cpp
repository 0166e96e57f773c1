// What is exported is read back by the importers of the same formats.
#include "sim/export/products.hpp"

#include <gtest/gtest.h>

#include "sim/base/error.hpp"
#include "sim/export/onnx_shapes.hpp"
#include "sim/export/scalesim_topology.hpp"
#include "tests/workloads/model/network_text.hpp"
#include "workloads/importers/import_file.hpp"
#include "workloads/model/network_file.hpp"
#include "workloads/trace/bit_operations.hpp"
#include "workloads/trace/data_shapes.hpp"
#include "workloads/trace/lowering.hpp"

namespace metronome::exporting {
namespace products_test {

importers::ImportedNetwork read_back(const std::string& content, const std::string& name) {
  return std::get<importers::ImportedNetwork>(importers::import_bytes(content, name, {}));
}

trace::Step step_of(const std::string& model) {
  if (model == "every_image_layer") {
    return trace::lower(
        model::graph_of(model::parse_network(model::kEveryImageLayer), std::nullopt), "none", 2,
        trace::DxScale::prescale_requantize);
  }
  const std::string dataset =
      model.starts_with("lstm") || model.starts_with("transformer") ? "ptb" : "cifar-10";
  trace::DataShape shape = trace::data_set_shape(dataset);
  if (shape.is_text()) {
    shape.input.height = 5;
    shape.classes = 40;
  }
  return trace::lower(trace::model_for(model, dataset, shape), dataset, 2,
                      trace::DxScale::prescale_requantize);
}

/// Of the step as layers: its multiply-accumulates in all.
std::uint64_t macs_as_layers(const trace::Step& step) {
  const auto network = std::get<importers::ImportedNetwork>(importers::import_bytes(
      onnx_shapes(step), "x.onnx",
      {.sizes = {}, .rounding = {}, .iterations_per_epoch = {}, .with_layers = true}));
  return model::forward_macs(model::graph_of(network.file.value(), std::nullopt)) * network.batch;
}

class exported : public testing::TestWithParam<const char*> {};

TEST_P(exported, products_in_onnx_become_layers_with_as_many_multiply_accumulates) {
  const trace::Step step = step_of(GetParam());
  EXPECT_EQ(macs_as_layers(step), step.forward_macs.count());
}

TEST_P(exported, products_have_the_shapes_of_the_step_in_onnx) {
  const trace::Step step = step_of(GetParam());
  const importers::ImportedNetwork network = read_back(onnx_shapes(step), "x.onnx");
  std::size_t at = 0;
  for (const Product& product : products_of(step)) {
    if (product.operation->cls != trace::OperationClass::forward) {
      continue;
    }
    ASSERT_LT(at, network.products.size());
    const importers::Product& found = network.products[at++];
    EXPECT_EQ(found.node, product.operation->name);
    EXPECT_EQ(found.macs, trace::useful_macs({product.convolution, false}).count()) << found.node;
    EXPECT_EQ(found.groups, product.convolution.groups) << found.node;
    if (!product.convolution.transposed) {
      EXPECT_EQ(found.m, product.gemm.m) << found.node;
      EXPECT_EQ(found.n, product.gemm.n) << found.node;
      EXPECT_EQ(found.k, product.gemm.k) << found.node;
    }
  }
  EXPECT_EQ(at, network.products.size());
  EXPECT_EQ(network.macs, step.forward_macs.count());
  EXPECT_EQ(onnx_shapes(step), onnx_shapes(step_of(GetParam()))) << "equal bytes";
}

TEST_P(exported, products_of_all_classes_are_lines_of_a_topology) {
  const trace::Step step = step_of(GetParam());
  const importers::ImportedNetwork network = read_back(scalesim_topology(step), "x.csv");
  std::uint64_t macs = 0;
  std::size_t lines = 0;
  for (const Product& product : products_of(step)) {
    macs += product.convolution.groups * product.gemm.macs();
    lines += product.convolution.groups;
  }
  EXPECT_EQ(network.products.size(), lines);
  EXPECT_EQ(network.macs, macs);
}

INSTANTIATE_TEST_SUITE_P(networks, exported,
                         testing::Values("resnet-8", "mobilenet-v2", "mlp", "every_image_layer",
                                         "lstm-2", "transformer-base"),
                         [](const auto& one) {
                           std::string name = one.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(exported_products, of_a_step_without_any_are_refused) {
  trace::Step none;
  none.model = "nothing";
  EXPECT_THROW((void)onnx_shapes(none), UserError);
  EXPECT_THROW((void)scalesim_topology(none), UserError);
}

TEST(exported_products, in_more_groups_than_can_be_written_are_refused_by_name) {
  trace::Step step;
  step.model = "wide";
  step.tensors = {{"x", trace::Role::activation, trace::Format::codes, {1, 1, 1, 2'000'000}},
                  {"w", trace::Role::weight, trace::Format::codes, {2'000'000, 1, 1, 1}},
                  {"y", trace::Role::stash, trace::Format::real, {1, 1, 1, 2'000'000}}};
  trace::MatrixWork work;
  work.convolution.in_channels = work.convolution.out_channels = 2'000'000;
  work.convolution.groups = 2'000'000;
  step.operations = {
      {"deep.forward", "deep", trace::OperationClass::forward, work, {"x", "w"}, {"y"}}};
  try {
    (void)scalesim_topology(step);
    FAIL();
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("deep.forward"), std::string::npos) << error.what();
  }
}

}  // namespace products_test
}  // namespace metronome::exporting
