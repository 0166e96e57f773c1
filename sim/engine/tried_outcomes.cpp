#include "sim/engine/tried_outcomes.hpp"

#include <utility>

#include "sim/engine/accounting.hpp"
#include "sim/engine/cached_outcomes.hpp"
#include "sim/engine/job_score.hpp"

namespace metronome::sim {
namespace {

/// Some times what ResNet-152 has at six levels of bits; each takes a few KiB.
constexpr std::size_t kMostOperations = 10'000;

}  // namespace

bool TriedOutcomes::Origin::tries_as(const Origin& other) const {
  return machine == other.machine && mode == other.mode && memory == other.memory &&
         exact == other.exact && exact_below_bytes == other.exact_below_bytes &&
         (machine.mapping.objective == arch::Objective::cycles || prices == other.prices);
}

void TriedOutcomes::be_of(const arch::AcceleratorSpec& machine, const SimulateOptions& options) {
  Origin origin{read_by_operations(machine),
                options.mode,
                options.memory,
                options.exact,
                options.exact_below_bytes,
                options.prices != nullptr ? *options.prices : complete_table(machine)};
  if (origin_ == origin) {
    return;
  }
  const bool known = origin_ && origin_->tries_as(origin);
  origin_ = std::move(origin);
  if (known) {
    choose_again(machine, options);
  } else {
    forget();
  }
}

const JobOutcome* TriedOutcomes::best(const mapping::Job& job) const {
  const auto at = entries_.find(mapping::job_key(job));
  return at != entries_.end() ? &at->second.tried[at->second.best] : nullptr;
}

void TriedOutcomes::keep(const mapping::Job& job, std::vector<JobOutcome> tried, std::size_t best) {
  METRONOME_ASSERT(best < tried.size(), "what is taken was tried");
  if (entries_.size() >= kMostOperations) {
    forget();
  }
  entries_.insert_or_assign(mapping::job_key(job), Entry{job, std::move(tried), best});
}

void TriedOutcomes::forget() {
  entries_.clear();
  ++generation_;
}

void TriedOutcomes::choose_again(const arch::AcceleratorSpec& machine,
                                 const SimulateOptions& options) {
  const JobScore score(machine, options);
  bool same = true;
  for (auto& [key, entry] : entries_) {
    const std::size_t best = best_of(entry.job, entry.tried, score);
    same = same && best == entry.best;
    entry.best = best;
  }
  generation_ += same ? 0 : 1;
}

}  // namespace metronome::sim
