#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/report/markup.hpp"

namespace metronome::report {

/// A table in the making. Cells are texts, aligned to the right but for the first columns.
class HtmlTable {
 public:
  /// The first `left_columns` are aligned to the left, the others to the right.
  explicit HtmlTable(std::string caption, std::size_t left_columns = 1)
      : caption_(std::move(caption)), left_columns_(left_columns) {}
  /// The last column holds text too.
  HtmlTable& last_column_left() {
    last_left_ = true;
    return *this;
  }
  /// Hidden below a line of text until that is clicked; open on paper.
  HtmlTable& folded(const std::string& summary) {
    summary_ = summary;
    return *this;
  }

  /// A head above the head: labels that span so many columns each; an empty label spans silently.
  HtmlTable& spans(const std::vector<std::pair<std::string, int>>& labels);
  HtmlTable& head(const std::vector<std::string>& cells);
  HtmlTable& row(const std::vector<std::string>& cells, const std::string& css_class = {});

  /// As HTML, with the caption numbered `number`.
  [[nodiscard]] Html html(int number) const;

 private:
  [[nodiscard]] Html cells(const std::vector<std::string>& texts, CodeLiteral tag) const;

  std::string caption_;
  std::string summary_;  ///< empty: not folded
  std::size_t left_columns_;
  bool last_left_ = false;
  Html head_;
  Html body_;
};

/// A page in the making: complete in itself, without outside resources; its one script sorts tables
/// (page_script.hpp).
class HtmlPage {
 public:
  HtmlPage(std::string title, std::string subtitle);

  void section(const std::string& heading);
  /// Within a section.
  void subsection(const std::string& heading);
  /// A paragraph of text.
  void paragraph(const std::string& text, const std::string& css_class = {});
  void list(const std::vector<std::string>& items);
  void table(const HtmlTable& table);
  /// An inlined SVG for wide screens and paper, another for narrow ones, the numbered caption and
  /// the file with the data. Where it was not drawn (both empty) the page says so.
  void figure(const Html& wide, const Html& narrow, const std::string& caption,
              const std::string& data_file);

  [[nodiscard]] std::string html() const;

 private:
  std::string title_;
  std::string subtitle_;
  Html contents_;
  Html body_;
  int sections_ = 0;
  int tables_ = 0;
  int figures_ = 0;
};

}  // namespace metronome::report
