#include <fmt/format.h>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/cli/cache.hpp"
#include "sim/cli/file_kinds.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/progress_line.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/experiment/width_costs.hpp"
#include "workloads/trace/data_shapes.hpp"
#include "workloads/trace/limits.hpp"
#include "workloads/train/workload.hpp"

namespace metronome::cli {
namespace {

bool parse_width_costs(Options& options, const Arguments& arguments) {
  options.add()("arch", po::value<std::string>(), "accelerator file")(
      "mode", po::value<std::string>()->default_value("cycle"), "analytic or cycle")(
      "out", po::value<std::string>(), "file for the table as CSV");
  options.add_whole("batch", 1, trace::kExtents, "samples of the inference that is costed");
  options.add_jobs("worker processes; changes no result");
  add_cache_option(options);
  options.add_set();
  options.positional("WORKLOAD.yaml", 1, 1);
  return options.parse(arguments);
}

std::string rank_text(const weights::WidthCosts& costs) {
  std::vector<double> operations;
  std::vector<double> cycles;
  std::vector<double> joules;
  for (const weights::PairCost& cost : costs.costs) {
    operations.push_back(cost.bit_operations);
    cycles.push_back(cost.cycles);
    joules.push_back(cost.energy_j);
  }
  return fmt::format(
      "{} layers, {} pairs of widths each; rank correlation of bit operations with cycles {:.3f}, "
      "with energy {:.3f}\n",
      costs.layers.size(), costs.widths.size() * costs.widths.size(),
      experiment::rank_correlation(operations, cycles),
      experiment::rank_correlation(operations, joules));
}

}  // namespace

void run_width_costs(const Arguments& arguments) {
  Options options(
      "width-costs WORKLOAD.yaml --arch ARCH.yaml --out FILE.csv [--batch N] "
      "[--mode analytic|cycle] [--jobs N] [--cache DIR|off] [--set KEY.PATH=VALUE]...",
      "What each quantized layer of a workload's network costs on a machine, at every pair of\n"
      "candidate widths of weights and activations: the table that a search of widths reads\n"
      "(weights.search.costs). Keys of --set are the workload's.");
  if (!parse_width_costs(options, arguments)) {
    return;
  }
  const std::string& file = options.arguments()[0];
  const auto workload = load_file<train::WorkloadSpec>(file, options.overrides());
  const auto machine = load_file<arch::AcceleratorSpec>(options.required("arch"));
  const auto mode = enum_from_name<Mode>(options.text("mode"));
  if (!mode) {
    throw UserError("`" + options.text("mode") + "` is not a mode", "analytic or cycle");
  }
  const std::string out = options.required("out");
  require_output_files({out}, {file, options.text("arch")});
  const auto* form = std::get_if<weights::BlendedSpec>(&workload.form);
  experiment::WidthCostRequest request;
  request.dataset = workload.dataset;
  request.batch = options.whole("batch");
  request.widths = (form == nullptr ? weights::BlendedSpec() : *form).candidates;
  const EnergyTable prices = experiment::complete_table(machine);
  const std::unique_ptr<FileCache> cache =
      open_cache(options, std::vector<std::filesystem::path>{out});
  ProgressLine line;
  const weights::WidthCosts costs = experiment::width_costs(
      train::network_of(workload), request, machine, prices,
      {.mode = *mode,
       .prices = &prices,
       .jobs = options.jobs(),
       .cache = cache.get(),
       .progress = [&](const sim::SimulateProgress& p) {
         line.show("simulating " + machine.name, p.share,
                   fmt::format("{} of {} distinct operations", p.done, p.total), -1);
       }});
  line.clear();
  write_file_durably(out, weights::width_costs_csv(costs));
  print("Costs of {} ({}): weights.search.machine={}@{}\n{}", costs.machine, out, costs.machine,
        costs.machine_digest, rank_text(costs));
}

}  // namespace metronome::cli
