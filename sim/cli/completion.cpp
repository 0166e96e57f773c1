#include "sim/cli/completion.hpp"

#include <fmt/format.h>

#include "sim/validation/rung.hpp"

namespace metronome::cli {
namespace {

std::string words_of(const std::vector<Described>& commands) {
  std::string words;
  for (const Described& command : commands) {
    words += command.name + " ";
  }
  return words + "--help --version";
}

std::string option_words(const Synopsis& synopsis) {
  std::string words;
  for (const Synopsis::Option& option : synopsis.options) {
    words += (words.empty() ? "--" : " --") + option.name;
  }
  return words;
}

std::string rung_words() {
  std::string words;
  for (const validation::Rung& rung : validation::rungs()) {
    words += (words.empty() ? "" : " ") + rung.name;
  }
  return words;
}

/// The first line of a description, as a text in single quotes within zsh's brackets.
std::string zsh_text(const std::string& text) {
  std::string out;
  for (const char c : text.substr(0, text.find('\n'))) {
    if (c == '\'') {
      out += "'\\''";
    } else if (c == '[' || c == ']' || c == ':' || c == '\\') {
      out += std::string("\\") + c;
    } else {
      out += c;
    }
  }
  return out;
}

std::string zsh_option(const Synopsis::Option& option) {
  const std::string values = option.name == "rung"      ? ":rung:(" + rung_words() + ")"
                             : option.parameter.empty() ? ""
                                                        : ":value:_files";
  return fmt::format("      '*--{}[{}]{}' \\\n", option.name, zsh_text(option.doc), values);
}

}  // namespace

std::vector<Described> described_commands() {
  std::vector<Described> all;
  for (const Command& command : commands()) {
    all.push_back({command.name, command.summary, synopsis_of(command)});
  }
  return all;
}

std::string bash_completion(const std::vector<Described>& commands) {
  std::string cases;
  for (const Described& command : commands) {
    cases +=
        fmt::format("    {}) options=\"{}\" ;;\n", command.name, option_words(command.synopsis));
  }
  return fmt::format(
      "# Completion of metronome for bash, made by `metronome completion bash`.\n"
      "_metronome() {{\n"
      "  local current=\"${{COMP_WORDS[COMP_CWORD]}}\" before=\"${{COMP_WORDS[COMP_CWORD-1]}}\"\n"
      "  local options=\"\"\n"
      "  COMPREPLY=()\n"
      "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
      "    COMPREPLY=($(compgen -W \"{}\" -- \"$current\"))\n"
      "    return\n"
      "  fi\n"
      "  if [ \"$before\" = --rung ]; then\n"
      "    COMPREPLY=($(compgen -W \"{}\" -- \"$current\"))\n"
      "    return\n"
      "  fi\n"
      "  case \"${{COMP_WORDS[1]}}\" in\n{}  esac\n"
      "  case \"$current\" in\n"
      "    -*) COMPREPLY=($(compgen -W \"$options\" -- \"$current\")) ;;\n"
      "    *) local IFS=$'\\n'\n"
      "       COMPREPLY=($(compgen -f -- \"$current\")) ;;\n"
      "  esac\n"
      "}}\n"
      "complete -o filenames -F _metronome metronome\n",
      words_of(commands), rung_words(), cases);
}

std::string zsh_completion(const std::vector<Described>& commands) {
  std::string list;
  std::string cases;
  for (const Described& command : commands) {
    list += fmt::format("    '{}:{}'\n", command.name, zsh_text(command.summary));
    cases += fmt::format("    {}) _arguments \\\n", command.name);
    for (const Synopsis::Option& option : command.synopsis.options) {
      cases += zsh_option(option);
    }
    cases += "      '*:file:_files' ;;\n";
  }
  return fmt::format(
      "#compdef metronome\n"
      "# Completion of metronome for zsh, made by `metronome completion zsh`.\n"
      "_metronome() {{\n"
      "  local -a commands\n"
      "  commands=(\n{}  )\n"
      "  if (( CURRENT == 2 )); then\n"
      "    _describe command commands\n"
      "    return\n"
      "  fi\n"
      "  shift words\n"
      "  (( CURRENT-- ))\n"
      "  case $words[1] in\n{}  esac\n"
      "}}\n"
      "_metronome \"$@\"\n",
      list, cases);
}

}  // namespace metronome::cli
