#pragma once

#include <optional>
#include <string>
#include <vector>

#include "workloads/methods/reach/certificate.hpp"
#include "workloads/nn/network.hpp"

namespace metronome::reach {

/// A trained network as it is evaluated at one precision assignment: weights on their grids, each
/// input of a quantized layer on the grid of its running range, products in single precision.
class DeployedNetwork {
 public:
  /// UserError where the graph is no chain of layers that can be bounded: input, linear,
  /// convolution, relu, reshape and dropout, each reading the one before it.
  DeployedNetwork(nn::Network<float>& network, trace::Assignment assignment,
                  tensor::KernelSet kernels);

  [[nodiscard]] Eigen::Index inputs() const;
  [[nodiscard]] Eigen::Index outputs() const;
  /// Multiply-accumulates of one input.
  [[nodiscard]] std::uint64_t macs() const;
  /// What the network itself computes of each column, whose numbers go channel by channel and row
  /// by row. They are rounded to single precision first.
  [[nodiscard]] Matrix evaluate(const Matrix& x) const;
  /// Why chain() cannot cover it, where it cannot: number formats, whose scales follow from the
  /// values that they round, or a layer that is too large to be a matrix.
  [[nodiscard]] std::optional<std::string> uncovered() const;
  /// What covers it (certify), where uncovered() has no reason against it.
  [[nodiscard]] Chain chain() const;

 private:
  [[nodiscard]] const model::Graph& graph() const { return network_.graph(); }

  nn::Network<float>& network_;
  trace::Assignment assignment_;
  mutable nn::Workspace<float> workspace_;
};

/// The verdict at one level of a schedule.
struct LevelVerdict {
  trace::Assignment assignment;
  Certificate certificate;
};

/// An input whose output, as executed, is unsafe.
struct Counterexample {
  Vector input;
  Vector output;
};

struct Verification {
  Verdict verdict = Verdict::unknown;
  std::string reason;
  std::vector<LevelVerdict> levels;
  std::optional<Counterexample> counterexample;  ///< of the first level that has one
};

struct VerifyOptions {
  tensor::KernelSet kernels = tensor::KernelSet::automatic;
  CertificateLimits limits{};
  std::uint64_t samples = 160000;  ///< of inputs, to look for an unsafe one
  /// Told of each level by its place among them, if set.
  std::function<void(std::size_t, const CertificateProgress&)> progress{};
};

/// Whether the network, as deployed at each of the assignments, has unsafe outputs for inputs of a
/// box: by evaluating it on samples (a grid of up to three inputs, else corners and random ones)
/// and where linear programs point to, and by a certificate. The whole is safe where every level
/// is, and unsafe where one is. UserError where a box is empty, unbounded, beyond single precision,
/// or of another dimension.
[[nodiscard]] Verification verify(nn::Network<float>& network,
                                  const std::vector<trace::Assignment>& levels, const Box& input,
                                  const Box& unsafe, const VerifyOptions& options);

}  // namespace metronome::reach
