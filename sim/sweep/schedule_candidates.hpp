#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sim/base/enumeration.hpp"
#include "sim/base/file_cache.hpp"
#include "sim/sweep/halving.hpp"
#include "sim/sweep/schedule_search_spec.hpp"

/// Which schedules of a space are trained, and what a training by one of them takes.
namespace metronome::sweep {

/// Why a schedule of the space is one of those that are trained, or not:
///   candidate   it is;
///   duplicate   it has the bits of another one, or of a baseline, at every iteration;
///   infeasible  it cannot be trained: bits that there are not, periods of fewer iterations than
///               they have levels, ...;
///   unpriced    a machine of the search cannot execute it.
enum class CandidateStatus { candidate, duplicate, infeasible, unpriced };
constexpr auto enum_rows(CandidateStatus) {
  using enum CandidateStatus;
  return enum_list<CandidateStatus>({{candidate, "candidate"},
                                     {duplicate, "duplicate"},
                                     {infeasible, "infeasible"},
                                     {unpriced, "unpriced"}});
}

/// A whole training on a machine, in closed form.
struct TrainingPrice {
  double joules = 0;
  double seconds = 0;
};

/// A schedule that was looked at.
struct ScheduleCandidate {
  std::string id;        ///< "c3", "b1"; empty of those that are not trained
  std::string schedule;  ///< as it was written
  CandidateStatus status = CandidateStatus::candidate;
  std::string message{};  ///< why it is not trained
  /// Of each length, then of each accelerator; empty of those that are not trained.
  std::vector<std::vector<TrainingPrice>> prices{};
  /// Of each length, likewise: schedules of one number have the same bits at every iteration, and
  /// are tested at the same.
  std::vector<std::size_t> courses{};
};

struct CandidateOptions {
  unsigned jobs = 1;           ///< changes no result
  FileCache* cache = nullptr;  ///< likewise
  std::function<void(std::size_t done, std::size_t of)> progress{};
};

/// The baselines, and the schedules of the space that were looked at: in an order drawn by the
/// seed, until there are as many candidates as are wanted.
struct ScheduleField {
  std::vector<ScheduleCandidate> baselines;
  std::vector<ScheduleCandidate> looked_at;  ///< in the order of the space

  [[nodiscard]] std::vector<const ScheduleCandidate*> candidates() const;
};

/// `lengths`: iterations of the trainings. UserError where a baseline cannot be trained and priced,
/// or no schedule of the space can.
[[nodiscard]] ScheduleField schedule_field(const ScheduleSearchSpec& spec,
                                           const std::vector<std::uint64_t>& lengths,
                                           const CandidateOptions& options);

}  // namespace metronome::sweep
