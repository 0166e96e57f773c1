#include <charconv>
#include <optional>

#include "arch/dram/replay.hpp"
#include "sim/base/files.hpp"

namespace metronome::dram {
namespace {

constexpr std::size_t kMaxComplaints = 20;
/// A clock that no run reaches.
constexpr std::uint64_t kFuture = std::uint64_t{1} << 60;

/// The words of a line, separated by blanks; three at most, more make a fourth.
std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (words.size() < 4) {
    const std::size_t begin = line.find_first_not_of(" \t");
    if (begin == std::string_view::npos) {
      break;
    }
    line.remove_prefix(begin);
    const std::size_t length = std::min(line.find_first_of(" \t"), line.size());
    words.push_back(line.substr(0, length));
    line.remove_prefix(length);
  }
  return words;
}

bool parse_number(std::string_view text, bool decimal, std::uint64_t& value) {
  const bool hexadecimal = text.starts_with("0x");
  if (!hexadecimal && !decimal) {
    return false;
  }
  const char* end = text.data() + text.size();
  const auto [stop, status] =
      std::from_chars(text.data() + (hexadecimal ? 2 : 0), end, value, hexadecimal ? 16 : 10);
  return status == std::errc() && stop == end;
}

std::optional<Direction> direction_of(std::string_view word) {
  if (word == "R" || word == "LD" || word == "READ") {
    return Direction::read;
  }
  if (word == "W" || word == "ST" || word == "WRITE") {
    return Direction::write;
  }
  return std::nullopt;
}

/// `R 0xADDR`, `LD ADDR` (Ramulator) or `0xADDR READ CLOCK` (DRAMsim3); false for other text.
bool parse_line(std::string_view line, Request& request) {
  const auto words = words_of(line);
  if (words.size() != 2 && words.size() != 3) {
    return false;
  }
  const bool clocked = words.size() == 3;
  const auto direction = direction_of(words[clocked ? 1 : 0]);
  if (!direction || (words[clocked ? 1 : 0].size() > 2) != clocked) {
    return false;
  }
  request.direction = *direction;
  const bool decimal = words[0] == "LD" || words[0] == "ST";
  return parse_number(words[clocked ? 0 : 1], decimal, request.address) &&
         (!clocked || (parse_number(words[2], true, request.arrival) && request.arrival < kFuture));
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
