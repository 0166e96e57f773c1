#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "workloads/nn/network.hpp"
#include "workloads/tensor/kernels.hpp"
#include "workloads/trace/trace.hpp"
#include "workloads/train/weights.hpp"
#include "workloads/train/workload.hpp"

namespace metronome::train {

/// In the folder of a training whose schedule is a CSV file: a copy of that.
inline constexpr const char* kTrainedSchedule = "schedule.csv";

/// Where a trained network lies.
struct TrainedSource {
  /// A checkpoint, a file of weights, or the folder of a training.
  std::filesystem::path path;
  /// A network file in the place of the training's model; needed for weights that lie alone.
  std::optional<std::filesystem::path> network;
  /// In the place of the training's schedule.
  std::optional<std::string> schedule;
};

/// What a file of a training tells: its numbers, and its workload, which weights beside a network
/// file, or alone, do not have.
struct StoredTraining {
  std::filesystem::path file;
  std::vector<NamedTensor> tensors;
  std::optional<WorkloadSpec> workload;
  /// The last iteration's (tested_assignment), where the training drove number formats; none with
  /// another schedule in the place of the training's.
  std::optional<trace::Assignment> last{};
  /// Where no workload tells them.
  std::optional<model::Graph> graph{};
  std::optional<std::string> schedule{};
};
/// The file itself, where a path names a folder.
[[nodiscard]] std::filesystem::path trained_file(const std::filesystem::path& path);

/// UserError where it is damaged or is nothing that `metronome train` has written.
[[nodiscard]] StoredTraining read_training(const TrainedSource& source);

/// A network with its trained numbers, and what it is evaluated with.
struct TrainedNetwork {
  std::unique_ptr<nn::Network<float>> network;
  /// The forward bits that its schedule has, each once, ascending; errors are in FP32.
  std::vector<trace::Assignment> levels;
  tensor::KernelSet kernels = tensor::KernelSet::automatic;
};

/// Reads one. What a checkpoint does not tell is in `resolved.yaml` beside weights, and a network
/// file in `network.yaml`; without either a static schedule in FP32 is taken. UserError where the
/// file is damaged, or its tensors are not those of the network, where a network reads text, and
/// where weights have another form than `affine`.
[[nodiscard]] TrainedNetwork load_trained(const TrainedSource& source);
/// The same of what was read already.
[[nodiscard]] TrainedNetwork load_trained(const TrainedSource& source,
                                          const StoredTraining& training);

}  // namespace metronome::train
