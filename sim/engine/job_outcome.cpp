#include "sim/engine/job_outcome.hpp"

#include <algorithm>

#include "sim/base/error.hpp"

namespace metronome::sim {
namespace {

using Walks = std::vector<array::Unrolling>;

std::uint64_t place_of(const array::Unrolling& walk, const Walks& walks) {
  const auto at = std::find_if(walks.begin(), walks.end(),
                               [&](const array::Unrolling& one) { return one.name == walk.name; });
  METRONOME_ASSERT(at != walks.end(), "a mapping has one of the job's walks");
  return static_cast<std::uint64_t>(at - walks.begin());
}

/// The words behind an outcome's, with room for all of them.
constexpr std::size_t kMappingAt = std::tuple_size_v<OutcomeWords>;

}  // namespace

JobWords words_of(const mapping::Job& job, const JobOutcome& outcome,
                  const arch::AcceleratorSpec& machine) {
  JobWords words{};
  const OutcomeWords counts = words_of(outcome.outcome);
  std::copy(counts.begin(), counts.end(), words.begin());
  std::uint64_t* word = words.data() + kMappingAt;
  *word++ = outcome.extrapolated ? 1 : 0;
  if (const auto& mapping = outcome.mapping) {
    const Walks walks = mapping::unrollings(std::get<mapping::MatrixJob>(job), machine);
    for (const std::uint64_t number :
         {1 + place_of(mapping->unrolling, walks), mapping->cut.images, mapping->cut.rows,
          mapping->tile.m, mapping->tile.n, mapping->tile.k,
          static_cast<std::uint64_t>(mapping->order)}) {
      *word++ = number;
    }
  }
  return words;
}

std::optional<JobOutcome> job_outcome_of(const mapping::Job& job, const JobWords& words,
                                         const arch::AcceleratorSpec& machine) {
  OutcomeWords counts{};
  std::copy(words.begin(), words.begin() + kMappingAt, counts.begin());
  const std::uint64_t* word = words.data() + kMappingAt;
  JobOutcome outcome{outcome_of(counts), {}, word[0] != 0};
  const auto* matrix = std::get_if<mapping::MatrixJob>(&job);
  if ((matrix != nullptr) != (word[1] > 0)) {
    return std::nullopt;
  }
  if (matrix != nullptr) {
    const Walks walks = mapping::unrollings(*matrix, machine);
    if (word[1] > walks.size() || word[7] > 1) {
      return std::nullopt;
    }
    mapping::Mapping mapping{walks[word[1] - 1],
                             {word[2], word[3]},
                             {word[4], word[5], word[6]},
                             static_cast<mapping::LoopOrder>(word[7])};
    if (!mapping::why_illegal(*matrix, mapping, machine).empty()) {
      return std::nullopt;
    }
    outcome.mapping = std::move(mapping);
  }
  return outcome;
}

JobResult job_result(const JobOutcome& outcome) {
  return {outcome.outcome, outcome.mapping ? mapping_text(*outcome.mapping) : "",
          outcome.extrapolated, outcome.mapping};
}

}  // namespace metronome::sim
