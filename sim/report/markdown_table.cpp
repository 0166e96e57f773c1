#include "sim/report/markdown_table.hpp"

namespace metronome::report {

MarkdownTable::MarkdownTable(const std::vector<std::string>& head, std::size_t left_columns) {
  texts(head);
  for (std::size_t i = 0; i < head.size(); ++i) {
    markdown_ += i < left_columns ? CodeLiteral("|---") : CodeLiteral("|---:");
  }
  markdown_ += "|\n";
}

MarkdownTable& MarkdownTable::row(const std::vector<Markdown>& cells) {
  for (const Markdown& cell : cells) {
    markdown_ += code<Markdown>("| {} ", cell);
  }
  markdown_ += "|\n";
  return *this;
}

MarkdownTable& MarkdownTable::texts(const std::vector<std::string>& cells) {
  return row({cells.begin(), cells.end()});
}

}  // namespace metronome::report
