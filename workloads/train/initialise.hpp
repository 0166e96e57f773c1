#pragma once

#include <cstdint>

#include "workloads/nn/network.hpp"

namespace metronome::train {

/// The authors' initial weights: convolutions normal with deviation sqrt(2 / (k k out_channels)),
/// linear layers uniform in +-1/sqrt(in_features) (weight and bias), norms 1 and 0;
/// embeddings normal with deviation 1/sqrt(features), LSTMs uniform in +-1/sqrt(hidden). Each
/// parameter has a random stream of its own.
template <class T>
void initialise(nn::Network<T>& network, std::uint64_t seed);

}  // namespace metronome::train
