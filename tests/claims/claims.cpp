#include "tests/claims/claims.hpp"

#include <fmt/format.h>

#include <cmath>
#include <regex>
#include <sstream>

#include "sim/base/error.hpp"
#include "sim/base/files.hpp"

namespace metronome::claims {
namespace {

constexpr std::string_view kHole = "{}";

/// "head rest": what stands behind the keyword of a line; nothing where it begins otherwise.
bool begins(const std::string& line, std::string_view keyword, std::string& rest) {
  if (!line.starts_with(keyword)) {
    return false;
  }
  rest = line.substr(keyword.size());
  return true;
}

std::vector<std::string> split(const std::string& text, const std::string& separator) {
  std::vector<std::string> parts;
  std::size_t at = 0;
  for (std::size_t end = text.find(separator); end != std::string::npos;
       end = text.find(separator, at)) {
    parts.push_back(text.substr(at, end - at));
    at = end + separator.size();
  }
  parts.push_back(text.substr(at));
  return parts;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
    text.replace(at, from.size(), to);
    at += to.size();
  }
  return text;
}

/// Reads a claims file line by line; a claim that follows `each` is one for each of its values.
class Reader {
 public:
  Reader(const std::string& text, std::string file) : in_(text), file_(std::move(file)) {}

  ClaimsFile all() {
    for (std::string line; std::getline(in_, line);) {
      ++number_;
      if (!line.empty() && !line.starts_with('#')) {
        take(line);
      }
    }
    end_claim();
    return std::move(out_);
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw UserError(fmt::format("{}:{}: {}", file_, number_, what));
  }

  void take(const std::string& line) {
    std::string rest;
    if (begins(line, "  = ", rest) && open_) {
      claim_.numbers.push_back(rest);
    } else if (begins(line, "  holds ", rest) && open_) {
      claim_.holds.push_back(rest);
    } else if (begins(line, "  ", rest) && open_) {
      claim_.says += " " + rest;
    } else if (begins(line, "claim ", rest)) {
      end_claim();
      open_ = true;
      claim_ = {number_, rest, {}, {}};
    } else {
      end_claim();
      take_other(line);
    }
  }

  void take_other(const std::string& line) {
    std::string rest;
    if (begins(line, "table ", rest)) {
      const std::size_t space = rest.find(' ');
      if (space == std::string::npos) {
        fail("table NAME FILE [where COLUMN=VALUE]");
      }
      out_.tables.emplace_back(rest.substr(0, space), rest.substr(space + 1));
    } else if (begins(line, "page ", rest)) {
      out_.pages.push_back({rest, {}, {}, false, {}, {}, {}});
    } else if (out_.pages.empty()) {
      fail("a page comes first");
    } else if (begins(line, "from ", rest)) {
      out_.pages.back().from = rest;
    } else if (begins(line, "to ", rest)) {
      out_.pages.back().to = rest;
    } else if (line == "partly") {
      out_.pages.back().partly = true;
    } else if (begins(line, "given ", rest)) {
      out_.pages.back().given.push_back(normalised(rest));
    } else if (begins(line, "copy ", rest)) {
      const auto parts = split(rest, " of ");
      if (parts.size() != 2) {
        fail("copy FIRST ROW of FILE");
      }
      out_.pages.back().copies.push_back({number_, parts[0], parts[1]});
    } else if (begins(line, "each ", rest)) {
      const auto parts = split(rest, ": ");
      if (parts.size() != 2) {
        fail("each NAME: VALUE | VALUE");
      }
      each_ = parts[0];
      values_ = split(parts[1], " | ");
    } else {
      fail("table, page, from, to, partly, claim, each, copy or given");
    }
  }

  void end_claim() {
    if (!open_) {
      return;
    }
    open_ = false;
    if (out_.pages.empty()) {
      fail("a page comes first");
    }
    for (const std::string& value : values_) {
      Claim one = claim_;
      for (std::string* text : texts_of(one)) {
        *text = each_.empty() ? *text : replaced(*text, "$" + each_, value);
      }
      one.says = normalised(one.says);
      out_.pages.back().claims.push_back(std::move(one));
    }
    each_.clear();
    values_ = {""};
  }

  static std::vector<std::string*> texts_of(Claim& claim) {
    std::vector<std::string*> all{&claim.says};
    for (auto* list : {&claim.numbers, &claim.holds}) {
      for (std::string& text : *list) {
        all.push_back(&text);
      }
    }
    return all;
  }

  std::istringstream in_;
  std::string file_;
  int number_ = 0;
  ClaimsFile out_;
  bool open_ = false;
  Claim claim_;
  std::string each_;
  std::vector<std::string> values_{""};
};

/// A number as pages write it: a true minus, thousands set apart by a space.
const std::string& number_form() {
  static const std::string form = "(?:−|-)?(?:[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:\\.[0-9]+)?";
  return form;
}

double read(std::string text) {
  text = replaced(replaced(std::move(text), " ", ""), "−", "-");
  return std::stod(text);
}

int decimals_of(const std::string& text) {
  const std::size_t point = text.find('.');
  return point == std::string::npos ? 0 : static_cast<int>(text.size() - point - 1);
}

std::string literal(const std::string& text) {
  static const std::regex special(R"([.^$|()\[\]{}*+?\\])");
  return std::regex_replace(text, special, R"(\$&)");
}

/// The places that a page's claims have accounted for, and what is wrong.
class Checker {
 public:
  Checker(const Page& page, const std::string& text, Tables& tables)
      : page_(page), text_(normalised(part_of(page, text))), tables_(tables) {
    covered_.assign(text_.size(), false);
  }

  std::vector<std::string> all(const std::string& whole, const std::filesystem::path& root) {
    for (const Claim& claim : page_.claims) {
      check(claim);
    }
    for (const Copy& copy : page_.copies) {
      check(copy, whole, root);
    }
    for (const std::string& given : page_.given) {
      std::size_t found = 0;
      for (std::size_t at = text_.find(given); at != std::string::npos;
           at = text_.find(given, at + 1)) {
        cover(at, given.size());
        ++found;
      }
      if (found == 0) {
        complain(fmt::format("`{}` is given, but not on the page", given));
      }
    }
    if (!page_.partly) {
      check_covered();
    }
    return std::move(faults_);
  }

 private:
  void complain(const std::string& what) { faults_.push_back(page_.file + ": " + what); }
  void cover(std::size_t at, std::size_t size) {
    std::fill_n(covered_.begin() + static_cast<std::ptrdiff_t>(at), size, true);
  }

  void check(const Claim& claim) {
    std::string form;
    std::size_t holes = 0;
    for (const std::string& part : split(claim.says, std::string(kHole))) {
      form += (holes++ > 0 ? "(" + number_form() + ")" : "") + literal(part);
    }
    const std::regex wanted(form);
    std::vector<std::smatch> matches;
    for (auto at = std::sregex_iterator(text_.begin(), text_.end(), wanted);
         at != std::sregex_iterator(); ++at) {
      matches.push_back(*at);
    }
    if (matches.size() != 1) {
      complain(fmt::format("line {} of the claims: `{}` stands {} times on the page", claim.line,
                           claim.says, matches.size()));
      return;
    }
    if (claim.numbers.size() != holes - 1) {
      complain(fmt::format("line {} of the claims: {} numbers, {} expressions", claim.line,
                           holes - 1, claim.numbers.size()));
      return;
    }
    const std::smatch& match = matches.front();
    cover(static_cast<std::size_t>(match.position()), static_cast<std::size_t>(match.length()));
    for (std::size_t i = 0; i < claim.numbers.size(); ++i) {
      check(claim, match[i + 1].str(), claim.numbers[i]);
    }
    for (const std::string& statement : claim.holds) {
      try {
        if (!evaluate(statement, tables_).holds()) {
          complain(fmt::format("`{}`: does not hold: {}", claim.says, statement));
        }
      } catch (const UserError& error) {
        complain(error.what());
      }
    }
  }

  void check(const Claim& claim, const std::string& written, const std::string& expression) {
    try {
      const double value = evaluate(expression, tables_).number();
      const double half = 0.5 * std::pow(10.0, -decimals_of(written));
      if (!(std::abs(read(written) - value) <= half * (1 + 1e-9))) {
        complain(fmt::format("`{}`: {} is {:.6g} in the tables ({})", claim.says, written, value,
                             expression));
      }
    } catch (const UserError& error) {
      complain(error.what());
    }
  }

  /// Rows of the page from the head on, which stand in the file in the same order.
  void check(const Copy& copy, const std::string& whole, const std::filesystem::path& root) {
    const std::string source = read_file(root / copy.file);
    std::istringstream lines(whole);
    bool inside = false;
    std::size_t at = 0;
    std::size_t rows = 0;
    for (std::string line; std::getline(lines, line);) {
      inside = inside ? line.starts_with('|') : line == copy.head;
      if (!inside) {
        continue;
      }
      ++rows;
      const std::size_t found = source.find(line + "\n", at);
      if (found == std::string::npos) {
        complain(fmt::format("`{}` is not in {}", line, copy.file));
        continue;
      }
      at = found + line.size();
      const std::string shown = normalised(line);
      for (std::size_t here = text_.find(shown); here != std::string::npos;
           here = text_.find(shown, here + 1)) {
        cover(here, shown.size());
      }
    }
    if (rows < 3) {
      complain(
          fmt::format("line {} of the claims: no table begins with `{}`", copy.line, copy.head));
    }
  }

  /// Every number stands in a claim, a copy or a given text. Names with digits are no numbers, nor
  /// is what stands in code or where a link leads.
  void check_covered() {
    std::string bare = text_;
    static const std::regex code("`[^`]*`|\\]\\([^)]*\\)");
    for (auto at = std::sregex_iterator(text_.begin(), text_.end(), code);
         at != std::sregex_iterator(); ++at) {
      std::fill_n(bare.begin() + at->position(), at->length(), ' ');
    }
    static const std::regex token("[A-Za-z0-9_.−-]*[0-9][A-Za-z0-9_.−-]*");
    static const std::regex letters("[A-Za-z_]");
    for (auto at = std::sregex_iterator(bare.begin(), bare.end(), token);
         at != std::sregex_iterator(); ++at) {
      const std::string word = at->str();
      const auto place = static_cast<std::size_t>(at->position());
      if (!std::regex_search(word, letters) &&
          !covered_[place + word.find_first_of("0123456789")]) {
        const std::size_t from = place > 40 ? place - 40 : 0;
        complain(fmt::format("no claim has the number {} of `{}`", word, text_.substr(from, 90)));
      }
    }
  }

  const Page& page_;
  std::string text_;
  Tables& tables_;
  std::vector<bool> covered_;
  std::vector<std::string> faults_;
};

}  // namespace

ClaimsFile parse_claims(const std::string& text, const std::string& file) {
  return Reader(text, file).all();
}

std::string normalised(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\t';
    if (!blank) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  while (out.ends_with(' ')) {
    out.pop_back();
  }
  return out;
}

std::string part_of(const Page& page, const std::string& text) {
  const std::size_t from = page.from.empty() ? 0 : text.find(page.from + "\n");
  const std::size_t to = page.to.empty() ? text.size() : text.find(page.to + "\n");
  if (from == std::string::npos || to == std::string::npos || to < from) {
    throw UserError(page.file + " has no part from `" + page.from + "` to `" + page.to + "`");
  }
  return text.substr(from, to - from);
}

std::vector<std::string> faults_of(const Page& page, const std::string& text, Tables& tables,
                                   const std::filesystem::path& root) {
  return Checker(page, text, tables).all(part_of(page, text), root);
}

}  // namespace metronome::claims
