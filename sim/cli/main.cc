#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <system_error>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/cli/command.hpp"

namespace {

/// Of an error that no place of ours has turned into one of ours.
int exit_code_of(const std::error_code& code) {
  return metronome::is_environment_error(code.value()) ? 3 : 2;
}

int fail(int exit_code, const char* what) {
  std::fprintf(stderr, "error: %s\n", what);
  return exit_code;
}

}  // namespace

/// The only place that prints errors and chooses the exit code: 0 ok, 1 our bug, 2 what the user
/// named or wrote, 3 the environment, 4 a check that ran and says no.
int main(int argc, char** argv) {
  try {
    metronome::cli::run(std::vector<std::string>(argv + 1, argv + argc));
    return 0;
  } catch (const metronome::UserError& error) {
    for (const metronome::Diagnostic& diagnostic : error.diagnostics()) {
      std::fprintf(stderr, "error: %s\n", diagnostic.text().c_str());
    }
    return 2;
  } catch (const metronome::EnvironmentError& error) {
    return fail(3, error.what());
  } catch (const metronome::CheckFailed& error) {
    return fail(4, error.what());
  } catch (const std::bad_alloc&) {
    return fail(3, "there is not enough memory");
  } catch (const std::system_error& error) {
    return fail(exit_code_of(error.code()), error.what());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "internal error (please report it): %s\n", error.what());
    return 1;
  }
}
