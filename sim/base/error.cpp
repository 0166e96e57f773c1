#include "sim/base/error.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cerrno>
#include <numeric>
#include <system_error>

#include "sim/base/text.hpp"

namespace metronome {
namespace {

std::vector<Diagnostic> with_further(std::vector<Diagnostic> diagnostics, std::size_t further) {
  if (further > 0) {
    const std::string file = diagnostics.empty() ? "" : diagnostics.front().file;
    diagnostics.push_back({file, 0, 0, {}, fmt::format("and {} more", further)});
  }
  return diagnostics;
}

std::string join_texts(const std::vector<Diagnostic>& diagnostics) {
  std::string all;
  for (const Diagnostic& d : diagnostics) {
    all += (all.empty() ? "" : "\n") + d.text();
  }
  return all;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, substituted});
    }
  }
  return row.back();
}

/// A sentence for a terminal; lines of it after the first are set in, so that none can pass for a
/// message of its own.
std::string sentence(const std::string& text) {
  std::string out;
  for (const char c : printable_lines(text)) {
    out += c == '\n' ? std::string("\n  ") : std::string(1, c);
  }
  return out;
}

}  // namespace

std::string Diagnostic::text() const {
  std::string out;
  if (!file.empty()) {
    out += printable(file) + ":";
    if (line > 0) {
      out += fmt::format("{}:{}:", line, column);
    }
    out += " ";
  }
  if (!key.empty()) {
    out += printable(key) + ": ";
  }
  out += sentence(what);
  if (!hint.empty()) {
    out += " (" + sentence(hint) + ")";
  }
  return out;
}

UserError::UserError(std::vector<Diagnostic> diagnostics, std::size_t further)
    : std::runtime_error(join_texts(with_further(diagnostics, further))),
      diagnostics_(std::move(diagnostics)),
      further_(further) {}

UserError::UserError(Diagnostic diagnostic)
    : UserError(std::vector<Diagnostic>{std::move(diagnostic)}) {}

UserError::UserError(std::string what, std::string hint)
    : UserError(Diagnostic{{}, 0, 0, {}, std::move(what), std::move(hint)}) {}

std::vector<Diagnostic> UserError::listing() const { return with_further(diagnostics_, further_); }

void Findings::add(Diagnostic diagnostic) {
  if (std::find(kept_.begin(), kept_.end(), diagnostic) != kept_.end()) {
    return;
  }
  if (full()) {
    ++further_;
  } else {
    kept_.push_back(std::move(diagnostic));
  }
}

void Findings::add(const UserError& error) {
  for (const Diagnostic& diagnostic : error.diagnostics()) {
    add(diagnostic);
  }
  further_ += error.further();
}

void Findings::raise() const {
  if (!empty()) {
    throw UserError(kept_, further_);
  }
}

EnvironmentError::EnvironmentError(const std::string& what, std::string hint)
    : std::runtime_error(Diagnostic{{}, 0, 0, {}, what, std::move(hint)}.text()) {}

bool is_environment_error(int error_number) {
  switch (error_number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
    case EIO:
    case ENOMEM:
    case EAGAIN:
    case EMFILE:
    case ENFILE:
      return true;
    default:
      return false;
  }
}

void throw_system_error(const std::filesystem::path& path, const std::string& what,
                        int error_number) {
  const Diagnostic diagnostic{
      path.string(), 0, 0, {}, what, std::generic_category().message(error_number)};
  if (is_environment_error(error_number)) {
    throw EnvironmentError(diagnostic.text());
  }
  throw UserError(diagnostic);
}

void assertion_failed(const char* condition, std::string_view sentence, const char* file,
                      int line) {
  throw InternalError(fmt::format("{} [{} at {}:{}]", sentence, condition, file, line));
}

std::string nearest_name(std::string_view word, const std::vector<std::string>& candidates) {
  const std::size_t limit = std::max<std::size_t>(2, word.size() / 3);
  std::string best;
  std::size_t best_distance = limit + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t longer = std::max(word.size(), candidate.size());
    if (longer - std::min(word.size(), candidate.size()) >= best_distance) {
      continue;  // as many letters are missing at least
    }
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

std::string name_hint(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string near = nearest_name(word, candidates);
  if (!near.empty()) {
    return fmt::format("did you mean `{}`?", near);
  }
  constexpr std::size_t kMostNamed = 40;
  const std::size_t named = std::min(candidates.size(), kMostNamed);
  const std::vector<std::string> first(candidates.begin(),
                                       candidates.begin() + static_cast<std::ptrdiff_t>(named));
  return fmt::format(
      "one of: {}{}", fmt::join(first, ", "),
      candidates.size() > named ? fmt::format(", and {} more", candidates.size() - named) : "");
}

}  // namespace metronome
