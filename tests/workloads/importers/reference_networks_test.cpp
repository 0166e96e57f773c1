// Networks that other programs have written, and the numbers that those programs have counted.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "sim/base/files.hpp"
#include "sim/base/gzip.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/importers/import_file.hpp"

namespace metronome::importers {
namespace reference_networks_test {

using Json = nlohmann::json;

std::string data(const std::string& name) {
  return expand_gzip(
      read_file(metronome::source_dir() + "/tests/workloads/importers" + "/data/" + name), name);
}

ImportedNetwork network(const std::string& file, const ImportOptions& options = {}) {
  const bool onnx = !file.ends_with(".csv");
  return std::get<ImportedNetwork>(
      import_bytes(data(onnx ? "onnx/" + file + ".onnx.gz" : "scalesim/" + file),
                   onnx ? file + ".onnx" : file, options));
}

TEST(reference_networks, products_and_parameters_of_onnx_files_are_those_that_pytorch_counts) {
  const Json expected = Json::parse(data("onnx/expected.json"));
  const std::set<std::string> counted{"Conv", "ConvTranspose", "Gemm", "MatMul"};
  for (const auto& [name, want] : expected.items()) {
    SCOPED_TRACE(name);
    const ImportedNetwork got = network(name);
    EXPECT_EQ(got.name, name);
    EXPECT_EQ(got.batch, want["batch"]);
    EXPECT_EQ(got.parameters, want["parameters"]);
    Json products = Json::array();
    std::uint64_t macs = 0;
    std::uint64_t others = 0;
    for (const Product& product : got.products) {
      EXPECT_EQ(product.macs, product.m * product.n * product.k * product.groups);
      if (counted.contains(product.op)) {
        products.push_back({product.node, product.op, product.macs});
        macs += product.macs;
      } else {
        others += product.macs;
      }
    }
    EXPECT_EQ(products, want["products"]);
    EXPECT_EQ(macs, want["macs_products"]);
    EXPECT_EQ(got.macs, macs + others);
  }
  EXPECT_EQ(expected.size(), 8u);
}

TEST(reference_networks, the_two_lstm_layers_have_rows_for_inputs_and_states) {
  const ImportedNetwork got = network("lstm2");
  ASSERT_EQ(got.products.size(), 5u);
  const std::uint64_t rows[][3] = {{35, 512, 64}, {35, 512, 128}, {35, 512, 128}, {35, 512, 128}};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(got.products[i].op, "LSTM");
    EXPECT_EQ(got.products[i].m, rows[i][0]);
    EXPECT_EQ(got.products[i].n, rows[i][1]);
    EXPECT_EQ(got.products[i].k, rows[i][2]);
  }
  EXPECT_EQ(got.inputs, (std::vector<Port>{{"input", {35, 1}}}));
  EXPECT_EQ(got.outputs, (std::vector<Port>{{"output", {35, 1, 1000}}}));
}

TEST(reference_networks, a_batch_scales_every_product_of_a_network) {
  for (const char* name : {"resnet18_train", "odd_convs_train", "lstm2"}) {
    const ImportedNetwork as_exported = network(name);
    const ImportedNetwork larger =
        network(name, {.sizes = {.batch = 4 * as_exported.batch, .dims = {}},
                       .rounding = {},
                       .iterations_per_epoch = {}});
    EXPECT_EQ(larger.batch, 4 * as_exported.batch) << name;
    EXPECT_EQ(larger.macs, 4 * as_exported.macs) << name;
    EXPECT_EQ(larger.parameters, as_exported.parameters) << name;
  }
}

TEST(reference_networks, odd_convolutions_have_the_gemms_of_their_definition) {
  const ImportedNetwork got = network("odd_convs_train");
  const std::uint64_t rows[][4] = {
      {2 * 17 * 33, 16, 3 * 3 * 5, 1}, {2 * 17 * 33, 32 / 4, 4 * 3 * 3, 4},
      {2 * 17 * 33, 32, 32 * 7, 1},    {2 * 8 * 16, 16 * 4 * 4, 32, 1},
      {2 * 16 * 32, 1, 9, 16},         {2, 10, 16, 1}};
  ASSERT_EQ(got.products.size(), 6u);
  for (std::size_t i = 0; i < 6; ++i) {
    const Product& product = got.products[i];
    EXPECT_EQ(product.m, rows[i][0]) << product.node;
    EXPECT_EQ(product.n, rows[i][1]) << product.node;
    EXPECT_EQ(product.k, rows[i][2]) << product.node;
    EXPECT_EQ(product.groups, rows[i][3]) << product.node;
  }
}

TEST(reference_networks, topologies_of_scalesim_rounded_down_have_the_counts_of_their_rows) {
  const Json expected = Json::parse(data("scalesim/expected.json"));
  for (const auto& [file, rows] : expected.items()) {
    SCOPED_TRACE(file);
    const bool gemm = rows[0].contains("macs");
    ImportOptions options;
    if (!gemm) {
      options.rounding = Rounding::down;
    }
    const ImportedNetwork got = network(file, options);
    ASSERT_EQ(got.products.size(), rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      EXPECT_EQ(got.products[i].node, rows[i]["layer"]);
      EXPECT_EQ(got.products[i].op, gemm ? "Gemm" : "Conv");
      EXPECT_EQ(got.products[i].macs, rows[i][gemm ? "macs" : "macs_rounded_down"]);
      if (!gemm) {
        const Json& out = rows[i]["out_rounded_down"];
        EXPECT_EQ(got.products[i].m, out[0].get<std::uint64_t>() * out[1].get<std::uint64_t>());
      }
    }
    EXPECT_EQ(got.layers, rows.size());
  }
  EXPECT_EQ(expected.size(), 7u);
}

TEST(reference_networks, topologies_of_scalesim_are_rounded_up_as_it_rounds_them) {
  const ImportedNetwork got = network("alexnet.csv");
  EXPECT_EQ(got.products[0].m, 55u * 55);  // ceil((224 - 11) / 4) + 1 = 55
  EXPECT_EQ(got.products[0].macs, 55u * 55 * 96 * 3 * 11 * 11);
  EXPECT_EQ(got.products[1].m, 23u * 23);  // a stride of 1 leaves nothing
}

}  // namespace reference_networks_test
}  // namespace metronome::importers
