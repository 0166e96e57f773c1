#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/output_folder.hpp"
#include "sim/base/text.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/paper_sources.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/recipe.hpp"
#include "sim/cli/run_folders.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/report/chart_io.hpp"
#include "sim/report/paper_figure.hpp"
#include "sim/report/paper_tables.hpp"
#include "sim/report/run_directory.hpp"
#include "sim/report/speed_figures.hpp"

namespace metronome::cli {
namespace {

namespace fs = std::filesystem;
using report::Figure;

constexpr NumberRange kMostBars{1, 100000};

/// What is drawn, by the names of its files, which no two have.
struct Drawn {
  std::map<std::string, Figure> figures;
  std::map<std::string, report::TexTable> tables;
  std::map<std::string, report::Stamp> stamps;  ///< of tables
  std::vector<std::string> order;               ///< of figures
};

/// A name that is still free: with what it is of behind it, where another has it.
template <class Map>
std::string free_name(const Map& taken, const std::string& name, const std::string& of) {
  if (taken.count(name) == 0) {
    return name;
  }
  std::string out = name + "_" + file_stem(of);
  for (int n = 2; taken.count(out) > 0; ++n) {
    out = fmt::format("{}_{}_{}", name, file_stem(of), n);
  }
  return out;
}

bool has_charts(const fs::path& folder) {
  return path_exists(folder / "figures" / report::kChartsFile);
}

void add_figures(Drawn& drawn, const fs::path& folder, const std::string& of) {
  const fs::path from = folder / "figures";
  const fs::path file = from / report::kChartsFile;
  for (Figure& figure : report::parse_charts(read_file(file), file.string())) {
    figure.csv = read_file(from / (figure.name + ".csv"));
    const std::string name = free_name(drawn.figures, figure.name, of);
    figure.name = name;
    frame_of(figure.chart).name = name;
    drawn.order.push_back(name);
    drawn.figures.emplace(name, std::move(figure));
  }
}

void add_table(Drawn& drawn, report::TexTable table, const report::Stamp& stamp,
               const std::string& of) {
  table.name = free_name(drawn.tables, table.name, of);
  drawn.stamps.emplace(table.name, stamp);
  drawn.tables.emplace(table.name, std::move(table));
}

/// The tables of all runs that were named, together: those of a comparison where each has a
/// baseline. Returns what they are of.
report::Stamp add_run_tables(Drawn& drawn, const std::vector<report::LoadedRun>& runs,
                             const report::Recipe& recipe) {
  report::ReportData data;
  data.recipe = recipe;
  for (const report::LoadedRun& loaded : runs) {
    add_entry(data, loaded.run, loaded.baseline ? &*loaded.baseline : nullptr, loaded.table, true);
  }
  for (report::TexTable& table : report::paper_tables(data)) {
    add_table(drawn, std::move(table), data.stamp(), "runs");
  }
  return data.stamp();
}

/// Figures of the simulator's speed are drawn where they are named: host and time are no part of
/// results, so that they differ each time.
bool wants_speed(const std::vector<std::string>& only) {
  return std::any_of(only.begin(), only.end(), [](const std::string& name) {
    return name == report::kSpeedFigure || name == report::kTimeFigure;
  });
}

/// Of the runs that tell a speed; says which do not. Their manifests are inputs then.
std::vector<report::TimedRun> timed_runs(const std::vector<report::LoadedRun>& runs,
                                         report::Recipe& recipe) {
  std::vector<report::TimedRun> timed;
  for (const report::LoadedRun& loaded : runs) {
    const std::string name =
        fmt::format("{}, {}", loaded.run.accelerator, enum_name(loaded.run.mode));
    const auto& time = loaded.manifest.simulation;
    if (time && report::tells_speed(*time)) {
      timed.push_back({name, *time});
      recipe.inputs["manifest " + name] = content_digest(report::manifest_json(loaded.manifest));
    } else if (time) {
      note("{}: {} of {} operations were kept from before, which tells no speed\n", name,
           time->reused, time->operations);
    } else {
      note("{}: its manifest.json does not say what its simulation took\n", name);
    }
  }
  if (timed.empty()) {
    throw UserError(fmt::format("--only {}: no run tells a speed", report::kSpeedFigure),
                    "runs of `simulate --cache off --restart`");
  }
  return timed;
}

void add_speed(Drawn& drawn, const std::vector<report::TimedRun>& timed,
               const report::Stamp& stamp) {
  std::vector<Figure> figures = report::speed_figures(timed);
  put_stamp(figures, stamp);
  for (Figure& figure : figures) {
    drawn.order.push_back(figure.name);
    drawn.figures.emplace(figure.name, std::move(figure));
  }
}

/// The runs that were named, and where they lie.
struct NamedRuns {
  std::vector<report::LoadedRun> runs;
  std::vector<fs::path> folders;
};

/// An argument: a run, an experiment's folder, a sweep's, or any other folder of figures.
void add_argument(Drawn& drawn, NamedRuns& named, const std::string& argument,
                  report::Recipe& recipe) {
  const fs::path folder(argument);
  const std::string of = (folder / "").parent_path().filename().string();
  if (!is_folder(folder)) {
    throw UserError(Diagnostic{argument,
                               0,
                               0,
                               {},
                               "is no folder",
                               "the result of run, simulate, "
                               "sweep or another command that draws"});
  }
  const bool charts = has_charts(folder);
  if (charts) {
    add_figures(drawn, folder, of);
    recipe.inputs["charts " + of] =
        file_digest((folder / "figures" / report::kChartsFile).string());
  }
  if (path_exists(folder / "sweep.csv")) {
    const fs::path file = folder / "sweep.csv";
    add_table(drawn,
              report::paper_table_of_csv("sweep", "The points of the sweep.", read_file(file),
                                         file.string()),
              report::Stamp{{}, recipe}, of);
    return;
  }
  std::vector<fs::path> folders;
  try {
    folders = run_directories(folder);
  } catch (const UserError&) {
    if (!charts) {
      refuse_system(folder);
      throw UserError(Diagnostic{argument,
                                 0,
                                 0,
                                 {},
                                 "has neither figures/charts.json nor runs",
                                 "`metronome report` of an older run writes its figures again"});
    }
    return;
  }
  for (const fs::path& run : folders) {
    named.runs.push_back(report::load_run(run));
    named.folders.push_back(run);
    if (run != folder && has_charts(run)) {
      add_figures(drawn, run, run.filename().string());
    }
    recipe.inputs["ledger " + of + " " + run.filename().string()] =
        file_digest((run / "ledger.json").string());
    recipe.from.push_back(named.runs.back().manifest.recipe.command);
  }
}

/// The names that an option lists, with commas between; none where it is not given.
std::vector<std::string> listed(const Options& options, const std::string& name) {
  std::vector<std::string> words;
  if (!options.has(name)) {
    return words;
  }
  const std::string text = options.text(name);
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    if (end > at) {
      words.push_back(text.substr(at, end - at));
    }
    at = end + 1;
  }
  if (words.empty()) {
    throw UserError("--" + name + " names nothing", "NAME,NAME,..., or leave it out");
  }
  return words;
}

/// Keeps what --only names, in the order of the results.
void keep_only(Drawn& drawn, const std::vector<std::string>& names) {
  std::vector<std::string> known = drawn.order;
  for (const auto& [name, table] : drawn.tables) {
    known.push_back(name);
  }
  for (const std::string& name : names) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      throw UserError("--only: `" + name + "` is no figure or table of these results",
                      name_hint(name, known));
    }
  }
  const auto unwanted = [&](const std::string& name) {
    return std::find(names.begin(), names.end(), name) == names.end();
  };
  std::erase_if(drawn.order, unwanted);
  std::erase_if(drawn.tables, [&](const auto& item) { return unwanted(item.first); });
}

template <class E>
E choice(const Options& options, const std::string& name) {
  const std::string text = options.text(name);
  const auto value = enum_from_name<E>(text);
  if (!value) {
    throw UserError("--" + name + ": `" + text + "` is none of its values",
                    name_hint(text, enum_name_list<E>()));
  }
  return *value;
}

/// NAME.pdf, NAME.csv and NAME.gp of each figure. Says what is not as in the page.
void write_figures(Drawn& drawn, const report::Canvas& canvas, std::size_t most_bars,
                   const fs::path& folder) {
  for (const std::string& name : drawn.order) {
    Figure& figure = drawn.figures.at(name);
    if (auto* bars = std::get_if<report::BarChart>(&figure.chart);
        bars != nullptr && most_bars > 0) {
      if (auto fewer = report::largest_bars(*bars, most_bars)) {
        note("{}: the {} largest bars of each group; the others are one bar, and rows of {}.csv\n",
             name, most_bars, name);
        *bars = std::move(*fewer);
      }
    }
    write_file_atomically(folder / (name + ending_of(canvas.medium)),
                          report::paper_figure(figure, canvas));
    write_file_atomically(folder / (name + ".csv"), figure.csv);
    write_file_atomically(folder / (name + ".gp"), figure.script(canvas).source());
  }
}

void write_tables(const Drawn& drawn, const report::TexPlace& place,
                  const std::vector<std::string>& columns, const fs::path& folder) {
  for (const auto& [name, table] : drawn.tables) {
    const std::vector<std::string> known = column_names(table);
    std::vector<std::string> own;
    std::copy_if(columns.begin(), columns.end(), std::back_inserter(own), [&](const auto& column) {
      return drawn.tables.size() == 1 ||
             std::find(known.begin(), known.end(), column) != known.end();
    });
    const std::vector<std::size_t> chosen = chosen_columns(table, place, own);
    if (own.empty() && chosen.size() < table.wanted.size()) {
      std::string left;
      for (const std::size_t column : table.wanted) {
        if (std::find(chosen.begin(), chosen.end(), column) == chosen.end()) {
          left += " " + known[column];
        }
      }
      note("{}.tex: no room for{}; --columns chooses\n", name, left);
    }
    write_file_atomically(folder / (name + ".tex"),
                          report::stamp_comments(drawn.stamps.at(name), "% ") +
                              tex_table(table, place, chosen).source());
  }
}

/// Every column must be one of some table.
void require_columns(const Drawn& drawn, const std::vector<std::string>& columns) {
  std::vector<std::string> known;
  for (const auto& [name, table] : drawn.tables) {
    const std::vector<std::string> own = column_names(table);
    known.insert(known.end(), own.begin(), own.end());
  }
  for (const std::string& column : columns) {
    if (std::find(known.begin(), known.end(), column) == known.end()) {
      throw UserError("--columns: `" + column + "` is no column of these tables",
                      name_hint(column, known));
    }
  }
}

void add_figure_options(Options& options) {
  options.add()("style", po::value<std::string>()->default_value("ieee-column"),
                "where it is to stand: ieee-column (3.5 in), ieee-page (7.16), acm-column (3.33), "
                "acm-page (7.0), slides (10)")(
      "format", po::value<std::string>()->default_value("pdf"), "pdf, svg or png (300 dpi)")(
      "only", po::value<std::string>(),
      "NAME,...: these figures and tables alone; simulator_speed and simulator_time, which differ "
      "each time, are drawn where they are named")(
      "columns", po::value<std::string>(), "NAME,...: columns of the tables that have them")(
      "out", po::value<std::string>(), "folder for the files");
  options.add_whole("top", {}, kMostBars,
                    "of more bars in a group the N largest; the others become one");
  options.positional("RUN|SWEEP", 1, 100);
}

}  // namespace

void run_figures(const Arguments& arguments) {
  Options options(
      "figures RUN|SWEEP... --out DIR [--style S] [--format F] [--only NAME,...] [--top N] "
      "[--columns NAME,...]",
      "The figures of results for a paper, as wide as its columns: NAME.pdf (or .svg, .png), the "
      "data NAME.csv\n"
      "and the script NAME.gp of each; tables as NAME.tex; the sources of all numbers as "
      "sources.bib.");
  add_figure_options(options);
  if (!options.parse(arguments)) {
    return;
  }
  const auto style = choice<report::FigureStyle>(options, "style");
  const report::Canvas canvas = canvas_of(style, choice<report::FigureFormat>(options, "format"));
  const std::vector<std::string> only = listed(options, "only");
  const std::vector<std::string> columns = listed(options, "columns");
  OutputFolder out({.path = options.required("out"),
                    .made_by = "figures",
                    .sources = {options.arguments().begin(), options.arguments().end()}});
  const ManifestClock clock("figures", arguments);
  report::Manifest manifest = clock.manifest();
  Drawn drawn;
  NamedRuns named;
  for (const std::string& argument : options.arguments()) {
    add_argument(drawn, named, argument, manifest.recipe);
  }
  tell_apart(named.runs, named.folders);
  std::vector<report::TimedRun> timed;
  if (wants_speed(only)) {
    timed = timed_runs(named.runs, manifest.recipe);
  }
  add_speed(drawn, timed, add_run_tables(drawn, named.runs, manifest.recipe));
  if (options.has("only")) {
    keep_only(drawn, only);
  }
  require_columns(drawn, columns);
  write_figures(drawn, canvas, options.has("top") ? options.whole("top") : 0, out.result());
  const bool page =
      style == report::FigureStyle::ieee_page || style == report::FigureStyle::acm_page;
  write_tables(drawn, {.width_pt = canvas.width, .both_columns = page}, columns, out.result());
  const std::size_t sources =
      write_sources({options.arguments().begin(), options.arguments().end()}, out.result());
  write_file_atomically(out.result() / "recipe.json", report::recipe_json(manifest.recipe));
  write_file_atomically(out.result() / kManifestName, report::manifest_json(manifest));
  out.publish();
  print("{} figures, {} tables, {} sources: {}\n", drawn.order.size(), drawn.tables.size(), sources,
        path_text(out.path()));
}

}  // namespace metronome::cli
