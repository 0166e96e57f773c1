#include "sim/cli/print.hpp"

#include "sim/base/text.hpp"
#include "sim/cli/output.hpp"

namespace metronome::cli {

void print_text(const std::string& text) { write_output(printable_lines(text)); }

void note_text(const std::string& text) { write_error(printable_lines(text)); }

std::string path_text(const std::filesystem::path& path) { return printable(path.string()); }

}  // namespace metronome::cli
