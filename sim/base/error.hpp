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

/// The user's input is wrong (exit code 2). Carries every diagnostic that was found, not the first;
/// of very many the first ones and how many further ones there are.
class UserError : public std::runtime_error {
 public:
  explicit UserError(std::vector<Diagnostic> diagnostics, std::size_t further = 0);
  explicit UserError(Diagnostic diagnostic);
  /// For errors that no file position describes.
  explicit UserError(std::string what, std::string hint = {});

  [[nodiscard]] const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }
  [[nodiscard]] std::size_t further() const { return further_; }
  /// The diagnostics and, where there are further ones, a last one that says how many.
  [[nodiscard]] std::vector<Diagnostic> listing() const;

 private:
  std::vector<Diagnostic> diagnostics_;
  std::size_t further_;
};

/// What is wrong with one input, gathered so that it comes at once: the first ones in full, the
/// others as a number, so that a broken file of any size is answered in a screen and in linear
/// time.
class Findings {
 public:
  static constexpr std::size_t kMostKept = 20;

  /// Equal ones count once while they are kept.
  void add(Diagnostic diagnostic);
  void add(const UserError& error);

  [[nodiscard]] bool empty() const { return count() == 0; }
  [[nodiscard]] std::size_t count() const { return kept_.size() + further_; }
  /// Further ones are only counted: what would be right need not be searched for.
  [[nodiscard]] bool full() const { return kept_.size() >= kMostKept; }
  [[nodiscard]] const std::vector<Diagnostic>& kept() const { return kept_; }
  [[nodiscard]] std::size_t further() const { return further_; }
  /// UserError with all of them, if any.
  void raise() const;

 private:
  std::vector<Diagnostic> kept_;
  std::size_t further_ = 0;
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
