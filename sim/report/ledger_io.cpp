#include "sim/report/ledger_io.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>

#include "sim/report/json_fields.hpp"
#include "sim/report/names.hpp"
#include "sim/report/overlap_io.hpp"
#include "workloads/trace/limits.hpp"

namespace metronome::report {
namespace {

constexpr const char* kFormat = "metronome ledger";
constexpr NumberRange kIterations{0, trace::kIterations.max};

// -------------------------------------------------------------------------------------- writing

/// "systolic.mac 8x8", or "ACT" for an action without operand widths.
std::string activity_key(const Activity& activity) {
  if (activity.a_bits == 0 && activity.b_bits == 0) {
    return activity.action;
  }
  return fmt::format("{} {}x{}", activity.action, activity.a_bits, activity.b_bits);
}

Json cycles_json(const Attribution& cycles) {
  Json out = Json::object();
  for (const auto& [bin, name] : kEnumRows<Bin>) {
    if (cycles[bin] > 0) {
      out[name] = cycles[bin];
    }
  }
  return out;
}

Json counts_json(const Measure& measure) {
  Json out = Json::object();
  for (const auto& [activity, count] : measure.counts) {
    out[enum_name(activity.component)][activity_key(activity)] = count;
  }
  return out;
}

Json traffic_json(const Measure& measure) {
  Json out = Json::object();
  for (const auto& [role, name] : kEnumRows<trace::Role>) {
    const Traffic& bytes = measure.traffic(role);
    if (bytes != Traffic{}) {
      out[name] = {{"read", bytes.read.count()}, {"write", bytes.write.count()}};
    }
  }
  return out;
}

Json measure_json(const Measure& measure) {
  return {{"cycles", cycles_json(measure.cycles)},
          {"counts", counts_json(measure)},
          {"dram_bytes", traffic_json(measure)},
          {"macs", measure.macs.count()},
          {"bit_operations_executed", measure.bit_operations_executed.count()}};
}

Json facts_json(const trace::Facts& facts) {
  Json out = Json::object();
  for (const trace::Fact& fact : facts) {
    out[fact.name] = fact.value;
  }
  return out;
}

Json precision_json(const trace::Precision& precision) {
  Json out = Json::object();
  append_precision(out, precision);
  return out;
}

Json operation_json(const OperationResult& operation) {
  Json json{{"step", operation.step},
            {"operation", operation.operation},
            {"layer", operation.layer},
            {"class", enum_name(operation.cls)},
            {"a_bits", operation.a_bits},
            {"b_bits", operation.b_bits},
            {"b_role", enum_name(operation.b_role)},
            {"peak_macs_per_cycle", operation.peak_macs_per_cycle},
            {"mapping", operation.mapping},
            {"estimated_cycles", operation.estimated_cycles},
            {"extrapolated", operation.extrapolated},
            {"measure", measure_json(operation.measure)}};
  if (operation.chain > 0) {
    json["chain"] = operation.chain;
    json["part_samples"] = operation.part_samples;
    json["runs"] = operation.runs;
  }
  return json;
}

/// "0 4 1".
template <class Numbers>
std::string numbers_text(const Numbers& numbers) {
  return fmt::format("{}", fmt::join(numbers, " "));
}

Json step_json(const StepResult& step) {
  std::vector<std::uint32_t> layers, turns;
  for (const Turn& turn : step.turns) {
    layers.push_back(turn.layer);
    turns.push_back(turn.turn);
  }
  return {{"name", step.name},
          {"layer_of_turn", numbers_text(layers)},
          {"turn_of_layer", numbers_text(turns)}};
}

Json part_json(const Part& part) {
  Json out = Json::array();
  for (const std::vector<std::uint32_t>& turn : part) {
    out.push_back(numbers_text(turn));
  }
  return out;
}

/// Gives the distinct things among many their numbers, in the order of their first use.
template <class T>
class Numbered {
 public:
  std::size_t number_of(const T& thing) {
    const auto [at, fresh] = index_.try_emplace(thing, list_.size());
    if (fresh) {
      list_.push_back(thing);
    }
    return at->second;
  }
  [[nodiscard]] const std::vector<T>& list() const { return list_; }

 private:
  std::map<T, std::size_t> index_;
  std::vector<T> list_;
};

/// Writes levels, and then what they have in common.
class LevelWriter {
 public:
  Json level(const LevelResult& level) {
    const trace::LayerPrecisions& own = level.assignment.layers;
    if (!shared_.shares_names(own)) {
      layers_of_shared_ = layers_.number_of(own.names());
      shared_ = own;
    }
    std::vector<std::size_t> precisions;
    for (std::size_t i = 0; i < own.size(); ++i) {
      precisions.push_back(precisions_.number_of(own.at(i)));
    }
    Json out{{"step", level.step},
             {"precision", precisions_.number_of(level.assignment.all)},
             {"layers", layers_of_shared_},
             {"precisions", numbers_text(precisions)},
             {"iterations", level.iterations},
             {"bit_operations_paper", level.bit_operations_paper.count()},
             {"footprint_bytes", level.footprint.count()},
             {"continuous_cycles", level.continuous_cycles.count()},
             {"parts", numbers_text(level.parts)}};
    if (!level.overlap.empty()) {
      out["overlap"] = overlap_json(level);
    }
    return out;
  }
  [[nodiscard]] Json precisions() const {
    Json out = Json::array();
    for (const trace::Precision& precision : precisions_.list()) {
      out.push_back(precision_json(precision));
    }
    return out;
  }
  [[nodiscard]] Json layers() const {
    Json out = Json::array();
    for (const std::vector<std::string>& names : layers_.list()) {
      out.push_back(names);
    }
    return out;
  }

 private:
  Numbered<trace::Precision> precisions_;
  Numbered<std::vector<std::string>> layers_;
  trace::LayerPrecisions shared_;
  std::size_t layers_of_shared_ = layers_.number_of({});
};

// -------------------------------------------------------------------------------------- reading

/// The enumerator that a key of an object names.
template <class E>
E key_enum(const JsonFields& fields, const std::string& key) {
  const auto value = enum_from_name<E>(key);
  if (!value) {
    fields.complain(key, "unknown key", name_hint(key, enum_name_list<E>()));
  }
  return *value;
}

Activity read_activity(Component component, const std::string& key) {
  const std::size_t space = key.rfind(' ');
  const auto widths = space == std::string::npos
                          ? std::nullopt
                          : parse_bits(std::string_view(key).substr(space + 1));
  if (!widths) {
    return {component, key, 0, 0};
  }
  return {component, key.substr(0, space), widths->first, widths->second};
}

Measure read_measure(const JsonFields& fields) {
  Measure measure;
  const JsonFields cycles = fields.object("cycles");
  for (const auto& item : cycles.value().items()) {
    measure.cycles[key_enum<Bin>(cycles, item.key())] = cycles.whole(item.key());
  }
  const JsonFields counts = fields.object("counts");
  for (const auto& item : counts.value().items()) {
    const auto component = key_enum<Component>(counts, item.key());
    const JsonFields actions = counts.object(item.key());
    for (const auto& action : actions.value().items()) {
      measure.counts[read_activity(component, action.key())] = actions.whole(action.key());
    }
  }
  const JsonFields dram = fields.object("dram_bytes");
  for (const auto& item : dram.value().items()) {
    const JsonFields bytes = dram.object(item.key());
    measure.traffic(key_enum<trace::Role>(dram, item.key())) = {Bytes(bytes.whole("read")),
                                                                Bytes(bytes.whole("write"))};
  }
  measure.macs = Macs(fields.whole("macs"));
  measure.bit_operations_executed = BitOperations(fields.whole("bit_operations_executed"));
  return measure;
}

/// The numbers of a text, each below `end`.
std::vector<std::uint32_t> read_numbers(const JsonFields& fields, const std::string& key,
                                        std::string_view text, std::size_t end) {
  std::vector<std::uint32_t> numbers;
  while (!text.empty()) {
    const std::size_t length = std::min(text.find(' '), text.size());
    const auto number = read_number<std::uint32_t>(text.substr(0, length), kAnyWhole);
    if (!number.value || *number.value >= end) {
      fields.complain(key, fmt::format("`{}` is no number below {}", text.substr(0, length), end),
                      "whole numbers with a blank between");
    }
    numbers.push_back(*number.value);
    text.remove_prefix(std::min(length + 1, text.size()));
  }
  return numbers;
}

std::vector<std::uint32_t> read_numbers(const JsonFields& fields, const std::string& key,
                                        std::size_t end) {
  return read_numbers(fields, key, fields.text(key), end);
}

OperationResult read_operation(const JsonFields& fields, std::size_t steps) {
  return {.step = fields.index("step", "step", steps),
          .operation = fields.text("operation"),
          .layer = fields.text("layer"),
          .cls = fields.enumerator<trace::OperationClass>("class"),
          .a_bits = fields.small("a_bits"),
          .b_bits = fields.small("b_bits"),
          .b_role = fields.enumerator<trace::Role>("b_role"),
          .peak_macs_per_cycle = fields.number("peak_macs_per_cycle", {0, 1e12L}),
          .mapping = fields.text("mapping"),
          .estimated_cycles = fields.has("estimated_cycles") ? fields.whole("estimated_cycles") : 0,
          .chain = fields.has("chain") ? fields.whole("chain") : 0,
          .part_samples = fields.has("part_samples") ? fields.whole("part_samples") : 0,
          .runs = fields.has("runs") ? fields.whole("runs") : 1,
          .extrapolated = fields.truth("extrapolated"),
          .measure = read_measure(fields.object("measure"))};
}

constexpr std::size_t kMostTurns = 1'000'000;  ///< of an iteration

StepResult read_step(const JsonFields& fields) {
  StepResult step{fields.text("name"), {}};
  const auto layers = read_numbers(fields, "layer_of_turn", kMostTurns);
  const auto turns = read_numbers(fields, "turn_of_layer", kMostTurns);
  if (layers.size() != turns.size()) {
    fields.complain("turn_of_layer",
                    fmt::format("has {} numbers, layer_of_turn {}", turns.size(), layers.size()));
  }
  for (std::size_t i = 0; i < turns.size(); ++i) {
    step.turns.push_back({layers[i], turns[i]});
  }
  return step;
}

/// The parts of a run, each a list of texts.
std::vector<Part> read_parts(const JsonFields& fields, std::size_t operations) {
  std::vector<Part> parts;
  for (const Json& part : fields.list("parts")) {
    Part& out = parts.emplace_back();
    for (const Json& turn : part) {
      if (!turn.is_string()) {
        fields.complain("parts", "has a part that is no list of texts");
      }
      out.push_back(read_numbers(fields, "parts", turn.get_ref<const std::string&>(), operations));
    }
  }
  return parts;
}

/// Reads levels by what they have in common.
class LevelReader {
 public:
  LevelReader(const JsonFields& ledger, const RunResult& run) : run_(run) {
    for (const JsonFields& precision : ledger.objects("precisions")) {
      precisions_.push_back(precision.precision());
    }
    for (const Json& names : ledger.list("layers")) {
      std::map<std::string, trace::Precision> layers;
      for (const Json& name : names) {
        if (!name.is_string() ||
            !layers.emplace(name.get<std::string>(), trace::Precision{}).second) {
          ledger.complain("layers", "has a list that is not one of different names");
        }
      }
      layers_.emplace_back(layers);
    }
  }

  [[nodiscard]] LevelResult read(const JsonFields& fields) const {
    LevelResult level;
    level.step = fields.index("step", "step", run_.steps.size());
    level.assignment.all = precisions_[fields.index("precision", "precision", precisions_.size())];
    level.assignment.layers = read_layers(fields);
    level.iterations = fields.whole("iterations", kIterations);
    level.bit_operations_paper = BitOperations(fields.whole("bit_operations_paper"));
    level.footprint = Bytes(fields.whole("footprint_bytes"));
    level.continuous_cycles = Cycles(fields.whole("continuous_cycles"));
    level.parts = read_numbers(fields, "parts", run_.parts.size());
    check_turns(fields, level);
    if (fields.has("overlap")) {
      level.overlap = read_overlap(fields, run_, level);
    }
    return level;
  }

 private:
  [[nodiscard]] trace::LayerPrecisions read_layers(const JsonFields& fields) const {
    trace::LayerPrecisions layers =
        layers_[fields.index("layers", "list of layers", layers_.size())];
    const auto numbers = read_numbers(fields, "precisions", precisions_.size());
    if (numbers.size() != layers.size()) {
      fields.complain("precisions",
                      fmt::format("has {} numbers for {} layers", numbers.size(), layers.size()));
    }
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      layers.set(i, precisions_[numbers[i]]);
    }
    return layers;
  }

  /// Every turn of the step must be one of the part of its layer.
  void check_turns(const JsonFields& fields, const LevelResult& level) const {
    for (const Turn& turn : run_.steps[level.step].turns) {
      if (turn.layer >= level.parts.size() ||
          turn.turn >= run_.parts[level.parts[turn.layer]].size()) {
        fields.complain("parts", "do not have the turns of the step");
      }
    }
  }

  const RunResult& run_;
  std::vector<trace::Precision> precisions_;
  std::vector<trace::LayerPrecisions> layers_;
};

trace::Facts read_facts(const JsonFields& fields, const std::string& key) {
  const JsonFields object = fields.object(key);
  trace::Facts facts;
  for (const auto& item : object.value().items()) {
    facts.push_back({item.key(), object.text(item.key())});
  }
  return facts;
}

PhaseResult read_phase(const JsonFields& fields, std::size_t levels) {
  return {fields.whole("first_iteration", kIterations), fields.whole("iterations", kIterations),
          fields.index("level", "level", levels)};
}

}  // namespace

std::string ledger_json(const RunResult& run) {
  Json out{{"format", kFormat},
           {"version", kLedgerVersion},
           {"accelerator", run.accelerator},
           {"array_kind", run.array_kind},
           {"trace", run.trace},
           {"memory", run.memory},
           {"training", facts_json(run.training)},
           {"mode", enum_name(run.mode)},
           {"clock_hz", run.clock.count()},
           {"steps", Json::array()},
           {"operations", Json::array()},
           {"parts", Json::array()},
           {"precisions", Json::array()},
           {"layers", Json::array()},
           {"levels", Json::array()},
           {"phases", Json::array()}};
  if (!run.value_statistics.empty()) {
    out["value_statistics"] = run.value_statistics;
  }
  if (!run.equality.empty()) {
    out["equality"] = facts_json(run.equality);
  }
  for (const StepResult& step : run.steps) {
    out["steps"].push_back(step_json(step));
  }
  for (const OperationResult& operation : run.operations) {
    out["operations"].push_back(operation_json(operation));
  }
  for (const Part& part : run.parts) {
    out["parts"].push_back(part_json(part));
  }
  LevelWriter writer;
  for (const LevelResult& level : run.levels) {
    out["levels"].push_back(writer.level(level));
  }
  out["precisions"] = writer.precisions();
  out["layers"] = writer.layers();
  for (const PhaseResult& phase : run.phases) {
    out["phases"].push_back({{"first_iteration", phase.first_iteration},
                             {"iterations", phase.iterations},
                             {"level", phase.level}});
  }
  out["switches"] = measure_json(run.switches);
  return out.dump(1) + "\n";
}

RunResult parse_ledger(std::string_view text, const std::string& file) {
  const Json whole = parse_json(text, file);
  const JsonFields fields(whole, file);
  if (fields.text("format") != kFormat) {
    fields.complain("format", fmt::format("`{}` is no ledger", fields.text("format")));
  }
  if (fields.small("version") != kLedgerVersion) {
    fields.complain("version", fmt::format("version {} is not readable", fields.small("version")),
                    fmt::format("this program reads version {}; simulate again", kLedgerVersion));
  }
  RunResult run;
  run.accelerator = fields.text("accelerator");
  run.array_kind = fields.text("array_kind");
  run.trace = fields.text("trace");
  run.memory = fields.text("memory");
  run.training = read_facts(fields, "training");
  run.equality = fields.has("equality") ? read_facts(fields, "equality") : trace::Facts{};
  run.mode = fields.enumerator<Mode>("mode");
  run.value_statistics = fields.has("value_statistics") ? fields.text("value_statistics") : "";
  run.clock = Hertz(fields.number("clock_hz", {1, 1e12L}));
  run.steps.clear();
  for (const JsonFields& step : fields.objects("steps")) {
    run.steps.push_back(read_step(step));
  }
  for (const JsonFields& operation : fields.objects("operations")) {
    run.operations.push_back(read_operation(operation, run.steps.size()));
  }
  run.parts = read_parts(fields, run.operations.size());
  const LevelReader reader(fields, run);
  for (const JsonFields& level : fields.objects("levels")) {
    run.levels.push_back(reader.read(level));
  }
  for (const JsonFields& phase : fields.objects("phases")) {
    run.phases.push_back(read_phase(phase, run.levels.size()));
  }
  run.switches = read_measure(fields.object("switches"));
  return run;
}

}  // namespace metronome::report
