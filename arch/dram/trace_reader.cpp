#include <optional>

#include "arch/dram/replay.hpp"
#include "sim/base/files.hpp"
#include "sim/base/number.hpp"

namespace metronome::dram {
namespace {

constexpr std::size_t kMaxComplaints = 20;
/// A clock that no run reaches.
constexpr std::uint64_t kFuture = std::uint64_t{1} << 60;

/// The words of a line, separated by blanks; three at most, more make a fourth.
std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; words.size() < 4; at += words.back().size()) {
    at = line.find_first_not_of(" \t", at);
    if (at == std::string_view::npos) {
      break;
    }
    const std::size_t end = std::min(line.find_first_of(" \t", at), line.size());
    words.push_back(line.substr(at, end - at));
  }
  return words;
}

bool parse_number(std::string_view text, bool decimal, std::uint64_t& value) {
  const bool hexadecimal = text.starts_with("0x");
  if (!hexadecimal && !decimal) {
    return false;
  }
  const auto read = hexadecimal ? read_hexadecimal(text.substr(2))
                                : read_number<std::uint64_t>(text, kAnyWhole).value;
  value = read.value_or(value);
  return read.has_value();
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

/// A request and the word that is its address.
struct Line {
  Request request;
  std::string_view address;
};

/// `R 0xADDR`, `LD ADDR` (Ramulator) or `0xADDR READ CLOCK` (DRAMsim3); nothing for other text.
std::optional<Line> parse_line(std::string_view line) {
  const auto words = words_of(line);
  if (words.size() != 2 && words.size() != 3) {
    return std::nullopt;
  }
  const bool clocked = words.size() == 3;
  const auto direction = direction_of(words[clocked ? 1 : 0]);
  if (!direction || (words[clocked ? 1 : 0].size() > 2) != clocked) {
    return std::nullopt;
  }
  Line out{{0, *direction}, words[clocked ? 0 : 1]};
  const bool decimal = words[0] == "LD" || words[0] == "ST";
  Request& request = out.request;
  if (!parse_number(out.address, decimal, request.address) ||
      (clocked && (!parse_number(words[2], true, request.arrival) || request.arrival >= kFuture))) {
    return std::nullopt;
  }
  return out;
}

std::string_view without_trailing_space(std::string_view line) {
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) {
    line.remove_suffix(1);
  }
  return line;
}

/// Collects the requests of a trace and what is wrong with its lines.
class Reader {
 public:
  Reader(std::string file, const DeviceSpec& device)
      : file_(std::move(file)),
        capacity_(device.capacity_bytes().count()),
        burst_bytes_(device.bytes_per_burst().count()) {}

  [[nodiscard]] bool tired() const { return wrong_.size() >= kMaxComplaints; }

  void read(std::string_view line, int number) {
    const auto parsed = parse_line(line);
    if (!parsed) {
      complain(number, 1, fmt::format("`{}` is not a request", line.substr(0, 40)),
               "`R 0xADDR` or `W 0xADDR`");
      return;
    }
    const std::uint64_t address = parsed->request.address;
    const auto column = static_cast<int>(parsed->address.data() - line.data()) + 1;
    if (address >= capacity_) {
      complain(number, column,
               fmt::format("address {:#x} is beyond the device's capacity", address),
               fmt::format("below {:#x}", capacity_));
    } else if (address % burst_bytes_ != 0) {
      complain(number, column, fmt::format("address {:#x} is not that of a burst", address),
               fmt::format("a multiple of the device's {} bytes, such as {:#x}", burst_bytes_,
                           address / burst_bytes_ * burst_bytes_));
    }
    requests_.push_back(parsed->request);
  }

  std::vector<Request> finish() {
    if (requests_.empty() && wrong_.empty()) {
      complain(0, 0, "there is no request in the trace", "`R 0xADDR` or `W 0xADDR` lines");
    }
    if (!wrong_.empty()) {
      throw UserError(std::move(wrong_));
    }
    return std::move(requests_);
  }

 private:
  void complain(int line, int column, std::string what, std::string hint) {
    wrong_.push_back({file_, line, column, {}, std::move(what), std::move(hint)});
  }

  std::string file_;
  std::uint64_t capacity_;
  std::uint64_t burst_bytes_;
  std::vector<Request> requests_;
  std::vector<Diagnostic> wrong_;
};

}  // namespace

std::vector<Request> read_trace(const std::filesystem::path& path, const DeviceSpec& device) {
  return parse_trace(read_maybe_gzip(path), path.string(), device);
}

std::vector<Request> parse_trace(std::string_view content, const std::string& file,
                                 const DeviceSpec& device) {
  Reader reader(file, device);
  std::string_view rest = content;
  for (int number = 1; !rest.empty() && !reader.tired(); ++number) {
    const std::size_t length = std::min(rest.find('\n'), rest.size());
    const std::string_view line = without_trailing_space(rest.substr(0, length));
    rest.remove_prefix(std::min(length + 1, rest.size()));
    if (!line.empty()) {
      reader.read(line, number);
    }
  }
  return reader.finish();
}

}  // namespace metronome::dram
