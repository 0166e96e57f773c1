#pragma once

#include <map>
#include <string>
#include <vector>

#include "workloads/nn/network.hpp"
#include "workloads/schedule/driver.hpp"

namespace metronome::train {

/// Makes of one iteration what a schedule asks to be told.
class FormatObserver final : public nn::FormatProbe<float> {
 public:
  FormatObserver(nn::Network<float>& network, const schedule::Schedule& schedule);

  /// Before an iteration. Whether passes need this as their probe.
  bool begin(const schedule::Wants& wants);
  /// Behind its backward pass. Gradients are those of the network, as the update will read them.
  [[nodiscard]] schedule::Observation observation(double loss) const;

  void operand(std::uint64_t id, formats::ProductOperand operand, const nn::ConvolutionShape& shape,
               const tensor::Tensor<float>& real, const nn::Pass<float>& pass) override;
  [[nodiscard]] bool wants_gradients() const override { return wants_.noise; }
  void gradients(std::uint64_t id, const tensor::Tensor<float>& of_formats,
                 const tensor::Tensor<float>& real) override;

 private:
  nn::Network<float>& network_;
  formats::OperandFormat coarse_{}, fine_{};    ///< of FAST
  std::map<std::uint64_t, std::size_t> layer_;  ///< of a node: its place among format layers
  std::vector<std::string> weights_;            ///< names of their parameters
  schedule::Wants wants_;
  schedule::Observation seen_;
};

}  // namespace metronome::train
