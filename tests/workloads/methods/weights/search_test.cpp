#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/workloads/methods/weights/sample.hpp"
#include "workloads/methods/weights/blended_grids/blended_grids.hpp"
#include "workloads/methods/weights/blended_grids/search_cost.hpp"

namespace metronome::weights {
namespace search_test {

const std::vector<int> kBits{1, 2, 3, 4, 5};
const std::vector<double> kMacs{3e6, 1e6, 2e6};

LayerRows shares(const LayerRows& strengths) {
  LayerRows rows;
  for (const std::vector<double>& row : strengths) {
    rows.push_back(shares_of<double>(row, {}));
  }
  return rows;
}

LayerRows random_strengths(std::uint64_t seed) {
  LayerRows rows;
  for (std::size_t l = 0; l < kMacs.size(); ++l) {
    rows.push_back(normal_values<double>(kBits.size(), seed + l, 1));
  }
  return rows;
}

/// Costs of a machine that has grids of 2, 4 and 8 bits only.
CostTable rounding_machine() {
  const std::vector<int> rounded{2, 2, 4, 4, 8};
  return CostTable::bit_operations(kMacs, rounded);
}

TEST(search, gradients_of_the_expected_cost_are_its_differences) {
  const CostTable table = rounding_machine();
  LayerRows r = random_strengths(1);
  LayerRows s = random_strengths(20);
  const ExpectedCost expected = expected_cost(table, shares(r), shares(s));
  const double step = 1e-5;
  const auto slope = [&](double& strength) {
    const double middle = strength;
    strength = middle + step;
    const double above = expected_cost(table, shares(r), shares(s)).cost;
    strength = middle - step;
    const double below = expected_cost(table, shares(r), shares(s)).cost;
    strength = middle;
    return (above - below) / (2 * step);
  };
  for (std::size_t l = 0; l < kMacs.size(); ++l) {
    for (std::size_t i = 0; i < kBits.size(); ++i) {
      EXPECT_NEAR(expected.weight_gradients[l][i] / slope(r[l][i]), 1, 1e-5);
      EXPECT_NEAR(expected.activation_gradients[l][i] / slope(s[l][i]), 1, 1e-5);
    }
  }
}

TEST(search, the_penalty_begins_at_the_target) {
  const CostTarget target{.target = 4, .unit = 100, .strength = 0.5};
  EXPECT_EQ(target.penalty(399), 0);
  EXPECT_EQ(target.slope(399), 0);
  EXPECT_DOUBLE_EQ(target.penalty(500), 0.5);
  EXPECT_DOUBLE_EQ(target.slope(500), 0.005);
}

/// Plain descent on the penalty alone, of strengths that a task pulls towards more bits.
double descended_cost(const CostTable& table, double strength, double pull) {
  LayerRows r = random_strengths(1);
  LayerRows s = random_strengths(20);
  const double unit = 6e6;
  const CostTarget target{.target = 4, .unit = unit, .strength = strength};
  const auto descend = [&](std::vector<double>& row, const std::vector<double>& gradient,
                           double slope) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      row[i] -= 0.5 * (slope * gradient[i] - pull * kBits[i]);
    }
  };
  for (int iteration = 0; iteration < 3000; ++iteration) {
    const ExpectedCost expected = expected_cost(table, shares(r), shares(s));
    const double slope = target.slope(expected.cost);
    for (std::size_t l = 0; l < kMacs.size(); ++l) {
      descend(r[l], expected.weight_gradients[l], slope);
      descend(s[l], expected.activation_gradients[l], slope);
    }
  }
  return expected_cost(table, shares(r), shares(s)).cost / unit;
}

TEST(search, without_penalty_strengths_follow_the_task_to_more_bits_and_with_it_meet_the_target) {
  const CostTable table = CostTable::bit_operations(kMacs, kBits);
  EXPECT_GT(descended_cost(table, 0, 1e-3), 20);
  EXPECT_NEAR(descended_cost(table, 0.1, 1e-4), 4, 0.4);
  EXPECT_LE(descended_cost(table, 10, 0), 4.01);
}

void expect_repaired(const CostTable& table, std::uint64_t seed, double most) {
  const LayerRows r = random_strengths(seed);
  const LayerRows s = random_strengths(seed + 100);
  const WidthChoice choice = repaired(table, strongest_choice(r, s), shares(r), shares(s), most);
  const double cost = cost_of(table, choice);
  EXPECT_LE(cost, most * (1 + 1e-9));
  for (std::size_t l = 0; l < table.layers(); ++l) {
    for (std::size_t i = choice.weights[l]; i < table.candidates(); ++i) {
      for (std::size_t j = choice.activations[l]; j < table.candidates(); ++j) {
        WidthChoice wider = choice;
        wider.weights[l] = i;
        wider.activations[l] = j;
        const double of_wider = cost_of(table, wider);
        EXPECT_TRUE(wider == choice || of_wider > most || of_wider < cost) << "a wider choice fits";
      }
    }
  }
}

TEST(search, a_repaired_choice_costs_no_more_than_the_target_and_leaves_no_room) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    for (const double target : {1.0, 2.0, 4.0, 8.0, 12.5, 25.0}) {
      SCOPED_TRACE(target);
      expect_repaired(CostTable::bit_operations(kMacs, kBits), seed, 6e6 * target);
      expect_repaired(rounding_machine(), seed, 6e6 * std::max(4.0, target));
    }
  }
}

TEST(search, a_repaired_choice_lies_within_a_tenth_of_the_target_where_layers_are_many) {
  const std::vector<double> macs(12, 1e6);
  const CostTable table = CostTable::bit_operations(macs, kBits);
  LayerRows r;
  LayerRows s;
  for (std::uint64_t l = 0; l < macs.size(); ++l) {
    r.push_back(normal_values<double>(kBits.size(), 300 + l, 1));
    s.push_back(normal_values<double>(kBits.size(), 400 + l, 1));
  }
  for (const double target : {2.0, 4.0, 8.0, 15.0}) {
    const double most = target * 12e6;
    const WidthChoice choice = repaired(table, strongest_choice(r, s), shares(r), shares(s), most);
    EXPECT_LE(cost_of(table, choice), most);
    EXPECT_GE(cost_of(table, choice), 0.9 * most) << target;
  }
}

TEST(search, on_a_machine_that_rounds_widths_free_bits_are_taken) {
  // One bit costs what two cost: no repaired choice is narrower than it must be.
  const CostTable table = rounding_machine();
  const LayerRows r = random_strengths(3);
  const WidthChoice choice = repaired(table, strongest_choice(r, r), shares(r), shares(r), 6e6 * 4);
  for (std::size_t l = 0; l < table.layers(); ++l) {
    EXPECT_EQ(kBits[choice.weights[l]], 2);
    EXPECT_EQ(kBits[choice.activations[l]], 2);
  }
}

TEST(search, targets_below_the_cheapest_choice_are_refused_with_what_it_costs) {
  const CostTable table = CostTable::bit_operations(kMacs, kBits);
  const LayerRows r = random_strengths(3);
  const std::string text =
      error_of([&] { (void)repaired(table, strongest_choice(r, r), shares(r), shares(r), 5.9e6); });
  EXPECT_NE(text.find("6000000"), std::string::npos) << text;
}

TEST(search, a_table_of_another_machine_is_refused) {
  const CostOrigin own{"bit_serial", "resnet-8", "cycles", 1};
  const CostTable table(own, 1, 1, {5});
  EXPECT_NO_THROW(table.require(own));
  for (CostOrigin other : {CostOrigin{"systolic", "resnet-8", "cycles", 1},
                           CostOrigin{"bit_serial", "resnet-20", "cycles", 1},
                           CostOrigin{"bit_serial", "resnet-8", "energy_j", 1},
                           CostOrigin{"bit_serial", "resnet-8", "cycles", 16}}) {
    EXPECT_NE(error_of([&] { table.require(other); }).find("bit_serial"), std::string::npos);
  }
  for (const double wrong : {-1.0, std::nan(""), HUGE_VAL}) {
    EXPECT_NE(error_of([&] { CostTable({}, 1, 1, {wrong}); }), "");
  }
}

TEST(search, the_bits_of_a_layer_ramp_up_to_what_was_found) {
  EXPECT_EQ(bits_in_period(2, 5, 0), 2);
  EXPECT_EQ(bits_in_period(2, 5, 1), 5);
  EXPECT_EQ(bits_in_period(2, 5, 0.5), 4);  // 3.5, ties to even
  EXPECT_EQ(bits_in_period(3, 3, 0.7), 3);
  EXPECT_NE(error_of([] { (void)bits_in_period(3, 2, 0); }), "");
  EXPECT_NE(error_of([] { (void)bits_in_period(0, 2, 0); }), "");
}

TEST(search, stochastic_shares_are_of_the_draw_and_sharpen_as_it_cools) {
  const std::vector<double> strengths{0.1, 0.2, 0.3};
  MixtureDraw draw{MixtureKind::stochastic, 5, 7, 3, 1};
  const auto warm = shares_of<double>(strengths, draw);
  EXPECT_EQ(shares_of<double>(strengths, draw), warm);
  draw.temperature = 0.05;
  const auto cold = shares_of<double>(strengths, draw);
  EXPECT_GT(*std::max_element(cold.begin(), cold.end()),
            *std::max_element(warm.begin(), warm.end()));
  for (const std::uint64_t other : {4u, 5u}) {
    draw.iteration = other;
    EXPECT_NE(shares_of<double>(strengths, draw), cold);
  }
  EXPECT_DOUBLE_EQ(temperature_at(5, 0.5, 0, 10), 5);
  EXPECT_DOUBLE_EQ(temperature_at(5, 0.5, 9, 10), 0.5);
  EXPECT_DOUBLE_EQ(temperature_at(5, 0.5, 99, 10), 0.5);
  for (const double wrong : {0.0, -1.0, std::nan("")}) {
    draw.temperature = wrong;
    EXPECT_NE(error_of([&] { (void)shares_of<double>(strengths, draw); }), "");
  }
}

TEST(search, the_strongest_share_is_drawn_as_often_as_softmax_says) {
  // The Gumbel maximum: argmax of r + g has the distribution softmax(r).
  const std::vector<double> strengths{0, std::log(2.0), std::log(5.0)};
  std::vector<double> counts(3);
  constexpr std::uint64_t kDraws = 20000;
  for (std::uint64_t i = 0; i < kDraws; ++i) {
    const auto p = shares_of<double>(strengths, {MixtureKind::stochastic, 1, 5, i, 0});
    counts[strongest<double>(p)] += 1;
  }
  for (std::size_t i = 0; i < 3; ++i) {
    const double share = std::exp(strengths[i]) / 8;
    EXPECT_NEAR(counts[i] / kDraws, share, 5 * std::sqrt(share * (1 - share) / kDraws));
  }
}

TEST(search, gradients_of_stochastic_strengths_are_differences_of_the_shares) {
  std::vector<double> strengths{0.3, -0.2, 0.5};
  const std::vector<double> pull{1, -2, 0.5};
  const MixtureDraw draw{MixtureKind::stochastic, 2.5, 7, 3, 1};
  std::vector<double> gradient(3);
  add_strength_gradients<double>(shares_of<double>(strengths, draw), pull, draw, gradient);
  const double step = 1e-6;
  for (std::size_t i = 0; i < 3; ++i) {
    const auto value = [&](double moved) {
      std::vector<double> other = strengths;
      other[i] += moved;
      const auto p = shares_of<double>(other, draw);
      return p[0] * pull[0] + p[1] * pull[1] + p[2] * pull[2];
    };
    EXPECT_NEAR(gradient[i], (value(step) - value(-step)) / (2 * step), 1e-8);
  }
}

BlendedSpec among(const std::vector<int>& candidates) {
  BlendedSpec spec;
  spec.candidates = candidates;
  return spec;
}

TEST(search, candidates_that_are_no_rising_widths_are_refused) {
  for (const std::vector<int>& wrong :
       std::vector<std::vector<int>>{{}, {0}, {9}, {2, 2}, {3, 1}, {1, 2, 3, 4, 5, 6, 7, 8, 8}}) {
    EXPECT_NE(error_of([&] {
                (void)BlendedGrids<float>({1, 4}, among(wrong), std::vector<float>(4, 1));
              }),
              "");
  }
  const BlendedGrids<float> one({1, 4}, among({3}), std::vector<float>{-1, 0, 0.5, 1});
  EXPECT_EQ(one.shares(), std::vector<float>{1});
}

TEST(search, mixtures_are_billed_as_products_of_real_numbers) {
  const BlendedGrids<float> form({4, 10}, {}, normal_values<float>(40, 1));
  EXPECT_FALSE(form.product_bits(0).has_value());
  EXPECT_EQ(form.stored(0).bits(), Bits(40 * 32));
  EXPECT_NE(error_of([&] { form.check(4); }).find("static:fp32"), std::string::npos);
}

/// Steps of a stochastic search whose task pulls the mixture towards the weights themselves.
void search_steps(BlendedGrids<float>& form, std::uint64_t first, std::uint64_t last) {
  const std::vector<float> target = normal_values<float>(40, 1, 1);
  for (std::uint64_t t = first; t < last; ++t) {
    form.set_draw({MixtureKind::stochastic, temperature_at(5, 0.5, t, 12), 7, t, 2});
    std::vector<float> values(40);
    form.forward(0, values);
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] -= target[i];
    }
    form.clear_gradients();
    form.add_gradients(0, values);
    for (const Trained<float>& trained : form.trained()) {
      for (std::size_t i = 0; i < trained.values.size(); ++i) {
        trained.values[i] -= 0.1f * trained.gradient[i];
      }
    }
  }
}

TEST(search, a_stochastic_search_goes_on_from_its_strengths_with_the_same_bytes) {
  const std::vector<float> weights = normal_values<float>(40, 2);
  BlendedGrids<float> whole({4, 10}, {}, weights);
  search_steps(whole, 0, 12);
  BlendedGrids<float> killed({4, 10}, {}, weights);
  search_steps(killed, 0, 5);
  BlendedGrids<float> resumed({4, 10}, {}, std::vector<float>(40));
  for (std::size_t part = 0; part < killed.state().size(); ++part) {
    const auto from = killed.state()[part].values;
    std::copy(from.begin(), from.end(), resumed.state()[part].values.begin());
  }
  search_steps(resumed, 5, 12);
  for (std::size_t part = 0; part < whole.state().size(); ++part) {
    const auto a = whole.state()[part].values;
    const auto b = resumed.state()[part].values;
    EXPECT_TRUE(std::equal(a.begin(), a.end(), b.begin(), b.end())) << whole.state()[part].name;
  }
  EXPECT_NE(whole.strengths()[0], 0.01f);  // they have moved
}

TEST(search, strengths_that_diverged_are_refused) {
  EXPECT_NE(error_of([] { (void)shares_of<float>(std::vector<float>{1, NAN}, {}); }), "");
}

}  // namespace search_test
}  // namespace metronome::weights
