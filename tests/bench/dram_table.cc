// `make dram-table`: this DRAM model beside DRAMsim3, Ramulator 2.1 and DRAMSys, as Markdown. Our
// side is run here, on the patterns and parameters that the others were run on; theirs is read from
// tests/arch/dram/reference/peers.csv.
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <map>
#include <sstream>

#include "sim/base/files.hpp"
#include "tests/arch/dram/patterns.hpp"

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
  std::istringstream in(read_file(std::filesystem::path(METRONOME_SOURCE_DIR) /
                                  "tests/arch/dram/reference/peers.csv"));
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

}  // namespace
}  // namespace metronome::dram

int main() { metronome::dram::print_table(); }
