#include <fmt/format.h>

#include <cmath>

#include "arch/spec/accelerator.hpp"
#include "sim/base/error.hpp"
#include "sim/energy/pricing.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/compatible.hpp"
#include "sim/engine/simulate.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/experiment/published_rows.hpp"
#include "sim/experiment/reproduce.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/markdown_table.hpp"
#include "sim/report/text_table.hpp"

namespace metronome::experiment {
namespace {

/// Cycles, bytes and microjoules of a layer or of a network, under one count. Additive.
struct Count {
  std::uint64_t busy = 0, fill_drain = 0, port = 0, memory = 0;
  std::uint64_t dram_bytes = 0;
  double array_uj = 0, sram_uj = 0, dram_uj = 0, interconnect_uj = 0, leakage_uj = 0;

  [[nodiscard]] std::uint64_t cycles() const { return busy + fill_drain + port + memory; }
  [[nodiscard]] double energy_uj() const {
    return array_uj + sram_uj + dram_uj + interconnect_uj + leakage_uj;
  }
  Count& operator+=(const Count& o) {
    busy += o.busy, fill_drain += o.fill_drain, port += o.port, memory += o.memory;
    dram_bytes += o.dram_bytes;
    array_uj += o.array_uj, sram_uj += o.sram_uj, dram_uj += o.dram_uj;
    interconnect_uj += o.interconnect_uj, leakage_uj += o.leakage_uj;
    return *this;
  }
};

struct Layer {
  std::string network, name;
  bool im2col = false;
  mapping::MatrixJob job;
  std::uint64_t published_cycles = 0, published_stalls = 0;
  Count theirs, ours;
};

struct Machines {
  arch::AcceleratorSpec theirs;  ///< counted as the simulator does
  arch::AcceleratorSpec ours;    ///< the same machine in our models
  EnergyTable table;
};

Machines machines_of(const std::filesystem::path& configs) {
  const auto file = configs / "arch" / "compat" / "bitfusion_isca18.yaml";
  Machines m{config::load<arch::AcceleratorSpec>(file), {}, {}};
  m.ours = m.theirs;
  std::get<array::SpatialFusionSpec>(m.ours.array).bitfusion_counting = false;
  m.table = complete_table(m.ours);
  return m;
}

Layer layer_of(const PublishedRow& row, const arch::AcceleratorSpec& machine) {
  trace::Convolution c;
  c.batch = count_of(row, "batch");
  c.in_channels = count_of(row, "in_channels");
  c.out_channels = count_of(row, "out_channels");
  c.kernel = count_of(row, "kernel");
  c.stride = count_of(row, "stride");
  c.in_height =
      (count_of(row, "output") - 1) * c.stride.height + c.kernel.height;  // padding included
  c.in_width = c.in_height;
  return {.network = row.at("network"),
          .name = row.at("layer"),
          .im2col = count_of(row, "im2col") != 0,
          .job = mapping::matrix_job(trace::OperationClass::forward, c,
                                     static_cast<int>(count_of(row, "a_bits")),
                                     static_cast<int>(count_of(row, "b_bits")), machine),
          .published_cycles = count_of(row, "published_cycles"),
          .published_stalls = count_of(row, "published_stall_cycles"),
          .theirs = {},
          .ours = {}};
}

Count count_of_measure(const Measure& measure, const Machines& m) {
  const EnergyReport energy = price(measure, m.table, m.ours.clock_hz);
  const auto uj = [&](Component component) { return energy.of(component).count() * 1e6; };
  const Traffic traffic = measure.total_traffic();
  Count count{.busy = measure.cycles[Bin::busy],
              .fill_drain = measure.cycles[Bin::fill_drain],
              .port = measure.cycles[Bin::stall_port],
              .memory = 0,
              .dram_bytes = (traffic.read + traffic.write).count(),
              .array_uj = uj(Component::array) + uj(Component::vector),
              .sram_uj = uj(Component::input_buffer) + uj(Component::weight_buffer) +
                         uj(Component::output_buffer),
              .dram_uj = uj(Component::dram),
              .interconnect_uj = uj(Component::interconnect),
              .leakage_uj = uj(Component::leakage)};
  count.memory = measure.cycles.total().count() - count.cycles();
  return count;
}

void count_theirs(std::vector<Layer>& layers, const Machines& m) {
  for (Layer& layer : layers) {
    arch::AcceleratorSpec machine = m.theirs;
    std::get<array::SpatialFusionSpec>(machine.array).im2col = layer.im2col;
    const auto result = sim::compatible_result(layer.job, machine, m.table);
    METRONOME_ASSERT(result.has_value(), "the compatibility file asks for BitFusion's count");
    layer.theirs = count_of_measure(result->measure, m);
    if (layer.theirs.cycles() != layer.published_cycles ||
        layer.theirs.memory != layer.published_stalls) {
      throw UserError(fmt::format("{} {}: {} cycles, published are {}", layer.network, layer.name,
                                  layer.theirs.cycles(), layer.published_cycles));
    }
  }
}

void count_ours(std::vector<Layer>& layers, const Machines& m, const ReproduceOptions& options) {
  std::vector<mapping::Job> jobs;
  jobs.reserve(layers.size());
  for (const Layer& layer : layers) {
    jobs.emplace_back(layer.job);
  }
  sim::SimulateOptions simulate{.mode = Mode::cycle, .jobs = options.jobs, .progress = {}};
  if (options.progress) {
    simulate.progress = [&](const sim::SimulateProgress& p) {
      options.progress("simulating 61 layers", p.share);
    };
  }
  const auto results = sim::execute(jobs, m.ours, simulate);
  for (std::size_t i = 0; i < layers.size(); ++i) {
    layers[i].ours = count_of_measure(sim::measure_of(jobs[i], m.ours, results[i].outcome), m);
  }
}

const std::vector<std::string> kCountColumns{"simulator_cycles",
                                             "simulator_stall_cycles",
                                             "simulator_dram_bytes",
                                             "simulator_core_uj",
                                             "simulator_sram_uj",
                                             "simulator_dram_uj",
                                             "our_cycles",
                                             "our_busy_cycles",
                                             "our_fill_drain_cycles",
                                             "our_port_stall_cycles",
                                             "our_memory_stall_cycles",
                                             "our_dram_bytes",
                                             "our_array_uj",
                                             "our_sram_uj",
                                             "our_dram_uj",
                                             "our_interconnect_uj",
                                             "our_leakage_uj"};

void add_counts(report::Csv& csv, const Count& theirs, const Count& ours) {
  csv.add(theirs.cycles()).add(theirs.memory).add(theirs.dram_bytes);
  for (const double uj : {theirs.array_uj, theirs.sram_uj, theirs.dram_uj}) {
    csv.add(fmt::format("{:.4f}", uj));
  }
  csv.add(ours.cycles()).add(ours.busy).add(ours.fill_drain).add(ours.port).add(ours.memory);
  csv.add(ours.dram_bytes);
  for (const double uj :
       {ours.array_uj, ours.sram_uj, ours.dram_uj, ours.interconnect_uj, ours.leakage_uj}) {
    csv.add(fmt::format("{:.4f}", uj));
  }
  csv.end_row();
}

struct Network {
  std::string name;
  std::size_t layers = 0;
  Count theirs, ours;
};

std::vector<Network> networks_of(const std::vector<Layer>& layers) {
  std::vector<Network> networks;
  for (const Layer& layer : layers) {
    if (networks.empty() || networks.back().name != layer.network) {
      networks.push_back({layer.network, 0, {}, {}});
    }
    ++networks.back().layers;
    networks.back().theirs += layer.theirs;
    networks.back().ours += layer.ours;
  }
  return networks;
}

std::string millions(std::uint64_t n) {
  return fmt::format("{:.3f}", static_cast<double>(n) * 1e-6);
}

/// Cells of the two tables, cycles and energies, the head first.
using Cells = std::vector<std::vector<std::string>>;

Cells cycle_cells(const std::vector<Network>& networks) {
  Cells cells{{"network", "layers", "simulator", "of it stalls", "ours", "busy", "fill, drain",
               "port", "memory", "ours / simulator"}};
  double logs = 0;
  for (const Network& n : networks) {
    const double ratio =
        static_cast<double>(n.ours.cycles()) / static_cast<double>(n.theirs.cycles());
    logs += std::log(ratio);
    cells.push_back({n.name, std::to_string(n.layers), millions(n.theirs.cycles()),
                     millions(n.theirs.memory), millions(n.ours.cycles()), millions(n.ours.busy),
                     millions(n.ours.fill_drain), millions(n.ours.port), millions(n.ours.memory),
                     fmt::format("{:.2f}", ratio)});
  }
  cells.push_back({"geometric mean", "", "", "", "", "", "", "", "",
                   fmt::format("{:.2f}", std::exp(logs / static_cast<double>(networks.size())))});
  return cells;
}

Cells energy_cells(const std::vector<Network>& networks) {
  Cells cells{{"network", "simulator", "core", "SRAM", "DRAM", "MB", "ours", "array", "SRAM",
               "DRAM", "interconnect", "leakage", "MB", "ours / simulator"}};
  const auto mj = [](double uj) { return fmt::format("{:.3f}", uj * 1e-3); };
  double logs = 0;
  for (const Network& n : networks) {
    const double ratio = n.ours.energy_uj() / n.theirs.energy_uj();
    logs += std::log(ratio);
    cells.push_back({n.name, mj(n.theirs.energy_uj()), mj(n.theirs.array_uj), mj(n.theirs.sram_uj),
                     mj(n.theirs.dram_uj), millions(n.theirs.dram_bytes), mj(n.ours.energy_uj()),
                     mj(n.ours.array_uj), mj(n.ours.sram_uj), mj(n.ours.dram_uj),
                     mj(n.ours.interconnect_uj), mj(n.ours.leakage_uj), millions(n.ours.dram_bytes),
                     fmt::format("{:.2f}", ratio)});
  }
  std::vector<std::string> mean(cells[0].size());
  mean.front() = "geometric mean";
  mean.back() = fmt::format("{:.2f}", std::exp(logs / static_cast<double>(networks.size())));
  cells.push_back(mean);
  return cells;
}

report::Markdown markdown(const Cells& cells) {
  report::MarkdownTable table(cells.front(), 1);
  for (std::size_t i = 1; i < cells.size(); ++i) {
    table.texts(cells[i]);
  }
  return table.markdown();
}

std::string layers_csv(const std::vector<Layer>& layers) {
  std::vector<std::string> columns{"network", "layer"};
  columns.insert(columns.end(), kCountColumns.begin(), kCountColumns.end());
  report::Csv csv(columns);
  for (const Layer& layer : layers) {
    csv.add(layer.network).add(layer.name);
    add_counts(csv, layer.theirs, layer.ours);
  }
  return csv.text();
}

std::string networks_csv(const std::vector<Network>& networks) {
  std::vector<std::string> columns{"network", "layers"};
  columns.insert(columns.end(), kCountColumns.begin(), kCountColumns.end());
  report::Csv csv(columns);
  for (const Network& network : networks) {
    csv.add(network.name).add(static_cast<std::uint64_t>(network.layers));
    add_counts(csv, network.theirs, network.ours);
  }
  return csv.text();
}

}  // namespace

Reproduced reproduce_bitfusion(const std::filesystem::path& inputs,
                               const std::filesystem::path& configs,
                               const ReproduceOptions& options) {
  const Machines m = machines_of(configs);
  std::vector<Layer> layers;
  for (const PublishedRow& row : published_rows(inputs / "layers.csv")) {
    layers.push_back(layer_of(row, m.ours));
  }
  count_theirs(layers, m);
  count_ours(layers, m, options);
  const std::vector<Network> networks = networks_of(layers);
  const Cells cycles = cycle_cells(networks);
  const Cells energies = energy_cells(networks);
  const std::string tables =
      report::code<report::Markdown>("Million cycles:\n\n{}\nMillijoules:\n\n{}", markdown(cycles),
                                     markdown(energies))
          .source();
  return {{{"layers_compared.csv", layers_csv(layers)},
           {"networks.csv", networks_csv(networks)},
           {"networks.md", tables}},
          fmt::format("All {} layers are equal to the published cycles and stalls.\n\n"
                      "Million cycles:\n{}\nMillijoules:\n{}",
                      layers.size(), report::TextTable{cycles, 1}.text(),
                      report::TextTable{energies, 1}.text())};
}

}  // namespace metronome::experiment
