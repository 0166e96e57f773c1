// What is called safe is safe: bounds against exact enumeration, samples and adversarial networks.
#include "workloads/methods/reach/certificate.hpp"

#include <map>

#include "tests/workloads/methods/reach/nets.hpp"
#include "workloads/methods/reach/interval.hpp"

namespace metronome::reach {
namespace certificate_test {

Chain chain_of(const ReluNetwork& network) {
  Chain chain;
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    chain.push_back(AffineStep{network.layers[l].weight, network.layers[l].bias, 0, {}, 0});
    if (network.layers[l].relu) {
      chain.push_back(ReluStep{});
    }
  }
  return chain;
}

/// In real arithmetic; a hit is an output inside.
Certificate certificate_of(const ReluNetwork& network, const Box& input, const Box& unsafe,
                           const CertificateLimits& limits = {}) {
  return certify(chain_of(network), input, unsafe, limits,
                 [&](const Vector& x) { return unsafe.contains(network.evaluate(x).col(0)); });
}

double least_v(const ReluNetwork& network, const Box& input, const Box& unsafe) {
  ProgramCost cost;
  return constraint_loss(network, input, unsafe, {Form::tight, 0}, cost).least_v;
}

TEST(reach_certificate, the_proven_bound_meets_the_value_of_the_linear_programs) {
  const auto train = seeds_reference::case_of("reach", "train");
  const Box unsafe = box_around(1.5, 1.5, 0.5, 0.5);
  const Certificate end = certificate_of(network_of(train, "_end"), cube(2, -1, 1), unsafe);
  EXPECT_EQ(end.verdict, Verdict::safe) << end.reason;
  EXPECT_NEAR(end.bound.value(), train.params().at("min_v_end").get<double>(), 1e-7);
  const Certificate start = certificate_of(network_of(train, "_pre"), cube(2, -1, 1), unsafe);
  EXPECT_EQ(start.verdict, Verdict::unsafe) << start.reason;
  EXPECT_NEAR(start.bound.value(), train.params().at("min_v_pretrained").get<double>(), 1e-7);
}

TEST(reach_certificate, the_authors_saved_networks_are_unsafe) {
  for (const char* name : {"authors_1", "authors_2"}) {
    const auto net = seeds_reference::case_of("reach", name);
    const Certificate found = certificate_of(network_of(net), input_of(net), unsafe_of(net));
    EXPECT_EQ(found.verdict, Verdict::unsafe) << name << found.reason;
    ASSERT_TRUE(found.input);
    EXPECT_TRUE(unsafe_of(net).contains(network_of(net).evaluate(*found.input).col(0)));
  }
}

/// Rows of zeros, neurons of constant sign, and points that are reached just so.
ReluNetwork adversarial(std::uint64_t seed) {
  const RandomStream draw(seed, "adversarial");
  ReluNetwork network = random_network({2, static_cast<Eigen::Index>(2 + seed % 5), 2}, seed);
  AffineLayer& first = network.layers[0];
  const auto j = static_cast<Eigen::Index>(draw.below(0, first.bias.size()));
  switch (draw.below(1, 4)) {
    case 0:
      first.weight.row(j).setZero();
      break;
    case 1:
      first.weight.row(j).setZero();
      first.bias[j] = 0;
      break;
    case 2:
      first.bias[j] = draw.below(2, 2) == 0 ? 5 : -5;
      break;
    default:
      break;
  }
  return network;
}

TEST(reach_certificate, a_thousand_random_networks_are_never_falsely_safe) {
  std::size_t safe = 0;
  std::size_t unsafe_ones = 0;
  const Box input = cube(2, -1, 1);
  const Matrix grid = grid_of(input, 41);
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    const ReluNetwork network = adversarial(seed);
    const Matrix outputs = network.evaluate(grid);
    // Around the border of what is reached, in any direction, sometimes exactly at a sample.
    const RandomStream draw(seed, "unsafe");
    const Vector at = outputs.col(static_cast<Eigen::Index>(draw.below(0, 41 * 41)));
    const double half = 0.02 + 0.2 * draw.uniform(1);
    const double away = seed % 3 == 0 ? half : 1.2 * draw.uniform(2);
    const Box unsafe = box_around(at[0] + away, at[1] + (draw.uniform(3) - 0.5), half, half);
    const Certificate found = certificate_of(network, input, unsafe);
    const double exact = least_v(network, input, unsafe);
    if (found.verdict == Verdict::safe) {
      ++safe;
      EXPECT_EQ(count_inside(outputs, unsafe), 0) << seed;
      EXPECT_GT(exact, 1 - 1e-9) << seed;
    }
    unsafe_ones += found.verdict == Verdict::unsafe ? 1 : 0;
    EXPECT_LE(found.bound.value(), exact + 1e-6 * std::max(1.0, exact)) << seed;
  }
  EXPECT_GT(safe, 200u);
  EXPECT_GT(unsafe_ones, 200u);
}

TEST(reach_certificate, an_idle_neuron_changes_nothing) {
  const auto train = seeds_reference::case_of("reach", "train");
  const Box unsafe = box_around(1.5, 1.5, 0.5, 0.5);
  for (const char* which : {"_pre", "_end"}) {
    ReluNetwork network = network_of(train, which);
    const Certificate plain = certificate_of(network, cube(2, -1, 1), unsafe);
    AffineLayer& first = network.layers[0];
    first.weight.conservativeResize(11, 2);
    first.weight.row(10).setZero();
    first.bias.conservativeResize(11);
    first.bias[10] = 1;
    network.layers[1].weight.conservativeResize(2, 11);
    network.layers[1].weight.col(10).setZero();
    const Certificate idle = certificate_of(network, cube(2, -1, 1), unsafe);
    EXPECT_EQ(idle.verdict, plain.verdict);
    EXPECT_EQ(idle.pieces, plain.pieces);
    EXPECT_NEAR(idle.bound.value(), plain.bound.value(), 1e-9);
    ProgramCost cost;
    const auto published =
        constraint_loss(network, cube(2, -1, 1), unsafe, {Form::published, 0}, cost);
    EXPECT_EQ(published.loss, 0) << "the published form is blind here";
    EXPECT_EQ(published.pieces, 0u);
    EXPECT_TRUE(published.gradient.layers[0].weight.isZero(0));
  }
}

TEST(reach_certificate, a_box_that_is_touched_is_not_called_safe) {
  ReluNetwork identity;
  identity.layers.push_back({Matrix::Identity(2, 2), Vector::Zero(2)});
  for (const double gap : {0.0, 1e-17, 1e-12}) {
    const Certificate found =
        certificate_of(identity, cube(2, -1, 1), box_around(2 + gap, 0, 1, 1));
    EXPECT_NE(found.verdict, gap < 1e-15 ? Verdict::safe : Verdict::unknown) << gap;
  }
}

TEST(reach_certificate, beyond_any_limit_nothing_is_called_safe) {
  std::map<Verdict, int> all, restricted;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const ReluNetwork network = random_network({2, 6, 5, 2}, seed);
    const Box unsafe = box_around(2.5, 1.5, 1, 1);
    const Certificate whole = certificate_of(network, cube(2, -1, 1), unsafe);
    ++all[whole.verdict];
    ASSERT_GT(whole.operations, whole.cost.flops) << "products count as well";
    for (const std::uint64_t part : {0u, 1u, 7u, 60u, 99u}) {
      const std::uint64_t operations = 1 + whole.operations * part / 100;
      for (const CertificateLimits& limits :
           {CertificateLimits{.operations = operations},
            CertificateLimits{.programs = 1 + whole.cost.programs * part / 100},
            CertificateLimits{.held = 4 * part}, CertificateLimits{.entries = 2 + part / 2}}) {
        const Certificate found = certificate_of(network, cube(2, -1, 1), unsafe, limits);
        ++restricted[found.verdict];
        if (found.verdict == Verdict::safe) {
          EXPECT_EQ(whole.verdict, Verdict::safe) << seed;
        }
        if (found.verdict == Verdict::unknown && whole.verdict == Verdict::safe) {
          EXPECT_FALSE(found.bound) << found.reason;
          EXPECT_NE(found.reason.find("limit"), std::string::npos) << found.reason;
        }
        EXPECT_LE(found.cost.programs, limits.programs);
        const Certificate again = certificate_of(network, cube(2, -1, 1), unsafe, limits);
        EXPECT_EQ(again.operations, found.operations);
        EXPECT_EQ(again.reason, found.reason);
      }
    }
    // All that it takes, and one more, is enough.
    const Certificate enough =
        certificate_of(network, cube(2, -1, 1), unsafe, {.operations = whole.operations + 1});
    EXPECT_EQ(enough.verdict, whole.verdict);
  }
  EXPECT_GT(all[Verdict::safe], 10);
  EXPECT_GT(restricted[Verdict::unknown], 100);
}

TEST(reach_certificate, progress_says_how_much_of_the_limits_is_used) {
  const ReluNetwork network = random_network({2, 8, 6, 2}, 1);
  double last = 0;
  std::uint64_t reports = 0;
  const auto never = [](const Vector&) { return false; };
  const Certificate found =
      certify(chain_of(network), cube(2, -1, 1), box_around(90, 90, 1, 1), {.programs = 1000},
              never, [&](const CertificateProgress& progress) {
                EXPECT_GE(progress.share, last);
                EXPECT_LE(progress.share, 1);
                EXPECT_EQ(progress.programs, reports++);
                last = progress.share;
              });
  EXPECT_EQ(reports, found.cost.programs);
  EXPECT_EQ(last, (static_cast<double>(found.cost.programs) - 1) / 1000);
}

TEST(reach_certificate, no_multiplier_gives_a_bound_above_the_value) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const RandomStream draw(seed, "multipliers");
    Matrix a(4, 9);
    Vector b(4);
    std::uint64_t i = 0;
    for (double& x : a.reshaped()) {
      x = draw.normal(i++);
    }
    for (double& x : b) {
      x = draw.normal(i++);
    }
    ProgramCost cost;
    const LeastScale found = least_scale(a, b, cost);
    EXPECT_NEAR((a * found.point - b).norm(), 0, 1e-9);
    EXPECT_NEAR(found.point.lpNorm<Eigen::Infinity>(), found.value, 1e-9);
    const auto intervals = IntervalMatrix::exact(a);
    const auto right = IntervalVector::exact(b);
    EXPECT_NEAR(least_scale_bound(intervals, right, found.multipliers), found.value, 1e-9);
    EXPECT_LE(least_scale_bound(intervals, right, found.multipliers), found.value * (1 + 1e-12));
    for (int k = 0; k < 20; ++k) {
      Vector other = found.multipliers;
      for (double& m : other) {
        m += 0.3 * draw.normal(i++);
      }
      EXPECT_LE(least_scale_bound(intervals, right, other), found.value + 1e-9);
    }
    EXPECT_EQ(least_scale_bound(intervals, right, Vector::Constant(4, std::nan(""))), 0);
    EXPECT_EQ(least_scale_bound(intervals, right, Vector::Zero(4)), 0);
  }
}

TEST(reach_certificate, intervals_hold_exact_results) {
  // 0.1 + 0.2 and products whose rounding errors are known in long double.
  Matrix w(1, 3);
  w << 0.1, 0.3, -0.7;
  Vector x(3);
  x << 0.2, 1e8, 3e-9;
  const IntervalVector y = affine(w, IntervalVector::exact(x), Vector::Constant(1, 0.4));
  long double exact = 0.4;
  for (int k = 0; k < 3; ++k) {
    exact += static_cast<long double>(w(0, k)) * static_cast<long double>(x[k]);
  }
  EXPECT_GT(y.radius[0], 0);
  EXPECT_LE(std::abs(static_cast<double>(exact - y.middle[0])), y.radius[0]);
  EXPECT_LT(y.radius[0], 1e-6);
}

TEST(reach_certificate, a_limit_ends_in_unknown_with_its_reason) {
  const ReluNetwork network = random_network({2, 10, 10, 2}, 5);
  const Box far = box_around(100, 100, 1, 1);
  const Certificate few = certificate_of(network, cube(2, -1, 1), far, {.programs = 20});
  EXPECT_EQ(few.verdict, Verdict::unknown);
  EXPECT_FALSE(few.bound);
  EXPECT_NE(few.reason.find("20 linear programs"), std::string::npos) << few.reason;
  const Certificate small = certificate_of(network, cube(2, -1, 1), far, {.entries = 30});
  EXPECT_EQ(small.verdict, Verdict::unknown);
  EXPECT_NE(small.reason.find("beyond the limit of 30"), std::string::npos) << small.reason;
  EXPECT_EQ(certificate_of(network, cube(2, -1, 1), far).verdict, Verdict::safe);
}

}  // namespace certificate_test
}  // namespace metronome::reach
