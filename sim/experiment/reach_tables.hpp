#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/engine/simulate.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/text_table.hpp"
#include "workloads/methods/reach/deployed.hpp"
#include "workloads/train/constrained/constrained_training.hpp"

namespace metronome::experiment {

/// A table as a CSV and as text, row by row.
class ReachTable {
 public:
  explicit ReachTable(const std::vector<std::string>& columns);
  void add(const std::vector<std::string>& cells);
  [[nodiscard]] const std::string& csv() const { return csv_.text(); }
  [[nodiscard]] std::string text() const { return text_.text(); }

 private:
  report::Csv csv_;
  report::TextTable text_;
};

/// "fp32" for 0.
[[nodiscard]] std::string reach_bits_text(int bits);
/// To six digits, as the tables have numbers.
[[nodiscard]] std::string reach_number(double value);

/// What is said of a network as it is deployed at one width of weights and activations (0: FP32).
struct DeployedVerdict {
  reach::Verdict verdict = reach::Verdict::unknown;
  std::optional<double> bound;  ///< proven: v is at least this
  std::uint64_t pieces = 0;
  /// Of 160 000 inputs, those with unsafe outputs: the centres of a grid's cells where there are
  /// two numbers (400 x 400), as the published code has them, else random ones of the box.
  std::uint64_t inside = 0;
  double mean_square = 0;  ///< on the training samples

  /// mean_square, verdict, v_lower_bound (may be empty), pieces, samples_inside
  [[nodiscard]] static const std::vector<std::string>& columns();
  [[nodiscard]] std::vector<std::string> cells() const;
};
[[nodiscard]] DeployedVerdict deployed_verdict(const reach::ConstrainedTrainingSpec& spec,
                                               const reach::ConstrainedResult& result, int bits);

/// What a training takes on a machine: its steps on the objective and those on the constraint.
struct StepsTaken {
  double train_s = 0, train_j = 0, constrain_s = 0, constrain_j = 0;  ///< of all of them
  double train_steps = 0, constrain_steps = 0;
};
[[nodiscard]] StepsTaken steps_taken(const trace::Trace& trace,
                                     const arch::AcceleratorSpec& machine,
                                     const EnergyTable& prices, sim::SimulateOptions how);

/// `second` behind `first`.
[[nodiscard]] std::vector<std::string> joined(std::vector<std::string> first,
                                              const std::vector<std::string>& second);

}  // namespace metronome::experiment
