#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "arch/dram/address_map.hpp"
#include "arch/dram/device.hpp"
#include "arch/dram/request.hpp"
#include "sim/base/error.hpp"

namespace metronome::dram {

/// One line of a trace: one native burst, the one that holds the byte address.
struct Request {
  std::uint64_t address = 0;
  Direction direction = Direction::read;
  std::uint64_t arrival = 0;  ///< not accepted before the memory clock behind this one
  bool operator==(const Request&) const = default;
};

struct TraceOptions {
  /// Addresses beyond the capacity are taken modulo the capacity.
  bool wrap = false;
};

/// Parses a trace piece by piece, in bounded memory and without allocating for a line. One request
/// a line, in any of these forms:
///
///     R ADDR, W ADDR               LD ADDR, ST ADDR, READ ADDR, WRITE ADDR (Ramulator)
///     ADDR R, ADDR W               ADDR READ CLOCK, ADDR WRITE CLOCK (DRAMsim3)
///     CLOCK: read ADDR, ...        (DRAMSys)
///     R CH,RA,BG,BA,RO,CO          (Ramulator 2, an address vector; an address given twice is one)
///
/// Words in any case; addresses are hexadecimal with 0x, else decimal; a CLOCK is the arrival. What
/// follows `#` or `//` is a comment; empty lines are skipped. Or the compact binary form, which
/// binary_trace() writes.
class TraceParser {
 public:
  /// `file` is named in errors. The device must be valid.
  TraceParser(std::string file, const DeviceSpec& device, const TraceOptions& options = {});

  /// Parses the next piece of the content and appends its requests; an empty piece is the end.
  /// UserError with file, line and column (the first twenty wrong lines, once these are found or
  /// the end is reached) for other text and for addresses that the device does not have or that no
  /// burst begins at; and at the end of a trace without a request.
  void parse(std::string_view piece, std::vector<Request>& requests);

  [[nodiscard]] std::uint64_t requests() const { return count_; }

 private:
  struct Line;
  void parse_text(std::string_view piece, std::vector<Request>& requests);
  void parse_binary(std::string_view piece, std::vector<Request>& requests);
  std::size_t take_plain_line(std::string_view text, std::vector<Request>& requests);
  void read_line(std::string_view line, std::vector<Request>& requests);
  bool parse_line(std::string_view line, Line& out) const;
  bool parse_vector(std::string_view text, std::uint64_t& address) const;
  void take(Line line, std::string_view text, std::vector<Request>& requests);
  void finish();
  void complain(std::uint64_t line, std::size_t column, std::string what, std::string hint);
  void give_up_if_enough();

  std::string file_;
  DeviceSpec device_;
  AddressMap map_;
  TraceOptions options_;
  std::uint64_t capacity_;  ///< of all channels
  std::uint64_t burst_bytes_;
  std::uint64_t line_ = 0;
  std::uint64_t count_ = 0;
  enum class Form { unknown, text, binary } form_ = Form::unknown;
  std::string partial_;  ///< a line, or a word, that the piece before has not ended
  std::vector<Diagnostic> wrong_;
};

/// Reads a whole trace. UserError as TraceParser, and for a file that cannot be read or expanded.
[[nodiscard]] std::vector<Request> read_trace(const std::filesystem::path& path,
                                              const DeviceSpec& device,
                                              const TraceOptions& options = {});

/// The same of the content of a file, expanded already; `file` is named in errors.
[[nodiscard]] std::vector<Request> parse_trace(std::string_view content, const std::string& file,
                                               const DeviceSpec& device,
                                               const TraceOptions& options = {});

/// How a binary trace begins.
inline constexpr std::string_view kBinaryTrace = "METRONOME DRAM 1";

/// The compact form, 8 bytes a request (16 where it has an arrival): little-endian words
/// address * 4 + 2 * (an arrival follows) + (write).
void append_binary(std::span<const Request> requests, std::string& out);

}  // namespace metronome::dram
