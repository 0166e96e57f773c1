#pragma once

#include <string>
#include <vector>

#include "sim/base/csv_table.hpp"
#include "workloads/precision/precision.hpp"

namespace metronome::trace {

/// The columns of a precision in a table that is read: weight_bits, activation_bits, error_bits,
/// and optionally gradient_bits (FP32 where empty) and stash_bits (the activations'); or the short
/// form forward_bits, backward_bits. A bare `fp32` or 0 is FP32.
class PrecisionColumns {
 public:
  /// All names of both forms, for the table's optional columns.
  [[nodiscard]] static std::vector<std::string> names();

  /// Complains of a table that has neither form or both.
  explicit PrecisionColumns(CsvTable& table);

  [[nodiscard]] Precision read(std::size_t row) const;

 private:
  [[nodiscard]] bool has(const char* column) const;

  CsvTable& table_;
  bool short_ = false;
  bool complete_ = false;
};

}  // namespace metronome::trace
