#include "sim/base/failure.hpp"

#include <cstring>
#include <new>
#include <system_error>

#include "sim/base/error.hpp"

namespace metronome {
namespace {

std::vector<std::string> messages_of(const UserError& error) {
  std::vector<std::string> messages;
  for (const Diagnostic& diagnostic : error.listing()) {
    messages.push_back(diagnostic.text());
  }
  return messages;
}

std::string joined(const std::vector<std::string>& messages, char separator) {
  std::string all;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    all += (i == 0 ? "" : std::string(1, separator)) + messages[i];
  }
  return all;
}

}  // namespace

Failure failure_of(const std::exception_ptr& exception) {
  try {
    std::rethrow_exception(exception);
  } catch (const UserError& error) {
    return {FailureKind::user, messages_of(error)};
  } catch (const EnvironmentError& error) {
    return {FailureKind::environment, {error.what()}};
  } catch (const CheckFailed& error) {
    return {FailureKind::check, {error.what()}};
  } catch (const std::bad_alloc&) {
    return {FailureKind::environment,
            {"there is not enough memory (fewer --jobs or a smaller batch need less)"}};
  } catch (const std::system_error& error) {
    const bool environment = is_environment_error(error.code().value());
    return {environment ? FailureKind::environment : FailureKind::user, {error.what()}};
  } catch (const std::exception& error) {
    return {FailureKind::internal, {error.what()}};
  }
}

void throw_failure(const Failure& failure) {
  switch (failure.kind) {
    case FailureKind::user: {
      std::vector<Diagnostic> diagnostics;
      for (const std::string& message : failure.messages) {
        diagnostics.push_back({{}, 0, 0, {}, message});
      }
      throw UserError(diagnostics);
    }
    case FailureKind::environment:
      throw EnvironmentError(joined(failure.messages, '\n'));
    case FailureKind::check:
      throw CheckFailed(joined(failure.messages, '\n'));
    case FailureKind::internal:
      break;
  }
  throw InternalError(joined(failure.messages, '\n'));
}

std::string failure_bytes(const Failure& failure) {
  std::string bytes(sizeof(failure.kind), '\0');
  std::memcpy(bytes.data(), &failure.kind, sizeof(failure.kind));
  return bytes + joined(failure.messages, '\0');
}

Failure parse_failure(std::string_view bytes) {
  Failure failure;
  METRONOME_ASSERT(bytes.size() >= sizeof(failure.kind), "a failure has a kind");
  std::memcpy(&failure.kind, bytes.data(), sizeof(failure.kind));
  bytes.remove_prefix(sizeof(failure.kind));
  for (bool more = true; more;) {
    const std::size_t end = bytes.find('\0');
    more = end != std::string_view::npos;
    failure.messages.emplace_back(bytes.substr(0, end));
    bytes.remove_prefix(more ? end + 1 : bytes.size());
  }
  return failure;
}

}  // namespace metronome
