#include <fmt/format.h>

#include <optional>

#include "sim/base/hash.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/report/names.hpp"
#include "workloads/trace/trace_io.hpp"

namespace metronome::cli {
void run_simulate(const Arguments& arguments) {
  Options options(
      "simulate TRACE --arch ARCH.yaml --out DIR [--baseline TRACE] [--statistics TRACE] "
      "[--mode analytic|cycle] [--jobs N] [--set KEY.PATH=VALUE]...",
      "Executes a training trace on an accelerator; writes cycles, counts, energy and a report.");
  options.add()("arch", po::value<std::string>(), "accelerator file; see `metronome list archs`")(
      "out", po::value<std::string>(), "run folder")("baseline", po::value<std::string>(),
                                                     "trace of the training to compare with")(
      "statistics", po::value<std::string>(),
      "trace of another training, whose value statistics time a value-dependent array")(
      "mode", po::value<std::string>()->default_value("cycle"), "analytic or cycle")(
      "jobs", po::value<unsigned>()->default_value(default_jobs()),
      "worker processes; changes no result");
  options.add_set();
  options.positional("TRACE", 1, 1);
  if (!options.parse(arguments)) {
    return;
  }
  const ManifestClock clock(command_text("simulate", arguments));
  const std::filesystem::path out = options.required("out");
  const auto machine =
      config::load<arch::AcceleratorSpec>(options.required("arch"), options.overrides());
  const auto mode = config::enum_from_name<Mode>(options.text("mode"));
  if (!mode) {
    throw UserError("`" + options.text("mode") + "` is not a mode", "analytic or cycle");
  }
  require_replaceable(out, "manifest.json");
  std::vector<trace::Trace> traces{trace::read_trace(options.arguments()[0])};
  if (options.has("baseline")) {
    traces.push_back(trace::read_trace(options.text("baseline")));
  }
  std::optional<trace::Trace> statistics;
  if (options.has("statistics")) {
    statistics = trace::read_trace(options.text("statistics"));
  }
  const EnergyTable table = experiment::complete_table(machine);
  ProgressLine line;
  const auto runs =
      sim::simulate(traces, machine,
                    {.mode = *mode,
                     .statistics = statistics ? &*statistics : nullptr,
                     .jobs = std::max(1u, options.get<unsigned>("jobs")),
                     .progress = [&](const sim::SimulateProgress& p) {
                       line.show("simulating " + machine.name, p.share,
                                 fmt::format("{} of {} distinct operations", p.done, p.total));
                     }});
  line.clear();
  report::Manifest manifest = clock.manifest();
  manifest.hashes["accelerator"] = hex_digest(fnv1a(config::resolved_yaml(machine)));
  manifest.hashes["trace"] =
      file_digest((std::filesystem::path(options.arguments()[0]) / "step.yaml").string());
  const report::RunInputs inputs{
      .run = runs[0],
      .baseline = runs.size() > 1 ? &runs[1] : nullptr,
      .table = table,
      .metrics = traces[0].metrics,
      .baseline_metrics = runs.size() > 1 ? traces[1].metrics : report::Metrics{},
      .resolved_yaml = config::resolved_yaml(machine),
      .manifest = manifest};
  AtomicDirectory directory(out);
  report::write_run_directory(inputs, directory.path());
  directory.commit();
  fmt::print("{}\nReport: {}\n", report::terminal_text(inputs), (out / "report.html").string());
}

}  // namespace metronome::cli
