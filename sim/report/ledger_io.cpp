#include "sim/report/ledger_io.hpp"

#include <fmt/format.h>

#include "sim/report/json_fields.hpp"
#include "sim/report/names.hpp"
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
  return {{"operation", operation.operation},
          {"layer", operation.layer},
          {"class", enum_name(operation.cls)},
          {"a_bits", operation.a_bits},
          {"b_bits", operation.b_bits},
          {"b_role", enum_name(operation.b_role)},
          {"peak_macs_per_cycle", operation.peak_macs_per_cycle},
          {"mapping", operation.mapping},
          {"extrapolated", operation.extrapolated},
          {"measure", measure_json(operation.measure)}};
}

Json level_json(const LevelResult& level) {
  Json out = precision_json(level.assignment.all);
  Json layers = Json::object();
  for (const auto& [layer, precision] : level.assignment.layers) {
    layers[layer] = precision_json(precision);
  }
  out["layers"] = std::move(layers);
  out["iterations"] = level.iterations;
  out["bit_operations_paper"] = level.bit_operations_paper.count();
  out["footprint_bytes"] = level.footprint.count();
  out["continuous_cycles"] = level.continuous_cycles.count();
  out["operations"] = Json::array();
  for (const OperationResult& operation : level.operations) {
    out["operations"].push_back(operation_json(operation));
  }
  return out;
}

// -------------------------------------------------------------------------------------- reading

template <class E>
E read_enum(const JsonFields& fields, const std::string& key) {
  const std::string text = fields.text(key);
  const auto value = enum_from_name<E>(text);
  if (!value) {
    fields.complain(key, fmt::format("`{}` is not a known value", text),
                    name_hint(text, enum_name_list<E>()));
  }
  return *value;
}

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

OperationResult read_operation(const JsonFields& fields) {
  return {.operation = fields.text("operation"),
          .layer = fields.text("layer"),
          .cls = read_enum<trace::OperationClass>(fields, "class"),
          .a_bits = fields.small("a_bits"),
          .b_bits = fields.small("b_bits"),
          .b_role = read_enum<trace::Role>(fields, "b_role"),
          .peak_macs_per_cycle = fields.number("peak_macs_per_cycle", {0, 1e12L}),
          .mapping = fields.text("mapping"),
          .extrapolated = fields.truth("extrapolated"),
          .measure = read_measure(fields.object("measure"))};
}

LevelResult read_level(const JsonFields& fields) {
  LevelResult level;
  level.assignment.all = fields.precision();
  const JsonFields layers = fields.object("layers");
  for (const auto& item : layers.value().items()) {
    level.assignment.layers[item.key()] = layers.object(item.key()).precision();
  }
  level.iterations = fields.whole("iterations", kIterations);
  level.bit_operations_paper = BitOperations(fields.whole("bit_operations_paper"));
  level.footprint = Bytes(fields.whole("footprint_bytes"));
  level.continuous_cycles = Cycles(fields.whole("continuous_cycles"));
  for (const JsonFields& operation : fields.objects("operations")) {
    level.operations.push_back(read_operation(operation));
  }
  return level;
}

PhaseResult read_phase(const JsonFields& fields, std::size_t levels) {
  const PhaseResult phase{fields.whole("first_iteration", kIterations),
                          fields.whole("iterations", kIterations),
                          static_cast<std::size_t>(fields.whole("level"))};
  if (phase.level >= levels) {
    fields.complain("level", fmt::format("{} names no level; there are {}", phase.level, levels));
  }
  return phase;
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
           {"levels", Json::array()},
           {"phases", Json::array()}};
  if (!run.value_statistics.empty()) {
    out["value_statistics"] = run.value_statistics;
  }
  for (const LevelResult& level : run.levels) {
    out["levels"].push_back(level_json(level));
  }
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
  const JsonFields training = fields.object("training");
  for (const auto& item : training.value().items()) {
    run.training.push_back({item.key(), training.text(item.key())});
  }
  run.mode = read_enum<Mode>(fields, "mode");
  run.value_statistics = fields.has("value_statistics") ? fields.text("value_statistics") : "";
  run.clock = Hertz(fields.number("clock_hz", {1, 1e12L}));
  for (const JsonFields& level : fields.objects("levels")) {
    run.levels.push_back(read_level(level));
  }
  for (const JsonFields& phase : fields.objects("phases")) {
    run.phases.push_back(read_phase(phase, run.levels.size()));
  }
  run.switches = read_measure(fields.object("switches"));
  return run;
}

}  // namespace metronome::report
