// The texts that a replay is reported in.
#include <fmt/format.h>

#include <iterator>
#include <nlohmann/json.hpp>

#include "arch/dram/replay.hpp"

namespace metronome::dram {
namespace {

/// Only reasons that occur; the shares are of the lost clocks and sum to 1.
nlohmann::ordered_json data_bus_json(const DataBusUse& bus) {
  nlohmann::ordered_json clocks = nlohmann::ordered_json::object();
  nlohmann::ordered_json shares = nlohmann::ordered_json::object();
  for (const auto& [reason, name] : kEnumRows<LossReason>) {
    if (const std::uint64_t lost = bus.lost[reason]; lost > 0) {
      clocks[name] = lost;
      shares[name] = static_cast<double>(lost) / static_cast<double>(bus.lost_clocks());
    }
  }
  return {{"clocks", bus.clocks},
          {"busy_clocks", bus.busy},
          {"lost_clocks", clocks},
          {"lost_share", shares},
          {"bound_by", bus.lost_clocks() > 0 ? enum_name(bus.bound_by()) : ""}};
}

nlohmann::ordered_json banks_json(std::span<const Statistics> channels) {
  nlohmann::ordered_json banks = nlohmann::ordered_json::array();
  for (std::size_t channel = 0; channel < channels.size(); ++channel) {
    for (std::size_t i = 0; i < channels[channel].banks().size(); ++i) {
      const BankCounts& b = channels[channel].banks()[i];
      const Statistics::Place place = channels[channel].place(i);
      nlohmann::ordered_json bank = nlohmann::ordered_json::object();
      if (channels.size() > 1) {
        bank["channel"] = channel;
      }
      bank.update({{"rank", place.rank},
                   {"bank_group", place.bank_group},
                   {"bank", place.bank},
                   {"ACT", b.activates},
                   {"precharged", b.precharges},
                   {"RD", b.reads},
                   {"WR", b.writes},
                   {"row_hits", b.row_hits}});
      banks.push_back(std::move(bank));
    }
  }
  return banks;
}

/// The mean, or null where there is nothing to take it of.
nlohmann::ordered_json mean_json(double mean, std::uint64_t count) {
  return count == 0 ? nlohmann::ordered_json() : nlohmann::ordered_json(mean);
}

}  // namespace

std::string to_json(const ReplayResult& r, std::span<const Statistics> statistics) {
  const EnergyBreakdown& e = r.energy;
  nlohmann::ordered_json json{
      {"requests", r.requests},
      {"cycles", r.cycles.count()},
      {"row_hit_rate", r.row_hit_rate},
      {"mean_read_latency_cycles", mean_json(r.mean_read_latency_cycles, r.reads)},
      {"bandwidth_gb_per_s", r.bandwidth_gb_per_s},
      {"peak_fraction", r.peak_fraction},
      {"commands",
       {{"ACT", r.counts.activates},
        {"PRE", r.counts.precharges},
        {"PREA", r.counts.precharge_alls},
        {"RD", r.counts.reads},
        {"WR", r.counts.writes},
        {"REF", r.counts.refreshes}}},
      {"energy_pj",
       {{"activate", e.activate.count()},
        {"precharge", e.precharge.count()},
        {"read", e.read.count()},
        {"write", e.write.count()},
        {"refresh", e.refresh.count()},
        {"background_active", e.background_active.count()},
        {"background_precharged", e.background_precharged.count()},
        {"background_power_down", e.background_power_down.count()},
        {"self_refresh", e.self_refresh.count()},
        {"io", e.io.count()},
        {"termination", e.termination.count()},
        {"total", e.total().count()}}}};
  json["channels"] = r.channels;
  json["mean_write_latency_cycles"] = mean_json(r.mean_write_latency_cycles, r.writes);
  json["forwarded_reads"] = r.counts.forwarded_reads;
  json["merged_writes"] = r.counts.coalesced_writes;
  if (r.counts.bank_refreshes > 0) {
    json["commands"]["REFpb"] = r.counts.bank_refreshes;
  }
  if (r.counts.power_downs > 0 || r.counts.self_refreshes > 0) {
    json["commands"]["PDE"] = r.counts.power_downs;
    json["commands"]["SRE"] = r.counts.self_refreshes;
  }
  if (r.energy_by_supply[Supply::vdd] < e.total()) {
    for (const auto& [supply, name] : kEnumRows<Supply>) {
      json["energy_by_supply_pj"][name] = r.energy_by_supply[supply].count();
    }
  }
  if (!statistics.empty()) {
    json["data_bus"] = data_bus_json(bus_of(statistics));
    json["banks"] = banks_json(statistics);
  }
  return json.dump(2);
}

void append_commands_text(const DeviceSpec& device, std::span<const CommandRecord> commands,
                          std::string& text) {
  auto out = std::back_inserter(text);
  for (const CommandRecord& record : commands) {
    const std::string_view name = enum_name(record.command);
    if (concerns_rank(record.command)) {
      const bool one_rank = device.ranks == 1;
      fmt::format_to(out, "{} {} {} -1 -1\n", record.clock, name,
                     one_rank ? -1 : static_cast<int>(record.bank / device.banks_per_group));
    } else {
      fmt::format_to(out, "{} {} {} {} {}\n", record.clock, name,
                     record.bank / device.banks_per_group, record.bank % device.banks_per_group,
                     record.row);
    }
  }
}

void append_commands_csv(const DeviceSpec& device, std::span<const CommandRecord> commands,
                         std::string& text) {
  auto out = std::back_inserter(text);
  for (const CommandRecord& r : commands) {
    const unsigned rank = r.bank / device.banks_per_rank();
    const unsigned in_rank = r.bank % device.banks_per_rank();
    fmt::format_to(out, "{},{},{},{},", r.clock, enum_name(r.command), r.channel, rank);
    if (concerns_rank(r.command)) {
      text += ",,,\n";
      continue;
    }
    fmt::format_to(out, "{},{},", in_rank / device.banks_per_group,
                   in_rank % device.banks_per_group);
    const bool column = r.command == Command::read || r.command == Command::write;
    if (r.command != Command::refresh_bank) {
      fmt::format_to(out, "{}", r.row);
    }
    column ? (void)fmt::format_to(out, ",{}\n", r.column) : (void)(text += ",\n");
  }
}

}  // namespace metronome::dram
