#include "tests/metrics/source_metrics.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "sim/base/number.hpp"

namespace metronome::metrics {
namespace {

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = text.find(at);
    parts.push_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return parts;
}

std::size_t indentation(std::string_view line) { return line.find_first_not_of(' '); }

std::size_t line_number(std::string_view field, std::string_view of) {
  const auto number = read_number<std::size_t>(field, kAnyWhole);
  if (!number.value) {
    throw std::invalid_argument("ctags gives " + std::string(of) + " no line");
  }
  return *number.value;
}

bool begins_with_word(std::string_view text, std::string_view word) {
  return text.starts_with(word) && (text.size() == word.size() || text[word.size()] == ' ');
}

/// `else if` goes on with its `if`: it has that one's indentation.
bool is_control(std::string_view line) {
  if (line.starts_with("} ")) {
    line.remove_prefix(2);
  }
  constexpr std::array<std::string_view, 8> kWords{"if",     "for", "while", "else",
                                                   "switch", "do",  "try",   "catch"};
  for (const std::string_view word : kWords) {
    if (begins_with_word(line, word)) {
      return true;
    }
  }
  return false;
}

}  // namespace

LineCounts& LineCounts::operator+=(const LineCounts& other) {
  code += other.code;
  comment += other.comment;
  blank += other.blank;
  return *this;
}

LineCounts count_lines(std::string_view text) {
  LineCounts counts;
  for (const std::string_view line : split(text, '\n')) {
    const std::size_t begin = indentation(line);
    if (begin == std::string_view::npos) {
      ++counts.blank;
    } else {
      ++(line.substr(begin).starts_with("//") ? counts.comment : counts.code);
    }
  }
  return counts;
}

std::vector<Function> parse_tags(std::string_view tags) {
  std::vector<Function> functions;
  for (const std::string_view line : split(tags, '\n')) {
    if (line.starts_with('!')) {
      continue;
    }
    const std::vector<std::string_view> fields = split(line, '\t');
    if (fields.size() < 2) {
      throw std::invalid_argument("not a line of ctags: " + std::string(line));
    }
    Function function{.name = std::string(fields[0]), .file = std::string(fields[1])};
    for (const std::string_view field : fields) {
      if (field.starts_with("line:")) {
        function.first_line = line_number(field.substr(5), function.name);
      } else if (field.starts_with("end:")) {
        function.last_line = line_number(field.substr(4), function.name);
      }
    }
    if (function.first_line == 0 || function.last_line < function.first_line) {
      throw std::invalid_argument("ctags gives " + function.name + " no line of its end");
    }
    functions.push_back(function);
  }
  return functions;
}

std::size_t nesting(std::string_view text, const Function& function) {
  const std::vector<std::string_view> lines = split(text, '\n');
  std::vector<std::size_t> open;
  std::size_t deepest = 0;
  for (std::size_t i = function.first_line; i <= function.last_line && i <= lines.size(); ++i) {
    const std::string_view line = lines[i - 1];
    const std::size_t indent = indentation(line);
    if (indent == std::string_view::npos || !is_control(line.substr(indent))) {
      continue;
    }
    while (!open.empty() && open.back() >= indent) {
      open.pop_back();
    }
    open.push_back(indent);
    deepest = std::max(deepest, open.size());
  }
  return deepest;
}

std::string folder_of(std::string_view file) {
  const std::size_t slash = file.rfind('/');
  return std::string(slash == std::string_view::npos ? std::string_view(".")
                                                     : file.substr(0, slash));
}

}  // namespace metronome::metrics
