#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "arch/dram/replay.hpp"
#include "sim/base/hash.hpp"
#include "sim/cli/bandwidth_chart.hpp"
#include "sim/cli/file_kinds.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/recipe.hpp"
#include "sim/report/recipe_fields.hpp"

namespace metronome::cli {
namespace {

/// Where the peak went: the busy share of the data bus and the largest of the lost ones.
std::string lost_text(const dram::DataBusUse& bus) {
  using dram::LossReason;
  std::vector<LossReason> order;
  for (const LossReason reason : kEnumValues<LossReason>) {
    if (bus.lost[reason] > 0) {
      order.push_back(reason);
    }
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](LossReason a, LossReason b) { return bus.lost[a] > bus.lost[b]; });
  order.resize(std::min<std::size_t>(order.size(), 4));
  const auto percent = [&](std::uint64_t clocks) {
    return 100.0 * static_cast<double>(clocks) / static_cast<double>(bus.clocks);
  };
  std::string text = fmt::format("{:.1f} % busy", percent(bus.busy));
  for (const LossReason reason : order) {
    text += fmt::format(", {} {:.1f} %", enum_name(reason), percent(bus.lost[reason]));
  }
  return text;
}

void print_text(const dram::ReplayResult& r, const dram::Statistics& statistics) {
  print(
      "requests           {}\ncycles             {}\nrow hit rate       {:.4f}\n"
      "mean read latency  {:.2f} cycles\nbandwidth          {:.3f} GB/s ({:.1f} % of peak)\n"
      "energy             {:.6g} pJ\n",
      r.requests, r.cycles.count(), r.row_hit_rate, r.mean_read_latency_cycles,
      r.bandwidth_gb_per_s, 100 * r.peak_fraction, r.energy.total().count());
  if (statistics.bus().busy > 0) {
    print("data bus           {}\n", lost_text(statistics.bus()));
  }
}

void add_options(Options& options) {
  options.add()("device", po::value<std::string>(), "device file; see `metronome list devices`")(
      "trace", po::value<std::string>(), "requests")(
      "profile", po::value<std::string>()->default_value("standard"), "controller behaviour")(
      "commands", po::value<std::string>(), "write `clk CMD bank_group bank row` lines here")(
      "counters", po::value<std::string>(), "write the counters of each bank here, CSV")(
      "plot", po::value<std::string>(), "write the bandwidth over time here: .svg, or .csv")(
      "json", po::bool_switch(), "print JSON");
  options.add_set();
}

}  // namespace

void run_dram(const Arguments& arguments) {
  Options options(
      "dram --device DEVICE.yaml --trace FILE [--profile NAME] [--commands FILE] [--counters FILE] "
      "[--plot FILE] [--json] [--set KEY=VALUE]...",
      "Replays memory requests, one native burst each, .gz accepted: `R 0xADDR`, `W 0xADDR`,\n"
      "Ramulator's `LD ADDR`, `ST ADDR` or DRAMsim3's `0xADDR READ CLOCK`, `0xADDR WRITE CLOCK`;\n"
      "offered in order at one per memory clock with back-pressure. Says what bounds the "
      "bandwidth.");
  add_options(options);
  if (!options.parse(arguments)) {
    return;
  }
  const auto device = load_file<dram::DeviceSpec>(options.required("device"), options.overrides());
  const auto profile = enum_from_name<dram::Profile>(options.text("profile"));
  if (!profile) {
    throw UserError("`" + options.text("profile") + "` is not a profile",
                    name_hint(options.text("profile"), enum_name_list<dram::Profile>()));
  }
  if (options.has("plot")) {
    require_chart_name(options.text("plot"));
  }
  std::vector<std::filesystem::path> outputs;
  for (const char* name : {"commands", "counters", "plot"}) {
    if (options.has(name)) {
      outputs.emplace_back(options.text(name));
    }
  }
  require_output_files(outputs, {options.text("device"), options.required("trace")});
  const auto requests = dram::read_trace(options.required("trace"), device);
  std::vector<dram::CommandRecord> commands;
  dram::Statistics statistics(device);
  const auto began = std::chrono::steady_clock::now();
  const auto result = dram::replay(device, requests,
                                   {.profile = *profile,
                                    .commands = options.has("commands") ? &commands : nullptr,
                                    .statistics = &statistics});
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  if (options.has("commands")) {
    write_file_durably(options.text("commands"), dram::commands_text(device, commands));
  }
  if (options.has("counters")) {
    write_file_durably(options.text("counters"), dram::counters_csv(statistics));
  }
  if (options.has("plot")) {
    write_bandwidth(options.text("plot"), device, statistics.bandwidth());
  }
  note("{:.3g} million requests per second\n",
       static_cast<double>(requests.size()) / seconds * 1e-6);
  if (options.flag("json")) {
    report::Recipe recipe = recipe_of("dram", arguments);
    recipe.inputs["device"] = content_digest(config::resolved_yaml(device));
    recipe.inputs["trace"] = file_digest(options.text("trace"));
    report::Json json = report::parse_json(dram::to_json(result, &statistics), "the replay");
    json["recipe"] = report::recipe_fields(recipe);
    print("{}\n", json.dump(2));
  } else {
    print_text(result, statistics);
  }
}

}  // namespace metronome::cli
