#include "sim/cli/error_file.hpp"

#include <cstdlib>

#include "sim/base/files.hpp"
#include "sim/cli/print.hpp"
#include "sim/report/json_fields.hpp"

namespace metronome::cli {

void write_error_file(const Failure& failure) noexcept {
  const char* name = std::getenv("METRONOME_ERRORS");
  if (name == nullptr || *name == '\0') {
    return;
  }
  try {
    using Json = report::Json;
    Json json{{"exit_code", failure.exit_code()}, {"errors", Json::array()}};
    for (const Diagnostic& d : failure.diagnostics) {
      json["errors"].push_back({{"file", d.file},
                                {"line", d.line},
                                {"column", d.column},
                                {"key", d.key},
                                {"message", d.what},
                                {"hint", d.hint}});
    }
    // Texts of a failure may hold any bytes of a user's.
    write_file_atomically(name, json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
  } catch (const std::exception& error) {
    note("METRONOME_ERRORS={} cannot be written: {}\n", name, error.what());
  }
}

}  // namespace metronome::cli
