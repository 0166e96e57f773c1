#include "arch/dram/trace_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "sim/base/byte_source.hpp"
#include "sim/base/number.hpp"
#include "sim/base/text.hpp"

namespace metronome::dram {
namespace {

constexpr std::size_t kMaxComplaints = 20;
/// A clock that no run reaches.
constexpr std::uint64_t kFuture = std::uint64_t{1} << 60;
/// A line that is no request, whatever it goes on with.
constexpr std::size_t kLongestLine = 4096;
constexpr const char* kForms =
    "`R 0xADDR` or `W 0xADDR`; also `LD ADDR`, `ADDR R`, `ADDR READ CLOCK`, `CLOCK: read ADDR`, `R "
    "CHANNEL,RANK,GROUP,BANK,ROW,COLUMN`";

constexpr const char* kVectorForm = "CHANNEL,RANK,GROUP,BANK,ROW,COLUMN";

/// The words of a line, separated by blanks; more than kMost count as one more.
struct Words {
  static constexpr std::size_t kMost = 3;
  std::array<std::string_view, kMost> word;
  std::size_t count = 0;

  explicit Words(std::string_view line) {
    const char* at = line.data();
    const char* const end = at + line.size();
    const auto blank = [](char c) { return c == ' ' || c == '\t'; };
    while (true) {
      while (at != end && blank(*at)) {
        ++at;
      }
      if (at == end) {
        return;
      }
      const char* const begin = at;
      while (at != end && !blank(*at)) {
        ++at;
      }
      if (count == kMost) {
        ++count;
        return;
      }
      word[count++] = {begin, static_cast<std::size_t>(at - begin)};
    }
  }
};

bool parse_number(std::string_view text, std::uint64_t& value) {
  const bool hexadecimal = text.starts_with("0x") || text.starts_with("0X");
  const auto read = hexadecimal ? read_hexadecimal(text.substr(2))
                                : read_number<std::uint64_t>(text, kAnyWhole).value;
  value = read.value_or(value);
  return read.has_value();
}

bool same_word(std::string_view text, std::string_view lower) {
  return text.size() == lower.size() &&
         std::equal(text.begin(), text.end(), lower.begin(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

std::optional<Direction> direction_of(std::string_view word) {
  if (same_word(word, "r") || same_word(word, "ld") || same_word(word, "read")) {
    return Direction::read;
  }
  if (same_word(word, "w") || same_word(word, "st") || same_word(word, "write")) {
    return Direction::write;
  }
  return std::nullopt;
}

/// Takes `word` off the front of the text, if it stands there.
bool take_word(std::string_view& text, std::string_view word) {
  const bool there = text.starts_with(word);
  text.remove_prefix(there ? word.size() : 0);
  return there;
}

bool take_number(std::string_view& text, std::uint64_t& value, const LeadingNumber& number) {
  text.remove_prefix(number.digits);
  value = number.value;
  return number.digits > 0;
}

bool take_address(std::string_view& text, std::uint64_t& address) {
  return take_word(text, "0x") ? take_number(text, address, leading_hexadecimal(text))
                               : take_number(text, address, leading_decimal(text));
}

/// The components of an address vector, and how many of them there are.
struct Vector {
  std::array<std::uint64_t, 6> part{};
  std::size_t count = 0;
};

/// Nothing: the text is no address vector.
std::optional<Vector> read_vector(std::string_view text) {
  Vector vector;
  while (!text.empty() && vector.count < vector.part.size()) {
    const std::size_t end = std::min(text.find(','), text.size());
    if (!parse_number(text.substr(0, end), vector.part[vector.count++])) {
      return std::nullopt;
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return text.empty() && vector.count > 1 ? std::optional(vector) : std::nullopt;
}

/// What a device does not have of an address vector; empty: it has all of it. An address given
/// twice is no vector of the device's.
std::string lacking(const Vector& vector, const DeviceSpec& device) {
  const auto& [part, count] = vector;
  if (count == 2 && part[0] == part[1]) {
    return {};
  }
  const std::array<std::pair<const char*, unsigned>, 6> has{{{"channel", device.channels},
                                                             {"rank", device.ranks},
                                                             {"bank group", device.bank_groups},
                                                             {"bank", device.banks_per_group},
                                                             {"row", device.rows},
                                                             {"column", device.columns}}};
  if (count != has.size()) {
    return fmt::format("an address vector of {} numbers", count);
  }
  for (std::size_t i = 0; i < has.size(); ++i) {
    if (part[i] >= has[i].second) {
      return fmt::format("there is no {} {}, they are 0 to {}", has[i].first, part[i],
                         has[i].second - 1);
    }
  }
  return {};
}

std::size_t column_of(std::string_view word, std::string_view line) {
  return static_cast<std::size_t>(word.data() - line.data()) + 1;
}

/// The forms that long traces are written in, without a character more: `R ADDR` and `W ADDR`,
/// `ADDR READ CLOCK` and `ADDR WRITE CLOCK`. Gives the length of the line, its end included; 0:
/// another line.
std::size_t read_plain_line(std::string_view text, Request& out) {
  std::string_view rest = text;
  const bool writes = take_word(rest, "W ");
  const bool clocked = !writes && !take_word(rest, "R ");
  out.arrival = 0;
  out.direction = writes ? Direction::write : Direction::read;
  if (!take_address(rest, out.address)) {
    return 0;
  }
  if (clocked) {
    if (take_word(rest, " WRITE ")) {
      out.direction = Direction::write;
    } else if (!take_word(rest, " READ ")) {
      return 0;
    }
    if (!take_number(rest, out.arrival, leading_decimal(rest))) {
      return 0;
    }
  }
  return rest.starts_with('\n') ? text.size() - rest.size() + 1 : 0;
}

std::string_view without_comment(std::string_view line) {
  const std::size_t hash = line.find('#');
  line = line.substr(0, hash);
  const std::size_t slashes = line.find("//");
  line = line.substr(0, slashes);
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) {
    line.remove_suffix(1);
  }
  return line;
}

}  // namespace

/// A request and the word that is its address.
struct TraceParser::Line {
  Request request;
  std::string_view address;
};

TraceParser::TraceParser(std::string file, const DeviceSpec& device, const TraceOptions& options)
    : file_(std::move(file)),
      device_(device),
      map_(device),
      options_(options),
      capacity_(device.capacity_bytes().count() * device.channels),
      burst_bytes_(device.bytes_per_burst().count()) {}

void TraceParser::parse(std::string_view piece, std::vector<Request>& requests) {
  if (form_ == Form::unknown) {
    partial_ += piece;
    if (!piece.empty() && partial_.size() < kBinaryTrace.size()) {
      return;
    }
    const bool binary = partial_.starts_with(kBinaryTrace);
    form_ = binary ? Form::binary : Form::text;
    const std::string begin = std::exchange(partial_, {});
    std::string_view rest = begin;
    rest.remove_prefix(binary ? kBinaryTrace.size() : rest.starts_with("\xef\xbb\xbf") ? 3 : 0);
    if (!rest.empty()) {
      binary ? parse_binary(rest, requests) : parse_text(rest, requests);
    }
    if (!piece.empty()) {
      return;
    }
  }
  form_ == Form::binary ? parse_binary(piece, requests) : parse_text(piece, requests);
  if (piece.empty()) {
    finish();
  }
}

void TraceParser::parse_text(std::string_view piece, std::vector<Request>& requests) {
  if (piece.empty()) {
    if (!partial_.empty()) {
      read_line(std::exchange(partial_, {}), requests);
    }
    return;
  }
  std::size_t at = 0;
  if (!partial_.empty()) {
    at = std::min(piece.find('\n'), piece.size());
    partial_ += piece.substr(0, std::min(at, kLongestLine));
    if (at == piece.size()) {
      partial_.resize(std::min(partial_.size(), 2 * kLongestLine));
      return;
    }
    read_line(std::exchange(partial_, {}), requests);
    ++at;
  }
  while (at < piece.size()) {
    if (const std::size_t length = take_plain_line(piece.substr(at), requests)) {
      at += length;
      continue;
    }
    const std::size_t end = piece.find('\n', at);
    if (end == std::string_view::npos) {
      partial_ = piece.substr(at, kLongestLine);
      return;
    }
    read_line(piece.substr(at, end - at), requests);
    at = end + 1;
  }
}

/// A line that nothing is wrong with, in one of the plain forms: gives its length, or 0.
std::size_t TraceParser::take_plain_line(std::string_view text, std::vector<Request>& requests) {
  Request request;
  const std::size_t length = read_plain_line(text, request);
  if (length == 0 || request.address >= capacity_ || (request.address & (burst_bytes_ - 1)) != 0 ||
      request.arrival >= kFuture) {
    return 0;
  }
  ++line_;
  ++count_;
  if (wrong_.empty()) {
    requests.push_back(request);
  }
  return length;
}

void TraceParser::read_line(std::string_view text, std::vector<Request>& requests) {
  ++line_;
  const std::string_view line = without_comment(text);
  if (line.empty()) {
    return;
  }
  Line parsed;
  if (parse_line(line, parsed)) {
    take(parsed, line, requests);
    return;
  }
  const auto vector = read_vector(parsed.address);
  if (std::string what = vector ? lacking(*vector, device_) : ""; !what.empty()) {
    complain(line_, column_of(parsed.address, line), std::move(what), kVectorForm);
  } else {
    complain(line_, 1, fmt::format("`{}` is not a request", printable(line.substr(0, 40))), kForms);
  }
}

bool TraceParser::parse_line(std::string_view line, Line& out) const {
  const Words words(line);
  const auto& w = words.word;
  std::optional<Direction> direction;
  std::string_view clock;
  if (words.count == 2) {
    direction = direction_of(w[0]);
    out.address = direction ? w[1] : w[0];
    direction = direction ? direction : direction_of(w[1]);
  } else if (words.count == 3) {
    direction = direction_of(w[1]);
    const bool dramsys = w[0].ends_with(':');
    out.address = dramsys ? w[2] : w[0];
    clock = dramsys ? w[0].substr(0, w[0].size() - 1) : w[2];
  }
  if (!direction || (words.count == 3 && !parse_number(clock, out.request.arrival))) {
    return false;
  }
  out.request.direction = *direction;
  return out.address.find(',') == std::string_view::npos
             ? parse_number(out.address, out.request.address)
             : parse_vector(out.address, out.request.address);
}

/// The components of an address vector, most significant first; two equal ones are one address.
bool TraceParser::parse_vector(std::string_view text, std::uint64_t& address) const {
  const std::optional<Vector> vector = read_vector(text);
  if (!vector || !lacking(*vector, device_).empty()) {
    return false;
  }
  const auto& [part, count] = *vector;
  if (count == 2) {
    address = part[0];
    return true;
  }
  const auto [channel, rank, group, bank, row, column] = part;
  AddressMap::Place place;
  place.row = static_cast<std::uint32_t>(row);
  place.bank = static_cast<std::uint8_t>(
      (rank * device_.bank_groups + group) * device_.banks_per_group + bank);
  place.column = static_cast<std::uint32_t>(column / device_.burst_length);
  const std::uint64_t local = map_.burst(place) * burst_bytes_;
  const std::uint64_t block = device_.channel_interleave.count();
  address = (local / block * device_.channels + channel) * block + local % block;
  return true;
}

/// A trace with anything wrong in it is refused at its end: from there on nothing is handed out, so
/// that what the device does not have is not replayed meanwhile.
void TraceParser::take(Line line, std::string_view text, std::vector<Request>& requests) {
  std::uint64_t& address = line.request.address;
  const std::size_t column = column_of(line.address, text);
  if (address >= capacity_ && options_.wrap) {
    address %= capacity_;
  }
  if (line.request.arrival >= kFuture) {
    complain(line_, 1, fmt::format("clock {} is beyond all time", line.request.arrival),
             fmt::format("below {}", kFuture));
  }
  if (address >= capacity_) {
    complain(line_, column, fmt::format("address {:#x} is beyond the device's capacity", address),
             fmt::format("below {:#x}, or --wrap", capacity_));
  } else if (address % burst_bytes_ != 0) {
    complain(line_, column, fmt::format("address {:#x} is not that of a burst", address),
             fmt::format("a multiple of the device's {} bytes, such as {:#x}", burst_bytes_,
                         address / burst_bytes_ * burst_bytes_));
  }
  ++count_;
  if (wrong_.empty()) {
    requests.push_back(line.request);
  }
}

void TraceParser::parse_binary(std::string_view piece, std::vector<Request>& requests) {
  std::string joined;
  if (!partial_.empty()) {
    joined = std::exchange(partial_, {});
    joined += piece;
    piece = joined;
  }
  const auto word = [&](std::size_t at) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 8; ++i) {
      value |= std::uint64_t{static_cast<unsigned char>(piece[at + i])} << 8 * i;
    }
    return value;
  };
  std::size_t at = 0;
  while (piece.size() - at >= 8) {
    const std::uint64_t head = word(at);
    const bool arrives = (head & 2) != 0;
    if (arrives && piece.size() - at < 16) {
      break;
    }
    Line line;
    line.request = {head >> 2, (head & 1) != 0 ? Direction::write : Direction::read,
                    arrives ? word(at + 8) : 0};
    at += arrives ? 16 : 8;
    ++line_;
    take(line, {}, requests);
  }
  partial_ = piece.substr(at);
}

void TraceParser::complain(std::uint64_t line, std::size_t column, std::string what,
                           std::string hint) {
  if (form_ == Form::binary) {
    what = fmt::format("request {}: {}", line, what);
    line = column = 0;
  }
  wrong_.push_back({file_,
                    static_cast<int>(std::min<std::uint64_t>(line, 2'000'000'000)),
                    static_cast<int>(column),
                    {},
                    std::move(what),
                    std::move(hint)});
  if (wrong_.size() >= kMaxComplaints) {
    throw UserError(std::move(wrong_));
  }
}

void TraceParser::finish() {
  if (!partial_.empty()) {
    complain(line_ + 1, 0, "the trace ends within it", "convert the trace again");
  }
  if (count_ == 0 && wrong_.empty()) {
    wrong_.push_back(
        {file_, 0, 0, {}, "there is no request in the trace", "`R 0xADDR` or `W 0xADDR` lines"});
  }
  if (!wrong_.empty()) {
    throw UserError(std::move(wrong_));
  }
}

std::vector<Request> read_trace(const std::filesystem::path& path, const DeviceSpec& device,
                                const TraceOptions& options) {
  ByteSource source(path);
  TraceParser parser(path.string(), device, options);
  std::vector<Request> requests;
  for (std::string_view piece = source.next();; piece = source.next()) {
    parser.parse(piece, requests);
    if (piece.empty()) {
      return requests;
    }
  }
}

std::vector<Request> parse_trace(std::string_view content, const std::string& file,
                                 const DeviceSpec& device, const TraceOptions& options) {
  TraceParser parser(file, device, options);
  std::vector<Request> requests;
  if (!content.empty()) {
    parser.parse(content, requests);
  }
  parser.parse({}, requests);
  return requests;
}

void append_binary(std::span<const Request> requests, std::string& out) {
  const auto put = [&](std::uint64_t word) {
    for (unsigned i = 0; i < 8; ++i) {
      out.push_back(static_cast<char>(word >> 8 * i & 0xff));
    }
  };
  for (const Request& r : requests) {
    put(r.address << 2 | (r.arrival > 0 ? 2u : 0u) | (r.direction == Direction::write ? 1u : 0u));
    if (r.arrival > 0) {
      put(r.arrival);
    }
  }
}

}  // namespace metronome::dram
