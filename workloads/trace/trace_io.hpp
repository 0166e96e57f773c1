#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "workloads/trace/trace.hpp"

namespace metronome::trace {

/// Writes a trace's files into a folder, which is created where it is missing; each file is
/// replaced as a whole, files of other names stay. The same trace gives the same bytes.
///   program.yaml  version, schedule (its name), steps (their names; the first is the main one)
///   steps/NAME.yaml version, model, dataset, batch, dx_scale, forward_macs, tensors (each with the
///                 operations that write and read it), operations in execution order
///   assignments.csv assignment,layer,weight_bits,activation_bits,error_bits,gradient_bits,
///                 stash_bits; the layer `*` is all, other rows of the number are exceptions
///   timeline.csv  first_iteration,iterations,step,assignment
///   metrics.csv   iteration,loss,train_accuracy,test_accuracy,learning_rate,forward_bits,
///                 backward_bits,evaluation_bits,test_loss; an empty field was not measured. A
///                 trace without metrics has no such file: an old one is removed.
///   value_statistics.csv product,operand,role,forward_bits,backward_bits,coding,iterations,values,
///                 zeros,bit_0,...,ones_0,...,signed_digits_0,...; whole numbers of codes. It is
///                 there as metrics.csv is (docs/trace.md has its meaning).
/// Comment lines head the CSV files: what they are and their version, and the schedule's name.
void write_trace(const Trace& trace, const std::filesystem::path& directory);

/// The same as texts, by the names of their files.
[[nodiscard]] std::map<std::string, std::string> trace_texts(const Trace& trace);

/// Whether a folder has the files of a trace, of any version.
[[nodiscard]] bool is_trace(const std::filesystem::path& directory);

/// The names of a trace's files that stand in a folder, always in the same order.
[[nodiscard]] std::vector<std::string> trace_files(const std::filesystem::path& directory);

/// Reads such a folder and checks that it is consistent; or one of version 1, which has step.yaml
/// and schedule.csv in the place of the first four. UserError with every complaint, its file, line,
/// column and key; another version is refused first.
[[nodiscard]] Trace read_trace(const std::filesystem::path& directory);

/// The files of a trace, wherever they are kept.
struct TraceFiles {
  std::function<std::string(const char* name)> content;
  std::function<bool(const char* name)> stands;
};

/// The same of files; `directory` is named in errors.
[[nodiscard]] Trace parse_trace(const TraceFiles& files, const std::filesystem::path& directory);

}  // namespace metronome::trace
