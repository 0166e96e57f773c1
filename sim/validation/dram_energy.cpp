#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "arch/dram/energy.hpp"
#include "arch/dram/replay.hpp"
#include "sim/experiment/published_rows.hpp"
#include "sim/validation/dram_reference.hpp"

namespace metronome::validation {
namespace dram_energy_rung {

using experiment::PublishedRow;
using experiment::real_of;
using experiment::text_of;

/// Requests of a pattern's beginning, which give what the table does not say: the share of writes,
/// and of the clocks in which all banks are precharged.
constexpr std::size_t kBeginning = 50'000;
constexpr double kPercent = 0.5;

static std::uint64_t rounded(double x) { return static_cast<std::uint64_t>(std::llround(x)); }

/// The commands and clocks of DRAMSys's run.
static dram::Counts counts_of(const PublishedRow& row, const dram::DeviceSpec& device) {
  const auto requests = reference_requests(device, text_of(row, "pattern"), kBeginning);
  const dram::ReplayResult beginning = dram::replay(device, requests);
  const auto writes = std::count_if(requests.begin(), requests.end(), [](const auto& r) {
    return r.direction == dram::Direction::write;
  });
  const double write_share = static_cast<double>(writes) / static_cast<double>(requests.size());
  const double cycles = real_of(row, "mem_cycles");
  dram::Counts c;
  c.activates = c.banks_precharged = rounded(real_of(row, "act_cmds"));
  c.writes = rounded(real_of(row, "requests") * write_share);
  c.reads = rounded(real_of(row, "requests")) - c.writes;
  c.refreshes = rounded(real_of(row, "ref_cmds"));
  c.refresh_cycles = c.refreshes * device.trfc;
  c.precharged_cycles = rounded(cycles * static_cast<double>(beginning.counts.precharged_cycles) /
                                static_cast<double>(beginning.cycles.count()));
  c.active_cycles = rounded(cycles) - c.refresh_cycles - c.precharged_cycles;
  return c;
}

static dram::DeviceSpec with_changes(const Context& context, dram::DeviceSpec d) {
  d.idd0_ma = context.of("idd0_ma", d.idd0_ma);
  d.idd3n_ma = context.of("idd3n_ma", d.idd3n_ma);
  d.idd4r_ma = context.of("idd4r_ma", d.idd4r_ma);
  d.idd4w_ma = context.of("idd4w_ma", d.idd4w_ma);
  d.idd5b_ma = context.of("idd5b_ma", d.idd5b_ma);
  d.vdd_v = context.of("vdd_v", d.vdd_v);
  return d;
}

static std::vector<Claim> compare(const Context& context) {
  std::vector<Claim> claims;
  for (const PublishedRow& row :
       experiment::published_rows(context.reference() / "dram" / "peers.csv")) {
    if (text_of(row, "simulator") != "DRAMSys5.1" || !text_of(row, "device").starts_with("DDR4")) {
      continue;
    }
    const std::string mapping = mapping_of_layout(text_of(row, "mapping_msb_to_lsb"));
    const dram::DeviceSpec device = reference_device(context, "ddr4_2400", mapping);
    const dram::Counts counts = counts_of(row, device);
    claims.push_back(
        {.of = fmt::format("ddr4_2400 {} {}, {}", mapping, text_of(row, "pattern"),
                           text_of(row, "policy")),
         .quantity = "energy at the commands of DRAMSys",
         .unit = "pJ",
         .ours = dram::energy_of(with_changes(context, device), counts).total().count(),
         .theirs = real_of(row, "energy_pJ"),
         .tolerance_percent = kPercent,
         .source = "DRAMPower in DRAMSys 5.1 [chandrasekar2012drampower]"});
  }
  return claims;
}

}  // namespace dram_energy_rung

Rung dram_energy() {
  return {.name = "dram_energy",
          .summary = "energy of DRAM commands and states, beside DRAMPower",
          .page = "docs/dram.md",
          .rows = 20,
          .constants = {{"vdd_v", "supply"},
                        {"idd0_ma", "current of activating and precharging"},
                        {"idd3n_ma", "current of active standby"},
                        {"idd4r_ma", "current of reading"},
                        {"idd4w_ma", "current of writing"},
                        {"idd5b_ma", "current of refreshing"}},
          .compare = dram_energy_rung::compare};
}

}  // namespace metronome::validation
