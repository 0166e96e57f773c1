#include <fmt/format.h>

#include "arch/dram/replay.hpp"
#include "sim/base/files.hpp"
#include "sim/validation/dram_reference.hpp"

namespace metronome::validation {
namespace dram_commands_rung {

/// A list of commands of Ramulator for the first requests of a pattern.
struct Golden {
  const char* device;   ///< in the names of the files of the reference
  char layout;          ///< likewise: A is RoBaBgCo; B is RoBaCoBg, of LPDDR4 RoCoBa
  const char* pattern;  ///< likewise
};

constexpr Golden kGolden[] = {{"DDR4", 'A', "a_seq_rd"},   {"DDR4", 'A', "b_seq_wr"},
                              {"DDR4", 'A', "d_stride"},   {"DDR4", 'A', "e_rand_rd"},
                              {"DDR4", 'B', "a_seq_rd"},   {"DDR4", 'B', "b_seq_wr"},
                              {"DDR4", 'B', "d_stride"},   {"DDR4", 'B', "e_rand_rd"},
                              {"LPDDR4", 'B', "a_seq_rd"}, {"LPDDR4", 'B', "d_stride"}};

constexpr std::size_t kRequests = 3000;

/// Takes the next line off a text.
static std::string_view next_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

static std::size_t lines_of(std::string_view text) {
  std::size_t lines = 0;
  while (!text.empty()) {
    next_line(text);
    ++lines;
  }
  return lines;
}

/// How many lines from the first are equal: clock, command, bank group, bank and row.
static std::size_t equal_lines(std::string_view ours, std::string_view theirs) {
  std::size_t equal = 0;
  while (!ours.empty() && !theirs.empty() && next_line(ours) == next_line(theirs)) {
    ++equal;
  }
  return equal;
}

static std::string our_commands(const dram::DeviceSpec& device, const char* pattern) {
  std::vector<dram::CommandRecord> commands;
  (void)dram::replay(device, reference_requests(device, pattern, kRequests),
                     {.profile = dram::Profile::ramulator, .commands = &commands});
  std::string text;
  dram::append_commands_text(device, commands, text);
  return text;
}

static std::vector<Claim> compare(const Context& context) {
  std::vector<Claim> claims;
  for (const Golden& golden : kGolden) {
    const bool lpddr4 = std::string_view(golden.device) == "LPDDR4";
    const char* mapping = lpddr4 ? "RoCoBa" : golden.layout == 'A' ? "RoBaBgCo" : "RoBaCoBg";
    const dram::DeviceSpec device =
        reference_device(context, lpddr4 ? "lpddr4_3200" : "ddr4_2400", mapping);
    const std::string file =
        fmt::format("{}_{}_{}_ram.cmd.gz", golden.device, golden.layout, golden.pattern);
    const std::string theirs = read_maybe_gzip(context.reference() / "dram" / file);
    const std::string ours = our_commands(device, golden.pattern);
    const auto claim = [&](const char* quantity, std::size_t a, std::size_t b) {
      claims.push_back({.of = fmt::format("{} {} {}", golden.device, mapping, golden.pattern),
                        .quantity = quantity,
                        .unit = "commands",
                        .ours = static_cast<double>(a),
                        .theirs = static_cast<double>(b),
                        .tolerance_percent = 0,
                        .source = "Ramulator 2.1, FR-FCFS [luo2023ramulator]"});
    };
    claim("equal from the first on, clock by clock", equal_lines(ours, theirs), lines_of(theirs));
    claim("commands", lines_of(ours), lines_of(theirs));
  }
  return claims;
}

}  // namespace dram_commands_rung

Rung dram_commands() {
  return {.name = "dram_commands",
          .summary = "each DRAM command at its clock, beside Ramulator's golden traces",
          .page = "docs/dram.md",
          .rows = 2 * std::size(dram_commands_rung::kGolden),
          .constants = {{"trcd", "clocks from ACT to RD or WR"},
                        {"trp", "clocks from PRE to ACT"},
                        {"trfc", "clocks of a REF"}},
          .compare = dram_commands_rung::compare};
}

}  // namespace metronome::validation
