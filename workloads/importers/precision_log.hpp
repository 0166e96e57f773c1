#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "workloads/trace/trace.hpp"

namespace metronome::importers {

/// The precision of a training as its script has logged it: a CSV with named columns, or a JSON
/// object on each line, with
///   epoch or iteration   in ascending order, from 0 or 1
///   bits                 of weights and activations: 1 to 32; fp32, 0 and 32 stand for FP32
///   layer                (optional) nothing or `*`: all layers that the epoch does not name
///   backward_bits        (optional) of errors; 8 where it is absent, FP32 beside FP32
///   weight_bits, activation_bits, error_bits, gradient_bits, stash_bits
///                        (optional) each by itself, before the two above
/// and others, which are no matter. What is said of a layer holds until something else is.
struct PrecisionLog {
  /// Iterations at which something changes, the first at 0. Layers that the log names are
  /// exceptions; where it never speaks of all, all others are FP32.
  std::vector<std::pair<std::uint64_t, trace::Assignment>> changes;
};

/// `iterations_per_epoch` belongs to logs that count epochs, and only to them. UserError with all
/// that is wrong.
[[nodiscard]] PrecisionLog read_precision_log(const std::string& text, const std::string& file,
                                              std::optional<std::uint64_t> iterations_per_epoch);

/// The content of a file for the schedule `csv:FILE`.
[[nodiscard]] std::string schedule_csv(const PrecisionLog& log);

}  // namespace metronome::importers
