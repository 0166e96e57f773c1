#include "sim/experiment/reach_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "sim/base/interrupt.hpp"
#include "sim/base/random.hpp"
#include "sim/report/costs.hpp"
#include "workloads/train/constrained/constrained_trace.hpp"

namespace metronome::experiment {
namespace {

using reach::Matrix;

/// Inputs of a side that are evaluated: 160 000, as in the published code.
constexpr Eigen::Index kSide = 400;

/// Inputs of the box: the centres of a grid's cells where it has two dimensions, else random ones.
Matrix inputs_of(const reach::Box& box) {
  Matrix x(box.size(), kSide * kSide);
  if (box.size() != 2) {
    const RandomStream draw(1, "samples_inside");
    for (Eigen::Index i = 0; i < x.size(); ++i) {
      const Eigen::Index number = i % x.rows();
      x.reshaped()[i] = box.low[number] + draw.uniform(static_cast<std::uint64_t>(i)) *
                                              (box.high[number] - box.low[number]);
    }
    return x;
  }
  const auto at = [&](Eigen::Index number, Eigen::Index i) {
    return box.low[number] + (box.high[number] - box.low[number]) * (static_cast<double>(i) + 0.5) /
                                 static_cast<double>(kSide);
  };
  for (Eigen::Index i = 0; i < x.cols(); ++i) {
    x(0, i) = at(0, i / kSide);
    x(1, i) = at(1, i % kSide);
  }
  return x;
}

/// Inputs whose outputs, as executed, lie in the box.
std::uint64_t inside(const reach::DeployedNetwork& network, const Matrix& x,
                     const reach::Box& box) {
  constexpr Eigen::Index kBatch = 4000;
  std::uint64_t count = 0;
  for (Eigen::Index first = 0; first < x.cols(); first += kBatch) {
    stop_if_interrupted();
    const Eigen::Index some = std::min(kBatch, x.cols() - first);
    for (const auto& y : network.evaluate(x.middleCols(first, some)).colwise()) {
      count += box.contains(y) ? 1 : 0;
    }
  }
  return count;
}

}  // namespace

ReachTable::ReachTable(const std::vector<std::string>& columns) : csv_(columns) {
  text_.rows.push_back(columns);
}

void ReachTable::add(const std::vector<std::string>& cells) {
  csv_.add_all(cells).end_row();
  text_.rows.push_back(cells);
}

std::string reach_bits_text(int bits) { return bits == 0 ? "fp32" : std::to_string(bits); }

std::string reach_number(double value) { return fmt::format("{:.6g}", value); }

const std::vector<std::string>& DeployedVerdict::columns() {
  static const std::vector<std::string> names{"mean_square", "verdict", "v_lower_bound", "pieces",
                                              "samples_inside"};
  return names;
}

std::vector<std::string> DeployedVerdict::cells() const {
  return {reach_number(mean_square), std::string(enum_name(verdict)),
          bound ? reach_number(*bound) : std::string(), std::to_string(pieces),
          std::to_string(inside)};
}

DeployedVerdict deployed_verdict(const reach::ConstrainedTrainingSpec& spec,
                                 const reach::ConstrainedResult& result, int bits) {
  nn::Network<float> network(reach::graph_of(spec), trace::DxScale::per_tensor);
  reach::deploy(result, reach::range_samples(spec), network);
  const trace::Assignment level{.all = trace::Precision(bits, 0), .layers = {}};
  const reach::VerifyOptions how;
  const reach::Verification found =
      reach::verify(network, {level}, spec.input(), spec.unsafe(), how);
  const reach::Certificate& certificate = found.levels.front().certificate;
  const reach::DeployedNetwork executed(network, level, how.kernels);
  const reach::ConstrainedProblem problem = reach::problem_of(spec);
  const Matrix error = executed.evaluate(problem.x) - problem.y;
  return {certificate.verdict, certificate.bound, certificate.pieces,
          inside(executed, inputs_of(spec.input()), spec.unsafe()),
          error.squaredNorm() / static_cast<double>(error.size())};
}

StepsTaken steps_taken(const trace::Trace& trace, const arch::AcceleratorSpec& machine,
                       const EnergyTable& prices, sim::SimulateOptions how) {
  how.prices = &prices;
  const RunResult run = sim::simulate(std::span(&trace, 1), machine, how).front();
  const report::RunCosts costs = report::cost_of(run, prices);
  StepsTaken sum;
  for (std::size_t i = 0; i < run.levels.size(); ++i) {
    const bool constrains = trace.steps[run.levels[i].step].name == reach::kConstrainStep;
    const report::Cost& whole = costs.levels[i].whole;
    (constrains ? sum.constrain_s : sum.train_s) += run.seconds(whole.cycles.total()).count();
    (constrains ? sum.constrain_j : sum.train_j) += whole.energy.total().count();
    (constrains ? sum.constrain_steps : sum.train_steps) +=
        static_cast<double>(run.levels[i].iterations);
  }
  return sum;
}

std::vector<std::string> joined(std::vector<std::string> first,
                                const std::vector<std::string>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

}  // namespace metronome::experiment
