#pragma once

#include <onnx/onnx_pb.h>

#include "workloads/onnx/imported_graph.hpp"

namespace metronome::importers {

/// The element type of a number of TensorProto.DataType.
[[nodiscard]] ElementType element_type(std::int32_t data_type);

/// The shape and, of small ones, the values of a tensor. UserError with `name` where its data are
/// not as long as its shape says; with `refuse_nan` where they hold a NaN. Data in other files are
/// not looked at.
[[nodiscard]] ImportedTensor read_tensor(const onnx::TensorProto& proto, const std::string& name,
                                         const std::string& file, bool refuse_nan);

/// All elements of a tensor of reals. UserError where its data are not in the file.
[[nodiscard]] std::vector<float> read_reals(const onnx::TensorProto& proto, const std::string& name,
                                            const std::string& file);

}  // namespace metronome::importers
