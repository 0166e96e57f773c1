#include "sim/report/run_directory.hpp"

#include <fmt/format.h>

#include <set>

#include "sim/base/files.hpp"
#include "sim/energy/memories.hpp"
#include "sim/report/draw.hpp"
#include "sim/report/ledger_io.hpp"
#include "sim/report/memory_peak.hpp"
#include "sim/report/overlap_tables.hpp"
#include "sim/report/report_page.hpp"
#include "sim/report/run_tables.hpp"
#include "sim/report/terminal_report.hpp"

namespace metronome::report {
namespace fs = std::filesystem;
namespace {

/// report.html and figures/. Returns the state of the figures.
std::string write_report(const ReportData& data, bool drawing, const fs::path& dir) {
  std::vector<Figure> figures = figures_of(data);
  put_stamp(figures, data.stamp());
  const std::vector<std::string> none(figures.size());
  const std::vector<std::string> raw = drawing ? draw(figures) : none;
  const std::string page =
      report_html(data, inlined(figures, raw, drawing ? draw(figures, narrow_page()) : none));
  write_figures(figures, raw, dir / "figures");
  write_file_atomically(dir / "report.html", page);
  return drawing ? figures_state(raw) : std::string(kFiguresLeftOut);
}

ReportData data_of(const RunInputs& inputs) {
  ReportData data{{}, {inputs.metrics, inputs.baseline_metrics}, inputs.manifest.recipe};
  add_entry(data, inputs.run, inputs.baseline, inputs.table, inputs.allow_unlike);
  data.entries.back().memory_bytes_per_second = memory_peak(inputs.resolved_yaml);
  return data;
}

ReportData data_of(const ComparisonInputs& inputs) {
  ReportData data{{}, {inputs.metrics, inputs.baseline_metrics}, inputs.manifest.recipe};
  for (const ComparisonEntry& entry : inputs.entries) {
    add_entry(data, entry.run, &entry.baseline, entry.table, inputs.allow_unlike);
  }
  return data;
}

void write_run_files(const RunInputs& inputs, const ReportData& data, const std::string& figures,
                     const fs::path& dir) {
  const ReportEntry& entry = data.entries.front();
  const Stamp stamp = data.stamp();
  const auto write = [&](const char* name, const std::string& content) {
    write_file_atomically(dir / name, content);
  };
  const auto table = [&](const char* name, const std::string& csv) {
    write(name, stamped_csv(csv, stamp));
  };
  table("phases.csv", phases_csv(inputs.run, entry.costs));
  table("levels.csv", levels_csv(inputs.run, entry.costs));
  table("operations.csv", operations_csv(inputs.run, entry.costs));
  write("level_jobs.csv.gz", level_jobs_csv_gz(inputs.run, stamp_comments(stamp, "# ")));
  table("energy.csv", energy_csv(inputs.run, entry.costs, inputs.table));
  table("memory.csv", memory_csv(inputs.run, inputs.baseline));
  if (has_overlap(inputs.run) || (inputs.baseline != nullptr && has_overlap(*inputs.baseline))) {
    table("overlap.csv", overlap_csv(inputs.run, inputs.baseline));
  } else {
    remove_file(dir / "overlap.csv");  // of an earlier run in this folder
  }
  table("metrics.csv", metrics_csv({inputs.metrics, inputs.baseline_metrics}));
  write("summary.json", summary_json(inputs.run, entry.costs,
                                     entry.baseline_costs ? &*entry.baseline_costs : nullptr,
                                     inputs.table, stamp.identity, stamp.recipe));
  write("ledger.json", ledger_json(inputs.run));
  if (inputs.baseline != nullptr) {
    write("baseline_ledger.json", ledger_json(*inputs.baseline));
  } else {
    remove_file(dir / "baseline_ledger.json");  // of an earlier run in this folder
  }
  write("energy.yaml", config::resolved_yaml(inputs.table));
  write("resolved.yaml", inputs.resolved_yaml);
  write("recipe.json", recipe_json(stamp.recipe));
  Manifest manifest = inputs.manifest;
  manifest.figures = figures;
  write("manifest.json", manifest_json(manifest));
}

}  // namespace

std::string write_run_directory(const RunInputs& inputs, const fs::path& dir) {
  const ReportData data = data_of(inputs);
  write_run_files(inputs, data, write_report(data, inputs.figures, dir), dir);
  return terminal_report(data);
}

std::string terminal_text(const ComparisonInputs& inputs) {
  return terminal_report(data_of(inputs));
}

std::string terminal_text(const RunInputs& inputs) { return terminal_report(data_of(inputs)); }

std::vector<ComparisonRow> compare(const ComparisonInputs& inputs) {
  return data_of(inputs).comparison();
}

std::string headline(const ComparisonInputs& inputs) {
  const ReportData data = data_of(inputs);
  return headline_text(data.comparison()) + "\n" + stamp_text(data.stamp());
}

std::string write_comparison(const ComparisonInputs& inputs, const fs::path& dir) {
  const ReportData data = data_of(inputs);
  const std::vector<ComparisonRow> rows = data.comparison();
  std::size_t row = 0;  // each machine's with its own identity
  const auto facts = [&](const std::vector<std::string>&) {
    return facts_of(Stamp{rows.at(row++).identity, data.recipe, data.unlike});
  };
  write_file_atomically(dir / "comparison.csv", with_facts(comparison_csv(rows), facts));
  write_file_atomically(dir / "comparison.md",
                        headline_markdown(rows) + stamp_markdown(data.stamp()));
  write_file_atomically(dir / "recipe.json", recipe_json(data.recipe));
  return write_report(data, inputs.figures, dir);
}

RunInputs LoadedRun::inputs(bool allow_unlike) const {
  return {.run = run,
          .baseline = baseline ? &*baseline : nullptr,
          .table = table,
          .metrics = metrics.run,
          .baseline_metrics = metrics.baseline,
          .resolved_yaml = resolved_yaml,
          .manifest = manifest,
          .allow_unlike = allow_unlike};
}

LoadedRun load_run(const fs::path& dir) {
  if (!is_folder(dir)) {
    throw UserError(Diagnostic{dir.string(), 0, 0, {}, "is no run directory", "no such folder"});
  }
  const auto text = [&](const char* name) { return read_file(dir / name); };
  const auto name = [&](const char* file) { return (dir / file).string(); };
  const auto has = [&](const char* file) { return path_exists(dir / file); };
  LoadedRun loaded;
  loaded.run = parse_ledger(text("ledger.json"), name("ledger.json"));
  if (has("baseline_ledger.json")) {
    loaded.baseline = parse_ledger(text("baseline_ledger.json"), name("baseline_ledger.json"));
  }
  loaded.table = config::load<EnergyTable>(dir / "energy.yaml");
  if (has("metrics.csv")) {
    loaded.metrics = parse_metrics(text("metrics.csv"), name("metrics.csv"));
  }
  loaded.resolved_yaml = has("resolved.yaml") ? text("resolved.yaml") : std::string();
  loaded.manifest = parse_manifest(text("manifest.json"), name("manifest.json"));
  return loaded;
}

ComparisonInputs comparison_of(const std::vector<LoadedRun>& runs, Manifest manifest) {
  ComparisonInputs inputs;
  inputs.manifest = std::move(manifest);
  for (const LoadedRun& loaded : runs) {
    if (!loaded.baseline) {
      throw UserError(fmt::format("the run on {} has no baseline", loaded.run.accelerator),
                      "a comparison needs static training on every accelerator");
    }
    inputs.entries.push_back({loaded.run, *loaded.baseline, loaded.table});
  }
  if (!runs.empty()) {
    inputs.metrics = runs.front().metrics.run;
    inputs.baseline_metrics = runs.front().metrics.baseline;
  }
  return inputs;
}

EnergyTable repriced(const EnergyTable& of_run, const EnergyTable& prices) {
  const auto is_dram = [](const EnergyRow& row) { return row.component == Component::dram; };
  std::vector<EnergyRow> device;
  std::vector<Uncertainty> causes;
  std::set<std::string> parts;
  for (const EnergyRow& row : of_run.rows) {
    if (is_dram(row)) {
      device.push_back(row);
      if (!row.uncertain_by.empty()) {
        const std::vector<Uncertainty> own = of_run.causes_of(row);
        causes.insert(causes.end(), own.begin(), own.end());
      }
    }
    parts.insert(row.action.substr(0, row.action.find('.')));
  }
  EnergyTable out = with_memories(prices, parts);
  std::erase_if(out.rows, is_dram);
  return out.with(device, causes);
}

}  // namespace metronome::report
