#include "sim/cli/load.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/csv_table.hpp"
#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/text_file.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/run_folders.hpp"
#include "sim/report/manifest.hpp"
#include "sim/report/recipe_fields.hpp"
#include "sim/report/run_directory.hpp"
#include "workloads/trace/trace_io.hpp"

namespace metronome::cli {
namespace {

namespace fs = std::filesystem;
using report::Json;

constexpr const char* kEndings[] = {".csv", ".csv.gz"};

std::map<std::string, fs::path> tables_in(const fs::path& folder) {
  std::map<std::string, fs::path> tables;
  for (const std::string& name : names_in(folder)) {
    for (const std::string ending : kEndings) {
      if (name.ends_with(ending)) {
        tables.emplace(name.substr(0, name.size() - ending.size()), folder / name);
      }
    }
  }
  return tables;
}

Json summary_of_run(const fs::path& folder) {
  (void)report::load_run(folder);  // a damaged ledger is no run
  const fs::path file = folder / "summary.json";
  return report::parse_json(read_file(file), file.string());
}

Json summary_of_trace(const fs::path& folder) {
  const trace::Trace trace = trace::read_trace(folder);
  const trace::Step& step = trace.step();
  return Json{{"model", step.model},
              {"dataset", step.dataset},
              {"batch", step.batch},
              {"schedule", trace.schedule_name},
              {"iterations", trace.iterations()},
              {"phases", trace.schedule.size()},
              {"operations", step.operations.size()},
              {"forward_macs", step.forward_macs.count()}};
}

/// The recipe of a folder; null where it has no manifest, as committed tables have none.
Json recipe_in(const fs::path& folder) {
  const fs::path file = folder / "manifest.json";
  return path_exists(file)
             ? report::recipe_fields(report::parse_manifest(read_file(file), file.string()).recipe)
             : Json();
}

Json summary_of_sweep(const fs::path& folder) {
  const LoadedTable table = load_table(folder / "sweep.csv");
  const auto at = std::find(table.columns.begin(), table.columns.end(), "status");
  if (at == table.columns.end()) {
    throw UserError(Diagnostic{(folder / "sweep.csv").string(), 1, 1, "status", "column is missing",
                               "a table of `sweep`"});
  }
  std::map<std::string, std::uint64_t> counts;
  for (const std::vector<std::string>& row : table.rows) {
    ++counts[row[static_cast<std::size_t>(at - table.columns.begin())]];
  }
  Json json{{"points", table.rows.size()}, {"status", Json::object()}};
  for (const auto& [status, count] : counts) {
    json["status"][status] = count;
  }
  json["recipe"] = recipe_in(folder);
  return json;
}

}  // namespace

LoadedFolder load_folder(const fs::path& folder) {
  require_plain({folder.string()});
  if (!is_folder(folder)) {
    throw UserError(Diagnostic{folder.string(), 0, 0, {}, "is no folder", "what a command wrote"});
  }
  LoadedFolder loaded;
  if (is_run(folder)) {
    loaded.kind = "run";
    loaded.summary = summary_of_run(folder);
  } else if (trace::is_trace(folder)) {
    loaded.kind = "trace";
    loaded.summary = summary_of_trace(folder);
  } else if (path_exists(folder / "sweep.csv")) {
    loaded.kind = "sweep";
    loaded.summary = summary_of_sweep(folder);
  } else if (path_exists(folder / "comparison.csv")) {
    loaded.kind = "experiment";
    loaded.summary["recipe"] = recipe_in(folder);
    for (const std::string& name : names_in(folder)) {
      if (is_folder(folder / name) && is_run(folder / name)) {
        loaded.parts.emplace(name, folder / name);
      }
    }
  } else {
    throw UserError(Diagnostic{folder.string(),
                               0,
                               0,
                               {},
                               "is neither a run nor a trace, a sweep or an experiment",
                               "a folder that `metronome run`, `simulate`, `train`, `trace`, "
                               "`price` or `sweep` wrote"});
  }
  loaded.tables = tables_in(folder);
  return loaded;
}

LoadedTable load_table(const fs::path& file) {
  const std::string text = plain_text(read_maybe_gzip(file), file.string());
  LoadedTable table;
  for (CsvRow& row : csv_rows(text, file.string())) {
    if (row.comment || (row.fields.size() == 1 && row.blank())) {
      continue;
    }
    std::vector<std::string> fields;
    for (CsvField& field : row.fields) {
      fields.push_back(std::move(field.text));
    }
    if (table.columns.empty()) {
      table.columns = std::move(fields);
    } else if (fields.size() == table.columns.size()) {
      table.rows.push_back(std::move(fields));
    } else {
      throw UserError(Diagnostic{
          file.string(),
          row.line,
          1,
          {},
          fmt::format("has {} fields, the header {}", fields.size(), table.columns.size()),
          "a file that a command wrote"});
    }
  }
  return table;
}

}  // namespace metronome::cli
