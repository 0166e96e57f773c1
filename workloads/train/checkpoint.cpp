#include "workloads/train/checkpoint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "sim/base/bytes.hpp"
#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/hash.hpp"
#include "workloads/quant/affine.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/csv_files.hpp"
#include "workloads/train/initial_weights.hpp"

namespace metronome::train {
namespace {

constexpr std::string_view kCheckpointMagic("METRONOMEC\0\0", 12);
constexpr std::uint32_t kCheckpointVersion = 6;
/// Of checkpoints without number formats.
constexpr std::uint32_t kPlainVersion = 4;

void put_optional(std::string& out, const std::optional<double>& value) {
  put(out, static_cast<std::uint8_t>(value.has_value()));
  put_real(out, value.value_or(0));
}

std::optional<double> read_optional(ByteReader& reader) {
  const bool present = reader.number_up_to(std::uint8_t{1}, "the mark of a metric") != 0;
  const double value = reader.real();
  return present ? std::optional(value) : std::nullopt;
}

trace::Precision read_precision(ByteReader& reader) {
  constexpr std::uint32_t kMost = quant::kMaxBits;
  trace::Precision precision;
  for (const trace::PrecisionField& field : trace::kPrecisionFields) {
    precision.*field.bits = static_cast<int>(reader.number_up_to(kMost, "a number of bits"));
  }
  return precision;
}

void put_precision(std::string& out, const trace::Precision& precision) {
  for (const trace::PrecisionField& field : trace::kPrecisionFields) {
    put(out, static_cast<std::uint32_t>(precision.*field.bits));
  }
}

/// Bits, and the text of number formats, from which alone the bits follow.
void put_formats(std::string& out, const trace::Precision& precision) {
  put_precision(out, precision.formats.any() ? trace::Precision(0, 0) : precision);
  put_text(out, precision.formats.text());
}

trace::Precision read_formats(ByteReader& reader) {
  const trace::Precision bits = read_precision(reader);
  const std::string text = reader.text();
  if (text.empty()) {
    return bits;
  }
  const auto preset = trace::read_preset(text);
  if (!preset.value || !preset.value->formats.any()) {
    reader.fail(fmt::format("`{}` are no number formats", text));
  }
  return *preset.value;
}

void put_change(std::string& out, const trace::Phase& change) {
  put(out, change.first_iteration);
  put_formats(out, change.assignment.all);
  put(out, static_cast<std::uint64_t>(change.assignment.layers.size()));
  for (const auto& [layer, precision] : change.assignment.layers) {
    put_text(out, layer);
    put_formats(out, precision);
  }
}

trace::Phase read_change(ByteReader& reader) {
  trace::Phase change;
  change.first_iteration = reader.number<std::uint64_t>();
  change.assignment.all = read_formats(reader);
  std::map<std::string, trace::Precision> layers;
  for (auto left = reader.number<std::uint64_t>(); left > 0; --left) {
    std::string layer = reader.text();
    layers.emplace(std::move(layer), read_formats(reader));
  }
  change.assignment.layers = trace::LayerPrecisions(layers);
  return change;
}

template <class PutPrecision>
void put_metric(std::string& out, const trace::Metric& metric, const PutPrecision& put_precision) {
  put(out, metric.iteration);
  for (const auto& value : {metric.loss, metric.train_accuracy, metric.test_accuracy,
                            metric.learning_rate, metric.test_loss}) {
    put_optional(out, value);
  }
  put_precision(out, metric.precision);
  put(out, static_cast<std::uint8_t>(metric.evaluation.has_value()));
  put_precision(out, metric.evaluation.value_or(trace::Precision()));
}

template <class ReadPrecision>
trace::Metric read_metric(ByteReader& reader, const ReadPrecision& read_precision) {
  trace::Metric metric;
  metric.iteration = reader.number<std::uint64_t>();
  for (auto* value : {&metric.loss, &metric.train_accuracy, &metric.test_accuracy,
                      &metric.learning_rate, &metric.test_loss}) {
    *value = read_optional(reader);
  }
  for (const auto& share : {metric.train_accuracy, metric.test_accuracy}) {
    if (share && (*share < 0 || *share > 1)) {
      reader.fail(fmt::format("an accuracy is {}", *share));
    }
  }
  metric.precision = read_precision(reader);
  const bool tested = reader.number_up_to(std::uint8_t{1}, "the mark of a test") != 0;
  const trace::Precision evaluation = read_precision(reader);
  if (tested) {
    metric.evaluation = evaluation;
  }
  return metric;
}

/// Every count in the order of the struct.
template <class Counts, class Use>
void for_counts(Counts& counts, const Use& use) {
  std::for_each(counts.bit.begin(), counts.bit.end(), use);
  std::for_each(counts.ones.begin(), counts.ones.end(), use);
  std::for_each(counts.signed_digits.begin(), counts.signed_digits.end(), use);
}

void put_counts(std::string& out, const trace::CodeCounts& counts) {
  for_counts(counts, [&](const std::uint64_t& count) { put(out, count); });
}

template <class PutPrecision>
void put_values(std::string& out, const trace::ValueStatistics::value_type& entry,
                const PutPrecision& put_precision) {
  const auto& [key, counts] = entry;
  put_text(out, key.product);
  put(out, static_cast<std::uint8_t>(enum_index(key.operand)));
  put_precision(out, key.precision);
  put(out, static_cast<std::uint8_t>(enum_index(counts.role)));
  put(out, counts.iterations);
  put_counts(out, counts.raw);
  put_counts(out, counts.centred);
}

template <Enumeration E>
E read_enum(ByteReader& reader, const char* what) {
  constexpr auto last = static_cast<std::uint8_t>(kEnumCount<E> - 1);
  return kEnumValues<E>[reader.number_up_to(last, what)];
}

template <class ReadPrecision>
std::pair<trace::OperandKey, trace::OperandCounts> read_values(
    ByteReader& reader, const ReadPrecision& read_precision) {
  trace::OperandKey key;
  key.product = reader.text();
  key.operand = read_enum<trace::Operand>(reader, "an operand");
  key.precision = read_precision(reader);
  trace::OperandCounts counts;
  counts.role = read_enum<trace::Role>(reader, "a role");
  counts.iterations = reader.number<std::uint64_t>();
  const auto read = [&](std::uint64_t& count) { count = reader.number<std::uint64_t>(); };
  for_counts(counts.raw, read);
  for_counts(counts.centred, read);
  if (!counts.raw.consistent() || !counts.centred.consistent()) {
    reader.fail(fmt::format("the counts of the codes of `{}` contradict each other", key.product));
  }
  return {std::move(key), counts};
}

/// A 64-bit count and the items. Every item takes at least one byte, so that a damaged count is
/// found at the end of the bytes.
template <class Items, class Write>
void put_list(std::string& out, const Items& items, const Write& write) {
  put(out, static_cast<std::uint64_t>(items.size()));
  for (const auto& item : items) {
    write(out, item);
  }
}

template <class Items, class Read>
void read_list(ByteReader& reader, Items& items, const Read& read) {
  const auto count = reader.number<std::uint64_t>();
  for (std::uint64_t i = 0; i < count; ++i) {
    items.insert(items.end(), read(reader));
  }
}

/// There is a metric of every iteration that was done, in turn.
void check_iterations(const Checkpoint& checkpoint, const ByteReader& reader) {
  if (checkpoint.seconds < 0) {
    reader.fail(fmt::format("took {} s", checkpoint.seconds));
  }
  if (checkpoint.metrics.size() != checkpoint.iteration) {
    reader.fail(fmt::format("has the metrics of {} iterations, but {} are done",
                            checkpoint.metrics.size(), checkpoint.iteration));
  }
  for (std::size_t i = 0; i < checkpoint.metrics.size(); ++i) {
    if (checkpoint.metrics[i].iteration != i) {
      reader.fail(fmt::format("has a metric of iteration {} in the place of iteration {}",
                              checkpoint.metrics[i].iteration, i));
    }
  }
}

std::map<std::string, std::string> keys_of(const std::string& text) {
  std::map<std::string, std::string> keys;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t colon = std::min(line.find(':'), line.size());
    keys[line.substr(0, colon)] = colon < line.size() ? line.substr(colon + 1) : "";
  }
  return keys;
}

/// One complaint for each key whose value differs.
void check_same_workload(const std::string& file, const std::string& stored,
                         const std::string& wanted) {
  if (stored == wanted) {
    return;
  }
  auto before = keys_of(stored);
  auto now = keys_of(wanted);
  std::set<std::string> keys;
  for (const auto& [key, value] : before) {
    keys.insert(key);
  }
  for (const auto& [key, value] : now) {
    keys.insert(key);
  }
  std::vector<Diagnostic> found;
  for (const std::string& key : keys) {
    if (before[key] != now[key]) {
      found.push_back({file, 0, 0, key,
                       fmt::format("the checkpoint is of a run with `{}:{}`, this one has `{}:{}`",
                                   key, before[key], key, now[key]),
                       "resume with the configuration of that run, or start in a new folder"});
    }
  }
  throw UserError(found);
}

}  // namespace

WorkloadSpec decisive_keys(const WorkloadSpec& spec) {
  WorkloadSpec decisive = spec;
  decisive.checkpoint_every = WorkloadSpec{}.checkpoint_every;
  decisive.model = spec.model.placeless();
  decisive.initial_weights.reset();  // its content decides
  if (auto* blended = std::get_if<weights::BlendedSpec>(&decisive.form)) {
    blended->search.costs = blended->search.costs.empty() ? "" : "costs";  // its content decides
  }
  decisive.kernels = WorkloadSpec{}.kernels;  // the checkpoint names the set that it resolved to
  return decisive;
}

std::string workload_identity(const WorkloadSpec& spec) {
  std::string text = config::resolved_yaml(decisive_keys(spec));
  if (const auto file = schedule::schedule_file(spec.schedule)) {
    text += "schedule_file_digest: " + file_digest(*file) + "\n";
  }
  if (spec.model.is_file()) {
    text += "model_file_digest: " + file_digest(std::string(spec.model)) + "\n";
  }
  if (spec.initial_weights) {
    text += "initial_weights_digest: " +
            content_digest(read_file(weights_file(*spec.initial_weights))) + "\n";
  }
  if (const auto* blended = std::get_if<weights::BlendedSpec>(&spec.form);
      blended != nullptr && !blended->search.costs.empty()) {
    text += "cost_table_digest: " + file_digest(blended->search.costs) + "\n";
  }
  return text;
}

std::string serialise_checkpoint(const Checkpoint& checkpoint) {
  std::string out(kCheckpointMagic);
  const bool formats = !checkpoint.switches.empty() || !checkpoint.changes.empty() ||
                       trace::has_formats(checkpoint.metrics);
  put(out, formats ? kCheckpointVersion : kPlainVersion);
  put(out, fnv1a(checkpoint.workload));
  put_text(out, checkpoint.workload);
  put_text(out, checkpoint.kernel_set);
  put(out, checkpoint.iteration);
  put_real(out, checkpoint.seconds);
  const auto metric = [&](std::string& to, const trace::Metric& one) {
    put_metric(to, one, formats ? put_formats : put_precision);
  };
  put_list(out, checkpoint.metrics, metric);
  put_list(out, checkpoint.network, write_tensor);
  put_list(out, checkpoint.states, write_tensor);
  put_list(out, checkpoint.optimiser, write_tensor);
  put_list(out, checkpoint.schedule, put_real);
  put_list(out, checkpoint.learning_rate, put_real);
  put_list(out, checkpoint.values, [&](std::string& to, const auto& one) {
    put_values(to, one, formats ? put_formats : put_precision);
  });
  if (formats) {
    put_list(out, checkpoint.switches, metric);
    put_list(out, checkpoint.changes, put_change);
  }
  put(out, fnv1a(out));
  return out;
}

Checkpoint parse_checkpoint(std::string_view bytes, const std::string& file) {
  ByteReader reader(bytes, file, "checkpoint",
                    "a file that `metronome train` has written; remove it to start anew");
  if (reader.left() < kCheckpointMagic.size() ||
      reader.take(kCheckpointMagic.size()) != kCheckpointMagic) {
    reader.fail("does not start with the magic text METRONOMEC");
  }
  const auto version = reader.number<std::uint32_t>();
  if (version != kCheckpointVersion && version != kPlainVersion) {
    reader.fail(fmt::format("has version {}, this program reads {}", version, kCheckpointVersion));
  }
  constexpr std::size_t kHash = sizeof(std::uint64_t);
  if (reader.left() < kHash) {
    reader.fail("ends too early");
  }
  ByteReader end(bytes.substr(bytes.size() - kHash), file, "checkpoint", "");
  if (end.number<std::uint64_t>() != fnv1a(bytes.substr(0, bytes.size() - kHash))) {
    reader.fail("is damaged: its check sum is wrong");
  }
  Checkpoint checkpoint;
  const auto hash = reader.number<std::uint64_t>();
  checkpoint.workload = reader.text();
  if (hash != fnv1a(checkpoint.workload)) {
    reader.fail("the hash of its workload is wrong");
  }
  checkpoint.kernel_set = reader.text();
  checkpoint.iteration = reader.number<std::uint64_t>();
  checkpoint.seconds = reader.real();
  const auto real = [](ByteReader& from) { return from.real(); };
  const bool formats = version == kCheckpointVersion;
  const auto metric = [&](ByteReader& from) {
    return read_metric(from, formats ? read_formats : read_precision);
  };
  read_list(reader, checkpoint.metrics, metric);
  read_list(reader, checkpoint.network, read_tensor);
  read_list(reader, checkpoint.states, read_tensor);
  read_list(reader, checkpoint.optimiser, read_tensor);
  read_list(reader, checkpoint.schedule, real);
  read_list(reader, checkpoint.learning_rate, real);
  read_list(reader, checkpoint.values, [&](ByteReader& from) {
    return read_values(from, formats ? read_formats : read_precision);
  });
  if (formats) {
    read_list(reader, checkpoint.switches, metric);
    read_list(reader, checkpoint.changes, read_change);
  }
  if (reader.left() != kHash) {
    reader.fail("has bytes after its end");
  }
  check_iterations(checkpoint, reader);
  return checkpoint;
}

Checkpoint load_checkpoint(const std::filesystem::path& file, const std::string& workload,
                           const std::string& kernel_set) {
  Checkpoint checkpoint = parse_checkpoint(read_file(file), file.string());
  check_same_workload(file.string(), checkpoint.workload, workload);
  if (checkpoint.kernel_set != kernel_set) {
    throw UserError(Diagnostic{
        file.string(), 0, 0, "kernel_set",
        fmt::format("the checkpoint was made with the kernels `{}`, this program has `{}`",
                    checkpoint.kernel_set, kernel_set),
        "results are equal bytes for equal kernels only: resume with that build or start anew"});
  }
  return checkpoint;
}

}  // namespace metronome::train
