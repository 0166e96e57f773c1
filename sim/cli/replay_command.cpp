#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/hash.hpp"
#include "sim/chips/replay.hpp"
#include "sim/chips/system_run.hpp"
#include "sim/cli/file_kinds.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/output.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/recipe.hpp"
#include "sim/cli/simulated_system.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/recipe_fields.hpp"
#include "sim/report/stamp.hpp"

namespace metronome::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

double in_ns(Picoseconds time) { return static_cast<double>(time.count()) / 1000; }

/// PREFIX.0.et, PREFIX.1.et, ..., or files in the order of chips.
std::vector<fs::path> files_of(const std::vector<std::string>& arguments) {
  std::vector<fs::path> files(arguments.begin() + 1, arguments.end());
  if (files.size() != 1 || is_file(files.front())) {
    return files;
  }
  const std::string prefix = files.front().string();
  files.clear();
  while (is_file(fmt::format("{}.{}.et", prefix, files.size()))) {
    files.emplace_back(fmt::format("{}.{}.et", prefix, files.size()));
  }
  if (files.empty()) {
    throw UserError(prefix + ": no such file, nor " + prefix + ".0.et",
                    "a file for each chip, or what their names begin with");
  }
  return files;
}

/// Of all of them, in the order of chips.
std::string digest_of(const std::vector<fs::path>& files) {
  std::string digests;
  for (const fs::path& file : files) {
    digests += file_digest(file.string()) + "\n";
  }
  return content_digest(digests);
}

std::vector<chips::ChipTrace> read_all(const std::vector<fs::path>& files) {
  std::vector<chips::ChipTrace> traces;
  for (const fs::path& file : files) {
    traces.push_back({path_text(file), exporting::read_chakra(read_file(file), path_text(file))});
  }
  return traces;
}

/// What a request is: "all-reduce", "message 0 > 1".
std::string what_of(const links::Request& request) {
  return request.transfer
             ? fmt::format("message {} > {}", request.transfer->from, request.transfer->to)
             : std::string(enum_name(request.collective));
}

std::string requests_csv(const chips::ReplayProgram& replay, const chips::LevelTimes& times) {
  report::Csv csv({"order", "name", "what", "bytes", "began_ns", "done_ns"});
  for (std::size_t i = 0; i < replay.program.requests.size(); ++i) {
    const links::Request& request = replay.program.requests[i];
    csv.add(std::uint64_t{i}).add(replay.names[i]).add(what_of(request));
    csv.add(request.payload.wire.bytes(request.payload.elements, 1).count());
    csv.add(in_ns(times.began[i])).add(in_ns(times.done[i]));
    csv.end_row();
  }
  return csv.text();
}

Json replay_json(const links::SystemSpec& system, const chips::ReplayProgram& replay,
                 const chips::LevelTimes& times) {
  const Picoseconds total = times.time;
  const Bytes carried = std::accumulate(times.link_bytes.begin(), times.link_bytes.end(), Bytes{});
  const auto [least, most] = std::minmax_element(times.work.begin(), times.work.end());
  Json json{{"system", system.name},
            {"chips", system.chips},
            {"topology", enum_name(system.topology)},
            {"timing", enum_name(system.timing)},
            {"requests", replay.program.requests.size()},
            {"time_ns", in_ns(total)},
            {"least_work_ns", in_ns(*least)},
            {"most_work_ns", in_ns(*most)},
            {"waiting_ns", in_ns(total - *most)},
            {"bytes_sent", times.sent.count()},
            {"bytes_received", times.received.count()},
            {"link_bytes", carried.count()},
            {"energy_j", nullptr}};
  if (std::any_of(replay.program.requests.begin(), replay.program.requests.end(),
                  [](const links::Request& request) { return !request.transfer; })) {
    json["algorithm"] = enum_name(system.collectives.algorithm);
  }
  if (system.link.pj_per_bit) {
    json["energy_j"] = 8e-12 * static_cast<double>(carried.count()) * *system.link.pj_per_bit;
  }
  return json;
}

void print_replay(const Json& json) {
  const auto number = [&](const char* key) { return json[key].get<double>(); };
  print("{} collectives and messages on {} ({} chips, {}{})\n",
        json["requests"].get<std::uint64_t>(), json["system"].get<std::string>(),
        json["chips"].get<std::uint64_t>(), json["topology"].get<std::string>(),
        json.contains("algorithm") ? ", " + json["algorithm"].get<std::string>() : "");
  print("time            {:.3f} ns\n", number("time_ns"));
  print("work of a chip  {:.3f} to {:.3f} ns; whoever has most waits for {:.3f} ns\n",
        number("least_work_ns"), number("most_work_ns"), number("waiting_ns"));
  print("sent            {} bytes by all chips, {} over links\n",
        json["bytes_sent"].get<std::uint64_t>(), json["link_bytes"].get<std::uint64_t>());
  if (json["energy_j"].is_null()) {
    print("energy          links are not priced (link.pj_per_bit)\n");
  } else {
    print("energy          {:.3g} J on links\n", number("energy_j"));
  }
}

void add_replay_options(Options& options) {
  options.positional("SYSTEM.yaml TRACE", 2, 65537);
  options.add()("mode", po::value<std::string>()->default_value("analytic"),
                "analytic: in one queue of events; cycle: on SystemC modules; the times are equal")(
      "out", po::value<std::string>(), "file for a table of collectives and messages as CSV")(
      "json", po::bool_switch(), "print JSON");
  options.add_set();
}

}  // namespace

void run_replay(const Arguments& arguments) {
  Options options(
      "replay SYSTEM.yaml PREFIX|FILE.0.et FILE.1.et... [--mode analytic|cycle] [--out FILE.csv] "
      "[--json] [--set KEY.PATH=VALUE]...",
      "Chakra execution traces, one of each chip, on a system: collectives and messages on its\n"
      "links, with their queues; what computes takes as long as the traces say. PREFIX stands for\n"
      "PREFIX.0.et, PREFIX.1.et, ...");
  add_replay_options(options);
  if (!options.parse(arguments)) {
    return;
  }
  const auto mode = enum_from_name<Mode>(options.text("mode"));
  if (!mode) {
    throw UserError("`" + options.text("mode") + "` is not a mode", "analytic or cycle");
  }
  const std::vector<fs::path> files = files_of(options.arguments());
  std::vector<fs::path> sources = files;
  sources.emplace_back(options.arguments()[0]);
  if (options.has("out")) {
    require_output_files({options.text("out")}, sources);
  }
  const links::SystemSpec system =
      load_file<links::SystemFile>(options.arguments()[0], options.overrides()).system;
  const chips::ReplayProgram replay = chips::replay_program(read_all(files), system);
  const chips::LevelProgram level{replay.program,
                                  std::vector<chips::Exchange>(replay.program.requests.size())};
  const chips::LevelTimes times = chips::LevelTimer(system, *mode).times({&level, 1}).front();
  report::Stamp stamp{{{"system", system.name}, {"mode", std::string(enum_name(*mode))}},
                      recipe_of("replay", arguments)};
  stamp.recipe.inputs = {{"system", content_digest(system_inputs(system))},
                         {"traces", digest_of(files)}};
  if (options.has("out")) {
    write_file_durably(options.text("out"),
                       report::stamped_csv(requests_csv(replay, times), stamp));
  }
  Json json = replay_json(system, replay, times);
  json["recipe"] = report::recipe_fields(stamp.recipe);
  if (options.flag("json")) {
    print("{}\n", json.dump(2));
  } else {
    print_replay(json);
  }
}

}  // namespace metronome::cli
