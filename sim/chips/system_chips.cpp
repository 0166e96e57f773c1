#include "sim/chips/system_chips.hpp"

#include "sim/base/error.hpp"

namespace metronome::chips {
namespace {

std::variant<SharedChips, PipelinedChips> chips_of(std::span<const trace::Trace> traces,
                                                   std::span<const arch::AcceleratorSpec> machines,
                                                   const links::SystemSpec& system,
                                                   std::span<const EnergyTable> prices,
                                                   const sim::SimulateOptions& options) {
  switch (system.parallel.scheme) {
    case links::Scheme::data:
      METRONOME_ASSERT(machines.size() == 1, "chips that share samples are alike");
      return SharedChips(traces, machines[0], system, prices[0], options);
    case links::Scheme::pipeline:
      return PipelinedChips(traces, machines, system, prices, options);
  }
  fail_no_enumerator(system.parallel.scheme);
}

}  // namespace

SystemChips::SystemChips(std::span<const trace::Trace> traces,
                         std::span<const arch::AcceleratorSpec> machines,
                         const links::SystemSpec& system, std::span<const EnergyTable> prices,
                         const sim::SimulateOptions& options)
    : chips_(chips_of(traces, machines, system, prices, options)) {}

std::size_t SystemChips::traces() const {
  return std::visit([](const auto& chips) { return chips.traces(); }, chips_);
}

void SystemChips::add_facts(std::size_t trace, const trace::Facts& facts) {
  std::visit([&](auto& chips) { chips.add_facts(trace, facts); }, chips_);
}

SystemRun SystemChips::on(std::size_t trace, const links::SystemSpec& system) const {
  return std::visit([&](const auto& chips) { return chips.on(trace, system); }, chips_);
}

}  // namespace metronome::chips
