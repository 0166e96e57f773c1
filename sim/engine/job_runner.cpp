#include "sim/engine/job_runner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <numeric>
#include <optional>

#include "sim/base/overload.hpp"
#include "sim/base/shared_counter.hpp"
#include "sim/base/worker_pool.hpp"
#include "sim/engine/extrapolation.hpp"
#include "sim/engine/job_outcome.hpp"
#include "sim/engine/job_score.hpp"
#include "sim/engine/job_variants.hpp"
#include "sim/engine/kept_outcomes.hpp"
#include "sim/engine/mapping_weights.hpp"

namespace metronome::sim {
namespace {

using mapping::HostJob;
using mapping::Job;
using mapping::MatrixJob;
using mapping::VectorJob;

/// Bytes of a job's tensors: about what its simulation costs.
std::uint64_t size_of(const Job& job) {
  const auto all = [](const std::vector<mapping::Stream>& streams) {
    return std::accumulate(
        streams.begin(), streams.end(), std::uint64_t{0},
        [](std::uint64_t sum, const mapping::Stream& s) { return sum + s.bytes().count(); });
  };
  return std::visit(
      Overload{[&](const MatrixJob& matrix) {
                 return all({matrix.a, matrix.b, matrix.c}) + all(matrix.epilogue.inputs) +
                        all(matrix.epilogue.outputs);
               },
               [&](const VectorJob& vector) { return all(vector.inputs) + all(vector.outputs); },
               [&](const HostJob& host) { return all(host.inputs) + all(host.outputs); }},
      job);
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

/// What a worker sends: which job, which of its runs is taken, and how each went (words_of()), as
/// plain memory of one program.
struct Message {
  std::uint64_t index = 0;
  std::uint64_t best = 0;
  std::vector<JobWords> tried{};
};

template <typename T>
std::string_view memory_of(const T& value) {
  return {reinterpret_cast<const char*>(&value), sizeof(value)};
}

std::string bytes_of(const Message& message) {
  std::string bytes;
  bytes += memory_of(message.index);
  bytes += memory_of(message.best);
  for (const JobWords& words : message.tried) {
    bytes += memory_of(words);
  }
  return bytes;
}

template <typename T>
T taken(std::string_view& bytes) {
  T value{};
  METRONOME_ASSERT(bytes.size() >= sizeof(value), "a worker's message is whole");
  std::memcpy(&value, bytes.data(), sizeof(value));
  bytes.remove_prefix(sizeof(value));
  return value;
}

Message message_of(std::string_view bytes) {
  Message message;
  message.index = taken<std::uint64_t>(bytes);
  message.best = taken<std::uint64_t>(bytes);
  while (!bytes.empty()) {
    message.tried.push_back(taken<JobWords>(bytes));
  }
  return message;
}

/// In a worker process: takes one job after the other, chooses its mapping and simulates it.
class JobWorker {
 public:
  /// `order`: of the jobs that are still to be run.
  JobWorker(std::span<const Job> jobs, const std::vector<std::size_t>& order,
            SharedCounter& counter, const arch::AcceleratorSpec& machine,
            const SimulateOptions& options, const mapping::MappingWeights& weights,
            const JobScore& score, const CachedOutcomes& cached, const SendResult& send)
      : jobs_(jobs),
        order_(order),
        counter_(counter),
        machine_(machine),
        options_(options),
        weights_(weights),
        score_(score),
        cached_(cached),
        send_(send) {}

  /// The next run, of the present job or the next one; nothing when no job is left.
  [[nodiscard]] std::optional<OperationInput> next() {
    while (variant_ == variants_.size() || skipped()) {
      if (variant_ < variants_.size()) {
        ++variant_;
        continue;
      }
      if (!variants_.empty()) {
        finish();
      }
      if (!begin()) {
        return std::nullopt;
      }
    }
    steady_ = steady_state_of(jobs_[job_], variants_[variant_], machine_, options_);
    OperationInput input = input_of(jobs_[job_], variants_[variant_].mapping, machine_, {},
                                    steady_ ? steady_->gaps : mapping::Gaps{});
    if (steady_) {
      bursts_ = bursts_of(input.program, *steady_, machine_);
      input.parts = steady_->parts;
      input.parted = [this](const PartedOutcome& parts) { parts_ = parts; };
    }
    return input;
  }

  /// Told how the run went.
  void done(const OperationOutcome& outcome) {
    const OperationOutcome all =
        steady_ ? extrapolated(parts_, bursts_, *steady_, machine_) : outcome;
    tried_.push_back({all, variants_[variant_].mapping, steady_.has_value()});
    if (variants_.size() > 1) {
      choice_->add(all);
    }
    ++variant_;
  }

 private:
  /// A mapping whose lower bound is worse than what was found.
  [[nodiscard]] bool skipped() const {
    return variant_ > 0 && !choice_->matters(variants_[variant_].analytic);
  }

  bool begin() {
    const std::size_t turn = counter_.take();
    if (turn >= order_.size()) {
      return false;
    }
    job_ = order_[turn];
    send_.working_on(spoken(jobs_[job_]));
    variants_ = variants_of(jobs_[job_], machine_, options_, weights_);
    choice_.emplace(jobs_[job_], score_);
    tried_.clear();
    variant_ = 0;
    return true;
  }

  void finish() {
    cached_.keep(jobs_[job_], tried_);
    Message message{job_, tried_.size() > 1 ? choice_->best() : 0};
    for (const JobOutcome& one : tried_) {
      message.tried.push_back(words_of(jobs_[job_], one, machine_));
    }
    send_(bytes_of(message));
    variants_.clear();
  }

  std::span<const Job> jobs_;
  const std::vector<std::size_t>& order_;
  SharedCounter& counter_;
  const arch::AcceleratorSpec& machine_;
  const SimulateOptions& options_;
  const mapping::MappingWeights& weights_;
  const JobScore& score_;
  const CachedOutcomes& cached_;
  const SendResult& send_;
  std::size_t job_ = 0;
  std::vector<Variant> variants_;      ///< of the job; empty before the first
  std::size_t variant_ = 0;            ///< whose turn it is
  std::optional<SteadyState> steady_;  ///< of the variant
  std::vector<PartBursts> bursts_;     ///< of its run
  PartedOutcome parts_;                ///< likewise, once it is done
  std::vector<JobOutcome> tried_;      ///< of the job
  std::optional<JobChoice> choice_;    ///< among them
};

class CycleRunner {
 public:
  CycleRunner(std::span<const Job> jobs, const arch::AcceleratorSpec& machine,
              const SimulateOptions& options)
      : jobs_(jobs),
        machine_(machine),
        options_(options),
        kept_(machine, options),
        earlier_(machine, options),
        score_(machine, options) {
    for (const Job& job : jobs) {
      total_bytes_ += size_of(job);
    }
  }

  std::vector<JobResult> run() {
    results_.resize(jobs_.size());
    const std::vector<std::size_t> open = take_kept();
    // What cannot run is refused before any work.
    for (const std::size_t index : open) {
      if (const auto* matrix = std::get_if<MatrixJob>(&jobs_[index])) {
        mapping::require_mapping(*matrix, machine_);
      }
    }
    if (reused_ > 0) {
      tell();
    }
    if (!open.empty()) {
      simulate(open);
    }
    METRONOME_ASSERT(done_ == jobs_.size(), "every operation has been simulated");
    return std::move(results_);
  }

 private:
  /// Takes what an interrupted simulation has kept, and what others have run; returns the jobs that
  /// are still to be run, the longest first, so that the processes end together.
  [[nodiscard]] std::vector<std::size_t> take_kept() {
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < jobs_.size(); ++i) {
      if (const auto kept = kept_.find(jobs_[i])) {
        take(i, *kept);
      } else if (const auto best = earlier_.best(jobs_[i], score_)) {
        take(i, *best);
      } else {
        open.push_back(i);
      }
    }
    reused_ = done_;
    std::stable_sort(open.begin(), open.end(), [&](std::size_t a, std::size_t b) {
      return size_of(jobs_[a]) > size_of(jobs_[b]);
    });
    return open;
  }

  void simulate(const std::vector<std::size_t>& open) {
    const mapping::MappingWeights weights = mapping_weights(machine_, options_.prices);
    const auto workers =
        static_cast<unsigned>(std::clamp<std::size_t>(options_.jobs, 1, open.size()));
    SharedCounter counter;
    run_workers(
        workers,
        [&](unsigned, const SendResult& send) {
          JobWorker worker(jobs_, open, counter, machine_, options_, weights, score_,
                           earlier_.cached(), send);
          run_session(
              machine_, options_.memory, [&] { return worker.next(); },
              [&](const OperationOutcome& outcome) { worker.done(outcome); });
        },
        [&](unsigned, std::string_view bytes) { receive(bytes); });
  }

  void receive(std::string_view bytes) {
    const Message message = message_of(bytes);
    const Job& job = jobs_[message.index];
    std::vector<JobOutcome> tried;
    for (const JobWords& words : message.tried) {
      const auto outcome = job_outcome_of(job, words, machine_);
      METRONOME_ASSERT(outcome.has_value(), "a worker tries mappings that there are");
      tried.push_back(*outcome);
    }
    kept_.keep(job, tried.at(message.best));
    take(message.index, tried.at(message.best));
    earlier_.remember(job, std::move(tried), message.best);
    tell();
  }

  void take(std::size_t index, const JobOutcome& outcome) {
    results_[index] = job_result(outcome);
    ++done_;
    done_bytes_ += size_of(jobs_[index]);
  }

  void tell() const {
    if (options_.progress) {
      const double share =
          total_bytes_ > 0 ? static_cast<double>(done_bytes_) / static_cast<double>(total_bytes_)
                           : 1.0;
      options_.progress({done_, jobs_.size(), share, reused_});
    }
  }

  std::span<const Job> jobs_;
  const arch::AcceleratorSpec& machine_;
  const SimulateOptions& options_;
  KeptOutcomes kept_;
  EarlierTries earlier_;
  JobScore score_;
  std::vector<JobResult> results_;
  std::uint64_t total_bytes_ = 0;
  std::uint64_t done_bytes_ = 0;
  std::size_t done_ = 0;
  std::size_t reused_ = 0;  ///< of them: kept from before
};

}  // namespace

std::vector<JobResult> run_jobs(std::span<const Job> jobs, const arch::AcceleratorSpec& machine,
                                const SimulateOptions& options) {
  if (options.mode == Mode::cycle) {
    return CycleRunner(jobs, machine, options).run();
  }
  const AnalyticRunner runner(machine, options);
  std::vector<JobResult> results;
  for (const Job& job : jobs) {
    results.push_back(runner.run(job));
  }
  return results;
}

AnalyticRunner::AnalyticRunner(const arch::AcceleratorSpec& machine, const SimulateOptions& options)
    : machine_(machine),
      options_(options),
      weights_(mapping_weights(machine, options.prices)),
      score_(machine, options),
      earlier_(machine, options) {}

JobResult AnalyticRunner::run(const Job& job) const {
  if (const auto best = earlier_.best(job, score_)) {
    return job_result(*best);
  }
  std::vector<JobOutcome> tried = closed_forms_of(job, machine_, options_, weights_, score_);
  earlier_.cached().keep(job, tried);
  const std::size_t best = best_of(job, tried, score_);
  JobResult result = job_result(tried[best]);
  earlier_.remember(job, std::move(tried), best);
  return result;
}

}  // namespace metronome::sim
