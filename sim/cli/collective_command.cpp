#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "arch/links/collective_run.hpp"
#include "sim/base/error.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/text.hpp"
#include "sim/cli/file_kinds.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/print.hpp"
#include "sim/cli/recipe.hpp"
#include "sim/cli/simulated_system.hpp"
#include "sim/report/recipe_fields.hpp"

namespace metronome::cli {
namespace {

using links::Collective;
using Json = nlohmann::ordered_json;

constexpr NumberRange kCollectiveBytes{0, 1e15L};

double nanoseconds(Picoseconds time) { return static_cast<double>(time.count()) / 1000; }

/// Of all links that carried something, the share of the time that the busiest one sent.
double busiest_share(const links::CollectiveTimes& times, Picoseconds end) {
  Picoseconds most{};
  for (const Picoseconds busy : times.link_busy) {
    most = std::max(most, busy);
  }
  return end.count() == 0 ? 0 : ratio(most, end);
}

Json json_of(const links::SystemSpec& system, Collective collective, Bytes bytes,
             const links::CollectiveTimes& times) {
  const Picoseconds end = times.end(0);
  Json json{{"system", system.name},
            {"chips", system.chips},
            {"topology", enum_name(system.topology)},
            {"algorithm", enum_name(system.collectives.algorithm)},
            {"timing", enum_name(system.timing)},
            {"collective", enum_name(collective)},
            {"bytes", bytes.count()},
            {"time_ns", nanoseconds(end)},
            {"closed_form_ns", nullptr},
            {"bytes_sent", times.sent.count()},
            {"link_bytes", times.carried().count()},
            {"busiest_link_share", busiest_share(times, end)},
            {"energy_j", nullptr}};
  if (const auto form = links::closed_form(system, collective, bytes)) {
    json["closed_form_ns"] = nanoseconds(*form);
  }
  if (const auto energy = times.energy(system.link)) {
    json["energy_j"] = energy->count() * 1e-12;
  }
  return json;
}

void print_text(const Json& json) {
  print("{} of {} bytes on {} ({} chips, {}, {})\n", json["collective"].get<std::string>(),
        json["bytes"].get<std::uint64_t>(), json["system"].get<std::string>(),
        json["chips"].get<std::uint64_t>(), json["topology"].get<std::string>(),
        json["algorithm"].get<std::string>());
  print("time            {:.3f} ns\n", json["time_ns"].get<double>());
  if (!json["closed_form_ns"].is_null()) {
    print("closed form     {:.3f} ns\n", json["closed_form_ns"].get<double>());
  }
  print("sent            {} bytes by all chips, {} over links\n",
        json["bytes_sent"].get<std::uint64_t>(), json["link_bytes"].get<std::uint64_t>());
  // In a timing without congestion messages pass each other on a link.
  if (const double share = json["busiest_link_share"].get<double>(); share <= 1) {
    print("busiest link    {:.1f} % of the time\n", 100 * share);
  } else {
    print(
        "busiest link    {:.1f} times as much as the time holds: this timing knows no congestion\n",
        share);
  }
  if (json["energy_j"].is_null()) {
    print("energy          links are not priced (link.pj_per_bit)\n");
  } else {
    print("energy          {:.3g} J on links\n", json["energy_j"].get<double>());
  }
}

}  // namespace

void run_collective(const Arguments& arguments) {
  Options options(
      "collective SYSTEM.yaml --bytes N [--op all-reduce|reduce-scatter|all-gather] [--json] "
      "[--set KEY.PATH=VALUE]...",
      "What a collective operation of several chips takes: messages one by one on the links of a\n"
      "system file, with their queues, beside the closed form where there is one. --bytes: of the\n"
      "whole tensor, of all-gather what one chip has.");
  options.positional("SYSTEM.yaml", 1, 1);
  options.add()("op", po::value<std::string>()->default_value("all-reduce"),
                "all-reduce, reduce-scatter or all-gather")("json", po::bool_switch(),
                                                            "print JSON");
  options.add_whole("bytes", {}, kCollectiveBytes, "of the tensor");
  options.add_set();
  if (!options.parse(arguments)) {
    return;
  }
  if (!options.has("bytes")) {
    throw UserError("--bytes is missing", "the size of the tensor");
  }
  const auto collective = enum_from_name<Collective>(options.text("op"));
  if (!collective) {
    throw UserError("--op: `" + options.text("op") + "` is no collective operation",
                    name_hint(options.text("op"), enum_name_list<Collective>()));
  }
  const links::SystemSpec system =
      load_file<links::SystemFile>(options.arguments()[0], options.overrides()).system;
  const Bytes bytes(options.whole("bytes"));
  Json json = json_of(system, *collective, bytes,
                      links::run_collectives(system, {{*collective, bytes, {}}}));
  report::Recipe recipe = recipe_of("collective", arguments);
  recipe.inputs["system"] = content_digest(system_inputs(system));
  json["recipe"] = report::recipe_fields(recipe);
  if (options.flag("json")) {
    print("{}\n", json.dump(2));
  } else {
    print_text(json);
  }
}

}  // namespace metronome::cli
