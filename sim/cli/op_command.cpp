#include <fmt/format.h>

#include <chrono>

#include "arch/mapping/estimate.hpp"
#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/text_file.hpp"
#include "sim/cli/answer.hpp"
#include "sim/cli/file_kinds.hpp"
#include "sim/cli/op_product.hpp"
#include "sim/cli/op_products.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/recipe.hpp"
#include "sim/cli/timeline_file.hpp"
#include "sim/energy/pricing.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/compatible.hpp"
#include "sim/engine/run_tiles.hpp"
#include "sim/engine/simulate.hpp"
#include "sim/engine/stepped.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/report/names.hpp"
#include "sim/report/recipe_fields.hpp"
#include "sim/report/stamp.hpp"
#include "sim/report/tile_tracks.hpp"
#include "sim/report/timeline.hpp"

namespace metronome::cli {
namespace {

using report::Json;

/// Rows or columns of an array, from zero.
constexpr NumberRange kElements{0, 65535};
/// Operations that move more are extrapolated from their steady state without --exact.
constexpr std::uint64_t kLongBytes = std::uint64_t{1} << 30;

/// The layer that --gemm or --conv states.
trace::Convolution layer_of(const Options& options, trace::OperationClass cls) {
  if (options.has("gemm") == options.has("conv")) {
    throw UserError("exactly one of --gemm, --conv and --products must be given",
                    "--gemm m=64,n=64,k=64");
  }
  return options.has("gemm") ? layer_of_gemm(gemm_of_sizes(options.text("gemm")), cls)
                             : layer_of_sizes(options.text("conv"));
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

/// "e2m1": a number format of an operand, whose bits then follow from it.
array::NumberFormat number_format(const Options& options, const std::string& operand) {
  const std::string name = options.text(operand + "-format");
  const auto format = enum_from_name<array::NumberFormat>(name);
  if (!format) {
    throw UserError("--" + operand + "-format: `" + name + "` is not a number format",
                    "integer, e2m1, e2m3, e3m2, e4m3, e5m2, fp16 or bf16");
  }
  if (*format != array::NumberFormat::integer && options.given(operand + "-bits")) {
    throw UserError(
        "--" + operand + "-bits are those of integers, and operand " + operand + " is of " + name,
        "one of --" + operand + "-bits and --" + operand + "-format");
  }
  return *format;
}

array::Operands operands_of(const Options& options) {
  array::Operands operands{.a_bits = static_cast<int>(options.whole("a-bits")),
                           .b_bits = static_cast<int>(options.whole("b-bits")),
                           .a_format = number_format(options, "a"),
                           .b_format = number_format(options, "b")};
  const bool integers = operands.are_integers();
  if (!integers && (operands.a_format == array::NumberFormat::integer ||
                    operands.b_format == array::NumberFormat::integer)) {
    throw UserError("one operand has a number format and the other is an integer",
                    "--a-format and --b-format, both of numbers or both integer");
  }
  operands.a_bits = array::stored_bits(operands.a_format, operands.a_bits);
  operands.b_bits = array::stored_bits(operands.b_format, operands.b_bits);
  return operands;
}

/// What an operation took, in whatever mode.
struct OpResult {
  Measure measure;
  std::string mapping;
  std::string mode;
  Json stepped;  ///< what only the stepped mode knows
  bool extrapolated = false;
  std::uint64_t estimated_cycles = 0;  ///< by the search for a mapping; 0: unknown
  TileRecord tiles{};                  ///< for a timeline, of modes that walk over them; else empty
};

/// Spans of tiles that a timeline has room for in any case, half of it.
constexpr std::uint64_t kMostSpans = report::kTimelineBytes / 2 / report::TileTracks::kMostText;

/// Keeps what a timeline is to show of the tiles.
TileObserver tile_observer(const Options& options, TileRecord& record) {
  return options.has("timeline") ? recorder(record, kMostSpans) : TileObserver{};
}

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

/// Before the work.
void require_timeline(const Options& options) {
  if (options.has("timeline")) {
    require_timeline_name("--timeline", options.text("timeline"));
    std::vector<std::filesystem::path> outputs{options.text("timeline")};
    if (options.has("vcd")) {
      outputs.emplace_back(options.text("vcd"));
    }
    require_output_files(outputs, input_files(options));
  }
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
  TileRecord tiles;
  sim::SteppedOptions stepped{.codes = code_source(options),
                              .memory = memory_mode(options),
                              .observer = tile_observer(options, tiles)};
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
          result.mapping,
          "stepped",
          json,
          false,
          0,
          std::move(tiles)};
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
    TileRecord tiles;
    const auto timed = sim::execute_on_codes(job, machine, *mode,
                                             {.codes = code_source(options),
                                              .memory = memory_mode(options),
                                              .observer = tile_observer(options, tiles)});
    return {sim::measure_of(with_values(job, machine, options), machine, timed.outcome),
            timed.mapping,
            name,
            {},
            false,
            0,
            std::move(tiles)};
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
          mapping::estimated_cycles(job, *result.chosen, machine),
          result.extrapolated || *mode == Mode::analytic || !options.has("timeline")
              ? TileRecord{}
              : sim::tiles_of(job, result.mapping, machine, memory_mode(options), kMostSpans)};
}

void add_op_options(Options& options) {
  options.add()("arch", po::value<std::string>(), "accelerator file")(
      "gemm", po::value<std::string>(),
      "sizes of the GEMM as executed: C[m x n] = A[m x k] B[k x n]")(
      "conv", po::value<std::string>(),
      "sizes of the forward layer: n, c, h, w, o, k; stride, dilation, groups (1 by default), pad "
      "(0); "
      "of one axis kh, kw, sh, sw, dh, dw, of one side pt, pb, pl, pr; transposed=1, with oph, opw "
      "rows and columns of output more")(
      "class", po::value<std::string>()->default_value("forward"),
      "forward, input_gradient or weight_gradient: of the layer of --conv, or what the GEMM of "
      "--gemm is in a step")(
      "products", po::value<std::string>(),
      "table of GEMMs as they are executed, CSV: m, n, k, a_bits, b_bits, "
      "class, a_format, b_format, scale_group; prints one of what each took")(
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
      "timeline", po::value<std::string>(),
      "file (.json, .json.gz) for what the cycles were, as `metronome timeline` writes it")(
      "vcd-pe", po::value<std::string>()->default_value("0,0"),
      "stepped: row and column of the element that the wave form shows")(
      "exact", po::bool_switch(),
      "cycle: simulate every tile, also of an operation that moves more than a GiB")(
      "ideal-memory", po::bool_switch(),
      "transfers take no time, and no energy of a device; all modes then agree in every bin and "
      "joule")("json", po::bool_switch(), "print JSON (the only form)");
  options.add_whole("a-bits", 8, kOperandBits, "bits of operand a");
  options.add_whole("b-bits", 8, kOperandBits, "bits of operand b");
  options.add()("a-format", po::value<std::string>()->default_value("integer"),
                "of operand a: integer of --a-bits, e2m1, e2m3, e3m2, e4m3, e5m2, fp16 or bf16")(
      "b-format", po::value<std::string>()->default_value("integer"), "the same of operand b");
  options.add_jobs("threads for --products; changes no result");
  options.add_whole("seed", 1, kAnyWhole,
                    "of the operands' codes, in stepped mode and on value-dependent arrays");
  options.add_whole("vcd-clocks", 100'000, {1, 1e9L},
                    "stepped: array clocks that the wave form has at most");
}

struct OpOptions : Options {
  OpOptions()
      : Options(
            "op --arch ARCH.yaml (--gemm m=,n=,k= | --conv n=,c=,h=,w=,o=,k=,stride=,pad=,...) "
            "(--a-bits A --b-bits B | --a-format A --b-format B) [--class C] [--mode "
            "analytic|cycle|stepped] [--exact] "
            "[--mapping TEXT] [--timeline FILE] [--json] [--set KEY.PATH=VALUE]...\n"
            "   or: metronome op --arch ARCH.yaml --products FILE.csv [--ideal-memory] [--jobs N] "
            "[--set KEY.PATH=VALUE]...",
            "Executes one GEMM, or one class of GEMM of a convolution layer, on an accelerator; or "
            "each\n"
            "GEMM of a table (columns m, n, k, a_bits, b_bits, class), by the closed form.") {
    add_op_options(*this);
    add_set();
  }
};

Answer answer_of(const Options& options, const Arguments& arguments) {
  const auto machine =
      load_file<arch::AcceleratorSpec>(options.required("arch"), options.overrides());
  require_timeline(options);
  const trace::OperationClass cls = gemm_class(options.text("class"));
  mapping::MatrixJob job =
      mapping::matrix_job(cls, sim::compatible_convolution(layer_of(options, cls), cls, machine),
                          operands_of(options), machine);
  job.fixed_mapping = options.has("mapping") ? options.text("mapping") : "";
  const EnergyTable table = experiment::complete_table(machine);
  const OpResult result = run_mode(job, machine, table, options);
  const EnergyReport energy = price(result.measure, table, machine.clock_hz);
  Answer answer{op_json(op_numbers(result.measure, energy,
                                   array::peak_macs_per_cycle(machine.array, job.operands))),
                {"mapping: " + result.mapping}};
  report::Recipe recipe = recipe_of("op", arguments);
  recipe.seed = options.whole("seed");
  experiment::add_inputs(recipe, machine);
  report::Json& json = answer.json;
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
  if (options.has("timeline")) {
    OperationResult operation{.operation = std::string(enum_name(cls)),
                              .layer = "op",
                              .cls = cls,
                              .a_bits = static_cast<int>(options.whole("a-bits")),
                              .b_bits = static_cast<int>(options.whole("b-bits")),
                              .mapping = result.mapping,
                              .measure = result.measure};
    write_timeline(options.text("timeline"),
                   operation_timeline(std::move(operation), machine,
                                      result.mode == "analytic" ? Mode::analytic : Mode::cycle,
                                      table, recipe, result.tiles));
    if (!result.tiles.whole) {
      answer.notes.push_back(
          fmt::format("the timeline has no tracks of tiles, of which there are more than {} spans",
                      kMostSpans));
    }
  }
  if (const std::string risk = overflow_note(job, machine.training); !risk.empty()) {
    answer.notes.push_back(risk);
  }
  return answer;
}

/// What is of one product, and has no place beside a table of them.
constexpr const char* kOfOne[] = {"gemm",    "conv",    "class",    "a-bits",      "b-bits",
                                  "mapping", "a-codes", "b-codes",  "a-histogram", "b-histogram",
                                  "vcd",     "exact",   "a-format", "b-format",    "timeline"};

void require_products_only(const Options& options) {
  std::vector<Diagnostic> wrong;
  for (const char* name : kOfOne) {
    if (options.given(name)) {
      wrong.push_back({{},
                       0,
                       0,
                       std::string("--") + name,
                       "is of one product",
                       "without it: --products has its own"});
    }
  }
  if (options.given("mode") && options.text("mode") != "analytic") {
    wrong.push_back({{},
                     0,
                     0,
                     "--mode",
                     "products of a table are executed by the closed form",
                     "--mode analytic, or one `op` for each product"});
  }
  if (!wrong.empty()) {
    throw UserError(wrong);
  }
}

/// The table of `options.products`, which is `text` where a program has it.
OpTable table_of(const Options& options, const std::string* text) {
  require_products_only(options);
  const auto machine =
      load_file<arch::AcceleratorSpec>(options.required("arch"), options.overrides());
  const EnergyTable table = experiment::complete_table(machine);
  const std::string name = options.text("products");
  return run_products(text != nullptr ? *text : read_text(name), name, machine,
                      {.table = table,
                       .memory = memory_mode(options),
                       .codes = code_source(options),
                       .threads = options.jobs()});
}

void print_products(const Options& options, const Arguments& arguments) {
  const auto began = std::chrono::steady_clock::now();
  const OpTable table = table_of(options, nullptr);
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  report::Recipe recipe = recipe_of("op", arguments);
  recipe.seed = options.whole("seed");
  experiment::add_inputs(
      recipe, load_file<arch::AcceleratorSpec>(options.text("arch"), options.overrides()));
  recipe.inputs["products"] = file_digest(options.text("products"));
  print("{}{}", report::stamp_comments({{}, recipe}, "# "), table.csv());
  note("{} products in {:.2f} s, {:.0f} a second\n", table.rows.size(), seconds,
       static_cast<double>(table.rows.size()) / seconds);
}

}  // namespace

OpTable op_table(const Arguments& arguments, const std::string* products) {
  require_plain(arguments);
  OpOptions options;
  options.require(arguments);
  return table_of(options, products);
}

Answer op_answer(const Arguments& arguments) {
  OpOptions options;
  options.require(arguments);
  return answer_of(options, arguments);
}

void run_op(const Arguments& arguments) {
  OpOptions options;
  if (!options.parse(arguments)) {
    return;
  }
  if (options.has("products")) {
    print_products(options, arguments);
    return;
  }
  const Answer answer = answer_of(options, arguments);
  for (const std::string& line : answer.notes) {
    note("{}\n", line);
  }
  print("{}\n", answer.json.dump(2));
}

}  // namespace metronome::cli
