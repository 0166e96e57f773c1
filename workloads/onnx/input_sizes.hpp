#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "workloads/onnx/onnx_reader.hpp"

namespace metronome::importers {

/// What the user says of sizes that a file leaves open, or has another value of.
struct InputSizes {
  std::optional<std::uint64_t> batch;
  /// By the name that a file gives a dimension, or INPUT.AXIS.
  std::map<std::string, std::uint64_t> dims;
};

/// Tells inputs from weights that a file lists as inputs, and gives each input its shape. The batch
/// is the dimension of that name, else the first axis, or the second where a recurrent layer takes
/// its input so; `graph.batch` is its size. UserError where an extent has no value, where a name is
/// no dimension of the file, and where two options say different things.
void bind_inputs(OnnxFile& file, const InputSizes& sizes);

/// UserError where what was inferred is not what the file declares; where options have changed
/// extents that the file states, what it declares counts no longer.
void check_declared(const OnnxFile& file, const InputSizes& sizes);

}  // namespace metronome::importers
