#include <fmt/format.h>

#include <algorithm>

#include "arch/links/system_spec.hpp"
#include "sim/chips/scaling.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/experiment/reproduce.hpp"
#include "sim/report/chart.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/draw.hpp"
#include "sim/report/figures.hpp"
#include "sim/report/palette.hpp"
#include "sim/report/text_table.hpp"
#include "workloads/schedule/schedule.hpp"
#include "workloads/trace/make_trace.hpp"

namespace metronome::experiment {
namespace {

using chips::ScalingPoint;

/// A training of the study, with the paper's number of iterations and cycles.
struct StudyNetwork {
  const char* model;
  const char* dataset;
  std::uint64_t batch;
  std::uint64_t iterations;
  int periods;
};
constexpr StudyNetwork kNetworks[]{{"resnet-50", "imagenet", 256, 450450, 8},
                                   {"resnet-74", "cifar-10", 128, 64000, 32}};
constexpr const char* kMachines[]{"spatial_fusion_512", "spatial_fusion_server"};
constexpr const char* kSystems[]{"board_ring_8", "package_ring_8", "ucie_ring_8"};
constexpr std::uint64_t kChips[]{1, 2, 4, 8, 16, 32, 64};
constexpr int kGradientBits[]{32, 8};

/// A point of the study, and what it is a point of.
struct StudyPoint {
  std::string network, machine, link;
  links::BatchOf batch = links::BatchOf::split;
  int bits = 32;
  ScalingPoint point;
};

/// One line of a figure or row of a text: the points that differ in chips only.
std::vector<const StudyPoint*> alike(const std::vector<StudyPoint>& points, const StudyPoint& one) {
  std::vector<const StudyPoint*> found;
  for (const StudyPoint& other : points) {
    if (other.network == one.network && other.machine == one.machine && other.link == one.link &&
        other.batch == one.batch && other.bits == one.bits) {
      found.push_back(&other);
    }
  }
  return found;
}

class ChipStudy {
 public:
  ChipStudy(const std::filesystem::path& configs, const ReproduceOptions& options)
      : configs_(configs), options_(options) {}

  std::vector<StudyPoint> run() {
    for (const StudyNetwork& network : kNetworks) {
      for (const char* machine : kMachines) {
        arch::AcceleratorSpec chip = config::load<arch::AcceleratorSpec>(
            configs_ / "arch" / (std::string(machine) + ".yaml"));
        // As several chips have it: sums come before updates. One chip then differs in nothing
        // else.
        chip.training.update = arch::Update::separate;
        run(network, chip);
      }
    }
    return std::move(points_);
  }

 private:
  void run(const StudyNetwork& network, const arch::AcceleratorSpec& machine) {
    const EnergyTable prices = complete_table(machine);
    for (const int bits : kGradientBits) {
      const std::string gradients = bits == 32 ? "" : fmt::format(",gradients={}", bits);
      std::vector<trace::Trace> traces;
      for (const std::string& schedule :
           {fmt::format("cpt:3-8,periods={},backward=8{}", network.periods, gradients),
            "static:8,backward=8" + gradients}) {
        traces.push_back(trace::make_trace(network.model, network.dataset, network.batch,
                                           schedule::parse_schedule(schedule), network.iterations,
                                           machine.training.dx_scale));
      }
      for (const links::BatchOf batch : kEnumValues<links::BatchOf>) {
        for (const std::uint64_t count : kChips) {
          tell(network, machine);
          add(network, machine, prices, traces, batch, bits, count);
        }
      }
    }
  }

  void add(const StudyNetwork& network, const arch::AcceleratorSpec& machine,
           const EnergyTable& prices, const std::vector<trace::Trace>& traces, links::BatchOf batch,
           int bits, std::uint64_t count) {
    std::optional<chips::SharedChips> shared;
    for (const char* name : kSystems) {
      links::SystemSpec system =
          config::load<links::SystemFile>(configs_ / "systems" / (std::string(name) + ".yaml"))
              .system;
      system.chips = count;
      system.parallel.batch = batch;
      if (!shared) {
        shared.emplace(traces, machine, system, prices,
                       sim::SimulateOptions{.mode = Mode::analytic, .prices = &prices});
      }
      ScalingPoint point;
      point.system = system;
      point.batch = network.batch * (batch == links::BatchOf::each ? count : 1);
      point.iterations = network.iterations;
      point.own = chips::totals_of(shared->on(0, system));
      point.baseline = chips::totals_of(shared->on(1, system));
      points_.push_back({network.model, machine.name, name, batch, bits, std::move(point)});
    }
  }

  void tell(const StudyNetwork& network, const arch::AcceleratorSpec& machine) {
    const std::size_t all = std::size(kNetworks) * std::size(kMachines) * std::size(kChips) *
                            std::size(kGradientBits) * 2;
    if (options_.progress) {
      options_.progress(fmt::format("{} on {}", network.model, machine.name),
                        static_cast<double>(done_) / static_cast<double>(all));
    }
    ++done_;
  }

  const std::filesystem::path& configs_;
  const ReproduceOptions& options_;
  std::vector<StudyPoint> points_;
  std::size_t done_ = 0;
};

std::string study_csv(const std::vector<StudyPoint>& points) {
  std::vector<std::string> columns{"network", "machine", "parallel_batch", "gradient_bits",
                                   "system"};
  const std::vector<std::string> more = chips::scaling_columns();
  columns.insert(columns.end(), more.begin(), more.end());
  report::Csv csv(columns);
  for (const StudyPoint& one : points) {
    csv.add(one.network).add(one.machine).add(enum_name(one.batch)).add(one.bits).add(one.link);
    chips::add_scaling_row(csv, one.point, alike(points, one).front()->point);
    csv.end_row();
  }
  return csv.text();
}

/// Of each line of points what `show` says of each number of chips.
template <class Show>
std::string study_table(const std::vector<StudyPoint>& points, links::BatchOf batch,
                        const Show& show) {
  report::TextTable table;
  table.left_columns = 4;
  std::vector<std::string> head{"network", "machine", "gradients", "system"};
  for (const std::uint64_t count : kChips) {
    head.push_back(fmt::format("{}", count));
  }
  table.rows.push_back(head);
  for (const StudyPoint& one : points) {
    if (one.batch != batch || one.point.system.chips != kChips[0]) {
      continue;
    }
    std::vector<std::string> row{one.network, one.machine, fmt::format("{}", one.bits), one.link};
    for (const StudyPoint* other : alike(points, one)) {
      row.push_back(show(other->point));
    }
    table.rows.push_back(row);
  }
  return table.text();
}

std::string study_text(const std::vector<StudyPoint>& points) {
  const auto saved = [](const ScalingPoint& point) {
    return fmt::format("{:.1f}", 100 * point.saved_time().value_or(0));
  };
  const auto energy = [](const ScalingPoint& point) {
    return fmt::format("{:.1f}", 100 * point.saved_energy().value_or(0));
  };
  const auto exposed = [](const ScalingPoint& point) {
    return fmt::format("{:.1f}", 100 * point.own.exposed.count() / point.own.time.count());
  };
  return "Time that CPT saves against static 8 bits, %, by chips that share the batch:\n" +
         study_table(points, links::BatchOf::split, saved) + "\nThe same of energy:\n" +
         study_table(points, links::BatchOf::split, energy) +
         "\nExposed communication, % of CPT's time:\n" +
         study_table(points, links::BatchOf::split, exposed) +
         "\nTime that CPT saves, %, where each chip has the whole batch:\n" +
         study_table(points, links::BatchOf::each, saved);
}

/// What CPT saves of the time by chips, a panel for each network, a line for each link and width.
report::LineChart study_chart(const std::vector<StudyPoint>& points, const std::string& machine) {
  report::LineChart chart;
  chart.frame = {.name = "saved_time_" + machine,
                 .title = "Time that CPT saves on several chips (" + machine + ")",
                 .value_label = "Saved time",
                 .unit = "",
                 .value_column = "saved_time"};
  chart.frame.height = 560;
  chart.x_label = "chips that share the batch";
  chart.x_column = "chips";
  chart.logarithmic_x = true;
  for (const StudyNetwork& network : kNetworks) {
    report::LinePanel panel;
    panel.label = network.model;
    panel.percent = true;
    std::size_t colour = 0;
    for (const char* link : kSystems) {
      for (const int bits : kGradientBits) {
        report::LineSeries series{.name = fmt::format("{}, {} bits", link, bits),
                                  .colour = report::line_colour(colour),
                                  .dashed = bits != 32,
                                  .points = {}};
        for (const StudyPoint& one : points) {
          if (one.network == network.model && one.machine == machine && one.link == link &&
              one.bits == bits && one.batch == links::BatchOf::split) {
            series.points.emplace_back(static_cast<double>(one.point.system.chips),
                                       one.point.saved_time().value_or(0));
          }
        }
        panel.series.push_back(std::move(series));
      }
      ++colour;
    }
    chart.panels.push_back(std::move(panel));
  }
  return chart;
}

}  // namespace

Reproduced reproduce_chips(const std::filesystem::path& configs, const ReproduceOptions& options) {
  const std::vector<StudyPoint> points = ChipStudy(configs, options).run();
  Reproduced made;
  made.text = study_text(points);
  made.files["scaling.csv"] = study_csv(points);
  made.files["tables.txt"] = made.text;
  std::vector<report::Figure> figures;
  for (const char* machine : kMachines) {
    report::append_figure(figures, study_chart(points, machine), "");
  }
  const std::vector<std::string> drawn = report::draw(figures);
  for (std::size_t i = 0; i < figures.size(); ++i) {
    made.files[figures[i].name + ".csv"] = figures[i].csv;
    if (!drawn[i].empty()) {
      made.files[figures[i].name + ".svg"] = drawn[i];
    }
  }
  return made;
}

}  // namespace metronome::experiment
