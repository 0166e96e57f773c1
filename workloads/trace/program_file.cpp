#include "workloads/trace/program_file.hpp"

#include <fmt/format.h>

#include <set>

#include "sim/base/text.hpp"

namespace metronome::config {

using trace::ProgramFile;

template <>
const StructSchema<ProgramFile>& schema_of<ProgramFile>() {
  static const auto schema =
      StructSchema<ProgramFile>("a training program")
          .field("version", &ProgramFile::version,
                 {.doc = "version of the trace's files", .min = 1, .max = 1000, .required = true})
          .field("schedule", &ProgramFile::schedule, {.doc = "name of the precision schedule"})
          .field("steps", &ProgramFile::steps,
                 {.doc = "names of the steps, files of steps/ without .yaml", .required = true})
          .validate(
              [](const ProgramFile& program, const StructSchema<ProgramFile>::Complain& complain) {
                if (program.steps.empty()) {
                  complain("steps", "is empty", "at least one step");
                }
                std::set<std::string> seen;
                for (const std::string& step : program.steps) {
                  if (const auto fault = text_fault(step, TextRule::name)) {
                    complain("steps", fault->what, fault->hint);
                  } else if (!seen.insert(step).second) {
                    complain("steps", fmt::format("there are two steps `{}`", step),
                             "names are unique");
                  }
                }
              });
  return schema;
}

}  // namespace metronome::config
