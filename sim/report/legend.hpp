#pragma once

#include <string>
#include <vector>

#include "sim/report/sheet.hpp"

namespace metronome::report {

/// What stands before a name in a legend.
enum class Sample { box, line, marked_line, mark };

struct LegendEntry {
  std::string name;
  Look look;
  Sample sample = Sample::box;
  Hatch hatch = Hatch::none;  ///< of a box
};

/// The legend of a chart: in one column beside the plot where the canvas allows and there is room,
/// else in rows above it. It holds every entry.
class Legend {
 public:
  /// `plot_height`: of the plot that it may stand beside.
  Legend(std::vector<LegendEntry> entries, const Canvas& canvas, double plot_height);

  /// What it takes from the plot, gaps included.
  [[nodiscard]] double width_beside() const;
  [[nodiscard]] double height_above() const;
  /// Above: from the left edge of the sheet, below `top`. Beside: from `right`, below `top`.
  void draw(Sheet& sheet, double right, double top) const;

 private:
  struct Row {
    std::vector<std::size_t> entries;
    std::size_t lines = 1;
  };
  [[nodiscard]] double entry_width(std::size_t entry) const;
  void lay_rows();
  void draw_entry(Sheet& sheet, std::size_t entry, double left, double top) const;

  std::vector<LegendEntry> entries_;
  std::vector<std::vector<std::string>> names_;  ///< in lines
  const Canvas& canvas_;
  bool beside_ = false;
  std::vector<Row> rows_;
};

}  // namespace metronome::report
