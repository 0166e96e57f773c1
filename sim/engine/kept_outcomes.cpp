#include "sim/engine/kept_outcomes.hpp"

#include <fmt/format.h>

#include "sim/base/bytes.hpp"
#include "sim/base/hash.hpp"
#include "sim/engine/cached_outcomes.hpp"

namespace metronome::sim {
namespace {

/// To be raised when an outcome gets another meaning without another size.
constexpr int kOutcomeVersion = 6;
constexpr std::size_t kOutcomeBytes = sizeof(JobWords);

}  // namespace

KeptOutcomes::KeptOutcomes(const arch::AcceleratorSpec& machine, const SimulateOptions& options)
    : machine_(machine), journal_(options.journal) {
  if (journal_ != nullptr) {
    // The prices choose among what was tried: what they are counts, not where they lie.
    asked_ = hex_digest(fnv1a(fmt::format(
        "{}prices: {}\noutcomes: {}\nwords: {}\nideal_memory: {}\nexact: {} below {}\n",
        config::resolved_yaml(read_by_operations(machine)),
        options.prices != nullptr ? content_digest(config::resolved_yaml(*options.prices))
                                  : machine.energy.path.string(),
        kOutcomeVersion, std::tuple_size_v<JobWords>, options.memory == MemoryMode::ideal,
        options.exact, options.exact_below_bytes)));
  }
}

std::string KeptOutcomes::key_of(const mapping::Job& job) const {
  return asked_ + " " + mapping::job_key(job);
}

std::optional<JobOutcome> KeptOutcomes::find(const mapping::Job& job) const {
  const std::string* bytes = journal_ != nullptr ? journal_->find(key_of(job)) : nullptr;
  if (bytes == nullptr || bytes->size() != kOutcomeBytes) {
    return std::nullopt;
  }
  ByteReader reader(*bytes, {}, "journal", {});
  JobWords words{};
  for (std::uint64_t& word : words) {
    word = reader.number<std::uint64_t>();
  }
  return job_outcome_of(job, words, machine_);
}

void KeptOutcomes::keep(const mapping::Job& job, const JobOutcome& outcome) const {
  if (journal_ == nullptr) {
    return;
  }
  std::string bytes;
  for (const std::uint64_t word : words_of(job, outcome, machine_)) {
    put(bytes, word);
  }
  journal_->keep(key_of(job), bytes);
}

std::optional<std::uint64_t> KeptOutcomes::find_count(const std::string& what) const {
  const std::string* bytes = journal_ != nullptr ? journal_->find(asked_ + " " + what) : nullptr;
  if (bytes == nullptr || bytes->size() != sizeof(std::uint64_t)) {
    return std::nullopt;
  }
  return ByteReader(*bytes, {}, "journal", {}).number<std::uint64_t>();
}

void KeptOutcomes::keep_count(const std::string& what, std::uint64_t count) const {
  if (journal_ != nullptr) {
    std::string bytes;
    put(bytes, count);
    journal_->keep(asked_ + " " + what, bytes);
  }
}

}  // namespace metronome::sim
