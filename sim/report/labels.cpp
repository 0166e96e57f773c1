#include "sim/report/labels.hpp"

#include <algorithm>
#include <cmath>

#include "sim/report/text_width.hpp"

namespace metronome::report {
namespace {

/// Of turned labels, in as many lines as their rooms have beside each other: as short as that makes
/// the longest line.
std::vector<std::vector<std::string>> turned_lines(const std::vector<std::string>& texts,
                                                   const std::vector<double>& rooms, double size) {
  constexpr double kStep = 0.5;  // heights of the font
  for (double most = kStep;; most += kStep) {
    std::vector<std::vector<std::string>> lines;
    bool fits = true;
    for (std::size_t i = 0; i < texts.size() && fits; ++i) {
      lines.push_back(broken_text(texts[i], most));
      const double needed = static_cast<double>(lines.back().size()) * kLineHeight * size;
      fits = lines.back().size() == 1 || (needed <= rooms[i] && widest(lines.back()) <= most);
    }
    if (fits) {
      return lines;
    }
  }
}

void turn(LabelRow& row, const std::vector<std::string>& texts, const std::vector<double>& rooms,
          double size) {
  row.lines = turned_lines(texts, rooms, size);
  double longest = 0;
  for (const std::vector<std::string>& lines : row.lines) {
    longest = std::max(longest, widest(lines));
  }
  row.height = (longest + 0.5) * size;
  const double least = *std::min_element(rooms.begin(), rooms.end());
  row.each = static_cast<std::size_t>(std::max(1.0, std::ceil(1.05 * size / least)));
}

}  // namespace

LabelRow label_row(const std::vector<std::string>& texts, const std::vector<double>& rooms,
                   double size) {
  LabelRow row;
  std::size_t most_lines = 0;
  double longest = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    row.lines.push_back(broken_text(texts[i], (rooms[i] - 0.4 * size) / size));
    most_lines = std::max(most_lines, row.lines.back().size());
    longest = std::max(longest, text_width(texts[i]));
    row.turned = row.turned || widest(row.lines.back()) * size > rooms[i] - 0.2 * size;
  }
  if (longest == 0) {
    return row;
  }
  if (row.turned) {
    turn(row, texts, rooms, size);
  } else {
    row.height = (static_cast<double>(most_lines) * kLineHeight + 0.2) * size;
  }
  return row;
}

void put_labels(Sheet& sheet, const LabelRow& row, const std::vector<double>& middles, double top,
                double size) {
  for (std::size_t i = 0; i < row.lines.size(); i += row.each) {
    for (std::size_t line = 0; line < row.lines[i].size(); ++line) {
      if (row.lines[i][line].empty()) {
        continue;
      }
      if (row.turned) {
        const double middle = (static_cast<double>(row.lines[i].size()) - 1) / 2;
        sheet.text(middles[i] + (static_cast<double>(line) - middle) * kLineHeight * size, top,
                   row.lines[i][line], Align::right, size, true);
      } else {
        sheet.text(middles[i], top - (static_cast<double>(line) + 0.5) * kLineHeight * size,
                   row.lines[i][line], Align::center, size);
      }
    }
  }
}

void put_axis_label(Sheet& sheet, const std::vector<std::string>& lines, double bottom, double top,
                    double font) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    sheet.text((0.4 + kLineHeight * (static_cast<double>(i) + 0.5)) * font, (bottom + top) / 2,
               lines[i], Align::center, font, true);
  }
}

double put_note(Sheet& sheet, const std::vector<std::string>& lines, const Canvas& canvas) {
  double top = sheet.height();
  for (const std::string& line : lines) {
    sheet.text(0.5 * canvas.font, top - 0.65 * canvas.small, line, Align::left, canvas.small);
    top -= kLineHeight * canvas.small;
  }
  return top;
}

std::vector<std::string> note_lines(const std::string& note, const Canvas& canvas) {
  return note.empty() ? std::vector<std::string>{}
                      : broken_text(note, (canvas.width - canvas.font) / canvas.small);
}

double plot_height(const Canvas& canvas, int page_height, double panels) {
  constexpr double kPageMargins = 80;  ///< room around the plot of a page's figure; pixels
  constexpr double kFurther = 0.62;    ///< a further panel is lower than a single one
  return canvas.own_height ? canvas.panel * (1 + kFurther * (panels - 1))
                           : page_height - kPageMargins;
}

}  // namespace metronome::report
