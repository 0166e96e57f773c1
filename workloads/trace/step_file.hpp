#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/config/schema.hpp"
#include "workloads/model/window_codec.hpp"
#include "workloads/trace/trace.hpp"
#include "workloads/trace/version.hpp"

namespace metronome::trace {

/// A tensor as the file of a step has it: with the names of the operations that write and read it.
struct TensorEntry {
  static constexpr std::string_view kSchemaName = "tensor";
  std::string name;
  Role role = Role::activation;
  Format format = Format::real;
  std::vector<std::uint64_t> shape;
  std::vector<std::string> producers;
  std::vector<std::string> consumers;
  std::optional<formats::ProductOperand> operand{};
  bool operator==(const TensorEntry&) const = default;
};

/// The content of steps/NAME.yaml.
struct StepFile {
  static constexpr std::string_view kSchemaName = "step";
  int version = kVersionWithoutFormats;
  std::string model;
  std::string dataset;
  std::uint64_t batch = 0;
  DxScale dx_scale = DxScale::prescale_requantize;
  std::uint64_t statistics_part = 0;
  Macs forward_macs{0};
  std::vector<TensorEntry> tensors;
  std::vector<Operation> operations;
  std::uint64_t delay = 0;
  bool operator==(const StepFile&) const = default;
};

/// The first version of files that has all that a step says.
[[nodiscard]] int version_of(const Step& step);
/// Producers and consumers are derived from the operations.
[[nodiscard]] StepFile to_file(const Step& step);
[[nodiscard]] Step to_step(StepFile file);

/// Complains where the parts of a step do not fit together; `root` is what `file` was read from.
///   - names are unique, and known where they are used; every tensor is used
///   - matrix work has a GEMM's class and operands of the convolution's shapes, other work has not
///   - what an operation reads was written by an earlier one, or persists: masters, optimizer
///     state, weights and real activations that nothing writes (stored codes, the images)
///   - stored codes of several precisions are weights of at most 16 bits; rebuilds make codes
///   - what the step is given has its batch of samples, products have a multiple of it
///   - a pass goes over the elements of one of its tensors, or of all its inputs or outputs
///   - nothing writes feedback, which passes of class vector alone read; only it is generated
///   - producers, consumers and forward_macs say what follows from the operations
void check_step(const StepFile& file, const config::Node& root, config::Reader& reader);

}  // namespace metronome::trace

namespace metronome::config {

template <>
const StructSchema<trace::Convolution>& schema_of<trace::Convolution>();
template <>
const StructSchema<trace::MatrixWork>& schema_of<trace::MatrixWork>();
template <>
const StructSchema<trace::VectorWork>& schema_of<trace::VectorWork>();
template <>
const StructSchema<trace::HostWork>& schema_of<trace::HostWork>();
template <>
const StructSchema<trace::Operation>& schema_of<trace::Operation>();
template <>
const StructSchema<trace::TensorEntry>& schema_of<trace::TensorEntry>();
template <>
const StructSchema<trace::StepFile>& schema_of<trace::StepFile>();
}  // namespace metronome::config
