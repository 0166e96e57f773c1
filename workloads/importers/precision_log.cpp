#include "workloads/importers/precision_log.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>

#include "sim/base/checked.hpp"
#include "sim/base/csv.hpp"
#include "sim/base/error.hpp"
#include "sim/base/text.hpp"
#include "workloads/trace/limits.hpp"

namespace metronome::importers {
namespace {

using JsonLine = nlohmann::json;

constexpr NumberRange kBits{0, 32};

/// What logs call bits: those of weights and activations, those of errors, and each number of a
/// precision by itself.
const std::vector<std::string>& bit_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all{"bits", "backward_bits"};
    for (const trace::PrecisionField& field : trace::kPrecisionFields) {
      all.emplace_back(field.name);
    }
    return all;
  }();
  return names;
}

/// One line of a log, as it is written.
struct Entry {
  int line = 0;
  std::string at;
  std::string layer;
  std::map<std::string, std::string> bits;  ///< by those names, what is not empty
};

/// What a log counts by, and its entries.
struct Entries {
  std::string unit;  ///< epoch or iteration
  std::vector<Entry> list;
};

[[noreturn]] void fail(const std::string& file, int line, std::string what, std::string hint = {}) {
  throw UserError(Diagnostic{.file = file,
                             .line = line,
                             .column = line > 0 ? 1 : 0,
                             .key = {},
                             .what = std::move(what),
                             .hint = std::move(hint)});
}

/// Where the columns that count stand; npos where they are absent.
struct Columns {
  std::size_t at = std::string::npos;
  std::size_t layer = std::string::npos;
  std::map<std::string, std::size_t> bits;
};

constexpr const char* kWanted =
    "has no columns epoch (or iteration) and bits (or weight_bits and activation_bits)";

bool tells_forward_bits(const std::function<bool(const char*)>& has) {
  return has("bits") || (has("weight_bits") && has("activation_bits"));
}

/// The place of a column by its name in small letters.
std::size_t column_of(const CsvRow& header, std::string_view name) {
  for (std::size_t i = 0; i < header.fields.size(); ++i) {
    std::string text = header.fields[i].text;
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (text == name) {
      return i;
    }
  }
  return std::string::npos;
}

std::string field_text(const CsvRow& row, std::size_t column) {
  return column < row.fields.size() ? row.fields[column].text : std::string();
}

Entries read_csv(const std::string& text, const std::string& file) {
  Entries entries;
  std::optional<Columns> columns;
  for (const CsvRow& row : csv_rows(text, file)) {
    if (row.comment || row.blank()) {
      continue;
    }
    if (columns) {
      Entry entry{row.line, field_text(row, columns->at), field_text(row, columns->layer), {}};
      for (const auto& [name, column] : columns->bits) {
        if (const std::string value = field_text(row, column); !value.empty() || name == "bits") {
          entry.bits[name] = value;
        }
      }
      entries.list.push_back(std::move(entry));
      continue;
    }
    const bool iterations = column_of(row, "iteration") != std::string::npos;
    entries.unit = iterations ? "iteration" : "epoch";
    columns = Columns{column_of(row, entries.unit), column_of(row, "layer"), {}};
    for (const std::string& name : bit_names()) {
      if (const std::size_t column = column_of(row, name); column != std::string::npos) {
        columns->bits[name] = column;
      }
    }
    if (columns->at == std::string::npos ||
        !tells_forward_bits([&](const char* name) { return columns->bits.contains(name); })) {
      fail(file, row.line, kWanted);
    }
  }
  return entries;
}

/// A value of an object as the text that a CSV would have; nothing where it is absent or null.
std::string value_text(const JsonLine& object, const char* name, const std::string& file,
                       int line) {
  const auto found = object.find(name);
  if (found == object.end() || found->is_null()) {
    return {};
  }
  if (found->is_string()) {
    const auto text = found->get<std::string>();
    const std::size_t begin = text.find_first_not_of(" \t");
    const std::size_t end = text.find_last_not_of(" \t");
    return begin == std::string::npos ? std::string() : text.substr(begin, end + 1 - begin);
  }
  if (!found->is_number()) {
    fail(file, line, fmt::format("{} is neither a number nor a text", name));
  }
  return found->dump();
}

Entries read_json_lines(const std::string& text, const std::string& file) {
  Entries entries;
  int line = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string one = text.substr(at, end - at);
    at = end + 1;
    ++line;
    if (one.find_first_not_of(" \t\r") == std::string::npos) {
      continue;
    }
    const JsonLine object = JsonLine::parse(one, nullptr, false);
    if (!object.is_object()) {
      fail(file, line, "is no JSON object", "one on each line: {\"epoch\": 0, \"bits\": 4}");
    }
    const std::string unit = object.contains("iteration") ? "iteration" : "epoch";
    if (!object.contains(unit) ||
        !tells_forward_bits([&](const char* name) { return object.contains(name); })) {
      fail(file, line, kWanted);
    }
    if (entries.unit.empty()) {
      entries.unit = unit;
    }
    if (entries.unit != unit) {
      fail(file, line, fmt::format("counts by {}, lines before it by {}", unit, entries.unit));
    }
    Entry entry{line,
                value_text(object, unit.c_str(), file, line),
                value_text(object, "layer", file, line),
                {}};
    for (const std::string& name : bit_names()) {
      if (object.contains(name)) {
        entry.bits[name] = value_text(object, name.c_str(), file, line);
      }
    }
    entries.list.push_back(std::move(entry));
  }
  return entries;
}

/// Turns entries into changes and gathers what is wrong.
class LogReader {
 public:
  LogReader(const std::string& file, Entries entries, std::uint64_t step)
      : file_(file), entries_(std::move(entries)), step_(step) {}

  PrecisionLog read() {
    for (const Entry& entry : entries_.list) {
      read_entry(entry);
    }
    close_group();
    if (log_.changes.empty() && findings_.empty()) {
      complain(0, "holds no precision", "a line for each change");
    }
    findings_.raise();
    return std::move(log_);
  }

 private:
  void complain(int line, std::string what, std::string hint = {}) {
    findings_.add({file_, line, line > 0 ? 1 : 0, {}, std::move(what), std::move(hint)});
  }

  /// A whole number that may be written as 3.0.
  std::uint64_t whole(const Entry& entry, const std::string& name, const std::string& text,
                      const NumberRange& range) {
    std::string plain = text;
    if (const std::size_t point = plain.find('.');
        point != std::string::npos && plain.find_first_not_of('0', point + 1) == plain.npos) {
      plain.erase(point);
    }
    const auto number = read_number<std::uint64_t>(plain, range);
    if (!number.value) {
      complain(entry.line, name + ": " + number.what, number.hint);
    }
    return number.value.value_or(static_cast<std::uint64_t>(range.min));
  }

  int bits(const Entry& entry, const std::string& name, const std::string& text) {
    static const std::vector<std::string> real{"fp32", "FP32", "float32", "torch.float32"};
    if (std::find(real.begin(), real.end(), text) != real.end()) {
      return 0;
    }
    const std::uint64_t number = whole(entry, name, text, kBits);
    return number == 32 ? 0 : static_cast<int>(number);
  }

  /// `bits` is of weights and activations, and of errors what `backward_bits` says (8, FP32 beside
  /// FP32); a name of its own goes before.
  trace::Precision precision_of(const Entry& entry) {
    const auto told = [&](const char* name, int otherwise) {
      const auto at = entry.bits.find(name);
      return at == entry.bits.end() ? otherwise : bits(entry, name, at->second);
    };
    const int forward = told("bits", 0);
    trace::Precision precision(forward, 0);
    precision.weight_bits = told("weight_bits", forward);
    precision.activation_bits = told("activation_bits", forward);
    const bool fp32 = precision.weight_bits == 0 && precision.activation_bits == 0;
    precision.error_bits = told("error_bits", told("backward_bits", fp32 ? 0 : 8));
    precision.gradient_bits = told("gradient_bits", 0);
    precision.stash_bits = told("stash_bits", precision.activation_bits);
    return precision;
  }

  /// The iteration of an entry; the first one's number, 0 or 1, is where counting begins.
  std::uint64_t iteration_of(const Entry& entry) {
    const std::uint64_t number = whole(entry, entries_.unit, entry.at, trace::kIterationNumbers);
    if (!base_) {
      base_ = number;
      if (number > 1) {
        complain(entry.line,
                 fmt::format("the first {} is {}: nothing is said of those before", entries_.unit,
                             number),
                 "logs begin with 0 or 1");
      }
    }
    if (number < *base_) {
      return 0;  // and that is said to come after later ones
    }
    const auto iteration = checked_multiply(number - *base_, step_);
    if (!iteration || !trace::kIterationNumbers.contains(*iteration)) {
      complain(entry.line, fmt::format("{} {} is too late", entries_.unit, number),
               fmt::format("iterations {}", trace::kIterationNumbers.text()));
      return 0;
    }
    return *iteration;
  }

  /// A 0 in a log that began with 1.
  [[nodiscard]] bool is_before_first(const Entry& entry) const {
    return base_ == 1 && read_number<double>(entry.at, kAnyReal).value == 0.0;
  }

  void read_entry(const Entry& entry) {
    const std::uint64_t iteration = iteration_of(entry);
    if (open_ && (iteration < *open_ || is_before_first(entry))) {
      complain(entry.line, fmt::format("{} {} comes after later ones", entries_.unit, entry.at),
               entries_.unit == "iteration" ? "iterations of the whole training, in ascending "
                                              "order; without that column epochs count"
                                            : "lines in ascending order");
      return;
    }
    if (!open_ || iteration != *open_) {
      close_group();
      open_ = iteration;
    }
    const trace::Precision precision = precision_of(entry);
    const bool all = entry.layer.empty() || entry.layer == "*";
    const auto fault = text_fault(entry.layer, TextRule::label);
    if (!all && fault) {
      complain(entry.line, "layer: " + fault->what, fault->hint);
      return;
    }
    if (!group_.emplace(all ? "*" : entry.layer, precision).second) {
      complain(entry.line,
               fmt::format("{} {} is stated twice for {}", entries_.unit, entry.at,
                           all ? "all layers" : "layer `" + entry.layer + "`"),
               "keep one of the lines");
    }
  }

  /// What one epoch says becomes a change, if it changes anything.
  void close_group() {
    if (!open_) {
      return;
    }
    std::map<std::string, trace::Precision> layers;
    if (const auto all = group_.find("*"); all != group_.end()) {
      now_.all = all->second;
      group_.erase(all);
    } else {
      layers.insert(now_.layers.begin(), now_.layers.end());
    }
    for (const auto& [layer, precision] : group_) {
      layers[layer] = precision;
    }
    now_.layers = trace::LayerPrecisions(layers, now_.layers);
    group_.clear();
    if (log_.changes.empty() || log_.changes.back().second != now_) {
      stated_ += 1 + now_.layers.size();
      if (stated_ > kMostStated) {
        fail(file_, 0, fmt::format("changes more than {} precisions", kMostStated));
      }
      log_.changes.emplace_back(*open_, now_);
    }
  }

  /// Precisions of all changes together: a million layers that change in turn are no training.
  static constexpr std::size_t kMostStated = 5'000'000;

  const std::string& file_;
  Entries entries_;
  std::uint64_t step_;
  std::optional<std::uint64_t> base_;
  std::optional<std::uint64_t> open_;
  std::map<std::string, trace::Precision> group_;
  trace::Assignment now_{{0, 0}, {}};
  std::size_t stated_ = 0;
  PrecisionLog log_;
  Findings findings_;
};

}  // namespace

PrecisionLog read_precision_log(const std::string& text, const std::string& file,
                                std::optional<std::uint64_t> iterations_per_epoch) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  const bool json = first != std::string::npos && text[first] == '{';
  Entries entries = json ? read_json_lines(text, file) : read_csv(text, file);
  const bool epochs = entries.unit == "epoch";
  if (epochs && !iterations_per_epoch) {
    fail(file, 0, "counts epochs", "give --iterations-per-epoch N");
  }
  if (!epochs && iterations_per_epoch) {
    fail(file, 0, "counts iterations: --iterations-per-epoch has no effect", "leave it out");
  }
  return LogReader(file, std::move(entries), iterations_per_epoch.value_or(1)).read();
}

std::string schedule_csv(const PrecisionLog& log) {
  std::string text =
      fmt::format("iteration,layer,{}\n", fmt::join(trace::precision_columns(), ","));
  for (const auto& [iteration, assignment] : log.changes) {
    const auto row = [&, at = iteration](const std::string& layer,
                                         const trace::Precision& precision) {
      text += fmt::format("{},{},{}\n", at, csv_field(layer),
                          fmt::join(trace::precision_cells(precision), ","));
    };
    row("*", assignment.all);
    for (const auto& [layer, precision] : assignment.layers) {
      row(layer, precision);
    }
  }
  return text;
}

}  // namespace metronome::importers
