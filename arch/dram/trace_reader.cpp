#include <charconv>

#include "arch/dram/replay.hpp"
#include "sim/base/files.hpp"

namespace metronome::dram {
namespace {

constexpr std::size_t kMaxComplaints = 20;

/// False where the text is not `R 0xADDR` or `W 0xADDR`.
bool parse_line(std::string_view line, Request& request) {
  if (line.size() < 5 || (line[0] != 'R' && line[0] != 'W') || line.substr(1, 3) != " 0x") {
    return false;
  }
  request.direction = line[0] == 'R' ? Direction::read : Direction::write;
  const char* end = line.data() + line.size();
  const auto [stop, status] = std::from_chars(line.data() + 4, end, request.address, 16);
  return status == std::errc() && stop == end;
}

std::string_view without_trailing_space(std::string_view line) {
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) {
    line.remove_suffix(1);
  }
  return line;
}

}  // namespace

std::vector<Request> read_trace(const std::filesystem::path& path, const DeviceSpec& device) {
  const std::string content = read_maybe_gzip(path);
  const std::uint64_t capacity = device.capacity_bytes().count();
  std::vector<Request> requests;
  std::vector<Diagnostic> wrong;
  std::string_view rest = content;
  for (int number = 1; !rest.empty() && wrong.size() < kMaxComplaints; ++number) {
    const std::size_t length = std::min(rest.find('\n'), rest.size());
    const std::string_view line = without_trailing_space(rest.substr(0, length));
    rest.remove_prefix(std::min(length + 1, rest.size()));
    Request request;
    if (line.empty()) {
      continue;
    }
    if (!parse_line(line, request)) {
      wrong.push_back({path.string(),
                       number,
                       1,
                       {},
                       fmt::format("`{}` is not a request", line.substr(0, 40)),
                       "`R 0xADDR` or `W 0xADDR`"});
    } else if (request.address >= capacity) {
      wrong.push_back(
          {path.string(),
           number,
           3,
           {},
           fmt::format("address {:#x} is beyond the device's capacity", request.address),
           fmt::format("below {:#x}", capacity)});
    }
    requests.push_back(request);
  }
  if (!wrong.empty()) {
    throw UserError(std::move(wrong));
  }
  return requests;
}

}  // namespace metronome::dram
