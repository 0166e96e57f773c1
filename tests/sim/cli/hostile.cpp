#include "tests/sim/cli/hostile.hpp"

#include <fmt/format.h>

#include <cctype>
#include <cstdlib>
#include <cstring>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>

#include "sim/base/csv.hpp"
#include "sim/report/page_script.hpp"
#include "tests/sim/cli/tested_binary.hpp"

namespace metronome::cli::hostile {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

/// Signs that no backslash precedes.
std::size_t bare(const std::string& line, char sign) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\') {
      ++i;
    } else {
      count += line[i] == sign ? 1 : 0;
    }
  }
  return count;
}

/// Where a tag ends that begins at `at`: behind its `>`, which does not stand in quotes.
std::size_t end_of_tag(const std::string& text, std::size_t at) {
  char quote = 0;
  for (std::size_t i = at; i < text.size(); ++i) {
    if (quote != 0) {
      quote = text[i] == quote ? '\0' : quote;
    } else if (text[i] == '"' || text[i] == '\'') {
      quote = text[i];
    } else if (text[i] == '>') {
      return i + 1;
    }
  }
  return std::string::npos;
}

/// The name of the element of a tag, without its slash; empty where it is none.
std::string element_of(const std::string& tag) {
  const std::size_t begin = tag[1] == '/' ? 2 : 1;
  std::size_t end = begin;
  while (end < tag.size() && std::isalnum(static_cast<unsigned char>(tag[end])) != 0) {
    ++end;
  }
  const bool ends = end < tag.size() && std::string_view(" \t\n/>").find(tag[end]) < 5;
  return ends ? tag.substr(begin, end - begin) : std::string();
}

/// The open elements while a page is read.
class Elements {
 public:
  /// What is wrong with a tag; empty where nothing is.
  std::string take(const std::string& tag) {
    const std::string name = element_of(tag);
    if (name.empty() || tag.find('<', 1) != std::string::npos) {
      return "no tag: " + tag;
    }
    if (name == "script" || tag.find(" on") != std::string::npos) {
      return "a script: " + tag;
    }
    static const std::set<std::string> empty{"meta", "br", "hr", "img", "link"};
    if (tag[1] == '/') {
      if (open_.empty() || open_.back() != name) {
        return "closes what is not open: " + tag;
      }
      open_.pop_back();
    } else if (!tag.ends_with("/>") && !empty.contains(name)) {
      open_.push_back(name);
    }
    return "";
  }
  [[nodiscard]] std::string left_open() const {
    return open_.empty() ? "" : "is not closed: " + open_.back();
  }

 private:
  std::vector<std::string> open_;
};

std::string entity_fault(const std::string& text) {
  for (std::size_t at = text.find('&'); at != std::string::npos; at = text.find('&', at + 1)) {
    const std::size_t end = text.find(';', at);
    const std::string name = end - at < 8 ? text.substr(at + 1, end - at - 1) : std::string();
    static const std::set<std::string> known{"amp", "lt", "gt", "quot", "ensp"};
    if (!known.contains(name) && !name.starts_with('#')) {
      return "a bare &: " + text.substr(at, 20);
    }
  }
  return "";
}

std::string json_fault(const std::string& text) {
  return nlohmann::json::accept(text) ? "" : "is not JSON";
}

/// A page without the one script that is ours, at its very end: any other is a fault.
std::string without_own_script(const std::string& page) {
  const std::string own = "<script>" + report::page_script().source() + "</script>\n</body>";
  const std::size_t at = page.rfind(own);
  return at == std::string::npos
             ? page
             : page.substr(0, at) + page.substr(at + own.size() - std::strlen("</body>"));
}

}  // namespace

std::string markup_fault(const std::string& page) {
  const std::string text = without_own_script(page);
  Elements elements;
  std::string fault = entity_fault(text);
  for (std::size_t at = text.find('<'); at != std::string::npos && fault.empty();
       at = text.find('<', at)) {
    if (text.compare(at, 4, "<!--") == 0) {
      at = text.find("-->", at);
      continue;
    }
    const std::size_t end = end_of_tag(text, at);
    if (end == std::string::npos) {
      return "a tag without an end";
    }
    if (text[at + 1] != '?' && text[at + 1] != '!') {
      fault = elements.take(text.substr(at, end - at));
    }
    at = text.compare(at, 7, "<style>") == 0 ? text.find("</style>", at) : end;
  }
  return fault.empty() ? elements.left_open() : fault;
}

std::string tex_fault(const std::string& text) {
  static const std::set<std::string> known{
      "usepackage",      "begin",    "end",         "toprule", "midrule",       "bottomrule",
      "multicolumn",     "cdot",     "dagger",      "ddagger", "textbackslash", "textasciitilde",
      "textasciicircum", "textless", "textgreater", "textbar", "char"};
  static const std::regex command(R"re(\\([A-Za-z]+))re");
  static const std::regex mathematics(R"re(\$[^$]*\$)re");
  for (const std::string& line : lines_of(text)) {
    if (line.starts_with('%')) {
      continue;
    }
    const std::string words = std::regex_replace(line, std::regex(R"re(\\[\\{}_%&#$])re"), "");
    for (std::sregex_iterator it(words.begin(), words.end(), command), end; it != end; ++it) {
      if (!known.contains((*it)[1])) {
        return "a command: " + it->str() + " in " + line;
      }
    }
    const std::string plain = std::regex_replace(words, mathematics, "");
    if (plain.find_first_of("_^#$~%\"`|<>") != std::string::npos) {
      return "a special character in " + line;
    }
    if (bare(line, '{') != bare(line, '}')) {
      return "braces in " + line;
    }
    static const std::regex after_row(R"re(^\s*[\[*])re");
    if (std::regex_search(line, after_row)) {
      return "an argument of the row before: " + line;
    }
  }
  return "";
}

std::string markdown_fault(const std::string& text) {
  std::size_t head = 0;
  for (const std::string& line : lines_of(text)) {
    const bool row = line.starts_with('|');
    const std::size_t cells = bare(line, '|');
    head = !row ? 0 : head == 0 ? cells : head;
    if (row && cells > head) {
      return "too many cells: " + line;
    }
    if (line.find('<') != std::string::npos) {
      return "HTML: " + line;
    }
  }
  return "";
}

std::string gnuplot_fault(const std::string& text) {
  for (const std::string& line : lines_of(text)) {
    if (line.starts_with("# ")) {
      if (line.ends_with('\\')) {
        return "a comment that goes on: " + line;
      }
      continue;
    }
    char quote = 0;
    std::string code;  // all but what stands in quotes
    for (const char c : line) {
      const bool begins = quote == 0 && (c == '\'' || c == '"');
      code += quote == 0 ? c : '_';
      quote = begins ? c : c == quote ? '\0' : quote;
    }
    if (quote != 0 || line.find_first_of("`@{}") != std::string::npos ||
        code.find_first_of("!;#") != std::string::npos ||
        std::regex_search(code, std::regex(R"re(\b(system|eval|load|call|shell|cd)\b)re"))) {
      return "code in " + line;
    }
  }
  return "";
}

std::string csv_fault(const std::string& text) {
  if (first_invalid_utf8(text) != std::string::npos) {
    return "is not UTF-8";
  }
  std::string table;
  for (const std::string& line : lines_of(text)) {
    table += line.starts_with("# ") ? "" : line + "\n";
  }
  const auto rows = parse_csv(table);
  const auto odd = std::find_if(rows.begin(), rows.end(),
                                [&](const auto& row) { return row.size() != rows.front().size(); });
  return odd == rows.end() ? "" : "a row of another length: " + odd->front();
}

std::string folder_fault(const fs::path& folder) {
  if (!fs::exists(folder)) {
    return "";
  }
  std::string all;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string kind = entry.path().extension().string();
    const std::string text = entry.is_regular_file() ? read_file(entry.path()) : std::string();
    const std::string fault = kind == ".html" || kind == ".svg" ? markup_fault(text)
                              : kind == ".tex"                  ? tex_fault(text)
                              : kind == ".md"                   ? markdown_fault(text)
                              : kind == ".gp"                   ? gnuplot_fault(text)
                              : kind == ".csv"                  ? csv_fault(text)
                              : kind == ".json"                 ? json_fault(text)
                                                                : std::string();
    all += fault.empty() ? "" : entry.path().string() + ": " + fault + "\n";
  }
  return all;
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += std::string("\\") + c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out + "\"";
}

Hostile::Hostile() {
  fs::create_directories(at("work"));
  ::setenv("CANARY", at("canary").c_str(), 1);
}

std::vector<std::string> Hostile::texts() const {
  const std::string touch = "touch $CANARY";
  return {"a\"b",
          "a'b",
          "'",
          "a'''b@figure_title",
          "`" + touch + "`",
          "$(" + touch + ")",
          "'.system('" + touch + "').'",
          "\"; system \"" + touch + "\"; \"",
          "a\nsystem '" + touch + "'",
          "a;" + touch,
          "a|" + touch,
          "!" + touch,
          "50%",
          "%s%n%d",
          "<script>alert(1)</script>",
          "</title><b onclick=\"x\">",
          "a&b",
          "..",
          "../x",
          at("canary").string(),
          "",
          std::string(300, 'a'),
          "a\xff\xfe",
          "a\\b",
          "a\\",
          "{a}",
          "a#b",
          "a\tb",
          "a\x1b[31mb",
          "~^$_",
          "\\input{/etc/passwd}",
          "[2cm]",
          "EOD",
          "@x",
          "a,b\"c",
          "a|b|c",
          "*b* _i_ [x](y)",
          "{/Symbol a}",
          "=1+1",
          "trace",
          "figures",
          "baseline",
          ".",
          "-x"};
}

Ran Hostile::call(const std::vector<std::string>& words) {
  const auto snapshot = [&] {
    std::map<std::string, std::string> files = tree(at(""));
    std::erase_if(files, [](const auto& file) {
      return file.first.starts_with("work/out") || file.first.starts_with("work/.out") ||
             file.first == "stdout" || file.first == "stderr";
    });
    return files;
  };
  const auto before = snapshot();
  std::vector<std::string> all = words;
  all.insert(all.begin(), metronome::binary());
  std::vector<char*> arguments;
  for (std::string& word : all) {
    arguments.push_back(word.data());
  }
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addchdir_np(&actions, at("work").c_str());
  const int create = O_WRONLY | O_CREAT | O_TRUNC;
  posix_spawn_file_actions_addopen(&actions, 1, at("stdout").c_str(), create, 0600);
  posix_spawn_file_actions_addopen(&actions, 2, at("stderr").c_str(), create, 0600);
  pid_t child = 0;
  EXPECT_EQ(posix_spawn(&child, all[0].c_str(), &actions, nullptr, arguments.data(), environ), 0);
  posix_spawn_file_actions_destroy(&actions);
  int status = 0;
  ::waitpid(child, &status, 0);
  const Ran ran{WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(at("stdout")),
                read_file(at("stderr"))};
  std::string line;
  for (const std::string& word : words) {
    line += printable(word) + " ";
  }
  EXPECT_TRUE(ran.exit_code == 0 || ran.exit_code == 2) << line << ran.exit_code << ran.error;
  EXPECT_EQ(printable_lines(ran.out), ran.out) << line;
  EXPECT_EQ(printable_lines(ran.error), ran.error) << line;
  EXPECT_FALSE(fs::exists(at("canary"))) << line;
  EXPECT_EQ(snapshot(), before) << line;
  return ran;
}

bool Hostile::makes_clean_files(const std::vector<std::string>& words) {
  fs::remove_all(at("work/out"));
  const Ran ran = call(words);
  EXPECT_EQ(folder_fault(at("work/out")), "");
  if (ran.exit_code != 0) {
    EXPECT_FALSE(fs::exists(at("work/out"))) << ran.error;
  }
  return ran.exit_code == 0;
}

}  // namespace metronome::cli::hostile
