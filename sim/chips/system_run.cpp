#include "sim/chips/system_run.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "arch/links/collective_run.hpp"
#include "sim/base/error.hpp"
#include "sim/energy/pricing.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/systemc/system_session.hpp"

namespace metronome::chips {
namespace {

using links::ProgramTimes;
using links::Request;
using links::SystemProgram;

/// The time in which any of the intervals [began, done) is under way.
Picoseconds covered(const std::vector<Picoseconds>& began, const std::vector<Picoseconds>& done) {
  std::vector<std::pair<Picoseconds, Picoseconds>> intervals;
  for (std::size_t i = 0; i < began.size(); ++i) {
    intervals.emplace_back(began[i], done[i]);
  }
  std::sort(intervals.begin(), intervals.end());
  Picoseconds sum{}, until{};
  for (const auto& [from, to] : intervals) {
    const Picoseconds begin = std::max(from, until);
    if (to > begin) {
      sum += to - begin;
      until = to;
    }
  }
  return sum;
}

void add(std::vector<Bytes>& sums, const std::vector<Bytes>& more) {
  sums.resize(std::max(sums.size(), more.size()));
  for (std::size_t i = 0; i < more.size(); ++i) {
    sums[i] += more[i];
  }
}

void add(std::vector<Picoseconds>& sums, const std::vector<Picoseconds>& more) {
  sums.resize(std::max(sums.size(), more.size()));
  for (std::size_t i = 0; i < more.size(); ++i) {
    sums[i] += more[i];
  }
}

}  // namespace

/// Collectives are seen from the first chip, messages from both ends.
LevelTimes level_times(const LevelProgram& level, const ProgramTimes& times) {
  LevelTimes out;
  out.time = times.total();
  out.work = times.work;
  std::vector<Picoseconds> first_done;
  for (std::size_t request = 0; request < times.links.done.size(); ++request) {
    const auto& transfer = level.program.requests[request].transfer;
    out.began.push_back(times.links.began[request][transfer ? transfer->from : 0]);
    first_done.push_back(times.links.done[request][transfer ? transfer->to : 0]);
    out.done.push_back(times.links.end(request));
  }
  out.communication = covered(out.began, first_done);
  out.exchanges = level.exchanges;
  out.requests = level.program.requests;
  return out;
}

Picoseconds LevelTimes::exposed() const {
  return time - (without_links ? *without_links : *std::max_element(work.begin(), work.end()));
}

/// Chips end a collective together where the last one is later than the first by no more than this
/// part of its time. Where they do not, a chip that ends early goes on, and the next sum waits for
/// the others.
constexpr std::uint64_t kTogether = 100;

const LevelTimer::Alone& LevelTimer::alone(const Request& request) {
  const auto [at, fresh] = known_.try_emplace({request.collective, request.payload});
  Alone& own = at->second;
  if (fresh) {
    const links::CollectiveTimes times =
        links::run_collectives(system_, {{request.collective, request.payload, {}}});
    const auto form = links::closed_form(system_, request.collective, request.payload);
    const auto [first, last] = std::minmax_element(times.done[0].begin(), times.done[0].end());
    own = {form ? *form : times.end(0), times.link_bytes, times.link_busy, times.sent,
           kTogether * (*last - *first).count() <= last->count()};
  }
  return own;
}

bool LevelTimer::stands_for_all(const LevelProgram& level) {
  if (system_.chips == 1) {
    return true;
  }
  const auto& requests = level.program.requests;
  return mode_ == Mode::analytic && level.program.program_of_chip.empty() &&
         level.program.in_flight == 1 &&
         std::all_of(requests.begin(), requests.end(),
                     [&](const Request& request) { return alone(request).ends_together; });
}

ProgramTimes LevelTimer::one_chip(const LevelProgram& level) {
  SystemProgram one = level.program;
  links::SystemSpec single;
  single.chips = 1;
  for (Request& request : one.requests) {
    request.takes = alone(request).time;
  }
  return links::run_program(single, one);
}

LevelTimes LevelTimer::together(const LevelProgram& level) {
  LevelTimes out = level_times(level, one_chip(level));
  out.work.assign(system_.chips, out.work.front());
  for (const Request& request : level.program.requests) {
    const Alone& known = alone(request);
    add(out.link_bytes, known.link_bytes);
    add(out.link_busy, known.link_busy);
    out.sent += known.sent;
  }
  out.received = out.sent;
  return out;
}

ProgramTimes LevelTimer::program_times(const LevelProgram& level) {
  if (!stands_for_all(level)) {
    return links::run_program(system_, level.program);
  }
  ProgramTimes times = one_chip(level);
  const auto copy = [&](auto& of_chips) { of_chips.assign(system_.chips, of_chips.front()); };
  copy(times.begins);
  copy(times.work);
  copy(times.end);
  for (auto* requests : {&times.links.began, &times.links.done}) {
    for (std::vector<Picoseconds>& request : *requests) {
      copy(request);
    }
  }
  return times;
}

std::vector<LevelTimes> LevelTimer::times(std::span<const LevelProgram> levels) {
  std::vector<LevelTimes> out(levels.size());
  std::vector<std::size_t> apart;
  std::vector<SystemProgram> programs;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    if (stands_for_all(levels[i])) {
      out[i] = together(levels[i]);
    } else {
      apart.push_back(i);
      programs.push_back(levels[i].program);
    }
  }
  std::vector<ProgramTimes> all;
  if (mode_ == Mode::cycle) {
    all = sim::run_programs_apart(system_, programs);
  } else {
    for (const SystemProgram& program : programs) {
      all.push_back(links::run_program(system_, program));
    }
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    LevelTimes& level = out[apart[i]];
    level = level_times(levels[apart[i]], all[i]);
    level.link_bytes = all[i].links.link_bytes;
    level.link_busy = all[i].links.link_busy;
    level.sent = all[i].links.sent;
    level.received = all[i].links.received;
  }
  return out;
}

Seconds SystemRun::seconds(Picoseconds of_iteration, std::size_t level) const {
  return Seconds(1e-12 * static_cast<double>(of_iteration.count()) *
                 static_cast<double>(chip.levels[level].iterations));
}

Seconds SystemRun::switching() const {
  Seconds longest = chip.seconds(chip.switches.cycles.total());
  for (const RunResult& stage : others) {
    longest = std::max(longest, stage.seconds(stage.switches.cycles.total()));
  }
  return longest;
}

Joules SystemRun::switch_energy() const {
  return others.empty() ? switch_energies.front() * static_cast<double>(system.chips)
                        : std::accumulate(switch_energies.begin(), switch_energies.end(), Joules{});
}

Seconds SystemRun::time() const {
  Seconds sum = switching();
  for (std::size_t level = 0; level < levels.size(); ++level) {
    sum += seconds(levels[level].time, level);
  }
  return sum;
}

Joules SystemRun::work_energy(std::size_t level) const {
  return others.empty()
             ? work_energies[level].front() * static_cast<double>(system.chips)
             : std::accumulate(work_energies[level].begin(), work_energies[level].end(), Joules{});
}

Joules SystemRun::idle_energy(std::size_t level) const {
  Joules sum{};
  for (std::size_t number = 0; number < levels[level].work.size(); ++number) {
    sum += idle_energy_of(level, number);
  }
  return sum;
}

Joules SystemRun::chip_energy() const {
  Joules sum = switch_energy();
  for (std::size_t level = 0; level < levels.size(); ++level) {
    const auto iterations = static_cast<double>(chip.levels[level].iterations);
    sum += (work_energy(level) + idle_energy(level)) * iterations;
  }
  return sum;
}

std::optional<Joules> SystemRun::links_energy() const {
  Joules sum{};
  for (std::size_t level = 0; level < levels.size(); ++level) {
    if (!link_energy[level]) {
      return std::nullopt;
    }
    sum += *link_energy[level] * static_cast<double>(chip.levels[level].iterations);
  }
  return sum;
}

Joules SystemRun::energy() const { return chip_energy() + links_energy().value_or(Joules{}); }

namespace {

/// Of a chip that stands still for so long at one time; by the times that chips do, those with
/// numbers from `first` to before `end`.
std::map<Picoseconds, Joules> idle_energies(const LevelTimes& times, std::size_t first,
                                            std::size_t end, Hertz clock,
                                            const arch::AcceleratorSpec& machine,
                                            const EnergyTable& prices) {
  std::map<Picoseconds, Joules> energies;
  for (std::size_t chip = first; chip < end; ++chip) {
    const auto [at, fresh] = energies.try_emplace(times.idle(chip));
    if (fresh) {
      const double cycles =
          std::round(1e-12 * static_cast<double>(at->first.count()) * clock.count());
      at->second =
          price(sim::standing_still(machine, Bin::idle_switch, static_cast<std::uint64_t>(cycles)),
                prices, clock)
              .total();
    }
  }
  return energies;
}

}  // namespace

void price_system(SystemRun& run, const std::vector<const arch::AcceleratorSpec*>& machines,
                  const std::vector<const EnergyTable*>& prices) {
  const std::size_t kinds = machines.size();
  for (std::size_t i = 0; i < run.levels.size(); ++i) {
    const LevelTimes& times = run.levels[i];
    run.work_energies.emplace_back();
    run.idle_energies.emplace_back();
    for (std::size_t kind = 0; kind < kinds; ++kind) {
      const RunResult& chip = run.run_of(kind);
      run.work_energies.back().push_back(
          price(chip.per_iteration(chip.levels[i]), *prices[kind], chip.clock).total());
      run.idle_energies.back().push_back(idle_energies(times, kind,
                                                       kinds == 1 ? times.work.size() : kind + 1,
                                                       chip.clock, *machines[kind], *prices[kind]));
    }
    const Bytes carried =
        std::accumulate(times.link_bytes.begin(), times.link_bytes.end(), Bytes{});
    const auto bits = 8 * static_cast<double>(carried.count());
    const auto& price_of_bit = run.system.link.pj_per_bit;
    run.link_energy.push_back(price_of_bit ? std::optional(Joules(1e-12 * bits * *price_of_bit))
                                           : std::nullopt);
  }
  for (std::size_t kind = 0; kind < kinds; ++kind) {
    const RunResult& chip = run.run_of(kind);
    run.switch_energies.push_back(price(chip.switches, *prices[kind], chip.clock).total());
  }
}

SharedChips::SharedChips(std::span<const trace::Trace> traces, const arch::AcceleratorSpec& machine,
                         const links::SystemSpec& system, const EnergyTable& prices,
                         const sim::SimulateOptions& options)
    : machine_(machine), prices_(prices), mode_(options.mode), steps_(traces.size()) {
  if (const std::vector<Diagnostic> faults = links::system_faults(system); !faults.empty()) {
    throw UserError(faults);
  }
  std::vector<trace::Trace> own;
  for (std::size_t i = 0; i < traces.size(); ++i) {
    own.push_back(chip_trace(traces[i], system, steps_[i]));
    for (const ChipStep& step : steps_[i]) {
      require_whole_batch(step, machine);  // before minutes of simulation
    }
  }
  sim::SimulateOptions one_by_one = options;
  one_by_one.overlap = false;  // an array of adders would have steps be graphs
  chips_ = sim::simulate(own, machine, one_by_one);
}

void SharedChips::add_facts(std::size_t trace, const trace::Facts& facts) {
  trace::Facts& known = chips_.at(trace).training;
  known.insert(known.end(), facts.begin(), facts.end());
}

SystemRun SharedChips::on(std::size_t trace, const links::SystemSpec& system) const {
  SystemRun run;
  run.chip = chips_.at(trace);
  run.system = system;
  run.shares_statistics =
      system.chips > 1 &&
      std::any_of(steps_[trace].begin(), steps_[trace].end(),
                  [](const ChipStep& step) { return has_statistics(step.step); });
  std::vector<StepProgram> programs;
  programs.reserve(steps_[trace].size());
  for (std::size_t i = 0; i < steps_[trace].size(); ++i) {
    programs.emplace_back(steps_[trace][i], machine_, system, use_of(run.chip, i, machine_));
  }
  std::vector<LevelProgram> levels;
  for (const LevelResult& level : run.chip.levels) {
    levels.push_back(programs[level.step].level(run.chip, level));
  }
  run.levels = LevelTimer(system, mode_).times(levels);
  price_system(run, {&machine_}, {&prices_});
  return run;
}

}  // namespace metronome::chips
