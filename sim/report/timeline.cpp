#include "sim/report/timeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/report/costs.hpp"
#include "sim/report/names.hpp"
#include "sim/report/recipe_fields.hpp"
#include "sim/report/tile_tracks.hpp"
#include "sim/report/timeline_events.hpp"

namespace metronome::report {
namespace {

/// The tracks, in the order in which they are shown.
enum class Track { phases, iterations, layers, operations, array };
constexpr auto enum_rows(Track) {
  using enum Track;
  return enum_list<Track>({{phases, "phases"},
                           {iterations, "iterations"},
                           {layers, "layers"},
                           {operations, "operations"},
                           {array, "array"}});
}

/// Room for what closes a text, without the names of slices that are open.
constexpr std::uint64_t kClosing = 4096;
constexpr std::uint64_t kSlice = 160;

std::uint64_t number_of(Track track) { return static_cast<std::uint64_t>(track) + 1; }

/// The share of DRAM's reads and writes that found their row open; 0 where none were made.
double row_hit_rate(const Measure& measure) {
  double columns = 0;
  double rows = 0;
  for (const auto& [activity, n] : measure.counts) {
    if (activity.component == Component::dram) {
      columns +=
          activity.action == "read" || activity.action == "write" ? static_cast<double>(n) : 0;
      rows += activity.action == "activate" ? static_cast<double>(n) : 0;
    }
  }
  return columns == 0 ? 0 : std::max(0.0, 1 - rows / columns);
}

constexpr std::array<const char*, 3> kCounters{"DRAM (GB/s)", "DRAM row hits (%)", "power (W)"};
/// Arguments of each; empty: no event.
using Counters = std::array<std::string, kCounters.size()>;

/// What of an operation does not depend on when it runs: made once for each.
struct Drawn {
  std::string args;
  Counters counters;
};

/// Every counter has the same series in each event, since one that is missing would stand as it
/// was. `powered`: the components that take energy anywhere in the run.
Drawn drawn_of(const RunResult& run, const OperationResult& operation, const Cost& cost,
               const std::vector<Component>& powered) {
  const Traffic bytes = cost.total_traffic();
  const double seconds = run.seconds(cost.cycles.total()).count();
  Drawn drawn;
  drawn.args = fmt::format(
      "\"class\":\"{}\",\"a_bits\":{},\"b_bits\":{},\"mapping\":{},\"macs\":{},"
      "\"dram_read_bytes\":{},\"dram_write_bytes\":{},\"energy_j\":{:.6g},\"extrapolated\":{}",
      enum_name(operation.cls), operation.a_bits, operation.b_bits, json_text(operation.mapping),
      operation.measure.macs.count(), bytes.read.count(), bytes.write.count(),
      cost.energy.total().count(), operation.extrapolated);
  if (seconds == 0) {
    return drawn;  // no time in which anything could hold
  }
  drawn.counters[0] = fmt::format("\"read\":{:.4g},\"write\":{:.4g}",
                                  static_cast<double>(bytes.read.count()) * 1e-9 / seconds,
                                  static_cast<double>(bytes.write.count()) * 1e-9 / seconds);
  drawn.counters[1] = fmt::format("\"hits\":{:.4g}", 100 * row_hit_rate(operation.measure));
  for (const Component component : powered) {
    drawn.counters[2] +=
        fmt::format("{}\"{}\":{:.4g}", drawn.counters[2].empty() ? "" : ",", enum_name(component),
                    cost.energy.of(component).count() / seconds);
  }
  return drawn;
}

/// The same members, all 0.
std::string zeros(const std::string& args) {
  const Json json = Json::parse("{" + args + "}");
  std::string text;
  for (const auto& [name, value] : json.items()) {
    text += fmt::format("{}\"{}\":0", text.empty() ? "" : ",", name);
  }
  return text;
}

/// A precision as a counter; FP32 is 32 bits.
std::string bits_args(const trace::Assignment& assignment) {
  const auto bits = [](int n) { return n == 0 ? 32 : n; };
  const trace::Precision& all = assignment.all;
  return fmt::format("\"weights\":{},\"activations\":{},\"errors\":{}", bits(all.weight_bits),
                     bits(all.activation_bits), bits(all.error_bits));
}

/// A slice that is still open.
struct Open {
  Track track = Track::phases;
  std::string name;
  std::uint64_t begin = 0;
};

/// The text in the making: whole operations, within a bound.
class Writer {
 public:
  Writer(const RunResult& run, const RunCosts& costs, const TimelineRequest& request)
      : run_(run),
        costs_(costs),
        tiles_(request.tiles),
        most_(request.most_bytes),
        drawn_(run.operations.size()) {
    for (const Component component : kEnumValues<Component>) {
      if (costs.total.energy.of(component).count() > 0) {
        powered_.push_back(component);
      }
    }
  }

  void head(const Recipe& recipe) {
    const Json about{{"machine", run_.accelerator},    {"training", run_.trace},
                     {"mode", enum_name(run_.mode)},   {"memory", run_.memory},
                     {"clock_hz", run_.clock.count()}, {"nanosecond", "a cycle of the array"},
                     {"recipe", recipe_fields(recipe)}};
    out_.json = "{\"displayTimeUnit\":\"ns\",\n\"otherData\":" + json_text(about) +
                ",\n\"traceEvents\":[\n" +
                metadata("process_name", 0, "\"name\":" + json_text(run_.accelerator));
    for (const auto& [track, name] : kEnumRows<Track>) {
      const std::string shown = track == Track::array ? array_name() : std::string(name);
      out_.json += track_event(number_of(track), shown);
    }
  }

  void open(Track track, const std::string& name) { open_.push_back({track, name, now_}); }
  /// The slice that was opened last.
  void close() {
    const Open last = open_.back();
    open_.pop_back();
    out_.json += slice(number_of(last.track), last.name, last.begin, now_ - last.begin);
  }
  [[nodiscard]] std::size_t depth() const { return open_.size(); }

  /// False where it would not fit; then nothing was added.
  bool operation(std::size_t index) {
    const OperationResult& operation = run_.operations[index];
    const Attribution& cycles = operation.measure.cycles;
    const Drawn& drawn = drawn_at(index);
    std::string text = slice(number_of(Track::operations), operation.operation, now_,
                             cycles.total().count(), drawn.args);
    const Tiles tiles = add_tiles(index, text);
    if (tiles == Tiles::too_many) {
      return false;
    }
    if (tiles == Tiles::unknown) {
      add_bins(cycles, text);
    }
    Counters next = last_;
    for (std::size_t i = 0; i < next.size(); ++i) {
      if (!drawn.counters[i].empty() && drawn.counters[i] != last_[i]) {
        next[i] = drawn.counters[i];
        text += counter(kCounters[i], now_, next[i]);
      }
    }
    if (!commit(text, cycles)) {
      return false;
    }
    last_ = next;
    ++out_.operations;
    out_.without_tiles += tiles == Tiles::unknown ? 1 : 0;
    return true;
  }

  /// A switch of precision.
  bool switching(std::uint64_t n) {
    Attribution cycles;
    cycles[Bin::idle_switch] = n;
    std::string text = slice(number_of(Track::phases), "switch", now_, n);
    add_bins(cycles, text);
    return commit(text, cycles);
  }

  void bits(const trace::Assignment& assignment) {
    out_.json += counter("bits", now_, bits_args(assignment));
  }

  /// Closes what is open, and takes the counters to nothing.
  [[nodiscard]] Timeline finish(std::string left_out) {
    while (!open_.empty()) {
      close();
    }
    for (std::size_t i = 0; i < last_.size(); ++i) {
      if (!last_[i].empty()) {
        out_.json += counter(kCounters[i], now_, zeros(last_[i]));
      }
    }
    out_.json.resize(out_.json.size() - 2);  // the comma and the line's end behind the last event
    out_.json += "\n]}\n";
    out_.left_out = std::move(left_out);
    return std::move(out_);
  }

 private:
  enum class Tiles { unknown, shown, too_many };

  const Drawn& drawn_at(std::size_t index) {
    std::optional<Drawn>& made = drawn_[index];
    if (!made) {
      made = drawn_of(run_, run_.operations[index], costs_.operations[index], powered_);
    }
    return *made;
  }

  [[nodiscard]] std::string array_name() const {
    return tiles_ ? "array (bins in order of time, where an operation has tiles)"
                  : "array (bins of an operation, not in order of time)";
  }

  /// Of each run of the operation.
  Tiles add_tiles(std::size_t index, std::string& text) {
    const std::uint64_t room = most_ - std::min<std::uint64_t>(most_, out_.json.size());
    const TileRecord* record = tiles_ ? tiles_(index, room / TileTracks::kLeastText) : nullptr;
    if (record == nullptr) {
      return Tiles::unknown;
    }
    if (!record->whole) {
      return Tiles::too_many;
    }
    const OperationResult& operation = run_.operations[index];
    const std::uint64_t each = operation.measure.cycles.total().count() / operation.runs;
    for (std::uint64_t i = 0; i < operation.runs && text.size() < room; ++i) {
      text += tracks_.text(*record, now_ + i * each);
    }
    return Tiles::shown;
  }

  void add_bins(const Attribution& cycles, std::string& text) const {
    std::uint64_t at = now_;
    for (const auto& [bin, name] : kEnumRows<Bin>) {
      if (cycles[bin] > 0) {
        text += slice(number_of(Track::array), std::string(name), at, cycles[bin]);
        at += cycles[bin];
      }
    }
  }

  bool commit(const std::string& text, const Attribution& cycles) {
    std::uint64_t closing = kClosing;
    for (const Open& open : open_) {
      closing += 2 * json_text(open.name).size() + kSlice;
    }
    if (out_.json.size() + text.size() + closing > most_) {
      return false;
    }
    out_.json += text;
    out_.cycles += cycles;
    now_ += cycles.total().count();
    return true;
  }

  const RunResult& run_;
  const RunCosts& costs_;
  const TileSource& tiles_;
  std::uint64_t most_;
  std::vector<std::optional<Drawn>> drawn_;
  std::vector<Component> powered_;
  std::vector<Open> open_;
  TileTracks tracks_{number_of(Track::array)};
  Counters last_;  ///< as they stand
  Timeline out_;
  std::uint64_t now_ = 0;
};

/// Iterations of a phase that are shown.
struct Stretch {
  std::size_t level = 0;
  std::uint64_t first = 0;
  std::uint64_t iterations = 0;
  std::uint64_t switch_cycles = 0;  ///< before the first of them
};

/// Cycles of the switch before each phase: all of them are alike, and sum to what the ledger has.
std::vector<std::uint64_t> switches_of(const RunResult& run) {
  std::vector<std::size_t> before;
  for (std::size_t i = 1; i < run.phases.size(); ++i) {
    if (run.levels[run.phases[i].level].assignment !=
        run.levels[run.phases[i - 1].level].assignment) {
      before.push_back(i);
    }
  }
  std::vector<std::uint64_t> cycles(run.phases.size(), 0);
  const std::uint64_t all = run.switches.cycles.total().count();
  for (std::size_t i = 0; i < before.size(); ++i) {
    cycles[before[i]] = all * (i + 1) / before.size() - all * i / before.size();
  }
  return cycles;
}

std::uint64_t length_of(const RunResult& run) {
  return run.phases.empty() ? 0 : run.phases.back().first_iteration + run.phases.back().iterations;
}

std::vector<Stretch> stretches_of(const RunResult& run, const TimelineRequest& request) {
  if (request.level) {
    if (*request.level >= run.levels.size()) {
      throw UserError(fmt::format("the run has no level {}", *request.level),
                      fmt::format("0 to {}, as levels.csv has them", run.levels.size() - 1));
    }
    return {{*request.level, 0, 1, 0}};
  }
  const std::uint64_t all = length_of(run);
  const auto [first, last] = request.iterations.value_or(std::pair{std::uint64_t{0}, all});
  if (first >= last || last > all) {
    throw UserError(fmt::format("iterations {}:{} are none of the run", first, last),
                    fmt::format("FIRST:END with FIRST below END, END at most {}", all));
  }
  const std::vector<std::uint64_t> switches = switches_of(run);
  std::vector<Stretch> stretches;
  for (std::size_t i = 0; i < run.phases.size(); ++i) {
    const PhaseResult& phase = run.phases[i];
    const std::uint64_t from = std::max(first, phase.first_iteration);
    const std::uint64_t to = std::min(last, phase.first_iteration + phase.iterations);
    if (from < to) {
      stretches.push_back(
          {phase.level, from, to - from, from == phase.first_iteration ? switches[i] : 0});
    }
  }
  return stretches;
}

/// Draws stretches until the text is full.
class Drawing {
 public:
  Drawing(const RunResult& run, Writer& writer) : run_(run), writer_(writer) {}

  /// What did not fit, in words; empty where all did.
  [[nodiscard]] std::string draw(const std::vector<Stretch>& stretches) {
    std::uint64_t left = 0;
    for (const Stretch& stretch : stretches) {
      left += stretch.iterations;
    }
    for (const Stretch& stretch : stretches) {
      const LevelResult& level = run_.levels[stretch.level];
      if (stretch.switch_cycles > 0 && !writer_.switching(stretch.switch_cycles)) {
        return fmt::format("{} iterations from {} on", left, stretch.first);
      }
      writer_.open(Track::phases, level_name(run_, level));
      writer_.bits(level.assignment);
      std::vector<std::uint32_t> operations;
      run_.for_operations(level, [&](std::uint32_t one) { operations.push_back(one); });
      for (std::uint64_t i = 0; i < stretch.iterations; ++i, --left) {
        const std::size_t drawn = iteration(stretch.first + i, operations);
        if (drawn < operations.size()) {
          return fmt::format("{} of {} operations of iteration {}, and {} iterations behind it",
                             operations.size() - drawn, operations.size(), stretch.first + i,
                             left - 1);
        }
      }
      writer_.close();
    }
    return {};
  }

 private:
  /// How many operations fit.
  std::size_t iteration(std::uint64_t number, const std::vector<std::uint32_t>& operations) {
    writer_.open(Track::iterations, fmt::format("iteration {}", number));
    const std::size_t outer = writer_.depth();
    const std::string* layer = nullptr;
    for (std::size_t i = 0; i < operations.size(); ++i) {
      const std::string& own = run_.operations[operations[i]].layer;
      if (layer != nullptr && *layer != own) {
        writer_.close();
      }
      if (layer == nullptr || *layer != own) {
        writer_.open(Track::layers, own.empty() ? "(no layer)" : own);
        layer = &own;
      }
      if (!writer_.operation(operations[i])) {
        return i;
      }
    }
    if (writer_.depth() > outer) {
      writer_.close();
    }
    writer_.close();
    return operations.size();
  }

  const RunResult& run_;
  Writer& writer_;
};

}  // namespace

Timeline timeline_of(const RunResult& run, const EnergyTable& table, const Recipe& recipe,
                     const TimelineRequest& request) {
  const std::vector<Stretch> stretches = stretches_of(run, request);
  const RunCosts costs = cost_of(run, table);
  Writer writer(run, costs, request);
  writer.head(recipe);
  const std::string left_out = Drawing(run, writer).draw(stretches);
  Timeline timeline = writer.finish(left_out);
  if (timeline.operations == 0) {
    throw UserError(fmt::format("not one operation fits into {} bytes", request.most_bytes),
                    "a larger bound");
  }
  return timeline;
}

}  // namespace metronome::report
