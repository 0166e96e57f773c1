#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/claims/expression.hpp"

namespace metronome::claims {

/// A sentence of a page, or a part of it, with `{}` where numbers stand: each is what its
/// expression gives, as precisely as it is written. Statements without numbers (rankings, causes)
/// hold.
struct Claim {
  int line = 0;                      ///< of the claims file
  std::string says;                  ///< blanks as in normalised()
  std::vector<std::string> numbers;  ///< expressions, one for each `{}`
  std::vector<std::string> holds;    ///< expressions
};

/// Rows of a table that a page has from a file, verbatim.
struct Copy {
  int line = 0;
  std::string head;  ///< the row that names the columns
  std::string file;
};

/// What a page of the project says that committed tables have to show.
struct Page {
  std::string file;
  std::string from, to;  ///< headings; empty: from the beginning, to the end
  bool partly = false;   ///< only the claims are held, not every number
  std::vector<Claim> claims;
  std::vector<Copy> copies;
  std::vector<std::string> given;  ///< texts whose numbers are no results: settings, names
};

/// A claims file (its form: results/study/claims.txt).
struct ClaimsFile {
  std::vector<std::pair<std::string, std::string>> tables;  ///< name, and what Tables::add takes
  std::vector<Page> pages;
};

/// UserError with the line of a mistake.
[[nodiscard]] ClaimsFile parse_claims(const std::string& text, const std::string& file);

/// Blanks and line breaks as single spaces.
[[nodiscard]] std::string normalised(const std::string& text);

/// The part of a page's text that is checked.
[[nodiscard]] std::string part_of(const Page& page, const std::string& text);

/// What is wrong with a page: claims that are not on it or not true, and numbers on it that no
/// claim and no `given` has. `root`: where the files of copies lie.
[[nodiscard]] std::vector<std::string> faults_of(const Page& page, const std::string& text,
                                                 Tables& tables, const std::filesystem::path& root);

}  // namespace metronome::claims
