#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "arch/mapping/estimate.hpp"
#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/cli/file_kinds.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/recipe.hpp"
#include "sim/cli/sizes.hpp"
#include "sim/energy/pricing.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/compatible.hpp"
#include "sim/engine/simulate.hpp"
#include "sim/engine/stepped.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/report/names.hpp"
#include "sim/report/recipe_fields.hpp"
#include "workloads/trace/limits.hpp"

namespace metronome::cli {
namespace {

using Json = nlohmann::ordered_json;

/// 0 is FP32, which no operand of the array is.
constexpr NumberRange kOperandBits{1, 32};
/// Rows or columns of an array, from zero.
constexpr NumberRange kElements{0, 65535};
/// Operations that move more are extrapolated from their steady state without --exact.
constexpr std::uint64_t kLongBytes = std::uint64_t{1} << 30;

/// "n=1,c=3,h=32,w=32,o=16,k=3" as a layer. A key of one axis or side goes before that of all.
trace::Convolution convolution_of_sizes(const std::string& text) {
  using trace::kExtents;
  using trace::kPads;
  const auto s = parse_sizes(
      "--conv", text,
      {{"n", kExtents, {}},        {"c", kExtents, {}},        {"h", kExtents, {}},
       {"w", kExtents, {}},        {"o", kExtents, {}},        {"k", kExtents, {}, true},
       {"kh", kExtents, {}, true}, {"kw", kExtents, {}, true}, {"stride", kExtents, 1},
       {"sh", kExtents, {}, true}, {"sw", kExtents, {}, true}, {"dilation", kExtents, 1},
       {"dh", kExtents, {}, true}, {"dw", kExtents, {}, true}, {"pad", kPads, 0},
       {"pt", kPads, {}, true},    {"pb", kPads, {}, true},    {"pl", kPads, {}, true},
       {"pr", kPads, {}, true},    {"groups", kExtents, 1},    {"transposed", {0, 1}, 0},
       {"oph", kPads, 0},          {"opw", kPads, 0}});
  const auto at = [&](const char* key, const char* all) {
    const auto own = s.find(key);
    return own != s.end() ? own->second : s.at(all);
  };
  if (!s.contains("k") && !(s.contains("kh") && s.contains("kw"))) {
    throw UserError(Diagnostic{{}, 0, 0, "--conv", "k is missing", "k=3, or kh=3,kw=5"});
  }
  trace::Convolution c;
  c.batch = s.at("n");
  c.in_channels = s.at("c");
  c.in_height = s.at("h");
  c.in_width = s.at("w");
  c.out_channels = s.at("o");
  c.kernel = {at("kh", "k"), at("kw", "k")};
  c.stride = {at("sh", "stride"), at("sw", "stride")};
  c.dilation = {at("dh", "dilation"), at("dw", "dilation")};
  c.pad = {at("pt", "pad"), at("pl", "pad"), at("pb", "pad"), at("pr", "pad")};
  c.groups = s.at("groups");
  c.transposed = s.at("transposed") == 1;
  c.output_pad = {s.at("oph"), s.at("opw")};
  return c;
}

trace::Convolution convolution_of(const Options& options) {
  using trace::kExtents;
  if (options.has("gemm") == options.has("conv")) {
    throw UserError("exactly one of --gemm and --conv must be given", "--gemm m=64,n=64,k=64");
  }
  if (options.has("gemm")) {
    const auto s = parse_sizes("--gemm", options.text("gemm"),
                               {{"m", kExtents, {}}, {"n", kExtents, {}}, {"k", kExtents, {}}});
    return mapping::convolution_of_gemm({s.at("m"), s.at("n"), s.at("k")});
  }
  return convolution_of_sizes(options.text("conv"));
}

/// The layer that --gemm or --conv states; UserError where its sizes do not fit together or its
/// products are beyond what a trace may hold.
trace::Convolution checked_convolution(const Options& options) {
  const trace::Convolution c = convolution_of(options);
  if (const auto fault = trace::fault_of(c)) {
    const std::string subject = fault->key == "batch" ? "" : "the " + fault->key + " ";
    throw UserError(Diagnostic{
        {}, 0, 0, options.has("gemm") ? "--gemm" : "--conv", subject + fault->what, fault->hint});
  }
  return c;
}

std::uint64_t buffer_count(const Measure& measure, Component component, const std::string& end) {
  std::uint64_t sum = 0;
  for (const auto& [activity, n] : measure.counts) {
    sum += activity.component == component && activity.action.ends_with(end) ? n : 0;
  }
  return sum;
}

Json json_of(const Measure& measure, const EnergyReport& energy, double peak_macs) {
  Json json;
  json["cycles"] = measure.cycles.total().count();
  json["busy_cycles"] = measure.cycles[Bin::busy];
  json["fill_drain_cycles"] = measure.cycles[Bin::fill_drain];
  for (const auto& [bin, name] : kEnumRows<Bin>) {
    if (name.starts_with("stall_")) {
      json["stall_cycles"][name.substr(6)] = measure.cycles[bin];
    } else if (name.starts_with("idle_")) {
      json["idle_cycles"][name.substr(5)] = measure.cycles[bin];
    }
  }
  json["macs"] = measure.macs.count();
  const auto cycles = static_cast<double>(measure.cycles.total().count());
  json["utilization"] =
      cycles == 0 ? 0 : static_cast<double>(measure.macs.count()) / (peak_macs * cycles);
  for (const auto& [activity, n] : measure.counts) {
    if (parts_of_work(activity.action)) {
      json["array_activity"][activity.action.substr(activity.action.find('.') + 1)] = n;
    }
  }
  json["dram_bytes"] = {{"read", measure.total_traffic().read.count()},
                        {"write", measure.total_traffic().write.count()}};
  const std::pair<Component, const char*> buffers[] = {{Component::input_buffer, "input"},
                                                       {Component::weight_buffer, "weight"},
                                                       {Component::output_buffer, "output"}};
  for (const auto& [component, name] : buffers) {
    json["buffer_bits"][std::string(name) + "_read"] =
        buffer_count(measure, component, ".read_bit");
    json["buffer_bits"][std::string(name) + "_write"] =
        buffer_count(measure, component, ".write_bit");
  }
  for (const auto& [component, name] : kEnumRows<Component>) {
    json["energy_pj"][name] = energy.of(component).count() * 1e12;
  }
  json["energy_pj"]["total"] = energy.total().count() * 1e12;
  return json;
}

sim::MemoryMode memory_mode(const Options& options) {
  return options.flag("ideal-memory") ? sim::MemoryMode::ideal : sim::MemoryMode::real;
}

sim::CodeSource code_source(const Options& options) {
  const auto file = [&](const char* name) {
    return options.has(name) ? options.text(name) : std::string();
  };
  return {options.whole("seed"), options.flag("signed"), file("a-codes"),
          file("b-codes"),       file("a-histogram"),    file("b-histogram")};
}

/// What an operation took, in whatever mode.
struct OpResult {
  Measure measure;
  std::string mapping;
  std::string mode;
  Json stepped;  ///< what only the stepped mode knows
  bool extrapolated = false;
  std::uint64_t estimated_cycles = 0;  ///< by the search for a mapping; 0: unknown
};

/// "3,4" as an element of the array.
sim::WaveOptions wave_options(const Options& options) {
  sim::WaveOptions wave;
  wave.most_clocks = options.whole("vcd-clocks");
  const std::string text = options.text("vcd-pe");
  const std::size_t comma = std::min(text.find(','), text.size());
  const auto row = read_number<unsigned>(std::string_view(text).substr(0, comma), kElements);
  const auto column = read_number<unsigned>(
      std::string_view(text).substr(std::min(comma + 1, text.size())), kElements);
  if (!row.value || !column.value) {
    throw UserError("--vcd-pe: `" + text + "` is no row and column of the array", "0,0");
  }
  wave.row = *row.value;
  wave.column = *column.value;
  return wave;
}

void write_wave(const sim::SteppedResult& result, const Options& options) {
  write_file_durably(options.text("vcd"), result.vcd);
  const auto most = options.whole("vcd-clocks");
  if (result.wave_clocks > most) {
    note("the wave form has the first {} of {} array clocks; --vcd-clocks sets how many\n", most,
         result.wave_clocks);
  }
}

std::vector<std::filesystem::path> input_files(const Options& options) {
  std::vector<std::filesystem::path> files{options.text("arch")};
  for (const char* name : {"a-codes", "b-codes", "a-histogram", "b-histogram"}) {
    if (options.has(name)) {
      files.emplace_back(options.text(name));
    }
  }
  return files;
}

/// The operation with what its cost depends on: on a value-dependent array, its codes' terms.
mapping::MatrixJob with_values(const mapping::MatrixJob& job, const arch::AcceleratorSpec& machine,
                               const Options& options) {
  return array::depends_on_values(machine.array)
             ? sim::with_terms(job, machine, sim::operand_tensors(job, code_source(options)))
             : job;
}

/// The operation with the mapping that cycle mode chooses, so that both run the same.
mapping::MatrixJob as_in_cycle_mode(const mapping::MatrixJob& job,
                                    const arch::AcceleratorSpec& machine, const EnergyTable& table,
                                    const Options& options) {
  mapping::MatrixJob mapped = job;
  if (!array::depends_on_values(machine.array)) {
    const std::vector<mapping::Job> jobs{job};
    mapped.fixed_mapping =
        sim::execute(jobs, machine,
                     {.memory = memory_mode(options), .prices = &table, .progress = {}})
            .front()
            .mapping;
  }
  return mapped;
}

OpResult run_stepped(const mapping::MatrixJob& job, const arch::AcceleratorSpec& machine,
                     const Options& options) {
  sim::SteppedOptions stepped{.codes = code_source(options), .memory = memory_mode(options)};
  if (options.has("vcd")) {
    stepped.wave = wave_options(options);
    require_output_files({options.text("vcd")}, input_files(options));
  }
  const sim::SteppedResult result = sim::execute_stepped(job, machine, stepped);
  if (options.has("vcd")) {
    write_wave(result, options);
  }
  Json json;
  json["exact"] = result.exact;
  json["checksum"] = fmt::format("{:016x}", result.checksum);
  json["accumulator_bits"] = result.accumulator_bits;
  json["useful_bit_products"] = result.counts.useful;
  json["padded_bit_products"] = result.counts.padded;
  json["idle_bit_products"] = result.counts.idle;
  json["side_adds"] = result.counts.side_adds;
  return {sim::measure_of(with_values(job, machine, options), machine, result.outcome),
          result.mapping, "stepped", json};
}

OpResult run_mode(const mapping::MatrixJob& job, const arch::AcceleratorSpec& machine,
                  const EnergyTable& table, const Options& options) {
  const std::string name = options.text("mode");
  if (options.has("vcd") && name != "stepped") {
    throw UserError("--vcd shows registers, which only --mode stepped has");
  }
  if (const auto compatible = sim::compatible_result(job, machine, table)) {
    return {compatible->measure, compatible->mapping, compatible->mode, {}};
  }
  if (name == "stepped") {
    return run_stepped(as_in_cycle_mode(job, machine, table, options), machine, options);
  }
  const auto mode = enum_from_name<Mode>(name);
  if (!mode) {
    throw UserError("`" + name + "` is not a mode", "analytic, cycle or stepped");
  }
  if (array::depends_on_values(machine.array)) {
    const auto timed = sim::execute_on_codes(
        job, machine, *mode, {.codes = code_source(options), .memory = memory_mode(options)});
    return {sim::measure_of(with_values(job, machine, options), machine, timed.outcome),
            timed.mapping,
            name,
            {}};
  }
  const std::vector<mapping::Job> jobs{job};
  const auto result = sim::execute(jobs, machine,
                                   {.mode = *mode,
                                    .memory = memory_mode(options),
                                    .prices = &table,
                                    .exact = options.flag("exact"),
                                    .exact_below_bytes = kLongBytes,
                                    .progress = {}})
                          .front();
  return {sim::measure_of(job, machine, result.outcome),
          result.mapping,
          name,
          {},
          result.extrapolated,
          mapping::estimated_cycles(job, *result.chosen, machine)};
}

void add_op_options(Options& options) {
  options.add()("arch", po::value<std::string>(), "accelerator file")(
      "gemm", po::value<std::string>(),
      "sizes of the GEMM as executed: C[m x n] = A[m x k] B[k x n]")(
      "conv", po::value<std::string>(),
      "sizes of the forward layer: n, c, h, w, o, k; stride, dilation, groups (1 by default), pad "
      "(0); "
      "of one axis kh, kw, sh, sw, dh, dw, of one side pt, pb, pl, pr; transposed=1, with oph, opw "
      "rows and columns of output more")("class",
                                         po::value<std::string>()->default_value("forward"),
                                         "with --conv: forward, input_gradient or weight_gradient")(
      "mode", po::value<std::string>()->default_value("cycle"), "analytic, cycle or stepped")(
      "mapping", po::value<std::string>(),
      "walk, tile and outer loop, as op prints them; searched for by default")(
      "signed", po::bool_switch(), "random codes are signed instead of unsigned")(
      "a-codes", po::value<std::string>(), "file with the codes of operand a (docs/stepped.md)")(
      "b-codes", po::value<std::string>(), "file with the codes of operand b")(
      "a-histogram", po::value<std::string>(),
      "file with how often each code of operand a is drawn")(
      "b-histogram", po::value<std::string>(), "the same of operand b")(
      "vcd", po::value<std::string>(),
      "stepped: file for a wave form of the array's control and one element")(
      "vcd-pe", po::value<std::string>()->default_value("0,0"),
      "stepped: row and column of the element that the wave form shows")(
      "exact", po::bool_switch(),
      "cycle: simulate every tile, also of an operation that moves more than a GiB")(
      "ideal-memory", po::bool_switch(),
      "transfers take no time; both modes then agree in every bin")("json", po::bool_switch(),
                                                                    "print JSON (the only form)");
  options.add_whole("a-bits", 8, kOperandBits, "bits of operand a");
  options.add_whole("b-bits", 8, kOperandBits, "bits of operand b");
  options.add_whole("seed", 1, kAnyWhole,
                    "of the operands' codes, in stepped mode and on value-dependent arrays");
  options.add_whole("vcd-clocks", 100'000, {1, 1e9L},
                    "stepped: array clocks that the wave form has at most");
}

void say_overflow_risk(const mapping::MatrixJob& job, const arch::TrainingSpec& training) {
  if (const std::string risk = mapping::overflow_risk(job, training); !risk.empty()) {
    const bool split = training.overflow == arch::Overflow::split;
    note("{}: {}{}\n", split ? "note" : "warning", risk,
         split ? "; it is cut into pieces that are added in FP32" : "");
  }
}

}  // namespace

void run_op(const Arguments& arguments) {
  Options options(
      "op --arch ARCH.yaml (--gemm m=,n=,k= | --conv n=,c=,h=,w=,o=,k=,stride=,pad=,...) "
      "--a-bits A --b-bits B [--class C] [--mode analytic|cycle|stepped] [--exact] [--mapping "
      "TEXT] "
      "[--json] "
      "[--set KEY.PATH=VALUE]...",
      "Executes one GEMM, or one class of GEMM of a convolution layer, on an accelerator.");
  add_op_options(options);
  options.add_set();
  if (!options.parse(arguments)) {
    return;
  }
  const auto machine =
      load_file<arch::AcceleratorSpec>(options.required("arch"), options.overrides());
  const auto cls = enum_from_name<trace::OperationClass>(options.text("class"));
  if (!cls || *cls > trace::OperationClass::weight_gradient) {
    throw UserError("`" + options.text("class") + "` is not a GEMM class",
                    "forward, input_gradient or weight_gradient");
  }
  if (options.has("gemm") && *cls != trace::OperationClass::forward) {
    throw UserError("--class derives a GEMM from --conv; --gemm is executed as it is");
  }
  mapping::MatrixJob job = mapping::matrix_job(
      *cls, sim::compatible_convolution(checked_convolution(options), *cls, machine),
      static_cast<int>(options.whole("a-bits")), static_cast<int>(options.whole("b-bits")),
      machine);
  job.fixed_mapping = options.has("mapping") ? options.text("mapping") : "";
  const EnergyTable table = experiment::complete_table(machine);
  const OpResult result = run_mode(job, machine, table, options);
  const EnergyReport energy = price(result.measure, table, machine.clock_hz);
  Json json =
      json_of(result.measure, energy, array::peak_macs_per_cycle(machine.array, job.operands));
  report::Recipe recipe = recipe_of("op", arguments);
  recipe.seed = options.whole("seed");
  experiment::add_inputs(recipe, machine);
  json["recipe"] = report::recipe_fields(recipe);
  json["mode"] = result.mode;
  json["mapping"] = result.mapping;
  json["extrapolated"] = result.extrapolated;
  if (result.estimated_cycles > 0) {
    json["estimated_cycles"] = result.estimated_cycles;
  }
  if (!result.stepped.is_null()) {
    json["stepped"] = result.stepped;
  }
  note("mapping: {}\n", result.mapping);
  say_overflow_risk(job, machine.training);
  print("{}\n", json.dump(2));
}

}  // namespace metronome::cli
