#include "workloads/schedule/csv_schedule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iterator>
#include <map>

#include "sim/base/csv_table.hpp"
#include "sim/base/number.hpp"
#include "sim/base/text_file.hpp"
#include "workloads/precision/precision_csv.hpp"

namespace metronome::schedule {
namespace {

using trace::Assignment;
using trace::Precision;

/// The rows of one iteration, gathered.
struct Group {
  std::size_t row = 0;  ///< the first
  std::uint64_t iteration = 0;
  bool for_all = false;
  Precision all;
  std::map<std::string, Precision> layers;
};

void add_row(Group& group, CsvTable& table, std::size_t row, const char* counter,
             const Precision& precision) {
  const std::string layer(table.text(row, "layer"));
  const bool all = layer.empty() || layer == "*";
  if (all ? group.for_all : group.layers.contains(layer)) {
    table.complain(row, counter,
                   fmt::format("iteration {} is stated twice for {}", group.iteration,
                               all ? "all layers" : "layer `" + layer + "`"),
                   "keep one of the rows");
  }
  if (all) {
    group.for_all = true;
    group.all = precision;
  } else {
    group.layers[layer] = precision;
  }
}

/// What a file counts by, and how many iterations that is.
struct Count {
  const char* column = "iteration";
  std::uint64_t iterations = 1;
  bool known = true;  ///< the table has that column
};

Count count_of(CsvTable& table, std::uint64_t iterations_per_epoch) {
  const auto has = [&](const char* column) {
    const auto& columns = table.columns();
    return std::find(columns.begin(), columns.end(), column) != columns.end();
  };
  if (has("epoch") == has("iteration")) {
    if (table.findings().empty()) {
      table.complain(
          has("epoch") ? "counts both epochs and iterations" : "has no column iteration or epoch",
          "one of the columns iteration and epoch");
    }
    Count none;
    none.known = false;
    return none;
  }
  if (has("epoch") && iterations_per_epoch == 0) {
    table.complain("counts epochs",
                   "csv:FILE,iterations_per_epoch=N: the samples of an epoch over "
                   "the batch");
  }
  if (!has("epoch") && iterations_per_epoch > 0) {
    table.complain("counts iterations: iterations_per_epoch has no effect", "leave it out");
  }
  return has("epoch") ? Count{"epoch", std::max<std::uint64_t>(iterations_per_epoch, 1)} : Count{};
}

/// Reads groups one after the other; `use` takes each.
template <class Use>
void read_groups(CsvTable& table, const Count& count, const Use& use) {
  const trace::PrecisionColumns precisions(table);
  const NumberRange numbers{
      0, std::floor(trace::kIterationNumbers.max / static_cast<long double>(count.iterations))};
  std::optional<Group> group;
  for (std::size_t row = 0; count.known && row < table.rows(); ++row) {
    const std::uint64_t iteration = table.whole(row, count.column, numbers) * count.iterations;
    if (!group || group->iteration != iteration) {
      if (group && iteration < group->iteration) {
        table.complain(row, count.column,
                       fmt::format("iteration {} comes after {}", iteration, group->iteration),
                       "rows in ascending order of iteration");
      }
      if (group) {
        use(*group);
      }
      group = Group{row, iteration, false, {}, {}};
    }
    add_row(*group, table, row, count.column, precisions.read(row));
  }
  if (group) {
    use(*group);
  }
}

constexpr std::string_view kCsv = "csv:";
constexpr std::string_view kOption = ",iterations_per_epoch=";

/// In turn: the largest number of bits so far, or FP32 (0) where that is the last.
void widen(Precision& largest, const Precision& held) {
  const auto more = [](int bits, int next) { return next == 0 ? 0 : std::max(bits, next); };
  largest.weight_bits = more(largest.weight_bits, held.weight_bits);
  largest.activation_bits = more(largest.activation_bits, held.activation_bits);
}

}  // namespace

CsvSpec load_csv_schedule(const std::string& file, std::uint64_t iterations_per_epoch) {
  return parse_csv_schedule(read_text(file, trace::kMostTableBytes), file, iterations_per_epoch);
}

CsvSpec parse_csv_schedule(std::string text, const std::string& file,
                           std::uint64_t iterations_per_epoch) {
  std::vector<std::string> columns = trace::PrecisionColumns::names();
  columns.insert(columns.end(), {"iteration", "epoch", "layer"});
  CsvTable table(std::move(text), file, {}, columns);
  const Count count = count_of(table, iterations_per_epoch);
  CsvSpec spec{file, iterations_per_epoch, {}};
  std::optional<std::uint64_t> first;
  std::vector<std::pair<std::size_t, std::uint64_t>> for_some;  // rows and iterations
  read_groups(table, count, [&](const Group& group) {
    first = first.value_or(group.iteration);
    if (!group.for_all) {
      for_some.emplace_back(group.row, group.iteration);
    }
    const bool fresh = spec.changes.empty();
    const Assignment assignment{
        group.all,
        trace::LayerPrecisions(
            group.layers, fresh ? trace::LayerPrecisions() : spec.changes.front().second.layers)};
    if (fresh || spec.changes.back().second != assignment) {
      spec.changes.emplace_back(group.iteration, assignment);
    }
  });
  for (const auto& [row, iteration] : for_some) {
    table.complain(row, "layer", fmt::format("iteration {} has no row for all layers", iteration),
                   "add one whose layer is *");
  }
  if (!first && table.findings().empty()) {
    table.complain("states no precision", "a first row for iteration 0");
  } else if (first.value_or(0) != 0) {
    table.complain(0, count.column, fmt::format("the first row is for iteration {}", *first),
                   "start with iteration 0");
  }
  table.finish();
  return spec;
}

Assignment CsvSpec::at(std::uint64_t iteration, std::uint64_t /*iterations*/) const {
  const auto next = std::upper_bound(
      changes.begin(), changes.end(), iteration,
      [](std::uint64_t wanted, const auto& change) { return wanted < change.first; });
  METRONOME_ASSERT(next != changes.begin(), "a CSV schedule starts at iteration 0");
  return std::prev(next)->second;
}

std::vector<trace::Phase> CsvSpec::phases(std::uint64_t iterations) const {
  std::vector<trace::Phase> phases;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const auto& [first, assignment] = changes[i];
    const std::uint64_t end =
        i + 1 < changes.size() ? std::min(changes[i + 1].first, iterations) : iterations;
    if (first < end) {
      phases.push_back({first, end - first, assignment});
    }
  }
  return phases;
}

/// Of all layers, and of each layer with bits of its own, the largest within the run. FP32 (0
/// bits) counts only where there is nothing else. With number formats, which are not more or less
/// than one another, what the run ends with.
Assignment CsvSpec::evaluation(std::uint64_t iterations) const {
  std::vector<const Assignment*> held;
  for (const auto& [first, assignment] : changes) {
    if (first == 0 || first < iterations) {
      held.push_back(&assignment);
    }
  }
  if (std::any_of(held.begin(), held.end(),
                  [](const Assignment* assignment) { return assignment->has_formats(); })) {
    return *held.back();
  }
  Precision largest(0, 0);
  std::map<std::string, Precision> layers;
  const trace::LayerPrecisions* seen = nullptr;
  for (const Assignment* assignment : held) {
    widen(largest, assignment->all);
    if (seen == nullptr || !seen->shares_names(assignment->layers)) {
      for (const std::string& layer : assignment->layers.names()) {
        layers.emplace(layer, Precision(0, 0));
      }
      seen = &assignment->layers;
    }
  }
  for (auto& [layer, precision] : layers) {
    for (const Assignment* assignment : held) {
      widen(precision, assignment->of(layer));
    }
    precision = evaluated(precision).all;
  }
  return {evaluated(largest).all, trace::LayerPrecisions(layers)};
}

std::vector<Assignment> CsvSpec::levels(std::uint64_t iterations) const {
  return levels_of(phases(iterations));
}

int CsvSpec::largest_bits() const {
  int most = 0;
  for (const auto& [first, assignment] : changes) {
    most = std::max(most, schedule::largest_bits(assignment.all));
    for (const auto& [layer, precision] : assignment.layers) {
      most = std::max(most, schedule::largest_bits(precision));
    }
  }
  return most;
}

std::optional<std::uint64_t> CsvSpec::begins_too_late(std::uint64_t iterations) const {
  const bool late = !changes.empty() && changes.back().first >= iterations;
  return late ? std::optional(changes.back().first) : std::nullopt;
}

std::string CsvSpec::name() const {
  return fmt::format(
      "{}{}{}", kCsv, file,
      iterations_per_epoch > 0 ? fmt::format("{}{}", kOption, iterations_per_epoch) : "");
}

std::vector<ScheduleForm> CsvSpec::forms() {
  return {{"csv:FILE",
           "columns iteration,weight_bits,activation_bits,error_bits[,gradient_bits,stash_bits,"
           "layer] or iteration,forward_bits,backward_bits[,layer]: what holds from each iteration "
           "on, or iteration,preset[,layer] of number formats; with epoch instead of iteration "
           "csv:FILE,iterations_per_epoch=391"}};
}

/// FILE, or FILE,iterations_per_epoch=N: names may contain commas.
CsvSpec CsvSpec::parse(const std::string& text) {
  const std::string rest = text.substr(kCsv.size());
  const std::size_t at = rest.rfind(kOption);
  if (at == std::string::npos) {
    return load_csv_schedule(rest, 0);
  }
  const std::string value = rest.substr(at + kOption.size());
  const auto count = read_number<std::uint64_t>(value, {1, trace::kIterations.max});
  if (!count.value) {
    throw UserError(Diagnostic{{},
                               0,
                               0,
                               "schedule `" + text + "`",
                               "iterations_per_epoch: " + count.what,
                               "samples of an epoch over the batch, such as 391"});
  }
  return load_csv_schedule(rest.substr(0, at), *count.value);
}

std::optional<std::string> schedule_file(const std::string& text) {
  if (!text.starts_with(kCsv)) {
    return std::nullopt;
  }
  const std::string file = text.substr(kCsv.size());
  return file.substr(0, file.rfind(kOption));
}

std::string with_absolute_file(const std::string& text) {
  const auto file = schedule_file(text);
  if (!file) {
    return text;
  }
  const std::string kind(kCsv);
  return kind + std::filesystem::absolute(*file).lexically_normal().string() +
         text.substr(kind.size() + file->size());
}

}  // namespace metronome::schedule
