#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "workloads/nn/network.hpp"

namespace metronome {
class ByteReader;
}

namespace metronome::train {

/// A tensor with its name, as stored.
struct NamedTensor {
  std::string name;
  std::vector<std::uint64_t> dims;
  std::vector<float> values;
  bool operator==(const NamedTensor&) const = default;
};

/// Everything that a trained network computes with: its parameters, and for evaluation the running
/// statistics "<norm>.running_mean", "<norm>.running_variance" and the ranges of Network::ranges()
/// (zero point, extent).
[[nodiscard]] std::vector<NamedTensor> weights_of(nn::Network<float>& network);

/// The inverse: the network must be of the model that the tensors came from.
void restore_weights(nn::Network<float>& network, const std::vector<NamedTensor>& tensors);

/// The states that training carries from sequence to sequence: part of a checkpoint, not of the
/// weights.
[[nodiscard]] std::vector<NamedTensor> carried_states_of(nn::Network<float>& network);
void restore_carried_states(nn::Network<float>& network, const std::vector<NamedTensor>& tensors);

/// Where tensors that were read are not those, by name, order and size, that the network or the
/// optimiser has, as the end of a sentence about their file; empty: they are.
[[nodiscard]] std::string different_tensors(const std::vector<NamedTensor>& found,
                                            const std::vector<NamedTensor>& expected);

/// The same of carried states, whose sizes are those of the batch that they come from.
[[nodiscard]] std::string different_states(const std::vector<NamedTensor>& found,
                                           const std::vector<NamedTensor>& expected);

/// The portable form, all numbers little-endian: "METRONOMEW" and two zero bytes, u32 version (1),
/// u32 tensors; each: u32 length and bytes of the name, u32 dimensions, u64 each, float32 values.
[[nodiscard]] std::string serialise_weights(const std::vector<NamedTensor>& tensors);

/// The inverse. UserError where the bytes have another form, or a number is not finite; `file` is
/// named in it.
[[nodiscard]] std::vector<NamedTensor> parse_weights(std::string_view bytes,
                                                     const std::string& file);

/// One tensor in that form.
void write_tensor(std::string& out, const NamedTensor& tensor);
[[nodiscard]] NamedTensor read_tensor(ByteReader& reader);

}  // namespace metronome::train
