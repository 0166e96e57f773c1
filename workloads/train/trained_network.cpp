#include "workloads/train/trained_network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "workloads/model/network_file.hpp"
#include "workloads/quant/affine.hpp"
#include "workloads/schedule/csv_schedule.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/data_shapes.hpp"
#include "workloads/trace/make_trace.hpp"
#include "workloads/trace/trace_io.hpp"
#include "workloads/train/checkpoint.hpp"
#include "workloads/train/form_modes.hpp"
#include "workloads/train/weights.hpp"

namespace metronome::train {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kAnyRun = 64000;  // iterations of a schedule whose run is not known

[[noreturn]] void refuse_file(const fs::path& file, const std::string& what,
                              const std::string& hint) {
  throw UserError(Diagnostic{file.string(), 0, 0, {}, what, hint});
}

/// The workload of a text of workload_identity, or of a resolved one; the lines of digests are no
/// keys of it.
WorkloadSpec workload_of(const std::string& text, const std::string& file,
                         const TrainedSource& source) {
  std::istringstream lines(text);
  std::string keys;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("schedule_file_digest:") && !line.starts_with("model_file_digest:") &&
        !line.starts_with("initial_weights_digest:") && !line.starts_with("cost_table_digest:")) {
      keys += line + '\n';
    }
  }
  std::vector<config::Override> overrides;
  if (source.network) {
    overrides.push_back(
        {"model", {}, config::Node::make_scalar(resolved_path(*source.network).string())});
  }
  if (source.schedule) {
    overrides.push_back({"schedule", {}, config::Node::make_scalar(*source.schedule)});
  }
  config::Reader reader(std::move(overrides));
  WorkloadSpec spec;
  config::schema_of<WorkloadSpec>().read(spec, config::parse_yaml(keys, file), reader, "");
  reader.finish();
  return spec;
}

model::Graph graph_of(const fs::path& file, const TrainedSource& source,
                      const std::optional<WorkloadSpec>& workload) {
  if (workload) {
    const trace::DataShape shape = trace::data_set_shape(workload->dataset);
    if (shape.is_text()) {
      refuse_file(file, "is of a network that reads text", "a network of numbers");
    }
    return network_of(*workload, shape);
  }
  const fs::path beside = file.parent_path() / "network.yaml";
  if (!source.network && !path_exists(beside)) {
    refuse_file(file, "does not tell its network", "--network FILE.yaml");
  }
  return model::read_network(source.network.value_or(beside), std::nullopt);
}

void check_bits(int bits) {
  if (bits > quant::kMaxBits) {
    throw UserError(fmt::format("the schedule has {} bits", bits),
                    fmt::format("the network quantizes to 1 to {} bits; fp32 is no quantization",
                                quant::kMaxBits));
  }
}

std::vector<trace::Assignment> levels_of(const schedule::Schedule& schedule,
                                         std::uint64_t iterations,
                                         const std::optional<trace::Assignment>& last) {
  std::vector<trace::Assignment> levels{
      tested_assignment(schedule, iterations, last ? &*last : nullptr)};
  const std::vector<trace::Assignment> of_run = schedule.levels(iterations);
  levels.insert(levels.end(), of_run.begin(), of_run.end());
  // Errors, gradients and stash are no part of an evaluation.
  const auto evaluated = [](const trace::Precision& precision) {
    if (precision.formats.any()) {
      return precision;
    }
    check_bits(precision.weight_bits);
    check_bits(precision.activation_bits);
    trace::Precision own(precision.activation_bits, 0);
    own.weight_bits = precision.weight_bits;
    return own;
  };
  for (trace::Assignment& level : levels) {
    level.all = evaluated(level.all);
    for (const std::string& layer : level.layers.names()) {
      level.layers.set(layer, evaluated(level.of(layer)));
    }
  }
  std::sort(levels.begin(), levels.end());
  levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
  return levels;
}

/// What a training has driven its formats to, of the phases in its folder's trace.
std::optional<trace::Assignment> driven_to(const WorkloadSpec& workload,
                                           const TrainedSource& source, const fs::path& folder) {
  if (source.schedule || !schedule::parse_schedule(workload.schedule).loss_driven() ||
      !trace::is_trace(folder)) {
    return std::nullopt;
  }
  const trace::Trace trace = trace::read_trace(folder);
  return trace.schedule.empty() ? std::nullopt : std::optional(trace.schedule.back().assignment);
}

/// Reads the copy of a schedule's file beside resolved.yaml where there is one and the command
/// gives no schedule: the file that was trained with may lie elsewhere, or be another now.
TrainedSource with_own_schedule(TrainedSource source, const fs::path& resolved) {
  const fs::path copy = resolved.parent_path() / kTrainedSchedule;
  if (source.schedule || !path_exists(copy)) {
    return source;
  }
  const config::Node keys = config::load_yaml(resolved);
  const config::Node* schedule = keys.find("schedule");
  if (schedule == nullptr) {
    return source;
  }
  if (const auto file = schedule::schedule_file(schedule->scalar)) {
    std::string text = schedule->scalar;
    source.schedule = text.replace(text.find(*file), file->size(), copy.string());
  }
  return source;
}

/// Of weights beside a network file: the command's, that of resolved.yaml, or FP32.
std::string lone_schedule(const fs::path& file, const TrainedSource& source) {
  const fs::path resolved = file.parent_path() / "resolved.yaml";
  if (source.schedule || !path_exists(resolved)) {
    return source.schedule.value_or("static:0");
  }
  const config::Node keys = config::load_yaml(resolved);
  const config::Node* schedule = keys.find("schedule");
  return schedule == nullptr ? "static:0" : schedule->scalar;
}

}  // namespace

fs::path trained_file(const fs::path& path) {
  if (!is_folder(path)) {
    return path;
  }
  for (const char* name : {"weights.bin", "checkpoint.bin"}) {
    if (path_exists(path / name)) {
      return path / name;
    }
  }
  refuse_file(path, "holds neither weights.bin nor checkpoint.bin",
              "the folder that `metronome train --out` has written, or a file in it");
}

StoredTraining read_training(const TrainedSource& source) {
  const fs::path file = trained_file(source.path);
  const std::string bytes = read_file(file);
  if (bytes.starts_with("METRONOMEC")) {
    Checkpoint checkpoint = parse_checkpoint(bytes, file.string());
    StoredTraining training{file, std::move(checkpoint.network),
                            workload_of(checkpoint.workload, file.string(), source)};
    if (!source.schedule && !checkpoint.changes.empty()) {
      training.last = checkpoint.changes.back().assignment;
    }
    return training;
  }
  if (!bytes.starts_with("METRONOMEW")) {
    refuse_file(file, "is neither a checkpoint nor weights", "what `metronome train` has written");
  }
  StoredTraining training{file, parse_weights(bytes, file.string()), {}};
  const fs::path resolved = file.parent_path() / "resolved.yaml";
  if (path_exists(resolved) && !path_exists(file.parent_path() / "network.yaml")) {
    training.workload =
        workload_of(read_file(resolved), resolved.string(), with_own_schedule(source, resolved));
    training.last = driven_to(*training.workload, source, file.parent_path());
  }
  return training;
}

TrainedNetwork load_trained(const TrainedSource& source) {
  return load_trained(source, read_training(source));
}

TrainedNetwork load_trained(const TrainedSource& source, const StoredTraining& training) {
  const fs::path& file = training.file;
  if (training.workload && !std::holds_alternative<weights::AffineSpec>(training.workload->form)) {
    refuse_file(file,
                fmt::format("has weights in the form `{}`",
                            enum_name(weights::kind_of(training.workload->form))),
                "a training with weights: affine; `metronome evaluate` reads all forms");
  }
  TrainedNetwork result;
  result.network = std::make_unique<nn::Network<float>>(
      training.graph && !source.network ? *training.graph
                                        : graph_of(file, source, training.workload),
      trace::DxScale::per_tensor);
  const std::uint64_t iterations = training.workload ? training.workload->iterations : kAnyRun;
  const schedule::Schedule schedule =
      schedule::parse_schedule(training.workload ? training.workload->schedule
                               : training.schedule && !source.schedule
                                   ? *training.schedule
                                   : lone_schedule(file, source))
          .bound(trace::format_layers(result.network->graph()));
  result.network->keep_scales(schedule.levels(iterations));
  const std::string difference = different_tensors(training.tensors, weights_of(*result.network));
  if (!difference.empty()) {
    refuse_file(file, difference, "the network that was trained");
  }
  restore_weights(*result.network, training.tensors);
  result.levels = levels_of(schedule, iterations, training.last);
  if (training.workload) {
    result.kernels = training.workload->kernels;
  }
  return result;
}

}  // namespace metronome::train
