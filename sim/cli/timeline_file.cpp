#include "sim/cli/timeline_file.hpp"

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"
#include "sim/base/gzip.hpp"
#include "sim/cli/print.hpp"
#include "sim/report/timeline.hpp"

namespace metronome::cli {

void require_timeline_name(const std::string& option, const std::string& file) {
  if (!file.ends_with(".json") && !file.ends_with(".json.gz")) {
    throw UserError(option + ": " + path_text(file) + " has another ending",
                    "a name that ends in .json or .json.gz, by which viewers know it");
  }
}

void write_timeline(const std::string& file, const std::string& json) {
  if (!file.ends_with(".gz")) {
    write_file_durably(file, json);
    return;
  }
  GzipText text;
  text.add(json);
  write_file_durably(file, std::move(text).bytes());
}

std::string operation_timeline(OperationResult operation, const arch::AcceleratorSpec& machine,
                               Mode mode, const EnergyTable& table, const report::Recipe& recipe,
                               const TileRecord& tiles) {
  RunResult run;
  run.accelerator = machine.name;
  run.array_kind = array::kind_name(machine.array);
  run.trace = "one operation";
  run.mode = mode;
  run.clock = machine.clock_hz;
  LevelResult level;
  level.assignment.all.weight_bits = operation.b_bits;
  level.assignment.all.activation_bits = operation.a_bits;
  level.iterations = 1;
  run.add_level(level, {std::move(operation)});
  run.phases = {{0, 1, 0}};
  report::TimelineRequest request{.level = {}, .iterations = {}};
  if (tiles.whole && !tiles.spans.empty()) {
    request.tiles = [&](std::size_t, std::uint64_t) { return &tiles; };
  }
  return report::timeline_of(run, table, recipe, request).json;
}

}  // namespace metronome::cli
