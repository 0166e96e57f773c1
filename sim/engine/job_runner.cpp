#include "sim/engine/job_runner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <type_traits>

#include "sim/base/overload.hpp"
#include "sim/base/worker_pool.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/kept_outcomes.hpp"
#include "sim/engine/mapping_weights.hpp"
#include "sim/engine/shorter_run.hpp"

namespace metronome::sim {
namespace {

using mapping::HostJob;
using mapping::Job;
using mapping::MatrixJob;
using mapping::VectorJob;

std::uint64_t bytes_of(const OperationOutcome& outcome) {
  std::uint64_t bytes = 0;
  for (const Traffic& traffic : outcome.traffic) {
    bytes += traffic.read.count() + traffic.write.count();
  }
  return bytes;
}

ExpectedCycles expected_cycles(const OperationOutcome& real, const OperationOutcome& ideal) {
  return {real.cycles.total().count(), ideal.cycles.total().count()};
}

Variant matrix_variant(const MatrixJob& job, const mapping::Mapping& mapping,
                       const arch::AcceleratorSpec& machine, const SimulateOptions& options) {
  METRONOME_ASSERT(mapping::why_illegal(job, mapping, machine).empty(),
                   "a mapping is legal before it runs");
  Variant variant{mapping, analytic_outcome(job, mapping, machine, options.memory), {}};
  if (!options.exact && options.memory == MemoryMode::real) {
    const OperationOutcome ideal = analytic_outcome(job, mapping, machine, MemoryMode::ideal);
    variant.steady = steady_state(job, mapping, machine, expected_cycles(variant.analytic, ideal));
  }
  return variant;
}

Variant vector_variant(const VectorJob& job, const arch::AcceleratorSpec& machine,
                       const SimulateOptions& options) {
  Variant variant{{}, analytic_outcome(job, machine, options.memory), {}};
  if (!options.exact && options.memory == MemoryMode::real) {
    const OperationOutcome ideal = analytic_outcome(job, machine, MemoryMode::ideal);
    variant.steady = steady_state(job, machine, expected_cycles(variant.analytic, ideal));
  }
  return variant;
}

/// What is extrapolated has an error: cycles are equal that differ by one part of so many.
constexpr std::uint64_t kEqualCycles = 1000;

/// Quicker, or as quick with fewer bytes moved.
bool better(const OperationOutcome& one, const OperationOutcome& other) {
  const std::uint64_t a = one.cycles.total().count();
  const std::uint64_t b = other.cycles.total().count();
  const bool equal = std::max(a, b) - std::min(a, b) <= b / kEqualCycles;
  return equal ? bytes_of(one) < bytes_of(other) : a < b;
}

/// Whether the plain mapping is worth a run: its closed form is a lower bound of that.
bool may_be_better(const Variant& plain, const OperationOutcome& best) {
  const std::uint64_t least = plain.analytic.cycles.total().count();
  const std::uint64_t cycles = best.cycles.total().count();
  return least + cycles / kEqualCycles < cycles ||
         (least <= cycles + cycles / kEqualCycles && bytes_of(plain.analytic) < bytes_of(best));
}

void plan_matrix(PlannedJob& planned, const MatrixJob& job, const arch::AcceleratorSpec& machine,
                 const SimulateOptions& options, const mapping::MappingWeights& weights) {
  planned.best =
      matrix_variant(job, mapping::best_mapping(job, machine, weights), machine, options);
  const bool searched =
      job.fixed_mapping.empty() && machine.mapping.objective == arch::Objective::cycles;
  if (options.plain_too && searched && options.mode == Mode::cycle &&
      options.memory == MemoryMode::real) {
    const auto plain = mapping::output_stationary_mapping(job, machine);
    if (plain && *plain != *planned.best.mapping) {
      planned.plain = matrix_variant(job, *plain, machine, options);
    }
  }
}

/// About what the runs in the whole's stead move.
std::uint64_t bytes_of_runs(std::uint64_t bytes, const SteadyState& steady) {
  for (const Slope& slope : steady.slopes) {
    bytes = bytes / (slope.left_out / slope.difference + 1) * 3 / 2;
  }
  return bytes;
}

PlannedJob plan(const Job& job, const arch::AcceleratorSpec& machine,
                const SimulateOptions& options, const mapping::MappingWeights& weights) {
  PlannedJob planned;
  planned.job = &job;
  std::visit(
      Overload{
          [&](const MatrixJob& matrix) { plan_matrix(planned, matrix, machine, options, weights); },
          [&](const VectorJob& vector) { planned.best = vector_variant(vector, machine, options); },
          [&](const HostJob& host) {
            planned.best = {{}, analytic_outcome(host, machine, options.memory), {}};
          }},
      job);
  planned.bytes = bytes_of(planned.best.analytic);
  if (planned.best.steady) {
    planned.bytes = bytes_of_runs(planned.bytes, *planned.best.steady);
  }
  return planned;
}

/// Jobs `order`, longest first to the least loaded worker; the cost of simulating is in the bytes
/// moved.
std::vector<std::vector<std::size_t>> share_out(const std::vector<PlannedJob>& planned,
                                                std::vector<std::size_t> order, unsigned workers) {
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return planned[a].bytes > planned[b].bytes;
  });
  std::vector<std::vector<std::size_t>> shares(workers);
  std::vector<std::uint64_t> load(workers, 0);
  for (const std::size_t index : order) {
    const auto least = std::min_element(load.begin(), load.end()) - load.begin();
    shares[static_cast<std::size_t>(least)].push_back(index);
    load[static_cast<std::size_t>(least)] += planned[index].bytes + 4096;
  }
  return shares;
}

/// For the message where a worker is killed over it.
std::string spoken(const Job& job) {
  return std::visit(
      Overload{
          [](const MatrixJob& matrix) {
            const trace::Gemm gemm = trace::gemm_of(matrix.convolution, matrix.cls);
            return fmt::format("the {} product of {} x {} x {} in {} x {} bits",
                               enum_name(matrix.cls), gemm.m, gemm.n, gemm.k,
                               matrix.operands.a_bits, matrix.operands.b_bits);
          },
          [](const VectorJob& vector) {
            return fmt::format("{} work on {} elements", enum_name(vector.cls), vector.elements);
          },
          [](const HostJob& host) { return fmt::format("{} operations of the host", host.flops); }},
      job);
}

/// What a worker sends: which job, and how it went, as plain memory (same program on both sides).
struct Message {
  std::uint64_t index;
  JobOutcome job;
};
static_assert(std::is_trivially_copyable_v<Message>);

/// The jobs of one worker, in one session: of each job its variants, of each variant its runs, the
/// longest first, since a shorter one may be split off from it.
class Share {
 public:
  Share(const std::vector<PlannedJob>& planned, const std::vector<std::size_t>& jobs,
        const arch::AcceleratorSpec& machine, const SendResult& send)
      : planned_(planned), machine_(machine), send_(send) {
    for (const std::size_t job : jobs) {
      append(job, planned[job].best);
      if (planned[job].plain) {
        append(job, *planned[job].plain);
      }
      turns_.back().last = true;
    }
  }

  void simulate(MemoryMode memory) {
    run_session(
        machine_, memory, turns_.size(), [this](std::size_t i) { return input(turns_[i]); },
        [this](std::size_t i, const OperationOutcome& outcome) { done(turns_[i], outcome); });
  }

 private:
  struct Turn {
    std::size_t job = 0;
    const Variant* variant = nullptr;
    std::size_t run = 0;
    bool last = false;  ///< of its job
  };

  static std::size_t runs_of(const Variant& variant) {
    return variant.steady ? variant.steady->runs.size() : 1;
  }
  static mapping::Gaps gaps_of(const Variant& variant, std::size_t run) {
    return variant.steady ? variant.steady->runs[run] : mapping::Gaps{};
  }

  void append(std::size_t job, const Variant& variant) {
    for (std::size_t run = runs_of(variant); run-- > 0;) {
      turns_.push_back({job, &variant, run});
    }
  }

  [[nodiscard]] bool is_plain(const Turn& turn) const {
    return turn.variant != &planned_[turn.job].best;
  }
  [[nodiscard]] bool skipped(const Turn& turn) const {
    return is_plain(turn) && !may_be_better(*turn.variant, best_.outcome);
  }

  [[nodiscard]] OperationInput input_of_run(const Turn& turn, std::size_t run) const {
    return input_of(*planned_[turn.job].job, *turn.variant, machine_, {},
                    gaps_of(*turn.variant, run));
  }

  OperationInput input(const Turn& turn) {
    send_.working_on(spoken(*planned_[turn.job].job));
    if (turn.run + 1 == runs_of(*turn.variant)) {
      outcomes_.assign(runs_of(*turn.variant), {});
    }
    if (skipped(turn) || outcomes_[turn.run]) {
      return {};
    }
    OperationInput input = input_of_run(turn, turn.run);
    for (std::size_t run = turn.run; run-- > 0 && !input.shorter;) {
      if (!outcomes_[run]) {
        input.shorter = shorter_run(input_of_run(turn, run).program, input.program);
      }
      if (input.shorter) {
        input.shorter->done = [this, run](const OperationOutcome& outcome) {
          outcomes_[run] = outcome;
        };
      }
    }
    return input;
  }

  void done(const Turn& turn, const OperationOutcome& outcome) {
    if (!outcomes_[turn.run]) {
      outcomes_[turn.run] = outcome;
    }
    if (turn.run == 0 && !skipped(turn)) {
      take(turn);
    }
    if (turn.last) {
      const Message message{turn.job, best_};
      std::string bytes(sizeof(message), '\0');
      std::memcpy(bytes.data(), &message, sizeof(message));
      send_(bytes);
    }
  }

  /// The variant's runs are done.
  void take(const Turn& turn) {
    std::vector<OperationOutcome> runs;
    for (const std::optional<OperationOutcome>& outcome : outcomes_) {
      runs.push_back(*outcome);
    }
    const auto& steady = turn.variant->steady;
    const OperationOutcome all = steady ? extrapolated(runs, *steady, machine_) : runs.front();
    if (!is_plain(turn)) {
      best_ = {all, false};
    } else if (better(all, best_.outcome)) {
      best_ = {all, true};
    }
  }

  const std::vector<PlannedJob>& planned_;
  const arch::AcceleratorSpec& machine_;
  const SendResult& send_;
  std::vector<Turn> turns_;
  std::vector<std::optional<OperationOutcome>> outcomes_;  ///< of the variant's runs
  JobOutcome best_;                                        ///< of the job's variants so far
};

class CycleRunner {
 public:
  CycleRunner(std::vector<PlannedJob>& planned, const arch::AcceleratorSpec& machine,
              const SimulateOptions& options)
      : planned_(planned),
        machine_(machine),
        options_(options),
        kept_(options.journal, machine, options.memory) {
    for (const PlannedJob& one : planned) {
      total_bytes_ += one.bytes;
    }
  }

  void run(std::vector<JobResult>& results) {
    const std::vector<std::size_t> open = take_kept(results);
    if (!open.empty()) {
      const auto workers =
          static_cast<unsigned>(std::clamp<std::size_t>(options_.jobs, 1, open.size()));
      const auto shares = share_out(planned_, open, workers);
      run_workers(
          workers,
          [&](unsigned worker, const SendResult& send) { simulate_share(shares[worker], send); },
          [&](unsigned, std::string_view bytes) { receive(bytes, results); });
    }
    METRONOME_ASSERT(done_ == planned_.size(), "every operation has been simulated");
  }

 private:
  /// Takes what an interrupted simulation has kept; returns the jobs that are still to be run.
  [[nodiscard]] std::vector<std::size_t> take_kept(std::vector<JobResult>& results) {
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < planned_.size(); ++i) {
      if (const auto kept = kept_.find(planned_[i])) {
        take(i, *kept, results);
      } else {
        open.push_back(i);
      }
    }
    reused_ = done_;
    if (reused_ > 0) {
      tell();
    }
    return open;
  }

  void simulate_share(const std::vector<std::size_t>& share, const SendResult& send) const {
    if (!share.empty()) {
      Share(planned_, share, machine_, send).simulate(options_.memory);
    }
  }

  void receive(std::string_view bytes, std::vector<JobResult>& results) {
    Message message{};
    METRONOME_ASSERT(bytes.size() == sizeof(message), "a worker's message has one size");
    std::memcpy(&message, bytes.data(), sizeof(message));
    kept_.keep(planned_.at(message.index), message.job);
    take(message.index, message.job, results);
    tell();
  }

  void take(std::size_t index, const JobOutcome& outcome, std::vector<JobResult>& results) {
    PlannedJob& job = planned_.at(index);
    if (outcome.plain) {
      job.best = *job.plain;
    }
    results.at(index) = {outcome.outcome, job.best.mapping ? mapping_text(*job.best.mapping) : "",
                         job.best.steady.has_value()};
    ++done_;
    done_bytes_ += job.bytes;
  }

  void tell() const {
    if (options_.progress) {
      const double share =
          total_bytes_ > 0 ? static_cast<double>(done_bytes_) / static_cast<double>(total_bytes_)
                           : 1.0;
      options_.progress({done_, planned_.size(), share, reused_});
    }
  }

  std::vector<PlannedJob>& planned_;
  const arch::AcceleratorSpec& machine_;
  const SimulateOptions& options_;
  KeptOutcomes kept_;
  std::uint64_t total_bytes_ = 0;
  std::uint64_t done_bytes_ = 0;
  std::size_t done_ = 0;
  std::size_t reused_ = 0;  ///< of them: kept by an interrupted simulation
};

}  // namespace

std::vector<PlannedJob> plan_jobs(std::span<const Job> jobs, const arch::AcceleratorSpec& machine,
                                  const SimulateOptions& options) {
  const mapping::MappingWeights weights = mapping_weights(machine, options.prices);
  std::vector<PlannedJob> planned;
  for (const Job& job : jobs) {
    planned.push_back(plan(job, machine, options, weights));
  }
  return planned;
}

OperationInput input_of(const Job& job, const Variant& variant,
                        const arch::AcceleratorSpec& machine, std::vector<std::uint64_t> addresses,
                        const mapping::Gaps& gaps) {
  return std::visit(
      Overload{
          [&](const MatrixJob& matrix) -> OperationInput {
            return {mapping::matrix_program(matrix, *variant.mapping, machine, std::move(addresses),
                                            gaps),
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

std::vector<JobResult> run_jobs(std::vector<PlannedJob>& planned,
                                const arch::AcceleratorSpec& machine,
                                const SimulateOptions& options) {
  std::vector<JobResult> results;
  for (const PlannedJob& one : planned) {
    const Variant& best = one.best;
    results.push_back({best.analytic, best.mapping ? mapping_text(*best.mapping) : "", false});
  }
  if (options.mode == Mode::cycle) {
    CycleRunner(planned, machine, options).run(results);
  }
  return results;
}

}  // namespace metronome::sim
