#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "sim/ledger/run_result.hpp"
#include "sim/report/markup.hpp"

namespace metronome::report {

/// Of texts and of lines that are no data.
inline constexpr const char* kInk = "#33373d";

/// What tells one line of a figure from the others: in print without colours, dash and mark do.
struct Look {
  std::string colour;  ///< "#rrggbb"
  int dash = 0;        ///< below kDashes; 0: solid
  int mark = 0;        ///< below kMarks; 0: a filled circle
  bool operator==(const Look&) const = default;
};

inline constexpr int kDashes = 9;
inline constexpr int kMarks = 15;
/// The first of the marks; then as many open ones of the same shapes.
inline constexpr int kFilledMarks = 6;

/// The look of a machine, in all figures: by the family of arrays in its name (docs/arrays.md), the
/// rest of the name (`_edge`, `plain_`) choosing among further marks and dashes; names without a
/// family have one by the digest of the name.
[[nodiscard]] Look look_of_machine(const std::string& accelerator);

/// The same of the machine's static training where both stand in one figure: with another dash
/// (dots, where the machine has none) and an open mark.
[[nodiscard]] Look look_of_static(const std::string& accelerator);

/// The same of a label that begins with a machine's family ("systolic_512, batch 16"); nothing for
/// others, which are no machines.
[[nodiscard]] std::optional<Look> look_of_label(const std::string& label);

/// Of a line for each part of a machine.
[[nodiscard]] Look look_of(Component component);

/// Of the n-th of lines that have no look of their own.
[[nodiscard]] Look look_of_line(std::size_t n);

/// Looks of which no two have the same dash and mark: those that come later give way.
[[nodiscard]] std::vector<Look> told_apart(std::vector<Look> looks);

/// The same of lines without marks, of which there are no more than dashes.
[[nodiscard]] std::vector<Look> told_apart_by_dash(std::vector<Look> looks);

/// gnuplot's `dt` and its argument.
[[nodiscard]] Gnuplot dash_code(int dash);
/// gnuplot's `pt` and its argument.
[[nodiscard]] Gnuplot mark_code(int mark);

}  // namespace metronome::report
