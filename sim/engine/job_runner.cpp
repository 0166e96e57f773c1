#include "sim/engine/job_runner.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <type_traits>

#include "sim/base/worker_pool.hpp"
#include "sim/engine/accounting.hpp"
#include "sim/engine/mapping_weights.hpp"

namespace metronome::sim {
namespace {

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

PlannedJob plan(const Job& job, const arch::AcceleratorSpec& machine,
                const SimulateOptions& options, const mapping::MappingWeights& weights) {
  PlannedJob planned;
  planned.job = &job;
  const bool thin = !options.exact && options.memory == MemoryMode::real;
  if (const auto* matrix = std::get_if<MatrixJob>(&job)) {
    planned.mapping = mapping::best_mapping(*matrix, machine, weights);
    METRONOME_ASSERT(mapping::why_illegal(*matrix, *planned.mapping, machine).empty(),
                     "a mapping is legal before it runs");
    planned.analytic = analytic_outcome(*matrix, *planned.mapping, machine, options.memory);
    if (thin) {
      planned.steady =
          steady_state(*matrix, *planned.mapping, machine, planned.analytic.cycles.total().count());
    }
  } else {
    const auto& vector = std::get<VectorJob>(job);
    planned.analytic = analytic_outcome(vector, machine, options.memory);
    if (thin) {
      planned.steady = steady_state(vector, machine, planned.analytic.cycles.total().count());
    }
  }
  planned.bytes = bytes_of(planned.analytic);
  if (planned.steady) {
    planned.bytes = planned.bytes / (planned.steady->times + 1) * 3 / 2;
  }
  return planned;
}

/// Longest first to the least loaded worker; the cost of simulating is in the bytes moved.
std::vector<std::vector<std::size_t>> share_out(const std::vector<PlannedJob>& planned,
                                                unsigned workers) {
  std::vector<std::size_t> order(planned.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
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

/// What a worker sends: which job, and its outcome as plain memory (same program on both sides).
struct Message {
  std::uint64_t index;
  OperationOutcome outcome;
};
static_assert(std::is_trivially_copyable_v<Message>);

class CycleRunner {
 public:
  CycleRunner(const std::vector<PlannedJob>& planned, const arch::AcceleratorSpec& machine,
              const SimulateOptions& options)
      : planned_(planned), machine_(machine), options_(options) {
    for (const PlannedJob& one : planned) {
      total_bytes_ += one.bytes;
    }
  }

  void run(std::vector<JobResult>& results) {
    if (planned_.empty()) {
      return;
    }
    const auto workers =
        static_cast<unsigned>(std::clamp<std::size_t>(options_.jobs, 1, planned_.size()));
    const auto shares = share_out(planned_, workers);
    run_workers(
        workers,
        [&](unsigned worker, const SendResult& send) { simulate_share(shares[worker], send); },
        [&](unsigned, std::string_view bytes) { receive(bytes, results); });
    METRONOME_ASSERT(done_ == planned_.size(), "every operation has been simulated");
  }

 private:
  enum class Part { whole, shorter, longer };
  struct Turn {
    std::size_t job = 0;
    Part part = Part::whole;
    mapping::Gaps gaps;
  };

  [[nodiscard]] std::vector<Turn> turns_of(const std::vector<std::size_t>& share) const {
    std::vector<Turn> turns;
    for (const std::size_t job : share) {
      if (const auto& steady = planned_[job].steady) {
        turns.push_back({job, Part::shorter, steady->shorter});
        turns.push_back({job, Part::longer, steady->longer});
      } else {
        turns.push_back({job, Part::whole, {}});
      }
    }
    return turns;
  }

  void simulate_share(const std::vector<std::size_t>& share, const SendResult& send) const {
    if (share.empty()) {
      return;
    }
    const std::vector<Turn> turns = turns_of(share);
    OperationOutcome shorter;
    run_session(
        machine_, options_.memory, turns.size(),
        [&](std::size_t i) {
          return input_of(planned_[turns[i].job], machine_, {}, turns[i].gaps);
        },
        [&](std::size_t i, const OperationOutcome& outcome) {
          if (turns[i].part == Part::shorter) {
            shorter = outcome;
            return;
          }
          Message message{turns[i].job, outcome};
          if (turns[i].part == Part::longer) {
            const std::uint64_t times = planned_[turns[i].job].steady->times;
            message.outcome = extrapolated(shorter, outcome, times);
          }
          std::string bytes(sizeof(message), '\0');
          std::memcpy(bytes.data(), &message, sizeof(message));
          send(bytes);
        });
  }

  void receive(std::string_view bytes, std::vector<JobResult>& results) {
    Message message{};
    METRONOME_ASSERT(bytes.size() == sizeof(message), "a worker's message has one size");
    std::memcpy(&message, bytes.data(), sizeof(message));
    results.at(message.index).outcome = message.outcome;
    ++done_;
    done_bytes_ += planned_[message.index].bytes;
    if (options_.progress) {
      const double share =
          total_bytes_ > 0 ? static_cast<double>(done_bytes_) / static_cast<double>(total_bytes_)
                           : 1.0;
      options_.progress({done_, planned_.size(), share});
    }
  }

  const std::vector<PlannedJob>& planned_;
  const arch::AcceleratorSpec& machine_;
  const SimulateOptions& options_;
  std::uint64_t total_bytes_ = 0;
  std::uint64_t done_bytes_ = 0;
  std::size_t done_ = 0;
};

}  // namespace

std::vector<PlannedJob> plan_jobs(std::span<const Job> jobs, const arch::AcceleratorSpec& machine,
                                  const SimulateOptions& options) {
  const mapping::MappingWeights weights = mapping_weights(machine);
  std::vector<PlannedJob> planned;
  for (const Job& job : jobs) {
    planned.push_back(plan(job, machine, options, weights));
  }
  return planned;
}

OperationInput input_of(const PlannedJob& planned, const arch::AcceleratorSpec& machine,
                        std::vector<std::uint64_t> addresses, const mapping::Gaps& gaps) {
  if (const auto* matrix = std::get_if<MatrixJob>(planned.job)) {
    return {mapping::matrix_program(*matrix, *planned.mapping, machine, std::move(addresses), gaps),
            Bin::idle_vector};
  }
  const auto& vector = std::get<VectorJob>(*planned.job);
  return {mapping::vector_program(vector, machine, std::move(addresses), gaps),
          idle_bin(vector.cls)};
}

std::vector<JobResult> run_jobs(const std::vector<PlannedJob>& planned,
                                const arch::AcceleratorSpec& machine,
                                const SimulateOptions& options) {
  std::vector<JobResult> results;
  for (const PlannedJob& one : planned) {
    results.push_back({one.analytic, one.mapping ? mapping_text(*one.mapping) : "",
                       options.mode == Mode::cycle && one.steady.has_value()});
  }
  if (options.mode == Mode::cycle) {
    CycleRunner(planned, machine, options).run(results);
  }
  return results;
}

}  // namespace metronome::sim
