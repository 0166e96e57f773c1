#include "sim/report/stamp.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/csv.hpp"
#include "sim/base/error.hpp"
#include "sim/base/text.hpp"
#include "sim/report/csv.hpp"
#include "sim/report/figures.hpp"
#include "sim/report/identity.hpp"
#include "sim/report/markup.hpp"
#include "sim/report/text_table.hpp"

namespace metronome::report {
namespace {

void mark_unlike(Figure& figure, const std::string& unlike) {
  const std::string words = "Unlike runs: " + unlike;
  figure.title += " (" + words + ")";
  figure.caption = words + ". " + figure.caption;
  frame_of(figure.chart).note = words;
}

/// "batch: 128", ...: the facts, the recipe's commands and its inputs.
std::vector<std::string> lines_of(const Stamp& stamp) {
  std::vector<std::string> lines;
  const auto line = [&](const std::string& name, const std::string& value) {
    lines.push_back(printable(name + ": " + value));
  };
  for (const trace::Fact& fact : facts_of(stamp)) {
    line(fact.name, fact.value);
  }
  line("made by", stamp.recipe.command);
  for (const std::string& command : stamp.recipe.from) {
    line("from", command);
  }
  for (const auto& [what, digest] : stamp.recipe.inputs) {
    line("input " + what, digest);
  }
  return lines;
}

/// "model resnet-8; dataset cifar-10; ...": what has a value.
std::string sentence(const Stamp& stamp) {
  std::string text;
  for (const trace::Fact& fact : stamp.identity) {
    if (!fact.value.empty()) {
      text += fmt::format("{}{} {}", text.empty() ? "" : "; ", fact.name, fact.value);
    }
  }
  return printable(text);
}

std::string inputs_text(const Recipe& recipe) {
  std::string text;
  for (const auto& [what, digest] : recipe.inputs) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", what, digest);
  }
  return text;
}

/// The names of all facts, those of the first row first: some machines have facts that others lack.
std::vector<std::string> all_names(const std::vector<trace::Facts>& rows) {
  std::vector<std::string> names;
  for (const trace::Facts& facts : rows) {
    for (const trace::Fact& fact : facts) {
      if (std::find(names.begin(), names.end(), fact.name) == names.end()) {
        names.push_back(fact.name);
      }
    }
  }
  return names;
}

}  // namespace

trace::Facts facts_of(const Stamp& stamp) {
  trace::Facts facts = stamp.identity;
  facts.push_back({"version", stamp.recipe.version});
  facts.push_back({"recipe", recipe_digest(stamp.recipe)});
  if (!stamp.unlike.empty()) {
    facts.push_back({"unlike", stamp.unlike});
  }
  return facts;
}

std::string with_facts(
    const std::string& csv,
    const std::function<trace::Facts(const std::vector<std::string>& row)>& facts) {
  std::vector<std::vector<std::string>> rows = parse_csv(csv);
  METRONOME_ASSERT(!rows.empty(), "a table has a header");
  std::vector<trace::Facts> of_rows;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    of_rows.push_back(facts(rows[i]));
  }
  if (of_rows.empty()) {
    of_rows.push_back(facts({}));
  }
  for (const std::string& name : all_names(of_rows)) {
    rows[0].push_back("run_" + name);
    for (std::size_t i = 1; i < rows.size(); ++i) {
      rows[i].push_back(trace::fact(of_rows[i - 1], name));
    }
  }
  Csv out(rows[0]);
  for (std::size_t i = 1; i < rows.size(); ++i) {
    for (const std::string& field : rows[i]) {
      out.add(std::string_view(field));
    }
    out.end_row();
  }
  return out.text();
}

std::string stamped_csv(const std::string& csv, const Stamp& stamp) {
  std::string names, values;
  for (const trace::Fact& fact : facts_of(stamp)) {
    names += ",run_" + csv_field(fact.name);
    values += "," + csv_field(fact.value);
  }
  std::string out;
  const std::string none;
  CsvReader reader(csv, none);
  CsvRow row;
  bool header = true;
  for (std::size_t begin = 0; reader.next(row); begin = reader.place().offset) {
    if (row.comment || (row.fields.size() == 1 && row.blank())) {
      continue;
    }
    std::string_view line = std::string_view(csv).substr(begin, reader.place().offset - begin);
    line.remove_suffix(line.ends_with('\n') ? 1 : 0);
    out.append(line).append(header ? names : values).append("\n");
    header = false;
  }
  return out;
}

std::string stamp_comments(const Stamp& stamp, const std::string& lead) {
  std::string out;
  for (const std::string& line : lines_of(stamp)) {
    out += lead + line + "\n";
  }
  return out;
}

std::string stamp_text(const Stamp& stamp) {
  std::string text = stamp.unlike.empty() ? "" : "Unlike runs: " + printable(stamp.unlike) + "\n";
  if (!stamp.identity.empty()) {
    text += wrapped("Of " + sentence(stamp) + ".", 100);
  }
  text += fmt::format("Made by metronome {}, recipe {}:\n  {}\n", stamp.recipe.version,
                      recipe_digest(stamp.recipe), printable(stamp.recipe.command));
  return text;
}

std::string stamp_markdown(const Stamp& stamp) {
  Markdown text;
  if (!stamp.unlike.empty()) {
    text += code<Markdown>("\n**Unlike runs**: {}.\n", stamp.unlike);
  }
  if (!stamp.identity.empty()) {
    text += code<Markdown>("\nOf {}.\n", sentence(stamp));
  }
  for (const std::string& command : stamp.recipe.from) {
    text += code<Markdown>("\nFrom the run of {}.\n", code_span(command));
  }
  text += code<Markdown>("\nMade by {} (metronome {}, recipe {}; inputs: {}).\n",
                         code_span(stamp.recipe.command), stamp.recipe.version,
                         recipe_digest(stamp.recipe), inputs_text(stamp.recipe));
  return text.source();
}

std::string stamped_svg(const std::string& svg, const std::string& about) {
  const std::size_t root = svg.find("<svg");
  const std::size_t end = root == std::string::npos ? root : svg.find('>', root);
  if (about.empty() || end == std::string::npos) {
    return svg;
  }
  std::string out = svg;
  out.insert(end + 1, code<Html>("\n<metadata>\n{}</metadata>", about).source());
  return out;
}

void put_stamp(std::vector<Figure>& figures, const Stamp& stamp) {
  Gnuplot comments;
  for (const std::string& line : lines_of(stamp)) {
    comments += gnuplot_comment(line);
  }
  for (Figure& figure : figures) {
    figure.csv = stamped_csv(figure.csv, stamp);
    if (!stamp.unlike.empty()) {
      mark_unlike(figure, stamp.unlike);
    }
    figure.comments = comments;
    figure.about = stamp_comments(stamp, "");
  }
}

std::vector<std::string> stamp_columns() {
  RunResult run;
  run.training.push_back({"errors", "any"});  // what most trainings have not
  run.training.push_back({"seed", "any"});
  for (const char* name : {"equal_measure", "equal_to", "equal_by", "equal_key_value",
                           "equal_reached", "equal_target"}) {
    run.equality.push_back({name, ""});
  }
  Stamp any{identity_of(run, nullptr, {}), {}};
  any.unlike = "any";
  std::vector<std::string> columns;
  for (const trace::Fact& fact : facts_of(any)) {
    columns.push_back("run_" + fact.name);
  }
  return columns;
}

}  // namespace metronome::report
