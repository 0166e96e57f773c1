#include "sim/report/report_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sim/report/breakdown_table.hpp"
#include "sim/report/names.hpp"
#include "sim/report/svg.hpp"
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

std::vector<DrawnFigure> inlined(const std::vector<Figure>& figures,
                                 const std::vector<std::string>& wide,
                                 const std::vector<std::string>& narrow) {
  std::vector<DrawnFigure> drawn;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const Figure& figure = figures[i];
    const PictureText text{figure.title, figure.caption.empty() ? figure.title : figure.caption};
    drawn.push_back(
        {figure, inline_svg(wide[i], figure.name, text, lay_out(figure.chart, wide_page()).places),
         inline_svg(narrow[i], figure.name + "-narrow", text,
                    lay_out(figure.chart, narrow_page()).places)});
  }
  return drawn;
}

bool ReportWriter::figure(const std::string& name) {
  for (const DrawnFigure& drawn : figures_) {
    if (drawn.figure.name == name) {
      const std::string data = "figures/" + name + ".csv";
      page_.figure(drawn.wide, drawn.narrow, drawn.figure.caption, data);
      return true;
    }
  }
  return false;
}

void ReportWriter::classes() {
  page_.subsection("Time by class of work");
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
  page_.subsection("Time by what the array does");
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
  page_.subsection("Memory traffic");
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
  page_.subsection("Energy");
  page_.table(breakdown_table(views_of(data_), split_breakdown()));
  figure("energy");
  page_.table(breakdown_table(
      views_of(data_),
      breakdown_by<Component>("Energy of the run by component.", "J", spoken_name<Component>,
                              [](const RunView& view, Component component) {
                                return view.costs->total.energy.of(component).count();
                              })));
  figure("components");
  page_.paragraph(
      "Any of these joules, down to a count, a row and its source: metronome explain RUN "
      "--component "
      "C --operation O, and cycles with --cycles. The rows stand under Assumptions.",
      "note");
}

void ReportWriter::parts() {
  page_.section("Where time and energy go");
  energy();
  attribution();
  classes();
  traffic();
  overlap();
}

void ReportWriter::layer_table(const ReportEntry& entry) {
  struct Sum {
    double seconds = 0;
    double joules = 0;
    double bytes = 0;
  };
  std::vector<std::string> order;
  std::map<std::string, Sum> sums;
  const std::vector<std::uint64_t> times = entry.run.executions();
  for (std::size_t i = 0; i < entry.run.operations.size(); ++i) {
    const OperationResult& operation = entry.run.operations[i];
    if (sums.count(operation.layer) == 0) {
      order.push_back(operation.layer);
    }
    const auto repeated = static_cast<double>(times[i]);
    const Traffic traffic = operation.measure.total_traffic();
    Sum& sum = sums[operation.layer];
    sum.seconds += repeated * entry.run.seconds(operation.measure.cycles.total()).count();
    sum.joules += repeated * entry.costs.operations[i].energy.total().count();
    sum.bytes += repeated * static_cast<double>((traffic.read + traffic.write).count());
  }
  Sum all;
  for (const auto& [layer, sum] : sums) {
    all = {all.seconds + sum.seconds, all.joules + sum.joules, all.bytes + sum.bytes};
  }
  const Scale time = scale_for(all.seconds), energy = scale_for(all.joules),
              bytes = scale_for(all.bytes);
  HtmlTable table("Each layer in the whole run; precision switches belong to none.");
  table.head({"Layer", time.prefix + "s", "% of time", energy.prefix + "J", "% of energy",
              bytes.prefix + "B of DRAM"});
  const auto share = [](double part, double whole) {
    return whole > 0 ? fmt::format("{:.1f}", 100 * part / whole) : "–";
  };
  for (const std::string& layer : order) {
    const Sum& sum = sums.at(layer);
    table.row({layer.empty() ? "(whole step)" : layer, significant(sum.seconds / time.factor),
               share(sum.seconds, all.seconds), significant(sum.joules / energy.factor),
               share(sum.joules, all.joules), significant(sum.bytes / bytes.factor)});
  }
  page_.table(table);
}

void ReportWriter::layers() {
  page_.section("Layers");
  if (data_.entries.size() != 1) {
    page_.paragraph(
        "Layers, and the operations below the roofs of the machine, are in the report of each "
        "accelerator, report.html in its folder.");
    return;
  }
  figure("layers_time");
  figure("layers_energy");
  layer_table(data_.entries.front());
  figure("roofline");
}

std::string report_html(const ReportData& data, const std::vector<DrawnFigure>& figures) {
  HtmlPage page(title_of(data), subtitle_of(data));
  ReportWriter writer(data, figures, page);
  writer.compared();
  writer.headline();
  writer.parts();
  writer.precision();
  writer.layers();
  writer.accuracy();
  writer.assumptions();
  writer.identity();
  return page.html();
}

}  // namespace metronome::report
