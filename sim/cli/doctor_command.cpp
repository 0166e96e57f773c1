#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>

#include "sim/base/error.hpp"
#include "sim/base/file_cache.hpp"
#include "sim/base/files.hpp"
#include "sim/base/program.hpp"
#include "sim/cli/cache.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/paper_sources.hpp"
#include "sim/cli/presets.hpp"
#include "sim/cli/print.hpp"
#include "sim/report/gnuplot.hpp"
#include "workloads/data/load.hpp"
#include "workloads/tensor/gemm.hpp"

namespace metronome::cli {
namespace {

/// How one thing that commands use stands.
struct Finding {
  std::string name;
  bool good = true;
  bool needed = false;  ///< nearly nothing works without it
  std::string found;    ///< what is there, or why it is not
  std::string cost{};   ///< of its absence
  std::string remedy{};
};

Finding presets() {
  Finding finding{.name = "presets",
                  .needed = true,
                  .found = "",
                  .cost = "no machines, devices, price tables or experiments",
                  .remedy =
                      "the folder configs/ that comes with the program, named in "
                      "METRONOME_CONFIGS"};
  try {
    finding.found = path_text(configs_folder());
  } catch (const UserError& error) {
    finding.good = false;
    finding.found = error.what();
  }
  return finding;
}

Finding bibliography() {
  Finding finding{.name = "bibliography",
                  .found = "",
                  .cost = "`metronome figures` ends with exit code 3: it has no sources.bib",
                  .remedy = "bibliography.bib beside the presets"};
  try {
    finding.found = path_text(bibliography_file());
  } catch (const std::exception& error) {
    finding.good = false;
    finding.found = error.what();
  }
  return finding;
}

Finding gnuplot() {
  const report::GnuplotRun run = report::run_gnuplot(
      "set terminal pdfcairo\nset terminal pngcairo\nset output\n"
      "set print '-'\nprint GPVAL_VERSION\n");
  std::string version = run.output;
  std::erase(version, '\n');
  return {.name = "gnuplot",
          .good = run.complaint.empty(),
          .found = run.complaint.empty() ? "version " + version : run.complaint,
          .cost =
              "results are written without figures, and `metronome figures` ends with exit code "
              "3",
          .remedy = "apt-get install gnuplot-nox; then `metronome report` draws what is missing"};
}

Finding font() {
  const ProgramResult result =
      run_program({.words = {"fc-match", "--format=%{family}", "Liberation Sans"}});
  const bool known = result.good() && result.output.find("Liberation Sans") != std::string::npos;
  return {.name = "font",
          .good = known,
          .found = known           ? result.output
                   : result.good() ? "Liberation Sans is missing; " + result.output + " is taken"
                                   : "fontconfig is missing",
          .cost = "texts of figures have another width than they are given room for, and may touch",
          .remedy = "apt-get install fonts-liberation"};
}

Finding data_set(const std::string& name) {
  Finding finding{.name = "data set " + name,
                  .found = "can be read",
                  .cost =
                      "`make run` and other trainings on it end with exit code 2; traces without "
                      "training need no data",
                  .remedy = ""};
  try {
    (void)data::load_data_set({.name = name, .train_samples = 1, .test_samples = 1});
  } catch (const std::exception& error) {
    finding.good = false;
    finding.found = error.what();
  }
  return finding;
}

Finding cache(const Options& options) {
  Finding finding{.name = "cache",
                  .found = "off",
                  .cost = "each simulation begins with no operation known",
                  .remedy = "a folder that can be written, in METRONOME_CACHE or --cache"};
  try {
    if (const auto folder = cache_folder(options)) {
      const FileCache opened(*folder);
      finding.found = path_text(*folder);
    }
  } catch (const std::exception& error) {
    finding.good = false;
    finding.found = error.what();
  }
  return finding;
}

Finding computer() {
  const double gib = static_cast<double>(::sysconf(_SC_PHYS_PAGES)) *
                     static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1ULL << 30);
  return {.name = "computer",
          .found = fmt::format("{} processors, {:.1f} GiB of memory, kernels of training for {}",
                               default_jobs(), gib, tensor::kernel_set())};
}

std::vector<Finding> findings_of(const Options& options) {
  return {presets(),      bibliography(), gnuplot(), font(), data_set("fashion-mnist"),
          cache(options), computer()};
}

std::string json_text(const std::vector<Finding>& findings) {
  nlohmann::ordered_json out = nlohmann::ordered_json::array();
  for (const Finding& one : findings) {
    out.push_back({{"name", one.name},
                   {"good", one.good},
                   {"needed", one.needed},
                   {"found", one.found},
                   {"cost", one.good ? "" : one.cost},
                   {"remedy", one.good ? "" : one.remedy}});
  }
  return out.dump(1) + "\n";
}

}  // namespace

void run_doctor(const Arguments& arguments) {
  Options options("doctor [--cache DIR|off] [--json]",
                  "What this computer lacks, what that costs, and how it is got. Exit code 4 where "
                  "something is\n"
                  "missing without which nearly nothing works.");
  add_cache_option(options);
  options.add()("json", po::bool_switch(), "print JSON");
  if (!options.parse(arguments)) {
    return;
  }
  const std::vector<Finding> findings = findings_of(options);
  if (options.flag("json")) {
    print("{}", json_text(findings));
  } else {
    for (const Finding& one : findings) {
      print("{:<7} {:<22} {}\n", one.good ? "ok" : "MISSING", one.name, one.found);
      if (!one.good) {
        print("        costs: {}\n", one.cost);
      }
      if (!one.good && !one.remedy.empty()) {
        print("        remedy: {}\n", one.remedy);
      }
    }
  }
  if (std::any_of(findings.begin(), findings.end(),
                  [](const Finding& one) { return one.needed && !one.good; })) {
    throw CheckFailed("something is missing without which nearly nothing works");
  }
}

}  // namespace metronome::cli
