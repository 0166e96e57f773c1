#pragma once

#include <string>

#include "sim/config/placed_name.hpp"

namespace metronome::schedule {

/// How a configuration names a schedule: a text of parse_schedule(). The file of `csv:FILE` is
/// found by the rule of config::placed().
struct ScheduleName : std::string {
  using std::string::string;
  ScheduleName() = default;
  ScheduleName(std::string text) : std::string(std::move(text)) {}
};

}  // namespace metronome::schedule

namespace metronome::config {

template <>
struct Codec<schedule::ScheduleName> : ScalarCodec<schedule::ScheduleName> {
  static std::string type() { return "text"; }
  static bool read(schedule::ScheduleName& out, const Node& node, Reader& reader,
                   const std::string& path, const FieldSpec& spec);
  static Node write(const schedule::ScheduleName& value) { return Node::make_scalar(value); }
};

}  // namespace metronome::config
