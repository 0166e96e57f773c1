// `make dram-table`: this DRAM model beside DRAMsim3, Ramulator 2.1 and DRAMSys, as Markdown. Our
// side is run here, on the patterns and parameters that the others were run on; theirs is read from
// results/reference/dram/peers.csv. Behind it the table of the README (`dram_table readme`: that
// alone): the rows of DDR4, and what the others were not run on: several channels, tiles as
// descriptors, loads beside stores.
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <map>
#include <sstream>
#include <string_view>

#include "arch/dram/memory.hpp"
#include "sim/base/files.hpp"
#include "tests/arch/dram/patterns.hpp"
#include "tests/support/source_dir.hpp"

namespace metronome::dram {
namespace {

using namespace testing;

/// What one simulator said, or would have said, of one pattern.
struct Numbers {
  double cycles = 0;
  double energy_uj = 0;           ///< 0: not known
  double requests_per_cpu_s = 0;  ///< one thread
};

struct Row {
  std::string device, layout, pattern;
  double requests = 0;
  std::map<std::string, Numbers> peers;  ///< by simulator
};

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> out;
  std::istringstream in(line);
  for (std::string cell; std::getline(in, cell, ',');) {
    out.push_back(cell);
  }
  return out;
}

double number(const std::string& cell) { return cell.empty() ? 0 : std::stod(cell); }

/// The policy of each simulator that is nearest to ours: FR-FCFS, 32 + 32 entries, watermarks.
bool comparable(const std::string& policy) {
  return policy.starts_with("FRFCFS ") || policy.starts_with("GrpFrFcfsWm");
}

/// The harmonised rows, in the order of the file.
std::vector<Row> read_peers() {
  std::istringstream in(read_file(std::filesystem::path(metronome::source_dir()) /
                                  "results/reference/dram/peers.csv"));
  std::vector<Row> rows;
  for (std::string line; std::getline(in, line);) {
    const auto cell = split(line);
    if (cell.size() < 14 || cell[11] != "harmonised") {
      continue;
    }
    const auto same = [&](const Row& row) {
      return row.device == cell[1] && row.layout == cell[13] && row.pattern == cell[2];
    };
    auto at = std::find_if(rows.begin(), rows.end(), same);
    if (at == rows.end()) {
      at = rows.insert(rows.end(), {cell[1], cell[13], cell[2], number(cell[3]), {}});
    }
    if (comparable(cell[12])) {
      at->peers[cell[0]] = {number(cell[4]), number(cell[8]) * 1e-6, number(cell[10])};
    }
  }
  return rows;
}

DeviceSpec device_of(const Row& row) {
  std::string mapping = row.layout;
  std::erase(mapping, '-');
  return row.device.starts_with("DDR4")     ? ddr4(mapping)
         : row.device.starts_with("LPDDR4") ? lpddr4(mapping)
                                            : hbm2(mapping);
}

std::vector<Request> requests_of(const DeviceSpec& device, const Row& row) {
  const auto n = static_cast<std::size_t>(row.requests);
  switch (row.pattern[0]) {
    case 'a':
      return sequential(device, n, Direction::read);
    case 'b':
      return sequential(device, n, Direction::write);
    case 'c':
      return double_buffer(device, n);
    case 'd':
      return row_stride(device, n);
    default:
      return random(device, n, row.pattern[0] == 'f');
  }
}

/// A replay with energy and all statistics, as `metronome dram` makes it.
Numbers run(const DeviceSpec& device, const std::vector<Request>& requests, Profile profile) {
  Statistics statistics(device);
  const std::clock_t began = std::clock();
  const ReplayResult result =
      replay(device, requests, {.profile = profile, .statistics = &statistics});
  const double seconds = static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
  return {static_cast<double>(result.cycles.count()), result.energy.total().count() * 1e-6,
          static_cast<double>(requests.size()) / seconds};
}

std::string cell(double value, int digits) {
  return value > 0 ? fmt::format("{:.{}f}", value, digits) : "";
}

const Numbers& of(const std::map<std::string, Numbers>& all, const std::string& name) {
  static const Numbers none;
  const auto at = all.find(name);
  return at == all.end() ? none : at->second;
}

void print(const Row& row, const std::map<std::string, Numbers>& all) {
  const auto clocks = [&](const char* name) {
    return cell(of(all, name).cycles / row.requests, 3);
  };
  const auto speed = [&](const char* name) {
    return cell(of(all, name).requests_per_cpu_s * 1e-6, 2);
  };
  const double energy = of(all, "ours").energy_uj;
  const double reference = of(all, "DRAMSys5.1").energy_uj;
  fmt::print("| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |\n",
             row.device.substr(0, row.device.find('-')), device_of(row).mapping,
             row.pattern.substr(2), clocks("ours, ramulator profile"), clocks("Ramulator2.1"),
             clocks("ours"), clocks("DRAMsim3"), clocks("DRAMSys5.1"),
             reference > 0 ? fmt::format("{:+.2f} %", 100 * (energy / reference - 1)) : "",
             speed("ours"), speed("DRAMsim3"), speed("Ramulator2.1"), speed("DRAMSys5.1"));
}

void print_table() {
  fmt::print(
      "| device | mapping | pattern | clocks per request: ours, `ramulator` profile | Ramulator "
      "2.1 "
      "| ours | DRAMsim3 | DRAMSys 5.1 | our energy against DRAMSys | million requests per CPU "
      "second: ours | DRAMsim3 | Ramulator 2.1 | DRAMSys 5.1 |\n|{}\n",
      "-|-|-|-|-|-|-|-|-|-|-|-|-|");
  for (const Row& row : read_peers()) {
    const DeviceSpec device = device_of(row);
    const auto requests = requests_of(device, row);
    auto all = row.peers;
    all["ours"] = run(device, requests, Profile::standard);
    all["ours, ramulator profile"] = run(device, requests, Profile::ramulator);
    print(row, all);
  }
}

std::string name_of(const std::string& pattern) {
  const std::map<char, std::string> names{
      {'a', "sequential reads"}, {'b', "sequential writes"},
      {'c', "double buffer"},    {'d', "stride over rows"},
      {'e', "random reads"},     {'f', "two random reads beside a write"}};
  return names.at(pattern[0]);
}

/// A row of the README's table: what is not known is left out.
void print_readme_row(const std::string& name, double requests,
                      const std::map<std::string, Numbers>& all) {
  const auto clocks = [&](const char* simulator) {
    return cell(of(all, simulator).cycles / requests, 3);
  };
  const auto speed = [&](const char* simulator) {
    return cell(of(all, simulator).requests_per_cpu_s * 1e-6, 2);
  };
  fmt::print("| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |\n", name,
             clocks("ours, ramulator profile"), clocks("Ramulator2.1"), clocks("ours"),
             clocks("DRAMsim3"), clocks("DRAMSys5.1"), speed("ours"), speed("Ramulator2.1"),
             speed("DRAMsim3"), speed("DRAMSys5.1"));
}

/// Reads beside writes: two random reads for each write. The same study has them, to its three
/// digits, and results/reference/dram/peers.csv does not; speeds with the second mapping only.
void print_mix() {
  constexpr std::size_t kRequests = 300'000;
  const std::pair<const char*, std::map<std::string, Numbers>> mappings[] = {
      {"RoBaBgCo",
       {{"Ramulator2.1", {7.094, 0, 0}},
        {"DRAMsim3", {7.070, 0, 0}},
        {"DRAMSys5.1", {7.197, 0, 0}}}},
      {"RoBaCoBg",
       {{"Ramulator2.1", {7.092, 0, 202e3}},
        {"DRAMsim3", {7.064, 0, 135e3}},
        {"DRAMSys5.1", {7.202, 0, 147e3}}}}};
  for (const auto& [mapping, clocks] : mappings) {
    const DeviceSpec device = ddr4(mapping);
    const auto requests = random(device, kRequests, true);
    auto all = clocks;
    for (auto& [name, numbers] : all) {
      numbers.cycles *= kRequests;
    }
    all["ours"] = run(device, requests, Profile::standard);
    all["ours, ramulator profile"] = run(device, requests, Profile::ramulator);
    print_readme_row(fmt::format("{}, {}", mapping, name_of("f")), kRequests, all);
  }
}

/// The patterns of trace c and f have reads beside writes.
void print_channels() {
  constexpr std::size_t kRequests = 1'000'000;
  DeviceSpec device = ddr4();
  device.channels = 4;
  device.channel_interleave = Bytes(256);
  const std::pair<const char*, std::vector<Request>> patterns[] = {
      {"a", sequential(device, kRequests, Direction::read)},
      {"b", sequential(device, kRequests, Direction::write)},
      {"c", double_buffer(device, kRequests)},
      {"f", random(device, kRequests, true)}};
  for (const auto& [pattern, requests] : patterns) {
    const std::clock_t began = std::clock();
    std::vector<Statistics> statistics(device.channels, Statistics(device));
    const ReplayResult result = replay(device, requests, {.statistics = statistics.data()});
    const double seconds = static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
    print_readme_row(
        fmt::format("{}, {}, four channels", device.mapping, name_of(pattern)), kRequests,
        {{"ours", {static_cast<double>(result.cycles.count()), 0, kRequests / seconds}}});
  }
}

/// Tiles of a double buffer as descriptors on four channels: two loads of 64 KiB at a time, and
/// with `stores` a store of 16 KiB beside them; clocks per burst of the whole memory.
void print_tiles(const char* name, const std::string& mapping, bool stores) {
  MemorySpec spec;
  spec.device = ddr4(mapping);
  spec.channels = 4;
  const std::uint64_t operand = spec.capacity_bytes().count() / 4;
  double seconds = 0;
  double bursts = 0;
  double clocks = 0;
  for (int round = 0; round < 40; ++round) {
    Memory memory(spec);
    Picoseconds now{0};
    const std::clock_t began = std::clock();
    for (std::uint64_t tile = 0; tile < 64; ++tile) {
      memory.submit({tile << 16, 1, 65536, 65536, Direction::read}, now);
      memory.submit({operand + (tile << 16), 1, 65536, 65536, Direction::read}, now);
      if (stores) {
        memory.submit({2 * operand + (tile << 14), 1, 16384, 16384, Direction::write}, now);
      }
      while (const auto done = memory.advance(Picoseconds(~std::uint64_t{0}))) {
        now = done->time;
      }
    }
    seconds += static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
    bursts += static_cast<double>(memory.counts().bursts);
    clocks += static_cast<double>(now.count() / spec.device.clock_period.count());
  }
  print_readme_row(name, bursts, {{"ours", {clocks, 0, bursts / seconds}}});
}

void print_readme() {
  fmt::print(
      "| mapping, pattern | ours, `ramulator` profile | Ramulator 2.1 | ours | DRAMsim3 | DRAMSys "
      "5.1 | speed: ours | Ramulator 2.1 | DRAMsim3 | DRAMSys 5.1 |\n"
      "|---|---|---|---|---|---|---|---|---|---|\n");
  for (const Row& row : read_peers()) {
    const DeviceSpec device = device_of(row);
    if (row.device.starts_with("DDR4")) {
      const auto requests = requests_of(device, row);
      auto all = row.peers;
      all["ours"] = run(device, requests, Profile::standard);
      all["ours, ramulator profile"] = run(device, requests, Profile::ramulator);
      print_readme_row(device.mapping + ", " + name_of(row.pattern), row.requests, all);
    }
  }
  print_mix();
  print_channels();
  print_tiles("64 KiB loads as descriptors, four channels, operands in banks of their own",
              "BaRoCoBg", false);
  print_tiles("the same, 16 KiB stores beside them", "BaRoCoBg", true);
  print_tiles("the same, operands in rows of the same banks", "RoBaCoBg", true);
}

/// Clocks until a load of 64 KiB has ended, alone and beside 4 MiB in rows of the same banks.
void print_arbitration() {
  fmt::print(
      "\n| 64 KiB load | alone | beside a 4 MiB load | beside a 4 MiB store "
      "|\n|---|---|---|---|\n");
  for (const DeviceSpec& device : all_devices()) {
    const std::uint64_t half = device.capacity_bytes().count() / 2;
    const auto clocks = [&](std::uint64_t bytes, Direction direction) {
      MemorySpec spec;
      spec.device = device;
      Memory memory(spec);
      const TransferId load = memory.submit({0, 1, 65536, 65536, Direction::read}, Picoseconds(0));
      memory.submit({half, 1, bytes, bytes, direction}, Picoseconds(0));
      while (const auto done = memory.advance(Picoseconds(std::uint64_t{1} << 60))) {
        if (done->id == load) {
          return done->time.count() / device.clock_period.count();
        }
      }
      return std::uint64_t{0};
    };
    fmt::print("| {} | {} | {} | {} |\n", device.name.substr(0, device.name.find(' ')),
               clocks(0, Direction::read), clocks(4 << 20, Direction::read),
               clocks(4 << 20, Direction::write));
  }
}

}  // namespace
}  // namespace metronome::dram

int main(int argc, char** argv) {
  using namespace metronome::dram;
  if (argc < 2 || argv[1] != std::string_view("readme")) {
    print_table();
    fmt::print("\n");
  }
  print_readme();
  print_arbitration();
}
