#include "sim/cli/manual.hpp"

#include <fmt/format.h>

#include "sim/base/files.hpp"
#include "sim/base/output_folder.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/version.hpp"

namespace metronome::cli {
namespace {

/// The head of a page; without a date, so that the same program gives the same bytes.
std::string page_head(const std::string& name, const std::string& summary) {
  return fmt::format(".TH {} 1 \"\" \"metronome {}\" \"User commands\"\n.SH NAME\n{} \\- {}\n",
                     roff_text(name), roff_text(version()), roff_text(name), roff_text(summary));
}

/// A text in paragraphs; lines that begin with blanks stay as they are.
std::string paragraphs(const std::string& text) {
  std::string out;
  bool kept = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    const bool keep = line.starts_with(" ");
    if (keep != kept) {
      out += keep ? ".nf\n" : ".fi\n";
      kept = keep;
    }
    out += line.empty() ? ".PP\n" : roff_text(line) + "\n";
    at = end + 1;
  }
  return out + (kept ? ".fi\n" : "");
}

std::string command_page(const Described& command) {
  std::string page = page_head("metronome-" + command.name, command.summary);
  page += ".SH SYNOPSIS\n.B metronome\n" + roff_text(command.synopsis.usage) + "\n";
  page += ".SH DESCRIPTION\n" + paragraphs(command.synopsis.about);
  page += ".SH OPTIONS\n";
  for (const Synopsis::Option& option : command.synopsis.options) {
    page +=
        ".TP\n.B " +
        roff_text("--" + option.name + (option.parameter.empty() ? "" : " ") + option.parameter) +
        "\n" + paragraphs(option.doc);
  }
  return page + ".SH SEE ALSO\n.BR metronome (1)\n";
}

std::string main_page(const std::vector<Described>& commands) {
  std::string page = page_head(
      "metronome", "what precision that changes during training saves on real accelerators");
  page += ".SH SYNOPSIS\n.B metronome\nCOMMAND [ARGUMENTS]\n.SH COMMANDS\n";
  for (const Described& command : commands) {
    page += fmt::format(".TP\n.BR metronome\\-{} (1)\n{}\n", roff_text(command.name),
                        roff_text(command.summary));
  }
  page += ".SH EXIT STATUS\n";
  const std::pair<const char*, const char*> codes[] = {
      {"0", "done"},
      {"1", "a bug of metronome"},
      {"2", "what was named or written: absent, not readable or writable, wrong kind or value"},
      {"3", "the environment: memory, disk, threads, standard output, a killed worker"},
      {"4", "a check that ran and says no"},
      {"128+n", "ended by signal n; what was finished is kept"}};
  for (const auto& [code, meaning] : codes) {
    page += fmt::format(".TP\n.B {}\n{}\n", code, roff_text(meaning));
  }
  return page +
         ".SH ENVIRONMENT\n.TP\n.B METRONOME_CONFIGS\nfolder of presets, instead of the one that "
         "is installed\n";
}

}  // namespace

std::string roff_text(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if ((c == '.' || c == '\'') && (out.empty() || out.back() == '\n')) {
      out += std::string("\\&") + c;
    } else {
      out += c;
    }
  }
  return out;
}

std::map<std::string, std::string> manual_pages(const std::vector<Described>& commands) {
  std::map<std::string, std::string> pages{{"metronome.1", main_page(commands)}};
  for (const Described& command : commands) {
    pages["metronome-" + command.name + ".1"] = command_page(command);
  }
  return pages;
}

void run_manual(const Arguments& arguments) {
  Options options("manual --out DIR",
                  "Writes the manual pages of metronome and of its commands, section 1, into a "
                  "folder. Files of\nother names are left alone.");
  options.add()("out", po::value<std::string>(), "folder for metronome.1, metronome-run.1, ...");
  if (!options.parse(arguments)) {
    return;
  }
  const std::filesystem::path folder = options.required("out");
  const auto pages = manual_pages(described_commands());
  std::vector<std::filesystem::path> files;
  for (const auto& [name, page] : pages) {
    files.push_back(folder / name);
  }
  require_output_files(files, {});
  for (const auto& [name, page] : pages) {
    write_file_atomically(folder / name, page);
  }
  print("{} pages in {}\n", pages.size(), path_text(folder));
}

}  // namespace metronome::cli
