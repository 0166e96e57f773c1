#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace metronome::metrics {

/// Lines of a file, each counted once: a line of code may end in a comment.
struct LineCounts {
  std::size_t code = 0;
  std::size_t comment = 0;  ///< nothing but a comment
  std::size_t blank = 0;
  bool operator==(const LineCounts&) const = default;

  LineCounts& operator+=(const LineCounts& other);
  [[nodiscard]] std::size_t all() const { return code + comment + blank; }
};

/// `//` comments only: the house writes no others.
[[nodiscard]] LineCounts count_lines(std::string_view text);

/// A definition, as universal-ctags finds it.
struct Function {
  std::string name;
  std::string file;
  std::size_t first_line = 0;  ///< counted from 1; that of the name
  std::size_t last_line = 0;   ///< of its closing brace
  bool operator==(const Function&) const = default;

  [[nodiscard]] std::size_t lines() const { return last_line - first_line + 1; }
};

/// Of `ctags --c++-kinds=f --fields=ne`: NAME, FILE, a pattern and fields, between tabs.
/// @throws std::invalid_argument a function without the line of its end
[[nodiscard]] std::vector<Function> parse_tags(std::string_view tags);

/// The deepest control statement within another, 1 for one that stands alone. Read from the
/// indentation of formatted sources: a statement is within those that are indented less and have
/// not ended.
[[nodiscard]] std::size_t nesting(std::string_view text, const Function& function);

/// "sim/base" of "sim/base/files.cpp".
[[nodiscard]] std::string folder_of(std::string_view file);

}  // namespace metronome::metrics
