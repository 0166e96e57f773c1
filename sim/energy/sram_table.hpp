#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace metronome {

/// A bank of on-chip SRAM as its rows in energy tables are named: "sram_8KiB_32B".
struct BankShape {
  std::uint64_t bytes = 0;
  std::uint64_t word_bytes = 0;
  bool operator==(const BankShape&) const = default;
};
/// Nothing where the text has another form.
[[nodiscard]] std::optional<BankShape> parse_bank(std::string_view part);

/// The banks of a buffer as the rows of its wires are named: "wire_16x8KiB_32B".
struct BufferShape {
  std::uint64_t banks = 0;
  BankShape bank;
  bool operator==(const BufferShape&) const = default;
};
[[nodiscard]] std::optional<BufferShape> parse_wire(std::string_view part);

/// An array as the rows of the ways into it are named: "feed_512xdual_serial".
struct FeedShape {
  std::uint64_t units = 0;
  std::string hardware;
  bool operator==(const FeedShape&) const = default;
};
[[nodiscard]] std::optional<FeedShape> parse_feed(std::string_view part);

/// Of one bank: picojoules for each bit of a whole word, microwatts, square micrometres.
struct SramValues {
  double read_pj_per_bit = 0;
  double write_pj_per_bit = 0;
  double leakage_uw = 0;
  double area_um2 = 0;
  bool operator==(const SramValues&) const = default;
};

/// What a bank costs, and how that follows from the table's points; `how` is empty for one of them.
struct SramPrice {
  SramValues values;
  std::string how;
  bool beyond_nodes = false;  ///< scaled from the nearest node of the table
};

/// Banks of several sizes, word widths, nodes and cells, each from one run of CACTI
/// [balasubramonian2017cacti]. Between points the logarithms of the values are linear in the
/// logarithms of, in this order, size, word width and node: a line in each of the three, between
/// the nearest points that hold the bank. Wider words than any are parallel banks of equal parts.
/// Nodes beyond those of the table, 180 to 7 nm, take the nearest node's values, scaled as logic is
/// at 0.9 V [stillmaker2017scaling], leakage as area; nothing else is extrapolated.
class SramTable {
 public:
  using Sizes = std::map<double, SramValues>;  ///< by bytes of the bank
  using Words = std::map<double, Sizes>;       ///< by bytes of the word
  using Nodes = std::map<double, Words>;       ///< by nanometres

  /// UserError with file, line and column of what is wrong.
  [[nodiscard]] static SramTable load(const std::filesystem::path& file);

  /// Why the table does not hold the bank; empty where it does.
  [[nodiscard]] std::string misfit(const std::string& cell, double node_nm,
                                   const BankShape& bank) const;
  /// Nothing where there is a misfit.
  [[nodiscard]] std::optional<SramPrice> price(const std::string& cell, double node_nm,
                                               const BankShape& bank) const;

  /// The points, by cell; tests leave some out.
  std::map<std::string, Nodes> cells;
};

}  // namespace metronome
