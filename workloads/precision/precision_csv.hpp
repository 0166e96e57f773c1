#pragma once

#include <string>
#include <vector>

#include "sim/base/csv_table.hpp"
#include "workloads/precision/precision.hpp"

namespace metronome::trace {

/// The name of the column of presets.
inline constexpr const char* kPresetColumn = "preset";

/// The columns of a precision in a table that is read: weight_bits, activation_bits, error_bits,
/// and optionally gradient_bits (FP32 where empty) and stash_bits (the activations'); or the short
/// form forward_bits, backward_bits. A bare `fp32` or 0 is FP32. Or `preset`, alone or beside the
/// bits: rows that fill it (read_preset()) leave the bits empty or repeat what it says.
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
  [[nodiscard]] Precision read_bits(std::size_t row) const;
  [[nodiscard]] bool states_bits(std::size_t row) const;

  bool preset_ = false;
  bool short_ = false;
  bool complete_ = false;  ///< has the columns of one of the forms of bits
};

}  // namespace metronome::trace
