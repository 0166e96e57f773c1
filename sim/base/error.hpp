#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace metronome {

/// What is wrong with something that the user gave us, and what would be right.
struct Diagnostic {
  std::string file;    ///< empty: not from a file
  int line = 0;        ///< 1-based; 0: unknown
  int column = 0;      ///< 1-based; 0: unknown
  std::string key;     ///< full key path, such as "array.rows"; empty: not about a key
  std::string what;    ///< one sentence
  std::string hint{};  ///< what would be right; may be empty

  /// "file:line:column: key: what (hint)"; parts that are unknown are left out.
  [[nodiscard]] std::string text() const;
  bool operator==(const Diagnostic&) const = default;
};

/// The user's input is wrong (exit code 2). Carries every diagnostic that was found, not the first.
class UserError : public std::runtime_error {
 public:
  explicit UserError(std::vector<Diagnostic> diagnostics);
  explicit UserError(Diagnostic diagnostic);
  /// For errors that no file position describes.
  explicit UserError(std::string what, std::string hint = {});

  [[nodiscard]] const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

 private:
  std::vector<Diagnostic> diagnostics_;
};

/// The environment does not give what work needs: disk, memory, threads, descriptors, a standard
/// output that takes what is printed, a worker that was killed (exit code 3).
class EnvironmentError : public std::runtime_error {
 public:
  explicit EnvironmentError(const std::string& what, std::string hint = {});
};

/// A check that ran and says no (exit code 4); what it found was printed or is in the text.
class CheckFailed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// True where `error_number` (an errno) is the environment's fault whatever the user named: ENOSPC,
/// EDQUOT, EFBIG, EIO, ENOMEM, EAGAIN, EMFILE, ENFILE. Else: absent, not permitted, wrong kind, ...
[[nodiscard]] bool is_environment_error(int error_number);

/// Throws EnvironmentError or UserError for a system call on `path` that failed: "PATH: WHAT
/// (reason)". `what` is of the form "cannot be written".
[[noreturn]] void throw_system_error(const std::filesystem::path& path, const std::string& what,
                                     int error_number);

/// Metronome is wrong (exit code 1).
class InternalError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn]] void assertion_failed(const char* condition, std::string_view sentence,
                                   const char* file, int line);

/// The candidate with the smallest edit distance to `word`, or empty when none is near
/// (more than a third of the word's letters away, at least two).
[[nodiscard]] std::string nearest_name(std::string_view word,
                                       const std::vector<std::string>& candidates);

/// "did you mean `x`?" where a candidate is near, else "one of: a, b, c".
[[nodiscard]] std::string name_hint(std::string_view word,
                                    const std::vector<std::string>& candidates);

}  // namespace metronome

/// A contract of our own code: a violation is our bug and ends with exit code 1.
#define METRONOME_ASSERT(condition, sentence) \
  ((condition) ? void(0) : ::metronome::assertion_failed(#condition, sentence, __FILE__, __LINE__))
