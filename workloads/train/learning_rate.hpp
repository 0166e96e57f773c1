#pragma once

#include <cstdint>
#include <vector>

#include "workloads/train/workload.hpp"

namespace metronome::train {

/// The rate that follows from the iteration alone, of N iterations in all (a plateau's drops come
/// on top):
///   piecewise  rate * factor^d, d the number of drops f with iteration >= floor(f N)
///   cosine     end + (rate - end) (1 + cos(pi t / N)) / 2
///   linear     rate + (end - rate) t / N
///   plateau    rate
/// The first `warmup_iterations` W have `warmup_rate` instead (constant), or
///   warmup_rate + (rate - warmup_rate) t / W (linear).
[[nodiscard]] double learning_rate_at(const WorkloadSpec& spec, std::uint64_t iteration);

/// The learning rate of one training run, which a plateau of the loss may lower.
class LearningRate {
 public:
  /// `spec` must outlive it.
  explicit LearningRate(const WorkloadSpec& spec) : spec_(spec) {}

  /// Of the next iteration.
  [[nodiscard]] double at(std::uint64_t iteration) const;
  /// The training loss of each iteration in turn. For `plateau`: the mean of every
  /// `plateau_window` losses that is not below the best so far counts as bad; more than
  /// `plateau_patience` bad ones in a row multiply the rate by `learning_rate_factor`.
  void observe(double loss);

  [[nodiscard]] std::vector<double> state() const;
  /// Whether state() can have been this.
  [[nodiscard]] bool accepts(const std::vector<double>& state) const;
  /// The state must be one that accepts() takes.
  void restore(const std::vector<double>& state);

 private:
  void end_window(double mean);

  const WorkloadSpec& spec_;
  double sum_ = 0;
  double count_ = 0;
  double best_ = 0;
  double windows_ = 0;
  double bad_ = 0;
  double factor_ = 1;
};

}  // namespace metronome::train
