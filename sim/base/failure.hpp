#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/error.hpp"

namespace metronome {

/// Whose fault it is that a command did not do what it was asked for; the value is the exit code.
enum class FailureKind : std::uint32_t {
  internal = 1,     ///< our bug
  user = 2,         ///< what the user named or wrote
  environment = 3,  ///< memory, disk, threads, descriptors, standard output, a killed worker
  check = 4         ///< a check that ran and says no
};

/// An exception as a value, which can be sent from one process to another.
struct Failure {
  FailureKind kind = FailureKind::internal;
  /// At least one; of kinds other than `user` each has only `what`.
  std::vector<Diagnostic> diagnostics;

  /// As they are shown, each without its end.
  [[nodiscard]] std::vector<std::string> messages() const;
  [[nodiscard]] int exit_code() const { return static_cast<int>(kind); }
};

/// Without a place.
[[nodiscard]] Failure plain_failure(FailureKind kind, std::string what);

/// The one place that says what kind of failure an exception is: our own types, no memory, errors
/// of the system by their number; all else is our bug. What is no std::exception is thrown on.
[[nodiscard]] Failure failure_of(const std::exception_ptr& exception);

/// Throws the failure as the exception that it was.
[[noreturn]] void throw_failure(const Failure& failure);

/// As bytes, and back.
[[nodiscard]] std::string failure_bytes(const Failure& failure);
[[nodiscard]] Failure parse_failure(std::string_view bytes);

}  // namespace metronome
