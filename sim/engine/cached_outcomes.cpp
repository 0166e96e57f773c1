#include "sim/engine/cached_outcomes.hpp"

#include <fmt/format.h>

#include "sim/base/build_id.hpp"
#include "sim/base/bytes.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/overload.hpp"
#include "sim/engine/accounting.hpp"

namespace metronome::sim {
namespace {

using mapping::Job;
using mapping::MatrixJob;

constexpr std::size_t kOutcomeBytes = sizeof(JobWords);
/// Runs of an operation: far more than are ever tried.
constexpr std::uint32_t kMostTried = 4096;
constexpr std::uint64_t kOtherSeed = 0x9e3779b97f4a7c15ULL;

/// Of 128 bits: machines are told apart by it alone.
std::string digest(const std::string& text) {
  return hex_digest(fnv1a(text)) + hex_digest(fnv1a(text, kOtherSeed));
}

/// The prices, where they decide what is tried.
std::string prices_of(const arch::AcceleratorSpec& machine, const SimulateOptions& options) {
  if (machine.mapping.objective == arch::Objective::cycles) {
    return "none";
  }
  return digest(
      config::resolved_yaml(options.prices != nullptr ? *options.prices : complete_table(machine)));
}

}  // namespace

arch::AcceleratorSpec read_by_operations(const arch::AcceleratorSpec& machine) {
  arch::AcceleratorSpec out = machine;
  out.name.clear();
  out.source.clear();
  out.technology = {};
  out.energy = {};
  return out;
}

CachedOutcomes::CachedOutcomes(const arch::AcceleratorSpec& machine, const SimulateOptions& options)
    : machine_(machine), cache_(options.cache), cycle_mode_(options.mode == Mode::cycle) {
  if (cache_ == nullptr) {
    return;
  }
  const std::string asked =
      fmt::format("operation of {}\nmode {}, ideal memory {}, exact {} below {}, words {}\n",
                  build_id(), enum_name(options.mode), options.memory == MemoryMode::ideal,
                  options.exact, options.exact_below_bytes, std::tuple_size_v<JobWords>);
  arch::AcceleratorSpec read = read_by_operations(machine);
  on_array_ = fmt::format("{}machine {}, prices {}\n", asked, digest(config::resolved_yaml(read)),
                          prices_of(machine, options));
  read.array = arch::AcceleratorSpec{}.array;
  read.mapping = {};
  elsewhere_ = fmt::format("{}machine {}\n", asked, digest(config::resolved_yaml(read)));
}

bool CachedOutcomes::takes(const Job& job) const {
  return cache_ != nullptr && (cycle_mode_ || std::holds_alternative<MatrixJob>(job));
}

std::string CachedOutcomes::key_of(const Job& job) const {
  return std::visit(Overload{[&](const MatrixJob&) { return on_array_; },
                             [&](const mapping::VectorJob&) { return elsewhere_; },
                             [&](const mapping::HostJob&) { return elsewhere_; }},
                    job) +
         mapping::job_key(job);
}

std::vector<JobOutcome> CachedOutcomes::find(const Job& job) const {
  if (!takes(job)) {
    return {};
  }
  const auto bytes = cache_->find(key_of(job));
  if (!bytes || bytes->empty() || bytes->size() % kOutcomeBytes != 0 ||
      bytes->size() / kOutcomeBytes > kMostTried) {
    return {};
  }
  ByteReader reader(*bytes, {}, "cache", {});
  std::vector<JobOutcome> tried;
  while (reader.left() > 0) {
    JobWords words{};
    for (std::uint64_t& word : words) {
      word = reader.number<std::uint64_t>();
    }
    const auto outcome = job_outcome_of(job, words, machine_);
    if (!outcome) {
      return {};
    }
    tried.push_back(*outcome);
  }
  return tried;
}

void CachedOutcomes::keep(const Job& job, const std::vector<JobOutcome>& tried) const {
  if (!takes(job)) {
    return;
  }
  std::string bytes;
  for (const JobOutcome& outcome : tried) {
    for (const std::uint64_t word : words_of(job, outcome, machine_)) {
      put(bytes, word);
    }
  }
  cache_->keep(key_of(job), bytes);
}

}  // namespace metronome::sim
