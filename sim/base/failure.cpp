#include "sim/base/failure.hpp"

#include <limits>
#include <new>
#include <system_error>
#include <utility>

#include "sim/base/enumeration.hpp"
#include "sim/base/number.hpp"

namespace metronome {
namespace {

constexpr std::size_t kFields = 6;  ///< of a diagnostic, as texts

}  // namespace

Failure plain_failure(FailureKind kind, std::string what) {
  return {kind, {Diagnostic{{}, 0, 0, {}, std::move(what)}}};
}

std::vector<std::string> Failure::messages() const {
  std::vector<std::string> texts;
  for (const Diagnostic& diagnostic : diagnostics) {
    texts.push_back(kind == FailureKind::user ? diagnostic.text() : diagnostic.what);
  }
  return texts;
}

Failure failure_of(const std::exception_ptr& exception) {
  try {
    std::rethrow_exception(exception);
  } catch (const UserError& error) {
    return {FailureKind::user, error.diagnostics()};
  } catch (const EnvironmentError& error) {
    return plain_failure(FailureKind::environment, error.what());
  } catch (const CheckFailed& error) {
    return plain_failure(FailureKind::check, error.what());
  } catch (const std::bad_alloc&) {
    return plain_failure(FailureKind::environment,
                         "there is not enough memory (fewer --jobs or a smaller batch need less)");
  } catch (const std::system_error& error) {
    const bool environment = is_environment_error(error.code().value());
    return plain_failure(environment ? FailureKind::environment : FailureKind::user, error.what());
  } catch (const std::exception& error) {
    return plain_failure(FailureKind::internal, error.what());
  }
}

void throw_failure(const Failure& failure) {
  const std::string what = failure.diagnostics.empty() ? "" : failure.diagnostics[0].what;
  switch (failure.kind) {
    case FailureKind::user:
      throw UserError(failure.diagnostics);
    case FailureKind::environment:
      throw EnvironmentError(what);
    case FailureKind::check:
      throw CheckFailed(what);
    case FailureKind::internal:
      throw InternalError(what);
  }
  fail_no_enumerator(failure.kind);
}

std::string failure_bytes(const Failure& failure) {
  std::string bytes = std::to_string(failure.exit_code());
  for (const Diagnostic& d : failure.diagnostics) {
    for (const std::string& field :
         {d.file, std::to_string(d.line), std::to_string(d.column), d.key, d.what, d.hint}) {
      bytes += '\0' + field;
    }
  }
  return bytes;
}

Failure parse_failure(std::string_view bytes) {
  std::vector<std::string> fields;
  for (bool more = true; more;) {
    const std::size_t end = bytes.find('\0');
    more = end != std::string_view::npos;
    fields.emplace_back(bytes.substr(0, end));
    bytes.remove_prefix(more ? end + 1 : bytes.size());
  }
  METRONOME_ASSERT(fields.size() % kFields == 1, "a failure has whole diagnostics");
  const auto whole = [&](std::size_t i) {
    return read_number<int>(fields[i], {0, std::numeric_limits<int>::max()}).value.value();
  };
  Failure failure{static_cast<FailureKind>(whole(0)), {}};
  for (std::size_t i = 1; i < fields.size(); i += kFields) {
    failure.diagnostics.push_back(
        {fields[i], whole(i + 1), whole(i + 2), fields[i + 3], fields[i + 4], fields[i + 5]});
  }
  return failure;
}

}  // namespace metronome
