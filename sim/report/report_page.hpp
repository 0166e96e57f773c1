#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/report/figures.hpp"
#include "sim/report/html.hpp"
#include "sim/report/report_data.hpp"

namespace metronome::report {

/// A figure that was drawn, for inlining; both empty where it was not.
struct DrawnFigure {
  Figure figure;
  Html wide;
  Html narrow;
};

/// Of raw drawings on wide_page() and narrow_page(), as draw() returned them.
[[nodiscard]] std::vector<DrawnFigure> inlined(const std::vector<Figure>& figures,
                                               const std::vector<std::string>& wide,
                                               const std::vector<std::string>& narrow);

/// The whole page, in the order in which a reader asks: what was compared, what was saved, where
/// time and energy go, phases and levels, layers, accuracy against energy, assumptions, how to
/// reproduce it. Complete in itself; a function of its arguments alone.
[[nodiscard]] std::string report_html(const ReportData& data,
                                      const std::vector<DrawnFigure>& figures);

/// What the sections are written with.
class ReportWriter {
 public:
  ReportWriter(const ReportData& data, const std::vector<DrawnFigure>& figures, HtmlPage& page)
      : data_(data), figures_(figures), page_(page) {}

  void compared();
  void headline();
  void parts();
  void precision();
  void layers();
  void accuracy();
  void assumptions();
  void identity();

 private:
  void classes();
  void attribution();
  void traffic();
  /// Of iterations that overlap the next ones; nothing where none does.
  void overlap();
  void energy();
  void layer_table(const ReportEntry& entry);
  /// False where there is no figure of that name.
  bool figure(const std::string& name);
  void waterfall(const std::string& saving);
  void totals_table();
  void headline_table(const std::vector<ComparisonRow>& rows);
  void relative_table(const std::vector<ComparisonRow>& rows);
  void level_table(const ReportEntry& entry);
  void energy_rows();
  void area_rows();

  const ReportData& data_;
  const std::vector<DrawnFigure>& figures_;
  HtmlPage& page_;
};

}  // namespace metronome::report
