#include "workloads/methods/reach/certificate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/base/interrupt.hpp"
#include "sim/base/overload.hpp"
#include "workloads/methods/reach/interval_set.hpp"

namespace metronome::reach {
namespace {

constexpr double kMostBound = 1e12;   // what is reported of a bound
constexpr double kMostNumber = 1e30;  // well within single precision

/// Why the pieces are not all examined.
struct Exhausted {
  std::string reason;
};

/// x_j stays where sign (x_j - threshold) > 0 and becomes the threshold elsewhere.
struct Hinge {
  Eigen::Index number = 0;
  double threshold = 0;
  double sign = 1;
};

/// The hinges of a step on a set: a ReLU's, or those of the two ends of a grid.
std::vector<Hinge> hinges_of(const ChainStep& step, Eigen::Index numbers) {
  std::vector<Hinge> hinges;
  for (Eigen::Index j = 0; j < numbers; ++j) {
    std::visit(Overload{[](const AffineStep&) {},
                        [&](const ReluStep&) {
                          hinges.push_back({j, 0, 1});
                        },
                        [&](const RoundStep& round_step) {
                          hinges.push_back({j, grid_low(round_step.grid), 1});
                          hinges.push_back({j, grid_high(round_step.grid), -1});
                        }},
               step);
  }
  return hinges;
}

/// One run of certify().
class Search {
 public:
  Search(const Chain& chain, const Box& input, const Box& unsafe, const CertificateLimits& limits,
         const HitTest& hits, const ReportCertificate& report)
      : chain_(chain),
        input_(input),
        unsafe_(unsafe),
        limits_(limits),
        hits_(hits),
        report_(report) {}

  Certificate run() {
    Certificate& result = certificate_;
    result.bound = kMostBound;
    try {
      descend(IntervalSet::of(input_), 0);
    } catch (const Exhausted& exhausted) {
      result.reason = exhausted.reason;
      result.bound.reset();
    }
    if (result.input) {
      result.verdict = Verdict::unsafe;
      result.reason = "an input has an unsafe output";
    } else if (result.bound && *result.bound > 1) {
      result.verdict = Verdict::safe;
      result.reason = "no piece reaches the unsafe box";
    } else if (result.bound) {
      result.reason = "a piece may reach the unsafe box, but no input was found that does";
    }
    return result;
  }

 private:
  void descend(IntervalSet set, std::size_t step) {
    if (step == chain_.size()) {
      examine(set);
      return;
    }
    if (const auto* affine_step = std::get_if<AffineStep>(&chain_[step])) {
      charge_product(*affine_step, set);
      apply(*affine_step, set);
      check_numbers(set);
      descend(std::move(set), step + 1);
      return;
    }
    const std::vector<Hinge> hinges = hinges_of(chain_[step], set.size());
    split(std::move(set), step, hinges, 0);
  }

  /// Hinges before number `first` are decided.
  void split(IntervalSet set, std::size_t step, const std::vector<Hinge>& hinges,
             std::size_t first) {
    for (std::size_t i = first; i < hinges.size(); ++i) {
      const Hinge& hinge = hinges[i];
      const double low = set.low(hinge.number);
      const double high = set.high(hinge.number);
      const bool stays = hinge.sign > 0 ? low >= hinge.threshold : high <= hinge.threshold;
      const bool goes = hinge.sign > 0 ? high <= hinge.threshold : low >= hinge.threshold;
      if (stays) {
        continue;
      }
      if (!goes) {
        split_at(set, step, hinges, i);
        return;
      }
      flatten(set, hinge.number, hinge.threshold);
    }
    if (const auto* round_step = std::get_if<RoundStep>(&chain_[step])) {
      round(*round_step, set);
    }
    descend(std::move(set), step + 1);
  }

  /// Both sides of a hinge, as far as they are not proven empty; if one is, the other is not.
  void split_at(IntervalSet& set, std::size_t step, const std::vector<Hinge>& hinges,
                std::size_t i) {
    const Hinge& hinge = hinges[i];
    const std::uint64_t held = entries_of(set);
    held_ += held;
    if (held_ > limits_.held) {
      throw Exhausted{
          fmt::format("the limit of {} numbers of sets that wait was reached after {} "
                      "pieces",
                      limits_.held, certificate_.pieces)};
    }
    IntervalSet flat = set;
    constrain(flat, hinge.number, hinge.threshold, hinge.sign);
    const bool has_flat = !proven_empty(flat);
    if (has_flat) {
      flatten(flat, hinge.number, hinge.threshold);
      split(std::move(flat), step, hinges, i + 1);
    }
    held_ -= held;
    constrain(set, hinge.number, hinge.threshold, -hinge.sign);
    limit(set, hinge.number, hinge.threshold, hinge.sign);
    if (!has_flat || !proven_empty(set)) {
      split(std::move(set), step, hinges, i + 1);
    }
  }

  LeastScale solve(const Matrix& a, const Vector& b) {
    stop_if_interrupted();
    ProgramCost& cost = certificate_.cost;
    report();
    if (static_cast<std::uint64_t>(a.size()) > limits_.entries) {
      throw Exhausted{fmt::format("a linear program of {} x {} numbers is beyond the limit of {}",
                                  a.rows(), a.cols(), limits_.entries)};
    }
    if (cost.programs >= limits_.programs) {
      throw Exhausted{fmt::format("the limit of {} linear programs was reached after {} pieces",
                                  limits_.programs, certificate_.pieces)};
    }
    const std::uint64_t before = cost.flops;
    LeastScale found = least_scale(a, b, cost, limits_.operations - certificate_.operations);
    charge(cost.flops - before);
    return found;
  }

  void charge(std::uint64_t operations) {
    certificate_.operations += operations;
    if (certificate_.operations >= limits_.operations) {
      throw Exhausted{fmt::format("the limit of {:.3g} operations was reached after {} pieces",
                                  static_cast<double>(limits_.operations), certificate_.pieces)};
    }
  }

  /// Before it is made: middles and radii are two products each.
  void charge_product(const AffineStep& step, const IntervalSet& set) {
    stop_if_interrupted();
    const auto outputs = static_cast<std::uint64_t>(step.weight.rows());
    const auto generators = static_cast<std::uint64_t>(set.generators.middle.cols());
    if (outputs * generators > limits_.entries) {
      throw Exhausted{fmt::format("a layer with {} x {} generators is beyond the limit of {}",
                                  outputs, generators, limits_.entries)};
    }
    charge(4 * outputs * static_cast<std::uint64_t>(step.weight.cols()) * generators);
  }

  [[nodiscard]] static std::uint64_t entries_of(const IntervalSet& set) {
    return 2 *
           static_cast<std::uint64_t>(set.generators.middle.size() + set.constraints.middle.size());
  }

  void report() const {
    if (report_) {
      const ProgramCost& cost = certificate_.cost;
      const auto part = [](std::uint64_t done, std::uint64_t most) {
        return static_cast<double>(done) / static_cast<double>(most);
      };
      report_({std::min(1.0, std::max(part(cost.programs, limits_.programs),
                                      part(certificate_.operations, limits_.operations))),
               certificate_.pieces, cost.programs});
    }
  }

  bool proven_empty(const IntervalSet& set) {
    const LeastScale found = solve(set.constraints.middle, set.right.middle);
    return least_scale_bound(set.constraints, set.right, found.multipliers) > 1;
  }

  void examine(const IntervalSet& set) {
    const IntervalSystem system = meeting(set, unsafe_);
    const LeastScale found = solve(system.a.middle, system.b.middle);
    const double bound = least_scale_bound(system.a, system.b, found.multipliers);
    certificate_.bound = std::min(*certificate_.bound, bound);
    ++certificate_.pieces;
    if (bound > 1 || certificate_.input) {
      return;
    }
    // The first generators are those of the input box; a point of the set is at most 1 in each.
    const Vector z = found.point.head(input_.size()).cwiseMax(-1).cwiseMin(1);
    Vector x = input_.centre() + input_.halfwidth().cwiseProduct(z);
    x = x.cwiseMax(input_.low).cwiseMin(input_.high);
    if (hits_(x)) {
      certificate_.input = x;
    }
  }

  void check_numbers(const IntervalSet& set) const {
    for (Eigen::Index j = 0; j < set.size(); ++j) {
      if (!(set.most(j) < kMostNumber)) {
        throw Exhausted{fmt::format("numbers beyond {:g} occur", kMostNumber)};
      }
    }
  }

  const Chain& chain_;
  const Box& input_;
  const Box& unsafe_;
  const CertificateLimits& limits_;
  const HitTest& hits_;
  const ReportCertificate& report_;
  Certificate certificate_;
  std::uint64_t held_ = 0;  ///< numbers of sets that wait
};

}  // namespace

Certificate certify(const Chain& chain, const Box& input, const Box& unsafe,
                    const CertificateLimits& limits, const HitTest& hits,
                    const ReportCertificate& report) {
  return Search(chain, input, unsafe, limits, hits, report).run();
}

}  // namespace metronome::reach
