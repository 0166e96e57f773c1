#include "sim/report/report_page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/report/breakdown_table.hpp"
#include "sim/report/names.hpp"
#include "sim/report/units.hpp"
#include "workloads/trace/data_shapes.hpp"

namespace metronome::report {
namespace {

std::string title_of(const ReportData& data) {
  const std::string end = data.unlike.empty() ? "" : " (unlike runs)";
  if (data.entries.size() == 1) {
    return fmt::format("{} on {}{}", training_label(data.entries[0].run),
                       data.entries[0].run.accelerator, end);
  }
  return fmt::format("{} on {} accelerators{}",
                     data.entries.empty() ? "Training" : training_label(data.entries[0].run),
                     data.entries.size(), end);
}

/// "resnet-8 on fashion-mnist, batch 128." of all entries.
std::string trained_text(const trace::Facts& identity) {
  return fmt::format("{} {}, batch {}.", trace::fact(identity, "model"),
                     trace::on_data_set(trace::fact(identity, "dataset")),
                     trace::fact(identity, "batch"));
}

std::string subtitle_of(const ReportData& data) {
  if (data.entries.empty()) {
    return "";
  }
  const RunResult& run = data.entries[0].run;
  const RunResult* baseline = data.entries[0].baseline;
  return fmt::format("{}{} Schedule {}{}; {} iterations; {} model of the machine.",
                     data.unlike.empty() ? "" : "Unlike runs: " + data.unlike + ". ",
                     trained_text(data.stamp().identity), run.trace,
                     baseline == nullptr ? "" : " against " + baseline->trace,
                     grouped(static_cast<double>(iterations_of(run))),
                     run.mode == Mode::cycle ? "cycle-level" : "analytic");
}

template <Enumeration E>
std::string spoken_name(E value) {
  return spoken(enum_name(value));
}

}  // namespace

bool ReportWriter::figure(const std::string& name) {
  for (const DrawnFigure& drawn : figures_) {
    if (drawn.figure.name == name) {
      const std::string data = "figures/" + name + ".csv";
      if (drawn.svg.empty()) {
        page_.missing_figure(drawn.figure.caption, data);
      } else {
        page_.figure(drawn.svg, drawn.figure.caption, data);
      }
      return true;
    }
  }
  return false;
}

void ReportWriter::classes() {
  page_.section("Classes of work");
  figure("gemm_classes");
  using trace::OperationClass;
  page_.table(breakdown_table(
      views_of(data_),
      breakdown_by<OperationClass>(
          "Time of the run by class; precision switches, which belong to no class, are not in it.",
          "s", spoken_name<OperationClass>, [](const RunView& view, OperationClass cls) {
            return view.run->seconds(view.costs->classes[cls].cycles.total()).count();
          })));
}

void ReportWriter::attribution() {
  page_.section("Where the cycles go");
  figure("attribution");
  page_.table(breakdown_table(views_of(data_),
                              breakdown_by<Bin>(
                                  "Array cycles of the run by what they were spent on.", "cycles",
                                  [](Bin bin) { return spoken(bin_name(bin)); },
                                  [](const RunView& view, Bin bin) {
                                    return static_cast<double>(view.costs->total.cycles[bin]);
                                  })));
}

void ReportWriter::traffic() {
  page_.section("DRAM traffic");
  figure("dram_traffic");
  std::vector<std::string> parts;
  for (const trace::Role role : kEnumValues<trace::Role>) {
    parts.push_back(spoken_name(role) + ", read");
    parts.push_back(spoken_name(role) + ", written");
  }
  page_.table(breakdown_table(
      views_of(data_),
      {"Bytes between the accelerator and DRAM in the run, by operand role.", "B", std::move(parts),
       [](const RunView& view, std::size_t part) {
         const Traffic& bytes = view.costs->total.dram[kEnumValues<trace::Role>[part / 2]];
         return static_cast<double>((part % 2 == 0 ? bytes.read : bytes.write).count());
       }}));
}

void ReportWriter::energy() {
  page_.section("Energy");
  figure("energy");
  page_.table(breakdown_table(
      views_of(data_),
      breakdown_by<Component>("Energy of the run by component.", "J", spoken_name<Component>,
                              [](const RunView& view, Component component) {
                                return view.costs->total.energy.of(component).count();
                              })));
  page_.table(breakdown_table(views_of(data_), split_breakdown()));
  page_.table(breakdown_table(views_of(data_), provenance_breakdown(1)));
  figure("tornado");
  page_.paragraph(
      "Any of these joules, down to a count, a row and its source: metronome explain RUN "
      "--component "
      "C --operation O, and cycles with --cycles. The rows stand under Assumptions.",
      "note");
}

void ReportWriter::training() {
  if (data_.metrics.run.empty()) {
    return;
  }
  page_.section("Training curves");
  figure("training");
}

std::string report_html(const ReportData& data, const std::vector<DrawnFigure>& figures) {
  HtmlPage page(title_of(data), subtitle_of(data));
  ReportWriter writer(data, figures, page);
  writer.headline();
  writer.accuracy();
  writer.precision();
  writer.classes();
  writer.attribution();
  writer.traffic();
  writer.energy();
  writer.training();
  writer.assumptions();
  writer.identity();
  return page.html();
}

}  // namespace metronome::report
