#include <fmt/format.h>

#include <chrono>

#include "arch/dram/replay.hpp"
#include "sim/cli/options.hpp"

namespace metronome::cli {
namespace {

void print_text(const dram::ReplayResult& r) {
  fmt::print(
      "requests           {}\ncycles             {}\nrow hit rate       {:.4f}\n"
      "mean read latency  {:.2f} cycles\nbandwidth          {:.3f} GB/s ({:.1f} % of peak)\n"
      "energy             {:.6g} pJ\n",
      r.requests, r.cycles.count(), r.row_hit_rate, r.mean_read_latency_cycles,
      r.bandwidth_gb_per_s, 100 * r.peak_fraction, r.energy.total().count());
}

}  // namespace

void run_dram(const Arguments& arguments) {
  Options options(
      "dram --device DEVICE.yaml --trace FILE [--profile NAME] [--commands FILE] [--json] "
      "[--set KEY=VALUE]...",
      "Replays memory requests, one native burst each, .gz accepted: `R 0xADDR`, `W 0xADDR`,\n"
      "Ramulator's `LD ADDR`, `ST ADDR` or DRAMsim3's `0xADDR READ CLOCK`, `0xADDR WRITE CLOCK`;\n"
      "offered in order at one per memory clock with back-pressure.");
  options.add()("device", po::value<std::string>(), "device file; see `metronome list devices`")(
      "trace", po::value<std::string>(), "requests")(
      "profile", po::value<std::string>()->default_value("standard"), "controller behaviour")(
      "commands", po::value<std::string>(), "write `clk CMD bank_group bank row` lines here")(
      "json", po::bool_switch(), "print JSON");
  options.add_set();
  if (!options.parse(arguments)) {
    return;
  }
  const auto device =
      config::load<dram::DeviceSpec>(options.required("device"), options.overrides());
  const auto profile = config::enum_from_name<dram::Profile>(options.text("profile"));
  if (!profile) {
    throw UserError("`" + options.text("profile") + "` is not a profile",
                    name_hint(options.text("profile"), config::enum_name_list<dram::Profile>()));
  }
  const auto requests = dram::read_trace(options.required("trace"), device);
  std::vector<dram::CommandRecord> commands;
  const auto began = std::chrono::steady_clock::now();
  const auto result = dram::replay(
      device, requests,
      {.profile = *profile, .commands = options.has("commands") ? &commands : nullptr});
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  if (options.has("commands")) {
    write_file_atomically(options.text("commands"), dram::commands_text(device, commands));
  }
  fmt::print(stderr, "{:.3g} million requests per second\n",
             static_cast<double>(requests.size()) / seconds * 1e-6);
  if (options.get<bool>("json")) {
    fmt::print("{}\n", dram::to_json(result));
  } else {
    print_text(result);
  }
}

}  // namespace metronome::cli
