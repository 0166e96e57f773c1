#include "sim/report/progress.hpp"

#include <algorithm>

namespace metronome::report {
namespace {

/// Time and energy of the first n iterations, for growing n.
class Elapsed {
 public:
  Elapsed(const RunResult& run, const RunCosts& costs) : run_(run), costs_(costs) {
    for (const PhaseResult& phase : run.phases) {
      iterations_ += phase.iterations;
    }
  }

  /// `n` must not shrink from call to call.
  void advance(std::uint64_t n) {
    while (phase_ < run_.phases.size() && done_ < n) {
      const PhaseResult& phase = run_.phases[phase_];
      const std::uint64_t end = phase.first_iteration + phase.iterations;
      add(phase.level, std::min(n, end) - done_);
      done_ = std::min(n, end);
      phase_ += done_ == end ? 1 : 0;
    }
  }
  [[nodiscard]] double seconds() const { return seconds_ + share() * seconds_of(costs_.switches); }
  [[nodiscard]] double joules() const {
    return joules_ + share() * costs_.switches.energy.total().count();
  }

 private:
  [[nodiscard]] double seconds_of(const Cost& cost) const {
    return run_.seconds(cost.cycles.total()).count();
  }
  [[nodiscard]] double share() const {
    return static_cast<double>(done_) / static_cast<double>(iterations_);
  }
  void add(std::size_t level, std::uint64_t iterations) {
    const Cost& once = costs_.levels.at(level).per_iteration;
    seconds_ += static_cast<double>(iterations) * seconds_of(once);
    joules_ += static_cast<double>(iterations) * once.energy.total().count();
  }

  const RunResult& run_;
  const RunCosts& costs_;
  std::uint64_t iterations_ = 0;
  std::size_t phase_ = 0;
  std::uint64_t done_ = 0;
  double seconds_ = 0;
  double joules_ = 0;
};

}  // namespace

bool stands_beside(const Metrics& metrics, std::size_t row) {
  return !metrics[row].loss && row + 1 < metrics.size() &&
         metrics[row + 1].iteration == metrics[row].iteration;
}

Metrics reported_rows(const Metrics& metrics) {
  Metrics rows;
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    if (!stands_beside(metrics, i)) {
      rows.push_back(metrics[i]);
    }
  }
  return rows;
}

std::uint64_t iterations_before(const trace::Metric& metric) {
  return metric.iteration + (metric.loss ? 1 : 0);
}

std::vector<ProgressPoint> progress_of(const RunResult& run, const RunCosts& costs,
                                       const Metrics& metrics) {
  std::vector<ProgressPoint> points;
  Elapsed elapsed(run, costs);
  for (const trace::Metric& metric : reported_rows(metrics)) {
    if (metric.test_accuracy) {
      const std::uint64_t done = iterations_before(metric);
      elapsed.advance(done);
      points.push_back({done, elapsed.seconds(), elapsed.joules(), *metric.test_accuracy,
                        metric.evaluation ? trace::forward_text(*metric.evaluation) : ""});
    }
  }
  return points;
}

const ProgressPoint* first_reaching(const std::vector<ProgressPoint>& points, double accuracy) {
  const auto at = std::find_if(points.begin(), points.end(), [&](const ProgressPoint& point) {
    return point.test_accuracy >= accuracy;
  });
  return at == points.end() ? nullptr : &*at;
}

}  // namespace metronome::report
