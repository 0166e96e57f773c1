#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace metronome::experiment {

/// One line of a committed table, by column.
using PublishedRow = std::map<std::string, std::string>;

/// A CSV whose comments start with '#'. UserError where a line has not as many fields as the head.
[[nodiscard]] std::vector<PublishedRow> published_rows(const std::filesystem::path& file);

/// Fields of a row; UserError where the table has no such column, or the text is no such number.
[[nodiscard]] const std::string& text_of(const PublishedRow& row, const std::string& column);
[[nodiscard]] double real_of(const PublishedRow& row, const std::string& column);
[[nodiscard]] std::uint64_t count_of(const PublishedRow& row, const std::string& column);

}  // namespace metronome::experiment
