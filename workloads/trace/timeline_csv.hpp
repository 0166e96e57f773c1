#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "sim/config/reader.hpp"
#include "workloads/trace/exceptions.hpp"
#include "workloads/trace/trace.hpp"

/// Which step of a program runs with which assignment for how many iterations: assignments.csv and
/// timeline.csv (their columns: trace_io.hpp). `file` is used in positions only; complaints go to
/// the reader.
namespace metronome::trace {

/// The assignments of a timeline, each once, in the order of their first use; they point into it.
class NumberedAssignments {
 public:
  explicit NumberedAssignments(const std::vector<Phase>& timeline);

  [[nodiscard]] const std::vector<const Assignment*>& list() const { return list_; }
  [[nodiscard]] std::size_t number_of(const Assignment& assignment) const {
    return index_.at(&assignment);
  }

 private:
  struct ByValue {
    bool operator()(const Assignment* one, const Assignment* other) const { return *one < *other; }
  };
  std::map<const Assignment*, std::size_t, ByValue> index_;
  std::vector<const Assignment*> list_;
};

[[nodiscard]] std::string assignments_csv(const NumberedAssignments& assignments);

/// Numbers must ascend from 0, assignments be different, and exceptions
/// keep the rule.
[[nodiscard]] std::vector<Assignment> parse_assignments_csv(std::string text,
                                                            const std::string& file,
                                                            const ExceptionRule& rule,
                                                            config::Reader& reader);

[[nodiscard]] std::string timeline_csv(const std::vector<Phase>& timeline,
                                       const std::vector<std::string>& steps,
                                       const NumberedAssignments& assignments);

/// Rows must follow each other without gap or overlap from iteration 0, differ from the one before
/// in step or assignment, name what there is, and use all of it.
[[nodiscard]] std::vector<Phase> parse_timeline_csv(std::string text, const std::string& file,
                                                    const std::vector<std::string>& steps,
                                                    const std::vector<Assignment>& assignments,
                                                    config::Reader& reader);

}  // namespace metronome::trace
