// What comments and pages refer to is in the project: keys of the bibliography, pages, files.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/source_dir.hpp"

namespace metronome {
namespace citations_layering_test {

namespace fs = std::filesystem;

const fs::path& root() {
  static const fs::path path = metronome::source_dir();
  return path;
}

std::vector<std::string> lines_of(const fs::path& file) {
  std::vector<std::string> lines;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

/// What the first group of the form matches in the line, everywhere.
std::vector<std::string> matches(const std::string& line, const std::regex& form) {
  std::vector<std::string> found;
  for (std::sregex_iterator at(line.begin(), line.end(), form), end; at != end; ++at) {
    found.push_back((*at)[1]);
  }
  return found;
}

/// "fu2021cpt" of "[fu2021cpt]".
std::vector<std::string> keys_cited(const std::string& text) {
  static const std::regex form(R"re(\[([a-z]+[0-9]{4}[a-z]+)\])re");
  return text.find('[') == std::string::npos ? std::vector<std::string>{} : matches(text, form);
}

/// Keys of the entries of a BibTeX file, in order.
std::vector<std::string> keys_of(const std::vector<std::string>& lines) {
  static const std::regex form(R"re(^@[a-z]+\{([^,\s]*),)re");
  std::vector<std::string> keys;
  for (const std::string& line : lines) {
    for (const std::string& key : matches(line, form)) {
      keys.push_back(key);
    }
  }
  return keys;
}

/// What stands behind `//` in a line of C++; empty where nothing does.
std::string comment_of(const std::string& line) {
  const std::size_t at = line.find("//");
  return at == std::string::npos ? "" : line.substr(at + 2);
}

/// The Markdown pages that a comment names from the top: "docs/dram.md".
std::vector<std::string> pages_named(const std::string& comment) {
  static const std::regex form(R"re(\b((?:docs|results|tests)/[\w/]+\.md)\b)re");
  return comment.find(".md") == std::string::npos ? std::vector<std::string>{}
                                                  : matches(comment, form);
}

/// Whether a comment cites a publication or a document without saying which.
bool cites_without_key(const std::string& comment) {
  static const std::regex form(
      R"re(\bet al\b|\bDESIGN\b|\b[Nn]otes on [A-Za-z]|\bnotes, [0-9]|\bnotes [0-9])re");
  return std::regex_search(comment, form);
}

/// The files that the links of a line of Markdown lead to; those of other sites and of the same
/// page are left out, and so is code.
std::vector<std::string> links_of(const std::string& line) {
  static const std::regex code("`[^`]*`");
  static const std::regex form(R"re(\]\(([^)\s#]+)[^)]*\))re");
  std::vector<std::string> found;
  for (const std::string& target : matches(std::regex_replace(line, code, ""), form)) {
    if (target.find("://") == std::string::npos && !target.starts_with("mailto:")) {
      found.push_back(target);
    }
  }
  return found;
}

/// Calls `visit(file, line number, text)` for each comment of the tree and each line of its pages.
using Visit = std::function<void(const std::string&, std::size_t, const std::string&)>;

void visit_file(const fs::path& file, const Visit& visit) {
  const bool page = file.extension() == ".md";
  const std::string name = fs::relative(file, root()).string();
  const std::vector<std::string> lines = lines_of(file);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (const std::string text = page ? lines[i] : comment_of(lines[i]); !text.empty()) {
      visit(name, i + 1, text);
    }
  }
}

void visit_below(const std::vector<std::string>& folders, const std::set<std::string>& kinds,
                 const Visit& visit) {
  for (const std::string& folder : folders) {
    for (const auto& entry : fs::recursive_directory_iterator(root() / folder)) {
      if (entry.is_regular_file() && kinds.contains(entry.path().extension().string())) {
        visit_file(entry.path(), visit);
      }
    }
  }
}

void visit_comments(const Visit& visit) {
  visit_below({"sim", "arch", "workloads", "tests"}, {".cpp", ".hpp", ".cc"}, visit);
}

/// docs/*.md, and the pages at the top.
std::vector<fs::path> pages() {
  std::vector<fs::path> files{root() / "README.md", root() / "CONTRIBUTING.md"};
  for (const auto& entry : fs::directory_iterator(root() / "docs")) {
    if (entry.path().extension() == ".md") {
      files.push_back(entry.path());
    }
  }
  return files;
}

std::vector<std::string> bibliography() {
  return keys_of(lines_of(root() / "docs" / "bibliography.bib"));
}

TEST(citations, lead_into_the_bibliography_and_all_of_it_is_cited) {
  const std::vector<std::string> entries = bibliography();
  ASSERT_GT(entries.size(), 40u);
  std::set<std::string> unused(entries.begin(), entries.end());
  EXPECT_EQ(unused.size(), entries.size()) << "a key stands twice";
  const std::set<std::string> known = unused;
  std::ostringstream faults;
  const auto check = [&](const std::string& file, std::size_t line, const std::string& text) {
    for (const std::string& key : keys_cited(text)) {
      unused.erase(key);
      if (!known.contains(key)) {
        faults << file << ':' << line << ": [" << key << "] is not in docs/bibliography.bib\n";
      }
    }
  };
  visit_comments(check);
  visit_below({"docs", "sim", "arch", "workloads", "tests"}, {".md"}, check);
  EXPECT_EQ(faults.str(), "");
  for (const std::string& key : unused) {
    ADD_FAILURE() << key << " of docs/bibliography.bib is cited nowhere";
  }
}

TEST(citations, keys_have_the_form_that_is_looked_for) {
  for (const std::string& key : bibliography()) {
    EXPECT_EQ(keys_cited("[" + key + "]"), std::vector<std::string>{key});
  }
}

TEST(citations, comments_name_no_document_that_is_not_there) {
  std::ostringstream faults;
  visit_comments([&](const std::string& file, std::size_t line, const std::string& text) {
    if (cites_without_key(text)) {
      faults << file << ':' << line << ": " << text << "  <- which? a key of the bibliography\n";
    }
    for (const std::string& page : pages_named(text)) {
      if (!fs::exists(root() / page)) {
        faults << file << ':' << line << ": " << page << " is not there\n";
      }
    }
  });
  EXPECT_EQ(faults.str(), "");
}

TEST(citations, links_of_the_pages_lead_to_files) {
  std::ostringstream faults;
  std::size_t links = 0;
  for (const fs::path& page : pages()) {
    bool code = false;  // between fences
    visit_file(page, [&](const std::string& file, std::size_t line, const std::string& text) {
      if (text.starts_with("```")) {
        code = !code;
      }
      for (const std::string& target : code ? std::vector<std::string>{} : links_of(text)) {
        ++links;
        if (!fs::exists(page.parent_path() / target)) {
          faults << file << ':' << line << ": " << target << " is not there\n";
        }
      }
    });
  }
  EXPECT_EQ(faults.str(), "");
  EXPECT_GT(links, 20u);
}

/// What stands behind "key: " at the beginning of a line of a file.
std::string value_of(const fs::path& file, const std::string& key) {
  for (const std::string& line : lines_of(file)) {
    if (line.starts_with(key + ": ")) {
      return line.substr(key.size() + 2);
    }
  }
  return "";
}

TEST(citations, of_metronome_name_the_version_that_is_built) {
  const fs::path file = root() / "CITATION.cff";
  EXPECT_EQ(value_of(file, "cff-version"), "1.2.0");
  EXPECT_EQ(value_of(file, "license"), "Apache-2.0");
  static const std::regex form(R"re(^project\(metronome VERSION ([0-9.]+))re");
  std::vector<std::string> built;
  for (const std::string& line : lines_of(root() / "CMakeLists.txt")) {
    for (const std::string& version : matches(line, form)) {
      built.push_back(version);
    }
  }
  EXPECT_EQ(built, std::vector<std::string>{value_of(file, "version")});
}

TEST(citations, are_found_where_they_stand) {
  using Words = std::vector<std::string>;
  EXPECT_EQ(keys_cited(" Loom [abc2018loom]: a[2018] [x2018], [abc2019x]"),
            (Words{"abc2018loom", "abc2019x"}));
  EXPECT_EQ(keys_of({"@article{abc2018loom,", "  title = {@misc{}},", "@misc{abc2019x,"}),
            (Words{"abc2018loom", "abc2019x"}));
  EXPECT_EQ(pages_named("the errors (docs/term_serial.md), mydocs/a.md, tests/DEVIATIONS.md"),
            (Words{"docs/term_serial.md", "tests/DEVIATIONS.md"}));
  EXPECT_EQ(links_of("see [a](b.md), ![c](d.png), [e](f.md#g), [h](#i), [j](https://k) `[l](m)`"),
            (Words{"b.md", "d.png", "f.md"}));
  EXPECT_EQ(comment_of("int a;  /// b"), "/ b");
  EXPECT_EQ(comment_of("int a;"), "");
}

TEST(citations, without_a_key_are_found) {
  for (const char* comment :
       {"Loom (Sharify et al., DAC 2018)", "a grid (CPT notes, 1.2)", "CPT notes 5.1, relative",
        "Sources: notes on CPT, section 2", "(DESIGN: vocabulary)"}) {
    EXPECT_TRUE(cites_without_key(comment)) << comment;
  }
  for (const char* comment : {"Loom [abc2018loom]", "Notes when the next one gets",
                              "for notes: a command line", "docs/design.md, vocabulary"}) {
    EXPECT_FALSE(cites_without_key(comment)) << comment;
  }
}

}  // namespace citations_layering_test
}  // namespace metronome
