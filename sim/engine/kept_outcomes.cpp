#include "sim/engine/kept_outcomes.hpp"

#include <fmt/format.h>

#include <iterator>

#include "sim/base/bytes.hpp"
#include "sim/base/hash.hpp"
#include "sim/engine/outcome_words.hpp"

namespace metronome::sim {
namespace {

/// To be raised when an outcome gets another meaning without another size.
constexpr int kOutcomeVersion = 2;
constexpr std::size_t kOutcomeBytes = sizeof(std::uint8_t) + sizeof(OutcomeWords);

void append_range(std::string& text, const mapping::Range& range) {
  fmt::format_to(std::back_inserter(text), " {}-{}", range.begin, range.end);
}

void append_gaps(std::string& text, const mapping::Gaps& gaps) {
  for (const mapping::Range* range : {&gaps.group, &gaps.m, &gaps.n, &gaps.k, &gaps.block}) {
    append_range(text, *range);
  }
}

}  // namespace

std::string variant_key(const mapping::Job& job, const Variant& variant) {
  std::string text = mapping::job_key(job);
  if (variant.mapping) {
    text += " mapped " + mapping_text(*variant.mapping);
  }
  if (variant.steady) {
    for (const mapping::Gaps& gaps : variant.steady->runs) {
      text += " without";
      append_gaps(text, gaps);
    }
    for (const Slope& slope : variant.steady->slopes) {
      fmt::format_to(std::back_inserter(text), " along {} of {}", slope.left_out, slope.difference);
    }
    fmt::format_to(std::back_inserter(text), " ideal {}", variant.steady->compute_cycles);
  }
  return text;
}

KeptOutcomes::KeptOutcomes(Journal* journal, const arch::AcceleratorSpec& machine,
                           MemoryMode memory)
    : journal_(journal) {
  if (journal_ != nullptr) {
    machine_ = hex_digest(fnv1a(fmt::format(
        "{}outcomes: {}\nwords: {}\nideal_memory: {}\n", config::resolved_yaml(machine),
        kOutcomeVersion, std::tuple_size_v<OutcomeWords>, memory == MemoryMode::ideal)));
  }
}

std::string KeptOutcomes::key_of(const PlannedJob& job) const {
  std::string key = machine_ + " " + variant_key(*job.job, job.best);
  if (job.plain) {
    key += " or " + variant_key(*job.job, *job.plain);
  }
  return key;
}

std::optional<JobOutcome> KeptOutcomes::find(const PlannedJob& job) const {
  const std::string* bytes = journal_ != nullptr ? journal_->find(key_of(job)) : nullptr;
  if (bytes == nullptr || bytes->size() != kOutcomeBytes) {
    return std::nullopt;
  }
  ByteReader reader(*bytes, {}, "journal", {});
  const auto plain = reader.number<std::uint8_t>();
  if (plain > (job.plain ? 1 : 0)) {
    return std::nullopt;
  }
  OutcomeWords words{};
  for (std::uint64_t& word : words) {
    word = reader.number<std::uint64_t>();
  }
  return JobOutcome{outcome_of(words), plain != 0};
}

void KeptOutcomes::keep(const PlannedJob& job, const JobOutcome& outcome) const {
  if (journal_ == nullptr) {
    return;
  }
  std::string bytes;
  put(bytes, static_cast<std::uint8_t>(outcome.plain ? 1 : 0));
  for (const std::uint64_t word : words_of(outcome.outcome)) {
    put(bytes, word);
  }
  journal_->keep(key_of(job), bytes);
}

std::optional<std::uint64_t> KeptOutcomes::find_count(const std::string& what) const {
  const std::string* bytes = journal_ != nullptr ? journal_->find(machine_ + " " + what) : nullptr;
  if (bytes == nullptr || bytes->size() != sizeof(std::uint64_t)) {
    return std::nullopt;
  }
  return ByteReader(*bytes, {}, "journal", {}).number<std::uint64_t>();
}

void KeptOutcomes::keep_count(const std::string& what, std::uint64_t count) const {
  if (journal_ != nullptr) {
    std::string bytes;
    put(bytes, count);
    journal_->keep(machine_ + " " + what, bytes);
  }
}

}  // namespace metronome::sim
