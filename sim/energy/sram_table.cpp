#include "sim/energy/sram_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "sim/base/csv_table.hpp"
#include "sim/base/files.hpp"
#include "sim/base/kept_files.hpp"
#include "sim/base/quantity.hpp"
#include "sim/energy/technology.hpp"

namespace metronome {
namespace {

constexpr NumberRange kSize{1, 1 << 30};
constexpr NumberRange kPrice{1e-9L, 1e12L};

/// "8KiB" or "128B" in bytes.
std::optional<std::uint64_t> parse_bytes(std::string_view text) {
  const bool kibi = text.ends_with("KiB");
  if (!kibi && !text.ends_with("B")) {
    return std::nullopt;
  }
  text.remove_suffix(kibi ? 3 : 1);
  const auto value = read_number<std::uint64_t>(text, kSize).value;
  return value ? std::optional(*value * (kibi ? 1024 : 1)) : std::nullopt;
}

std::optional<BankShape> parse_shape(std::string_view text) {
  const std::size_t line = text.find('_');
  if (line == std::string_view::npos) {
    return std::nullopt;
  }
  const auto bytes = parse_bytes(text.substr(0, line));
  const auto word = parse_bytes(text.substr(line + 1));
  return bytes && word ? std::optional(BankShape{*bytes, *word}) : std::nullopt;
}

/// The point of a line through two points in logarithms, `share` of the way.
SramValues blend(const SramValues& a, const SramValues& b, double share) {
  const auto mean = [share](double x, double y) {
    return std::exp((1 - share) * std::log(x) + share * std::log(y));
  };
  return {mean(a.read_pj_per_bit, b.read_pj_per_bit), mean(a.write_pj_per_bit, b.write_pj_per_bit),
          mean(a.leakage_uw, b.leakage_uw), mean(a.area_um2, b.area_um2)};
}

/// What stands at `x`, or between its neighbours; nothing beyond the ends, or where a neighbour has
/// nothing. `exact` becomes false between neighbours.
template <class V, class ValueOf>
std::optional<SramValues> between(const std::map<double, V>& points, double x, bool& exact,
                                  const ValueOf& value_of) {
  const auto upper = points.lower_bound(x);
  if (upper == points.end()) {
    return std::nullopt;
  }
  if (upper->first == x) {
    return value_of(upper->second);
  }
  if (upper == points.begin()) {
    return std::nullopt;
  }
  exact = false;
  const auto lower = std::prev(upper);
  const auto a = value_of(lower->second);
  const auto b = value_of(upper->second);
  if (!a || !b) {
    return std::nullopt;
  }
  return blend(*a, *b, std::log(x / lower->first) / std::log(upper->first / lower->first));
}

/// The banks that work in parallel as one of wider words than any point has.
std::uint64_t parallel_banks(const SramTable::Nodes& nodes, const BankShape& bank) {
  double widest = 1;
  for (const auto& [node, words] : nodes) {
    widest = std::max(widest, words.empty() ? 1 : words.rbegin()->first);
  }
  return ceil_div(bank.word_bytes, static_cast<std::uint64_t>(widest));
}

std::optional<SramValues> value_at(const SramTable::Nodes& nodes, double node_nm, double bytes,
                                   double word, bool& exact) {
  return between(nodes, node_nm, exact, [&](const SramTable::Words& words) {
    return between(words, word, exact, [&](const SramTable::Sizes& sizes) {
      return between(sizes, bytes, exact,
                     [](const SramValues& value) { return std::optional(value); });
    });
  });
}

/// The supply at which nodes beyond those of a table are compared.
constexpr double kComparedVolt = 0.9;

/// Scales values from a table's node to one beyond; the text says how.
std::string scale_beyond(SramValues& values, double from_nm, double to_nm) {
  const double energy = energy_factor({from_nm, kComparedVolt}, {to_nm, kComparedVolt});
  const double area = area_factor(from_nm, to_nm);
  values.read_pj_per_bit *= energy;
  values.write_pj_per_bit *= energy;
  values.leakage_uw *= area;
  values.area_um2 *= area;
  return fmt::format(
      "from {} to {} nm as logic at {} V [stillmaker2017scaling]: energy x {:.6g}, leakage and "
      "area "
      "x {:.6g}",
      from_nm, to_nm, kComparedVolt, energy, area);
}

/// "from 4096 to 4194304 bytes": what banks of such words may have.
std::string sizes_text(const SramTable::Nodes& nodes, double word) {
  double least = 0;
  double most = 1e18;
  for (const auto& [node, words] : nodes) {
    auto upper = words.lower_bound(word);
    if (upper == words.end() || (upper == words.begin() && upper->first != word)) {
      return {};
    }
    for (auto at = upper->first == word ? upper : std::prev(upper); at != std::next(upper); ++at) {
      least = std::max(least, at->second.begin()->first);
      most = std::min(most, at->second.rbegin()->first);
    }
  }
  return fmt::format("from {} to {} bytes", least, most);
}

SramTable read_table(const std::filesystem::path& file) {
  CsvTable csv(read_file(file), file.string(),
               {"node_nm", "cell", "bank_bytes", "word_bytes", "read_pj_per_bit",
                "write_pj_per_bit", "leakage_uw", "area_um2"});
  SramTable table;
  for (std::size_t row = 0; row < csv.rows(); ++row) {
    const double node = csv.real(row, "node_nm", {1, 1000});
    const double bytes = csv.real(row, "bank_bytes", kSize);
    const double word = csv.real(row, "word_bytes", kSize);
    const SramValues values{csv.real(row, "read_pj_per_bit", kPrice),
                            csv.real(row, "write_pj_per_bit", kPrice),
                            csv.real(row, "leakage_uw", kPrice), csv.real(row, "area_um2", kPrice)};
    auto& sizes = table.cells[std::string(csv.text(row, "cell"))][node][word];
    if (!sizes.try_emplace(bytes, values).second) {
      csv.complain(row, "bank_bytes", "a bank of this node, cell and word stands twice",
                   "keep one of them");
    }
  }
  csv.finish();
  return table;
}

}  // namespace

std::optional<BankShape> parse_bank(std::string_view part) {
  constexpr std::string_view kHead = "sram_";
  return part.starts_with(kHead) ? parse_shape(part.substr(kHead.size())) : std::nullopt;
}

std::optional<BufferShape> parse_wire(std::string_view part) {
  constexpr std::string_view kHead = "wire_";
  const std::size_t cross = part.find('x');
  if (!part.starts_with(kHead) || cross == std::string_view::npos) {
    return std::nullopt;
  }
  const auto banks =
      read_number<std::uint64_t>(part.substr(kHead.size(), cross - kHead.size()), kSize).value;
  const auto bank = parse_shape(part.substr(cross + 1));
  return banks && bank ? std::optional(BufferShape{*banks, *bank}) : std::nullopt;
}

std::optional<FeedShape> parse_feed(std::string_view part) {
  constexpr std::string_view kHead = "feed_";
  const std::size_t cross = part.find('x');
  if (!part.starts_with(kHead) || cross == std::string_view::npos || cross + 1 == part.size()) {
    return std::nullopt;
  }
  const auto units =
      read_number<std::uint64_t>(part.substr(kHead.size(), cross - kHead.size()), kSize).value;
  return units ? std::optional(FeedShape{*units, std::string(part.substr(cross + 1))})
               : std::nullopt;
}

SramTable SramTable::load(const std::filesystem::path& file) {
  static KeptFiles<SramTable> kept;
  return kept.get(file, [&] { return read_table(file); });
}

std::string SramTable::misfit(const std::string& cell, double node_nm,
                              const BankShape& bank) const {
  const auto nodes = cells.find(cell);
  if (nodes == cells.end()) {
    std::string names;
    for (const auto& [name, points] : cells) {
      names += (names.empty() ? "" : ", ") + name;
    }
    return fmt::format("the SRAM table has no cells `{}`; it has {}", cell, names);
  }
  if (price(cell, node_nm, bank)) {
    return {};
  }
  const double first = nodes->second.begin()->first;
  const double last = nodes->second.rbegin()->first;
  if (node_nm < first || node_nm > last) {
    return fmt::format("the SRAM table holds {} to {} nm, not {}", first, last, node_nm);
  }
  const std::uint64_t parts = parallel_banks(nodes->second, bank);
  const double word = static_cast<double>(bank.word_bytes) / static_cast<double>(parts);
  const std::string sizes = sizes_text(nodes->second, word);
  if (sizes.empty()) {
    return fmt::format("the SRAM table has no words of {} bytes", bank.word_bytes);
  }
  return fmt::format("banks of {}-byte words{} have {} in the SRAM table, not {}", word,
                     parts == 1
                         ? std::string()
                         : fmt::format(" ({} in parallel for {} bytes)", parts, bank.word_bytes),
                     sizes, static_cast<double>(bank.bytes) / static_cast<double>(parts));
}

std::optional<SramPrice> SramTable::price(const std::string& cell, double node_nm,
                                          const BankShape& bank) const {
  const auto nodes = cells.find(cell);
  if (nodes == cells.end() || bank.word_bytes == 0) {
    return std::nullopt;
  }
  const std::uint64_t parts = parallel_banks(nodes->second, bank);
  const auto count = static_cast<double>(parts);
  bool exact = true;
  const double node =
      std::clamp(node_nm, nodes->second.begin()->first, nodes->second.rbegin()->first);
  if (node != node_nm && !corner_misfit({node_nm, kComparedVolt}).empty()) {
    return std::nullopt;
  }
  auto values = value_at(nodes->second, node, static_cast<double>(bank.bytes) / count,
                         static_cast<double>(bank.word_bytes) / count, exact);
  if (!values) {
    return std::nullopt;
  }
  values->leakage_uw *= count;
  values->area_um2 *= count;
  std::string how;
  if (!exact) {
    how = "linear in the logarithms between the nearest points of the table";
  }
  if (parts > 1) {
    how += fmt::format("{}{} banks in parallel", how.empty() ? "" : "; ", parts);
  }
  if (node != node_nm) {
    how += (how.empty() ? "" : "; ") + scale_beyond(*values, node, node_nm);
  }
  return SramPrice{*values, how, node != node_nm};
}

}  // namespace metronome
