#include "workloads/methods/weights/blended_grids/search_cost.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <optional>

#include "sim/base/error.hpp"
#include "workloads/methods/weights/blended_grids/mixture.hpp"

namespace metronome::weights {

CostTable::CostTable(CostOrigin origin, std::size_t layers, std::size_t candidates,
                     std::vector<double> costs, std::vector<double> factors)
    : origin_(std::move(origin)),
      layers_(layers),
      candidates_(candidates),
      costs_(std::move(costs)),
      factors_(std::move(factors)) {
  METRONOME_ASSERT(costs_.size() == layers * candidates * candidates && !costs_.empty(),
                   "a cost for each layer and pair of widths");
  METRONOME_ASSERT(factors_.empty() || factors_.size() == costs_.size(),
                   "the second sum has as many terms");
  for (const std::vector<double>* terms : {&costs_, &factors_}) {
    for (const double cost : *terms) {
      if (!std::isfinite(cost) || cost < 0) {
        throw UserError(fmt::format("a table of costs holds {}", cost),
                        "finite numbers that are not negative");
      }
    }
  }
}

CostTable CostTable::bit_operations(std::span<const double> macs, std::span<const int> bits) {
  std::vector<double> costs;
  for (const double layer : macs) {
    for (const int weight : bits) {
      for (const int activation : bits) {
        costs.push_back(layer * weight * activation);
      }
    }
  }
  return CostTable({.machine = {}, .network = {}, .unit = "bit_operations"}, macs.size(),
                   bits.size(), std::move(costs));
}

void CostTable::require(const CostOrigin& origin) const {
  if (origin == origin_) {
    return;
  }
  const auto text = [](const CostOrigin& of) {
    return fmt::format("{} of network {} on machine {} at batch {}", of.unit, of.network,
                       of.machine, of.batch);
  };
  throw UserError(
      fmt::format("a table of costs holds {}, asked for are {}", text(origin_), text(origin)),
      "the table that was made for this machine, network, unit and batch");
}

double cost_of(const CostTable& table, const WidthChoice& choice) {
  METRONOME_ASSERT(
      choice.weights.size() == table.layers() && choice.activations.size() == table.layers(),
      "a pair of widths for each layer");
  double sum = 0;
  double factors = 0;
  for (std::size_t l = 0; l < table.layers(); ++l) {
    sum += table.at(l, choice.weights[l], choice.activations[l]);
    if (table.is_product()) {
      factors += table.factor(l, choice.weights[l], choice.activations[l]);
    }
  }
  return table.is_product() ? sum * factors : sum;
}

namespace {

/// Of one sum, whose terms `at` gives.
template <class Terms>
ExpectedCost expected_sum(const Terms& at, const LayerRows& weight_shares,
                          const LayerRows& activation_shares, double temperature) {
  ExpectedCost expected;
  for (std::size_t l = 0; l < weight_shares.size(); ++l) {
    const std::vector<double>& p = weight_shares[l];
    const std::vector<double>& q = activation_shares[l];
    std::vector<double> of_weight(p.size());
    std::vector<double> of_activation(q.size());
    for (std::size_t i = 0; i < p.size(); ++i) {
      for (std::size_t j = 0; j < q.size(); ++j) {
        of_weight[i] += at(l, i, j) * q[j];
        of_activation[j] += at(l, i, j) * p[i];
      }
    }
    const double cost = std::inner_product(p.begin(), p.end(), of_weight.begin(), 0.0);
    expected.cost += cost;
    for (std::size_t i = 0; i < p.size(); ++i) {
      of_weight[i] = p[i] * (of_weight[i] - cost) / temperature;
      of_activation[i] = q[i] * (of_activation[i] - cost) / temperature;
    }
    expected.weight_gradients.push_back(std::move(of_weight));
    expected.activation_gradients.push_back(std::move(of_activation));
  }
  return expected;
}

/// a = times_a a + times_b b
void combine(LayerRows& a, double times_a, const LayerRows& b, double times_b) {
  for (std::size_t l = 0; l < a.size(); ++l) {
    for (std::size_t i = 0; i < a[l].size(); ++i) {
      a[l][i] = times_a * a[l][i] + times_b * b[l][i];
    }
  }
}

}  // namespace

ExpectedCost expected_cost(const CostTable& table, const LayerRows& weight_shares,
                           const LayerRows& activation_shares, double temperature) {
  METRONOME_ASSERT(weight_shares.size() == table.layers() &&
                       activation_shares.size() == table.layers() && temperature > 0,
                   "shares for each layer");
  ExpectedCost sum =
      expected_sum([&](std::size_t l, std::size_t i, std::size_t j) { return table.at(l, i, j); },
                   weight_shares, activation_shares, temperature);
  if (table.is_product()) {
    const ExpectedCost other = expected_sum(
        [&](std::size_t l, std::size_t i, std::size_t j) { return table.factor(l, i, j); },
        weight_shares, activation_shares, temperature);
    combine(sum.weight_gradients, other.cost, other.weight_gradients, sum.cost);
    combine(sum.activation_gradients, other.cost, other.activation_gradients, sum.cost);
    sum.cost *= other.cost;
  }
  return sum;
}

double CostTarget::penalty(double cost) const {
  METRONOME_ASSERT(unit > 0, "costs are counted in something");
  return strength * std::max(0.0, cost / unit - target);
}

double CostTarget::slope(double cost) const {
  METRONOME_ASSERT(unit > 0, "costs are counted in something");
  return cost / unit > target ? strength / unit : 0;
}

WidthChoice strongest_choice(const LayerRows& weight_strengths,
                             const LayerRows& activation_strengths) {
  WidthChoice choice;
  for (std::size_t l = 0; l < weight_strengths.size(); ++l) {
    choice.weights.push_back(strongest<double>(weight_strengths[l]));
    choice.activations.push_back(strongest<double>(activation_strengths[l]));
  }
  return choice;
}

namespace {

/// The pair of one layer that a choice could have instead.
struct Move {
  std::size_t layer = 0, weight = 0, activation = 0;
  double price = std::numeric_limits<double>::infinity();  ///< lost logarithm for the cost moved
};

class Repair {
 public:
  Repair(const CostTable& table, const LayerRows& p, const LayerRows& q)
      : table_(table), p_(p), q_(q) {}

  /// The move with the least price among those that `fits(cost moved, is wider)`.
  template <class Fits>
  [[nodiscard]] std::optional<Move> best(const WidthChoice& choice, const Fits& fits) const {
    Move best;
    bool found = false;
    for (std::size_t l = 0; l < table_.layers(); ++l) {
      for (std::size_t i = 0; i < table_.candidates(); ++i) {
        for (std::size_t j = 0; j < table_.candidates(); ++j) {
          const Move move{l, i, j, price(choice, l, i, j)};
          if (fits(change(choice, l, i, j), is_wider(choice, move)) &&
              (!found || move.price < best.price)) {
            best = move;
            found = true;
          }
        }
      }
    }
    return found ? std::optional(best) : std::nullopt;
  }

 private:
  [[nodiscard]] double change(const WidthChoice& choice, std::size_t l, std::size_t i,
                              std::size_t j) const {
    if (!table_.is_product()) {
      return table_.at(l, i, j) - table_.at(l, choice.weights[l], choice.activations[l]);
    }
    WidthChoice other = choice;
    other.weights[l] = i;
    other.activations[l] = j;
    return cost_of(table_, other) - cost_of(table_, choice);
  }
  [[nodiscard]] static bool is_wider(const WidthChoice& choice, const Move& move) {
    const std::size_t i = choice.weights[move.layer];
    const std::size_t j = choice.activations[move.layer];
    return move.weight >= i && move.activation >= j && (move.weight > i || move.activation > j);
  }
  [[nodiscard]] double logarithm(std::size_t l, std::size_t i, std::size_t j) const {
    constexpr double kLeast = 1e-300;  // a share that was rounded to zero
    return std::log(std::max(p_[l][i], kLeast)) + std::log(std::max(q_[l][j], kLeast));
  }
  [[nodiscard]] double price(const WidthChoice& choice, std::size_t l, std::size_t i,
                             std::size_t j) const {
    const double lost = logarithm(l, choice.weights[l], choice.activations[l]) - logarithm(l, i, j);
    const double moved = std::abs(change(choice, l, i, j));
    // What costs nothing comes first.
    return moved > 0 ? lost / moved : -std::numeric_limits<double>::infinity();
  }

  const CostTable& table_;
  const LayerRows& p_;
  const LayerRows& q_;
};

void apply(const Move& move, WidthChoice& choice) {
  choice.weights[move.layer] = move.weight;
  choice.activations[move.layer] = move.activation;
}

/// The sum over layers of what `better` prefers of their terms.
template <class Terms, class Better>
double extreme_sum(const CostTable& table, const Terms& at, const Better& better) {
  double sum = 0;
  for (std::size_t l = 0; l < table.layers(); ++l) {
    double extreme = at(l, 0, 0);
    for (std::size_t i = 0; i < table.candidates(); ++i) {
      for (std::size_t j = 0; j < table.candidates(); ++j) {
        extreme = better(at(l, i, j), extreme) ? at(l, i, j) : extreme;
      }
    }
    sum += extreme;
  }
  return sum;
}

template <class Better>
double extreme_cost(const CostTable& table, const Better& better) {
  const double sum = extreme_sum(
      table, [&](std::size_t l, std::size_t i, std::size_t j) { return table.at(l, i, j); },
      better);
  if (!table.is_product()) {
    return sum;
  }
  return sum *
         extreme_sum(
             table,
             [&](std::size_t l, std::size_t i, std::size_t j) { return table.factor(l, i, j); },
             better);
}

[[noreturn]] void refuse_target(double most, double least) {
  throw UserError(fmt::format("no choice of the candidates costs {} or less", most),
                  fmt::format("a target of at least {}", least));
}

}  // namespace

double least_cost(const CostTable& table) { return extreme_cost(table, std::less<>()); }
double greatest_cost(const CostTable& table) { return extreme_cost(table, std::greater<>()); }

WidthChoice repaired(const CostTable& table, WidthChoice choice, const LayerRows& weight_shares,
                     const LayerRows& activation_shares, double most) {
  // Sums of the same costs in another order differ in their last digits.
  const double limit = most * (1 + 1e-12);
  if (least_cost(table) > limit) {
    refuse_target(most, least_cost(table));
  }
  const Repair repair(table, weight_shares, activation_shares);
  for (double cost = cost_of(table, choice); cost > limit; cost = cost_of(table, choice)) {
    const auto cheaper = [](double change, bool /*wider*/) { return change < 0; };
    const std::optional<Move> move = repair.best(choice, cheaper);
    if (!move) {  // of a product: no single layer makes it cheaper
      refuse_target(most, cost);
    }
    apply(*move, choice);
  }
  while (true) {
    const double left = limit - cost_of(table, choice);
    const auto fits = [left](double change, bool wider) {
      return wider && change >= 0 && change <= left;
    };
    const std::optional<Move> move = repair.best(choice, fits);
    if (!move) {
      return choice;
    }
    apply(*move, choice);
  }
}

int bits_in_period(int least, int found, double phi) {
  if (least < 1 || least > found) {
    throw UserError(
        fmt::format("a precision period cannot begin with {} bits in a layer of {}", least, found),
        fmt::format("1 to the least bits that the search found, here {}", found));
  }
  METRONOME_ASSERT(phi >= 0 && phi <= 1, "a place of a period lies in it");
  return static_cast<int>(std::rint(least + (found - least) * phi));
}

}  // namespace metronome::weights
