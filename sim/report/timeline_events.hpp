#pragma once

#include <cstdint>
#include <string>

#include "sim/report/json_fields.hpp"

/// The events of a timeline (trace event format), each a line of JSON with a comma.
namespace metronome::report {

/// A text of users as JSON, whatever its bytes.
[[nodiscard]] std::string json_text(const Json& json);

/// Names a process (track 0) or a track: "process_name", "thread_name", "thread_sort_index".
[[nodiscard]] std::string metadata(const char* what, std::uint64_t track, const std::string& args);

/// The name of a track, which stands where its number says.
[[nodiscard]] std::string track_event(std::uint64_t track, const std::string& name);

/// Cycles of a track; a cycle is a nanosecond. `args`: members of an object.
[[nodiscard]] std::string slice(std::uint64_t track, const std::string& name, std::uint64_t begin,
                                std::uint64_t cycles, const std::string& args = {});

/// What holds from a cycle on.
[[nodiscard]] std::string counter(const std::string& name, std::uint64_t at,
                                  const std::string& args);

}  // namespace metronome::report
