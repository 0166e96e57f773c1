#include "sim/report/html.hpp"

#include <fmt/format.h>

#include "sim/report/page_script.hpp"
#include "sim/report/page_style.hpp"

namespace metronome::report {
namespace {

/// Cells longer than this wrap; numbers and names never do.
constexpr std::size_t kWrapFrom = 44;

Html attribute(const std::string& name) {
  return name.empty() ? Html() : code<Html>(" class=\"{}\"", name);
}

}  // namespace

HtmlTable& HtmlTable::spans(const std::vector<std::pair<std::string, int>>& labels) {
  head_ += "<tr>";
  for (const auto& [label, columns] : labels) {
    head_ += code<Html>("<th colspan=\"{}\"{}>{}</th>", columns,
                        attribute(label.empty() ? "" : "span"), label);
  }
  head_ += "</tr>\n";
  return *this;
}

Html HtmlTable::cells(const std::vector<std::string>& texts, CodeLiteral tag) const {
  Html out;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const bool left = i < left_columns_ || (last_left_ && i + 1 == texts.size());
    std::string name = left ? "left" : "";
    if (texts[i].size() > kWrapFrom) {
      name += name.empty() ? "wrap" : " wrap";
    }
    out += code<Html>("<{0}{1}>{2}</{0}>", Html(tag), attribute(name), texts[i]);
  }
  return out;
}

HtmlTable& HtmlTable::head(const std::vector<std::string>& texts) {
  head_ += code<Html>("<tr>{}</tr>\n", cells(texts, "th"));
  return *this;
}

HtmlTable& HtmlTable::row(const std::vector<std::string>& texts, const std::string& css_class) {
  body_ += code<Html>("<tr{}>{}</tr>\n", attribute(css_class), cells(texts, "td"));
  return *this;
}

Html HtmlTable::html(int number) const {
  const Html table = code<Html>(
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table {1}\"><table{0}>\n"
      "<caption><span><b>Table {1}.</b> {2}</span></caption>\n"
      "<thead>\n{3}</thead>\n<tbody>\n{4}</tbody>\n</table></div>\n",
      attribute(last_left_ ? "dense" : ""), number, caption_, head_, body_);
  return summary_.empty()
             ? table
             : code<Html>("<details>\n<summary>{}</summary>\n{}</details>\n", summary_, table);
}

HtmlPage::HtmlPage(std::string title, std::string subtitle)
    : title_(std::move(title)), subtitle_(std::move(subtitle)) {}

void HtmlPage::section(const std::string& heading) {
  ++sections_;
  contents_ += code<Html>("<a href=\"#s{0}\">{0}&ensp;{1}</a>\n", sections_, heading);
  body_ +=
      code<Html>("<h2 id=\"s{0}\"><span class=\"number\">{0}</span>{1}</h2>\n", sections_, heading);
}

void HtmlPage::subsection(const std::string& heading) {
  body_ += code<Html>("<h3>{}</h3>\n", heading);
}

void HtmlPage::paragraph(const std::string& text, const std::string& css_class) {
  body_ += code<Html>("<p{}>{}</p>\n", attribute(css_class), text);
}

void HtmlPage::list(const std::vector<std::string>& items) {
  body_ += "<ul>\n";
  for (const std::string& item : items) {
    body_ += code<Html>("<li>{}</li>\n", item);
  }
  body_ += "</ul>\n";
}

void HtmlPage::table(const HtmlTable& table) { body_ += table.html(++tables_); }

void HtmlPage::figure(const Html& wide, const Html& narrow, const std::string& caption,
                      const std::string& data_file) {
  const Html shown =
      wide.empty()
          ? Html(
                "<p class=\"note\">This figure was not drawn: <code>--no-figures</code> was given, "
                "or gnuplot was missing or failed. <code>metronome report</code> of this folder "
                "draws it.</p>")
          : code<Html>("<div class=\"wide\">{}</div>\n<div class=\"narrow\">{}</div>", wide,
                       narrow);
  body_ += code<Html>(
      "<figure>\n{}\n<figcaption><b>Figure {}.</b> {} <a href=\"{}\">Data</a></figcaption>\n"
      "</figure>\n",
      shown, ++figures_, caption, data_file);
}

std::string HtmlPage::html() const {
  const Html page = code<Html>(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>{0}</title>\n<style>{1}</style>\n</head>\n<body>\n"
      "<a class=\"skip\" href=\"#contents\">To the contents</a>\n<header>\n<p "
      "class=\"kind\">Metronome report</p>\n<h1>{0}</h1>\n"
      "<p class=\"subtitle\">{2}</p>\n</header>\n<nav aria-label=\"Sections\">\n{3}</nav>\n"
      "<main id=\"contents\">\n{4}</main>\n"
      "<footer>Written by Metronome. Every joule is a count times a row of the energy table; every "
      "cycle is in exactly one bin.</footer>\n<script>{5}</script>\n</body>\n</html>\n",
      title_, page_style(), subtitle_, contents_, body_, page_script());
  return page.source();
}

}  // namespace metronome::report
