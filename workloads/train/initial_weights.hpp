#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "workloads/nn/network.hpp"
#include "workloads/train/workload.hpp"

namespace metronome::train {

/// The file that a workload's `initial_weights` names: itself, or weights.bin of a training's
/// folder.
[[nodiscard]] std::filesystem::path weights_file(const std::string& named);

/// Gives every parameter of a network its value in such a file, and running statistics and ranges
/// where the file has them: an ONNX file, whose layers are named as the importer names them, or
/// weights.bin. Layers `anew` keep what they have. UserError where a parameter of the others is
/// missing or has another number of elements.
void start_from(nn::Network<float>& network, const std::string& named,
                const std::vector<model::NodeIndex>& anew = {});

/// What a training begins with: random weights of its seed, or those of its file.
void give_initial_weights(nn::Network<float>& network, const WorkloadSpec& spec);

}  // namespace metronome::train
