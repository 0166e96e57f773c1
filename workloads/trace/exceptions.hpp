#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "workloads/trace/trace.hpp"

namespace metronome::trace {

/// To which layers of a program a precision assignment may make exceptions: to those with matrix
/// work, and to those that compute in FP32 whatever the bits are only the exception FP32.
class ExceptionRule {
 public:
  /// Any exception is right.
  ExceptionRule() = default;
  explicit ExceptionRule(const std::vector<NamedStep>& steps);
  explicit ExceptionRule(const Step& step);

  struct Fault {
    std::string what;
    std::string hint;
  };
  /// What is wrong with an exception, if anything. Without `nearest` the hint at an unknown layer
  /// is not searched for: names may be very many. It names layers that could have the precision;
  /// `formats`: those that take number formats, where they are known.
  [[nodiscard]] std::optional<Fault> fault(const std::string& layer, const Precision& precision,
                                           bool nearest = true,
                                           const std::vector<std::string>& formats = {}) const;

 private:
  void add(const Step& step);

  std::set<std::string> layers_;    ///< with matrix work; none: nothing is known
  std::set<std::string> of_codes_;  ///< with products of codes, or that read or write codes
};

}  // namespace metronome::trace
