#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "arch/array/array.hpp"
#include "sim/energy/pricing.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/simulate.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/experiment/reproduce.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/text_table.hpp"
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
          {"NVFP4, forward BF16 late",
           fmt::format("late:nvfp4,then=nvfp4+forward=bf16,from={},{}", kSwitch, keep),
           NumberFormat::e2m1, kept, 1 - kSwitch},
          {"MX, cyclic mantissa", "cpt:4-8,periods=8,backward=8,formats=mxfp", NumberFormat::e2m1,
           0, 0, false}};
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
struct Taken {
  double seconds = 0, ideal_seconds = 0;  ///< the latter without waiting for memory
  double joules = 0;
  double dram_bytes = 0;
  double quantize_share = 0;  ///< of the cycles: passes that make codes or look for ranges
  double array_share = 0;     ///< of the cycles: the array is busy
};

struct StudyRow {
  std::string model, conversion;
  Recipe recipe;
  double tensor_core_bound = 1, bound = 1;
  Taken taken;
};

Taken take(const trace::Trace& trace, const arch::AcceleratorSpec& machine,
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
  return {seconds(costs),
          seconds(ideal),
          costs.total.energy.total().count() / kIterations,
          static_cast<double>((traffic.read + traffic.write).count()) / kIterations,
          static_cast<double>(quantize.cycles.total().count()) / cycles,
          static_cast<double>(costs.total.cycles[Bin::busy]) / cycles};
}

class FormatStudy {
 public:
  FormatStudy(const std::filesystem::path& configs, const ReproduceOptions& options)
      : options_(options),
        machine_(
            config::load<arch::AcceleratorSpec>(configs / "arch" / "chunked_fp_512.yaml",
                                                config::parse_overrides({"array.least_passes=2"}))),
        prices_(complete_table(machine_)) {}

  std::vector<StudyRow> run() {
    for (const Pretraining& training : kPretrainings) {
      run(training, "passes", arch::InputPath::none);
      run(training, "as loaded", arch::InputPath::elementwise);
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
                       products_bound(recipe, products, rates), take(trace, machine, prices_)});
    }
  }

  const ReproduceOptions& options_;
  arch::AcceleratorSpec machine_;
  EnergyTable prices_;
  std::vector<StudyRow> rows_;
};

/// The row of the same model and machine with another recipe.
const StudyRow& beside(const std::vector<StudyRow>& rows, const StudyRow& row,
                       const std::string& recipe) {
  return *std::find_if(rows.begin(), rows.end(), [&](const StudyRow& other) {
    return other.model == row.model && other.conversion == row.conversion &&
           other.recipe.name == recipe;
  });
}

std::string rows_csv(const std::vector<StudyRow>& rows) {
  report::Csv csv({"model", "conversion", "recipe", "schedule", "seconds", "ideal_memory_seconds",
                   "energy_j", "dram_bytes", "array_busy_share", "quantize_share", "time_over_bf16",
                   "time_over_fp8", "energy_over_bf16", "energy_over_fp8",
                   "ideal_memory_time_over_fp8", "bound_over_bf16", "bound_over_fp8",
                   "tensor_core_bound_over_bf16", "tensor_core_bound_over_fp8"});
  for (const StudyRow& row : rows) {
    const StudyRow& bf16 = beside(rows, row, "BF16");
    const StudyRow& fp8 = beside(rows, row, "FP8");
    csv.add(row.model).add(row.conversion).add(row.recipe.name).add(row.recipe.schedule);
    const Taken& t = row.taken;
    for (const double value :
         {t.seconds, t.ideal_seconds, t.joules, t.dram_bytes, t.array_share, t.quantize_share,
          t.seconds / bf16.taken.seconds, t.seconds / fp8.taken.seconds,
          t.joules / bf16.taken.joules, t.joules / fp8.taken.joules,
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

std::string rows_text(const std::vector<StudyRow>& rows) {
  report::TextTable table;
  table.left_columns = 3;
  table.rows.push_back({"model", "conversion", "recipe", "ms", "mJ", "GB", "/BF16", "/FP8",
                        "no memory", "bound", "1:2:4", "J/FP8"});
  for (const StudyRow& row : rows) {
    const StudyRow& bf16 = beside(rows, row, "BF16");
    const StudyRow& fp8 = beside(rows, row, "FP8");
    const Taken& t = row.taken;
    const auto bound_text = [&](double value) {
      return row.recipe.has_bound ? fmt::format("{:.3f}", value) : std::string("-");
    };
    table.rows.push_back(
        {row.model, row.conversion, row.recipe.name, fmt::format("{:.1f}", t.seconds * 1e3),
         fmt::format("{:.1f}", t.joules * 1e3), fmt::format("{:.2f}", t.dram_bytes * 1e-9),
         fmt::format("{:.3f}", t.seconds / bf16.taken.seconds),
         fmt::format("{:.3f}", t.seconds / fp8.taken.seconds),
         fmt::format("{:.3f}", t.ideal_seconds / fp8.taken.ideal_seconds),
         bound_text(row.bound / fp8.bound),
         bound_text(row.tensor_core_bound / fp8.tensor_core_bound),
         fmt::format("{:.3f}", t.joules / fp8.taken.joules)});
  }
  return table.text() +
         "\nOf an iteration. no memory, bound, 1:2:4: time over that of FP8 with transfers that "
         "take "
         "no time, by\nproducts alone on this machine, and by products alone where BF16, FP8 and "
         "FP4 are 1 : 2 : 4.\n";
}

/// A format on the unit beside [cuyckens2025datapaths]: 8 x 8 MACs, 64, 256 and 512 GOPS at 657,
/// 1438 to 1675 and 4065 GOPS/W; an operation is half a multiply-accumulate.
struct UnitRow {
  const char* format;
  NumberFormat number;
  double published_gops, published_gops_per_w;
  double macs_per_cycle = 0, array_pj = 0, all_pj = 0;  ///< ours, of a multiply-accumulate
};

std::vector<UnitRow> unit_rows(const std::filesystem::path& configs) {
  std::vector<UnitRow> rows{{"MXINT8", NumberFormat::integer, 64, 657},
                            {"MXFP8 E4M3", NumberFormat::e4m3, 256, 1438},
                            {"MXFP6 E2M3", NumberFormat::e2m3, 256, 1675},
                            {"MXFP4", NumberFormat::e2m1, 512, 4065}};
  const auto machine = config::load<arch::AcceleratorSpec>(
      configs / "arch" / "chunked_fp_512.yaml", config::parse_overrides({"array.least_passes=2"}));
  const EnergyTable prices = complete_table(machine);
  constexpr trace::Gemm kGemm{512, 512, 512};
  for (UnitRow& row : rows) {
    const int bits = array::stored_bits(row.number, 8);
    const array::Operands operands{.a_bits = bits,
                                   .b_bits = bits,
                                   .a_format = row.number,
                                   .b_format = row.number,
                                   .scale_group = 32,
                                   .scale_bits = 8};
    const mapping::MatrixJob job = mapping::matrix_job(
        trace::OperationClass::forward, mapping::convolution_of_gemm(kGemm), operands, machine);
    const std::vector<mapping::Job> jobs{job};
    const auto outcome =
        sim::execute(jobs, machine, {.mode = Mode::analytic, .prices = &prices, .progress = {}})
            .front()
            .outcome;
    const EnergyReport energy =
        price(sim::measure_of(job, machine, outcome), prices, machine.clock_hz);
    const auto per_mac = [&](Joules joules) {
      return joules.count() * 1e12 / static_cast<double>(kGemm.macs());
    };
    row.macs_per_cycle = array::peak_macs_per_cycle(machine.array, operands);
    row.array_pj = per_mac(energy.of(Component::array));
    row.all_pj = per_mac(energy.total());
  }
  return rows;
}

/// Picojoules of a multiply-accumulate, two operations.
double published_pj(const UnitRow& row) { return 2000 / row.published_gops_per_w; }

std::string units_csv(const std::vector<UnitRow>& rows) {
  report::Csv csv({"format", "published_gops", "published_pj_per_mac", "macs_per_cycle",
                   "array_pj_per_mac", "all_pj_per_mac", "published_rate_over_mxint8",
                   "rate_over_mxint8", "published_energy_over_mxfp4", "array_energy_over_mxfp4",
                   "all_energy_over_mxfp4"});
  const UnitRow& int8 = rows.front();
  const UnitRow& fp4 = rows.back();
  for (const UnitRow& row : rows) {
    csv.add(row.format);
    for (const double value :
         {row.published_gops, published_pj(row), row.macs_per_cycle, row.array_pj, row.all_pj,
          row.published_gops / int8.published_gops, row.macs_per_cycle / int8.macs_per_cycle,
          published_pj(row) / published_pj(fp4), row.array_pj / fp4.array_pj,
          row.all_pj / fp4.all_pj}) {
      csv.add(value);
    }
    csv.end_row();
  }
  return csv.text();
}

std::string units_text(const std::vector<UnitRow>& rows) {
  report::TextTable table;
  table.rows.push_back({"format", "rate: published", "ours", "energy / MXFP4: published",
                        "our array", "with memory", "pJ/MAC: published", "our array"});
  const UnitRow& fp4 = rows.back();
  for (const UnitRow& row : rows) {
    table.rows.push_back(
        {row.format, fmt::format("{:.0f}", row.published_gops / rows.front().published_gops),
         fmt::format("{:.0f}", row.macs_per_cycle / rows.front().macs_per_cycle),
         fmt::format("{:.2f}", published_pj(row) / published_pj(fp4)),
         fmt::format("{:.2f}", row.array_pj / fp4.array_pj),
         fmt::format("{:.2f}", row.all_pj / fp4.all_pj), fmt::format("{:.2f}", published_pj(row)),
         fmt::format("{:.2f}", row.array_pj)});
  }
  return table.text();
}

}  // namespace

Reproduced reproduce_formats(const std::filesystem::path& configs,
                             const ReproduceOptions& options) {
  const std::vector<StudyRow> rows = FormatStudy(configs, options).run();
  const std::vector<UnitRow> units = unit_rows(configs);
  const std::string text = rows_text(rows) + "\n" + units_text(units);
  return {{{"formats.csv", rows_csv(rows)}, {"units.csv", units_csv(units)}, {"tables.txt", text}},
          text};
}

}  // namespace metronome::experiment
