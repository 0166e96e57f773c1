// Topologies and lists of products.
#include <nlohmann/json.hpp>

#include "tests/workloads/importers/model_builder.hpp"

namespace metronome::importers {
namespace lists_test {

using ::testing::HasSubstr;

ImportedNetwork read(const std::string& text, const ImportOptions& options = {}) {
  return std::get<ImportedNetwork>(import_bytes(text, "lists/net.csv", options));
}
std::string refused(const std::string& text, const ImportOptions& options = {}) {
  return refusal([&] { (void)read(text, options); });
}

const char* const kHeader =
    "Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, "
    "Strides,\n";

TEST(lists, a_topology_is_read_as_spreadsheets_and_people_write_it) {
  const ImportedNetwork plain = read(std::string(kHeader) + "c1,8,8,3,3,4,16,1,\n");
  EXPECT_EQ(plain.kind, FileKind::convolution_topology);
  EXPECT_EQ(plain.name, "net");
  EXPECT_EQ(plain.products, (std::vector<Product>{{"c1", "Conv", 36, 16, 36, 1, 36 * 16 * 36}}));
  EXPECT_EQ(plain.parameters, 3u * 3 * 4 * 16);
  for (const std::string& text :
       {"\xef\xbb\xbf" + std::string(kHeader) + "c1,8,8,3,3,4,16,1\r\n",
        "# a comment\n" + std::string(kHeader) + "\n c1 , 8 ,8,3, 3,4,16,1 , ,\n# end\n,,,\n",
        std::string(kHeader) + "c1,8,8,3,3,4,16,1,1"}) {
    EXPECT_EQ(read(text).products, plain.products) << text;
  }
}

TEST(lists, outputs_are_rounded_and_strides_may_differ) {
  const std::string text = std::string(kHeader) + "c,10,12,3,3,1,1,2,4\n";
  EXPECT_EQ(read(text).products[0].m, 5u * 4);  // ceil(7 / 2) + 1, ceil(9 / 4) + 1
  ImportOptions down;
  down.rounding = Rounding::down;
  EXPECT_EQ(read(text, down).products[0].m, 4u * 3);
  ImportOptions batch;
  batch.sizes.batch = 7;
  EXPECT_EQ(read(text, batch).products[0].m, 7u * 5 * 4);
  EXPECT_EQ(read(text, batch).batch, 7u);
}

TEST(lists, rows_that_are_wrong_are_all_named_with_their_places) {
  const std::string said =
      refused(std::string(kHeader) + "a,8,8,9,3,4,16,1\nb,8,8,3,3,4,16\nc,8,x,3,3,4,-1,1\n");
  EXPECT_THAT(said, HasSubstr("lists/net.csv:2:1: a filter of 9 by 3 is larger"));
  EXPECT_THAT(said, HasSubstr("lists/net.csv:3:1: has 7 columns"));
  EXPECT_THAT(said, HasSubstr("lists/net.csv:4:5: IFMAP width: `x` is not a valid integer"));
  EXPECT_THAT(said, HasSubstr("filters: -1 is out of range"));
  EXPECT_THAT(refused(kHeader), HasSubstr("holds no layer"));
  EXPECT_THAT(
      refused(std::string(kHeader) + "big,1000000000,1000000000,1,1,1000000000,1000000000,1\n"),
      HasSubstr("more than 2^64 - 1"));
}

TEST(lists, a_topology_of_products_has_four_columns) {
  const ImportedNetwork got = read("Layer,M,N,K,\r\nQKT,10,20,30,\r\n");
  EXPECT_EQ(got.kind, FileKind::gemm_topology);
  EXPECT_EQ(got.products, (std::vector<Product>{{"QKT", "Gemm", 10, 20, 30, 1, 6000}}));
  EXPECT_EQ(got.parameters, 600u);
}

TEST(lists, a_list_of_products_has_batch_count_and_bits) {
  const ImportedNetwork got = read("M,N,K,batch,count,bits\n128,64,32,12,2,4\n1,2,3,,,\n");
  EXPECT_EQ(got.kind, FileKind::gemm_list);
  ASSERT_EQ(got.products.size(), 3u);
  EXPECT_EQ(got.products[0], (Product{"gemm_1.1", "Gemm", 128, 64, 32, 12, 128 * 64 * 32 * 12, 4}));
  EXPECT_EQ(got.products[1].node, "gemm_1.2");
  EXPECT_EQ(got.products[2], (Product{"gemm_2", "Gemm", 1, 2, 3, 1, 6}));
  EXPECT_EQ(got.macs, 2u * 128 * 64 * 32 * 12 + 6);
  EXPECT_EQ(got.layers, 3u);
  EXPECT_EQ(read("name,m,n,k\nfc,1,2,3\n").products[0].node, "fc");
}

TEST(lists, wrong_rows_of_a_list_are_named) {
  EXPECT_THAT(refused("m,n,k,bits\n0,1,1,4\n"), HasSubstr("lists/net.csv:2:1: m: 0 is out of"));
  EXPECT_THAT(refused("m,n,k,bits\n1,1,1,33\n"), HasSubstr("33 is out of range"));
  EXPECT_THAT(refused("m,n,k,bit\n1,1,1,3\n"), HasSubstr("did you mean `bits`?"));
  EXPECT_THAT(refused("m,n,k,count\n1,1,1,100000\n1,1,1,1\n"), HasSubstr("more than 100000"));
  EXPECT_THAT(refused("m,n,k\n"), HasSubstr("holds no product"));
  EXPECT_THAT(refused("m,n,k,batch\n1000000000,1000000000,1000000000,1\n"),
              HasSubstr("more than 2^64 - 1"));
}

TEST(lists, options_without_an_effect_are_refused) {
  ImportOptions options;
  options.sizes.batch = 2;
  options.sizes.dims = {{"n", 2}};
  options.rounding = Rounding::down;
  options.iterations_per_epoch = 5;
  const std::string said = refused("m,n,k\n1,1,1\n", options);
  for (const char* option : {"--batch", "--dim", "--round", "--iterations-per-epoch"}) {
    EXPECT_THAT(said, HasSubstr(option + std::string(": has no effect on a list of GEMMs")));
  }
  ModelBuilder builder;
  builder.input("x", "1").output("y").node("Relu", {"x"}, {"y"});
  ImportOptions rounding;
  rounding.rounding = Rounding::up;
  EXPECT_THAT(refusal([&] { (void)import_bytes(builder.bytes(), "x.onnx", rounding); }),
              HasSubstr("--round: has no effect on a ONNX network"));
}

TEST(lists, json_has_the_keys_that_are_documented) {
  const nlohmann::json json = nlohmann::json::parse(to_json(read("name,m,n,k,bits\nfc,4,2,3,8\n")));
  std::vector<std::string> keys;
  for (const auto& item : json.items()) {
    keys.push_back(item.key());
  }
  EXPECT_THAT(keys, ::testing::UnorderedElementsAre("name", "batch", "products", "macs",
                                                    "parameters", "layers", "inputs", "outputs"));
  EXPECT_EQ(json["products"][0], nlohmann::json::parse(R"({"node": "fc", "op": "Gemm", "m": 4,
      "n": 2, "k": 3, "groups": 1, "macs": 24, "bits": 8})"));
}

}  // namespace lists_test
}  // namespace metronome::importers
