#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "workloads/trace/trace.hpp"
#include "workloads/train/weights.hpp"
#include "workloads/train/workload.hpp"

namespace metronome::train {

/// All that a training run needs to go on as if it had never stopped. What follows from the
/// workload and the iteration alone (order of samples, rounding noise, learning rate) is not kept.
struct Checkpoint {
  std::string workload;         ///< workload_identity()
  std::string kernel_set;       ///< results are equal bytes for equal kernel sets only
  std::uint64_t iteration = 0;  ///< iterations done
  double seconds = 0;           ///< wall time that they took, of all processes that did them
  std::vector<trace::Metric> metrics;
  std::vector<NamedTensor> network;
  std::vector<NamedTensor> states;  ///< carried from sequence to sequence
  std::vector<NamedTensor> optimiser;
  std::vector<double> schedule;       ///< of a schedule that the loss drives
  std::vector<double> learning_rate;  ///< of a learning rate that the loss drives
  trace::ValueStatistics values;
  std::vector<trace::Metric> switches{};  ///< tests where number formats changed
  /// Where a training itself changed assignments with number formats, of 0 iterations each.
  std::vector<trace::Phase> changes{};
  bool operator==(const Checkpoint&) const = default;
};

/// The workload with the keys that change no result at their defaults.
[[nodiscard]] WorkloadSpec decisive_keys(const WorkloadSpec& spec);

/// What decides a run's result, as lines `key: value`: the resolved workload with decisive_keys(),
/// and the digest of a schedule's file.
[[nodiscard]] std::string workload_identity(const WorkloadSpec& spec);

/// Numbers little-endian: "METRONOMEC" and two zero bytes, u32 version (4; 5 where a metric has
/// number formats: then a text behind the numbers of each precision, and the switches at the end),
/// u64 FNV-1a hash of the workload's text, the fields in their order, u64 FNV-1a hash of all bytes
/// before it.
[[nodiscard]] std::string serialise_checkpoint(const Checkpoint& checkpoint);

/// The inverse. UserError where the bytes are damaged or of another version, or where a number is
/// not one that a checkpoint can have; `file` is named in it.
[[nodiscard]] Checkpoint parse_checkpoint(std::string_view bytes, const std::string& file);

/// Reads a checkpoint to go on with. UserError, naming each key that differs, where it belongs to
/// another workload or kernel set.
[[nodiscard]] Checkpoint load_checkpoint(const std::filesystem::path& file,
                                         const std::string& workload,
                                         const std::string& kernel_set);

}  // namespace metronome::train
