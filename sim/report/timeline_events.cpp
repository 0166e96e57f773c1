#include "sim/report/timeline_events.hpp"

#include <fmt/format.h>

namespace metronome::report {
namespace {

/// Microseconds of a number of cycles, a cycle being a nanosecond: every digit.
std::string time_text(std::uint64_t cycles) {
  return fmt::format("{}.{:03}", cycles / 1000, cycles % 1000);
}

}  // namespace

std::string json_text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string metadata(const char* what, std::uint64_t track, const std::string& args) {
  return fmt::format("{{\"ph\":\"M\",\"pid\":1,\"tid\":{},\"name\":\"{}\",\"args\":{{{}}}}},\n",
                     track, what, args);
}

std::string track_event(std::uint64_t track, const std::string& name) {
  return metadata("thread_name", track, "\"name\":" + json_text(name)) +
         metadata("thread_sort_index", track, fmt::format("\"sort_index\":{}", track));
}

std::string slice(std::uint64_t track, const std::string& name, std::uint64_t begin,
                  std::uint64_t cycles, const std::string& args) {
  return fmt::format("{{\"ph\":\"X\",\"pid\":1,\"tid\":{},\"ts\":{},\"dur\":{},\"name\":{}{}}},\n",
                     track, time_text(begin), time_text(cycles), json_text(name),
                     args.empty() ? "" : ",\"args\":{" + args + "}");
}

std::string counter(const std::string& name, std::uint64_t at, const std::string& args) {
  return fmt::format("{{\"ph\":\"C\",\"pid\":1,\"ts\":{},\"name\":{},\"args\":{{{}}}}},\n",
                     time_text(at), json_text(name), args);
}

}  // namespace metronome::report
