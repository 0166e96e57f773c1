#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/report/markup.hpp"

namespace metronome::report {

/// A table in the making. Cells are texts, which are escaped, or pieces such as code_span.
class MarkdownTable {
 public:
  /// The first `left_columns` are aligned to the left, the others to the right.
  MarkdownTable(const std::vector<std::string>& head, std::size_t left_columns);

  /// Rows may be shorter than the head.
  MarkdownTable& row(const std::vector<Markdown>& cells);
  MarkdownTable& texts(const std::vector<std::string>& cells);

  [[nodiscard]] const Markdown& markdown() const { return markdown_; }

 private:
  Markdown markdown_;
};

}  // namespace metronome::report
