#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/report/figures.hpp"
#include "sim/report/html.hpp"
#include "sim/report/report_data.hpp"

namespace metronome::report {

/// A figure that was drawn.
struct DrawnFigure {
  Figure figure;
  Html svg;  ///< for inlining
};

/// The whole page: headline, accuracy, precision, classes, attribution, traffic, energy, training,
/// assumptions. Complete in itself; a function of its arguments alone.
[[nodiscard]] std::string report_html(const ReportData& data,
                                      const std::vector<DrawnFigure>& figures);

/// What the sections are written with.
class ReportWriter {
 public:
  ReportWriter(const ReportData& data, const std::vector<DrawnFigure>& figures, HtmlPage& page)
      : data_(data), figures_(figures), page_(page) {}

  void headline();
  void accuracy();
  void precision();
  void classes();
  void attribution();
  void traffic();
  void energy();
  void training();
  void assumptions();
  void identity();

 private:
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
