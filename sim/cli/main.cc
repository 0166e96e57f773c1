#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/cli/command.hpp"

/// The only place that prints errors and chooses the exit code: 0 ok, 1 our bug, 2 the user's
/// input.
int main(int argc, char** argv) {
  try {
    metronome::cli::run(std::vector<std::string>(argv + 1, argv + argc));
    return 0;
  } catch (const metronome::UserError& error) {
    for (const metronome::Diagnostic& diagnostic : error.diagnostics()) {
      std::fprintf(stderr, "error: %s\n", diagnostic.text().c_str());
    }
    return 2;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "internal error (please report it): %s\n", error.what());
    return 1;
  }
}
