#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/config/schema.hpp"
#include "workloads/trace/trace.hpp"

namespace metronome::train {

/// A training run: configs/workloads/*.yaml. Defaults are the CPT authors' recipe for CIFAR with
/// learning-rate drops at 50 and 75 % (CPT notes, 1.4).
struct WorkloadSpec {
  static constexpr std::string_view kSchemaName = "workload";

  std::string model = "resnet-8";
  std::string dataset = "fashion-mnist";
  std::optional<std::string> dataset_path;
  std::uint64_t train_samples = 0;
  std::uint64_t test_samples = 0;
  std::uint64_t batch = 128;
  std::uint64_t iterations = 384;
  std::string schedule = "cpt:3-8,periods=8,backward=8";
  std::uint64_t seed = 1;
  double learning_rate = 0.1;
  std::vector<double> learning_rate_drops{0.5, 0.75};
  double learning_rate_factor = 0.1;
  double momentum = 0.9;
  bool nesterov = false;
  double weight_decay = 1e-4;
  trace::DxScale dx_scale = trace::DxScale::prescale_requantize;

  bool operator==(const WorkloadSpec&) const = default;
};

/// learning_rate * factor^d, d the number of drops f with iteration >= floor(f * iterations).
[[nodiscard]] double learning_rate_at(const WorkloadSpec& spec, std::uint64_t iteration);

}  // namespace metronome::train

namespace metronome::config {
template <>
const StructSchema<train::WorkloadSpec>& schema_of<train::WorkloadSpec>();
}  // namespace metronome::config
