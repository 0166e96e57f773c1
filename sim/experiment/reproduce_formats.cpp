#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "arch/array/array.hpp"
#include "sim/energy/pricing.hpp"
#include "sim/engine/simulate.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/experiment/format_losses.hpp"
#include "sim/experiment/format_units.hpp"
#include "sim/experiment/reproduce.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/markdown_table.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::experiment {
namespace {

using array::NumberFormat;

/// A pretraining of the study; batch and sequence as usual for its size.
struct Pretraining {
  const char* model;
  const char* dataset;
  std::uint64_t batch;
};
constexpr Pretraining kPretrainings[]{{"gpt2-small", "gpt2-text", 8},
                                      {"gpt2-medium", "gpt2-text", 8},
                                      {"llama-3.2-1b", "llama-text", 1}};
constexpr std::uint64_t kIterations = 1000;
/// Of an NVFP4 pretraining [nvidia2025pretraining]: layers that stay BF16, a fifth of them at the
/// beginning, and the part of the run after which the forward products are BF16.
constexpr double kKept = 0.16;
constexpr double kKeptFirst = kKept / 5;
constexpr double kSwitch = 0.82;

constexpr const char* kPasses = "passes";
constexpr const char* kLoaded = "as loaded";

/// How a recipe's linear layers multiply, for the bound by products alone.
struct Recipe {
  std::string name;
  std::string schedule;
  NumberFormat format = NumberFormat::bf16;
  double kept = 0;  ///< of the linear layers' products, in BF16
  double late = 0;  ///< of the run, with forward products in BF16
  bool has_bound = true;
};

std::vector<Recipe> recipes(std::size_t layers) {
  const auto share = [&](double part) { return std::lround(part * static_cast<double>(layers)); };
  const auto first = share(kKeptFirst);
  const auto last = share(kKept) - first;
  const double kept = static_cast<double>(first + last) / static_cast<double>(layers);
  const std::string keep = fmt::format("keep=bf16,first={},last={}", first, last);
  return {{"BF16", "static:bf16", NumberFormat::bf16},
          {"FP8", "static:fp8", NumberFormat::e4m3},
          {"MXFP8", "static:mxfp8", NumberFormat::e4m3},
          {"MXFP4", "static:mxfp4", NumberFormat::e2m1},
          {"NVFP4", "late:nvfp4," + keep, NumberFormat::e2m1, kept},
          {"NVFP4 late BF16",
           fmt::format("late:nvfp4,then=nvfp4+forward=bf16,from={},{}", kSwitch, keep),
           NumberFormat::e2m1, kept, 1 - kSwitch},
          {"MX cyclic elements", "cpt:4-8,periods=8,backward=8,formats=mxfp", NumberFormat::e2m1, 0,
           0, false}};
}

/// Forward multiply-accumulates of linear layers that take formats, and of all others.
struct Products {
  double linear = 0, others = 0;
};

Products products_of(const model::Graph& graph) {
  Products products;
  for (model::NodeIndex i = 0; i < graph.nodes.size(); ++i) {
    const auto macs = static_cast<double>(model::forward_macs(graph, i));
    (trace::takes_formats(graph.nodes[i].layer) ? products.linear : products.others) += macs;
  }
  return products;
}

/// How often faster than BF16 products of a format are.
struct Rates {
  double fp8 = 2, fp4 = 4;
  [[nodiscard]] double of(NumberFormat format) const {
    return format == NumberFormat::bf16 ? 1 : format == NumberFormat::e2m1 ? fp4 : fp8;
  }
};

Rates rates_of(const array::ArraySpec& array) {
  const auto peak = [&](NumberFormat format) {
    const int bits = array::stored_bits(format, 0);
    return array::peak_macs_per_cycle(
        array, {.a_bits = bits, .b_bits = bits, .a_format = format, .b_format = format});
  };
  const double bf16 = peak(NumberFormat::bf16);
  return {peak(NumberFormat::e4m3) / bf16, peak(NumberFormat::e2m1) / bf16};
}

/// Time of the products alone, against BF16; three products of each layer take the same.
double products_bound(const Recipe& recipe, const Products& p, const Rates& rates) {
  const double early = recipe.kept + (1 - recipe.kept) / rates.of(recipe.format);
  const double late = (1 + 2 * early) / 3;
  const double linear = (1 - recipe.late) * early + recipe.late * late;
  return (p.others + p.linear * linear) / (p.others + p.linear);
}

/// What an iteration takes on a machine, mean of the run.
struct TakenByFormats {
  double seconds = 0, ideal_seconds = 0;  ///< the latter without waiting for memory
  double joules = 0;
  double dram_bytes = 0;
  double quantize_share = 0;  ///< of the cycles: passes that make codes or look for ranges
  double array_share = 0;     ///< of the cycles: the array is busy, fills or drains
  double memory_share = 0;    ///< it waits for operands, results, ports
  double vector_share = 0;  ///< the vector unit works instead: conversions, softmax, norms, update
};

struct StudyRow {
  std::string model, conversion;
  Recipe recipe;
  double tensor_core_bound = 1, bound = 1;
  TakenByFormats taken;
};

TakenByFormats taken_by(const trace::Trace& trace, const arch::AcceleratorSpec& machine,
                        const EnergyTable& prices) {
  const std::vector<trace::Trace> traces{trace};
  const auto run = [&](sim::MemoryMode memory) {
    return sim::simulate(
               traces, machine,
               {.mode = Mode::analytic, .memory = memory, .prices = &prices, .progress = {}})
        .front();
  };
  const auto real = run(sim::MemoryMode::real);
  const report::RunCosts costs = report::cost_of(real, prices);
  const report::RunCosts ideal = report::cost_of(run(sim::MemoryMode::ideal), prices);
  const auto cycles = static_cast<double>(costs.total.cycles.total().count());
  const auto seconds = [&](const report::RunCosts& of) {
    return static_cast<double>(of.total.cycles.total().count()) /
           (machine.clock_hz.count() * kIterations);
  };
  const auto& quantize = costs.classes[trace::OperationClass::quantize];
  const auto traffic = costs.total.total_traffic();
  double array = 0, memory = 0, vector = 0;
  for (const Bin bin : kEnumValues<Bin>) {
    const bool stall = enum_name(bin).starts_with("stall");
    (bin == Bin::busy || bin == Bin::fill_drain ? array
     : stall                                    ? memory
             : vector) += static_cast<double>(costs.total.cycles[bin]) / cycles;
  }
  return {seconds(costs),
          seconds(ideal),
          costs.total.energy.total().count() / kIterations,
          static_cast<double>((traffic.read + traffic.write).count()) / kIterations,
          static_cast<double>(quantize.cycles.total().count()) / cycles,
          array,
          memory,
          vector};
}

class FormatStudy {
 public:
  FormatStudy(const std::filesystem::path& configs, const ReproduceOptions& options)
      : options_(options),
        machine_(config::load<arch::AcceleratorSpec>(configs / "arch" / "chunked_fp_512.yaml",
                                                     config::parse_overrides(kFormatMachine))),
        prices_(complete_table(machine_)) {}

  std::vector<StudyRow> run() {
    for (const Pretraining& training : kPretrainings) {
      run(training, kPasses, arch::InputPath::none);
      run(training, kLoaded, arch::InputPath::elementwise);
    }
    return std::move(rows_);
  }

 private:
  void run(const Pretraining& training, const char* conversion, arch::InputPath input) {
    arch::AcceleratorSpec machine = machine_;
    machine.training.input_path = input;
    const model::Graph graph =
        trace::requested_model({.model = training.model, .dataset = training.dataset});
    const Products products = products_of(graph);
    const Rates rates = rates_of(machine.array);
    const auto all = recipes(trace::format_layers(graph).size());
    for (const Recipe& recipe : all) {
      if (options_.progress) {
        options_.progress(fmt::format("{}: {}", training.model, recipe.name),
                          static_cast<double>(rows_.size()) /
                              static_cast<double>(2 * all.size() * std::size(kPretrainings)));
      }
      const trace::Trace trace = trace::make_trace(
          graph, training.dataset, training.batch, schedule::parse_schedule(recipe.schedule),
          kIterations, machine.training.dx_scale, trace::UpdateRule::adam);
      rows_.push_back({training.model, conversion, recipe, products_bound(recipe, products, {}),
                       products_bound(recipe, products, rates), taken_by(trace, machine, prices_)});
    }
  }

  const ReproduceOptions& options_;
  arch::AcceleratorSpec machine_;
  EnergyTable prices_;
  std::vector<StudyRow> rows_;
};

/// The row of the same model and machine with another recipe.
const StudyRow& beside_recipe(const std::vector<StudyRow>& rows, const StudyRow& row,
                              const std::string& recipe) {
  return *std::find_if(rows.begin(), rows.end(), [&](const StudyRow& other) {
    return other.model == row.model && other.conversion == row.conversion &&
           other.recipe.name == recipe;
  });
}

std::string rows_csv(const std::vector<StudyRow>& rows) {
  report::Csv csv({"model",
                   "conversion",
                   "recipe",
                   "schedule",
                   "seconds",
                   "ideal_memory_seconds",
                   "energy_j",
                   "dram_bytes",
                   "array_share",
                   "memory_share",
                   "vector_share",
                   "quantize_share",
                   "time_over_bf16",
                   "time_over_fp8",
                   "energy_over_bf16",
                   "energy_over_fp8",
                   "ideal_memory_time_over_fp8",
                   "bound_over_bf16",
                   "bound_over_fp8",
                   "tensor_core_bound_over_bf16",
                   "tensor_core_bound_over_fp8"});
  for (const StudyRow& row : rows) {
    const StudyRow& bf16 = beside_recipe(rows, row, "BF16");
    const StudyRow& fp8 = beside_recipe(rows, row, "FP8");
    csv.add(row.model).add(row.conversion).add(row.recipe.name).add(row.recipe.schedule);
    const TakenByFormats& t = row.taken;
    for (const double value :
         {t.seconds, t.ideal_seconds, t.joules, t.dram_bytes, t.array_share, t.memory_share,
          t.vector_share, t.quantize_share, t.seconds / bf16.taken.seconds,
          t.seconds / fp8.taken.seconds, t.joules / bf16.taken.joules, t.joules / fp8.taken.joules,
          t.ideal_seconds / fp8.taken.ideal_seconds}) {
      csv.add(value);
    }
    for (const double value : {row.bound, row.bound / fp8.bound, row.tensor_core_bound,
                               row.tensor_core_bound / fp8.tensor_core_bound}) {
      row.recipe.has_bound ? csv.add(value) : csv.add(std::string_view());
    }
    csv.end_row();
  }
  return csv.text();
}

std::string ratio_text(double value) { return fmt::format("{:.3f}", value); }

std::string rows_markdown(const std::vector<StudyRow>& rows) {
  report::MarkdownTable table(
      {"model", "conversion", "recipe", "ms", "J", "GB", "time / BF16", "/ FP8", "/ FP8, no memory",
       "/ FP8, products alone", "/ FP8, 1 : 2 : 4", "J / FP8", "array", "waits", "vector"},
      3);
  for (const StudyRow& row : rows) {
    const StudyRow& bf16 = beside_recipe(rows, row, "BF16");
    const StudyRow& fp8 = beside_recipe(rows, row, "FP8");
    const TakenByFormats& t = row.taken;
    const auto bound = [&](double value) {
      return row.recipe.has_bound ? ratio_text(value) : std::string("-");
    };
    const auto percent = [](double share) { return fmt::format("{:.0f} %", 100 * share); };
    table.texts({row.model, row.conversion, row.recipe.name, fmt::format("{:.0f}", t.seconds * 1e3),
                 fmt::format("{:.2f}", t.joules), fmt::format("{:.0f}", t.dram_bytes * 1e-9),
                 ratio_text(t.seconds / bf16.taken.seconds),
                 ratio_text(t.seconds / fp8.taken.seconds),
                 ratio_text(t.ideal_seconds / fp8.taken.ideal_seconds),
                 bound(row.bound / fp8.bound), bound(row.tensor_core_bound / fp8.tensor_core_bound),
                 ratio_text(t.joules / fp8.taken.joules), percent(t.array_share),
                 percent(t.memory_share), percent(t.vector_share)});
  }
  return table.markdown().source();
}

/// How often faster than FP8, step by step: what is left of the promised two.
std::string left_markdown(const std::vector<StudyRow>& rows) {
  report::MarkdownTable table(
      {"model", "recipe", "promised", "heads, attention, kept layers", "the same at 1 : 4 : 8",
       "edges, vector work, conversions", "memory", "conversions as operands are loaded"},
      2);
  for (const StudyRow& row : rows) {
    if (row.conversion != kPasses || row.recipe.format != NumberFormat::e2m1 ||
        !row.recipe.has_bound) {
      continue;
    }
    const StudyRow& fp8 = beside_recipe(rows, row, "FP8");
    const auto loaded = std::find_if(rows.begin(), rows.end(), [&](const StudyRow& other) {
      return other.model == row.model && other.conversion == kLoaded &&
             other.recipe.name == row.recipe.name;
    });
    const auto times = [](double ratio) { return fmt::format("{:.2f}", 1 / ratio); };
    table.texts({row.model, row.recipe.name, "2.00",
                 times(row.tensor_core_bound / fp8.tensor_core_bound), times(row.bound / fp8.bound),
                 times(row.taken.ideal_seconds / fp8.taken.ideal_seconds),
                 times(row.taken.seconds / fp8.taken.seconds),
                 times(loaded->taken.seconds / fp8.taken.seconds)});
  }
  return table.markdown().source();
}

constexpr const char* kReadme =
    R"(# Language models in the number formats of today

    metronome reproduce formats --out results/formats

Written by that command, all of it; analytic mode, no training. An iteration of GPT-2 small and medium (8 sequences of 1024) and of
Llama-3.2-1B (one of 2048) on `chunked_fp_512` with FP4 at half of its lanes ({}): BF16, FP8 and FP4 products
at 1 : 4 : 8. Means of {} iterations. The page is [docs/precision_in_time.md](../../docs/precision_in_time.md).

- `NVFP4`: {} % of the linear layers, by count, a fifth of them at the beginning and the others at the end, in BF16 [nvidia2025pretraining]; `late`: forward products in BF16 from {} % on.
- Heads, attention, embeddings, norms and softmax take no formats; products among them run as BF16.
- Conversion: `passes` of their own between operations, or `as loaded`, in the load path, again for every time that a tile is loaded.

## What is left of twice the speed of FP8

Times faster than FP8 with conversions as passes. Promised: FP4 products at twice FP8's rate. Second: products alone with what stays in BF16, where
BF16, FP8 and FP4 are 1 : 2 : 4 (tensor cores). Third: the same on this machine, where BF16 costs four times FP8. Fourth: with edges of tiles,
vector work, ranges, conversions, transforms, and memory that takes no time. Fifth: with memory. Last: conversions in the load path in the place
of passes, over FP8 with passes.

{}
## Time, energy and traffic of an iteration

array, waits, vector: shares of the clocks; passes of the vector unit that wait for memory count as its own.

{}
## The unit beside a published one

A GEMM of 512 x 512 x 512 on the unit, beside the figures of [cuyckens2025datapaths] (abstract: whole system,
64, 256 and 512 GOPS). Picojoules a multiply-accumulate.

{}
Rates are the published ones where FP4 takes two passes (`least_passes: 2`); by passes of chunks alone they would be 1 : 4 : 16. The
published energies are of a system with its memories, ours of the array's own parts; ours of INT8 to MXFP4 is {:.2f} in the place of {:.2f}:
sixteen products of chunks in the place of one, and what is not products (alignment, sums, scales, registers, clock and idle lanes) is {:.0f} % of MXFP4's energy and {:.0f} % of MXINT8's.
Products of integers in one pass have one weight: they are added as they are, and their sum joins the register once for each unit and pass, where each product of
numbers is shifted and added at the register's width by itself. MXFP8's {:.2f} in the place of {:.2f}
is alignment: shifts over 28 positions and sums at the width of the register, for each product of chunks, are {:.0f} % of its energy. NVFP4's blocks of 16 take twice the scale additions of MX's 32, and a product of scales besides.

## Loss

[text.md](text.md), `metronome study configs/studies/formats.yaml --table results/formats/text`: a GPT-2 of one layer of 64 features on
characters of licences, 240 iterations of 256 characters, three seeds, tested on a licence that training does not read; joules on
`chunked_fp_512` as its file is. Two standard errors of three seeds cover 82 % (95 % would be 4.30 of them), and differences are many. Loss in nats a character, mean and deviation over seeds; differences seed by seed. Equal joules: when a training has
used what the cheapest takes in all, linear in joules between the tests before and behind (one every {} iterations). Beside it the gaps that Quartet II publishes for 30 million parameters at 25 and 787 tokens a parameter
[istdaslab2026quartet] (`nvfp4`: its own run of NVIDIA's recipe), which grow with length.

{}
## Loss over length

Some of them over several lengths. Gaps to BF16 of the same length and seed, joules, and tokens a parameter.

{})";

}  // namespace

Reproduced reproduce_formats(const std::filesystem::path& inputs,
                             const std::filesystem::path& configs,
                             const ReproduceOptions& options) {
  const std::vector<StudyRow> rows = FormatStudy(configs, options).run();
  const std::vector<FormatUnit> units = format_units(configs);
  const FormatUnit& int8 = units.front();
  const FormatUnit& fp8 = format_unit(units, "MXFP8 E4M3");
  const FormatUnit& fp4 = format_unit(units, "MXFP4");
  const FormatLosses losses = format_losses(inputs, configs);
  const std::string readme = fmt::format(
      kReadme, fmt::join(kFormatMachine, ", "), kIterations, std::lround(100 * kKept),
      std::lround(100 * kSwitch), left_markdown(rows), rows_markdown(rows), units_markdown(units),
      int8.array_pj / fp4.array_pj, int8.published_pj() / fp4.published_pj(),
      100 * (1 - fp4.product_pj / fp4.array_pj), 100 * (1 - int8.product_pj / int8.array_pj),
      fp8.array_pj / fp4.array_pj, fp8.published_pj() / fp4.published_pj(),
      100 * fp8.align_pj / fp8.array_pj, losses.test_every, losses.markdown, losses.lengths);
  return {{{"formats.csv", rows_csv(rows)},
           {"units.csv", units_csv(units)},
           {"losses.csv", losses.csv},
           {"README.md", readme}},
          readme};
}

}  // namespace metronome::experiment
