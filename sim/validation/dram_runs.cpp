#include <fmt/format.h>

#include "arch/dram/replay.hpp"
#include "sim/experiment/published_rows.hpp"
#include "sim/validation/dram_reference.hpp"

namespace metronome::validation {
namespace dram_runs_rung {

using experiment::PublishedRow;
using experiment::real_of;
using experiment::text_of;

constexpr const char* kRamulator = "Ramulator2.1";

/// The device file of a row; nothing for the devices that are not compared (Ramulator's HBM2 has a
/// row-command bus of its own).
static std::optional<std::string> device_file(const PublishedRow& row) {
  const std::string& device = text_of(row, "device");
  return device.starts_with("DDR4")     ? std::optional<std::string>("ddr4_2400")
         : device.starts_with("LPDDR4") ? std::optional<std::string>("lpddr4_3200")
                                        : std::nullopt;
}

static std::string case_of(const std::string& file, const std::string& mapping,
                           const PublishedRow& row) {
  return fmt::format("{} {} {}", file, mapping, text_of(row, "pattern"));
}

/// Cycles, hit rate and latency of a whole run, with the profile that decides as Ramulator does.
static void add_ramulator(const Context& context, const PublishedRow& row, const std::string& file,
                          std::vector<Claim>& claims) {
  const std::string mapping = mapping_of_layout(text_of(row, "mapping_msb_to_lsb"));
  const dram::DeviceSpec device = reference_device(context, file, mapping);
  const auto requests = static_cast<std::size_t>(real_of(row, "requests"));
  const dram::ReplayResult ours =
      dram::replay(device, reference_requests(device, text_of(row, "pattern"), requests),
                   {.profile = dram::Profile::ramulator});
  const auto claim = [&](const char* quantity, const char* unit, double a, double b,
                         double rounding) {
    claims.push_back({.of = case_of(file, mapping, row) + ", profile ramulator",
                      .quantity = quantity,
                      .unit = unit,
                      .ours = a,
                      .theirs = b,
                      .tolerance_percent = rounding == 0 ? 0 : 100 * rounding / b,
                      .source = "Ramulator 2.1, FR-FCFS [luo2023ramulator]"});
  };
  claim("cycles", "clocks", static_cast<double>(ours.cycles.count()), real_of(row, "mem_cycles"),
        0);
  // The table has four decimals and one: half of the last, and a little for its rounding.
  claim("row hit rate", "1", ours.row_hit_rate, real_of(row, "row_hit_rate"), 0);
  claims.back().scale = 1;  // a rate that may be none: its difference is in points
  claims.back().tolerance_percent = 0.6e-2;
  if (!text_of(row, "avg_latency_cycles").empty()) {
    claim("mean read latency", "clocks", ours.mean_read_latency_cycles,
          real_of(row, "avg_latency_cycles"), 0.06);
  }
}

/// A stream of DDR4 under our own controller, beside each peer.
static void add_peer(const PublishedRow& row, const std::string& mapping, double cycles,
                     std::vector<Claim>& claims) {
  const std::string& peer = text_of(row, "simulator");
  Claim claim{.of = fmt::format("{}, beside {} {}", case_of("ddr4_2400", mapping, row), peer,
                                text_of(row, "policy")),
              .quantity = "cycles",
              .unit = "clocks",
              .ours = cycles,
              .theirs = real_of(row, "mem_cycles"),
              .tolerance_percent = peer == "DRAMsim3" ? 0.11 : 0.1,
              .source = peer == "DRAMsim3"   ? "DRAMsim3 [li2020dramsim]"
                        : peer == kRamulator ? "Ramulator 2.1 [luo2023ramulator]"
                                             : "DRAMSys 5.1 [steiner2020dramsys]"};
  if (text_of(row, "pattern") == "c_dbuf") {
    claim.explanation =
        Explanation{"DDR4 and HBM2 double buffer, banks in turn (RoBaCoBg)", 0, 0.8};
  }
  claims.push_back(claim);
}

static std::vector<Claim> compare(const Context& context) {
  const auto rows = experiment::published_rows(context.reference() / "dram" / "peers.csv");
  std::vector<Claim> claims;
  for (const PublishedRow& row : rows) {
    const auto file = device_file(row);
    if (file && text_of(row, "simulator") == kRamulator &&
        text_of(row, "policy").starts_with("FRFCFS ")) {
      add_ramulator(context, row, *file, claims);
    }
  }
  const std::string mapping = "RoBaCoBg";
  const dram::DeviceSpec device = reference_device(context, "ddr4_2400", mapping);
  for (const std::string pattern : {"a_seq_rd", "b_seq_wr", "c_dbuf"}) {
    const double cycles = static_cast<double>(
        dram::replay(device, reference_requests(device, pattern, 1'000'000)).cycles.count());
    for (const PublishedRow& row : rows) {
      if (device_file(row) == "ddr4_2400" && text_of(row, "pattern") == pattern &&
          mapping_of_layout(text_of(row, "mapping_msb_to_lsb")) == mapping &&
          text_of(row, "simulator") != "evdram-prototype") {
        add_peer(row, mapping, cycles, claims);
      }
    }
  }
  return claims;
}

}  // namespace dram_runs_rung

Rung dram_runs() {
  return {.name = "dram_runs",
          .summary = "whole request streams, beside Ramulator, DRAMsim3 and DRAMSys",
          .page = "docs/dram.md",
          .rows = 61,
          .constants = {{"trc", "clocks between two ACT of a bank"}, {"trfc", "clocks of a REF"}},
          .compare = dram_runs_rung::compare};
}

}  // namespace metronome::validation
