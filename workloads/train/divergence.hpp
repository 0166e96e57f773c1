#pragma once

#include <string>

#include "sim/base/error.hpp"
#include "workloads/nn/network.hpp"
#include "workloads/train/weights.hpp"

namespace metronome::train {

/// A training whose numbers are not finite any more. `reason` says where, whatever is kept of it.
class TrainingDiverged : public UserError {
 public:
  TrainingDiverged(std::string reason, const std::string& kept);
  [[nodiscard]] const std::string& reason() const { return reason_; }

 private:
  std::string reason_;
};

/// The layer where numbers stopped being finite. A weight or gradient that is not finite names its
/// parameter; otherwise the forward pass is run again on `input`, and the first node with a bad
/// output is named. The network is of no further use after that.
[[nodiscard]] std::string diverged_layer(nn::Network<float>& network,
                                         const tensor::Tensor<float>& input,
                                         const nn::Pass<float>& pass,
                                         const trace::Assignment& assignment);

/// The parameter whose gradient went bad first in a backward pass, such as "conv1.weight"; empty if
/// all are finite.
[[nodiscard]] std::string diverged_gradient(nn::Network<float>& network);

/// Whether all numbers are.
[[nodiscard]] bool all_finite(const std::vector<NamedTensor>& tensors);

}  // namespace metronome::train
