#include <fmt/format.h>

#include <cmath>

#include "sim/base/text.hpp"
#include "sim/cli/artifact.hpp"
#include "sim/report/markdown_table.hpp"

namespace metronome::cli {
namespace {

constexpr double kKib = 1024;
constexpr double kQuickSeconds = 600;

std::string size_text(std::uint64_t bytes) {
  const double kib = static_cast<double>(bytes) / kKib;
  return kib < kKib ? fmt::format("{:.0f} KiB", std::ceil(kib))
                    : fmt::format("{:.1f} MiB", kib / kKib);
}

double seconds_of(const Artifact& artifact) {
  double seconds = 0;
  for (const ArtifactResult& result : artifact.results) {
    seconds += result.manifest.wall_seconds;
  }
  return seconds;
}

std::string time_text(double seconds) {
  return seconds < 100 ? fmt::format("{:.1f} s", seconds) : fmt::format("{:.0f} s", seconds);
}

/// A text of a user as code in Markdown, on one line.
std::string code(const std::string& text) {
  std::string fence = "`";
  while (text.find(fence) != std::string::npos) {
    fence += '`';
  }
  return fence + (fence.size() > 1 ? " " + text + " " : text) + fence;
}

std::string command_of(const Artifact& artifact, const ArtifactResult& result) {
  std::string text = "metronome";
  for (const std::string& word : result.words) {
    text += " " + shell_word(artifact.word(result, word));
  }
  return text;
}

std::string results_table(const Artifact& artifact) {
  const std::vector<std::string> head{"result",   "tables",  "figures",
                                      "expected", "it took", "command"};
  report::MarkdownTable table(head, head.size());
  for (const ArtifactResult& result : artifact.results) {
    table.texts({result.name, std::to_string(result.tables.size() + result.texts.size()),
                 std::to_string(result.figures.size()), size_text(result.bytes),
                 time_text(result.manifest.wall_seconds), command_of(artifact, result)});
  }
  return table.markdown().source();
}

std::string of_the_system(const Artifact& artifact) {
  std::string text;
  for (const auto& [path, input] : artifact.inputs) {
    if (!input.packed) {
      text += fmt::format("- {} ({})\n", code(path), size_text(input.bytes));
    }
  }
  return text;
}

std::string versions(const Artifact& artifact) {
  std::string text;
  for (const ArtifactResult& result : artifact.results) {
    const std::string one = "metronome " + result.manifest.recipe.version;
    if (text.find(one) == std::string::npos) {
      text += (text.empty() ? "" : ", ") + one;
    }
  }
  return text;
}

std::size_t count(const Artifact& artifact, std::vector<std::string> ArtifactResult::*what) {
  std::size_t all = 0;
  for (const ArtifactResult& result : artifact.results) {
    all += (result.*what).size();
  }
  return all;
}

}  // namespace

std::string artifact_readme(const Artifact& artifact) {
  const std::string external = of_the_system(artifact);
  return fmt::format(
      "# {}\n\nResults of metronome, with all that they were made of and a script that makes them "
      "again and compares "
      "them.\n\n    ./reproduce.sh            # everything, about {}\n    ./reproduce.sh --quick   "
      " # at most ten "
      "minutes\n\nIt needs `bash`, the core utilities and `metronome` in PATH, or "
      "`METRONOME=/path/of/metronome`. The "
      "results were made by {};\nthe script says which version it runs. Figures are drawn where "
      "gnuplot is "
      "installed; compared are their data, so that another version of gnuplot is no "
      "difference.\n\n{}\n{}"
      "- `reproduce.sh`: one PASS or FAIL for each table and figure; exit code 0, or 4 where one "
      "fails\n"
      "- `inputs/`: the files that the results were made of, as they lay beside each other\n"
      "- `inputs.csv`: these files with their sizes and digests\n"
      "- `expected/`: the results, each with its recipe (`recipe.json`)\n"
      "- `CHECKLIST.md`: for artifact evaluation\n- `LICENCES.md`: whose what is\n",
      artifact.name, time_text(seconds_of(artifact)), versions(artifact), results_table(artifact),
      external.empty() ? ""
                       : "\nFiles of packages of the system, which are not packed (the package "
                         "`dataset-fashion-mnist` of Debian, for example):\n\n" +
                             external + "\n");
}

std::string artifact_checklist(const Artifact& artifact) {
  const double seconds = seconds_of(artifact);
  std::string text = fmt::format(
      "{}{}\n\nIn the order of the appendix that ACM and IEEE "
      "conferences ask for. "
      "Sizes and times are measured; what only the authors know\nis left to them, in brackets.\n\n",
      kChecklistTitle, artifact.name);
  const auto row = [&](const std::string& what, const std::string& answer) {
    text += fmt::format("- **{}**: {}\n", what, answer);
  };
  text += "## Meta-information\n\n";
  row("Program", versions(artifact));
  row("Compilation",
      "`make` in the source of metronome (C++20, CMake; it installs what it needs on Debian 12)");
  row("Data set", of_the_system(artifact).empty() ? "none but what is in `inputs/`"
                                                  : "of packages of the system, see README.md");
  row("Run-time environment", "Linux, bash, core utilities; gnuplot for drawings");
  row("Hardware", "one processor of x86-64 is enough; no accelerator, no network");
  row("Execution", "`./reproduce.sh`, or `./reproduce.sh --quick` (at most 10 minutes)");
  row("Metrics", "each number of each table and of the data of each figure");
  row("Output", fmt::format("{} tables and {} figures of {} results, each PASS or FAIL",
                            count(artifact, &ArtifactResult::tables) +
                                count(artifact, &ArtifactResult::texts),
                            count(artifact, &ArtifactResult::figures), artifact.results.size()));
  row("Disk space",
      fmt::format("{} unpacked ({} of inputs, {} expected), and about {} for what is made",
                  size_text(artifact.packed_bytes() + artifact.expected_bytes()),
                  size_text(artifact.packed_bytes()), size_text(artifact.expected_bytes()),
                  size_text(artifact.made_bytes())));
  row("Time to prepare", "the building of metronome, some minutes");
  row("Time to complete",
      fmt::format(
          "{} as measured when the results were made (of a result that was continued its last "
          "command){}",
          time_text(seconds),
          seconds <= kQuickSeconds ? "" : "; --quick leaves out what does not fit ten minutes"));
  row("Publicly available", "(for the authors: where)");
  row("Archived", "(for the authors: DOI)");
  row("Code licence", "metronome: `LICENSE.metronome`");
  row("Data licence", "LICENCES.md");
  row("Workflow automation", "`reproduce.sh`, `metronome compare`");
  text += "\n## Badges\n\n";
  row("Available", "(for the authors: where the archive stays, with its DOI)");
  row("Functional",
      "documented (README.md), consistent and complete (`inputs.csv`: every file that was read), "
      "exercisable (`reproduce.sh`)");
  row("Reusable",
      "files of `inputs/` are the configuration of metronome, commented; another value and the "
      "command "
      "of the table below give another result");
  row("Reproduced", "`reproduce.sh` says PASS for every table and figure");
  text += "\n## Results\n\n" + results_table(artifact) +
          "\n## Customization\n\nThe command of a result, called in its folder below `inputs/` "
          "with `--set "
          "KEY.PATH=VALUE` and another `--out`.\n";
  return text;
}

std::string artifact_inputs(const Artifact& artifact) {
  std::string text = "file,bytes,digest_fnv1a64,packed\n";
  for (const auto& [path, input] : artifact.inputs) {
    text += fmt::format("{},{},{},{}\n", csv_field(input.packed ? artifact.place(path) : path),
                        input.bytes, input.packed_digest, input.packed);
  }
  return text;
}

std::string artifact_licences(const Artifact& artifact) {
  std::string text =
      "# Licences\n\n- metronome, the presets among `inputs/`, and `reproduce.sh`: "
      "`LICENSE.metronome`.\n"
      "- Other files of `inputs/` and the results in `expected/`: their authors' (for the "
      "authors:\n"
      "  under which licence).\n";
  if (const std::string external = of_the_system(artifact); !external.empty()) {
    text +=
        "- Not packed, under the licences of the packages that bring them "
        "(/usr/share/doc/PACKAGE/copyright):\n\n" +
        external;
  }
  return text;
}

}  // namespace metronome::cli
