#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/config/schema.hpp"
#include "workloads/trace/version.hpp"

namespace metronome::trace {

/// The content of program.yaml.
struct ProgramFile {
  static constexpr std::string_view kSchemaName = "program";
  int version = kVersionWithoutFormats;
  std::string schedule;            ///< its name
  std::vector<std::string> steps;  ///< files of steps/, without .yaml; the first is the main one
  bool operator==(const ProgramFile&) const = default;
};

}  // namespace metronome::trace

namespace metronome::config {
template <>
const StructSchema<trace::ProgramFile>& schema_of<trace::ProgramFile>();
}  // namespace metronome::config
