#include <fmt/format.h>

#include "arch/array/array.hpp"
#include "arch/dram/replay.hpp"
#include "arch/spec/accelerator.hpp"
#include "sim/base/files.hpp"
#include "sim/experiment/published_rows.hpp"
#include "sim/report/json_fields.hpp"
#include "sim/validation/dram_patterns.hpp"
#include "sim/validation/dram_reference.hpp"
#include "sim/validation/rung.hpp"

namespace metronome::validation {
namespace closed_forms_rung {

using dram::Direction;
using experiment::count_of;
using experiment::PublishedRow;
using experiment::text_of;

/// Peaks of the published machines, from their files.
static void add_peaks(const Context& context, std::vector<Claim>& claims) {
  for (const PublishedRow& row : experiment::published_rows(context.reference() / "peaks.csv")) {
    const std::string& name = text_of(row, "machine");
    auto machine = config::load<arch::AcceleratorSpec>(context.configs / "arch" / "published" /
                                                       (name + ".yaml"));
    std::visit([&](auto& array) { array.rows = context.of("array.rows", array.rows); },
               machine.array);
    const int a = static_cast<int>(count_of(row, "a_bits"));
    const int b = static_cast<int>(count_of(row, "b_bits"));
    const array::Operands operands{.a_bits = a, .b_bits = b};
    claims.push_back(
        {.of = fmt::format("{} {}x{}", name, a, b),
         .quantity = "peak",
         .unit = "multiply-accumulates per cycle",
         .ours = array::peak_macs_per_cycle(machine.array, operands),
         .theirs = experiment::real_of(row, "macs_per_cycle"),
         .tolerance_percent = 1e-9,  // of the division
         .source = fmt::format("{} [{}]", text_of(row, "law"), text_of(row, "source"))});
  }
}

/// Timing constants of DDR4-2400 from the parameter set, not from our device file.
struct Clocks {
  double bl2, cl, rcd, rp, rc, ccd_l, rtp, rfc, refi;
};

static Clocks clocks_of(const Context& context) {
  const std::filesystem::path file = context.reference() / "dram" / "harmonised.json";
  const report::Json json = report::parse_json(read_file(file), file.string());
  const report::JsonFields d = report::JsonFields(json, file.string()).object("DDR4");
  return {.bl2 = d.number("BL") / 2,
          .cl = d.number("CL"),
          .rcd = d.number("RCD"),
          .rp = d.number("RP"),
          .rc = d.number("RC"),
          .ccd_l = d.number("CCD_L"),
          .rtp = d.number("RTP"),
          .rfc = d.number("RFC"),
          .refi = d.number("REFI")};
}

class MemoryForms {
 public:
  explicit MemoryForms(const Context& context) : context_(context), t_(clocks_of(context)) {}

  /// Each refresh stops a stream from the last RD to the first RD after it.
  void stream() {
    constexpr std::size_t kBursts = 1'000'000;
    const dram::DeviceSpec d = device("RoBaCoBg");
    const double own = t_.bl2 * kBursts;
    const double stop = t_.rtp + t_.rp + t_.rfc + t_.rcd - t_.bl2;
    add("read stream", dram::replay(d, dram::patterns::sequential(d, kBursts, Direction::read)),
        own / (1 - stop / t_.refi), 0.1, "n BL/2 / (1 - (RTP + RP + RFC + RCD - BL/2) / REFI)");
  }

  void one_bank_group() {
    const dram::DeviceSpec d = device("RoBgBaCo");
    const double n = static_cast<double>(d.bursts_per_row());
    add("one row of one bank group, no refresh",
        dram::replay(d, dram::patterns::sequential(d, d.bursts_per_row(), Direction::read),
                     {.refresh = false}),
        1 + t_.rcd + (n - 1) * t_.ccd_l + t_.cl + t_.bl2, 0, "1 + RCD + (n - 1) CCD_L + CL + BL/2");
  }

  void rows_of_one_bank() {
    constexpr std::size_t kRows = 100'000;
    const dram::DeviceSpec d = device("RoBaCoBg");
    const auto requests = dram::patterns::row_stride(d, kRows);
    add("rows of one bank, no refresh", dram::replay(d, requests, {.refresh = false}),
        1 + (kRows - 1) * t_.rc + t_.rcd + t_.cl + t_.bl2, 0, "1 + (n - 1) RC + RCD + CL + BL/2");
    add("rows of one bank", dram::replay(d, requests), kRows * t_.rc / (1 - t_.rfc / t_.refi), 0.5,
        "n RC / (1 - RFC / REFI)");
  }

  std::vector<Claim> claims;

 private:
  [[nodiscard]] dram::DeviceSpec device(const std::string& mapping) const {
    return reference_device(context_, "ddr4_2400", mapping);
  }
  void add(const char* pattern, const dram::ReplayResult& ours, double theirs, double percent,
           const char* law) {
    claims.push_back({.of = fmt::format("ddr4_2400 {}", pattern),
                      .quantity = "cycles",
                      .unit = "clocks",
                      .ours = static_cast<double>(ours.cycles.count()),
                      .theirs = theirs,
                      .tolerance_percent = percent,
                      .source = fmt::format("{} [jedec2012sdram]", law)});
  }

  const Context& context_;
  Clocks t_;
};

static std::vector<Claim> compare(const Context& context) {
  std::vector<Claim> claims;
  add_peaks(context, claims);
  MemoryForms forms(context);
  forms.stream();
  forms.one_bank_group();
  forms.rows_of_one_bank();
  claims.insert(claims.end(), forms.claims.begin(), forms.claims.end());
  return claims;
}

}  // namespace closed_forms_rung

Rung closed_forms() {
  return {.name = "closed_forms",
          .summary = "peaks of published machines, and DRAM streams, beside formulas",
          .page = "docs/arrays.md",
          .rows = 72 + 4,
          .constants = {{"array.rows", "rows of the arrays"},
                        {"trcd", "clocks from ACT to RD or WR"},
                        {"trc", "clocks between two ACT of a bank"},
                        {"trfc", "clocks of a REF"}},
          .compare = closed_forms_rung::compare};
}

}  // namespace metronome::validation
