#include "sim/engine/job_variants.hpp"

#include <algorithm>
#include <utility>

#include "arch/mapping/neighbours.hpp"
#include "sim/base/overload.hpp"
#include "sim/engine/accounting.hpp"

namespace metronome::sim {

std::uint64_t bytes_of(const OperationOutcome& outcome) {
  std::uint64_t bytes = 0;
  for (const Traffic& traffic : outcome.traffic) {
    bytes += traffic.read.count() + traffic.write.count();
  }
  return bytes;
}

namespace {

using mapping::HostJob;
using mapping::Job;
using mapping::MatrixJob;
using mapping::VectorJob;

/// Refresh intervals that an operation lasts, by its closed form, of which few mappings are run.
constexpr std::uint64_t kLongRefreshes = 160;

ExpectedCycles expected_cycles(const OperationOutcome& real, const OperationOutcome& ideal) {
  return {real.cycles.total().count(), ideal.cycles.total().count()};
}

/// Whether an operation is extrapolated where it is long enough.
bool extrapolates(const OperationOutcome& analytic, const SimulateOptions& options) {
  return options.mode == Mode::cycle && !options.exact && options.memory == MemoryMode::real &&
         bytes_of(analytic) >= options.exact_below_bytes;
}

/// Whether outcomes are scored by what analytic_times() knows.
bool scores_times(const arch::AcceleratorSpec& machine) {
  return machine.mapping.objective == arch::Objective::cycles;
}

Variant matrix_variant(const MatrixJob& job, const mapping::Mapping& mapping,
                       const arch::AcceleratorSpec& machine, const SimulateOptions& options) {
  METRONOME_ASSERT(mapping::why_illegal(job, mapping, machine).empty(),
                   "a mapping is legal before it runs");
  return {mapping, scores_times(machine) ? analytic_times(job, mapping, machine, options.memory)
                                         : analytic_outcome(job, mapping, machine, options.memory)};
}

/// Whether several mappings are run.
bool tries_several(const MatrixJob& job, const arch::AcceleratorSpec& machine,
                   const SimulateOptions& options) {
  return job.fixed_mapping.empty() && options.memory == MemoryMode::real &&
         machine.mapping.choose.value_or(arch::Choose::simulate) == arch::Choose::simulate;
}

/// Whether an operation is so long that simulating it again and again is dear, extrapolated or not.
bool is_long(const Variant& variant, const arch::AcceleratorSpec& machine) {
  const dram::DeviceSpec& device = machine.memory.device;
  const auto interval = static_cast<std::uint64_t>(device.trefi) * device.clock_period.count();
  return variant.analytic.cycles.total().count() * clock_period(machine.clock_hz).count() >=
         kLongRefreshes * interval;
}

/// Whether the mappings of neighbours are tried too, which takes searches of their own: not where
/// the closed form alone chooses unless it is asked for, since it takes less time than they.
bool tries_neighbours(const arch::AcceleratorSpec& machine, const SimulateOptions& options) {
  return machine.mapping.choose.has_value() || options.mode == Mode::cycle;
}

void add(std::vector<Variant>& variants, const MatrixJob& job, const mapping::Mapping& mapping,
         const arch::AcceleratorSpec& machine, const SimulateOptions& options) {
  if (std::none_of(variants.begin(), variants.end(),
                   [&](const Variant& known) { return *known.mapping == mapping; })) {
    variants.push_back(matrix_variant(job, mapping, machine, options));
  }
}

std::vector<Variant> matrix_variants(const MatrixJob& job, const arch::AcceleratorSpec& machine,
                                     const SimulateOptions& options,
                                     const mapping::MappingWeights& weights) {
  const bool several = tries_several(job, machine, options);
  const std::vector<mapping::Mapping> best =
      mapping::best_mappings(job, machine, weights, several ? machine.mapping.candidates : 1);
  std::vector<Variant> variants{matrix_variant(job, best.front(), machine, options)};
  if (!several) {
    return variants;
  }
  // Unless it is asked for: simulations of a long operation are dear, and what an estimate does not
  // know (the first loads, the last stores) is a small part of it.
  if (options.mode == Mode::analytic || machine.mapping.choose.has_value() ||
      !is_long(variants.front(), machine)) {
    for (const mapping::Mapping& one : best) {
      add(variants, job, one, machine, options);
    }
    if (tries_neighbours(machine, options)) {
      for (const mapping::Mapping& one : mapping::neighbours_mappings(job, machine, weights)) {
        add(variants, job, one, machine, options);
      }
    }
  }
  if (const auto plain = mapping::output_stationary_mapping(job, machine)) {
    add(variants, job, *plain, machine, options);
  }
  return variants;
}

}  // namespace

std::vector<Variant> variants_of(const Job& job, const arch::AcceleratorSpec& machine,
                                 const SimulateOptions& options,
                                 const mapping::MappingWeights& weights) {
  const auto alone = [&](const auto& one) {
    return std::vector<Variant>{{{}, analytic_outcome(one, machine, options.memory)}};
  };
  return std::visit(Overload{[&](const MatrixJob& matrix) {
                               return matrix_variants(matrix, machine, options, weights);
                             },
                             [&](const VectorJob& vector) { return alone(vector); },
                             [&](const HostJob& host) { return alone(host); }},
                    job);
}

std::vector<JobOutcome> closed_forms_of(const Job& job, const arch::AcceleratorSpec& machine,
                                        const SimulateOptions& options,
                                        const mapping::MappingWeights& weights,
                                        const JobScore& score) {
  const std::vector<Variant> variants = variants_of(job, machine, options, weights);
  JobChoice choice(job, score);
  for (const Variant& one : variants) {
    choice.add(one.analytic);
  }
  std::vector<JobOutcome> outcomes;
  for (const Variant& one : variants) {
    if (!choice.matters(one.analytic)) {
      continue;
    }
    outcomes.push_back({one.analytic, one.mapping, false});
    const auto* matrix = std::get_if<MatrixJob>(&job);
    if (matrix != nullptr && scores_times(machine)) {
      outcomes.back().outcome = analytic_outcome(*matrix, *one.mapping, machine, options.memory);
    }
  }
  return outcomes;
}

std::optional<SteadyState> steady_state_of(const Job& job, const Variant& variant,
                                           const arch::AcceleratorSpec& machine,
                                           const SimulateOptions& options) {
  if (!extrapolates(variant.analytic, options)) {
    return std::nullopt;
  }
  using Plan = std::optional<SteadyState>;
  return std::visit(
      Overload{[&](const MatrixJob& matrix) -> Plan {
                 const auto ideal =
                     analytic_outcome(matrix, *variant.mapping, machine, MemoryMode::ideal);
                 return steady_state(matrix, *variant.mapping, machine,
                                     expected_cycles(variant.analytic, ideal));
               },
               [&](const VectorJob& vector) -> Plan {
                 const auto ideal = analytic_outcome(vector, machine, MemoryMode::ideal);
                 return steady_state(vector, machine, expected_cycles(variant.analytic, ideal));
               },
               [](const HostJob&) -> Plan { return std::nullopt; }},
      job);
}

OperationInput input_of(const Job& job, const std::optional<mapping::Mapping>& mapping,
                        const arch::AcceleratorSpec& machine, std::vector<std::uint64_t> addresses,
                        const mapping::Gaps& gaps) {
  return std::visit(
      Overload{
          [&](const MatrixJob& matrix) -> OperationInput {
            return {mapping::matrix_program(matrix, *mapping, machine, std::move(addresses), gaps),
                    Bin::idle_vector};
          },
          [&](const VectorJob& vector) -> OperationInput {
            return {mapping::vector_program(vector, machine, std::move(addresses), gaps),
                    idle_bin(vector.cls)};
          },
          [&](const HostJob& host) -> OperationInput {
            return {mapping::host_program(host, machine, std::move(addresses)), Bin::idle_host};
          }},
      job);
}

}  // namespace metronome::sim
