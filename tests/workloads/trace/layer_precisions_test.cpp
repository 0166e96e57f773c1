#include "workloads/precision/layer_precisions.hpp"

#include <gtest/gtest.h>

#include "workloads/precision/assignment.hpp"

namespace metronome::trace {
namespace layer_precisions_test {

using Map = std::map<std::string, Precision>;

TEST(layer_precisions, are_in_the_order_of_names_and_found_by_name) {
  const LayerPrecisions layers{{"b", {4, 8}}, {"a", {3, 6}}, {"c", {0, 0}}};
  EXPECT_EQ(layers.names(), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(layers.at(layers.index_of("b")), Precision(4, 8));
  EXPECT_EQ(layers.index_of("bb"), layers.size());
  EXPECT_FALSE(layers.contains(""));
  Map walked;
  for (const auto& [layer, precision] : layers) {
    walked[layer] = precision;
  }
  EXPECT_EQ(LayerPrecisions(walked), layers);
}

TEST(layer_precisions, keep_every_number_of_a_precision) {
  Precision precision(32, 1);
  precision.activation_bits = 7;
  precision.gradient_bits = 9;
  precision.stash_bits = 0;
  EXPECT_EQ((LayerPrecisions{{"a", precision}}.at(0)), precision);
}

TEST(layer_precisions, share_their_names_where_they_are_the_same) {
  const LayerPrecisions one{{"a", {3, 8}}, {"b", {4, 8}}};
  const LayerPrecisions like(Map{{"a", {5, 8}}, {"b", {6, 8}}}, one);
  EXPECT_TRUE(like.shares_names(one));
  EXPECT_FALSE(LayerPrecisions(Map{{"a", {5, 8}}, {"c", {6, 8}}}, one).shares_names(one));
  LayerPrecisions other{{"a", {7, 8}}, {"b", {7, 8}}};
  EXPECT_FALSE(other.shares_names(one));
  other.share_names(one);
  EXPECT_TRUE(other.shares_names(one));
  EXPECT_EQ(other.at(1), Precision(7, 8));
  const LayerPrecisions copy = one;
  EXPECT_TRUE(copy.shares_names(one));
}

TEST(layer_precisions, setting_leaves_what_shares_the_names_alone) {
  const LayerPrecisions one{{"a", {3, 8}}, {"c", {4, 8}}};
  LayerPrecisions copy = one;
  copy.set("a", {8, 8});
  copy.set("b", {2, 2});
  EXPECT_EQ(copy, (LayerPrecisions{{"a", {8, 8}}, {"b", {2, 2}}, {"c", {4, 8}}}));
  EXPECT_EQ(one, (LayerPrecisions{{"a", {3, 8}}, {"c", {4, 8}}}));
}

// Levels of a run stand in this order.
TEST(layer_precisions, are_ordered_as_maps_of_their_pairs) {
  const std::vector<Map> maps{{},
                              {{"a", {3, 8}}},
                              {{"a", {3, 8}}, {"b", {2, 8}}},
                              {{"a", {3, 8}}, {"b", {4, 8}}},
                              {{"a", {4, 8}}},
                              {{"b", {3, 8}}}};
  for (const Map& one : maps) {
    for (const Map& other : maps) {
      EXPECT_EQ(LayerPrecisions(one) < LayerPrecisions(other), one < other);
      EXPECT_EQ(LayerPrecisions(one) == LayerPrecisions(other), one == other);
      const LayerPrecisions shared(one);
      EXPECT_EQ(LayerPrecisions(other, shared) < shared, other < one);
    }
  }
}

TEST(assignments, give_other_layers_the_precision_of_all) {
  const Assignment assignment{{8, 8}, {{"a", {3, 4}}}};
  EXPECT_EQ(assignment.of("a"), Precision(3, 4));
  EXPECT_EQ(assignment.of("z"), Precision(8, 8));
}

}  // namespace layer_precisions_test
}  // namespace metronome::trace
