#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <span>

#include "arch/dram/replay.hpp"
#include "sim/base/byte_source.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/interrupt.hpp"
#include "sim/base/output_file.hpp"
#include "sim/cli/answer.hpp"
#include "sim/cli/bandwidth_chart.hpp"
#include "sim/cli/file_kinds.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/recipe.hpp"
#include "sim/report/recipe_fields.hpp"

namespace metronome::cli {
namespace {

using report::Json;

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

/// A mean, or a word where there is nothing to take it of.
std::string mean_text(double mean, std::uint64_t count) {
  return count == 0 ? "n/a" : fmt::format("{:.2f} cycles", mean);
}

void print_text(const dram::ReplayResult& r, std::span<const dram::Statistics> statistics) {
  print("requests           {}\n", r.requests);
  if (r.channels > 1) {
    print("channels           {}\n", r.channels);
  }
  print(
      "cycles             {}\nrow hit rate       {:.4f}\nmean read latency  {}\nmean write latency "
      "{}\nbandwidth          {:.3f} GB/s ({:.1f} % of peak)\nenergy             {:.6g} pJ\n",
      r.cycles.count(), r.row_hit_rate, mean_text(r.mean_read_latency_cycles, r.reads),
      mean_text(r.mean_write_latency_cycles, r.writes), r.bandwidth_gb_per_s, 100 * r.peak_fraction,
      r.energy.total().count());
  if (r.counts.forwarded_reads + r.counts.coalesced_writes > 0) {
    print("without a command  {} forwarded reads, {} merged writes\n", r.counts.forwarded_reads,
          r.counts.coalesced_writes);
  }
  if (const dram::DataBusUse bus = dram::bus_of(statistics); bus.busy > 0) {
    print("data bus           {}\n", lost_text(bus));
  }
}

void add_options(Options& options) {
  options.add()("device", po::value<std::string>(), "device file; see `metronome list devices`")(
      "trace", po::value<std::string>(), "requests; - for standard input")(
      "wrap", po::bool_switch(), "take addresses beyond the capacity modulo the capacity")(
      "convert", po::value<std::string>(), "write the trace here in the binary form, and no more")(
      "profile", po::value<std::string>()->default_value("standard"), "controller behaviour")(
      "commands", po::value<std::string>(),
      "write `clk CMD bank_group bank row` lines here; .csv: every field")(
      "counters", po::value<std::string>(), "write the counters of each bank here, CSV")(
      "plot", po::value<std::string>(), "write the bandwidth over time here: .svg, or .csv")(
      "json", po::bool_switch(), "print JSON");
  options.add_set();
}

/// The trace as it is named in errors, read piece by piece; its digest at the end.
template <class Take>
std::string read_pieces(const std::string& trace, const dram::DeviceSpec& device, bool wrap,
                        const Take& take) {
  ByteSource source(trace);
  dram::TraceParser parser(trace == "-" ? "standard input" : trace, device, {.wrap = wrap});
  std::vector<dram::Request> requests;
  std::string_view piece;
  do {
    stop_if_interrupted();
    piece = source.next();
    requests.clear();
    parser.parse(piece, requests);
    take(requests);
  } while (!piece.empty());
  return source.digest();
}

/// Writes the binary form, which takes the place of an older file when the whole trace has been
/// read.
void convert(const Options& options, const dram::DeviceSpec& device) {
  OutputFile file(options.text("convert"));
  std::string out(dram::kBinaryTrace);
  std::uint64_t count = 0;
  read_pieces(options.required("trace"), device, options.flag("wrap"),
              [&](std::span<const dram::Request> requests) {
                count += requests.size();
                dram::append_binary(requests, out);
                file.write(out);
                out.clear();
              });
  file.publish(true);
  note("{} requests\n", count);
}

/// The list of the commands, written as they are issued; it takes the place of an older file when
/// the replay is over.
class CommandsFile {
 public:
  CommandsFile(const std::string& name, const dram::DeviceSpec& device)
      : device_(device), csv_(name.ends_with(".csv")), file_(name) {
    if (csv_) {
      file_.write(dram::kCommandsHeader);
    }
  }

  [[nodiscard]] std::vector<dram::CommandRecord>& commands() { return commands_; }
  /// Writes the commands that have come together.
  void take() {
    text_.clear();
    csv_ ? dram::append_commands_csv(device_, commands_, text_)
         : dram::append_commands_text(device_, commands_, text_);
    file_.write(text_);
    commands_.clear();
  }
  void publish() { file_.publish(true); }

 private:
  const dram::DeviceSpec& device_;
  bool csv_;
  OutputFile file_;
  std::vector<dram::CommandRecord> commands_;
  std::string text_;
};

void write_statistics(const Options& options, const dram::DeviceSpec& device,
                      std::span<const dram::Statistics> statistics) {
  if (options.has("counters")) {
    write_file_durably(options.text("counters"), dram::counters_csv(statistics));
  }
  if (options.has("plot")) {
    write_bandwidth(options.text("plot"), device, dram::bandwidth_of(statistics));
  }
}

Json json_of(const Arguments& arguments, const dram::DeviceSpec& device,
             const std::string& trace_digest, const dram::ReplayResult& result,
             std::span<const dram::Statistics> statistics) {
  report::Recipe recipe = recipe_of("dram", arguments);
  recipe.inputs["device"] = content_digest(config::resolved_yaml(device));
  recipe.inputs["trace"] = trace_digest;
  Json json = report::parse_json(dram::to_json(result, statistics), "the replay");
  json["recipe"] = report::recipe_fields(recipe);
  return json;
}

/// Whoever asks for a replay's results beside a conversion would wait for them in vain.
void require_no_replay_beside_convert(const Options& options) {
  for (const char* name : {"commands", "counters", "plot", "profile", "json"}) {
    if (options.given(name)) {
      throw UserError(
          fmt::format("--{} has no effect beside --convert, which replays nothing", name),
          "a command of its own for each");
    }
  }
}

/// Before any work: the files that are to be written.
void require_outputs(const Options& options, const dram::DeviceSpec& device) {
  if (options.has("convert")) {
    require_no_replay_beside_convert(options);
  }
  if (options.has("plot")) {
    require_chart_name(options.text("plot"));
  }
  if (device.channels > 1 && options.has("commands") &&
      !options.text("commands").ends_with(".csv")) {
    throw UserError("lines of five words have no place for the channel",
                    "a name that ends in .csv, for every field");
  }
  std::vector<std::filesystem::path> outputs;
  for (const char* name : {"commands", "counters", "plot", "convert"}) {
    if (options.has(name)) {
      outputs.emplace_back(options.text(name));
    }
  }
  std::vector<std::filesystem::path> inputs{options.text("device")};
  if (options.required("trace") != "-") {
    inputs.emplace_back(options.text("trace"));
  }
  require_output_files(outputs, inputs);
}

struct DramOptions : Options {
  DramOptions()
      : Options(
            "dram --device DEVICE.yaml --trace FILE [--profile NAME] [--wrap] [--commands FILE] "
            "[--counters FILE] [--plot FILE] [--json] [--convert FILE] [--set KEY=VALUE]...",
            "Replays memory requests, one native burst each, .gz accepted: `R 0xADDR`, `W ADDR`, "
            "`LD ADDR`,\n"
            "`ADDR R`, DRAMsim3's `0xADDR READ CLOCK`, DRAMSys's `CLOCK: read ADDR`, Ramulator's "
            "address vectors,\n"
            "or the binary form of --convert; offered in order at one per memory clock and channel "
            "with\n"
            "back-pressure. Says what bounds the bandwidth.") {
    add_options(*this);
  }
};

dram::DeviceSpec device_of(const Options& options) {
  return load_file<dram::DeviceSpec>(options.required("device"), options.overrides());
}

dram::Profile profile_of(const Options& options) {
  const auto profile = enum_from_name<dram::Profile>(options.text("profile"));
  if (!profile) {
    throw UserError("`" + options.text("profile") + "` is not a profile",
                    name_hint(options.text("profile"), enum_name_list<dram::Profile>()));
  }
  return *profile;
}

/// What a replay gave, beside the files that it wrote.
struct Replayed {
  dram::ReplayResult result;
  std::vector<dram::Statistics> statistics;  ///< of each channel
  std::string trace_digest;
  std::string note;
};

Replayed replay(const Options& options, const dram::DeviceSpec& device, dram::Profile profile) {
  Replayed out{{}, {device.channels, dram::Statistics(device)}, {}, {}};
  std::optional<CommandsFile> commands;
  dram::ReplayOptions replayed{.profile = profile, .statistics = out.statistics.data()};
  if (options.has("commands")) {
    commands.emplace(options.text("commands"), device);
    replayed.commands = &commands->commands();
    replayed.take_commands = [&] { commands->take(); };
  }
  dram::Replayer replayer(device, replayed);
  const auto began = std::chrono::steady_clock::now();
  out.trace_digest =
      read_pieces(options.required("trace"), device, options.flag("wrap"),
                  [&](std::span<const dram::Request> requests) { replayer.add(requests); });
  out.result = replayer.finish();
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  if (commands) {
    commands->publish();  // before another file is begun: two such commands cannot wait crosswise
  }
  write_statistics(options, device, out.statistics);
  out.note = fmt::format("{:.3g} million requests per second",
                         static_cast<double>(out.result.requests) / seconds * 1e-6);
  return out;
}

}  // namespace

Answer dram_answer(const Arguments& arguments) {
  DramOptions options;
  options.require(arguments);
  for (const char* name : {"plot", "convert"}) {
    if (options.has(name)) {
      throw UserError(std::string("--") + name + " writes a file and answers nothing",
                      "on the command line");
    }
  }
  if (options.required("trace") == "-") {
    throw UserError("the standard input belongs to the program that asks", "the name of a file");
  }
  const dram::DeviceSpec device = device_of(options);
  const dram::Profile profile = profile_of(options);
  require_outputs(options, device);
  const Replayed done = replay(options, device, profile);
  return {json_of(arguments, device, done.trace_digest, done.result, done.statistics), {done.note}};
}

void run_dram(const Arguments& arguments) {
  DramOptions options;
  if (!options.parse(arguments)) {
    return;
  }
  const dram::DeviceSpec device = device_of(options);
  const dram::Profile profile = profile_of(options);
  require_outputs(options, device);
  if (options.has("convert")) {
    convert(options, device);
    return;
  }
  const Replayed done = replay(options, device, profile);
  note("{}\n", done.note);
  if (options.flag("json")) {
    print("{}\n",
          json_of(arguments, device, done.trace_digest, done.result, done.statistics).dump(2));
  } else {
    print_text(done.result, done.statistics);
  }
}

}  // namespace metronome::cli
