// Totals of the released checkpoints, and products from the sizes that the papers state:
// [radford2019language] [grattafiori2024llama] [devlin2019bert] [dosovitskiy2021vit].
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "sim/base/error.hpp"
#include "tests/support/source_dir.hpp"
#include "workloads/model/graph.hpp"
#include "workloads/model/network_file.hpp"

namespace metronome::model {
namespace large_models_test {

using testing::HasSubstr;

struct Macs {
  std::uint64_t attention = 0;
  std::uint64_t linear = 0;  ///< of tokens: matrices times tokens
  std::uint64_t others = 0;  ///< of what does not see each token: patches, a head on one token
};

Macs macs_of(const Graph& graph) {
  Macs macs;
  for (NodeIndex i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    const bool other = node.name == "patches" || node.name == "fc";
    std::uint64_t& sum = std::holds_alternative<Attention>(node.layer) ? macs.attention
                         : other                                       ? macs.others
                                                                       : macs.linear;
    sum += forward_macs(graph, i);
  }
  return macs;
}

std::uint64_t parameters(const Graph& graph) {
  std::uint64_t count = 0;
  for (NodeIndex i = 0; i < graph.nodes.size(); ++i) {
    count += parameter_count(graph, i);
  }
  return count;
}

/// A model and its training: `samples` sequences of S tokens, features d, L layers.
struct Row {
  const char* name;
  Shape input;
  std::size_t classes;
  std::uint64_t samples;
  std::uint64_t parameters;
  std::uint64_t matrices;  ///< parameters of products with tokens, the head's among them
  std::uint64_t layers, features;
  double linear, attention;  ///< forward multiply-accumulates, as published to six digits
};

std::vector<Row> rows() {
  const auto blocks = [](std::uint64_t layers, std::uint64_t d) { return layers * 12 * d * d; };
  const std::uint64_t llama = 16 * (2 * 2048ULL * 2048 + 2 * 512ULL * 2048 + 3 * 8192ULL * 2048);
  return {{"gpt2-small",
           {1, 1024, 1},
           50257,
           8,
           124439808,
           blocks(12, 768) + 50257ULL * 768,
           12,
           768,
           1.011974e12,
           1.54619e11},
          {"gpt2-medium",
           {1, 1024, 1},
           50257,
           8,
           354823168,
           blocks(24, 1024) + 50257ULL * 1024,
           24,
           1024,
           2.895487e12,
           4.12317e11},
          {"llama-3.2-1b",
           {1, 2048, 1},
           128256,
           1,
           1235814400,
           llama + 128256ULL * 2048,
           16,
           2048,
           2.530809e12,
           2.74878e11},
          {"vit-s-16",
           {3, 224, 224},
           1000,
           32,
           22050664,
           blocks(12, 384),
           12,
           384,
           1.35719e11,
           1.14452e10},
          {"bert-base",
           {1, 128, 1},
           30522,
           32,
           109514298,
           blocks(12, 768) + 768ULL * 768 + 30522ULL * 768,
           12,
           768,
           4.46322e11,
           9.66368e9}};
}

TEST(large_models, have_the_parameters_of_the_released_checkpoints) {
  for (const Row& row : rows()) {
    EXPECT_EQ(parameters(make_model(row.name, row.input, row.classes)), row.parameters) << row.name;
  }
}

TEST(large_models, have_the_products_of_their_sizes) {
  for (const Row& row : rows()) {
    const Macs macs = macs_of(make_model(row.name, row.input, row.classes));
    const std::uint64_t tokens = row.input.width == 1 ? row.input.height : 197;
    EXPECT_EQ(macs.linear, row.matrices * tokens) << row.name;
    EXPECT_EQ(macs.attention, row.layers * 2 * tokens * tokens * row.features) << row.name;
    EXPECT_NEAR(static_cast<double>(row.samples * macs.attention), row.attention,
                5e-6 * row.attention)
        << row.name;
    if (row.input.width == 1) {
      EXPECT_EQ(macs.others, 0u) << row.name;
      EXPECT_NEAR(static_cast<double>(row.samples * macs.linear), row.linear, 5e-6 * row.linear)
          << row.name;
    } else {
      // 196 patches of 16x16 pixels, and one token's head, of each of 32 images.
      EXPECT_EQ(macs.others, 196ULL * 768 * 384 + 384ULL * 1000) << row.name;
      EXPECT_NEAR(static_cast<double>(row.samples * (macs.linear + macs.others)), row.linear,
                  5e-6 * row.linear)
          << row.name;
    }
  }
}

// configs/networks: the same nodes, so that parameters, products and traces are the same, too.
TEST(large_models, have_network_files_that_are_the_same_graphs) {
  const std::map<std::string, std::string> files{{"gpt2-small", "gpt2_small"},
                                                 {"gpt2-medium", "gpt2_medium"},
                                                 {"llama-3.2-1b", "llama_3_2_1b"},
                                                 {"vit-s-16", "vit_s_16"},
                                                 {"bert-base", "bert_base"}};
  for (const Row& row : rows()) {
    const Graph file =
        read_network(metronome::source_dir() + "/configs/networks/" + files.at(row.name) + ".yaml",
                     std::nullopt);
    const Graph built = make_model(row.name, row.input, row.classes);
    EXPECT_EQ(parameters(file), row.parameters) << row.name;
    ASSERT_EQ(file.nodes.size(), built.nodes.size()) << row.name;
    for (NodeIndex i = 0; i < file.nodes.size(); ++i) {
      EXPECT_TRUE(file.nodes[i] == built.nodes[i]) << row.name << ' ' << built.nodes[i].name;
    }
  }
}

TEST(large_models, take_other_sizes_behind_a_colon) {
  const Shape text{1, 8, 1};
  const std::uint64_t d = 16, words = 50;
  const std::uint64_t block = 12 * d * d + 13 * d;
  EXPECT_EQ(
      parameters(make_model("gpt2-small:layers=2,features=16,heads=2,positions=10", text, words)),
      2 * block + 2 * d + words * d + 10 * d);
  EXPECT_EQ(parameters(make_model("llama-3.2-1b:layers=1,features=16,inner=24,heads=4,kv_heads=2",
                                  text, words)),
            2 * d * d + 2 * d * d / 2 + 3 * 24 * d + 3 * d + words * d);
  EXPECT_EQ(
      parameters(make_model("bert-base:layers=1,features=16,heads=2,positions=8", text, words)),
      block + words * d + 8 * d + 2 * d + 2 * d + d * d + d + 2 * d + words);
  EXPECT_EQ(parameters(make_model("vit-s-16:layers=1,features=16,heads=2,patch=4", {3, 8, 8}, 5)),
            block + 2 * d + 4 * 4 * 3 * d + d + d + 5 * d + 5 * d + 5);
}

TEST(large_models, refuse_sizes_that_do_not_go_together_by_name) {
  const auto refused = [](const char* name, const Shape& input, const char* message) {
    try {
      (void)make_model(name, input, 50);
      FAIL() << "no error: " << name;
    } catch (const UserError& error) {
      EXPECT_THAT(error.what(), HasSubstr(message));
    }
  };
  const Shape text{1, 8, 1};
  refused("gpt2-small:heads=5", text, "768 features cannot be shared by 5 heads");
  refused("gpt2-small:positions=4", text, "8 tokens, and positions of 4 are trained");
  refused("llama-3.2-1b:heads=12", text, "2048 features cannot be shared by 12 heads of pairs");
  refused("llama-3.2-1b:kv_heads=3", text, "32 heads of queries cannot share 3 of keys");
  refused("vit-s-16:patch=300", {3, 224, 224}, "patches does not fit an image");
  refused("bert-base:width=2", text, "no option `width`");
}

}  // namespace large_models_test
}  // namespace metronome::model
