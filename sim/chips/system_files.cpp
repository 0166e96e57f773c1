#include "sim/chips/system_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "sim/base/number.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/identity.hpp"
#include "sim/report/json_fields.hpp"
#include "sim/report/names.hpp"
#include "sim/report/recipe_fields.hpp"
#include "sim/report/text_table.hpp"

namespace metronome::chips {
namespace {

using report::Csv;
using report::Json;

double seconds(Picoseconds time) { return 1e-12 * static_cast<double>(time.count()); }
double nanoseconds(Picoseconds time) { return 1e-3 * static_cast<double>(time.count()); }

template <class T>
T sum_of(const std::vector<T>& values) {
  return std::accumulate(values.begin(), values.end(), T{});
}

Picoseconds idle_of_all(const LevelTimes& times) {
  Picoseconds sum{};
  for (std::size_t chip = 0; chip < times.work.size(); ++chip) {
    sum += times.idle(chip);
  }
  return sum;
}

/// Energies of links that have no price are empty fields.
void add_energy(Csv& csv, const std::optional<Joules>& energy) {
  energy ? csv.add(energy->count()) : csv.add("");
}

std::string levels_csv(const SystemRun& run) {
  Csv csv({"level", "iterations", "iteration_time_s", "iteration_work_s", "iteration_exposed_s",
           "iteration_communication_s", "iteration_idle_s", "iteration_bytes_sent",
           "iteration_bytes_received", "iteration_link_bytes", "iteration_work_energy_j",
           "iteration_idle_energy_j", "iteration_links_energy_j"});
  const auto chips = static_cast<double>(run.system.chips);
  for (std::size_t i = 0; i < run.levels.size(); ++i) {
    const LevelTimes& times = run.levels[i];
    csv.add(report::level_name(run.chip, run.chip.levels[i])).add(run.chip.levels[i].iterations);
    csv.add(seconds(times.time)).add(seconds(sum_of(times.work)) / chips);
    csv.add(seconds(times.exposed())).add(seconds(times.communication));
    csv.add(seconds(idle_of_all(times)) / chips);
    csv.add(times.sent.count()).add(times.received.count());
    csv.add(sum_of(times.link_bytes).count());
    csv.add(run.work_energy(i).count()).add(run.idle_energy(i).count());
    add_energy(csv, run.link_energy[i]);
    csv.end_row();
  }
  return csv.text();
}

/// By phase: whether precisions change before it. All changes take the same.
std::vector<bool> switches_of(const RunResult& chip) {
  std::vector<bool> switches(chip.phases.size(), false);
  for (std::size_t i = 1; i < chip.phases.size(); ++i) {
    switches[i] = chip.levels[chip.phases[i].level].assignment !=
                  chip.levels[chip.phases[i - 1].level].assignment;
  }
  return switches;
}

std::string phases_csv(const SystemRun& run) {
  Csv csv({"first_iteration", "iterations", "level", "time_s", "switching_s", "exposed_s",
           "least_idle_s", "most_idle_s", "chips_energy_j", "links_energy_j"});
  const std::vector<bool> switches = switches_of(run.chip);
  const auto changes = static_cast<double>(
      std::max<std::ptrdiff_t>(std::count(switches.begin(), switches.end(), true), 1));
  for (std::size_t i = 0; i < run.chip.phases.size(); ++i) {
    const PhaseResult& phase = run.chip.phases[i];
    const LevelTimes& times = run.levels[phase.level];
    const auto [least, most] = std::minmax_element(times.work.begin(), times.work.end());
    const auto n = static_cast<double>(phase.iterations);
    const double change = switches[i] ? 1 / changes : 0;
    csv.add(phase.first_iteration).add(phase.iterations);
    csv.add(report::level_name(run.chip, run.chip.levels[phase.level]));
    csv.add(n * seconds(times.time)).add(change * run.switching().count());
    csv.add(n * seconds(times.exposed()));
    csv.add(n * seconds(times.time - *most)).add(n * seconds(times.time - *least));
    csv.add(n * (run.work_energy(phase.level) + run.idle_energy(phase.level)).count() +
            change * run.switch_energy().count());
    const std::optional<Joules>& links = run.link_energy[phase.level];
    add_energy(csv, links ? std::optional(*links * n) : std::nullopt);
    csv.end_row();
  }
  return csv.text();
}

std::string chip_phases_csv(const SystemRun& run) {
  Csv csv({"first_iteration", "iterations", "level", "first_chip", "last_chip", "work_s", "idle_s",
           "bubble_s"});
  const std::vector<AlikeChips> alike = alike_chips(run);
  for (const PhaseResult& phase : run.chip.phases) {
    const LevelTimes& times = run.levels[phase.level];
    const auto n = static_cast<double>(phase.iterations);
    for (const AlikeChips& chips : alike) {
      csv.add(phase.first_iteration).add(phase.iterations);
      csv.add(report::level_name(run.chip, run.chip.levels[phase.level]));
      csv.add(chips.first).add(chips.last).add(n * seconds(times.work[chips.first]));
      csv.add(n * seconds(times.idle(chips.first)));
      run.stages.empty() ? csv.add("") : csv.add(n * seconds(times.bubble(chips.first)));
      csv.end_row();
    }
  }
  return csv.text();
}

std::string chips_csv(const SystemRun& run) {
  Csv csv({"chip", "level", "iterations", "work_s", "idle_s", "work_energy_j", "idle_energy_j"});
  for (std::uint64_t chip = 0; chip < run.system.chips; ++chip) {
    for (std::size_t i = 0; i < run.levels.size(); ++i) {
      const LevelTimes& times = run.levels[i];
      const auto n = static_cast<double>(run.chip.levels[i].iterations);
      csv.add(chip).add(report::level_name(run.chip, run.chip.levels[i]));
      csv.add(run.chip.levels[i].iterations);
      csv.add(n * seconds(times.work[chip])).add(n * seconds(times.idle(chip)));
      csv.add(n * run.work_energy_of(i, chip).count());
      csv.add(n * run.idle_energy_of(i, chip).count());
      csv.end_row();
    }
  }
  return csv.text();
}

std::string links_csv(const SystemRun& run) {
  Csv csv({"link", "bytes", "busy_s", "energy_j"});
  const links::Fabric fabric(run.system);
  for (links::LinkIndex link = 0; link < fabric.links(); ++link) {
    double bytes = 0, busy = 0;
    for (std::size_t i = 0; i < run.levels.size(); ++i) {
      const LevelTimes& times = run.levels[i];
      const auto n = static_cast<double>(run.chip.levels[i].iterations);
      bytes +=
          times.link_bytes.empty() ? 0 : n * static_cast<double>(times.link_bytes[link].count());
      busy += times.link_busy.empty() ? 0 : n * seconds(times.link_busy[link]);
    }
    const auto price = run.system.link.pj_per_bit;
    if (run.system.chips == 1 || fabric.name(link).empty()) {
      continue;  // from a chip to itself
    }
    csv.add(fabric.name(link)).add(bytes).add(busy);
    add_energy(csv, price ? std::optional(Joules(8e-12 * bytes * *price)) : std::nullopt);
    csv.end_row();
  }
  return csv.text();
}

/// "all-reduce", or "message 0 > 1".
std::string what_of(const links::Request& request) {
  return request.transfer
             ? fmt::format("message {} > {}", request.transfer->from, request.transfer->to)
             : std::string(enum_name(request.collective));
}

std::string collectives_csv(const SystemRun& run) {
  Csv csv({"level", "order", "purpose", "collective", "first", "tensors", "numbers", "bits",
           "bytes_of_chip", "began_ns", "done_ns"});
  for (std::size_t i = 0; i < run.levels.size(); ++i) {
    const LevelTimes& times = run.levels[i];
    for (std::size_t j = 0; j < times.exchanges.size(); ++j) {
      const Exchange& exchange = times.exchanges[j];
      const links::Payload& payload = times.requests[j].payload;
      csv.add(report::level_name(run.chip, run.chip.levels[i])).add(std::uint64_t{j});
      csv.add(enum_name(exchange.purpose)).add(what_of(times.requests[j]));
      csv.add(exchange.first).add(std::uint64_t{exchange.tensors});
      csv.add(exchange.numbers > 0 ? exchange.numbers : payload.elements);
      csv.add(std::uint64_t{exchange.bits}).add(payload.wire.bytes(payload.elements, 1).count());
      csv.add(nanoseconds(times.began[j])).add(nanoseconds(times.done[j]));
      csv.end_row();
    }
  }
  return csv.text();
}

/// Of a pipeline: an iteration of each level on each stage.
std::string stages_csv(const SystemRun& run) {
  Csv csv({"level", "iterations", "stage", "first_layer", "machine", "micro_batches",
           "stashes_in_flight", "footprint_bytes", "iteration_time_s", "work_s", "bubble_s",
           "waits_for_links_s", "work_of_longest"});
  for (std::size_t i = 0; i < run.levels.size(); ++i) {
    const LevelTimes& times = run.levels[i];
    const Picoseconds longest = *std::max_element(times.work.begin(), times.work.end());
    for (std::size_t stage = 0; stage < run.stages.size(); ++stage) {
      const RunResult& chip = run.run_of(stage);
      csv.add(report::level_name(run.chip, run.chip.levels[i])).add(run.chip.levels[i].iterations);
      csv.add(std::uint64_t{stage}).add(run.stages[stage].first_layer).add(chip.accelerator);
      csv.add(run.system.parallel.pipeline.micro_batches).add(run.stages[stage].most_stashes);
      csv.add(chip.levels[i].footprint.count()).add(seconds(times.time));
      csv.add(seconds(times.work[stage])).add(seconds(times.bubble(stage)));
      csv.add(seconds(times.idle(stage) - times.bubble(stage)));
      csv.add(seconds(times.work[stage]) / seconds(longest));
      csv.end_row();
    }
  }
  return csv.text();
}

double saved(double own, double baseline) { return baseline > 0 ? 1 - own / baseline : 0; }

}  // namespace

std::vector<AlikeChips> alike_chips(const SystemRun& run) {
  std::vector<AlikeChips> alike;
  for (std::uint64_t chip = 0; chip < run.system.chips; ++chip) {
    const bool same =
        !alike.empty() &&
        std::all_of(run.levels.begin(), run.levels.end(), [&](const LevelTimes& times) {
          return times.work[chip] == times.work[chip - 1];
        });
    if (same) {
      alike.back().last = chip;
    } else {
      alike.push_back({chip, chip});
    }
  }
  return alike;
}

SystemTotals totals_of(const SystemRun& run) {
  SystemTotals sum;
  const auto chips = static_cast<double>(run.system.chips);
  sum.switching = run.switching();
  sum.chips_switching = run.switch_energy();
  sum.links = run.links_energy();
  for (std::size_t i = 0; i < run.levels.size(); ++i) {
    const LevelTimes& times = run.levels[i];
    const auto n = static_cast<double>(run.chip.levels[i].iterations);
    sum.time += run.seconds(times.time, i);
    sum.work += Seconds(run.seconds(sum_of(times.work), i).count() / chips);
    sum.idle += Seconds(run.seconds(idle_of_all(times), i).count() / chips);
    sum.exposed += run.seconds(times.exposed(), i);
    for (std::size_t chip = 0; chip < times.work.size(); ++chip) {
      sum.bubble += Seconds(run.seconds(times.bubble(chip), i).count() / chips);
    }
    sum.communication += run.seconds(times.communication, i);
    sum.bytes_sent += n * static_cast<double>(times.sent.count());
    sum.bytes_carried += n * static_cast<double>(sum_of(times.link_bytes).count());
    sum.chips_working += run.work_energy(i) * n;
    sum.chips_idle += run.idle_energy(i) * n;
  }
  sum.time += sum.switching;
  return sum;
}

std::map<std::string, std::string> system_tables(const SystemRun& run, const report::Stamp& stamp) {
  std::map<std::string, std::string> tables{
      {"levels.csv", levels_csv(run)}, {"phases.csv", phases_csv(run)},
      {"chips.csv", chips_csv(run)},   {"chip_phases.csv", chip_phases_csv(run)},
      {"links.csv", links_csv(run)},   {"collectives.csv", collectives_csv(run)}};
  if (!run.stages.empty()) {
    tables.emplace("stages.csv", stages_csv(run));
  }
  for (auto& [name, text] : tables) {
    text = report::stamped_csv(text, stamp);
  }
  return tables;
}

namespace {

/// Whether any of a run's collectives, not single messages, are of this kind.
template <class Is>
bool any_collective(const SystemRun& run, const Is& is) {
  for (const LevelTimes& level : run.levels) {
    for (std::size_t i = 0; i < level.requests.size(); ++i) {
      if (!level.requests[i].transfer && is(level.exchanges[i], level.requests[i])) {
        return true;
      }
    }
  }
  return false;
}

bool has_collectives(const SystemRun& run) {
  return any_collective(run, [](const Exchange&, const links::Request&) { return true; });
}

/// The keys of a system that have an effect on the run, and no others.
void add_choices(Json& json, const SystemRun& run) {
  const links::SystemSpec& system = run.system;
  if (system.chips > 1) {
    json["topology"] = enum_name(system.topology);
  }
  if (has_collectives(run)) {
    json["algorithm"] = enum_name(system.collectives.algorithm);
  }
  if (any_collective(run, [](const Exchange& exchange, const links::Request&) {
        return exchange.purpose == Purpose::gradients;
      })) {
    json["update"] = enum_name(system.parallel.update);
  }
  if (any_collective(run, [](const Exchange&, const links::Request& request) {
        return request.payload.wire.codes;
      })) {
    json["sums"] = enum_name(system.gradients.sums);
  }
  if (run.shares_statistics) {
    json["batch_norm"] = enum_name(system.parallel.batch_norm);
  }
  if (run.stages.empty()) {
    json["machine"] = run.chip.accelerator;
    return;
  }
  for (std::size_t stage = 0; stage < run.stages.size(); ++stage) {
    json["machines"].push_back(run.run_of(stage).accelerator);
  }
}

/// "4 x systolic_512", or of stages that differ "systolic_512, 2 x dual_serial_512, systolic_512".
std::string machines_text(const SystemRun& run) {
  if (run.stages.empty()) {
    return fmt::format("{} x {}", run.system.chips, run.chip.accelerator);
  }
  std::string text;
  for (std::size_t first = 0, end = 0; first < run.stages.size(); first = end) {
    const std::string& name = run.run_of(first).accelerator;
    while (end < run.stages.size() && run.run_of(end).accelerator == name) {
      ++end;
    }
    text += fmt::format("{}{} x {}", first == 0 ? "" : ", ", end - first, name);
  }
  return text;
}

}  // namespace

std::string system_title(const SystemRun& run) {
  std::string text = fmt::format("{}: {}", run.system.name, machines_text(run));
  if (run.system.chips > 1) {
    text += fmt::format(", {}", enum_name(run.system.topology));
  }
  if (has_collectives(run)) {
    text += fmt::format(", {}", enum_name(run.system.collectives.algorithm));
  }
  return text;
}

trace::Facts system_identity(const SystemRun& run, const SystemRun* baseline,
                             const std::vector<EnergyTable>& prices) {
  std::vector<trace::Facts> identities;
  const std::size_t machines = 1 + run.others.size();
  for (std::size_t i = 0; i < machines; ++i) {
    identities.push_back(report::identity_of(run.run_of(i),
                                             baseline == nullptr ? nullptr : &baseline->run_of(i),
                                             prices[prices.size() == 1 ? 0 : i]));
  }
  trace::Facts facts = report::joined(identities);
  for (trace::Fact& fact : facts) {
    if (fact.name == "batch" && run.stages.empty()) {  // a stage's facts are those of the whole
      const auto of_chip = read_number<std::uint64_t>(fact.value, kAnyWhole).value;
      fact.value = fmt::format("{}", run.system.chips * of_chip.value_or(0));
    }
  }
  facts.push_back({"system", system_title(run)});
  return facts;
}

std::string system_json(const SystemRun& run, const SystemRun* baseline,
                        const report::Stamp& stamp) {
  const SystemTotals sum = totals_of(run);
  Json json{{"system", run.system.name},
            {"chips", run.system.chips},
            {"schedule", run.chip.trace},
            {"mode", enum_name(run.chip.mode)},
            {"time_s", sum.time.count()},
            {"of_chip_s",
             {{"work", sum.work.count()},
              {"idle", sum.idle.count()},
              {"switching", sum.switching.count()}}},
            {"exposed_communication_s", sum.exposed.count()},
            {"communication_s", sum.communication.count()},
            {"bytes_sent", sum.bytes_sent},
            {"link_bytes", sum.bytes_carried},
            {"energy_j",
             {{"chips_working", sum.chips_working.count()},
              {"chips_idle", sum.chips_idle.count()},
              {"chips_switching", sum.chips_switching.count()},
              {"links", nullptr},
              {"total", sum.energy().count()}}}};
  for (const trace::Fact& fact : stamp.identity) {
    json["identity"][fact.name] = fact.value;
  }
  json["recipe"] = report::recipe_fields(stamp.recipe);
  add_choices(json, run);
  if (sum.links) {
    json["energy_j"]["links"] = sum.links->count();
  }
  if (const std::string trained = trace::fact(run.chip.training, "chips"); !trained.empty()) {
    json["trained_on_chips"] = trained;
  }
  if (!run.stages.empty()) {
    const links::PipelineSpec& pipeline = run.system.parallel.pipeline;
    json["scheme"] = enum_name(run.system.parallel.scheme);
    json["micro_batches"] = pipeline.micro_batches;
    json["order"] = enum_name(pipeline.order);
    json["of_chip_s"]["bubble"] = sum.bubble.count();
  }
  if (baseline != nullptr) {
    const SystemTotals other = totals_of(*baseline);
    json["baseline"] = {{"schedule", baseline->chip.trace},
                        {"time_s", other.time.count()},
                        {"energy_j", other.energy().count()}};
    json["savings"] = {{"time", saved(sum.time.count(), other.time.count())},
                       {"work", saved(sum.work.count(), other.work.count())},
                       {"energy", saved(sum.energy().count(), other.energy().count())}};
  }
  return json.dump(2) + "\n";
}

std::string system_text(const SystemRun& run, const SystemRun* baseline) {
  report::TextTable table;
  table.rows.push_back(
      {"schedule", "time s", "work s", "exposed s", "idle %", "sent GB", "links J", "energy J"});
  const auto row = [&](const SystemRun& one) {
    const SystemTotals sum = totals_of(one);
    table.rows.push_back({one.chip.trace, fmt::format("{:.5g}", sum.time.count()),
                          fmt::format("{:.5g}", sum.work.count()),
                          fmt::format("{:.4g}", sum.exposed.count()),
                          fmt::format("{:.1f}", 100 * sum.idle.count() / sum.time.count()),
                          fmt::format("{:.4g}", 1e-9 * sum.bytes_sent),
                          sum.links ? fmt::format("{:.4g}", sum.links->count()) : "not priced",
                          fmt::format("{:.5g}", sum.energy().count())});
  };
  row(run);
  if (baseline != nullptr) {
    row(*baseline);
  }
  std::string text = system_title(run) + "\n" + table.text();
  if (baseline != nullptr) {
    const SystemTotals own = totals_of(run);
    const SystemTotals other = totals_of(*baseline);
    text += fmt::format(
        "saved against {}: {:.1f} % of the time ({:.1f} % of a chip's work), {:.1f} % of the "
        "energy\n",
        baseline->chip.trace, 100 * saved(own.time.count(), other.time.count()),
        100 * saved(own.work.count(), other.work.count()),
        100 * saved(own.energy().count(), other.energy().count()));
  }
  return text;
}

}  // namespace metronome::chips
