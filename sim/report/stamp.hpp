#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/report/manifest.hpp"
#include "workloads/trace/facts.hpp"

namespace metronome::report {

struct Figure;

/// What all files of an output say about themselves: what they show (identity_of), and the recipe.
struct Stamp {
  trace::Facts identity;
  Recipe recipe;
  /// Of runs that differ where they should not, and are compared all the same: how. Else empty.
  std::string unlike{};
};

/// The identity with the version and the recipe's digest: what tables carry.
[[nodiscard]] trace::Facts facts_of(const Stamp& stamp);

/// A CSV text with the facts of each row (asked for once, in order; of a table without rows, of an
/// empty one) as further columns, "run_" before their names; empty where a row lacks a fact.
[[nodiscard]] std::string with_facts(
    const std::string& csv,
    const std::function<trace::Facts(const std::vector<std::string>& row)>& facts);
[[nodiscard]] std::string stamped_csv(const std::string& csv, const Stamp& stamp);

/// The columns that stamps add: readers of our tables may meet them.
[[nodiscard]] std::vector<std::string> stamp_columns();

/// A line for each fact, for the recipe's command and for its inputs, each behind `lead` ("# ").
[[nodiscard]] std::string stamp_comments(const Stamp& stamp, const std::string& lead);
/// For a terminal and for Markdown: what is shown in a sentence, and what made it.
[[nodiscard]] std::string stamp_text(const Stamp& stamp);
[[nodiscard]] std::string stamp_markdown(const Stamp& stamp);
/// An SVG with the comments as its metadata.
[[nodiscard]] std::string stamped_svg(const std::string& svg, const std::string& about);

/// Data, script and title of each figure say what it shows; of unlike runs the picture, too.
void put_stamp(std::vector<Figure>& figures, const Stamp& stamp);

}  // namespace metronome::report
