#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "workloads/schedule/schedule_kind.hpp"

namespace metronome::schedule {

/// Assignments as listed in a CSV file. Columns `iteration`, optionally `layer`, and those of
/// trace::PrecisionColumns. All rows of one iteration together state the assignment that holds from
/// that iteration until the next one listed (the last: until the end). Exactly one row of each
/// iteration is for all layers (`layer` is `*` or empty); the others are exceptions by layer name.
/// The first is iteration 0. With a column `epoch` instead, epochs count from 0, each of
/// `iterations_per_epoch`.
struct CsvSpec : KindDefaults {
  std::string file;
  std::uint64_t iterations_per_epoch = 0;  ///< of a file that counts epochs; else 0
  /// First iteration and assignment, ascending; neighbours differ.
  std::vector<std::pair<std::uint64_t, trace::Assignment>> changes;

  CsvSpec() = default;
  CsvSpec(std::string path, std::uint64_t epoch,
          std::vector<std::pair<std::uint64_t, trace::Assignment>> listed)
      : file(std::move(path)), iterations_per_epoch(epoch), changes(std::move(listed)) {}
  bool operator==(const CsvSpec&) const = default;

  [[nodiscard]] trace::Assignment at(std::uint64_t iteration, std::uint64_t iterations) const;
  [[nodiscard]] std::vector<trace::Phase> phases(std::uint64_t iterations) const;
  [[nodiscard]] trace::Assignment evaluation(std::uint64_t iterations) const;
  [[nodiscard]] std::vector<trace::Assignment> levels(std::uint64_t iterations) const;
  [[nodiscard]] int largest_bits() const;
  [[nodiscard]] std::optional<std::uint64_t> begins_too_late(std::uint64_t iterations) const;
  [[nodiscard]] std::string name() const;
  [[nodiscard]] static std::vector<std::string> names() { return {"csv"}; }
  [[nodiscard]] static std::vector<ScheduleForm> forms();
  [[nodiscard]] static CsvSpec parse(const std::string& text);
};

/// The file that the text of a schedule names; nothing is read.
[[nodiscard]] std::optional<std::string> schedule_file(const std::string& text);
/// The same schedule with that file's absolute name; others as they are.
[[nodiscard]] std::string with_absolute_file(const std::string& text);

/// Reads the file of a `csv:FILE` schedule (its form: CsvSpec); `iterations_per_epoch` is wanted of
/// files that count epochs, 0 of others. UserError with every complaint and its line and column.
[[nodiscard]] CsvSpec load_csv_schedule(const std::string& file,
                                        std::uint64_t iterations_per_epoch);

/// The same of the content of a file.
[[nodiscard]] CsvSpec parse_csv_schedule(std::string text, const std::string& file,
                                         std::uint64_t iterations_per_epoch = 0);

}  // namespace metronome::schedule
